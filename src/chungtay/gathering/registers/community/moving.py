"""Borders move round a point: it stays where it is and gets its new commune."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from chungtay.gathering.registers.community import policies
from chungtay.gathering.registers.community.models import ModelPoint, Stay
from chungtay.gathering.registers.community.refusals import may_not, refusal
from chungtay.kernel.errors import Both
from chungtay.reference.actors.policies import sees_place, visible_q
from chungtay.reference.places.queries import successors

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from chungtay.reference.actors.models import User
    from chungtay.reference.places.models import Place


@dataclass(frozen=True)
class Left:
    """Points of one commune that was split: which communes they may lie in now."""

    commune: Place
    heirs: tuple[Place, ...]
    points: tuple[ModelPoint, ...]


@transaction.atomic
def points_follow(on: date) -> int:
    """Every point whose whole commune went into another one before a day lies there; gives how many moved. Those of a
    split commune stay unsettled until somebody says where they lie."""
    moved = 0
    ended = Stay.objects.filter(valid_to=None, place__valid_to__lt=on)
    for place_id in list(ended.values_list("place", flat=True).distinct()):
        rows = ended.filter(place=place_id).select_related("place")
        place = rows[0].place
        heirs = _heirs(place)
        if len(heirs) == 1:
            moved += _move(list(rows.values_list("point_id", flat=True)), place, heirs[0])
    return moved


def points_left(by: User, on: date) -> list[Left]:
    """The points of split communes in the account's territory, by commune."""
    found: QuerySet[ModelPoint] = ModelPoint.objects.filter(visible_q(by), place__valid_to__lt=on)
    by_commune: dict[int, list[ModelPoint]] = {}
    for point in found.select_related("place", "kind").order_by("place_id", "name_key", "pk")[:500]:
        by_commune.setdefault(point.place_id, []).append(point)
    return [Left(points[0].place, tuple(_heirs(points[0].place)), tuple(points)) for points in by_commune.values()]


@transaction.atomic
def point_settle(*, by: User, point: ModelPoint, to: Place) -> None:
    """A point of a commune that was split lies in one of the parts. NotAllowed DSM-404, -403; Refusal DSM-122."""
    if not sees_place(by, point.place) and not sees_place(by, to):
        policies.check_keep(by, point)
    if not policies.may_register(by, to):
        raise may_not("Tài khoản này không đăng ký mô hình ở xã đó", "This account registers no points there")
    heirs = _heirs(point.place)
    if point.place.valid_to is None or to.pk not in {heir.pk for heir in heirs}:
        expected = ", ".join(heir.full_name for heir in heirs) or Both("xã đã kết thúc", "a commune that ended")
        read = f"{point.place.full_name} → {to.full_name}"
        raise refusal("DSM-122", read, expected, "điểm không thuộc xã đó được", "the point cannot lie there")
    _move([point.pk], point.place, to)


def _heirs(place: Place) -> list[Place]:
    return [link.new for link in successors(place) if link.new.level == "commune"]


def _move(ids: list[int], place: Place, to: Place) -> int:
    assert place.valid_to is not None
    Stay.objects.filter(point__in=ids, valid_to=None, place=place).update(valid_to=place.valid_to)
    since = place.valid_to + timedelta(days=1)
    Stay.objects.bulk_create((Stay(point_id=pk, place=to, valid_from=since) for pk in ids), batch_size=500)
    return ModelPoint.objects.filter(pk__in=ids).update(
        place=to, province_id=to.home_province_id, version=F("version") + 1, changed_at=timezone.now()
    )
