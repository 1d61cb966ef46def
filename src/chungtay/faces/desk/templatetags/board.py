"""How the board's cells read on its page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template

from chungtay.faces.desk import boardlines
from chungtay.faces.desk.dues import written
from chungtay.kernel.periods import Regime

if TYPE_CHECKING:
    from chungtay.faces.desk.boardlines import Asked, Group
    from chungtay.gathering.approval.board import Cell
    from chungtay.kernel.periods import Period

register = template.Library()


@register.filter
def percent(rate: float | None) -> str:
    """A rate in whole per cent, never rounded up to 100; a dash where nothing is expected."""
    if rate is None:
        return "–"
    return f"{99 if 99 < rate < 100 else round(rate)}%"


@register.filter
def asked(period: Period) -> str:
    """A period as the board's addresses hold it."""
    return written(period)


@register.filter
def short(period: Period) -> tuple[str, str]:
    """A period over a narrow column, in two lines: '11' '2025', 'IV' '2025', '' '2013-2018'."""
    year = f"{period.end:%Y}"
    if period.regime in (Regime.DECREE_MONTH, Regime.CALENDAR_MONTH):
        return f"{period.end:%m}", year
    if period.regime in (Regime.DECREE_QUARTER, Regime.CALENDAR_QUARTER):
        return ("I", "II", "III", "IV")[-(-period.end.month // 3) - 1], year
    if period.regime in (Regime.DECREE_HALF, Regime.CALENDAR_HALF):
        return f"{1 + (period.end.month > 6)}/2", year
    return "", year if period.start.year + 1 >= period.end.year else f"{period.start.year}-{period.end.year}"


@register.filter
def sign(cell: Cell) -> str:
    """The sign of a cell's state."""
    return boardlines.SIGNS[cell.state]


@register.filter
def state_words(cell: Cell) -> str:
    """The state in words."""
    return boardlines.state_words()[cell.state]


@register.filter
def cell_words(cell: Cell) -> str:
    """All that is known of a cell, in words."""
    return boardlines.cell_words(cell)


@register.filter
def group_address(group: Group, told: Asked) -> str:
    """Where the units of a province are shown."""
    return told.address(**{"dia-ban": group.place.key})
