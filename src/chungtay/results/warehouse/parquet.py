"""Claims and receipts as columns: integer codes, exact decimals, days.

`low` and `high` are null where they equal `value`, as they nearly always do; `is_open` says that there is no upper
bound.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

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
ALWAYS = ("status", "rank", "batch")
"""Columns of which each claim has a number, 0 where nothing is said."""
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


def fact_table(facts: Iterable[Fact], codes: Codes) -> pa.Table:
    """Facts as columns."""
    return _table([_fact_row(fact, codes) for fact in facts], FACT_SCHEMA)


def claims_whole(claims: pa.Table) -> pa.Table:
    """Claims of which some columns are missing with all of FACT_SCHEMA: what is missing says nothing, or 0 where there
    is always a number."""
    columns = []
    for item in FACT_SCHEMA:
        if item.name in claims.column_names:
            columns.append(claims[item.name].cast(item.type))
        elif item.name in ALWAYS:
            columns.append(pa.chunked_array([pa.repeat(pa.scalar(0, item.type), claims.num_rows)]))
        else:
            columns.append(pa.chunked_array([pa.nulls(claims.num_rows, item.type)]))
    return pa.table(columns, schema=FACT_SCHEMA)


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
