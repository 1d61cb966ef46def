"""Parquet files that grow by whole tables, in row groups of an even size however small the tables are."""

from pathlib import Path
from types import TracebackType

import pyarrow as pa
import pyarrow.parquet as pq

ROW_GROUP = 122_880
_FEW_VALUES = ("indicator", "cell", "clock", "province", "year", "mask", "unit", "rank", "regime", "status", "members")


class Sink:
    """A file being written. Left by an exception, it is closed as it is: whoever writes folders throws them away."""

    def __init__(self, path: Path, schema: pa.Schema) -> None:
        self.rows = 0
        self._schema = schema
        self._held: list[pa.Table] = []
        self._writer = pq.ParquetWriter(path, schema, **encodings(schema))

    def add(self, table: pa.Table) -> None:
        """Rows that come after all that were added before; cast to the schema of the file."""
        if not table.num_rows:
            return
        self.rows += table.num_rows
        self._held.append(table.select(self._schema.names).cast(self._schema))
        if sum(held.num_rows for held in self._held) >= ROW_GROUP:
            self._write()

    def _write(self) -> None:
        if self._held:
            self._writer.write_table(pa.concat_tables(self._held), row_group_size=ROW_GROUP)
            self._held.clear()

    def __enter__(self) -> "Sink":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        try:
            if kind is None:
                self._write()
        finally:
            self._writer.close()


def encodings(schema: pa.Schema) -> dict[str, object]:
    """How columns are laid down: a dictionary where few values repeat, differences of neighbours for other integers."""
    dictionary = [item.name for item in schema if item.name in _FEW_VALUES]
    deltas = {
        item.name: "DELTA_BINARY_PACKED"
        for item in schema
        if item.name not in dictionary and item.type in (pa.int32(), pa.int64())
    }
    return {
        "compression": "zstd",
        "version": "2.6",
        "data_page_version": "2.0",
        "use_dictionary": dictionary,
        "column_encoding": deltas,
        "write_statistics": True,
    }
