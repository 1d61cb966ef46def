"""What has to be known of a generation's communes so that a change of one can be told as a difference (`shifts`)."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final, Literal

import pyarrow as pa
import pyarrow.compute as pc

from chungtay.results.warehouse import layout
from chungtay.results.warehouse.spans import int_table
from chungtay.results.warehouse.stores import Store

_LAST = " ".join(f"WHEN mask >= {1 << i} THEN {i}" for i in reversed(layout.MONTHS))
_FIRST = " ".join(f"WHEN (mask & {1 << i}) > 0 THEN {i}" for i in layout.MONTHS)


def ended_within(store: Store, start: int, end: int) -> bool:
    """Whether any place ended from a day until before another."""
    at = bisect_left(store.days_of_ends, start)
    return at < len(store.days_of_ends) and store.days_of_ends[at] < end


def ended_under(store: Store, above: Sequence[int], start: int, end: int) -> bool:
    """Whether any place right under another ended within some days; so of what nothing stands above."""

    def read() -> Mapping[int, Sequence[int]]:
        found: dict[int, list[int]] = defaultdict(list)
        for parent, (_, until) in zip(store.parents, store.lives, strict=True):
            if parent is not None and until is not None:
                found[parent].append(until)
        return found

    ends = store.remember("ends", (), None, read)
    return any(start <= until < end for code in above for until in ends.get(code, ()))


class _Years:
    """Rows of years as they were fetched: nothing of them is taken out of their columns before it is needed."""

    def __init__(self, table: pa.Table) -> None:
        self.years, self.masks = (_numbers(table[name], "h") for name in ("year", "mask"))
        self.values = [_numbers(table[f"v{i}"], "q") for i in layout.MONTHS]


def _numbers(column: pa.ChunkedArray, kind: Literal["b", "h", "i", "q"]) -> "memoryview[int]":
    """A column without nulls as its numbers lie in memory."""
    whole = column.combine_chunks()
    if not len(whole):
        return memoryview(b"").cast(kind)
    found: memoryview[int] = memoryview(whole.buffers()[1]).cast("B").cast(kind)
    return found[whole.offset : whole.offset + len(whole)]


@dataclass(slots=True)
class Months:
    """A plain series in the generation, as rows of years. Never changed."""

    clock: int | None
    """None where it has no number."""
    has_sides: bool
    """Whether any of its numbers is more than its value."""
    rows: range
    """Year by year."""
    held: _Years

    def number(self, month: int) -> int | None:
        """The number of a month."""
        held, (year, i) = self.held, divmod(month, 12)
        if not self.rows or held.years[self.rows[-1]] < year:
            return None
        for row in self.rows:
            if held.years[row] == year:
                return held.values[i][row] if held.masks[row] >> i & 1 else None
        return None

    def within(self, low: int, high: int) -> dict[int, int]:
        """The numbers of the months between two, both included, in order."""
        held, found = self.held, dict[int, int]()
        first, last = low // 12, high // 12
        if not self.rows or held.years[self.rows[-1]] < first:
            return found
        for row in self.rows:
            if first <= (year := held.years[row]) <= last:
                mask = held.masks[row]
                for month in range(max(low, 12 * year), min(high, 12 * year + 11) + 1):
                    if mask >> month % 12 & 1:
                        found[month] = held.values[month % 12][row]
        return found


_NOTHING: Final = range(0)


def series_held(store: Store, indicator: int) -> dict[tuple[int, int], Months]:
    """What was fetched of an indicator's plain series, by (cell, place): kept as long as the generation is open."""
    held: dict[tuple[int, int], Months] = store.remember("before", (indicator,), None, dict)
    return held


