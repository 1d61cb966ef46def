"""The life of a task: given, worked on, done, moved, called off, opened again. Each is a step that is only added."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Final

from django.db import transaction
from django.utils import timezone

from chungtay.gathering.programmes import life, policies
from chungtay.gathering.programmes.models import Task, TaskDeed, TaskPartner, TaskState, TaskStep
from chungtay.gathering.programmes.papers import checked_reason, naming
from chungtay.gathering.programmes.quotas import is_quota
from chungtay.gathering.programmes.refusals import not_theirs, problem, refusal
from chungtay.kernel.errors import Both, Problem, Refusal
from chungtay.kernel.text import squeeze

if TYPE_CHECKING:
    from chungtay.gathering.programmes.models import AnnualPlan, Conference, ContentArea, Paper, Programme
    from chungtay.reference.actors.models import Body, User
    from chungtay.reference.sources.models import Excerpt

LONGEST_YEARS: Final = 12
MOST_PARTNERS: Final = 12
TOGETHER: Final = "*"


@dataclass(frozen=True)
class TaskDraft:
    """A task as it is given. Its source is a plan, a paper, a conference, or a request in words.

    `excerpt`: the sentence of the source that asks for it. `target`: what the source wants reached, in its words.
    `carried_from`: the open task of an earlier year that it goes on with.
    """

    programme: Programme
    owner: Body
    title: str
    due: date
    partners: tuple[Body, ...] = ()
    paper: Paper | None = None
    conference: Conference | None = None
    request: str = ""
    plan: AnnualPlan | None = None
    area: ContentArea | None = None
    excerpt: Excerpt | None = None
    target: str = ""
    carried_from: Task | None = None


@transaction.atomic
def task_give(*, by: User, draft: TaskDraft, is_illustration: bool = False) -> Task:
    """A task for one's own body or one that reports to it. NotAllowed CTPH-403.

    Refusal CTPH-011 without words, -017 of a day that has passed or is years away, -018 of a partner who may not take
    part, -019 where title, request or target sets a quota, -020 of a source of another programme, NGUON-106.
    """
    if not policies.may_give(by, draft.owner, timezone.localdate()) or not life.is_followed(by, draft.programme):
        raise not_theirs(draft.owner.code)
    title, request = squeeze(draft.title)[:240], squeeze(draft.request)[:160]
    if draft.plan is not None and draft.plan.body_id != by.body_id:
        raise not_theirs(str(draft.plan))
    if problems := _draft_problems(by, draft, title, request):
        raise Refusal(problems)
    task = Task.objects.create(
        programme=draft.programme,
        owner=draft.owner,
        given_by=by.body,
        title=title,
        due=draft.due,
        paper=draft.paper,
        conference=draft.conference,
        request=request,
        plan=draft.plan,
        area=draft.area,
        excerpt=draft.excerpt,
        target=squeeze(draft.target)[:300],
        carried_from=draft.carried_from,
        is_illustration=is_illustration,
    )
    TaskPartner.objects.bulk_create(TaskPartner(task=task, body=body) for body in dict.fromkeys(draft.partners))
    return _step(by, task, TaskDeed.GIVEN, due=draft.due, is_first=True)


@transaction.atomic
def tasks_give(
    *, by: User, draft: TaskDraft, owners: Sequence[Body], is_illustration: bool = False
) -> tuple[Task, ...]:
    """The same task for each of several bodies, or for none of them: "Công an các xã" is as many tasks as communes,
    each with its own progress. Refusals as `task_give`."""
    return tuple(
        task_give(
            by=by,
            draft=replace(draft, owner=owner, partners=tuple(body for body in draft.partners if body.pk != owner.pk)),
            is_illustration=is_illustration,
        )
        for owner in dict.fromkeys(owners)
    )


@transaction.atomic
def task_progress(*, by: User, id: int, percent: int, text: str, paper: Paper | None = None) -> Task:
    """How far it is, in words, with a document as evidence where there is one. Refusal CTPH-021 of a percent that is
    none or that says nothing new, -022 where the task is not open, -020 of a paper of another programme."""
    task = _locked(by, id)
    if not policies.may_work(by, task):
        raise not_theirs(str(id))
    _check_open(task)
    words = _checked_words(text)
    if not 0 <= percent <= 100 or (percent == task.percent and not words and paper is None):
        expected = Both("0 đến 100, kèm việc đã làm", "0 to 100, with what was done")
        raise refusal("CTPH-021", str(percent), expected, "tiến độ chưa rõ", "the progress is not clear")
    if paper is not None and paper.programme_id != task.programme_id:
        raise _of_another(paper.number)
    task.percent = percent
    return _step(by, task, TaskDeed.PROGRESS, percent=percent, text=words, paper=paper)


@transaction.atomic
def task_end(*, by: User, id: int, text: str, paper: Paper | None = None) -> Task:
    """It is done, and by what one sees that. Refusal CTPH-014 without a word, -022."""
    task = _locked(by, id)
    if not policies.may_end(by, task):
        raise not_theirs(str(id))
    _check_open(task)
    if paper is not None and paper.programme_id != task.programme_id:
        raise _of_another(paper.number)
    words = checked_reason(text)
    task.state, task.percent = TaskState.DONE, 100
    return _step(by, task, TaskDeed.DONE, percent=100, text=words, paper=paper)


@transaction.atomic
def task_move(*, by: User, id: int, due: date, reason: str) -> Task:
    """Another day. Refusal CTPH-014, -017, -022."""
    task = _settled_by(by, id)
    _check_open(task)
    if problems := _due_problems(due):
        raise Refusal(problems)
    task.due = due
    return _step(by, task, TaskDeed.MOVED, due=due, text=checked_reason(reason))


@transaction.atomic
def task_call_off(*, by: User, id: int, reason: str) -> Task:
    """It is not to be done any more. Refusal CTPH-014, -022."""
    task = _settled_by(by, id)
    _check_open(task)
    task.state = TaskState.CALLED_OFF
    return _step(by, task, TaskDeed.CALLED_OFF, text=checked_reason(reason))


@transaction.atomic
def task_carry(*, by: User, id: int, into: Task) -> Task:
    """It goes on as a task of the next year's plan. Refusal CTPH-022."""
    task = _settled_by(by, id)
    _check_open(task)
    task.state = TaskState.CALLED_OFF
    return _step(by, task, TaskDeed.CARRIED, due=into.due)


