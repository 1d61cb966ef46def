"""The rules that a form carries: read, refused, told in words, and written back."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chungtay.kernel.errors import Refusal
from chungtay.reference.forms.ruling import BoundsRule, rule_words, rules_data, rules_read

ROWS = ("patrols.shifts|", "patrols.participations|", "force.teams|", "tips.received|", "tips.useful|")
SHIFTS, PEOPLE, TEAMS, TIPS, USEFUL = ROWS
SUM = {"kind": "sum", "whole": PEOPLE, "parts": [SHIFTS, TEAMS]}
AT_MOST = {"kind": "at_most", "part": SHIFTS, "whole": PEOPLE}
IF = {"kind": "if", "when": {"key": SHIFTS, "op": ">", "value": 0}, "then": {"key": PEOPLE, "op": "stated"}}
BOUNDS = {"kind": "bounds", "key": SHIFTS, "low": 0, "high": "500.5"}


def refused(rule: Any) -> list[str]:
    with pytest.raises(Refusal) as found:
        rules_read([rule], ROWS)
    return [problem.code for problem in found.value.problems]


def test_rules_come_back_as_they_were_written() -> None:
    rules = [SUM, AT_MOST, IF, BOUNDS | {"severity": "note", "why_vi": "Vì sao", "why_en": "Why"}]
    assert rules_data(rules_read(rules, ROWS)) == rules


def test_arithmetic_blocks_and_the_rest_asks_unless_the_rule_says_otherwise() -> None:
    rules = rules_read([SUM, AT_MOST, IF, BOUNDS, AT_MOST | {"severity": "note"}], ROWS)
    assert [rule.severity for rule in rules] == ["block", "block", "warn", "warn", "note"]


@pytest.mark.parametrize(
    ("rule", "vi", "en"),
    [
        (SUM, "Ca tuần tra + ", "Patrol shifts + "),
        (BOUNDS, "từ 0 đến 500,5", "0 to 500.5"),
        ({"kind": "bounds", "key": SHIFTS, "high": 3}, "không quá 3", "at most 3"),
        (IF, "> 0 thì", "> 0, then"),
    ],
)
def test_a_rule_is_told_in_both_languages(rule: Any, vi: str, en: str) -> None:
    (read,) = rules_read([rule], ROWS)
    assert vi.casefold() in rule_words(read, "vi").casefold()
    assert en.casefold() in rule_words(read, "en").casefold()


@pytest.mark.parametrize("rule", [{}, "sum", None, 7, ["sum"], {"kind": "product"}, {"kind": []}])
def test_what_is_no_rule_is_refused(rule: Any) -> None:
    assert refused(rule) == ["BIEUMAU-301"]


def test_rules_that_are_no_list_are_refused() -> None:
    with pytest.raises(Refusal) as found:
        rules_read({"kind": "sum"}, ROWS)
    assert found.value.code == "BIEUMAU-301"


@pytest.mark.parametrize(
    "rule",
    [
        {"kind": "sum", "whole": PEOPLE},
        SUM | {"total": 3},
        SUM | {"parts": "patrols.shifts|"},
        AT_MOST | {"severity": "fatal"},
        AT_MOST | {"why_vi": "Chỉ một thứ tiếng"},
        AT_MOST | {"part": 7},
        IF | {"when": {"key": SHIFTS, "op": "~", "value": 0}},
        IF | {"when": {"key": SHIFTS, "op": ">"}},
        IF | {"when": SHIFTS},
        BOUNDS | {"high": True},
        BOUNDS | {"high": "nhiều"},
        BOUNDS | {"high": "NaN"},
        BOUNDS | {"high": 10**20},
    ],
)
def test_a_field_that_lacks_is_unknown_or_of_another_sort_is_refused(rule: Any) -> None:
    assert set(refused(rule)) == {"BIEUMAU-302"}


def test_a_row_that_the_form_does_not_have_is_refused() -> None:
    assert refused(AT_MOST | {"part": "models.points|"}) == ["BIEUMAU-303"]


@pytest.mark.parametrize(
    "rule",
    [
        AT_MOST | {"part": PEOPLE},
        SUM | {"parts": [SHIFTS, SHIFTS]},
        SUM | {"parts": [SHIFTS, PEOPLE]},
        SUM | {"parts": []},
        {"kind": "bounds", "key": SHIFTS},
        BOUNDS | {"low": 501},
        IF | {"then": IF["when"]},
    ],
)
def test_a_rule_that_cannot_hold_or_says_nothing_is_refused(rule: Any) -> None:
    assert refused(rule) == ["BIEUMAU-304"]


@pytest.mark.parametrize(
    "rule",
    [
        {"kind": "bounds", "key": TIPS, "low": 5},
        {"kind": "bounds", "key": TIPS, "low": 0, "high": 0},
        {"kind": "bounds", "key": TIPS, "high": 9000},
        {"kind": "at_most", "part": TIPS, "whole": SHIFTS},
        IF | {"then": {"key": TIPS, "op": ">", "value": 0}},
        IF | {"then": {"key": TIPS, "op": "=", "value": 3}},
        IF | {"then": {"key": TIPS, "op": "<=", "value": 10}},
        {"kind": "if", "when": {"key": SHIFTS, "op": "=", "value": 0}, "then": {"key": TIPS, "op": "=", "value": 0}},
    ],
)
def test_a_least_or_a_greatest_number_of_tips_would_be_a_quota(rule: Any) -> None:
    assert refused(rule) == ["BIEUMAU-305"]


def test_tips_stay_within_a_whole_of_their_own_sort() -> None:
    nested = {"kind": "at_most", "part": USEFUL, "whole": TIPS}
    none = {"kind": "if", "when": {"key": TIPS, "op": "=", "value": 0}, "then": {"key": USEFUL, "op": "=", "value": 0}}
    assert len(rules_read([nested, none], ROWS)) == 2


@given(low=st.decimals(-1000, 1000, places=2), width=st.decimals(0, 1000, places=2))
def test_bounds_come_back_as_the_same_numbers(low: Decimal, width: Decimal) -> None:
    rule = BoundsRule(severity="warn", key=SHIFTS, low=low, high=low + width)
    assert rules_read(rules_data([rule]), ROWS) == (rule,)
