"""Drawing an invented nation inside DuckDB: its reports once, then one indicator after the other as rows of figures.

Chance is `hash()` of a row's own numbers, so every number is the same whenever and in whatever order it is drawn. It
is DuckDB's own hash: another major version of DuckDB may draw another nation from the same seed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

import pyarrow as pa

from chungtay.kernel.errors import Both, Refusal
from chungtay.results.warehouse.synth import figures, rest
from chungtay.results.warehouse.synth.figures import Codes
from chungtay.results.warehouse.synth.nation import reporting

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import duckdb

    from chungtay.results.warehouse.facts import PlaceNode
    from chungtay.results.warehouse.synth.nation import Nation, Series

CORRECTED: Final = 0.03
"""How many of the reports are replaced by a second version, which states every figure anew."""
LEAST_ARRIVING: Final = 0.9
"""Every commune sends this share of its reports or more; between it and 1 each has a habit of its own."""
_MACROS: Final = (
    "CREATE MACRO draw(salt, x) AS hash(xor(x::BIGINT, salt::BIGINT))",
    "CREATE MACRO bits(h, i) AS ((h >> (16 * i)) & 65535)::INTEGER",
    "CREATE MACRO unit(h) AS (h >> 11) / 9007199254740992.0",
    """CREATE MACRO normal(h) AS
        ((bits(h, 0) + bits(h, 1) + bits(h, 2) + bits(h, 3)) / 65536.0 - 2) * 1.7320508""",
)


@dataclass(frozen=True)
class Drawing:
    """A nation laid out in a DuckDB connection: `reports` in both versions, and what its rows shall be called."""

    nation: Nation
    codes: Codes
    kept: float
    """Which share of the communes keeps a series at all."""
    last_transaction: int

    def monthly(self, series: Series) -> str:
        """The statement of the monthly figures of one series, as FACT_SCHEMA."""
        return figures.statement(self.nation, self.codes, series, self.kept)

    def statements(self) -> dict[str, list[str]]:
        """By indicator, the statements that give all its rows in the columns of FACT_SCHEMA.

        The rows of each come by commune and month, superseded ones before those that replaced them.
        """
        found: dict[str, list[str]] = {}
        for series in self.nation.series():
            found.setdefault(series.indicator, []).append(self.monthly(series))
        for indicator, statement in rest.statements(self.nation, self.codes, self.monthly, self.last_transaction):
            found.setdefault(indicator, []).append(statement)
        return found


def lay_out(
    db: duckdb.DuckDBPyConnection,
    nation: Nation,
    nodes: Mapping[str, PlaceNode],
    codes: Codes,
    villages: Sequence[str] = (),
) -> Drawing:
    """Lay the reports of a nation out; `villages`: the keys of those that report. Refusal SYNTH-001: it has not as many
    figures."""
    places = codes.places
    for macro in _MACROS:
        db.execute(macro)
    months = nation.months()
    first = min(months)
    rows = [(n, p.start, p.end, n - first) for n, p in months.items()]
    _table(
        db,
        "months",
        [("m", pa.int32()), ("first_day", pa.date32()), ("last_day", pa.date32()), ("age", pa.int32())],
        rows,
    )
    found = reporting(nodes, months)
    kinds = [
        ("ord", pa.int32()),
        ("place", pa.int32()),
        ("is_new", pa.bool_()),
        ("first", pa.int32()),
        ("last", pa.int32()),
    ]
    _table(db, "found", kinds, [(n, places[r.key], r.is_new, r.first, r.last) for n, r in enumerate(found)])
    held = [n for n in nodes.values() if n.level == "province"]
    days = [("place", pa.int32()), ("valid_from", pa.date32()), ("valid_to", pa.date32())]
    _table(db, "provinces", days, [(places[n.key], n.valid_from or date.min, n.valid_to or date.max) for n in held])
    _table(db, "keys", [("place", pa.int32()), ("key", pa.string())], [(places[key], key) for key in nodes])
    if villages:
        _table(
            db,
            "villages",
            [("ord", pa.int32()), ("place", pa.int32())],
            [(n, places[key]) for n, key in enumerate(villages)],
        )
    db.execute(_communes(nation))
    for statement in _reports(nation):
        db.execute(statement)
    last, count = _one(db, "SELECT max(known_from), count(*) FILTER (known_to IS NULL) FROM reports")
    most = count * len(nation.series())
    if nation.figures > most:
        raise _too_many(nation.figures, most)
    return Drawing(nation, codes, nation.figures / most, last)


RECEIPTS: Final = """SELECT batch, {form} AS form, place, first_day, last_day, known_from, known_to
    FROM reports ORDER BY batch"""


def _one(db: duckdb.DuckDBPyConnection, statement: str) -> tuple[int, int]:
    [row] = db.execute(statement).fetchall()
    return row[0], row[1]


def _table(
    db: duckdb.DuckDBPyConnection, name: str, columns: list[tuple[str, pa.DataType]], rows: Sequence[tuple[object, ...]]
) -> None:
    held = list(zip(*rows, strict=True))
    table = pa.table(
        [pa.array(list(c), kind) for c, (_, kind) in zip(held, columns, strict=True)], names=[n for n, _ in columns]
    )
    db.register(f"{name}_given", table)
    db.execute(f"CREATE TABLE {name} AS FROM {name}_given")
    db.unregister(f"{name}_given")


def _communes(nation: Nation) -> str:
    """Some communes are twenty times as large as others; those of 2025 are three old ones together."""
    return f"""CREATE TABLE communes AS SELECT ord, place, is_new, first, last,
            exp(0.7 * normal(draw({nation.salt("size")}, ord))) * CASE WHEN is_new THEN 3 ELSE 1 END AS size,
            {LEAST_ARRIVING} + {1 - LEAST_ARRIVING} * unit(draw({nation.salt("habit")}, ord)) AS habit
        FROM found"""


def _reports(nation: Nation) -> list[str]:
    """One transaction of the ledger a day. Most reports come within three weeks, some after months, some never."""
    arrives, when, again = (nation.salt(word) for word in ("arrives", "when", "again"))
    return [
        """CREATE TABLE bounds AS
        SELECT min(last_day) AS opened, max(last_day) - min(last_day) + 30 AS closed FROM months""",
        f"""CREATE TEMP TABLE arrived AS
        SELECT ord, m, first_day, last_day, age, size, place,
            last_day - opened + 3
                + least(200, floor(-12 * ln(1 - unit(draw({when}, ord * 4096 + m)))))::INTEGER AS known
        FROM communes JOIN months ON m BETWEEN first AND last CROSS JOIN bounds
        WHERE unit(draw({arrives}, ord * 4096 + m)) < habit""",
        f"""CREATE TEMP TABLE versions AS
        WITH drawn AS (
            SELECT *, draw({again}, ord * 4096 + m) AS h FROM arrived CROSS JOIN bounds WHERE known <= closed),
        dated AS (SELECT *, CASE WHEN unit(h) < {CORRECTED} AND known + 20 + bits(h, 0) % 580 <= closed
            THEN known + 20 + bits(h, 0) % 580 END AS second FROM drawn)
        SELECT *, known AS known_from FROM
            (SELECT *, FALSE AS is_second FROM dated
            UNION ALL SELECT * REPLACE (second AS known, NULL AS second), TRUE FROM dated WHERE second IS NOT NULL)""",
        """CREATE TABLE reports AS
        SELECT ord, m, first_day, last_day, age, size, place, known_from::BIGINT AS known_from,
            second::BIGINT AS known_to, second IS NOT NULL AS is_past,
            row_number() OVER (ORDER BY known_from, ord, m) AS batch
        FROM versions ORDER BY ord, m, known_from""",
        "DROP TABLE arrived",
        "DROP TABLE versions",
    ]


def _too_many(asked: int, most: int) -> Refusal:
    return Refusal.of(
        "SYNTH-001",
        Both("--figures", "--figures"),
        read=f"{asked:,}",
        expected=f"≤ {most:,}",
        todo=Both("xin ít hơn, hoặc thêm năm", "ask for fewer, or for more years"),
        vi="một nước minh họa không có từng ấy số liệu",
        en="an invented nation does not have as many figures",
    )
