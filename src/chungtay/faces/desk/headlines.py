"""Headline figures of a programme: one question per content area, each total with what it stands on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from chungtay.faces.desk import counts
from chungtay.faces.desk.counts import Coverage
from chungtay.faces.desk.parts import SHOWN, Part, part_of, parts_apart, parts_shown
from chungtay.faces.desk.showing import absence_words, small_words
from chungtay.faces.desk.telling import language
from chungtay.gathering.programmes import queries as programmes
from chungtay.kernel.absence import Absence
from chungtay.kernel.numbers import number_words, quantity_words
from chungtay.kernel.periods import Period, Regime, programme_term
from chungtay.ledger.queries import transaction_now
from chungtay.reference.actors.policies import sees_place
from chungtay.reference.indicators.catalogue import cell_name
from chungtay.reference.indicators.queries import definition
from chungtay.reference.places.queries import place_get
from chungtay.results.warehouse.queries import answer, small_cell
from chungtay.results.warehouse.questions import Basis, Question, Row
from chungtay.results.warehouse.withholding import withheld_cell
from chungtay.results.warehouse.words import apart_words

if TYPE_CHECKING:
    from chungtay.gathering.programmes.models import Programme
    from chungtay.reference.actors.models import User
    from chungtay.reference.places.models import Place

REMEMBERED = 60
"""Seconds."""
APART = 63
"""Places named beneath a headline that cannot be added up: as many as there were provinces; the note counts all."""


@dataclass(frozen=True)
class Look:
    """Who looks at which programme, about which place and period."""

    programme: Programme
    place: Place
    period: Period
    by: User

    def address(self, code: str, cell: str = "") -> str:
        """Where the evidence of an indicator, or of one part of it, is listed."""
        asked = {"dia-ban": self.place.key, "ky": str(self.period)} | ({"phan": cell} if cell else {})
        return f"{reverse('evidence', args=[self.programme.pk, code])}?{urlencode(asked)}"

    def way_to(self, row: Row) -> str:
        """Straight to the sentence where one figure alone stands behind the row, else to the list of its figures."""
        if len(row.figure_ids) == 1:
            return reverse("figure", args=row.figure_ids)
        return self.address(row.indicator, row.cell)


@dataclass(frozen=True)
class Totals:
    """What stands for each of the programme's indicators, by code: the whole, and the parts that somebody stated."""

    wholes: dict[str, Row] = field(default_factory=dict)
    parts: dict[str, list[Row]] = field(default_factory=dict)
    apart: dict[str, list[Row]] = field(default_factory=dict)
    """What places below stated of an indicator, or of a part of it, and nobody may add up."""

    def stated(self, code: str) -> Row | None:
        """The whole, where somebody stated one."""
        row = self.wholes.get(code)
        return row if row is not None and (row.total is not None or row.absence is Absence.ZERO) else None


@dataclass(frozen=True)
class Tile:
    """One headline figure. `note` says of how many expected reports it is the sum; `address` leads to its evidence.

    Where nobody stated the whole, there are `parts` alone and no words. `more` are parts to be unfolded.
    """

    code: str
    name: str
    unit: str
    words: str
    note: str
    beside: str
    address: str
    has_value: bool
    is_part: bool
    parts: tuple[Part, ...] = ()
    more: tuple[Part, ...] = ()


@dataclass(frozen=True)
class AreaTiles:
    """A content area with its tiles; `silent` counts the indicators of which nobody stated even a part."""

    position: int
    area: Any
    tiles: list[Tile]
    silent: int


def place_for(programme: Programme, by: User) -> Place:
    """The widest place that the account may ask the programme about: the programme's own, else that of its body."""
    return programme.place if sees_place(by, programme.place) else by.body.place


def totals_of(look: Look) -> Totals:
    """The leading rows of each of the programme's indicators, the wholes and the parts.

    Asked once for each state of the ledger and each day, by who may read what: several pages and many officers ask the
    same of it, and five years of every indicator of a nation cost seconds. What is approved is therefore seen at once;
    who owes a report, which is no deed of the ledger, after a minute.
    """
    by = look.by
    state = transaction_now(), timezone.localdate()
    key = ("totals", look.programme.pk, look.place.pk, str(look.period), by.body_id, by.role, *state)
    asked = sha256(repr(key).encode()).hexdigest()
    found: Totals | None = cache.get(asked)
    if found is None:
        found = _totals(look)
        cache.set(asked, found, REMEMBERED)
    return found


def _totals(look: Look) -> Totals:
    codes = tuple(dict.fromkeys(code for area in programmes.areas(look.programme) for code in area.indicators))
    found = Totals()
    for row in answer(Question(codes, look.place.key, look.period, cells=None), user=look.by) if codes else []:
        if row.apart:
            found.apart.setdefault(row.indicator, []).extend(row.apart)
        if row.cell and row.total is not None:
            found.parts.setdefault(row.indicator, []).append(row)
        elif not row.cell:
            found.wholes.setdefault(row.indicator, row)
    return found


