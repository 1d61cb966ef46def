"""Days off taken back: only while nobody becomes late by it, by an administrator, and for the record."""

from datetime import date
from typing import Any

import pytest

from chungtay.kernel.errors import Refusal
from chungtay.kernel.periods import decree_month, programme_term
from chungtay.reference.forms import holidays as room
from chungtay.reference.forms import services
from chungtay.reference.forms.queries import deadline_of, form_get, holidays_between

pytestmark = pytest.mark.postgres
MONDAY = date(2025, 11, 17)
"""The deadline of communes for November 2025, entered as a day off by mistake: it is Tuesday then."""


@pytest.fixture
def mistake(cast: Any) -> Any:
    cast.dung.role = "administrator"
    return room.holiday_add(by=cast.dung, on=MONDAY, name_vi="Nghỉ", name_en="Day off")


def on_day(monkeypatch: pytest.MonkeyPatch, day: date) -> None:
    monkeypatch.setattr(room.timezone, "localdate", lambda: day)


def commune_deadline() -> date:
    return deadline_of(form_get("monthly-commune"), decree_month(2025, 11), "commune")


def test_a_day_taken_back_in_time_moves_deadlines_back_and_says_who(
    cast: Any, mistake: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    on_day(monkeypatch, MONDAY)
    assert commune_deadline() == date(2025, 11, 18)
    room.holiday_remove(by=cast.dung, id=mistake.pk)
    assert commune_deadline() == MONDAY
    [kept] = room.holidays_removed()
    assert (kept.on, kept.removed_by, kept.removed_at is None) == (MONDAY, cast.dung, False)


def test_once_a_deadline_would_have_passed_the_day_stays_and_what_would_move_is_told(
    cast: Any, mistake: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    on_day(monkeypatch, date(2025, 11, 18))
    with pytest.raises(Refusal) as refused:
        room.holiday_remove(by=cast.dung, id=mistake.pk)
    told = {(problem.code, problem.read, problem.expected) for problem in refused.value.problems}
    assert ("BIEUMAU-017", "2025-11-18", "2025-11-17") in told
    assert commune_deadline() == date(2025, 11, 18)


def test_a_deadline_of_a_programmes_term_counts_as_well(mistake: Any) -> None:
    term = programme_term(2025, 2025)
    late_term = type(term)(term.start, date(2025, 11, 14), term.regime)
    found = {(moved.form.code, moved.period) for moved in room.deadlines_moved(MONDAY, [late_term])}
    assert ("programme-review", late_term) in found


def test_a_day_without_deadlines_near_it_may_always_be_taken_back(cast: Any) -> None:
    cast.dung.role = "administrator"
    sunday = room.holiday_add(by=cast.dung, on=date(2025, 11, 9), name_vi="Nghỉ", name_en="Day off")
    assert room.deadlines_moved(sunday.on) == []
    room.holiday_remove(by=cast.dung, id=sunday.pk)
    assert date(2025, 11, 9) not in holidays_between(date(2025, 11, 1), date(2025, 11, 30))


def test_a_day_that_was_taken_back_stays_away_when_the_software_is_set_up_and_may_be_added_again(
    cast: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    cast.dung.role, new_year = "administrator", date(2026, 1, 1)
    on_day(monkeypatch, date(2025, 12, 1))
    room.holiday_remove(by=cast.dung, id=holidays_between(new_year, new_year)[new_year].pk)
    services.forms_load()
    assert not holidays_between(new_year, new_year)
    room.holiday_add(by=cast.dung, on=new_year, name_vi="Nghỉ", name_en="Day off")
    assert list(holidays_between(new_year, new_year)) == [new_year]


def test_nobody_else_takes_one_back(cast: Any, mistake: Any) -> None:
    with pytest.raises(Refusal, match="BIEUMAU-004"):
        room.holiday_remove(by=cast.binh, id=mistake.pk)
    with pytest.raises(Refusal, match="BIEUMAU-016"):
        room.holiday_remove(by=cast.dung, id=0)
