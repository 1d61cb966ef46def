"""What one number may be, and how it sits beside its own history and its own counts."""

from __future__ import annotations

import pytest

from checks.builders import MORE_THAN, claim, codes, found, report
from chungtay.checks.rules.verdicts import Severity
from chungtay.kernel.periods import calendar_month, decree_month
from chungtay.ledger.types import Claim


def test_a_percentage_entered_as_a_count_blocks() -> None:
    (draft,) = report("KT-007", claim("cameras.installed", "68.4", unit="%")).findings
    assert (draft.severity, draft.positions) == (Severity.BLOCK, (1,))


@pytest.mark.parametrize(
    ("indicator", "unit"),
    [
        ("tips.received", "nguồn tin"),
        ("support.funds", "đồng"),
        ("weapons.explosives", "kg"),
        ("weapons.explosives", "quả"),
    ],
)
def test_a_unit_of_the_indicators_kind_passes(indicator: str, unit: str) -> None:
    assert report("KT-007", claim(indicator, 12, unit=unit)).passed == 1


@pytest.mark.parametrize(("indicator", "unit"), [("tips.received", "triệu đồng"), ("support.funds", "người")])
def test_money_and_people_are_never_mixed(indicator: str, unit: str) -> None:
    assert "KT-007" in codes(claim(indicator, 12, unit=unit))


def test_a_number_without_a_unit_cannot_be_tested() -> None:
    read, typed = claim("tips.received", 12, span=(0, 2)), claim("tips.received", 12)
    assert [len(report("KT-007", c).untestable) for c in (read, typed)] == [1, 0]


def test_people_come_in_whole_numbers() -> None:
    assert "KT-008" in codes(claim("force.members", "1.616", unit="người"))
    assert report("KT-008", claim("force.members", 1616, unit="người")).passed == 1


def test_money_weights_and_percentages_may_have_a_fraction() -> None:
    figures = [
        claim("support.funds", "7.5", unit="tỷ đồng"),
        claim("weapons.explosives", "2.2", unit="kg"),
        claim("mediation.success_rate", "81.2", unit="%"),
    ]
    assert report("KT-008", *figures).passed == 3


def test_more_solved_than_there_were_is_impossible() -> None:
    assert "KT-009" in codes(claim("tips.cases_solved", 15, of=12))
    assert report("KT-009", claim("tips.cases_solved", 12, of=15)).passed == 1


def test_a_share_above_one_hundred_percent_is_impossible() -> None:
    assert "KT-009" in codes(claim("mediation.success_rate", "101"))


def test_a_share_said_to_be_more_than_99_percent_is_possible() -> None:
    assert report("KT-009", claim("mediation.success_rate", "99", precision=MORE_THAN)).findings == ()


def test_a_change_may_be_negative_and_above_one_hundred_percent() -> None:
    assert codes(claim("context.change", "-12.5"), claim("context.change", "140", period=decree_month(2025, 1))) == []


def test_a_count_below_zero_blocks() -> None:
    assert "KT-010" in codes(claim("tips.received", -3))
    assert report("KT-010", claim("tips.received", 0)).passed == 1


def months(*values: int) -> tuple[Claim, ...]:
    return tuple(claim("communication.sessions", v, period=decree_month(2025, n)) for n, v in enumerate(values, 1))


def test_one_zero_too_many_is_asked_about() -> None:
    new = claim("communication.sessions", 410, period=decree_month(2025, 5))
    (draft,) = found(new, related=months(40, 42, 39, 41))
    assert (draft.rule, draft.severity) == ("KT-011", Severity.WARN)
    assert "40,5" in draft.read.vi


def test_one_zero_too_few_is_asked_about() -> None:
    assert codes(claim("communication.sessions", 4, period=decree_month(2025, 5)), related=months(40, 42, 39)) == [
        "KT-011"
    ]


def test_a_number_that_doubles_is_no_slip() -> None:
    assert codes(claim("communication.sessions", 80, period=decree_month(2025, 5)), related=months(40, 42, 39)) == []


@pytest.mark.parametrize("history", [(40, 42), (1, 2, 1)])
def test_a_short_or_small_history_cannot_tell(history: tuple[int, ...]) -> None:
    new = claim("communication.sessions", 410, period=decree_month(2025, 5))
    result = report("KT-011", new, related=months(*history))
    assert (result.findings, len(result.untestable)) == ((), 1)


def test_a_month_is_not_compared_with_a_quarter() -> None:
    quarters = tuple(claim("communication.sessions", 41, period=decree_month(2025, n)) for n in (1, 2, 3))
    new = claim("communication.sessions", 410, period=calendar_month(2025, 6))
    longer = claim("communication.sessions", 410)
    assert codes(new, related=quarters) == ["KT-011"]
    assert report("KT-011", longer, related=quarters).findings == ()


def test_hon_with_an_exact_number_is_only_noted() -> None:
    (draft,) = found(claim("campaigns.participations", 114_924, precision=MORE_THAN))
    assert (draft.rule, draft.severity) == ("KT-012", Severity.NOTE)


def test_hon_with_a_round_number_is_how_people_write() -> None:
    assert codes(claim("campaigns.participations", 15_000, precision=MORE_THAN)) == []


def mediation(rate: str) -> list[Claim]:
    return [
        claim("mediation.success_rate", rate, unit="%"),
        claim("mediation.cases_successful", 1_096_572),
        claim("mediation.cases_conducted", 1_350_533),
    ]


def test_a_rate_that_its_counts_give_passes_to_its_last_digit() -> None:
    assert report("KT-016", *mediation("81.2")).passed == 1


def test_a_rate_over_the_wrong_denominator_is_found() -> None:
    (draft,) = report("KT-016", *mediation("80.3")).findings
    assert "81,2" in draft.expected.vi
    assert draft.positions == (1, 2, 3)


def test_a_rate_without_its_counts_is_left_alone() -> None:
    result = report("KT-016", mediation("80.3")[0])
    assert (result.findings, result.passed) == ((), 0)


def test_a_breakdown_that_the_catalogue_does_not_know_blocks() -> None:
    assert "KT-017" in codes(claim("tips.received", 3, "tip_category=rumours"))
    assert "KT-017" in codes(claim("tips.received", 3, "sex=female"))
    assert report("KT-017", claim("tips.received", 3, "tip_category=crime")).passed == 1
