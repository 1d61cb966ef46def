"""What is plain and what is odd, in SQL: raw claims of whole indicators into rows of `years`, `past` and `odd`.

Reads the temp tables `raw` (FACT_SCHEMA), `place` (PLACE_SCHEMA and `province`), `leaf` (code: communes),
`calendar` and `adds` (indicators that may be plain: code, is_last, is_ratio); leaves `year_row`, `side_row` (the rows
of `years` that are sides), `past_row`, `odd_row` and `scale` (indicator, scale). What the words mean stands in
`layout`.

A series is one number here, so that it is grouped and joined by fast: indicator, cell and place in turn.
"""

from typing import Final

import duckdb

from chungtay.results.warehouse.layout import CLOCKS, DENOMINATOR, MONTH_CLOCKS, MONTHS, ODD_SCHEMA, SIDE_ROOM
from chungtay.results.warehouse.parquet import REGIMES, STATUSES

SERIES: Final = "(indicator::BIGINT * 281474976710656 + cell::BIGINT * 4294967296 + place::BIGINT)"
"""2^48, 2^32: indicators and cells have two bytes, places four."""


_MOST: Final = 10_000_000_000_000
"""The largest number that is plain, after scaling: a hundred thousand of them still have a sum of 64 bits."""
_SIX: Final = 1_000_000

_MONTH = f"""
CREATE OR REPLACE TEMP TABLE month AS
SELECT clock, (CASE clock {" ".join(f"WHEN {i} THEN {REGIMES.index(c)}" for i, c in enumerate(CLOCKS))} END)::TINYINT
        AS regime,
    12 * year + i AS month, DATE '1970-01-01' + s AS first_day, DATE '1970-01-01' + e AS last_day
FROM (
    {" UNION ALL ".join(f"SELECT clock, year, {i} AS i, s{i} AS s, e{i} AS e FROM calendar" for i in MONTHS)}
)
"""

_DECIMALS = f"""
CREATE OR REPLACE TEMP MACRO decimals(x) AS (
    CASE WHEN x % {_SIX} = 0 THEN 0 WHEN x % 100000 = 0 THEN 1 WHEN x % 10000 = 0 THEN 2
        WHEN x % 1000 = 0 THEN 3 WHEN x % 100 = 0 THEN 4 WHEN x % 10 = 0 THEN 5 ELSE 6 END::TINYINT)
"""

# In millionths; null where that is too large. Arithmetic of 64 bits wherever the number has so few digits: a fifth of
# the price of that of 128.
_MILLIONTHS = f"""
CREATE OR REPLACE TEMP MACRO millionths(x) AS (
    CASE WHEN try_cast(x AS DECIMAL(17, 6)) IS NULL THEN try_cast(x * {_SIX} AS BIGINT)
    ELSE try_cast(x AS DECIMAL(17, 6))::BIGINT * {_SIX} + ((try_cast(x AS DECIMAL(17, 6))
        - try_cast(x AS DECIMAL(17, 6))::BIGINT::DECIMAL(18, 6))::DECIMAL(7, 6) * {_SIX})::BIGINT END)
"""

# `micro` is null where a number is too large for it; `places` is how many decimals it needs.
_HAS_SIDES = "(low IS NOT NULL OR high IS NOT NULL OR coalesce(is_open, FALSE) OR den_value IS NOT NULL)"
_CLAIM = f"""
CREATE OR REPLACE TEMP TABLE claim AS
SELECT {SERIES} AS series, indicator, month, clock, micro, decimals(micro) AS places, id, rank, known_from, known_to,
    month IS NOT NULL AND micro IS NOT NULL AND members IS NULL AND (clock < {MONTH_CLOCKS} OR is_last)
        AND (den_value IS NOT NULL) = is_ratio AND (is_ratio OR with_id IS NULL)
        AND (cell < {SIDE_ROOM} OR NOT {_HAS_SIDES}) AS fits
FROM (
    SELECT raw.*, is_last, is_ratio, month.month, month.clock, millionths(value) AS micro
    FROM raw JOIN adds ON adds.code = indicator LEFT JOIN month USING (regime, first_day, last_day)
    WHERE status = {STATUSES.index("result")} AND value IS NOT NULL
)
"""

