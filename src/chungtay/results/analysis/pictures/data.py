"""What a picture shows, before it is drawn: numbers with their bounds, or which kind of nothing, in both languages."""

from dataclasses import dataclass
from enum import StrEnum

from chungtay.kernel.errors import Both, side
from chungtay.results.analysis.pictures.looks import STATES, VALUE

NOTHING = Both("", "")


class Kind(StrEnum):
    """How numbers are drawn. YEARS: one panel of bars for each period. RANKING: bars from the largest down."""

    BAR = "bar"
    LINE = "line"
    YEARS = "years"
    RANKING = "ranking"
    MAP = "map"


@dataclass(frozen=True)
class Datum:
    """One number of a picture, or none (`state` then says why). `words` is what is printed of it.

    `low` and `high` are its bounds (`high` None where it is open upward), `estimated` the part that is shared out,
    0 to 1, `stands` of how many reports it is ('3/63'; empty where of all), `panel` where it stands in small multiples.
    """

    key: str
    label: Both
    words: Both
    value: float | None = None
    state: str = VALUE
    low: float | None = None
    high: float | None = None
    is_open: bool = False
    estimated: float = 0.0
    stands: str = ""
    series: Both = NOTHING
    panel: Both = NOTHING
    href: str = ""


@dataclass(frozen=True)
class Picture:
    """A chart: its numbers in the order in which they are to stand, and the words around them."""

    kind: Kind
    title: Both
    data: tuple[Datum, ...]
    subtitle: Both = NOTHING
    unit: Both = NOTHING
    notes: tuple[Both, ...] = ()
    mark: Both = NOTHING
    """What every picture of this instance must bear: that it is an illustration."""
    has_key: bool = True
    """Whether the meaning of its signs stands under it."""


@dataclass(frozen=True)
class Outline:
    """Which shapes a map is made of: a level and the map it is of, within a province (its code) or the country ('')."""

    level: str
    vintage: str
    within: str = ""
    within_vintage: str = "2025"


@dataclass(frozen=True)
class MapPicture:
    """A map: numbers by the code of the shape, shaded where `is_shaded`, else only told apart by state."""

    title: Both
    outline: Outline
    data: tuple[Datum, ...]
    subtitle: Both = NOTHING
    unit: Both = NOTHING
    is_shaded: bool = True
    notes: tuple[Both, ...] = ()
    mark: Both = NOTHING


def told(datum: Datum, language: str) -> str:
    """The number in words with what it stands on, as the picture prints it beside its mark."""
    said = side(datum.words, language)
    if datum.is_open and datum.value is not None:
        said += " ▸"
    return f"{said} ({datum.stands})" if datum.stands else said


def states_in(data: tuple[Datum, ...]) -> list[str]:
    """Which states occur, in the order of the legend."""
    found = {datum.state for datum in data}
    return [state for state in STATES if state in found]


def spoken(title: Both, unit: Both, data: tuple[Datum, ...], language: str, most: int = 40) -> str:
    """The picture in words, for those who do not see it: as many numbers as one listens to; the table has them all."""
    head = side(title, language) + (f" ({side(unit, language)})" if unit != NOTHING else "")
    named = [": ".join(filter(None, (_where(datum, language), told(datum, language)))) for datum in data[:most]]
    more = len(data) - most
    rest = {"vi": f"; còn {more} số trong bảng", "en": f"; {more} more in the table"}[language] if more > 0 else ""
    return f"{head}. {'; '.join(named)}{rest}."


def _where(datum: Datum, language: str) -> str:
    parts = (side(item, language) for item in (datum.panel, datum.series, datum.label))
    return ", ".join(part for part in parts if part)
