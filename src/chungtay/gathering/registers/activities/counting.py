"""What the activities of a body come to in the indicators that they count."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from chungtay.gathering.registers.activities.kinds import kinds
from chungtay.gathering.registers.activities.models import Activity, State
from chungtay.gathering.registers.lists.counted import Counted, RowRef
from chungtay.reference.indicators.catalogue import catalogue

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from chungtay.kernel.periods import Period
    from chungtay.reference.actors.models import Body
    from chungtay.reference.places.models import Place

    Held = tuple[RowRef, int | None]

TABLE = "activity"


def counted(*, body: Body, place: Place, period: Period) -> Iterator[Counted]:
    """Of each kind how many activities the body held in the place within the period, and how many people came.

    People are told only where every activity was counted at the door: a part is no total. Kinds of which there was
    none are not offered: that nobody wrote one down does not say that there was none. What was invented for a
    demonstration counts as nothing.
    """
    found = Activity.objects.filter(
        body=body, place=place, on__range=(period.start, period.end), state=State.HELD, is_illustration=False
    )
    rows: dict[tuple[int, str], list[Held]] = defaultdict(list)
    for pk, version, number, part, people in found.values_list("pk", "version", "kind", "part", "participations"):
        rows[number, part].append((RowRef(TABLE, pk, version), people))
    by_kind: dict[int, dict[str, list[Held]]] = defaultdict(dict)
    for (number, part), held in sorted(rows.items()):
        by_kind[number][part] = held
    for number, parts in by_kind.items():
        kind = kinds()[number]
        if kind.counts:
            yield from _held(kind.counts, parts)
        if kind.participations:
            yield from _people(kind.participations, [row for held in parts.values() for row in held])


def _held(indicator: str, parts: dict[str, list[Held]]) -> Iterator[Counted]:
    every = [ref for held in parts.values() for ref, _ in held]
    yield Counted(indicator, len(every), tuple(sorted(every)))
    dimension = catalogue()[indicator].breakdown
    if dimension:
        for part, held in parts.items():
            if part:
                refs = tuple(sorted(ref for ref, _ in held))
                yield Counted(indicator, len(refs), refs, f"{dimension}={part}")


def _people(indicator: str, held: Sequence[Held]) -> Iterator[Counted]:
    counts = [people for _, people in held if people is not None]
    if len(counts) == len(held):
        yield Counted(indicator, sum(counts), tuple(sorted(ref for ref, _ in held)))
