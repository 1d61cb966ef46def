"""Communes on the map of a day, in SQL: what `framed` says of each, from what the communes of all days come to.

Numbers are multiplied by one million, as shares are, until what a unit comes to is known: so parts are exact here, too.
What a statement does not tell - what cannot be compared, and what lies too near a limit for the arithmetic of engines -
it marks with `judge`, for `framed` to tell.
"""

from functools import lru_cache
from typing import Final

from chungtay.kernel.absence import Absence
from chungtay.kernel.periods import Regime
from chungtay.results.warehouse.apportion import LIMITS, MILLION, Comparability
from chungtay.results.warehouse.columns import ABSENCES, BASES, REGIMES
from chungtay.results.warehouse.layout import CLOCKS, SIDE_ROOM
from chungtay.results.warehouse.questions import Basis
from chungtay.results.warehouse.scanning import LEAF_RANK
from chungtay.results.warehouse.sides import columns_of, is_exact, pivoted

_KINDS: Final = tuple(Comparability)
_EXACT, _SUM, _PARTLY, _ESTIMATE = (
    _KINDS.index(kind)
    for kind in (Comparability.EXACT, Comparability.EXACT_SUM, Comparability.PARTLY_EST, Comparability.ESTIMATE)
)
_SPAN: Final = REGIMES.index(Regime.SPAN)
_ROLLED, _REPORTED = BASES.index(Basis.ROLLED_UP), BASES.index(Basis.REPORTED)
_ZERO, _MISSING, _NOT_YET = (
    ABSENCES.index(absence) for absence in (Absence.ZERO, Absence.NOT_REPORTED, Absence.NOT_YET_DUE)
)
_CLOCK: Final = " ".join(f"WHEN {clock} THEN {REGIMES.index(regime)}" for clock, regime in enumerate(CLOCKS))
_MOST: Final = 9_000_000_000_000_000_000
_NEAR: Final = 1e-9
"""How near to its limit a deviation must lie to be reckoned again with decimals."""
_UNIT: Final = "indicator, cell, bucket, place"
_LIVES: Final = "CASE WHEN l.until >= b.end_day THEN 1 ELSE 0 END"

COUNTS: Final = f"""
WITH came AS (
    SELECT t.bucket, l.unit AS place, t.place AS one, p.rank, t.owing, t.arrived
    FROM $counted t JOIN eras e ON e.bucket = t.bucket JOIN land l ON l.era = e.era AND l.source = t.place
        JOIN places p ON p.code = t.place
    WHERE t.own = 1 AND l.unit >= 0
), tops AS (
    SELECT bucket, place, MIN(CASE WHEN owing > 0 THEN rank END) AS top, COUNT(*) AS of_them, MIN(one) AS one,
        SUM(CASE WHEN rank = {LEAF_RANK} THEN owing ELSE 0 END)::INT AS owing,
        SUM(CASE WHEN rank = {LEAF_RANK} THEN arrived ELSE 0 END)::INT AS arrived
    FROM came GROUP BY bucket, place
)
SELECT t.bucket, t.place, t.top, t.of_them, t.one, t.owing, t.arrived,
    COALESCE(SUM(CASE WHEN c.rank = t.top THEN c.owing * c.arrived END), 0)::INT AS received,
    COALESCE(SUM(CASE WHEN c.rank = t.top THEN c.owing END), 0)::INT AS expected,
    MAX(CASE WHEN c.one = c.place AND c.owing > 0 THEN 1 ELSE 0 END) AS own
FROM tops t JOIN came c ON c.bucket = t.bucket AND c.place = t.place
GROUP BY t.bucket, t.place, t.top, t.of_them, t.one, t.owing, t.arrived
"""
"""Who owed and reported about the land of each unit; of a cut unit both sides say that they stand on it. `of_them`
places did either, `one` of them if it is one; `received` and `expected` are of the highest level that owed."""


WHOLES: Final = """
SELECT b.bucket, l.unit AS place, COUNT(*)::INT AS wholes
FROM asked_periods b JOIN land l ON l.era = b.era WHERE l.since <= b.end_day AND l.until >= b.start_day
GROUP BY b.bucket, l.unit
"""
"""Of how many places, of any date, that were in force in a period, a unit has land."""


