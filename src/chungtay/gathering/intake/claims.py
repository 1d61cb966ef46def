"""Candidates as claims: what is still missing of each, and which mentions say one and the same thing."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from chungtay.gathering.intake.models import Candidate, State
from chungtay.kernel.errors import Both, Problem
from chungtay.kernel.periods import Period, Regime
from chungtay.kernel.quantities import Precision, Quantity, can_equal
from chungtay.ledger.types import Claim, FigureStatus
from chungtay.reference.indicators.catalogue import catalogue, cell_problems

if TYPE_CHECKING:
    from collections.abc import Iterable

    from chungtay.ledger.types import RecordedFigure

ACCEPTED = (State.CONFIRMED, State.CORRECTED, State.ADDED)
Said = tuple[object, ...]


def where(candidate: Candidate) -> str:
    """'Số liệu 12, đoạn 5 / Figure 12, paragraph 5'."""
    number, paragraph = candidate.position, candidate.paragraph
    return Both(f"Số liệu {number}, đoạn {paragraph}", f"Figure {number}, paragraph {paragraph}")


def problems_of(candidate: Candidate) -> list[Problem]:
    """What keeps a candidate from being a claim (codes DOC-210 to DOC-214); empty when nothing does."""
    found = []
    if candidate.indicator is None:
        found.append(_problem(candidate, "DOC-210", "Chưa rõ chỉ tiêu", "The indicator is not known", "Chọn chỉ tiêu"))
    elif cell_problems(catalogue()[candidate.indicator.code], candidate.cell):
        found.append(
            _problem(candidate, "DOC-213", "Phân tổ không thuộc chỉ tiêu", "Not a breakdown of it", "Chọn phân tổ")
        )
    if candidate.place_id is None:
        found.append(_problem(candidate, "DOC-211", "Chưa rõ địa bàn", "The place is not known", "Chọn địa bàn"))
    if period_of(candidate) is None:
        found.append(_problem(candidate, "DOC-212", "Chưa rõ thời gian", "The period is not known", "Chọn kỳ"))
    if quantity_of(candidate) is None:
        found.append(_problem(candidate, "DOC-214", "Số không hợp lệ", "Not a valid number", "Sửa số"))
    return found


def _problem(candidate: Candidate, code: str, vi: str, en: str, todo: str) -> Problem:
    return Problem(
        code,
        where(candidate),
        candidate.surface,
        "",
        Both(f"{todo} hoặc bỏ số này", "Settle it or drop this number"),
        vi,
        en,
    )


def period_of(candidate: Candidate) -> Period | None:
    """The settled period; None while it is open."""
    if candidate.period_start is None or candidate.period_end is None:
        return None
    return Period(candidate.period_start, candidate.period_end, Regime(candidate.period_regime))


def quantity_of(candidate: Candidate) -> Quantity | None:
    """The kernel's quantity; None for a range that runs backward or a precision without its numbers."""
    try:
        return Quantity.read(
            _plain(candidate.value),
            Precision(candidate.precision),
            value_to=None if candidate.value_to is None else _plain(candidate.value_to),
            of=None if candidate.of is None else _plain(candidate.of),
            as_written=candidate.surface,
        )
    except ValueError:
        return None


def _plain(number: Decimal) -> Decimal:
    """208229.000000 as read back from the database is 208229."""
    return number.quantize(Decimal(1)) if number == number.to_integral_value() else number.normalize()


def claim_of(candidate: Candidate) -> Claim:
    """The claim of a candidate that has no problems. It points at the number; its sentence is kept as an excerpt."""
    period, quantity = period_of(candidate), quantity_of(candidate)
    assert candidate.indicator is not None
    assert candidate.place_id is not None
    assert period is not None
    assert quantity is not None
    return Claim(
        indicator=candidate.indicator.code,
        place_id=candidate.place_id,
        period=period,
        quantity=quantity,
        cell=candidate.cell,
        status=FigureStatus(candidate.status),
        unit=candidate.unit,
        span=(candidate.start, candidate.end),
    )


def counted(claim: Claim) -> Said:
    """What is counted, where and when: two claims with one of these would both enter a total."""
    return claim.indicator, claim.cell, claim.place_id, claim.period.start, claim.period.end, claim.status


def number_said(claim: Claim) -> Said:
    """The number itself, apart from how it was written."""
    quantity = claim.quantity
    assert quantity is not None
    return quantity.value, quantity.value_to, quantity.of, quantity.precision


def without_repeats(claims: Iterable[Claim]) -> list[Claim]:
    """A title that repeats the body is one claim, at its first mention. Different numbers stay: a check shows them."""
    first: dict[tuple[Said, Said], Claim] = {}
    for claim in claims:
        first.setdefault((counted(claim), number_said(claim)), claim)
    return list(first.values())


def clearest(claims: list[Claim]) -> list[Claim]:
    """Of mentions of one count that do not contradict each other, those of the one exact number; else none of them.

    'Hơn 208.000' in a title says nothing beside '208.229' in the body. Two exact numbers, or vague ones that differ,
    are for the officer to choose between.
    """
    exact = [c for c in claims if c.quantity is not None and c.quantity.is_exact]
    said = {number_said(c) for c in claims}
    if len(said) == 1:
        return claims
    if len({number_said(c) for c in exact}) != 1 or exact[0].quantity is None:
        return []
    stated = exact[0].quantity
    agree = all(c.quantity is not None and can_equal(stated, c.quantity) for c in claims)
    return exact if agree else []


def correcting(claims: Iterable[Claim], earlier: Iterable[RecordedFigure]) -> list[Claim]:
    """The claims with, where an earlier version said another number of the same count, the figure that they replace."""
    before: dict[Said, list[RecordedFigure]] = {}
    for figure in earlier:
        if figure.claim.quantity is not None:
            before.setdefault(counted(figure.claim), []).append(figure)
    corrected = []
    for claim in claims:
        same = before.get(counted(claim), [])
        replaces = len(same) == 1 and number_said(same[0].claim) != number_said(claim)
        corrected.append(replace(claim, corrects=same[0].id) if replaces else claim)
    return corrected
