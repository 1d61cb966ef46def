"""Somebody saw that points work: one by one, or a whole list each quarter, which can be taken back as one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Case, DateField, F, Max, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone

from chungtay.gathering.registers.community import transitions
from chungtay.gathering.registers.community.living import check_day
from chungtay.gathering.registers.community.models import Confirmation, ModelPoint, Round, Step
from chungtay.gathering.registers.community.refusals import may_not, not_there, refusal
from chungtay.kernel.errors import Both
from chungtay.reference.actors.policies import visible_q

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

    from chungtay.reference.actors.models import User

UNKNOWN_AFTER_MONTHS = 12
MOST_AT_ONCE = 2000
_CHUNK = 500


def known_since(on: date) -> date:
    """Who was seen on or after this day is known on `on`; whoever was not is unknown."""
    year, month = on.year - 1, on.month
    last = 28 if (month, on.day) == (2, 29) else on.day
    return on.replace(year=year, month=month, day=last)


@transaction.atomic
def points_confirm(*, by: User, point_ids: Collection[int], on: date, is_running: bool = True) -> Round:
    """Points that work are confirmed as seen on a day; all of them, or none.

    NotAllowed DSM-404 where one is not in the territory, DSM-403 for an account that confirms nothing. Refusals DSM-131
    nothing chosen or too many; DSM-112 a day that has not come; DSM-132 points that do not work on that day (dormant,
    ended, launched later).
    """
    ids = sorted(set(point_ids))
    if not 0 < len(ids) <= MOST_AT_ONCE:
        expected = Both(f"1 - {MOST_AT_ONCE} điểm", f"1 - {MOST_AT_ONCE} points")
        raise refusal("DSM-131", str(len(ids)), expected, "chưa chọn điểm nào, hoặc quá nhiều", "none, or too many")
    check_day(on)
    if by.role not in ("reporter", "approver"):
        raise may_not("Tài khoản này không xác nhận điểm", "This account confirms no points")
    found = ModelPoint.objects.select_for_update(of=("self",)).filter(visible_q(by), pk__in=ids)
    points = list(found.only("pk", "state", "launched_on", "body_id", "name"))
    if len(points) != len(ids):
        raise not_there()
    _check_working(points, on)
    made = Round.objects.create(body=by.body, on_date=on, made_by=by)
    Confirmation.objects.bulk_create(
        (
            Confirmation(
                point=point, round=made, on_date=on, is_running=is_running, is_independent=point.body_id != by.body_id
            )
            for point in points
        ),
        batch_size=_CHUNK,
    )
    known = Case(When(known_on__lt=on, then=Value(on)), default=F("known_on"), output_field=DateField())
    seen = {"known_on": known} if is_running else {}
    ModelPoint.objects.filter(pk__in=ids).update(**seen, version=F("version") + 1, changed_at=timezone.now())
    return made


def _check_working(points: list[ModelPoint], on: date) -> None:
    resting = [p for p in points if p.state not in transitions.WORKING or (p.launched_on or on) > on]
    if resting:
        names = ", ".join(f"#{point.pk}" for point in resting[:5])
        raise refusal(
            "DSM-132",
            f"{names} ({len(resting)})",
            Both("điểm đang hoạt động vào ngày đó", "points that work on that day"),
            "có điểm không hoạt động vào ngày xác nhận",
            "some points do not work on the day of confirmation",
            Both("Bỏ chọn các điểm đó, hoặc ghi bước của chúng trước", "Leave them out, or write their steps first"),
        )


@transaction.atomic
def round_undo(*, by: User, round_id: int) -> int:
    """A round of confirmations is taken back; gives of how many points. NotAllowed DSM-404 for another body's round;
    Refusal DSM-133 for one taken back already."""
    made = Round.objects.select_for_update(of=("self",)).filter(pk=round_id, body=by.body).first()
    if made is None or by.role not in ("reporter", "approver"):
        raise not_there()
    if made.undone_at is not None:
        expected = Both("một lần xác nhận còn hiệu lực", "a round that counts")
        raise refusal("DSM-133", str(round_id), expected, "đã hoàn lại rồi", "it has been taken back already")
    ids = list(Confirmation.objects.filter(round=made).values_list("point_id", flat=True))
    Confirmation.objects.filter(round=made).update(is_struck=True)
    Round.objects.filter(pk=made.pk).update(undone_at=timezone.now(), undone_by=by)
    points_reckon(ids)
    return len(ids)


def points_reckon(ids: Collection[int]) -> None:
    """When these points were last known, from the steps and confirmations that count."""
    seen = Confirmation.objects.filter(point=OuterRef("pk"), is_struck=False, is_running=True).order_by()
    steps = Step.objects.filter(point=OuterRef("pk"), struck_at=None).order_by()
    last_seen = Subquery(seen.values("point").annotate(last=Max("on_date")).values("last"))
    last_step = Coalesce(Subquery(steps.values("point").annotate(last=Max("on_date")).values("last")), F("state_since"))
    later = Case(When(Q(_seen__gt=F("_step")), then=F("_seen")), default=F("_step"))
    found = ModelPoint.objects.filter(pk__in=ids).annotate(_seen=last_seen, _step=last_step).annotate(_known=later)
    rows = list(found.only("pk"))
    for point in rows:
        point.known_on, point.changed_at = point._known, timezone.now()
    ModelPoint.objects.bulk_update(rows, ["known_on", "changed_at"], batch_size=_CHUNK)
    ModelPoint.objects.filter(pk__in=ids).update(version=F("version") + 1)