@transaction.atomic
def task_reopen(*, by: User, id: int, reason: str) -> Task:
    """What was ended or called off is open again, as far as it had come. Refusal CTPH-014, -022 where it is open."""
    task = _settled_by(by, id)
    if task.state == TaskState.OPEN:
        raise _wrong_state(task)
    told = task.steps.filter(deed=TaskDeed.PROGRESS).order_by("-version").first()
    task.state, task.percent = TaskState.OPEN, (told.percent or 0) if told else 0
    return _step(by, task, TaskDeed.REOPENED, text=checked_reason(reason))


@transaction.atomic
def task_comment(*, by: User, id: int, text: str) -> Task:
    """A word on a task. NotAllowed CTPH-403; Refusal CTPH-014, NGUON-106."""
    task = _locked(by, id)
    if not policies.may_comment(by, task, life.partner_ids(task)):
        raise not_theirs(str(id))
    return _step(by, task, TaskDeed.COMMENT, text=checked_reason(text))


def _locked(by: User, id: int) -> Task:
    found = life.task_get(by=by, id=id)
    Task.objects.select_for_update().filter(pk=found.pk).first()
    found.refresh_from_db(fields=["state", "percent", "due", "version"])
    return found


def _settled_by(by: User, id: int) -> Task:
    found = _locked(by, id)
    if not policies.may_settle(by, found):
        raise not_theirs(str(id))
    return found


