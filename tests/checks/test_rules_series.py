"""Findings of a number beside earlier periods: who is asked, who is only told, and what cannot be told."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from checks.builders import COMMUNE, MORE_THAN, claim, recorded, view
from chungtay.checks.rules import run
from chungtay.checks.rules.reasons import NOT_APPLICABLE, NOT_ENOUGH_HISTORY, NOT_EXACT
from chungtay.checks.rules.verdicts import RuleReport, Severity
from chungtay.kernel.absence import Absence
from chungtay.kernel.periods import day, decree_month
from chungtay.ledger.types import FigureStatus

if TYPE_CHECKING:
    from chungtay.kernel.periods import Period
    from chungtay.ledger.types import Claim, RecordedFigure

STEADY = [98, 103, 100, 96, 105, 99, 101, 102, 97, 100, 104, 95]
SESSIONS = "communication.sessions"
NOW = decree_month(2026, 1)


def month(number: int) -> Period:
    """The first is January 2025."""
    return decree_month(2025 + (number - 1) // 12, (number - 1) % 12 + 1)


def past(values: list[int | None], indicator: str = SESSIONS) -> tuple[RecordedFigure, ...]:
    made = []
    for number, value in enumerate(values, 1):
        absence = Absence.NOT_REPORTED if value is None else None
        made.append(claim(indicator, value, place=COMMUNE, period=month(number), absence=absence))
    return tuple(recorded(200 + n, c) for n, c in enumerate(made))


def judged(own: Claim, history: tuple[RecordedFigure, ...], code: str = "KT-026") -> RuleReport:
    seen = view(own)
    with_history = type(seen)(seen.claims, seen.definitions, seen.dimensions, seen.places, history=history)
    return next(r for r in run(with_history) if r.rule.code == code)


def sessions(value: int | str, **extra: object) -> Claim:
    return claim(SESSIONS, value, place=COMMUNE, period=NOW, **extra)  # type: ignore[arg-type]


def test_a_number_unlike_twelve_months_before_is_asked_about() -> None:
    (draft,) = judged(sessions(150), past([*STEADY])).findings
    assert (draft.severity, draft.positions, draft.rows) == (Severity.WARN, (1,), (f"{SESSIONS}|",))
    assert draft.read.vi == "150, rất khác 12 kỳ trước"
    assert draft.expected.en == "usually 88 to 112"


def test_a_usual_number_passes() -> None:
    assert judged(sessions(104), past([*STEADY])).passed == 1


def test_a_sudden_zero_is_asked_about() -> None:
    zero = sessions(0, absence=Absence.ZERO)
    assert len(judged(zero, past([*STEADY])).findings) == 1


def test_seven_months_are_too_few_and_that_is_no_pass() -> None:
    report = judged(sessions(150), past([*STEADY[:7]]))
    assert (report.passed, report.findings, report.untestable[0].why) == (0, (), NOT_ENOUGH_HISTORY)


def test_months_that_were_not_reported_are_no_history() -> None:
    report = judged(sessions(100), past([*STEADY[:7], None, None]))
    assert report.untestable[0].why == NOT_ENOUGH_HISTORY


def test_a_number_that_is_more_than_something_is_not_compared() -> None:
    report = judged(sessions(300, precision=MORE_THAN), past([*STEADY]))
    assert (report.findings, report.untestable[0].why) == ((), NOT_EXACT)


def test_a_rate_is_not_compared() -> None:
    rate = claim("mediation.success_rate", 80, place=COMMUNE, period=NOW)
    assert judged(rate, past([50] * 12, "mediation.success_rate")).untestable[0].why == NOT_APPLICABLE


def test_a_target_is_not_compared_with_results() -> None:
    report = judged(sessions(1000, status=FigureStatus.TARGET), past([*STEADY]))
    assert (report.findings, report.passed) == ((), 0)


def test_the_first_change_is_told_and_needs_no_reason() -> None:
    (draft,) = judged(sessions(121), past([120] * 12)).findings
    assert (draft.severity, draft.read.vi) == (Severity.NOTE, "121; 12 kỳ trước đều là 120")


def test_nobody_explains_why_fewer_tips_came_but_more_are_asked_about() -> None:
    history = past([*STEADY], "tips.received")
    fewer, more = (claim("tips.received", n, place=COMMUNE, period=NOW) for n in (40, 300))
    assert [judged(c, history).findings[0].severity for c in (fewer, more)] == [Severity.NOTE, Severity.WARN]


def test_a_slip_of_the_keyboard_is_asked_about_once() -> None:
    assert judged(sessions(1000), past([*STEADY])).findings == ()
    assert len(judged(sessions(1000), past([*STEADY]), "KT-011").findings) == 1


def test_a_quarter_is_not_compared_with_months() -> None:
    long = claim(SESSIONS, 300, place=COMMUNE, period=day(date(2026, 1, 14)))
    assert judged(long, past([*STEADY])).untestable[0].why == NOT_ENOUGH_HISTORY


@pytest.mark.parametrize("busy", [301, 100])
def test_three_years_of_months_teach_the_season(busy: int) -> None:
    values = [(300 if n % 12 == 0 else 100) + n * 7 % 5 for n in range(36)]
    own = claim(SESSIONS, busy, place=COMMUNE, period=month(37))
    assert len(judged(own, past([*values])).findings) == (busy == 100)
