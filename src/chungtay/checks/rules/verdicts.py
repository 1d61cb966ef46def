"""What a rule says: that something holds, that it does not, or that it cannot be told. The third is counted too."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple

from chungtay.checks.rules.view import BatchView, Item, Reason, Words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

NOTHING = Words("", "")


class Severity(StrEnum):
    """`block` must be mended: it stops approval until set aside with a reason. `warn` must be explained by whoever
    reports. `note` is good to know."""

    BLOCK = "block"
    WARN = "warn"
    NOTE = "note"


class Outcome(StrEnum):
    """Three-valued, as the arithmetic of bounds is."""

    PASS = "pass"  # noqa: S105 - an outcome, not a password
    FAIL = "fail"
    NOT_TESTABLE = "not_testable"


class Verdict(NamedTuple):
    """One judgement on some items; `why` where it cannot be told.

    A rule that looks at each figure of the report for itself says once, in `times`, how many of them hold.
    `severity` where it is another than the rule's. What is said of the report as a whole, or of rows that it leaves
    out, names them: `where` in words, `rows` by key.
    """

    outcome: Outcome
    items: tuple[Item, ...]
    read: Words = NOTHING
    expected: Words = NOTHING
    todo: Words = NOTHING
    why: Reason | None = None
    severity: Severity | None = None
    where: Words | None = None
    rows: tuple[str, ...] = ()
    times: int = 0


def held(times: int) -> Iterator[Verdict]:
    """The rule was tested on so many of the report's own figures, one by one, and holds; nothing for none."""
    if times:
        yield Verdict(Outcome.PASS, (), times=times)


def holds(*items: Item) -> Verdict:
    """The rule was tested on these items and holds."""
    return Verdict(Outcome.PASS, items)


def unclear(*items: Item, why: Reason) -> Verdict:
    """The rule cannot be tested, or the bounds leave it open."""
    return Verdict(Outcome.NOT_TESTABLE, items, why=why)


def broken(
    *items: Item,
    read: Words,
    expected: Words,
    todo: Words,
    severity: Severity | None = None,
    where: Words | None = None,
    rows: tuple[str, ...] = (),
) -> Verdict:
    """The rule is broken whatever the bounds."""
    return Verdict(Outcome.FAIL, items, read, expected, todo, severity=severity, where=where, rows=rows)


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
    """A broken rule in words: `positions` are numbers of figures in this report, from 1; `rows` the keys of the rows of
    a form that it concerns, those left out among them.

    `key` names the finding by its rule and rows: the same before a report is sent and after, whatever else is filled
    in. Two findings of a narrative report, over two periods, may share it.
    """

    rule: str
    severity: Severity
    positions: tuple[int, ...]
    where: Words
    read: Words
    expected: Words
    todo: Words
    rows: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """'KT-026-5f1c0a9b2e': fit for a form's field and an address."""
        return f"{self.rule}-{sha256(' '.join(self.rows).encode()).hexdigest()[:10]}"


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
        verdict.severity or rule.severity,
        positions,
        verdict.where or joined((i.where() for i in verdict.items), ", ", ", "),
        verdict.read,
        verdict.expected,
        verdict.todo,
        tuple(sorted({*verdict.rows, *(i.row for i in verdict.items if i.is_own)})),
    )
