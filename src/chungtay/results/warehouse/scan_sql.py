"""The statements of a scan: one text per shape, of the SQL that DuckDB and Spark both know.

SUM, MIN, MAX, COUNT, MAX_BY, CASE, JOIN, GROUP BY, CTEs, BIT_COUNT, BIT_OR and days as integers; no lists, no date
functions. They read `years`, `past`, `nodes`, `places` of a generation, `sums` and `members` of its native copy,
`late_sums` (what was known of late years, in the columns of `sums`), `months` (number, clock, month, first_day,
last_day; a month's number is CLOCK_APART * clock + month) and these small tables of the question, all of integers:

    asked     indicator, cell; where `sided`, with the cells of sides, unless one cell is asked of all
    spans     bucket, clock, year, mask, start_day, end_day, shift: the months of a year inside an asked period;
              whole, w0..w11: how the sum of those months is had from that of the year and single months;
              b1, b2: the months whose days are 28 and one, and two more (or both);
              filling: the mask, where those months fill the period; else no mask
    periods   bucket, start_day, end_day, shift
    units     bucket, unit, clock, start: asked periods that the pyramid holds
    late      indicator, cell, clock, year: the years of which something changed after the asked transaction
    pools     slot, pool, since, until, lasts; groups  pool, parent, depth, valid_from, valid_to: see `pools`
    sided     indicator, cell, code: which series have sides, and under which cells those stand
    wanted    place

A month in a row of a year is a bit of its mask, and a month of all time `year * 4096 + bits`, of which the highest bit
(in `first_at` of what is summed, the only one) says which: so the least and the greatest are had without looking.
The large joins have one key each wherever that will do: engines look such keys up without hashing them.
"""

from dataclasses import dataclass
from functools import cache, lru_cache

from chungtay.results.warehouse.layout import SIDE_ROOM
from chungtay.results.warehouse.pools import DIRECT

COLUMNS = "indicator, cell, bucket, place, clock, value, stated, partial, claims, first_day, last_day"
MEASURES = ("value", "stated", "partial", "claims")
CLOCK_APART = 100_000
"""More than the number of any month."""
_MONTHS = range(12)
ALL = (1 << 12) - 1
"""All months of a year."""


@dataclass(frozen=True)
class Form:
    """What a statement over months is like. `last`: the last value counts, not the sum. `at`: as known at a
    transaction. `once`: every asked period lies in one year, so that a series has one row for it. `mask`: the months
    of them all, where those are the same. `months`: those of which the numbers are needed one by one. `cell`, `clock`:
    all series have the same. `sided`: of what is summed, the sides of `sided`, too. They are added up like numbers in
    the same pass, few rows as they are, and then put beside what the numbers come to. `summed`: communes with the same
    months are added up already, kin by kin (see `native`), of what is summed and where every period is in one year.
    """

    last: bool
    at: int | None = None
    once: bool = True
    mask: int | None = None
    months: tuple[int, ...] = ()
    cell: bool = False
    clock: bool = False
    sided: bool = False
    summed: bool = False

    @property
    def packed(self) -> bool:
        """Whether which months a series has within a period is one mask, so that those of many may be put together."""
        return self.once and not self.last


_KEY = "indicator, cell, bucket, place"
_LATE = "JOIN late u ON u.indicator = y.indicator AND u.cell = y.cell AND u.clock = y.clock AND u.year = y.year"


def weights(mask: int) -> tuple[int, tuple[int, ...]]:
    """How the sum of some months of a year is had from the fewest numbers: how often that of the year counts, and how
    often each month's."""
    rest = ALL & ~mask
    if mask.bit_count() <= rest.bit_count():
        return 0, tuple(mask >> i & 1 for i in _MONTHS)
    return 1, tuple(-(rest >> i & 1) for i in _MONTHS)


@cache
def from_pyramid(*, by_level: bool) -> str:
    """Nodes of asked periods that are units of the pyramid, of places of one level in a range or of `wanted`."""
    places = "n.rank = ? AND n.place BETWEEN ? AND ?" if by_level else "n.place IN (SELECT place FROM wanted)"
    return f"""SELECT n.indicator, n.cell, u.bucket, n.place, n.clock, n.value, n.stated, n.partial,
        n.claims, n.first_day, n.last_day
        FROM nodes n JOIN units u ON u.unit = n.unit AND u.clock = n.clock AND u.start = n.start
            JOIN asked a ON a.indicator = n.indicator AND a.cell = n.cell
        WHERE n.unit = ? AND n.clock = ? AND n.indicator BETWEEN ? AND ? AND {places}"""


