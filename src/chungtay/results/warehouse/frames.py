"""The map of one day seen from another: which units hold whose land, in which shares, and which can be compared.

Nothing is ever re-written: a figure stays with the unit that existed in its time, and a frame only says where its land
lies on the map of the day. Forward a unit goes where its land went, through as many changes as there were. Backward it
is shared among the units whose land it took, by how many people they brought along.

Known limit: a unit that took land over and kept its code is taken as it was on the asked day as a whole, so a period in
which it grew counts wholly before or wholly after.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from hashlib import sha256
from typing import Final

from chungtay.results.warehouse.apportion import LIMITS, MILLION, Limits, shares

Life = tuple[date | None, date | None]


@dataclass(frozen=True, slots=True)
class Change:
    """A unit or a part of it went into another on a day; shares in millionths, each kind adding up over the old unit.

    `people` is the share to use, `other` the second one that gives the range, `land` that of the area.
    """

    old: str
    new: str
    on: date
    people: int = MILLION
    other: int = MILLION
    land: int = MILLION


@dataclass(frozen=True, slots=True)
class Part:
    """How much of a source lies in a target on the map, by both weights, in millionths. `whole`: all of it, surely.

    `folded` of `people` are slivers that went elsewhere and are left with this part.
    """

    source: str
    target: str
    people: int = MILLION
    other: int = MILLION
    land: int = MILLION
    whole: bool = True
    folded: int = 0

    def is_sliver(self, limits: Limits = LIMITS) -> bool:
        """Whether it is too small, of people and of land, to join source and target into one comparable region."""
        return not self.whole and self.people < limits.sliver_people and self.land < limits.sliver_land


@dataclass(frozen=True)
class Region:
    """Units of the map that can only be compared together, because a unit of the other time was cut between them."""

    targets: tuple[str, ...]
    sources: tuple[str, ...]

    @property
    def key(self) -> str:
        """'VS-' and eight signs: the same units give the same key."""
        return "VS-" + sha256(",".join(self.targets).encode()).hexdigest()[:8]

    def too_wide(self, limits: Limits = LIMITS) -> bool:
        """Whether it holds too many units to say anything of one of them."""
        return len(self.targets) > limits.widest


@dataclass(frozen=True)
class Regions:
    """All regions of a window, and the edges that were too small to join two units."""

    all: tuple[Region, ...]
    dropped: tuple[Part, ...]
    of: Mapping[str, Region] = field(repr=False, compare=False)
    """By source and by target."""


_Number = int | Fraction
_Triple = tuple[_Number, _Number, _Number]
_Weights = dict[str, _Triple]
"""By unit: people, the second weight and land, in millionths."""
_ALL: Final = (MILLION, MILLION, MILLION)


class Atlas:
    """All maps: what changed, when each unit lived, and how many people and how much land it had. Answers are kept."""

    def __init__(
        self,
        changes: Iterable[Change],
        lives: Mapping[str, Life],
        people: Mapping[str, int] | None = None,
        land: Mapping[str, int] | None = None,
        first: date = date.min,
    ) -> None:
        self.lives, self.people, self.land, self.first = lives, people or {}, land or {}, first
        self._after: dict[str, list[Change]] = defaultdict(list)
        self._before: dict[str, list[str]] = defaultdict(list)
        for change in changes:
            self._after[change.old].append(change)
            self._before[change.new].append(change.old)
        self._kept: dict[tuple[str, date | None, date], tuple[Part, ...]] = {}

    def lived(self, key: str, on: date) -> bool:
        """Whether the unit was in force on the day."""
        start, end = self.lives[key]
        return (start is None or start <= on) and (end is None or on <= end)

    def moves(self, key: str) -> bool:
        """Whether the unit ever came from or went into another."""
        return key in self._after or key in self._before

    def spread(self, key: str, at: date, on: date) -> tuple[Part, ...]:
        """Where the land that a unit had on day `at` lies on the map of day `on`, in order of the targets' keys.

        `at` outside the unit's life means its nearest day. Empty where it is not known to which unit the land went.
        """
        start, end = self.lives[key]
        at = min(max(at, start or date.min), end or date.max)
        if at <= on and self.lived(key, on):
            return (Part(key, key),)
        asked = (key, at if at > on and self.lived(key, on) else None, on)
        if asked not in self._kept:
            self._kept[asked] = _parts(key, self._forward(key, on) if at <= on else self._backward(key, at, on))
        return self._kept[asked]

    def neighbours(self, key: str) -> tuple[list[str], list[str]]:
        """(units whose land it took, units that took its land), by key."""
        return sorted(set(self._before[key])), sorted({change.new for change in self._after[key]})

    def _forward(self, key: str, on: date) -> _Weights:
        if self.lived(key, on):
            return {key: _ALL}
        found: _Weights = {}
        for change in self._steps(key, on):
            if self.lived(change.new, on):
                further: _Weights = {change.new: _ALL}
            else:
                further = self._forward(change.new, on)
            for target, went in further.items():
                step = _times((change.people, change.other, change.land), went)
                found[target] = _plus(found[target], step) if target in found else step
        return found

    def _steps(self, key: str, on: date) -> list[Change]:
        # A unit that ended early may be linked both to the one that took it then and to units of a later map: where
        # the later map has begun, one known link is better than two put together.
        near = [change for change in self._after[key] if self.lived(change.new, change.on)]
        far = [change for change in self._after[key] if not self.lived(change.new, change.on)]
        begun = all((self.lives[change.new][0] or date.min) <= on for change in far)
        return far if far and begun else near

    def _backward(self, key: str, at: date, on: date) -> _Weights:
        origins: _Weights = {}
        for origin in sorted(self._forerunners(key)):
            if self.lived(origin, on) and key in (went := self._forward(origin, at)):
                origins[origin] = went[key]
        people = _brought(origins, self.people, self.land, by=0)
        land = _brought(origins, self.land, self.people, by=2)
        return {origin: (people[origin], land[origin], land[origin]) for origin in origins}

    def _forerunners(self, key: str) -> set[str]:
        found, open_ends = {key}, [key]
        while open_ends:
            new = [old for old in self._before[open_ends.pop()] if old not in found]
            found.update(new)
            open_ends += new
        return found


def _times(one: _Triple, other: _Triple) -> _Triple:
    if other == _ALL:
        return one
    return (
        one[0] * Fraction(other[0], MILLION),
        one[1] * Fraction(other[1], MILLION),
        one[2] * Fraction(other[2], MILLION),
    )


def _plus(one: _Triple, other: _Triple) -> _Triple:
    return one[0] + other[0], one[1] + other[1], one[2] + other[2]


def _brought(origins: _Weights, sizes: Mapping[str, int], instead: Mapping[str, int], *, by: int) -> dict[str, _Number]:
    """What each origin brings along: its size times the share that went; where sizes lack, the other kind, or alike."""
    known = next((table for table in (sizes, instead) if all(table.get(origin) for origin in origins)), None)
    return {origin: (known[origin] if known else 1) * went[by] for origin, went in origins.items()}


def _parts(key: str, weights: _Weights) -> tuple[Part, ...]:
    targets = sorted(weights)
    if len(targets) <= 1:
        return tuple(Part(key, target) for target in targets)
    people, other, land = (shares([weights[target][i] for target in targets]) for i in range(3))
    return tuple(Part(key, target, people[i], other[i], land[i], whole=False) for i, target in enumerate(targets))


def without_slivers(parts: Sequence[Part], limits: Limits = LIMITS) -> tuple[list[Part], list[Part]]:
    """(the parts of one source with slivers left to the largest of them, the slivers). Shares still add up to one."""
    slivers = [part for part in parts if part.is_sliver(limits)]
    kept = [part for part in parts if not part.is_sliver(limits)]
    if not slivers or not kept:
        return list(parts), []
    largest = max(kept, key=lambda part: (part.people, part.target))
    gone = sum(part.people for part in slivers)
    kept[kept.index(largest)] = replace(largest, people=largest.people + gone, folded=gone)
    return kept, slivers


def regions(parts: Sequence[Part], limits: Limits = LIMITS) -> Regions:
    """Connected components of sources and targets; edges that are slivers of both people and land do not connect."""
    dropped = tuple(part for part in parts if part.is_sliver(limits))
    gone = set(dropped)
    leader: dict[tuple[bool, str], tuple[bool, str]] = {}

    def root(node: tuple[bool, str]) -> tuple[bool, str]:
        while leader.setdefault(node, node) != node:
            leader[node] = leader[leader[node]]
            node = leader[node]
        return node

    for part in parts:
        target = root((True, part.target))
        if part not in gone:
            leader[root((False, part.source))] = target
    held: dict[tuple[bool, str], list[tuple[bool, str]]] = defaultdict(list)
    for node in leader:
        held[root(node)].append(node)
    found = sorted(
        (
            Region(*(tuple(sorted(key for is_target, key in nodes if is_target is wanted)) for wanted in (True, False)))
            for nodes in held.values()
        ),
        key=lambda region: region.targets,
    )
    return Regions(
        tuple(found),
        dropped,
        {key: region for region in found for key in (*region.targets, *region.sources)},
    )
