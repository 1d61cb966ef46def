"""One thing told twice: by police and Front, and by months and their quarter."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from checks.builders import COMMUNE, MORE_THAN, claim, recorded, view
from chungtay.checks.rules import reasons, run
from chungtay.checks.rules.view import BatchView, Words
from chungtay.kernel.periods import decree_month, decree_quarter
from chungtay.reference.forms.types import ItemFacts

if TYPE_CHECKING:
    from chungtay.checks.rules.verdicts import RuleReport
    from chungtay.ledger.types import Claim

FRONT = Words("Mặt trận xã", "the commune's Front")
MONTHS = [decree_month(2025, n) for n in (1, 2, 3)]
QUARTER = decree_quarter(2025, 1)


def beside_front(mine: Claim, theirs: Claim, **more: Any) -> RuleReport:
    seen = view(mine)
    told = replace(recorded(300, theirs), body_id=7)
    made = BatchView(
        seen.claims, seen.definitions, seen.dimensions, seen.places, attested=(told,), bodies={7: FRONT}, **more
    )
    return next(r for r in run(made) if r.rule.code == "KT-027")


def test_police_and_front_differ_and_both_numbers_are_told() -> None:
    (draft,) = beside_front(claim("pledges.signed", 41), claim("pledges.signed", 45)).findings
    assert draft.read == Words("báo cáo này 41; Mặt trận xã nêu 45", "this report 41; the commune's Front states 45")
    assert "không lấy trung bình" in draft.expected.vi


def test_police_and_front_agree() -> None:
    assert beside_front(claim("pledges.signed", 41), claim("pledges.signed", 41)).passed == 1


def test_more_than_forty_does_not_contradict_forty_five() -> None:
    report = beside_front(claim("pledges.signed", 40, precision=MORE_THAN), claim("pledges.signed", 45))
    assert (report.findings, report.untestable[0].why) == ((), reasons.OPEN_BOUNDS)


def test_another_place_is_another_thing() -> None:
    report = beside_front(claim("pledges.signed", 41), claim("pledges.signed", 45, place=COMMUNE))
    assert (report.findings, report.passed) == ((), 0)


def test_a_small_count_of_tips_by_another_body_is_not_told() -> None:
    (draft,) = beside_front(claim("tips.received", 9), claim("tips.received", 3)).findings
    assert draft.read.vi == "báo cáo này 9; Mặt trận xã nêu dưới 5"


def test_a_row_that_two_attest_and_one_has_not_yet_cannot_be_told() -> None:
    row = ItemFacts(1, 0, "pledges.signed", "", "", "", False, True, True)
    other = claim("pledges.signed", 45, place=COMMUNE)
    report = beside_front(claim("pledges.signed", 41), other, asked=(row,))
    assert report.untestable[0].why == reasons.NOBODY_ELSE


def shifts(value: int, period: Any, **extra: Any) -> Claim:
    return claim("patrols.shifts", value, period=period, **extra)


def quarter(total: int, *months: int | None, code: str = "KT-028") -> RuleReport:
    others = tuple(shifts(n, p) for n, p in zip(months, MONTHS, strict=False) if n is not None)
    return next(r for r in run(view(shifts(total, QUARTER), related=others)) if r.rule.code == code)


def test_three_months_make_their_quarter() -> None:
    assert quarter(60, 10, 20, 30).passed == 1


def test_a_quarter_above_its_three_months_is_asked_about_and_the_months_are_named() -> None:
    (draft,) = quarter(61, 10, 20, 30).findings
    assert "10 + 20 + 30 = 60" in draft.read.vi
    assert "tháng 1/2025, tháng 2/2025, tháng 3/2025" in draft.todo.vi


def test_a_quarter_under_its_months_is_one_finding_and_not_two() -> None:
    assert [len(quarter(59, 10, 20, 30, code=code).findings) for code in ("KT-003", "KT-028")] == [1, 0]


@pytest.mark.parametrize("months", [(10, 20), (10, None, 30)])
def test_with_a_month_missing_the_quarter_cannot_be_told(months: tuple[int | None, ...]) -> None:
    report = quarter(61, *months)
    assert (report.findings, report.untestable[0].why) == ((), reasons.MISSING_PARTS)


def test_a_month_sent_after_its_quarter_is_compared_too() -> None:
    others = (shifts(61, QUARTER), shifts(10, MONTHS[0]), shifts(20, MONTHS[1]))
    report = next(r for r in run(view(shifts(30, MONTHS[2]), related=others)) if r.rule.code == "KT-028")
    assert len(report.findings) == 1
