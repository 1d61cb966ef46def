"""What heads are called: places, indicators, parts, periods. Names of units come with the version that runs, so those
of a place are looked up once in a process."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from chungtay.kernel.errors import Both
from chungtay.kernel.text import match_key
from chungtay.reference.indicators.catalogue import cell_name, dimensions
from chungtay.reference.indicators.queries import definition
from chungtay.reference.places import queries as places
from chungtay.results.analysis.exploring.exploration import Axis, Measure
from chungtay.results.analysis.exploring.grid import Head
from chungtay.results.warehouse.facts import GROUP

if TYPE_CHECKING:
    from chungtay.kernel.periods import Period
    from chungtay.reference.places.models import Place

PER_CENT: Final = Both("%", "%")
WHOLE: Final = Both("Chung", "Total")
_named: dict[str, tuple[Head, tuple[object, ...], str]] = {}
"""Head, place in the order, and the bare name."""


def place_heads(keys: Iterable[str], first: str) -> list[Head]:
    """The heads of places, the asked one first, then those of today before ended ones, by name."""
    wanted = set(keys) - {GROUP}
    _learn(wanted - _named.keys())
    _learn({first} - _named.keys())
    found = sorted(wanted & _named.keys(), key=lambda key: (key != first, *_named[key][1]))
    own = _named[first][2] if first in _named else ""
    heads = (_named[key][0] for key in found)
    # What all lines would repeat is not said.
    return [replace(head, note=None) if head.note is not None and head.note.vi == own else head for head in heads]


def place_names(keys: Iterable[str]) -> dict[str, str]:
    """What units are called in Vietnamese, by key: for the words about comparable regions."""
    wanted = set(keys)
    _learn(wanted - _named.keys())
    return {key: _named[key][0].label.vi for key in wanted & _named.keys()}


def group_head(name: Both) -> Head:
    """The head of all members of a group together."""
    return Head(Axis.PLACE, GROUP, name)


def _learn(keys: set[str]) -> None:
    if not keys:
        return
    found = places.places_by_key(keys)
    above = places.places_by_id({pk for place in found.values() if (pk := _province_of(place)) is not None})
    for key, place in found.items():
        label = Both(places.place_label(place), places.place_label(place, "en"))
        order = place.valid_to is not None, match_key(place.name), key
        _named[key] = Head(Axis.PLACE, key, label, note=_note(place, above)), order, place.name


def _province_of(place: Place) -> int | None:
    """The province that tells communes of one name apart: that of its own time."""
    if place.level in ("country", "province"):
        return None
    return place.home_province_id if place.valid_to is None else place.legacy_province_id


def _note(place: Place, above: dict[int, Place]) -> Both | None:
    pk = _province_of(place)
    vi, en = [], []
    if pk is not None and pk in above:
        vi.append(above[pk].name)
        en.append(above[pk].name)
    if place.valid_to is not None:
        vi.append(f"đến {place.valid_to:%d/%m/%Y}")
        en.append(f"until {place.valid_to}")
    return Both(", ".join(vi), ", ".join(en)) if vi else None


@lru_cache(maxsize=1024)
def indicator_head(code: str, measure: Measure) -> Head:
    """The head of an indicator; the unit that its numbers are told in stands beside."""
    meaning = definition(code)
    return Head(Axis.INDICATOR, code, Both(meaning.name_vi, meaning.name_en), note=unit_of((code,), measure))


@lru_cache(maxsize=4096)
def cell_head(cell: str) -> Head:
    """The head of a part; '' is the whole."""
    return Head(Axis.CELL, cell, Both(cell_name(cell), cell_name(cell, "en")) if cell else WHOLE)


def cells_in_order(code: str, cells: Iterable[str]) -> list[str]:
    """The parts of an indicator as the catalogue shows them, the whole first."""
    own = definition(code).breakdown
    members = [f"{own}={member.key}" for member in dimensions()[own].members] if own else []
    place = {cell: position for position, cell in enumerate(members)}
    return sorted(cells, key=lambda cell: (cell != "", place.get(cell, len(members)), cell))


@lru_cache(maxsize=4096)
def period_head(period: Period) -> Head:
    """The head of a period."""
    vi, en = period.label(), period.label("en")
    head = Both(vi[:1].upper() + vi[1:], en)
    return Head(Axis.PERIOD, str(period), head, days=(period.start, period.end))


def unit_of(codes: Sequence[str], measure: Measure) -> Both | None:
    """The unit of what is told of the indicators, by what is measured; None where they have none in common."""
    if measure is Measure.COVERAGE:
        return PER_CENT
    units = {(definition(code).unit_vi, definition(code).unit_en) for code in codes}
    if len(units) > 1:
        return None
    vi, en = units.pop()
    return Both(f"{vi}/100.000 dân", f"{en} per 100,000 people") if measure is Measure.RATE else Both(vi, en)
