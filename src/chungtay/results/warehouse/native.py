"""The native copy of a generation: years, past and nodes once more, as DuckDB reads them fastest, and beside them what
the communes of a province come to month by month, for questions about other spans than units of the pyramid.

It is disposable, and no part of what is checked: without it, or without some of its tables, the Parquet files say the
same. Tables beyond those of `layout`:

    kins       code, year, first, since, until: see `kins`
    members    year, place, kin
    sums       indicator, cell, clock, year, kin, kmax, mask, n, value, v0..v11: what the communes of a kin come to that
               have the same months; n: how many they are
    stretches  indicator, cell, clock, year, kmin, kmax: when the first and the last of a series' year changed

What is added is what is summed over time; of what stands, the months of different communes are not alike. As known at a
transaction, sums of years that have not changed since are as they were then; those of the few other years are added up
for that transaction when they are first asked for (`late_text`).
"""

import secrets
from collections import defaultdict
from collections.abc import Iterator, Sequence, Set
from pathlib import Path
from shutil import rmtree
from typing import Final

import duckdb
import pyarrow.parquet as pq

from chungtay.results.warehouse import layout
from chungtay.results.warehouse.building import THREADS
from chungtay.results.warehouse.kins import Kin, Kins, kins_of
from chungtay.results.warehouse.layout import MONTHS
from chungtay.results.warehouse.pools import Tree
from chungtay.results.warehouse.scanning import Stretch, Summed
from chungtay.results.warehouse.spans import int_table

SUMMED: Final = ("kins", "members", "sums", "stretches")
_V: Final = ", ".join(f"v{i}" for i in MONTHS)
_ADDED: Final = ", ".join(f"sum({name})::BIGINT AS {name}" for name in ("value", *(f"v{i}" for i in MONTHS)))
SORTED_AT_ONCE: Final = 250_000
"""Rows of years that are sorted at once, some 250 bytes each."""
_OF: Final = "indicator BETWEEN $low AND $high"
_STEPS: Final = (
    f"""CREATE OR REPLACE TEMP TABLE stretch AS
    SELECT indicator, cell, clock, year, min(kmin) AS kmin, max(kmax) AS kmax FROM years
    WHERE {_OF} AND indicator IN (SELECT code FROM summed) GROUP BY ALL""",
    f"""INSERT INTO sums
    SELECT y.indicator, y.cell, y.clock, y.year, m.kin, s.kmax, y.mask, count(*)::INTEGER AS n, {_ADDED}
    FROM years y JOIN members m ON m.place = y.place AND m.year = y.year
        JOIN stretch s ON s.indicator = y.indicator AND s.cell = y.cell AND s.clock = y.clock AND s.year = y.year
    WHERE y.{_OF} GROUP BY ALL ORDER BY y.indicator, y.cell, y.clock, y.year, m.kin, y.mask""",
    "INSERT INTO stretches FROM stretch",
)
_LAID: Final = (
    f"""CREATE TABLE sums AS
    SELECT indicator, cell, clock, year, 0::INTEGER AS kin, kmax, mask, 0::INTEGER AS n, value, {_V}
    FROM years LIMIT 0""",
    "CREATE TABLE stretches AS SELECT indicator, cell, clock, year, kmin, kmax FROM years LIMIT 0",
)


def cache_build(folder: Path, memory: str = "2GB") -> None:
    """Lay the native copy of a generation, with no more memory than that.

    Which figure a number is, a quarter of the bytes, is asked of few rows and stays in the file alone. Years stand
    before places here: what changed since a past day then lies together, and so do the rows that one total adds up.
    """
    figures = ", ".join(f"id{i}" for i in MONTHS)
    years = f"SELECT * EXCLUDE ({figures}) FROM read_parquet('{folder / layout.YEARS}')"
    aside = folder / f".{secrets.token_hex(4)}-{layout.CACHE}"
    try:
        with duckdb.connect(str(aside), config={"memory_limit": memory, "threads": THREADS}) as db:
            for name in (layout.PAST, layout.NODES):
                db.execute(f"CREATE TABLE {Path(name).stem} AS FROM read_parquet('{folder / name}')")
            db.execute(f"CREATE TABLE years AS {years} LIMIT 0")
            _begin(db, folder)
            counted = f"SELECT indicator, count(*) FROM ({years}) GROUP BY 1 ORDER BY 1"
            for low, high in _runs(db.execute(counted).fetchall()):
                order, between = "ORDER BY indicator, cell, clock, year, place", {"low": low, "high": high}
                db.execute(f"INSERT INTO years {years} WHERE {_OF} {order}", between)
                for step in _STEPS:
                    db.execute(step, between if "$low" in step else {})
        aside.rename(folder / layout.CACHE)
    finally:
        # DuckDB lays its log and what it sorts beside its file, and leaves them there where it fails.
        for left in folder.glob(f"{aside.name}*"):
            rmtree(left) if left.is_dir() else left.unlink()


def _runs(counts: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """First and last of indicators that are sorted at once: few rows, or one indicator of many."""
    run: list[int] = []
    held = 0
    for indicator, rows in counts:
        if run and held + rows > SORTED_AT_ONCE:
            yield run[0], run[-1]
            run, held = [], 0
        run.append(indicator)
        held += rows
    if run:
        yield run[0], run[-1]


def _begin(db: duckdb.DuckDBPyConnection, folder: Path) -> None:
    """The kin of every year that has numbers, and empty tables for what they come to."""
    found = f"SELECT DISTINCT year FROM read_parquet('{folder / layout.YEARS}') ORDER BY 1"
    kins = kins_of(_tree(folder), [year for (year,) in db.execute(found).fetchall()])
    _keep(db, kins)
    # What is summed over time.
    codes = f"SELECT code FROM read_parquet('{folder / layout.INDICATORS}') WHERE over_time <> 'last'"
    db.execute(f"CREATE TEMP TABLE summed AS {codes}")
    for step in _LAID:
        db.execute(step)


def _keep(db: duckdb.DuckDBPyConnection, kins: Kins) -> None:
    db.register("kins_given", int_table(Kin._fields, kins.held))
    db.register("members_given", int_table(("year", "place", "kin"), kins.members))
    db.execute("CREATE TABLE kins AS FROM kins_given")
    db.execute("CREATE TABLE members AS FROM members_given")


def _tree(folder: Path) -> Tree:
    places = pq.read_table(folder / layout.PLACES).to_pydict()
    lives = list(zip(places["valid_from"], places["valid_to"], strict=True))
    return Tree(places["parent"], places["rank"], places["depth"], places["span_end"], lives)


def summed_of(db: duckdb.DuckDBPyConnection, held: Set[str]) -> Summed | None:
    """What is added up in an attached copy `held`, whose tables are named; None where it has not all of it."""
    if not set(SUMMED) <= held:
        return None
    stretches: dict[tuple[int, int], list[Stretch]] = defaultdict(list)
    for indicator, cell, *known in db.execute("FROM held.stretches").fetchall():
        stretches[indicator, cell].append(Stretch(*known))
    return Summed(db.execute("SELECT code, first FROM held.kins ORDER BY code").fetchall(), dict(stretches))
