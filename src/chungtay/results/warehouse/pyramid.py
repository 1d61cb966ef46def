"""What plain leaves come to above the communes, in SQL: rows of `nodes` from rows of `years`.

Reads the temp tables `year_row`, `place`, `calendar` and `adds` (code, is_last); leaves `node_row`. It is what the
reference engine's `_Tree.below` gives where nothing odd lies beneath, with its rule that land is counted once: where
ended and living places lie directly under one, the ended ones are left out if they speak of the same days.

Communes are added in wide rows, a year at once, apart by the days between which they existed: so each group of them
is living or ended as a whole, for every period of the year. From there it goes up level by level, period by period.
"""

from collections.abc import Iterator
from typing import Final, NamedTuple

import duckdb

from chungtay.results.warehouse.layout import UNITS


class _Bucket(NamedTuple):
    unit: int
    first: int
    last: int

    @property
    def mask(self) -> int:
        return sum(1 << i for i in range(self.first, self.last + 1))

    @property
    def name(self) -> str:
        return f"{self.unit}_{self.first}"


_BUCKETS: Final = [_Bucket(unit, i, i + unit - 1) for unit in UNITS for i in range(0, 12, unit)]
_MEASURES: Final = ("value", "positive", "stated", "partial", "claims")


def _bit(i: int) -> str:
    return f"(mask & {1 << i}) <> 0"


def _sum_months(bucket: _Bucket) -> str:
    return " + ".join(f"v{i}" for i in range(bucket.first, bucket.last + 1))


def _flow(bucket: _Bucket) -> Iterator[str]:
    """Aggregates of one period of what is summed over time, over the communes of a group."""
    name, months = bucket.name, range(bucket.first, bucket.last + 1)
    filled = f"(mask & {bucket.mask})"
    total = "value" if bucket.unit == 12 else _sum_months(bucket)
    yield f"count_if({total} > 0) AS positive_{name}"
    yield f"count_if({filled} <> 0) AS stated_{name}"
    if bucket.unit == 1:
        yield f"sum(v{bucket.first})::BIGINT AS value_{name}"
        yield f"0 AS partial_{name}"
        return
    days = " + ".join(f"CASE WHEN {_bit(i)} THEN e{i} - s{i} + 1 ELSE 0 END" for i in months)
    lived = f"least(e{bucket.last}, valid_to) - greatest(s{bucket.first}, valid_from) + 1"
    short = f"CASE WHEN {filled} IN (0, {bucket.mask}) THEN FALSE ELSE {days} < {lived} END"
    yield f"count_if({short}) AS partial_{name}"


def _stock(bucket: _Bucket) -> Iterator[str]:
    """The same of what has a last value: each commune stands with the latest of its months."""
    name, filled = bucket.name, f"(mask & {bucket.mask})"
    months = range(bucket.last, bucket.first - 1, -1)
    if bucket.unit == 1:
        number, at = f"v{bucket.first}", str(bucket.first)
    else:
        number = f"CASE {' '.join(f'WHEN {_bit(i)} THEN v{i}' for i in months)} ELSE 0 END"
        at = f"CASE {' '.join(f'WHEN {_bit(i)} THEN {i}' for i in months)} END"
    if bucket.unit == 12:
        number = "last"
    yield f"sum({number})::BIGINT AS value_{name}"
    yield f"count_if(({number}) > 0) AS positive_{name}"
    yield f"count_if({filled} <> 0) AS stated_{name}"
    if bucket.unit > 1:
        yield f"min({at}) AS from_{name}"
        yield f"max({at}) AS to_{name}"


def _day(edge: str, bucket: _Bucket, index: str) -> str:
    """The first or last day of the month of the year with this index."""
    if bucket.unit == 1:
        return f"{edge}{bucket.first}"
    return f"CASE {index} {' '.join(f'WHEN {i} THEN {edge}{i}' for i in range(bucket.first, bucket.last + 1))} END"


def _long_flow(bucket: _Bucket) -> str:
    name, months = bucket.name, range(bucket.first, bucket.last + 1)
    value = " + ".join(f"value_1_{i}" for i in months)
    claims = " + ".join(f"stated_1_{i}" for i in months)
    first = f"CASE {' '.join(f'WHEN {_bit(i)} THEN s{i}' for i in months)} END"
    last = f"CASE {' '.join(f'WHEN {_bit(i)} THEN e{i}' for i in reversed(months))} END"
    return _long(bucket, value, f"partial_{name}", claims, first, last)


def _long_stock(bucket: _Bucket) -> str:
    name, end = bucket.name, f"e{bucket.last}"
    there = f"{end} BETWEEN valid_from AND valid_to"
    partial = f"CASE WHEN {there} THEN 0 ELSE stated_{name} END"
    first, last = _day("s", bucket, f"from_{name}"), _day("e", bucket, f"to_{name}")
    return _long(bucket, f"value_{name}", partial, f"stated_{name}", first, last)