def _parts(has_sides: bool) -> str:
    """What each source brings to each unit, times a million: by the first weight, by the second, and what of it is
    shared out. A number below the least, or of what may not be split, is `stuck`."""
    loose = "CASE WHEN x.place IS NULL THEN 0 ELSE 1 END" if has_sides else "0"
    bounded = "LEFT JOIN bounded x ON x.indicator = f.indicator AND x.cell = f.cell AND x.bucket = f.bucket AND"
    nothing = "(r.value = 0 AND r.loose = 0 AND r.is_ratio = 0)"
    folds = f"(r.whole = 0 AND r.targets = 1 AND r.is_ratio = 0 AND NOT {nothing})"
    split = f"(r.whole = 0 AND r.targets > 1 AND NOT {nothing})"
    return f"""raw AS (
        SELECT f.indicator, f.cell, f.bucket, l.unit AS place, f.place AS source, f.clock, f.value::HUGEINT AS value,
            f.partial, f.claims, f.first_day, f.last_day, l.whole, l.sole, l.people, l.other, l.folded, l.targets,
            s.is_ratio, s.may_split, s.unit, {loose} AS loose, {_LIVES} AS lives,
            CASE WHEN l.since > b.start_day THEN l.since END AS since, l.until
        FROM found f JOIN asked_periods b ON b.bucket = f.bucket
            JOIN land l ON l.era = b.era AND l.source = f.place
            JOIN series s ON s.indicator = f.indicator AND s.cell = f.cell
            {bounded + " x.place = f.place" if has_sides else ""}
    ), parts AS (
        SELECT r.*, {split} AS is_split,
            CASE WHEN {split} THEN value * people ELSE value * {MILLION} END AS one,
            CASE WHEN {split} THEN value * other WHEN {folds} THEN value * ({MILLION} - folded)
                ELSE value * {MILLION} END AS by_other,
            CASE WHEN {split} THEN value * people WHEN {folds} THEN value * folded ELSE 0 END AS split,
            CASE WHEN {split} THEN 1 WHEN {folds} AND value * folded <> 0 THEN 1 ELSE 0 END AS is_cut,
            CASE WHEN {split} AND NOT (may_split = 1 AND is_ratio = 0 AND value >= {LIMITS.least} * unit) THEN 1
                ELSE 0 END AS is_stuck,
            CASE WHEN {split} THEN
                {LIMITS.overdispersion} * (value::DOUBLE / unit) * (people / 1e6) * (1 - people / 1e6)
                + ((value::DOUBLE / unit) * (people - other) / 2e6) ** 2 ELSE 0 END AS spread
        FROM raw r WHERE r.place >= 0
    )"""


_ADDED: Final = ("one", "by_other", "split", "spread", "partial", "claims", "stated")


def _units(is_last: bool) -> str:
    """What each unit comes to: the sum of what is brought, nothing counted twice."""
    halves = ", ".join(
        f"COALESCE(SUM(CASE WHEN lives = {n} THEN {'1' if name == 'stated' else name} END), 0) AS {name}_{n}"
        for n in (0, 1)
        for name in _ADDED
    )
    ends = ", ".join(
        f"{kind}(CASE WHEN lives = {n} THEN {name} END) AS {name}_{n}"
        for n in (0, 1)
        for kind, name in (
            ("MIN", "first_day"),
            ("MIN", "clock"),
            ("MAX", "last_day"),
            ("MAX", "is_cut"),
            ("MAX", "is_stuck"),
        )
    )
    young = ", ".join(
        f"MIN(CASE WHEN lives = 1 AND since IS NOT NULL THEN {x} END) AS young_{x}" for x in ("since", "first_day")
    )
    twice = "young_since > until_0 AND last_day_0 >= young_first_day"
    if is_last:
        twice = "first_day_0 IS NOT NULL AND first_day_1 IS NOT NULL"
    sums = ", ".join(f"CASE WHEN twice THEN {name}_1 ELSE {name}_0 + {name}_1 END AS {name}" for name in _ADDED)
    others = ", ".join(
        f"CASE WHEN twice THEN {name}_1 ELSE {most}({name}_0, {name}_1) END AS {name}"
        for name, most in (
            ("first_day", "LEAST"),
            ("clock", "LEAST"),
            ("last_day", "GREATEST"),
            ("is_cut", "GREATEST"),
            ("is_stuck", "GREATEST"),
        )
    )
    return f"""halves AS (
        SELECT {_UNIT}, MIN(sole) AS sole, MAX(loose) AS loose, COUNT(*) AS of_them, MIN(targets) AS targets,
            MIN(source) AS source, MAX(CASE WHEN lives = 0 THEN until END) AS until_0, {young}, {halves}, {ends}
        FROM parts GROUP BY {_UNIT}
    ), marked AS (
        SELECT *, COALESCE({twice}, FALSE) AS twice FROM halves
    ), summed AS (
        SELECT {_UNIT}, sole, loose, of_them = 1 AND targets = 1 AS is_one, source, twice, {sums}, {others} FROM marked
    )"""


