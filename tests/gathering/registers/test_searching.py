"""One search over all registers: marks aside, by beginnings, within the territory, and blind to what lists hide."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import connection

from chungtay.gathering.registers.activities import services as activities
from chungtay.gathering.registers.activities.models import Activity
from chungtay.gathering.registers.activities.types import ActivityDraft
from chungtay.gathering.registers.commendations.models import Award, Round
from chungtay.gathering.registers.community import queries as community
from chungtay.gathering.registers.community import services
from chungtay.gathering.registers.community.models import ModelPoint
from chungtay.gathering.registers.community.queries import Asked
from chungtay.gathering.registers.community.wordindexes import POINTS
from chungtay.gathering.registers.forces import services as forces
from chungtay.gathering.registers.lists.words import has_words, install, terms
from chungtay.gathering.registers.searching import found_everywhere
from chungtay.gathering.registers.standards.models import Entry

ON = date(2025, 9, 5)


@pytest.fixture
def kinds(db: None) -> None:
    """The catalogue's kinds."""
    services.register_load()


def point(cast: Any, name: str, *, is_sensitive: bool = False) -> ModelPoint:
    kind = services.kind_add(by=cast.binh, name="Mô hình thử nghiệm tìm kiếm", is_sensitive=is_sensitive)
    first = services.First("launch", ON)
    place = cast.bodies["CA-BADINH"].place
    return services.point_register(by=cast.an, kind=kind, place=place, name=name, lead="police", first=first)


def names(by: Any, text: str) -> list[str]:
    return [row.name for row in found_everywhere(by, text).rows.get("points", [])]


def test_the_last_word_may_be_a_beginning_of_two_letters_or_a_number() -> None:
    key = "camera hoa binh so 5"
    asked = ("Hòa bì", "hoa b", "cam binh", "5 camera", "hoa 6")
    assert [has_words(key, terms(text)) for text in asked] == [True, True, False, True, False]


@pytest.mark.postgres
def test_points_are_found_without_marks_within_the_territory_and_as_their_names_change(cast: Any, kinds: None) -> None:
    made = point(cast, "Camera Hòa Bình – Tổ 05")
    found = {user.username: names(user, "5 HOÀ bin") for user in (cast.dung, cast.chi, cast.an, cast.giang, cast.khoa)}
    assert found == {"dung": [made.name], "chi": [made.name], "an": [made.name], "giang": [], "khoa": []}
    services.point_edit(by=cast.an, point=made, name="Kẻng an ninh", lead="police")
    assert [names(cast.dung, text) for text in ("hoa", "keng a")] == [[], ["Kẻng an ninh"]]
    asked = Asked(search="kẻng")
    assert [community.points_found(by, asked, ON).count() for by in (cast.dung, cast.an, cast.giang)] == [1, 1, 0]


@pytest.mark.postgres
def test_what_lists_hide_is_not_found_and_once_taken_back_nothing_is(cast: Any, kinds: None) -> None:
    made = point(cast, "Câu lạc bộ bồ câu", is_sensitive=True)
    assert [names(user, "bo cau") for user in (cast.dung, cast.chi, cast.an)] == [[], [], [made.name]]
    ModelPoint.objects.filter(pk=made.pk).update(is_sensitive=False)
    assert names(cast.dung, "bo cau") == [made.name]
    ModelPoint.objects.filter(pk=made.pk).update(state="void")
    assert [names(user, "bo cau") for user in (cast.dung, cast.an)] == [[], []]


@pytest.mark.postgres
def test_every_register_answers_for_what_it_shows(cast: Any) -> None:
    place = cast.bodies["CA-BADINH"].place
    held = activities.activity_register(by=cast.an, draft=ActivityDraft(7, ON, place, title="Đêm thứ bảy"))
    forces.team_begin(by=cast.an, draft=forces.TeamDraft(1, place, ON, name="Tổ đêm"))
    Entry.objects.create(
        rule=1, year=2026, kind=3, name="Khu đêm", name_key="khu dem", place=place, province=place.home_province,
        body=cast.an.body,
    )  # fmt: skip
    found = [found_everywhere(user, "dem") for user in (cast.an, cast.chi, cast.giang)]
    assert [({*f.rows}, len(f.teams)) for f in found] == [
        ({"activities", "entries"}, 1),
        ({"activities", "entries"}, 0),
        (set(), 0),
    ]
    activities.activity_strike(by=cast.an, id=held.pk, reason="Ghi nhầm")
    assert [{*found_everywhere(user, "dem").rows} for user in (cast.an, cast.chi)] == [{"entries"}] * 2


def test_recipients_are_found_by_name_only_while_they_are_public(cast: Any) -> None:
    place = cast.bodies["CA-BADINH"].place
    held = Round.objects.create(
        form=5, sort=1, proposer=cast.an.body, giver=cast.binh.body, place=place, province=place.home_province,
        opened_on=ON,
    )  # fmt: skip
    award = Award.objects.create(
        round=held, kind=1, name="Tập thể A", name_key="tap the a", place=place, achievement=1, achieved_from=ON,
        achieved_to=ON, fate=2,
    )  # fmt: skip
    assert not found_everywhere(cast.an, "tap the").rows
    Award.objects.filter(pk=award.pk).update(is_public=True)
    # A round that is not decided is nobody else's business, whatever stands in it.
    assert not found_everywhere(cast.an, "tap the").rows


def test_an_index_that_lost_its_triggers_is_made_anew(cast: Any, kinds: None) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL keeps its indexes")
    made = point(cast, "Cổng an toàn")
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER point_words_update")
        cursor.execute("UPDATE community_modelpoint SET name_key = 'ban sac' WHERE id = %s", [made.pk])
        assert names(cast.dung, "ban sac") == []
        install(connection, POINTS)
    assert [names(cast.dung, text) for text in ("ban sac", "cong an")] == [[made.name], []]


def test_support_of_people_is_found_by_no_word(cast: Any) -> None:
    place = cast.bodies["CA-BADINH"].place
    activities.activity_register(by=cast.an, draft=ActivityDraft(10, ON, place, participations=1, amount=5))
    assert Activity.objects.get().title_key is None
