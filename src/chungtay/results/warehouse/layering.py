"""The next generation from the one before: only what the ledger changed since is worked out anew.

A series is touched in the months that a changed report speaks of. Of these all claims are split again, as `splitting`
does; the other months of the same years are taken from the generation before as they led there. So the years of touched
series are laid down again, with the totals above them; everything else is carried over row by row. What comes out is
what a whole build gives, but for the numbers that cells and forms bear.

It cannot be done where what every row stands on has changed: places, rules, or how many decimals an indicator needs.
"""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Final

import duckdb
import pyarrow as pa

from chungtay.results.warehouse import layout
from chungtay.results.warehouse.building import AT_ONCE, Builder
from chungtay.results.warehouse.layout import DENOMINATOR, MONTHS, SIDE_ROOM, SIDES
from chungtay.results.warehouse.parquet import FACT_SCHEMA, STATUSES
from chungtay.results.warehouse.pyramid import raise_pyramid
from chungtay.results.warehouse.splitting import SERIES, split_again, split_begun

More = Callable[[Sequence[int]], pa.Table]
"""All claims of some figures, as FACT_SCHEMA; it may give others with them."""
_OF: Final = f"(indicator::BIGINT * 281474976710656 + (cell % {SIDE_ROOM})::BIGINT * 4294967296 + place::BIGINT)"
"""The series of a row of `years` or `past`, its own or that of which it is a side."""
_RESULT: Final = STATUSES.index("result")
_FILES: Final = (layout.YEARS, layout.PAST, layout.ODD, layout.NODES, layout.RECEIPTS, layout.INDICATORS)


class NotByLayers(Exception):
    """The generation before cannot be built upon; a whole build is needed."""


_TOUCHED = f"""
CREATE TEMP TABLE touched AS SELECT DISTINCT series, month, month // 12 AS year FROM claim WHERE month IS NOT NULL;
CREATE TEMP TABLE touched_series AS SELECT DISTINCT series FROM claim;
CREATE TEMP TABLE touched_year AS SELECT DISTINCT series, year FROM touched;
CREATE TEMP TABLE was_odd AS
SELECT DISTINCT {SERIES} AS series FROM old_odd
WHERE status = {_RESULT} AND value IS NOT NULL AND NOT beside AND indicator IN (SELECT code FROM adds)
    AND {SERIES} IN (SELECT series FROM touched_series);
"""

_TURNING = f"""
CREATE TEMP TABLE turning AS
WITH clocks AS (
    SELECT {_OF} AS series, clock FROM old_years WHERE {_OF} IN (SELECT series FROM touched_series)
    UNION SELECT {_OF}, clock FROM old_past WHERE {_OF} IN (SELECT series FROM touched_series)
    UNION SELECT series, clock FROM claim WHERE clock IS NOT NULL
)
SELECT series FROM (
    SELECT series FROM odd_series UNION SELECT series FROM clocks GROUP BY series HAVING count(*) > 1
) ANTI JOIN was_odd USING (series);
"""

