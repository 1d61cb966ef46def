"""Scans: what plain figures come to, per indicator, cell, asked period and place, from one generation.

A scan knows nothing of who owed what, of absences, or of claims that must be judged: it gives what the communes of a
place come to by their plain monthly numbers, with the fewest rows touched that will do. An asked period that is a
unit of the pyramid is read there; any other, and any past, is worked out from the months.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from functools import lru_cache
from typing import Final, NamedTuple, Protocol, TypedDict

import pyarrow as pa

from chungtay.kernel.periods import Period, calendar_month, day, decree_month
from chungtay.results.warehouse import scan_sql
from chungtay.results.warehouse.layout import CLOCKS, MONTH_CLOCKS, UNITS, day_number

_FIRST_YEAR: Final = 1900
_WHOLE: Final = tuple(
    [make(year, month) for year in range(_FIRST_YEAR, 2200) for month in range(1, 13)]
    for make in (decree_month, calendar_month)
)
_MONTHS: Final = (*_WHOLE, *([day(month.end) for month in months] for months in _WHOLE))
_STARTS: Final = tuple([part.start for part in parts] for parts in _MONTHS)
_ENDS: Final = tuple([part.end for part in parts] for parts in _MONTHS)
_BASE: Final = 12 * _FIRST_YEAR
LEAF_RANK: Final = 3
_NARROW: Final = 1
"""Places up to this rank have nodes of every unit, those below it of whole years alone."""

Range = tuple[int, int] | None


class _Way(TypedDict):
    last: bool
    once: bool
    known: bool


class _Levels(TypedDict):
    deepest: int
    highest: int
    by_level: bool


def month_period(clock: int, month: int) -> Period:
    """The period of a month of a clock."""
    return _MONTHS[clock][month - _BASE]


@lru_cache(maxsize=1)
def months_table() -> pa.Table:
    """Every month of all clocks with its days."""
    rows = [
        (clock, _BASE + i, day_number(part.start), day_number(part.end))
        for clock, parts in enumerate(_MONTHS)
        for i, part in enumerate(parts)
    ]
    return int_table(("clock", "month", "first_day", "last_day"), rows)


def int_table(names: Sequence[str], rows: Sequence[Sequence[int | None]]) -> pa.Table:
    """Rows of integers as columns."""
    columns: Sequence[Sequence[int | None]] = list(zip(*rows, strict=True)) or [()] * len(names)
    return pa.table([pa.array(column, pa.int32()) for column in columns], names=list(names))


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

    def table(self, buckets: tuple[int, ...]) -> pa.Table:
        """`spans` of some of the periods."""
        return _span_table(self, buckets)


@lru_cache(maxsize=256)
def spans_of(way: Way, periods: tuple[Period, ...]) -> Spans:
    """The months of asked periods."""
    clocks = range(len(CLOCKS))
    ranges = tuple(tuple(way.months(clock, period) for clock in clocks) for period in periods)
    once = all(found is None or found[0] // 12 == found[1] // 12 for both in ranges for found in both)
    units = tuple(tuple(way.unit(clock, period) for clock in clocks) for period in periods)
    return Spans(way, periods, ranges, units, once)


@lru_cache(maxsize=256)
def _span_table(spans: Spans, buckets: tuple[int, ...]) -> pa.Table:
    rows = []
    for bucket in buckets:
        for clock, found in enumerate(spans.ranges[bucket]):
            if found is None:
                continue
            for year in range(found[0] // 12, found[1] // 12 + 1):
                held = [month for month in range(12 * year, 12 * year + 12) if found[0] <= month <= found[1]]
                days = {month % 12: _MONTHS[clock][month - _BASE].days for month in held}
                mask = sum(1 << month for month in days)
                rows.append((bucket, clock, year, mask, sum(days.values()), *(days.get(i, 0) for i in range(12))))
    return int_table(("bucket", "clock", "year", "mask", "days", *(f"d{i}" for i in range(12))), rows)


@lru_cache(maxsize=256)
def period_table(periods: tuple[Period, ...]) -> pa.Table:
    """`periods`."""
    rows = [(n, day_number(period.start), day_number(period.end)) for n, period in enumerate(periods)]
    return int_table(("bucket", "start_day", "end_day"), rows)


@dataclass(frozen=True)
class Places:
    """Which places are asked: those of a rank within a range of codes, or some by their codes (all of `rank`)."""

    rank: int
    low: int
    high: int
    codes: tuple[int, ...] | None = None


@dataclass(frozen=True)
class NodesAsked:
    """What plain communes come to, for series (indicator, cell), asked periods and places, as known at a transaction.

    `at` None: as it stands in the generation.
    """

    pairs: tuple[tuple[int, int], ...]
    spans: Spans
    places: Places
    at: int | None = None


class Half(NamedTuple):
    """A text with its parameters."""

    text: str
    parameters: tuple[int, ...]


@dataclass(frozen=True)
class Statement:
    """A text with its parameters and the small tables that it reads."""

    text: str
    parameters: tuple[int, ...]
    tables: dict[str, pa.Table]
    halves: tuple[Half, ...] = ()
    """The same in two texts, the second over what the first found as `leaves`: for an engine that would else work that
    out again for every level that reads it."""


class Scan(Protocol):
    """What can be asked of the plain figures of a generation, whichever engine reads them."""

    def nodes(self, asked: NodesAsked) -> list[pa.Table]:
        """Tables with the columns of `scan_sql.COLUMNS`, in no order; nothing where there is no number."""


@dataclass(frozen=True)
class Shape:
    """What a generation is like: which clocks a series has, how deep its tree is, and how deep each level lies."""

    clocks: dict[tuple[int, int], frozenset[int]]
    deepest: int
    depths: dict[int, tuple[int, int]]
    """By rank, the least and the greatest depth."""
    sides: dict[tuple[int, int], tuple[int, ...]] = field(default_factory=dict)
    """Which sides numbers of a series have; most have none."""


def statements(asked: NodesAsked, shape: Shape) -> list[Statement]:
    """The statements that together give the asked nodes; each series and period stands in one of them."""
    pairs = [pair for pair in asked.pairs if pair in shape.clocks]
    buckets = range(len(asked.spans.periods))
    found: list[Statement] = []
    above = asked.at is None and asked.places.rank < LEAF_RANK
    by_clocks: dict[frozenset[int], list[tuple[int, int]]] = {}
    for pair in pairs:
        by_clocks.setdefault(shape.clocks[pair], []).append(pair)
    rest: dict[tuple[int, ...], list[tuple[int, int]]] = {}
    for clocks, of_clocks in by_clocks.items():
        units: dict[tuple[int, int], list[int]] = {}
        left = []
        for bucket in buckets:
            unit = asked.spans.unit(bucket, clocks)
            if above and unit is not None and (asked.places.rank <= _NARROW or unit.unit == UNITS[-1]):
                units.setdefault((unit.unit, unit.clock), []).append(bucket)
            elif any(asked.spans.ranges[bucket][clock] is not None for clock in clocks):
                left.append(bucket)
        found += [_pyramid(asked, of_clocks, unit, clock, held) for (unit, clock), held in units.items()]
        if left:
            rest.setdefault(tuple(left), []).extend(of_clocks)
    return found + [_live(asked, shape, of_rest, left_over) for left_over, of_rest in rest.items()]


def _pyramid(asked: NodesAsked, pairs: list[tuple[int, int]], unit: int, clock: int, buckets: list[int]) -> Statement:
    places = asked.places
    by_level = places.codes is None
    starts = [(bucket, *found) for bucket in buckets if (found := asked.spans.units[bucket][clock]) is not None]
    low, high = _reach(pairs)
    ends = (places.rank, places.low, places.high) if by_level else ()
    tables = {"asked": _asked(tuple(pairs)), "units": _units(tuple(starts))}
    return Statement(
        scan_sql.from_pyramid(by_level=by_level),
        (unit, clock, low, high, *ends),
        tables | _wanted(places),
    )


def _live(asked: NodesAsked, shape: Shape, pairs: list[tuple[int, int]], buckets: tuple[int, ...]) -> Statement:
    places, spans = asked.places, asked.spans
    by_level, known = places.codes is None, asked.at is not None
    highest = shape.depths.get(places.rank, (0, 0))[0]
    leaf = places.rank == LEAF_RANK
    way: _Way = {"last": spans.way.last, "once": spans.once, "known": known}
    levels: _Levels = {"deepest": shape.deepest, "highest": shape.deepest if leaf else highest, "by_level": by_level}
    text = scan_sql.live(**way, **levels)
    reach: tuple[int, ...] = (*_reach(pairs), places.low, places.high)
    ends = (places.rank, places.low, places.high) if by_level else ()
    tables = {
        "asked": _asked(tuple(pairs)),
        "spans": spans.table(buckets),
        "periods": period_table(spans.periods),
    }
    if asked.at is not None:
        tables["moment"] = int_table(("known_at",), [(asked.at,)])
    reach *= 3 if known else 1
    halves: tuple[Half, ...] = ()
    if not leaf:
        halves = Half(scan_sql.leaves(**way), reach), Half(scan_sql.above(last=way["last"], **levels), ends)
    return Statement(text, reach + ends, tables | _wanted(places), halves)


def _reach(pairs: Sequence[tuple[int, int]]) -> tuple[int, int]:
    return min(indicator for indicator, _ in pairs), max(indicator for indicator, _ in pairs)


@lru_cache(maxsize=256)
def _asked(pairs: tuple[tuple[int, int], ...]) -> pa.Table:
    return int_table(("indicator", "cell"), pairs)


@lru_cache(maxsize=256)
def _units(starts: tuple[tuple[int, int, int, int], ...]) -> pa.Table:
    return int_table(("bucket", "unit", "clock", "start"), starts)


def _wanted(places: Places) -> dict[str, pa.Table]:
    return {} if places.codes is None else {"wanted": int_table(("place",), [(code,) for code in places.codes])}
