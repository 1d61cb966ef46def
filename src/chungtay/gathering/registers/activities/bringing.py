"""Many activities at once, from a list: each row is checked as one typed by hand is, and the good ones come in. What
came in by one list is struck off as one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from chungtay.gathering.registers.activities import policies
from chungtay.gathering.registers.activities.checking import draft_problems
from chungtay.gathering.registers.activities.kinds import counts_alone
from chungtay.gathering.registers.activities.models import Activity, ActivityVersion, Bringing, Deed, State
from chungtay.gathering.registers.activities.queries import activities_visible
from chungtay.gathering.registers.activities.refusals import not_theirs, problem
from chungtay.gathering.registers.activities.services import activity_row, cleaned, to_told
from chungtay.gathering.registers.activities.types import Sieve
from chungtay.gathering.registers.lists.bringings import bringing_close, bringing_held
from chungtay.kernel.errors import Both
from chungtay.kernel.text import search_key

if TYPE_CHECKING:
    from collections.abc import Sequence

    from chungtay.gathering.registers.activities.types import ActivityDraft
    from chungtay.kernel.errors import Problem
    from chungtay.reference.actors.models import User

_CHUNK = 1000
_UNDONE = "Hoàn lại cả danh sách"
_Key = tuple[object, ...]


@dataclass(frozen=True)
class ListRow:
    """An activity as row number `row` of a list says it, planned or held."""

    row: int
    draft: ActivityDraft
    state: State


@dataclass(frozen=True)
class Brought:
    """How many activities came in, or would; what is wrong with which rows; the id of what came in."""

    activities: int
    problems: tuple[tuple[int, Problem], ...]
    id: int | None = None


def activities_bring(
    *, by: User, rows: Sequence[ListRow], file_name: str, is_trial: bool, is_illustration: bool = False
) -> Brought:
    """The good rows of a list come in, or (`is_trial`) are only counted.

    Codes are those of `activity_register`; HDG-403 a place of others; HDG-017 what the register or the list has
    already, as told by kind, day, place, hour, title and place of meeting: a list sent twice counts once.
    """
    good, problems = _checked(by, rows)
    if is_trial or not good:
        return Brought(len(good), tuple(problems))
    with transaction.atomic():
        made = Bringing.objects.create(body=by.body, file_name=file_name[:120], rows=len(good), made_by=by)
        Activity.objects.bulk_create(
            (activity_row(by, row.draft, row.state, brought=made, is_illustration=is_illustration) for row in good),
            batch_size=_CHUNK,
        )
    return Brought(len(good), tuple(problems), made.pk)


def _checked(by: User, rows: Sequence[ListRow]) -> tuple[list[ListRow], list[tuple[int, Problem]]]:
    known = _known(by, rows)
    good: list[ListRow] = []
    problems: list[tuple[int, Problem]] = []
    for told in rows:
        draft = cleaned(told.draft)
        found = _row_problems(by, draft, told.state, known)
        if found:
            problems += [(told.row, one) for one in found]
        else:
            known.add(_key(draft))
            good.append(ListRow(told.row, draft, told.state))
    return good, problems


def _row_problems(by: User, draft: ActivityDraft, state: State, known: set[_Key]) -> list[Problem]:
    if not policies.may_register(by, draft.place):
        return list(not_theirs(draft.place.full_name).problems)
    found = draft_problems(draft, state)
    if not found and _key(draft) in known:
        expected = Both(
            "hoạt động chưa có; nếu là hoạt động khác, ghi giờ hoặc tên để phân biệt",
            "an activity that is not there yet; another one has an hour or a title of its own",
        )
        found.append(
            problem("HDG-017", f"{draft.on:%d/%m/%Y}", expected, "hoạt động này có hai lần", "it is there twice")
        )
    return found


def _known(by: User, rows: Sequence[ListRow]) -> set[_Key]:
    """What the body has written of the list's days."""
    if not rows:
        return set()
    days = [row.draft.on for row in rows]
    asked = Sieve(start=min(days), end=max(days), states=(State.PLANNED, State.HELD), body_id=by.body_id)
    held = activities_visible(by, asked)
    columns = ("kind", "on", "place", "village", "hour", "part", "title_key", "venue", "participations", "amount")
    return {_keyed(*row) for row in held.values_list(*columns).iterator(chunk_size=5000)}


def _key(draft: ActivityDraft) -> _Key:
    village = draft.village.pk if draft.village else None
    title = search_key(draft.title)[:160] or None
    about = (draft.hour, draft.part, title, draft.venue, draft.participations, draft.amount)
    return _keyed(draft.kind, draft.on, draft.place.pk, village, *about)


def _keyed(kind: int, *told: object) -> _Key:
    *same, venue, people, amount = told
    # Of support only counts are kept: nothing else tells two of a day apart.
    tail = (people, amount) if kind in counts_alone() else (search_key(str(venue)),)
    return (kind, *same, *tail)


@transaction.atomic
def bringing_undo(*, by: User, id: int) -> tuple[int, int]:
    """What came in by a list is struck off, except activities that were written to since; gives how many were struck
    and how many stay. NotAllowed DSA-404; Refusal DSA-221."""
    made = bringing_held(Bringing, by=by, id=id)
    untouched = Activity.objects.filter(brought=made, version=1)
    ids: list[int] = []
    versions: list[ActivityVersion] = []
    for row in untouched.select_for_update().iterator(chunk_size=_CHUNK):
        ids.append(row.pk)
        versions.append(
            ActivityVersion(
                activity=row,
                version=row.version,
                told=to_told(row),
                deed=row.deed,
                reason=row.reason,
                recorded_by_id=row.recorded_by_id,
                recorded_at=row.recorded_at,
            )
        )
    ActivityVersion.objects.bulk_create(versions, batch_size=_CHUNK)
    untouched.update(
        state=State.STRUCK,
        deed=Deed.STRUCK,
        reason=_UNDONE,
        version=F("version") + 1,
        recorded_by=by,
        recorded_at=timezone.now(),
    )
    bringing_close(made, by=by)
    return len(ids), made.rows - len(ids)
