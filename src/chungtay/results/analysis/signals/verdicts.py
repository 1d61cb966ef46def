"""What a test answers."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from chungtay.kernel.errors import Both

NOTHING_TOLD = Both("", "")


class Verdict(StrEnum):
    """FLAGGED asks for a look and accuses nobody. The last three are answers too, and never a pass."""

    CLEAR = "clear"
    FLAGGED = "flagged"
    NOT_APPLICABLE = "not_applicable"
    NOT_ENOUGH_HISTORY = "not_enough_history"
    NOT_TESTABLE = "not_testable"


@dataclass(frozen=True)
class Signal:
    """One test of one series or row. `chance` is None where the test has none (facts, indices); `size` is on the
    test's own scale and orders lists; `why` says in a sentence what was seen."""

    test: str
    verdict: Verdict
    chance: float | None = None
    size: float = 0.0
    why: Both = NOTHING_TOLD

    @property
    def is_flagged(self) -> bool:
        """Whether it asks for a look."""
        return self.verdict is Verdict.FLAGGED


def not_applicable(test: str, vi: str, en: str) -> Signal:
    """The test does not hold for such data."""
    return Signal(test, Verdict.NOT_APPLICABLE, why=Both(vi, en))


def too_little(test: str, read: int, needed: int) -> Signal:
    """Fewer values than the test needs."""
    return Signal(
        test, Verdict.NOT_ENOUGH_HISTORY, why=Both(f"có {read} số, cần {needed}", f"{read} values, {needed} needed")
    )