def _sides(sides: tuple[int, ...]) -> str:
    """The sides of what is counted of each unit."""
    counted = f"""(SELECT f.indicator, f.cell, f.bucket, l.unit AS place, f.value
        FROM everything f JOIN asked_periods b ON b.bucket = f.bucket
            JOIN land l ON l.era = b.era AND l.source = f.place
            JOIN summed u ON u.indicator = f.indicator AND u.cell = f.cell % {SIDE_ROOM} AND u.bucket = f.bucket
                AND u.place = l.unit
        WHERE f.cell >= {SIDE_ROOM} AND (NOT u.twice OR {_LIVES} = 1)) c"""
    return f", sides AS ({pivoted(sides, counted)})"


_LESS_SURE: Final = """lacking AS (
        SELECT f.indicator, f.cell, f.bucket, l.unit AS place, SUM(f.value::HUGEINT * l.people) AS missing
        FROM found f JOIN asked_periods b ON b.bucket = f.bucket JOIN slivers l ON l.era = b.era AND l.source = f.place
            JOIN series s ON s.indicator = f.indicator AND s.cell = f.cell AND s.is_ratio = 0
        GROUP BY f.indicator, f.cell, f.bucket, l.unit)"""


@lru_cache(maxsize=64)
def statement(is_last: bool, scopes: int, sides: tuple[int, ...], judged: bool, slivers: bool) -> str:
    """The rows of `wide.put_together`, and `kind`, `share` (millionths), `scale`, `low`, `high` and `is_open` where
    sums are shared out. Reads `series`, `asked_periods`, `land`, `wholes`, `slivers`, `judged` and `counts_0`… beside
    `$found`."""
    has_sides = bool(sides)
    source = "found AS MATERIALIZED ($found)"
    if has_sides:
        source = f"""everything AS MATERIALIZED ($found), found AS (FROM everything WHERE cell < {SIDE_ROOM}),
            bounded AS (SELECT DISTINCT indicator, cell % {SIDE_ROOM} AS cell, bucket, place FROM everything
                WHERE cell // {SIDE_ROOM} IN (1, 2, 3) AND value <> 0)"""
    scoped = " UNION ALL ".join(f"SELECT {n} AS scope, * FROM counts_{n}" for n in range(scopes))
    lacking = "LEFT JOIN lacking m USING (indicator, cell, bucket, place)" if slivers else ""
    missing = "CASE WHEN u.sole = 1 THEN 0 ELSE COALESCE(m.missing, 0) END" if slivers else "0"
    left = "ANTI JOIN judged j ON " + _same("j", "{0}") if judged else ""
    return f"""WITH {source}, {_parts(has_sides)}, {_units(is_last)}{_sides(sides) if has_sides else ""}
        {"," + _LESS_SURE if slivers else ""},
    counted AS ({scoped}),
    told AS (
        SELECT u.*, s.unit, s.is_ratio, s.scope, b.start_day, b.end_day, b.regime, {missing} AS missing,
            u.sole = 1 OR (u.is_one AND (c.of_them IS NULL OR (c.of_them = 1 AND c.one = u.source))) AS is_alone,
            COALESCE(c.owing, 0) AS owing, COALESCE(c.arrived, 0) AS arrived, COALESCE(w.wholes, 0) AS wholes
        FROM summed u JOIN series s USING (indicator, cell) JOIN asked_periods b USING (bucket) {lacking}
            LEFT JOIN counted c ON c.scope = s.scope AND c.bucket = u.bucket AND c.place = u.place
            LEFT JOIN wholes w ON w.bucket = u.bucket AND w.place = u.place
        {left.format("u")}
    ), f AS ({_REACHED}), value AS ({_value(is_last, sides)})
    SELECT * FROM value
    UNION ALL
    SELECT r.indicator, r.cell, r.source, r.bucket, {", ".join(["NULL"] * 13)}, 1, {", ".join(["NULL"] * 9)}
    FROM raw r WHERE r.place = -1
    UNION ALL
    {_absent(left)}"""


_REACHED: Final = f"""SELECT *, is_cut = 1 OR missing <> 0 AS is_less_sure, by_other + missing AS other,
            split + missing AS shared,
            CASE WHEN split + missing = 0 THEN 0 WHEN one <= 0 THEN 1
                ELSE LEAST(1, (split + missing)::DOUBLE / one::DOUBLE) END AS part,
            (0.2 * (one::DOUBLE / {MILLION} / unit)) ** 2 AS room
        FROM told"""


