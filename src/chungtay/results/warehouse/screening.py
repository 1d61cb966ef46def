"""The plain monthly numbers of all communes, indicator by indicator, as arrays: for whoever looks at all of them at once.

What stands is the generation alone, without the ledger's tail: a look at millions of series is of a day and says which.
One indicator is in memory at a time. Only numbers that were stated exactly and are whole are given, and only of the
communes that are asked for; what is odd (see `layout`) is no series and is left out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from chungtay.kernel.periods import Period
from chungtay.results.warehouse.layout import MONTHS, SIDES, side_cell
from chungtay.results.warehouse.queries import standing_at
from chungtay.results.warehouse.spans import month_period
from chungtay.results.warehouse.stores import Store

Whole = NDArray[np.int64]
Mask = NDArray[np.bool_]

COMMUNE_RANK: Final = 3
_V: Final = ", ".join(f"v{i}" for i in MONTHS)
_INEXACT: Final = tuple(SIDES.index(name) + 1 for name in ("down", "up", "open"))


class Sheet(NamedTuple):
    """One series of many communes. `places`: positions among the communes asked for, each once; `values` (communes x
    months) are 0 where `stated` is not."""

    indicator: str
    cell: str
    places: Whole
    values: Whole
    stated: Mask


@dataclass(frozen=True)
class Window:
    """Months of one clock, both ends included, as numbers (12 x year + month - 1)."""

    first: int
    last: int
    clock: int = 0

    @property
    def periods(self) -> list[Period]:
        """They as periods."""
        return [month_period(self.clock, month) for month in range(self.first, self.last + 1)]

    @classmethod
    def of(cls, first: Period, last: Period) -> Window:
        """From one decree month to another."""
        return cls(*(12 * period.end.year + period.end.month - 1 for period in (first, last)))


@dataclass(frozen=True)
class Field:
    """The communes and months that are looked at, in a generation of the ledger up to `transaction`."""

    store: Store
    keys: tuple[str, ...]
    window: Window
    transaction: int

    def sheets(self, indicators: Collection[str], *, cells: bool = False) -> Iterator[Sheet]:
        """The series of indicators; with `cells` those of their breakdowns, too."""
        for code, cell in self._pairs(indicators, cells=cells):
            found = self._sheet(code, cell)
            if found is not None:
                yield found

    def rows(self, indicators: Collection[str], wanted: Sequence[int]) -> dict[int, dict[int, dict[str, int]]]:
        """Of some communes (positions) their numbers by position of the month and indicator."""
        narrow = Field(self.store, tuple(self.keys[at] for at in wanted), self.window, self.transaction)
        found: defaultdict[int, dict[int, dict[str, int]]] = defaultdict(dict)
        for sheet in narrow.sheets(indicators):
            for row, month in zip(*np.nonzero(sheet.stated), strict=True):
                of = found[wanted[int(sheet.places[row])]].setdefault(int(month), {})
                of[sheet.indicator] = int(sheet.values[row, month])
        return found

    def _pairs(self, indicators: Collection[str], *, cells: bool) -> Iterator[tuple[int, int]]:
        known = (self.store.indicators[key][0] for key in indicators if key in self.store.indicators)
        for code in sorted(known):
            pairs = self.store.pairs(code, None if cells else "")
            yield from (pair for pair in pairs if self.window.clock in self.store.shape.clocks[pair])

    def _sheet(self, code: int, cell: int) -> Sheet | None:
        store, position = self.store, self._positions()
        values, stated = self._laid(code, cell, position)
        for side in store.shape.sides.get((code, cell), ()):
            if side in _INEXACT:
                stated &= self._laid(code, side_cell(cell, side), position)[0] == 0
        one = 10 ** store.scales[code]
        if one > 1:
            stated &= values % one == 0
            values //= one
        values[~stated] = 0
        places = np.flatnonzero(stated.any(axis=1))
        if not len(places):
            return None
        if len(places) < len(values):
            values, stated = values[places], stated[places]
        return Sheet(store.indicator_keys[code], store.cell_key(cell), places, values, stated)

    def _positions(self) -> Whole:
        """By code of a place, its position; -1 for all that are not asked for."""
        found = np.full(len(self.store.place_keys), -1, dtype=np.int64)
        codes = [self.store.place_codes[key] for key in self.keys]
        found[codes] = np.arange(len(codes))
        return found

    def _laid(self, code: int, cell: int, position: Whole) -> tuple[Whole, Mask]:
        window = self.window
        years = range(window.first // 12, window.last // 12 + 1)
        # The native copy is sorted by these, so that little is read.
        text = f"""SELECT place, year, mask, {_V} FROM years WHERE indicator = ? AND cell = ? AND clock = ?
            AND year BETWEEN ? AND ? AND place < ?"""
        table = self.store.columns(text, (code, cell, window.clock, years[0], years[-1], len(position)))
        values = np.zeros((len(self.keys), len(years), 12), dtype=np.int64)
        stated = np.zeros(values.shape, dtype=np.bool_)
        for batch in table.to_batches():
            _lay(batch, position, years[0], values, stated)
        wide = slice(window.first - 12 * years[0], window.last - 12 * years[0] + 1)
        flat = (len(self.keys), 12 * len(years))
        return (
            np.ascontiguousarray(values.reshape(flat)[:, wide]),
            np.ascontiguousarray(stated.reshape(flat)[:, wide]),
        )


def _lay(batch: pa.RecordBatch, position: Whole, first: int, values: Whole, stated: Mask) -> None:
    at = position[batch["place"].to_numpy()]
    year = batch["year"].to_numpy().astype(np.int64) - first
    numbers = np.stack([batch[f"v{i}"].to_numpy() for i in MONTHS], axis=1)
    given = (batch["mask"].to_numpy()[:, None] >> np.arange(12, dtype=np.int16)) & 1 > 0
    if (at < 0).any():
        kept = at >= 0
        at, year, numbers, given = at[kept], year[kept], numbers[kept], given[kept]
    values[at, year], stated[at, year] = numbers, given


def field_of(keys: Sequence[str], window: Window) -> Field | None:
    """Some communes over some months as the latest generation holds them; None before the first generation. Communes
    that came into being since it was built are left out."""
    standing = standing_at(None)
    if standing is None:
        return None
    known = tuple(key for key in keys if key in standing.store.place_codes)
    return Field(standing.store, known, window, standing.transaction)


def communes_of(store: Store) -> tuple[str, ...]:
    """Every commune of all dates that a generation knows, by key."""
    return tuple(key for key, rank in zip(store.place_keys, store.ranks, strict=True) if rank == COMMUNE_RANK)
