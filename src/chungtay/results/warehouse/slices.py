"""Slices of finished answers, and how their columns are read."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property, lru_cache

import pyarrow as pa
import pyarrow.compute as pc

from chungtay.kernel.periods import Period
from chungtay.kernel.quantities import Total
from chungtay.results.warehouse.columns import REGIMES, table_of
from chungtay.results.warehouse.commune_sheets import Piece
from chungtay.results.warehouse.facts import Rule
from chungtay.results.warehouse.layout import day_of
from chungtay.results.warehouse.questions import Row


class Judged:
    """Rows judged by the tree."""

    def __init__(self, rows: Sequence[Row]) -> None:
        self.rows = rows

    @cached_property
    def table(self) -> pa.Table:
        """They as TABLE."""
        return table_of(self.rows)


@dataclass(frozen=True)
class Slice:
    """The rows of one indicator: slices of `plain` and `rare`, asked periods of which there is nothing at all, on a
    map rows of periods in which something odd was said, and by commune pieces."""

    rule: Rule
    batches: tuple[pa.RecordBatch, ...]
    nothing: tuple[int, ...] = ()
    judged: tuple[Judged, ...] = ()
    pieces: tuple[Piece, ...] = ()


def exactly(number: int, scale: int) -> Total:
    """An exact number of an integer."""
    return Total(*[Decimal(number).scaleb(-scale)] * 3)


def outside_of(batch: pa.RecordBatch, numbers: Sequence[int]) -> pa.Array:
    """Which rows are about other periods."""
    return pc.invert(pc.is_in(batch.column("bucket"), pa.array(numbers, pa.int16())))


def codes_of(column: pa.ChunkedArray) -> pa.Array:
    """The codes of a column of words."""
    return pa.concat_arrays([chunk.indices for chunk in column.chunks])


def listed_of(column: pa.Array) -> list[int]:
    """The codes of words, the numbers of days, or integers."""
    if isinstance(column, pa.DictionaryArray):
        column = column.indices
    elif pa.types.is_date32(column.type):
        column = column.view(pa.int32())
    found: list[int] = column.to_pylist()
    return found


@lru_cache(maxsize=4096)
def period_of(start: int, end: int, regime: int) -> Period:
    """The period between two days."""
    return Period(day_of(start), day_of(end), REGIMES[regime])
