"""A generation's folder written the slow and obvious way, from a small world: the oracle of the real writer."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from itertools import product
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from chungtay.kernel.periods import Period, Regime, day, periods_of_year
from chungtay.kernel.quantities import INFINITY, Total
from chungtay.results.warehouse import layout
from chungtay.results.warehouse.facts import Fact, PlaceNode, World, adds_up_plainly, with_ratios
from chungtay.results.warehouse.layout import CLOCKS, day_number
from chungtay.results.warehouse.parquet import Codes, fact_table, receipt_table
from chungtay.results.warehouse.questions import By, Question
from chungtay.results.warehouse.reference_engine import Ground, Tree, _Reports
from chungtay.results.warehouse.rows import Asked

COUNTED = (3, 7)
"""Sides that say how many, and are not scaled."""
Series = tuple[str, str, str]
_UNITS = {
    (0, 1): Regime.DECREE_MONTH,
    (0, 3): Regime.DECREE_QUARTER,
    (0, 6): Regime.DECREE_HALF,
    (0, 12): Regime.DECREE_YEAR,
    (1, 1): Regime.CALENDAR_MONTH,
    (1, 3): Regime.CALENDAR_QUARTER,
    (1, 6): Regime.CALENDAR_HALF,
    (1, 12): Regime.CALENDAR_YEAR,
}


@dataclass(frozen=True)
class Stretch:
    """A claim from one transaction to another, leading or beside."""

    fact: Fact
    known_from: int
    known_to: int | None


def month_of(period: Period) -> tuple[int, int] | None:
    """(clock, month) of a period that is one month of a clock, or its last day."""
    month = 12 * period.end.year + period.end.month - 1
    for clock, regime in enumerate(CLOCKS[: layout.MONTH_CLOCKS]):
        for part in periods_of_year(regime, period.end.year):
            if period == part:
                return clock, month
            if period == day(part.end):
                return clock + layout.MONTH_CLOCKS, month
    return None


def sides_of(fact: Fact) -> dict[int, Decimal]:
    """What the fact's number is beside its value, by side; a denominator stands even where it is nought."""
    assert fact.quantity is not None
    found = dict(zip((1, 2, 3), _bounds(fact.quantity), strict=True))
    if fact.denominator is not None:
        found |= dict(zip((5, 6, 7), _bounds(fact.denominator), strict=True))
    found = {side: amount for side, amount in found.items() if amount}
    return found if fact.denominator is None else found | {4: fact.denominator.value}


def _bounds(total: Total) -> tuple[Decimal, Decimal, Decimal]:
    is_open = total.high == INFINITY
    return total.value - total.low, Decimal(0) if is_open else total.high - total.value, Decimal(is_open)


def _under(head: tuple[int, int, int], side: int) -> tuple[int, int, int]:
    return head[0], layout.side_cell(head[1], side), head[2]


def _figure(fact: Fact, side: int) -> int:
    return fact.id if not side else fact.with_id or 0


def write(folder: Path, world: World, transaction: int = 100) -> None:
    """Lay down everything that the world knows."""
    _Writer(folder, world, transaction).write()


