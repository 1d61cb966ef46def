"""From what places come to, to the rows of an answer: which claim leads, which period it bears, which kind of nothing.

Shared by the engines: they differ in how they find and add claims, not in what they then say of them.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from datetime import date
from typing import overload

from chungtay.kernel.absence import Absence
from chungtay.kernel.periods import Period
from chungtay.kernel.quantities import Total
from chungtay.results.warehouse.facts import GROUP, LEVELS, Fact, PlaceNode, Rule, World
from chungtay.results.warehouse.questions import Basis, By, Question, Row

# Which absence speaks for a place that gave several: an answer given before no answer.
ABSENCE_ORDER = (Absence.REFUSED, Absence.NOT_APPLICABLE, Absence.NOT_YET_DUE, Absence.NOT_REPORTED)
VILLAGE = LEVELS.index("village")
EXCUSED = (Absence.NOT_APPLICABLE, Absence.NOT_YET_DUE)


class Figures(Sequence[int]):
    """The figures behind a total, in order, looked up when somebody wants them: a nation's total stands on millions."""

    def __init__(self, find: Callable[[], Iterable[int]]) -> None:
        self._find = find
        self._found: tuple[int, ...] | None = None

    @property
    def found(self) -> tuple[int, ...]:
        """The figures, looked up once."""
        if self._found is None:
            self._found = tuple(sorted(set(self._find())))
        return self._found

    def __len__(self) -> int:
        return len(self.found)

    @overload
    def __getitem__(self, index: int) -> int: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[int, ...]: ...
    def __getitem__(self, index: int | slice) -> int | tuple[int, ...]:
        return self.found[index]

    def __iter__(self) -> Iterator[int]:
        return iter(self.found)

    def __eq__(self, other: object) -> bool:
        return self.found == tuple(other) if isinstance(other, tuple | Figures) else NotImplemented

    def __hash__(self) -> int:
        return hash(self.found)

    def __repr__(self) -> str:
        return repr(self.found)

    def __reduce__(self) -> tuple[type, tuple[tuple[int, ...]]]:
        return tuple, (self.found,)


def joined(parts: Sequence[Sequence[int]]) -> Sequence[int]:
    """The figures of several parts together: at once where they are at hand, else when they are wanted."""
    if any(isinstance(part, Figures) for part in parts):
        return Figures(lambda: (number for part in parts for number in part))
    return tuple(number for part in parts for number in part)


@dataclass(frozen=True)
class Node:
    """What one place comes to: by its own claims, or by what lies below it.

    `first` and `last` bound the claims used, `single` is the period of the only one. `top` is the rank of the highest
    level among the places whose claims were used, at which places are counted.
    """

    basis: Basis
    total: Total
    denominator: Total | None
    members: tuple[str, ...] | None
    first: date
    last: date
    single: Period | None
    top: int
    stated: int
    received: int
    expected: int
    partial: int
    figure_ids: Sequence[int] = ()
    beside: tuple["Node", ...] = field(default=())

    @property
    def complete(self) -> bool:
        """Whether nothing that was expected is missing."""
        return self.expected > 0 and self.stated >= self.expected and self.partial == 0


@dataclass(frozen=True)
class Asked:
    """One indicator, asked period and cell of a question."""

    question: Question
    rule: Rule
    bucket: Period
    cell: str


@dataclass(frozen=True)
class Expectation:
    """Who owed a report for one asked period, from whom one arrived, and what places said instead of a number."""

    owing: Set[str]
    arrived: Set[str]
    absences: Mapping[str, Absence]
    stating: Set[str]
    """Places with a claim of their own: whatever absence they also stated does not count."""

    def excused(self, place: str) -> bool:
        """Whether the place said that it has nothing to say: it is then not expected."""
        return place not in self.stating and self.absences.get(place) in EXCUSED


