"""The oracle: plain Python, slow and obviously right. Every other engine must answer as this one does.

It is also what a snapshot in memory is asked with: its cost is about one pass over all facts per indicator.
The rules that it follows are told at the head of `questions`.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from types import MappingProxyType
from typing import Final, Protocol

from chungtay.kernel.absence import Absence
from chungtay.kernel.periods import Period, Regime
from chungtay.kernel.quantities import Total
from chungtay.results.warehouse.cover import best_cover
from chungtay.results.warehouse.facts import (
    LEVELS,
    Fact,
    PlaceNode,
    Rule,
    World,
    divide,
    inside,
    known,
    owes,
    too_old,
    with_ratios,
)
from chungtay.results.warehouse.questions import Basis, By, Question, Row, Tells
from chungtay.results.warehouse.reaching import of_communes, reached
from chungtay.results.warehouse.rows import (
    ABSENCE_ORDER,
    Asked,
    Expectation,
    Node,
    absent_row,
    at_or_under,
    in_order,
    lead,
    nothing_at_all,
    of_level,
    own_node,
    targets,
    territory,
    value_row,
)
from chungtay.results.warehouse.summing import adds_up, summed, without_twice

LEAF_RANK: Final = LEVELS.index("commune")


def answer(world: World, question: Question) -> list[Row]:
    """The rows, in order of the asked indicators, then place, period and cell. KeyError on unknown keys."""
    if question.frame is not None:
        raise ValueError("a question with a frame is one for framed.answer")
    if question.tells is Tells.COVERAGE:
        each = [replace(question, indicators=(code,)) for code in question.indicators]
        return [row for one in each for row in reached(world, one, answer(world, of_communes(one)))]
    return Asking(world, question).rows()


class Reports(Protocol):
    """Who owed and from whom something came, for one set of forms and asked period."""

    @property
    def owing(self) -> Set[str]:
        """The places that owed."""

    @property
    def arrived(self) -> Set[str]:
        """The places from which a batch came."""

    @property
    def under(self) -> Mapping[str, Set[str]]:
        """The owing places at or under each place."""

    def owing_at(self, place: str, rank: int) -> int:
        """How many places of a level owed strictly below a place."""

    def arrived_at(self, place: str, rank: int) -> int:
        """From how many places of a level strictly below a place something came."""


@dataclass(frozen=True)
class Ground:
    """The asked territory: each place with its line up to the asked one, and the places of the asked level."""

    world: World
    lines: Mapping[str, list[str]]
    candidates: Sequence[PlaceNode]

    @classmethod
    def of(cls, world: World, question: Question) -> "Ground":
        """The ground of a question."""
        lines = territory(world, question.place)
        return cls(world, lines, of_level(question, (world.places[key] for key in lines)))

    def count(self, places: Iterable[str]) -> Counter[tuple[str, int]]:
        """How many of the places of each level lie strictly below each place."""
        return Counter((above, self.world.places[key].rank) for key in places for above in self.lines[key][1:])


@dataclass(frozen=True)
class _Reports:
    owing: frozenset[str]
    arrived: frozenset[str]
    owing_counts: Counter[tuple[str, int]]
    arrived_counts: Counter[tuple[str, int]]
    under: dict[str, set[str]]

    def owing_at(self, place: str, rank: int) -> int:
        return self.owing_counts[place, rank]

    def arrived_at(self, place: str, rank: int) -> int:
        return self.arrived_counts[place, rank]


NOBODY: Final = _Reports(frozenset(), frozenset(), Counter(), Counter(), {})
"""Nothing was owed, nothing came."""


class Asking:
    """One question: what its indicators, cells and periods share."""

    def __init__(self, world: World, question: Question) -> None:
        self.world, self.question = world, question
        self.ground = Ground.of(world, question)
        self._reports: dict[tuple[frozenset[str], str, Period], _Reports] = {}
        self._facts: dict[str, list[Fact]] = defaultdict(list)
        for fact in with_ratios(world.facts, world.rules):
            if self._is_asked(fact):
                self._facts[fact.indicator].append(fact)

    def _is_asked(self, fact: Fact) -> bool:
        return (
            fact.place in self.ground.lines
            and fact.status in self.question.statuses
            and known(fact, self.question.as_known_at)
            and self.question.cells in (None, fact.cell)
        )

    def rows(self) -> list[Row]:
        """The rows of all indicators."""
        return [row for code in self.question.indicators for row in self._of_indicator(self.world.rules[code])]

    def _of_indicator(self, rule: Rule) -> list[Row]:
        question = self.question
        rows = [row for tree, required in self.trees(rule, question) for row in tree.rows(required=required)]
        if not rows and question.by is By.ONE and question.period is None:
            return [nothing_at_all(question, rule)]
        return in_order(rows)

    def trees(self, rule: Rule, question: Question) -> "Iterator[tuple[Tree, bool]]":
        """A tree for each cell and asked period of an indicator, and whether its places must have rows.

        `question` is the one that they are to answer; it may differ from the one asked of this ground in its frame.
        """
        facts, main_cell = self._facts[rule.code], question.cells or ""
        for cell in sorted({fact.cell for fact in facts} | {main_cell}):
            of_cell = [fact for fact in facts if fact.cell == cell]
            for bucket in buckets_of(question, (fact.period for fact in of_cell)):
                asked = Asked(question, rule, bucket, cell)
                yield Tree(self.ground, asked, of_cell, self.reports(rule, bucket)), cell == main_cell

    def reports(self, rule: Rule, bucket: Period) -> _Reports:
        """The same for all indicators that the same forms ask for."""
        key = (rule.forms, rule.over_time, bucket)
        if key not in self._reports:
            lines, exactly = self.ground.lines, self.question.period is None
            owing = {d.place for d in self.world.duties if d.place in lines and owes(rule, d, bucket)}
            arrived = {
                r.place
                for r in self.world.receipts
                if r.place in lines
                and r.form in rule.forms
                and known(r, self.question.as_known_at)
                and inside(rule, bucket, r.period, exactly=exactly)
            }
            self._reports[key] = _Reports(
                frozenset(owing),
                frozenset(arrived),
                self.ground.count(owing),
                self.ground.count(arrived),
                at_or_under(owing, lines),
            )
        return self._reports[key]


def buckets_of(question: Question, periods: Iterable[Period]) -> list[Period]:
    """The periods that get rows: those asked for, or, where none is, those that the claims are about."""
    if question.period is None:
        named: dict[tuple[date, date], Period] = {}
        for period in periods:
            key = (period.start, period.end)
            named[key] = min(named.get(key, period), period)
        return list(named.values())
    if question.by_period is not None:
        return divide(question.period, question.by_period)
    return [question.period]


@dataclass(frozen=True)
class Whole:
    """What a place comes to below which nothing has to be judged: numbers of communes, each about one month.

    `is_own` where the place is such a commune itself; then `ids` and `claims` are of its own claims.
    """

    total: Total
    stated: int
    partial: int
    claims: int
    first: date
    last: date
    regime: Regime
    is_own: bool
    denominator: Total | None = None
    ids: Sequence[int] = ()
    members: tuple[str, ...] | None = None


class Tree:
    """One indicator, cell and asked period over the places of the asked territory.

    `whole` gives places that somebody else has added up; no fact lies at or under them, but for absences of places
    that state nothing else.
    """

    def __init__(
        self,
        ground: Ground,
        asked: Asked,
        facts: Iterable[Fact],
        reports: Reports,
        whole: Mapping[str, Whole] = MappingProxyType({}),
    ) -> None:
        self.ground, self.asked, self.lines, self.places = ground, asked, ground.lines, ground.world.places
        self.rule, self.bucket = asked.rule, asked.bucket
        self.claims: dict[str, list[Fact]] = defaultdict(list)
        said: dict[str, set[Absence]] = defaultdict(set)
        exactly = asked.question.period is None
        for fact in facts:
            if not inside(self.rule, self.bucket, fact.period, exactly=exactly):
                continue
            if fact.absence is not None and fact.quantity is None:
                said[fact.place].add(fact.absence)
            elif not too_old(self.rule, self.bucket, fact.period, asked.question.stock_age_days):
                self.claims[fact.place].append(fact)
        self.children: dict[str, set[str]] = defaultdict(set)
        for place in (*self.claims, *whole):
            for below, above in pairwise(self.lines[place]):
                self.children[above].add(below)
        self.reports, self.whole = reports, whole
        absences = {key: next(a for a in ABSENCE_ORDER if a in found) for key, found in said.items()}
        self.who = Expectation(reports.owing, reports.arrived, absences, frozenset(self.claims))
        excused = {key for key in absences if self.who.excused(key)}
        self.excused_at = ground.count(excused & reports.owing)
        self.arrived_excused_at = ground.count(excused & reports.arrived)
        self.kept: dict[str, Node | None] = {key: self._of_whole(key, found) for key, found in whole.items()}

    def node(self, place: str) -> Node | None:
        """What leads at a place: its own claim or the sum from below, the other kept beside it."""
        if place not in self.kept:
            self.kept[place] = lead(self.rule, self.own(place), self.below(place))
        return self.kept[place]

    def own(self, place: str) -> Node | None:
        """The place's own claims, put together over time; a differing attestation beside a single one."""
        claims = self.claims.get(place)
        if not claims:
            return None
        node = self.places[place]
        chosen = chosen_claims(self.rule, claims)
        said = own_node(node, self.rule, self.bucket, [group[0] for group in chosen])
        differing = [f for f in chosen[0] if not f.says_the_same(chosen[0][0])] if len(chosen) == 1 else []
        return replace(said, beside=tuple(own_node(node, self.rule, self.bucket, [f]) for f in differing[:1]))

    def below(self, place: str) -> Node | None:
        """The sum of what leads at each place directly below."""
        if self.rule.over_places == "none":
            return None
        found = [(self.places[child], self.node(child)) for child in sorted(self.children.get(place, ()))]
        usable = [(child, node) for child, node in found if node is not None and adds_up(self.rule, node)]
        counted = without_twice(self.rule, self.bucket, usable)
        if not counted:
            return None
        return summed(self.rule, counted, lambda top: self._due(place, top))

    def _due(self, place: str, top: int) -> tuple[int, int]:
        """(arrived, expected) of the places of a level below a place."""
        arrived = self.reports.arrived_at(place, top) - self.arrived_excused_at[place, top]
        return arrived, self.reports.owing_at(place, top) - self.excused_at[place, top]

    def _reported(self, place: str, top: int, stated: int) -> tuple[int, int]:
        """(received, expected) of the places of a level below a place, `stated` of which stated it."""
        arrived, expected = self._due(place, top)
        return max(stated, arrived), expected

    def _of_whole(self, place: str, found: Whole) -> Node:
        received, expected = (1, 1) if found.is_own else self._reported(place, LEAF_RANK, found.stated)
        return Node(
            basis=Basis.REPORTED if found.is_own and found.claims == 1 else Basis.ROLLED_UP,
            total=found.total,
            denominator=found.denominator,
            members=found.members,
            first=found.first,
            last=found.last,
            single=Period(found.first, found.last, found.regime) if found.claims == 1 else None,
            top=LEAF_RANK,
            stated=found.stated,
            received=received,
            expected=expected,
            partial=found.partial,
            figure_ids=found.ids,
        )

    def apart(self, place: str) -> list[tuple[str, Node]]:
        """The nearest claims below a place that comes to nothing; none can be added, or there would be a sum."""
        found: list[tuple[str, Node]] = []
        for child in self.children.get(place, ()):
            own = self.own(child)
            found += [(child, own)] if own is not None else self.apart(child)
        return found

    def rows(self, *, required: bool, only: Set[str] | None = None) -> list[Row]:
        """A row for each place that the question asks for; where nothing is known, only if `required`.

        `only` keeps it to some of them.
        """
        candidates = self.ground.candidates
        if only is not None:
            candidates = [place for place in candidates if place.key in only]
        stating = {above for place in (*self.claims, *self.whole) for above in self.lines[place]}
        wanted = targets(
            self.asked.question,
            self.bucket,
            candidates,
            self.lines,
            with_value={p.key for p in candidates if p.key in stating and self.node(p.key)},
            with_own={*self.claims, *(key for key, found in self.whole.items() if found.is_own)},
            owed={p.key for p in candidates if required and self.reports.under.get(p.key)},
        )
        return self.rows_of(wanted, required=required)

    def rows_of(self, places: Iterable[str], *, required: bool) -> list[Row]:
        """A row for each of these places; where nothing is known, only if `required`."""
        rows = []
        for place in places:
            node = self.node(place)
            if node is not None:
                rows.append(value_row(self.asked, place, node))
                continue
            apart = self.apart(place)
            if required or apart:
                rows.append(absent_row(self.asked, place, self.who, self.ground.world, self.reports.under, apart))
        return rows


def chosen_claims(rule: Rule, claims: list[Fact]) -> list[list[Fact]]:
    """The claims of one place that may be added, each with its other attestations behind it, in order of time."""
    by_span: dict[object, list[Fact]] = defaultdict(list)
    for fact in claims:
        by_span[fact.period.end if rule.over_time == "last" else (fact.period.start, fact.period.end)].append(fact)
    groups = [sorted(group, key=lambda fact: fact.order) for group in by_span.values()]
    if rule.over_time == "last":
        return [max(groups, key=lambda group: group[0].period.end)]
    chosen = [groups[i] for i in best_cover([(g[0].period.start, g[0].period.end) for g in groups])]
    if rule.over_time == "ratio" and len(chosen) > 1:
        # Percentages without their parts cannot be put together over time: the last one stands alone.
        return [group for group in chosen if group[0].denominator is not None] or chosen[-1:]
    return chosen
