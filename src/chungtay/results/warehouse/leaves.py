"""One commune's series, in the generation and with the ledger's tail, and what the tail changes of totals above it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum, auto
from functools import lru_cache
from typing import Final, NamedTuple

from chungtay.results.warehouse.communes import Months, ended_under, ended_within, late_cells, meeting
from chungtay.results.warehouse.facts import Fact
from chungtay.results.warehouse.layout import day_number
from chungtay.results.warehouse.spans import Spans, month_period
from chungtay.results.warehouse.stores import Store

_SHIFTS_KEPT: Final = 4
"""Ways of asking for periods of which a commune's differences are kept."""
EVER: Final = (0, 12 * 10_000)
"""Months before all and after all."""


class Measure(NamedTuple):
    """What a commune comes to in an asked period; days since 1970."""

    value: int
    partial: int
    claims: int
    first: int
    last: int


class Shift(NamedTuple):
    """What is added to a total above a commune. `was`: how many of the total's claims it takes the place of."""

    value: int
    stated: int
    partial: int
    claims: int
    first: int
    last: int
    was: int


@dataclass(slots=True)
class Leaf:
    """The series of one commune, in the generation and with the tail. `line` leads from it up, as codes. Never changed
    but for what is kept of it; there may be hundreds of thousands."""

    line: tuple[int, ...]
    clock: int
    before: Months
    new: Mapping[int, int]
    """By month, the numbers of the tail."""
    facts: Mapping[int, Fact]
    """By month, what the tail states of it."""
    replaced: frozenset[int]
    """Months whose number in the generation no longer counts."""
    changed: tuple[int, ...]
    """Months whose number is another than before, or new, or gone."""
    pair: tuple[int, int]
    shifts: dict[int, tuple[Spans, dict[int, "Shift | None"]]] = field(default_factory=dict, compare=False, repr=False)
    """What `shift` said of it, by the identity of the asked periods and their number."""

    def after(self, low: int, high: int) -> dict[int, int]:
        """By month, the numbers that count now of the months between two, both included."""
        found = self.before.within(low, high)
        for month in self.replaced:
            found.pop(month, None)
        for month, value in self.new.items():
            if low <= month <= high:
                found[month] = value
        return found

    def is_late(self, store: Store) -> bool:
        """Whether ended communes have numbers of the same about days after their end."""
        return self.pair[1] in late_cells(store, self.pair[0])

    def meets(self, store: Store) -> bool:
        """Whether anywhere above it ended places and later ones speak of the same days."""
        found = meeting(store, self.pair[0]).get(self.pair[1], frozenset())
        return any(code in found for code in self.line)


def _measure(store: Store, leaf: Leaf, told: Mapping[int, int], spans: Spans, bucket: int) -> Measure | None:
    """What the numbers of a period's months come to; None where there are none."""
    if not told:
        return None
    months = sorted(told)
    period = spans.periods[bucket]
    since, until = store.lives[leaf.line[0]]
    start, end = day_number(period.start), day_number(period.end)
    if spans.way.last:
        months = months[-1:]
        is_partial = (since is not None and since > end) or (until is not None and until < end)
    else:
        lived = min(end, end if until is None else until) - max(start, start if since is None else since) + 1
        days = 0
        for month in months:
            first, last = _days(leaf.clock, month)
            days += last - first + 1
        is_partial = days < lived
    value = sum([told[month] for month in months])
    first, last = _days(leaf.clock, months[0])[0], _days(leaf.clock, months[-1])[1]
    return Measure(value, int(is_partial), len(months), first, last)


@lru_cache(maxsize=1 << 14)
def _days(clock: int, month: int) -> tuple[int, int]:
    period = month_period(clock, month)
    return day_number(period.start), day_number(period.end)


Firsts = dict[tuple[int, ...], tuple["_Coming", Measure]]
"""What is the same for all that come to say one number first: by asked period, place, clock and month."""


def firsts_of(store: Store, spans: Spans) -> Firsts:
    """Those of some asked periods, kept with the store."""
    found: Firsts = store.remember("firsts", (id(spans),), spans, dict)
    return found


