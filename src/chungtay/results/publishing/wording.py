"""What the public's pages call things: indicators, parts of them, periods. Names are the catalogue's of today."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chungtay.kernel.periods import Period, Regime
from chungtay.reference.indicators.catalogue import Definition, catalogue, cell_name

if TYPE_CHECKING:
    from datetime import date

__all__ = ["cell_name", "indicator_of", "period_name"]

_CLOCKS = {
    "year": (Regime.CALENDAR_YEAR, Regime.DECREE_YEAR),
    "quarter": (Regime.CALENDAR_QUARTER, Regime.DECREE_QUARTER),
    "month": (Regime.CALENDAR_MONTH, Regime.DECREE_MONTH),
}


def indicator_of(code: str) -> Definition | None:
    """What the catalogue says of an indicator; None where it has none of that code any more."""
    return catalogue().get(code)


def period_name(start: date, end: date, step: str, clock: str, language: str) -> str:
    """A period as people say it: 'quý III/2026', 'năm 2020', 'giai đoạn 2013-2018'."""
    calendar, decree = _CLOCKS.get(step, (Regime.SPAN, Regime.SPAN))
    return Period(start, end, decree if clock == "decree" else calendar).label(language)
