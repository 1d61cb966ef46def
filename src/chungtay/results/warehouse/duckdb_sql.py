"""The statements of the DuckDB engine, in the order in which they run. Each makes one temporary table or view.

Columns of a node (`own`, `below_<depth>`, `lead_<depth>`): the series (indicator, cell, b_start, b_end, place), what
it comes to, and how complete it is; the meaning of each stands at `rows.Node`. `single` is the regime of the only
claim, null where there are several.
"""

from chungtay.results.warehouse.questions import Basis, Question
from chungtay.results.warehouse.rows import VILLAGE

SERIES = "indicator, cell, b_start, b_end, place"
_FACT = """indicator, cell, place, first_day, last_day, regime, status, value, low, high, is_open,
    den_value, den_low, den_high, den_open, absence, members, rank, batch, id, with_id, known_from, known_to"""
_SUMS = """sum({p}value) AS value, sum(coalesce({p}low, {p}value)) AS low, sum(coalesce({p}high, {p}value)) AS high,
    bool_or({p}is_open) AS is_open,
    CASE WHEN count({p}den_value) = count(*) THEN sum({p}den_value) END AS den_value,
    CASE WHEN count({p}den_value) = count(*) THEN sum(coalesce({p}den_low, {p}den_value)) END AS den_low,
    CASE WHEN count({p}den_value) = count(*) THEN sum(coalesce({p}den_high, {p}den_value)) END AS den_high,
    bool_or({p}den_open) AS den_open"""


CLOSURE = """CREATE TEMP TABLE closure AS
    WITH RECURSIVE above AS (
        SELECT place, parent AS ancestor, rank FROM tree WHERE parent IS NOT NULL
        UNION ALL
        SELECT a.place, t.parent, a.rank FROM above a JOIN tree t ON t.place = a.ancestor WHERE t.parent IS NOT NULL
    ) FROM above"""


def known(at: int | None) -> str:
    """The condition under which a row of the folder was current at a transaction."""
    return "known_to IS NULL" if at is None else f"known_from <= {at} AND (known_to IS NULL OR known_to > {at})"


def base(folder: str, *, at: int | None, tail: bool) -> str:
    """All rows that may count: of the folder, of its history where the past is asked, and of the ledger's tail.

    The tail may overlap what the folder took for untangled, so a series that it touches is looked at anew.
    """
    history = f"UNION ALL BY NAME SELECT {_FACT}, tangled FROM read_parquet('{folder}/history.parquet')"
    old = history if at is not None else ""
    found = f"""SELECT {_FACT}, tangled FROM
        (SELECT {_FACT}, tangled FROM read_parquet('{folder}/facts.parquet') {old}) WHERE {known(at)}"""
    if tail:
        touched = "(indicator, cell, place) IN (SELECT (indicator, cell, place) FROM tail)"
        found = f"""SELECT {_FACT}, tangled OR {touched} AS tangled FROM ({found})
            WHERE batch NOT IN (SELECT batch FROM ended)
            UNION ALL BY NAME SELECT {_FACT}, TRUE AS tangled FROM tail"""
    return f"CREATE TEMP VIEW base AS {found}"


def claims(question: Question, *, cell: int | None, whole_country: bool) -> str:
    """The rows inside the asked periods, each with the period that it counts for (b_start, b_end)."""
    inside = """CASE over_time WHEN 'last' THEN last_day BETWEEN b_start AND b_end
        WHEN 'none' THEN first_day = b_start AND last_day = b_end
        ELSE first_day >= b_start AND last_day <= b_end END"""
    if question.period is None:
        source = "(SELECT *, first_day AS b_start, last_day AS b_end FROM base)"
        inside = "TRUE"
    else:
        source = "(SELECT * FROM base JOIN buckets ON last_day BETWEEN b_start AND b_end)"
    conditions = [inside, f"status IN ({', '.join(str(_STATUS[s]) for s in question.statuses)})"]
    if cell is not None:
        conditions.append(f"cell = {cell}")
    if not whole_country:
        conditions.append("place IN (SELECT place FROM tree)")
    return f"""CREATE TEMP VIEW claims AS SELECT c.*, over_time,
            value IS NOT NULL AND (over_time <> 'last' OR last_day >= b_end - {int(question.stock_age_days)}) AS usable
        FROM {source} c JOIN asked USING (indicator) WHERE {" AND ".join(conditions)}"""


_STATUS = {"result": 0, "target": 1, "context": 2}

TANGLED = "SELECT * EXCLUDE (over_time, usable, tangled) FROM claims WHERE tangled AND usable"

USABLE = """CREATE TEMP VIEW chosen AS
    SELECT {columns}, over_time, FALSE AS conflict FROM claims WHERE usable AND NOT tangled
    UNION ALL BY NAME SELECT {columns}, over_time, conflict FROM resolved JOIN asked USING (indicator)""".format(
    columns="""indicator, cell, b_start, b_end, place, first_day, last_day, regime, value, low, high, is_open,
        den_value, den_low, den_high, den_open, members, id, with_id"""
)

