"""Figures made public on purpose: who, what, when, and that nothing else ever reaches what the public reads."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import transaction
from django.test import override_settings
from django.utils import timezone

from cast_builders import cast_made
from chungtay import flow_publishing
from chungtay.gathering.registers.community import services as community
from chungtay.gathering.registers.community.queries import kind_named
from chungtay.kernel.errors import NotAllowed, Refusal
from chungtay.reference.places.queries import place_get
from chungtay.results.publishing import queries
from chungtay.results.publishing.log import queries as log
from chungtay.results.publishing.models import LogLeaf, Publication, PublicFigure
from chungtay.results.publishing.shelf import services
from chungtay.results.publishing.shelf.points import name_public
from chungtay.results.publishing.shelf.services import Terms
from results.reviews.ledger_of_three import frozen

WHOLE = (date(2013, 1, 1), date(2023, 12, 31))


@pytest.fixture(scope="module")
def standing(
    django_db_setup: Any, django_db_blocker: Any, tmp_path_factory: Any
) -> Iterator[tuple[Any, Terms, Publication]]:
    """One ledger with its snapshot and a draft for all tests here, each of which is a savepoint in its transaction."""
    folder = tmp_path_factory.mktemp("shelf")
    changed = {"SOURCES_DIR": folder / "sources", "WAREHOUSE_DIR": folder / "warehouse"}
    changed["PASSWORD_HASHERS"] = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    with django_db_blocker.unblock(), override_settings(**changed), transaction.atomic():
        cast = cast_made()
        codes = ("tips.received", "models.total")
        about = {"title": "Kết quả", "title_en": "Results", "place": place_get("vn"), "indicators": codes}
        told = {"level": "province", "step": "total", "start": WHOLE[0], "end": WHOLE[1], "cells": True}
        terms = Terms(snapshot=frozen(cast), **told, **about)
        yield cast, terms, flow_publishing.publication_prepare(by=cast.dung, terms=terms)
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def own_folders(standing: Any, db: None) -> None:
    """All tests share the ledger's folders; each undoes what it did."""


@pytest.fixture
def cast(standing: Any) -> Any:
    return standing[0]


@pytest.fixture
def terms(standing: Any) -> Terms:
    found: Terms = standing[1]
    return found


@pytest.fixture
def draft(standing: Any) -> Publication:
    return Publication.objects.get(pk=standing[2].pk)


def everything_public() -> list[Any]:
    """All that each question of the public's pages finds of Hà Nội and of the indicator."""
    pages = [queries.place_page("01", vintage) for vintage in ("2013", "2025")]
    return [
        *queries.publications_visible(),
        *queries.publications_standing(),
        *queries.indicators_public(),
        *queries.levels_of_indicator("tips.received"),
        *(pk for level in ("country", "province") for pk in queries.figures_latest("tips.received", level)),
        *queries.figures_of_place("01", "2013"),
        *queries.series("tips.received", "01", "2013"),
        *(
            queries.figures_of_publication(found)
            for found in Publication.objects.all()
            if queries.publication(found.code)
        ),
        *(found for pk in PublicFigure.objects.values_list("pk", flat=True) if (found := queries.figure(pk))),
        *queries.kinds_public(),
        *(page for page in pages if page),
    ]


def test_nothing_of_a_draft_stands_on_the_shelf(draft: Publication) -> None:
    assert not PublicFigure.objects.exists()
    assert everything_public() == []


def test_nothing_under_embargo_is_found_and_no_leaf_of_it_is_read_before_its_hour(
    cast: Any, draft: Publication
) -> None:
    later = timezone.now() + timedelta(hours=1)
    flow_publishing.publication_release(by=cast.dung, publication=draft, embargo_until=later)
    assert PublicFigure.objects.exists()
    assert everything_public() == []
    assert {leaf.body for leaf in log.leaves(0, 100)} == {None}
    assert queries.publications_visible(later).exists()


def test_nothing_of_what_was_withdrawn_is_found_but_that_it_was(cast: Any, draft: Publication) -> None:
    flow_publishing.publication_release(by=cast.dung, publication=draft)
    flow_publishing.publication_withdraw(by=cast.dung, publication=draft, reason_code="too_fine")
    assert everything_public() == []
    assert [found.reason_code for found in queries.publications_withdrawn()] == ["too_fine"]


def test_a_release_puts_every_figure_on_the_shelf_and_in_the_log_at_once(cast: Any, draft: Publication) -> None:
    released = flow_publishing.publication_release(by=cast.dung, publication=draft)
    figures = list(queries.figures_of_publication(released))
    tips = next(item for item in figures if item.indicator == "tips.received" and item.place_code == "01")
    assert (tips.shown_vi, tips.cell) == ("208.230", "")
    assert LogLeaf.objects.count() == released.leaf_count == len(figures) + 1
    assert '"208.230"' in LogLeaf.objects.get(position=tips.leaf).body
    assert not LogLeaf.objects.filter(body__contains="208229").exists()


