"""The map of a question's day over one world: its units, and from which places of other days each gets its land."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import Final

from chungtay.kernel.periods import Period
from chungtay.results.warehouse.facts import LEVELS, PlaceNode
from chungtay.results.warehouse.frames import Atlas, Part, Regions, regions, without_slivers
from chungtay.results.warehouse.questions import By

_LEAF: Final = LEVELS.index("commune")


class Frame:
    """The map of a day, asked about a place: its units, and from where each of them gets its land.

    `root` is the place that a tree must stand on for it, `sources` are the units of all dates whose nodes it adds up.
    """

    def __init__(self, places: Mapping[str, PlaceNode], atlas: Atlas, day: date, place: str, by: By) -> None:
        self.places, self.atlas, self.day, self.place, self.by = places, atlas, day, place, by
        self.lines = _lines(places)
        self.root = self.lines[place][-1]
        self.rank = LEVELS.index(by.value) if by is not By.ONE else places[place].rank
        self.is_country = self.rank == 0
        level = LEVELS.index("province") if self.is_country else self.rank
        self.map_units = frozenset(k for k, p in self.places.items() if p.rank == level and p.in_force(self.day))
        self.units = tuple(key for key in sorted(self.map_units) if self._is_asked(key))
        self.sources = tuple(key for key in sorted(self.places) if self._is_source(key, level))
        self._spreads: dict[date, Spread] = {}
        self._regions: dict[Period, Regions] = {}
        self._wanted: dict[date, frozenset[str]] = {}
        self._keeps: dict[date, bool] = {}
        self._made_of: dict[tuple[str, Period], tuple[str, ...]] = {}

    def _is_asked(self, key: str) -> bool:
        if self.by is By.ONE and not self.is_country:
            return key == self.place
        return self.place in self.lines[key]

    def _is_source(self, key: str, level: int) -> bool:
        """The units of the level, of any date, and what is lower and lies in none: nothing counts in two of them."""
        rank = self.places[key].rank
        if rank == level or not 0 < rank < level:
            return rank == level or (rank > level and all(self.places[a].rank < level for a in self.lines[key][1:]))
        # Island districts held no communes and went into one.
        return rank == LEVELS.index("district") and bool(self.atlas.neighbours(key)[1])

    def units_over(self, place: str) -> list[str]:
        """The units of the map among a place and those that hold it."""
        return [key for key in self.lines.get(place, ()) if key in self.map_units]

    def spread(self, at: date) -> "Spread":
        """Where the land of each source lies on the map, as it was on a day; on every day before the map's the same."""
        at = max(at, self.day)
        if at not in self._spreads:
            self._spreads[at] = Spread(self, at)
        return self._spreads[at]

    def keeps(self, at: date) -> bool:
        """Whether every unit of the map is, with all that lies in it, what it is in the tree of all dates: what it
        comes to as was is then what it comes to on the map."""
        at = max(at, self.day)
        if at not in self._keeps:
            spread = self.spread(at)
            self._keeps[at] = not spread.lacking and all(
                {key for key, part in spread.of(place).items() if part.whole}
                == set(spread.of(place))
                == self.map_units.intersection(line)
                for place, line in self.lines.items()
                if 0 < self.places[place].rank <= _LEAF
            )
        return self._keeps[at]

    def made_of(self, unit: str, period: Period) -> tuple[str, ...]:
        """The places, of any date, on whose land a unit of the map lies and that were in force in a period."""
        key = (unit, period)
        if key not in self._made_of:
            found = self.spread(period.end).holding(unit)
            self._made_of[key] = tuple(sorted(key for key in found if self.places[key].days_of(period)))
        return self._made_of[key]

    def wanted(self, at: date) -> frozenset[str]:
        """The places whose numbers are needed: the sources, and what lies in those divided or holding older ones."""
        if at not in self._wanted:
            spread, found, open_ends = self.spread(at), set(self.sources), list(self.sources)
            while open_ends:
                place = open_ends.pop()
                is_cut = any(not part.whole for part in spread.of(place).values())
                if self.places[place].rank < _LEAF and (is_cut or self._holds_older(place)):
                    below = self.divided(place)
                    found.update(below)
                    open_ends += below
            self._wanted[at] = frozenset(found)
        return self._wanted[at]

    def _holds_older(self, place: str) -> bool:
        return any(self.places[key].rank == self.places[place].rank for key in self._children.get(place, ()))

    def divided(self, place: str) -> list[str]:
        """The lower units directly in a place, without older ones of its own level."""
        return [key for key in self._children.get(place, ()) if self.places[key].rank > self.places[place].rank]

    @cached_property
    def _children(self) -> Mapping[str, Sequence[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for key, line in self.lines.items():
            if len(line) > 1:
                found[line[1]].append(key)
        return found

    def needed(self, units: Iterable[str], at: date, window: Period) -> set[str]:
        """The places whose numbers are needed to tell of some units: those that bring to them, in part or not, and
        what they may have to be compared with."""
        spread, regions = self.spread(at), self.regions(window).of
        found: set[str] = set()
        for unit in units:
            found.add(unit)
            found.update(part.source for part in (*spread.into.get(unit, ()), *spread.lacking.get(unit, ())))
            found.update(regions[unit].sources if unit in regions else ())
        is_divided = any(self.places[key].rank < self.rank for key in found)
        return found | self.wanted(at) if is_divided else found

    def regions(self, window: Period) -> Regions:
        """The comparable regions between a period as a whole and the map."""
        if window not in self._regions:
            spread = self.spread(window.end)
            alive = [key for key in self.sources if self.places[key].days_of(window)]
            self._regions[window] = regions([part for key in alive for part in spread.of(key).values()])
        return self._regions[window]


class Spread:
    """The shares of places in the units of the map, as their land was on one day."""

    def __init__(self, frame: Frame, at: date) -> None:
        self._frame, self._at = frame, at
        self._kept: dict[str, dict[str, Part]] = {}
        self.into: dict[str, list[Part]] = defaultdict(list)
        self.lacking: dict[str, list[Part]] = defaultdict(list)
        """The slivers of each unit: too small to count, but its number is that much less sure."""
        for source in frame.sources:
            for target, part in self.of(source).items():
                self.into[target].append(part)

    def of(self, place: str) -> dict[str, Part]:
        """In which units of the map a place of any level lies, and how much of it; empty where that is not known."""
        if place not in self._kept:
            self._kept[place] = self._find(place)
        return self._kept[place]

    def holding(self, unit: str) -> list[str]:
        """The sources on whose land a unit lies; of one that is divided, the units in it that lie there."""
        found, open_ends = [], [part.source for part in self.into.get(unit, ())]
        while open_ends:
            place = open_ends.pop()
            part = self.of(place).get(unit)
            if part is None:
                continue
            if part.whole or self._frame.places[place].rank >= _LEAF:
                found.append(place)
            else:
                open_ends += self._frame.divided(place)
        return found

    def _find(self, place: str) -> dict[str, Part]:
        lines, parts = self._frame.lines, self._parts(place)
        found: dict[str, list[Part]] = defaultdict(list)
        for part in parts:
            for unit in self._frame.units_over(part.target):
                found[unit].append(part)
        if found or parts or len(lines[place]) == 1:
            merged = [_merged(place, target, of_it, len(parts)) for target, of_it in found.items()]
            kept, slivers = without_slivers(merged)
            for sliver in slivers:
                self.lacking[sliver.target].append(sliver)
            return {part.target: part for part in kept}
        # What has no successors of its own lies where the unit lies that held it, if that went whole.
        holder = self.of(lines[place][1])
        return {target: Part(place, target) for target, part in holder.items() if part.whole}

    def _parts(self, place: str) -> Sequence[Part]:
        frame = self._frame
        if place in frame.atlas.lives:
            return frame.atlas.spread(place, self._at, frame.day)
        return (Part(place, place),) if frame.places[place].in_force(frame.day) else ()


def _merged(source: str, target: str, parts: list[Part], all_of_them: int) -> Part:
    if len(parts) == all_of_them:
        return Part(source, target)
    people, other, land = (sum(getattr(part, name) for part in parts) for name in ("people", "other", "land"))
    return Part(source, target, people, other, land, whole=False)


def _lines(places: Mapping[str, PlaceNode]) -> dict[str, list[str]]:
    """Every place with those that hold it, upward, as far as this world goes."""
    found: dict[str, list[str]] = {}

    def line(key: str) -> list[str]:
        if key not in found:
            above = places[key].parent
            found[key] = [key, *line(above)] if above is not None and above in places else [key]
        return found[key]

    for key in places:
        line(key)
    return found
