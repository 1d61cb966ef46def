"""The question language: plain data, so that plain Python and every engine can answer the same question."""

from dataclasses import dataclass, field
from enum import StrEnum

from chungtay.kernel.absence import Absence
from chungtay.kernel.periods import Period, Regime
from chungtay.kernel.quantities import Total


class By(StrEnum):
    """What the rows of an answer stand for. ONE is the asked place as a whole."""

    ONE = "one"
    PROVINCE = "province"
    COMMUNE = "commune"


class Basis(StrEnum):
    """REPORTED: a body's own total for just this place and period. ROLLED_UP: the sum of what lies below."""

    REPORTED = "reported"
    ROLLED_UP = "rolled_up"


@dataclass(frozen=True)
class Question:
    """Which indicators, for which place (key) and period, broken down how, as known at which ledger transaction.

    `period` None takes whatever period the claims name. `by_period` gives a row per reporting period inside `period`.
    `cells` "" asks for wholes only, None for every cell. `statuses` defaults to results alone.
    """

    indicators: tuple[str, ...]
    place: str
    period: Period | None = None
    by: By = By.ONE
    by_period: Regime | None = None
    cells: str | None = ""
    as_known_at: int | None = None
    statuses: tuple[str, ...] = ("result",)


@dataclass(frozen=True)
class Row:
    """One total with what it stands on.

    `received` of `expected` places reported (places that owe the form, not figures); `stated` of them gave this
    indicator. `figure_ids` are the claims it was made from. `total` None with `absence` says which kind of nothing.
    """

    indicator: str
    place: str
    period: Period | None
    cell: str
    basis: Basis
    total: Total | None
    absence: Absence | None = None
    denominator: Total | None = None
    members: tuple[str, ...] | None = None
    stated: int = 0
    received: int = 0
    expected: int = 0
    figure_ids: tuple[int, ...] = field(default=())
    also_reported: Total | None = None
    """The other claim about the same thing: a body's own total beside the sum from below, or the reverse."""

    @property
    def is_complete(self) -> bool:
        """Whether every expected place stated it; otherwise a heading must say "tổng của x/y"."""
        return self.expected > 0 and self.stated >= self.expected