# Percentages without their parts cannot be put together over time: beside others that have them they are left
# out, and among themselves the last one stands alone.
_PERCENTAGES = """(over_time <> 'ratio' OR den_value IS NOT NULL OR (
        count(den_value) OVER series = 0 AND last_day = max(last_day) OVER series))"""


def own(*, trace: bool, ratios: bool) -> str:
    """What each place says by itself: sums over the claims that do not overlap, or its last value."""
    source = "chosen"
    if ratios:
        source = f"""(SELECT * FROM chosen WINDOW series AS (PARTITION BY {SERIES}) QUALIFY {_PERCENTAGES})"""
    ids = "flatten(list([id, with_id]))" if trace else "NULL::BIGINT[]"
    return f"""CREATE TEMP TABLE own AS
        WITH added AS (
            SELECT {SERIES}, {_SUMS.format(p="")}, any_value(members) AS members, min(first_day) AS first,
                max(last_day) AS last, CASE WHEN count(*) = 1 THEN min(regime) END AS single,
                sum(last_day - first_day + 1) AS days, count(*) = 1 AND bool_or(conflict) AS conflict, {ids} AS ids
            FROM {source} WHERE over_time <> 'last' GROUP BY {SERIES}
        ), latest AS (
            SELECT {SERIES}, unnest(arg_max(struct_pack(value := value, low := coalesce(low, value),
                high := coalesce(high, value), is_open := is_open, den_value := den_value,
                den_low := coalesce(den_low, den_value), den_high := coalesce(den_high, den_value),
                den_open := den_open, members := members, first := first_day, last := last_day, single := regime,
                days := 0::HUGEINT, conflict := conflict,
                ids := {"[id, with_id]" if trace else "NULL::BIGINT[]"}), last_day))
            FROM chosen WHERE over_time = 'last' GROUP BY {SERIES}
        )
        SELECT s.* EXCLUDE (days), rank AS top, 1::HUGEINT AS stated, 1::HUGEINT AS received, 1::HUGEINT AS expected,
            CASE WHEN single IS NULL THEN '{Basis.ROLLED_UP}' ELSE '{Basis.REPORTED}' END AS basis,
            (CASE WHEN over_time = 'last'
                THEN coalesce(valid_from > b_end, FALSE) OR coalesce(valid_to < b_end, FALSE)
                ELSE days < greatest(0, least(b_end, coalesce(valid_to, b_end))
                    - greatest(b_start, coalesce(valid_from, b_start)) + 1) END)::INT::HUGEINT AS partial
        FROM (FROM added UNION ALL BY NAME FROM latest) s JOIN tree USING (place) JOIN asked USING (indicator)"""


ABSENT = f"""CREATE TEMP TABLE absent AS
    SELECT {SERIES}, min(o.position) AS position
    FROM claims JOIN absence_order o USING (absence) ANTI JOIN own USING ({SERIES})
    WHERE value IS NULL GROUP BY {SERIES}"""

# Who owes is asked once per set of forms and way over time ("scope"), not per indicator.
SPANS = """CREATE TEMP TABLE spans AS
    SELECT DISTINCT scope, b_start, b_end FROM claims JOIN asked USING (indicator)
    UNION SELECT DISTINCT scope, b_start, b_end FROM asked CROSS JOIN buckets"""

OWING = """CREATE TEMP TABLE owing AS
    SELECT DISTINCT scope, b_start, b_end, place
    FROM spans JOIN scopes USING (scope) JOIN duties USING (form) SEMI JOIN tree USING (place)
    WHERE valid_from <= b_end AND b_end - b_start + 1 >= least_days
        AND (valid_to IS NULL OR valid_to >= CASE WHEN over_time = 'last' THEN b_end ELSE b_start END)"""


def arrived(*, exactly: bool) -> str:
    """The places from which a batch of a fitting form came for the asked period."""
    same = "first_day = b_start AND last_day = b_end"
    inside = f"""CASE over_time WHEN 'last' THEN last_day BETWEEN b_start AND b_end WHEN 'none' THEN {same}
        ELSE first_day >= b_start AND last_day <= b_end END"""
    return f"""CREATE TEMP TABLE arrived AS
        SELECT DISTINCT scope, b_start, b_end, place
        FROM spans JOIN scopes USING (scope) JOIN receipts USING (form) SEMI JOIN tree USING (place)
        WHERE {same if exactly else inside}"""


COUNTS = tuple(
    f"""CREATE TEMP TABLE {name}_counts AS
    SELECT scope, b_start, b_end, ancestor AS place, rank AS top, count(*) AS {name}
    FROM {name} JOIN closure USING (place) GROUP BY ALL"""
    for name in ("owing", "arrived")
)
EXCUSED = """CREATE TEMP TABLE excused_counts AS
    SELECT indicator, cell, b_start, b_end, ancestor AS place, rank AS top, count(o.place) AS excused,
        count(r.place) AS arrived_excused
    FROM absent JOIN asked USING (indicator) JOIN absence_order USING (position) JOIN closure USING (place)
        LEFT JOIN owing o USING (scope, b_start, b_end, place) LEFT JOIN arrived r USING (scope, b_start, b_end, place)
    WHERE excuses GROUP BY ALL"""

