"""Shifts: what the ledger's tail changes of plain numbers, as signed differences of what a scan finds.

A number that replaces another of the same month, and one for a month that had none, move the totals above them by what
they differ. So a commune whose tail is as plain as its series in the generation is not judged: its twelve months are
fetched once, and every asked total is the scan's with the differences added. What is not so plain stays with the tree:
other series whole (`judging.Indicator.hot`), and of these the asked periods in which a total could come to stand on
other places than before (`leaves.shift` says None).
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from operator import is_
from typing import Final

from chungtay.kernel.periods import Period
from chungtay.results.warehouse.acyclic import acyclic
from chungtay.results.warehouse.communes import Months, series_fetch, series_held
from chungtay.results.warehouse.facts import Fact, Rule
from chungtay.results.warehouse.layout import CLOCKS, MONTH_CLOCKS
from chungtay.results.warehouse.leaves import Leaf, Shift, firsts_of, shift
from chungtay.results.warehouse.scanning import LEAF_RANK, Places
from chungtay.results.warehouse.spans import Spans, month_period
from chungtay.results.warehouse.stores import Store
from chungtay.results.warehouse.tails import Tail

_YEARS: Final = range(1900, 2200)
_PLAIN_WAYS: Final = (("sum", "sum"), ("sum", "last"))
_MANY: Final = 20_000
"""Figures of a tail of which each indicator's series are fetched when it is asked, and not all at once."""
_MOST: Final = 10_000_000_000_000
"""As in `splitting`: a larger number is not plain."""
Series = tuple[str, str]
"""(cell, place)."""


def _together(shifts: Sequence[Shift]) -> Shift:
    """What several communes add to one total."""
    if len(shifts) == 1:
        return shifts[0]
    value, stated, partial, claims, first, last, was = zip(*shifts, strict=True)
    return Shift(sum(value), sum(stated), sum(partial), sum(claims), min(first), max(last), sum(was))


class Shifts:
    """The changed communes of one indicator."""

    def __init__(
        self, store: Store | None, leaves: Mapping[Series, Leaf], quiet: frozenset[Series] = frozenset()
    ) -> None:
        self._store = store
        self.leaves = leaves
        self.series = quiet | leaves.keys()
        """Whose rows in the tail are told here, so that none of their numbers has to be judged."""
        self._by_cell: dict[str, list[Leaf]] = defaultdict(list)
        for (cell, _), leaf in leaves.items():
            self._by_cell[cell].append(leaf)

    def __bool__(self) -> bool:
        return bool(self.leaves)

    def has(self, cell: str) -> bool:
        """Whether a cell changed anywhere."""
        return cell in self._by_cell

    def open(self, cell: str, spans: Spans) -> Iterator[tuple[int, int]]:
        """(asked period, place) of changed communes of which the totals above them must be judged."""
        store = self._store
        if store is None:
            return
        firsts = firsts_of(store, spans)
        for leaf, bucket in self._touched(cell, spans):
            if shift(store, leaf, spans, bucket, firsts) is None:
                yield bucket, leaf.line[0]

    def changes(self, pair: tuple[int, int], cell: str, spans: Spans, places: Places) -> Iterator[tuple[int, ...]]:
        """What is added to the nodes of asked places, as rows of CHANGES. Nothing for what must be judged."""
        wanted = None if places.codes is None else frozenset(places.codes)
        asked: dict[tuple[int, ...], list[int]] = {}
        found: dict[tuple[int, int, int], list[Shift]] = defaultdict(list)
        store = self._store
        if store is None:
            return
        firsts = firsts_of(store, spans)
        for leaf, bucket in self._touched(cell, spans):
            under = asked.get(leaf.line)
            if under is None:
                under = asked[leaf.line] = [code for code in leaf.line if _is_asked(store, code, places, wanted)]
            if under:
                told = shift(store, leaf, spans, bucket, firsts)
                if told is not None:
                    for code in under:
                        found[bucket, code, leaf.clock].append(told)
        for (bucket, code, clock), shifts in found.items():
            yield (*pair, bucket, code, clock, *_together(shifts))

    def _touched(self, cell: str, spans: Spans) -> Iterator[tuple[Leaf, int]]:
        within: dict[int, Mapping[int, Sequence[int]]] = {}
        for leaf in self._by_cell.get(cell, ()):
            if leaf.clock not in within:
                within[leaf.clock] = _buckets(spans, leaf.clock)
            held, changed = within[leaf.clock], leaf.changed
            if len(changed) == 1:
                for bucket in held.get(changed[0], ()):
                    yield leaf, bucket
                continue
            for bucket in dict.fromkeys(bucket for month in changed for bucket in held.get(month, ())):
                yield leaf, bucket

    def of_cell(self, cell: str) -> dict[int, Leaf]:
        """The changed communes of a cell by their codes."""
        return {leaf.line[0]: leaf for leaf in self._by_cell.get(cell, ())}