@lru_cache(maxsize=512)
def communes(form: Form, *, by_level: bool) -> str:
    """Communes worked out from their months."""
    last = form.last
    return f"""WITH {", ".join(_series(form, by_level=by_level))}
        SELECT l.indicator, l.cell, l.bucket, l.place, l.clock, CAST(l.value AS BIGINT) AS value, 1 AS stated,
            CASE WHEN {_is_whole(last, "p.valid_from", "p.valid_to")} THEN 0 ELSE 1 END AS partial,
            CAST(l.claims AS BIGINT) AS claims, f.first_day, t.last_day
        FROM series l JOIN places p ON p.code = l.place {_days("l", last=last)}"""


@lru_cache(maxsize=512)
def live(form: Form, *, depths: tuple[int, ...], living: bool, by_level: bool) -> str:
    """Nodes worked out from the months of communes. What is not done with the pools is put together depth by depth.
    `living`: nothing is wanted of a place that is not in force at the end of a period."""
    steps = [*_pool_steps(form), *_level_steps(form.last, depths)]
    return f"WITH {', '.join(steps)} {_wanted(depths, living, by_level)}"


@lru_cache(maxsize=512)
def leaves(form: Form) -> str:
    """The first half of `live`: what the communes of each pool come to, as the second half reads it as `leaves`."""
    return f"WITH {', '.join(_pool_steps(form))} SELECT * FROM leaves"


@cache
def above(*, last: bool, depths: tuple[int, ...], living: bool, by_level: bool) -> str:
    """The second half of `live`, over a table `leaves`."""
    steps = _level_steps(last, depths)
    return f"{'WITH' if steps else ''} {', '.join(steps)} {_wanted(depths, living, by_level)}"


def _level_steps(last: bool, depths: tuple[int, ...]) -> list[str]:
    return [step for depth in depths for step in _level(depth, last=last, lowest=depth == depths[0])]


def _wanted(depths: tuple[int, ...], living: bool, by_level: bool) -> str:
    done = COLUMNS.replace(" place", " parent AS place")
    done = f"SELECT {done} FROM leaves WHERE depth = {DIRECT}"
    if not depths:
        return done
    found = " UNION ALL ".join(f"SELECT {COLUMNS}, rank, stands FROM up_{depth}" for depth in depths)
    places = "rank = ? AND place BETWEEN ? AND ?" if by_level else "place IN (SELECT place FROM wanted)"
    stands = " AND stands = 1" if living else ""
    return f"{done} UNION ALL SELECT {COLUMNS} FROM ({found}) f WHERE {places}{stands}"


def _source(form: Form, *, by_level: bool) -> list[str]:
    """The rows of `years` that may count, as they were known: `value` is what the whole row comes to."""
    last, months = form.last, form.months
    values = "".join(f", y.v{i}" for i in months)
    head = "y.indicator, y.cell, y.place, y.clock, y.year"
    total = "y.last AS value" if last else "y.value"
    places = "" if by_level else "AND y.place IN (SELECT place FROM wanted)"
    cell = "WHERE y.cell = ? AND" if form.cell else "AND a.cell = y.cell WHERE"
    if form.cell and form.sided:
        cell = f"WHERE y.cell % {SIDE_ROOM} = ? AND"
    series = f"JOIN asked a ON a.indicator = y.indicator {cell} y.indicator BETWEEN ? AND ?"
    asked = f"{series} AND y.place BETWEEN ? AND ? {places}"
    if form.summed:
        sums = f"SELECT {head.replace('place', 'kin AS place')}, y.mask, y.value{values}, y.n FROM {{}} y {series}"
        if form.at is None:
            return [f"y AS ({sums.format('sums')})"]
        late = sums.format("late_sums")
        return [f"y AS ({sums.format('sums')} AND y.kmax <= {form.at} UNION ALL {late})"]
    if form.at is None:
        return [f"y AS (SELECT {head}, y.mask, {total}{values} FROM years y {asked})"]
    held = [f"y.k{i} <= {form.at}" for i in _MONTHS]
    mask = " + ".join(f"CASE WHEN {is_held} THEN {1 << i} ELSE 0 END" for i, is_held in enumerate(held))
    mask = f"y.mask & CAST({mask} AS SMALLINT)"
    if last:
        then = " ".join(f"WHEN (y.mask & {1 << i}) > 0 AND {held[i]} THEN y.v{i}" for i in reversed(_MONTHS))
        then, value = f"CASE {then} END", "MAX_BY(value, mask)"
    else:
        then = " + ".join(f"CASE WHEN {is_held} THEN y.v{i} ELSE 0 END" for i, is_held in enumerate(held))
        value = "CAST(SUM(value) AS BIGINT)"
    mixed = "".join(f", CASE WHEN {held[i]} THEN y.v{i} ELSE 0 END AS v{i}" for i in months)
    month = "y.month % 12"
    bit = "CASE " + " ".join(f"WHEN {month} = {i} THEN {1 << i}" for i in _MONTHS) + " END"
    one = "".join(f", CASE WHEN {month} = {i} THEN y.value ELSE 0 END AS v{i}" for i in months)
    added = "".join(f", CAST(SUM(v{i}) AS BIGINT) AS v{i}" for i in months)
    # A row whose last change was known by then has no number in `past` that was: only the others are put together.
    return [
        f"""changed AS (
        SELECT {head}, {mask} AS mask, {then} AS value{mixed}
        FROM years y {asked} AND y.kmax > {form.at} AND y.kmin <= {form.at}
        UNION ALL
        SELECT y.indicator, y.cell, y.place, y.clock, CAST((y.month - {month}) / 12 AS SMALLINT) AS year, {bit} AS mask,
            y.value{one}
        FROM past y {asked} AND y.known_from <= {form.at} AND y.known_to > {form.at})""",
        f"""y AS (
        SELECT {head}, y.mask, {total}{values}
        FROM years y {asked} AND y.kmax <= {form.at}
        UNION ALL
        SELECT indicator, cell, place, clock, year, CAST(SUM(mask) AS SMALLINT) AS mask, {value} AS value{added}
        FROM changed GROUP BY indicator, cell, place, clock, year HAVING SUM(mask) > 0)""",
    ]


