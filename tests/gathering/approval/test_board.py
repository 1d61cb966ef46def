"""Expected set against received: states, deadlines, rates, and whose board it is."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chungtay.gathering.approval.board import FAIR, GOOD, NOT_OWED, Cell, Count, State, board_of, counted
from chungtay.kernel.periods import Period, decree_month
from chungtay.kernel.quantities import Quantity
from chungtay.ledger.services import batch_append, decision_append
from chungtay.ledger.types import Claim, DecisionKind
from chungtay.reference.forms.queries import form_get
from chungtay.reference.forms.services import obligation_create

if TYPE_CHECKING:
    from chungtay.ledger.models import Batch
    from chungtay.reference.actors.models import User

pytestmark = pytest.mark.postgres
PAST, FUTURE = decree_month(2025, 11), decree_month(2035, 1)
TODAY = date(2026, 1, 10)
FORM = "monthly-commune"
SUBMITTED, RETURNED, APPROVED = DecisionKind.SUBMITTED, DecisionKind.RETURNED, DecisionKind.APPROVED


@pytest.fixture
def owing(cast: Any) -> Any:
    """Ba Đình and Ngọc Hà owe the monthly form from October 2025 on."""
    for user in (cast.an, cast.khoa):
        obligation_create(
            form=form_get(FORM), body=user.body, place=user.body.place, valid_from=decree_month(2025, 10).start
        )
    return cast


def sent(by: User, period: Period, *decided: tuple[User, DecisionKind]) -> Batch:
    """A report of the account's body, sent today and then decided of."""
    claims = [Claim("communication.sessions", by.body.place_id, period, Quantity.read(12))]
    batch = batch_append(by=by, body=by.body, form=form_get(FORM), place=by.body.place, period=period, claims=claims)
    for user, kind in ((by, SUBMITTED), *decided):
        decision_append(by=user, batch=batch, kind=kind, reason="Thiếu số của tuần cuối")
    return batch


def told(user: User, period: Period, today: date = TODAY) -> list[tuple[str, bool | None]]:
    """State and timeliness of each unit, in the order of the board."""
    return [(cells[0].state.value, cells[0].on_time) for cells in board_of(user, FORM, [period], today).cells.values()]


def test_what_did_not_come_is_overdue_only_after_its_deadline(owing: Any) -> None:
    assert told(owing.binh, PAST, date(2025, 11, 17)) == [("not_yet_due", None)] * 2
    assert told(owing.binh, PAST, date(2025, 11, 18)) == [("overdue", None)] * 2


def test_a_report_that_came_waits_until_it_is_approved(owing: Any) -> None:
    sent(owing.an, PAST)
    sent(owing.khoa, PAST, (owing.binh, APPROVED))
    assert [state for state, _ in told(owing.binh, PAST)] == ["waiting", "approved"]


def test_a_report_after_its_deadline_is_late_and_one_before_it_on_time(owing: Any) -> None:
    sent(owing.an, PAST)
    sent(owing.khoa, FUTURE)
    assert told(owing.binh, PAST)[0] == ("waiting", False)
    assert told(owing.binh, FUTURE)[1] == ("waiting", True)


def test_a_returned_report_was_received_and_stays_in_time(owing: Any) -> None:
    sent(owing.an, FUTURE, (owing.binh, RETURNED))
    assert told(owing.binh, FUTURE)[0] == ("returned", True)
    assert board_of(owing.binh, FORM, [FUTURE], TODAY).count(0).received == 1


def test_the_last_version_tells_the_state(owing: Any) -> None:
    sent(owing.an, PAST, (owing.binh, RETURNED))
    sent(owing.an, PAST)
    assert told(owing.binh, PAST)[0][0] == "waiting"


def test_a_withdrawn_report_was_never_received(owing: Any) -> None:
    sent(owing.an, PAST, (owing.an, DecisionKind.WITHDRAWN))
    assert told(owing.binh, PAST)[0] == ("overdue", None)


def test_a_unit_that_ended_owes_nothing_after_its_last_day(cast: Any) -> None:
    body = cast.an.body
    obligation_create(
        form=form_get(FORM), body=body, place=body.place, valid_from=date(2025, 7, 1), valid_to=date(2025, 10, 20)
    )
    board = board_of(cast.binh, FORM, [PAST, decree_month(2025, 10)], TODAY)
    assert [cells[0] for cells in board.cells.values()] == [NOT_OWED]
    assert (board.count(0).expected, board.count(1).expected) == (0, 1)


def test_the_neighbour_and_an_administrator_see_nothing_of_it(owing: Any) -> None:
    sent(owing.an, PAST)
    assert not board_of(owing.giang, FORM, [PAST], TODAY).cells
    owing.binh.role = "administrator"
    assert not board_of(owing.binh, FORM, [PAST], TODAY).cells


def test_the_board_asks_as_many_questions_for_many_units_as_for_few(
    owing: Any, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(6):
        board_of(owing.dung, FORM, [decree_month(2025, month) for month in range(1, 13)], TODAY)


cells = st.sampled_from(State).flatmap(
    lambda state: st.builds(Cell, st.just(state), st.booleans() if state.is_received else st.none())
)


@given(st.lists(cells, max_size=40))
def test_every_expected_report_is_counted_in_exactly_one_state(drawn: list[Cell]) -> None:
    count = counted(drawn)
    assert count.expected == sum(cell.state is not State.NOT_OWED for cell in drawn)
    assert count.expected == count.received + count.overdue + count.not_yet_due
    assert count.received == count.returned + count.waiting + count.approved == count.on_time + count.late


@pytest.mark.parametrize(
    ("count", "grade"),
    [
        (Count(expected=10, received=GOOD // 10), "good"),
        (Count(expected=100, received=GOOD - 1, overdue=11), "fair"),
        (Count(expected=100, received=FAIR - 1, overdue=26), "poor"),
        (Count(expected=10, not_yet_due=10), "open"),
        (Count(), ""),
    ],
)
def test_a_rate_is_graded_by_the_methods_thresholds(count: Count, grade: str) -> None:
    assert count.grade == grade


def test_both_rates_have_the_expected_reports_beneath() -> None:
    count = Count(expected=8, received=6, on_time=2)
    assert (count.reporting_rate, count.on_time_rate, count.late) == (75.0, 25.0, 4)
