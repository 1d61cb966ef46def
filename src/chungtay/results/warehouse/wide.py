"""Wide questions: a row for each province or commune, put together in one statement and given as columns.

The statement joins what the scan found with who owed and reported. Left out of it are rows at or under which something
odd was claimed; and marked in it are places without a number at or under which an absence was stated. Both are for the
tree to judge, few as they are.
"""

from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Final

import pyarrow as pa

from chungtay.kernel.absence import Absence
from chungtay.kernel.periods import Period, Regime
from chungtay.results.warehouse import scan_sql
from chungtay.results.warehouse.columns import ABSENCES, BASES, REGIMES
from chungtay.results.warehouse.facts import LEVELS, World
from chungtay.results.warehouse.layout import CLOCKS, SIDE_ROOM, day_number
from chungtay.results.warehouse.questions import Basis
from chungtay.results.warehouse.scanning import LEAF_RANK, Statement
from chungtay.results.warehouse.sides import columns_of, is_exact, pivoted
from chungtay.results.warehouse.spans import int_table
from chungtay.results.warehouse.stores import Store

_SPAN: Final = REGIMES.index(Regime.SPAN)
_ROLLED, _REPORTED = BASES.index(Basis.ROLLED_UP), BASES.index(Basis.REPORTED)
_REGIME = " ".join(f"WHEN {clock} THEN {REGIMES.index(regime)}" for clock, regime in enumerate(CLOCKS))
_CLOCK: Final = f"CASE f.clock {_REGIME} END"
_SIDE: Final = "z.indicator = f.indicator AND z.cell = f.cell AND z.bucket = f.bucket AND z.place = f.place"
_KEY: Final = "x.indicator = {0}.indicator AND x.cell = {0}.cell AND x.bucket = {0}.bucket AND x.place = {0}.place"

Mark = tuple[int, int, int, int]
"""(indicator, cell, bucket, place)."""


@dataclass(frozen=True)
class Series:
    """A series of the question: its codes, which counts it goes by, and whether a row is required where one owed."""

    indicator: int
    cell: int
    scope: int
    required: bool
    is_ratio: bool = False


@dataclass(frozen=True)
class Marks:
    """Which rows are not the statement's alone. `excused`: how many communes below were excused, and of those had
    reported all the same; all zeros where an absence was stated that excuses nobody."""

    judged: frozenset[Mark] = frozenset()
    excused: tuple[tuple[int, int, int, int, int, int], ...] = ()

    @cached_property
    def judged_table(self) -> pa.Table:
        """`judged` as a table."""
        return int_table(("indicator", "cell", "bucket", "place"), sorted(self.judged))

    @cached_property
    def excused_table(self) -> pa.Table:
        """`excused` as a table."""
        return int_table(("indicator", "cell", "bucket", "place", "excused", "arrived_excused"), self.excused)


@dataclass(frozen=True)
class Wide:
    """One statement's worth: series of one way over time, for the places of a level."""

    series: tuple[Series, ...]
    periods: tuple[Period, ...]
    rank: int
    is_last: bool
    counts: tuple[str, ...]
    """By scope, the table of `Counting.level`."""
    lacks: tuple[str, ...]
    """By scope, the table of `Counting.lacking`."""
    marks: Marks
    every: bool = False
    """Rows for places that were not in force, too, and none of them `shown`."""
    sides: tuple[int, ...] = ()
    """The sides that numbers of these series have."""


def put_together(store: Store, world: World, wide: Wide, found: list[str]) -> pa.Table:
    """The rows: indicator, cell, place, bucket, start_day, end_day, regime, value, stated, partial, received, expected,
    level, basis, absence, judge, claims, shown; codes throughout. `judge` 1: the tree has to say which kind of nothing.
    `shown` 1: in an answer by this level. With sides, those of `sides.columns_of`, too."""
    source = " UNION ALL ".join(f"SELECT {scan_sql.COLUMNS} FROM ({text}) n" for text in found) or _NOTHING
    text = _statement(
        wide.rank,
        wide.is_last,
        wide.counts,
        wide.lacks,
        bool(wide.marks.judged),
        bool(wide.marks.excused),
        wide.every,
        wide.sides,
    )
    tables = {
        "series": _series_table(wide.series),
        "asked_periods": period_table(wide.periods, late_periods(world, wide.periods)),
    }
    if wide.marks.judged:
        tables["judged"] = wide.marks.judged_table
    if wide.marks.excused:
        tables["excused"] = wide.marks.excused_table
    return store.prepared(store.text(Statement(text, (), tables)).replace(_FOUND, source))


_FOUND: Final = "$found"
_NOTHING: Final = f"SELECT {', '.join(f'0 AS {name.strip()}' for name in scan_sql.COLUMNS.split(','))} WHERE FALSE"


@lru_cache(maxsize=256)
def _series_table(series: tuple[Series, ...]) -> pa.Table:
    rows = [(item.indicator, item.cell, item.scope, int(item.required), int(item.is_ratio)) for item in series]
    return int_table(("indicator", "cell", "scope", "required", "is_ratio"), rows)


def late_periods(world: World, periods: tuple[Period, ...]) -> tuple[tuple[int, ...], ...]:
    """For each level, the periods whose reports are not yet due today."""
    if world.today is None:
        return tuple(() for _ in LEVELS)
    today = world.today
    recent = [n for n, period in enumerate(periods) if (today - period.end).days < 366]
    return tuple(tuple(n for n in recent if today <= world.due(periods[n], level)) for level in LEVELS)


