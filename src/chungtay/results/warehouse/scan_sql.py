"""The statements of a scan: one text per shape, of the SQL that DuckDB and Spark both know.

SUM, MIN, MAX, COUNT, MAX_BY, CASE, JOIN, GROUP BY, CTEs, BIT_COUNT and days as integers; no lists, no date functions.
They read `years`, `past`, `nodes`, `places`, `months` (clock, month, first_day, last_day) of a generation and these
small tables of the question, all of integers:

    asked     indicator, cell
    spans     bucket, clock, year, mask, days, d0..d11: the months of a year inside an asked period, with their days
    periods   bucket, start_day, end_day
    units     bucket, unit, clock, start: asked periods that the pyramid holds
    wanted    place

`places` are joined by their codes; a place has as many days as it was in force.
"""

from functools import cache

COLUMNS = "indicator, cell, bucket, place, clock, value, positive, stated, partial, claims, first_day, last_day"
_MONTHS = range(12)
_KEY = "indicator, cell, bucket, place"


@cache
def from_pyramid(*, by_level: bool) -> str:
    """Nodes of asked periods that are units of the pyramid, of places of one level in a range or of `wanted`."""
    places = "n.rank = ? AND n.place BETWEEN ? AND ?" if by_level else "n.place IN (SELECT place FROM wanted)"
    return f"""SELECT n.indicator, n.cell, u.bucket, n.place, n.clock, n.value, n.positive, n.stated, n.partial,
        n.claims, n.first_day, n.last_day
        FROM nodes n JOIN units u ON u.unit = n.unit AND u.clock = n.clock AND u.start = n.start
            JOIN asked a ON a.indicator = n.indicator AND a.cell = n.cell
        WHERE n.unit = ? AND n.clock = ? AND n.indicator BETWEEN ? AND ? AND {places}"""


@cache
def live(*, last: bool, once: bool, known: bool, deepest: int, highest: int, by_level: bool) -> str:
    """Nodes worked out from the months of communes.

    `last`: the last value counts, not the sum. `once`: every asked period lies in one year, so that a series has one
    row for it. `known`: as known at a transaction. Levels are added up from depth `deepest` to depth `highest`.
    """
    steps = [*_leaf_steps(last=last, once=once, known=known), *_level_steps(last, deepest, highest)]
    return f"WITH {', '.join(steps)} {_wanted(deepest, highest, by_level)}"


@cache
def leaves(*, last: bool, once: bool, known: bool) -> str:
    """The first half of `live`: what each commune comes to, with all that the second half reads as `leaves`."""
    return f"WITH {', '.join(_leaf_steps(last=last, once=once, known=known))} SELECT * FROM leaves"


@cache
def above(*, last: bool, deepest: int, highest: int, by_level: bool) -> str:
    """The second half of `live`, over a table `leaves`."""
    steps = _level_steps(last, deepest, highest)
    return f"WITH {', '.join(steps)} {_wanted(deepest, highest, by_level)}"


def _leaf_steps(*, last: bool, once: bool, known: bool) -> list[str]:
    return [*_source(known=known), *_leaves(last=last, once=once and not known)]


def _level_steps(last: bool, deepest: int, highest: int) -> list[str]:
    depths = range(deepest - 1, highest - 1, -1)
    return [step for depth in depths for step in _level(depth, last=last, lowest=depth == deepest - 1)]


def _wanted(deepest: int, highest: int, by_level: bool) -> str:
    names = ("leaves", *(f"up_{depth}" for depth in range(deepest - 1, highest - 1, -1)))
    found = " UNION ALL ".join(f"SELECT {COLUMNS}, rank FROM {name}" for name in names)
    places = "rank = ? AND place BETWEEN ? AND ?" if by_level else "place IN (SELECT place FROM wanted)"
    return f"SELECT {COLUMNS} FROM ({found}) f WHERE {places}"


