"""A kind to be replicated: where it works and with what result, and which communes are most like those.

How much a kind of model changes is not measured here: a grade is what somebody gave, not an effect.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, Q

from chungtay.gathering.registers.community import policies, transitions
from chungtay.gathering.registers.community.finding import Standing, standing_q, territory_points
from chungtay.gathering.registers.community.kinds import kind_get, kinds_offered
from chungtay.gathering.registers.community.likeness import Likeness, Locality, shortlist
from chungtay.gathering.registers.community.models import ModelKind, RatingGrade, State
from chungtay.gathering.registers.community.refusals import not_there, refusal
from chungtay.kernel.errors import Both, Refusal
from chungtay.reference.places.queries import (
    lies_within,
    lines_in,
    people_in,
    positions_in,
    province_neighbours,
    provinces_on,
)

if TYPE_CHECKING:
    from datetime import date

    from chungtay.reference.actors.models import User
    from chungtay.reference.places.models import Place
    from chungtay.reference.places.queries import PlaceLine

_GONE = (State.ENDED, State.VOID)
_PEOPLE = (2025, "registered")


@dataclass(frozen=True)
class Outcome:
    """Of the points of a kind in a place: graded effective, graded otherwise, known and not graded, unknown."""

    place: int
    effective: int
    otherwise: int
    ungraded: int
    unknown: int

    @property
    def known(self) -> int:
        """Those that work and were seen within twelve months."""
        return self.effective + self.otherwise + self.ungraded


@dataclass(frozen=True)
class Shortlist:
    """The communes most like those where a kind works, with all places that they name.

    `by_grade`: works means known and graded effective; else nothing is graded so, and known points alone are meant.
    `had`: communes where it was and has ended.
    """

    likes: list[Likeness]
    places: dict[int, PlaceLine]
    examples: int
    candidates: int
    by_grade: bool
    had: frozenset[int]


def kind_seen(by: User, id: int) -> ModelKind:
    """A kind that the account may look at. NotAllowed DSM-404 for one that is not offered in its land, or kept from
    its view; Refusal DSM-171 for a sensitive one in its own commune: nobody replicates it by a list."""
    try:
        kind = kind_get(id)
    except Refusal:
        raise not_there() from None
    is_known = any(kind.pk == one.pk for one in kinds_offered(by)) or territory_points(by).filter(kind=kind).exists()
    if not is_known or (kind.is_sensitive and not policies.sees_kinds_of(by)):
        raise not_there()
    if kind.is_sensitive:
        expected = Both("loại không thuộc diện hạn chế", "a kind that is not kept from view")
        raise refusal("DSM-171", "", expected, "loại này không lập danh sách nhân rộng", "there is no list for it")
    return kind


def outcomes(by: User, kind: ModelKind, on: date) -> list[Outcome]:
    """Where points of a kind work, by province for the country and by commune below it; most known ones first."""
    column = "province" if by.body.place.level == "country" else "place"
    found = territory_points(by).filter(kind=kind, state__in=transitions.WORKING).order_by()
    known = standing_q(Standing.KNOWN, on)
    counts = {
        "effective": Count("pk", filter=known & Q(is_effective=True)),
        "otherwise": Count("pk", filter=known & Q(is_effective=False)),
        "ungraded": Count("pk", filter=known & Q(is_effective=None)),
        "unknown": Count("pk", filter=standing_q(Standing.UNKNOWN, on)),
    }
    rows = [Outcome(*row) for row in found.values_list(column).annotate(**counts) if row[0] is not None]
    return sorted(rows, key=lambda row: (-row.known, -row.unknown, row.place))


def grades_given(by: User, kind: ModelKind, on: date) -> list[tuple[RatingGrade | None, int]]:
    """How many known points of a kind have which grade as their latest, best first; None: no grade."""
    found = territory_points(by).filter(standing_q(Standing.KNOWN, on), kind=kind).order_by()
    counts = dict(found.values_list("grade").annotate(n=Count("pk")))
    grades = RatingGrade.objects.filter(pk__in=[pk for pk in counts if pk]).order_by("position", "pk")
    told: list[tuple[RatingGrade | None, int]] = [(grade, counts[grade.pk]) for grade in grades]
    return [*told, (None, counts[None])] if counts.get(None) else told


def shortlist_of(by: User, kind: ModelKind, on: date, within: Place | None = None) -> Shortlist:
    """The communes of the account's territory, or of a province in it, that are most like those of the territory where
    the kind works; without those that have it, whether it works, rests or is prepared."""
    territory = by.body.place
    if territory.level not in ("country", "province"):
        return Shortlist([], {}, 0, 0, False, frozenset())
    effective, known, having, had = _standing(by, kind, on)
    lines = {line.pk: line for line in lines_in(territory, on, "commune")}
    places = _localities(territory, on, lines)
    works = effective & places.keys() or known & places.keys()
    free = [place for pk, place in places.items() if pk not in having]
    if within is not None and lies_within(within, territory):
        free = [place for place in free if place.province == within.pk]
    likes = shortlist(free, [places[pk] for pk in works], _beside(on))
    by_grade = bool(effective & places.keys())
    return Shortlist(likes, lines, len(works), len(free), by_grade, frozenset(had - having))


def _standing(by: User, kind: ModelKind, on: date) -> tuple[set[int], set[int], set[int], set[int]]:
    """Communes with an effective, a known, any lasting and an ended point."""
    counts = {
        "effective": Count("pk", filter=standing_q(Standing.EFFECTIVE, on)),
        "known": Count("pk", filter=standing_q(Standing.KNOWN, on)),
        "lasting": Count("pk", filter=~Q(state__in=_GONE)),
        "ended": Count("pk", filter=Q(state=State.ENDED)),
    }
    sets: tuple[set[int], set[int], set[int], set[int]] = (set(), set(), set(), set())
    for place, *numbers in territory_points(by).filter(kind=kind).order_by().values_list("place").annotate(**counts):
        for held, number in zip(sets, numbers, strict=True):
            if number:
                held.add(place)
    return sets


def _localities(territory: Place, on: date, lines: dict[int, PlaceLine]) -> dict[int, Locality]:
    people = people_in(territory, "commune", *_PEOPLE)
    groups: dict[int, set[str]] = {}
    for pk, kind in positions_in(territory, on):
        groups.setdefault(pk, set()).add(kind)
    none: frozenset[str] = frozenset()
    return {
        pk: Locality(
            pk,
            line.home_province_id or 0,
            line.kind,
            people.get(pk),
            line.area,
            frozenset(groups[pk]) if pk in groups else none,
            line.lat,
            line.lon,
        )
        for pk, line in lines.items()
    }


def _beside(on: date) -> dict[int, frozenset[int]]:
    ids = dict(provinces_on(on).values_list("code", "pk"))
    return {
        ids[code]: frozenset(ids[other] for other in others if other in ids)
        for code, others in province_neighbours().items()
        if code in ids
    }
