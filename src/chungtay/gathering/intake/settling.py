"""From what a reader found to what the ledger needs: a place on a date, a period on a clock, a cell of the catalogue.

Nothing is guessed: what the text leaves open stays open, and the officer settles it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from chungtay.kernel.errors import Refusal
from chungtay.kernel.periods import Period, Regime, calendar_half, calendar_month, calendar_quarter, calendar_year, day
from chungtay.ledger.types import cell_text
from chungtay.reference.indicators.catalogue import catalogue
from chungtay.reference.places.queries import place_one, place_path
from chungtay.reference.sources.masking import mask_spans

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from chungtay.gathering.intake.readers.records import Candidate as Found
    from chungtay.reference.places.models import Place

COUNTRY = "Việt Nam"


def path_of(place: Place, on: date) -> str:
    """'Hà Nội/Ba Đình' as on a day, the way readers write places; the country is 'Việt Nam'."""
    return "/".join(version.name for version in place_path(place, on)) or COUNTRY


@dataclass
class Settler:
    """Settles the candidates of one report: the report's own place and period are what it is asked to speak of."""

    place: Place
    period: Period
    own_path: str
    _places: dict[tuple[str, date], Place | None] = field(default_factory=dict)

    def place_of(self, found: Found, period: Period | None) -> Place | None:
        """The one place that the path names on the period's last day; None where it names none, or several."""
        if not found.place:
            return None
        on = (period or self.period).end
        if found.place == self.own_path and _in_force(self.place, on):
            return self.place
        key = (found.place, on)
        if key not in self._places:
            try:
                self._places[key] = place_one(found.place, on=on)
            except Refusal:
                self._places[key] = None
        return self._places[key]

    def period_of(self, found: Found) -> Period | None:
        """The stated time on the kernel's clock; a name that the report's own period bears means that period.

        A stock of which only the year or month is known stands on the report's last day when that lies in it: the end
        of the year would be a day that the report cannot speak of.
        """
        stated = found.period.end or ""
        if found.period.start is None and len(stated) in (4, 7) and self.period.end.isoformat().startswith(stated):
            return day(self.period.end)
        try:
            period = found.period.to_period()
        except ValueError:
            return None
        if period is None:
            return None
        own = {(self.period.start, self.period.end), *_calendar_twin(self.period)}
        return self.period if (period.start, period.end) in own else period


def cell_of(found: Found) -> str:
    """The breakdown cell in its canonical text, known to the catalogue or not: the officer is to see it."""
    return cell_text(found.breakdown)


def qualifier_of(found: Found) -> str:
    """The restricting words, unless they might name a person: then nothing."""
    words = (found.qualifier or "")[:120]
    return "" if mask_spans(words) else words


def known_indicator(code: str | None) -> str | None:
    """The code if the catalogue knows it."""
    return code if code in catalogue() else None


def paragraph_of(start: int, paragraphs: Sequence[tuple[int, int]]) -> int:
    """The number, from 1, of the paragraph that holds an offset; 1 where none does."""
    return next((number for number, (first, last) in enumerate(paragraphs, 1) if first <= start < last), 1)


def _in_force(place: Place, on: date) -> bool:
    return (place.valid_from is None or place.valid_from <= on) and (place.valid_to is None or on <= place.valid_to)


def _calendar_twin(period: Period) -> list[tuple[date, date]]:
    """The calendar period that people call by the same name as a decree period: 'tháng 11/2025' in a monthly report."""
    year, month = period.end.year, period.end.month
    match period.regime:
        case Regime.DECREE_MONTH:
            twin = calendar_month(year, month)
        case Regime.DECREE_QUARTER:
            twin = calendar_quarter(year, month // 3)
        case Regime.DECREE_HALF:
            twin = calendar_half(year, month // 6)
        case Regime.DECREE_YEAR | Regime.SAFE_AREA_YEAR | Regime.SAFE_COMMUNE_YEAR | Regime.FORCE_YEAR:
            twin = calendar_year(year)
        case _:
            return []
    return [(twin.start, twin.end)]
