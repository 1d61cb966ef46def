"""Points, their teams and their kinds found by words of their names. What is kept from view is not found by its words
either: the index holds no sensitive point; in a commune, where they bear their names, its few rows are looked through.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from chungtay.gathering.registers.community import policies
from chungtay.gathering.registers.community.models import ModelPoint, State
from chungtay.gathering.registers.community.names import point_key
from chungtay.gathering.registers.community.wordindexes import POINTS, TEAMS
from chungtay.gathering.registers.lists.seeking import Sought
from chungtay.gathering.registers.lists.words import terms, words_q

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import QuerySet

    from chungtay.reference.actors.models import User

SOUGHT_POINTS = Sought(
    "points",
    "community_modelpoint",
    ("k.name_vi", "k.name_en", "t.state", "t.known_on"),
    joins="JOIN community_modelkind k ON k.id = t.kind_id",
    where="t.state <> 'void'",
    wide="NOT t.is_sensitive",
    index=POINTS,
)
SOUGHT_TEAMS = Sought(
    "point_teams",
    "community_modelteam",
    ("q.id", "q.name"),
    joins="JOIN community_modelpoint q ON q.id = t.point_id",
    place="q.place_id",
    province="q.province_id",
    where="t.valid_to IS NULL AND NOT t.is_void AND q.state <> 'void'",
    wide="NOT q.is_sensitive",
    index=TEAMS,
)
SOUGHT_KINDS = Sought(
    "kinds",
    "community_kindname",
    ("k.id", "k.name_vi", "k.name_en"),
    joins="JOIN community_modelkind k ON k.id = t.kind_id",
    place="k.owner_id",
    where="k.united_with_id IS NULL",
    wide="NOT k.is_sensitive",
)


def point_terms(text: str) -> list[str]:
    """The words of what was typed as names of points have them: 'Tổ 05' asks for 'to 5'."""
    return terms(point_key(text)) if text else []


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
