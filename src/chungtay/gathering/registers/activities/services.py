"""Writing activities down: register, hold, correct, call off, strike, take back.

Nothing is overwritten without a trace: what a row was before a change is kept as its older version.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, time
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from chungtay.gathering.registers.activities import policies, queries
from chungtay.gathering.registers.activities.checking import draft_problems, reason_problems
from chungtay.gathering.registers.activities.models import Activity, ActivityDocument, ActivityVersion, Deed, State
from chungtay.gathering.registers.activities.refusals import not_theirs, refusal
from chungtay.gathering.registers.activities.types import ActivityDraft
from chungtay.kernel.errors import Both, Problem, Refusal
from chungtay.kernel.text import search_key, squeeze

if TYPE_CHECKING:
    from chungtay.gathering.registers.activities.models import ActivitySeries, Bringing
    from chungtay.reference.actors.models import User
    from chungtay.reference.sources.models import Source

TOLD = (
    *("kind", "state", "on", "hour", "place_id", "province_id", "village_id", "part", "partners"),
    *("participations", "amount", "title", "venue"),
)
"""The columns that a version tells; who, when and why stand beside them."""
_DEED_OF = {State.PLANNED: Deed.PLANNED, State.HELD: Deed.HELD}


def activity_register(
    *, by: User, draft: ActivityDraft, state: State = State.HELD, is_illustration: bool = False
) -> Activity:
    """One activity of the account's body, held or planned. NotAllowed HDG-403; Refusal with all that is wrong
    (HDG-001 to -011, NGUON-106)."""
    return activities_register(by=by, drafts=[draft], state=state, is_illustration=is_illustration)[0]


@transaction.atomic
def activities_register(
    *,
    by: User,
    drafts: Sequence[ActivityDraft],
    state: State = State.HELD,
    series: ActivitySeries | None = None,
    is_illustration: bool = False,
) -> list[Activity]:
    """Many at once: all or none. Refusals as for one; of several, each problem says which by its number from 1."""
    problems: list[Problem] = []
    for number, draft in enumerate(drafts, 1):
        if not policies.may_register(by, draft.place):
            raise not_theirs(draft.place.full_name)
        found = draft_problems(cleaned(draft), state)
        problems += found if len(drafts) == 1 else [_numbered(one, number) for one in found]
    if problems:
        raise Refusal(problems)
    rows = [activity_row(by, cleaned(draft), state, series=series, is_illustration=is_illustration) for draft in drafts]
    return Activity.objects.bulk_create(rows, batch_size=500)


def activity_row(
    by: User,
    draft: ActivityDraft,
    state: State,
    *,
    series: ActivitySeries | None = None,
    brought: Bringing | None = None,
    is_illustration: bool = False,
) -> Activity:
    """A draft that was cleaned and found right, as a row that is not yet written."""
    return Activity(
        **_columns(draft),
        title_key=_title_key(draft.title),
        state=state,
        deed=_DEED_OF[state],
        body=by.body,
        series=series,
        brought=brought,
        is_illustration=is_illustration,
        recorded_by=by,
        recorded_at=timezone.now(),
    )


@transaction.atomic
def activity_hold(*, by: User, id: int, participations: int | None = None, amount: int | None = None) -> Activity:
    """A planned activity has taken place. Refusal HDG-003 before its day, HDG-013 where it is not planned."""
    held = _kept(by, id)
    if held.state != State.PLANNED:
        raise _wrong_state(held)
    draft = queries.draft_of(held, participations=participations, amount=amount)
    return _changed(by, held, draft, State.HELD, Deed.HELD, "")


@transaction.atomic
def activity_correct(*, by: User, id: int, draft: ActivityDraft, reason: str) -> Activity:
    """What was written is put right; its state stays. Refusals as for a new one, HDG-012 without a reason, HDG-013
    where it was struck or called off, HDG-014 where nothing is changed."""
    held = _kept(by, id)
    if held.state not in (State.PLANNED, State.HELD):
        raise _wrong_state(held)
    if not policies.may_register(by, draft.place):
        raise not_theirs(draft.place.full_name)
    _check_reason(reason)
    return _changed(by, held, cleaned(draft), State(held.state), Deed.CORRECTED, reason)


@transaction.atomic
def activity_call_off(*, by: User, id: int, reason: str) -> Activity:
    """A planned activity does not take place. Refusals HDG-012, HDG-013."""
    held = _kept(by, id)
    if held.state != State.PLANNED:
        raise _wrong_state(held)
    _check_reason(reason)
    return _written(by, held, {"state": State.CANCELLED}, Deed.CANCELLED, reason)


@transaction.atomic
def activity_strike(*, by: User, id: int, reason: str) -> Activity:
    """It was written by mistake and does not count. Refusals HDG-012, HDG-013 where it is struck already."""
    held = _kept(by, id)
    if held.state == State.STRUCK:
        raise _wrong_state(held)
    _check_reason(reason)
    return _written(by, held, {"state": State.STRUCK}, Deed.STRUCK, reason)


@transaction.atomic
def activity_undo(*, by: User, id: int) -> Activity:
    """The last change is taken back by a new version that says what the one before it said; of a row that was written
    once there is nothing to take back (HDG-013)."""
    held = _kept(by, id)
    before = ActivityVersion.objects.filter(activity=held).order_by("-version").first()
    if before is None:
        raise _wrong_state(held)
    return _written(by, held, from_told(before.told), Deed.UNDONE, "")


@transaction.atomic
def document_add(*, by: User, id: int, source: Source) -> ActivityDocument:
    """A document that the gate let in belongs to an activity; once. Refusal HDG-010 where only counts are kept."""
    held = _kept(by, id)
    check_takes_documents(held)
    known = ActivityDocument.objects.filter(activity=held, source=source, removed_at__isnull=True).first()
    return known or ActivityDocument.objects.create(activity=held, source=source, added_by=by, added_at=timezone.now())


def check_takes_documents(activity: Activity) -> None:
    """Refusal HDG-010 where only counts are kept of the kind."""
    if queries.kind_of(activity).counts_alone:
        expected = Both("không đính kèm tài liệu", "no documents")
        read = queries.kind_of(activity).vi
        raise refusal("HDG-010", read, expected, "loại này chỉ ghi số đếm", "only counts are kept of this kind")


@transaction.atomic
def document_remove(*, by: User, id: int, document_id: int) -> ActivityDocument:
    """Take a document off an activity; the original stays where it is kept. NotAllowed HDG-404."""
    held = _kept(by, id)
    found = queries.document_get(held, document_id)
    found.removed_by, found.removed_at = by, timezone.now()
    found.save(update_fields=["removed_by", "removed_at"])
    return found


def _kept(by: User, id: int) -> Activity:
    """The row, locked, if the account may keep it."""
    found = queries.activity_get(by=by, id=id)
    Activity.objects.select_for_update().filter(pk=found.pk).first()
    found.refresh_from_db()
    if not policies.may_keep(by, found):
        raise not_theirs(str(id))
    return found


def _changed(by: User, held: Activity, draft: ActivityDraft, state: State, deed: Deed, reason: str) -> Activity:
    if problems := draft_problems(draft, state):
        raise Refusal(problems)
    columns = {**_columns(draft), "state": state}
    if all(getattr(held, name) == value for name, value in columns.items()):
        expected = Both("ít nhất một ô khác trước", "at least one field that differs")
        raise refusal("HDG-014", str(held.pk), expected, "chưa có gì thay đổi", "nothing is changed")
    return _written(by, held, columns, deed, reason)


def _written(by: User, held: Activity, columns: dict[str, Any], deed: Deed, reason: str) -> Activity:
    """The row as it is goes among its versions, then the new one takes its place."""
    ActivityVersion.objects.create(
        activity=held,
        version=held.version,
        told=to_told(held),
        deed=held.deed,
        reason=held.reason,
        recorded_by_id=held.recorded_by_id,
        recorded_at=held.recorded_at,
    )
    for name, value in columns.items():
        setattr(held, name, value)
    held.title_key = _title_key(held.title)
    held.version += 1
    held.deed, held.reason = deed, squeeze(reason)
    held.recorded_by, held.recorded_at = by, timezone.now()
    held.save()
    return held


def to_told(activity: Activity) -> dict[str, Any]:
    """The columns of a row as plain data."""
    told = {name: getattr(activity, name) for name in TOLD}
    return told | {"on": activity.on.isoformat(), "hour": activity.hour.isoformat() if activity.hour else None}


def from_told(told: dict[str, Any]) -> dict[str, Any]:
    """Plain data of a version as columns."""
    hour = told["hour"]
    return told | {"on": date.fromisoformat(told["on"]), "hour": time.fromisoformat(hour) if hour else None}


def _columns(draft: ActivityDraft) -> dict[str, Any]:
    return {
        "kind": draft.kind,
        "on": draft.on,
        "hour": draft.hour,
        "place_id": draft.place.pk,
        "province_id": draft.place.home_province_id,
        "village_id": draft.village.pk if draft.village else None,
        "part": draft.part,
        "partners": list(draft.partners),
        "participations": draft.participations,
        "amount": draft.amount,
        "title": draft.title,
        "venue": draft.venue,
    }


def _title_key(title: str) -> str | None:
    return search_key(title)[:160] or None


def cleaned(draft: ActivityDraft) -> ActivityDraft:
    values = {**vars(draft), "title": squeeze(draft.title), "venue": squeeze(draft.venue)}
    return ActivityDraft(**values | {"partners": tuple(dict.fromkeys(draft.partners))})


def _check_reason(reason: str) -> None:
    if problems := reason_problems(reason):
        raise Refusal(problems)


def _numbered(one: Problem, number: int) -> Problem:
    where = Both(f"hoạt động thứ {number}", f"activity {number}")
    return Problem(one.code, where, one.read, one.expected, one.todo, one.message_vi, one.message_en)


def _wrong_state(held: Activity) -> Refusal:
    expected = Both("việc hợp với tình trạng hiện nay", "what its state allows")
    return refusal("HDG-013", State(held.state).name.lower(), expected, "không làm được việc này", "not in this state")
