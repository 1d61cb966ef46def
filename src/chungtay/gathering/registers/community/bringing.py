"""Many points at once, from a list: each row is checked as one typed by hand is, and all come in or none do, unless the
officer keeps the good ones. What came in by one list is taken back as one."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from chungtay.gathering.registers.community import names, policies, transitions
from chungtay.gathering.registers.community.living import STEPS, check_day
from chungtay.gathering.registers.community.models import (
    Assessment,
    Bringing,
    Confirmation,
    ModelPoint,
    RatingGrade,
    Round,
    State,
    Step,
    StepKind,
)
from chungtay.gathering.registers.community.refusals import refusal
from chungtay.gathering.registers.community.registering import First, check_commune, commune_now, stays_of
from chungtay.gathering.registers.community.transitions import Happened, Lived
from chungtay.gathering.registers.community.wording import check_texts, named_point
from chungtay.gathering.registers.lists.bringings import bringing_close, bringing_held
from chungtay.kernel.errors import Both, Problem, Refusal
from chungtay.kernel.text import squeeze

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from chungtay.gathering.registers.community.models import ModelKind
    from chungtay.reference.actors.models import User
    from chungtay.reference.places.models import Place

K = TypeVar("K")
V = TypeVar("V")
MOST_ROWS = 60_000
_CHUNK = 1000


@dataclass(frozen=True)
class Draft:
    """A point as a row of a list says it. `row` is where it stands there; `steps` in their order; `seen_on` the last
    day on which somebody saw it work."""

    row: int
    kind: ModelKind
    place: Place
    name: str
    lead: str
    steps: tuple[First, ...]
    now: Place | None = None
    seen_on: date | None = None
    grade: RatingGrade | None = None
    graded_on: date | None = None
    grounds: str = ""
    is_replica: bool = False


@dataclass(frozen=True)
class Brought:
    """What became of a list: how many points came in (0: none, and why), and what is wrong with which rows: `rows` are
    those of the problems, one each."""

    points: int
    problems: tuple[Problem, ...]
    id: int | None = None
    rows: tuple[int, ...] = ()


@dataclass(frozen=True)
class _Ready:
    """A row that may come in: what it is called, how it lived, where it lies today."""

    draft: Draft
    name: str
    key: str
    life: Lived
    today: Place


def points_bring(
    *,
    by: User,
    drafts: Sequence[Draft],
    file_name: str = "",
    keep_good: bool = False,
    is_trial: bool = False,
    is_illustration: bool = False,
) -> Brought:
    """The points of a list, all or none; `keep_good`: those of good rows. `is_trial` writes nothing and tells what
    would come in.

    Each problem bears its row; codes are those of `point_register`. Refusal DSM-171 without rows or with too many.
    """
    if not 0 < len(drafts) <= MOST_ROWS:
        expected = Both(f"1 - {MOST_ROWS} dòng", f"1 - {MOST_ROWS} rows")
        raise refusal("DSM-171", str(len(drafts)), expected, "danh sách không đọc được", "no such list")
    ready, problems, rows = _checked(by, drafts)
    comes_in = keep_good or not problems
    if is_trial or not comes_in or not ready:
        return Brought(len(ready) if comes_in else 0, tuple(problems), rows=rows)
    with transaction.atomic():
        made = Bringing.objects.create(body=by.body, file_name=file_name[:120], rows=len(ready), made_by=by)
        _write(by, made, ready, is_illustration)
    return Brought(len(ready), tuple(problems), made.pk, rows)


def _checked(by: User, drafts: Sequence[Draft]) -> tuple[list[_Ready], list[Problem], tuple[int, ...]]:
    known = _Known(drafts)
    ready: list[_Ready] = []
    problems: list[Problem] = []
    rows: list[int] = []
    for draft in drafts:
        try:
            found = known.checked(by, draft)
        except Refusal as refused:
            problems += [_in_row(problem, draft.row) for problem in refused.problems]
            rows += [draft.row] * len(refused.problems)
        else:
            ready.append(found)
    return ready, problems, tuple(rows)


class _Known:
    """What one row after another is checked against; the same commune or text is looked at once."""

    def __init__(self, drafts: Sequence[Draft]) -> None:
        self._communes: dict[object, Place | Refusal] = {}
        self._named: dict[tuple[str, str], tuple[str, str] | Refusal] = {}
        self._taken: dict[tuple[int, int], list[str]] = defaultdict(list)
        kinds = {draft.kind.pk for draft in drafts}
        living = ModelPoint.objects.filter(kind__in=kinds).exclude(state__in=transitions.OVER)
        for place, kind, key in living.values_list("place", "kind", "name_key").iterator(chunk_size=5000):
            self._taken[place, kind].append(key)

    def checked(self, by: User, draft: Draft) -> _Ready:
        name, key = _once(self._named, (draft.name, draft.lead), partial(named_point, draft.name, draft.lead))
        first = draft.steps[0].on
        began = draft.place.valid_from
        days = (
            draft.place.pk,
            draft.now and draft.now.pk,
            began and first < began,
            draft.place.valid_to is not None and first > draft.place.valid_to,
        )
        today = _once(self._communes, days, partial(_commune, by, draft))
        for step in draft.steps:
            check_day(step.on)
        if draft.seen_on is not None:
            check_day(draft.seen_on)
        life = _life(draft)
        taken = self._taken[today.pk, draft.kind.pk]
        if life.state not in transitions.OVER:
            if any(names.is_same_point(other, key) for other in taken):
                expected = Both("một điểm chưa có trong sổ và danh sách", "a point of neither register nor list")
                raise refusal("DSM-106", name, expected, "điểm này có hai lần", "this point is there twice")
            taken.append(key)
        return _Ready(draft, name, key, life, today)


def _once(kept: dict[K, V | Refusal], key: K, look: Callable[[], V]) -> V:
    if key not in kept:
        try:
            kept[key] = look()
        except Refusal as refused:
            kept[key] = refused
    found = kept[key]
    if isinstance(found, Refusal):
        raise found
    return found


def _commune(by: User, draft: Draft) -> Place:
    check_commune(draft.place, draft.steps[0].on)
    today = commune_now(draft.place, draft.now)
    policies.check_register(by, today)
    return today


def _life(draft: Draft) -> Lived:
    steps = [Happened(number, step.kind, step.on) for number, step in enumerate(draft.steps)]
    life = transitions.lived(steps)
    if not isinstance(life, Lived):
        told = ", ".join(f"{STEPS[StepKind(step.kind)].vi} {step.on:%d/%m/%Y}" for step in draft.steps)
        expected = Both("các bước đúng thứ tự", "steps in their order")
        raise refusal("DSM-111", told, expected, "các bước không thành một quá trình", "the steps make no life")
    for step in draft.steps:
        check_texts(step.document, step.reason)
    return life


def _in_row(problem: Problem, row: int) -> Problem:
    return replace(problem, where=Both(f"dòng {row}", f"row {row}"))


def _write(by: User, made: Bringing, ready: list[_Ready], is_illustration: bool) -> None:
    points = [_point(by, made, row, is_illustration) for row in ready]
    ModelPoint.objects.bulk_create(points, batch_size=_CHUNK)
    pairs = list(zip(points, ready, strict=True))
    stays = (
        stay for point, row in pairs for stay in stays_of(point, row.draft.place, row.today, row.draft.steps[0].on)
    )
    _many(stays)
    _many(step for point, row in pairs for step in _steps(by, point, row))
    seen = [(point, row.draft.seen_on) for point, row in pairs if row.draft.seen_on is not None]
    if seen:
        round_ = Round.objects.create(body=by.body, on_date=max(on for _, on in seen), made_by=by)
        _many(Confirmation(point=point, round=round_, on_date=on) for point, on in seen)
    _many(
        Assessment(
            point=point,
            grade=point.grade,
            on_date=point.assessed_on,
            body=by.body,
            remark=row.draft.grounds,
            made_by=by,
        )
        for point, row in pairs
        if point.grade is not None and point.assessed_on is not None
    )


def _many(rows: Iterable[Step] | Iterable[Confirmation] | Iterable[Assessment] | Iterable[object]) -> None:
    held = list(rows)
    if held:
        type(held[0]).objects.bulk_create(held, batch_size=_CHUNK)  # type: ignore[attr-defined]


def _point(by: User, made: Bringing, row: _Ready, is_illustration: bool) -> ModelPoint:
    draft, life = row.draft, row.life
    seen = draft.seen_on if life.state in transitions.WORKING else None
    grade = draft.grade if life.launched_on else None
    return ModelPoint(
        kind=draft.kind,
        place=row.today,
        province_id=row.today.home_province_id,
        body=by.body,
        name=row.name,
        name_key=row.key,
        lead=draft.lead,
        state=life.state,
        state_since=life.since,
        launched_on=life.launched_on,
        known_on=max(life.known_on, seen or life.known_on),
        grade=grade,
        assessed_on=(draft.graded_on or draft.seen_on or life.known_on) if grade else None,
        is_effective=grade.is_effective if grade else None,
        is_replica=draft.is_replica,
        brought=made,
        is_sensitive=draft.kind.is_sensitive or names.is_about_persons(row.name),
        is_illustration=is_illustration,
        made_by=by,
    )


def _steps(by: User, point: ModelPoint, row: _Ready) -> Iterable[Step]:
    for number, step in enumerate(row.draft.steps):
        yield Step(
            point=point,
            kind=step.kind,
            on_date=step.on,
            until=row.life.until[number],
            state=row.life.states[number],
            document=squeeze(step.document),
            document_on=step.document_on,
            reason=squeeze(step.reason),
            end_reason="other" if step.kind == StepKind.END else "",
            made_by=by,
        )


@transaction.atomic
def bringing_undo(*, by: User, id: int) -> tuple[int, int]:
    """What came in by a list is taken back, except points that were written to since; gives how many were taken back
    and how many stay. NotAllowed DSA-404 for another body's list; Refusal DSA-221 for one taken back already."""
    made = bringing_held(Bringing, by=by, id=id)
    untouched = ModelPoint.objects.filter(brought=made, version=1)
    ids = list(untouched.values_list("pk", flat=True))
    now = timezone.now()
    Step.objects.filter(point__brought=made, point__version=1).update(
        struck_by=by, struck_at=now, struck_why="Hoàn lại cả danh sách"
    )
    untouched.update(state=State.VOID, version=F("version") + 1, changed_at=now)
    bringing_close(made, by=by)
    return len(ids), made.rows - len(ids)
