"""How many teams of the core forces a commune had on a day, and how many people were in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import OuterRef, Q, Subquery

from chungtay.gathering.registers.forces.kinds import RULES
from chungtay.gathering.registers.forces.models import Team, TeamStep
from chungtay.gathering.registers.lists.counted import Counted, RowRef

if TYPE_CHECKING:
    from collections.abc import Iterator

    from chungtay.kernel.periods import Period
    from chungtay.reference.places.models import Place

TABLE = "team"


def counted(*, place: Place, period: Period) -> Iterator[Counted]:
    """Teams in being on the period's last day. Their people are told only where the strength of each was stated."""
    on = period.end
    stated = TeamStep.objects.filter(team=OuterRef("pk"), on__lte=on, members__isnull=False).order_by("-on", "-version")
    in_being = Q(began_on__lte=on) & (Q(ended_on=None) | Q(ended_on__gte=on))
    teams = Team.objects.filter(in_being, commune=place, is_void=False, is_illustration=False).annotate(
        then=Subquery(stated.values("members")[:1])
    )
    found = list(teams.order_by("pk").values_list("kind", "pk", "version", "then"))
    for number, rule in RULES.items():
        held = [(RowRef(TABLE, pk, version), people) for kind, pk, version, people in found if kind == number]
        if not held:
            continue
        rows = tuple(ref for ref, _ in held)
        yield Counted(rule.counts, len(rows), rows)
        people = [count for _, count in held if count is not None]
        if len(people) == len(held):
            yield Counted(rule.members, sum(people), rows)
