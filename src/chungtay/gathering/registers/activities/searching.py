"""Activities found by the words of their titles. Support of people has no title, so it is never found so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chungtay.gathering.registers.activities.models import Activity, State
from chungtay.gathering.registers.activities.wordindexes import ACTIVITIES
from chungtay.gathering.registers.lists.seeking import Sought
from chungtay.gathering.registers.lists.words import words_q

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import QuerySet

    from chungtay.reference.actors.models import User

SOUGHT = Sought(
    "activities",
    "activities_activity",
    ("t.kind", "t.state", 't."on"', "t.part"),
    key="t.title_key",
    name="t.title",
    where="t.title_key IS NOT NULL AND t.state <> 4",
    index=ACTIVITIES,
)
_NEAR = ("commune", "village")


def words_of_titles(
    by: User, found: QuerySet[Activity], words: Sequence[str], *, with_struck: bool = False
) -> QuerySet[Activity]:
    """Narrows activities of the territory to those whose titles have the words. The index holds what was not struck;
    in a commune, and among what was, any part of a word will do."""
    found = found.filter(title_key__isnull=False)
    if by.body.place.level not in _NEAR and not with_struck:
        return found.filter(words_q(ACTIVITIES, words)).exclude(state=State.STRUCK)
    for word in words:
        found = found.filter(title_key__contains=word)
    return found
