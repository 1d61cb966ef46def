"""`chungtay figures`: one indicator for a place and period, with what each total stands on."""

from __future__ import annotations

import argparse
from datetime import datetime, time
from typing import TYPE_CHECKING, Any

from chungtay.faces.commands.terminal import acting, formatted, period_of
from chungtay.kernel.absence import LABELS
from chungtay.kernel.errors import Refusal
from chungtay.kernel.numbers import number_words, quantity_words
from chungtay.kernel.quantities import INFINITY
from chungtay.results.warehouse.questions import By, Question, Row

if TYPE_CHECKING:
    from chungtay.reference.actors.models import User

HEAD = ("chỉ tiêu", "địa bàn", "kỳ", "phân tổ", "giá trị", "cơ sở", "nêu/nhận/phải báo cáo", "số liệu")


def arguments(parser: argparse.ArgumentParser) -> None:
    """What is asked, and in which form the answer comes."""
    parser.add_argument("--indicator", required=True, help="mã chỉ tiêu, vd tips.received / indicator code")
    parser.add_argument("--place", required=True, help="tên hoặc mã / name or code")
    parser.add_argument("--period", required=True, help="TỪ/ĐẾN, vd 2013/2018 / FROM/TO")
    parser.add_argument("--as-known-at", metavar="WHEN", help="ngày hoặc thời điểm ISO / ISO date or instant")
    parser.add_argument("--by", choices=[b.value for b in By], default=By.ONE.value)
    parser.add_argument("--cells", action="store_true", help="cả phân tổ / with breakdowns")
    parser.add_argument("--as", dest="account", help="theo quyền của tài khoản / within this account's territory")
    parser.add_argument("--format", choices=["table", "csv", "json"], default="table")


def run(options: argparse.Namespace) -> int:
    """Answer one question."""
    from chungtay.ledger.queries import transaction_at
    from chungtay.reference.indicators.queries import definition
    from chungtay.reference.places.queries import place_get
    from chungtay.results.warehouse.queries import answer

    period = period_of(options.period)
    definition(options.indicator)
    known = transaction_at(_instant(options.as_known_at)) if options.as_known_at else None
    question = Question(
        indicators=(options.indicator,),
        place=place_named(options.place, period.end).key,
        period=period,
        by=By(options.by),
        cells=None if options.cells else "",
        as_known_at=known,
    )
    actor = acting(options.account)
    told = _told(answer(question, user=actor), actor)
    names = {row.place: place_get(row.place).full_name for row, _ in told}
    lines = [_line(row, names, small) for row, small in told]
    print(formatted(options.format, HEAD, lines, [_record(row, names, small) for row, small in told]))
    return 0


def _told(rows: list[Row], user: User) -> list[tuple[Row, bool]]:
    """The rows that may be told, and whether only as "<5". Where one is small, the place's parts would give it away."""
    from chungtay.results.warehouse.queries import small_cell

    judged = [(row, small_cell(row, user)) for row in rows]
    places = {row.place for row, small in judged if small}
    return [(row, small) for row, small in judged if not (row.cell and row.place in places)]


def place_named(text: str, on: Any) -> Any:
    """The place that an option names, by code or by name on a date."""
    from chungtay.reference.places.queries import place_by_code, place_one

    return place_by_code(text, on=on) if text.isdigit() else place_one(text, on=on)


def _instant(text: str) -> datetime:
    from django.utils import timezone

    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise Refusal.of(
            "LENH-003",
            "--as-known-at",
            read=text,
            expected="2026-11-22, 2026-11-22T10:00",
            vi="không đọc được thời điểm",
            en="the instant cannot be read",
            todo="ghi ngày hoặc thời điểm theo ISO 8601 / write an ISO 8601 date or instant",
        ) from None
    if len(text) == len("2026-11-22"):
        moment = datetime.combine(moment.date(), time.max)
    return moment if moment.tzinfo else timezone.make_aware(moment)


def _said(row: Row, small: bool) -> str:
    from chungtay.reference.indicators.queries import definition

    if small:
        return f"<{definition(row.indicator).threshold}"
    if row.total is None:
        return LABELS[row.absence][0] if row.absence else "—"
    text = quantity_words(row.total)
    return f"{text}/{quantity_words(row.denominator)}" if row.denominator else text


def _line(row: Row, names: dict[str, str], small: bool) -> tuple[str, ...]:
    basis = {"reported": "báo cáo", "rolled_up": "cộng từ dưới"}[row.basis.value]
    ids = () if small else row.figure_ids[:5]
    return (
        row.indicator, names[row.place], row.period.label() if row.period else "", row.cell, _said(row, small), basis,
        f"{row.stated}/{row.received}/{row.expected}", ",".join(map(str, ids)),
    )  # fmt: skip


def _record(row: Row, names: dict[str, str], small: bool) -> dict[str, Any]:
    whole = None if small else row.total
    return {
        "indicator": row.indicator, "place": row.place, "place_name": names[row.place],
        "period": str(row.period) if row.period else None, "cell": row.cell, "basis": row.basis.value,
        "value": number_words(whole.value, "en").replace(",", "") if whole else None,
        "low": str(whole.low) if whole else None,
        "high": None if whole is None or whole.high == INFINITY else str(whole.high),
        "words": _said(row, small), "absence": row.absence.value if row.absence else None,
        "stated": row.stated, "received": row.received, "expected": row.expected,
        "figures": [] if small else list(row.figure_ids),
    }  # fmt: skip
