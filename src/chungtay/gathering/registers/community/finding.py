"""Lists and totals of points within an account's territory: what to look for, and how many there are of each sort."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from django.db.models import Count, Q

from chungtay.gathering.registers.community import policies, transitions
from chungtay.gathering.registers.community.confirming import known_since
from chungtay.gathering.registers.community.models import ModelKind, ModelPoint, State
from chungtay.gathering.registers.community.searching import point_terms, words_of_names
from chungtay.reference.actors.policies import reads_figures
from chungtay.reference.places.queries import places_in

if TYPE_CHECKING:
    from datetime import date

    from django.db.models import QuerySet

    from chungtay.reference.actors.models import User
    from chungtay.reference.places.models import Place


class Standing(StrEnum):
    """How a point stands on a day: what was not seen for twelve months is unknown, whatever was said of it before."""

    KNOWN = "known"
    EFFECTIVE = "effective"
    """Known, and its latest grade says so."""
    UNKNOWN = "unknown"
    COMING = "coming"
    DORMANT = "dormant"
    ENDED = "ended"
    VOID = "void"


SORTS = {
    "moi": ("-id",),
    "ten": ("name_key", "id"),
    "xac-nhan": ("known_on", "id"),
}
"""How lists are ordered; each order has its index."""


@dataclass(frozen=True)
class Asked:
    """What a list is narrowed to. `kind` is never a sensitive one; `place` a province or commune of the territory."""

    standing: str = ""
    kind: int | None = None
    place: Place | None = None
    lead: str = ""
    search: str = ""


def territory_points(by: User) -> QuerySet[ModelPoint]:
    """All points of the account's territory, those taken back among them."""
    if not reads_figures(by):
        return ModelPoint.objects.none()
    return _within(by.body.place) if by.body.place.level in ("country", "province") else _near(by)


def _near(by: User) -> QuerySet[ModelPoint]:
    # The handful of places named one by one: a database that joined them would read every point.
    return ModelPoint.objects.filter(place__in=list(places_in(by.body.place).values_list("pk", flat=True)))


def _within(place: Place) -> QuerySet[ModelPoint]:
    """By the column that the indexes begin with; only old provinces, whose land is a part of one of today, are asked by
    the communes' own."""
    if place.level == "country":
        return ModelPoint.objects.all()
    if place.level == "province":
        return ModelPoint.objects.filter(
            **{"province" if place.vintage == "2025" else "place__legacy_province": place.pk}
        )
    return ModelPoint.objects.filter(place=place)


def standing_q(standing: str, on: date) -> Q:
    """The points that stand so on a day, as they are recorded now."""
    since = known_since(on)
    working = Q(state__in=transitions.WORKING)
    sorts: dict[str, Q] = {
        Standing.KNOWN: working & Q(known_on__gte=since),
        Standing.EFFECTIVE: working & Q(known_on__gte=since, is_effective=True),
        Standing.UNKNOWN: working & Q(known_on__lt=since),
        Standing.COMING: Q(state__in=(State.PROPOSED, State.SURVEYED, State.APPROVED)),
        Standing.DORMANT: Q(state=State.DORMANT),
        Standing.ENDED: Q(state=State.ENDED),
        Standing.VOID: Q(state=State.VOID),
    }
    return sorts.get(standing, ~Q(state=State.VOID))


def points_found(by: User, asked: Asked, on: date) -> QuerySet[ModelPoint]:
    """The points of the territory that are asked for, unordered."""
    found = territory_points(by).filter(standing_q(asked.standing, on))
    if asked.place is not None:
        column = "province" if asked.place.level == "province" else "place"
        found = found.filter(**{column: asked.place.pk})
    if asked.kind is not None:
        found = found.filter(kind=asked.kind)
        found = found if policies.sees_kinds_of(by) else found.filter(is_sensitive=False)
    if asked.lead:
        found = found.filter(lead=asked.lead)
    words = point_terms(asked.search)
    return words_of_names(by, found, words, with_void=asked.standing == Standing.VOID) if words else found


def points_working(by: User, place: Place | None = None) -> QuerySet[ModelPoint]:
    """The points of the territory, or of a province or commune in it, that work as far as anybody wrote."""
    found = territory_points(by).filter(state__in=transitions.WORKING)
    return found if place is None else found.filter(**{"province" if place.level == "province" else "place": place.pk})


def totals(by: User, on: date, place: Place | None = None) -> dict[Standing, int]:
    """How many points of the territory, or of a province or commune in it, stand how; in one question."""
    found = territory_points(by)
    if place is not None:
        found = found.filter(**{"province" if place.level == "province" else "place": place.pk})
    counts = {str(s): Count("pk", filter=standing_q(s, on)) for s in Standing}
    told = found.aggregate(**counts)
    return {s: told[str(s)] for s in Standing}


def totals_by_kind(by: User, on: date) -> list[tuple[int | None, int, int, int]]:
    """By kind: known, effective and unknown points of the territory, most first; sensitive kinds are one line without a
    kind, outside their commune."""
    found = territory_points(by).filter(state__in=transitions.WORKING).order_by()
    hides = not policies.sees_kinds_of(by)
    kept = set(ModelKind.objects.filter(is_sensitive=True).values_list("pk", flat=True)) if hides else set()
    # The columns of the index alone: whether a kind is sensitive stands in another table.
    sums: dict[int | None, list[int]] = {}
    for kind, *counts in found.values_list("kind").annotate(**_three(on)):
        held = sums.setdefault(None if kind in kept else kind, [0, 0, 0])
        held[:] = [one + more for one, more in zip(held, counts, strict=True)]
    rows = [(kind, known, effective, unknown) for kind, (known, effective, unknown) in sums.items()]
    return sorted(rows, key=lambda row: (row[0] is None, -row[1], -row[3], row[0] or 0))


def _three(on: date) -> dict[str, Count]:
    sorts = (Standing.KNOWN, Standing.EFFECTIVE, Standing.UNKNOWN)
    return {str(s): Count("pk", filter=standing_q(s, on)) for s in sorts}


def standing_of(point: ModelPoint, on: date) -> Standing:
    """How one point stands on a day; effective ones are known ones."""
    return standing_in(point.state, point.known_on, on)


def standing_in(state: str, known_on: date, on: date) -> Standing:
    """The same of a state and the last day on which somebody knew of the point."""
    if state in transitions.WORKING:
        return Standing.KNOWN if known_on >= known_since(on) else Standing.UNKNOWN
    if state in (State.DORMANT, State.ENDED, State.VOID):
        return Standing(state)
    return Standing.COMING
