"""What has to be known of a generation's communes so that a change of one can be told as a difference (`shifts`)."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, NamedTuple

from chungtay.results.warehouse import layout
from chungtay.results.warehouse.spans import int_table
from chungtay.results.warehouse.stores import Store

_ALL: Final = (1 << 12) - 1
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


class Months(NamedTuple):
    """A plain series in the generation."""

    clock: int | None
    """None where it has no number."""
    numbers: dict[int, int]
    """By month."""
    has_sides: bool
    """Whether any of its numbers is more than its value."""


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
    store.register("wanted_series", int_table(("indicator", "cell", "place"), missing))
    lows, highs = ([edge(key[n] for key in missing) for n in (0, 2)] for edge in (min, max))
    months = ", ".join(f"v{i}" for i in layout.MONTHS)
    text = f"""SELECT y.indicator, y.cell, y.place, clock, year, mask, {months}
        FROM years y JOIN wanted_series w ON w.indicator = y.indicator AND w.place = y.place
            AND w.cell = y.cell % {layout.SIDE_ROOM}
        WHERE y.indicator BETWEEN ? AND ? AND y.place BETWEEN ? AND ?"""
    found: dict[tuple[int, int, int], tuple[int, dict[int, int]]] = {}
    sided: set[tuple[int, int, int]] = set()
    for indicator, code, place, clock, year, mask, *values in store.execute(
        text, (lows[0], highs[0], lows[1], highs[1])
    ).fetchall():
        side, cell = divmod(code, layout.SIDE_ROOM)
        if side:
            sided.add((indicator, cell, place))
            continue
        told = found.setdefault((indicator, cell, place), (clock, {}))[1]
        of_year = zip(range(12 * year, 12 * year + 12), values, strict=True)
        told.update(of_year if mask == _ALL else [both for i, both in enumerate(of_year) if mask >> i & 1])
    for key in missing:
        held: tuple[int | None, dict[int, int]] = found.get(key, (None, {}))
        kept[key[0]][key[1:]] = Months(held[0], held[1], key in sided)


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
