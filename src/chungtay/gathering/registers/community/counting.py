"""What the community models of a commune come to in the indicators that they count."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q

from chungtay.gathering.registers.community import transitions
from chungtay.gathering.registers.community.confirming import known_since
from chungtay.gathering.registers.community.models import Confirmation, ModelTeam, Step, StepKind, Strength
from chungtay.gathering.registers.community.names import kind_key
from chungtay.gathering.registers.lists.counted import Counted, RowRef

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from chungtay.kernel.periods import Period
    from chungtay.reference.places.models import Place

POINT, TEAM = "model_point", "model_team"
SENSITIVE = "other"
"""A kind that is kept from view is 'loại khác' in whatever leaves the commune."""


def counted(*, place: Place, period: Period) -> Iterator[Counted]:
    """Points that worked and were known on the period's last day, by kind and in all, their kinds, teams and people;
    and the points that were launched, replicated and ended within the period.

    A point that nobody has seen for twelve months is unknown and is not counted.
    """
    points = list(_working(place, period.end))
    if points:
        yield from _points(points)
        yield from _teams([pk for pk, *_ in points], period.end)
    yield from _happened(place, period)


def _lay(on: date, place: Place) -> Q:
    began = Q(point__stays__place=place, point__stays__valid_from__lte=on)
    return began & (Q(point__stays__valid_to=None) | Q(point__stays__valid_to__gte=on))


def _working(place: Place, on: date) -> Iterable[tuple[int, int, str, str, bool]]:
    """(point, version, member of the dimension, name of the kind, whether it is kept from view) of each."""
    holds = Q(on_date__lte=on) & (Q(until=None) | Q(until__gt=on))
    recent = {"on_date__gte": known_since(on), "on_date__lte": on}
    seen = Confirmation.objects.filter(point=OuterRef("point"), is_struck=False, is_running=True, **recent)
    stepped = Step.objects.filter(point=OuterRef("point"), struck_at=None, **recent)
    found = Step.objects.filter(holds, _lay(on, place), state__in=transitions.WORKING, struck_at=None)
    found = found.filter(Exists(seen) | Exists(stepped)).order_by("point").distinct()
    kind = "point__kind"
    return found.values_list("point", "point__version", f"{kind}__member", f"{kind}__name_vi", "point__is_sensitive")


def _points(points: list[tuple[int, int, str, str, bool]]) -> Iterator[Counted]:
    refs = tuple(RowRef(POINT, pk, version) for pk, version, *_ in points)
    by_member: dict[str, list[RowRef]] = defaultdict(list)
    keys = set()
    for ref, (_, _, member, name, is_sensitive) in zip(refs, points, strict=True):
        by_member[SENSITIVE if is_sensitive else member].append(ref)
        keys.add(SENSITIVE if is_sensitive else kind_key(name))
    yield Counted("models.points", len(refs), refs)
    for member, rows in sorted(by_member.items()):
        yield Counted("models.points", len(rows), tuple(rows), f"model_kind={member}")
    yield Counted("models.kinds", len(keys), refs, members=tuple(sorted(keys)))


def _teams(points: list[int], on: date) -> Iterator[Counted]:
    in_being = Q(valid_from__lte=on) & (Q(valid_to=None) | Q(valid_to__gte=on))
    teams = list(ModelTeam.objects.filter(in_being, point__in=points).order_by("pk").values_list("pk", "version"))
    if not teams:
        return
    refs = tuple(RowRef(TEAM, pk, version) for pk, version in teams)
    yield Counted("models.teams", len(refs), refs)
    stated = Strength.objects.filter(team__in=[pk for pk, _ in teams], since__lte=on).order_by("since")
    latest = dict(stated.values_list("team", "members"))
    if len(latest) == len(teams):
        yield Counted("models.members", sum(latest.values()), refs)


def _happened(place: Place, period: Period) -> Iterator[Counted]:
    within = Step.objects.filter(on_date__range=(period.start, period.end), struck_at=None)
    steps = within.filter(point__stays__place=place).filter(
        Q(point__stays__valid_to=None) | Q(point__stays__valid_to__gte=period.start),
        point__stays__valid_from__lte=period.end,
    )
    rows: dict[str, set[RowRef]] = defaultdict(set)
    reasons: dict[str, set[RowRef]] = defaultdict(set)
    found = steps.values_list("kind", "end_reason", "point", "point__version", "point__is_replica")
    for kind, reason, pk, version, is_replica in found:
        ref = RowRef(POINT, pk, version)
        if kind == StepKind.LAUNCH:
            rows["models.replicated" if is_replica else "models.built"].add(ref)
        elif kind in (StepKind.END, StepKind.MERGE):
            rows["models.removed"].add(ref)
            if reason:
                reasons[reason].add(ref)
    for indicator, refs in sorted(rows.items()):
        yield Counted(indicator, len(refs), tuple(sorted(refs)))
    for reason, refs in sorted(reasons.items()):
        yield Counted("models.removed", len(refs), tuple(sorted(refs)), f"reason={reason}")
