"""The chain tells what was changed under it: each test does by force what the guards refuse."""

from typing import Any

import pytest
from django.db import connection, models
from django.utils import timezone
from ledger_builders import APPROVED, SUBMITTED, WITHDRAWN, Desk

from chungtay.ledger import guards, queries
from chungtay.ledger.chain import chain_head, chain_verify
from chungtay.ledger.models import Batch, Decision, Figure, Link

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]


@pytest.fixture
def three(desk: Desk) -> list[Any]:
    """Three approved batches, the third a correction of the second; the guards are taken away."""
    first, second = desk.approved(1, 2), desk.approved(3, body=desk.other_body)
    wrong = Figure.objects.get(batch=second)
    claim = desk.claim(4, corrects=wrong.pk, members=("a", "b"), indicator="models.kinds")
    third = desk.approved(claim, body=desk.other_body)
    guards.remove(connection)
    return [first, second, third]


def broken_at() -> int:
    report = chain_verify()
    assert report.first_break is not None
    assert report.links == report.first_break.sequence - 1
    return report.first_break.sequence


def test_an_empty_chain_holds(db: None) -> None:
    report = chain_verify()
    assert (report.links, report.head, report.first_break) == (0, "0" * 64, None)


def test_what_was_written_by_the_services_holds(three: list[Any]) -> None:
    report = chain_verify()
    assert (report.links, report.head, report.first_break) == (3, Link.objects.get(sequence=3).digest, None)
    assert chain_head() == (3, report.head)


def test_a_batch_knows_its_link(desk: Desk) -> None:
    first, second = desk.approved(1), desk.approved(2, body=desk.other_body)
    link, next_link = queries.link_of(first), queries.link_of(second)
    assert link is not None
    assert next_link is not None
    assert (link.sequence, next_link.sequence, next_link.previous) == (1, 2, link.digest)


def test_a_batch_that_never_stood_has_no_link(desk: Desk) -> None:
    assert queries.link_of(desk.append(1)) is None


def test_the_last_of_several_links_is_the_one_of_a_withdrawn_batch(desk: Desk) -> None:
    batch = desk.approved(1)
    desk.decide(batch, WITHDRAWN)
    link = queries.link_of(batch)
    assert link is not None
    assert (link.sequence, link.digest) == chain_head()


@pytest.mark.parametrize(
    "change",
    [
        {"value": 9},
        {"cell": "a=b"},
        {"as_written": "9"},
        {"unit": "x"},
        {"precision": "about"},
        {"status": "target"},
        {"start": "2025-10-16"},
        {"source_start": 1, "source_end": 2},
        {"members": ["c"]},
        {"corrects": None},
        {"position": 7},
        {"absence": "zero", "value": 0},
    ],
)
def test_a_changed_figure_is_found(three: list[Any], change: dict[str, Any]) -> None:
    Figure.objects.filter(batch=three[2]).update(**change)
    assert broken_at() == 3


def test_a_removed_figure_is_found(three: list[Any]) -> None:
    Figure.objects.filter(batch=three[0], position=1).delete()
    assert broken_at() == 1


def test_an_added_figure_is_found(three: list[Any]) -> None:
    figure = Figure.objects.get(batch=three[0], position=2)
    figure.pk, figure.position = None, 3
    figure.save()
    assert broken_at() == 1


@pytest.mark.parametrize("change", [{"version": 9}, {"start": "2025-10-14"}, {"is_illustration": True}])
def test_a_changed_header_is_found(three: list[Any], change: dict[str, Any]) -> None:
    Batch.objects.filter(pk=three[0].pk).update(**change)
    assert broken_at() == 1


def test_a_header_with_a_digest_made_to_fit_is_found_by_the_link(three: list[Any]) -> None:
    Batch.objects.filter(pk=three[1].pk).update(digest="b" * 64)
    assert broken_at() == 2


@pytest.mark.parametrize("change", [{"reason": "khác"}, {"kind": "published"}, {"decided_at": timezone.now()}])
def test_a_changed_decision_is_found(three: list[Any], change: dict[str, Any]) -> None:
    Decision.objects.filter(batch=three[1]).update(**change)
    assert broken_at() == 2


def test_the_last_links_alone_hold_and_a_changed_one_among_them_is_found(three: list[Any]) -> None:
    assert [queries.chain_end_verify(most).links for most in (1, 2, 9)] == [1, 2, 3]
    Decision.objects.filter(batch=three[1]).update(reason="khác")
    assert queries.chain_end_verify(1).first_break is None
    assert [queries.chain_end_verify(most).first_break.sequence for most in (2, 9)] == [2, 2]  # type: ignore[union-attr]


def test_a_link_taken_out_is_found(three: list[Any]) -> None:
    Link.objects.filter(sequence=2).delete()
    assert broken_at() == 2


def test_a_link_that_was_changed_is_found_though_the_next_one_still_names_it(three: list[Any]) -> None:
    Link.objects.filter(sequence=1).update(digest="c" * 64)
    assert broken_at() == 1


@pytest.mark.parametrize("kind", [APPROVED, WITHDRAWN])
def test_a_decision_slipped_in_is_found(three: list[Any], kind: str) -> None:
    decision = Decision.objects.get(batch=three[0])
    decision.pk, decision.kind = None, kind
    decision.save()
    report = chain_verify()
    assert report.first_break is not None
    assert (report.links, report.first_break.sequence, report.first_break.batch_id) == (3, 0, three[0].pk)


def test_a_change_under_a_batch_not_yet_approved_is_found(desk: Desk, three: list[Any]) -> None:
    waiting = desk.append(5)
    desk.decide(waiting, SUBMITTED)
    Figure.objects.filter(batch=waiting).update(value=6)
    report = chain_verify()
    assert report.first_break is not None
    assert (report.first_break.sequence, report.first_break.batch_id) == (0, waiting.pk)


def test_a_break_is_told_in_both_languages(three: list[Any]) -> None:
    Figure.objects.filter(batch=three[0]).update(value=models.F("value") + 1)
    found = chain_verify().first_break
    assert found is not None
    assert "dấu băm" in found.reason_vi
    assert "digest" in found.reason_en


def test_another_numbering_of_rows_verifies_all_the_same(three: list[Any]) -> None:
    Figure.objects.filter(batch=three[0]).update(id=models.F("id") + 1_000_000)
    assert chain_verify().first_break is None


def test_verifying_asks_no_more_of_a_longer_chain(
    three: list[Any], desk: Desk, django_assert_max_num_queries: Any
) -> None:
    for value in range(10):
        desk.approved(value)
    with django_assert_max_num_queries(8):
        assert chain_verify().links == 13
