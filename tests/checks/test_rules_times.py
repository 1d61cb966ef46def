"""When a number was counted: nothing yet to come, and nothing of another report's time without a question."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from builders import TERM, claim, on, view

from chungtay.checks.rules import findings, run
from chungtay.checks.rules.view import Told
from chungtay.kernel.periods import Period, calendar_year, decree_month, decree_year, programme_term
from chungtay.ledger.types import Claim, FigureStatus

NOVEMBER = decree_month(2025, 11)
FLOW, STOCK = "campaigns.launches", "models.points"


def asked(stated: Claim, about: Period, came: date) -> list[str]:
    """The rules of time that ask about one number."""
    told = replace(view(stated), told=Told(about, came))
    return [draft.rule for draft in findings(run(told)) if draft.rule in ("KT-018", "KT-019")]


@pytest.mark.parametrize(
    ("about", "came", "rules"),
    [
        (NOVEMBER, date(2025, 11, 14), []),
        (NOVEMBER, date(2025, 11, 10), ["KT-018"]),
        (calendar_year(2025), date(2025, 12, 1), []),
        (programme_term(2013, 2023), date(2023, 7, 20), []),
        (programme_term(2026, 2030), date(2025, 12, 1), ["KT-018"]),
    ],
)
def test_a_result_lies_behind_the_day_of_its_report(about: Period, came: date, rules: list[str]) -> None:
    assert asked(claim(FLOW, 5, period=about), about, came) == rules


def test_a_target_may_lie_ahead() -> None:
    target = claim(FLOW, 5, period=programme_term(2026, 2030), status=FigureStatus.TARGET)
    assert asked(target, calendar_year(2025), date(2025, 12, 1)) == []


@pytest.mark.parametrize(
    ("period", "about", "rules"),
    [
        (calendar_year(2015), TERM, []),
        (calendar_year(2012), TERM, ["KT-019"]),
        (programme_term(2010, 2018), TERM, ["KT-019"]),
        (decree_month(2024, 11), NOVEMBER, ["KT-019"]),
        (Period(date(2025, 1, 1), NOVEMBER.end), NOVEMBER, []),
        (Period(date(2024, 12, 15), NOVEMBER.end), NOVEMBER, []),
        (decree_year(2024), NOVEMBER, ["KT-019"]),
    ],
)
def test_what_happened_at_another_time_is_asked_about(period: Period, about: Period, rules: list[str]) -> None:
    assert asked(claim(FLOW, 5, period=period), about, date(2025, 11, 14)) == rules


@pytest.mark.parametrize(
    ("stands", "rules"), [(on(2018), []), (on(2019, 1, 15), []), (on(2012), ["KT-019"]), (on(2019, 1, 16), ["KT-018"])]
)
def test_what_stands_may_be_told_as_of_the_day_of_writing(stands: Period, rules: list[str]) -> None:
    found = asked(claim(STOCK, 5, period=stands), TERM, date(2019, 1, 15))
    assert found[:1] == rules


def test_what_happened_on_the_day_that_the_report_bears_is_of_its_time() -> None:
    conference, came = on(2020, 1, 15), date(2020, 2, 1)
    told = replace(view(claim(FLOW, 5, period=conference)), told=Told(TERM, came, conference.end))
    assert "KT-019" not in {draft.rule for draft in findings(run(told))}
    assert asked(claim(FLOW, 5, period=conference), TERM, came) == ["KT-019"]


def test_context_of_another_time_is_no_result() -> None:
    assert asked(claim(FLOW, 5, period=calendar_year(2012), status=FigureStatus.CONTEXT), TERM, date(2019, 1, 15)) == []


def test_without_the_day_of_the_report_nothing_is_asked() -> None:
    assert not {"KT-018", "KT-019"} & {draft.rule for draft in findings(run(view(claim(FLOW, 5, period=on(2200)))))}
