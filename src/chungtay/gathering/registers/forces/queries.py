"""Reading teams: one, a page of them, how many on a day and how strong. Always `by` an account."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from chungtay.gathering.registers.forces import policies
from chungtay.gathering.registers.forces.models import Team, TeamKind, TeamStep
from chungtay.gathering.registers.forces.refusals import unknown
from chungtay.gathering.registers.lists.keyset import Slice, slice_of

if TYPE_CHECKING:
    from chungtay.reference.actors.models import User

__all__ = ["TeamKind"]

_LISTED = ("commune", "province", "village", "body")


@dataclass(frozen=True)
class Strength:
    """Of one kind on a day: teams, people, women among them; `uncounted` teams state no strength."""

    kind: int
    teams: int
    members: int
    women: int
    uncounted: int


def team_get(*, by: User, id: int) -> Team:
    """One team. NotAllowed LLN-404 where there is none that the account may see."""
    found = Team.objects.select_related(*_LISTED).filter(pk=id).first()
    if found is None or not policies.sees(by, found.commune):
        raise unknown(str(id))
    return found


def teams_visible(
    by: User, *, on: date | None = None, kind: int | None = None, communes: Iterable[int] | None = None
) -> QuerySet[Team]:
    """The teams of the territory that were there on a day (None: all that are not void), in no order."""
    found = Team.objects.filter(policies.teams_q(by), is_void=False)
    if on is not None:
        found = found.filter(Q(ended_on__isnull=True) | Q(ended_on__gte=on), began_on__lte=on)
    if communes is not None:
        found = found.filter(commune__in=sorted(set(communes)))
    return found if kind is None else found.filter(kind=kind)


def teams_page(found: QuerySet[Team], *, after: str = "", before: str = "", length: int = 50) -> Slice[Team]:
    """A page by province, commune, kind and number."""
    order = ("province_id", "commune_id", "kind", "number")
    return slice_of(found.select_related(*_LISTED), order, after=after, before=before, length=length)


def strengths(by: User, on: date, *, communes: Iterable[int] | None = None) -> list[Strength]:
    """Teams and people of each kind on a day: of each team the latest count up to that day."""
    counted = TeamStep.objects.filter(team=OuterRef("pk"), on__lte=on, members__isnull=False)
    latest = counted.order_by("-on", "-version")
    rows = (
        teams_visible(by, on=on, communes=communes)
        .annotate(m=Subquery(latest.values("members")[:1]), w=Subquery(latest.values("women")[:1]))
        .values("kind")
        .annotate(teams=Count("id"), told=Count("m"), people=Coalesce(Sum("m"), 0), female=Coalesce(Sum("w"), 0))
        .order_by("kind")
    )
    return [Strength(r["kind"], r["teams"], r["people"], r["female"], r["teams"] - r["told"]) for r in rows]


def strengths_now(by: User, today: date, *, communes: Iterable[int] | None = None) -> list[Strength]:
    """The same of today, from the latest counts that the rows repeat: answered from one index."""
    rows = (
        teams_visible(by, on=today, communes=communes)
        .values("kind")
        .annotate(
            teams=Count("id"),
            told=Count("members"),
            people=Coalesce(Sum("members"), 0),
            female=Coalesce(Sum("women"), 0),
        )
        .order_by("kind")
    )
    return [Strength(r["kind"], r["teams"], r["people"], r["female"], r["teams"] - r["told"]) for r in rows]


def steps_of(team: Team) -> list[TeamStep]:
    """All that was stated of a team, latest first."""
    return list(TeamStep.objects.filter(team=team).select_related("recorded_by__body").order_by("-version"))


def rows_of(found: QuerySet[Team]) -> Iterable[Team]:
    """All of them in the order of lists, a thousand at a time: for files."""
    rows = found.select_related(*_LISTED).order_by("province_id", "commune_id", "kind", "number")
    return rows.iterator(chunk_size=1000)
