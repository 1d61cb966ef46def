"""The map of a question's day over one world: its units, and from which places of other days each gets its land."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from chungtay.kernel.periods import Period
from chungtay.results.warehouse.facts import LEVELS, World
from chungtay.results.warehouse.frames import Part, Regions, regions, without_slivers
from chungtay.results.warehouse.questions import By, Question


class Frame:
    """The map of the question's day over one world, and from where each unit of it gets its land.

    `root` is the place that a tree must stand on for it, `sources` are the units of all dates whose nodes it adds up.
    """

    def __init__(self, world: World, question: Question) -> None:
        assert question.frame is not None
        assert world.atlas is not None
        self.world, self.places, self.question = world, world.places, question
        self.atlas, self.day = world.atlas, question.frame
        self.lines = {key: _line(world, key) for key in world.places}
        self.root = self.lines[question.place][-1]
        asked = world.places[question.place]
        self.rank = LEVELS.index(question.by.value) if question.by is not By.ONE else asked.rank
        self.is_country = self.rank == 0
        level = LEVELS.index("province") if self.is_country else self.rank
        self.map_units = frozenset(k for k, p in self.places.items() if p.rank == level and p.in_force(self.day))
        self.units = tuple(key for key in sorted(self.map_units) if self._is_asked(key))
        self.sources = tuple(key for key in sorted(self.places) if self._is_source(key, level))
        self._spreads: dict[date, Spread] = {}
        self._regions: dict[Period, Regions] = {}

    def _is_asked(self, key: str) -> bool:
        if self.question.by is By.ONE and not self.is_country:
            return key == self.question.place
        return self.question.place in self.lines[key]

    def _is_source(self, key: str, level: int) -> bool:
        """The units of the level, of any date, and what is lower and lies in none: nothing counts in two of them."""
        rank = self.places[key].rank
        if rank == level or not 0 < rank < level:
            return rank == level or (rank > level and all(self.places[a].rank < level for a in self.lines[key][1:]))
        # Island districts held no communes and went into one.
        return rank == LEVELS.index("district") and bool(self.atlas.neighbours(key)[1])

    def spread(self, at: date) -> "Spread":
        """Where the land of each source lies on the map, as it was on a day."""
        if at not in self._spreads:
            self._spreads[at] = Spread(self, at)
        return self._spreads[at]

    def regions(self, bucket: Period) -> Regions:
        """The comparable regions between the asked period as a whole and the map."""
        window = self.question.period or bucket
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

    def _find(self, place: str) -> dict[str, Part]:
        lines, units = self._frame.lines, self._frame.map_units
        parts = self._parts(place)
        found: dict[str, list[Part]] = defaultdict(list)
        for part in parts:
            for above in lines.get(part.target, ()):
                if above in units:
                    found[above].append(part)
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


def _line(world: World, key: str) -> list[str]:
    """A place and those that hold it, upward, as far as this world goes."""
    line = [key]
    while (above := world.places[line[-1]].parent) is not None and above in world.places:
        line.append(above)
    return line
