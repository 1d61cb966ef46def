"""Serving: which questions the sheets answer, and their answers. What is not served here goes the general way."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, Final

import pyarrow as pa
import pyarrow.compute as pc

from chungtay.kernel.absence import Absence
from chungtay.kernel.periods import Period
from chungtay.results.warehouse.answering import Answering
from chungtay.results.warehouse.apportion import Comparability
from chungtay.results.warehouse.columns import ABSENCES, BASES, RARE, TABLE, WORDS, nothing_rare, table_of
from chungtay.results.warehouse.columns import told as coded
from chungtay.results.warehouse.commune_sheets import CommunePart, CommuneSheets, Piece
from chungtay.results.warehouse.early import due_told, early_of
from chungtay.results.warehouse.facts import LEVELS, Rule, inside
from chungtay.results.warehouse.judging import Indicator
from chungtay.results.warehouse.questions import STOCK_AGE_DAYS, Basis, By, Row, Tells
from chungtay.results.warehouse.rows import Figures
from chungtay.results.warehouse.scanning import LEAF_RANK
from chungtay.results.warehouse.sheets import COUNTRY, MORE, OTHERS, SHOWN, Laid, Part, Sheets, Window, world_marks
from chungtay.results.warehouse.sides import read_total
from chungtay.results.warehouse.slices import Judged, Slice, codes_of, exactly, listed_of, outside_of, period_of

_PROVINCE: Final = LEVELS.index("province")
_PLAIN: Final = [name for name in TABLE.names if name not in RARE]
_EXACT, _SUMMED = (tuple(Comparability).index(kind) for kind in (Comparability.EXACT, Comparability.EXACT_SUM))
_NO_SHARE: Final = Decimal(0).quantize(Decimal(1).scaleb(-6))
_BESIDE: Final = ("low", "high", "is_open", "denominator")


def served(asking: Answering) -> "Served | None":
    """What the sheets have to say to a question; None where they do not answer such questions, or not of this world."""
    sheets = asking.store.communes if asking.asked.by is By.COMMUNE else asking.store.sheets
    if sheets is None or not _is_usual(asking):
        return None
    window = sheets.window(asking.asked)
    if window is None or not _is_as_then(sheets, asking) or not _is_on_map(sheets, asking, window):
        return None
    return Served(sheets, asking, window)


def _is_usual(asking: Answering) -> bool:
    question, store = asking.asked, asking.store
    code = store.place_codes.get(question.place)
    if code is None or asking.at is not None or asking.every is not None:
        return False
    rank, parent = store.ranks[code], store.parents[code]
    if asking.frame is not None and (question.by is By.ONE and rank == 0):
        return False
    if question.by is By.PROVINCE:
        # An old province asked by itself shows what it said itself; within the new one, which shows it, it does not.
        is_place = rank == 0 or (rank == _PROVINCE and (parent is None or store.ranks[parent] == 0))
    elif question.by is By.COMMUNE:
        is_place = rank < LEAF_RANK and asking.frame is None
    else:
        is_place = question.by is By.ONE and rank <= _PROVINCE
    if question.tells is Tells.COVERAGE and (question.trace or (question.by is By.ONE and rank > 0)):
        return False
    return is_place and question.statuses == ("result",) and question.cells in (None, "")


def _is_as_then(sheets: Laid, asking: Answering) -> bool:
    """Whether places and duties in the asked territory are those of the day on which the sheets were laid down."""
    world, place = asking.world, asking.question.place

    def compare() -> bool:
        return world_marks(world, asking.lines, [place])[place] == sheets.worlds.get(place)

    key = (id(sheets), id(world.places), id(world.duties), place)
    return asking.store.remember("worlds", key, (sheets, world.places, world.duties), compare)


def _is_on_map(sheets: Laid, asking: Answering, window: Window) -> bool:
    """Whether units of the asked map come to what they come to as was; so they do on a map on which nothing was cut."""
    frame = asking.frame
    if frame is None:
        return True
    days = {period.end for period in sheets.calendars[window.regime].periods[window.low : window.high + 1]}
    return not asking.world.hidden and all(frame.keeps(day) for day in {max(day, frame.day) for day in days})


class Served:
    """What the sheets have to say to one question."""

    def __init__(self, sheets: Sheets | CommuneSheets, asking: Answering, window: Window) -> None:
        self._sheets, self._asking, self._window = sheets, asking, window
        self._store, self._question = asking.store, asking.asked
        self._periods = sheets.calendars[window.regime].periods
        self._root = self._store.place_codes[self._question.place]
        self._end = self._store.ends[self._root]
        self._is_country = self._store.ranks[self._root] == 0
        units = asking.frame.units if asking.frame is not None else ()
        self._units = pa.array([self._store.place_codes[unit] for unit in units], pa.int32())

    def slice(self, rule: Rule) -> Slice | None:
        """The rows of an indicator; None where the general way has to answer."""
        part = self._sheets.part(self._window.regime, rule, self._question.tells)
        if part is None or (rule.over_time == "last" and self._question.stock_age_days != STOCK_AGE_DAYS):
            return None
        cells = part.cells if self._question.cells is None else ("",)
        if isinstance(part, CommunePart):
            return Slice(rule, (), pieces=tuple(self._by_commune(rule, part, cells)))
        batches, judged, found = [], [], set[int]()
        for cell in cells:
            of_cell = list(self._of_cell(part, cell))
            odd = self._odd(of_cell) if self._asking.frame is not None else []
            if odd:
                judged.append(self._on_map(rule, cell, odd))
                of_cell = [batch.filter(outside_of(batch, odd)) for batch in of_cell]
            batches += of_cell
            if cell == "" and self._question.by is By.ONE:
                found.update(odd, *(batch.column("bucket").to_pylist() for batch in of_cell))
        early = self._early()
        if early:
            batches = [due_told(batch, early) for batch in batches]
        nothing: tuple[int, ...] = ()
        if self._question.by is By.ONE and self._question.tells is Tells.TOTALS:
            nothing = tuple(n for n in range(self._window.low, self._window.high + 1) if n not in found)
        return Slice(rule, tuple(batches), nothing, tuple(judged))

    def _by_commune(self, rule: Rule, part: CommunePart, cells: Iterable[str]) -> Iterator[Piece]:
        store = self._store
        indicator = store.indicators[rule.code][0]
        for cell in cells:
            yield from part.pieces((indicator, store.cells[cell]), cell, self._window, (self._root, self._end))

    def _batches(self, slices: Sequence[Slice]) -> list[pa.RecordBatch]:
        """Their slices, and what their pieces say."""
        pieces = [piece for held in slices for piece in held.pieces]
        found = [batch for held in slices for batch in held.batches]
        if pieces:
            assert isinstance(self._sheets, CommuneSheets)
            early = self._early()
            dressed = self._sheets.rows(self._store, pieces)
            found += [due_told(batch, early) for batch in dressed] if early else dressed
        return found

    def _odd(self, batches: Sequence[pa.RecordBatch]) -> list[int]:
        """The periods in which something odd was said at or under an asked unit of the map."""
        return sorted(
            {
                number
                for batch in batches
                for number in batch.column("bucket").filter(pc.greater(batch.column("told"), 0)).to_pylist()
            }
        )

    def _on_map(self, rule: Rule, cell: str, odd: Sequence[int]) -> Judged:
        """The rows of some periods on the map, by the general way; kept as long as the world is the same."""
        asking, question = self._asking, replace(self._question, indicators=(rule.code,))
        state = (asking.tail.version, id(asking.land.ground), id(asking.world.duties), asking.world.today)

        def judge() -> Judged:
            periods = tuple(self._periods[number] for number in odd)
            return Judged(list(Indicator(asking, rule).judged_rows(cell, periods, required=cell == "")))

        held = (asking.land.ground, asking.world.duties)
        return asking.store.remember("judged", (question, rule, cell, tuple(odd), *state), held, judge)

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
            for fact in (*tail.facts_of(rule), *tail.ended_of(rule))
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
        every = one or self._asking.frame is not None
        groups = (COUNTRY,) if one and self._is_country else (SHOWN, OTHERS) if every else (SHOWN,)
        for group in groups:
            for batch in part.slices(cell, group, self._window.low, self._window.high):
                found = self._of_units(batch)
                found = found if self._is_country else self._in_range(found, one=one)
                if found.num_rows:
                    yield found

    def _of_units(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        """The rows of the map's units."""
        if self._asking.frame is None:
            return batch
        return batch.filter(pc.is_in(batch.column("place").indices, self._units))

    def _in_range(self, batch: pa.RecordBatch, *, one: bool) -> pa.RecordBatch:
        codes = batch.column("place").indices
        if one:
            return batch.filter(pc.equal(codes, self._root))
        return batch.filter(pc.and_(pc.greater_equal(codes, self._root), pc.less_equal(codes, self._end)))

    def _early(self) -> Mapping[int, tuple[int, ...]]:
        """By asked period, the levels that need not have reported yet."""
        held = early_of(self._asking.store, self._sheets, self._window.regime, self._asking.world)
        low, high = self._window.low, self._window.high
        return {number: levels for number, levels in held.items() if low <= number <= high}

    def table(self, slices: Sequence[Slice]) -> pa.Table:
        """The rows of some indicators as TABLE."""
        batches = self._batches(slices)
        plain = [batch for batch in batches if batch.num_columns < len(TABLE.names)]
        rare = [batch for batch in batches if batch.num_columns >= len(TABLE.names)]
        tables = []
        if plain:
            found = pa.Table.from_batches(plain)
            columns = dict(zip(found.column_names, found.columns, strict=True)) | nothing_rare(found.num_rows)
            if self._asking.frame is not None:
                columns |= self._of_map(found)
            tables.append(pa.Table.from_arrays([columns[name] for name in TABLE.names], schema=TABLE))
        if rare:
            tables.append(pa.Table.from_batches(rare).select(TABLE.names))
        tables += [judged.table for held in slices for judged in held.judged]
        if not tables or any(held.nothing for held in slices):
            tables.append(table_of([row for held in slices for row in self._nothing(held)]))
        return pa.concat_tables(tables) if len(tables) != 1 else tables[0]

    def _of_map(self, table: pa.Table) -> dict[str, pa.ChunkedArray]:
        """What columns on a map say beside: nothing is estimated, and what is one unit of its own time is exact."""
        buckets = table["bucket"].combine_chunks().cast(pa.int64())
        places = pc.add(pc.multiply(buckets, 1 << 32), codes_of(table["place"]).cast(pa.int64()))
        alone = [
            number << 32 | self._store.place_codes[unit]
            for number in pc.unique(buckets).to_pylist()
            for unit in self._made_alone(number)
        ]
        has_value = pc.is_valid(table["value"]).combine_chunks()
        is_exact = pc.or_(pc.invert(has_value), pc.is_in(places, pa.array(alone, pa.int64())))
        kinds = pc.if_else(is_exact, _EXACT, _SUMMED)
        share = pc.if_else(has_value, pa.scalar(0, pa.int32()), pa.scalar(None, pa.int32()))
        return {"comparability": coded(kinds, WORDS["comparability"], "comparability"), "estimated_share": share}

    def _made_alone(self, number: int) -> list[str]:
        """The units of the map that are made of no more than one unit of a period."""
        frame = self._asking.frame
        assert frame is not None
        return [unit for unit in frame.units if len(frame.made_of(unit, self._periods[number])) <= 1]

    def rows(self, slices: Mapping[str, Slice]) -> dict[str, list[Row]]:
        """The rows of each indicator, in no order."""
        found = {
            code: [*self._nothing(held), *(row for judged in held.judged for row in judged.rows)]
            for code, held in slices.items()
        }
        left: dict[tuple[str, str], dict[int, set[str]]] = {}
        for batch in self._batches(list(slices.values())):
            for row, bucket, is_told in self._rows_of(batch):
                if is_told & MORE:
                    left.setdefault((row.indicator, row.cell), {}).setdefault(bucket, set()).add(row.place)
                else:
                    found[row.indicator].append(row)
        for (code, cell), only in left.items():
            found[code] += self.judged(slices[code].rule, cell, only)
        return found

    def _rows_of(self, batch: pa.RecordBatch) -> Iterator[tuple[Row, int, int]]:
        store, trace = self._store, self._question.trace
        columns: dict[str, list[Any]] = {name: listed_of(batch.column(name)) for name in (*_PLAIN, "bucket", "told")}
        is_share = self._question.tells is Tells.COVERAGE
        for name in _BESIDE:
            is_there = name in batch.schema.names and (name == "denominator" or not is_share)
            columns[name] = batch.column(name).to_pylist() if is_there else [None] * batch.num_rows
        cells, keys = batch.column("cell").dictionary.to_pylist(), store.place_keys
        for n in range(batch.num_rows):
            row = {name: column[n] for name, column in columns.items()}
            rule = self._asking.world.rules[store.indicator_keys[row["indicator"]]]
            value, absence = row["value"], row["absence"]
            place, cell, bucket = keys[row["place"]], cells[row["cell"]], row["bucket"]
            total = None
            if value is not None:
                total = read_total(value, row["low"], row["high"], bool(row["is_open"]), row["scale"])
            figures: Sequence[int] = ()
            if trace and total is not None and not row["told"] & MORE:
                figures = Figures(self._figures(rule, cell, bucket, place))
            yield (
                self._mapped(
                    bucket,
                    Row(
                        indicator=rule.code,
                        place=place,
                        period=period_of(row["start"], row["end"], row["regime"]),
                        cell=cell,
                        basis=BASES[row["basis"]],
                        total=total,
                        absence=None if absence is None else ABSENCES[absence],
                        denominator=None if row["denominator"] is None else exactly(row["denominator"], row["scale"]),
                        stated=row["stated"],
                        received=row["received"],
                        expected=row["expected"],
                        figure_ids=figures,
                        partial=row["partial"],
                        level=LEVELS[row["level"]] if row["level"] < len(LEVELS) else "",
                    ),
                ),
                bucket,
                row["told"],
            )

    def _mapped(self, bucket: int, row: Row) -> Row:
        """A row as it is told on the asked map."""
        frame = self._asking.frame
        if frame is None:
            return row
        if row.total is None:
            return replace(row, comparability=Comparability.EXACT)
        made_of = frame.made_of(row.place, self._periods[bucket])
        kind = Comparability.EXACT if len(made_of) <= 1 else Comparability.EXACT_SUM
        return replace(row, comparability=kind, estimated_share=_NO_SHARE, made_of=made_of)

    def _figures(self, rule: Rule, cell: str, bucket: int, place: str) -> "_Found":
        return _Found(self, rule, cell, bucket, place)

    def judged(self, rule: Rule, cell: str, only: Mapping[int, set[str]]) -> list[Row]:
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
                comparability=Comparability.EXACT if self._asking.frame is not None else None,
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
        rows = self.served.judged(self.rule, self.cell, {self.bucket: {self.place}})
        return next(row.figure_ids for row in rows if row.place == self.place)
