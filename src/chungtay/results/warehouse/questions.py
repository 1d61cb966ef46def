"""The question language: plain data, so that an oracle in plain Python and every engine can answer the same question.

How a question is answered, whoever answers it:

1. A place's own claims that lie inside the asked period. What sums over time takes the claims that do not overlap
   and cover the most days (`cover`); what has a last value takes the last one that is not too old; a claim about
   more than the asked period is never used.
2. Police and Front saying the same thing is one claim with two attestations; where they differ, the police one
   leads and the other stands beside it.
3. The sum from below takes, of each place below, whichever of its own total and its own sum from below leads.
   What a place said by itself and what lies below it are never added. Claims that cannot be added (distinct things
   without a list of members, bare percentages) stand apart: they make no total and are not called unreported.
4. Nothing is filled in: no scaling, no whole made from parts of a breakdown, no places cut in two as was. A whole that
   nobody stated is absent even where all of its parts were reported.

Ended units lie within the unit that took over all of their land, so an old province counts below the new one.
Where old and new units of one land would count the same days twice (or one stock twice), only the new ones count.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from chungtay.kernel.absence import Absence
from chungtay.kernel.periods import Period, Regime
from chungtay.kernel.quantities import Total
from chungtay.results.warehouse.apportion import Comparability
from chungtay.results.warehouse.frames import Region

STOCK_AGE_DAYS = 400
"""Yearly reports come up to five weeks late: a stock older than that is another year's and no longer stands."""


class By(StrEnum):
    """What the rows of an answer stand for. ONE is the asked place as a whole."""

    ONE = "one"
    PROVINCE = "province"
    COMMUNE = "commune"


class Tells(StrEnum):
    """What an answer tells. COVERAGE of a stock: in how many communes in force at the end of the period its last number
    within it is above nought (`total`), of how many in force (`denominator`), and how many `stated` any number."""

    TOTALS = "totals"
    COVERAGE = "coverage"


class Basis(StrEnum):
    """REPORTED: a body's own total for just this place and period. ROLLED_UP: a sum of what lies below it.

    Twelve months of one place's own reports are a sum from below too: nobody stated the year.
    """

    REPORTED = "reported"
    ROLLED_UP = "rolled_up"


@dataclass(frozen=True)
class Question:
    """Which indicators, for which place (key) and period, broken down how, as known at which ledger transaction.

    `period` None takes whatever periods the claims name: a row per period, of claims about just that period.
    `by_period` gives a row per reporting period wholly inside `period`. `cells` "" asks for wholes only, None for
    every cell, a cell's own text for that one. `statuses` defaults to results alone; targets are asked for alone,
    because done and promised have no sum. `trace` False leaves `figure_ids` out, for wide questions.

    `frame` None answers as was; a day answers on the map of that day, whatever the period. What a cut unit counted is
    then told of its comparable region, or shared out as an estimate with `apportion`. `tells` COVERAGE counts communes
    instead of adding up: its rows have `expected` = all communes in force, whoever owes a report.
    """

    indicators: tuple[str, ...]
    place: str
    period: Period | None = None
    by: By = By.ONE
    by_period: Regime | None = None
    cells: str | None = ""
    as_known_at: int | None = None
    statuses: tuple[str, ...] = ("result",)
    stock_age_days: int = STOCK_AGE_DAYS
    trace: bool = True
    frame: date | None = None
    apportion: bool = False
    tells: Tells = Tells.TOTALS
    members: tuple[str, ...] = ()
    """In a frame: units of that map (keys), of any level, within `place`; the rows are of all of them together."""

    def __post_init__(self) -> None:
        if self.by_period is not None and self.period is None:
            raise ValueError("by_period needs the period that it divides")
        if "target" in self.statuses and len(self.statuses) > 1:
            raise ValueError("targets are asked for alone: done and promised have no sum")
        if self.apportion and self.frame is None:
            raise ValueError("as was, nothing is cut and nothing can be shared out")
        if self.members and (self.frame is None or self.by is not By.ONE):
            raise ValueError("members are told together, and of a map: as was they are a node of the world (`groups`)")
        if self.tells is Tells.COVERAGE:
            if self.period is None or self.by is By.COMMUNE:
                raise ValueError("coverage is told of a period, and of what holds communes")
            if self.frame is not None or self.statuses != ("result",):
                raise ValueError("coverage is told as was, of what there is")


@dataclass(frozen=True)
class Row:
    """One total with what it stands on.

    `received` of `expected` places reported (places that owe the form, not figures); `stated` of them gave this
    indicator, `partial` of those for only a part of the period or of their own land. A place that said "not
    applicable" is not expected, so its report is not among those received either. `figure_ids` are the claims it
    was made from. `total` None with `absence` says which kind of nothing; a total of 0 bears the absence ZERO.
    `period` is the asked one where it is covered, else what the claims cover. `denominator` is there for ratios
    that can be added; a ratio without one is a stated percentage. The counts of a REPORTED row are of one place: the
    body's own. `level` ('province', 'commune'...) is that of the places that `stated`, `received` and `expected`
    count; '' where nobody owed anything or stated it.
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
    figure_ids: Sequence[int] = field(default=())
    also_reported: Total | None = None
    """The other claim about the same thing: a body's own total beside the sum from below, or the reverse."""
    partial: int = 0
    level: str = ""
    apart: tuple["Row", ...] = ()
    """Where nothing stands for the place: what places below it stated that cannot be added up, a row for each of them.
    `absence` is then None, unless the place itself gave one, and `stated` counts those of the expected level."""
    beside: tuple["Row", ...] = ()
    """Every other claim about the same thing as a whole row, with its own counts and figures. `also_reported` is the
    total of the first of them that is about the same period."""
    estimated_share: Decimal | None = None
    """In a frame: which part of the total is shared out from cut units, 0 to 1. The total's bounds then hold the range
    over both weights too, which is no hard bound."""
    comparability: Comparability | None = None
    """None as was. NOT_COMPARABLE has no total; the row of its region, if it has one, stands in `beside`."""
    region: Region | None = None
    """What a unit can only be compared within. On the row of the region itself `place` is the region's key."""

    made_of: tuple[str, ...] = ()
    """In a frame: the places, of any date, on whose land it lies and that were in force in the period."""

    @property
    def is_complete(self) -> bool:
        """Whether every expected place stated it in full; otherwise a heading must say "tổng của x/y"."""
        return self.expected > 0 and self.stated >= self.expected and self.partial == 0 and not self.apart

    @property
    def is_estimated(self) -> bool:
        """Whether any part of the total is shared out: it is then no reported figure and feeds no target or score."""
        return self.comparability in (Comparability.PARTLY_EST, Comparability.ESTIMATE)
