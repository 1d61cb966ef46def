"""Answers as plain tables of words: the same lines on the page and in the file that spreadsheets open."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from io import StringIO

from django.conf import settings
from django.http import HttpResponse

from chungtay.kernel.text import csv_text
from chungtay.results.reviews import labels


@dataclass(frozen=True)
class Cell:
    """One cell: its words, what stands quietly beside them, where they lead; `grade` as the board shades shares."""

    words: str
    beside: str = ""
    address: str = ""
    grade: str = ""
    is_text: bool = False


@dataclass(frozen=True)
class Table:
    """Heads and lines; the first cell of a line names its place."""

    heads: Sequence[str]
    lines: Sequence[Sequence[Cell]]
    note: str = ""
    """How to read it."""


def csv_answer(table: Table, name: str) -> HttpResponse:
    """The table as a file; one of a demonstration says so in its name and its head."""
    rows, heads = StringIO(), list(table.heads)
    if settings.DEMO:
        name, heads = f"minh-hoa-{name}", [*heads, labels.DEMO_MARK.vi]
    writer = csv.writer(rows)
    writer.writerow([csv_text(head) for head in heads])
    for line in table.lines:
        writer.writerow([csv_text(f"{cell.words} ({cell.beside})" if cell.beside else cell.words) for cell in line])
    # Excel reads UTF-8 only where the file begins with its mark.
    answer = HttpResponse("\ufeff" + rows.getvalue(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return answer