_LIVES = "valid_to IS NULL OR valid_to >= b_end"
_COMPLETE = "expected > 0 AND stated >= expected AND partial = 0"


def below(depth: int, *, trace: bool, unions: bool) -> str:
    """What lies below the places of one depth: the sum of what leads one step deeper."""
    members = "flatten(list({}members))" if unions else "NULL::VARCHAR[]"
    ids = "flatten(list({}ids))" if trace else "NULL::BIGINT[]"
    value = "CASE WHEN over_places = 'union' THEN len(list_distinct({0}))::DECIMAL(38, 6) ELSE {1} END"
    plain = ("value", "low", "high")
    shown = ", ".join(f"{value.format('members', name)} AS {name}" for name in plain) if unions else ", ".join(plain)
    return f"""CREATE TEMP TABLE below_{depth} AS
        WITH parts AS (
            SELECT indicator, cell, b_start, b_end, t.parent AS place, {_LIVES} AS lives, l.top, t.rank AS child_rank,
                over_places, over_time, count(*) AS parts, {_SUMS.format(p="l.")}, {members.format("l.")} AS members,
                min(first) AS first, max(last) AS last, max(single) AS single, sum(stated) AS stated,
                sum(partial) AS partial, sum(({_COMPLETE})::INT) AS completes, {ids.format("l.")} AS ids
            FROM lead_{depth + 1} l JOIN tree t USING (place) JOIN asked USING (indicator)
            WHERE over_places <> 'none' AND (over_places <> 'union' OR members IS NOT NULL)
                AND (over_places <> 'ratio' OR den_value IS NOT NULL)
            GROUP BY ALL
        ), once AS (
            SELECT * FROM parts WINDOW node AS (PARTITION BY {SERIES})
            QUALIFY lives OR NOT bool_or(lives) OVER node
                OR NOT (over_time = 'last' OR max(CASE WHEN NOT lives THEN last END) OVER node
                    >= min(CASE WHEN lives THEN first END) OVER node)
        ), levelled AS (
            SELECT *, min(top) OVER (PARTITION BY {SERIES}) AS highest FROM once
        ), added AS (
            SELECT {SERIES}, over_places, highest AS top, {_SUMS.format(p="")}, {members.format("")} AS members,
                min(first) AS first, max(last) AS last, CASE WHEN sum(parts) = 1 THEN max(single) END AS single,
                sum(CASE WHEN top = highest THEN stated WHEN child_rank = highest THEN parts ELSE 0 END) AS stated,
                sum(CASE WHEN top = highest THEN partial WHEN child_rank = highest THEN parts - completes
                    ELSE parts END) AS partial, {ids.format("")} AS ids
            FROM levelled GROUP BY ALL
        )
        SELECT a.* EXCLUDE (over_places, value, low, high, members), {shown},
            CASE WHEN over_places = 'union' THEN list_sort(list_distinct(members)) END AS members,
            '{Basis.ROLLED_UP}' AS basis, FALSE AS conflict,
            greatest(stated, coalesce(arrived, 0) - coalesce(arrived_excused, 0)) AS received,
            coalesce(owing, 0) - coalesce(excused, 0) AS expected
        FROM added a JOIN asked USING (indicator, over_places)
            LEFT JOIN owing_counts USING (scope, b_start, b_end, place, top)
            LEFT JOIN arrived_counts USING (scope, b_start, b_end, place, top)
            LEFT JOIN excused_counts USING (indicator, cell, b_start, b_end, place, top)"""


NODE = f"""{SERIES}, value, low, high, is_open, den_value, den_low, den_high, den_open, members, first, last, single,
    conflict, ids, basis, top, stated, received, expected, partial"""


LONE = f"""SELECT {NODE} FROM own JOIN asked USING (indicator)
    WHERE over_places = 'none' OR (over_places = 'union' AND members IS NULL)
        OR (over_places = 'ratio' AND den_value IS NULL)"""
"""What no place above can add up."""


def lead(depth: int, *, with_below: bool) -> str:
    """What leads at the places of one depth; the same rule as `rows.lead`."""
    here = f"(SELECT o.* FROM own o SEMI JOIN (FROM tree WHERE depth = {depth}) USING (place))"
    if not with_below:
        return f"CREATE TEMP TABLE lead_{depth} AS SELECT {NODE} FROM {here}"
    below_leads = f"({_COMPLETE}) AND (leads = 'rolled_up' OR own_partial > 0) OR leads = '' AND own_conflict"
    return f"""CREATE TEMP TABLE lead_{depth} AS
        WITH beaten AS (
            SELECT b.*, own_partial IS NULL OR b.top <> {VILLAGE} AND ({below_leads}) AS in_front
            FROM below_{depth} b JOIN asked USING (indicator) LEFT JOIN
                (SELECT {SERIES}, partial AS own_partial, conflict AS own_conflict FROM own) USING ({SERIES})
        )
        SELECT {NODE} FROM beaten WHERE in_front
        UNION ALL BY NAME
        SELECT {NODE} FROM {here} o ANTI JOIN (FROM beaten WHERE in_front) USING ({SERIES})"""