class _Writer:
    def __init__(self, folder: Path, world: World, transaction: int) -> None:
        self.folder, self.world, self.transaction = folder, world, transaction
        self.facts = [f for f in with_ratios(world.facts, world.rules) if f.place in world.places]
        self.order = self._tree_order()
        self.codes = Codes()
        for key in self.order:
            self.codes.code("place", key)
        for key in sorted(world.rules):
            self.codes.code("indicator", key)
        self.codes.code("cell", "")
        by_series: dict[Series, list[Fact]] = defaultdict(list)
        for fact in self.facts:
            if fact.status == "result":
                by_series[fact.indicator, fact.cell, fact.place].append(fact)
        self.plain: dict[Series, list[Fact]] = {}
        for series, facts in by_series.items():
            stating = [fact for fact in facts if fact.quantity is not None]
            if stating and self._is_plain(stating):
                self.plain[series] = stating
        self.leading: dict[Series, list[Stretch]] = {}
        self.seconds: list[Stretch] = []
        for series, facts in self.plain.items():
            self.leading[series] = self._split(facts)

    def _tree_order(self) -> list[str]:
        children: dict[str | None, list[str]] = defaultdict(list)
        for key, node in sorted(self.world.places.items()):
            children[node.parent if node.parent in self.world.places else None].append(key)

        def walk(key: str | None) -> Iterator[str]:
            for child in children[key]:
                yield child
                yield from walk(child)

        return list(walk(None))

    def _is_plain(self, facts: Iterable[Fact]) -> bool:
        clocks = set()
        for fact in facts:
            rule, found = self.world.rules[fact.indicator], month_of(fact.period)
            if not adds_up_plainly(rule) or found is None or fact.members is not None:
                return False
            if (fact.denominator is not None) != (rule.over_places == "ratio"):
                return False
            if found[0] >= layout.MONTH_CLOCKS and rule.over_time != "last":
                return False
            if self.world.places[fact.place].level != layout.LEAF:
                return False
            clocks.add(found[0])
        return len(clocks) == 1

    def _split(self, facts: list[Fact]) -> list[Stretch]:
        leading: list[Stretch] = []
        by_month: dict[Period, list[Fact]] = defaultdict(list)
        for fact in facts:
            by_month[fact.period].append(fact)
        for found in by_month.values():
            edges = sorted({fact.known_from for fact in found} | {f.known_to for f in found if f.known_to is not None})
            spells: dict[int, list[tuple[int, int | None, bool]]] = defaultdict(list)
            for start, end in zip(edges, [*edges[1:], None], strict=True):
                alive = [f for f in found if f.known_from <= start and (f.known_to is None or f.known_to > start)]
                for position, fact in enumerate(sorted(alive, key=lambda fact: fact.order)):
                    index = found.index(fact)
                    leads, before = position == 0, spells[index]
                    if before and before[-1][1] == start and before[-1][2] == leads:
                        before[-1] = (before[-1][0], end, leads)
                    else:
                        before.append((start, end, leads))
            for index, stretches in spells.items():
                for start, end, leads in stretches:
                    (leading if leads else self.seconds).append(Stretch(found[index], start, end))
        return leading

    def write(self) -> None:
        """All files."""
        years, past = self._years()
        self._table(layout.YEARS, layout.YEAR_SCHEMA, years)
        self._table(layout.PAST, layout.PAST_SCHEMA, past)
        self._table(layout.NODES, layout.NODE_SCHEMA, self._nodes())
        self._write_odd()
        pq.write_table(receipt_table(self.world.receipts, self.codes), self.folder / layout.RECEIPTS)
        self._table(layout.PLACES, layout.PLACE_SCHEMA, self._places())
        rules = [
            (self._code("indicator", rule.code), rule.code, self._scale(rule.code), rule.over_places, rule.over_time)
            for rule in self.world.rules.values()
        ]
        self._table(layout.INDICATORS, layout.INDICATOR_SCHEMA, rules)
        codes = [(kind, code, key) for kind in ("cell", "form") for key, code in self.codes.by_kind[kind].items()]
        self._table(layout.CODES, layout.CODE_SCHEMA, codes)
        manifest = {"format": layout.FORMAT, "transaction": self.transaction, "figures": len(self.facts)}
        (self.folder / layout.MANIFEST).write_text(json.dumps(manifest))

    def _table(self, name: str, schema: pa.Schema, rows: list[tuple[Any, ...]]) -> None:
        columns: list[Any] = list(zip(*rows, strict=True)) or [[] for _ in schema]
        arrays = [pa.array(list(column), item.type) for column, item in zip(columns, schema, strict=True)]
        pq.write_table(pa.table(arrays, schema=schema), self.folder / name)

    def _code(self, kind: str, key: str) -> int:
        return self.codes.code(kind, key)

    def _scale(self, code: str) -> int:
        facts = [fact for series, of_it in self.plain.items() for fact in of_it if series[0] == code and fact.quantity]
        found = [amount for fact in facts for amount in ((fact.quantity or Total()).value, *sides_of(fact).values())]
        digits = [-int(value.normalize().as_tuple().exponent) for value in found if value]
        return max([0, *digits])

    def _scaled(self, fact: Fact, side: int = 0) -> int:
        assert fact.quantity is not None
        amount = fact.quantity.value if not side else sides_of(fact).get(side, Decimal(0))
        return int(amount if side in COUNTED else amount.scaleb(self._scale(fact.indicator)))

    def _head(self, series: Series) -> tuple[int, int, int]:
        return self._code("indicator", series[0]), self._code("cell", series[1]), self._code("place", series[2])

    def _province(self, key: str) -> int:
        above: str | None = key
        while above is not None and above in self.world.places:
            if self.world.places[above].level == "province":
                return self._code("place", above)
            above = self.world.places[above].parent
        return -1

    def _years(self) -> tuple[list[tuple[Any, ...]], list[tuple[Any, ...]]]:
        years: list[tuple[Any, ...]] = []
        past: list[tuple[Any, ...]] = []
        for series, stretches in self.leading.items():
            head = self._head(series)
            months: dict[tuple[int, int], dict[int, Stretch]] = defaultdict(dict)
            moments: dict[tuple[int, int], list[int]] = defaultdict(list)
            for item in stretches:
                clock, month = month_of(item.fact.period) or (0, 0)
                moments[clock, month // 12] += [item.known_from, *([item.known_to] if item.known_to else [])]
                if item.known_to is None:
                    months[clock, month // 12][month % 12] = item
                else:
                    for side in (0, *sides_of(item.fact)):
                        value, known = self._scaled(item.fact, side), (item.known_from, item.known_to)
                        past.append((*_under(head, side), clock, month, value, _figure(item.fact, side), *known))
            for (clock, year), found in months.items():
                for side in sorted({0}.union(*(sides_of(item.fact) for item in found.values()))):
                    values = [self._scaled(found[i].fact, side) if i in found else 0 for i in range(12)]
                    row = (
                        *_under(head, side),
                        clock,
                        self._province(series[2]),
                        year,
                        sum(1 << i for i in found),
                        sum(values),
                        values[max(found)],
                        *values,
                        min(moments[clock, year]),
                        max(moments[clock, year]),
                        *(found[i].known_from if i in found else 0 for i in range(12)),
                        *(_figure(found[i].fact, side) if i in found else 0 for i in range(12)),
                    )
                    years.append(row)
        return sorted(years), sorted(past)

    def _nodes(self) -> list[tuple[Any, ...]]:
        current = [
            replace(item.fact, known_from=item.known_from, known_to=None)
            for stretches in self.leading.values()
            for item in stretches
            if item.known_to is None
        ]
        rows: list[tuple[Any, ...]] = []
        for place in self.world.places.values():
            if place.rank >= 3:
                continue
            ground = Ground.of(self.world, Question((), place.key, by=By.ONE))
            for clock, unit in product(range(len(CLOCKS)), layout.UNITS):
                if unit == 12 or place.rank <= 1:
                    mine = [f for f in current if f.place in ground.lines and (month_of(f.period) or (-1,))[0] == clock]
                    regime = _UNITS[clock % layout.MONTH_CLOCKS, unit]
                    rows += self._nodes_of(place, ground, mine, clock, unit, regime)
        return sorted(rows, key=lambda row: row[:7])

    def _nodes_of(
        self, place: PlaceNode, ground: Ground, facts: list[Fact], clock: int, unit: int, regime: Regime
    ) -> Iterator[tuple[Any, ...]]:
        groups: dict[tuple[str, str, Period], list[Fact]] = defaultdict(list)
        for fact in facts:
            parts = periods_of_year(regime, fact.period.end.year)
            [bucket] = [part for part in parts if part.covers(fact.period)]
            groups[fact.indicator, fact.cell, bucket].append(fact)
        for (code, cell, bucket), found in groups.items():
            question = Question((code,), place.key, bucket)
            asked = Asked(question, self.world.rules[code], bucket, cell)
            nobody = _Reports(frozenset(), frozenset(), ground.count([]), ground.count([]), {})
            tree = Tree(ground, asked, found, nobody)
            node = tree.node(place.key)
            assert node is not None
            positive = self._positive(tree, found, set(node.figure_ids))
            start, scale = 12 * bucket.end.year + bucket.end.month - unit, self._scale(code)
            pair, at = (self._code("indicator", code), self._code("cell", cell)), self._code("place", place.key)
            stood = Fact(0, code, "", bucket, node.total, denominator=node.denominator)
            for side, amount in sides_of(stood).items():
                value = int(amount if side in COUNTED else amount.scaleb(scale))
                if value:
                    key = (unit, clock, *_under((*pair, at), side), place.rank, start)
                    yield (*key, value, 0, 0, 0, 0, None, None)
            claims = [fact for fact in found if fact.id in node.figure_ids]
            yield (
                unit,
                clock,
                *pair,
                at,
                place.rank,
                start,
                int(node.total.value.scaleb(scale)),
                positive,
                node.stated,
                node.partial,
                len(claims),
                day_number(node.first),
                day_number(node.last),
            )

    def _positive(self, tree: Tree, facts: list[Fact], used: set[int]) -> int:
        leaves = {fact.place for fact in facts if fact.id in used}
        found = [tree.own(key) for key in leaves]
        return sum(node is not None and node.total.value > 0 for node in found)

    def _write_odd(self) -> None:
        rest = [
            (fact, False)
            for fact in self.facts
            if fact.status != "result"
            or fact.quantity is None
            or (fact.indicator, fact.cell, fact.place) not in self.plain
        ]
        seconds = [(replace(s.fact, known_from=s.known_from, known_to=s.known_to), True) for s in self.seconds]
        found = sorted(
            [*rest, *seconds],
            key=lambda pair: (
                self._code("indicator", pair[0].indicator),
                self._code("cell", pair[0].cell),
                self._code("place", pair[0].place),
                pair[0].period.start,
                pair[0].period.end,
                pair[0].id,
                pair[0].known_from,
            ),
        )
        table = fact_table([fact for fact, _ in found], self.codes)
        table = table.append_column("beside", pa.array([beside for _, beside in found], pa.bool_()))
        pq.write_table(table.cast(layout.ODD_SCHEMA), self.folder / layout.ODD)

    def _places(self) -> list[tuple[Any, ...]]:
        def number(day: date | None) -> int | None:
            return None if day is None else day_number(day)

        lines = {key: self._line(key) for key in self.order}
        rows = []
        for code, key in enumerate(self.order):
            node = self.world.places[key]
            under = [self._code("place", other) for other, line in lines.items() if key in line]
            parent = lines[key][1] if lines[key][1:] else None
            rows.append(
                (
                    code,
                    key,
                    node.rank,
                    None if parent is None else self._code("place", parent),
                    len(lines[key]) - 1,
                    max(under),
                    number(node.valid_from),
                    number(node.valid_to),
                )
            )
        return rows

    def _line(self, key: str) -> list[str]:
        line = [key]
        while (above := self.world.places[line[-1]].parent) is not None and above in self.world.places:
            line.append(above)
        return line
