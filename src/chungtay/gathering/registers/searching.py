"""One search over all registers: what an account may see, by the words of names, marks aside; the latest first.

    found_everywhere(by, "hoa binh") -> Found

Names of recipients are found only where they are public by consent, names of core-force teams in their own commune
alone, kinds that concern persons in the owning commune alone. Tallies have no names.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from chungtay.gathering.registers.activities.searching import SOUGHT as ACTIVITIES
from chungtay.gathering.registers.commendations.searching import SOUGHT as AWARDS
from chungtay.gathering.registers.community import policies
from chungtay.gathering.registers.community.searching import SOUGHT_KINDS, SOUGHT_POINTS, SOUGHT_TEAMS, point_terms
from chungtay.gathering.registers.forces.searching import teams_found
from chungtay.gathering.registers.lists.seeking import Row, Scope, rows_found
from chungtay.gathering.registers.lists.words import terms
from chungtay.gathering.registers.standards.searching import SOUGHT as ENTRIES
from chungtay.reference.actors.policies import reads_figures
from chungtay.reference.places.queries import places_in

if TYPE_CHECKING:
    from collections.abc import Sequence

    from chungtay.gathering.registers.forces.models import Team
    from chungtay.reference.actors.models import User

MOST: Final = 8
"""Rows of each register that a search gives; one more tells that there are others."""


@dataclass(frozen=True)
class Found:
    """What was found by register ("kinds", "points", "point_teams", "activities", "entries", "awards"; and teams of the
    core forces), `MOST` rows and one more at most."""

    rows: dict[str, list[Row]] = field(default_factory=dict)
    teams: Sequence[Team] = ()


def found_everywhere(by: User, text: str) -> Found:
    """What the account finds by the words of a text, of which the last may be a beginning; nothing for no words."""
    words = terms(text)
    if not words or not reads_figures(by):
        return Found()
    of_points, scope = point_terms(text), _scope(by)
    registers = ((SOUGHT_POINTS, of_points), (SOUGHT_TEAMS, of_points), (ACTIVITIES, words), (ENTRIES, words))
    rows = rows_found([*registers, (AWARDS, words)], scope, MOST + 1)
    rows += _kinds(by, words, scope)
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(row.register, []).append(row)
    return Found(found, teams_found(by, words, scope.places or (), MOST + 1))


def _scope(by: User) -> Scope:
    """The country and the provinces of today are asked by what indexes begin with; a commune, or an old province, by
    its places, which are few."""
    place = by.body.place
    if place.level == "country":
        return Scope()
    if place.level == "province" and place.vintage == "2025":
        return Scope(province=place.pk)
    held = tuple(places_in(place).values_list("pk", flat=True))
    return Scope(places=held, is_near=policies.sees_kinds_of(by))


def _kinds(by: User, words: Sequence[str], scope: Scope) -> list[Row]:
    """Kinds that the account may choose from, each once, whichever of its names was found."""
    place = by.body.place
    named = rows_found([(SOUGHT_KINDS, words)], Scope(is_near=scope.is_near), 200)
    owners = {row.place for row in named if row.place is not None} - {place.pk, place.home_province_id}
    strange = owners - set(places_in(place).filter(pk__in=owners).values_list("pk", flat=True)) if owners else set()
    kinds = {int(row.told[0]): row for row in named if row.place not in strange}
    return [Row("kinds", pk, row.told[1], row.place, row.told) for pk, row in kinds.items()][: MOST + 1]
