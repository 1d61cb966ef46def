"""Which communes have at least one point that works and is known, against the communes in force on that day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, Exists, F, OuterRef, Q
from django.utils import timezone

from chungtay.gathering.registers.community import transitions
from chungtay.gathering.registers.community.confirming import known_since
from chungtay.gathering.registers.community.finding import working_by_place
from chungtay.gathering.registers.community.models import Confirmation, ModelKind, Step
from chungtay.gathering.registers.community.refusals import refusal
from chungtay.kernel.errors import Both
from chungtay.reference.actors.policies import reads_figures
from chungtay.reference.places.queries import lies_within, line_of, lines_in

if TYPE_CHECKING:
    from datetime import date

    from chungtay.reference.actors.models import User
    from chungtay.reference.places.models import Place
    from chungtay.reference.places.queries import PlaceLine


@dataclass(frozen=True)
class Covered:
    """A commune on a day: how many of its points work and are known, and how many work as far as nobody knows."""

    place: PlaceLine
    known: int
    unknown: int


@dataclass(frozen=True)
class Share:
    """Of the communes of a place, how many are covered; `unknown_only` have none but unknown points."""

    place: Place
    communes: int
    covered: int
    unknown_only: int
    points: int

    @property
    def rate(self) -> float | None:
        """Per cent; None without communes."""
        return 100 * self.covered / self.communes if self.communes else None


def coverage(by: User, *, within: Place, on: date, kind: ModelKind | None = None) -> list[Covered]:
    """Every commune in force on a day in a place of the account's territory, by code, with its points of a kind or of
    any. Refusal DSM-161 for a sensitive kind: there is no map of it."""
    if kind is not None and kind.is_sensitive:
        expected = Both("loại không thuộc diện hạn chế", "a kind that is not kept from view")
        raise refusal("DSM-161", "", expected, "loại này không có bản đồ", "there is no map of this kind")
    if not reads_figures(by) or not (lies_within(within, by.body.place) or within.pk == by.body.place_id):
        return []
    counts = (
        working_by_place(by, on, None if kind is None else kind.pk) if on == timezone.localdate() else _then(on, kind)
    )
    communes = [line_of(within)] if within.level == "commune" else lines_in(within, on, "commune")
    return [Covered(place, *counts.get(place.pk, (0, 0))) for place in communes]


def shares(found: list[Covered], provinces: dict[int, Place], on_old_map: bool) -> list[Share]:
    """Communes summed by the province that they lie in."""
    sums: dict[int, list[int]] = {}
    for row in found:
        key = row.place.legacy_province_id if on_old_map else row.place.home_province_id
        line = sums.setdefault(key or 0, [0, 0, 0, 0])
        line[0] += 1
        line[1] += row.known > 0
        line[2] += row.known == 0 and row.unknown > 0
        line[3] += row.known
    return [Share(provinces[pk], *line) for pk, line in sums.items() if pk in provinces]


def _then(on: date, kind: ModelKind | None) -> dict[int, tuple[int, int]]:
    """From the steps that held on the day and the communes in which the points lay then, as all is recorded now."""
    holds = Q(on_date__lte=on) & (Q(until=None) | Q(until__gt=on))
    lay = Q(point__stays__valid_from__lte=on) & (Q(point__stays__valid_to=None) | Q(point__stays__valid_to__gte=on))
    found = Step.objects.filter(holds & lay, state__in=transitions.WORKING, struck_at=None).order_by()
    found = found if kind is None else found.filter(point__kind=kind)
    since = {"on_date__gte": known_since(on), "on_date__lte": on}
    seen = Confirmation.objects.filter(point=OuterRef("point"), is_struck=False, is_running=True, **since)
    stepped = Step.objects.filter(point=OuterRef("point"), struck_at=None, **since)
    known = found.filter(Exists(seen) | Exists(stepped))
    all_ = dict(found.values_list(F("point__stays__place")).annotate(n=Count("point", distinct=True)))
    some = dict(known.values_list(F("point__stays__place")).annotate(n=Count("point", distinct=True)))
    return {pk: (some.get(pk, 0), n - some.get(pk, 0)) for pk, n in all_.items()}
