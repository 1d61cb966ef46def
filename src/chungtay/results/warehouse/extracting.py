"""The ledger as claims in the warehouse's codes, by columns. What is plain is looked up column by column; what is not,
which is rare, goes the way of single rows.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from chungtay.ledger import queries as ledger
from chungtay.reference.actors.queries import body_lines
from chungtay.reference.indicators.queries import indicator_code
from chungtay.reference.places.queries import place_keys
from chungtay.results.warehouse.building import THREADS
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
_STRETCHES = """
SELECT batch, known_from, known_to, place, line::TINYINT AS line,
    row_number() OVER (PARTITION BY batch ORDER BY known_from) AS nth
FROM batch ORDER BY nth, batch
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
        self._of_ids: dict[str, dict[int, int]] = defaultdict(dict)
        self._db = duckdb.connect(config={"threads": THREADS})

    def __enter__(self) -> "Extract":
        batches = ledger.batches_as_columns(at=self.at, of=self._of)
        self._db.execute("CREATE TABLE word (kind VARCHAR, id BIGINT, key VARCHAR, code INTEGER)")
        self._meet("form", batches["form"])
        self._meet_places(batches["place"])
        lines = body_lines(self._new("body", batches["body"])).items()
        self._words("line", [(pk, line, attestation_rank(line, about_own_place=True)) for pk, line in lines])
        self._db.register("arrived", batches)
        self._db.execute(_BATCH)
        return self

    def __exit__(self, *error: object) -> None:
        self._db.close()

    def claims(self) -> Iterator[pa.Table]:
        """All claims in order of indicator, part by part: columns of FACT_SCHEMA, of those without bounds, denominators
        and members only the ones that say something of them."""
        reader = Reader()
        for figures, others in ledger.figures_as_columns(self._of):
            if figures.num_rows:
                yield from self._plain(figures)
            if others:
                facts = reader.facts(ledger.figures_elaborate(others, at=self.at))
                yield fact_table(facts, self.codes).sort_by("indicator")

    def _plain(self, figures: pa.Table) -> Iterator[pa.Table]:
        columns = {name: figures[name] for name in ("first_day", "last_day", "value", "batch", "id")}
        self._meet("cell", figures["cell"])
        words = {"regime": REGIMES, "status": STATUSES, "absence": ABSENCES}
        for name in ("cell", *words):
            known = self.codes.by_kind["cell"] if name == "cell" else {str(key): n for n, key in enumerate(words[name])}
            columns[name] = _coded(figures[name], known)
        self._meet_places(figures["place"])
        for pk in self._new("indicator", figures["indicator"]):
            self._of_ids["indicator"][pk] = self.codes.code("indicator", indicator_code(pk))
        for name in ("indicator", "place"):
            columns[name] = _looked_up(figures[name], self._of_ids[name])
        claims = pa.table(columns).append_column("of_place", figures["place"])
        claims = claims.take(pc.sort_indices(claims["indicator"]))
        for stretches in self._stretches:
            yield _known(claims, stretches)

    @cached_property
    def _stretches(self) -> list[pa.Table]:
        """The first stretch of every batch, the second of those that have one, and so on."""
        found = self._db.sql(_STRETCHES).to_arrow_table()
        most = pc.max(found["nth"]).as_py() or 0
        return [found.filter(pc.equal(found["nth"], nth)).combine_chunks() for nth in range(1, most + 1)]

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
        codes = {pk: self.codes.code("place", key) for pk, key in keys.items()}
        self._of_ids["place"] |= codes
        self._words("place", [(pk, keys[pk], code) for pk, code in codes.items()])

    def _words(self, kind: str, rows: Sequence[tuple[int | None, str, int]]) -> None:
        ids, keys, codes = zip(*rows, strict=True) if rows else ((), (), ())
        columns = [pa.array(ids, pa.int64()), pa.array(keys, pa.string()), pa.array(codes, pa.int32())]
        self._db.register("new_words", pa.table(columns, names=["id", "key", "code"]))
        self._db.execute("INSERT INTO word SELECT $kind, id, key, code FROM new_words", {"kind": kind})


def _coded(column: pa.ChunkedArray, codes: Mapping[str, int]) -> pa.Array:
    """Words as their codes; null for what has none."""
    words = column.combine_chunks()
    return pa.array([codes.get(text) for text in words.dictionary.to_pylist()], pa.int32()).take(words.indices)


def _looked_up(column: pa.ChunkedArray, codes: Mapping[int, int]) -> pa.ChunkedArray:
    """Ids as their codes; null for what has none."""
    at = pc.index_in(column, pa.array(list(codes), pa.int64()))
    return pa.array(list(codes.values()), pa.int32()).take(at)


def _known(claims: pa.Table, stretches: pa.Table) -> pa.Table:
    """The claims of the batches that have a stretch, with what is known of it."""
    at = pc.index_in(claims["batch"], stretches["batch"])
    if at.null_count:
        claims, at = claims.filter(pc.is_valid(at)), at.drop_null()
    of_other = pc.not_equal(claims["of_place"], stretches["place"].take(at))
    rank = pc.add(stretches["line"].take(at), of_other.cast(pa.int8()))
    found = claims.drop_columns("of_place").append_column("rank", rank)
    for name in ("known_from", "known_to"):
        found = found.append_column(name, stretches[name].take(at))
    schema = pa.schema([item for item in FACT_SCHEMA if item.name in found.column_names])
    return found.select(schema.names).cast(schema)
