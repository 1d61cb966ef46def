"""Communes on the map of a day, in columns: one statement for all indicators of a question, as `wide` is as was.

What lies on land where something odd was claimed, what cannot be compared and what lies nowhere on the map is left to
`framed`, which is given no more than that.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import pyarrow as pa

from chungtay.results.warehouse import mapped_sql, scan_sql
from chungtay.results.warehouse.facts import divide
from chungtay.results.warehouse.frames import Part
from chungtay.results.warehouse.framing import Frame, Spread
from chungtay.results.warehouse.pools import EVER
from chungtay.results.warehouse.questions import By
from chungtay.results.warehouse.scanning import LEAF_RANK, NodesAsked, Places, Statement
from chungtay.results.warehouse.spans import int_table, spans_of
from chungtay.results.warehouse.wide import late_periods, period_table

if TYPE_CHECKING:
    from chungtay.kernel.periods import Period
    from chungtay.results.warehouse.answering import Answering
    from chungtay.results.warehouse.judging import Indicator
    from chungtay.results.warehouse.stores import Store
    from chungtay.results.warehouse.wide import Mark

FEW: Final = 2_000
"""Rows up to which the tree is quicker: a statement takes some 50 ms however few it is about."""
NOWHERE: Final = -1
"""The unit of what lies on no unit of the map."""
_SERIES: Final = ("indicator", "cell", "scope", "required", "is_ratio", "may_split", "unit")
"""Days that lie beyond all that is told, before 1970 and after."""
_PARTS: Final = ("era", "source", "unit", "whole", "sole", "people", "other", "folded", "targets", "since", "until")


def mapped(asking: Answering) -> Mapped | None:
    """The map of a question about communes; None for one that goes another way."""
    question, frame, world, store = asking.asked, asking.frame, asking.world, asking.store
    if frame is None or question.by is not By.COMMUNE or question.period is None:
        return None
    if question.statuses != ("result",) or asking.every is not None or frame.rank != LEAF_RANK or world.hidden:
        return None
    if _rows(asking, frame) <= FEW or not (asking.land.is_range and asking.counting().is_range):
        return None
    return Mapped(asking, frame) if _is_flat(frame, store) else None


def _rows(asking: Answering, frame: Frame) -> int:
    """How many rows there may be."""
    question, store = asking.asked, asking.store
    codes = [store.indicators[code][0] for code in question.indicators if code in store.indicators]
    series = sum(max(1, len(store.pairs(code, question.cells))) for code in codes)
    period, parts = question.period, 1
    if period is not None and question.by_period is not None:
        parts = len(divide(period, question.by_period))
    return series * parts * len(frame.units)


def _is_flat(frame: Frame, store: Store) -> bool:
    """Whether every commune is known to the generation, and none holds another or a village."""
    key = (id(frame), "flat")

    def find() -> bool:
        places, lines = frame.places, frame.lines
        return all(
            key in store.place_codes and (len(lines[key]) == 1 or places[lines[key][1]].rank < LEAF_RANK)
            for key, place in places.items()
            if place.rank >= LEAF_RANK
        )

    return store.remember("on map", key, frame, find)


@dataclass(frozen=True)
class Land:
    """Which communes lie in which units of the map, by era: asked periods of which the land is seen on one day."""

    eras: pa.Table
    parts: pa.Table
    slivers: pa.Table
    spreads: tuple[Spread, ...]
    short: tuple[Mapping[str, Set[str]], ...]
    """By era and source, the units that lack a sliver of it."""
    nowhere: tuple[frozenset[str], ...]
    """By era, the units within the asked place whose land is not on the map."""
    low: int
    high: int


class Mapped:
    """One question on one map."""

    def __init__(self, asking: Answering, frame: Frame) -> None:
        self.asking, self.frame, self.store = asking, frame, asking.store

    def land(self, periods: tuple[Period, ...]) -> Land:
        """The shares of communes in units, kept while the same map is asked of the same periods."""
        days = tuple(max(period.end, self.frame.day) for period in periods)
        key = (id(self.frame), "land", days)
        return self.store.remember("on map", key, self.frame, lambda: self._land(days))

    def _land(self, days: Sequence[object]) -> Land:
        frame, codes = self.frame, self.store.place_codes
        numbers = {day: number for number, day in enumerate(dict.fromkeys(days))}
        spreads = tuple(frame.spread(day) for day in numbers)  # type: ignore[arg-type]
        nowhere = tuple(map(self._nowhere, spreads))
        parts: list[tuple[int, ...]] = []
        slivers: list[tuple[int, ...]] = []
        for era, spread in enumerate(spreads):
            for unit in frame.units:
                held = spread.into.get(unit, ())
                sole = int(all(part.whole and part.source == unit for part in held))
                parts += (self._row(era, part, codes[unit], sole, len(spread.of(part.source))) for part in held)
                slivers += ((era, codes[p.source], codes[unit], p.people) for p in spread.lacking.get(unit, ()))
            leaves = (key for key in nowhere[era] if frame.places[key].rank == LEAF_RANK)
            parts += ((era, codes[key], NOWHERE, 1, 0, 0, 0, 0, 0, *self._life(codes[key])) for key in leaves)
        sources = [row[1] for row in (*parts, *slivers)] or [0]
        return Land(
            int_table(("bucket", "era"), [(bucket, numbers[day]) for bucket, day in enumerate(days)]),
            int_table(_PARTS, parts),
            int_table(("era", "source", "unit", "people"), slivers),
            spreads,
            tuple(map(_short, spreads)),
            nowhere,
            min(sources),
            max(sources),
        )

    def _row(self, era: int, part: Part, unit: int, sole: int, targets: int) -> tuple[int, ...]:
        source = self.store.place_codes[part.source]
        shares = int(part.whole), sole, part.people, part.other, part.folded, targets
        return era, source, unit, *shares, *self._life(source)

    def _life(self, code: int) -> tuple[int, int]:
        since, until = self.store.lives[code]
        return -EVER if since is None else since, EVER if until is None else until

    def _nowhere(self, spread: Spread) -> frozenset[str]:
        frame = self.frame
        return frozenset(key for key in frame.sources if not spread.of(key) and frame.place in frame.lines[key])

    def sheet(
        self, items: Sequence[Indicator], periods: tuple[Period, ...], texts: Callable[[NodesAsked], list[str]]
    ) -> tuple[pa.Table, frozenset[Mark]]:
        """The rows about some indicators of one way over time, and what is left to be judged beside those that they
        mark. `texts` gives the statements of what communes come to."""
        store, question, land = self.store, self.asking.asked, self.land(periods)
        main = question.cells or ""
        cells = [(item, cell) for item in items for cell in sorted({*item.pairs, *item.facts, main})]
        scopes = list(dict.fromkeys(item.scope for item in items))
        series = [
            (
                item.code,
                store.cell_code(cell),
                scopes.index(item.scope),
                int(cell == main),
                int(item.is_ratio),
                int(question.apportion and item.rule.may_apportion),
                10**item.scale,
            )
            for item, cell in cells
        ]
        pairs = tuple(pair for item in items for pair in item.pairs.values())
        sides = tuple(sorted({side for pair in pairs for side in store.shape.sides.get(pair, ())}))
        marks = frozenset(mark for item, cell in cells for mark in self._hard(item, cell, periods))
        asked = NodesAsked(
            pairs, spans_of(items[0].way, periods), Places(LEAF_RANK, land.low, land.high), self.asking.at
        )
        counting, new = self.asking.counting(), self.asking.new
        counts = [self._counts(counting.table(scope, periods, new), periods) for scope in scopes]
        shape = _Shape(periods, items[0].way.last, sides, marks)
        return self._table(int_table(_SERIES, series), counts, texts(asked) if pairs else [], shape), marks

    def _hard(self, item: Indicator, cell: str, periods: tuple[Period, ...]) -> frozenset[Mark]:
        """The units on whose land something was claimed that has to be judged; kept as long as the ledger says the
        same."""
        if not item.facts.get(cell) and not item.ends and not item.shifts.has(cell):
            return frozenset()
        asking = self.asking
        state = asking.at, asking.tail.version, id(asking.land.ground), asking.question.stock_age_days
        key = ("map", item.rule, cell, periods, id(self.frame), *state)
        held = (self.frame, asking.land.ground)
        return asking.store.remember("marks", key, held, lambda: frozenset(self._find_hard(item, cell, periods)))

    def _find_hard(self, item: Indicator, cell: str, periods: tuple[Period, ...]) -> Iterator[Mark]:
        land, codes, code = self.land(periods), self.store.place_codes, self.store.cell_code(cell)
        eras = land.eras["era"].to_pylist()
        asked = frozenset(self.frame.units)
        for bucket, of_it in enumerate(item.judged(cell, periods)):
            spread, short = land.spreads[eras[bucket]], land.short[eras[bucket]]
            said = {fact.place for fact in (*of_it.absences, *of_it.facts)}
            for place in of_it.dirty | said:
                reached = (spread.of(place).keys() | short.get(place, set())) & asked
                if place in land.nowhere[eras[bucket]]:
                    reached.add(place)
                yield from ((item.code, code, bucket, codes[unit]) for unit in reached)

    def _table(self, series: pa.Table, counts: Sequence[pa.Table], texts: Sequence[str], shape: _Shape) -> pa.Table:
        store, land = self.store, self.land(shape.periods)
        text = mapped_sql.statement(
            shape.is_last, len(counts), shape.sides, bool(shape.judged), bool(land.slivers.num_rows)
        )
        tables = {
            "series": series,
            "asked_periods": self._asked_periods(shape.periods),
            "land": land.parts,
            "wholes": self._wholes(shape.periods),
            "slivers": land.slivers,
            **{f"counts_{n}": table for n, table in enumerate(counts)},
        }
        if shape.judged:
            tables["judged"] = int_table(("indicator", "cell", "bucket", "place"), sorted(shape.judged))
        source = " UNION ALL ".join(f"SELECT {scan_sql.COLUMNS} FROM ({text}) n" for text in texts) or _NOTHING
        return store.prepared(store.text(Statement(text, (), tables)).replace("$found", source))

    def _asked_periods(self, periods: tuple[Period, ...]) -> pa.Table:
        land, table = self.land(periods), period_table(periods, late_periods(self.asking.world, periods))
        key = (id(land), "periods", id(table))
        held = (land, table)
        return self.store.remember("on map", key, held, lambda: table.append_column("era", land.eras["era"]))

    def _wholes(self, periods: tuple[Period, ...]) -> pa.Table:
        store, land = self.store, self.land(periods)

        def count() -> pa.Table:
            tables = {"land": land.parts, "asked_periods": self._asked_periods(periods)}
            return store.cursor().sql(store.text(Statement(mapped_sql.WHOLES, (), tables))).to_arrow_table()

        return store.remember("on map", (id(land), "wholes", periods), land, count)

    def _counts(self, counted: str, periods: tuple[Period, ...]) -> pa.Table:
        """Who owed and reported about each unit's land."""
        store, land = self.store, self.land(periods)

        def count() -> pa.Table:
            tables = {"eras": land.eras, "land": land.parts}
            text = store.text(Statement(mapped_sql.COUNTS, (), tables)).replace("$counted", counted)
            return store.cursor().sql(text).to_arrow_table()

        return store.remember("on map", (id(self.frame), "counts", counted, id(land)), (self.frame, land), count)


@dataclass(frozen=True)
class _Shape:
    """What a statement is about, beside its series."""

    periods: tuple[Period, ...]
    is_last: bool
    sides: tuple[int, ...]
    judged: frozenset[Mark]


_NOTHING: Final = f"SELECT {', '.join(f'0 AS {name.strip()}' for name in scan_sql.COLUMNS.split(','))} WHERE FALSE"


def _short(spread: Spread) -> Mapping[str, Set[str]]:
    """By source, the units that lack a sliver of it."""
    found: dict[str, set[str]] = defaultdict(set)
    for unit, parts in spread.lacking.items():
        for part in parts:
            found[part.source].add(unit)
    return found