def _step(
    by: User,
    task: Task,
    deed: TaskDeed,
    *,
    percent: int | None = None,
    due: date | None = None,
    text: str = "",
    paper: Paper | None = None,
    is_first: bool = False,
) -> Task:
    if not is_first:
        task.version += 1
        task.save(update_fields=["state", "percent", "due", "version"])
    TaskStep.objects.create(
        task=task,
        version=task.version,
        deed=deed,
        percent=percent,
        due=due,
        text=text,
        paper=paper,
        recorded_by=by,
        recorded_at=timezone.now(),
    )
    return task


def _draft_problems(by: User, draft: TaskDraft, title: str, request: str) -> list[Problem]:
    words = [text for text in (title, request, squeeze(draft.target)) if text]
    problems = _due_problems(draft.due) + quota_problems(*words) + naming(*words)
    if not title or not (draft.plan or draft.paper or draft.conference or request):
        expected = Both("việc phải làm và căn cứ giao", "what is to be done and where it comes from")
        problems.append(problem("CTPH-011", title, expected, "nhiệm vụ chưa đủ", "the task is not complete"))
    for source in (draft.paper, draft.conference, draft.plan, draft.area):
        if source is not None and source.programme_id != draft.programme.pk:
            problems += _of_another(str(source)).problems
    others = [body for body in draft.partners if not policies.may_take_part(by, body.place)]
    if others or len(draft.partners) > MOST_PARTNERS or draft.owner in draft.partners:
        expected = Both(
            f"tối đa {MOST_PARTNERS} cơ quan khác trong địa bàn", f"up to {MOST_PARTNERS} other bodies there"
        )
        read = ", ".join(body.code for body in others) or str(len(draft.partners))
        problems.append(problem("CTPH-018", read, expected, "cơ quan phối hợp không hợp", "partners do not fit"))
    return problems


def quota_problems(*texts: str) -> list[Problem]:
    """CTPH-019 of each text that asks for a number of tips, persons, cases found or weapons: nobody is given such a
    quota."""
    expected = Both("việc làm, không phải số đếm ấy", "something to do, not such a number")
    vi = "không giao chỉ tiêu về số tin, số người, số vụ phát hiện hoặc tiếp nhận, số vũ khí giao nộp"
    en = "no quota on tips, on persons, on cases found or brought, or on weapons handed in is given"
    return [problem("CTPH-019", text, expected, vi, en) for text in texts if is_quota(text)]


def _due_problems(due: date) -> list[Problem]:
    today = timezone.localdate()
    if today <= due and due.year <= today.year + LONGEST_YEARS:
        return []
    expected = Both(
        f"từ hôm nay đến năm {today.year + LONGEST_YEARS}", f"from today until {today.year + LONGEST_YEARS}"
    )
    return [problem("CTPH-017", f"{due:%d/%m/%Y}", expected, "hạn không hợp", "not a day to be done by")]


def _checked_words(text: str) -> str:
    words = squeeze(text)[:300]
    if words and (problems := naming(words)):
        raise Refusal(problems)
    return words


def _check_open(task: Task) -> None:
    if task.state != TaskState.OPEN:
        raise _wrong_state(task)


def _wrong_state(task: Task) -> Refusal:
    expected = Both("việc hợp với tình trạng hiện nay", "what its state allows")
    return refusal(
        "CTPH-022", TaskState(task.state).name.lower(), expected, "không làm được bước này", "not in this state"
    )


def _of_another(read: str) -> Refusal:
    expected = Both("căn cứ của cùng chương trình", "a source of the same programme")
    return refusal("CTPH-020", read, expected, "căn cứ thuộc chương trình khác", "of another programme")


def bodies_together(bodies: Iterable[Body], by: User) -> dict[str, list[Body]]:
    """Of bodies that the account may give tasks, those below it that are charged together, by a code: all of one line
    and level, where there are at least two."""
    found: dict[str, list[Body]] = {}
    for body in bodies:
        if body.level != by.body.level:
            found.setdefault(f"{TOGETHER}{body.line}:{body.level}", []).append(body)
    return {code: held for code, held in found.items() if len(held) > 1}


def bodies_given(bodies: Sequence[Body], by: User) -> list[Body]:
    """Of these, whom the account may give tasks."""
    today = timezone.localdate()
    return [body for body in bodies if policies.may_give(by, body, today)]