_BIT: Final = " UNION ALL ".join(
    f"SELECT series, side, 12 * year + {i} AS month, clock, v{i} AS value, id{i} AS id, k{i} AS known_from FROM old_row"
    f" WHERE (mask & {1 << i}) <> 0 AND (side IN (0, {DENOMINATOR}) OR v{i} <> 0)"
    for i in MONTHS
)
# The months of touched years as they led, and all of series that turn odd; sides beside their values.
_HELD = f"""
CREATE TEMP TABLE old_row AS
SELECT {_OF} AS series, cell // {SIDE_ROOM} AS side, clock, year::INTEGER AS year, mask,
    {", ".join(f"v{i}, k{i}, id{i}" for i in MONTHS)}
FROM old_years y WHERE EXISTS (FROM touched_year t WHERE t.series = {_OF} AND t.year = y.year)
    OR {_OF} IN (SELECT series FROM turning);
CREATE TEMP TABLE held_row AS
SELECT *, NULL::BIGINT AS known_to FROM ({_BIT})
UNION ALL
SELECT {_OF}, cell // {SIDE_ROOM}, month, clock, value, id, known_from, known_to FROM old_past p
WHERE EXISTS (FROM touched_year t WHERE t.series = {_OF} AND t.year = p.month // 12)
    OR {_OF} IN (SELECT series FROM turning);
CREATE TEMP TABLE held AS FROM held_row WHERE side = 0;
CREATE TEMP TABLE beside AS
SELECT {SERIES} AS series, month.month, id FROM old_odd LEFT JOIN month USING (regime, first_day, last_day)
WHERE beside AND {SERIES} IN (SELECT series FROM touched_series);
"""
_WANTED = """
SELECT DISTINCT id FROM (SELECT series, month, id FROM held UNION SELECT series, month, id FROM beside) h
WHERE (EXISTS (FROM touched t WHERE t.series = h.series AND t.month = h.month)
    OR h.series IN (SELECT series FROM turning)) AND id NOT IN (SELECT id FROM delta)
ORDER BY id
"""
_RAW = f"""
CREATE TEMP TABLE raw AS
FROM delta UNION ALL
SELECT * FROM more WHERE id IN (SELECT id FROM wanted) AND {SERIES} IN (SELECT series FROM touched_series)
    AND indicator IN (SELECT code FROM adds)
"""
_NO_SIDES: Final = (
    "CREATE TEMP TABLE IF NOT EXISTS side (series BIGINT, id BIGINT, side SMALLINT, with_id BIGINT, micro BIGINT)",
    "CREATE TEMP TABLE IF NOT EXISTS side_row AS SELECT * REPLACE (year::SMALLINT AS year) FROM old_years LIMIT 0",
)
"""Where no number of the touched months has any."""
_COUNTED: Final = tuple(number for number, name in enumerate(SIDES, 1) if name.endswith("open"))
_UNIT: Final = f"CASE WHEN side IN {_COUNTED} THEN 1000000 ELSE unit END"
_CARRY = f"""
CREATE OR REPLACE TEMP TABLE carried AS
SELECT * FROM held ANTI JOIN touched USING (series, month) WHERE series NOT IN (SELECT series FROM odd_series);
INSERT INTO led_row SELECT series, month, clock, value * unit, id, known_from, known_to
FROM carried JOIN scale ON indicator = series // 281474976710656;
INSERT INTO side
SELECT DISTINCT h.series, c.id, h.side::SMALLINT, h.id, h.value * {_UNIT.replace("side", "h.side")}
FROM held_row h JOIN carried c ON h.series = c.series AND h.month = c.month AND h.known_from = c.known_from
    AND h.side > 0 JOIN scale ON indicator = h.series // 281474976710656;
"""
_OUT = """
CREATE TEMP TABLE fresh_year AS FROM year_row UNION ALL FROM side_row;
CREATE TEMP TABLE gone_year AS
SELECT series, year FROM touched_year UNION
SELECT series, year FROM old_row WHERE series IN (SELECT series FROM turning);
CREATE TEMP TABLE gone_month AS
SELECT series, month // 12 AS year FROM held WHERE series IN (SELECT series FROM turning)
UNION SELECT series, year FROM gone_year;
CREATE TEMP TABLE gone_figure AS SELECT DISTINCT id FROM delta;
"""
# A year whose months are the same as before changes nothing but values above it, and all of those, where nothing above
# it ended before the year did. Of all other years the totals are worked out anew.
_LINE = """
CREATE TEMP TABLE line AS
WITH RECURSIVE above AS (
    SELECT code, code AS above, parent, valid_to FROM place WHERE rank = 3
    UNION ALL
    SELECT a.code, p.code, p.parent, p.valid_to FROM above a JOIN place p ON p.code = a.parent
)
SELECT code, above, rank, min(above.valid_to) OVER (PARTITION BY above.code) AS ended
FROM above JOIN (SELECT code AS above, rank FROM place) USING (above);
"""
_SAME: Final = f"""
CREATE TEMP TABLE sided AS SELECT DISTINCT {_OF} AS series, year FROM side_row;
CREATE TEMP TABLE same AS
SELECT o.series, f.indicator, f.cell, f.place, f.clock, f.year::INTEGER AS year, f.mask, is_last,
    {", ".join(f"o.v{i} AS o{i}, f.v{i} AS n{i}" for i in MONTHS)}
FROM old_row o JOIN fresh_year f ON o.series = {SERIES} AND o.year = f.year
    AND o.clock = f.clock AND o.mask = f.mask AND o.side = 0 AND f.cell < {SIDE_ROOM}
    JOIN adds ON adds.code = f.indicator JOIN calendar c ON c.clock = f.clock AND c.year = f.year
    JOIN (SELECT DISTINCT code, ended FROM line) l ON l.code = f.place
WHERE coalesce(l.ended >= c.e11, TRUE)
    AND NOT EXISTS (FROM old_row s WHERE s.series = o.series AND s.year = o.year AND s.side > 0)
    AND NOT EXISTS (FROM sided s WHERE s.series = o.series AND s.year = o.year);
CREATE TEMP TABLE dirty AS
SELECT DISTINCT (series // 281474976710656)::SMALLINT AS indicator, (series // 4294967296 % 65536)::SMALLINT AS cell,
    clock, year
FROM (SELECT series, clock, year FROM old_row UNION ALL SELECT {_OF}, clock, year::INTEGER FROM fresh_year)
    ANTI JOIN same USING (series, year) WHERE series % 4294967296 IN (SELECT code FROM place);
"""


