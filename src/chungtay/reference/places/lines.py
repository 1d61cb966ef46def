"""Thousands of places at once, as plain lines: for pages and counts that name every commune of the country.

Building the rows' objects would cost three times as much. Used through `queries`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from django.db.models import Q

from chungtay.reference.places.finding import inside_q, valid_q
from chungtay.reference.places.models import GroupKind, Place, PlaceGroupMember, PlaceLevel, Population
from chungtay.reference.places.territory import territory_q

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from datetime import date


class PlaceLine(NamedTuple):
    """The columns of a place that lists and maps show; named as those of `Place`."""

    pk: int
    key: str
    level: str
    code: str
    vintage: str
    name: str
    full_name: str
    kind: str
    legacy_province_id: int | None
    home_province_id: int | None
    lat: float | None
    lon: float | None
    area: float | None


def lines_of(ids: Collection[int]) -> list[PlaceLine]:
    """Places by their ids, in no order."""
    found = Place.objects.filter(pk__in=ids).order_by() if ids else Place.objects.none()
    return list(map(PlaceLine._make, found.values_list(*PlaceLine._fields)))


class PlaceShown(NamedTuple):
    """The columns of a place that a row of a list needs: those of its name."""

    pk: int
    level: str
    name: str
    full_name: str
    kind: str


def lines_in(within: Place, on: date, level: str) -> list[PlaceLine]:
    """The units of a level that are in force on a day and lie in a place, without itself, by code."""
    found = Place.objects.filter(valid_q(on), inside_q(within, on), level=level).exclude(pk=within.pk)
    return list(map(PlaceLine._make, found.order_by("code").values_list(*PlaceLine._fields)))


def line_of(place: Place) -> PlaceLine:
    """One place as a line."""
    return PlaceLine(*(getattr(place, name) for name in PlaceLine._fields))


def people_in(within: Place, level: str, year: int, source: str) -> dict[int, int]:
    """How many people the units of a level in a territory had in a year by one source, by place id."""
    rows = Population.objects.filter(territory_q(within), place__level=level, year=year, source=source)
    return dict(rows.values_list("place_id", "total"))


def positions_in(within: Place, on: date) -> Iterator[tuple[int, str]]:
    """The communes of a territory with the kinds of the groups that they belong to on a day: border, coast, island,
    industrial. Groups that the territory does not know of are left out, and so is what bodies group for themselves."""
    kinds = (GroupKind.BORDER, GroupKind.COAST, GroupKind.ISLAND, GroupKind.INDUSTRIAL)
    known = Q(group__owner=None) | territory_q(within, "group__owner__")
    rows: Any = PlaceGroupMember.objects.filter(
        valid_q(on), known, territory_q(within), group__kind__in=kinds, place__level=PlaceLevel.COMMUNE
    )
    yield from rows.order_by().values_list("place_id", "group__kind")


def neighbours_in(topology: dict[str, Any]) -> dict[str, frozenset[str]]:
    """Which shapes of a map share a border, by code: in a topology both are drawn with the same arc."""
    [collection] = topology["objects"].values()
    beside: dict[int, set[str]] = {}
    for shape in collection["geometries"]:
        for arc in _arcs(shape["arcs"]):
            beside.setdefault(arc, set()).add(shape["properties"]["code"])
    found: dict[str, set[str]] = {}
    for codes in beside.values():
        for code in codes:
            found.setdefault(code, set()).update(codes - {code})
    return {code: frozenset(codes) for code, codes in found.items()}


def _arcs(nested: Any) -> Iterator[int]:
    """An arc that is drawn backward bears its complement."""
    if isinstance(nested, int):
        yield nested if nested >= 0 else ~nested
        return
    for part in nested:
        yield from _arcs(part)
