"""Sheets: finished answers of the usual questions, laid down when a generation is built (`laying`) and read as slices.

What is usual: results as they stand, of the country or by province, month by month, by quarters, halves or years. A
sheet has the rows of one indicator for one kind of period, as the general way gave them on that day. Read from it they
are what the general way would give, as long as places, duties and the indicator's rule are those of that day; where
they are not, or where the question is another, nothing is served and the general way answers.

Only one thing is put in when a sheet is read: a report that is missing is not yet due until its deadline has passed.

Rows stand in order of cell, group, period, place. Groups: the country; provinces that an answer by province shows; the
others, which answer only when they are asked for themselves. Most say nothing in the columns of `columns.RARE` and
stand in `plain`, the rest in `rare`.
"""

import json
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Any, Final, TypeVar

import pyarrow as pa

from chungtay.kernel.periods import Period, Regime, periods_of_year
from chungtay.results.warehouse.columns import RARE, TABLE
from chungtay.results.warehouse.facts import Rule, World
from chungtay.results.warehouse.layout import MANIFEST
from chungtay.results.warehouse.questions import Question, Tells

SHEETS_FORMAT: Final = 1
PLAIN_FILE, RARE_FILE, INDEX_FILE = "sheets.arrow", "sheets-rare.arrow", "sheets.json"
FILES: Final = (PLAIN_FILE, RARE_FILE, INDEX_FILE)
COUNTRY, SHOWN, OTHERS = range(3)
GROUPS: Final = (COUNTRY, SHOWN, OTHERS)
REGIMES: Final = (
    (Regime.DECREE_MONTH, Regime.DECREE_QUARTER, Regime.DECREE_HALF, Regime.DECREE_YEAR),
    (Regime.CALENDAR_MONTH, Regime.CALENDAR_QUARTER, Regime.CALENDAR_HALF, Regime.CALENDAR_YEAR),
)
"""By family of clocks: those that have decree months, and those that have calendar months."""
_MORE: Final = [("bucket", pa.int16()), ("told", pa.int8())]
MORE, JUDGED = 1, 2
"""`bucket`: the number of the period. `told`: MORE is to be said of the row than its columns hold; JUDGED because
of something odd at or under its place."""
_Found = TypeVar("_Found")
RARE_SCHEMA: Final = pa.schema([*TABLE, *(pa.field(*item) for item in _MORE)])
PLAIN_SCHEMA: Final = pa.schema([item for item in RARE_SCHEMA if item.name not in RARE])


def rule_line(rule: Rule) -> str:
    """All of a rule that an answer as was depends on."""
    parts = (rule.code, rule.over_places, rule.over_time, rule.leads, rule.numerator, rule.denominator)
    return " ".join((*parts, *sorted(rule.forms)))


def world_marks(world: World, lines: Mapping[str, Sequence[str]], roots: Iterable[str]) -> dict[str, str]:
    """For some places the mark of all that the world knows at and under them: other places or duties, another mark.

    `lines` of places upward. Sums of digests, so that the order in which things are told is nothing.
    """
    found = dict.fromkeys(roots, 0)

    def add(text: str, places: Iterable[str]) -> None:
        held = [place for place in places if place in found]
        number = int.from_bytes(sha256(text.encode()).digest()[:16], "big") if held else 0
        for place in held:
            found[place] += number

    for key, line in lines.items():
        node = world.places[key]
        add(f"{key} {node.level} {node.valid_from} {node.valid_to} {node.home_commune}", line)
        add(f"{key} in {''.join(line[1:2])}", line[1:])
    for duty in world.duties:
        text = f"{duty.form} {duty.place} {duty.valid_from} {duty.valid_to} {duty.least_days}"
        add(text, lines.get(duty.place, ()))
    return {key: f"{number % (1 << 128):032x}" for key, number in found.items()}


@dataclass(frozen=True)
class Window:
    """Asked periods as numbers of a regime's periods, first and last."""

    regime: Regime
    low: int
    high: int


class Calendar:
    """The periods of one regime that the sheets hold, in order."""

    def __init__(self, regime: Regime, years: Sequence[int]) -> None:
        self.regime = regime
        self.periods = tuple(part for year in range(years[0], years[1] + 1) for part in periods_of_year(regime, year))
        self._starts = [part.start for part in self.periods]
        self._ends = [part.end for part in self.periods]

    def holding(self, day: date) -> int | None:
        """The number of the period in which a day lies."""
        number = bisect_left(self._ends, day)
        return number if number < len(self.periods) and self._starts[number] <= day else None

    def within(self, period: Period) -> Window | None:
        """The periods wholly inside one; None where there may be others."""
        if not self.periods or period.start < self._starts[0] or period.end > self._ends[-1]:
            return None
        low, high = bisect_left(self._starts, period.start), bisect_right(self._ends, period.end) - 1
        return Window(self.regime, low, high) if low <= high else None

    def just(self, period: Period) -> Window | None:
        """The one that is just this period."""
        number = bisect_left(self._starts, period.start)
        found = number < len(self.periods) and self.periods[number] == period
        return Window(self.regime, number, number) if found else None


