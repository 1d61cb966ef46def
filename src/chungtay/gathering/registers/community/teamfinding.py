"""Lists of the teams of points within an account's territory."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from chungtay.gathering.registers.community import policies
from chungtay.gathering.registers.community.models import ModelPoint, ModelTeam, State, Strength
from chungtay.gathering.registers.community.names import point_key
from chungtay.gathering.registers.community.teams import with_members
from chungtay.gathering.registers.community.wordindexes import TEAMS
from chungtay.gathering.registers.lists.keyset import PAGE_LENGTH, Named, Pages
from chungtay.gathering.registers.lists.land import land_of, land_q
from chungtay.gathering.registers.lists.words import terms, words_q
from chungtay.reference.places.queries import PlaceShown

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from django.db.models import QuerySet

    from chungtay.reference.actors.models import User
    from chungtay.reference.places.models import Place


@dataclass(frozen=True)
class TeamsAsked:
    """What a list is narrowed to. `sort`: '' those that work, 'ended' or 'void'; `place` one of the territory."""

    sort: str = ""
    kind: int | None = None
    place: Place | None = None
    search: str = ""


class TeamLine(NamedTuple):
    """A row of a list: columns of `ModelTeam`, of its point, that one's kind and commune."""

    id: int
    name: str
    valid_from: date
    valid_to: date | None
    version: int
    point_id: int
    point__name: str
    point__is_illustration: bool
    point__kind__name_vi: str
    point__kind__name_en: str
    point__place_id: int
    point__place__level: str
    point__place__name: str
    point__place__full_name: str
    point__place__kind: str

    @property
    def pk(self) -> int:
        """Its number."""
        return self.id

    @property
    def kind(self) -> Named:
        """Of which kind its point is."""
        return Named(self.point__kind__name_vi, self.point__kind__name_en)

    @property
    def place(self) -> PlaceShown:
        """The commune of its point."""
        return PlaceShown._make(self[-len(PlaceShown._fields) :])


@dataclass(frozen=True)
class TeamsPage:
    """A page of teams, each with how many people it has today (None: never said), and the cursors beside it."""

    rows: list[tuple[TeamLine, int | None]]
    after: str
    before: str


def teams_found(by: User, asked: TeamsAsked) -> QuerySet[ModelTeam]:
    """The teams of the territory that are asked for, unordered. Those of points of a sensitive kind are there for
    their commune alone: elsewhere neither they nor their number tell of which kind they are."""
    return _found(*_told(by, asked))


def teams_page(
    by: User, asked: TeamsAsked, on: date, *, after: str = "", before: str = "", length: int = PAGE_LENGTH
) -> TeamsPage:
    """A page of them, latest written first."""
    shape, values = _told(by, asked)
    kept = not shape.words
    page = _PAGES.page(values, ("-id",), shape=shape, after=after, before=before, length=length, is_kept=kept)
    told = Strength.objects.filter(team__in=[line.id for line in page.rows], since__lte=on).order_by("since", "pk")
    members = dict(told.values_list("team", "members"))
    return TeamsPage([(line, members.get(line.id)) for line in page.rows], page.after, page.before)


def teams_of_file(by: User, asked: TeamsAsked, on: date) -> Iterable[tuple[TeamLine, int | None]]:
    """All of them with how many people each has, a thousand at a time: for files."""
    found: Any = with_members(teams_found(by, asked), on).order_by("-pk")
    rows = found.values_list(*TeamLine._fields, "members")
    return ((TeamLine._make(row[:-1]), row[-1]) for row in rows.iterator(chunk_size=1000))


class _Shape(NamedTuple):
    """What is asked for that is no value."""

    sort: str
    hides: bool
    words: tuple[str, ...]


def _told(by: User, asked: TeamsAsked) -> tuple[_Shape, dict[str, Any]]:
    values = land_of(by)
    if asked.kind is not None:
        values["kind"] = asked.kind
    if asked.place is not None:
        values["in province" if asked.place.level == "province" else "in place"] = asked.place.pk
    words = tuple(terms(point_key(asked.search)))
    return _Shape(asked.sort, not policies.sees_kinds_of(by), words), values


def _found(shape: Any, values: Mapping[str, Any]) -> QuerySet[ModelTeam]:
    points = ModelPoint.objects.filter(land_q(values)).exclude(state=State.VOID)
    named = {"in province": "province", "in place": "place", "kind": "kind"}
    points = points.filter(**{column: values[name] for name, column in named.items() if name in values})
    points = points.filter(is_sensitive=False) if shape.hides else points
    sorts: Mapping[str, Mapping[str, bool]] = {
        "ended": {"is_void": False, "valid_to__isnull": False},
        "void": {"is_void": True},
    }
    found = ModelTeam.objects.filter(point__in=points).filter(
        **sorts.get(shape.sort, {"is_void": False, "valid_to__isnull": True})
    )
    return found.filter(words_q(TEAMS, shape.words)) if shape.words else found


_PAGES = Pages(ModelTeam, TeamLine, _found)