def area_tiles(look: Look, totals: Totals) -> list[AreaTiles]:
    """The areas in the programme's order, each with the indicators that somebody has stated, if only in parts."""
    result, known = [], {*totals.parts, *totals.apart}
    for area in programmes.areas(look.programme):
        stated = [code for code in area.indicators if totals.stated(code) is not None or code in known]
        tiles = [tile(look, totals, code) for code in stated]
        result.append(AreaTiles(area.position, area, tiles, len(area.indicators) - len(stated)))
    return result


def best_tiles(areas: Sequence[AreaTiles], most: int = 4) -> list[Tile]:
    """The first tiles of each area in turn, those with a whole before those of parts, for a card that shows few."""
    columns = [area.tiles for area in areas]
    deepest = max((len(tiles) for tiles in columns), default=0)
    turns = [tiles[depth] for depth in range(deepest) for tiles in columns if depth < len(tiles)]
    return sorted(turns, key=lambda tile: not tile.has_value)[:most]


def coverage(look: Look, totals: Totals) -> Coverage:
    """The widest coverage among all rows."""
    rows = [*totals.wholes.values(), *(row for parts in totals.parts.values() for row in parts)]
    return counts.coverage(rows, look.place.level)


def tile(look: Look, totals: Totals, code: str) -> Tile:
    """One indicator as this account may read it, with its parts beneath."""
    whole = totals.stated(code)
    rows = totals.parts.get(code, [])
    parts = parts_shown(rows, whole, look.place, look.by, look.way_to)
    shares = {part.share for part in parts}
    if whole is not None:
        common = counts.share(whole, look.place.level)
        shown = row_tile(look, whole, look.way_to(whole))
    elif rows or code not in totals.apart:
        common = shares.pop() if len(shares) == 1 else ""
        shown = _without_whole(code, _("chỉ nêu từng phần, không nêu số chung") + (f" ({common})" if common else ""))
    else:
        common = ""
        shown = _without_whole(code, _apart_words(code, totals.apart[code]))
    # What holds for all of them is said once, in the note.
    parts = tuple(replace(part, share="") if part.share == common else part for part in parts)
    apart = _apart(look, totals.apart.get(code, []))
    if parts or whole is not None:
        return replace(shown, parts=parts[:SHOWN], more=(*parts[SHOWN:], *apart))
    return replace(shown, parts=apart[:SHOWN], more=apart[SHOWN:])


def _apart(look: Look, rows: Sequence[Row]) -> tuple[Part, ...]:
    """Where one may look: each place that stated it, with its own number, in the order of their codes."""
    found: list[Part] = []
    for key in sorted({row.place for row in rows})[:APART]:
        there = replace(look, place=place_get(key))
        found += parts_apart([row for row in rows if row.place == key], there.place, look.by, there.way_to)
    return tuple(found)


def _apart_words(code: str, rows: Sequence[Row]) -> str:
    words = apart_words(definition(code).nature, len({row.place for row in rows}))
    return words[language() == "en"]


def row_tile(look: Look, row: Row, address: str = "") -> Tile:
    """One total as this account may read it."""
    meaning = definition(row.indicator)
    small, withheld = small_cell(row, look.by), withheld_cell(row, look.by)
    hidden = small or withheld
    name = meaning.name(language())
    return Tile(
        code=row.indicator,
        name=f"{name}: {cell_name(row.cell, language())}" if row.cell else name,
        unit=meaning.unit(language()),
        words=small_words(row.indicator) if small else _("được che") if withheld else row_words(row),
        note=counts.note(row, look.place.level),
        beside="" if hidden else counts.beside(row),
        address=address,
        has_value=row.total is not None,
        is_part=row.basis is Basis.ROLLED_UP and not row.is_complete,
    )


def _without_whole(code: str, said: str) -> Tile:
    meaning = definition(code)
    return Tile(code, meaning.name(language()), meaning.unit(language()), "", said, "", "", False, False)


def evidence_row(look: Look, totals: Totals, code: str, cell: str) -> Row | None:
    """The whole of an indicator, or one part that the account may trace; None where there is none."""
    whole = totals.wholes.get(code)
    if not cell:
        return whole
    return part_of(totals.parts.get(code, []), cell, totals.stated(code), look.place, look.by)


def row_words(row: Row) -> str:
    """The total in words; a ratio with both of its parts; else which kind of nothing."""
    if row.total is None:
        return _apart_words(row.indicator, row.apart) if row.apart else absence_words(row.absence)
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
