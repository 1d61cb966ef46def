"""Activities that come again: planned together, each a row of its own, called off from a day on."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from chungtay.gathering.registers.activities import policies, services
from chungtay.gathering.registers.activities.checking import FURTHEST
from chungtay.gathering.registers.activities.models import Activity, ActivitySeries, State, Step
from chungtay.gathering.registers.activities.refusals import not_theirs, refusal, unknown
from chungtay.gathering.registers.activities.types import ActivityDraft
from chungtay.kernel.errors import Both

if TYPE_CHECKING:
    from chungtay.reference.actors.models import User

_DAYS = {Step.WEEKLY: 7, Step.FORTNIGHTLY: 14}
_MONTHS = {Step.MONTHLY: 1, Step.QUARTERLY: 3}
_CALLED_OFF = "Dừng loạt"


def days_of(step: Step, first: date, last: date) -> list[date]:
    """The days on which it comes again, both ends meant. The 31st of a month is the last of a shorter one."""
    if step in _DAYS:
        count = (last - first).days // _DAYS[step] + 1
        return [first + timedelta(days=_DAYS[step] * n) for n in range(max(count, 0))]
    found, months = [], 0
    while (day := _months_on(first, months)) <= last:
        found.append(day)
        months += _MONTHS[step]
    return found


def _months_on(first: date, months: int) -> date:
    year, month = divmod(first.year * 12 + first.month - 1 + months, 12)
    return date(year, month + 1, min(first.day, monthrange(year, month + 1)[1]))


@transaction.atomic
def series_begin(*, by: User, draft: ActivityDraft, step: Step, last: date) -> ActivitySeries:
    """Plan activities from the draft's day to another, at most 400 days ahead. Days that have passed are planned, too:
    they wait to be ticked off. Refusal HDG-015 where the days do not run forward, further or alone; then as for one."""
    if not policies.may_register(by, draft.place):
        raise not_theirs(draft.place.full_name)
    days = days_of(step, draft.on, last) if last >= draft.on else []
    if len(days) < 2 or last - draft.on > FURTHEST or draft.on < timezone.localdate() - FURTHEST:
        expected = Both("ít nhất hai ngày, trong vòng 400 ngày", "two days at least, within 400 days")
        read = f"{draft.on:%d/%m/%Y} - {last:%d/%m/%Y}"
        raise refusal("HDG-015", read, expected, "loạt hoạt động không hợp lệ", "no such series")
    series = ActivitySeries.objects.create(
        kind=draft.kind,
        body=by.body,
        step=step,
        first=days[0],
        last=days[-1],
        recorded_by=by,
        recorded_at=timezone.now(),
    )
    drafts = [ActivityDraft(**{**vars(draft), "on": day}) for day in days]
    services.activities_register(by=by, drafts=drafts, state=State.PLANNED, series=series)
    return series


@transaction.atomic
def series_end(*, by: User, id: int, after: date) -> int:
    """Call off what is still planned after a day; gives how many. NotAllowed HDG-404; Refusal HDG-015 where the series
    has ended before that day."""
    series = ActivitySeries.objects.select_for_update(of=("self",)).select_related("body").filter(pk=id).first()
    planned = Activity.objects.filter(series=id, state=State.PLANNED, on__gt=after).order_by("on")
    if series is None or series.body_id != by.body_id or by.role not in ("reporter", "approver"):
        raise unknown(str(id))
    if after >= (series.ended_on or series.last):
        expected = Both("ngày trước ngày cuối của loạt", "a day before its last one")
        raise refusal("HDG-015", f"{after:%d/%m/%Y}", expected, "loạt đã kết thúc", "the series has ended")
    ids = list(planned.values_list("pk", flat=True))
    for pk in ids:
        services.activity_call_off(by=by, id=pk, reason=_CALLED_OFF)
    series.ended_on = after
    series.save(update_fields=["ended_on"])
    return len(ids)
