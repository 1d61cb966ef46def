"""Which periods a regime divides the year into."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

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
    safe_area_year,
    safe_commune_year,
)

_PARTS = {
    Regime.DECREE_MONTH: (decree_month, 12),
    Regime.DECREE_QUARTER: (decree_quarter, 4),
    Regime.DECREE_HALF: (decree_half, 2),
    Regime.CALENDAR_MONTH: (calendar_month, 12),
    Regime.CALENDAR_QUARTER: (calendar_quarter, 4),
    Regime.CALENDAR_HALF: (calendar_half, 2),
}
_YEARS = {
    Regime.DECREE_YEAR: decree_year,
    Regime.CALENDAR_YEAR: calendar_year,
    Regime.SAFE_AREA_YEAR: safe_area_year,
    Regime.SAFE_COMMUNE_YEAR: safe_commune_year,
    Regime.FORCE_YEAR: force_year,
}


def is_divided(regime: Regime) -> bool:
    """Whether a calendar divides the regime; the terms of programmes are agreed one by one."""
    return regime in _PARTS or regime in _YEARS


def periods_from(regime: Regime, on: date) -> Iterator[Period]:
    """The periods of a divided regime that end on or after a day, earliest first, without end."""
    year = on.year
    while True:
        for period in _of_year(regime, year):
            if period.end >= on:
                yield period
        year += 1


def period_of(regime: Regime, on: date) -> Period:
    """The period of a divided regime in which a day lies."""
    return next(periods_from(regime, on))


def _of_year(regime: Regime, year: int) -> Iterator[Period]:
    if regime in _PARTS:
        made, count = _PARTS[regime]
        yield from (made(year, number) for number in range(1, count + 1))
    else:
        yield _YEARS[regime](year)
