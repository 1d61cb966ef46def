"""Teams of the core forces found by their names, which are for the eyes of their commune alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chungtay.gathering.registers.forces import policies
from chungtay.gathering.registers.forces.models import Team
from chungtay.gathering.registers.lists.words import has_words
from chungtay.kernel.text import search_key

if TYPE_CHECKING:
    from collections.abc import Sequence

    from chungtay.reference.actors.models import User


def teams_found(by: User, words: Sequence[str], places: Sequence[int], most: int) -> list[Team]:
    """Teams of the account's own commune, which is these places, by the words of their names or villages, the latest
    first."""
    if not words or not policies.sees_names(by, by.body.place):
        return []
    rows = Team.objects.filter(commune__in=places, is_void=False).select_related("commune", "village").order_by("-pk")
    return [team for team in rows if has_words(search_key(_written(team)), words)][:most]


def _written(team: Team) -> str:
    return f"{team.name} {team.village.full_name if team.village else ''}"
