"""Recipients found by name: those alone who are public, individuals and households by a recorded consent.

No index of words is kept of them: it would hold a name for a while after it was withdrawn.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from chungtay.gathering.registers.commendations import policies
from chungtay.gathering.registers.commendations.models import Award, Fate, Round, State
from chungtay.gathering.registers.lists.words import has_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from chungtay.reference.actors.models import User


def awards_found(by: User, words: Sequence[str], most: int) -> list[Award]:
    """Granted awards of public recipients in rounds that the account sees, the latest first."""
    if not words:
        return []
    rounds = Round.objects.filter(policies.rounds_q(by), state=State.DECIDED)
    found = Award.objects.filter(is_public=True, fate=Fate.GRANTED, round__in=rounds)
    for word in words:
        found = found.filter(name_key__contains=word)
    rows = found.select_related("round", "place").order_by("-pk")
    return [award for award in rows if has_words(award.name_key, words)][:most]
