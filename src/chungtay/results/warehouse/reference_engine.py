"""The oracle: plain Python, slow and obviously right. Every other engine must answer as this one does.

It is also what a snapshot in memory is asked with: its cost is about one pass over all facts per indicator.
The rules that it follows are told at the head of `questions`.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
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

# Which absence speaks for a place that gave several: an answer given before no answer.
ABSENCE_ORDER = (Absence.REFUSED, Absence.NOT_APPLICABLE, Absence.NOT_YET_DUE, Absence.NOT_REPORTED)
EXCUSED = (Absence.NOT_APPLICABLE, Absence.NOT_YET_DUE)


@dataclass(frozen=True)
class Node:
    """What one place comes to: by its own claims, or by what lies below it.

    `first` and `last` bound the claims used; `top` is the rank of the highest level among the places whose claims
    were used, at which places are counted.
    """

    basis: Basis
    total: Total
    denominator: Total | None
    members: tuple[str, ...] | None
    first: date
    last: date
    top: int
    stated: int
    received: int
    expected: int
    partial: int
    facts: tuple[Fact, ...]
    beside: tuple["Node", ...] = field(default=())

    @property
    def complete(self) -> bool:
        """Whether nothing that was expected is missing."""
        return self.expected > 0 and self.stated >= self.expected and self.partial == 0


def answer(world: World, question: Question) -> list[Row]:
    """The rows, in order of the asked indicators, then place, period and cell. KeyError on unknown keys."""
    facts = list(with_ratios(world.facts, world.rules))
    rows: list[Row] = []
    for code in question.indicators:
        rows += _of_indicator(world, question, world.rules[code], [f for f in facts if f.indicator == code])
    return rows


def _of_indicator(world: World, question: Question, rule: Rule, facts: list[Fact]) -> list[Row]:
    territory = _territory(world, question.place)
    facts = [
        fact
        for fact in facts
        if fact.place in territory
        and fact.status in question.statuses
        and known(fact, question.as_known_at)
        and (question.cells is None or fact.cell == question.cells)
    ]
    main_cell = question.cells or ""
    rows: list[Row] = []
    for cell in sorted({fact.cell for fact in facts} | {main_cell}):
        of_cell = [fact for fact in facts if fact.cell == cell]
        for bucket in _buckets(question, of_cell):
            tree = _Tree(world, question, rule, bucket, cell, of_cell, territory)
            rows += tree.rows(required=cell == main_cell)
    if not rows and question.by is By.ONE and question.by_period is None:
        rows = [Row(rule.code, question.place, question.period, main_cell, Basis.REPORTED, None, Absence.NOT_REPORTED)]
    return sorted(rows, key=lambda row: (row.place, row.period or Period(date.min, date.min), row.cell))


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


def _territory(world: World, place: str) -> dict[str, str | None]:
    """Every place within the asked one, with the place that holds it for this question."""
    holder = {}
    for node in world.places.values():
        in_asked = world.places[place].level == "commune" and node.home_commune == place and node.key != place
        holder[node.key] = place if in_asked else node.parent
    return {key: holder[key] for key in world.places if place in _line(key, holder)}


def _line(key: str | None, holder: dict[str, str | None]) -> list[str]:
    line = []
    while key is not None:
        line.append(key)
        key = holder[key]
    return line


class _Tree:
    """One indicator, cell and asked period over the places of the asked territory."""

    def __init__(
        self,
        world: World,
        question: Question,
        rule: Rule,
        bucket: Period,
        cell: str,
        facts: list[Fact],
        territory: dict[str, str | None],
    ) -> None:
        self.world, self.question, self.rule, self.bucket, self.cell = world, question, rule, bucket, cell
        self.lines = {key: _line(key, {**territory, question.place: None}) for key in territory}
        self.children: dict[str, list[str]] = defaultdict(list)
        for key, line in self.lines.items():
            if len(line) > 1:
                self.children[line[1]].append(key)
        exactly = question.period is None
        self.claims: dict[str, list[Fact]] = defaultdict(list)
        self.absences: dict[str, list[Absence]] = defaultdict(list)
        for fact in facts:
            if not inside(rule, bucket, fact.period, exactly=exactly):
                continue
            if fact.absence is not None and fact.quantity is None:
                self.absences[fact.place].append(fact.absence)
            elif not too_old(rule, bucket, fact.period, question.stock_age_days):
                self.claims[fact.place].append(fact)
        self.owing = {d.place for d in world.duties if d.place in territory and owes(rule, d, bucket)}
        self.arrived = {
            r.place
            for r in world.receipts
            if r.place in territory
            and r.form in rule.forms
            and known(r, question.as_known_at)
            and inside(rule, bucket, r.period, exactly=exactly)
        }
        self.kept: dict[str, Node | None] = {}

    # What a place comes to

    def node(self, place: str) -> Node | None:
        """What leads at a place: its own claim or the sum from below, the other kept beside it."""
        if place not in self.kept:
            self.kept[place] = _lead(self.rule, self.own(place), self.below(place))
        return self.kept[place]

    def own(self, place: str) -> Node | None:
        """The place's own claims, put together over time."""
        by_span: dict[object, list[Fact]] = defaultdict(list)
        for fact in self.claims[place]:
            last = self.rule.over_time == "last"
            by_span[fact.period.end if last else (fact.period.start, fact.period.end)].append(fact)
        if not by_span:
            return None
        groups = [sorted(group, key=lambda fact: fact.order) for group in by_span.values()]
        if self.rule.over_time == "last":
            chosen = [max(groups, key=lambda group: group[0].period.end)]
        else:
            chosen = [groups[i] for i in best_cover([(g[0].period.start, g[0].period.end) for g in groups])]
        if len(chosen) > 1 and self.rule.over_time == "ratio":
            chosen = [group for group in chosen if group[0].denominator] or chosen[-1:]
        beside: tuple[Node, ...] = ()
        if len(chosen) == 1:
            others = [fact for fact in chosen[0][1:] if not fact.says_the_same(chosen[0][0])][:1]
            beside = tuple(self._said(place, [fact]) for fact in others)
        return replace(self._said(place, [group[0] for group in chosen]), beside=beside)

    def _said(self, place: str, facts: list[Fact]) -> Node:
        node = self.world.places[place]
        if self.rule.over_time == "last":
            whole = node.in_force(self.bucket.end)
        else:
            whole = sum(fact.period.days for fact in facts) >= node.days_of(self.bucket)
        return Node(
            basis=Basis.REPORTED if len(facts) == 1 else Basis.ROLLED_UP,
            total=sum((fact.quantity for fact in facts if fact.quantity), Total()),
            denominator=_added([fact.denominator for fact in facts]),
            members=tuple(sorted(set(facts[0].members))) if facts[0].members is not None else None,
            first=min(fact.period.start for fact in facts),
            last=max(fact.period.end for fact in facts),
            top=node.rank,
            stated=1,
            received=1,
            expected=1,
            partial=0 if whole else 1,
            facts=tuple(facts),
        )

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
            total = _count(len(members))
        return Node(
            basis=Basis.ROLLED_UP,
            total=total,
            denominator=_added([part.denominator for part in parts]),
            members=members,
            first=min(part.first for part in parts),
            last=max(part.last for part in parts),
            top=top,
            stated=stated,
            received=max(stated, len(self.at_level(self.arrived, place, top))),
            expected=len(self.expected_at(place, top)),
            partial=partial,
            facts=tuple(fact for part in parts for fact in part.facts),
        )

    def _adds_up(self, node: Node) -> bool:
        if self.rule.over_places == "union":
            return node.members is not None
        return self.rule.over_places != "ratio" or node.denominator is not None

    # Who was expected

    def at_level(self, places: set[str], above: str, rank: int) -> set[str]:
        """Those of the places that stand at a level strictly below another."""
        return {key for key in places if self.world.places[key].rank == rank and above in self.lines[key][1:]}

    def excused(self, place: str) -> bool:
        """Whether the place said that it has nothing to say: it is then not expected."""
        return not self.claims[place] and self.own_absence(place) in EXCUSED

    def expected_at(self, above: str, rank: int) -> set[str]:
        """The places of a level below another that owe a report and did not excuse themselves."""
        return {key for key in self.at_level(self.owing, above, rank) if not self.excused(key)}

    def own_absence(self, place: str) -> Absence | None:
        """The absence that the place itself stated."""
        return next((absence for absence in ABSENCE_ORDER if absence in self.absences[place]), None)

    # Rows

    def rows(self, *, required: bool) -> list[Row]:
        """A row for each place that the question asks for; where nothing is known, only if `required`."""
        rows = []
        for place in self._targets(required=required):
            node = self.node(place)
            if node is not None:
                rows.append(self._row(place, node))
            elif required:
                rows.append(self._absent(place))
        return rows

    def _targets(self, *, required: bool) -> list[str]:
        if self.question.by is By.ONE:
            return [self.question.place]
        same = [self.world.places[key] for key in self.lines if self.world.places[key].level == self.question.by.value]
        living = {
            place.key
            for place in same
            if place.in_force(self.bucket.end) and (self.node(place.key) or (required and self._is_owed(place.key)))
        }
        # A place not in force at the end is shown for its own claims, unless a living row already holds them.
        ended = {place.key for place in same if self.claims[place.key] and not living & set(self.lines[place.key])}
        return sorted(living | ended)

    def _is_owed(self, place: str) -> bool:
        return any(place in self.lines[key] for key in self.owing)

    def _row(self, place: str, node: Node) -> Row:
        beside = tuple(self._row(place, replace(other, beside=())) for other in node.beside)
        total = node.total
        row = Row(
            indicator=self.rule.code,
            place=place,
            period=self._period(node),
            cell=self.cell,
            basis=node.basis,
            total=total,
            absence=Absence.ZERO if total == Total() else None,
            denominator=node.denominator,
            members=node.members,
            stated=node.stated,
            received=node.received,
            expected=node.expected,
            partial=node.partial,
            figure_ids=tuple(sorted({i for f in node.facts for i in f.ids})) if self.question.trace else (),
            beside=beside,
        )
        return replace(row, also_reported=next((o.total for o in beside if o.period == row.period), None))

    def _period(self, node: Node) -> Period:
        if (node.first, node.last) == (self.bucket.start, self.bucket.end):
            return self.bucket
        if len(node.facts) == 1:
            return node.facts[0].period
        if node.partial == 0 or self.rule.over_time == "last":
            return self.bucket
        return Period(node.first, node.last)

    def _absent(self, place: str) -> Row:
        """Which kind of nothing stands at a place without any value, and who had been expected."""
        levels = [self.world.places[key].rank for key in self.owing if place in self.lines[key]]
        owing = {key for key in self.owing if place in self.lines[key] and self.world.places[key].rank == min(levels)}
        expected = {key for key in owing if not self.excused(key)}
        absence = self.own_absence(place)
        if absence is None or absence is Absence.NOT_REPORTED:
            absence = self._absence_below(owing, expected)
        return Row(
            indicator=self.rule.code,
            place=place,
            period=self.bucket,
            cell=self.cell,
            basis=Basis.REPORTED if place in owing or not owing else Basis.ROLLED_UP,
            total=None,
            absence=absence,
            received=len(owing & self.arrived),
            expected=len(expected),
        )

    def _absence_below(self, owing: set[str], expected: set[str]) -> Absence:
        said = {self.own_absence(key) for key in owing}
        if owing and not expected:
            return Absence.NOT_YET_DUE if Absence.NOT_YET_DUE in said else Absence.NOT_APPLICABLE
        if expected and all(self.own_absence(key) is Absence.REFUSED for key in expected):
            return Absence.REFUSED
        if expected and self.world.today is not None:
            level = self.world.places[min(expected)].level
            if self.world.today <= self.world.due(self.bucket, level):
                return Absence.NOT_YET_DUE
        return Absence.NOT_REPORTED