def _is_asked(store: Store, code: int, places: Places, wanted: frozenset[int] | None) -> bool:
    if store.ranks[code] != places.rank:
        return False
    return places.low <= code <= places.high if wanted is None else code in wanted


@lru_cache(maxsize=64)
def _buckets(spans: Spans, clock: int) -> Mapping[int, Sequence[int]]:
    """By month, the asked periods that it belongs to."""
    found: dict[int, list[int]] = defaultdict(list)
    for bucket, ranges in enumerate(spans.ranges):
        if (held := ranges[clock]) is not None:
            for month in range(held[0], held[1] + 1):
                found[month].append(bucket)
    return found


@lru_cache(maxsize=1)
def _months() -> Mapping[Period, tuple[int, int]]:
    """(clock, month) of every month of every clock."""
    found = {}
    for clock in range(len(CLOCKS)):
        for month in range(12 * _YEARS.start, 12 * _YEARS.stop):
            found[month_period(clock, month)] = clock, month
    return found


def shifts_of(store: Store, tail: Tail, rule: Rule) -> Shifts:
    """The changes of an indicator, worked out once for a tail."""
    if rule.code not in tail.facts and rule.code not in tail.ended_facts:
        return NO_SHIFTS
    if sum(map(len, tail.facts.values())) + sum(map(len, tail.ended_facts.values())) <= _MANY:
        store.remember("fetched", (id(tail),), tail, lambda: _fetch(store, tail))
    key = (id(tail), rule.code, rule.over_places, rule.over_time)
    return store.remember("shifts", key, tail, lambda: _Reading(store, tail, rule).shifts())


def _fetch(store: Store, tail: Tail) -> None:
    """All series that a tail may change, by one statement: a report speaks of many indicators."""
    wanted = set()
    for code, facts in (*tail.facts.items(), *tail.ended_facts.items()):
        if store.ways.get(code) in _PLAIN_WAYS:
            keys = {(fact.cell, fact.place) for fact in facts}
            indicator = store.indicators[code][0]
            wanted |= {
                (indicator, store.cells[cell], store.place_codes[place])
                for cell, place in keys
                if cell in store.cells and place in store.place_codes
            }
    with acyclic():
        series_fetch(store, wanted)


_QUIET: Final = object()


