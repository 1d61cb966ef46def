"""Columns of an answer as plain lists, without an object of Arrow's for each value: they come by the ten thousand."""

from collections.abc import Iterator, Sequence
from typing import Any, Final, Literal

import pyarrow as pa

_FORMATS: Final[dict[int, Literal["b", "h", "i", "q"]]] = {1: "b", 2: "h", 4: "i", 8: "q"}


def lists_of(table: pa.Table, names: Sequence[str]) -> Iterator[list[list[Any]]]:
    """The named columns as lists, batch by batch: words as words, days as days since 1 January 1970, yes as 1, null as
    None."""
    for batch in table.select(list(names)).to_batches():
        yield [_listed(column) for column in batch.columns]


def _listed(column: pa.Array) -> list[Any]:
    if isinstance(column, pa.DictionaryArray):
        codes = _listed(column.indices)
        words = {code: column.dictionary[code].as_py() for code in set(codes) if code is not None}
        words[None] = None
        return [words[code] for code in codes]
    if pa.types.is_boolean(column.type):
        column = column.cast(pa.int8())
    if not pa.types.is_integer(column.type) and not pa.types.is_date32(column.type):
        found: list[Any] = column.to_pylist()
        return found
    numbers = _numbers(column)
    if not column.null_count:
        return numbers
    is_null = _numbers(column.is_null().cast(pa.int8()))
    return [None if nothing else number for number, nothing in zip(numbers, is_null, strict=True)]


def _numbers(column: pa.Array) -> list[int]:
    if not len(column):
        return []
    held = memoryview(column.buffers()[1]).cast("B").cast(_FORMATS[column.type.bit_width // 8])
    found: list[int] = held[column.offset : column.offset + len(column)].tolist()
    return found