def _in_bucket(name: str, months: range) -> str:
    """What a year's months come to in one period: all of them, or the latest that is stated."""
    latest = " ".join(f"WHEN (mask & {1 << i}) <> 0 THEN {name}{i}" for i in reversed(months))
    return f"CASE WHEN is_last THEN CASE {latest} ELSE 0 END ELSE {' + '.join(f'{name}{i}' for i in months)} END"


_MOVED: Final = " UNION ALL ".join(
    f"SELECT {unit} AS unit, 12 * year + {i} AS start, indicator, cell, clock, place,"
    f" {_in_bucket('o', range(i, i + unit))} AS old, {_in_bucket('n', range(i, i + unit))} AS new FROM same"
    for unit in layout.UNITS
    for i in range(0, 12, unit)
)
_MOVES: Final = f"""
CREATE TEMP TABLE moves AS
SELECT unit, clock, indicator, cell, above AS place, start, sum(new - old)::BIGINT AS value,
    sum((new > 0)::INTEGER - (old > 0)::INTEGER)::INTEGER AS positive
FROM ({_MOVED}) m JOIN line ON line.code = m.place
WHERE new <> old AND rank < 3 AND (unit = 12 OR rank < 2)
    AND NOT EXISTS (FROM dirty d WHERE d.indicator = m.indicator AND d.cell = m.cell AND d.clock = m.clock
        AND d.year = start // 12)
GROUP BY ALL
"""
_KEYS: Final = "indicator BETWEEN $low AND $high"
_YEARS_OF = f"""
CREATE OR REPLACE TEMP TABLE year_all AS
SELECT * FROM old_years y WHERE {_KEYS}
    AND NOT EXISTS (FROM gone_year g WHERE g.series = {_OF} AND g.year = y.year)
UNION ALL SELECT * FROM fresh_year WHERE {_KEYS}
ORDER BY indicator, cell, place, clock, year
"""
_DIRTY_YEARS: Final = "".join(
    f"""
CREATE OR REPLACE TEMP TABLE {name} AS FROM year_all y
WHERE cell // {SIDE_ROOM} {condition} AND EXISTS (FROM dirty d WHERE d.indicator = y.indicator
    AND d.cell = y.cell % {SIDE_ROOM} AND d.clock = y.clock AND d.year = y.year);
"""
    for name, condition in (("year_row", "= 0"), ("side_row", "> 0"))
)
_PAST_OF = f"""
SELECT * FROM old_past p WHERE {_KEYS}
    AND NOT EXISTS (FROM gone_month g WHERE g.series = {_OF} AND g.year = p.month // 12)
UNION ALL SELECT * FROM past_row WHERE {_KEYS}
ORDER BY indicator, cell, place, clock, month, known_from
"""
_ODD_OF = f"""
SELECT * FROM old_odd o WHERE {_KEYS} AND NOT EXISTS (FROM gone_figure g WHERE g.id = o.id) AND NOT (beside
    AND ({SERIES} IN (SELECT series FROM turning) OR EXISTS (
        FROM beside b JOIN touched t USING (series, month) WHERE b.series = {SERIES} AND b.id = o.id)))
UNION ALL SELECT * FROM odd_row WHERE {_KEYS}
ORDER BY indicator, cell, place, first_day, last_day, id, known_from
"""
_NODES = """
INSERT INTO nodes
SELECT n.* REPLACE (n.value + coalesce(m.value, 0) AS value, n.positive + coalesce(m.positive, 0) AS positive)
FROM old_nodes n LEFT JOIN moves m USING (unit, clock, indicator, cell, place, start)
WHERE NOT EXISTS (FROM dirty d WHERE d.indicator = n.indicator AND d.cell = n.cell % $room AND d.clock = n.clock
    AND d.year = n.start // 12)
"""


