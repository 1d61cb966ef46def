"""Reading the figures that count of a place, of a series of reports, or of many at once: what a report is set beside.
Used through `queries`."""

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any

from chungtay.kernel.periods import Period
from chungtay.ledger.models import Batch, Figure
from chungtay.ledger.records import recorded, rows_of
from chungtay.ledger.standing import standing_of, stretches_about, stretches_of
from chungtay.ledger.transactions import transaction_now
from chungtay.ledger.types import RecordedFigure
from chungtay.reference.indicators.queries import indicator_id

if TYPE_CHECKING:
    from chungtay.reference.actors.models import Body
    from chungtay.reference.places.models import Place


def figures_about(*, place: "Place", at: int | None = None) -> list[RecordedFigure]:
    """The figures about just this place that count, whoever reported them: what a new report is compared with."""
    standing = [
        s for s in stretches_about(place_id=place.pk, at=transaction_now() if at is None else at) if s.known_to is None
    ]
    return [recorded(row) for row in rows_of(standing, place=place.pk)]


def figures_beside(
    *, place: "Place", period: Period, exclude_body: "Body | None" = None, indicators: Iterable[str] | None = None
) -> list[RecordedFigure]:
    """The figures that count about just this place for days that the period shares, of all bodies but one.

    `indicators` (codes; None: all) keeps it to a few series: then it costs what those hold, whatever else was reported
    of the place in ten years.
    """
    found = Figure.objects.filter(place=place, start__lte=period.end, end__gte=period.start)
    if indicators is not None:
        found = found.filter(indicator__in=[indicator_id(code) for code in indicators])
    if exclude_body is not None:
        found = found.exclude(batch__body=exclude_body)
    wanted = dict(found.values_list("pk", "batch_id"))
    if not wanted:
        return []
    batches = set(wanted.values())
    standing = stretches_of(sorted(batches), at=transaction_now())
    still = [s for s in standing if s.known_to is None and s.batch_id in batches]
    only: dict[str, Any] = {"place": place.pk, "start__lte": period.end, "end__gte": period.start}
    return [recorded(row) for row in rows_of(still, **only) if row.id in wanted]


def figures_of_reports(
    *, body: "Body", form_code: str, place: "Place", since: date, before: date
) -> list[RecordedFigure]:
    """The figures that count of one body's reports with a form (any version) about a place, for the periods that begin
    from `since` until before `before`: a series of a few dozen reports, found by key and not by figure."""
    reports = Batch.objects.filter(
        body=body, form__code=form_code, place=place, start__gte=since, start__lt=before
    ).values_list("pk", flat=True)
    if not (ids := list(reports)):
        return []
    standing = [s for s in stretches_of(ids, at=transaction_now()) if s.known_to is None]
    return [recorded(row) for row in rows_of(standing)]


def figures_of_many_reports(
    *, bodies: Iterable[int], form_codes: Iterable[str], places: Iterable[int], since: date, before: date
) -> list[RecordedFigure]:
    """`figures_of_reports` of many bodies, forms and places (by id) at once: any of these with any of those."""
    reports = Batch.objects.filter(
        body__in=set(bodies),
        form__code__in=set(form_codes),
        place__in=set(places),
        start__gte=since,
        start__lt=before,
    )
    return [recorded(row) for row in rows_of(standing_of(reports.values_list("pk", flat=True)))]


def figures_beside_many(
    *, places: Iterable[int], period: Period, indicators: Iterable[str]
) -> dict[int, list[RecordedFigure]]:
    """`figures_beside` of many places (by id) at once, by place; places without any are left out."""
    only: dict[str, Any] = {
        "place__in": sorted(set(places)),
        "start__lte": period.end,
        "end__gte": period.start,
        "indicator__in": [indicator_id(code) for code in indicators],
    }
    batches = Figure.objects.filter(**only).order_by().values_list("batch_id", flat=True).distinct()
    found: dict[int, list[RecordedFigure]] = {}
    for row in rows_of(standing_of(batches), **only):
        found.setdefault(row.place_id, []).append(recorded(row))
    return found


def figures_of_places(*, form_code: str, places: Iterable[int], period: Period) -> list[RecordedFigure]:
    """The figures that count of the reports with a form for just this period about some places, by id."""
    reports = Batch.objects.filter(
        form__code=form_code, place__in=set(places), start=period.start, end=period.end, regime=period.regime.value
    )
    return [recorded(row) for row in rows_of(standing_of(reports.values_list("pk", flat=True)))]
