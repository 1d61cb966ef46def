"""What a workbook says, cell by cell, with the stamp that tells what it is about. Whether it may say so is asked later.

reading = workbook_read(parsed)
for period, rows in reading.months:
    for row in rows:                     # row.key, row.value (number, text or None), row.address "BaoCao!E12"
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from chungtay.gathering.intake.workbooks import layout
from chungtay.gathering.intake.workbooks.layout import stamp_digest
from chungtay.gathering.intake.workbooks.refusals import problem, refused
from chungtay.kernel.errors import Both, Problem, Refusal
from chungtay.kernel.periods import Period, Regime, parse_period

if TYPE_CHECKING:
    from chungtay.gathering.intake.workbooks.parsing import Parsed

Value = float | int | str | None


class RowRead(NamedTuple):
    """One cell: the key of its row, what stands in it (None: nothing), and where."""

    key: str
    value: Value
    address: str


@dataclass(frozen=True)
class WorkbookReading:
    """A workbook of one form, place and body.

    `problems` are cells that hold no number that could be taken; they are None among the values. `texts` are all words
    of the workbook with their addresses, for the gate.
    """

    form_code: str
    version: int
    place_key: str
    body_code: str
    periods: tuple[Period, ...]
    keys: tuple[str, ...]
    units: tuple[str, ...]
    sheet: str
    rows: tuple[int, ...]
    columns: tuple[str, ...]
    values: tuple[tuple[Value, ...], ...] = field(repr=False)
    problems: tuple[Problem, ...] = ()
    texts: tuple[tuple[str, str], ...] = field(default=(), repr=False)

    @property
    def months(self) -> Iterator[tuple[Period, list[RowRead]]]:
        """Every period in which a cell is filled in, with all its rows."""
        for number, period in enumerate(self.periods):
            if self.is_filled(number):
                yield period, self.month(number)

    def month(self, number: int) -> list[RowRead]:
        """The rows of the period with this number, from 0."""
        column = self.columns[number]
        values = self.values[number]
        return [
            RowRead(key, value, f"{self.sheet}!{column}{row}")
            for key, value, row in zip(self.keys, values, self.rows, strict=True)
        ]

    def is_filled(self, number: int) -> bool:
        """Whether any cell of the period with this number is filled in, or holds something that is no number."""
        if any(value is not None for value in self.values[number]):
            return True
        return self.columns[number] in self._columns_of_problems

    @cached_property
    def _columns_of_problems(self) -> set[str]:
        cells = (p.where.rpartition("!")[2] for p in self.problems)
        return {cell.rstrip("0123456789") for cell in cells}


def workbook_read(parsed: Parsed, name: str = Both("bảng tính", "workbook")) -> WorkbookReading:
    """The reading of a workbook of ours. Refusal BANGTINH-101 to -111, -117, -118, -122; -110 without a stamp."""
    check_parsed(parsed, name)
    stamp = parsed["stamp"]
    if stamp is None:
        raise refused("BANGTINH-110", name)
    keys = tuple(parsed["keys"])
    if stamp["format"] != layout.FORMAT or not stamp["version"].isdigit() or not keys or not parsed["periods"]:
        raise refused("BANGTINH-111", f"{layout.DATA}!A{layout.DATES}", stamp["format"])
    doubled = next((n for n, key in enumerate(keys) if key in keys[:n]), None) if len(set(keys)) < len(keys) else None
    if doubled is not None:
        raise refused("BANGTINH-118", f"{layout.DATA}!A{parsed['rows'][doubled]}", keys[doubled])
    digest = stamp_digest(
        stamp["form"], int(stamp["version"]), stamp["place"], stamp["body"], stamp["regime"], parsed["periods"], keys
    )
    if digest != stamp["digest"]:
        raise refused("BANGTINH-111", f"{layout.STAMP}!B7", digest, stamp["digest"])
    return WorkbookReading(
        form_code=stamp["form"],
        version=int(stamp["version"]),
        place_key=stamp["place"],
        body_code=stamp["body"],
        periods=_periods(parsed["periods"], stamp["regime"]),
        keys=keys,
        units=tuple(parsed["units"]),
        sheet=layout.DATA,
        rows=tuple(parsed["rows"]),
        columns=tuple(parsed["columns"]),
        values=tuple(tuple(column) for column in parsed["values"]),
        problems=tuple(problem(code, where, read) for where, code, read in parsed["odd"]),
        texts=tuple((where, text) for where, text in parsed["texts"]),
    )


def check_parsed(parsed: Parsed, name: str) -> None:
    """Raise what the child found: a file that is no workbook, and cells that take their value from another file."""
    if "refused" in parsed:
        raise Refusal([problem(code, name, vi if vi == en else Both(vi, en)) for code, vi, en in parsed["refused"]])
    if parsed["elsewhere"]:
        raise Refusal([problem("BANGTINH-122", where) for where in parsed["elsewhere"][:20]])


def _periods(texts: list[str], regime: str) -> tuple[Period, ...]:
    found = []
    for number, text in enumerate(texts):
        where = layout.cell_address(layout.DATA, layout.FIRST + number, layout.DATES)
        try:
            read = parse_period(text)
            found.append(Period(read.start, read.end, Regime(regime)))
        except ValueError as error:
            raise refused("BANGTINH-117", where, text) from error
    if len(found) > layout.MOST_PERIODS or len(set(found)) < len(found):
        raise refused("BANGTINH-111", f"{layout.DATA}!E{layout.DATES}", f"{len(found)}")
    return tuple(found)
