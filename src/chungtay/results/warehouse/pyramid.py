"""What plain leaves come to above the communes, in SQL: rows of `nodes` from rows of `years`.

Reads the temp tables `year_row`, `side_row`, `place`, `calendar` and `adds` (code, is_last); leaves `node_row`. It
is what the reference engine's `_Tree.below` gives where nothing odd lies beneath, with its rule that land is counted
once: where ended places and others that began after them lie directly under one, the ended are left out if both speak
of the same days; of stocks, wherever living ones speak.

Communes are added in wide rows, a year at once, apart by the days between which they existed: so each group of them
is living or ended as a whole, for every period of the year. From there it goes up level by level, period by period.

Sides go the same way after their values, which have said where ended places were left out: few rows, values alone.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Final, NamedTuple

import duckdb

from chungtay.results.warehouse.layout import SIDE_ROOM, UNITS


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
DISTRICT: Final = 2
_EVER: Final = 1_000_000
"""Days that lie beyond all that is told, before 1970 and after."""
_MEASURES: Final = ("value", "positive", "stated", "partial", "claims")


def _bit(i: int) -> str:
    return f"(mask & {1 << i}) <> 0"


def _value(bucket: _Bucket, *, is_last: bool) -> str:
    """What a row of a year comes to in one period: the sum of its months, or the number of the latest."""
    months = range(bucket.first, bucket.last + 1)
    if not is_last:
        return " + ".join(f"v{i}" for i in months)
    if bucket.unit in (1, 12):
        return f"v{bucket.first}" if bucket.unit == 1 else "last"
    return f"CASE {' '.join(f'WHEN {_bit(i)} THEN v{i}' for i in reversed(months))} ELSE 0 END"


def _flow(bucket: _Bucket) -> Iterator[str]:
    """Aggregates of one period of what is summed over time, over the communes of a group."""
    name, months = bucket.name, range(bucket.first, bucket.last + 1)
    filled = f"(mask & {bucket.mask})"
    value = _value(bucket, is_last=False)
    yield f"count_if({value} > 0) AS positive_{name}"
    yield f"count_if({filled} <> 0) AS stated_{name}"
    if bucket.unit == 1:
        yield f"sum({value})::BIGINT AS value_{name}"
        return
    days = " + ".join(f"CASE WHEN {_bit(i)} THEN e{i} - s{i} + 1 ELSE 0 END" for i in months)
    lived = f"least(e{bucket.last}, valid_to) - greatest(s{bucket.first}, valid_from) + 1"
    yield f"count_if(CASE WHEN {filled} IN (0, {bucket.mask}) THEN FALSE ELSE {days} < {lived} END) AS partial_{name}"


def _stock(bucket: _Bucket) -> Iterator[str]:
    """The same of what has a last value: each commune stands with the latest of its months."""
    name, filled = bucket.name, f"(mask & {bucket.mask})"
    months = range(bucket.last, bucket.first - 1, -1)
    value = _value(bucket, is_last=True)
    if bucket.unit > 1:
        at = f"CASE {' '.join(f'WHEN {_bit(i)} THEN {i}' for i in months)} END"
        yield f"min({at}) AS from_{name}"
        yield f"max({at}) AS to_{name}"
    yield f"sum({value})::BIGINT AS value_{name}"
    yield f"count_if(({value}) > 0) AS positive_{name}"
    yield f"count_if({filled} <> 0) AS stated_{name}"
    yield f"count_if({filled} <> 0 AND e{bucket.last} NOT BETWEEN valid_from AND valid_to) AS partial_{name}"


def _said(measure: str, bucket: _Bucket, *, is_last: bool) -> str:
    """A measure of one period, of the columns that groups have: what is summed over time has its values by month, and
    as many claims as communes that stated one; of what stands one claim of each commune counts."""
    months = [_BUCKETS[i].name for i in range(bucket.first, bucket.last + 1)]
    if measure == "claims":
        return f"stated_{bucket.name}" if is_last else " + ".join(f"stated_{name}" for name in months)
    if measure == "value" and not is_last:
        return " + ".join(f"value_{name}" for name in months)
    if measure == "partial" and not is_last and bucket.unit == 1:
        return "0"
    return f"{measure}_{bucket.name}"


def _again(bucket: _Bucket, *, is_last: bool) -> Iterator[str]:
    """The aggregates of a group of groups."""
    for measure in _MEASURES:
        if (said := _said(measure, bucket, is_last=is_last)) == f"{measure}_{bucket.name}":
            yield f"sum({said})::BIGINT AS {said}"
    yield from _ends(bucket, is_last=is_last)


def _alone(bucket: _Bucket, *, is_last: bool) -> Iterator[str]:
    """The same of one period alone, all its measures."""
    for measure in _MEASURES:
        yield f"sum({_said(measure, bucket, is_last=is_last)})::BIGINT AS {measure}_{bucket.name}"
    yield from _ends(bucket, is_last=is_last)


def _ends(bucket: _Bucket, *, is_last: bool) -> Iterator[str]:
    if is_last and bucket.unit > 1:
        yield f"min(from_{bucket.name}) AS from_{bucket.name}"
        yield f"max(to_{bucket.name}) AS to_{bucket.name}"


def _long(bucket: _Bucket, *, is_last: bool, alone: bool = False) -> str:
    """One period of the groups of `wide`, as rows of `part`; `alone`: they have all measures of it, and no others."""
    name, end, months = bucket.name, f"e{bucket.last}", range(bucket.first, bucket.last + 1)
    if bucket.unit == 1:
        first, last = f"s{bucket.first}", end
    elif is_last:
        first = f"CASE from_{name} {' '.join(f'WHEN {i} THEN s{i}' for i in months)} END"
        last = f"CASE to_{name} {' '.join(f'WHEN {i} THEN e{i}' for i in months)} END"
    else:
        first = f"CASE {' '.join(f'WHEN {_bit(i)} THEN s{i}' for i in months)} END"
        last = f"CASE {' '.join(f'WHEN {_bit(i)} THEN e{i}' for i in reversed(months))} END"
    said = {measure: f"{measure}_{name}" if alone else _said(measure, bucket, is_last=is_last) for measure in _MEASURES}
    return f"""
    SELECT {bucket.unit}::TINYINT AS unit, indicator, cell, clock, place, 12 * year + {bucket.first} AS start,
        {", ".join(f"{said[measure]} AS {measure}" for measure in _MEASURES)},
        {first} AS first_day, {last} AS last_day, s{bucket.first} AS start_day, {end} AS end_day, since, until
    FROM wide JOIN calendar USING (clock, year) WHERE stated_{name} > 0
    """


def _leaves(*, is_last: bool) -> Iterator[str]:
    """Adds to `part` what the communes directly under each place come to, for every period of their years.

    Nothing below a transparent district can count twice: its years are done here, and its communes count at once in
    what holds it, so that the months of districts are hardly ever laid out.
    """
    make = _stock if is_last else _flow
    yield f"""
    CREATE OR REPLACE TEMP TABLE grouped AS
    SELECT indicator, cell, clock, year, parent, valid_to, greatest(valid_from, s0) AS since, bit_or(mask) AS mask,
        {", ".join(text for bucket in _BUCKETS for text in make(bucket))}
    FROM year_row JOIN held ON held.code = place JOIN calendar USING (clock, year)
    WHERE indicator IN (SELECT code FROM adds WHERE is_last = {is_last})
    GROUP BY indicator, cell, clock, year, parent, valid_to, since
    """
    yield _SEE_THROUGH
    yield f"""
    CREATE OR REPLACE TEMP TABLE wide AS
    SELECT indicator, cell, clock, year, coalesce(held.parent, grouped.parent) AS place,
        coalesce(held.valid_from, grouped.since) AS since, coalesce(held.valid_to, grouped.valid_to) AS until,
        bit_or(mask) AS mask,
        {", ".join(text for bucket in _BUCKETS for text in _again(bucket, is_last=is_last))}
    FROM grouped LEFT JOIN transparent held {_OF_SERIES} GROUP BY ALL
    """
    yield f"INSERT INTO part {' UNION ALL '.join(_long(bucket, is_last=is_last) for bucket in _BUCKETS)}"
    yield f"""
    INSERT INTO node_row
    WITH wide AS (
        SELECT indicator, cell, clock, year, grouped.parent AS place, held.valid_from AS since, held.valid_to AS until,
            bit_or(mask) AS mask, {", ".join(_alone(_BUCKETS[-1], is_last=is_last))}
        FROM grouped JOIN transparent held {_OF_SERIES}
        GROUP BY indicator, cell, clock, year, grouped.parent, held.valid_from, held.valid_to
    )
    SELECT unit, clock, indicator, cell, place, {DISTRICT}, start, {", ".join(_MEASURES)}, first_day, last_day
    FROM ({_long(_BUCKETS[-1], is_last=is_last, alone=True)})
    """


_HELD = f"""
CREATE OR REPLACE TEMP TABLE held AS
WITH child AS (
    SELECT parent AS code, bool_and(rank = {DISTRICT + 1}) AS of_communes FROM place WHERE parent IS NOT NULL
    GROUP BY parent
)
SELECT code, rank, parent, depth, coalesce(valid_from, -{_EVER}) AS valid_from, coalesce(valid_to, {_EVER}) AS valid_to,
    rank = {DISTRICT} AND coalesce(of_communes, FALSE) AS of_communes
