"""The period that a cell of a body's own workbook states, in whatever dress."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from chungtay.kernel.periods import (
    Period,
    Regime,
    calendar_half,
    calendar_month,
    calendar_quarter,
    calendar_year,
    decree_half,
    decree_month,
    decree_quarter,
    decree_year,
    force_year,
    period_before,
    safe_area_year,
    safe_commune_year,
)
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
_MONTHS: dict[Regime, Callable[[int, int], Period]] = {
    Regime.DECREE_MONTH: decree_month,
    Regime.CALENDAR_MONTH: calendar_month,
}
_QUARTERS: dict[Regime, Callable[[int, int], Period]] = {
    Regime.DECREE_QUARTER: decree_quarter,
    Regime.CALENDAR_QUARTER: calendar_quarter,
}
_HALVES: dict[Regime, Callable[[int, int], Period]] = {
    Regime.DECREE_HALF: decree_half,
    Regime.CALENDAR_HALF: calendar_half,
}
_YEARS: dict[Regime, Callable[[int], Period]] = {
    Regime.DECREE_YEAR: decree_year,
    Regime.CALENDAR_YEAR: calendar_year,
    Regime.SAFE_AREA_YEAR: safe_area_year,
    Regime.SAFE_COMMUNE_YEAR: safe_commune_year,
    Regime.FORCE_YEAR: force_year,
}


def period_stated(text: str, regime: Regime) -> Period | None:
    """'Tháng 11/2025', '11.2025', 'T11 năm 2025', '15/10/2025 - 14/11/2025', 'Quý III/2025', '01/11/2025' (a date in
    the month): the period on the clock of the regime. None where the text states none, or more than one."""
    key = match_key(text)
    days = _days(key)
    if len(days) == 2:
        return _between(days[0], days[1], regime)
    try:
        if regime in _MONTHS:
            return _month(key, days, _MONTHS[regime])
        if regime in _QUARTERS and (found := _QUARTER.search(key)):
            return _QUARTERS[regime](int(found[2]), _ROMAN.get(found[1]) or int(found[1]))
        if regime in _HALVES and (found := _HALF.search(key)):
            return _HALVES[regime](int(found[2]), 1 if found[1] == "dau" else 2)
        if regime in _YEARS and len(years := set(_YEAR.findall(key))) == 1:
            return _YEARS[regime](int(years.pop()))
    except ValueError:
        return None
    return None


def periods_begun(regime: Regime, today: date, count: int) -> list[Period]:
    """The last periods of a clock that have begun, the running one first; none where no calendar divides it."""
    for makers, parts in ((_MONTHS, 12), (_QUARTERS, 4), (_HALVES, 2)):
        if regime in makers:
            years = range(today.year - count, today.year + 2)
            every = [makers[regime](year, part) for year in years for part in range(1, parts + 1)]
            return [p for p in reversed(every) if p.start <= today][:count]
    if regime in _YEARS:
        return [p for p in (_YEARS[regime](year) for year in range(today.year + 1, 1, -1)) if p.start <= today][:count]
    return []


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
    if period_before(period) is None:
        return period
    for makers in (_MONTHS, _QUARTERS, _HALVES):
        if regime in makers:
            count = 12 if makers is _MONTHS else 4 if makers is _QUARTERS else 2
            every = (makers[regime](end.year, number) for number in range(1, count + 1))
            return next((p for p in every if (p.start, p.end) == (start, end)), None)
    years = (_YEARS[regime](year) for year in (end.year, end.year + 1))
    return next((p for p in years if (p.start, p.end) == (start, end)), None)