def shift(store: Store, leaf: Leaf, spans: Spans, bucket: int, firsts: Firsts) -> Shift | None:
    """What a commune's change adds to the totals above it; None where they must be judged. Worked out once: on a day on
    which every commune reports, hundreds of thousands of them are asked again at each approval."""
    known = leaf.shifts.get(id(spans))
    if known is None or known[0] is not spans:
        if len(leaf.shifts) >= _SHIFTS_KEPT:
            leaf.shifts.clear()
        known = leaf.shifts[id(spans)] = spans, {}
    if bucket not in known[1]:
        known[1][bucket] = _shift(store, leaf, spans, bucket, firsts)
    return known[1][bucket]


def _shift(store: Store, leaf: Leaf, spans: Spans, bucket: int, firsts: Firsts) -> Shift | None:
    """What stands at the end of the asked period is always counted. What ended within it is not where others, that
    began later, speak of the same days; so a commune that comes to speak of other days may make a total stand on
    others.
    """
    held = spans.ranges[bucket][leaf.clock]
    assert held is not None
    told, after = leaf.before.within(*held), leaf.after(*held)
    if not told and len(after) == 1:
        return _first(store, leaf, spans, bucket, after, firsts)
    before, now = (_measure(store, leaf, found, spans, bucket) for found in (told, after))
    if now is None:
        return None
    if before is None:
        return _more(now) if _may_come(store, leaf, spans, bucket) else None
    end = day_number(spans.periods[bucket].end)
    if any(until is not None and until < end for _, until in [store.lives[code] for code in leaf.line]):
        if spans.way.last or (before.first, before.last) != (now.first, now.last) or leaf.meets(store):
            return None
    elif spans.way.last or now.first == before.first:
        pass  # it counts where it counted
    elif now.first > before.first or not _may_come(store, leaf, spans, bucket):
        return None
    if not spans.way.last and now.last < before.last:
        return None
    return Shift(
        now.value - before.value,
        0,
        now.partial - before.partial,
        now.claims - before.claims,
        now.first,
        now.last,
        before.claims,
    )


def _more(found: Measure) -> Shift:
    return Shift(found.value, 1, found.partial, found.claims, found.first, found.last, 0)


def _may_come(store: Store, leaf: Leaf, spans: Spans, bucket: int) -> bool:
    """Whether a commune that had no number, or none so early, takes the place of nobody."""
    coming = _coming(store, leaf.line, spans, bucket)
    return coming is _Coming.FREELY or (coming is _Coming.UNLESS_LATE and not leaf.is_late(store))


class _Coming(Enum):
    """Whether what a place comes to say first takes the place of what others said."""

    FREELY = auto()
    UNLESS_LATE = auto()
    JUDGED = auto()


def _coming(store: Store, line: tuple[int, ...], spans: Spans, bucket: int) -> _Coming:
    """Of a place by its line alone."""
    period = spans.periods[bucket]
    start, end = day_number(period.start), day_number(period.end)
    lives = [store.lives[code] for code in line]
    if any(until is not None and until < end for _, until in lives):
        return _Coming.JUDGED
    if spans.way.last:
        return _Coming.JUDGED if ended_within(store, start, end) else _Coming.UNLESS_LATE
    # Where nothing beside it ended that speaks of these days, what began later takes the place of nobody.
    later = [number for number, (since, _) in enumerate(lives) if since is not None and since > start]
    above = line[1:]
    if not later:
        return _Coming.FREELY
    return (
        _Coming.JUDGED if any(ended_under(store, above[n : n + 1], start, end) for n in later) else _Coming.UNLESS_LATE
    )


def _first(store: Store, leaf: Leaf, spans: Spans, bucket: int, told: Mapping[int, int], kept: Firsts) -> Shift | None:
    """The same of a commune that had nothing and has one number, as nearly all have that report on the last day: all
    but the number is the same for a hundred indicators."""
    [(month, value)] = told.items()
    key = (bucket, leaf.line[0], leaf.clock, month)
    if key not in kept:
        found = _measure(store, leaf, told, spans, bucket)
        assert found is not None
        kept[key] = _coming(store, leaf.line, spans, bucket), found
    coming, found = kept[key]
    if coming is _Coming.JUDGED or (coming is _Coming.UNLESS_LATE and leaf.is_late(store)):
        return None
    return Shift(value, 1, found.partial, 1, found.first, found.last, 0)
