"""Headline figures of a programme: one question per content area, each total with what it stands on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from chungtay.faces.desk.showing import absence_words, small_words
from chungtay.faces.desk.telling import language
from chungtay.gathering.programmes import queries as programmes
from chungtay.kernel.absence import Absence
from chungtay.kernel.numbers import number_words, quantity_words
from chungtay.kernel.periods import Period, Regime, programme_term
from chungtay.reference.actors.policies import sees_place
from chungtay.reference.indicators.queries import definition
from chungtay.reference.places.queries import provinces_on
from chungtay.results.warehouse.queries import answer, small_cell
from chungtay.results.warehouse.questions import Basis, Question, Row

if TYPE_CHECKING:
    from chungtay.gathering.programmes.models import Programme
    from chungtay.reference.actors.models import User
    from chungtay.reference.places.models import Place


@dataclass(frozen=True)
class Tile:
    """One headline figure. `note` says of how many expected reports it is the sum; `address` leads to its evidence."""

    code: str
    name: str
    unit: str
    words: str
    note: str
    beside: str
    address: str
    has_value: bool
    is_part: bool


@dataclass(frozen=True)
class Coverage:
    """How many of the expected places have reported, as the heading says it."""

    received: int
    expected: int
    words_whole: str
    words_part: str

    @property
    def is_whole(self) -> bool:
        """Whether every expected report has come."""
        return self.received >= self.expected


@dataclass(frozen=True)
class AreaTiles:
    """A content area with its tiles; `silent` counts the indicators that nobody has stated."""

    position: int
    area: Any
    tiles: list[Tile]
    silent: int


def place_for(programme: Programme, by: User) -> Place:
    """The widest place that the account may ask the programme about: the programme's own, else that of its body."""
    return programme.place if sees_place(by, programme.place) else by.body.place


def rows_of(programme: Programme, place: Place, period: Period, by: User) -> dict[str, Row]:
    """The leading row of each of the programme's indicators, by code."""
    codes = tuple(dict.fromkeys(code for area in programmes.areas(programme) for code in area.indicators))
    rows = answer(Question(codes, place.key, period), user=by) if codes else []
    found: dict[str, Row] = {}
    for row in rows:
        found.setdefault(row.indicator, row)
    return found


def area_tiles(programme: Programme, place: Place, period: Period, rows: dict[str, Row], by: User) -> list[AreaTiles]:
    """The areas in the programme's order, each with the indicators that somebody has stated."""
    provinces = provinces_of(place, period)
    result = []
    for area in programmes.areas(programme):
        stated = [rows[code] for code in area.indicators if code in rows and _is_stated(rows[code])]
        tiles = [tile(row, by, provinces, _address(programme, row.indicator, place, period)) for row in stated]
        result.append(AreaTiles(area.position, area, tiles, len(area.indicators) - len(stated)))
    return result


def best_tiles(areas: Sequence[AreaTiles], most: int = 4) -> list[Tile]:
    """The first tiles of each area in turn, for a card that shows only a few."""
    columns = [area.tiles for area in areas]
    deepest = max((len(tiles) for tiles in columns), default=0)
    turns = [tiles[depth] for depth in range(deepest) for tiles in columns if depth < len(tiles)]
    return turns[:most]


def coverage(rows: dict[str, Row], place: Place, period: Period) -> Coverage:
    """The widest coverage among the rows: places that reported at all, of those that owed it."""
    widest = max((_below(row) for row in rows.values()), key=lambda pair: (pair[1], pair[0]), default=(0, 0))
    received, expected = widest
    units = _units(expected, provinces_of(place, period))
    counts = {"received": received, "expected": expected, "units": units}
    whole, part = (
        _("Đủ %(expected)d %(units)s có báo cáo"),
        _("Tổng của %(received)d/%(expected)d %(units)s có báo cáo"),
    )
    return Coverage(received, expected, whole % counts, part % counts)


