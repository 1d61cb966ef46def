"""What an analyst asks: one frozen value that stands whole in an address. No Django here."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from chungtay.kernel.periods import Period


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
    """Which number of each total is printed. RATE is per 100,000 people."""

    COUNT = "count"
    RATE = "rate"


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
    columns: tuple[Axis, ...] = (Axis.PERIOD,)
    """Which kinds of head run across; the others run down."""
    sort: str = ""
    """The key of the column by which lines are sorted, with '-' before it from the largest; '' as the places stand."""
    search: str = ""
    """Only lines whose head contains this."""
