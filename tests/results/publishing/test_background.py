"""A publication too large to wait for: nothing of it is public before all of it is, whatever ends the worker."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import timezone

from chungtay import flow_publishing
from chungtay.kernel.errors import Refusal
from chungtay.reference.places.queries import place_get
from chungtay.results.publishing.log.queries import log_size
from chungtay.results.publishing.models import Publication, PublicationWork, PublicFigure
from chungtay.results.publishing.shelf import background
from chungtay.results.publishing.shelf.services import Terms, publication_release
from results.reviews.ledger_of_three import TERM, frozen


class Ended(BaseException):
    """As a process ends: not to be caught."""


@pytest.fixture
def left(cast: Any, settings: Any, tmp_path: Any) -> Publication:
    settings.DATA_DIR = tmp_path
    terms = Terms(
        title="Kết quả",
        title_en="Results",
        snapshot=frozen(cast),
        place=place_get("vn"),
        indicators=("tips.received",),
        level="province",
        step="total",
        start=TERM.start,
        end=TERM.end,
    )
    return flow_publishing.publication_prepare(by=cast.dung, terms=terms, most=1)


def test_the_worker_reckons_and_releases_and_what_is_cut_off_leaves_nothing(cast: Any, left: Publication) -> None:
    with pytest.raises(Refusal, match="CONGBO-018"):
        publication_release(by=cast.dung, publication=left)
    with pytest.raises(Refusal, match="CONGBO-019"):
        flow_publishing.publication_ask(by=cast.dung, publication=left, is_release=False)
    flow_publishing.publication_go_on(id=left.pk)
    left.refresh_from_db()
    assert left.digest
    assert background.work_of(left) is None
    flow_publishing.publication_ask(by=cast.dung, publication=left, is_release=True)

    def cut_off(work: Any, told: Any) -> None:
        def heard(share: float) -> None:
            told(share)
            assert PublicFigure.objects.exists(), "it is cut off while figures are laid down"
            assert (found := background.work_of(left)) is not None
            assert found.percent > 0
            raise Ended

        publication_release(by=work.asked_by, publication=left, heard=heard)

    with pytest.raises(Ended):
        background.work_go_on(left.pk, cut_off)
    assert (PublicFigure.objects.count(), log_size()) == (0, 0)
    flow_publishing.publication_go_on(id=left.pk)
    assert log_size() == 0, "somebody may still be at it"
    PublicationWork.objects.update(started_at=timezone.now() - 2 * background.LEASE)
    assert background.work_of(left).is_left  # type: ignore[union-attr]
    flow_publishing.publication_go_on(id=left.pk)
    left.refresh_from_db()
    assert (left.released_at is not None, PublicFigure.objects.count()) == (True, left.figure_count)
    flow_publishing.publication_go_on(id=left.pk)
    assert log_size() == 1 + left.figure_count


def test_it_is_done_with_the_rights_that_the_account_has_by_then(cast: Any, left: Publication) -> None:
    cast.dung.is_active = False
    cast.dung.save()
    flow_publishing.publication_go_on(id=left.pk)
    left.refresh_from_db()
    assert left.digest == ""
    found = background.work_of(left)
    assert found is not None
    assert found.refusal
    assert not found.is_open
