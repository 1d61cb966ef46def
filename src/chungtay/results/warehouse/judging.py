"""Judging: whole nodes from the scan, and the oracle's own judgement where something odd lies.

What a place comes to depends only on what lies at and under it. For each indicator, cell and asked period, the places
at or under which nothing odd lies are taken as the scan gives them. The others are judged by `Tree`, which gets the
odd claims as facts and everything around them as wholes, never commune by commune.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from functools import cached_property

from chungtay.kernel.periods import Period
from chungtay.results.warehouse import sets
from chungtay.results.warehouse.answering import Answering
from chungtay.results.warehouse.expecting import Scope
from chungtay.results.warehouse.facts import Fact, Rule, adds_up_plainly, inside, too_old
from chungtay.results.warehouse.framed import framed_rows
from chungtay.results.warehouse.leaves import EVER
from chungtay.results.warehouse.questions import By, Row
from chungtay.results.warehouse.reference_engine import Tree, Whole, buckets_of
from chungtay.results.warehouse.rows import ABSENCE_ORDER, EXCUSED, Asked, in_order, nothing_at_all
from chungtay.results.warehouse.scanning import LEAF_RANK
from chungtay.results.warehouse.sets import IS_SET, Sets, unites
from chungtay.results.warehouse.shifts import NO_SHIFTS, shifts_of
from chungtay.results.warehouse.spans import Way, month_period, spans_of
from chungtay.results.warehouse.villages import village_facts
from chungtay.results.warehouse.wholes import Plain


@dataclass
class Judged:
    """What has to be judged of one part: its odd facts, and the places at or under which they lie."""

    facts: list[Fact] = field(default_factory=list)
    absences: list[Fact] = field(default_factory=list)
    dirty: set[str] = field(default_factory=set)
    targets: set[str] = field(default_factory=set)
    is_asked: bool = True


class Indicator:
    """One indicator of a question."""

    def __init__(self, asking: Answering, rule: Rule) -> None:
        self.asking, self.rule, self.question = asking, rule, asking.question
        self.store, self.lines = asking.store, asking.lines
        pairs: list[tuple[int, int]] = []
        self.code, self.scale = self.store.indicators.get(rule.code, (-1, 0))
        if "result" in self.question.statuses:
            pairs = self.store.pairs(self.code, self.question.cells)
        self.pairs = {self.store.cell_keys[cell]: (code, cell) for code, cell in pairs}
        self.hot: dict[tuple[str, str], set[int]] = {}
        self.shifts = shifts_of(self.store, asking.tail, rule) if pairs else NO_SHIFTS
        self.is_ratio = rule.over_places == "ratio"
        self.lists = self._lists()
        self.facts = self._facts()
        self.way = Way(rule.over_time == "last", self.question.period is None, self.question.stock_age_days)

    def _facts(self) -> dict[str, list[tuple[Fact, bool]]]:
        """Odd facts by cell, each with whether it only stands beside a plain lead."""
        asking, found = self.asking, defaultdict(list)
        for fact, beside in self.store.odd(self.rule.code, asking.at, IS_SET if self.lists else "FALSE"):
            if self._is_asked(fact) and fact.batch not in asking.tail.ended:
                found[fact.cell].append((fact, beside))
        for fact in asking.tail.facts_of(self.rule):
            if not self._is_shift(fact) and self._is_asked(fact):
                found[fact.cell].append((fact, False))
                if (fact.cell, fact.place) not in self.shifts.series:
                    self.hot.setdefault((fact.cell, fact.place), set())
        for fact in self._ended():
            self.hot.setdefault((fact.cell, fact.place), set()).add(fact.id)
        if asking.land.villages and "result" in self.question.statuses:
            for fact in village_facts(self, asking.land.villages, self.hot):
                found[fact.cell].append((fact, False))
        return found

    def _lists(self) -> Mapping[str, Sequence[tuple[int, int, Period]]]:
        """By cell, of what periods communes named what they have; of those places, from the first to the last."""
        is_same = unites(self.rule) and self.store.ways.get(self.rule.code) == ("union", "last")
        if not is_same or "result" not in self.question.statuses:
            return {}
        found = self.store.list_periods(self.code, IS_SET)
        if sum(item.lists for periods in found.values() for item in periods) <= sets.FEW:
            return {}
        by_cell = {self.store.cell_keys[cell]: [item[:3] for item in periods] for cell, periods in found.items()}
        asked = self.question.cells
        return {cell: periods for cell, periods in by_cell.items() if asked in (None, cell)}

    def _ended(self) -> Iterator[Fact]:
        """What the generation holds of it and no longer counts."""
        ended = self.asking.tail.ended_of(self.rule)
        return (f for f in ended if self._is_asked(f) and (f.cell, f.place) not in self.shifts.series)

    def _is_shift(self, fact: Fact) -> bool:
        """Whether a number of the tail is told as a difference; what is said in place of one is not."""
        return fact.quantity is not None and (fact.cell, fact.place) in self.shifts.series

    def touching(self, cell: str) -> tuple[frozenset[str], frozenset[int]]:
        """Where the ledger's tail has something to say of a cell: places, and communes whose change is a difference."""
        places = frozenset(place for of_cell, place in self.hot if of_cell == cell)
        return places, frozenset(self.shifts.of_cell(cell))

    @property
    def adds_plainly(self) -> bool:
        """Whether its plain numbers are added up as the generation has added them."""
        way = (self.rule.over_places, self.rule.over_time)
        return self.store.ways.get(self.rule.code) == way and adds_up_plainly(self.rule)

    @property
    def ends(self) -> bool:
        """Whether the generation holds numbers of it that no longer count."""
        return any(True for _ in self._ended())

    def excused(
        self, cell: str, periods: tuple[Period, ...], judged: Sequence[Judged], level: Set[str]
    ) -> dict[tuple[int, str], tuple[int, int]]:
        """For each asked period and place of a level at or under which an absence was stated in place of a number: how
        many communes below were excused by it, and how many of those had reported all the same."""
        if not any(item.absences for item in judged):
            return {}
        wanted = [{fact.place for fact in item.absences} for item in judged]
        stating: Sequence[Set[str]] = [set() for _ in judged]
        if cell in self.pairs:
            leaves = [{key for key in found if self.asking.world.places[key].rank == LEAF_RANK} for found in wanted]
            stating = Plain(self, cell, spans_of(self.way, periods)).stating(leaves)
        counts: dict[tuple[int, str], tuple[int, int]] = {}
        for bucket, item in enumerate(judged):
            silent = wanted[bucket] - stating[bucket] - {fact.place for fact in item.facts}
            if not silent:
                continue
            reports = self.asking.counting().reports(self.rule, self.scope, periods, bucket, self.asking.new)
            for place in silent:
                said = {fact.absence for fact in item.absences if fact.place == place}
                leads = next(absence for absence in ABSENCE_ORDER if absence in said)
                is_excused = leads in EXCUSED and self.asking.world.places[place].rank == LEAF_RANK
                more = (int(is_excused and place in reports.owing), int(is_excused and place in reports.arrived))
                for key in self.lines[place]:
                    if key in level:
                        before = counts.get((bucket, key), (0, 0))
                        added = more if key != place else (0, 0)
                        counts[bucket, key] = (before[0] + added[0], before[1] + added[1])
        return counts

    def _is_asked(self, fact: Fact) -> bool:
        return (
            fact.place in self.lines
            and fact.status in self.question.statuses
            and self.question.cells in (None, fact.cell)
        )

    def rows(self) -> list[Row]:
        """Its rows in order."""
        main = self.question.cells or ""
        rows: list[Row] = []
        for cell in sorted({*self.facts, *self.pairs, *self.lists, main}):
            rows += self._of_cell(cell, required=cell == main)
        asked = self.asking.asked
        if not rows and asked.by is By.ONE and asked.period is None:
            return [nothing_at_all(asked, self.rule)]
        return in_order(rows)

    def _of_cell(self, cell: str, *, required: bool) -> Iterator[Row]:
        named = [fact.period for fact, _ in self.facts.get(cell, [])]
        if self.question.period is None:
            named += self._months_named(cell) if cell in self.pairs else []
            named += self._lists_named(cell) if cell in self.lists else []
        periods = tuple(buckets_of(self.question, named))
        if periods:
            yield from self.judged_rows(cell, periods, required=required)

    def judged_rows(
        self,
        cell: str,
        periods: tuple[Period, ...],
        *,
        required: bool,
        only: Mapping[int, Set[str]] | None = None,
    ) -> Iterator[Row]:
        """The rows of a cell, judged by the tree; `only` some places, by the number of their asked period."""
        frame = self.asking.frame
        if frame is not None:
            units, window = only, self.question.period
            if units is not None and window is not None:
                only = {bucket: frame.needed(keys, periods[bucket].end, window) for bucket, keys in units.items()}
            for bucket, tree, _ in self.trees(cell, periods, only):
                yield from framed_rows(frame, tree, required=required, only=None if units is None else units[bucket])
            return
        for _, tree, wanted in self.trees(cell, periods, only):
            yield from tree.rows(required=required, only=None if only is None else wanted)

    def trees(
        self, cell: str, periods: tuple[Period, ...], only: Mapping[int, Set[str]] | None = None
    ) -> Iterator[tuple[int, Tree, Set[str]]]:
        """A tree for each asked period, with its number and the places that it was made for."""
        judged = self.judged(cell, periods)
        for bucket, item in enumerate(judged):
            item.targets = self._targets(periods[bucket]) if only is None else set(only.get(bucket, ()))
            item.is_asked = only is None or bucket in only
        plain: Plain | Sets | None = None
        if cell in self.pairs:
            plain = Plain(self, cell, spans_of(self.way, periods))
        elif cell in self.lists:
            plain = Sets(self, cell, periods)
        wholes = self._wholes(plain, judged)
        for bucket, (period, item) in enumerate(zip(periods, judged, strict=True)):
            if item.is_asked:
                reports = self.asking.counting().reports(self.rule, self.scope, periods, bucket, self.asking.new)
                asked = Asked(self.asking.asked, self.rule, period, cell)
                yield bucket, Tree(self.asking.ground, asked, item.facts, reports, wholes[bucket]), item.targets

    def _targets(self, period: Period) -> set[str]:
        """The places whose numbers are put into rows."""
        if self.asking.frame is not None:
            return set(self.asking.frame.wanted(period.end))
        if self.question.by is By.ONE:
            return {self.question.place}
        return {place.key for place in self.asking.ground.candidates}

    @cached_property
    def scope(self) -> Scope:
        """Who owes it, and what counts as having reported it."""
        return Scope.of(self.rule, exactly=self.question.period is None, at=self.asking.at)

    def _months_named(self, cell: str) -> list[Period]:
        asking, store = self.asking, self.store
        pair = self.pairs[cell]
        is_told = not self.shifts.has(cell) and not any(c == cell for c, _ in self.hot)
        if asking.at is None and asking.land.is_range and is_told:
            code = store.place_codes[self.question.place]
            return [month_period(*found) for found in store.months(pair, code, store.ends[code])]
        land = [store.place_codes[key] for key in self.lines if key in store.place_codes]
        keys, shifted = store.place_keys, self.shifts.of_cell(cell)
        claims = asking.claims(pair, land) if land else []
        told = {month_period(leaf.clock, m) for code in land if (leaf := shifted.get(code)) for m in leaf.after(*EVER)}
        return [
            *sorted(told),
            *(
                month_period(claim.clock, claim.month)
                for claim in claims
                if claim.place not in shifted and claim.figure not in self.hot.get((cell, keys[claim.place]), ())
            ),
        ]

    def _lists_named(self, cell: str) -> list[Period]:
        leaves = {key for key in self.lines if self.asking.ground.world.places[key].rank == LEAF_RANK}
        periods = tuple(dict.fromkeys(period for _, _, period in self.lists[cell]))
        return [fact.period for _, fact in Sets(self, cell, periods).facts(leaves)]

    def judged(self, cell: str, periods: Sequence[Period]) -> list[Judged]:
        """The odd facts of each asked period, and where they lie."""
        found = [Judged() for _ in periods]
        for fact, beside in self.facts.get(cell, []):
            for bucket in self.buckets_with(fact, periods):
                item = found[bucket]
                if fact.absence is not None and fact.quantity is None:
                    item.absences.append(fact)
                elif not too_old(self.rule, periods[bucket], fact.period, self.question.stock_age_days):
                    item.facts.append(fact)
                if (fact.absence is None or fact.quantity is not None) or (cell, fact.place) in self.hot:
                    alone = beside and (cell, fact.place) not in self.hot
                    item.dirty.update(self.lines[fact.place][:1] if alone else self.lines[fact.place])
        for fact in self._ended():
            if fact.cell == cell:
                for bucket in self.buckets_with(fact, periods):
                    found[bucket].dirty.update(self.lines[fact.place])
        if cell in self.lists:
            for bucket, place in Sets(self, cell, tuple(periods)).twice():
                found[bucket].dirty.update([place] if place in self.lines else [])
        for bucket, code in self.open(cell, periods):
            found[bucket].dirty.update(self.lines[self.store.place_keys[code]])
        return found

    def open(self, cell: str, periods: Sequence[Period]) -> list[tuple[int, int]]:
        """(asked period, place) of communes with a change above which the totals must be judged."""
        if not self.shifts.has(cell):
            return []
        spans = spans_of(self.way, tuple(periods))
        return [found for found in self.shifts.open(cell, spans) if self.store.place_keys[found[1]] in self.lines]

    def buckets_with(self, fact: Fact, periods: Sequence[Period]) -> Iterator[int]:
        """The numbers of the asked periods that a claim belongs to."""
        exactly = self.question.period is None
        near = range(len(periods))
        if not exactly:
            first = bisect_left(periods, fact.period.end, key=lambda period: period.end)
            near = near[first : first + 1]
        return (bucket for bucket in near if inside(self.rule, periods[bucket], fact.period, exactly=exactly))

    def _wholes(self, plain: Plain | Sets | None, judged: list[Judged]) -> list[dict[str, Whole]]:
        """For each asked period what is already added up; the facts of what is not are put with the odd ones."""
        land, places = self.asking.land, self.asking.ground.world.places
        if plain is None:
            for item in judged:
                item.facts += item.absences
            return [{} for _ in judged]
        wanted: list[set[str]] = []
        for item in judged:
            if not item.is_asked:
                wanted.append(set())
                continue
            item.dirty |= land.moved
            around = {child for place in item.dirty for child in land.children.get(place, ())}
            around.update(item.targets, (fact.place for fact in item.absences))
            wanted.append({key for key in around - item.dirty if places[key].rank <= LEAF_RANK})
        leaves = {k for item in judged if item.is_asked for k in item.dirty if places[k].rank == LEAF_RANK}
        for bucket, fact in plain.facts(leaves):
            if judged[bucket].is_asked and fact.place in judged[bucket].dirty:
                judged[bucket].facts.append(fact)
        found = plain.nodes(wanted)
        for item, wholes in zip(judged, found, strict=True):
            stating = {key for key, found_whole in wholes.items() if found_whole.is_own}
            item.facts += [fact for fact in item.absences if fact.place not in stating]
        return found
