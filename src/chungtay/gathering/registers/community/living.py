"""The life of a point, step by step. Every change plays the whole life again: what stands on the point is its end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from chungtay.gathering.registers.community import policies, transitions
from chungtay.gathering.registers.community.models import (
    Confirmation,
    Edit,
    EndReason,
    ModelPoint,
    State,
    Step,
    StepKind,
)
from chungtay.gathering.registers.community.names import is_about_persons
from chungtay.gathering.registers.community.refusals import refusal
from chungtay.gathering.registers.community.transitions import Broken, Happened
from chungtay.gathering.registers.community.wording import check_texts, named_point
from chungtay.kernel.errors import Both
from chungtay.kernel.text import squeeze

if TYPE_CHECKING:
    from datetime import date

    from chungtay.reference.actors.models import User

STATES = {
    "": Both("chưa có bước nào", "nothing yet"),
    State.PROPOSED: Both("đề xuất", "proposed"),
    State.SURVEYED: Both("đã khảo sát", "surveyed"),
    State.APPROVED: Both("đã phê duyệt", "approved"),
    State.LAUNCHED: Both("đã ra mắt", "launched"),
    State.RUNNING: Both("đang hoạt động", "running"),
    State.DORMANT: Both("tạm ngừng", "dormant"),
    State.ENDED: Both("đã kết thúc", "ended"),
    State.VOID: Both("ghi nhầm", "taken back"),
}
STEPS = {
    StepKind.PROPOSE: Both("Đề xuất", "Proposed"),
    StepKind.SURVEY: Both("Khảo sát", "Surveyed"),
    StepKind.APPROVE: Both("Phê duyệt", "Approved"),
    StepKind.LAUNCH: Both("Ra mắt", "Launched"),
    StepKind.RUN: Both("Đi vào hoạt động", "Running"),
    StepKind.STRENGTHEN: Both("Củng cố", "Strengthened"),
    StepKind.REPLICATE: Both("Được nhân rộng", "Replicated elsewhere"),
    StepKind.REST: Both("Tạm ngừng", "Dormant"),
    StepKind.REVIVE: Both("Hoạt động trở lại", "Revived"),
    StepKind.MERGE: Both("Sáp nhập vào điểm khác", "Merged into another point"),
    StepKind.END: Both("Kết thúc", "Ended"),
}


@transaction.atomic
def step_add(
    *,
    by: User,
    point: ModelPoint,
    kind: str,
    on: date,
    document: str = "",
    document_on: date | None = None,
    reason: str = "",
    end_reason: str = "",
    other: ModelPoint | None = None,
) -> ModelPoint:
    """What happened to a point on a day, also one of the past; gives the point as it stands then.

    NotAllowed DSM-404, -403. Refusals: DSM-111 the life does not allow it (an end before the launch); DSM-112 a day
    that has not come, or outside the point's days in any commune; DSM-113 no reason where one is needed; DSM-114
    merged into no other point of the commune; NGUON-101, -106 a text that names somebody.
    """
    policies.check_keep(by, point)
    held = _held(point)
    check_texts(document, reason)
    check_day(on)
    _reach_back(held, on)
    if kind in (StepKind.END, StepKind.REST) and not (squeeze(reason) or end_reason in EndReason.values):
        expected = Both("lý do kết thúc hoặc tạm ngừng", "why it ended or rests")
        raise refusal("DSM-113", "", expected, "thiếu lý do", "no reason is given")
    if kind == StepKind.MERGE:
        _check_merge(held, other)
        end_reason = EndReason.MERGED
    Step.objects.create(
        point=held,
        kind=kind,
        on_date=on,
        state=State.VOID,
        document=squeeze(document),
        document_on=document_on,
        reason=squeeze(reason),
        end_reason=end_reason if kind in (StepKind.END, StepKind.MERGE) else "",
        other=other if kind == StepKind.MERGE else None,
        made_by=by,
    )
    return replay(held)


@transaction.atomic
def step_strike(*, by: User, point: ModelPoint, step_id: int, reason: str) -> ModelPoint:
    """A step that was recorded wrongly counts no more and stays to be seen; without any step the point never was.

    NotAllowed DSM-404, -403. Refusals DSM-111 the steps that remain make no life; DSM-113 no reason; DSM-115 no such
    step; NGUON-101, -106.
    """
    policies.check_keep(by, point)
    held = _held(point)
    check_texts(reason)
    if not squeeze(reason):
        expected = Both("lý do sửa", "why it is struck")
        raise refusal("DSM-113", "", expected, "thiếu lý do", "no reason is given")
    struck = Step.objects.filter(pk=step_id, point=held, struck_at=None).update(
        struck_by=by, struck_at=timezone.now(), struck_why=squeeze(reason)
    )
    if not struck:
        expected = Both("một bước đang có hiệu lực của điểm này", "a step of this point that counts")
        raise refusal("DSM-115", str(step_id), expected, "không có bước này", "there is no such step")
    return replay(held)


@transaction.atomic
def point_edit(*, by: User, point: ModelPoint, name: str, lead: str) -> ModelPoint:
    """Another name or another lead; what stood before is kept. NotAllowed DSM-404, -403; Refusals DSM-105, NGUON-…"""
    policies.check_keep(by, point)
    held = _held(point)
    written, key = named_point(name, lead)
    if (held.name, held.lead) == (written, lead):
        return held
    before = {"name": held.name, "lead": held.lead}
    Edit.objects.create(point=held, version=held.version + 1, before=before, made_by=by)
    held.name, held.name_key, held.lead = written, key, lead
    held.is_sensitive = held.kind.is_sensitive or is_about_persons(written)
    return changed(held)


def replay(point: ModelPoint) -> ModelPoint:
    """The point as its steps and confirmations make it. Refusal DSM-111."""
    steps = list(Step.objects.filter(point=point, struck_at=None))
    life = transitions.lived([Happened(step.pk, step.kind, step.on_date) for step in steps])
    if isinstance(life, Broken):
        raise _broken(life)
    if life is None:
        point.state, point.merged_into = State.VOID, None
        return changed(point)
    for step in steps:
        state, until = life.states[step.pk], life.until[step.pk]
        if (step.state, step.until) != (state, until):
            Step.objects.filter(pk=step.pk).update(state=state, until=until)
    point.state, point.state_since, point.launched_on = life.state, life.since, life.launched_on
    point.known_on = max(life.known_on, last_confirmed(point) or life.known_on)
    merged = [step.other for step in steps if step.kind == StepKind.MERGE]
    point.merged_into = merged[-1] if merged and life.state == State.ENDED else None
    return changed(point)


def last_confirmed(point: ModelPoint) -> date | None:
    """The last day on which somebody saw it work."""
    held = Confirmation.objects.filter(point=point, is_struck=False, is_running=True)
    found: date | None = held.aggregate(last=Max("on_date"))["last"]
    return found


def changed(point: ModelPoint) -> ModelPoint:
    """The point, written with its next version."""
    point.version += 1
    point.save()
    return point


def _held(point: ModelPoint) -> ModelPoint:
    return ModelPoint.objects.select_for_update(of=("self",)).select_related("place", "body", "kind").get(pk=point.pk)


def check_day(on: date) -> None:
    """Refusal DSM-112 for a day that has not come."""
    today = timezone.localdate()
    if on > today:
        expected = Both(f"không sau hôm nay ({today:%d/%m/%Y})", f"not after today ({today.isoformat()})")
        raise refusal("DSM-112", f"{on:%d/%m/%Y}", expected, "ngày chưa tới", "the day has not come")


def _reach_back(point: ModelPoint, on: date) -> None:
    """A step before the first one known: the point lay in the same commune already, if that was there."""
    first = point.stays.select_related("place").order_by("valid_from").first()
    if first is None or on >= first.valid_from:
        return
    began = first.place.valid_from
    if began is not None and on < began:
        expected = Both(f"từ {began:%d/%m/%Y}", f"from {began.isoformat()} on")
        raise refusal(
            "DSM-112",
            f"{first.place.full_name}, {on:%d/%m/%Y}",
            expected,
            "ngày ấy chưa có xã này",
            "on that day the commune was not there",
        )
    first.valid_from = on
    first.save(update_fields=["valid_from"])


def _check_merge(point: ModelPoint, other: ModelPoint | None) -> None:
    fits = other is not None and other.pk != point.pk and other.place_id == point.place_id
    if not fits or other is None or other.state in transitions.OVER:
        expected = Both("một điểm khác của xã chưa kết thúc", "another point of the commune that has not ended")
        read = other.name if other is not None else ""
        raise refusal("DSM-114", read, expected, "không sáp nhập vào đó được", "it cannot be merged there")


def _broken(found: Broken) -> Exception:
    allowed = [STEPS[StepKind(kind)] for kind in transitions.next_steps(found.state)]
    expected = Both(", ".join(a.vi for a in allowed) or "không bước nào", ", ".join(a.en for a in allowed) or "no step")
    step, state = STEPS[StepKind(found.step.kind)], STATES[found.state]
    return refusal(
        "DSM-111",
        f"{step.vi} {found.step.on:%d/%m/%Y}",
        expected,
        f"khi ấy điểm đang ở bước: {state.vi}",
        f"on that day the point was: {state.en}",
        Both("Xem lại ngày và thứ tự các bước", "Look at the days and the order of the steps"),
    )
