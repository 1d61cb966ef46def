"""Which periods a regime divides the year into."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from chungtay.kernel.periods import PARTS, YEARS, Period, Regime, periods_of_year


def is_divided(regime: Regime) -> bool:
    """Whether a calendar divides the regime; the terms of programmes are agreed one by one."""
    return regime in PARTS or regime in YEARS


def periods_from(regime: Regime, on: date) -> Iterator[Period]:
    """The periods of a divided regime that end on or after a day, earliest first, without end."""
    year = on.year
    while True:
        for period in periods_of_year(regime, year):
            if period.end >= on:
                yield period
        year += 1


def period_of(regime: Regime, on: date) -> Period:
    """The period of a divided regime in which a day lies."""
    return next(periods_from(regime, on))