def _long(bucket: _Bucket, value: str, partial: str, claims: str, first: str, last: str) -> str:
    name, end = bucket.name, f"e{bucket.last}"
    return f"""
    SELECT {bucket.unit}::TINYINT AS unit, indicator, cell, clock, parent AS place,
        12 * year + {bucket.first} AS start, {value} AS value, positive_{name} AS positive, stated_{name} AS stated,
        {partial} AS partial, {claims} AS claims, {first} AS first_day, {last} AS last_day, {end} AS end_day,
        valid_to >= {end} AS living
    FROM wide JOIN calendar USING (clock, year) WHERE stated_{name} > 0
    """


def _leaves(*, is_last: bool) -> str:
    """Adds to `part` what the communes directly under each place come to, for every period of their years."""
    make, long = (_stock, _long_stock) if is_last else (_flow, _long_flow)
    sums = ", ".join(text for bucket in _BUCKETS for text in make(bucket))
    return f"""
    INSERT INTO part
    WITH wide AS (
        SELECT indicator, cell, clock, year, parent, valid_from, valid_to, bit_or(mask) AS mask, {sums}
        FROM year_row JOIN held ON held.code = place JOIN calendar USING (clock, year)
        WHERE indicator IN (SELECT code FROM adds WHERE is_last = {is_last})
        GROUP BY indicator, cell, clock, year, parent, valid_from, valid_to
    )
    {" UNION ALL ".join(long(bucket) for bucket in _BUCKETS)}
    """


_HELD = """
CREATE OR REPLACE TEMP TABLE held AS
SELECT code, rank, parent, depth, coalesce(valid_from, -1000000) AS valid_from, coalesce(valid_to, 1000000) AS valid_to
FROM place WHERE parent IS NOT NULL
"""

_PART = """
CREATE OR REPLACE TEMP TABLE part (
    unit TINYINT, indicator SMALLINT, cell SMALLINT, clock TINYINT, place INTEGER, start INTEGER, value BIGINT,
    positive BIGINT, stated BIGINT, partial BIGINT, claims BIGINT, first_day INTEGER, last_day INTEGER,
    end_day INTEGER, living BOOLEAN)
"""

_BOTH = ", ".join(
    f"coalesce(sum({name}) FILTER (living), 0)::BIGINT AS l_{name},"
    f" coalesce(sum({name}) FILTER (NOT living), 0)::BIGINT AS e_{name}"
    for name in _MEASURES
)
_ADDED = ", ".join(f"l_{name} + CASE WHEN once THEN 0 ELSE e_{name} END AS {name}" for name in _MEASURES)

# The places of one depth from what lies directly under them, and at once as parts of what holds them.
_RISE = f"""
CREATE OR REPLACE TEMP TABLE risen AS
WITH beneath AS (
    SELECT unit, indicator, cell, clock, place, start, any_value(end_day) AS end_day, {_BOTH},
        min(first_day) FILTER (living) AS l_first, max(last_day) FILTER (living) AS l_last,
        min(first_day) FILTER (NOT living) AS e_first, max(last_day) FILTER (NOT living) AS e_last
    FROM part JOIN place ON place.code = part.place AND depth = $depth
    GROUP BY unit, indicator, cell, clock, part.place, start
), judged AS (
    SELECT *, l_first IS NOT NULL AND e_first IS NOT NULL
        AND (e_last >= l_first OR indicator IN (SELECT code FROM adds WHERE is_last)) AS once
    FROM beneath
)
SELECT unit, clock, indicator, cell, place, start, {_ADDED}, end_day,
    CASE WHEN once OR e_first IS NULL THEN l_first ELSE least(e_first, l_first) END AS first_day,
    CASE WHEN once OR e_last IS NULL THEN l_last ELSE greatest(e_last, l_last) END AS last_day
FROM judged
"""

_KEEP = f"""
INSERT INTO node_row
SELECT unit, clock, indicator, cell, risen.place, rank, start, {", ".join(_MEASURES)}, first_day, last_day
FROM risen JOIN place ON code = risen.place WHERE unit = 12 OR rank < 2
"""
_HAND_UP = f"""
INSERT INTO part
SELECT unit, indicator, cell, clock, parent, start, {", ".join(_MEASURES)}, first_day, last_day, end_day,
    valid_to >= end_day
FROM risen JOIN held ON held.code = risen.place
"""

_NODE_ROW = """
CREATE OR REPLACE TEMP TABLE node_row (
    unit TINYINT, clock TINYINT, indicator SMALLINT, cell SMALLINT, place INTEGER, rank TINYINT, start INTEGER,
    value BIGINT, positive INTEGER, stated INTEGER, partial INTEGER, claims BIGINT, first_day INTEGER, last_day INTEGER)
"""


def raise_pyramid(db: duckdb.DuckDBPyConnection) -> None:
    """From `year_row` to `node_row`."""
    for step in (_HELD, _PART, _NODE_ROW, _leaves(is_last=False), _leaves(is_last=True)):
        db.execute(step)
    [[deepest]] = db.execute("SELECT max(depth) FROM place SEMI JOIN part ON part.place = place.code").fetchall()
    for depth in range(-1 if deepest is None else deepest, -1, -1):
        db.execute(_RISE, {"depth": depth})
        db.execute(_KEEP)
        db.execute(_HAND_UP)
