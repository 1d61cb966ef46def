"""The oracle: plain Python, slow and obviously right. Every other engine must answer as this one does.

It is also what a snapshot in memory is asked with: its cost is about one pass over all facts per indicator.
The rules that it follows are told at the head of `questions`.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from itertools import pairwise

from chungtay.kernel.absence import Absence
from chungtay.kernel.periods import Period
from chungtay.kernel.quantities import Total
from chungtay.results.warehouse.cover import best_cover
from chungtay.results.warehouse.facts import (
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
from chungtay.results.warehouse.questions import Basis, By, Question, Row
from chungtay.results.warehouse.rows import (
    ABSENCE_ORDER,
    Asked,
    Expectation,
    Node,
    absent_row,
    added,
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


def answer(world: World, question: Question) -> list[Row]:
    """The rows, in order of the asked indicators, then place, period and cell. KeyError on unknown keys."""
    return _Asking(world, question).rows()


@dataclass(frozen=True)
class _Reports:
    """Who owed and from whom something came, for one set of forms and asked period; counted by (place above, level)."""

    owing: frozenset[str]
    arrived: frozenset[str]
    owing_at: Counter[tuple[str, int]]
    arrived_at: Counter[tuple[str, int]]
    under: dict[str, set[str]]


class _Asking:
    """One question: what its indicators, cells and periods share."""

    def __init__(self, world: World, question: Question) -> None:
        self.world, self.question = world, question
        self.lines = territory(world, question.place)
        self.candidates = of_level(question, (world.places[key] for key in self.lines))
        self._reports: dict[tuple[frozenset[str], str, Period], _Reports] = {}
        self._facts: dict[str, list[Fact]] = defaultdict(list)
        for fact in with_ratios(world.facts, world.rules):
            if self._is_asked(fact):
                self._facts[fact.indicator].append(fact)

    def _is_asked(self, fact: Fact) -> bool:
        return (
            fact.place in self.lines
            and fact.status in self.question.statuses
            and known(fact, self.question.as_known_at)
            and self.question.cells in (None, fact.cell)
        )

    def rows(self) -> list[Row]:
        """The rows of all indicators."""
        return [row for code in self.question.indicators for row in self._of_indicator(self.world.rules[code])]

    def _of_indicator(self, rule: Rule) -> list[Row]:
        question, facts = self.question, self._facts[rule.code]
        main_cell = question.cells or ""
        rows: list[Row] = []
        for cell in sorted({fact.cell for fact in facts} | {main_cell}):
            of_cell = [fact for fact in facts if fact.cell == cell]
            for bucket in _buckets(question, of_cell):
                rows += _Tree(self, Asked(question, rule, bucket, cell), of_cell).rows(required=cell == main_cell)
        if not rows and question.by is By.ONE and question.period is None:
            return [nothing_at_all(question, rule)]
        return in_order(rows)

    def inside(self, rule: Rule, bucket: Period, period: Period) -> bool:
        """Whether something about `period` belongs to the asked period."""
        return inside(rule, bucket, period, exactly=self.question.period is None)

    def reports(self, rule: Rule, bucket: Period) -> _Reports:
        """The same for all indicators that the same forms ask for."""
        key = (rule.forms, rule.over_time, bucket)
        if key not in self._reports:
            owing = {d.place for d in self.world.duties if d.place in self.lines and owes(rule, d, bucket)}
            arrived = {
                r.place
                for r in self.world.receipts
                if r.place in self.lines
                and r.form in rule.forms
                and known(r, self.question.as_known_at)
                and self.inside(rule, bucket, r.period)
            }
            self._reports[key] = _Reports(
                frozenset(owing),
                frozenset(arrived),
                self.count(owing),
                self.count(arrived),
                at_or_under(owing, self.lines),
            )
        return self._reports[key]

    def count(self, places: Iterable[str]) -> Counter[tuple[str, int]]:
        """How many of the places of each level lie strictly below each place."""
        return Counter((above, self.world.places[key].rank) for key in places for above in self.lines[key][1:])


def _buckets(question: Question, facts: Iterable[Fact]) -> list[Period]:
    if question.period is None:
        named: dict[tuple[date, date], Period] = {}
        for fact in facts:
            key = (fact.period.start, fact.period.end)
            named[key] = min(named.get(key, fact.period), fact.period)
        return list(named.values())
    if question.by_period is not None:
        return divide(question.period, question.by_period)
    return [question.period]


class _Tree:
    """One indicator, cell and asked period over the places of the asked territory."""

    def __init__(self, asking: _Asking, asked: Asked, facts: list[Fact]) -> None:
        self.asking, self.asked, self.lines, self.places = asking, asked, asking.lines, asking.world.places
        self.rule, self.bucket = asked.rule, asked.bucket
        self.claims: dict[str, list[Fact]] = defaultdict(list)
        said: dict[str, set[Absence]] = defaultdict(set)
        for fact in facts:
            if not asking.inside(self.rule, self.bucket, fact.period):
                continue
            if fact.absence is not None and fact.quantity is None:
                said[fact.place].add(fact.absence)
            elif not too_old(self.rule, self.bucket, fact.period, asked.question.stock_age_days):
                self.claims[fact.place].append(fact)
        self.children: dict[str, set[str]] = defaultdict(set)
        for place in self.claims:
            for below, above in pairwise(self.lines[place]):
                self.children[above].add(below)
        self.reports = asking.reports(self.rule, self.bucket)
        absences = {key: next(a for a in ABSENCE_ORDER if a in found) for key, found in said.items()}
        self.who = Expectation(self.reports.owing, self.reports.arrived, absences, frozenset(self.claims))
        excused = {key for key in absences if self.who.excused(key)}
        self.excused_at = asking.count(excused & self.reports.owing)
        self.arrived_excused_at = asking.count(excused & self.reports.arrived)
        self.kept: dict[str, Node | None] = {}

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
        usable = [(child, node) for child, node in found if node is not None and self._adds_up(node)]
        counted = _without_twice(self.rule, self.bucket, usable)
        parts = [node for _, node in counted]
        if not parts:
            return None
        top = min(part.top for part in parts)
        stated, partial = _counts(top, counted)
        arrived = self.reports.arrived_at[place, top] - self.arrived_excused_at[place, top]
        members = None
        total = sum((part.total for part in parts), Total())
        if self.rule.over_places == "union":
            members = tuple(sorted({member for part in parts for member in part.members or ()}))
            total = Total(*[Decimal(len(members))] * 3)
        return Node(
            basis=Basis.ROLLED_UP,
            total=total,
            denominator=added([part.denominator for part in parts]),
            members=members,
            first=min(part.first for part in parts),
            last=max(part.last for part in parts),
            single=parts[0].single if len(parts) == 1 else None,
            top=top,
            stated=stated,
            received=max(stated, arrived),
            expected=self.reports.owing_at[place, top] - self.excused_at[place, top],
            partial=partial,
            figure_ids=tuple(i for part in parts for i in part.figure_ids),
        )

    def apart(self, place: str) -> list[tuple[str, Node]]:
        """The nearest claims below a place that comes to nothing; none can be added, or there would be a sum."""
        found: list[tuple[str, Node]] = []
        for child in self.children.get(place, ()):
            own = self.own(child)
            found += [(child, own)] if own is not None else self.apart(child)
        return found

    def _adds_up(self, node: Node) -> bool:
        if self.rule.over_places == "union":
            return node.members is not None
        return self.rule.over_places != "ratio" or node.denominator is not None

    def rows(self, *, required: bool) -> list[Row]:
        """A row for each place that the question asks for; where nothing is known, only if `required`."""
        stating = {above for place in self.claims for above in self.lines[place]}
        wanted = targets(
            self.asked.question,
            self.bucket,
            self.asking.candidates,
            self.lines,
            with_value={key for key in stating if self.node(key)},
            with_own=set(self.claims),
            owed=set(self.reports.under) if required else set(),
        )
        rows = []
        for place in wanted:
            node = self.node(place)
            if node is not None:
                rows.append(value_row(self.asked, place, node))
                continue
            apart = self.apart(place)
            if required or apart:
                rows.append(absent_row(self.asked, place, self.who, self.asking.world, self.reports.under, apart))
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


def _without_twice(rule: Rule, bucket: Period, parts: list[tuple[PlaceNode, Node]]) -> list[tuple[PlaceNode, Node]]:
    """The parts without ended places where living ones already count the same land on the same days."""

    def lives(place: PlaceNode) -> bool:
        return place.valid_to is None or place.valid_to >= bucket.end

    living = [node for place, node in parts if lives(place)]
    ended = [node for place, node in parts if not lives(place)]
    if not living or not ended:
        return parts
    if rule.over_time == "last" or max(n.last for n in ended) >= min(n.first for n in living):
        return [(place, node) for place, node in parts if lives(place)]
    return parts


def _counts(top: int, parts: list[tuple[PlaceNode, Node]]) -> tuple[int, int]:
    """(stated, partial) in places of the level `top`.

    A place of that level known from below counts as one, in part unless all below it is there. What lies lower
    without a place of that level in between is no place more, but leaves the count open.
    """
    stated = partial = 0
    for place, node in parts:
        if node.top == top:
            stated += node.stated
            partial += node.partial
        elif place.rank == top:
            stated += 1
            partial += 0 if node.complete else 1
        else:
            partial += 1
    return stated, partial
