"""What a rule says: that something holds, that it does not, or that it cannot be told. The third is counted too."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from chungtay.checks.rules.view import BatchView, Item, Words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

NOTHING = Words("", "")


class Severity(StrEnum):
    """`block` stops approval until waived with a reason, `warn` asks for a look, `note` only tells."""

    BLOCK = "block"
    WARN = "warn"
    NOTE = "note"


class Outcome(StrEnum):
    """Three-valued, as the arithmetic of bounds is."""

    PASS = "pass"  # noqa: S105 - an outcome, not a password
    FAIL = "fail"
    NOT_TESTABLE = "not_testable"


@dataclass(frozen=True)
class Verdict:
    """One judgement on some items. `read` holds the reason where it cannot be told."""

    outcome: Outcome
    items: tuple[Item, ...]
    read: Words = NOTHING
    expected: Words = NOTHING
    todo: Words = NOTHING


def holds(*items: Item) -> Verdict:
    """The rule was tested on these items and holds."""
    return Verdict(Outcome.PASS, items)


def unclear(*items: Item, why: Words) -> Verdict:
    """The rule cannot be tested, or the bounds leave it open."""
    return Verdict(Outcome.NOT_TESTABLE, items, read=why)


def broken(*items: Item, read: Words, expected: Words, todo: Words) -> Verdict:
    """The rule is broken whatever the bounds."""
    return Verdict(Outcome.FAIL, items, read, expected, todo)


@dataclass(frozen=True)
class Rule:
    """One rule: its stable code, how hard it bites, its name and reason, and the function that judges a batch.

    A rule that is not `waivable` guards rights or the sums themselves: no reason sets it aside.
    """

    code: str
    severity: Severity
    title: Words
    explanation: Words
    judge: Callable[[BatchView], Iterable[Verdict]]
    waivable: bool = True


@dataclass(frozen=True)
class FindingDraft:
    """A broken rule in words: `positions` are numbers of figures in this report, from 1."""

    rule: str
    severity: Severity
    positions: tuple[int, ...]
    where: Words
    read: Words
    expected: Words
    todo: Words


@dataclass(frozen=True)
class RuleReport:
    """What one rule found in one batch, with how often it held and where it could not be tested."""

    rule: Rule
    findings: tuple[FindingDraft, ...]
    passed: int
    untestable: tuple[Verdict, ...]


def joined(texts: Iterable[Words], vi: str = "; ", en: str = "; ") -> Words:
    """Texts one after another."""
    listed = list(texts)
    return Words(vi.join(t.vi for t in listed), en.join(t.en for t in listed))


def draft(rule: Rule, verdict: Verdict) -> FindingDraft:
    """A failed verdict as a finding."""
    positions = tuple(sorted({i.number for i in verdict.items if i.number is not None}))
    return FindingDraft(
        rule.code,
        rule.severity,
        positions,
        joined((i.where() for i in verdict.items), ", ", ", "),
        verdict.read,
        verdict.expected,
        verdict.todo,
    )
