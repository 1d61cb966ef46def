"""What a cell of somebody's list says: a text, a day, yes or no. Pure; each refuses with what was read and expected."""

from __future__ import annotations

import re
from datetime import date, time
from typing import TYPE_CHECKING, TypeVar

from chungtay.gathering.registers.lists.refusals import problem
from chungtay.gathering.registers.lists.types import Finding
from chungtay.kernel.errors import Both, Refusal
from chungtay.kernel.text import match_key, squeeze

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from chungtay.gathering.registers.lists.columns import Value

Row = TypeVar("Row")
EARLIEST = 1945
_DAY = re.compile(r"(\d{1,2})\s*[./-]\s*(\d{1,2})\s*[./-]\s*(\d{4})")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]00:00(?::00)?)?")
_HOUR = re.compile(r"(\d{1,2})\s*(?:[:hg]|giờ)\s*(\d{2})?(?::00)?")
_WHOLE = re.compile(r"\d+|\d{1,3}(?:[.,\s]\d{3})+")
_MARKS = re.compile(r"\D")
_YES = {"co", "x", "yes", "true", "1", "v", "nhan rong", "da nhan rong"}
_NO = {"", "khong", "no", "false", "0", "-"}
_SHOWN = 60


class CellWrong(Exception):
    """One cell of a row cannot be used: which field, and why."""

    def __init__(self, field: str, refused: Refusal) -> None:
        super().__init__(field)
        self.field, self.refused = field, refused


def wrong(field: str, code: str, read: str, expected: str, vi: str, en: str) -> CellWrong:
    """A cell that cannot be used, with its code."""
    return CellWrong(field, Refusal([problem(code, read[:_SHOWN], expected, vi, en)]))


def rows_read(
    rows: Sequence[tuple[int, Mapping[str, Value]]], read: Callable[[int, Mapping[str, Value]], Row]
) -> tuple[list[Row], list[Finding]]:
    """What each row says, by `read`, and what is wrong with those that say nothing usable."""
    told: list[Row] = []
    findings: list[Finding] = []
    for number, cells in rows:
        try:
            told.append(read(number, cells))
        except CellWrong as found:
            findings += [Finding(number, found.field, problem) for problem in found.refused.problems]
    return told, findings


def shown(value: Value) -> str:
    """A cell as a person reads it."""
    if isinstance(value, dict):
        if "date" in value:
            return f"{date.fromisoformat(value['date']):%d/%m/%Y}"
        return str(next(iter(value.values()), ""))
    return squeeze(str(value))


def text_of(field: str, value: Value) -> str:
    """The text of a cell, "" where it is empty. DSA-216 where it shows an error."""
    if isinstance(value, dict) and "other" in value:
        expected = Both("một ô có giá trị", "a cell with a value")
        raise wrong(field, "DSA-216", shown(value), expected, "ô báo lỗi hoặc không có kết quả", "the cell is in error")
    return shown(value)


def needed(field: str, text: str, name: Both) -> str:
    """A text that must be there. DSA-211."""
    if not text:
        raise wrong(field, "DSA-211", "", name, "ô còn trống", "the cell is empty")
    return text


def day_of(field: str, value: Value) -> date | None:
    """A day, written '05/09/2024' or as a date of the workbook; None where the cell is empty. DSA-212."""
    text = text_of(field, value)
    if not text:
        return None
    found = _DAY.fullmatch(text)
    parts = (int(found[3]), int(found[2]), int(found[1])) if found else None
    if parts is None and (iso := _ISO.fullmatch(text)):
        parts = (int(iso[1]), int(iso[2]), int(iso[3]))
    try:
        if parts is None or parts[0] < EARLIEST:
            raise ValueError
        return date(*parts)
    except ValueError:
        expected = Both("ngày đủ ngày, tháng, năm: 05/09/2024", "a day, month and year: 05/09/2024")
        raise wrong(field, "DSA-212", text, expected, "không phải một ngày", "this is not a day") from None


def yes_of(field: str, value: Value) -> bool:
    """Yes or no; an empty cell is no. DSA-215."""
    if isinstance(value, dict) and "truth" in value:
        return bool(value["truth"])
    key = match_key(text_of(field, value))
    if key in _YES:
        return True
    if key in _NO:
        return False
    raise wrong(field, "DSA-215", shown(value), Both("có, hoặc để trống", "yes, or empty"), "không rõ", "unclear")


def word_of(field: str, value: Value, words: Mapping[str, str], expected: str) -> str:
    """What a word of a closed list means, marks aside; "" where the cell is empty. DSA-215."""
    text = text_of(field, value)
    if not text:
        return ""
    found = words.get(match_key(text))
    if found is None:
        raise wrong(field, "DSA-215", text, expected, "không có trong danh mục", "it is not on the list")
    return found


def hour_of(field: str, value: Value) -> time | None:
    """A time of day, written '19:30' or '19h30' or as a time of the workbook; None where the cell is empty. DSA-218."""
    text = str(value["other"]) if isinstance(value, dict) and "other" in value else text_of(field, value)
    if not text:
        return None
    found = _HOUR.fullmatch(text.casefold())
    if found and int(found[1]) < 24 and int(found[2] or 0) < 60:
        return time(int(found[1]), int(found[2] or 0))
    raise wrong(field, "DSA-218", text, Both("giờ: 19:30", "a time: 19:30"), "không phải giờ", "this is not a time")


def count_of(field: str, value: Value) -> int | None:
    """A whole number, with or without marks between thousands; None where the cell is empty. DSA-219."""
    text = text_of(field, value)
    if not text:
        return None
    if _WHOLE.fullmatch(text) and len(text) < 20:
        return int(_MARKS.sub("", text))
    expected = Both("số nguyên: 1.250", "a whole number: 1250")
    raise wrong(field, "DSA-219", text, expected, "không phải số nguyên", "this is not a whole number")