@lru_cache(maxsize=64)
def late_sums(at: int) -> str:
    """What was known of the years of `late`, in the columns of `sums`."""
    steps = [
        step.replace("FROM years y", f"FROM years y {_LATE}")
        for step in _source(Form(last=False, at=at, months=tuple(_MONTHS)), by_level=True)
    ]
    added = ", ".join(f"CAST(SUM({name}) AS BIGINT) AS {name}" for name in ("value", *(f"v{i}" for i in _MONTHS)))
    return f"""WITH {", ".join(steps)}
        SELECT y.indicator, y.cell, y.clock, y.year, m.kin, {at} AS kmax, y.mask, CAST(COUNT(*) AS INT) AS n, {added}
        FROM y JOIN members m ON m.place = y.place AND m.year = y.year
        GROUP BY y.indicator, y.cell, y.clock, y.year, m.kin, y.mask"""


def _series(form: Form, *, by_level: bool, packed: bool = False) -> list[str]:
    """What each commune says by itself of an asked period. `packed`: with its mask `m`, and what to read it by."""
    last, months = form.last, form.months
    m = "(y.mask & s.mask)" if form.mask is None else "y.mask" if form.mask == ALL else f"(y.mask & {form.mask})"
    value, days = "y.value", "0"
    if last and months:
        some = " ".join(f"WHEN {m} >= {1 << i} THEN y.v{i}" for i in reversed(months))
        value = f"CASE WHEN 2 * {m} > y.mask THEN y.value {some} END"
    elif months and form.mask is None:
        value = " + ".join(["s.whole * y.value", *(f"s.w{i} * y.v{i}" for i in months)])
    elif months and form.mask is not None:
        whole, _ = weights(form.mask)
        value = (
            " - ".join(["y.value", *(f"y.v{i}" for i in months)]) if whole else " + ".join(f"y.v{i}" for i in months)
        )
    if not last:
        days = _days_of(m, "s")
    first = m if last else f"({m} & -{m})"
    claims = "1" if last else f"CAST(BIT_COUNT({m}) AS INT)"
    at = "CAST(y.year AS INT) * 4096"
    read = f"{claims} AS claims, {days} AS days, {at} + {first} AS first_at, {at} + {m} AS last_at"
    if packed:
        read = f"{m} AS m, s.b1, s.b2, s.filling{', y.n' if form.summed else ''}"
    said = f"""SELECT y.indicator, y.cell, s.bucket, y.place, y.clock, {value} AS value, {read},
            s.start_day, s.end_day, s.shift
        FROM y JOIN spans s ON s.year = y.year{"" if form.clock else " AND s.clock = y.clock"}
        {"" if form.mask == ALL else f"WHERE {m} > 0"}"""
    source = _source(form, by_level=by_level)
    if form.once:
        return [*source, f"series AS ({said})"]
    added = "SUM(value) AS value, SUM(claims) AS claims, SUM(days) AS days, MIN(first_at) AS first_at"
    if last:
        added = "MAX_BY(value, last_at) AS value, 1 AS claims, 0 AS days, MAX(last_at) AS first_at"
    return [
        *source,
        f"said AS ({said})",
        f"""series AS (SELECT l.*, b.start_day, b.end_day, b.shift
            FROM (SELECT {_KEY}, MIN(clock) AS clock, {added}, MAX(last_at) AS last_at FROM said GROUP BY {_KEY}) l
                JOIN periods b ON b.bucket = l.bucket)""",
    ]


