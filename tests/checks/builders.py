"""Batches on paper: a country (1), Hà Nội (2), a district of it (3), two communes (4, 5), a village (6)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from chungtay.checks.rules import findings, run
from chungtay.checks.rules.verdicts import FindingDraft, RuleReport
from chungtay.checks.rules.view import BatchView, PlaceFacts
from chungtay.kernel.periods import Period, day, programme_term
from chungtay.kernel.quantities import Precision, Quantity
from chungtay.ledger.types import Claim, RecordedFigure
from chungtay.reference.indicators.catalogue import catalogue, dimensions

COUNTRY, HANOI, DISTRICT, COMMUNE, SIBLING, VILLAGE = 1, 2, 3, 4, 5, 6
PLACES = {
    COUNTRY: PlaceFacts("Việt Nam", "country"),
    HANOI: PlaceFacts("Hà Nội", "province", frozenset({1})),
    DISTRICT: PlaceFacts("Ba Đình", "district", frozenset({1, 2})),
    COMMUNE: PlaceFacts("Trúc Bạch", "commune", frozenset({1, 2, 3})),
    SIBLING: PlaceFacts("Vĩnh Phúc", "commune", frozenset({1, 2, 3})),
    VILLAGE: PlaceFacts("Tổ 1", "village", frozenset({1, 2, 3, 4})),
}
TERM = programme_term(2013, 2018)
MORE_THAN, NEARLY, ABOUT = Precision.MORE_THAN, Precision.NEARLY, Precision.ABOUT


def on(year: int, month: int = 12, day_of_month: int = 31) -> Period:
    return day(date(year, month, day_of_month))


def claim(
    indicator: str,
    value: str | int | None,
    cell: str = "",
    *,
    precision: Precision = Precision.EXACT,
    place: int = HANOI,
    period: Period = TERM,
    of: int | None = None,
    **extra: Any,
) -> Claim:
    quantity = None if value is None else Quantity.read(value, precision, of=None if of is None else Decimal(of))
    return Claim(indicator, place, period, quantity, cell=cell, **extra)


def recorded(number: int, of: Claim) -> RecordedFigure:
    return RecordedFigure(number, 1, 1, of, 1, "monthly-commune", of.place_id, of.period, 1, None, False, 1)


def view(*claims: Claim, related: tuple[Claim, ...] = ()) -> BatchView:
    others = tuple(recorded(100 + n, c) for n, c in enumerate(related))
    return BatchView(claims, catalogue(), dimensions(), PLACES, others)


def report(code: str, *claims: Claim, related: tuple[Claim, ...] = ()) -> RuleReport:
    return next(r for r in run(view(*claims, related=related)) if r.rule.code == code)


def found(*claims: Claim, related: tuple[Claim, ...] = ()) -> list[FindingDraft]:
    return findings(run(view(*claims, related=related)))


def codes(*claims: Claim, related: tuple[Claim, ...] = ()) -> list[str]:
    return [draft.rule for draft in found(*claims, related=related)]


def tips(political: int | None, crime: int | None, evils: int | None, other: int | None) -> list[Claim]:
    stated = {"political_security": political, "crime": crime, "social_evils": evils, "other": other}
    return [claim("tips.received", v, f"tip_category={m}") for m, v in stated.items() if v is not None]
