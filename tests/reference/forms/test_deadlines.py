"""Deadlines: after the cut-off by working days, never on a day off."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chungtay.kernel.periods import day, decree_month
from chungtay.reference.forms.deadlines import deadline, holiday_texts, is_working_day

HOLIDAYS = {holiday.on for holiday in holiday_texts()}
DAYS = st.dates(date(2024, 12, 1), date(2027, 12, 31))


def test_a_cut_off_on_a_friday_is_due_on_monday_and_not_on_sunday():
    assert deadline(decree_month(2025, 11), "commune", HOLIDAYS) == date(2025, 11, 17)


def test_higher_levels_have_longer():
    november = decree_month(2025, 11)
    assert deadline(november, "province", HOLIDAYS) == date(2025, 11, 19)
    assert deadline(november, "centre", HOLIDAYS) == date(2025, 11, 24)


def test_a_deadline_moves_past_victory_and_labour_day():
    assert deadline(day(date(2026, 4, 29)), "commune", HOLIDAYS) == date(2026, 5, 4)


def test_a_deadline_moves_past_the_lunar_new_year():
    assert deadline(decree_month(2026, 2), "commune", HOLIDAYS) == date(2026, 2, 23)


def test_a_form_may_state_its_own_days():
    assert deadline(decree_month(2025, 11), "commune", HOLIDAYS, {"commune": 2}) == date(2025, 11, 18)


def test_no_working_day_at_all_is_against_the_decree():
    with pytest.raises(ValueError, match="at least one working day"):
        deadline(decree_month(2025, 11), "commune", HOLIDAYS, {"commune": 0})


@given(DAYS, st.integers(1, 10))
def test_just_so_many_working_days_lie_between_cut_off_and_deadline(cut_off: date, days: int):
    due = deadline(day(cut_off), "commune", HOLIDAYS, {"commune": days})
    between = [cut_off + timedelta(days=n) for n in range(1, (due - cut_off).days + 1)]
    assert is_working_day(due, HOLIDAYS)
    assert sum(is_working_day(on, HOLIDAYS) for on in between) == days


@given(DAYS, DAYS)
def test_a_later_cut_off_is_never_due_earlier(first: date, second: date):
    early, late = sorted([first, second])
    assert deadline(day(early), "commune", HOLIDAYS) <= deadline(day(late), "commune", HOLIDAYS)


@pytest.mark.parametrize("year", [2025, 2026, 2027])
def test_days_off_that_never_move_are_there(year: int):
    assert {date(year, 1, 1), date(year, 4, 30), date(year, 5, 1), date(year, 9, 2)} <= HOLIDAYS


def test_no_day_off_stands_twice():
    assert len(HOLIDAYS) == len(holiday_texts())
