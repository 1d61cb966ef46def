"""Points, their teams and their kinds found by words of their names. What is kept from view is not found by its words
either: the index holds no sensitive point, and those of a commune are looked through one by one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from chungtay.gathering.registers.community import policies
from chungtay.gathering.registers.community.models import KindName, ModelPoint, ModelTeam, State
from chungtay.gathering.registers.community.names import point_key
from chungtay.gathering.registers.community.wordindexes import POINTS, TEAMS
from chungtay.gathering.registers.lists.words import has_words, terms, words_q
from chungtay.reference.places.queries import territory_q

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import QuerySet

    from chungtay.gathering.registers.community.models import ModelKind
    from chungtay.reference.actors.models import User


def point_terms(text: str) -> list[str]:
    """The words of what was typed as names of points have them: 'Tổ 05' asks for 'to 5'."""
    return terms(point_key(text))


def points_near(by: User, found: QuerySet[ModelPoint], words: Sequence[str], most: int) -> list[ModelPoint]:
    """Of the few points of a commune, or of an old province, those whose names have the words, the latest first."""
    rows = words_of_names(by, found.exclude(state=State.VOID), words).order_by("-pk") if words else []
    return [point for point in rows if has_words(point.name_key, words)][:most]


def words_of_names(
    by: User, found: QuerySet[ModelPoint], words: Sequence[str], *, with_void: bool = False
) -> QuerySet[ModelPoint]:
    """Narrows points of the territory to those whose names have the words. The index holds what counts; among the few
    points of a commune, and among what was taken back, any part of a word will do."""
    sees_all = policies.sees_kinds_of(by)
    if not (sees_all or with_void):
        return found.filter(words_q(POINTS, words), is_sensitive=False).exclude(state=State.VOID)
    for word in words:
        found = found.filter(name_key__contains=word)
    return found if sees_all else found.filter(is_sensitive=False)


def teams_found(by: User, words: Sequence[str], most: int) -> list[ModelTeam]:
    """Teams that work, of points that the account reads the names of, the latest first."""
    if not words:
        return []
    found = ModelTeam.objects.filter(territory_q(by.body.place, "point__place__"), valid_to=None)
    if policies.sees_kinds_of(by):
        for word in words:
            found = found.filter(name_key__contains=word)
        rows = [team for team in found.select_related("point__place") if has_words(team.name_key, words)]
        return sorted(rows, key=lambda team: -team.pk)[:most]
    found = found.filter(words_q(TEAMS, words), point__is_sensitive=False)
    return list(found.select_related("point__place").order_by("-pk")[:most])


def kinds_found(by: User, words: Sequence[str], most: int) -> list[ModelKind]:
    """Kinds that the account may choose from, by any of their names."""
    if not words:
        return []
    place = by.body.place
    around = Q(kind__owner=None) | territory_q(place, "kind__owner__") | Q(kind__owner=place.home_province_id)
    named = KindName.objects.filter(around, kind__united_with=None).select_related("kind")
    if not policies.sees_kinds_of(by):
        named = named.filter(kind__is_sensitive=False)
    for word in words:
        named = named.filter(name_key__contains=word)
    found = {name.kind_id: name.kind for name in named if has_words(name.name_key, words)}
    return sorted(found.values(), key=lambda kind: kind.name_vi)[:most]


def points_of(ids: Sequence[int]) -> list[ModelPoint]:
    """Points by their ids, the latest first."""
    rows = ModelPoint.objects.filter(pk__in=ids).select_related("kind", "place", "province") if ids else ()
    return sorted(rows, key=lambda point: -point.pk)
