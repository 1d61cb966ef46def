"""Writing a generation: raw claims, indicator by indicator, into the folder that `layout` describes.

Whoever has raw claims feeds a `Builder`; it holds a few indicators at a time, and DuckDB no more memory than it is
given: what does not fit goes to files beside those it writes.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from hashlib import sha256
from pathlib import Path
from typing import Any, Final, Self

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from chungtay.results.warehouse import layout
from chungtay.results.warehouse.coding import calendar, indicator_keys, indicator_table, is_village, place_table
from chungtay.results.warehouse.facts import PlaceNode, Rule, adds_up_plainly
from chungtay.results.warehouse.parquet import ALWAYS, FACT_SCHEMA, RECEIPT_SCHEMA
from chungtay.results.warehouse.pyramid import raise_pyramid
from chungtay.results.warehouse.sinks import Sink
from chungtay.results.warehouse.splitting import YEARS_SORTED, prepare, split

MEMORY: Final = "2GB"
THREADS: Final = 1
"""One core works through a build with four fifths of what two spend on it, and leaves the others to those who ask."""
AT_ONCE: Final = 1_000_000
"""Claims that are split at once, if their indicators are no larger, at some 300 bytes each: steps cost some
milliseconds however small."""
_SQL: Final = {
    pa.int8(): "TINYINT",
    pa.int32(): "INTEGER",
    pa.int64(): "BIGINT",
    pa.date32(): "DATE",
    pa.bool_(): "BOOLEAN",
    pa.decimal128(24, 6): "DECIMAL(24, 6)",
    pa.list_(pa.string()): "VARCHAR[]",
}
"""What DuckDB calls the types of FACT_SCHEMA."""
Progress = Callable[[int], None]
"""Called with the number of raw claims that are done."""

_PROVINCES = """
CREATE TEMP TABLE place AS
WITH RECURSIVE above AS (
    SELECT code, code AS held_by FROM place_arrow
    UNION ALL SELECT above.code, parent FROM above JOIN place_arrow p ON p.code = above.held_by
    WHERE p.rank <> 1 AND parent IS NOT NULL
), found AS (
    SELECT above.code, held_by FROM above JOIN place_arrow p ON p.code = held_by AND p.rank = 1
)
SELECT p.*, found.held_by AS province FROM place_arrow p LEFT JOIN found USING (code)
"""
_NODES_SORTED = f"""
COPY (SELECT {", ".join(layout.NODE_SCHEMA.names)} FROM nodes ORDER BY unit, clock, indicator, cell, place, start)
TO '$path' (FORMAT parquet, COMPRESSION zstd, PARQUET_VERSION v2, ROW_GROUP_SIZE 122880)
"""


class Builder:
    """Fills an empty folder. A context manager: leaving it closes the files; `finish` makes it whole.

    `cells` and `forms` in order of their codes; cell 0 must be '' (the whole). Codes of indicators and places are
    those of `coding`. `beyond`: places that follow them in the codes: villages, which no tree above their commune
    holds, and units that came into being since.
    """

    def __init__(
        self,
        folder: Path,
        *,
        places: Mapping[str, PlaceNode] | pa.Table,
        rules: Mapping[str, Rule],
        cells: Sequence[str],
        forms: Sequence[str] = (),
        beyond: Sequence[str] = (),
        memory: str = MEMORY,
        progress: Progress = lambda done: None,
    ) -> None:
        self.folder, self.rules, self.progress = folder, rules, progress
        self.cells, self.forms, self.beyond = cells, forms, beyond
        self.indicators = indicator_keys(rules)
        self.places = places if isinstance(places, pa.Table) else place_table(places)
        self.claims = 0
        self._held: list[pa.Table] = []
        self._held_rows = 0
        self._last = -1
        self._scales: dict[int, int] = {}
        self._open = ExitStack()
        files = ((layout.YEARS, layout.YEAR_SCHEMA), (layout.PAST, layout.PAST_SCHEMA), (layout.ODD, layout.ODD_SCHEMA))
        self._sinks = [self._open.enter_context(Sink(folder / name, schema)) for name, schema in files]
        self._db = self._open.enter_context(self._database(memory))

    def _database(self, memory: str) -> duckdb.DuckDBPyConnection:
        aside = str(self.folder / "sorting")
        db = duckdb.connect(config={"memory_limit": memory, "temp_directory": aside, "threads": THREADS})
        for name, table in (("place_arrow", self.places), ("calendar_arrow", calendar()), ("adds_arrow", self._adds())):
            db.register(name, table)
        db.execute(_PROVINCES)
        db.execute("CREATE TEMP TABLE calendar AS FROM calendar_arrow")
        db.execute("CREATE TEMP TABLE adds AS FROM adds_arrow")
        beyond = [self.places.num_rows + n for n, key in enumerate(self.beyond) if is_village(key)]
        db.register("village", pa.table({"code": pa.array(beyond, pa.int32())}))
        db.execute("CREATE TEMP TABLE leaf AS SELECT code FROM place WHERE rank = 3 UNION ALL FROM village")
        prepare(db)
        return db

    def _adds(self) -> pa.Table:
        """The indicators that may be plain."""
        rules = [
            (code, self.rules[key]) for code, key in enumerate(self.indicators) if adds_up_plainly(self.rules[key])
        ]
        return pa.table(
            {
                "code": pa.array([code for code, _ in rules], pa.int32()),
                "is_last": pa.array([rule.over_time == "last" for _, rule in rules], pa.bool_()),
                "is_ratio": pa.array([rule.over_places == "ratio" for _, rule in rules], pa.bool_()),
            }
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: Any) -> None:
        self._open.__exit__(*error)

    def add(self, claims: pa.Table) -> None:
        """Claims of one indicator after the other, in order of their codes; an indicator may come in several tables.

        Columns as FACT_SCHEMA. Columns that are missing say nothing: no bounds, no absence, rank 0, status result.
        """
        if not claims.num_rows:
            return
        first, last = claims["indicator"][0].as_py(), claims["indicator"][-1].as_py()
        if first < self._last:
            raise ValueError(f"indicator {first} after {self._last}")
        if first != self._last and self._held_rows >= AT_ONCE:
            self._flush()
        self._last = last
        self._held.append(claims)
        self._held_rows += claims.num_rows

    def _flush(self) -> None:
        if not self._held:
            return
        db = self._db
        self._feed()
        split(db)
        raise_pyramid(db)
        for sink, rows in zip(self._sinks, (YEARS_SORTED, "FROM past_row", "FROM odd_row"), strict=True):
            sink.add(db.sql(rows).to_arrow_table())
        db.execute("CREATE TEMP TABLE IF NOT EXISTS nodes AS FROM node_row LIMIT 0")
        db.execute("INSERT INTO nodes FROM node_row")
        self._scales |= dict(db.execute("SELECT indicator, scale FROM scale").fetchall())
        db.execute("DROP VIEW raw")
        db.unregister("given")
        self.claims += self._held_rows
        self._held.clear()
        self._held_rows = 0
        self.progress(self.claims)

    def _feed(self) -> None:
        """The held claims as `raw`. What none of them tells is a constant, by which nothing is worked out."""
        kept = [[item for item in FACT_SCHEMA if item.name in table.column_names] for table in self._held]
        tables = [
            table.select([item.name for item in items]).cast(pa.schema(items))
            for table, items in zip(self._held, kept, strict=True)
        ]
        given = pa.concat_tables(tables, promote_options="default")
        columns = []
        for item in FACT_SCHEMA:
            told = item.name if item.name in given.column_names else "NULL"
            told = f"coalesce({told}, 0)" if item.name in ALWAYS else told
            columns.append(f"{told}::{_SQL[item.type]} AS {item.name}")
        self._db.register("given", given)
        self._db.execute(f"CREATE TEMP VIEW raw AS SELECT {', '.join(columns)} FROM given")

    def finish(self, receipts: pa.Table, *, transaction: int) -> dict[str, Any]:
        """The rest of the files; gives the manifest. `receipts` as RECEIPT_SCHEMA."""
        self._flush()
        folder = self.folder
        counts = {name: sink.rows for name, sink in zip(("years", "past", "odd"), self._sinks, strict=True)}
        counts["nodes"] = self._write_nodes()
        self._open.close()
        pq.write_table(self.places, folder / layout.PLACES, compression="zstd")
        pq.write_table(indicator_table(self.rules, self._scales), folder / layout.INDICATORS, compression="zstd")
        pq.write_table(self._codes(), folder / layout.CODES, compression="zstd")
        receipts = receipts.cast(RECEIPT_SCHEMA).sort_by([("form", "ascending"), ("place", "ascending")])
        pq.write_table(receipts, folder / layout.RECEIPTS, compression="zstd")
        manifest = {
            "format": layout.FORMAT,
            "transaction": transaction,
            "counts": {"claims": self.claims, **counts, "receipts": receipts.num_rows},
            "places": places_digest(self.places),
            "rules": rules_digest(self.rules),
            "files": {path.name: file_facts(path) for path in sorted(folder.glob("*.parquet"))},
        }
        (folder / layout.MANIFEST).write_text(json.dumps(manifest, indent=1))
        return manifest

    def _write_nodes(self) -> int:
        path = self.folder / layout.NODES
        if not self._scales and not self.claims:
            pq.write_table(layout.NODE_SCHEMA.empty_table(), path)
            return 0
        [[count]] = self._db.execute("SELECT count(*) FROM nodes").fetchall()
        self._db.execute(_NODES_SORTED.replace("$path", str(path)))
        return int(count)

    def _codes(self) -> pa.Table:
        rows = [
            {"kind": kind, "code": code, "key": key}
            for kind, keys in (
                ("indicator", self.indicators),
                ("cell", self.cells),
                ("place", [*self.places["key"].to_pylist(), *self.beyond]),
                ("form", self.forms),
            )
            for code, key in enumerate(keys)
        ]
        return pa.Table.from_pylist(rows, layout.CODE_SCHEMA)


def file_facts(path: Path) -> dict[str, Any]:
    """Size and SHA-256 of a file, as the manifest has them."""
    with path.open("rb") as content:
        found = sha256()
        while block := content.read(1 << 20):
            found.update(block)
    return {"bytes": path.stat().st_size, "sha256": found.hexdigest()}


def places_digest(table: pa.Table) -> str:
    """A digest of PLACE_SCHEMA: what else a generation was built of. That of the last table is remembered: it is the
    same one until places come in."""
    for last, digest in _digested:
        if last is table:
            return digest
    digest = sha256(json.dumps(table.to_pydict(), ensure_ascii=False).encode()).hexdigest()
    _digested[:] = [(table, digest)]
    return digest


_digested: list[tuple[pa.Table, str]] = []


def rules_digest(rules: Mapping[str, Rule]) -> str:
    """A digest of the catalogue's rules."""
    return sha256("\n".join(map(_rule_line, sorted(rules.values(), key=_code))).encode()).hexdigest()


def _code(rule: Rule) -> str:
    return rule.code


def _rule_line(rule: Rule) -> str:
    parts = (rule.code, rule.over_places, rule.over_time, rule.leads, rule.numerator, rule.denominator)
    return " ".join((*parts, *sorted(rule.forms)))