def own_node(place: PlaceNode, rule: Rule, bucket: Period, facts: list[Fact]) -> Node:
    """What a place says by itself with these claims, which do not overlap."""
    if rule.over_time == "last":
        whole = place.in_force(bucket.end)
    else:
        whole = sum(fact.period.days for fact in facts) >= place.days_of(bucket)
    members = facts[0].members
    return Node(
        basis=Basis.REPORTED if len(facts) == 1 else Basis.ROLLED_UP,
        total=sum((fact.quantity for fact in facts if fact.quantity), Total()),
        denominator=added([fact.denominator for fact in facts]),
        members=tuple(sorted(set(members))) if members is not None else None,
        first=min(fact.period.start for fact in facts),
        last=max(fact.period.end for fact in facts),
        single=facts[0].period if len(facts) == 1 else None,
        top=place.rank,
        stated=1,
        received=1,
        expected=1,
        partial=0 if whole else 1,
        figure_ids=tuple(i for fact in facts for i in fact.ids),
    )


def added(parts: Iterable[Total | None]) -> Total | None:
    """The sum of denominators, None as soon as one of them is not known."""
    result = Total()
    for part in parts:
        if part is None:
            return None
        result += part
    return result


def lead(rule: Rule, own: Node | None, below: Node | None) -> Node | None:
    """Which claim leads. A sum that lacks expected reports never leads over a body's own total, and one of villages
    never at all: it fills in where the commune has not reported, for above the commune nothing is known of them."""
    if own is None or below is None:
        return own or below
    if below.top == VILLAGE:
        return replace(own, beside=(below, *own.beside))
    below_leads = below.complete and (rule.leads == "rolled_up" or own.partial > 0)
    if below_leads or (rule.leads == "" and own.beside):
        return replace(below, beside=(own, *own.beside))
    return replace(own, beside=(below, *own.beside))


def of_level(question: Question, places: Iterable[PlaceNode]) -> list[PlaceNode]:
    """The places of the level that the question asks rows for."""
    return [place for place in places if place.level == question.by.value]


def targets(
    question: Question,
    bucket: Period,
    places: Iterable[PlaceNode],
    lines: Mapping[str, list[str]],
    *,
    with_value: set[str],
    with_own: set[str],
    owed: set[str],
) -> list[str]:
    """The places that get a row: those in force on the last day with a value or a duty, at them or below.

    `places` are those of the asked level. One that is not in force then is shown for claims of its own, unless a
    living row already holds them.
    """
    if question.by is By.ONE:
        return [question.place]
    living = {p.key for p in places if (p.key in with_value or p.key in owed) and p.in_force(bucket.end)}
    ended = {p.key for p in places if p.key in with_own and not living & set(lines[p.key])}
    return sorted(living | ended)


def value_row(asked: Asked, place: str, node: Node) -> Row:
    """The row of a place with a value, and the other claims about it as rows beside it."""
    beside = tuple(value_row(asked, place, replace(other, beside=())) for other in node.beside)
    row = Row(
        indicator=asked.rule.code,
        place=place,
        period=_period(asked, node),
        cell=asked.cell,
        basis=node.basis,
        total=node.total,
        absence=Absence.ZERO if node.total == Total() else None,
        denominator=node.denominator,
        members=node.members,
        stated=node.stated,
        received=node.received,
        expected=node.expected,
        partial=node.partial,
        level=LEVELS[node.top],
        figure_ids=_in_order_of_number(node.figure_ids) if asked.question.trace else (),
        beside=beside,
    )
    return replace(row, also_reported=next((other.total for other in beside if other.period == row.period), None))


def _in_order_of_number(figures: Sequence[int]) -> Sequence[int]:
    return figures if isinstance(figures, Figures) else tuple(sorted(set(figures)))


def _period(asked: Asked, node: Node) -> Period:
    bucket = asked.bucket
    if (node.first, node.last) == (bucket.start, bucket.end):
        return bucket
    if node.single is not None:
        return node.single
    if node.partial == 0 or asked.rule.over_time == "last":
        return bucket
    return Period(node.first, node.last)


