"""When each kind began in each commune, as the register told it at an instant: no points, no names."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.db.models import F, Q

from chungtay.gathering.registers.community.models import State, Step, StepKind
from chungtay.gathering.registers.community.transitions import WORKING
from chungtay.reference.places.queries import territory_q

if TYPE_CHECKING:
    from datetime import date, datetime

    from chungtay.reference.places.models import Place

_BEGINS = (StepKind.LAUNCH, StepKind.REPLICATE)


class Start(NamedTuple):
    """A kind in a commune of the day that was asked for (id): the day of its first point; `is_known` False where that
    point was only found running and nobody told since when."""

    kind: int
    place: int
    on: date
    recorded: datetime
    is_known: bool


def starts_in(within: Place, on: date, known_at: datetime) -> list[Start]:
    """The first start of every kind in each commune of a place, by the steps that were recorded and not struck at an
    instant, and where the points lay on a day. Sensitive kinds are not told."""
    lay = Q(point__stays__valid_from__lte=on) & (Q(point__stays__valid_to=None) | Q(point__stays__valid_to__gte=on))
    known = Q(made_at__lte=known_at) & (Q(struck_at=None) | Q(struck_at__gt=known_at))
    land = territory_q(within, "point__stays__place__")
    steps = Step.objects.filter(lay, known, land, ~Q(point__state=State.VOID), state__in=WORKING)
    steps = steps.filter(point__kind__is_sensitive=False)
    rows = steps.order_by("on_date", "pk").values_list(
        "point", "point__kind", F("point__stays__place"), "on_date", "made_at", "kind"
    )
    by_point: dict[int, Start] = {}
    for point, kind, place, day, recorded, step in rows:
        by_point.setdefault(point, Start(kind, place, day, recorded, step in _BEGINS))
    found: dict[tuple[int, int], Start] = {}
    for start in by_point.values():
        held = found.get((start.kind, start.place))
        if held is None or (start.on, not start.is_known) < (held.on, not held.is_known):
            found[start.kind, start.place] = start
    return sorted(found.values())
