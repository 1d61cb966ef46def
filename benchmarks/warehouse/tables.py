"""The contenders' tables in PostgreSQL: normalized with its best index, and the DHIS2-style baseline.

The baseline imitates the shape of DHIS2's analytics tables, from its public source: a row per stored value, one
unlogged child table per year by inheritance, text identifiers, every level and period type a column, one index per
dimension. It is not DHIS2: its server, its metadata look-ups and its access rules are missing, which favours it. In its
favour, too: only four of its 23 period types are switched on, zeros of counts are left out (its default), only the
numeric pass of its build is run, and the province of today is a column (an organisation unit group set).
"""

from __future__ import annotations

import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

import duckdb

from benchmarks.warehouse.data import BEFORE, CURRENT, INDICATORS, PLACES, REPORTS, nodes_of_country

if TYPE_CHECKING:
    from collections.abc import Callable

    from benchmarks.warehouse.data import Data
    from benchmarks.warehouse.server import Server

OPEN: Final = 2147483647
"""`known_to` of what is current."""
YEARS: Final = range(2016, 2026)
STYLE: Final = "dhis2-style"
BASE: Final = f"{STYLE} base"
DIMENSIONS: Final = (
    "dx", "dx, co", "dx, ao", "pestartdate", "peenddate", "year", "pe", "ou", "oulevel", "id", "home",
    "uidlevel1", "uidlevel2", "uidlevel3", "uidlevel4", "monthly", "quarterly", "sixmonthly", "yearly",
)  # fmt: skip
NUMERIC: Final = r"'^(-?[0-9]+)(\.[0-9]+)?(E-?[0-9]+)?$'"


def uid(kind: str, code: str) -> str:
    """An expression for an identifier of eleven letters."""
    return f"'{kind}' || left(md5('{kind}' || {code}), 10)"


def load(server: Server, data: Data) -> None:
    """All tables, each step once; what they cost is kept in a table `cost`. Ended loads go on where they stopped."""
    server.run("CREATE TABLE IF NOT EXISTS cost (step text PRIMARY KEY, cpu float, wall float, bytes bigint)")
    _forget_what_was_lost(server)
    done = {row[0] for row in server.rows("SELECT step FROM cost")}
    steps: list[tuple[str, Callable[[], int]]] = [
        ("normalized", lambda: _normalized(server, data)),
        ("source", lambda: _source(server, data)),
        (BASE, lambda: _base(server)),
        *((f"{STYLE} {year}", partial(_year, server, year)) for year in YEARS),
        ("reports", lambda: _reports(server, data)),
    ]
    for name, work in steps:
        if name not in done:
            cpu, begun = server.cpu(), time.perf_counter()
            size = work()
            spent = server.cpu() - cpu, time.perf_counter() - begun
            print(f"  {name}: {spent[0]:.0f} CPU s, {spent[1]:.0f} s, {size / 1e9:.1f} GB", flush=True)
            server.run(f"INSERT INTO cost VALUES ('{name}', {spent[0]}, {spent[1]}, {size})")


def _forget_what_was_lost(server: Server) -> None:
    """A server that did not stop by itself empties unlogged tables when it starts again: their steps are not done."""
    first = {"source": "datavalue"} | {f"{STYLE} {year}": f"analytics_{year}" for year in YEARS}
    for (step,) in server.rows("SELECT step FROM cost"):
        if step in first and not server.rows(f"SELECT 1 FROM {first[step]} LIMIT 1"):
            server.run(f"DELETE FROM cost WHERE step = '{step}'")


def copied(server: Server, table: str, query: str, folder: Path) -> None:
    """Rows of a DuckDB query into a table, by way of a text file."""
    path = folder / "passing.csv"
    with duckdb.connect() as db:
        db.execute(f"COPY ({query}) TO '{path}' (FORMAT csv, HEADER FALSE)")
    path.chmod(0o644)
    server.run(f"COPY {table} FROM '{path}' (FORMAT csv)")
    path.unlink()


def _parts(data: Data, kind: str) -> list[Path]:
    return sorted(data.file(kind).iterdir())


def _normalized(server: Server, data: Data) -> int:
    server.run("DROP TABLE IF EXISTS figure, place")
    server.run("CREATE TABLE place (place int PRIMARY KEY, key text, district int, province int, home int)")
    places = f"SELECT place, key, district, province, home FROM '{data.file(PLACES)}'"
    copied(server, "place", places, data.folder)
    server.run("""CREATE TABLE figure (indicator smallint, cell smallint, place int, month int, value float8,
        report int, known_from int, known_to int)""")
    columns = f"indicator, cell, place, month, value, batch, known_from, coalesce(known_to, {OPEN})"
    for path in _parts(data, CURRENT) + _parts(data, BEFORE):
        copied(server, "figure", f"SELECT {columns} FROM '{path}'", data.folder)
    server.run(f"""CREATE INDEX figure_now ON figure (indicator, cell, place, month) INCLUDE (value)
        WHERE known_to = {OPEN}""")
    server.run("VACUUM (FREEZE, ANALYZE) figure")
    server.run("ANALYZE place")
    return server.bytes_of("figure")