FROM place LEFT JOIN child USING (code) WHERE parent IS NOT NULL
"""
_TRANSPARENT = """
CREATE OR REPLACE TEMP TABLE transparent (
    of_indicator SMALLINT, of_cell SMALLINT, of_clock TINYINT, of_year SMALLINT, code INTEGER, parent INTEGER,
    valid_from INTEGER, valid_to INTEGER)
"""
# Of all that speak in a year, none ended before the next, or all on one day.
_SEE_THROUGH = """
INSERT INTO transparent
SELECT indicator, cell, clock, year, code, held.parent, held.valid_from, held.valid_to
FROM grouped JOIN held ON code = grouped.parent AND of_communes JOIN calendar USING (clock, year)
GROUP BY ALL HAVING min(least(grouped.valid_to, e11)) = max(least(grouped.valid_to, e11))
"""
_OF_SERIES: Final = f"""
    ON held.code = grouped.parent AND of_indicator = indicator AND of_cell = cell % {SIDE_ROOM} AND of_clock = clock
        AND of_year = year
"""

_PART = """
CREATE OR REPLACE TEMP TABLE part (
    unit TINYINT, indicator SMALLINT, cell SMALLINT, clock TINYINT, place INTEGER, start INTEGER, value BIGINT,
    positive BIGINT, stated BIGINT, partial BIGINT, claims BIGINT, first_day INTEGER, last_day INTEGER,
    start_day INTEGER, end_day INTEGER, since INTEGER, until INTEGER)
