"""The oracle: plain Python, slow and obviously right. Every other engine must answer as this one does.

It is also what a snapshot in memory is asked with: its cost is about one pass over all facts per indicator.
The rules that it follows are told at the head of `questions`.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from decimal import Decimal

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
    own_node,
    targets,
    territory,
    value_row,
)


def answer(world: World, question: Question) -> list[Row]:
    """The rows, in order of the asked indicators, then place, period and cell. KeyError on unknown keys."""
    facts = list(with_ratios(world.facts, world.rules))
    rows: list[Row] = []
    for code in question.indicators:
        rows += _of_indicator(world, question, world.rules[code], [f for f in facts if f.indicator == code])
    return rows


def _of_indicator(world: World, question: Question, rule: Rule, facts: list[Fact]) -> list[Row]:
    lines = territory(world, question.place)
    facts = [
        fact
        for fact in facts
        if fact.place in lines
        and fact.status in question.statuses
        and known(fact, question.as_known_at)
        and (question.cells is None or fact.cell == question.cells)
    ]
    main_cell = question.cells or ""
    rows: list[Row] = []
    for cell in sorted({fact.cell for fact in facts} | {main_cell}):
        of_cell = [fact for fact in facts if fact.cell == cell]
        for bucket in _buckets(question, of_cell):
            tree = _Tree(world, Asked(question, rule, bucket, cell), of_cell, lines)
            rows += tree.rows(required=cell == main_cell)
    if not rows and question.by is By.ONE and question.period is None:
        return [nothing_at_all(question, rule)]
    return in_order(rows)


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

    def __init__(self, world: World, asked: Asked, facts: list[Fact], lines: dict[str, list[str]]) -> None:
        self.world, self.asked, self.lines = world, asked, lines
        self.rule, self.bucket = asked.rule, asked.bucket
        self.children: dict[str, list[str]] = defaultdict(list)
        for key, line in lines.items():
            if len(line) > 1:
                self.children[line[1]].append(key)
        self.claims: dict[str, list[Fact]] = defaultdict(list)
        said: dict[str, set[Absence]] = defaultdict(set)
        for fact in facts:
            if not self._inside(fact.period):
                continue
            if fact.absence is not None and fact.quantity is None:
                said[fact.place].add(fact.absence)
            elif not too_old(self.rule, self.bucket, fact.period, asked.question.stock_age_days):
                self.claims[fact.place].append(fact)
        self.who = self._expectation(said)
        self.kept: dict[str, Node | None] = {}

    def _inside(self, period: Period) -> bool:
        return inside(self.rule, self.bucket, period, exactly=self.asked.question.period is None)

    def _expectation(self, said: dict[str, set[Absence]]) -> Expectation:
        owing = {d.place for d in self.world.duties if d.place in self.lines and owes(self.rule, d, self.bucket)}
        arrived = {
            r.place
            for r in self.world.receipts
            if r.place in self.lines
            and r.form in self.rule.forms
            and known(r, self.asked.question.as_known_at)
            and self._inside(r.period)
        }
        absences = {key: next(a for a in ABSENCE_ORDER if a in found) for key, found in said.items()}
        return Expectation(frozenset(owing), frozenset(arrived), absences, frozenset(self.claims))

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
        node = self.world.places[place]
        chosen = chosen_claims(self.rule, claims)
        said = own_node(node, self.rule, self.bucket, [group[0] for group in chosen])
        differing = [f for f in chosen[0] if not f.says_the_same(chosen[0][0])] if len(chosen) == 1 else []
        return replace(said, beside=tuple(own_node(node, self.rule, self.bucket, [f]) for f in differing[:1]))

    def below(self, place: str) -> Node | None:
        """The sum of what leads at each place directly below."""
        if self.rule.over_places == "none":
            return None
        found = [(self.world.places[child], self.node(child)) for child in self.children[place]]
        usable = [(child, node) for child, node in found if node is not None and self._adds_up(node)]
        counted = _without_twice(self.rule, self.bucket, usable)
        parts = [node for _, node in counted]
        if not parts:
            return None
        top = min(part.top for part in parts)
        stated, partial = _counts(top, counted)
        members = None
        total = sum((part.total for part in parts), Total())
        if self.rule.over_places == "union":
            members = tuple(sorted({member for part in parts for member in part.members or ()}))
            total = Total(*[Decimal(len(members))] * 3)
        expected = [key for key in self.at_level(self.who.owing, place, top) if not self.who.excused(key)]
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
            received=max(stated, len(self.at_level(self.who.arrived, place, top))),
            expected=len(expected),
            partial=partial,
            figure_ids=tuple(i for part in parts for i in part.figure_ids),
        )

    def _adds_up(self, node: Node) -> bool:
        if self.rule.over_places == "union":
            return node.members is not None
        return self.rule.over_places != "ratio" or node.denominator is not None

    def at_level(self, places: frozenset[str], above: str, rank: int) -> set[str]:
        """Those of the places that stand at a level strictly below another."""
        return {key for key in places if self.world.places[key].rank == rank and above in self.lines[key][1:]}

    def rows(self, *, required: bool) -> list[Row]:
        """A row for each place that the question asks for; where nothing is known, only if `required`."""
        below = at_or_under(self.who.owing, self.lines)
        wanted = targets(
            self.asked.question,
            self.bucket,
            [self.world.places[key] for key in self.lines],
            self.lines,
            with_value={key for key in self.lines if self.node(key)},
            with_own=set(self.claims),
            owed=set(below) if required else set(),
        )
        rows = []
        for place in wanted:
            node = self.node(place)
            if node is not None:
                rows.append(value_row(self.asked, place, node))
            elif required:
                rows.append(absent_row(self.asked, place, self.who, self.world, below))
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
