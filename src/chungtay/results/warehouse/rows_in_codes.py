"""Rows in codes, as they are laid down: those that a statement found, and those that were judged."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final, Self

import pyarrow as pa
import pyarrow.compute as pc

from chungtay.results.warehouse.columns import ABSENCES, BASES, NO_LEVEL, RARE, REGIMES, columns_of
from chungtay.results.warehouse.facts import LEVELS
from chungtay.results.warehouse.questions import Row
from chungtay.results.warehouse.sheets import JUDGED, MORE, RARE_SCHEMA
from chungtay.results.warehouse.stores import Store

_CODES: Final = ("indicator", "cell", "place", "regime", "basis", "absence", "level", "comparability")
RAW: Final = pa.schema(
    [
        *(pa.field(item.name, pa.int32() if item.name in _CODES else item.type) for item in RARE_SCHEMA),
        pa.field("group", pa.int32()),
    ]
)
"""Rows before they are put in order: codes instead of words."""


class SheetFiles:
    """Files of finished answers as they are written, each of one schema."""

    def __init__(self, folder: Path, files: Sequence[tuple[str, pa.Schema]]) -> None:
        self.folder = folder
        self._writers = [pa.ipc.new_file(str(folder / name), schema) for name, schema in files]
        self._counts = [0] * len(files)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for writer in self._writers:
            writer.close()

    def add(self, file: int, batch: pa.RecordBatch) -> int:
        """Write rows; gives the number of the batch."""
        self._writers[file].write_batch(batch)
        self._counts[file] += 1
        return self._counts[file] - 1


def in_codes(store: Store, table: pa.Table, group: pa.Array) -> pa.Table:
    """What the statement found, as RAW."""
    count = table.num_rows
    scales = store.scale_array.take(table["indicator"].combine_chunks().cast(pa.int32()))
    same: dict[str, Any] = {"told": 0, "is_open": False}
    columns = {name: table[name] for name in (*_CODES[:-1], "value", "stated", "partial", "received", "expected")}
    columns |= {"start": table["start_day"].cast(pa.int32()).cast(pa.date32())}
    columns |= {"end": table["end_day"].cast(pa.int32()).cast(pa.date32())}
    columns |= {"scale": scales, "bucket": table["bucket"], "group": group}
    if "den" in table.column_names:
        columns |= {"low": table["low"], "high": table["high"], "denominator": table["den"]}
        columns |= {"is_open": pc.fill_null(table["is_open"], False)}
        columns |= {"told": _told(table)}
    rest = {name: value for name, value in same.items() if name not in columns}
    columns |= {name: pa.repeat(pa.scalar(value, RAW.field(name).type), count) for name, value in rest.items()}
    none = {name: pa.nulls(count, RAW.field(name).type) for name in RAW.names if name not in columns}
    columns |= none
    return pa.table([columns[name].cast(RAW.field(name).type) for name in RAW.names], schema=RAW)


def row_in_codes(store: Store, row: Row) -> dict[str, Any]:
    """A judged row, as RAW has it, without its group and the number of its period."""
    found = columns_of(row)
    more = row.beside or row.apart or row.members is not None or row.also_reported is not None
    is_rare = found["is_open"] or any(found[name] is not None for name in RARE if name != "is_open")
    return found | {
        "indicator": store.indicators[row.indicator][0],
        "cell": store.cell_code(row.cell),
        "place": store.place_codes[row.place],
        "regime": None if row.period is None else REGIMES.index(row.period.regime),
        "basis": BASES.index(row.basis),
        "absence": None if row.absence is None else ABSENCES.index(row.absence),
        "level": LEVELS.index(row.level) if row.level else NO_LEVEL,
        "comparability": None,
        "told": JUDGED | (MORE if more or is_rare else 0),
    }


def _told(table: pa.Table) -> pa.ChunkedArray:
    """Of rows with sides: on a map they are the general way's; and so are bounds of denominators, always."""
    sided = pc.or_(pc.is_valid(table["low"]), pc.or_(pc.is_valid(table["den"]), pc.fill_null(table["is_open"], False)))
    loose = pc.or_(pc.is_valid(table["den_low"]), pc.fill_null(table["den_open"], False))
    return pc.add(pc.multiply(pc.cast(sided, pa.int8()), JUDGED), pc.multiply(pc.cast(loose, pa.int8()), MORE))
