"""The list of what was decided, as the annex of a review: it goes to readers whom nobody here knows.

So it bears names of collectives and, of households and individuals, those alone that may be shown by a recorded
consent, for every reader alike. All others are counted by form and kind of recipient; guarded ones cannot be told from
those.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, Q

from chungtay.gathering.registers.commendations import queries
from chungtay.gathering.registers.commendations.kinds import COLLECTIVE, RECIPIENTS
from chungtay.gathering.registers.commendations.models import Award, Fate, State

if TYPE_CHECKING:
    from datetime import date

    from chungtay.reference.actors.models import User

MOST_NAMED = 5000
"""Rows of names in one annex; beyond them a shorter time is asked for."""


@dataclass(frozen=True)
class Tallied:
    """Of one form: how many were granted by kind of recipient, and how many of them the list names."""

    form: int
    granted: dict[int, int]
    named: dict[int, int]

    @property
    def unnamed(self) -> int:
        """How many are counted only."""
        return sum(self.granted.values()) - sum(self.named.values())


@dataclass(frozen=True)
class Annex:
    """The rows that bear names, by decision, and the counts of all. `is_cut`: there are more than `MOST_NAMED`."""

    rows: list[Award]
    counts: list[Tallied]
    is_illustration: bool
    is_cut: bool


def annex_of(by: User, *, start: date, end: date) -> Annex:
    """What was decided between two days in rounds that the account may see; revoked awards are not in it."""
    rounds = queries.rounds_visible(by).filter(state=State.DECIDED, decided_on__range=(start, end))
    granted = Award.objects.filter(round__in=rounds, fate=Fate.GRANTED)
    open_q = Q(is_guarded=False) & ~Q(name="") & (Q(kind=COLLECTIVE) | Q(is_public=True))
    rows = (
        granted.filter(open_q)
        .select_related("place__home_province", "round__giver")
        .order_by("round__decided_on", "round_id", "pk")[: MOST_NAMED + 1]
    )
    told: dict[int, tuple[dict[int, int], dict[int, int]]] = defaultdict(lambda: ({}, {}))
    counted = granted.values("round__form", "kind").annotate(n=Count("id"), named=Count("id", filter=open_q)).order_by()
    for row in counted:
        of_form = told[row["round__form"]]
        of_form[0][row["kind"]], of_form[1][row["kind"]] = row["n"], row["named"]
    counts = [
        Tallied(form, *({kind: side.get(kind, 0) for kind in RECIPIENTS} for side in told[form]))
        for form in sorted(told)
    ]
    found = list(rows)
    is_invented = rounds.filter(is_illustration=True).exists()
    return Annex(found[:MOST_NAMED], counts, is_invented, len(found) > MOST_NAMED)