def _days_of(mask: str, span: str) -> str:
    """The days of the months of a mask."""
    counts = (f"CAST(BIT_COUNT({bits}) AS INT)" for bits in (mask, f"{mask} & {span}.b1", f"{mask} & {span}.b2"))
    return " + ".join(f"{times} * {count}" for times, count in zip((28, 1, 2), counts, strict=True))


def _is_whole(last: bool, since: str, until: str, days: str = "l.days") -> str:
    """Whether a commune's months fill an asked period as long as the commune was in force in it."""
    if last:
        return f"COALESCE({since} <= l.end_day, 1 = 1) AND COALESCE({until} >= l.end_day, 1 = 1)"
    return f"{days} > LEAST(l.end_day, {until}) - GREATEST(l.start_day, {since})"


def _month_of(bits: str, *, lowest: bool) -> str:
    """The number within its year of the first or the last month of a mask."""
    if lowest:
        return f"CAST(BIT_COUNT(({bits} & -{bits}) - 1) AS INT)"
    return "CASE " + " ".join(f"WHEN {bits} >= {1 << i} THEN {i}" for i in reversed(_MONTHS)) + " END"


def _days(name: str, *, last: bool) -> str:
    """Joins the first and the last day of what bears `first_at` and `last_at`."""

    def month(column: str, *, lowest: bool) -> str:
        at = f"{name}.{column}"
        bits = f"{at} % 4096"
        place = f"CAST(BIT_COUNT({bits} - 1) AS INT)" if lowest else _month_of(bits, lowest=False)
        return f"12 * CAST(({at} - {bits}) / 4096 AS INT) + {place}"

    clock = f"{CLOCK_APART} * CAST({name}.clock AS INT)"
    return f"""JOIN months f ON f.number = {clock} + {month("first_at", lowest=not last)}
            JOIN months t ON t.number = {clock} + {month("last_at", lowest=False)}"""


def _pool_steps(form: Form) -> list[str]:
    """What the communes of each pool come to."""
    packed = form.packed
    one, stated = ("l.n", "CAST(SUM(l.n) AS BIGINT)") if form.summed else ("1", "COUNT(*)")
    partial = f"WHEN {_is_whole(form.last, 'h.since', 'h.until')}"
    claims, reached = "l.claims", "MIN(l.first_at) AS first_at, MAX(l.last_at) AS last_at"
    if packed:
        # Nearly all communes outlast what is asked: whether the mask is the whole one costs less than counting days.
        days = _is_whole(form.last, "h.since", "h.until", _days_of("l.m", "l"))
        partial = f"WHEN h.lasts = 1 THEN CASE WHEN l.m = l.filling THEN 0 ELSE {one} END WHEN {days}"
        claims, reached = "CAST(BIT_COUNT(l.m) AS INT)", "BIT_OR(l.m) AS m"
        claims = f"l.n * {claims}" if form.summed else claims
    leaves = "found" if form.sided else "leaves"
    return [
        *_series(form, by_level=True, packed=packed),
        f"""grouped AS (
        SELECT l.indicator, l.cell, l.bucket, l.clock, h.pool, CAST(SUM(l.value) AS BIGINT) AS value,
            {stated} AS stated, CAST(SUM(CASE {partial} THEN 0 ELSE {one} END) AS BIGINT) AS partial,
            CAST(SUM({claims}) AS BIGINT) AS claims, {reached}
        FROM series l JOIN pools h ON h.slot = l.place + l.shift
        GROUP BY l.indicator, l.cell, l.bucket, l.clock, h.pool)""",
        f"""{leaves} AS (
        SELECT g.indicator, g.cell, g.bucket, g.pool AS place, g.clock, {", ".join(f"g.{name}" for name in MEASURES)},
            f.first_day, t.last_day, p.parent, p.depth, {_LIFE}
        FROM grouped g JOIN groups p ON p.pool = g.pool {_PACKED_DAYS if packed else _days_of_pools(form)}
        {f"WHERE g.cell < {SIDE_ROOM}" if form.sided else ""})""",
        *((_SIDES_OF_POOLS,) if form.sided else ()),
    ]


