"""Reading the life of a programme: its papers, committees, conferences and tasks, and who has issued theirs.

Always `by` an account: what lies in its territory, what its body gave, and what it shares.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db.models import Count, Min, Q, QuerySet
from django.utils import timezone

from chungtay.gathering.programmes import policies
from chungtay.gathering.programmes.models import (
    Committee,
    Conference,
    ConferenceKind,
    Paper,
    PaperKind,
    Programme,
    Task,
    TaskDeed,
    TaskPartner,
    TaskState,
    TaskStep,
)
from chungtay.gathering.programmes.queries import programmes_followed
from chungtay.gathering.programmes.refusals import unknown
from chungtay.kernel.text import search_key
from chungtay.reference.actors.policies import sees_place
from chungtay.reference.actors.queries import bodies_by_id
from chungtay.reference.places.queries import places_in_force

if TYPE_CHECKING:
    from chungtay.reference.actors.models import Body, User
    from chungtay.reference.places.models import Place

__all__ = ["ConferenceKind", "PaperKind", "TaskDeed", "TaskState"]

ISSUED = (PaperKind.PROGRAMME, PaperKind.PLAN)
"""The papers by which a body takes a programme up."""


@dataclass(frozen=True)
class Sieve:
    """Which tasks a list shows. `kind`: 'open', 'late', 'soon' (due in a fortnight), 'done', 'off' or ''."""

    programme_id: int | None = None
    owner_id: int | None = None
    kind: str = ""
    search: str = ""
    mine: bool = False
    plan_id: int | None = None
    area_id: int | None = None


@dataclass(frozen=True)
class Issued:
    """What a place has done to take a programme up; `paper` and `programme` are None where nothing is known."""

    place: Place
    programme: Programme | None
    paper: Paper | None
    papers: int

    @property
    def has_issued(self) -> bool:
        """Whether there is a programme of its own or a plan."""
        return self.programme is not None or self.paper is not None


@dataclass(frozen=True)
class Late:
    """A body with late tasks: how many, and by how many days the one that is the longest."""

    body: Body
    tasks: int
    days: int


@dataclass(frozen=True)
class Due:
    """An open task as far as a reminder needs it: the id of its owner, of those who are told when it is late for long
    (whoever gave it, and the body above its owner), and the day."""

    owner: int
    above: frozenset[int]
    on: date


def dues_until(last: date) -> list[Due]:
    """The open tasks of everybody that are due by a day, for the round of mails: nothing but bodies and days."""
    found = Task.objects.filter(state=TaskState.OPEN, due__lte=last).order_by("due", "pk")
    rows = found.values_list("owner", "given_by", "owner__parent", "due")
    return [Due(owner, frozenset(body for body in (giver, over) if body), due) for owner, giver, over, due in rows]


def late_below(by: User, on: date | None = None) -> list[Late]:
    """The bodies in the account's territory that are late, the longest late first; its own is not among them."""
    today = on or timezone.localdate()
    if not policies.may_record(by):
        return []
    found = tasks_visible(by).filter(state=TaskState.OPEN, due__lt=today).exclude(owner=by.body_id)
    counted = found.order_by().values("owner").annotate(n=Count("pk"), since=Min("due"))
    rows = list(counted.order_by("since", "owner"))
    bodies = bodies_by_id([row["owner"] for row in rows])
    return [Late(bodies[row["owner"]], row["n"], (today - row["since"]).days) for row in rows]


def is_followed(by: User, programme: Programme) -> bool:
    """Whether the account's body carries the programme out."""
    return programmes_followed(by).filter(pk=programme.pk).exists()


def paper_get(*, by: User, id: int) -> Paper:
    """One document. NotAllowed CTPH-404."""
    found = Paper.objects.select_related("body__place", "programme").filter(_papers_q(by), pk=id).first()
    if found is None:
        raise unknown(str(id))
    return found


def papers_of(by: User, programme: Programme, *, with_struck: bool = False) -> QuerySet[Paper]:
    """The documents of a programme that the account may know of, latest first."""
    found = Paper.objects.filter(_papers_q(by), programme=programme)
    found = found if with_struck else found.filter(is_struck=False)
    return found.select_related("body__place", "source", "recorded_by").order_by("-issued_on", "-pk")


def is_known(paper: Paper) -> bool:
    """Whether another row that stands bears the number."""
    same = Paper.objects.filter(programme=paper.programme_id, body=paper.body_id, number=paper.number)
    return same.filter(is_struck=False).exclude(pk=paper.pk).exists()


def committees_of(by: User, programme: Programme) -> QuerySet[Committee]:
    """The steering committees, those that stand first."""
    found = Committee.objects.filter(policies.followed_q(by, "place"), programme=programme)
    return found.select_related("place").order_by("place__level", "place__key", "-since")


def conferences_of(by: User, programme: Programme) -> QuerySet[Conference]:
    """The conferences, latest first, with how many tasks came out of each."""
    found = Conference.objects.filter(policies.followed_q(by, "place"), programme=programme)
    return found.select_related("place", "body").order_by("-held_on", "-pk")


def conference_get(*, by: User, id: int) -> Conference:
    """One conference. NotAllowed CTPH-404."""
    found = Conference.objects.select_related("place", "body", "programme")
    conference = found.filter(policies.followed_q(by, "place"), pk=id).first()
    if conference is None:
        raise unknown(str(id))
    return conference


