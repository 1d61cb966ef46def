"""Answers as plain tables of words: the same lines on the page and in the file that spreadsheets open."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
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
    """The table as a file."""
    lines = ([f"{cell.words} ({cell.beside})" if cell.beside else cell.words for cell in line] for line in table.lines)
    return csv_file(name, table.heads, lines)


def csv_file(name: str, heads: Sequence[str], lines: Iterable[Sequence[str]]) -> HttpResponse:
    """Lines of words as a file in which no cell can be taken for a formula; one of a demonstration says so in its name
    and its head."""
    rows = StringIO()
    if settings.DEMO:
        name, heads = f"minh-hoa-{name}", [*heads, labels.DEMO_MARK.vi]
    csv.writer(rows).writerows([csv_text(text) for text in line] for line in (heads, *lines))
    # Excel reads UTF-8 only where the file begins with its mark.
    answer = HttpResponse("\ufeff" + rows.getvalue(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return answer