"""

_BOTH = ", ".join(
    f"coalesce(sum({name}) FILTER (until >= end_day), 0)::BIGINT AS l_{name},"
    f" coalesce(sum({name}) FILTER (until < end_day), 0)::BIGINT AS e_{name}"
    for name in _MEASURES
)
_ADDED = ", ".join(f"l_{name} + CASE WHEN once THEN 0 ELSE e_{name} END AS {name}" for name in _MEASURES)

# The places of one depth from what lies directly under them, and at once as parts of what holds them.
_RISE = f"""
CREATE OR REPLACE TEMP TABLE risen AS
WITH beneath AS (
    SELECT unit, indicator, cell, clock, place, start, any_value(start_day) AS start_day,
        any_value(end_day) AS end_day, {_BOTH},
        min(first_day) FILTER (until >= end_day) AS l_first, max(last_day) FILTER (until >= end_day) AS l_last,
        min(first_day) FILTER (until < end_day) AS e_first, max(last_day) FILTER (until < end_day) AS e_last,
        min(first_day) FILTER (until >= end_day AND since > start_day) AS y_first,
        min(since) FILTER (until >= end_day AND since > start_day) AS y_since,
        max(until) FILTER (until < end_day) AS e_until
    FROM part JOIN place ON place.code = part.place AND depth = $depth
    GROUP BY unit, indicator, cell, clock, part.place, start
), judged AS (
    SELECT *, CASE WHEN indicator IN (SELECT code FROM adds WHERE is_last)
        THEN l_first IS NOT NULL AND e_first IS NOT NULL
        ELSE coalesce(y_since > e_until AND e_last >= y_first, FALSE) END AS once
    FROM beneath
)
SELECT unit, clock, indicator, cell, place, start, {_ADDED}, start_day, end_day, once, e_first IS NOT NULL AS had_ended,
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
SELECT unit, indicator, cell, clock, parent, start, {", ".join(_MEASURES)}, first_day, last_day, start_day, end_day,
    valid_from, valid_to
FROM risen JOIN held ON held.code = risen.place
"""

_NODE_ROW = """
CREATE OR REPLACE TEMP TABLE node_row (
    unit TINYINT, clock TINYINT, indicator SMALLINT, cell SMALLINT, place INTEGER, rank TINYINT, start INTEGER,
    value BIGINT, positive INTEGER, stated INTEGER, partial INTEGER, claims BIGINT, first_day INTEGER, last_day INTEGER)
"""


_AT_ONCE = """
CREATE OR REPLACE TEMP TABLE only_living (
    unit TINYINT, indicator SMALLINT, cell SMALLINT, clock TINYINT, place INTEGER, start INTEGER)
"""
_MARK = """
INSERT INTO only_living SELECT unit, indicator, cell, clock, place, start FROM risen WHERE once AND had_ended
"""
_SIDE_PART = """
CREATE OR REPLACE TEMP TABLE side_part (
    unit TINYINT, indicator SMALLINT, cell SMALLINT, clock TINYINT, place INTEGER, start INTEGER, value BIGINT,
    is_ended BOOLEAN)
