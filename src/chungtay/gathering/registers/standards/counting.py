"""How many subjects of a commune stand recognised on a day, by the latest year that was decided by then; and where
criteria are counted, how many the commune met by its latest self-assessment that was proposed.

The rate of a standard divides them by those in scope, of the same year; it is offered where that was stated.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from chungtay.gathering.registers.lists.counted import Counted, RowRef
from chungtay.gathering.registers.standards.models import Deed, Entry, EntryStep, Scope, State
from chungtay.gathering.registers.standards.queries import criteria_met
from chungtay.gathering.registers.standards.rules import COMMUNE, SUBJECTS, rule_sets
from chungtay.reference.indicators.catalogue import catalogue

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from chungtay.kernel.periods import Period
    from chungtay.reference.places.models import Place

TABLE, SCOPE = "standard_entry", "standard_scope"


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
    yield from _rates(place, rows, latest)


def _rates(place: Place, recognised: Sequence[Entry], latest: Mapping[tuple[int, int], int]) -> Iterator[Counted]:
    """Recognised of those in scope, by kind; the whole where every kind of the set was stated for one year.

    Where nobody is recognised there is no yearly list, and no rate of nothing is offered.
    """
    for rule in (rule for rule in rule_sets().values() if rule.rate):
        years = {kind: latest[rule.number, kind] for kind in rule.subjects if (rule.number, kind) in latest}
        parts: dict[int, tuple[int, int, list[RowRef]]] = {}
        for kind in rule.subjects:
            year = years.get(kind, max(years.values(), default=0))
            inside, refs = _inside(place, rule.number, kind, year)
            held = [e for e in recognised if (e.rule, e.kind, e.year) == (rule.number, kind, year)]
            if inside is None or len(held) > inside:
                continue
            rows = [*(RowRef(TABLE, e.pk, e.version) for e in held), *refs]
            parts[kind] = len(held), inside, rows
            if inside and held:
                yield Counted(rule.rate, len(held), tuple(rows), f"subject_kind={SUBJECTS[kind]}", of=inside)
        whole = sum(inside for _, inside, _ in parts.values())
        if whole and len(parts) == len(rule.subjects) and len(set(years.values())) == 1:
            rows = sorted(ref for _, _, refs in parts.values() for ref in refs)
            yield Counted(rule.rate, sum(n for n, _, _ in parts.values()), tuple(rows), of=whole)


def _inside(place: Place, rule: int, kind: int, year: int) -> tuple[int | None, list[RowRef]]:
    """How many of a commune are in scope; None where nobody said."""
    if kind == COMMUNE:
        return 1, []
    told = {"place": place, "rule": rule, "kind": kind, "year": year}
    scope = Scope.objects.filter(**told, is_last=True, is_illustration=False).first()
    return (scope.inside, [RowRef(SCOPE, scope.pk, scope.version)]) if scope is not None else (None, [])


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