# What numbers are beside their values, a row for each side that is not nought. A figure says the same whenever known.
_SIDE_OF: Final = (
    "value - low",
    "CASE WHEN NOT is_open THEN high - value END",
    "is_open::INTEGER",
    "den_value",
    "den_value - den_low",
    "CASE WHEN NOT den_open THEN den_high - den_value END",
    "den_open::INTEGER",
)
_COUNTED: Final = (3, 7)
"""Sides that are counts, not amounts: they are not scaled."""
_SIDE = f"""
CREATE OR REPLACE TEMP TABLE side AS
WITH held AS (
    SELECT DISTINCT ON ({SERIES}, id) {SERIES} AS series, id, value, low, high, coalesce(is_open, FALSE) AS is_open,
        den_value, den_low, den_high, coalesce(den_open, FALSE) AS den_open, coalesce(with_id, 0) AS with_id
    FROM raw SEMI JOIN adds ON adds.code = indicator
    WHERE {_HAS_SIDES} AND status = {STATUSES.index("result")} AND value IS NOT NULL
)
""" + " UNION ALL ".join(
    f"""SELECT series, id, {side}::SMALLINT AS side, with_id, try_cast(({what}) * {_SIX} AS BIGINT) AS micro
    FROM held WHERE ({what}) {"IS NOT NULL" if side == DENOMINATOR else "<> 0"}"""
    for side, what in enumerate(_SIDE_OF, 1)
)

_SCALE = f"""
CREATE OR REPLACE TEMP TABLE scale AS
WITH told AS (
    SELECT indicator, max(places) FILTER (fits) AS places FROM claim GROUP BY indicator
    UNION ALL
    SELECT (series // 281474976710656)::INTEGER, max(decimals(micro)) FROM side WHERE side NOT IN {_COUNTED} GROUP BY 1
)
SELECT indicator, coalesce(max(places), 0)::TINYINT AS scale, (10 ** (6 - coalesce(max(places), 0)))::BIGINT AS unit
FROM told GROUP BY indicator
"""

_HEAD = f"""
CREATE OR REPLACE TEMP TABLE head AS
SELECT series, month // 12 AS year, min(clock) AS clock,
    coalesce(count(*) FILTER (known_to IS NULL)
        <> bit_count(bit_or(1::INT << (month % 12)::INT) FILTER (known_to IS NULL)), FALSE) AS twice,
    bool_and(fits AND abs(micro) // unit <= {_MOST}) AND min(clock) = max(clock) AS fits
FROM claim JOIN scale USING (indicator) GROUP BY series, month // 12
"""

_ODD_SERIES = f"""
CREATE OR REPLACE TEMP TABLE odd_series AS
SELECT series FROM head LEFT JOIN leaf ON code = series % 4294967296
GROUP BY series HAVING NOT bool_and(fits) OR min(clock) <> max(clock) OR NOT bool_and(code IS NOT NULL)
UNION
SELECT series FROM side JOIN scale ON indicator = series // 281474976710656
WHERE side NOT IN {_COUNTED} AND coalesce(abs(micro) // unit > {_MOST}, TRUE)
"""

# Months with more than one claim, now or ever.
_CONTESTED = """
CREATE OR REPLACE TEMP TABLE contested AS
WITH many AS (
    SELECT series, month FROM claim WHERE known_to IS NOT NULL
    UNION
    SELECT claim.series, month FROM claim JOIN head ON head.series = claim.series AND head.year = month // 12 AND twice
    GROUP BY claim.series, month HAVING count(*) > 1
)
SELECT claim.* FROM claim SEMI JOIN many USING (series, month) ANTI JOIN odd_series USING (series)
"""

_TANGLED = """
CREATE OR REPLACE TEMP TABLE tangled AS
WITH met AS (
    SELECT series, month, known_from < max(coalesce(known_to, 9223372036854775807)) OVER (
        PARTITION BY series, month ORDER BY known_from, id ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS meets
    FROM contested
)
SELECT * FROM contested SEMI JOIN (SELECT DISTINCT series, month FROM met WHERE meets) USING (series, month)
"""

# Between two cuts nothing changes: of the claims known there the first in order leads. What leads, or stands second,
# through several such pieces in a row is one stretch.
_STRETCH = """
CREATE OR REPLACE TEMP TABLE stretch AS
WITH cuts AS (
    SELECT series, month, known_from AS cut FROM tangled
    UNION SELECT series, month, known_to FROM tangled WHERE known_to IS NOT NULL
), pieces AS (
    SELECT series, month, cut, lead(cut) OVER (PARTITION BY series, month ORDER BY cut) AS until FROM cuts
), stood AS (
    SELECT claim.series, claim.month, clock, micro, id, cut, until,
        row_number() OVER (PARTITION BY claim.series, claim.month, cut ORDER BY rank, id) = 1 AS leads
    FROM pieces JOIN tangled claim ON claim.series = pieces.series AND claim.month = pieces.month
        AND claim.known_from <= cut AND (claim.known_to IS NULL OR claim.known_to > cut)
), starts AS (
    SELECT *, coalesce(lag(until) OVER line <> cut, TRUE) AS starts
    FROM stood WINDOW line AS (PARTITION BY series, month, id, leads ORDER BY cut)
), numbered AS (
    SELECT *, count(*) FILTER (starts) OVER (PARTITION BY series, month, id, leads ORDER BY cut) AS number FROM starts
)
SELECT series, month, any_value(clock) AS clock, any_value(micro) AS micro, id, leads,
    min(cut) AS known_from, CASE WHEN count(*) = count(until) THEN max(until) END AS known_to
FROM numbered GROUP BY series, month, id, leads, number
"""

