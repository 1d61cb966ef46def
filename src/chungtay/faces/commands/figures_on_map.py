"""`chungtay figures --frame`: numbers on the map of a day, and how far they may be trusted."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from chungtay.kernel.errors import Both, Refusal
from chungtay.kernel.numbers import quantity_words
from chungtay.results.warehouse.words import frame_words

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable

    from chungtay.results.warehouse.questions import Row


def arguments(parser: argparse.ArgumentParser) -> None:
    """On which map, and whether what a border cut is shared out."""
    parser.add_argument("--frame", metavar="DAY", help="theo bản đồ hành chính của ngày / on the map of this day")
    parser.add_argument(
        "--apportion",
        action="store_true",
        help="ước tính phần của đơn vị bị chia / share out what a divided unit counted, as an estimate",
    )


def frame_of(options: argparse.Namespace) -> date | None:
    """The day of the map; None as was. Refusals LENH-013 and LENH-014."""
    if options.frame is None:
        if options.apportion:
            raise alone("--apportion", "--frame")
        return None
    if options.group:
        raise alone("--place", "--frame", "--group")
    try:
        return date.fromisoformat(options.frame)
    except ValueError:
        raise Refusal.of(
            "LENH-013",
            "--frame",
            read=options.frame,
            expected="2025-07-01",
            vi="không đọc được ngày của bản đồ",
            en="the day of the map cannot be read",
            todo=Both("ghi ngày theo ISO 8601", "write an ISO 8601 date"),
        ) from None


def alone(wanted: str, beside: str, read: str = "") -> Refusal:
    """LENH-014: an option that needs, or excludes, another."""
    return Refusal.of(
        "LENH-014",
        beside,
        read=read or wanted,
        expected=Both(f"{wanted} cùng với {beside}", f"{wanted} together with {beside}"),
        vi="các tùy chọn này không đi cùng nhau",
        en="these options do not go together",
        todo=Both("bỏ bớt hoặc thêm tùy chọn", "leave one out or add the other"),
    )


def units_named(row: Row) -> tuple[str, ...]:
    """The places, besides its own, that the words of a row name."""
    return row.region.targets if row.region is not None and not row.region.too_wide() else ()


def words_of(row: Row, names: dict[str, str], hide: Callable[[Row], str]) -> tuple[str, str] | None:
    """(vi, en) of a row that is no plain number on the map; `hide` gives what is said in place of a region's number."""
    number = None
    if row.region is not None and row.beside and (total := row.beside[0].total) is not None:
        hidden = hide(row.beside[0])
        number = (hidden, hidden) if hidden else (quantity_words(total), quantity_words(total, "en"))
    return frame_words(row, names, number)


def record(row: Row, words: tuple[str, str] | None) -> dict[str, Any]:
    """What a row on a map says of itself, for machines; nothing of a row as was."""
    if row.comparability is None:
        return {}
    return {
        "comparability": row.comparability.value,
        "estimated_share": str(row.estimated_share) if row.estimated_share is not None and row.total else None,
        "made_of": list(row.made_of),
        "region": None if row.region is None else {"key": row.region.key, "units": list(row.region.targets)},
        "words_en": words[1] if words else None,
    }