def tile(row: Row, by: User, provinces: int, address: str = "") -> Tile:
    """One total as this account may read it. `provinces` of the asked place tell what its counts of reports count."""
    meaning = definition(row.indicator)
    hidden = small_cell(row, by)
    return Tile(
        code=row.indicator,
        name=meaning.name(language()),
        unit=meaning.unit(language()),
        words=small_words(row.indicator) if hidden else row_words(row),
        note=_note(row, provinces),
        beside="" if hidden else _beside(row, provinces),
        address=address,
        has_value=row.total is not None,
        is_part=row.basis is Basis.ROLLED_UP and not row.is_complete,
    )


def row_words(row: Row) -> str:
    """The total in words; a ratio with both of its parts; else which kind of nothing."""
    if row.total is None:
        return absence_words(row.absence)
    if row.denominator is not None and row.denominator.value > 0:
        rate = row.total.value * 100 / row.denominator.value
        parts = "/".join(number_words(side.value, language()) for side in (row.total, row.denominator))
        return f"{number_words(round(rate, 1), language())}% ({parts})"
    return quantity_words(row.total, language())


def spans_of(programme: Programme) -> list[tuple[str, str]]:
    """Periods to choose from: the whole term, its first half, and each year, as (written, in words)."""
    first, last = programme.term_start.year, programme.term_end.year
    whole = programmes.term(programme)
    terms = [whole, programme_term(first, last), programme_term(first, first + 5)]
    years = [_calendar_year(year) for year in range(first, last + 1)]
    labels = {str(period): period.label(language()) for period in [*terms, *years]}
    return list(labels.items())


def _calendar_year(year: int) -> Period:
    term = programme_term(year, year)
    return Period(term.start, term.end, Regime.CALENDAR_YEAR)


def _is_stated(row: Row) -> bool:
    return row.total is not None or row.absence is Absence.ZERO


def _below(row: Row) -> tuple[int, int]:
    """Received and expected of the sum from below, whichever of the two claims leads."""
    rolled = next((r for r in (row, *row.beside) if r.basis is Basis.ROLLED_UP), None)
    return (rolled.received, rolled.expected) if rolled is not None else (0, 0)


def _note(row: Row, provinces: int) -> str:
    if row.basis is Basis.REPORTED:
        return _("theo báo cáo của đơn vị")
    counts = {"stated": row.stated, "expected": row.expected, "units": _units(row.expected, provinces)}
    if row.is_complete:
        return _("tổng của đủ %(expected)d %(units)s") % counts
    words = _("tổng của %(stated)d/%(expected)d %(units)s có nêu") % counts
    if row.partial:
        words += _(", %(n)d nơi chưa đủ kỳ") % {"n": row.partial}
    return words


def _beside(row: Row, provinces: int) -> str:
    """The other claim about the same place and period, which the reader may compare and nobody adds."""
    other = next((r for r in row.beside if r.total is not None and r.period == row.period), None)
    if other is None or other.total is None:
        return ""
    words = quantity_words(other.total, language())
    if other.basis is Basis.REPORTED:
        return _("đơn vị tự báo cáo: %(words)s") % {"words": words}
    counts = {"stated": other.stated, "expected": other.expected, "units": _units(other.expected, provinces)}
    return _("cộng từ dưới lên: %(words)s (%(stated)d/%(expected)d %(units)s)") % {"words": words, **counts}


def provinces_of(place: Place, period: Period) -> int:
    """How many provinces the place had on the period's last day; none where it is not the country."""
    return provinces_on(period.end).count() if place.level == "country" else 0


def _units(expected: int, provinces: int) -> str:
    """What x/y counts: in the country provinces where no more are expected than there are, else communes.

    One place alone may be the old province below the new one as well as a commune: it is called neither.
    """
    if expected <= provinces:
        return _("tỉnh")
    return _("xã") if expected > 1 else _("nơi")


def _address(programme: Programme, code: str, place: Place, period: Period) -> str:
    query = urlencode({"dia-ban": place.key, "ky": str(period)})
    return f"{reverse('evidence', args=[programme.pk, code])}?{query}"