"""


def _side_long(bucket: _Bucket, groups: str) -> str:
    return f"""
    SELECT {bucket.unit}::TINYINT AS unit, indicator, cell, clock, place, 12 * year + {bucket.first} AS start,
        value_{bucket.name} AS value, until < e{bucket.last} AS is_ended
    FROM {groups} JOIN calendar USING (clock, year) WHERE value_{bucket.name} <> 0
    """


def _side_leaves(*, is_last: bool) -> Iterator[str]:
    """What `_leaves` does, for sides."""
    values = ", ".join(f"sum({_value(bucket, is_last=is_last)})::BIGINT AS value_{bucket.name}" for bucket in _BUCKETS)
    yield f"""
    CREATE OR REPLACE TEMP TABLE side_group AS
    WITH grouped AS (
        SELECT indicator, cell, clock, year, parent, valid_to, {values}
        FROM side_row JOIN held ON held.code = place
        WHERE indicator IN (SELECT code FROM adds WHERE is_last = {is_last})
        GROUP BY indicator, cell, clock, year, parent, valid_to
    )
    SELECT grouped.* EXCLUDE (parent, valid_to), held.code IS NOT NULL AS is_transparent, grouped.parent AS district,
        coalesce(held.parent, grouped.parent) AS place, coalesce(held.valid_to, grouped.valid_to) AS until
    FROM grouped LEFT JOIN transparent held {_OF_SERIES}
    """
    yield f"INSERT INTO side_part {' UNION ALL '.join(_side_long(bucket, 'side_group') for bucket in _BUCKETS)}"
    yield f"""
    INSERT INTO node_row
    WITH districts AS (SELECT * REPLACE (district AS place) FROM side_group WHERE is_transparent)
    SELECT unit, clock, indicator, cell, place, {DISTRICT}, start, sum(value)::BIGINT, 0, 0, 0, 0, NULL, NULL
    FROM ({_side_long(_BUCKETS[-1], "districts")}) GROUP BY ALL HAVING sum(value) <> 0
    """


_SIDE_RISE = f"""
CREATE OR REPLACE TEMP TABLE side_risen AS
SELECT p.unit, p.indicator, p.cell, p.clock, p.place, p.start, sum(value)::BIGINT AS value
FROM side_part p JOIN place ON place.code = p.place AND depth = $depth
    LEFT JOIN only_living o ON o.unit = p.unit AND o.indicator = p.indicator AND o.cell = p.cell % {SIDE_ROOM}
        AND o.clock = p.clock AND o.place = p.place AND o.start = p.start
WHERE NOT is_ended OR o.place IS NULL
GROUP BY ALL HAVING sum(value) <> 0
"""
_SIDE_KEEP = """
INSERT INTO node_row
SELECT unit, clock, indicator, cell, side_risen.place, rank, start, value, 0, 0, 0, 0, NULL, NULL
FROM side_risen JOIN place ON code = side_risen.place WHERE unit = 12 OR rank < 2
"""
_SIDE_HAND_UP = """
INSERT INTO side_part
SELECT unit, indicator, cell, clock, parent, start, value,
    valid_to < CASE (start + unit - 1) % 12 {ends} END
FROM side_risen JOIN held ON held.code = side_risen.place
    JOIN calendar USING (clock) WHERE calendar.year = start // 12
""".replace("{ends}", " ".join(f"WHEN {i} THEN e{i}" for i in range(12)))


def raise_pyramid(db: duckdb.DuckDBPyConnection) -> None:
    """From `year_row` and `side_row` to `node_row`."""
    for step in (_HELD, _TRANSPARENT, _PART, _NODE_ROW, _AT_ONCE, _SIDE_PART):
        db.execute(step)
    _raise(db, "year_row", "part", _leaves, (_RISE, _KEEP, _MARK, _HAND_UP))
    _raise(db, "side_row", "side_part", _side_leaves, (_SIDE_RISE, _SIDE_KEEP, _SIDE_HAND_UP))


def _raise(
    db: duckdb.DuckDBPyConnection, source: str, part: str, lay: Callable[..., Iterator[str]], rise: Sequence[str]
) -> None:
    """Lay what the communes say into `part`, and lead it up from depth to depth."""
    kinds = db.execute(f"SELECT DISTINCT is_last FROM adds WHERE code IN (SELECT indicator FROM {source})").fetchall()
    for (is_last,) in sorted(kinds):
        for step in lay(is_last=is_last):
            db.execute(step)
    [[deepest]] = db.execute(f"SELECT max(depth) FROM place SEMI JOIN {part} p ON p.place = place.code").fetchall()
    for depth in range(-1 if deepest is None else deepest, -1, -1):
        for step in rise:
            db.execute(step, {"depth": depth} if "$depth" in step else {})