def series_fetch(store: Store, wanted: Iterable[tuple[int, int, int]]) -> None:
    """Fetch series (indicator, cell, place) that are not held yet, all by one statement."""
    asked = set(wanted)
    kept = {indicator: series_held(store, indicator) for indicator in {key[0] for key in asked}}
    missing = sorted(key for key in asked if key[1:] not in kept[key[0]])
    if not missing:
        return
    rows = [(*key, number) for number, key in enumerate(missing)]
    store.register("wanted_series", int_table(("indicator", "cell", "place", "number"), rows))
    lows, highs = ([edge(key[n] for key in missing) for n in (0, 2)] for edge in (min, max))
    between = (lows[0], highs[0], lows[1], highs[1])
    found = store.columns(_SERIES, between)
    sided = set(found.filter(pc.greater(found["side"], 0))["number"].to_pylist()) if found.num_rows else set()
    if sided:
        found = found.filter(pc.equal(found["side"], 0))
    held, at = _Years(found), 0
    runs: dict[int, range] = {}
    clocks = _numbers(found["clock"], "b")
    for number, run in groupby(_numbers(found["number"], "i")):
        count = len(list(run))
        runs[number], at = range(at, at + count), at + count
    for number, key in enumerate(missing):
        run_of = runs.get(number, _NOTHING)
        clock = clocks[run_of[0]] if run_of else None
        kept[key[0]][key[1:]] = Months(clock, number in sided, run_of, held)


# First by place: a report is of one, and speaks of many indicators.
_SERIES: Final = f"""
SELECT w.number, (y.cell // {layout.SIDE_ROOM})::TINYINT AS side, y.clock, y.year, y.mask,
    {", ".join(f"y.v{i}" for i in layout.MONTHS)}
FROM (FROM years SEMI JOIN (SELECT DISTINCT place FROM wanted_series) USING (place)) y
    JOIN wanted_series w ON w.indicator = y.indicator AND w.place = y.place
    AND w.cell = y.cell % {layout.SIDE_ROOM}
WHERE y.indicator BETWEEN ? AND ? AND y.place BETWEEN ? AND ? ORDER BY w.number, y.year
"""


def late_cells(store: Store, indicator: int) -> frozenset[int]:
    """The cells of an indicator in which an ended commune has a number about days after its end."""

    def read() -> frozenset[int]:
        text = f"""SELECT DISTINCT y.cell FROM (SELECT cell, place, clock, 12 * year + CASE {_LAST} END AS month
            FROM years WHERE indicator = ?) y JOIN places p ON p.code = y.place
            JOIN months m ON m.clock = y.clock AND m.month = y.month WHERE p.valid_to < m.last_day"""
        return frozenset(cell for (cell,) in store.execute(text, (indicator,)).fetchall())

    return store.remember("late", (indicator,), None, read)


def meeting(store: Store, indicator: int) -> Mapping[int, frozenset[int]]:
    """By cell, the places right under which ended ones speak of days of which ones that began later speak, too.

    Everywhere else what is summed over time counts all of them, whatever period is asked.
    """

    def read() -> Mapping[int, frozenset[int]]:
        found: dict[int, set[int]] = defaultdict(set)
        for cell, place in store.execute(_MEETING, (indicator,)).fetchall():
            found[cell].add(place)
        return {cell: frozenset(places) for cell, places in found.items()}

    return store.remember("meeting", (indicator,), None, read)


_MEETING = f"""
WITH said AS (
    SELECT cell, place, clock, min(12 * year + CASE {_FIRST} END) AS low, max(12 * year + CASE {_LAST} END) AS high
    FROM years WHERE indicator = ? GROUP BY cell, place, clock
), spoke AS (
    SELECT cell, place, f.first_day, t.last_day FROM said
        JOIN months f ON f.clock = said.clock AND f.month = low JOIN months t ON t.clock = said.clock AND t.month = high
), child AS (
    SELECT cell, p.code, p.parent, p.valid_from, p.valid_to, min(first_day) AS first_day, max(last_day) AS last_day
    FROM spoke JOIN closure c ON c.place = spoke.place JOIN places p ON p.code = c.above GROUP BY ALL
)
SELECT cell, parent FROM child WHERE parent IS NOT NULL GROUP BY cell, parent
HAVING max(last_day) FILTER (valid_to IS NOT NULL) >= min(first_day) FILTER (valid_from IS NOT NULL)
"""
