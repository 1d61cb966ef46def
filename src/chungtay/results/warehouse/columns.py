"""Rows of an answer as columns: numbers as integers, words once, and their numbers in the rows."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, Final, Protocol

import pyarrow as pa
import pyarrow.compute as pc

from chungtay.kernel.absence import Absence
from chungtay.kernel.periods import Regime
from chungtay.kernel.quantities import INFINITY
from chungtay.results.warehouse.apportion import MILLION, Comparability
from chungtay.results.warehouse.facts import LEVELS
from chungtay.results.warehouse.questions import Basis, Row

REGIMES: Final = tuple(Regime)
ABSENCES: Final = tuple(Absence)
BASES: Final = tuple(Basis)
"""Codes are positions."""
_FEW: Final = pa.dictionary(pa.int8(), pa.string())
_SOME: Final = pa.dictionary(pa.int16(), pa.string())
_MANY: Final = pa.dictionary(pa.int32(), pa.string())
TABLE: Final = pa.schema(
    [
        ("indicator", _SOME),
        ("cell", _SOME),
        ("place", _MANY),
        ("start", pa.date32()),  # null where no claim names a period
        ("end", pa.date32()),
        ("regime", _FEW),
        ("value", pa.int64()),  # null where there is no number
        ("scale", pa.int8()),
        ("low", pa.int64()),  # null where the number is exact
        ("high", pa.int64()),  # null where it is exact or has no upper bound
        ("is_open", pa.bool_()),
        ("denominator", pa.int64()),
        ("basis", _FEW),
        ("absence", _FEW),
        ("stated", pa.int32()),
        ("partial", pa.int32()),
        ("received", pa.int32()),
        ("expected", pa.int32()),
        ("level", _FEW),
        ("estimated_share", pa.int32()),  # millionths; null as was, and where there is no number on the map
        ("comparability", _FEW),  # null as was
    ]
)
"""Numbers are times 10 to the power of `scale`. What stands beside a row, apart from it or in its sets is not here."""
RARE: Final = ("low", "high", "is_open", "denominator", "estimated_share", "comparability")
"""Columns that say nothing of most rows."""
_LEVELS: Final = (*LEVELS, "", "group")
WORDS: Final = {
    "regime": pa.array(REGIMES, pa.string()),
    "basis": pa.array(BASES, pa.string()),
    "absence": pa.array(ABSENCES, pa.string()),
    "level": pa.array(_LEVELS, pa.string()),
    "comparability": pa.array(tuple(Comparability), pa.string()),
}
NO_LEVEL: Final = _LEVELS.index("")
"""The code of the level where nobody owed anything or stated it."""


class Words(Protocol):
    """Who knows the keys of the codes."""

    scale_array: pa.Array

    def words(self, kind: str) -> pa.Array:
        """The keys of indicators, cells or places in order of their codes."""


def nothing_rare(count: int) -> dict[str, pa.Array]:
    """The rare columns of rows of which they say nothing."""
    if len(_nothing["low"]) < count:
        _nothing.update(_nothing_of(2 * count))
    return {name: column.slice(0, count) for name, column in _nothing.items()}


def _nothing_of(count: int) -> dict[str, pa.Array]:
    found = {name: pa.nulls(count, TABLE.field(name).type) for name in RARE}
    return found | {"is_open": pa.array([False], pa.bool_()).take(pa.repeat(pa.scalar(0), count))}


_nothing: Final[dict[str, pa.Array]] = _nothing_of(1024)
"""Some rows of nothing, of which any number is a part."""


def shown(store: Words, table: pa.Table) -> pa.Table:
    """The columns of `wide.put_together` as TABLE; words are shared, only their numbers are laid down."""
    found = table.combine_chunks()

    def column(name: str) -> pa.Array:
        chunks = found[name].chunks
        return chunks[0] if chunks else pa.array([], found[name].type)

    columns = {name: told(column(name), store.words(name), name) for name in ("indicator", "cell", "place")}
    columns |= {name: told(column(name), WORDS[name], name) for name in ("regime", "basis", "absence", "level")}
    columns |= {
        "start": column("start_day").cast(pa.date32()),
        "end": column("end_day").cast(pa.date32()),
        "value": column("value").cast(pa.int64()),
        "scale": store.scale_array.take(column("indicator").cast(pa.int32())),
    }
    columns |= {name: column(name).cast(pa.int32()) for name in ("stated", "partial", "received", "expected")}
    columns |= nothing_rare(found.num_rows)
    if "den" in found.column_names:
        columns |= {name: column(name).cast(pa.int64()) for name in ("low", "high")}
        columns |= {"is_open": column("is_open").fill_null(False), "denominator": column("den").cast(pa.int64())}
    if "kind" in found.column_names:
        columns["comparability"] = told(column("kind"), WORDS["comparability"], "comparability")
        columns["estimated_share"] = column("share").cast(pa.int32())
        columns["scale"] = pc.add(columns["scale"], column("finer").cast(pa.int8()))
    return pa.table([columns[name] for name in TABLE.names], schema=TABLE)


def told(codes: pa.Array, words: pa.Array, name: str) -> pa.Array:
    """Codes of a column of TABLE with the words that they stand for."""
    return pa.DictionaryArray.from_arrays(codes.cast(TABLE.field(name).type.index_type), words)


def table_of(rows: Sequence[Row]) -> pa.Table:
    """Rows as TABLE."""
    columns: dict[str, list[object]] = {name: [] for name in TABLE.names}
    for row in rows:
        for name, value in columns_of(row).items():
            columns[name].append(value)
    arrays = []
    for item in TABLE:
        if pa.types.is_dictionary(item.type):
            arrays.append(pa.array(columns[item.name], pa.string()).dictionary_encode().cast(item.type))
        else:
            arrays.append(pa.array(columns[item.name], item.type))
    return pa.table(arrays, schema=TABLE)


def columns_of(row: Row) -> dict[str, Any]:
    """The columns of one row."""
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
        "estimated_share": None if row.estimated_share is None else int(row.estimated_share * MILLION),
        "comparability": row.comparability and row.comparability.value,
    }


def _numbers(row: Row) -> list[Decimal]:
    totals = [total for total in (row.total, row.denominator) if total is not None]
    return [number for total in totals for number in (total.value, total.low, total.high) if number.is_finite()]


def _digits(number: Decimal) -> int:
    """How many digits follow the point."""
    return max(0, -int(number.normalize().as_tuple().exponent))