class NextBuilder(Builder):
    """A `Builder` upon the generation in a folder, of the same places and rules; its codes begin as those there."""

    def lay(self, before: Path, delta: pa.Table, more: More, *, claims: int) -> None:
        """Everything but what `finish` writes. `delta`: all claims of every figure whose batch changed, once for each
        stretch, as FACT_SCHEMA; `claims`: how many there are in all. NotByLayers."""
        db, self.claims = self._db, claims
        for name in _FILES:
            db.execute(f"CREATE TEMP VIEW old_{Path(name).stem} AS FROM read_parquet('{before / name}')")
        db.register("delta", delta.cast(FACT_SCHEMA))
        self._split(more)
        for step in (_OUT, _LINE, _SAME, _MOVES):
            db.execute(step)
        db.execute("CREATE TEMP TABLE nodes AS FROM old_nodes LIMIT 0")
        for low, high in self._ranges():
            self._carry(low, high)
        db.execute(_NODES, {"room": SIDE_ROOM})
        self._scales = dict(db.execute("SELECT indicator, scale FROM scale").fetchall())

    def _split(self, more: More) -> None:
        """Leaves rows of touched years, months and figures, and what of the generation before they replace."""
        db = self._db
        db.execute("CREATE TEMP VIEW raw AS FROM delta")
        db.execute(
            "CREATE TEMP TABLE known_scale AS SELECT code::INTEGER AS indicator, scale,"
            " (10 ** (6 - scale))::BIGINT AS unit FROM old_indicators"
        )
        split_begun(db)
        finer = """SELECT key FROM own_scale s JOIN old_indicators o ON o.code = s.indicator WHERE s.scale > o.scale"""
        if db.execute(finer).fetchall():
            raise NotByLayers
        db.execute(_TOUCHED)
        db.execute(_TURNING)
        db.execute(_HELD)
        db.execute(f"CREATE TEMP TABLE wanted AS {_WANTED}")
        wanted = [row[0] for row in db.execute("FROM wanted").fetchall()]
        db.register("more", more(wanted).cast(FACT_SCHEMA) if wanted else FACT_SCHEMA.empty_table())
        db.execute("DROP VIEW raw")
        db.execute(_RAW)
        db.execute("CREATE TEMP TABLE known_odd AS FROM was_odd UNION FROM turning")
        for step in _NO_SIDES:
            db.execute(step)
        split_again(db, _CARRY)

    def _ranges(self) -> Iterator[tuple[int, int]]:
        """Indicators, first and last, some hundred thousand months at a time."""
        counts = dict(self._db.execute("SELECT indicator, count(*) FROM old_years GROUP BY 1").fetchall())
        low, held = 0, 0
        for code in range(len(self.indicators)):
            held += counts.get(code, 0)
            if held >= AT_ONCE // 12 or code == len(self.indicators) - 1:
                yield low, code
                low, held = code + 1, 0

    def _carry(self, low: int, high: int) -> None:
        db, between = self._db, {"low": low, "high": high}
        db.execute(_YEARS_OF, between)
        years, past, odd = self._sinks
        years.add(db.table("year_all").to_arrow_table())
        past.add(db.sql(_PAST_OF, params=between).to_arrow_table())
        odd.add(db.sql(_ODD_OF, params=between).to_arrow_table())
        db.execute(_DIRTY_YEARS)
        raise_pyramid(db)
        db.execute("INSERT INTO nodes FROM node_row")
        self.progress(self.claims * (high + 1) // max(1, len(self.indicators)))


def receipts_next(before: Path, gone: Sequence[int], fresh: pa.Table) -> pa.Table:
    """The receipts of the generation before without those of some batches, and with others."""
    with duckdb.connect() as db:
        db.register("gone", pa.table({"batch": pa.array(gone, pa.int64())}))
        db.register("fresh", fresh)
        kept = f"FROM read_parquet('{before / layout.RECEIPTS}') ANTI JOIN gone USING (batch)"
        return db.sql(f"{kept} UNION ALL FROM fresh ORDER BY form, place, batch, known_from").to_arrow_table()
