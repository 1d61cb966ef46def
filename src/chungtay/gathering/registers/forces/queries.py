"""Reading teams: one, a page of them, how many on a day and how strong. Always `by` an account."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from chungtay.gathering.registers.forces import policies
from chungtay.gathering.registers.forces.models import Team, TeamKind, TeamStep
from chungtay.gathering.registers.forces.refusals import unknown
from chungtay.gathering.registers.lists.keyset import Pages, Slice
from chungtay.gathering.registers.lists.land import land_of, land_q
from chungtay.gathering.registers.lists.prepared import Prepared
from chungtay.reference.places.queries import PlaceShown

if TYPE_CHECKING:
    from chungtay.reference.actors.models import User

__all__ = ["TeamKind"]

_LISTED = ("commune", "province", "village", "body")


_ORDER = ("province_id", "commune_id", "kind", "number")


@dataclass(frozen=True)
class Asked:
    """What a list is narrowed to: teams that were there on a day (None: all that are not void), of a kind, of some
    communes or provinces (`communes` None: the whole territory)."""

    on: date | None = None
    kind: int | None = None
    communes: frozenset[int] | None = None
    provinces: frozenset[int] = frozenset()


_ALL = Asked()


class TeamLine(NamedTuple):
    """A row of a list: columns of `Team` and of its commune."""

    id: int
    kind: int
    number: int
    name: str
    began_on: date
    ended_on: date | None
    members: int | None
    women: int | None
    is_illustration: bool
    province_id: int
    commune_id: int
    commune__level: str
    commune__name: str
    commune__full_name: str
    commune__kind: str

    @property
    def pk(self) -> int:
        """Its number in the table."""
        return self.id

    @property
    def commune(self) -> PlaceShown:
        """Where it works."""
        return PlaceShown._make(self[-len(PlaceShown._fields) :])


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


def teams_visible(by: User, asked: Asked = _ALL) -> QuerySet[Team]:
    """The teams of the territory that are asked for, in no order."""
    return _found((), _values(by, asked))


def teams_page(by: User, asked: Asked, *, after: str = "", before: str = "", length: int = 50) -> Slice[TeamLine]:
    """A page by province, commune, kind and number."""
    return _PAGES.page(_values(by, asked), _ORDER, after=after, before=before, length=length)


def _values(by: User, asked: Asked) -> dict[str, Any]:
    told = {"kind": asked.kind, "on": asked.on}
    land = land_of(by, provinces=asked.provinces, communes=asked.communes)
    return land | {name: value for name, value in told.items() if value is not None}


def _found(_shape: object, values: Mapping[str, Any]) -> QuerySet[Team]:
    found = Team.objects.filter(land_q(values, "commune"), is_void=False)
    if "on" in values:
        on = values["on"]
        found = found.filter(Q(ended_on__isnull=True) | Q(ended_on__gte=on), began_on__lte=on)
    return found.filter(kind=values["kind"]) if "kind" in values else found


_PAGES = Pages(Team, TeamLine, _found, is_indexed=True)


def strengths(by: User, on: date) -> list[Strength]:
    """Teams and people of each kind on a day: of each team the latest count up to that day."""
    return [Strength(*row) for row in _STRENGTHS.rows(_values(by, Asked(on=on)), "then")]


def strengths_now(by: User, today: date) -> list[Strength]:
    """The same of today, from the latest counts that the rows repeat: answered from one index."""
    return [Strength(*row) for row in _STRENGTHS.rows(_values(by, Asked(on=today)), "now")]


def _strengths(when: object, values: Mapping[str, Any]) -> QuerySet[Any]:
    found, members, women = _found((), values), "members", "women"
    if when == "then":
        counted = TeamStep.objects.filter(team=OuterRef("pk"), on__lte=values["on"], members__isnull=False)
        latest = counted.order_by("-on", "-version")
        found = found.annotate(m=Subquery(latest.values("members")[:1]), w=Subquery(latest.values("women")[:1]))
        members, women = "m", "w"
    people, female = Coalesce(Sum(members), 0), Coalesce(Sum(women), 0)
    untold = Count("*") - Count(members)
    told = found.values("kind").annotate(teams=Count("*"), people=people, female=female, untold=untold)
    return told.order_by("kind").values_list("kind", "teams", "people", "female", "untold")


_STRENGTHS = Prepared(_strengths)


def steps_of(team: Team) -> list[TeamStep]:
    """All that was stated of a team, latest first."""
    return list(TeamStep.objects.filter(team=team).select_related("recorded_by__body").order_by("-version"))


def rows_of(found: QuerySet[Team]) -> Iterable[Team]:
    """All of them in the order of lists, a thousand at a time: for files."""
    return found.select_related(*_LISTED).order_by(*_ORDER).iterator(chunk_size=1000)
