"""Answers on the map of a day: every row about a unit of that map, whatever the units of the period were.

How a unit of the map gets its number:

1. What it said itself and what other units of its land said in their own time stand side by side and are added, unless
   they count the same days (or one stock) twice: then only those living at the end of the period count.
2. A unit whose land went whole gives all it has: such sums are exact. Of a unit that was cut, what it comes to from
   below goes with the communes below it; only what cannot be divided so is left to be shared out.
3. Where a unit was cut, the units that took part of it can be compared only together: their region has the exact sum.
   With `apportion` the count is shared out as well, and says how much of it is an estimate. Pieces too small to matter
   are left with the largest part; the numbers that this touches bear "≈".
4. What may never be split stays whole, and so does any count below the least: see `apportion`.
5. A unit whose land cannot be found on the map keeps a row of its own, as was.

Nothing here reads facts: it works on a `Tree` over the whole land that can matter, from whichever engine.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property

from chungtay.kernel.periods import Period
from chungtay.kernel.quantities import Total
from chungtay.results.warehouse import reference_engine
from chungtay.results.warehouse.apportion import (
    MILLION,
    Comparability,
    comparability,
    estimated_share,
    hull,
    may_split,
    scaled,
    variance,
)
from chungtay.results.warehouse.facts import GROUP, LEVELS, PlaceNode, World, plain
from chungtay.results.warehouse.frames import Part, Region
from chungtay.results.warehouse.framing import Frame
from chungtay.results.warehouse.group_frames import frame_of
from chungtay.results.warehouse.questions import By, Question, Row
from chungtay.results.warehouse.reference_engine import Asking, Tree
from chungtay.results.warehouse.rows import Node, absent_row, in_order, lead, nothing_at_all, value_row
from chungtay.results.warehouse.summing import adds_up, summed, without_twice

_LEAF = LEVELS.index("commune")
_SIX = Decimal(1).scaleb(-6)


def answer(world: World, question: Question) -> list[Row]:
    """The oracle's rows in any frame. KeyError on unknown keys; that the map and the place exist is for who asks."""
    if question.frame is None:
        return reference_engine.answer(world, question)
    frame = frame_of(world, question)
    asking = Asking(world, replace(question, place=frame.root, by=By.ONE))
    rows: list[Row] = []
    for code in question.indicators:
        found: list[Row] = []
        for tree, required in asking.trees(world.rules[code], question):
            found += framed_rows(frame, tree, required=required)
        if not found and question.by is By.ONE and question.period is None:
            found = [nothing_at_all(question, world.rules[code])]
        rows += in_order(found)
    return rows


def framed_rows(frame: Frame, tree: Tree, *, required: bool, only: Set[str] | None = None) -> list[Row]:
    """The rows of one tree on the map; `required` and `only` as in `Tree.rows`."""
    # Without an asked period the claims of the whole land name periods; most say nothing of this place.
    return Framed(frame, tree).rows(required=required and tree.asked.question.period is not None, only=only)


@dataclass(frozen=True)
class Carried:
    """What units bring to a unit of the map. `node` bears the first weight's total, `other` the second one's.

    `split` of the total came from cut units, with variance `spread`. `is_cut`: some of it did, though it may be nought
    by the first weight. `is_stuck`: something was cut that is not shared out, so there is no number.
    """

    node: Node
    other: Total
    split: Decimal = Decimal(0)
    spread: Decimal = Decimal(0)
    is_cut: bool = False
    is_stuck: bool = False


