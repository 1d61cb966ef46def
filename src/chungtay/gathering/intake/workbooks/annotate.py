"""The officer's own workbook given back with its cells coloured and commented. Runs in a guarded child.

Formulas stay formulas; macros, pictures and links to other files are left behind. What is no .xlsx comes back as one,
with the same cells at the same addresses.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import Cell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill

from chungtay.gathering.intake.workbooks import layout
from chungtay.gathering.intake.workbooks.saving import texts_kept, workbook_bytes
from chungtay.gathering.intake.workbooks.sheets import sheets_read

if TYPE_CHECKING:
    from collections.abc import Sequence

    from openpyxl.worksheet.worksheet import Worksheet

RESULT = "KetQua"
"""The sheet in front that lists what was found, each line leading to its cell."""
COLOURS = {"block": "F9C6C0", "warn": "FFE08A", "note": "CFE3F5"}
SEVERITIES = {
    "block": ("Phải sửa", "Must be mended"),
    "warn": ("Phải giải thích", "Must be explained"),
    "note": ("Để biết", "Good to know"),
}
_INPUT = "FFF8DC"


def workbook_annotate(content: bytes, marks: Sequence[Sequence[str]], language: str = "vi") -> bytes:
    """`marks`: [address "BaoCao!E12" ("" for the whole), severity, what is said of it]. Gives the bytes of an .xlsx."""
    book = _opened(content)
    for sheet in book.worksheets:
        sheet._charts, sheet._images = [], []  # type: ignore[attr-defined]
    if RESULT in book.sheetnames:
        del book[RESULT]
    _cleaned(book)
    told: dict[tuple[str, str], list[Sequence[str]]] = {}
    for mark in marks:
        sheet_name, _, cell = mark[0].rpartition("!")
        if sheet_name in book.sheetnames and cell:
            told.setdefault((sheet_name, cell), []).append(mark)
    for (sheet_name, cell), found in told.items():
        _mark(book[sheet_name][cell], found)
    _listed(book, marks, language)
    return workbook_bytes(book)


def _opened(content: bytes) -> Workbook:
    if content.startswith(b"PK") and b"xl/workbook.xml" in content:
        return load_workbook(io.BytesIO(content), keep_vba=False, keep_links=False)
    book = Workbook()
    del book[book.sheetnames[0]]
    for sheet in sheets_read(content):
        out = book.create_sheet(sheet.name)
        for row in sheet.rows:
            out.append([None if value == "" else value for value in row])
        texts_kept(out)
        if sheet.is_hidden:
            out.sheet_state = "hidden"
    return book


def _cleaned(book: Workbook) -> None:
    """A workbook of ours that comes back a second time loses the colours of the first."""
    if layout.STAMP not in book.sheetnames or layout.DATA not in book.sheetnames:
        return
    for row in book[layout.DATA].iter_rows(min_row=layout.BODY, min_col=layout.FIRST):
        for cell in row:
            if isinstance(cell, Cell) and not cell.protection.locked:
                cell.comment = None
                cell.fill = PatternFill("solid", fgColor=_INPUT)


def _mark(cell: Any, found: Sequence[Sequence[str]]) -> None:
    if not isinstance(cell, Cell):
        return  # Within a merged range there is nothing to colour but its first cell.
    worst = next((s for s in COLOURS if any(mark[1] == s for mark in found)), "note")
    cell.fill = PatternFill("solid", fgColor=COLOURS[worst])
    own = [cell.comment.text] if cell.comment else []
    text = "\n\n".join([*own, *(mark[2] for mark in found)])
    cell.comment = Comment(text, "Chung Tay", height=60 + 17 * (1 + len(text) // 50), width=340)


def _listed(book: Workbook, marks: Sequence[Sequence[str]], language: str) -> None:
    column = 0 if language == "vi" else 1
    out: Worksheet = book.create_sheet(RESULT, 0)
    heads = (("Ô", "Mức", "Nội dung"), ("Cell", "Severity", "What was found"))[column]
    for number, head in enumerate(heads, 1):
        cell = out.cell(1, number, head)
        cell.font = Font(name="Times New Roman", bold=True, color="FFFFFF")
        cell.fill = PatternFill("solid", fgColor="0B5850")
    for row, (address, severity, text) in enumerate(marks, 2):
        where = out.cell(row, 1, address)
        sheet_name, _, at = address.rpartition("!")
        if sheet_name in book.sheetnames:
            where.hyperlink = f"#'{sheet_name}'!{at}"
            where.font = Font(name="Times New Roman", color="0B5850", underline="single")
        level = out.cell(row, 2, SEVERITIES[severity][column])
        level.fill = PatternFill("solid", fgColor=COLOURS[severity])
        said = out.cell(row, 3, text)
        said.alignment = Alignment(wrap_text=True, vertical="top")
        level.font = said.font = Font(name="Times New Roman")
        for cell in (where, level):
            cell.alignment = Alignment(vertical="top")
        out.row_dimensions[row].height = 17 * sum(1 + len(line) // 90 for line in text.split("\n"))
    texts_kept(out)
    if not marks:
        out.cell(2, 3, ("Không có gì phải sửa.", "Nothing to mend.")[column])
    out.page_setup.orientation, out.page_setup.paperSize = "landscape", out.PAPERSIZE_A4
    out.page_setup.fitToWidth, out.page_setup.fitToHeight = 1, 0
    assert out.sheet_properties.pageSetUpPr is not None
    out.sheet_properties.pageSetUpPr.fitToPage = True
    for letters, width in (("A", 18), ("B", 18), ("C", 100)):
        out.column_dimensions[letters].width = width
    out.freeze_panes = "A2"
    book.active = 0
