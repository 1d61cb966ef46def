"""Answers as columns: one schema, for what a statement found and for rows that were judged one by one."""

from collections.abc import Sequence
from decimal import Decimal

import pyarrow as pa

from chungtay.kernel.quantities import INFINITY
from chungtay.results.warehouse.facts import LEVELS
from chungtay.results.warehouse.questions import Row
from chungtay.results.warehouse.stores import Store
from chungtay.results.warehouse.wide import ABSENCES, BASES, REGIMES

_TEXT = pa.dictionary(pa.int32(), pa.string())
TABLE = pa.schema(
    [
        ("indicator", _TEXT),
        ("cell", _TEXT),
        ("place", _TEXT),
        ("start", pa.date32()),  # null where no claim names a period
        ("end", pa.date32()),
        ("regime", _TEXT),
        ("value", pa.int64()),  # null where there is no number
        ("scale", pa.int8()),
        ("low", pa.int64()),  # null where the number is exact
        ("high", pa.int64()),  # null where it is exact or has no upper bound
        ("is_open", pa.bool_()),
        ("denominator", pa.int64()),
        ("basis", _TEXT),
        ("absence", _TEXT),
        ("stated", pa.int32()),
        ("partial", pa.int32()),
        ("received", pa.int32()),
        ("expected", pa.int32()),
        ("level", _TEXT),
    ]
)


def _words(words: Sequence[str]) -> pa.Array:
    return pa.array(words, pa.string())


_REGIMES, _BASES, _ABSENCES, _LEVELS = _words(REGIMES), _words(BASES), _words(ABSENCES), _words(LEVELS)


def shown(store: Store, table: pa.Table) -> pa.Table:
    """The columns of a sheet with words for codes; the words are shared, only their numbers are laid down."""
    found = table.combine_chunks()

    def column(name: str) -> pa.Array:
        chunks = found[name].chunks
        return chunks[0] if chunks else pa.array([], found[name].type)

    def told(name: str, words: pa.Array) -> pa.Array:
        return pa.DictionaryArray.from_arrays(column(name).cast(pa.int32()), words)

    count = found.num_rows
    columns = {
        "indicator": told("indicator", store.words("indicator")),
        "cell": told("cell", store.words("cell")),
        "place": told("place", store.words("place")),
        "start": column("start_day").cast(pa.date32()),
        "end": column("end_day").cast(pa.date32()),
        "regime": told("regime", _REGIMES),
        "value": column("value").cast(pa.int64()),
        "scale": store.scale_array.take(column("indicator").cast(pa.int32())),
        "low": pa.nulls(count, pa.int64()),
        "high": pa.nulls(count, pa.int64()),
        "is_open": pa.array([False] * count, pa.bool_()),
        "denominator": pa.nulls(count, pa.int64()),
        "basis": told("basis", _BASES),
        "absence": told("absence", _ABSENCES),
        "level": told("level", _LEVELS),
    }
    columns |= {name: column(name).cast(pa.int32()) for name in ("stated", "partial", "received", "expected")}
    return pa.table([columns[name] for name in TABLE.names], schema=TABLE)


def table_of(rows: Sequence[Row]) -> pa.Table:
    """Rows as TABLE."""
    columns: dict[str, list[object]] = {name: [] for name in TABLE.names}
    for row in rows:
        for name, value in _columns_of(row).items():
            columns[name].append(value)
    arrays = [
        pa.array(columns[item.name], pa.string()).dictionary_encode()
        if item.type == _TEXT
        else pa.array(columns[item.name], item.type)
        for item in TABLE
    ]
    return pa.table(arrays, schema=TABLE)


def _columns_of(row: Row) -> dict[str, object]:
    total, period, under = row.total, row.period, row.denominator
    scale = max((_digits(number) for number in _numbers(row)), default=0)

    def whole(number: Decimal | None) -> int | None:
        return None if number is None or number == INFINITY else int(number.scaleb(scale))

    is_exact = total is None or total.low == total.value == total.high
    return {
        "indicator": row.indicator,
        "cell": row.cell,
        "place": row.place,
        "start": period and period.start,
        "end": period and period.end,
        "regime": period and period.regime.value,
        "value": None if total is None else whole(total.value),
        "scale": scale,
        "low": None if is_exact or total is None else whole(total.low),
        "high": None if is_exact or total is None else whole(total.high),
        "is_open": total is not None and total.high == INFINITY,
        "denominator": whole(under.value) if under is not None else None,
        "basis": row.basis.value,
        "absence": row.absence and row.absence.value,
        "stated": row.stated,
        "partial": row.partial,
        "received": row.received,
        "expected": row.expected,
        "level": row.level,
    }


def _numbers(row: Row) -> list[Decimal]:
    totals = [total for total in (row.total, row.denominator) if total is not None]
    return [number for total in totals for number in (total.value, total.low, total.high) if number.is_finite()]


def _digits(number: Decimal) -> int:
    """How many digits follow the point."""
    return max(0, -int(number.normalize().as_tuple().exponent))
