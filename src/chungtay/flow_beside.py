"""What a report is read beside when it is checked: a join between rooms that may not know each other.

related, beside = beside_of(body, form, place, period, claims)
findings = checks.queries.preview(claims, related, **beside)
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from django.utils import timezone

from chungtay.checks import queries as check_queries
from chungtay.checks.rules.view import Beside, Sending, Told
from chungtay.flow_registers import offers
from chungtay.kernel.periods import Period
from chungtay.ledger import queries as ledger_queries
from chungtay.reference.forms import queries as forms
from chungtay.reference.forms.ruling import rules_read
from chungtay.reference.places.queries import forerunners

if TYPE_CHECKING:
    from collections.abc import Sequence

    from chungtay.ledger.types import Claim, RecordedFigure
    from chungtay.reference.actors.models import Body
    from chungtay.reference.forms.models import Form
    from chungtay.reference.places.models import Place


def beside_of(
    body: Body,
    form: Form,
    place: Place,
    period: Period,
    claims: Sequence[Claim],
    *,
    is_filled_in: bool = False,
    dated: date | None = None,
) -> tuple[list[RecordedFigure], Beside]:
    """The figures of related reports, and all else that the rules look at.

    These are the body's other figures of the years that the report touches, its own series of the 36 periods before,
    what other bodies state for the same days, and what the form asks for; never the report's older versions.

    What was counted in the unit that the place was before, with the same land, is read as counted in the place.
    """
    land = [place, *forerunners(place)]
    years, since = years_beside(period), history_since(period)
    indicators = check_queries.indicators_beside(claims)
    near = [
        counted_in(place, figure, old)
        for old in land
        for figure in ledger_queries.figures_beside(place=old, period=years, indicators=indicators)
    ]
    beside = Beside(
        history=[
            counted_in(place, figure, old)
            for old in land
            for figure in ledger_queries.figures_of_reports(
                body=body, form_code=form.code, place=old, since=since, before=period.start
            )
        ],
        form_rules=rules_read(form.rules),
        told=Told(period, timezone.localdate(), dated),
    )
    if is_filled_in:
        due = forms.deadline_of(form, period, body.level)
        beside |= Beside(
            asked=forms.form_items(form),
            sending=Sending(timezone.localdate(), due),
            registered=offers(body, form, place, period),
        )
    others, attested = mine_and_theirs(near, body, form, place, period)
    return others, beside | Beside(attested=attested)


def years_beside(period: Period) -> Period:
    """The years that a report touches, with the turn of the first: of these the body's other figures are looked at."""
    return Period(date(period.start.year - 1, 12, 15), date(period.end.year, 12, 31))


def history_since(period: Period) -> date:
    """The day from which a series is read: 36 periods of like length before."""
    months = max(1, round(period.days / 30))
    return period.start.replace(year=max(1, period.start.year - 3 * months), day=1)


def mine_and_theirs(
    near: Sequence[RecordedFigure], body: Body, form: Form, place: Place, period: Period
) -> tuple[list[RecordedFigure], list[RecordedFigure]]:
    """Of the figures about a report's place and years: those of the body's other reports, and those that other bodies
    state for the same days."""
    same = (form.code, place.pk, period.start, period.end)
    mine = [f for f in near if f.body_id == body.pk]
    theirs = [f for f in near if f.body_id != body.pk and f.claim.period.overlaps(period)]
    others = [f for f in mine if same != (f.form_code, f.batch_place_id, f.batch_period.start, f.batch_period.end)]
    return others, theirs


def counted_in(place: Place, figure: RecordedFigure, old: Place) -> RecordedFigure:
    """A figure about the unit that a place was before, read as one about the place."""
    is_about_old = figure.claim.place_id == old.pk != place.pk
    return replace(figure, claim=replace(figure.claim, place_id=place.pk)) if is_about_old else figure