def task_get(*, by: User, id: int) -> Task:
    """One task. NotAllowed CTPH-404."""
    found = tasks_visible(by).filter(pk=id).first()
    if found is None:
        raise unknown(str(id))
    return found


def tasks_visible(by: User) -> QuerySet[Task]:
    """What the account may know of, in no order."""
    known = Task.objects.filter(policies.tasks_q(by)).values("pk")
    related = ("owner__place", "owner__parent", "given_by", "programme", "paper", "conference")
    return Task.objects.filter(pk__in=known).select_related(*related, "plan__body", "plan__paper", "area", "excerpt")


def tasks_sieved(by: User, sieve: Sieve, on: date | None = None) -> QuerySet[Task]:
    """The tasks of a list, the earliest due first, open ones before ended ones."""
    found, today = tasks_visible(by), on or timezone.localdate()
    if sieve.programme_id is not None:
        found = found.filter(programme=sieve.programme_id)
    if sieve.owner_id is not None:
        found = found.filter(owner=sieve.owner_id)
    if sieve.plan_id is not None:
        found = found.filter(plan=sieve.plan_id)
    if sieve.area_id is not None:
        found = found.filter(area=sieve.area_id)
    if sieve.mine:
        found = found.filter(Q(owner=by.body_id) | Q(partners__body=by.body_id)).distinct()
    found = found.filter(_kind_q(sieve.kind, today))
    if words := search_key(sieve.search).split():
        kept = [pk for pk, title in found.values_list("pk", "title") if all(w in search_key(title) for w in words)]
        found = found.filter(pk__in=kept)
    return found.order_by("state", "due", "pk")


def _kind_q(kind: str, today: date) -> Q:
    if kind == "open":
        return Q(state=TaskState.OPEN)
    if kind == "late":
        return Q(state=TaskState.OPEN, due__lt=today)
    if kind == "soon":
        return Q(state=TaskState.OPEN, due__gte=today, due__lte=today + timedelta(days=14))
    states = {"done": TaskState.DONE, "off": TaskState.CALLED_OFF}
    return Q(state=states[kind]) if kind in states else Q()


def tasks_waiting(by: User) -> list[Task]:
    """What the account's body owes by now or soon, and what bodies below it, or given tasks by it, are late with."""
    today = timezone.localdate()
    own = Q(owner=by.body_id, due__lte=today + timedelta(days=14))
    over = Q(due__lt=today - timedelta(days=settings.TASK_ESCALATE_DAYS))
    below = over & (Q(given_by=by.body_id) | Q(owner__parent=by.body_id)) & ~Q(owner=by.body_id)
    if not policies.may_record(by):
        return []
    return list(tasks_visible(by).filter(own | below, state=TaskState.OPEN).order_by("due", "pk")[:50])


def partner_ids(task: Task) -> frozenset[int]:
    """The bodies that take part."""
    return frozenset(TaskPartner.objects.filter(task=task).values_list("body_id", flat=True))


def steps_of(task: Task) -> list[TaskStep]:
    """What was told of a task, latest first."""
    return list(task.steps.select_related("recorded_by__body", "paper").order_by("-version"))


def counts_by_state(by: User, programme: Programme) -> dict[str, int]:
    """{"open", "late", "done", "off"} of the tasks that the account sees."""
    found, today = tasks_visible(by).filter(programme=programme), timezone.localdate()
    told = found.aggregate(
        open=Count("pk", filter=_kind_q("open", today)),
        late=Count("pk", filter=_kind_q("late", today)),
        done=Count("pk", filter=_kind_q("done", today)),
        off=Count("pk", filter=_kind_q("off", today)),
    )
    return {name: told[name] or 0 for name in ("open", "late", "done", "off")}


def issued_by(by: User, programme: Programme, place: Place, on: date) -> list[Issued]:
    """Of the units under a place on a day, what each has done to take the programme up: provinces under the country,
    communes under a province. Empty where the account does not see the place."""
    if place.level not in ("country", "province") or not sees_place(by, place):
        return []
    level = "province" if place.level == "country" else "commune"
    units = [unit for unit in places_in_force(place, level=level, since=on) if in_force(unit, on)]
    known = family(programme)
    keys = [unit.pk for unit in units]
    own = {one.place_id: one for one in Programme.objects.filter(pk__in=known, place__in=keys)}
    papers: dict[int, list[Paper]] = {}
    for paper in _taken_up(known, keys):
        papers.setdefault(paper.body.place_id, []).append(paper)
    lines = []
    for unit in units:
        held = papers.get(unit.pk, [])
        lines.append(Issued(unit, own.get(unit.pk), held[0] if held else None, len(held)))
    return lines


def _taken_up(family: Iterable[int], places: Iterable[int]) -> QuerySet[Paper]:
    found = Paper.objects.filter(programme__in=family, body__place__in=places, kind__in=ISSUED, is_struck=False)
    return found.select_related("body").order_by("issued_on", "pk")


def family(programme: Programme) -> set[int]:
    """The programme and all that carry it out, at whatever distance."""
    known, fresh = {programme.pk}, {programme.pk}
    while fresh:
        fresh = set(Programme.objects.filter(parent__in=fresh).values_list("pk", flat=True)) - known
        known |= fresh
    return known


def in_force(place: Place, on: date) -> bool:
    """Whether the place is there on a day."""
    return (place.valid_from is None or place.valid_from <= on) and (place.valid_to is None or on <= place.valid_to)


def _papers_q(by: User) -> Q:
    return policies.followed_q(by, "body__place")