_LED = """
CREATE OR REPLACE TEMP TABLE led_row AS
SELECT series, month, clock, micro, id, known_from, known_to
FROM claim ANTI JOIN (SELECT DISTINCT series, month FROM tangled) USING (series, month)
    ANTI JOIN odd_series USING (series)
UNION ALL SELECT series, month, clock, micro, id, known_from, known_to FROM stretch WHERE leads
"""
_LED_SEEN = "CREATE OR REPLACE TEMP VIEW led AS FROM {}"
# Whether every claim leads while it is known, and none is odd: then none has to be looked at again.
_ALL_LEAD = """
SELECT NOT EXISTS (FROM tangled) AND NOT EXISTS (FROM odd_series)
    AND (SELECT count(*) FROM claim) = (SELECT count(*) FROM raw)
"""

_KEYS = """
    (series // 281474976710656)::SMALLINT AS indicator, (series // 4294967296 % 65536)::SMALLINT AS cell,
    (series % 4294967296)::INTEGER AS place
"""


def _each(text: str) -> str:
    return ", ".join(text.replace("#", str(i)) for i in MONTHS)


_YEAR = f"""
CREATE OR REPLACE TEMP TABLE year_row AS
WITH wide AS (
    SELECT series, clock, month // 12 AS year, bit_or(1::SMALLINT << (month % 12)::SMALLINT) AS mask,
        min(known_from) AS kmin, max(known_from) AS kmax,
        {_each("max(CASE WHEN month % 12 = # THEN micro END) AS m#")},
        {_each("coalesce(max(CASE WHEN month % 12 = # THEN known_from::$word * $ids + id END), 0) AS f#")}
    FROM led WHERE known_to IS NULL GROUP BY series, clock, month // 12
), before AS (
    SELECT series, month // 12 AS year, min(known_from) AS since, max(known_to) AS until
    FROM led WHERE known_to IS NOT NULL GROUP BY series, month // 12
), keyed AS (
    SELECT {_KEYS}, wide.*, since, until FROM wide LEFT JOIN before USING (series, year)
)
SELECT keyed.indicator, cell, keyed.place, clock, province, year::SMALLINT AS year, mask,
    {" + ".join(f"coalesce(m{i}, 0) // unit" for i in MONTHS)} AS value,
    coalesce({", ".join(f"m{i}" for i in reversed(MONTHS))}) // unit AS last,
    {_each("coalesce(m#, 0) // unit AS v#")},
    least(kmin, since)::INTEGER AS kmin, greatest(kmax, until)::INTEGER AS kmax,
    {_each("(f# // $ids)::INTEGER AS k#")}, {_each("(f# % $ids)::BIGINT AS id#")}
FROM keyed JOIN scale USING (indicator) LEFT JOIN place ON place.code = keyed.place
"""


def _year(db: duckdb.DuckDBPyConnection) -> str:
    """Since when a number is known and which figure it is are told as one: a third less to be carried by month."""
    [(ids, known)] = db.execute("SELECT max(id) + 1, max(known_from) + 1 FROM led").fetchall()
    fits = (ids or 1) * (known or 1) < 1 << 63
    return _YEAR.replace("$word", "BIGINT" if fits else "HUGEINT").replace("$ids", f"{ids or 1}::BIGINT")


# Sides of the months of a year: those of the row of values that they belong to, with its months and days of knowledge.
_SIDE_YEAR = f"""
CREATE OR REPLACE TEMP TABLE side_row AS
WITH said AS (
    SELECT {_KEYS}, side, month // 12 AS year, month % 12 AS i, with_id,
        CASE WHEN side IN {_COUNTED} THEN side.micro // {_SIX} ELSE side.micro // unit END AS amount
    FROM led JOIN side USING (series, id) JOIN scale ON scale.indicator = series // 281474976710656
    WHERE known_to IS NULL
), wide AS (
    SELECT indicator, cell, place, year, side, {_each("coalesce(max(CASE WHEN i = # THEN amount END), 0) AS v#")},
        {_each("coalesce(max(CASE WHEN i = # THEN with_id END), 0) AS id#")}
    FROM said GROUP BY indicator, cell, place, year, side
)
SELECT indicator, ({SIDE_ROOM} * side + cell)::SMALLINT AS cell, place, clock, y.province, year, mask,
    {" + ".join(f"wide.v{i}" for i in MONTHS)} AS value,
    CASE {" ".join(f"WHEN mask >= {1 << i} THEN wide.v{i}" for i in reversed(MONTHS))} END AS last,
    {_each("wide.v#")}, kmin, kmax, {_each("k#")}, {_each("wide.id#")}
FROM wide JOIN year_row y USING (indicator, cell, place, year)
"""