def absent_row(
    asked: Asked,
    place: str,
    who: Expectation,
    world: World,
    below: Mapping[str, Set[str]],
    apart: Iterable[tuple[str, Node]] = (),
) -> Row:
    """Which kind of nothing stands at a place without any value, and who had been expected.

    `below` gives, for each place, the owing places at or under it. They are counted at the highest level that owes.
    `apart` is what places below stated that cannot be added.
    """
    rows = tuple(value_row(asked, key, node) for key, node in sorted(apart, key=lambda item: item[0]))
    owing: Set[str] = below.get(place, set())
    rank = min((world.places[key].rank for key in owing), default=0)
    owing = {key for key in owing if world.places[key].rank == rank}
    expected = {key for key in owing if not who.excused(key)}
    absence = who.absences.get(place)
    if absence is None or absence is Absence.NOT_REPORTED:
        absence = None if rows else _absence_below(asked, who, owing, expected, world)
    ranks = {world.places[row.place].rank for row in rows}
    counted = {rank} if owing else ranks
    stated = sum(world.places[row.place].rank in counted for row in rows)
    return Row(
        indicator=asked.rule.code,
        place=place,
        period=asked.bucket,
        cell=asked.cell,
        basis=Basis.REPORTED if place in owing or not owing else Basis.ROLLED_UP,
        total=None,
        absence=absence,
        stated=stated,
        received=max(stated, len(expected & who.arrived)),
        expected=len(expected),
        level=LEVELS[counted.pop()] if len(counted) == 1 else "",
        apart=rows,
    )


def _absence_below(asked: Asked, who: Expectation, owing: Set[str], expected: Set[str], world: World) -> Absence:
    if owing and not expected:
        said = {who.absences.get(key) for key in owing}
        return Absence.NOT_YET_DUE if Absence.NOT_YET_DUE in said else Absence.NOT_APPLICABLE
    if expected and all(who.absences.get(key) is Absence.REFUSED for key in expected):
        return Absence.REFUSED
    if expected and world.today is not None:
        level = world.places[min(expected)].level
        if world.today <= world.due(asked.bucket, level):
            return Absence.NOT_YET_DUE
    return Absence.NOT_REPORTED


def at_or_under(owing: Iterable[str], lines: Mapping[str, list[str]]) -> dict[str, set[str]]:
    """For each place, the owing places at or under it."""
    found: dict[str, set[str]] = defaultdict(set)
    for place in owing:
        for above in lines[place]:
            found[above].add(place)
    return found


def in_order(rows: Iterable[Row]) -> list[Row]:
    """Rows of one indicator by place, period and cell."""
    return sorted(rows, key=lambda row: (row.place, row.period or Period(date.min, date.min), row.cell))


def nothing_at_all(question: Question, rule: Rule) -> Row:
    """The answer where no period was asked for and no claim names one."""
    place = GROUP if question.members else question.place
    return Row(rule.code, place, None, question.cells or "", Basis.REPORTED, None, Absence.NOT_REPORTED)


def territory(world: World, place: str) -> dict[str, list[str]]:
    """Every place within the asked one, with its line up to it (itself first). KeyError where there is no such place.

    A 2025 commune holds, when it is asked itself, the old communes that went into it as a whole.

    Of the last places that were asked about it is remembered: their nodes stay the same object until some come in.
    """
    for nodes, asked, found in _lines:
        if nodes is world.places and asked == place:
            return found
    found = _territory(world, place)
    _lines[:] = [*_lines[1 - _LINES :], (world.places, place, found)]
    return found


_LINES = 4
_lines: list[tuple[Mapping[str, PlaceNode], str, dict[str, list[str]]]] = []


def _territory(world: World, place: str) -> dict[str, list[str]]:
    asked = world.places[place]
    lines: dict[str, list[str] | None] = {place: [place]}

    def line(key: str) -> list[str] | None:
        if key not in lines:
            node = world.places[key]
            taken_over = asked.level == "commune" and node.home_commune == place
            above = place if taken_over else node.parent
            higher = line(above) if above is not None and above in world.places else None
            lines[key] = [key, *higher] if higher is not None else None
        return lines[key]

    return {key: found for key in world.places if (found := line(key)) is not None}
