"""What an analyst asks: one frozen value that stands whole in an address. No Django here."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from chungtay.kernel.periods import Period, Regime


class Axis(StrEnum):
    """What a head of the grid stands for."""

    INDICATOR = "indicator"
    CELL = "cell"
    PLACE = "place"
    PERIOD = "period"


class Level(StrEnum):
    """Which places below the asked one are told: it alone, or those of one level."""

    ONE = "one"
    PROVINCE = "province"
    DISTRICT = "district"
    COMMUNE = "commune"


class Step(StrEnum):
    """How the asked time is divided."""

    WHOLE = "whole"
    YEAR = "year"
    HALF = "half"
    QUARTER = "quarter"
    MONTH = "month"


class Measure(StrEnum):
    """Which number of each total is printed. RATE is per 100,000 people; COVERAGE is the share of communes with any."""

    COUNT = "count"
    RATE = "rate"
    COVERAGE = "coverage"


class Against(StrEnum):
    """What each number is set beside: what was promised, places like it, the period before, another body's claim."""

    NOTHING = ""
    TARGET = "target"
    SIMILAR = "similar"
    BEFORE = "before"
    BESIDE = "beside"


@dataclass(frozen=True)
class Exploration:
    """Indicators x cells of breakdowns x places x periods, on a map, as known at an instant, laid out on two sides.

    `cells` "" asks for wholes, "*" for every part, else for that one cell. `place` is the widest place, `level` what of
    it is told, `group` the key of a group of places that narrows it, `places` single ones (keys) instead of all.
    `known` is an instant as `instants.instant_known` reads it ("" is now). `frame` None is as was.
    """

    indicators: tuple[str, ...] = ()
    cells: str = ""
    place: str = "vn"
    level: Level = Level.PROVINCE
    places: tuple[str, ...] = ()
    group: str = ""
    period: Period | None = None
    step: Step = Step.YEAR
    decree: bool = False
    """Whether years and months are those of Decree 09/2019 (15th to 14th) and not of the calendar."""
    frame: date | None = None
    estimate: bool = False
    """On a map, whether what a border cut is shared out."""
    known: str = ""
    measure: Measure = Measure.COUNT
    against: Against = Against.NOTHING
    rows: tuple[Axis, ...] = (Axis.INDICATOR, Axis.CELL, Axis.PLACE)
    """Which kinds of head run down, the outermost first. With `columns` it names every kind once (`sides`)."""
    columns: tuple[Axis, ...] = (Axis.PERIOD,)
    """Which kinds of head run across."""
    sort: str = ""
    """The key of the column by which lines are sorted, with '-' before it from the largest; '' as the places stand."""
    group_on: date | None = None
    """The day whose members a group is told of; None is that of the map, else the last of the period."""
    search: str = ""
    """Only lines whose head contains this."""

    @property
    def group_day(self) -> date | None:
        """The day whose members the group is made of; None while no time is asked."""
        return self.group_on or self.frame or (self.period.end if self.period is not None else None)

    @property
    def regime(self) -> Regime | None:
        """The clock by which the time is divided; None where it is asked as a whole."""
        return None if self.step is Step.WHOLE else Regime(f"{'decree' if self.decree else 'calendar'}_{self.step}")


def sides(rows: tuple[Axis, ...], columns: tuple[Axis, ...]) -> tuple[tuple[Axis, ...], tuple[Axis, ...]]:
    """Every kind of head once: what stands on both sides goes across, what stands on neither runs down."""
    across = tuple(dict.fromkeys(columns))
    down = tuple(dict.fromkeys(axis for axis in (*rows, *Axis) if axis not in across))
    return down, across
