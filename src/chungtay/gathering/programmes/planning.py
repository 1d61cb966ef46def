"""Yearly plans: one for a body, a programme and a year; what is open at its end begins the next one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Count, Q
from django.utils import timezone

from chungtay.gathering.programmes import life, lineage, policies, queries, tasks
from chungtay.gathering.programmes.models import AnnualPlan, Task, TaskState
from chungtay.gathering.programmes.refusals import not_theirs, refusal, unknown
from chungtay.gathering.programmes.tasks import TaskDraft
from chungtay.kernel.errors import Both
from chungtay.kernel.text import match_key

if TYPE_CHECKING:
    from collections.abc import Collection

    from django.db.models import QuerySet

    from chungtay.gathering.programmes.models import ContentArea, Paper, Programme
    from chungtay.reference.actors.models import User


@dataclass(frozen=True)
class Standing:
    """How far the tasks of a plan are: in all, done, open, late among the open, called off or carried on; and the mean
    of their percents, None without tasks that count."""

    all: int
    done: int
    open: int
    late: int
    off: int
    percent: int | None

    @property
    def counted(self) -> int:
        """Tasks that are to be done: all but those called off."""
        return self.all - self.off


def plans_visible(by: User) -> QuerySet[AnnualPlan]:
    """The yearly plans of the account's territory, and those of the centre and of its province, latest year first."""
    found = AnnualPlan.objects.filter(policies.followed_q(by, "body__place"))
    return found.select_related("body__place", "programme", "paper", "before").order_by("-year", "body__level", "pk")


def plan_get(*, by: User, id: int) -> AnnualPlan:
    """One plan. NotAllowed CTPH-404."""
    found = plans_visible(by).filter(pk=id).first()
    if found is None:
        raise unknown(str(id))
    return found


def may_keep(by: User, plan: AnnualPlan) -> bool:
    """Whether the account works on the plan: an officer of its body."""
    return policies.may_record(by) and by.body_id == plan.body_id


@transaction.atomic
def plan_open(*, by: User, programme: Programme, year: int, paper: Paper | None = None) -> AnnualPlan:
    """The plan of the account's body for a year of a programme, made if there is none; `paper` is kept as what it was
    issued as. NotAllowed CTPH-403; Refusal CTPH-025 of a year outside the programme's term, -020."""
    if not policies.may_record(by) or not life.is_followed(by, programme):
        raise not_theirs(programme.number)
    first, last = programme.term_start.year, programme.term_end.year
    if not first <= year <= last:
        expected = Both(f"{first} đến {last}", f"{first} to {last}")
        raise refusal("CTPH-025", str(year), expected, "năm ngoài thời hạn chương trình", "no year of the programme")
    if paper is not None and paper.programme_id != programme.pk:
        expected = Both("căn cứ của cùng chương trình", "a source of the same programme")
        raise refusal("CTPH-020", paper.number, expected, "căn cứ thuộc chương trình khác", "of another programme")
    plan, _made = AnnualPlan.objects.get_or_create(
        programme=programme,
        body=by.body,
        year=year,
        defaults={"recorded_by": by, "recorded_at": timezone.now()},
    )
    if paper is not None and plan.paper_id != paper.pk:
        plan.paper = paper
        plan.save(update_fields=["paper"])
    return plan


@transaction.atomic
def plan_follow(*, by: User, plan: AnnualPlan, task_ids: Collection[int]) -> AnnualPlan:
    """The plan of the next year, begun with these open tasks of this one: each goes on as a new task that names the
    old, which ends as carried on. When it is due then: see `due_next`. After a programme's last year it is a plan of
    the programme that follows.

    NotAllowed CTPH-403 unless an approver of the plan's body; Refusal CTPH-022 where one of them is no open task of
    the plan (any more), -025 after the programme's last year where none follows.
    """
    if not may_keep(by, plan) or not policies.may_give(by, plan.body, timezone.localdate()):
        raise not_theirs(str(plan.pk))
    programme = programme_of_next(by, plan) or plan.programme
    following = plan_open(by=by, programme=programme, year=plan.year + 1)
    if following.before_id != plan.pk:
        following.before = plan
        following.save(update_fields=["before"])
    held = list(open_tasks(by, plan).filter(pk__in=set(task_ids)))
    if ended := len(set(task_ids)) - len(held):
        expected = Both("việc còn mở của kế hoạch", "open tasks of the plan")
        vi, en = "có việc không còn mở", "some tasks are not open any more"
        raise refusal("CTPH-022", str(ended), expected, vi, en)
    for task in held:
        carried = tasks.task_give(by=by, draft=_carried(task, following), is_illustration=task.is_illustration)
        tasks.task_carry(by=by, id=task.pk, into=carried)
    return following