class _Reading:
    """The tail of one indicator, read against the generation."""

    def __init__(self, store: Store, tail: Tail, rule: Rule) -> None:
        self.store, self.rule = store, rule
        self.code, self.scale = store.indicators.get(rule.code, (-1, 0))
        self._lines: dict[str, tuple[int, ...]] = store.remember("lines", (), None, dict)
        self._periods: dict[int, tuple[Period, tuple[int, int] | None]] = {}
        self.told: dict[Series, list[Fact]] = defaultdict(list)
        self.ended: dict[Series, list[Fact]] = defaultdict(list)
        for found, facts in ((self.told, tail.facts_of(rule)), (self.ended, tail.ended_facts.get(rule.code, ()))):
            for fact in facts:
                found[fact.cell, fact.place].append(fact)

    def shifts(self) -> Shifts:
        """Those of its series that are plain, in the generation and since."""
        rule, store = self.rule, self.store
        way = (rule.over_places, rule.over_time)
        if store.ways.get(rule.code) != way or way not in _PLAIN_WAYS:
            return NO_SHIFTS
        odd = self._odd()
        told = [
            series for series in self.told.keys() | self.ended.keys() if series not in odd and self._is_held(series)
        ]
        known = self._known(told, (rule.code, *way))
        leaves = {series: state for series, state in known.items() if isinstance(state, Leaf)}
        return Shifts(store, leaves, frozenset(series for series, state in known.items() if state is _QUIET))

    def _known(self, told: Sequence[Series], key: tuple[str, ...]) -> dict[Series, "Leaf | object | None"]:
        """What some series come to: a change, nothing (_QUIET), or what the tree has to judge (None).

        Kept for as long as the tail says the same of them: the next report changes few.
        """
        kept: dict[Series, tuple[tuple[Fact | None, ...], Leaf | object | None]]
        kept = self.store.remember("leaves", key, None, dict)
        fresh: dict[Series, tuple[Fact | None, ...]] = {}
        for series in told:
            facts = (*self.told.get(series, ()), None, *self.ended.get(series, ()))
            before = kept.get(series)
            if before is None or len(before[0]) != len(facts) or not all(map(is_, before[0], facts)):
                fresh[series] = facts
        with acyclic():
            held = self._before(fresh) if fresh else {}
            for series, facts in fresh.items():
                kept[series] = facts, self._come_to(series, held[series])
        return {series: kept[series][1] for series in told}

    def _come_to(self, series: Series, held: Months) -> "Leaf | object | None":
        told, gone = self.told.get(series, ()), self.ended.get(series, ())
        if held.has_sides or not all(map(self._is_plain, (*told, *gone))):
            return None
        if not any(fact.quantity is not None for fact in (*told, *gone)):
            return _QUIET
        if len(told) == 1 and not gone:
            return self._first(series, told[0], held)
        return self._leaf(series, held)

    def _first(self, series: Series, fact: Fact, held: Months) -> Leaf | None:
        """What `_leaf` gives of a number for a month that had none, as nearly all are: at a third of the price."""
        month_of = self._month(fact.period)
        assert month_of is not None
        clock, month = month_of
        pair = (self.code, self.store.cells[series[0]])
        if held.clock not in (None, clock) or clock not in self.store.shape.clocks[pair]:
            return None
        if held.number(month) is not None:
            return None
        new = {month: self._scaled(fact)}
        return Leaf(self._line(series[1]), clock, held, new, {month: fact}, frozenset(), (month,), pair)

    def _odd(self) -> frozenset[Series]:
        """The series that the generation holds odd numbers of, or seconds beside plain ones."""

        def read() -> frozenset[Series]:
            rows = self.store.odd(self.rule.code, None)
            return frozenset((f.cell, f.place) for f, _ in rows if f.status == "result" and f.quantity is not None)

        return self.store.remember("odd series", (self.rule.code,), None, read)

    def _is_held(self, series: Series) -> bool:
        """Whether the generation has such series."""
        code = self.store.place_codes.get(series[1])
        pair = (self.code, self.store.cells.get(series[0], -1))
        return code is not None and self.store.ranks[code] == LEAF_RANK and pair in self.store.shape.clocks

    def _is_plain(self, fact: Fact) -> bool:
        number = fact.quantity
        if fact.status != "result":
            return False
        if number is None:
            return True
        if not number.low == number.value == number.high or fact.members is not None or fact.denominator is not None:
            return False
        scaled = number.value.scaleb(self.scale)
        if scaled != scaled.to_integral_value() or abs(scaled) > _MOST:
            return False
        found = self._month(fact.period)
        return found is not None and (found[0] < MONTH_CLOCKS or self.rule.over_time == "last")

    def _before(self, wanted: Iterable[Series]) -> dict[Series, Months]:
        """The series in the generation: fetched once, whatever is decided later."""
        keys = {series: (self.store.cells[series[0]], self.store.place_codes[series[1]]) for series in wanted}
        series_fetch(self.store, ((self.code, *key) for key in keys.values()))
        held = series_held(self.store, self.code)
        return {series: held[key] for series, key in keys.items()}

    def _leaf(self, series: Series, held: Months) -> Leaf | None:
        """None where more than one number would stand for a month, or on more than one clock."""
        clock = held.clock
        told = [(*_months()[fact.period], fact) for fact in self.told.get(series, ()) if fact.quantity is not None]
        gone = [_months()[fact.period] for fact in self.ended.get(series, ()) if fact.quantity is not None]
        clocks = {found[0] for found in told} | {found[0] for found in gone} | ({clock} if clock is not None else set())
        new = {month: self._scaled(fact) for _, month, fact in told}
        replaced = frozenset(month for _, month in gone)
        pair = (self.code, self.store.cells[series[0]])
        if len(clocks) != 1 or not clocks <= self.store.shape.clocks[pair]:
            return None
        if len(new) < len(told) or len(replaced) < len(gone):
            return None
        before = {month: held.number(month) for month in (*new, *replaced)}
        if any((number is None) == (month in replaced) for month, number in before.items()):
            return None
        changed = tuple(sorted(month for month, number in before.items() if number != new.get(month)))
        facts = {month: fact for _, month, fact in told}
        return Leaf(self._line(series[1]), clocks.pop(), held, new, facts, replaced, changed, pair)

    def _month(self, period: Period) -> tuple[int, int] | None:
        """(clock, month) of a month. Thousands of facts hold the same period: it is looked up by what it is once."""
        found = self._periods.get(id(period))
        if found is None:
            found = self._periods[id(period)] = period, _months().get(period)
        return found[1]

    def _scaled(self, fact: Fact) -> int:
        assert fact.quantity is not None
        return int(fact.quantity.value.scaleb(self.scale))

    def _line(self, place: str) -> tuple[int, ...]:
        lines = self._lines
        if place not in lines:
            code: int | None = self.store.place_codes[place]
            line = []
            while code is not None:
                line.append(code)
                code = self.store.parents[code]
            lines[place] = tuple(line)
        return lines[place]


NO_SHIFTS: Final = Shifts(None, {})
