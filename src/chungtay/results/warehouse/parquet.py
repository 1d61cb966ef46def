"""The Parquet folder: what a generation or snapshot lays down, and what the DuckDB engine reads.

facts.parquet     the current rows, sorted by indicator, cell, place, period (a question about one indicator then reads
                  a few row groups); integer codes; exact decimals
history.parquet   the superseded rows, a few per cent: a question about the past costs little more than one about now
receipts.parquet  the approved batches; codes.parquet the keys behind the integer codes

`low` and `high` are null where they equal `value`, as they nearly always do; `is_open` says that there is no upper
bound. `tangled` marks a claim that shares a day with another of its series (or repeats it): only those need the
choice of `cover`, all others are added as they are.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from chungtay.kernel.absence import Absence
from chungtay.kernel.periods import Period, Regime
from chungtay.kernel.quantities import INFINITY, Total
from chungtay.results.warehouse.facts import Fact, Receipt, plain

ABSENCES = tuple(Absence)
REGIMES = tuple(Regime)
STATUSES = ("result", "target", "context")
ROW_GROUP = 122_880
_CHUNK = 50_000
_DECIMAL = pa.decimal128(24, 6)

FACT_SCHEMA = pa.schema(
    [
        ("indicator", pa.int32()),
        ("cell", pa.int32()),
        ("place", pa.int32()),
        ("first_day", pa.date32()),
        ("last_day", pa.date32()),
        ("regime", pa.int8()),
        ("status", pa.int8()),
        ("value", _DECIMAL),
        ("low", _DECIMAL),
        ("high", _DECIMAL),
        ("is_open", pa.bool_()),
        ("den_value", _DECIMAL),
        ("den_low", _DECIMAL),
        ("den_high", _DECIMAL),
        ("den_open", pa.bool_()),
        ("absence", pa.int8()),
        ("members", pa.list_(pa.string())),
        ("rank", pa.int8()),
        ("batch", pa.int64()),
        ("id", pa.int64()),
        ("with_id", pa.int64()),
        ("known_from", pa.int64()),
        ("known_to", pa.int64()),
    ]
)
RECEIPT_SCHEMA = pa.schema(
    [
        ("batch", pa.int64()),
        ("form", pa.int32()),
        ("place", pa.int32()),
        ("first_day", pa.date32()),
        ("last_day", pa.date32()),
        ("known_from", pa.int64()),
        ("known_to", pa.int64()),
    ]
)
_CODE_SCHEMA = pa.schema([("kind", pa.string()), ("code", pa.int32()), ("key", pa.string())])


@dataclass
class Codes:
    """Integer codes of indicators, cells, places and forms, given out in order of first use."""

    by_kind: dict[str, dict[str, int]] = field(
        default_factory=lambda: {"indicator": {}, "cell": {}, "place": {}, "form": {}}
    )

    def code(self, kind: str, key: str) -> int:
        """The code of a key, a new one if it has none yet."""
        codes = self.by_kind[kind]
        return codes.setdefault(key, len(codes))

    def keys(self, kind: str) -> list[str]:
        """The keys in order of their codes."""
        return list(self.by_kind[kind])

    def copy(self) -> "Codes":
        """Codes that may grow without changing these."""
        return Codes({kind: dict(codes) for kind, codes in self.by_kind.items()})

    def table(self) -> pa.Table:
        """As rows (kind, code, key)."""
        rows = [(kind, code, key) for kind, codes in self.by_kind.items() for key, code in codes.items()]
        return _table(rows, _CODE_SCHEMA)

    @classmethod
    def read(cls, folder: Path) -> "Codes":
        """The codes of a folder."""
        codes = cls()
        for row in pq.read_table(folder / "codes.parquet").to_pylist():
            codes.by_kind[row["kind"]][row["key"]] = row["code"]
        return codes


def folder_write(folder: Path, facts: Iterable[Fact], receipts: Callable[[], Iterable[Receipt]]) -> int:
    """Lay down a folder from all stretches, current and superseded; gives the number of facts. The folder must exist.

    Facts are streamed: memory holds one chunk, and DuckDB sorts with files beside them. The receipts are asked for
    when all facts have passed, because they are known from them.
    """
    codes = Codes()
    count = rows_write(folder, (fact_table(chunk, codes) for chunk in _chunks(facts)))
    pq.write_table(receipt_table(receipts(), codes), folder / "receipts.parquet", compression="zstd")
    pq.write_table(codes.table(), folder / "codes.parquet", compression="zstd")
    return count


def rows_write(folder: Path, facts: Iterable[pa.Table]) -> int:
    """The rows of a folder, current and superseded apart; gives their number."""
    raw = folder / "raw.parquet"
    count = 0
    with pq.ParquetWriter(raw, FACT_SCHEMA, compression="zstd", compression_level=1) as writer:
        for table in facts:
            writer.write_table(table)
            count += table.num_rows
    _sort(folder, raw)
    raw.unlink()
    return count


def fact_table(facts: Iterable[Fact], codes: Codes) -> pa.Table:
    """Facts as columns."""
    return _table([_fact_row(fact, codes) for fact in facts], FACT_SCHEMA)


def receipt_table(receipts: Iterable[Receipt], codes: Codes) -> pa.Table:
    """Receipts as columns."""
    rows = [
        (
            item.batch,
            codes.code("form", item.form),
            codes.code("place", item.place),
            item.period.start,
            item.period.end,
            item.known_from,
            item.known_to,
        )
        for item in receipts
    ]
    return _table(rows, RECEIPT_SCHEMA)


def fact_of(row: dict[str, Any], codes: dict[str, list[str]]) -> Fact:
    """The fact behind a row of the columns of FACT_SCHEMA; `codes` are the keys by kind."""
    members = row["members"]
    return Fact(
        id=row["id"],
        indicator=codes["indicator"][row["indicator"]],
        place=codes["place"][row["place"]],
        period=Period(row["first_day"], row["last_day"], REGIMES[row["regime"]]),
        quantity=read_total(row["value"], row["low"], row["high"], row["is_open"]),
        absence=ABSENCES[row["absence"]] if row["absence"] is not None else None,
        cell=codes["cell"][row["cell"]],
        status=STATUSES[row["status"]],
        denominator=read_total(row["den_value"], row["den_low"], row["den_high"], row["den_open"]),
        members=tuple(members) if members is not None else None,
        batch=row["batch"],
        rank=row["rank"],
        known_from=row["known_from"],
        known_to=row["known_to"],
        with_id=row["with_id"],
    )


def read_total(value: Decimal | None, low: Decimal | None, high: Decimal | None, is_open: bool | None) -> Total | None:
    """A total from its four columns; None where there is no value."""
    if value is None:
        return None
    stated = plain(value)
    upper = INFINITY if is_open else stated if high is None else plain(high)
    return Total(stated, stated if low is None else plain(low), upper)


def _total_row(item: Total | None) -> tuple[Decimal | None, Decimal | None, Decimal | None, bool | None]:
    if item is None:
        return None, None, None, None
    is_open = item.high == INFINITY
    low = None if item.low == item.value else item.low
    return item.value, low, None if is_open or item.high == item.value else item.high, is_open


def _fact_row(fact: Fact, codes: Codes) -> tuple[Any, ...]:
    return (
        codes.code("indicator", fact.indicator),
        codes.code("cell", fact.cell),
        codes.code("place", fact.place),
        fact.period.start,
        fact.period.end,
        REGIMES.index(fact.period.regime),
        STATUSES.index(fact.status),
        *_total_row(fact.quantity),
        *_total_row(fact.denominator),
        ABSENCES.index(fact.absence) if fact.absence is not None else None,
        list(fact.members) if fact.members is not None else None,
        fact.rank,
        fact.batch,
        fact.id,
        fact.with_id,
        fact.known_from,
        fact.known_to,
    )


def _table(rows: list[tuple[Any, ...]], schema: pa.Schema) -> pa.Table:
    columns: list[Any] = list(zip(*rows, strict=True)) or [[] for _ in schema]
    return pa.table([pa.array(column, item.type) for column, item in zip(columns, schema, strict=True)], schema=schema)


def _chunks(facts: Iterable[Fact]) -> Iterator[list[Fact]]:
    stream = iter(facts)
    while chunk := list(islice(stream, _CHUNK)):
        yield chunk


def _sort(folder: Path, raw: Path) -> None:
    with duckdb.connect(config={"temp_directory": str(folder / "sorting")}) as db:
        db.sql(
            f"""
            CREATE TEMP TABLE sorted AS
            SELECT *, coalesce(
                max(last_day) OVER (series ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) >= first_day
                OR lead(first_day) OVER series <= last_day, FALSE) AS tangled
            FROM read_parquet('{raw}')
            WINDOW series AS (PARTITION BY indicator, cell, place ORDER BY first_day, last_day, id, known_from)
            """
        )
        for name, condition in (("facts", "known_to IS NULL"), ("history", "known_to IS NOT NULL")):
            db.sql(
                f"""
                COPY (
                    SELECT * FROM sorted WHERE {condition}
                    ORDER BY indicator, cell, place, first_day, last_day, id, known_from
                ) TO '{folder / name}.parquet'
                (FORMAT parquet, COMPRESSION zstd, PARQUET_VERSION v2, ROW_GROUP_SIZE {ROW_GROUP})
                """
            )
