"""What reports state about models beside what the register counts: two claims, never one the proof of the other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from chungtay.faces.desk.audience import READERS, DeskRequest, audience
from chungtay.faces.desk.showing import FigureLine, figure_lines
from chungtay.gathering.registers.community import queries as community
from chungtay.ledger.queries import figures_about
from chungtay.reference.places.queries import forerunners

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.http import HttpResponse

    from chungtay.kernel.periods import Period
    from chungtay.ledger.types import RecordedFigure
    from chungtay.reference.actors.models import User
    from chungtay.reference.places.models import Place

MOST_PERIODS = 6


@dataclass(frozen=True)
class Side:
    """One line: the figure that a report states, and what the register counts (None where it is kept from view)."""

    figure: FigureLine
    is_illustration: bool
    counted: int | None


@dataclass(frozen=True)
class Sides:
    """The lines of one period."""

    period: Period
    lines: list[Side]


@audience(*READERS)
def point_sides(request: DeskRequest) -> HttpResponse:
    """The latest periods that reports about the account's own place speak of."""
    place = request.user.body.place
    context = {
        "section": "registers",
        "crumbs": [(reverse("registers"), _("Sổ theo dõi")), (reverse("points"), _("Điểm mô hình"))],
        "sides": list(_sides(request.user)) if place.level in ("province", "commune") else [],
        "place": place,
    }
    return render(request, "desk/point_sides.html", context)


def _sides(user: User) -> Iterator[Sides]:
    place = user.body.place
    stated: dict[Period, list[RecordedFigure]] = {}
    for own in (place, *forerunners(place)):
        for figure in figures_about(place=own):
            claim = figure.claim
            if claim.indicator in community.counted_indicators() and claim.quantity is not None:
                stated.setdefault(claim.period, []).append(figure)
    for period in sorted(stated, key=lambda p: (p.end, p.start), reverse=True)[:MOST_PERIODS]:
        results = [figure for figure in stated[period] if figure.claim.status == "result"]
        if results:
            yield Sides(period, _lines(user, place, period, results))


def _lines(user: User, place: Place, period: Period, figures: list[RecordedFigure]) -> list[Side]:
    ordered = sorted(figures, key=lambda f: (f.claim.indicator, f.claim.cell, f.id))
    counts: dict[tuple[str, str], int] = {}
    for indicator in dict.fromkeys(figure.claim.indicator for figure in ordered):
        counts |= {(indicator, c.cell): c.value for c in community.counts_of(indicator, place, period)}
    shown = figure_lines(ordered, by=user)
    return [
        Side(
            line,
            figure.is_illustration,
            None if line.is_hidden else counts.get((figure.claim.indicator, figure.claim.cell), 0),
        )
        for figure, line in zip(ordered, shown, strict=True)
    ]
