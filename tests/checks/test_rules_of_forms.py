"""What a form's own rules, rows and deadline ask: pass, fail, and not to be told."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from checks.builders import COMMUNE, MORE_THAN, SIBLING, claim, view
from chungtay.checks.rules import reasons, run
from chungtay.checks.rules.verdicts import RuleReport, Severity
from chungtay.checks.rules.view import BatchView, Sending
from chungtay.kernel.absence import Absence
from chungtay.reference.forms.ruling import rules_read
from chungtay.reference.forms.types import ItemFacts

if TYPE_CHECKING:
    from chungtay.ledger.types import Claim
    from chungtay.reference.forms.ruling import FormRule

CASES, PEOPLE, TEAMS = "patrols.shifts", "patrols.participations", "force.teams"
SUM = {"kind": "sum", "whole": PEOPLE, "parts": [CASES, TEAMS]}
AT_MOST = {"kind": "at_most", "part": CASES, "whole": PEOPLE}
IF = {"kind": "if", "when": {"key": CASES, "op": ">", "value": 0}, "then": {"key": PEOPLE, "op": ">", "value": 0}}
BOUNDS = {"kind": "bounds", "key": CASES, "low": 0, "high": 500}


def row(code: str, value: int | None, **extra: Any) -> Claim:
    return claim(code, value, **{"place": COMMUNE, **extra})


def judged(code: str, rule: dict[str, Any] | None, *claims: Claim, **beside: Any) -> RuleReport:
    seen = view(*claims)
    rules: tuple[FormRule, ...] = rules_read([rule]) if rule else ()
    form = BatchView(seen.claims, seen.definitions, seen.dimensions, seen.places, form_rules=rules, **beside)
    return next(r for r in run(form) if r.rule.code == code)


def counts(report: RuleReport) -> tuple[int, int, int]:
    return report.passed, len(report.findings), len(report.untestable)


@pytest.mark.parametrize(
    ("values", "expected"),
    [((30, 10, 20), (1, 0, 0)), ((31, 10, 20), (0, 1, 0)), ((5, 10, None), (0, 1, 0)), ((31, 10, None), (0, 0, 1))],
)
def test_rows_make_the_row_that_sums_them(values: tuple[Any, ...], expected: tuple[int, ...]) -> None:
    claims = [row(c, v) for c, v in zip((PEOPLE, CASES, TEAMS), values, strict=True) if v is not None]
    assert counts(judged("KT-021", SUM, *claims)) == expected


def test_parts_without_their_sum_cannot_be_told() -> None:
    report = judged("KT-021", SUM, row(CASES, 1), row(TEAMS, 2))
    assert report.untestable[0].why == reasons.NO_WHOLE


def test_a_broken_sum_names_every_row_of_the_rule() -> None:
    (draft,) = judged("KT-021", SUM, row(PEOPLE, 31), row(CASES, 10), row(TEAMS, 20)).findings
    assert (draft.severity, set(draft.rows)) == (Severity.BLOCK, {f"{c}|" for c in (PEOPLE, CASES, TEAMS)})


@pytest.mark.parametrize(("part", "expected"), [(10, (1, 0, 0)), (11, (0, 1, 0))])
def test_a_row_stays_within_the_other(part: int, expected: tuple[int, ...]) -> None:
    assert counts(judged("KT-022", AT_MOST, row(CASES, part), row(PEOPLE, 10))) == expected


def test_a_row_beside_one_that_was_not_reported_cannot_be_told() -> None:
    silent = row(PEOPLE, None, absence=Absence.NOT_REPORTED)
    assert counts(judged("KT-022", AT_MOST, row(CASES, 11), silent)) == (0, 0, 1)


@pytest.mark.parametrize(
    ("cases", "people", "expected"),
    [(3, 9, (1, 0, 0)), (0, 0, (1, 0, 0)), (3, 0, (0, 1, 0)), (3, None, (0, 0, 1))],
)
def test_where_one_row_says_so_the_other_must(cases: int, people: int | None, expected: tuple[int, ...]) -> None:
    claims = [row(CASES, cases), *([row(PEOPLE, people)] if people is not None else [])]
    assert counts(judged("KT-023", IF, *claims)) == expected


def test_a_condition_says_what_was_read_and_what_is_asked() -> None:
    (draft,) = judged("KT-023", IF, row(CASES, 3), row(PEOPLE, 0)).findings
    assert draft.severity is Severity.WARN
    assert draft.read.en.startswith("Patrol") or "> 0, but" in draft.read.en
    assert draft.expected.vi.endswith("> 0")


def test_a_row_that_must_be_answered_because_of_another() -> None:
    rule = IF | {"then": {"key": PEOPLE, "op": "stated"}}
    silent = row(PEOPLE, None, absence=Absence.NOT_REPORTED)
    assert counts(judged("KT-023", rule, row(CASES, 3))) == (0, 1, 0)
    assert counts(judged("KT-023", rule, row(CASES, 3), silent)) == (1, 0, 0)


@pytest.mark.parametrize(("value", "expected"), [(0, (1, 0, 0)), (500, (1, 0, 0)), (501, (0, 1, 0))])
def test_a_row_lies_in_the_forms_range(value: int, expected: tuple[int, ...]) -> None:
    assert counts(judged("KT-024", BOUNDS, row(CASES, value))) == expected


def test_more_than_a_number_within_the_range_leaves_it_open() -> None:
    assert counts(judged("KT-024", BOUNDS, row(CASES, 400, precision=MORE_THAN))) == (0, 0, 1)


def test_the_form_may_say_how_hard_a_rule_bites_and_why() -> None:
    rule = BOUNDS | {"severity": "note", "why_vi": "Xã không có quá 500 ca", "why_en": "No commune has 500 shifts"}
    (draft,) = judged("KT-024", rule, row(CASES, 600)).findings
    assert (draft.severity, draft.todo.vi) == (Severity.NOTE, "Xã không có quá 500 ca")


def test_rules_hold_place_by_place() -> None:
    claims = [row(CASES, 11), row(PEOPLE, 10, place=SIBLING), row(PEOPLE, 12)]
    assert counts(judged("KT-022", AT_MOST, *claims)) == (1, 0, 1)


def asked(*codes: str, must: bool = True, two: bool = False) -> tuple[ItemFacts, ...]:
    return tuple(ItemFacts(n, n, code, "", "", "", False, must, two) for n, code in enumerate(codes))


def test_rows_without_an_answer_are_named_in_one_finding_that_nothing_sets_aside() -> None:
    report = judged("KT-025", None, row(CASES, 1), asked=asked(CASES, PEOPLE, TEAMS))
    (draft,) = report.findings
    assert (report.passed, draft.positions, draft.rows) == (1, (), (f"{TEAMS}|", f"{PEOPLE}|"))
    assert (draft.severity, report.rule.waivable, draft.where.vi) == (Severity.BLOCK, False, "2 dòng chưa trả lời")


def test_a_reason_for_having_no_number_is_an_answer() -> None:
    silent = row(PEOPLE, None, absence=Absence.NOT_APPLICABLE)
    assert counts(judged("KT-025", None, silent, asked=asked(PEOPLE))) == (1, 0, 0)


def test_a_row_that_need_not_be_answered_may_stay_empty() -> None:
    assert judged("KT-025", None, row(CASES, 1), asked=asked(PEOPLE, must=False)).findings == ()


def test_a_late_report_is_told_and_an_early_one_passes() -> None:
    due = date(2025, 11, 17)
    late, early = (Sending(date(2025, 11, on), due) for on in (20, 17))
    (draft,) = judged("KT-029", None, row(CASES, 1), sending=late).findings
    assert (draft.severity, draft.read.en) == (Severity.NOTE, "sent on 20 November 2025, 3 days late")
    assert counts(judged("KT-029", None, row(CASES, 1), sending=early)) == (1, 0, 0)


def test_where_no_deadline_holds_nothing_is_said_of_it() -> None:
    assert counts(judged("KT-029", None, row(CASES, 1))) == (0, 0, 0)


def test_the_key_of_a_finding_stays_when_other_rows_are_filled_in() -> None:
    few = judged("KT-024", BOUNDS, row(CASES, 600)).findings[0]
    more = judged("KT-024", BOUNDS, row(TEAMS, 1), row(CASES, 700)).findings[0]
    assert few.key == more.key
    assert few.positions != more.positions
