"""The cells of every sheet of a workbook at their true addresses. Runs in a guarded child: a small file can ask the
reader for hundreds of gigabytes, which takes its process with it.
"""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from chungtay.gathering.intake.workbooks.refusals import refused
from chungtay.kernel.errors import Both

Value = float | int | str | bool | date | datetime | time | timedelta


@dataclass(frozen=True)
class SheetCells:
    """One sheet: `rows[r][c]` is the cell of row r + 1 and column c + 1, "" where it is empty.

    A formula is its stored result. `merged`: ((first row, first column), (last row, last column)) from 0.
    """

    name: str
    rows: list[list[Value]]
    is_hidden: bool = False
    merged: list[tuple[tuple[int, int], tuple[int, int]]] = field(default_factory=list)

    def at(self, row: int, column: int) -> Value:
        """The cell of a row and column counted from 1; that of a merged range is its first cell's."""
        for (top, left), (bottom, right) in self.merged:
            if top < row <= bottom + 1 and left < column <= right + 1:
                row, column = top + 1, left + 1
        if row <= len(self.rows) and column <= len(self.rows[row - 1]):
            return self.rows[row - 1][column - 1]
        return ""


def sheets_read(
    content: bytes,
    name: str = Both("bảng tính", "workbook"),
    *,
    merged: bool = True,
    only: frozenset[str] = frozenset(),
) -> list[SheetCells]:
    """Every sheet that holds cells (of these names, if any are named), in the order of the tabs.

    Refusal BANGTINH-102, -103. `merged` False spares asking for merged ranges. Leading empty rows and columns are kept:
    without them every address would be wrong.
    """
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
        found = []
        for about in workbook.sheets_metadata:
            if about.typ is not SheetTypeEnum.WorkSheet or (only and about.name not in only):
                continue
            sheet = workbook.get_sheet_by_name(about.name)
            rows = sheet.to_python(skip_empty_area=False)
            ranges = (sheet.merged_cell_ranges or []) if merged else []
            found.append(SheetCells(about.name, rows, about.visible is not SheetVisibleEnum.Visible, list(ranges)))
    except PasswordError as error:
        raise refused("BANGTINH-102", name) from error
    except CalamineError as error:
        raise refused("BANGTINH-103", name) from error
    return found