def _value(is_last: bool, sides: tuple[int, ...]) -> str:
    filled = "f.claims > 1" if is_last else "f.claims > 1 AND f.partial = 0"
    as_asked = f"((f.first_day = f.start_day AND f.last_day = f.end_day) OR ({filled}))"
    beside = {name: text.replace("f.value", "f.whole") for name, text in columns_of(sides).items()} if sides else {}
    beside = {name: text.replace("s.is_ratio", "f.is_ratio") for name, text in beside.items()}
    exact = is_exact(sides) if sides else "TRUE"
    low, high = (beside.get(name, "NULL") for name in ("low", "high"))
    is_open = beside.get("is_open", "FALSE")
    shares = [beside.get(name, "NULL") for name in ("den", "den_low", "den_high", "den_open")]
    hull = "f.is_less_sure AND f.one <> f.other"
    return f"""SELECT f.indicator, f.cell, f.place, f.bucket,
            CASE WHEN {as_asked} THEN f.start_day ELSE f.first_day END AS start_day,
            CASE WHEN {as_asked} THEN f.end_day ELSE f.last_day END AS end_day,
            CASE WHEN {as_asked} THEN f.regime WHEN f.claims = 1 THEN CASE f.clock {_CLOCK} END ELSE {_SPAN} END
                AS regime,
            CASE WHEN judge = 1 THEN NULL WHEN f.is_less_sure THEN f.one ELSE f.whole END::BIGINT AS value,
            f.stated::INT AS stated, f.partial::INT AS partial,
            CASE WHEN f.is_alone THEN 1 ELSE GREATEST(f.stated, f.arrived) END::INT AS received,
            CASE WHEN f.is_alone THEN 1 ELSE f.owing END::INT AS expected, {LEAF_RANK} AS level,
            CASE WHEN f.is_alone AND f.claims = 1 THEN {_REPORTED} ELSE {_ROLLED} END AS basis,
            CASE WHEN f.one = 0 AND f.other = 0 AND {exact} THEN {_ZERO} END AS absence,
            CASE WHEN f.is_less_sure THEN 6 ELSE 0 END AS finer, f.claims::BIGINT AS claims, f.judge,
            kind, CASE WHEN judge = 0 THEN share END::INT AS share,
            CASE WHEN judge = 1 THEN NULL WHEN {hull} THEN LEAST(f.one, f.other) ELSE {low} END::BIGINT AS low,
            CASE WHEN judge = 1 THEN NULL WHEN {hull} THEN GREATEST(f.one, f.other) ELSE {high} END::BIGINT AS high,
            {is_open} AS is_open, {", ".join(f"{text} AS {name}" for text, name in zip(shares, _DENS, strict=True))}
        FROM (
            SELECT f.*, f.one // {MILLION} AS whole,
                CASE WHEN NOT f.is_less_sure THEN CASE WHEN f.wholes <= 1 THEN {_EXACT} ELSE {_SUM} END
                    WHEN part <= {LIMITS.partly} THEN {_PARTLY} ELSE {_ESTIMATE} END AS kind,
                CASE WHEN f.shared = 0 THEN 0 WHEN f.one <= 0 OR f.shared >= f.one THEN {MILLION}
                    ELSE (2 * f.shared * {MILLION} + f.one) // (2 * f.one) END AS share,
                CASE WHEN f.is_stuck = 1 OR (f.is_less_sure AND (f.loose = 1 OR f.one > {_MOST} OR f.other > {_MOST}
                    OR part > {LIMITS.estimate} - {_NEAR} OR abs(part - {LIMITS.partly}) < {_NEAR}
                    OR (f.shared <> 0 AND f.one > 0 AND (2 * f.shared * {MILLION} + f.one) % (2 * f.one) = 0)
                    OR (part > {LIMITS.partly} AND f.spread > room * (1 - {_NEAR})))) THEN 1 ELSE 0 END AS judge
            FROM f
        ) f {"LEFT JOIN sides z USING (" + _UNIT + ")" if sides else ""}"""


_DENS: Final = ("den", "den_low", "den_high", "den_open")


def _same(one: str, other: str) -> str:
    return " AND ".join(f"{one}.{name} = {other}.{name}" for name in _UNIT.split(", "))


def _absent(left: str) -> str:
    return f"""SELECT l.indicator, l.cell, l.place, l.bucket, b.start_day, b.end_day, b.regime, NULL, 0, 0, l.received,
            l.expected, l.top, CASE WHEN l.own = 1 THEN {_REPORTED} ELSE {_ROLLED} END,
            CASE WHEN (b.early & (1 << l.top::INT)) > 0 THEN {_NOT_YET} ELSE {_MISSING} END, 0, 0, 0, {_EXACT}, NULL,
            NULL, NULL, FALSE, NULL, NULL, NULL, NULL
        FROM (SELECT s.indicator, s.cell, c.* FROM counted c JOIN series s ON s.scope = c.scope AND s.required = 1
                WHERE c.top IS NOT NULL) l
            JOIN asked_periods b ON b.bucket = l.bucket
            ANTI JOIN summed x ON {_same("x", "l")} {left.format("l")}"""
