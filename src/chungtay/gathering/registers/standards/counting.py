"""How many subjects of a commune stand recognised on a day, by the latest year that was decided by then; and where
criteria are counted, how many the commune met by its latest self-assessment that was proposed.

The rate of the standard is not offered: it divides by those in scope, and a register knows who registered, not who
would have had to.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from chungtay.gathering.registers.lists.counted import Counted, RowRef
from chungtay.gathering.registers.standards.models import Deed, Entry, EntryStep, State
from chungtay.gathering.registers.standards.queries import criteria_met
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
    rows = [entry for entry in found if not rule_sets()[entry.rule].by_criteria]
    for entry in rows:
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
    yield from _criteria(place, period)


def _criteria(place: Place, period: Period) -> Iterator[Counted]:
    """Of a set that counts criteria: the latest year's marks, where none of them was given after the period."""
    for rule in (rule for rule in rule_sets().values() if rule.by_criteria):
        entries = Entry.objects.filter(place=place, rule=rule.number, is_illustration=False)
        entry = entries.exclude(state__in=(State.REGISTERED, State.VOID)).order_by("-year").first()
        if entry is None:
            continue
        assessed = EntryStep.objects.filter(entry=entry, deed=Deed.ASSESSED).order_by("-version").first()
        if assessed is not None and assessed.on <= period.end:
            met, _ = criteria_met(entry)
            yield Counted(rule.subjects[entry.kind].counts, met, (RowRef(TABLE, entry.pk, entry.version),))
