"""A register's list as a file: CSV line by line, however long, or a workbook of one sheet."""

from __future__ import annotations

import csv
from io import BytesIO
from typing import TYPE_CHECKING

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.workbook.child import INVALID_TITLE_REGEX

from chungtay.kernel.errors import Both, Refusal
from chungtay.kernel.text import csv_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    Cell = str | int | float | date | None

MOST_SHEET_ROWS = 30_000
"""A workbook is built in memory; about a second for every five thousand rows."""
_WIDEST = 48


class _Echo:
    """What `csv` writes into: it gives each line back instead of keeping it."""

    def write(self, line: str) -> str:
        return line


def csv_lines(head: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Iterator[str]:
    """The lines of a CSV that Excel reads as UTF-8; no cell can be taken for a formula."""
    writer = csv.writer(_Echo())
    yield "\ufeff" + writer.writerow(head)
    for row in rows:
        yield writer.writerow([_plain(cell) for cell in row])


def sheet_bytes(title: str, head: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """A workbook with one sheet, its head frozen. Refusal DSA-101 beyond `MOST_SHEET_ROWS`."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = INVALID_TITLE_REGEX.sub("-", title)[:31] or "1"
    sheet.append(list(head))
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for number, row in enumerate(rows):
        if number >= MOST_SHEET_ROWS:
            raise _too_long()
        sheet.append([csv_text(cell) if isinstance(cell, str) else cell for cell in row])
    sheet.freeze_panes = "A2"
    for number, column in enumerate(sheet.iter_cols(max_row=200, values_only=True), 1):
        longest = max(len(str(value or "")) for value in column)
        sheet.column_dimensions[get_column_letter(number)].width = min(longest + 2, _WIDEST)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _plain(cell: Cell) -> str:
    if cell is None:
        return ""
    return csv_text(cell) if isinstance(cell, str) else str(cell)


def _too_long() -> Refusal:
    return Refusal.of(
        "DSA-101",
        Both("Tải danh sách", "Download of a list"),
        expected=Both(f"tối đa {MOST_SHEET_ROWS} dòng", f"{MOST_SHEET_ROWS} rows at most"),
        todo=Both("Tải dạng CSV, hoặc lọc bớt", "Take the CSV, or narrow the list"),
        vi="Danh sách quá dài cho một bảng tính",
        en="The list is too long for a workbook",
    )