def _reports(server: Server, data: Data) -> int:
    """Who reported and who owed, and how many communes a province had at the end of a year, made beforehand."""
    server.run("DROP TABLE IF EXISTS report, owed, month, communes")
    server.run("CREATE TABLE report (place int, month int, PRIMARY KEY (place, month))")
    chosen = f"SELECT DISTINCT place, month FROM '{data.file(REPORTS)}' ORDER BY place, month"
    copied(server, "report", chosen, data.folder)
    server.run("CREATE TABLE owed (place int PRIMARY KEY, first_month int, last_month int)")
    server.run("CREATE TABLE month AS SELECT m AS month FROM generate_series(2016 * 12, 2025 * 12 + 11) m")
    lives = ", ".join(f"({code}, {first}, {last})" for code, first, last in _lives())
    server.run(f"INSERT INTO owed VALUES {lives}")
    server.run(f"""CREATE TABLE communes AS
        SELECT p.province AS place, ({uid("o", "p.province")})::char(11) AS uid, y, count(*) AS communes
        FROM place p JOIN owed o USING (place)
            JOIN generate_series({YEARS[0]}, {YEARS[-1]}) y ON 12 * y + 11 BETWEEN o.first_month AND o.last_month
        GROUP BY 1, 2, 3""")
    server.run("VACUUM (FREEZE, ANALYZE) report")
    server.run("ANALYZE owed, communes, month")
    return server.bytes_of("report")


def _lives() -> list[tuple[int, int, int]]:
    """Each commune with the first and the last decree month on whose last day it was in force."""
    from chungtay.kernel.periods import decree_month
    from chungtay.results.warehouse.coding import place_table

    nodes = nodes_of_country()
    codes = dict(zip(*(place_table(nodes)[name].to_pylist() for name in ("key", "code")), strict=True))
    months = [(12 * year + month - 1, decree_month(year, month).end) for year in YEARS for month in range(1, 13)]
    found = []
    for key, node in nodes.items():
        alive = [number for number, end in months if node.level == "commune" and node.in_force(end)]
        if alive:
            found.append((codes[key], alive[0], alive[-1]))
    return found


def _source(server: Server, data: Data) -> int:
    """What the baseline is built from: values as text, and the small tables beside them."""
    server.run("DROP TABLE IF EXISTS datavalue, dataelement, orgunitstructure, periodstructure")
    server.run("""CREATE UNLOGGED TABLE datavalue (dataelementid int, periodid int, sourceid int,
        categoryoptioncomboid int, attributeoptioncomboid int, value text, lastupdated date, deleted boolean)""")
    columns = """indicator, month, place, cell, 0, CASE WHEN value = floor(value) THEN value::BIGINT::VARCHAR
        ELSE value::VARCHAR END, DATE '2015-12-15' + known_from, FALSE"""
    for path in _parts(data, CURRENT):
        copied(server, "datavalue", f"SELECT {columns} FROM '{path}'", data.folder)
    server.run("CREATE TABLE dataelement (dataelementid int PRIMARY KEY, uid char(11), zeroissignificant boolean)")
    stocks = _stocks(data)
    elements = f"SELECT code, {uid('d', 'key')}, key IN ({stocks}) FROM '{data.file(INDICATORS)}'"
    copied(server, "dataelement", elements, data.folder)
    server.run("""CREATE TABLE orgunitstructure (organisationunitid int PRIMARY KEY, uid char(11), level int,
        uidlevel1 char(11), uidlevel2 char(11), uidlevel3 char(11), uidlevel4 char(11), home char(11))""")
    own = uid("o", "place")
    units = f"""SELECT place, {own}, CASE WHEN district = place THEN 3 ELSE 4 END, {uid("o", "0")},
        {uid("o", "province")}, CASE WHEN district = place THEN {own} ELSE {uid("o", "district")} END,
        CASE WHEN district <> place THEN {own} END, {uid("o", "home")} FROM '{data.file(PLACES)}'"""
    copied(server, "orgunitstructure", units, data.folder)
    server.run("""CREATE TABLE periodstructure AS
        SELECT m AS periodid, to_char(d, 'YYYYMM') AS iso, d::date AS startdate,
        (d + interval '1 month - 1 day')::date AS enddate, m / 12 AS year, to_char(d, 'YYYYMM') AS monthly,
        to_char(d, 'YYYY"Q"Q') AS quarterly, to_char(d, 'YYYY"S"') || (1 + m % 12 / 6) AS sixmonthly,
        to_char(d, 'YYYY') AS yearly
        FROM (SELECT m, make_date(m / 12, m % 12 + 1, 1)::timestamp AS d
            FROM generate_series(2016 * 12, 2025 * 12 + 11) m)""")
    server.run("ANALYZE datavalue, dataelement, orgunitstructure, periodstructure")
    return server.bytes_of("datavalue")


