"""The ledger as claims in the warehouse's codes, by columns. What is plain takes one join; the rest, which is rare, the
way of single rows.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from typing import Any

import duckdb
import pyarrow as pa

from chungtay.ledger import queries as ledger
from chungtay.reference.actors.queries import bodies_by_id
from chungtay.reference.indicators.queries import indicator_code
from chungtay.reference.places.queries import place_keys
from chungtay.results.warehouse.facts import attestation_rank
from chungtay.results.warehouse.loading import Reader
from chungtay.results.warehouse.parquet import (
    ABSENCES,
    FACT_SCHEMA,
    RECEIPT_SCHEMA,
    REGIMES,
    STATUSES,
    Codes,
    fact_table,
)

_BATCH = """
CREATE TABLE batch AS
SELECT arrived.*, line.code AS line FROM arrived JOIN word line ON line.kind = 'line' AND line.id = body
"""
_PLAIN = """
SELECT i.code AS indicator, c.code AS cell, p.code AS place, figure.first_day, figure.last_day, r.code AS regime,
    s.code AS status, value, NULL AS low, NULL AS high, CASE WHEN value IS NOT NULL THEN FALSE END AS is_open,
    NULL AS den_value, NULL AS den_low, NULL AS den_high, NULL AS den_open, a.code AS absence, NULL AS members,
    line + CASE WHEN batch.place = figure.place THEN 0 ELSE 1 END AS rank, figure.batch, figure.id, NULL AS with_id,
    known_from, known_to
FROM figure JOIN batch ON batch.batch = figure.batch
    JOIN word i ON i.kind = 'indicator' AND i.id = figure.indicator
    JOIN word p ON p.kind = 'place' AND p.id = figure.place
    JOIN word c ON c.kind = 'cell' AND c.key = figure.cell
    JOIN word r ON r.kind = 'regime' AND r.key = figure.regime
    JOIN word s ON s.kind = 'status' AND s.key = figure.status
    LEFT JOIN word a ON a.kind = 'absence' AND a.key = figure.absence
ORDER BY i.code
"""
_RECEIPTS = """
SELECT batch, f.code AS form, p.code AS place, first_day, last_day, known_from, known_to
FROM batch JOIN word p ON p.kind = 'place' AND p.id = batch.place JOIN word f ON f.kind = 'form' AND f.key = batch.form
WHERE figures > 0 ORDER BY form, place, batch, known_from
"""


class Extract:
    """The ledger at one transaction, or some of its batches. `codes` must hold all indicators and places; cells and
    forms are added to it."""

    def __init__(self, *, at: int, codes: Codes, of: Collection[int] | None = None) -> None:
        self.at, self.codes, self._of = at, codes, of
        self._met: dict[str, set[object]] = defaultdict(set)
        self._db = duckdb.connect()

    def __enter__(self) -> "Extract":
        batches = ledger.batches_as_columns(at=self.at, of=self._of)
        self._db.execute("CREATE TABLE word (kind VARCHAR, id BIGINT, key VARCHAR, code INTEGER)")
        for kind, keys in (("regime", REGIMES), ("status", STATUSES), ("absence", ABSENCES)):
            self._words(kind, [(None, str(key), code) for code, key in enumerate(keys)])
        self._meet("form", batches["form"])
        self._meet_places(batches["place"])
        lines = {pk: body.line for pk, body in bodies_by_id(self._new("body", batches["body"])).items()}
        self._words("line", [(pk, line, attestation_rank(line, about_own_place=True)) for pk, line in lines.items()])
        self._db.register("arrived", batches)
        self._db.execute(_BATCH)
        return self

    def __exit__(self, *error: object) -> None:
        self._db.close()

    def plain(self) -> Iterator[pa.Table]:
        """Claims without bounds, denominators and members, as FACT_SCHEMA in order of indicator, part by part."""
        for figures in ledger.figures_as_columns(self._of):
            self._meet("cell", figures["cell"])
            self._meet_places(figures["place"])
            keys = {pk: indicator_code(pk) for pk in self._new("indicator", figures["indicator"])}
            self._words("indicator", [(pk, key, self.codes.code("indicator", key)) for pk, key in keys.items()])
            self._db.register("figure", figures)
            yield self._db.sql(_PLAIN).to_arrow_table().cast(FACT_SCHEMA)

    def elaborate(self) -> Iterator[pa.Table]:
        """All others, likewise."""
        reader = Reader()
        for ids in ledger.figures_not_plain(self._of):
            facts = reader.facts(ledger.figures_elaborate(ids, at=self.at))
            yield fact_table(facts, self.codes).sort_by("indicator")

    def receipts(self) -> pa.Table:
        """The batches that counted with at least one figure, as RECEIPT_SCHEMA."""
        return self._db.sql(_RECEIPTS).to_arrow_table().cast(RECEIPT_SCHEMA)

    def _new(self, kind: str, column: pa.ChunkedArray) -> list[Any]:
        """What was not met in such a column before."""
        found = set(column.unique().to_pylist()) - self._met[kind]
        self._met[kind] |= found
        return sorted(found)

    def _meet(self, kind: str, column: pa.ChunkedArray) -> None:
        self._words(kind, [(None, text, self.codes.code(kind, text)) for text in self._new(kind, column)])

    def _meet_places(self, column: pa.ChunkedArray) -> None:
        keys = place_keys(self._new("place", column))
        self._words("place", [(pk, key, self.codes.code("place", key)) for pk, key in keys.items()])

    def _words(self, kind: str, rows: Sequence[tuple[int | None, str, int]]) -> None:
        ids, keys, codes = zip(*rows, strict=True) if rows else ((), (), ())
        columns = [pa.array(ids, pa.int64()), pa.array(keys, pa.string()), pa.array(codes, pa.int32())]
        self._db.register("new_words", pa.table(columns, names=["id", "key", "code"]))
        self._db.execute("INSERT INTO word SELECT $kind, id, key, code FROM new_words", {"kind": kind})
