"""Which communes are most like those where a kind of model works. Pure.

Compared by what everybody may know of land and administration: ward, commune or special zone; how densely settled and
how large; border, coast, island; industrial zones; the same province or one beside it. Nothing is weighed: what agrees
is counted, the fewest differences first, then the nearest. Who lives there, and what happens there, is never asked.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from math import cos, hypot, radians
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

DENSITIES = (50, 150, 500, 2000, 10_000)
"""People to a km² at which another band begins."""
AREAS = (10, 30, 100, 300)
"""km² at which another band begins."""
INDUSTRIAL = "industrial"
MOST = 50
_KM_PER_DEGREE = 111.2


class Trait(StrEnum):
    """What two communes may have in common."""

    KIND = "kind"
    DENSITY = "density"
    AREA = "area"
    POSITION = "position"
    INDUSTRY = "industry"
    PROVINCE = "province"


class Signature(NamedTuple):
    """What is compared but for the province. Bands count from 0; None: not known, and then nothing agrees."""

    kind: str
    density: int | None
    area: int | None
    position: frozenset[str]
    is_industrial: bool


class Locality(NamedTuple):
    """A commune: its kind of unit, people and km² (None: not known), the kinds of groups it belongs to, its middle."""

    id: int
    province: int
    kind: str
    people: int | None
    area: float | None
    groups: frozenset[str]
    lat: float | None
    lon: float | None

    @property
    def signature(self) -> Signature:
        """What is compared but for the province."""
        known = self.area if self.area else None
        density = None if known is None or self.people is None else bisect_right(DENSITIES, self.people / known)
        area = None if known is None else bisect_right(AREAS, known)
        return Signature(self.kind, density, area, self.groups - {INDUSTRIAL}, INDUSTRIAL in self.groups)


@dataclass(frozen=True)
class Likeness:
    """A commune, the one most like it where the kind works, what agrees and what does not, and how far apart they are
    (None: not known). What is in neither is not known of one of them, or is no zone of industry in both."""

    place: Locality
    example: Locality
    agrees: tuple[Trait, ...]
    differs: tuple[Trait, ...]
    km: float | None

    @property
    def is_same_province(self) -> bool:
        """Else a neighbouring one where the province agrees."""
        return self.place.province == self.example.province


_Rank = tuple[int, int]


def shortlist(
    candidates: Iterable[Locality], examples: Iterable[Locality], beside: Mapping[int, frozenset[int]], most: int = MOST
) -> list[Likeness]:
    """The candidates most like any of the examples, at most so many. `beside`: which provinces border on which.

    Communes that are the same in all that is compared are compared once; only what can be shown is measured in km.
    """
    where: dict[Signature, dict[int, list[Locality]]] = {}
    for one in examples:
        where.setdefault(one.signature, {}).setdefault(one.province, []).append(one)
    groups: dict[tuple[Signature, int], list[Locality]] = {}
    for one in candidates:
        groups.setdefault((one.signature, one.province), []).append(one)
    ranked: dict[_Rank, list[tuple[list[Locality], list[Locality]]]] = {}
    for (signature, province), alike in groups.items():
        near = beside.get(province, frozenset()) | {province}
        rank, pool = _best(signature, near, where)
        if pool:
            ranked.setdefault(rank, []).append((alike, pool))
    found: list[Likeness] = []
    for rank in sorted(ranked, reverse=True):
        level = [_nearest(one, pool, beside) for alike, pool in ranked[rank] for one in alike]
        found += sorted(level, key=lambda like: (like.km is None, like.km or 0, like.place.id))
        if len(found) >= most:
            break
    return found[:most]


def _best(
    signature: Signature, near: frozenset[int], where: Mapping[Signature, Mapping[int, list[Locality]]]
) -> tuple[_Rank, list[Locality]]:
    """How much agrees at best, and the examples of which that holds."""
    best: _Rank = (-1, 0)
    pool: list[Locality] = []
    for other, provinces in where.items():
        agrees, differs = compared(signature, other)
        at_hand = [province for province in provinces if province in near]
        rank = (len(agrees) + bool(at_hand), -len(differs) - (not at_hand))
        if rank > best:
            best, pool = rank, []
        if rank == best:
            pool += [one for province in at_hand or provinces for one in provinces[province]]
    return best, pool


@cache
def compared(one: Signature, other: Signature) -> tuple[tuple[Trait, ...], tuple[Trait, ...]]:
    """What agrees and what differs, but for the province. Only shared zones of industry agree: no list of those without
    is kept."""
    agrees: list[Trait] = []
    differs: list[Trait] = []
    (agrees if one.kind == other.kind else differs).append(Trait.KIND)
    bands = ((Trait.DENSITY, one.density, other.density), (Trait.AREA, one.area, other.area))
    for trait, mine, yours in bands:
        if mine is not None and yours is not None:
            (agrees if mine == yours else differs).append(trait)
    (agrees if one.position == other.position else differs).append(Trait.POSITION)
    if one.is_industrial or other.is_industrial:
        (agrees if one.is_industrial == other.is_industrial else differs).append(Trait.INDUSTRY)
    return tuple(agrees), tuple(differs)


def _nearest(place: Locality, pool: list[Locality], beside: Mapping[int, frozenset[int]]) -> Likeness:
    example, km = pool[0], None
    if place.lat is not None and place.lon is not None:
        placed = [
            (distance(place.lat, place.lon, o.lat, o.lon), o) for o in pool if o.lat is not None and o.lon is not None
        ]
        if placed:
            km, example = min(placed, key=lambda pair: (pair[0], pair[1].id))
    agrees, differs = compared(place.signature, example.signature)
    if example.province == place.province or example.province in beside.get(place.province, ()):
        return Likeness(place, example, (*agrees, Trait.PROVINCE), differs, km)
    return Likeness(place, example, agrees, (*differs, Trait.PROVINCE), km)


def distance(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """Kilometres between two points as on flat land: within one per cent over the length of the country."""
    across = (other_lon - lon) * cos(radians((lat + other_lat) / 2))
    return _KM_PER_DEGREE * hypot(other_lat - lat, across)