@lru_cache(maxsize=256)
def period_table(periods: tuple[Period, ...], late: tuple[tuple[int, ...], ...]) -> pa.Table:
    """The asked periods, `early` with a bit for each level whose reports are not due."""
    rows = [
        (
            number,
            day_number(period.start),
            day_number(period.end),
            REGIMES.index(period.regime),
            sum(1 << rank for rank, found in enumerate(late) if number in found),
        )
        for number, period in enumerate(periods)
    ]
    return int_table(("bucket", "start_day", "end_day", "regime", "early"), rows)


@lru_cache(maxsize=256)
def _statement(
    rank: int,
    is_last: bool,
    counts: tuple[str, ...],
    lacks: tuple[str, ...],
    judged: bool,
    excused: bool,
    every: bool,
    sides: tuple[int, ...],
) -> str:
    own = rank == LEAF_RANK
    whole = "(f.first_day = b.start_day AND f.last_day = b.end_day)"
    filled = "f.claims > 1" if is_last else "f.claims > 1 AND f.partial = 0"
    as_asked = f"({whole} OR ({filled}))"
    counted = _scoped("bucket, place, owing, arrived, living", counts)
    received, expected = "c.arrived", "c.owing"
    if excused:
        received, expected = "c.arrived - COALESCE(x.arrived_excused, 0)", "c.owing - COALESCE(x.excused, 0)"
    # Places that are not in force at the end of a period get no row of their own.
    living = "" if every else "AND living = 1"
    joined = f"JOIN ({counted}) c ON c.scope = s.scope AND c.bucket = f.bucket AND c.place = f.place {living}"
    beside = columns_of(sides) if sides else {}
    told = "".join(f", {text} AS {name}" for name, text in beside.items())
    zero = f"CASE WHEN f.value = 0 AND {is_exact(sides)} THEN {ABSENCES.index(Absence.ZERO)} END"
    with_sides = f"LEFT JOIN sides z ON {_SIDE}" if sides else ""
    basis = f"CASE WHEN f.claims = 1 THEN {_REPORTED} ELSE {_ROLLED} END" if own else str(_ROLLED)
    excuse = f"LEFT JOIN excused x ON {_KEY}" if excused else ""
    without = f"ANTI JOIN judged x ON {_KEY}" if judged else ""
    value = f"""SELECT f.indicator, f.cell, f.place, f.bucket,
            CASE WHEN {as_asked} THEN b.start_day ELSE f.first_day END AS start_day,
            CASE WHEN {as_asked} THEN b.end_day ELSE f.last_day END AS end_day,
            CASE WHEN {as_asked} THEN b.regime WHEN f.claims = 1 THEN {_CLOCK} ELSE {_SPAN} END AS regime,
            f.value, f.stated, f.partial,
            {"1" if own else f"GREATEST(f.stated, COALESCE({received}, 0))"}::INT AS received,
            {"1" if own else f"COALESCE({expected}, 0)"}::INT AS expected,
            {LEAF_RANK} AS level, {basis} AS basis,
            {zero} AS absence, 0 AS judge, f.claims, {"1" if own else "c.living"} AS shown{told}
        FROM {"(SELECT * FROM found f " + without.format("f") + ")" if judged else "found"} f
            JOIN series s ON s.indicator = f.indicator AND s.cell = f.cell
            JOIN asked_periods b ON b.bucket = f.bucket
            {with_sides}
            {"" if own else joined + " " + excuse.format("f")}"""
    lacking = _scoped("bucket, place, top, received, expected, own, living", lacks)
    marked = "CASE WHEN x.place IS NULL THEN 0 ELSE 1 END" if excused else "0"
    late = f"CASE WHEN (b.early & (1 << l.top)) > 0 THEN {ABSENCES.index(Absence.NOT_YET_DUE)} ELSE"
    absent = f"""SELECT l.indicator, l.cell, l.place, l.bucket, b.start_day, b.end_day, b.regime, NULL, 0, 0,
            l.received, l.expected, l.top, CASE WHEN l.own > 0 THEN {_REPORTED} ELSE {_ROLLED} END,
            {late} {ABSENCES.index(Absence.NOT_REPORTED)} END, {marked}, 0, l.living{", NULL" * len(beside)}
        FROM (SELECT s.indicator, s.cell, l.* FROM ({lacking}) l JOIN series s ON s.scope = l.scope AND s.required = 1
            {living}) l JOIN asked_periods b ON b.bucket = l.bucket
            ANTI JOIN found x ON {_KEY.format("l")} {without.format("l")} {excuse.format("l")}"""
    source = f"found AS MATERIALIZED ({_FOUND})"
    if sides:
        source = f"""everything AS MATERIALIZED ({_FOUND}), found AS (FROM everything WHERE cell < {SIDE_ROOM}),
            sides AS ({pivoted(sides, "everything")})"""
    return f"WITH {source} {value} UNION ALL {absent}"


def _scoped(columns: str, tables: tuple[str, ...]) -> str:
    return " UNION ALL ".join(f"SELECT {n} AS scope, {columns} FROM {name}" for n, name in enumerate(tables))
