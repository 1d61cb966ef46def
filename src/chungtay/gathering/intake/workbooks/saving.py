"""Workbooks saved without a file: the library would write each sheet to the machine's folder for temporary files."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING, Any

from openpyxl.worksheet._writer import WorksheetWriter
from openpyxl.writer.excel import ExcelWriter

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet


class _InMemory(ExcelWriter):
    """Only where a sheet goes differs; read again when the library is raised past 3.1."""

    _archive: zipfile.ZipFile

    def write_worksheet(self, ws: Worksheet) -> None:
        out = io.BytesIO()
        ws._drawing = None  # type: ignore[attr-defined]
        writer: Any = WorksheetWriter(ws, out)
        writer.write()
        ws._rels = writer._rels  # type: ignore[attr-defined]
        self._archive.writestr(ws.path[1:], out.getvalue())
        self.manifest.append(ws)


def texts_kept(sheet: Worksheet) -> None:
    """Words that begin with "=" stay words: only whoever opens a workbook writes formulas into it."""
    for row in sheet.iter_rows():
        for cell in row:
            if cell.data_type == "f":
                cell.data_type = "s"


def workbook_bytes(book: Workbook) -> bytes:
    """The workbook as an .xlsx. Pictures and charts are left out: ours have none, and copies need none."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, allowZip64=True) as archive:
        _InMemory(book, archive).write_data()
    return out.getvalue()
