"""The grid of an exploration as files: a table for spreadsheets, a workbook, and data with the question beside it.

In none of them can a text be taken for a formula, and each of a demonstration says so in itself.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from decimal import Decimal
from typing import Any, Final

import xlsxwriter
from django.conf import settings
from django.http import HttpResponse

from chungtay.faces.desk.tables import csv_file
from chungtay.faces.desk.telling import language
from chungtay.kernel.errors import Both, side
from chungtay.results.analysis.exploring.address import address_of
from chungtay.results.analysis.exploring.exploration import Axis, Measure
from chungtay.results.analysis.exploring.grid import Cell, Grid, Head
from chungtay.results.reviews import labels

KINDS: Final = ("csv", "xlsx", "json")
NAME: Final = "kham-pha"
_RATE: Final = Both("trên 100.000 dân", "per 100,000 people")
_MOST_DIGITS: Final = 15
"""A sheet keeps so many digits of a number; a longer one stays in words."""


def grid_file(grid: Grid, kind: str, link: str) -> HttpResponse:
    """The grid as a file of one of KINDS; `link` is the address that asks the same again."""
    match kind:
        case "csv":
            return _csv(grid)
        case "xlsx":
            return _answer(_workbook(grid, link), "xlsx", _SHEET)
        case _:
            return _answer(json.dumps(data_of(grid, link), ensure_ascii=False).encode(), "json", "application/json")


_SHEET: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _answer(content: bytes, kind: str, mime: str) -> HttpResponse:
    name = f"minh-hoa-{NAME}" if settings.DEMO else NAME
    answer = HttpResponse(content, content_type=mime)
    answer["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    return answer


def _said(text: Both | None) -> str:
    return side(text, language()) if text is not None else ""


def _named(head: Head) -> str:
    note = _said(head.note)
    return f"{_said(head.label)} ({note})" if note and head.kind is Axis.PLACE else _said(head.label)


def _corner(grid: Grid) -> str:
    """What the numbers are counted in, above the names of the lines."""
    if grid.unit is not None:
        return _said(grid.unit)
    return _said(_RATE) if grid.question.measure is Measure.RATE else ""


def _csv(grid: Grid) -> HttpResponse:
    """One line for a line of the grid; what a number stands on is beside it in brackets."""
    heads = [_corner(grid), *map(_named, grid.column_heads)]
    lines = ([_named(head), *map(_words, line)] for head, line in zip(grid.row_heads, grid.cells, strict=True))
    return csv_file(NAME, heads, lines)


def _words(cell: Cell) -> str:
    words = _said(cell.text)
    if cell.total is not None and cell.expected and not cell.is_complete:
        words += f" ({cell.reported}/{cell.expected})"
    return words


def _workbook(grid: Grid, link: str) -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    bold, number = book.add_format({"bold": True, "text_wrap": True}), book.add_format({"num_format": "#,##0.######"})
    sheet = book.add_worksheet("Khám phá")
    top = 0
    if settings.DEMO:
        sheet.write_string(0, 0, labels.DEMO_MARK.vi, bold)
        top = 1
    for column, text in enumerate([_corner(grid), *map(_named, grid.column_heads)]):
        sheet.write_string(top, column, text, bold)
    for row, (head, line) in enumerate(zip(grid.row_heads, grid.cells, strict=True), top + 1):
        sheet.write_string(row, 0, _named(head))
        for column, cell in enumerate(line, 1):
            if _is_number(cell):
                sheet.write_number(row, column, float(cell.value or 0), number)
            else:
                sheet.write_string(row, column, _words(cell))
    sheet.set_column(0, 0, 36)
    sheet.freeze_panes(top + 1, 1)
    about = book.add_worksheet("Câu hỏi")
    about.set_column(0, 0, 110)
    told = [labels.DEMO_MARK.vi] if settings.DEMO else []
    for row, text in enumerate([*told, *map(_said, grid.notes), link, *_reports(grid)]):
        about.write_string(row, 0, text)
    book.close()
    return out.getvalue()


def _is_number(cell: Cell) -> bool:
    """A number that the sheet may add up: exact, whole in what it stands on, and short enough."""
    if cell.value is None or cell.low != cell.high or cell.is_estimated or cell.kept is not None:
        return False
    return cell.is_complete and len(cell.value.as_tuple().digits) <= _MOST_DIGITS


def _reports(grid: Grid) -> Iterator[str]:
    yield f"#{grid.transaction}" if grid.transaction is not None else ""


def data_of(grid: Grid, link: str) -> dict[str, Any]:
    """The grid as plain data; numbers are strings, exactly as they are."""
    return {
        "mark": labels.DEMO_MARK.vi if settings.DEMO else None,
        "link": link,
        "question": dict(address_of(grid.question)),
        "transaction": grid.transaction,
        "unit": _both(grid.unit),
        "notes": [_both(note) for note in grid.notes],
        "rows": [_head(head) for head in grid.row_heads],
        "columns": [_head(head) for head in grid.column_heads],
        "cells": [[_cell(cell) for cell in line] for line in grid.cells],
    }


def _both(text: Both | None) -> dict[str, str] | None:
    return None if text is None else {"vi": text.vi, "en": text.en}


def _head(head: Head) -> dict[str, Any]:
    keys = {str(part.kind): part.key for part in (head.parts or (head,))}
    return {"keys": keys, "label": _both(head.label), "note": _both(head.note)}


def _cell(cell: Cell) -> dict[str, Any]:
    found = {
        "text": _both(cell.text),
        "value": _number(cell.value),
        "low": _number(cell.low),
        "high": _number(cell.high),
        "absence": cell.absence and str(cell.absence),
        "kept": cell.kept and str(cell.kept),
        "reported": cell.reported,
        "expected": cell.expected,
        "partial": cell.partial,
        "basis": cell.basis and str(cell.basis),
        "estimated": _number(cell.estimated) if cell.is_estimated else None,
        "compared": _both(cell.compared),
        "beside": _both(cell.beside),
    }
    return {name: value for name, value in found.items() if value not in (None, "")}


def _number(value: Decimal | None) -> str | None:
    return None if value is None or value.is_infinite() else f"{value:f}"