def _days_of_pools(form: Form) -> str:
    return f"JOIN periods b ON b.bucket = g.bucket {_days('g', last=form.last)}"


_NUMBER = f"{CLOCK_APART} * CAST(g.clock AS INT) + 12 * CAST(b.year AS INT)"
_PACKED_DAYS = f"""JOIN spans b ON b.bucket = g.bucket AND b.clock = g.clock
            JOIN months f ON f.number = {_NUMBER} + {_month_of("g.m", lowest=True)}
            JOIN months t ON t.number = {_NUMBER} + {_month_of("g.m", lowest=False)}"""
_NO_COUNTS = "0 AS stated, 0 AS partial, 0 AS claims"
# A pool with others beside it says how far it reaches by its numbers: its sides go the same way, nought or not.
_SIDES_OF_POOLS = f"""leaves AS (
        SELECT * FROM found
        UNION ALL
        SELECT f.indicator, s.code AS cell, f.bucket, f.place, f.clock, COALESCE(g.value, 0) AS value, {_NO_COUNTS},
            f.first_day, f.last_day, f.parent, f.depth, f.lives, f.since, f.until
        FROM found f JOIN sided s ON s.indicator = f.indicator AND s.cell = f.cell
            LEFT JOIN grouped g ON g.indicator = f.indicator AND g.cell = s.code AND g.bucket = f.bucket
                AND g.clock = f.clock AND g.pool = f.place
        WHERE g.value <> 0 OR f.depth > {DIRECT})"""


_LIFE = """CASE WHEN COALESCE(p.valid_to >= b.end_day, 1 = 1) THEN 1 ELSE 0 END AS lives,
            CASE WHEN p.valid_from > b.start_day THEN p.valid_from END AS since, p.valid_to AS until"""
"""Whether a place stands at the end of the asked period, since when if it began in it, until when."""

_STANDS = """CASE WHEN COALESCE(p.valid_from <= b.end_day, 1 = 1) AND COALESCE(p.valid_to >= b.end_day, 1 = 1)
            THEN 1 ELSE 0 END"""


def _level(depth: int, *, last: bool, lowest: bool) -> list[str]:
    """What the places of one depth come to: the sum of what lies directly below, nothing counted twice."""
    parts = [f"SUM(CASE WHEN lives = {n} THEN {x} ELSE 0 END) AS {x}_{n}" for x in MEASURES for n in (0, 1)]
    parts += [f"MIN(CASE WHEN lives = {n} THEN {x} END) AS {x}_{n}" for x in ("first_day", "clock") for n in (0, 1)]
    parts += [
        f"MIN(CASE WHEN lives = 1 AND since IS NOT NULL THEN {x} END) AS young_{x}" for x in ("since", "first_day")
    ]
    parts.append("MAX(CASE WHEN lives = 0 THEN until END) AS until_0")
    parts += [f"MAX(CASE WHEN lives = {n} THEN last_day END) AS last_day_{n}" for n in (0, 1)]
    twice = "a.young_since > a.until_0 AND a.last_day_0 >= a.young_first_day"
    if last:
        twice = "a.first_day_0 IS NOT NULL AND a.first_day_1 IS NOT NULL"
    sums = [f"CAST(CASE WHEN {twice} THEN a.{x}_1 ELSE a.{x}_0 + a.{x}_1 END AS BIGINT) AS {x}" for x in MEASURES]
    sums += [
        f"CASE WHEN {twice} THEN a.{x}_1 ELSE {most}(a.{x}_0, a.{x}_1) END AS {x}"
        for x, most in (("first_day", "LEAST"), ("last_day", "GREATEST"), ("clock", "LEAST"))
    ]
    below = f"SELECT {COLUMNS}, lives, since, until, parent FROM leaves WHERE depth = {depth + 1}"
    if not lowest:
        below = f"{below} UNION ALL SELECT {COLUMNS}, lives, since, until, parent FROM up_{depth + 1}"
    return [
        f"""parts_{depth} AS (
        SELECT indicator, cell, bucket, parent AS place, {", ".join(parts)}
        FROM ({below}) c GROUP BY indicator, cell, bucket, parent)""",
        f"""up_{depth} AS (
        SELECT a.indicator, a.cell, a.bucket, a.place, {", ".join(sums)}, p.rank, p.depth, p.parent,
            {_LIFE}, {_STANDS} AS stands
        FROM parts_{depth} a JOIN places p ON p.code = a.place JOIN periods b ON b.bucket = a.bucket)""",
    ]
