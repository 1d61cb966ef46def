"""Days by which a plan wants something done, from its own words: 'xong trước 30/6', 'quý II', 'tháng 3/2026'."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date

_DAY = re.compile(
    r"(?<![\d/])(\d{1,2})\s*[/.\-]\s*(\d{1,2})(?:\s*[/.\-]\s*((?:19|20)\d{2}))?(?![\d/])"
    r"|ngày\s+(\d{1,2})\s+tháng\s+(\d{1,2})(?:\s+năm\s+((?:19|20)\d{2}))?",
    re.IGNORECASE,
)
_QUARTER = re.compile(
    r"quý\s+((?:iv|i{1,3}|[1-4])(?:\s*(?:,|và|-|–|đến)\s*(?:quý\s+)?(?:iv|i{1,3}|[1-4]))*)(?!\w)"
    r"(?:\s*(?:/|năm|-)\s*(?:năm\s*)?((?:19|20)\d{2}))?",
    re.IGNORECASE,
)
_QUARTER_NAME = re.compile(r"iv|i{1,3}|[1-4]", re.IGNORECASE)
_QUARTERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_MONTH = re.compile(r"tháng\s+(1[0-2]|0?[1-9])(?!\d)(?:\s*(?:/|-|năm)\s*(?:năm\s*)?((?:19|20)\d{2}))?", re.IGNORECASE)
_HALF = re.compile(r"(?:6|06|sáu)\s+tháng\s+(đầu|cuối)(?:\s+năm)?(?:\s+((?:19|20)\d{2}))?", re.IGNORECASE)
_YEAR_LONG = re.compile(
    r"thường xuyên|liên tục|cả năm|trong năm|hằng (?:tháng|quý|năm)|hàng (?:tháng|quý|năm)|cuối năm"
    r"|(?<!\w)năm\s+(?:19|20)\d{2}",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})(?!\d)")


def due_of(words: str, year: int | None) -> date | None:
    """The last day that the words allow; None where they name none. `year`: of the plan, for words without one.

    What goes on all year is due on 31 December.
    """
    if found := _days(words, year):
        return max(found)
    ends = [*_quarter_ends(words, year), *_half_ends(words, year), *_month_ends(words, year)]
    if ends:
        return max(ends)
    if _YEAR_LONG.search(words):
        named = _YEAR.search(words)
        last = int(named.group(1)) if named else year
        return date(last, 12, 31) if last else None
    return None


def _days(words: str, year: int | None) -> list[date]:
    found = []
    for one in _DAY.finditer(words):
        day, month, named = (one.group(i) or one.group(i + 3) for i in (1, 2, 3))
        in_year = int(named) if named else year
        try:
            found.append(date(in_year or 0, int(month), int(day)))
        except ValueError:
            continue
    return found


def _quarter_ends(words: str, year: int | None) -> list[date]:
    found = []
    for one in _QUARTER.finditer(words):
        names = [name.casefold() for name in _QUARTER_NAME.findall(one.group(1))]
        last = max(_QUARTERS.get(name) or int(name) for name in names)
        found += _month_end(int(one.group(2)) if one.group(2) else year, last * 3)
    return found


def _half_ends(words: str, year: int | None) -> list[date]:
    found = []
    for one in _HALF.finditer(words):
        month = 6 if one.group(1).casefold() == "đầu" else 12
        found += _month_end(int(one.group(2)) if one.group(2) else year, month)
    return found


def _month_ends(words: str, year: int | None) -> list[date]:
    found = []
    for one in _MONTH.finditer(words):
        found += _month_end(int(one.group(2)) if one.group(2) else year, int(one.group(1)))
    return found


def _month_end(year: int | None, month: int) -> list[date]:
    return [date(year, month, monthrange(year, month)[1])] if year else []