def _source(*, known: bool) -> list[str]:
    """The rows of `years` that may count, as they were known."""
    values = ", ".join(f"y.v{i}" for i in _MONTHS)
    head = "y.indicator, y.cell, y.place, y.clock, y.year"
    asked = """JOIN asked a ON a.indicator = y.indicator AND a.cell = y.cell
        WHERE y.indicator BETWEEN ? AND ? AND y.place BETWEEN ? AND ?"""
    if not known:
        return [f"y AS (SELECT {head}, y.mask, y.value, y.last, {values} FROM years y {asked})"]
    held = " + ".join(
        f"CASE WHEN (y.mask & {1 << i}) > 0 AND y.k{i} <= t.known_at THEN {1 << i} ELSE 0 END" for i in _MONTHS
    )
    then = [f"CASE WHEN (y.mask & {1 << i}) > 0 AND y.k{i} <= t.known_at THEN y.v{i} ELSE 0 END" for i in _MONTHS]
    month = "y.month % 12"
    one = ", ".join(f"CASE WHEN {month} = {i} THEN y.value ELSE 0 END AS v{i}" for i in _MONTHS)
    bit = "CASE " + " ".join(f"WHEN {month} = {i} THEN {1 << i}" for i in _MONTHS) + " END"
    mixed = ", ".join(f"{value} AS v{i}" for i, value in enumerate(then))
    return [
        "t AS (SELECT known_at FROM moment)",
        f"""y AS (
        SELECT {head}, y.mask, y.value, y.last, {values} FROM years y CROSS JOIN t {asked} AND y.kmax <= t.known_at
        UNION ALL
        SELECT {head}, {held} AS mask, {" + ".join(then)} AS value, NULL AS last, {mixed}
        FROM years y CROSS JOIN t {asked} AND y.kmax > t.known_at AND y.kmin <= t.known_at
        UNION ALL
        SELECT y.indicator, y.cell, y.place, y.clock, CAST((y.month - {month}) / 12 AS SMALLINT) AS year, {bit} AS mask,
            y.value, y.value AS last, {one}
        FROM past y CROSS JOIN t {asked} AND y.known_from <= t.known_at AND y.known_to > t.known_at)""",
    ]


def _leaves(*, last: bool, once: bool) -> list[str]:
    """What each commune says by itself of an asked period."""
    low = "CASE " + " ".join(f"WHEN (m & {1 << i}) > 0 THEN {i}" for i in _MONTHS) + " END"
    high = "CASE " + " ".join(f"WHEN m >= {1 << i} THEN {i}" for i in reversed(_MONTHS)) + " END"
    values, days = ", ".join(f"y.v{i}" for i in _MONTHS), ", ".join(f"s.d{i}" for i in _MONTHS)
    found = f"""found AS (
        SELECT y.indicator, y.cell, y.place, y.clock, y.year, y.mask, y.value, y.last, {values}, s.bucket,
            s.mask AS span, s.days AS all_days, {days}, (y.mask & s.mask) AS m
        FROM y JOIN spans s ON s.clock = y.clock AND s.year = y.year WHERE (y.mask & s.mask) > 0)"""
    if last:
        value = "CASE " + " ".join(f"WHEN m >= {1 << i} THEN v{i}" for i in reversed(_MONTHS)) + " END"
        value, count, covered = f"CASE WHEN m = mask AND last IS NOT NULL THEN last ELSE {value} END", "1", "0"
    else:
        some = " + ".join(f"CASE WHEN d{i} > 0 THEN v{i} ELSE 0 END" for i in _MONTHS)
        value, count = f"CASE WHEN m = mask THEN value ELSE {some} END", "BIT_COUNT(m)"
        some = " + ".join(f"CASE WHEN (m & {1 << i}) > 0 THEN d{i} ELSE 0 END" for i in _MONTHS)
        covered = f"CASE WHEN m = span THEN all_days ELSE {some} END"
    first = high if last else low
    said = f"""said AS (
        SELECT {_KEY}, clock, {value} AS value, {count} AS claims, {covered} AS days,
            12 * year + {first} AS first_month, 12 * year + {high} AS last_month FROM found)"""
    if not once and last:
        added = f"""series AS (SELECT {_KEY}, MIN(clock) AS clock, MAX_BY(value, last_month) AS value, 1 AS claims,
            0 AS days, MAX(last_month) AS first_month, MAX(last_month) AS last_month FROM said GROUP BY {_KEY})"""
    elif not once:
        added = f"""series AS (SELECT {_KEY}, MIN(clock) AS clock, SUM(value) AS value, SUM(claims) AS claims,
            SUM(days) AS days, MIN(first_month) AS first_month, MAX(last_month) AS last_month
            FROM said GROUP BY {_KEY})"""
    else:
        added = "series AS (SELECT * FROM said)"
    if last:
        whole = """COALESCE(p.valid_from <= b.end_day, 1 = 1) AND COALESCE(p.valid_to >= b.end_day, 1 = 1)"""
    else:
        whole = """l.days >= LEAST(b.end_day, COALESCE(p.valid_to, b.end_day))
            - GREATEST(b.start_day, COALESCE(p.valid_from, b.start_day)) + 1"""
    return [
        found,
        said,
        added,
        f"""leaves AS (
        SELECT l.indicator, l.cell, l.bucket, l.place, l.clock, CAST(l.value AS BIGINT) AS value,
            CASE WHEN l.value > 0 THEN 1 ELSE 0 END AS positive, 1 AS stated, CASE WHEN {whole} THEN 0 ELSE 1 END
            AS partial, CAST(l.claims AS BIGINT) AS claims, f.first_day, t.last_day, p.rank, p.depth, p.parent,
            {_LIFE}
        FROM series l JOIN places p ON p.code = l.place JOIN periods b ON b.bucket = l.bucket
            JOIN months f ON f.clock = l.clock AND f.month = l.first_month
            JOIN months t ON t.clock = l.clock AND t.month = l.last_month)""",
    ]


