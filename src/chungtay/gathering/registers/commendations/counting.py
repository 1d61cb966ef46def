"""How many awards a body granted in a period, by kind of recipient; revoked ones count no more."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from chungtay.gathering.registers.commendations.kinds import RECIPIENTS, award_forms
from chungtay.gathering.registers.commendations.models import Award, Fate
from chungtay.gathering.registers.lists.counted import Counted, RowRef

if TYPE_CHECKING:
    from collections.abc import Iterator

    from chungtay.kernel.periods import Period
    from chungtay.reference.actors.models import Body
    from chungtay.reference.places.models import Place

TABLE = "award"


def counted(*, body: Body, place: Place, period: Period) -> Iterator[Counted]:
    """What the body itself decided within the period, for its own territory. Guarded awards count like the others."""
    if body.place_id != place.pk:
        return
    found = Award.objects.filter(
        round__giver=body,
        round__decided_on__range=(period.start, period.end),
        round__is_illustration=False,
        fate=Fate.GRANTED,
    )
    rows: dict[str, dict[int, list[RowRef]]] = defaultdict(lambda: defaultdict(list))
    for form, kind, pk, version in found.order_by("pk").values_list("round__form", "kind", "pk", "version"):
        if counts := award_forms()[form].counts:
            rows[counts][kind].append(RowRef(TABLE, pk, version))
    for indicator, kinds in sorted(rows.items()):
        every = sorted(ref for refs in kinds.values() for ref in refs)
        yield Counted(indicator, len(every), tuple(every))
        for kind, refs in sorted(kinds.items()):
            yield Counted(indicator, len(refs), tuple(refs), f"recipient_kind={RECIPIENTS[kind][0]}")
