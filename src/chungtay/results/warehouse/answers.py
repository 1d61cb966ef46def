"""Answers: the rows of a question as columns, and, where somebody wants them one by one, as rows.

What is asked by province or commune is put together in one statement (`wide`); what is odd, and questions about one
place, are judged by the tree (`judging`). Both say the same of a place.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, replace
from functools import cached_property

import pyarrow as pa
import pyarrow.compute as pc

from chungtay.kernel.periods import Period
from chungtay.results.warehouse.answering import Answering
from chungtay.results.warehouse.changing import change_table, with_changes
from chungtay.results.warehouse.columns import shown, table_of
from chungtay.results.warehouse.facts import LEVELS, World, divide
from chungtay.results.warehouse.judging import Indicator
from chungtay.results.warehouse.mapped import Mapped, mapped
from chungtay.results.warehouse.questions import By, Question, Row, Tells
from chungtay.results.warehouse.reaching import Coded, Homes, counted, of_communes, reached, told
from chungtay.results.warehouse.rows import in_order
from chungtay.results.warehouse.scanning import LEAF_RANK, NodesAsked, Places
from chungtay.results.warehouse.serving import Served, served
from chungtay.results.warehouse.slices import Slice
from chungtay.results.warehouse.spans import Way, spans_of
from chungtay.results.warehouse.stores import Store
from chungtay.results.warehouse.tails import Tail
from chungtay.results.warehouse.wide import Mark, Marks, Series, Wide, put_together
from chungtay.results.warehouse.wide_rows import WideSheet, rows_of

_RANKS = {By.PROVINCE: LEVELS.index("province"), By.COMMUNE: LEAF_RANK}


def ask(store: Store, world: World, question: Question, tail: Tail | None = None) -> "Answer":
    """The answer to a question. KeyError on unknown keys."""
    return Answer(Answering(store, world, question, tail))


def answer(store: Store, world: World, question: Question, tail: Tail | None = None) -> list[Row]:
    """Its rows."""
    return ask(store, world, question, tail).rows()


@dataclass(frozen=True)
class Listed:
    """An answer that was found row by row."""

    found: Sequence[Row]

    def rows(self) -> list[Row]:
        """The rows."""
        return list(self.found)

    @cached_property
    def table(self) -> pa.Table:
        """The rows as TABLE."""
        return table_of(self.found)


@dataclass(frozen=True)
class Left:
    """Rows of an indicator and cell that were left to the tree: by asked period, the places."""

    item: Indicator
    cell: str
    periods: tuple[Period, ...]
    required: bool
    only: Mapping[int, Set[str]]


class Answer:
    """What a question came to."""

    def __init__(self, asking: Answering, *, finished: bool = True, judging: bool = True) -> None:
        """Not `finished`: without the finished answers of the sheets. Not `judging`: what is odd stays in `left`."""
        self._asking, self.question = asking, asking.asked
        self._store = asking.store
        self._sheets: list[WideSheet] = []
        self._judged: dict[str, list[Row]] = {}
        self._is_judging = judging and asking.every is None
        self.left: list[Left] = []
        """What nobody judged yet, of an answer about every place of a rank, or one that is not to be judged."""
        self._served: Served | None = served(asking) if finished and not self.question.members else None
        self._slices: dict[str, Slice] = {}
        self._others: Answer | None = None
        """What the sheets hold otherwise than it is now, because of the ledger's tail."""
        with self._store.asking():
            self._find()

    def _find(self) -> None:
        if self.question.tells is Tells.COVERAGE:
            self._count_communes(self._take_finished(list(dict.fromkeys(self.question.indicators))))
            return
        asking, together = self._asking, defaultdict[Way, list[Indicator]](list)
        codes = self._take_finished(list(dict.fromkeys(self.question.indicators)))
        wide, on_map = (self._is_wide(), mapped(asking)) if codes else (False, None)
        alone: list[Indicator] = []
        for code in codes:
            indicator = Indicator(asking, asking.world.rules[code])
            (together[indicator.way] if (wide or on_map) and indicator.adds_plainly else alone).append(indicator)
        asking.judge_together(
            (pair, item.way, item.touching(cell)) for item in alone for cell, pair in item.pairs.items()
        )
        for item in alone:
            self._judged[item.rule.code] = item.rows()
        for indicators in together.values():
            self._sheets.append(self._sheet(indicators) if on_map is None else self._map_sheet(on_map, indicators))

    def _count_communes(self, codes: Sequence[str]) -> None:
        """Coverage, from the same question by communes: in columns where no figures are asked for beside it."""
        question, store, world = self.question, self._store, self._asking.world
        if not codes:
            return
        by_communes = of_communes(replace(question, indicators=tuple(codes)))
        below = Answer(Answering(store, world, by_communes, self._asking.tail), finished=False)
        key = (id(world.places), question.place, question.by, question.period, question.by_period)
        homes = store.remember(
            "homes", key, world.places, lambda: Coded.of(Homes.of(world, question), store.place_codes)
        )
        for code in codes:
            one = replace(question, indicators=(code,))
            if question.trace:
                rows = [row for row in below.rows() if row.indicator == code]
                self._judged[code] = reached(world, one, rows)
            else:
                counts = counted(homes, store, below.columns(code), below.judged(code))
                self._judged[code] = told(world, one, code, homes.homes, counts, {})

    def columns(self, code: str) -> pa.Table | None:
        """The columns about an indicator in codes, with the numbers of asked periods; None where it has none."""
        for sheet in self._sheets:
            for number, item in sheet.indicators.items():
                if item.rule.code == code:
                    return sheet.table.filter(pc.equal(sheet.table["indicator"], number))
        return None

    def judged(self, code: str) -> Sequence[Row]:
        """The rows of an indicator that were judged one by one."""
        return self._judged[code]

    def _take_finished(self, codes: list[str]) -> list[str]:
        """Take what the sheets have; gives the indicators left. Sheets that cannot be read are asked no more."""
        if self._served is None:
            return codes
        try:
            found = {code: self._served.slice(self._asking.world.rules[code]) for code in codes}
        except pa.ArrowException:
            self._store.sheets = self._store.communes = self._served = None
            return codes
        touched = self._touched([code for code, held in found.items() if held is not None])
        self._slices = {code: held for code, held in found.items() if held is not None and code not in touched}
        if touched:
            self._others = self._answered_otherwise(tuple(code for code in codes if code in touched))
        return [code for code, held in found.items() if held is None]

    def _touched(self, codes: list[str]) -> frozenset[str]:
        if not self._asking.tail or self._served is None:
            return frozenset()
        key = (self.question, *self._state())
        touching = self._served.touched
        return self._store.remember("touched", key, self._held(), lambda: touching(codes))

    def _answered_otherwise(self, codes: tuple[str, ...]) -> "Answer":
        """What the ledger's tail touches, by the general way; kept as long as the ledger says the same."""
        asking, one = self._asking, replace(self.question, indicators=codes)

        def make() -> Answer:
            return Answer(Answering(asking.store, asking.world, one, asking.tail), finished=False)

        rules = tuple(asking.world.rules[code] for code in codes)
        return self._store.remember("touched answers", (one, rules, *self._state()), self._held(), make)

    def _is_wide(self) -> bool:
        question, asking = self.question, self._asking
        return (
            asking.frame is None
            and question.by in _RANKS
            and question.period is not None
            and "result" in question.statuses
            and asking.world.places[question.place].rank < LEAF_RANK
            and asking.land.is_range
            and asking.land.is_known
            and asking.counting().is_range
        )

    def _map_sheet(self, on_map: Mapped, indicators: Sequence[Indicator]) -> WideSheet:
        periods, by_code = self._periods(), {indicator.code: indicator for indicator in indicators}
        table, marks = on_map.sheet(indicators, periods, lambda asked: self._texts(indicators, asked))
        return WideSheet(self._judge(table, by_code, periods, marks), by_code, periods)

    def _periods(self) -> tuple[Period, ...]:
        question = self.question
        assert question.period is not None
        if question.by_period is None:
            return (question.period,)
        return tuple(divide(question.period, question.by_period))

    def _sheet(self, indicators: Sequence[Indicator]) -> WideSheet:
        question, store, asking = self.question, self._store, self._asking
        periods = self._periods()
        rank = _RANKS[question.by] if asking.every is None else asking.every
        root = store.place_codes[question.place]
        by_code = {indicator.code: indicator for indicator in indicators}
        scopes = list(dict.fromkeys(indicator.scope for indicator in indicators))
        main = question.cells or ""
        cells = [(item, cell) for item in indicators for cell in sorted({*item.pairs, *item.facts, main})]
        series = [
            Series(item.code, store.cell_code(cell), scopes.index(item.scope), cell == main, item.is_ratio)
            for item, cell in cells
        ]
        pairs = tuple(pair for item in indicators for pair in item.pairs.values())
        asked = NodesAsked(
            pairs,
            spans_of(indicators[0].way, periods),
            Places(rank, root, store.ends[root], living=asking.every is None),
            asking.at,
        )
        counting = asking.counting()
        wide = Wide(
            tuple(series),
            periods,
            rank,
            indicators[0].way.last,
            tuple(counting.level(scope, periods, asking.new, rank) for scope in scopes),
            tuple(counting.lacking(scope, periods, asking.new, rank) for scope in scopes),
            self._all_marks(cells, periods),
            asking.every is not None,
            tuple(sorted({side for pair in pairs for side in store.shape.sides.get(pair, ())})),
        )
        table = put_together(store, asking.world, wide, self._texts(indicators, asked) if pairs else [])
        return WideSheet(self._judge(table, by_code, periods, wide.marks.judged), by_code, periods)

    def _texts(self, indicators: Sequence[Indicator], asked: NodesAsked) -> list[str]:
        """The statements of what plain communes come to, with what the tail changes of it."""
        store, texts = self._store, self._store.texts(asked)
        shifted = [(item, cell) for item in indicators for cell in item.pairs if item.shifts.has(cell)]
        if not shifted:
            return texts
        shifts = tuple(item.shifts for item, _ in shifted)
        key = (*map(id, shifts), tuple(cell for _, cell in shifted), asked.spans, asked.places)

        def make() -> pa.Table:
            rows = [
                row
                for item, cell in shifted
                for row in item.shifts.changes(item.pairs[cell], cell, asked.spans, asked.places)
            ]
            return change_table(rows)

        changes = store.remember("changes", key, shifts, make)
        return [with_changes(texts, store.given(changes))] if changes.num_rows else texts

    def _all_marks(self, cells: Sequence[tuple[Indicator, str]], periods: tuple[Period, ...]) -> Marks:
        """Those of all series of a statement, put together once."""
        question = self.question
        rules = tuple(dict.fromkeys(item.rule for item, _ in cells))
        key = (rules, question.cells, question.by, periods, cells[0][0].way, question.statuses, *self._state())

        def make() -> Marks:
            marks = [self._marks(item, cell, periods) for item, cell in cells]
            excused = tuple(row for found in marks for row in found.excused)
            return Marks(frozenset().union(*(found.judged for found in marks)), excused)

        return self._store.remember("marks", key, self._held(), make)

    def _marks(self, item: Indicator, cell: str, periods: tuple[Period, ...]) -> Marks:
        """Which rows of a series must be judged; kept as long as the ledger says the same."""
        if not item.facts.get(cell) and not item.ends and not item.shifts.has(cell):
            return Marks()
        key = (item.rule, cell, self.question.by, periods, item.way, self.question.statuses, *self._state())
        return self._store.remember("marks", key, self._held(), lambda: self._mark(item, cell, periods))

    def _state(self) -> tuple[object, ...]:
        """What an answer depends on beside the question."""
        asking = self._asking
        world = asking.world
        return asking.at, asking.tail.version, id(asking.land.ground), id(world.duties), world.today, asking.every

    def _held(self) -> tuple[object, ...]:
        return self._asking.land.ground, self._asking.world.duties

    def _mark(self, item: Indicator, cell: str, periods: tuple[Period, ...]) -> Marks:
        store = self._store
        level = {place.key for place in self._asking.ground.candidates}
        judged = item.judged(cell, periods)
        code = store.cell_code(cell)
        hard: set[Mark] = {
            (item.code, code, bucket, store.place_codes[key])
            for bucket, found in enumerate(judged)
            for key in found.dirty & level
        }
        excused = item.excused(cell, periods, judged, level)
        soft = [(item.code, code, bucket, store.place_codes[key], *n) for (bucket, key), n in excused.items()]
        return Marks(frozenset(hard), tuple(soft))

    def _judge(
        self, table: pa.Table, indicators: Mapping[int, Indicator], periods: tuple[Period, ...], marks: Set[Mark]
    ) -> pa.Table:
        """The columns without the rows that were left to the tree, which are put with the judged."""
        store, main = self._store, self.question.cells or ""
        for item in indicators.values():
            self._judged[item.rule.code] = []
        wanted: dict[tuple[int, int], dict[int, set[str]]] = defaultdict(lambda: defaultdict(set))
        if not table.num_rows and not marks:
            return table
        open_rows = table.filter(pc.equal(table["judge"], 1)) if "judge" in table.column_names else None
        names = ("indicator", "cell", "bucket", "place")
        asked = set(marks)
        if open_rows is not None and open_rows.num_rows:
            table = table.filter(pc.equal(table["judge"], 0))
            asked |= set(zip(*(open_rows[name].to_pylist() for name in names), strict=True))
        for indicator, cell, bucket, place in asked:
            wanted[indicator, cell][bucket].add(store.place_keys[place])
        if self._asking.every is None:
            self._asking.judge_together(
                (pair, item.way, (_frozen(only), item.touching(store.cell_key(pair[1]))))
                for pair, only in wanted.items()
                if (item := indicators[pair[0]])
            )
        for (indicator, cell), only in wanted.items():
            item, text = indicators[indicator], store.cell_key(cell)
            left = Left(item, text, periods, text == main, only)
            if self._is_judging:
                self._judged[item.rule.code] += self._judged_once(left)
            else:
                self.left.append(left)
        return table

    def _judged_once(self, left: Left) -> list[Row]:
        """Rows judged by the tree; kept as long as the ledger says the same."""
        asked = _frozen(left.only)
        one = replace(self.question, indicators=(left.item.rule.code,))
        key = (one, left.item.rule, left.cell, left.required, asked, *self._state())

        def judge() -> list[Row]:
            return list(left.item.judged_rows(left.cell, left.periods, required=left.required, only=left.only))

        return self._store.remember("judged", key, self._held(), judge)

    def rows(self) -> list[Row]:
        """The rows, in order of the asked indicators, then place, period and cell."""
        with self._store.asking():
            return self._rows()

    def _rows(self) -> list[Row]:
        found = {code: list(rows) for code, rows in self._judged.items()}
        for sheet in self._sheets:
            for code, row in rows_of(self._asking, sheet):
                found[code].append(row)
        wide = {item.rule.code for sheet in self._sheets for item in sheet.indicators.values()} | self._slices.keys()
        if self._served is not None:
            found |= self._served.rows(self._slices)
        if self._others is not None:
            found |= {code: [] for code in self._others.question.indicators}
            for row in self._others.rows():
                found[row.indicator].append(row)
        ordered = {code: in_order(rows) if code in wide else rows for code, rows in found.items()}
        return [row for code in self.question.indicators for row in ordered[code]]

    @cached_property
    def table(self) -> pa.Table:
        """The rows as TABLE, in no order. Numbers are integers, times 10 to the power of `scale`."""
        with self._store.asking():
            return self._table()

    def _table(self) -> pa.Table:
        tables = [shown(self._store, sheet.table) for sheet in self._sheets]
        judged = [row for rows in self._judged.values() for row in rows]
        if self._served is not None and self._slices:
            tables.append(self._served.table(list(self._slices.values())))
        if self._others is not None:
            tables.append(self._others.table)
        if judged or not tables:
            tables.append(table_of(judged))
        return pa.concat_tables(tables) if len(tables) > 1 else tables[0]

    @property
    def finished(self) -> Set[str]:
        """The indicators of which finished answers are given."""
        return self._slices.keys()

    @property
    def raw(self) -> list[pa.Table]:
        """What was found in columns, in codes."""
        return [sheet.table for sheet in self._sheets]


def _frozen(only: Mapping[int, Set[str]]) -> frozenset[tuple[int, str]]:
    return frozenset((bucket, key) for bucket, keys in only.items() for key in keys)
