"""One search over all registers: what an account may see, by the words of names, marks aside; the latest first.

    found_everywhere(by, "hoa binh") -> Found

Names of recipients are found only where they are public by consent, names of core-force teams in their own commune
alone, kinds that concern persons in the owning commune alone. Tallies have no names.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from chungtay.gathering.registers.activities import queries as activities
from chungtay.gathering.registers.activities import searching as activity_words
from chungtay.gathering.registers.activities.types import Sieve
from chungtay.gathering.registers.activities.wordindexes import ACTIVITIES
from chungtay.gathering.registers.commendations.searching import awards_found
from chungtay.gathering.registers.community import queries as community
from chungtay.gathering.registers.community import searching as point_words
from chungtay.gathering.registers.community.wordindexes import POINTS
from chungtay.gathering.registers.forces.searching import teams_found
from chungtay.gathering.registers.lists.words import found_ids, terms
from chungtay.gathering.registers.standards import searching as entry_words
from chungtay.gathering.registers.standards.wordindexes import ENTRIES
from chungtay.reference.actors.policies import reads_figures

if TYPE_CHECKING:
    from collections.abc import Sequence

    from chungtay.gathering.registers.activities.models import Activity
    from chungtay.gathering.registers.commendations.models import Award
    from chungtay.gathering.registers.community.models import ModelKind, ModelPoint, ModelTeam
    from chungtay.gathering.registers.forces.models import Team
    from chungtay.gathering.registers.standards.models import Entry
    from chungtay.reference.actors.models import User

MOST: Final = 8
"""Rows of each register that a search gives; one more tells that there are others."""


@dataclass(frozen=True)
class Found:
    """What was found in each register, `MOST` rows and one more at most."""

    kinds: Sequence[ModelKind] = ()
    points: Sequence[ModelPoint] = ()
    point_teams: Sequence[ModelTeam] = ()
    activities: Sequence[Activity] = ()
    entries: Sequence[Entry] = ()
    teams: Sequence[Team] = ()
    awards: Sequence[Award] = ()

    def __bool__(self) -> bool:
        return any(vars(self).values())


def found_everywhere(by: User, text: str) -> Found:
    """What the account finds by the words of a text, of which the last may be a beginning; nothing for no words."""
    words, of_points = terms(text), point_words.point_terms(text)
    if not words or not reads_figures(by):
        return Found()
    points, held, entries = _indexed(by, words, of_points)
    return Found(
        kinds=point_words.kinds_found(by, words, MOST + 1),
        points=points,
        point_teams=point_words.teams_found(by, of_points, MOST + 1),
        activities=held,
        entries=entries,
        teams=teams_found(by, words, MOST + 1),
        awards=awards_found(by, words, MOST + 1),
    )


def _indexed(
    by: User, words: Sequence[str], of_points: Sequence[str]
) -> tuple[Sequence[ModelPoint], Sequence[Activity], Sequence[Entry]]:
    """The large registers. A province's and the country's are asked by the indexes alone, in one question; a commune's
    own rows are few."""
    place, most = by.body.place, MOST + 1
    if place.level == "country" or (place.level == "province" and place.vintage == "2025"):
        asked = ((POINTS, of_points), (ACTIVITIES, words), (ENTRIES, words))
        ids = found_ids(asked, province=place.pk if place.level == "province" else None, most=most)
        return point_words.points_of(ids[0]), activity_words.activities_of(ids[1]), entry_words.entries_of(ids[2])
    return (
        point_words.points_near(by, community.territory_points(by), of_points, most),
        activity_words.activities_near(by, activities.activities_visible(by, Sieve()), words, most),
        entry_words.entries_near(by, words, most),
    )