class Part:
    """The sheet of one indicator for one regime."""

    def __init__(self, sheets: "Sheets", told: Mapping[str, Any]) -> None:
        self._sheets, self._told = sheets, told
        self.rule: str = sheets.rules[told["indicator"]]
        self.cells: Mapping[str, Sequence[Sequence[int]]] = told["cells"]
        """By cell, for each group, where it begins in `plain`, how long it is, and the same of `rare`."""

    @cached_property
    def plain(self) -> pa.RecordBatch:
        """Rows of which the rare columns say nothing."""
        return self._sheets.batch(0, self._told["plain"])

    @cached_property
    def rare(self) -> pa.RecordBatch:
        """The others."""
        return self._sheets.batch(1, self._told["rare"])

    @cached_property
    def _buckets(self) -> tuple[memoryview, memoryview]:
        return _numbers(self.plain), _numbers(self.rare)

    def slices(self, cell: str, group: int, low: int, high: int) -> list[pa.RecordBatch]:
        """The rows of a group for some periods, of `plain` and of `rare`."""
        offsets = self.cells[cell][group]
        found = []
        for kind, batch in enumerate((self.plain, self.rare) if offsets[3] else (self.plain,)):
            start, count = offsets[2 * kind : 2 * kind + 2]
            numbers = self._buckets[kind]
            first = bisect_left(numbers, low, start, start + count)
            last = bisect_right(numbers, high, first, start + count)
            if last > first:
                found.append(batch.slice(first, last - first))
        return found


def _numbers(batch: pa.RecordBatch) -> memoryview:
    column = batch.column("bucket")
    held = memoryview(column.buffers()[1]).cast("b").cast("h") if len(column) else memoryview(b"").cast("h")
    return held[column.offset : column.offset + len(column)]


class Laid:
    """What was laid down of one generation, open for reading: mapped into memory, not read."""

    def __init__(self, folder: Path, index_file: str, files: Sequence[str]) -> None:
        self.index = json.loads((folder / index_file).read_text(encoding="utf-8"))
        if self.index["format"] != SHEETS_FORMAT:
            raise ValueError(f"sheets of format {self.index['format']}")
        self._files = [pa.ipc.open_file(pa.memory_map(str(folder / name))) for name in files]
        self.rules: Mapping[str, str] = self.index["rules"]
        self.worlds: Mapping[str, str] = self.index["worlds"]
        self.calendars = {Regime(name): Calendar(Regime(name), self.index["years"]) for name in self.index["regimes"]}

    def batch(self, file: int, number: int) -> pa.RecordBatch:
        """One of the batches of a file."""
        return self._files[file].get_batch(number)

    def window(self, question: Question) -> Window | None:
        """The asked periods; None where they are no periods of the sheets."""
        if question.period is None:
            return None
        regime = question.by_period or question.period.regime
        calendar = self.calendars.get(regime)
        if calendar is None:
            return None
        return calendar.just(question.period) if question.by_period is None else calendar.within(question.period)


class Sheets(Laid):
    """The sheets of one generation."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder, INDEX_FILE, (PLAIN_FILE, RARE_FILE))
        self._parts = {
            (Regime(told["regime"]), told["indicator"], Tells(told["tells"])): Part(self, told)
            for told in self.index["parts"]
        }

    def part(self, regime: Regime, rule: Rule, tells: Tells) -> Part | None:
        """The sheet of an indicator, if it is added up as it was then."""
        found = self._parts.get((regime, rule.code, tells))
        return found if found is not None and found.rule == rule_line(rule) else None


def sheets_of(folder: Path) -> Sheets | None:
    """The sheets of a generation; None where there are none, or they cannot be read: the general way needs none."""
    return opened(folder, FILES, Sheets)


def opened(folder: Path, files: Sequence[str], open_them: Callable[[Path], _Found]) -> _Found | None:
    """Finished answers that stand in some files; None where they are not there as they were laid down."""
    try:
        facts = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))["sheets"]
        if any((folder / name).stat().st_size != facts[name]["bytes"] for name in files):
            return None
        return open_them(folder)
    except (OSError, ValueError, KeyError, TypeError, pa.ArrowException):
        return None
