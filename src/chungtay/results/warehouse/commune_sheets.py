"""Sheets of communes: finished answers by commune, year by year, laid down when a generation is built.

What holds of sheets holds of them. They are many rows of few kinds: of a row only its place and its number are kept,
and the number of its kind, which is everything else that it says. Rows stand in order of cell, period, place, so that
those of a province, or of anything else that holds communes, are a slice of each period. Rows that say something in the
rare columns, or whose number does not fit, stand apart.
"""

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, Final, NamedTuple

import pyarrow as pa

from chungtay.kernel.periods import Regime
from chungtay.results.warehouse.columns import TABLE, Words, told
from chungtay.results.warehouse.facts import Rule
from chungtay.results.warehouse.questions import Tells
from chungtay.results.warehouse.sheets import PLAIN_SCHEMA, RARE_SCHEMA, Laid, Window, opened, rule_line

COMMUNES_FILE, COMMUNES_RARE_FILE = "sheets-communes.arrow", "sheets-communes-rare.arrow"
KINDS_FILE, COMMUNES_INDEX_FILE = "sheets-communes-kinds.arrow", "sheets-communes.json"
COMMUNES_FILES: Final = (COMMUNES_FILE, COMMUNES_RARE_FILE, KINDS_FILE, COMMUNES_INDEX_FILE)
KIND: Final = tuple(name for name in PLAIN_SCHEMA.names if name not in ("indicator", "cell", "place", "value"))
"""What a kind says of its rows."""
KINDS_SCHEMA: Final = pa.schema([PLAIN_SCHEMA.field(name) for name in KIND])
MOST_KINDS: Final = 1 << 16
NUMBERS_SCHEMA: Final = pa.schema([("place", pa.int32()), ("value", pa.int32()), ("kind", pa.uint16())])
BESIDE: Final = ("low", "high", "is_open", "denominator")
RARE_NUMBERS_SCHEMA: Final = pa.schema(
    [*NUMBERS_SCHEMA.set(1, pa.field("value", pa.int64())), *(TABLE.field(name) for name in BESIDE)]
)


class CommunePart:
    """The communes of one indicator for one regime."""

    def __init__(self, sheets: "CommuneSheets", told_of: Mapping[str, Any]) -> None:
        self._sheets, self._told = sheets, told_of
        self.rule: str = sheets.rules[told_of["indicator"]]
        self.cells: Mapping[str, Sequence[Sequence[int]]] = told_of["cells"]
        """By cell, where each period begins among the rows and where the last one ends; and the same of the rare."""

    @cached_property
    def _batches(self) -> tuple[pa.RecordBatch, pa.RecordBatch]:
        return self._sheets.batch(0, self._told["plain"]), self._sheets.batch(1, self._told["rare"])

    @cached_property
    def _places(self) -> tuple[memoryview, memoryview]:
        plain, rare = self._batches
        return _numbers(plain.column("place")), _numbers(rare.column("place"))

    def pieces(self, codes: tuple[int, int], cell: str, window: Window, places: tuple[int, int]) -> "Iterator[Piece]":
        """The rows of a cell for some periods and a range of places. `codes` of the indicator and of the cell."""
        for file, offsets in enumerate(self.cells[cell]):
            spans = list(self._spans(file, offsets, window, places)) if offsets else []
            if spans:
                yield Piece(self._batches[file], file, codes, spans)

    def _spans(
        self, file: int, offsets: Sequence[int], window: Window, places: tuple[int, int]
    ) -> Iterator[tuple[int, int]]:
        held = self._places[file]
        for number in range(window.low, window.high + 1):
            first = bisect_left(held, places[0], offsets[number], offsets[number + 1])
            last = bisect_right(held, places[1], first, offsets[number + 1])
            if last > first:
                yield first, last


class Piece(NamedTuple):
    """Some rows of one indicator and cell: where they begin and end in a batch of the plain (0) or rare (1) file."""

    batch: pa.RecordBatch
    file: int
    codes: tuple[int, int]
    spans: Sequence[tuple[int, int]]

    def parts(self, name: str) -> list[pa.Array]:
        """A column of the rows, in parts."""
        column = self.batch.column(name)
        return [column.slice(first, last - first) for first, last in self.spans]

    def times(self, code: int) -> "array[int]":
        """A code for each of the rows."""
        return array("h", [code]) * sum(last - first for first, last in self.spans)


class CommuneSheets(Laid):
    """The sheets of communes of one generation."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder, COMMUNES_INDEX_FILE, (COMMUNES_FILE, COMMUNES_RARE_FILE, KINDS_FILE))
        self._parts = {
            (Regime(told_of["regime"]), told_of["indicator"]): CommunePart(self, told_of)
            for told_of in self.index["parts"]
        }

    @cached_property
    def kinds(self) -> pa.RecordBatch:
        """What rows say beside their place and number, by the number of their kind."""
        return self.batch(2, 0)

    def rows(self, words: Words, pieces: Iterable[Piece]) -> list[pa.RecordBatch]:
        """Pieces with all that their kinds say, as PLAIN_SCHEMA and as RARE_SCHEMA."""
        files: tuple[list[Piece], list[Piece]] = [], []
        for piece in pieces:
            files[piece.file].append(piece)
        return [self._dressed(words, file, found) for file, found in enumerate(files) if found]

    def _dressed(self, words: Words, file: int, pieces: Sequence[Piece]) -> pa.RecordBatch:
        numbers = (NUMBERS_SCHEMA, RARE_NUMBERS_SCHEMA)[file]
        columns = {name: _together([part for piece in pieces for part in piece.parts(name)]) for name in numbers.names}
        count = len(columns["place"])
        columns |= zip(KIND, self.kinds.take(columns.pop("kind")).columns, strict=True)
        columns["value"] = columns["value"].cast(pa.int64())
        columns["place"] = told(columns["place"], words.words("place"), "place")
        for place, name in enumerate(("indicator", "cell")):
            codes = array("h")
            for piece in pieces:
                codes += piece.times(piece.codes[place])
            held = pa.Array.from_buffers(pa.int16(), count, [None, pa.py_buffer(codes)])
            columns[name] = told(held, words.words(name), name)
        schema = (PLAIN_SCHEMA, RARE_SCHEMA)[file]
        columns |= {item.name: pa.nulls(count, item.type) for item in schema if item.name not in columns}
        return pa.RecordBatch.from_arrays([columns[name] for name in schema.names], schema=schema)

    def part(self, regime: Regime, rule: Rule, tells: Tells) -> CommunePart | None:
        """The communes of an indicator, if it is added up as it was then."""
        found = self._parts.get((regime, rule.code)) if tells is Tells.TOTALS else None
        return found if found is not None and found.rule == rule_line(rule) else None


def commune_sheets_of(folder: Path) -> CommuneSheets | None:
    """The sheets of communes of a generation; None where there are none, or they cannot be read."""
    return opened(folder, COMMUNES_FILES, CommuneSheets)


def _numbers(column: pa.Array) -> memoryview:
    if not len(column):
        return memoryview(b"").cast("i")
    return memoryview(column.buffers()[1]).cast("b").cast("i")[column.offset : column.offset + len(column)]


def _together(parts: list[pa.Array]) -> pa.Array:
    return parts[0] if len(parts) == 1 else pa.concat_arrays(parts)
