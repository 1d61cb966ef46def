"""Serving: which questions the sheets answer, and their answers. What is not served here goes the general way."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Final

import pyarrow as pa
import pyarrow.compute as pc

from chungtay.kernel.absence import Absence
from chungtay.kernel.periods import Period, Regime
from chungtay.kernel.quantities import Total
from chungtay.results.warehouse.columns import ABSENCES, BASES, RARE, REGIMES, TABLE, nothing_rare, table_of
from chungtay.results.warehouse.facts import LEVELS, Rule, World, inside
from chungtay.results.warehouse.judging import Answering, Indicator
from chungtay.results.warehouse.layout import day_of
from chungtay.results.warehouse.questions import STOCK_AGE_DAYS, Basis, By, Row
from chungtay.results.warehouse.rows import Figures
from chungtay.results.warehouse.sheets import COUNTRY, OTHERS, SHOWN, Part, Sheets, Window, world_marks

_PROVINCE: Final = LEVELS.index("province")
_MISSING, _NOT_YET = ABSENCES.index(Absence.NOT_REPORTED), ABSENCES.index(Absence.NOT_YET_DUE)
_PLAIN: Final = [name for name in TABLE.names if name not in RARE]
_LAST_DEADLINE_DAYS: Final = 366
"""No report is due later than a year after the end of its period."""


def served(asking: Answering) -> "Served | None":
    """What the sheets have to say to a question; None where they do not answer such questions, or not of this world."""
    sheets = asking.store.sheets
    if sheets is None or not _is_usual(asking):
        return None
    window = sheets.window(asking.question)
    if window is None or not _is_as_then(sheets, asking):
        return None
    return Served(sheets, asking, window)


def _is_usual(asking: Answering) -> bool:
    question, store = asking.question, asking.store
    code = store.place_codes.get(question.place)
    if code is None or asking.at is not None or asking.every is not None or asking.frame is not None:
        return False
    rank, parent = store.ranks[code], store.parents[code]
    if question.by is By.PROVINCE:
        # An old province asked by itself shows what it said itself; within the new one, which shows it, it does not.
        is_place = rank == 0 or (rank == _PROVINCE and (parent is None or store.ranks[parent] == 0))
    else:
        is_place = question.by is By.ONE and rank <= _PROVINCE
    return is_place and question.statuses == ("result",) and question.cells in (None, "")


def _is_as_then(sheets: Sheets, asking: Answering) -> bool:
    """Whether places and duties in the asked territory are those of the day on which the sheets were laid down."""
    world, place = asking.world, asking.question.place

    def compare() -> bool:
        return world_marks(world, asking.lines, [place])[place] == sheets.worlds.get(place)

    key = (id(world.places), id(world.duties), place)
    return asking.store.remember("worlds", key, (world.places, world.duties), compare)


@dataclass(frozen=True)
class Slice:
    """The rows of one indicator: slices of `plain` and `rare`, and asked periods of which there is nothing at all."""

    rule: Rule
    batches: tuple[pa.RecordBatch, ...]
    nothing: tuple[int, ...] = ()


class Served:
    """What the sheets have to say to one question."""

    def __init__(self, sheets: Sheets, asking: Answering, window: Window) -> None:
        self._sheets, self._asking, self._window = sheets, asking, window
        self._store, self._question = asking.store, asking.question
        self._periods = sheets.calendars[window.regime].periods
        self._root = self._store.place_codes[self._question.place]
        self._end = self._store.ends[self._root]
        self._is_country = self._store.ranks[self._root] == 0

    def slice(self, rule: Rule) -> Slice | None:
        """The rows of an indicator; None where the general way has to answer."""
        part = self._sheets.part(self._window.regime, rule)
        if part is None or (rule.over_time == "last" and self._question.stock_age_days != STOCK_AGE_DAYS):
            return None
        cells = part.cells if self._question.cells is None else ("",)
        batches = [batch for cell in cells for batch in self._of_cell(part, cell)]
        early = self._early()
        if early:
            batches = [_due(batch, early) for batch in batches]
        nothing: tuple[int, ...] = ()
        if self._question.by is By.ONE:
            found = {number for batch in self._of_cell(part, "") for number in batch.column("bucket").to_pylist()}
            nothing = tuple(n for n in range(self._window.low, self._window.high + 1) if n not in found)
        return Slice(rule, tuple(batches), nothing)

    def touched(self, codes: Sequence[str]) -> frozenset[str]:
        """The indicators of which the ledger's tail may change an asked row."""
        tail, world = self._asking.tail, self._asking.world
        ended = self._store.receipts_of(tail.ended, tail.version)
        came = {
            receipt.form for receipt in (*tail.receipts, *ended) if self._stands_on(None, receipt.place, receipt.period)
        }
        return frozenset(code for code in codes if came & world.rules[code].forms or self._is_told(world.rules[code]))

    def _is_told(self, rule: Rule) -> bool:
        tail = self._asking.tail
        return any(
            fact.status == "result"
            and self._question.cells in (None, fact.cell)
            and self._stands_on(rule, fact.place, fact.period)
            for fact in (*tail.facts_of(rule), *tail.ended_facts.get(rule.code, ()))
        )

    def _stands_on(self, rule: Rule | None, place: str, period: Period) -> bool:
        """Whether an asked row may stand on what was said of a place and period."""
        calendar = self._sheets.calendars[self._window.regime]
        bucket = calendar.holding(period.end)
        if bucket is None or place not in self._asking.lines or not self._window.low <= bucket <= self._window.high:
            return False
        return rule is None or inside(rule, calendar.periods[bucket], period, exactly=False)

    def _of_cell(self, part: Part, cell: str) -> Iterator[pa.RecordBatch]:
        one = self._question.by is By.ONE
        groups = (COUNTRY,) if one and self._is_country else (SHOWN, OTHERS) if one else (SHOWN,)
        for group in groups:
            for batch in part.slices(cell, group, self._window.low, self._window.high):
                found = batch if self._is_country else self._in_range(batch, one=one)
                if found.num_rows:
                    yield found

    def _in_range(self, batch: pa.RecordBatch, *, one: bool) -> pa.RecordBatch:
        codes = batch.column("place").indices
        if one:
            return batch.filter(pc.equal(codes, self._root))
        return batch.filter(pc.and_(pc.greater_equal(codes, self._root), pc.less_equal(codes, self._end)))

    def _early(self) -> Mapping[int, tuple[int, ...]]:
        """By asked period, the levels that need not have reported yet."""
        held = _early_of(self._sheets, self._window.regime, self._asking.world)
        low, high = self._window.low, self._window.high
        return {number: levels for number, levels in held.items() if low <= number <= high}

    def table(self, slices: Sequence[Slice]) -> pa.Table:
        """The rows of some indicators as TABLE."""
        batches = [batch for held in slices for batch in held.batches]
        plain = [batch for batch in batches if batch.num_columns < len(TABLE.names)]
        rare = [batch for batch in batches if batch.num_columns >= len(TABLE.names)]
        tables = []
        if plain:
            found = pa.Table.from_batches(plain)
            columns = dict(zip(found.column_names, found.columns, strict=True)) | nothing_rare(found.num_rows)
            tables.append(pa.Table.from_arrays([columns[name] for name in TABLE.names], schema=TABLE))
        if rare:
            tables.append(pa.Table.from_batches(rare).select(TABLE.names))
        if any(held.nothing for held in slices):
            tables.append(table_of([row for held in slices for row in self._nothing(held)]))
        return pa.concat_tables(tables) if len(tables) != 1 else tables[0]

    def rows(self, held: Slice) -> list[Row]:
        """The rows of an indicator, in no order."""
        rows = self._nothing(held)
        left: dict[str, dict[int, set[str]]] = {}
        for batch in held.batches:
            for row, bucket, is_told in self._rows_of(held.rule, batch):
                if is_told:
                    left.setdefault(row.cell, {}).setdefault(bucket, set()).add(row.place)
                else:
                    rows.append(row)
        for cell, only in left.items():
            rows += self._judged(held.rule, cell, only)
        return rows

    def _rows_of(self, rule: Rule, batch: pa.RecordBatch) -> Iterator[tuple[Row, int, int]]:
        store, trace = self._store, self._question.trace
        columns = {name: _listed(batch.column(name)) for name in (*_PLAIN, "bucket", "told")}
        cells, keys = batch.column("cell").dictionary.to_pylist(), store.place_keys
        for n in range(batch.num_rows):
            row = {name: column[n] for name, column in columns.items()}
            value, absence = row["value"], row["absence"]
            place, cell, bucket = keys[row["place"]], cells[row["cell"]], row["bucket"]
            total = None if value is None else Total(*[Decimal(value).scaleb(-row["scale"])] * 3)
            figures: Sequence[int] = ()
            if trace and total is not None and not row["told"]:
                figures = Figures(self._figures(rule, cell, bucket, place))
            yield (
                Row(
                    indicator=rule.code,
                    place=place,
                    period=_period(row["start"], row["end"], row["regime"]),
                    cell=cell,
                    basis=BASES[row["basis"]],
                    total=total,
                    absence=None if absence is None else ABSENCES[absence],
                    stated=row["stated"],
                    received=row["received"],
                    expected=row["expected"],
                    figure_ids=figures,
                    partial=row["partial"],
                    level=LEVELS[row["level"]] if row["level"] < len(LEVELS) else "",
                ),
                bucket,
                row["told"],
            )

    def _figures(self, rule: Rule, cell: str, bucket: int, place: str) -> "_Found":
        return _Found(self, rule, cell, bucket, place)

    def _judged(self, rule: Rule, cell: str, only: Mapping[int, set[str]]) -> list[Row]:
        """Rows of which more is to be said, from the tree; kept as long as the world is the same."""
        asking, numbers = self._asking, sorted(only)
        world = asking.world
        question = replace(self._question, indicators=(rule.code,))
        asked = tuple((number, frozenset(only[number])) for number in numbers)
        state = (asking.tail.version, id(asking.land.ground), id(world.duties), world.today)
        key = (question, rule, cell, asked, *state)

        def judge() -> list[Row]:
            periods = tuple(self._periods[number] for number in numbers)
            chosen = {n: only[number] for n, number in enumerate(numbers)}
            item = Indicator(asking, rule)
            return list(item.judged_rows(cell, periods, required=cell == "", only=chosen))

        return asking.store.remember("judged", key, (asking.land.ground, world.duties), judge)

    def _nothing(self, held: Slice) -> list[Row]:
        """Rows of the asked place where nobody owed or said anything."""
        return [
            Row(
                held.rule.code,
                self._question.place,
                self._periods[number],
                "",
                Basis.REPORTED,
                None,
                Absence.NOT_REPORTED,
            )
            for number in held.nothing
        ]