def test_only_parts_that_may_be_public_are_told(cast: Any, draft: Publication) -> None:
    released = flow_publishing.publication_release(by=cast.dung, publication=draft)
    assert {item.cell for item in queries.figures_of_publication(released)} == {""}


@pytest.mark.parametrize("name", ["binh", "chi", "hoa", "giang"])
def test_whoever_is_no_approver_of_the_territory_is_refused(cast: Any, terms: Terms, name: str) -> None:
    with pytest.raises(NotAllowed) as refused:
        services.publication_prepare(by=getattr(cast, name), terms=terms)
    assert refused.value.code == "CONGBO-004"


def test_what_was_not_previewed_is_not_released_and_nothing_of_it_stays(cast: Any, draft: Publication) -> None:
    Publication.objects.filter(pk=draft.pk).update(digest="0" * 64)
    with pytest.raises(Refusal) as refused:
        flow_publishing.publication_release(by=cast.dung, publication=draft)
    assert refused.value.code == "CONGBO-018"
    assert not PublicFigure.objects.exists()
    assert not LogLeaf.objects.exists()


def test_readers_of_a_corrected_publication_are_led_to_its_correction(cast: Any, draft: Publication) -> None:
    old = flow_publishing.publication_release(by=cast.dung, publication=draft)
    new = flow_publishing.publication_correct(by=cast.dung, publication=old, snapshot=old.snapshot)
    assert queries.replaced_by(old) is None
    new = flow_publishing.publication_release(by=cast.dung, publication=new)
    assert queries.replaced_by(old) == new
    assert {item.publication_id for item in queries.figures_of_place("01", "2013")} == {new.pk}
    told = queries.figures_of_publication(old)[0]
    assert (queries.figure(told.pk), getattr(queries.figure_now(told), "publication", None)) == (told, new)


def test_a_sensitive_total_is_public_on_one_map_only(cast: Any, draft: Publication, terms: Terms) -> None:
    flow_publishing.publication_release(by=cast.dung, publication=draft)
    with pytest.raises(Refusal) as refused:
        flow_publishing.publication_prepare(by=cast.dung, terms=replace(terms, frame_day=date(2025, 7, 1)))
    assert refused.value.code == "CONGBO-003"


def test_no_illustration_is_public_outside_a_demonstration(cast: Any, terms: Terms, settings: Any) -> None:
    settings.DEMO = False
    with pytest.raises(Refusal) as refused:
        flow_publishing.publication_prepare(by=cast.dung, terms=terms)
    assert refused.value.code == "CONGBO-001"


def test_terms_that_leave_no_figure_are_refused_before_anything_is_kept(cast: Any, terms: Terms) -> None:
    monthly = replace(terms, indicators=("tips.received",), step="month")
    with pytest.raises(Refusal) as refused:
        flow_publishing.publication_prepare(by=cast.dung, terms=monthly)
    assert refused.value.code == "CONGBO-012"
    assert Publication.objects.filter(step="month").count() == 0


@pytest.mark.parametrize(
    "name",
    [
        *("Camera ngõ 12", "Tổ tự quản thôn Đông", "Nhà bà Hai", "Camera Nguyễn Văn An"),
        *("Tổ dân cư Đông Hòa", "Cụm Đông Hòa", "Đền Trần bình yên"),
    ],
)
def test_a_name_that_leads_to_a_house_a_village_or_a_person_is_not_told(name: str) -> None:
    assert (name_public(name), name_public("Camera an ninh")) == ("", "Camera an ninh")


def test_no_point_is_told_whose_name_is_of_faith_clan_origin_or_the_past_or_that_was_invented(
    cast: Any, settings: Any
) -> None:
    community.register_load()
    kind, first = kind_named("Camera giám sát"), community.First("launch", date(2025, 8, 1))
    names = ("Giáo xứ Phú Nhai", "Dòng họ Trần tự quản", "Đồng bào Khmer tự quản", "Người sau cai", "Camera một", "Hai")
    same = {"by": cast.an, "kind": kind, "place": cast.an.body.place, "lead": "front", "first": first}
    points = [community.point_register(name=name, is_illustration=name == "Hai", **same) for name in names]
    assert [point.is_sensitive for point in points] == [True] * 4 + [False] * 2
    type(points[0]).objects.update(is_sensitive=False)
    settings.DEMO = False
    told = flow_publishing.points_told(cast.binh, place_get("p01@2025"))
    assert [item.name for item in told] == ["Camera một"]


def test_what_is_under_embargo_is_told_neither_by_its_withdrawal_nor_by_a_correction(
    cast: Any, draft: Publication
) -> None:
    later = timezone.now() + timedelta(days=3)
    held = flow_publishing.publication_release(by=cast.dung, publication=draft, embargo_until=later)
    with pytest.raises(Refusal):
        flow_publishing.publication_correct(by=cast.dung, publication=held, snapshot=held.snapshot)
    flow_publishing.publication_withdraw(by=cast.dung, publication=held, reason_code="too_fine")
    assert {leaf.body for leaf in log.leaves(0, 100, now=later)} == {None}
    assert not queries.publications_withdrawn(later).exists()
    assert queries.corrected_by(Publication(corrects=held), later) is None
