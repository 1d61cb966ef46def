"""Kin: communes that, in one year, go every way up together, so that their months may be added up once and for all.

They lie under the same place of a province's level or above, or under the same stop (see `pools`) by the same way, and
were in force on the same days of the year. Whatever months of that year are asked, for whichever provinces, they are in
one pool, and their months fill the asked period or do not by the same count of days. Districts are not asked this way.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from chungtay.kernel.periods import calendar_month, decree_month
from chungtay.results.warehouse.layout import day_number
from chungtay.results.warehouse.pools import EVER, Life, Tree

WIDEST: Final = 1
"""The rank of provinces: no place between them and the communes is asked about."""
_LEAF: Final = 3


class Kin(NamedTuple):
    """The communes of one year that go together. `first` is any of them; `since` and `until` as far as they fall within
    the year, else beyond all days."""

    code: int
    year: int
    first: int
    since: int
    until: int


@dataclass(frozen=True)
class Kins:
    """Those of some years; their codes follow those of the places."""

    held: Sequence[Kin]
    members: Sequence[tuple[int, int, int]]
    """(year, commune, kin)."""


def kins_of(tree: Tree, years: Sequence[int]) -> Kins:
    """The kin of all communes in some years."""
    held: list[Kin] = []
    members: list[tuple[int, int, int]] = []
    for year in years:
        start, end = _reach(year)
        stops = _stops(tree, start, end)
        ways: dict[int, tuple[int, int] | None] = {}
        numbers: dict[tuple[object, ...], int] = {}
        for place, rank in enumerate(tree.ranks):
            way = _way(tree, place, stops, ways) if rank == _LEAF else None
            if way is None:
                continue
            life = _within(tree.lives[place], start, end)
            key = (way[0], tree.lives[way[1]] if way[0] in stops else None, *life)
            if key not in numbers:
                numbers[key] = len(tree.parents) + len(held)
                held.append(Kin(numbers[key], year, place, *life))
            members.append((year, place, numbers[key]))
    return Kins(held, members)


def _reach(year: int) -> tuple[int, int]:
    """The first and the last day of a year on any clock."""
    first, last = ([make(year, month) for make in (decree_month, calendar_month)] for month in (1, 12))
    return day_number(min(month.start for month in first)), day_number(max(month.end for month in last))


def _stops(tree: Tree, start: int, end: int) -> frozenset[int]:
    """All places that are a stop for any period within some days; it does no harm if others are among them."""
    found = set()
    for place, lives in tree.mixable.items():
        ended = [until for _, until in lives if until is not None and until < end]
        young = [since for since, _ in lives if since is not None and since > start]
        if ended and young and max(young) > min(ended):
            found.add(place)
    return frozenset(found)


def _way(
    tree: Tree, place: int, stops: frozenset[int], ways: dict[int, tuple[int, int] | None]
) -> tuple[int, int] | None:
    """The first place above that may be asked about or be a stop, and what on the way lies directly in it."""
    parent = tree.parents[place]
    if parent is None:
        return None
    if parent in stops or tree.ranks[parent] <= WIDEST:
        return parent, place
    if parent not in ways:
        ways[parent] = _way(tree, parent, stops, ways)
    return ways[parent]


def _within(life: Life, start: int, end: int) -> tuple[int, int]:
    since, until = life
    return (
        -EVER if since is None or since <= start else since,
        EVER if until is None or until >= end else until,
    )