class Framed:
    """One tree seen on the map: one indicator, cell and asked period."""

    def __init__(self, frame: Frame, tree: Tree) -> None:
        self.frame, self.tree, self.places, self.world = frame, tree, frame.places, tree.ground.world
        self.asked, self.rule, self.bucket = tree.asked, tree.rule, tree.bucket
        self._told: dict[str, Row] = {}
        self.spread = frame.spread(self.bucket.end)

    @cached_property
    def under(self) -> dict[str, set[str]]:
        """Who owed something about the land of each unit; of a cut unit both sides say that they stand on it."""
        return self._on_land(self.tree.who.owing)

    @cached_property
    def came(self) -> dict[str, set[str]]:
        """From whom something came about the land of each unit."""
        return self._on_land(self.tree.who.arrived)

    def _on_land(self, places: Iterable[str]) -> dict[str, set[str]]:
        found: dict[str, set[str]] = defaultdict(set)
        for place in places:
            for target in self.spread.of(place):
                found[target].add(place)
        return found

    def rows(self, *, required: bool, only: Set[str] | None = None) -> list[Row]:
        """A row for each asked unit with a value, or where one was owed if `required`; and those that lie nowhere."""
        if self.frame.is_country and self.asked.question.by is By.ONE:
            return self._country(required=required)
        one = self.asked.question.by is By.ONE
        rows = []
        for unit in self.frame.units:
            if only is not None and unit not in only:
                continue
            carried = self.at(unit)
            if carried is not None:
                rows.append(self._row(unit, carried))
            elif (required and (one or self.under.get(unit))) or self._apart(unit):
                rows.append(self._absent(unit))
        return rows if one else rows + list(self._nowhere(only))

    def at(self, unit: str) -> Carried | None:
        """What a unit of the map comes to."""
        parts = self.spread.into.get(unit, ())
        if unit in self.tree.whole and all(part.whole and unit in self.frame.lines[part.source] for part in parts):
            node = self.tree.node(unit)
            return Carried(node, node.total) if node is not None else None
        brought = [(part, item) for part in parts if (item := self._brought(part)) is not None]
        found: Carried | None
        # A group says nothing by itself: it is the sum of what lies in it, though that be one place.
        alone = brought[0][0] if len(brought) == 1 and unit != GROUP else None
        if alone and len(self.spread.of(alone.source)) == 1 and self._is_alone(unit, alone.source):
            found = brought[0][1]
        else:
            found = self._together(unit, [(self.places[part.source], item) for part, item in brought])
        return self._less_sure(unit, found) if found is not None else None

    def _is_alone(self, unit: str, source: str) -> bool:
        """Whether nobody else owed or sent anything about the land of a unit."""
        others = self.under.get(unit, set()) | self.came.get(unit, set())
        return all(source in self.frame.lines[place] for place in others)

    def _less_sure(self, unit: str, found: Carried) -> Carried:
        """The slivers that a unit has on the map are left with others; by as much its number may be more."""
        if self.rule.over_places != "sum":
            return found
        slivers = [part for part in self.spread.lacking.get(unit, ()) if part.source not in self.world.hidden]
        nodes = [(part, self._node(part.source)) for part in slivers]
        more = [scaled(node.total, part.people) for part, node in nodes if node is not None]
        missing = sum((item.value for item in more), Decimal(0))
        if not missing:
            return found
        other = found.other + Total(missing, missing, missing)
        return replace(found, other=other, split=found.split + missing, is_cut=True)

    def _together(self, unit: str, parts: list[tuple[PlaceNode, Carried]]) -> Carried | None:
        """The sum of what several places bring, those left out that count the same twice."""
        if self.rule.over_places == "none":
            return None
        usable = [(place, found.node) for place, found in parts if adds_up(self.rule, found.node)]
        counted = without_twice(self.rule, self.bucket, usable)
        if not counted:
            return None
        keys = {place.key for place, _ in counted}
        found = [carried for place, carried in parts if place.key in keys]
        node = summed(self.rule, counted, lambda top: self._due(unit, top))
        return Carried(
            node,
            sum((item.other for item in found), Total()) if self.rule.over_places == "sum" else node.total,
            sum((item.split for item in found), Decimal(0)),
            sum((item.spread for item in found), Decimal(0)),
            any(item.is_cut for item in found),
            any(item.is_stuck for item in found),
        )

    def _window(self) -> Period:
        return self.asked.question.period or self.bucket

    def _due(self, unit: str, top: int) -> tuple[int, int]:
        arrived, owing = (
            sum(self.places[place].rank == top and not self.tree.who.excused(place) for place in found.get(unit, ()))
            for found in (self.came, self.under)
        )
        return arrived, owing

    def _node(self, place: str) -> Node | None:
        """What leads at a place, without the older units of its own level that lie in it in the tree of all dates."""
        kept = self._below(place)
        if kept is None:
            return self.tree.node(place)
        below = None
        if kept and self.rule.over_places != "none":
            below = summed(self.rule, kept, lambda top: self._due_below(place, top))
        return lead(self.rule, self.tree.own(place), below)

    def _below(self, place: str) -> list[tuple[PlaceNode, Node]] | None:
        """What lies below a place and is added, where older units of its own level must be left out; else None."""
        rank = self.places[place].rank
        children = self.tree.children.get(place, ())
        if all(self.places[child].rank != rank for child in children):
            return None
        return self._added(child for child in children if self.places[child].rank != rank)

    def _added(self, children: Iterable[str]) -> list[tuple[PlaceNode, Node]]:
        found = [(self.places[child], self.tree.node(child)) for child in sorted(children)]
        usable = [(place, node) for place, node in found if node is not None and adds_up(self.rule, node)]
        return without_twice(self.rule, self.bucket, usable)

    def _due_below(self, place: str, top: int) -> tuple[int, int]:
        def count(places: Iterable[str]) -> int:
            held = (key for key in places if self.places[key].rank == top and place in self.frame.lines[key][1:])
            return sum(not self.tree.who.excused(key) for key in held)

        return count(self.tree.who.arrived), count(self.tree.who.owing)

    def _brought(self, part: Part) -> Carried | None:
        """What a place brings to a unit in which it lies as a whole or in part."""
        node = self._node(part.source)
        if node is None:
            return None
        if part.source in self.world.hidden:
            return Carried(node, node.total, is_cut=True, is_stuck=True)
        if part.whole:
            return Carried(node, node.total)
        place = self.places[part.source]
        if node.top > place.rank and place.rank < _LEAF:
            return self._divided(part, node)
        if self.rule.over_places == "sum" and node.total == Total():
            return Carried(node, node.total)
        if len(self.spread.of(part.source)) == 1:
            lost = scaled(node.total, part.folded).value if self.rule.over_places == "sum" else Decimal(0)
            other = scaled(node.total, MILLION - part.folded) if lost else node.total
            return Carried(node, other, lost, is_cut=lost != 0)
        return self._shared(part, node)

    def _divided(self, part: Part, node: Node) -> Carried | None:
        """The part of a larger unit's sum that its own communes make out."""
        kept = self._below(part.source)
        if kept is None:
            kept = self._added(self.tree.children.get(part.source, ()))
        brought = []
        for place, _ in kept:
            of_it = self.spread.of(place.key).get(part.target)
            if of_it is not None and (found := self._brought(of_it)) is not None:
                brought.append((place, found))
        return self._together(part.target, brought)

    def _shared(self, part: Part, node: Node) -> Carried:
        question = self.asked.question
        can_split = question.apportion and self.rule.may_apportion and "target" not in question.statuses
        if self.rule.over_places != "sum" or not may_split(node.total, may_apportion=can_split):
            return Carried(node, node.total, is_cut=True, is_stuck=True)
        total = scaled(node.total, part.people)
        return Carried(
            replace(node, total=total, beside=()),
            scaled(node.total, part.other),
            total.value,
            variance(node.total, part.people, part.other),
            is_cut=True,
        )

    def _row(self, unit: str, carried: Carried) -> Row:
        value = carried.node.total.value
        made_of = self._alive(self.spread.holding(unit))
        kind = comparability(value, carried.split, carried.spread, is_cut=carried.is_cut, wholes=len(made_of))
        if carried.is_stuck:
            kind = Comparability.NOT_COMPARABLE
        row = replace(
            value_row(self.asked, unit, replace(carried.node, total=_plainly(hull(carried.node.total, carried.other)))),
            comparability=kind,
            estimated_share=None if carried.is_stuck else estimated_share(value, carried.split).quantize(_SIX),
            made_of=made_of,
        )
        if kind is not Comparability.NOT_COMPARABLE:
            return row
        region = self.frame.regions(self._window()).of.get(unit)
        if region is not None and (len(region.targets) == 1 or self.world.hidden & set(region.sources)):
            region = None
        return replace(
            row,
            total=None,
            absence=None,
            denominator=None,
            members=None,
            figure_ids=(),
            also_reported=None,
            made_of=(),
            region=region,
            beside=(self._region(region),) if region is not None else (),
        )

    def _alive(self, places: Iterable[str]) -> tuple[str, ...]:
        return tuple(sorted(key for key in places if self.places[key].days_of(self.bucket)))

    def _region(self, region: Region) -> Row:
        """The row of units that can be compared together: the exact sum of all that lies in them."""
        if region.key in self._told:
            return self._told[region.key]
        carried = self._sum_of(region)
        assert carried is not None, "a unit without a number stands on a source with one"
        row = value_row(self.asked, region.key, carried.node)
        self._told[region.key] = replace(
            row,
            comparability=Comparability.EXACT_SUM,
            estimated_share=Decimal(0),
            region=region,
            made_of=self._alive(region.sources),
        )
        return self._told[region.key]

    def _sum_of(self, region: Region) -> Carried | None:
        unit = region.key
        for found in (self.under, self.came):
            found[unit] = set().union(*(found.get(target, set()) for target in region.targets))
        nodes = [(self.places[source], self._node(source)) for source in region.sources]
        parts = [(place, Carried(node, node.total)) for place, node in nodes if node is not None]
        return self._together(unit, parts)

    def _absent(self, unit: str) -> Row:
        row = absent_row(self.asked, unit, self.tree.who, self.world, self.under, self._apart(unit))
        return replace(row, comparability=Comparability.EXACT)

    def _apart(self, unit: str) -> list[tuple[str, Node]]:
        """What units on its land said that cannot be added up."""
        found: list[tuple[str, Node]] = []
        for part in self.spread.into.get(unit, ()):
            own = self.tree.own(part.source)
            near = [(part.source, own)] if own is not None else self.tree.apart(part.source)
            found += [(place, node) for place, node in near if unit in self.spread.of(place)]
        return found

    def _nowhere(self, only: Set[str] | None) -> Iterator[Row]:
        """Rows of units, as was, whose land cannot be found on the map."""
        for source in self.frame.sources if only is None else sorted(only & set(self.frame.sources)):
            if self.spread.of(source) or self.asked.question.place not in self.frame.lines[source]:
                continue
            node = self.tree.node(source) if source in self.tree.claims or source in self.tree.whole else None
            if node is not None:
                yield replace(value_row(self.asked, source, node), comparability=Comparability.NOT_COMPARABLE)

    def _country(self, *, required: bool) -> list[Row]:
        """The country: its own claim, or the sum of its regions, in each of which nothing counts twice."""
        place, parts = self.frame.place, []
        for region in self.frame.regions(self._window()).all:
            carried = self.at(region.targets[0]) if len(region.targets) == 1 else self._sum_of(region)
            if carried is not None and adds_up(self.rule, carried.node):
                parts.append((self.places[region.targets[0]], carried.node))
        below = None
        if parts and self.rule.over_places != "none":
            below = summed(self.rule, parts, lambda top: self._due_below(place, top))
        node = lead(self.rule, self.tree.own(place), below)
        apart = self.tree.apart(place) if node is None else []
        if node is not None:
            row = value_row(self.asked, place, node)
        elif required or apart:
            row = absent_row(self.asked, place, self.tree.who, self.world, self.tree.reports.under, apart)
        else:
            return []
        kind = Comparability.EXACT if node is None or node.top == 0 else Comparability.EXACT_SUM
        return [replace(row, comparability=kind, estimated_share=Decimal(0) if node else None)]


def _plainly(found: Total) -> Total:
    low, high = (end if end.is_infinite() else plain(end) for end in (found.low, found.high))
    return Total(plain(found.value), low, high)