_PAST = f"""
CREATE OR REPLACE TEMP TABLE past_row AS
WITH keyed AS (SELECT {_KEYS}, * FROM led WHERE known_to IS NOT NULL)
SELECT keyed.indicator, cell, place, clock, month, micro // unit AS value, id,
    known_from::INTEGER AS known_from, known_to::INTEGER AS known_to
FROM keyed JOIN scale USING (indicator)
UNION ALL
SELECT keyed.indicator, ({SIDE_ROOM} * side + cell)::SMALLINT, place, clock, month,
    side.micro // CASE WHEN side IN {_COUNTED} THEN {_SIX} ELSE unit END, with_id,
    known_from::INTEGER, known_to::INTEGER
FROM keyed JOIN scale USING (indicator) JOIN side ON side.series = keyed.series AND side.id = keyed.id
ORDER BY indicator, cell, place, clock, month, known_from
"""

_COLUMNS = ", ".join(name for name in ODD_SCHEMA.names if name not in ("known_from", "known_to", "beside"))
_OF_RAW = ", ".join(f"raw.{name}" for name in _COLUMNS.split(", "))
_ODD = f"""
CREATE OR REPLACE TEMP TABLE odd_row AS
SELECT * FROM (
    SELECT {_COLUMNS}, known_from, known_to, FALSE AS beside FROM raw
    WHERE $some AND (status <> {STATUSES.index("result")} OR value IS NULL
        OR indicator NOT IN (SELECT code FROM adds) OR {SERIES} IN (SELECT series FROM odd_series))
    UNION ALL
    SELECT {_OF_RAW}, stretch.known_from, stretch.known_to, TRUE
    FROM raw JOIN stretch ON NOT leads AND raw.id = stretch.id AND {SERIES} = stretch.series
        AND raw.known_from <= stretch.known_from AND coalesce(raw.known_to > stretch.known_from, TRUE)
)
ORDER BY indicator, cell, place, first_day, last_day, id, known_from
"""

_BEGUN = (_CLAIM, _SIDE, _SCALE, _HEAD, _ODD_SERIES)
_CONTEST = (_CONTESTED, _TANGLED, _STRETCH)
YEARS_SORTED: Final = """
SELECT * FROM (FROM year_row UNION ALL FROM side_row) ORDER BY indicator, cell, place, clock, year
"""


def prepare(db: duckdb.DuckDBPyConnection) -> None:
    """Once for a database with `calendar`: the months of all clocks."""
    db.execute(_MONTH)
    db.execute(_DECIMALS)
    db.execute(_MILLIONTHS)


def split(db: duckdb.DuckDBPyConnection) -> None:
    """From `raw` to `year_row`, `side_row`, `past_row`, `odd_row` and `scale`. `raw` must hold its indicators whole."""
    for step in (*_BEGUN, *_CONTEST):
        db.execute(step)
    [(all_lead,)] = db.execute(_ALL_LEAD).fetchall()
    if not all_lead:
        db.execute(_LED)
    _ended(db, "claim" if all_lead else "led_row", some="FALSE" if all_lead else "TRUE")


def _ended(db: duckdb.DuckDBPyConnection, led: str, *, some: str = "TRUE") -> None:
    """The rows, of what leads."""
    db.execute(_LED_SEEN.format(led))
    for step in (_year(db), _SIDE_YEAR, _PAST, _ODD.replace("$some", some)):
        db.execute(step)


def split_begun(db: duckdb.DuckDBPyConnection) -> None:
    """As far as `odd_series`, with scales as in `known_scale`, of claims that are not all of their indicators;
    `own_scale` is what these claims need."""
    for step in _BEGUN:
        db.execute(step)
        if step is _SCALE:
            db.execute("CREATE OR REPLACE TEMP TABLE own_scale AS FROM scale")
            db.execute("CREATE OR REPLACE TEMP TABLE scale AS FROM known_scale")


def split_again(db: duckdb.DuckDBPyConnection, carry: str) -> None:
    """`split` of claims whose months alone are whole: with scales as in `known_scale`, with the series of `known_odd`
    odd in any case, and with what `carry` adds to `led_row` of the other months of their years."""
    for step in _BEGUN:
        db.execute(step)
        if step is _SCALE:
            db.execute("CREATE OR REPLACE TEMP TABLE scale AS FROM known_scale")
    db.execute("INSERT INTO odd_series FROM known_odd ANTI JOIN odd_series USING (series)")
    for step in (*_CONTEST, _LED, carry):
        db.execute(step)
    _ended(db, "led_row")