def programme_of_next(by: User, plan: AnnualPlan) -> Programme | None:
    """The programme that the plan's next year belongs to: its own while that runs, else the one that follows it, or
    that follows a programme which it carries out; None where the account's body carries out none."""
    year = plan.year + 1
    if year <= plan.programme.term_end.year:
        return plan.programme
    above: Programme | None = plan.programme
    while above is not None:
        later = [one for one in lineage.succession(above) if one.term_start.year <= year <= one.term_end.year]
        if found := next((one for one in later if life.is_followed(by, one)), None):
            return found
        above = above.parent
    return None


def _area_named(area: ContentArea | None, programme: Programme) -> ContentArea | None:
    """The content area itself, or that of the same name where another programme goes on."""
    if area is None or area.programme_id == programme.pk:
        return area
    return next((one for one in queries.areas(programme) if match_key(one.name_vi) == match_key(area.name_vi)), None)


def _carried(task: Task, following: AnnualPlan) -> TaskDraft:
    # What asked for it belongs to its own programme; where another one goes on, the new task names the old alone.
    is_same = task.programme_id == following.programme_id
    return TaskDraft(
        programme=following.programme,
        owner=task.owner,
        title=task.title,
        due=due_next(task.due, following.year, timezone.localdate()),
        partners=tuple(one.body for one in task.partners.select_related("body__place")),
        paper=task.paper if is_same else None,
        conference=task.conference if is_same else None,
        request=task.request,
        plan=following,
        area=_area_named(task.area, following.programme),
        excerpt=task.excerpt,
        target=task.target,
        carried_from=task,
    )


def due_next(due: date, year: int, today: date) -> date:
    """When a task that goes on into `year` is due: on its own day where that is to come and not before that year, else
    on the same day of the year (of the 29th of February, the 28th), or on its last where that has passed."""
    if due >= today and due.year >= year:
        return due
    same = date(year, due.month, 28 if (due.month, due.day) == (2, 29) else due.day)
    return same if same >= today else max(date(year, 12, 31), today)


def open_tasks(by: User, plan: AnnualPlan) -> QuerySet[Task]:
    """The open tasks of a plan that the account sees, the earliest due first."""
    return life.tasks_visible(by).filter(plan=plan, state=TaskState.OPEN).order_by("due", "pk")


def standings(by: User, plans: Collection[AnnualPlan]) -> dict[int, Standing]:
    """How far the tasks of these plans are, as far as the account sees them, by the plan's id; one question."""
    found = life.tasks_visible(by).filter(plan__in=[plan.pk for plan in plans])
    rows = {row["plan"]: row for row in _counted(found, "plan")}
    return {plan.pk: _standing(rows.get(plan.pk)) for plan in plans}


def standings_by_area(by: User, plan: AnnualPlan) -> list[tuple[ContentArea | None, Standing]]:
    """The same for each content area that has tasks, in the programme's order; tasks of none come last."""
    found = life.tasks_visible(by).filter(plan=plan)
    rows: dict[int | None, dict[str, Any]] = {row["area"]: row for row in _counted(found, "area")}
    named = {task.area_id: task.area for task in found.filter(area__isnull=False)}
    areas = sorted((area for area in named.values() if area is not None), key=lambda area: area.position)
    lines: list[tuple[ContentArea | None, Standing]] = [(area, _standing(rows[area.pk])) for area in areas]
    return [*lines, (None, _standing(rows[None]))] if None in rows else lines


def _counted(found: QuerySet[Task], by: str) -> list[dict[str, Any]]:
    today, held = timezone.localdate(), Q(state=TaskState.OPEN)
    # Percents are added up here rather than averaged: what was called off does not count.
    counted = {
        "all": Count("pk"),
        "done": Count("pk", filter=Q(state=TaskState.DONE)),
        "open": Count("pk", filter=held),
        "late": Count("pk", filter=held & Q(due__lt=today)),
        "off": Count("pk", filter=Q(state=TaskState.CALLED_OFF)),
    }
    rows = {row[by]: {**row, "told": 0} for row in found.order_by().values(by).annotate(**counted)}
    for key, percent in found.exclude(state=TaskState.CALLED_OFF).values_list(by, "percent"):
        rows[key]["told"] += percent
    return list(rows.values())


def _standing(row: dict[str, int] | None) -> Standing:
    if row is None:
        return Standing(0, 0, 0, 0, 0, None)
    counted = row["all"] - row["off"]
    percent = row["told"] // counted if counted else None
    return Standing(row["all"], row["done"], row["open"], row["late"], row["off"], percent)