_LIFE = """CASE WHEN COALESCE(p.valid_to >= b.end_day, 1 = 1) THEN 1 ELSE 0 END AS lives,
            CASE WHEN p.valid_from > b.start_day THEN p.valid_from END AS since, p.valid_to AS until"""
"""Whether a place stands at the end of the asked period, since when if it began in it, until when."""


def _level(depth: int, *, last: bool, lowest: bool) -> list[str]:
    """What the places of one depth come to: the sum of what lies directly below, nothing counted twice."""
    numbers = ("value", "positive", "stated", "partial", "claims")
    parts = [f"SUM(CASE WHEN lives = {n} THEN {x} ELSE 0 END) AS {x}_{n}" for x in numbers for n in (0, 1)]
    parts += [f"MIN(CASE WHEN lives = {n} THEN first_day END) AS first_{n}" for n in (0, 1)]
    parts += [
        f"MIN(CASE WHEN lives = 1 AND since IS NOT NULL THEN {x} END) AS young_{x}" for x in ("since", "first_day")
    ]
    parts.append("MAX(CASE WHEN lives = 0 THEN until END) AS until_0")
    parts += [f"MAX(CASE WHEN lives = {n} THEN last_day END) AS last_{n}" for n in (0, 1)]
    twice = "a.young_since > a.until_0 AND a.last_0 >= a.young_first_day"
    if last:
        twice = "a.first_0 IS NOT NULL AND a.first_1 IS NOT NULL"
    sums = [f"CAST(CASE WHEN {twice} THEN a.{x}_1 ELSE a.{x}_0 + a.{x}_1 END AS BIGINT) AS {x}" for x in numbers]
    below = f"SELECT {COLUMNS}, lives, since, until, parent FROM leaves WHERE depth = {depth + 1}"
    if not lowest:
        below = f"{below} UNION ALL SELECT {COLUMNS}, lives, since, until, parent FROM up_{depth + 1}"
    return [
        f"""parts_{depth} AS (
        SELECT indicator, cell, bucket, parent AS place, MIN(clock) AS clock, {", ".join(parts)}
        FROM ({below}) c GROUP BY indicator, cell, bucket, parent)""",
        f"""up_{depth} AS (
        SELECT a.indicator, a.cell, a.bucket, a.place, a.clock, {", ".join(sums)},
            CASE WHEN {twice} THEN a.first_1 ELSE LEAST(a.first_0, a.first_1) END AS first_day,
            CASE WHEN {twice} THEN a.last_1 ELSE GREATEST(a.last_0, a.last_1) END AS last_day,
            p.rank, p.depth, p.parent,
            {_LIFE}
        FROM parts_{depth} a JOIN places p ON p.code = a.place JOIN periods b ON b.bucket = a.bucket)""",
    ]
