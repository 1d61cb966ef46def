"""How an officer's changes enter a candidate's row; the reader's proposal is kept beside them and can be given back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, TypedDict

from chungtay.gathering.intake import claims as claiming
from chungtay.gathering.intake import settling
from chungtay.kernel.errors import Both, Refusal
from chungtay.kernel.periods import Period, Regime
from chungtay.kernel.quantities import Precision
from chungtay.kernel.text import squeeze
from chungtay.ledger.types import FigureStatus
from chungtay.reference.indicators.queries import indicator_id
from chungtay.reference.sources.masking import mask_spans

if TYPE_CHECKING:
    from chungtay.gathering.intake.models import Candidate
    from chungtay.gathering.intake.readers.records import Candidate as Found
    from chungtay.reference.places.models import Place


class Changes(TypedDict, total=False):
    """What an officer may correct; what is left out stays. `indicator` is a code of the catalogue."""

    value: Decimal
    value_to: Decimal | None
    of: Decimal | None
    precision: Precision
    unit: str
    indicator: str | None
    cell: str
    status: FigureStatus
    place: Place | None
    period: Period | None


def period_columns(period: Period | None) -> dict[str, Any]:
    """A period as the columns of a candidate; all open where there is none."""
    if period is None:
        return {"period_start": None, "period_end": None, "period_regime": ""}
    return {"period_start": period.start, "period_end": period.end, "period_regime": period.regime.value}


def apply_changes(candidate: Candidate, changes: Changes) -> None:
    """Set what was changed, unsaved. Refusal DOC-217 for a unit that names a person."""
    for name in ("value", "value_to", "of", "cell"):
        if name in changes:
            setattr(candidate, name, changes[name])
    if "unit" in changes:
        candidate.unit = _unit(candidate, squeeze(changes["unit"])[:60])
    if "precision" in changes:
        candidate.precision = Precision(changes["precision"]).value
    if "status" in changes:
        candidate.status = FigureStatus(changes["status"]).value
    if "indicator" in changes:
        code = settling.known_indicator(changes["indicator"])
        candidate.indicator_id = indicator_id(code) if code else None
    if "place" in changes:
        candidate.place = changes["place"]
    if "period" in changes:
        for column, value in period_columns(changes["period"]).items():
            setattr(candidate, column, value)


def _unit(candidate: Candidate, words: str) -> str:
    if mask_spans(words):
        raise Refusal.of(
            "DOC-217",
            claiming.where(candidate),
            expected=Both("đơn vị tính, như “vụ”, “lượt người”", "a unit, such as “vụ”"),
            todo=Both("Chỉ ghi đơn vị tính", "Give the unit alone"),
            vi="Đơn vị tính không được nêu tên người",
            en="A unit names no person",
        )
    return words


class Others(TypedDict):
    """What the reader would take next, as it is kept: codes of indicators, ids of places, (start, end, clock)."""

    indicators: list[str]
    places: list[int]
    periods: list[list[str]]


def others_kept(found: Found, settler: settling.Settler, period: Period | None) -> Others:
    """The next best that the catalogue, the places and the clocks know; those they do not are left out."""
    places = [settler.place_of(replace(found, place=path), period) for path in found.others.places]
    periods = [settler.period_of(replace(found, period=stated)) for stated in found.others.periods]
    return {
        "indicators": [code for code in found.others.indicators if settling.known_indicator(code)],
        "places": list(dict.fromkeys(place.pk for place in places if place is not None)),
        "periods": [[str(p.start), str(p.end), p.regime.value] for p in dict.fromkeys(periods) if p is not None],
    }


def others_of(candidate: Candidate) -> tuple[list[str], list[int], list[Period]]:
    """Codes, ids of places and periods that were kept; nothing for a figure that an officer added."""
    kept = candidate.others
    periods = [
        Period(date.fromisoformat(start), date.fromisoformat(end), Regime(clock))
        for start, end, clock in kept.get("periods", [])
    ]
    return kept.get("indicators", []), kept.get("places", []), periods


_PROPOSED = ("precision", "unit", "cell", "status", "indicator_id", "place_id", "period_regime")
_NUMBERS = ("value", "value_to", "of")
_DAYS = ("period_start", "period_end")


def proposal_of(candidate: Candidate) -> dict[str, Any]:
    """Numbers as text and days as ISO: JSON would make floats of the ones and knows nothing of the others."""
    kept = {name: getattr(candidate, name) for name in _PROPOSED}
    for name in (*_NUMBERS, *_DAYS):
        value = getattr(candidate, name)
        kept[name] = None if value is None else str(value)
    return kept


def give_back(candidate: Candidate, kept: dict[str, Any]) -> None:
    """Set the row, unsaved, to what `proposal_of` kept."""
    for name in _PROPOSED:
        setattr(candidate, name, kept[name])
    for name in _NUMBERS:
        setattr(candidate, name, None if kept[name] is None else Decimal(kept[name]))
    for name in _DAYS:
        setattr(candidate, name, None if kept[name] is None else date.fromisoformat(kept[name]))
