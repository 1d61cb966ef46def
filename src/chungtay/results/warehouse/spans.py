"""Asked periods as months: which months of which clock belong to one, which unit of the pyramid is one, and the small
tables of them that statements read (`scan_sql` says what their columns are)."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from typing import Final, NamedTuple

import pyarrow as pa

from chungtay.kernel.periods import Period, calendar_month, day, decree_month
from chungtay.results.warehouse import scan_sql
from chungtay.results.warehouse.layout import CLOCKS, MONTH_CLOCKS, MONTHS, UNITS, day_number

_FIRST_YEAR: Final = 1900
_WHOLE: Final = tuple(
    [make(year, month) for year in range(_FIRST_YEAR, 2200) for month in range(1, 13)]
    for make in (decree_month, calendar_month)
)
_MONTHS: Final = (*_WHOLE, *([day(month.end) for month in months] for months in _WHOLE))
_STARTS: Final = tuple([part.start for part in parts] for parts in _MONTHS)
_ENDS: Final = tuple([part.end for part in parts] for parts in _MONTHS)
_BASE: Final = 12 * _FIRST_YEAR
Range = tuple[int, int] | None


def month_period(clock: int, month: int) -> Period:
    """The period of a month of a clock."""
    return _MONTHS[clock][month - _BASE]


@lru_cache(maxsize=1)
def months_table() -> pa.Table:
    """Every month of all clocks with its days."""
    rows = [
        (scan_sql.CLOCK_APART * clock + _BASE + i, clock, _BASE + i, day_number(part.start), day_number(part.end))
        for clock, parts in enumerate(_MONTHS)
        for i, part in enumerate(parts)
    ]
    return int_table(("number", "clock", "month", "first_day", "last_day"), rows)


def int_table(names: Sequence[str], rows: Sequence[Sequence[int | None]]) -> pa.Table:
    """Rows of integers as columns, those that a generation has of the types that they have there."""
    columns: Sequence[Sequence[int | None]] = list(zip(*rows, strict=True)) or [()] * len(names)
    kinds = [_KINDS.get(name, pa.int32()) for name in names]
    return pa.table([pa.array(column, kind) for column, kind in zip(columns, kinds, strict=True)], names=list(names))


_KINDS: Final = {
    **dict.fromkeys(("indicator", "cell", "year", "mask", "b1", "b2", "filling"), pa.int16()),
    **dict.fromkeys(("clock", "lasts"), pa.int8()),
}
"""So that no engine casts millions of rows to join them."""


class Unit(NamedTuple):
    """A period of the pyramid."""

    unit: int
    clock: int
    start: int


@dataclass(frozen=True)
class Way:
    """How months belong to an asked period: by their last day where a last value counts, else wholly within it;
    `exactly` where only claims about just that period count. `age_days` as in the question."""

    last: bool
    exactly: bool
    age_days: int

    def months(self, clock: int, period: Period) -> Range:
        """The first and last month that belong to a period; None where there is none."""
        if clock >= MONTH_CLOCKS and not self.last:
            return None
        starts, ends = _STARTS[clock], _ENDS[clock]
        high = bisect_right(ends, period.end) - 1
        if self.last:
            low = bisect_left(ends, max(period.start, period.end - timedelta(days=self.age_days)))
        else:
            low = bisect_left(starts, period.start)
        if low > high or high < 0:
            return None
        if self.exactly and (low != high or (starts[low], ends[low]) != (period.start, period.end)):
            return None
        return low + _BASE, high + _BASE

    def unit(self, clock: int, period: Period) -> Unit | None:
        """The unit of the pyramid that gives just what the months of a clock within the period do."""
        found = self.months(clock, period)
        if found is None:
            return None
        low, high = found
        count = high - low + 1
        starts_with = self.last or _STARTS[clock][low - _BASE] == period.start
        if count in UNITS and low % count == 0 and starts_with and _ENDS[clock][high - _BASE] == period.end:
            return Unit(count, clock, low)
        return None


@dataclass(frozen=True)
class Spans:
    """Asked periods, numbered by position, as the tables that the statements read."""

    way: Way
    periods: tuple[Period, ...]
    ranges: tuple[tuple[Range, ...], ...]
    units: tuple[tuple[Unit | None, ...], ...]
    """Of each period, by clock."""
    once: bool

    def unit(self, bucket: int, clocks: frozenset[int]) -> Unit | None:
        """The unit of the pyramid that holds the asked period for series of these clocks."""
        counted = [clock for clock in clocks if self.ranges[bucket][clock] is not None]
        return self.units[bucket][counted[0]] if len(counted) == 1 else None


@lru_cache(maxsize=256)
def spans_of(way: Way, periods: tuple[Period, ...]) -> Spans:
    """The months of asked periods."""
    clocks = range(len(CLOCKS))
    ranges = tuple(tuple(way.months(clock, period) for clock in clocks) for period in periods)
    once = all(found is None or found[0] // 12 == found[1] // 12 for both in ranges for found in both)
    units = tuple(tuple(way.unit(clock, period) for clock in clocks) for period in periods)
    return Spans(way, periods, ranges, units, once)


class _Span(NamedTuple):
    """The months of one year inside an asked period."""

    bucket: int
    clock: int
    year: int
    mask: int

    def row(self) -> tuple[int, ...]:
        """whole, w0..w11, b1, b2 of `spans`."""
        whole, weights = scan_sql.weights(self.mask)
        days = {i: self._month(i).days - 28 for i in MONTHS}
        more = (sum(1 << i for i, found in days.items() if found > 0 and found & bit) for bit in (1, 2))
        return (whole, *weights, *more)

    def filling(self, days: int) -> int:
        """The mask, where its months have as many days; else no mask."""
        return self.mask if sum(self._month(i).days for i in MONTHS if self.mask >> i & 1) == days else -1

    def _month(self, number: int) -> Period:
        return _MONTHS[self.clock][12 * self.year + number - _BASE]


class SpanTables(NamedTuple):
    """`spans` and `periods` of some asked periods, the months whose numbers they need, and the months of all of them
    where those are the same."""

    spans: pa.Table
    periods: pa.Table
    months: tuple[int, ...]
    mask: int | None


@lru_cache(maxsize=256)
def span_tables(spans: Spans, buckets: tuple[int, ...], clocks: frozenset[int], shifts: tuple[int, ...]) -> SpanTables:
    found: list[_Span] = []
    for bucket in buckets:
        for clock in sorted(clocks):
            held = spans.ranges[bucket][clock]
            for year in range(held[0] // 12, held[1] // 12 + 1) if held else ():
                mask = sum(1 << m % 12 for m in range(12 * year, 12 * year + 12) if held and held[0] <= m <= held[1])
                found.append(_Span(bucket, clock, year, mask))
    needed = 0
    for span in found:
        # Of what stands the latest number counts: where no later month is left out, that of the row.
        if not spans.way.last:
            needed |= sum(1 << i for i, weight in enumerate(scan_sql.weights(span.mask)[1]) if weight)
        elif span.mask < 1 << 11:
            needed |= span.mask
    days = [(n, day_number(period.start), day_number(period.end), shifts[n]) for n, period in enumerate(spans.periods)]
    rows = [
        (*span, *days[span.bucket][1:], *span.row(), span.filling(spans.periods[span.bucket].days)) for span in found
    ]
    return SpanTables(
        int_table(_SPAN_COLUMNS, rows),
        int_table(("bucket", "start_day", "end_day", "shift"), days),
        tuple(i for i in MONTHS if needed >> i & 1),
        found[0].mask if len({span.mask for span in found}) == 1 else None,
    )


_SPAN_COLUMNS: Final = (
    *("bucket", "clock", "year", "mask", "start_day", "end_day", "shift", "whole"),
    *(f"w{i}" for i in MONTHS),
    *("b1", "b2", "filling"),
)


@lru_cache(maxsize=4096)
def runs_of(mask: int) -> tuple[tuple[int, int], ...]:
    """The months of a mask that follow each other, from first to last."""
    found: list[tuple[int, int]] = []
    for month in (i for i in MONTHS if mask >> i & 1):
        begins = found[-1][0] if found and found[-1][1] == month - 1 else month
        found = [*(found[:-1] if begins != month else found), (begins, month)]
    return tuple(found)
