"""How many subjects of a commune stand recognised on a day: by the latest year that was decided by then."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from chungtay.gathering.registers.lists.counted import Counted, RowRef
from chungtay.gathering.registers.standards.models import Entry, State
from chungtay.gathering.registers.standards.rules import SUBJECTS, rule_sets
from chungtay.reference.indicators.catalogue import catalogue

if TYPE_CHECKING:
    from collections.abc import Iterator

    from chungtay.kernel.periods import Period
    from chungtay.reference.places.models import Place

TABLE = "standard_entry"


def counted(*, place: Place, period: Period) -> Iterator[Counted]:
    """Of each rule set and kind the yearly list that was the latest on the period's last day."""
    found = Entry.objects.filter(
        place=place, state=State.RECOGNISED, decided_on__lte=period.end, is_illustration=False
    ).order_by("pk")
    latest: dict[tuple[int, int], int] = {}
    for entry in (rows := list(found)):
        latest[entry.rule, entry.kind] = max(entry.year, latest.get((entry.rule, entry.kind), 0))
    refs: dict[tuple[str, str], list[RowRef]] = defaultdict(list)
    for entry in rows:
        if latest[entry.rule, entry.kind] != entry.year:
            continue
        indicator = rule_sets()[entry.rule].subjects[entry.kind].counts
        cells = {"subject_kind": SUBJECTS[entry.kind], "rating": entry.rating}
        dimension = catalogue()[indicator].breakdown
        for cell in {"", f"{dimension}={cells[dimension]}" if cells.get(dimension or "") else ""}:
            refs[indicator, cell].append(RowRef(TABLE, entry.pk, entry.version))
    for (indicator, cell), held in sorted(refs.items()):
        yield Counted(indicator, len(held), tuple(held), cell)
