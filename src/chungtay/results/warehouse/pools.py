"""Pools: where the numbers of a commune are added first, on their way to the places asked about.

Nearly everywhere that is the asked place itself: what lies between adds nothing up that is not added up there. Only
where a place holds both some that ended and some that began since, and both may speak of the same days, must those be
told apart before they are added (`reference_engine.without_twice`). Such a place is a stop on the way, and its pool is
what of it shares its dates. Which places are stops differs from period to period: periods with the same stops are of
one era.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from chungtay.kernel.periods import Period
from chungtay.results.warehouse.layout import day_number

_LEAF: Final = 3
EVER: Final = 1_000_000
"""Days that lie beyond all that is told, before 1970 and after."""

Life = tuple[int | None, int | None]
"""The first and the last day of a place; None: since ever, still in force."""
_Pool = tuple[int, Life]
"""The place that a pool lies in, and the life of what it is the pool of, where that matters."""


@dataclass(frozen=True, eq=False)
class Tree:
    """The places of a generation by their codes."""

    parents: Sequence[int | None]
    ranks: Sequence[int]
    depths: Sequence[int]
    ends: Sequence[int]
    """The last code at or under each."""
    lives: Sequence[Life]

    @cached_property
    def mixable(self) -> dict[int, set[Life]]:
        """The lives of what lies directly in a place, of those that hold some that ended beside others."""
        found: dict[int, set[Life]] = defaultdict(set)
        for parent, life in zip(self.parents, self.lives, strict=True):
            if parent is not None:
                found[parent].add(life)
        return {parent: lives for parent, lives in found.items() if len(lives) > 1 and any(to for _, to in lives)}

    def stops(self, period: Period, *, last: bool) -> frozenset[int]:
        """The places in which the same days may be counted twice."""
        start, end = day_number(period.start), day_number(period.end)
        return frozenset(place for place, lives in self.mixable.items() if _is_mixed(lives, start, end, last=last))


def _is_mixed(lives: set[Life], start: int, end: int, *, last: bool) -> bool:
    ended = [until for _, until in lives if until is not None and until < end]
    living = [since for since, until in lives if until is None or until >= end]
    if last:
        return bool(ended and living)
    young = [since for since in living if since is not None and since > start]
    return bool(ended and young) and max(young) > min(ended)


DIRECT: Final = 0
"""The depth of a pool that is all there is of an asked place: nothing has to be put together any more."""


@dataclass(frozen=True)
class Pools:
    """The pools of the communes under some places, for some asked periods."""

    rows: Sequence[tuple[int, ...]]
    """(slot, pool, since, until, lasts); the slot of a place is its code and the shift of the period's era; `lasts`
    1: it was in force on every day of all those periods."""
    groups: Sequence[tuple[int | None, ...]]
    """(pool, parent, depth, valid_from, valid_to): as if a pool were one place directly in `parent`."""
    shifts: tuple[int, ...]
    """By asked period."""
    depths: tuple[int, ...]
    """Of the places that are put together, from the deepest to the highest asked."""


Member = tuple[int, int]
"""What is added up as one though it is no place: its code, beyond those of places, and any of the communes in it."""


def pools_of(
    tree: Tree,
    asked: "Asked",
    reach: range,
    periods: tuple[Period, ...],
    *,
    last: bool,
    members: Sequence[Member] | None = None,
) -> Pools:
    """The pools on the way to some places, of the communes in a range of codes, or of `members` with a commune there.

    Slots of either are told alike, so that one shift serves both.
    """
    by_era: dict[tuple[frozenset[int], frozenset[int]], int] = {}
    size = max(len(tree.parents), *(code + 1 for code, _ in members or ()), 0)
    shifts = []
    days: dict[int, tuple[int, int]] = {}
    for period in periods:
        era = tree.stops(period, last=last), asked.at(tree, period)
        shift = by_era.setdefault(era, size * len(by_era))
        shifts.append(shift)
        start, end = days.get(shift, (EVER, -EVER))
        days[shift] = min(start, day_number(period.start)), max(end, day_number(period.end))
    rows: list[tuple[int, ...]] = []
    groups: list[tuple[int | None, ...]] = []
    deepest = 0
    for (stops, places), shift in by_era.items():
        way, numbers = _Way(tree, places, stops), dict[_Pool, int]()
        start, end = days[shift]
        for code, place in ((code, code) for code in reach) if members is None else members:
            pool = way.pool(place) if place in reach and tree.ranks[place] == _LEAF else None
            if pool is not None:
                since, until = _ever(tree.lives[place])
                number = numbers.setdefault(pool, len(groups) + len(numbers))
                rows.append((shift + code, number, since, until, int(since <= start and until >= end)))
        fed = way.fed(numbers)
        for (parent, life), number in numbers.items():
            is_direct = asked.may_be_direct and parent not in stops and parent not in fed
            depth = DIRECT if is_direct else tree.depths[parent] + 1
            groups.append((number, parent, depth, *life))
            deepest = max(deepest, depth)
    highest = min((tree.depths[place] for _, places in by_era for place in places), default=0)
    return Pools(rows, groups, tuple(shifts), tuple(range(deepest - 1, highest - 1, -1)))


def _ever(life: Life) -> tuple[int, int]:
    since, until = life
    return -EVER if since is None else since, EVER if until is None else until


@dataclass(frozen=True)
class Asked:
    """Which places are asked. `living`: only where they are in force at the end of a period. `may_be_direct`: what a
    pool comes to is one row."""

    places: frozenset[int]
    living: bool
    may_be_direct: bool

    def at(self, tree: Tree, period: Period) -> frozenset[int]:
        """The places asked about in a period."""
        if not self.living:
            return self.places
        end = day_number(period.end)
        return frozenset(
            place
            for place in self.places
            for since, until in (tree.lives[place],)
            if (since is None or since <= end) and (until is None or until >= end)
        )


class _Way:
    """The way up from communes to asked places in one era."""

    def __init__(self, tree: Tree, asked: frozenset[int], stops: frozenset[int]) -> None:
        self.tree, self.asked, self.stops = tree, asked, stops
        self._kept: dict[int, _Pool | None] = {}
        self._under: dict[int, bool] = {}

    def fed(self, pools: Iterable[_Pool]) -> set[int]:
        """The places that are put together from more than one pool, and those that such places have to know of."""
        found: set[int] = set()
        for parent, _ in pools:
            above = self.tree.parents[parent]
            if self._is_under(above):
                found.add(parent)
            while above is not None:
                found.add(above)
                above = self.tree.parents[above]
        return found

    def pool(self, place: int) -> _Pool | None:
        """The pool of a place; None where nothing asked holds it."""
        parent = self.tree.parents[place]
        if parent is None:
            return None
        if parent in self.stops:
            return (parent, self.tree.lives[place]) if self._is_under(parent) else None
        if parent in self.asked:
            return parent, (None, None)
        if parent not in self._kept:
            self._kept[parent] = self.pool(parent)
        return self._kept[parent]

    def _is_under(self, place: int | None) -> bool:
        """Whether something asked is or holds a place."""
        if place is None:
            return False
        if place not in self._under:
            self._under[place] = place in self.asked or self._is_under(self.tree.parents[place])
        return self._under[place]
