"""Reading tallies: a sheet by its own body and the one above, sums by everybody else, small ones as less than five."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, Exists, OuterRef, QuerySet, Sum

from chungtay.gathering.registers.tallies import policies
from chungtay.gathering.registers.tallies.layout import Line, topics
from chungtay.gathering.registers.tallies.models import Axis, TallyLine, TallySheet
from chungtay.gathering.registers.tallies.refusals import unknown
from chungtay.kernel.periods import Period, Regime
from chungtay.reference.actors.policies import reads_figures, visible_q
from chungtay.reference.actors.queries import bodies_open_to

if TYPE_CHECKING:
    from chungtay.reference.actors.models import User

__all__ = ["Axis"]

THRESHOLD = 5
"""Counts from one to one less than this are not told to others than the body and the one above it."""


@dataclass(frozen=True)
class ProvinceSum:
    """What the communes of a province have confirmed: by measure the total, None where it is small; how many did."""

    province_id: int
    communes: int
    totals: dict[str, int | None]


def period_of(sheet: TallySheet) -> Period:
    """The period of a sheet."""
    return Period(sheet.start, sheet.end, Regime(sheet.regime))


def sheet_get(*, by: User, id: int) -> TallySheet:
    """One sheet. NotAllowed KIE-404 where there is none that the account may see."""
    found = _sheets().filter(pk=id).first()
    if found is None or not policies.sees(by, found):
        raise unknown(str(id))
    return found


def latest(topic: str, place_id: int, period: Period) -> TallySheet | None:
    """The last version of a commune's sheet, open or confirmed; for services and for whom the place is."""
    found = _sheets().filter(topic=topic, place=place_id, start=period.start, end=period.end)
    return found.order_by("-version").first()


def values_of(sheet: TallySheet) -> dict[Line, int]:
    """All numbers of a sheet, zero where nothing was counted, in its order."""
    held = {(line.measure, line.member): line.value for line in TallyLine.objects.filter(sheet=sheet)}
    return {line: held.get(line, 0) for line in topics()[sheet.topic].lines(sheet.axis)}


def sheets_of_body(by: User, period: Period) -> dict[str, TallySheet]:
    """The latest sheets of the account's own body for a period, by topic."""
    if not reads_figures(by):
        return {}
    found = _sheets().filter(body=by.body_id, start=period.start, end=period.end).order_by("version")
    return {sheet.topic: sheet for sheet in found}


def versions_of(sheet: TallySheet) -> list[TallySheet]:
    """All confirmed versions of a sheet, latest first."""
    found = _sheets().filter(topic=sheet.topic, place=sheet.place_id, start=sheet.start, end=sheet.end)
    return list(found.filter(confirmed_at__isnull=False).order_by("-version"))


def sheets_below(by: User, topic: str, period: Period) -> list[tuple[TallySheet, dict[str, int]]]:
    """What the bodies directly below have confirmed, with the totals of each measure, by commune's code."""
    if not reads_figures(by):
        return []
    below = {pk for pk, _ in bodies_open_to(by.body_id)} - {by.body_id}
    sheets = list(_confirmed(topic, period).filter(body__in=sorted(below)).order_by("place__code"))
    totals: dict[int, dict[str, int]] = {}
    rows = TallyLine.objects.filter(sheet__in=[sheet.pk for sheet in sheets]).values_list("sheet", "measure")
    for sheet, measure, total in rows.annotate(total=Sum("value")).order_by():
        totals.setdefault(sheet, {})[measure] = total
    return [(sheet, totals.get(sheet.pk, {})) for sheet in sheets]


def sums(by: User, topic: str, period: Period) -> list[ProvinceSum]:
    """What is confirmed in each province of the territory. No commune is told, and small totals are None: this is for
    whoever is not directly above the communes."""
    if not reads_figures(by) or by.body.place.level not in ("country", "province"):
        return []
    held = _confirmed(topic, period).filter(visible_q(by))
    communes = dict(held.values_list("province").annotate(n=Count("id")).order_by())
    rows = TallyLine.objects.filter(sheet__in=held).values_list("sheet__province", "measure")
    totals: dict[int, dict[str, int | None]] = {}
    for province, measure, total in rows.annotate(total=Sum("value")).order_by():
        totals.setdefault(province, {})[measure] = None if 0 < total < THRESHOLD else total
    return [
        ProvinceSum(province, n, totals.get(province, {}))
        for province, n in sorted(communes.items())
        if province is not None
    ]


def _confirmed(topic: str, period: Period) -> QuerySet[TallySheet]:
    """The confirmed sheets that no later confirmed version has replaced."""
    later = TallySheet.objects.filter(
        topic=OuterRef("topic"),
        place=OuterRef("place"),
        start=OuterRef("start"),
        end=OuterRef("end"),
        version__gt=OuterRef("version"),
        confirmed_at__isnull=False,
    )
    found = _sheets().filter(topic=topic, start=period.start, end=period.end, confirmed_at__isnull=False)
    return found.filter(~Exists(later))


def _sheets() -> QuerySet[TallySheet]:
    return TallySheet.objects.select_related("place", "body__parent", "confirmed_by__body")
