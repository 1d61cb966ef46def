"""Keeping what was read of a plan, and confirming it: each thing to be done becomes a task, with its sentence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.db import transaction
from django.utils import timezone

from chungtay.gathering.intake.models import PlanCandidate, PlanReading, State
from chungtay.gathering.intake.plans import queries
from chungtay.gathering.intake.plans.naming import area_named, body_named
from chungtay.gathering.programmes import queries as programmes
from chungtay.gathering.programmes.tasks import TaskDraft, tasks_give
from chungtay.kernel.errors import Both, Problem, Refusal
from chungtay.kernel.text import squeeze
from chungtay.reference.actors.queries import bodies_by_id
from chungtay.reference.sources.masking import masked
from chungtay.reference.sources.services import excerpt_keep

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import date

    from chungtay.gathering.intake.readers.plans import PlanItem, PlanText
    from chungtay.gathering.programmes.models import AnnualPlan, Conference, ContentArea, Paper, Programme, Task
    from chungtay.reference.actors.models import Body, User
    from chungtay.reference.sources.models import Source

_WHERE: Final = Both("kế hoạch đang đọc", "plan being read")


@dataclass(frozen=True)
class Origin:
    """Where things to be done come from: a body's plan for a year, a conference, or a request in an office's words."""

    programme: Programme
    plan: AnnualPlan | None = None
    conference: Conference | None = None
    paper: Paper | None = None
    request: str = ""


@dataclass(frozen=True)
class Settled:
    """A candidate as the officer settled it."""

    title: str
    owner: Body
    due: date
    partners: tuple[Body, ...] = ()
    area: ContentArea | None = None
    target: str = ""
    others: tuple[Body, ...] = ()
    """Bodies that have the same to do each for itself."""


@dataclass(frozen=True)
class Given:
    """What became of several that were confirmed together: the tasks, and what was wrong with the others."""

    tasks: tuple[Task, ...]
    problems: tuple[Problem, ...]


def check_asks(text: PlanText, name: str) -> None:
    """Refusal CTPH-030 where a document asks for nothing that could be read."""
    if text.items:
        return
    raise Refusal.of(
        "CTPH-030",
        name,
        read=text.title[:80],
        expected=Both(
            "mục nhiệm vụ: bảng có cột nội dung, chủ trì, thời gian; hoặc danh sách các việc",
            "a section of tasks: a table with columns for what, who and when, or a list of things to do",
        ),
        todo=Both("kiểm tra lại tệp, hoặc giao từng nhiệm vụ bằng tay", "check the file, or give the tasks one by one"),
        vi="không đọc được việc nào trong văn bản",
        en="nothing to be done was found in the document",
    )


@transaction.atomic
def reading_keep(*, by: User, source: Source, text: PlanText, origin: Origin) -> PlanReading:
    """What was read waits to be confirmed. The same document for the same purpose is kept once: the reading that is
    there is given, with what was decided of it. Of two at once that holds where the caller holds the programme from
    before it kept the source, as `flow_plans` does."""
    same = PlanReading.objects.filter(source=source, body=by.body, programme=origin.programme, plan=origin.plan)
    before = same.filter(conference=origin.conference).first()
    if before is not None:
        return before
    reading = PlanReading.objects.create(
        source=source,
        body=by.body,
        programme=origin.programme,
        plan=origin.plan,
        conference=origin.conference,
        paper=origin.paper,
        request=squeeze(origin.request)[:160],
        more=text.more,
        created_at=timezone.now(),
        created_by=by,
    )
    bodies, areas = programmes.bodies_near(by, with_own=True), programmes.areas(origin.programme)
    PlanCandidate.objects.bulk_create(
        _candidate(reading, position, item, bodies, areas, by.body) for position, item in enumerate(text.items, start=1)
    )
    return reading


def _candidate(
    reading: PlanReading,
    position: int,
    item: PlanItem,
    bodies: Sequence[Body],
    areas: Sequence[ContentArea],
    own: Body,
) -> PlanCandidate:
    owner = body_named(item.lead, bodies, own).body
    partners = [body_named(words, bodies, own).body for words in item.partners]
    named = dict.fromkeys(body.pk for body in partners if body is not None and body != owner)
    return PlanCandidate(
        reading=reading,
        position=position,
        start=item.start,
        end=item.end,
        paragraph=item.paragraph,
        title=masked(item.title)[:240],
        lead_words=masked(item.lead)[:200],
        partner_words=masked("; ".join(item.partners))[:300],
        due_words=masked(item.due_words)[:120],
        area_words=masked(item.area)[:200],
        target=masked(item.target)[:300],
        owner=owner,
        partners=list(named),
        due=item.due,
        area=area_named(item.area, areas),
        asks_quota=item.is_quota,
        is_carried=item.is_carried,
    )


@transaction.atomic
def candidate_give(*, by: User, id: int, settled: Settled) -> Task:
    """It becomes a task with its sentence as evidence, and one more for each of the others; gives the first.

    NotAllowed DOC-404, CTPH-403; Refusal CTPH-031 once it was decided, and those of `task_give`."""
    candidate = _open_one(by, id)
    reading = queries.reading_get(by=by, id=candidate.reading_id)
    sentence = excerpt_keep(
        source=reading.source, start=candidate.start, end=candidate.end, paragraph=candidate.paragraph
    )
    draft = TaskDraft(
        programme=reading.programme,
        owner=settled.owner,
        title=settled.title,
        due=settled.due,
        partners=settled.partners,
        paper=reading.paper,
        conference=reading.conference,
        request=reading.request,
        plan=reading.plan,
        area=settled.area,
        excerpt=sentence,
        target=settled.target,
    )
    owners = (settled.owner, *settled.others)
    task = tasks_give(by=by, draft=draft, owners=owners, is_illustration=reading.source.is_illustration)[0]
    proposed = (candidate.title, candidate.owner_id, candidate.due)
    is_same = proposed == (task.title, task.owner_id, task.due)
    candidate.task = task
    _decided(by, candidate, State.CONFIRMED if is_same else State.CORRECTED)
    return task


def sure_give(*, by: User, id: int, only: Collection[int]) -> Given:
    """Those of the sure candidates that were chosen, as they were read; each alone, so that one that is refused leaves
    the others. `id`: of the reading."""
    reading = queries.reading_get(by=by, id=id)
    given: list[Task] = []
    problems: list[Problem] = []
    for candidate in queries.candidates_of(reading):
        if candidate.pk not in only or not queries.is_sure(candidate):
            continue
        assert candidate.owner is not None
        assert candidate.due is not None
        partners = tuple(bodies_by_id(candidate.partners).values())
        settled = Settled(candidate.title, candidate.owner, candidate.due, partners, candidate.area, candidate.target)
        try:
            given.append(candidate_give(by=by, id=candidate.pk, settled=settled))
        except Refusal as refusal:
            problems += refusal.problems
    return Given(tuple(given), tuple(problems))


@transaction.atomic
def candidate_drop(*, by: User, id: int) -> PlanCandidate:
    """It is no task. Refusal CTPH-031 once it was decided."""
    return _decided(by, _open_one(by, id), State.DROPPED)


@transaction.atomic
def candidate_take_back(*, by: User, id: int) -> PlanCandidate:
    """What was dropped is asked about again. Refusal CTPH-031 where it was not dropped."""
    candidate = _locked(by, id)
    if candidate.state != State.DROPPED:
        raise _decided_before(candidate)
    candidate.state, candidate.decided_by, candidate.decided_at = State.PROPOSED, None, None
    candidate.save(update_fields=["state", "decided_by", "decided_at"])
    return candidate


def _locked(by: User, id: int) -> PlanCandidate:
    candidate = queries.candidate_get(by=by, id=id)
    # Two officers at one plan: the second finds it decided instead of giving the task twice.
    PlanCandidate.objects.select_for_update().filter(pk=candidate.pk).first()
    candidate.refresh_from_db(fields=["state"])
    return candidate


def _open_one(by: User, id: int) -> PlanCandidate:
    candidate = _locked(by, id)
    if candidate.state != State.PROPOSED:
        raise _decided_before(candidate)
    return candidate


def _decided(by: User, candidate: PlanCandidate, state: State) -> PlanCandidate:
    candidate.state, candidate.decided_by, candidate.decided_at = state, by, timezone.now()
    candidate.save(update_fields=["state", "decided_by", "decided_at", "task"])
    return candidate


def _decided_before(candidate: PlanCandidate) -> Refusal:
    return Refusal.of(
        "CTPH-031",
        _WHERE,
        read=candidate.title[:80],
        expected=Both("một việc chưa quyết định", "something undecided"),
        todo=Both("tải lại trang", "reload the page"),
        vi="việc này đã được quyết định",
        en="this was decided already",
    )
