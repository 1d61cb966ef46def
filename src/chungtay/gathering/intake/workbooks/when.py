"""The period that a cell of a body's own workbook states, in whatever dress."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from chungtay.kernel.periods import PARTS, YEARS, Period, Regime, is_on_clock, periods_of_year
from chungtay.kernel.text import match_key

if TYPE_CHECKING:
    from collections.abc import Callable

_MONTH = re.compile(r"(?:\bthang\s*|\bt\s*|\bmonth\s*|(?<![\d/.-]))(\d{1,2})\s*(?:[/.-]|\s+nam\s+|\s+)\s*(\d{4})(?!\d)")
_YEAR_FIRST = re.compile(r"(?<!\d)(\d{4})-(\d{1,2})(?![\d-])")
_QUARTER = re.compile(r"\b(?:quy|q|quarter)\s*(iv|i{1,3}|[1-4])\s*(?:[/.-]|\s+nam\s+|\s*)\s*(\d{4})(?!\d)")
_HALF = re.compile(r"\b(?:6|sau)\s*thang\s*(dau|cuoi)\s*nam\s*(\d{4})")
_YEAR = re.compile(r"(?<![\d/.-])(\d{4})(?![\d/.-])")
_DAY = re.compile(r"(?<!\d)(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?!\d)")
_ISO = re.compile(r"(?<!\d)(\d{4})-(\d{2})-(\d{2})(?!\d)")
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
MONTHS, QUARTERS, HALVES = 12, 4, 2
"""Periods in a year."""


def period_stated(text: str, regime: Regime) -> Period | None:
    """'Tháng 11/2025', '11.2025', 'T11 năm 2025', '15/10/2025 - 14/11/2025', 'Quý III/2025', '01/11/2025' (a date in
    the month): the period on the clock of the regime. None where the text states none, or more than one."""
    key = match_key(text)
    days = _days(key)
    if len(days) == 2:
        return _between(days[0], days[1], regime)
    try:
        if regime in YEARS and len(years := set(_YEAR.findall(key))) == 1:
            return YEARS[regime](int(years.pop()))
        make, count = PARTS.get(regime, (None, 0))
        if make is not None and count == MONTHS:
            return _month(key, days, make)
        if make is not None and count == QUARTERS and (found := _QUARTER.search(key)):
            return make(int(found[2]), _ROMAN.get(found[1]) or int(found[1]))
        if make is not None and count == HALVES and (found := _HALF.search(key)):
            return make(int(found[2]), 1 if found[1] == "dau" else 2)
    except ValueError:
        return None
    return None


def periods_begun(regime: Regime, today: date, count: int) -> list[Period]:
    """The last periods of a clock that have begun, the running one first; none where no calendar divides it."""
    years = range(today.year - count, today.year + 2)
    begun = [p for year in years for p in periods_of_year(regime, year) if p.start <= today]
    return begun[::-1][:count]


def _month(key: str, days: list[date], make: Callable[[int, int], Period]) -> Period | None:
    if len(days) == 1:
        return make(days[0].year, days[0].month)
    named = {(int(y), int(m)) for m, y in _MONTH.findall(key)} | {(int(y), int(m)) for y, m in _YEAR_FIRST.findall(key)}
    return make(*named.pop()) if len(named) == 1 else None


def _days(key: str) -> list[date]:
    found = [(m.start(), (int(m[3]), int(m[2]), int(m[1]))) for m in _DAY.finditer(key)]
    found += [(m.start(), (int(m[1]), int(m[2]), int(m[3]))) for m in _ISO.finditer(key)]
    try:
        return [date(*parts) for _, parts in sorted(found)]
    except ValueError:
        return []


def _between(start: date, end: date, regime: Regime) -> Period | None:
    """The two dates where they are just a period of the clock; any two where no calendar divides it."""
    if end < start:
        return None
    period = Period(start, end, regime)
    return period if is_on_clock(period) else None
