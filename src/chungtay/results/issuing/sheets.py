"""The tables of a paper as a workbook. Nothing in it is ever a formula: words are written as words, whatever they begin
with; an exact number is a number, all others stay as they are printed ("trên 1.926", "<5")."""

from __future__ import annotations

import io
import re
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import xlsxwriter

from chungtay.results.issuing.archives import settled
from chungtay.results.issuing.blocks import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from chungtay.results.issuing.blocks import Cell, Grid, Printed

_PLAIN = re.compile(r"\d{1,3}(\.\d{3})*(,\d+)?\Z|\d+(,\d+)?\Z")
_MOST_DIGITS = 15
"""A sheet keeps so many digits of a number; a longer one stays in words."""
_WIDTH = 110
_NO_TIME = datetime(2000, 1, 1)


def sheets_of(paper: Printed, *, digest: str = "") -> bytes:
    """The .xlsx: a sheet that says what this is, then one for each table. Equal papers are equal bytes."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"title": paper.head.subject, "author": "", "created": _NO_TIME})
    looks = _looks(book)
    _about(book, looks, paper, digest)
    for position, (name, grid) in enumerate(_grids(paper), 1):
        _sheet(book, looks, f"{position}. {name}"[:31], grid, paper)
    book.close()
    return settled(out.getvalue())


def _looks(book: Any) -> dict[str, Any]:
    plain = {"font_name": "Times New Roman", "font_size": 11, "valign": "top"}
    boxed = plain | {"border": 1, "text_wrap": True}
    made = {
        "plain": plain | {"text_wrap": True},
        "bold": plain | {"bold": True, "text_wrap": True},
        "head": boxed | {"bold": True, "align": "center", "bg_color": "#E7EEF5"},
        "text": boxed,
        "part": boxed | {"italic": True},
        "number": boxed | {"align": "right", "num_format": "#,##0.##########"},
        "whole": boxed | {"align": "right", "num_format": "#,##0"},
    }
    return {name: book.add_format(look) for name, look in made.items()}


def _about(book: Any, looks: dict[str, Any], paper: Printed, digest: str) -> None:
    sheet = book.add_worksheet("Giới thiệu")
    sheet.set_column(0, 0, 100)
    head = paper.head
    lines = [*paper.marks, " ".join(head.issuers), head.number_line, head.date_line, head.title, head.subject]
    lines += [f"({paper.remark})"] if paper.remark else []
    lines += [f"Mã đối chiếu (SHA-256 của bản kê): {digest}"] if digest else []
    for row, text in enumerate(lines):
        sheet.write_string(row, 0, text, looks["bold" if row < len(paper.marks) else "plain"])


def _grids(paper: Printed) -> Iterator[tuple[str, Grid]]:
    for block in paper.blocks:
        if block.kind == Kind.TABLE and block.grid is not None:
            yield _named(block.grid), block.grid
    for position, annex in enumerate(paper.annexes):
        for block in annex.blocks:
            if block.kind == Kind.TABLE and block.grid is not None:
                yield paper.annex_name(position), block.grid


def _named(grid: Grid) -> str:
    """Sheets may not hold some signs in their names."""
    return re.sub(r"[\[\]:*?/\\']", " ", grid.caption.split(".", 1)[0]).strip() or "Bảng"


def _sheet(book: Any, looks: dict[str, Any], name: str, grid: Grid, paper: Printed) -> None:
    sheet = book.add_worksheet(name)
    sheet.set_landscape()
    sheet.set_paper(9)
    share = _WIDTH / sum(grid.widths)
    for column, width in enumerate(grid.widths):
        sheet.set_column(column, column, max(8, width * share))
    for mark in paper.marks:
        sheet.set_header(f"&C&B{mark.replace('&', '&&')}")
        # The header is seen on paper only, and a sheet is copied without the first one.
        sheet.write_string(0, len(grid.columns), mark, looks["bold"])
    sheet.write_string(0, 0, grid.caption, looks["bold"] if not grid.rows else None)
    for column, text in enumerate(grid.columns):
        sheet.write_string(1, column, text, looks["head"])
    for row, cells in enumerate(grid.rows, 2):
        for column, cell in enumerate(cells[: len(grid.columns)]):
            _write(sheet, row, column, cell, looks)
    sheet.freeze_panes(2, 0)
    sheet.repeat_rows(1)
    if grid.rows:
        sheet.autofilter(1, 0, len(grid.rows) + 1, len(grid.columns) - 1)


def _write(sheet: Any, row: int, column: int, cell: Cell, looks: dict[str, Any]) -> None:
    number = exact_number(cell.text) if cell.style == "number" else None
    if number is None:
        style = "part" if cell.style in ("part", "absent") else "text"
        sheet.write_string(row, column, cell.text, looks[style])
    else:
        sheet.write_number(row, column, number, looks["whole" if number == number.to_integral_value() else "number"])


def exact_number(text: str) -> Decimal | None:
    """'208.229' or '12,5' as a number; None for anything with a word, a sign or too many digits."""
    if not _PLAIN.match(text) or sum(letter.isdigit() for letter in text) > _MOST_DIGITS:
        return None
    return Decimal(text.replace(".", "").replace(",", "."))