@dataclass(frozen=True)
class _Found:
    """The figures behind a row, found when somebody wants them."""

    served: Served
    rule: Rule
    cell: str
    bucket: int
    place: str

    def __call__(self) -> Iterable[int]:
        [row] = self.served._judged(self.rule, self.cell, {self.bucket: {self.place}})
        return row.figure_ids


def _listed(column: pa.Array) -> list[int]:
    if isinstance(column, pa.DictionaryArray):
        column = column.indices
    elif pa.types.is_date32(column.type):
        column = column.view(pa.int32())
    found: list[int] = column.to_pylist()
    return found


@lru_cache(maxsize=4096)
def _period(start: int, end: int, regime: int) -> Period:
    return Period(day_of(start), day_of(end), REGIMES[regime])


def _early_of(sheets: Sheets, regime: Regime, world: World) -> Mapping[int, tuple[int, ...]]:
    """By period of a regime, the levels whose reports are not due yet today."""
    if world.today is None:
        return {}
    return _early_on(sheets, regime, world.today, world.due)


@lru_cache(maxsize=64)
def _early_on(
    sheets: Sheets, regime: Regime, today: date, due: Callable[[Period, str], date]
) -> Mapping[int, tuple[int, ...]]:
    found = {}
    for number, period in enumerate(sheets.calendars[regime].periods):
        if (today - period.end).days < _LAST_DEADLINE_DAYS:
            levels = tuple(rank for rank, level in enumerate(LEVELS) if today <= due(period, level))
            if levels:
                found[number] = levels
    return found


def _due(batch: pa.RecordBatch, early: Mapping[int, tuple[int, ...]]) -> pa.RecordBatch:
    """The rows with those that are missing, and not due yet, told so."""
    buckets, level = batch.column("bucket"), batch.column("level").indices
    absence = batch.column("absence")
    is_early = pa.repeat(pa.scalar(False), batch.num_rows)
    for number, levels in early.items():
        is_of = pc.and_(pc.equal(buckets, number), pc.is_in(level, pa.array(levels, level.type)))
        is_early = pc.or_(is_early, is_of)
    is_missing = pc.fill_null(pc.equal(absence.indices, _MISSING), False)
    is_owed = pc.greater(batch.column("expected"), 0)
    is_early = pc.and_(is_early, pc.and_(is_missing, is_owed))
    codes = pc.if_else(is_early, pa.scalar(_NOT_YET, absence.indices.type), absence.indices)
    changed = pa.DictionaryArray.from_arrays(codes, absence.dictionary)
    return batch.set_column(batch.schema.get_field_index("absence"), "absence", changed)
