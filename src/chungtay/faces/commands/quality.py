"""`chungtay quality`: how complete reports are, how far a thing reaches, how unbroken a series is."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import asdict, fields
from datetime import date
from typing import TYPE_CHECKING, Any

from chungtay.faces.commands.terminal import acting, formatted, period_of
from chungtay.kernel.errors import Both, Refusal
from chungtay.kernel.numbers import number_words
from chungtay.kernel.periods import Period
from chungtay.results.warehouse.questions import By

if TYPE_CHECKING:
    from chungtay.reference.actors.models import User
    from chungtay.results.warehouse.completeness import Completeness
    from chungtay.results.warehouse.coverage import Coverage
    from chungtay.results.warehouse.series import SeriesQuality

    Found = Completeness | Coverage | SeriesQuality

HEADS = {
    "place": "địa bàn", "period": "kỳ", "expected": "phải báo cáo", "received": "đã nhận", "on_time": "đúng hạn",
    "late": "chậm", "missing": "thiếu", "pending": "chưa đến hạn", "rate": "tỷ lệ",
    "people_expected": "dân số phải có báo cáo", "people_received": "dân số có báo cáo", "people_rate": "tỷ lệ dân số",
    "on": "ngày", "covered": "xã có", "stated": "xã có nêu", "communes": "số xã",
    "regime": "loại kỳ", "first": "kỳ đầu", "last": "kỳ cuối", "numbers": "số kỳ có số liệu", "gaps": "kỳ hổng",
    "longest": "hổng dài nhất", "silent": "kỳ im từ đó", "is_constant": "không đổi",
}  # fmt: skip
"""What people read over each column; JSON bears the keys."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Which of the three, about what."""
    parser.add_argument("what", choices=["completeness", "coverage", "series"], help="đủ, phủ, liền mạch")
    parser.add_argument("--form", help="mã biểu mẫu, cho completeness / form code")
    parser.add_argument("--indicator", help="mã chỉ tiêu, cho coverage và series / indicator code")
    parser.add_argument("--cell", default="", help="một phân tổ / one part of the breakdown")
    parser.add_argument("--place", required=True, help="tên hoặc mã / name or code")
    parser.add_argument("--period", help="TỪ/ĐẾN; với coverage là một ngày / FROM/TO; for coverage a day")
    parser.add_argument("--each-period", action="store_true", help="từng kỳ báo cáo / each reporting period")
    parser.add_argument("--by", default=By.ONE.value, metavar="|".join(By), help="chia theo cấp / by level")
    parser.add_argument("--as-known-at", metavar="WHEN", help="ngày, ngày giờ hoặc #giao dịch / as known then")
    parser.add_argument("--as", dest="account", help="theo quyền của tài khoản / within this account's territory")
    parser.add_argument("--format", choices=["table", "csv", "json"], default="table")


def run(options: argparse.Namespace) -> int:
    """Answer one of the three."""
    from chungtay.reference.places.queries import place_get

    ask = {"completeness": _completeness, "coverage": _coverage, "series": _series}[options.what]
    found = ask(options, acting(options.account))
    names = {item.place: place_get(item.place).full_name for item in found}
    records = [_record(item, names) for item in found]
    keys = [key for key in (records[0] if records else {}) if key in HEADS]
    lines = [[names[item.place], *_words(item, keys[1:])] for item in found]
    print(formatted(options.format, [HEADS[key] for key in keys], lines, records))
    return 0


def _completeness(options: argparse.Namespace, actor: User) -> Sequence[Found]:
    from chungtay.results.warehouse.completeness import completeness

    period = period_of(_needed(options, "period"))
    form, place = _needed(options, "form"), _place(options, period.end)
    return completeness(form, place, period, each_period=options.each_period, user=actor, **_common(options))


def _coverage(options: argparse.Namespace, actor: User) -> Sequence[Found]:
    from chungtay.results.warehouse.coverage import coverage

    on, code = period_of(_needed(options, "period")).end, _needed(options, "indicator")
    return coverage(code, _place(options, on), on, cell=options.cell, user=actor, **_common(options))


def _series(options: argparse.Namespace, actor: User) -> Sequence[Found]:
    from django.utils import timezone

    from chungtay.results.warehouse.series import series_quality

    period = period_of(options.period) if options.period else None
    place = _place(options, period.end if period else timezone.localdate())
    code = _needed(options, "indicator")
    return series_quality(code, place, period=period, cell=options.cell, user=actor, **_common(options))


def _common(options: argparse.Namespace) -> dict[str, Any]:
    from chungtay.results.warehouse.asking import by_asked
    from chungtay.results.warehouse.instants import instant_known

    known = instant_known(options.as_known_at, "--as-known-at") if options.as_known_at else None
    return {"by": by_asked(options.by), "as_known_at": known.transaction if known else None}


def _place(options: argparse.Namespace, on: date) -> str:
    from chungtay.faces.commands.figures import place_named

    return place_named(options.place, on).key


def _needed(options: argparse.Namespace, name: str) -> str:
    found: str | None = getattr(options, name)
    if found:
        return found
    raise Refusal.of(
        "LENH-015",
        f"--{name}",
        read=options.what,
        expected=Both(f"--{name} cùng với {options.what}", f"--{name} together with {options.what}"),
        vi="câu hỏi này cần thêm tùy chọn",
        en="this question needs another option",
        todo=Both("thêm tùy chọn", "add the option"),
    )


def _record(item: Found, names: dict[str, str]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key in (field.name for field in fields(item)):
        value = getattr(item, key)
        found[key] = value if isinstance(value, int | str | None) else str(value)
    found |= {key: getattr(item, key) for key in ("late", "missing") if hasattr(item, key)}
    return found | {"place_name": names[item.place], **_rates(asdict(item))}


def _rates(row: dict[str, Any]) -> dict[str, str | None]:
    """Shares in per cent, with one place; None of nothing."""
    over = {"rate": ("received", "expected"), "people_rate": ("people_received", "people_expected")}
    over |= {"rate": ("covered", "communes")} if "covered" in row else {}
    return {
        key: f"{100 * row[part] / row[whole]:.1f}" if row[whole] else None
        for key, (part, whole) in over.items()
        if part in row
    }


def _words(item: Found, keys: Sequence[str]) -> list[str]:
    row = _record(item, {item.place: ""})
    found = []
    for key in keys:
        value = getattr(item, key, row[key])
        if isinstance(value, Period):
            found.append(value.label())
        elif isinstance(value, bool):
            found.append("có" if value else "không")
        elif isinstance(value, int):
            found.append(number_words(value))
        elif isinstance(value, date):
            found.append(f"{value:%d/%m/%Y}")
        else:
            found.append("" if value is None else f"{value}%" if key.endswith("rate") else str(value))
    return found