def _stocks(data: Data) -> str:
    from chungtay.reference.indicators.catalogue import catalogue

    return ", ".join(f"'{item.code}'" for item in catalogue().values() if item.over_time == "last")


def _base(server: Server) -> int:
    server.run("DROP TABLE IF EXISTS analytics CASCADE")
    server.run("""CREATE UNLOGGED TABLE analytics (dx char(11) NOT NULL, co char(11) NOT NULL, ao char(11) NOT NULL,
        pestartdate date, peenddate date, year int NOT NULL, pe text, ou char(11) NOT NULL, oulevel int, id text,
        home char(11), uidlevel1 char(11), uidlevel2 char(11), uidlevel3 char(11), uidlevel4 char(11), monthly text,
        quarterly text, sixmonthly text, yearly text, daysxvalue float8, daysno int, value float8, textvalue text)""")
    return 0


def _year(server: Server, year: int) -> int:
    return year_build(server, year, f"analytics_{year}", "INHERITS (analytics)")


def year_build(server: Server, year: int, name: str, above: str = "") -> int:
    """The baseline of one year as a table, with its indexes; gives its bytes."""
    server.run(f"DROP TABLE IF EXISTS {name}")
    shape = above and f"(CHECK (year = {year}), CHECK (pestartdate < '{year + 1}-01-01')) {above}"
    server.run(f"CREATE UNLOGGED TABLE {name} {shape or '(LIKE analytics)'}")
    server.run(f"INSERT INTO {name} {_FILLING.format(year=year)}")
    for number, columns in enumerate(DIMENSIONS):
        server.run(f"CREATE INDEX in_{number}_of_{name} ON {name} ({columns})")
    server.run(f"ANALYZE {name}")
    return server.bytes_of(name)


_CO: Final = "('c' || left(md5('c' || categoryoptioncomboid), 10))::char(11)"
_FILLING: Final = f"""SELECT dx, co, ao, pestartdate, peenddate, year, pe, ou, oulevel,
    dx || '-' || pe || '-' || ou || '-' || co || '-' || ao, home, uidlevel1, uidlevel2, uidlevel3, uidlevel4,
    monthly, quarterly, sixmonthly, yearly, value::float8 * daysno, daysno, value::float8, NULL
    FROM (SELECT de.uid AS dx, {_CO} AS co, 'HllvX50cXC0'::char(11) AS ao, p.startdate AS pestartdate,
            p.enddate AS peenddate, p.year, p.iso AS pe, o.uid AS ou, o.level AS oulevel, o.home, o.uidlevel1,
            o.uidlevel2, o.uidlevel3, o.uidlevel4, p.monthly, p.quarterly, p.sixmonthly, p.yearly,
            p.enddate - p.startdate + 1 AS daysno, dv.value
        FROM datavalue dv JOIN dataelement de USING (dataelementid)
            JOIN orgunitstructure o ON o.organisationunitid = dv.sourceid JOIN periodstructure p USING (periodid)
        WHERE p.year = {{year}} AND NOT dv.deleted AND dv.value ~* {NUMERIC}
            AND (dv.value <> '0' OR de.zeroissignificant)) AS numbers"""


def cost(server: Server) -> dict[str, dict[str, float]]:
    """What loading cost, as it was kept; the years of the baseline as one step."""
    found: dict[str, dict[str, float]] = {}
    for step, *spent in server.rows("SELECT step, cpu, wall, bytes FROM cost ORDER BY step"):
        before = found.setdefault(step.split()[0], {"cpu": 0.0, "wall": 0.0, "bytes": 0})
        before.update({name: before[name] + more for name, more in zip(before, spent, strict=True)})
    return found


def is_whole(server: Server) -> bool:
    """Whether all years of the baseline are there."""
    return all(server.rows(f"SELECT 1 FROM cost WHERE step = '{STYLE} {year}'") for year in YEARS)
