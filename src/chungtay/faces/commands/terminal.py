"""Small things that several commands share: tables, JSON, and on whose behalf a command acts."""

from __future__ import annotations

import csv
import io
import json
import unicodedata
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from chungtay.kernel.errors import Both, Refusal
from chungtay.kernel.periods import Period, parse_period
from chungtay.kernel.text import csv_text

if TYPE_CHECKING:
    from chungtay.reference.actors.models import User


def width(text: str) -> int:
    """Columns that the text takes on a terminal: combining marks take none."""
    return sum(0 if unicodedata.combining(character) else 1 for character in text)


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Rows under their heads, each column as wide as its widest cell."""
    widths = [max(width(line[i]) for line in (head, *rows)) for i in range(len(head))]

    def line(cells: Sequence[str]) -> str:
        return "  ".join(cell + " " * (widths[i] - width(cell)) for i, cell in enumerate(cells)).rstrip()

    return "\n".join([line(head), "  ".join("─" * w for w in widths), *(line(row) for row in rows)])


def formatted(form: str, head: Sequence[str], rows: Sequence[Sequence[str]], records: Sequence[dict[str, Any]]) -> str:
    """The rows as a table or CSV, or the records behind them as JSON; of a demonstration each says so."""
    from django.conf import settings

    from chungtay.results.reviews.labels import DEMO_MARK

    if settings.DEMO:
        head, rows = (head, rows) if form == "table" else ([*head, DEMO_MARK.vi], [[*row, ""] for row in rows])
        records = [{**record, "mark": DEMO_MARK.vi} for record in records]
    if form == "json":
        return json.dumps(list(records), ensure_ascii=False, indent=1)
    if form == "csv":
        buffer = io.StringIO()
        writer = csv.writer(buffer, lineterminator="\n")
        writer.writerows([head, *([csv_text(cell) for cell in row] for row in rows)])
        return buffer.getvalue().rstrip("\n")
    return table(head, rows)


def period_of(text: str) -> Period:
    """The period that an option names."""
    try:
        return parse_period(text)
    except ValueError:
        is_backward = _reads(*reversed(text.split("/")))
        raise Refusal.of(
            "LENH-001",
            "--period",
            read=text,
            expected="2013/2018, 2025-11/2026-02, 2020-01-15",
            vi="kỳ ngược: ngày cuối trước ngày đầu" if is_backward else "không đọc được kỳ",
            en="the period runs backward" if is_backward else "the period cannot be read",
            todo=Both("ghi TỪ/ĐẾN, mỗi đầu là năm, tháng hoặc ngày", "write FROM/TO, each a year, month or day"),
        ) from None


def _reads(*edges: str) -> bool:
    """Whether the edges, in this order, are a period."""
    try:
        parse_period("/".join(edges))
    except ValueError:
        return False
    return len(edges) == 2


def acting(username: str | None) -> User:
    """The account named by `--as`, else the first approver of the centre: whoever runs this holds the data."""
    from chungtay.reference.actors import queries

    if username:
        return queries.user_get(username)
    approvers = queries.approvers_of_the_centre()
    if not approvers:
        raise Refusal.of(
            "LENH-002",
            "--as",
            vi="chưa có tài khoản người duyệt ở Trung ương",
            en="there is no approver's account at the centre",
            todo=Both("nêu tài khoản bằng --as", "name an account with --as"),
        )
    return approvers[0]