def _lead(rule: Rule, own: Node | None, below: Node | None) -> Node | None:
    """Which claim leads. A sum that lacks expected reports never leads over a body's own total."""
    if own is None or below is None:
        return own or below
    below_leads = below.complete and (rule.leads == "rolled_up" or own.partial > 0)
    if below_leads or (rule.leads == "" and own.beside):
        return replace(below, beside=(own, *own.beside))
    return replace(own, beside=(below, *own.beside))


def _without_twice(rule: Rule, bucket: Period, parts: list[tuple[PlaceNode, Node]]) -> list[tuple[PlaceNode, Node]]:
    """The parts without ended places where living ones already count the same land on the same days."""
    living = [node for place, node in parts if _lives(place, bucket)]
    ended = [node for place, node in parts if not _lives(place, bucket)]
    if not living or not ended:
        return parts
    if rule.over_time == "last" or max(n.last for n in ended) >= min(n.first for n in living):
        return [(place, node) for place, node in parts if _lives(place, bucket)]
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


def _lives(place: PlaceNode, bucket: Period) -> bool:
    return place.valid_to is None or place.valid_to >= bucket.end


def _added(parts: list[Total | None]) -> Total | None:
    """The sum of the denominators, None as soon as one of them is not known."""
    if any(part is None for part in parts):
        return None
    return sum((part for part in parts if part), Total())


def _count(number: int) -> Total:
    return Total(Decimal(number), Decimal(number), Decimal(number))
