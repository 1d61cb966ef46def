"""What counts, now and as known then."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from ledger_builders import APPROVED, PUBLISHED, RETURNED, SUBMITTED, WITHDRAWN, Desk, values_of

from chungtay.kernel.errors import Refusal
from chungtay.kernel.periods import decree_month
from chungtay.ledger import queries
from chungtay.ledger.models import Transaction

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]
DECEMBER = decree_month(2025, 12)


def known(**options: Any) -> list[int]:
    return values_of(list(queries.figures_known(**options)))


def test_a_submitted_batch_counts_nowhere(desk: Desk) -> None:
    desk.decide(desk.append(1), SUBMITTED)
    assert known() == []


def test_an_approved_batch_counts_from_its_approval(desk: Desk) -> None:
    desk.approved(1, 2)
    assert known() == [1, 2]
    assert known(at=1) == []


def test_a_correction_replaces_once_it_is_approved(desk: Desk) -> None:
    desk.approved(150)
    newer = desk.append(15)
    assert known() == [150]
    desk.decide(newer, APPROVED)
    assert known() == [15]
    assert known(at=3) == [150]


def test_a_withdrawn_batch_no_longer_counts(desk: Desk) -> None:
    desk.decide(desk.approved(1), WITHDRAWN)
    assert known() == []


def test_when_a_correction_is_withdrawn_the_older_counts_again(desk: Desk) -> None:
    first = desk.approved(150)
    desk.decide(desk.approved(15), WITHDRAWN)
    [figure] = queries.figures_of_batch(first)
    assert known() == [150]
    assert (figure.known_from, figure.known_to) == (5, None)


def test_reports_of_other_bodies_and_periods_do_not_replace(desk: Desk) -> None:
    desk.approved(1)
    desk.approved(2, body=desk.other_body)
    desk.approved(3, period=DECEMBER)
    assert known() == [1, 2, 3]


def test_history_tells_from_when_until_when(desk: Desk) -> None:
    desk.approved(150)
    desk.approved(15)
    rows = [(row.value, row.known_from, row.known_to) for row in queries.figures_history()]
    assert rows == [(150, 2, 4), (15, 4, None)]


def test_history_as_of_then_does_not_know_what_came_later(desk: Desk) -> None:
    desk.approved(150)
    desk.approved(15)
    assert [(row.value, row.known_to) for row in queries.figures_history(at=3)] == [(150, None)]


def test_a_row_names_its_report(desk: Desk) -> None:
    batch = desk.approved(1)
    [row] = queries.rows_known()
    assert (row.batch.id, row.batch.form_code, row.batch.version) == (batch.pk, "monthly-commune", 1)
    assert row.batch.key.body_id == desk.body.pk
    assert row.indicator == "communication.sessions"


def test_the_tail_holds_only_what_is_new(desk: Desk) -> None:
    desk.approved(1)
    after = queries.transaction_now()
    desk.approved(2, period=DECEMBER)
    assert known(after=after) == [2]
    assert queries.batches_ended(after=after) == set()


def test_the_tail_replaces_what_was_corrected(desk: Desk) -> None:
    old = desk.approved(150)
    after = queries.transaction_now()
    desk.approved(15)
    assert known(after=after) == [15]
    assert queries.batches_ended(after=after) == {old.pk}
    assert [key.place_id for key in queries.changed_batch_keys(after)] == [desk.body.place_id]


@pytest.mark.parametrize("kinds", [(SUBMITTED,), (SUBMITTED, RETURNED)])
def test_a_newer_version_that_was_not_approved_leaves_the_tail_empty(desk: Desk, kinds: tuple[Any, ...]) -> None:
    desk.decide(desk.approved(1), PUBLISHED)
    after = queries.transaction_now()
    desk.decide(desk.append(2), *kinds)
    assert (known(after=after), queries.changed_batch_keys(after), queries.batches_ended(after=after)) == (
        [],
        [],
        set(),
    )


def test_what_was_approved_and_withdrawn_since_needs_no_row(desk: Desk) -> None:
    desk.decide(desk.approved(1), WITHDRAWN)
    assert known(after=0) == []
    assert queries.batches_ended(after=0) == set()
    assert len(queries.changed_batch_keys(0)) == 1


def test_figures_about_a_place_are_those_that_count_there(desk: Desk) -> None:
    desk.approved(1)
    desk.approved(2, period=DECEMBER)
    desk.append(3, period=decree_month(2026, 1))
    desk.approved(desk.claim(4, place_id=desk.other_body.place_id), desk.claim(5), body=desk.other_body)
    assert values_of(queries.figures_about(place=desk.body.place)) == [1, 2, 5]


def test_the_status_is_the_latest_decision(desk: Desk) -> None:
    first, second, third = desk.append(1), desk.append(2), desk.append(3)
    desk.decide(first, SUBMITTED, RETURNED)
    desk.decide(second, SUBMITTED)
    assert queries.batch_statuses([first.pk, second.pk, third.pk]) == {first.pk: RETURNED, second.pk: SUBMITTED}
    assert queries.batch_status(third.pk) is None


def test_decisions_come_first_to_last(desk: Desk) -> None:
    batch = desk.append(1)
    desk.decide(batch, SUBMITTED, RETURNED, reason="Thiếu phụ lục")
    assert [(d.kind, d.reason) for d in queries.decisions_of(batch)][1] == ("returned", "Thiếu phụ lục")


def test_a_figure_that_never_counted_says_so(desk: Desk) -> None:
    [figure] = queries.figures_of_batch(desk.append(1))
    assert figure.known_from is None
    assert queries.figure_get(figure.id) == figure


def test_a_page_of_figures_comes_in_the_order_asked_for(desk: Desk, django_assert_num_queries: Any) -> None:
    made = [desk.approved(value, period=decree_month(2024, value)) for value in (1, 2, 3)]
    ids = [queries.figures_of_batch(batch)[0].id for batch in made]
    with django_assert_num_queries(5):
        assert [f.id for f in queries.figures_get([ids[2], ids[0]])] == [ids[2], ids[0]]


def test_no_figures_are_no_figures(db: None) -> None:
    assert queries.figures_get([]) == []


@pytest.mark.parametrize(("kind", "count"), [(SUBMITTED, 1), (RETURNED, 0)])
def test_batches_are_found_by_their_status_within_the_territory(desk: Desk, kind: Any, count: int) -> None:
    desk.decide(desk.append(1), SUBMITTED)
    desk.decide(desk.append(2), SUBMITTED, APPROVED)
    assert queries.batches_in(kind, user=desk.binh).count() == count
    assert queries.batches_in(kind, user=desk.giang).count() == 0


@pytest.mark.parametrize("get", [queries.batch_get, queries.figure_get])
def test_what_is_not_there_is_refused(db: None, get: Callable[[int], object]) -> None:
    with pytest.raises(Refusal, match="SOCAI-404"):
        get(999_999_999)


def test_a_day_finds_the_last_transaction_before_it(desk: Desk) -> None:
    desk.approved(1)
    first, second = Transaction.objects.order_by("number")
    assert queries.transaction_at(second.recorded_at) == queries.transaction_now() == 2
    assert queries.transaction_at(first.recorded_at - timedelta(seconds=1)) == 0


def test_an_empty_ledger_stands_at_zero(db: None) -> None:
    assert queries.transaction_now() == 0
    assert known() == []


def test_a_neighbour_does_not_see_the_batch(desk: Desk) -> None:
    batch = desk.append(1)
    assert list(queries.batches_visible(desk.binh)) == [batch]
    assert list(queries.batches_visible(desk.giang)) == []


def test_reading_many_batches_asks_a_fixed_number_of_questions(desk: Desk, django_assert_num_queries: Any) -> None:
    for month in range(1, 13):
        desk.approved(1, 2, 3, period=decree_month(2024, month))
    with django_assert_num_queries(4):
        assert len(list(queries.figures_known())) == 36
