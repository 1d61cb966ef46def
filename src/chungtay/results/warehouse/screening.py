"""The plain monthly numbers of all communes, indicator by indicator, as arrays: for whoever looks at them all at once.

What stands is the generation alone, without the ledger's tail: a look at millions of series is of a day and says which.
One indicator is in memory at a time. Only numbers that were stated exactly and are whole are given, and only of the
communes that are asked for; what is odd (see `layout`) is no series and is left out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
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
_BITS: Final = (1 << np.arange(12)).astype(np.int16)
_INEXACT: Final = tuple(SIDES.index(name) + 1 for name in ("down", "up", "open"))


class Sheet(NamedTuple):
    """One series of many communes. `places`: positions among the communes asked for, each once; `values` (communes x
    months) are 0 where `stated` is not."""

    indicator: str
    cell: str
    places: Whole
    values: Whole
    stated: Mask


class _Rows(NamedTuple):
    """Years of one series: positions of their places, numbers of the year from the first, months, what they hold."""

    at: Whole
    year: Whole
    numbers: Whole
    mask: NDArray[np.int16]


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
        found = numbers_of(narrow.sheets(indicators), range(len(wanted)))
        return {wanted[at]: rows for at, rows in found.items()}

    def _pairs(self, indicators: Collection[str], *, cells: bool) -> Iterator[tuple[int, int]]:
        known = (self.store.indicators[key][0] for key in indicators if key in self.store.indicators)
        for code in sorted(known):
            pairs = self.store.pairs(code, None if cells else "")
            yield from (pair for pair in pairs if self.window.clock in self.store.shape.clocks[pair])

    def _sheet(self, code: int, cell: int) -> Sheet | None:
        store = self.store
        rows = self._rows(code, cell)
        places = np.unique(rows.at)
        values, stated = self._laid(rows, places)
        for side in store.shape.sides.get((code, cell), ()):
            if side in _INEXACT:
                stated &= self._laid(self._rows(code, side_cell(cell, side)), places)[0] == 0
        one = 10 ** store.scales[code]
        if one > 1:
            stated &= values % one == 0
            values //= one
        values[~stated] = 0
        kept = stated.any(axis=1)
        if not kept.all():
            places, values, stated = places[kept], values[kept], stated[kept]
        return Sheet(store.indicator_keys[code], store.cell_key(cell), places, values, stated) if len(places) else None

    def _positions(self) -> Whole:
        """By code of a place, its position; -1 for all that are not asked for."""
        found = np.full(len(self.store.place_keys), -1, dtype=np.int64)
        codes = [self.store.place_codes[key] for key in self.keys]
        found[codes] = np.arange(len(codes))
        return found

    def _rows(self, code: int, cell: int) -> _Rows:
        window, position = self.window, self._positions()
        first = window.first // 12
        # The native copy is sorted by these, so that little is read.
        text = f"""SELECT place, year, mask, {_V} FROM years WHERE indicator = ? AND cell = ? AND clock = ?
            AND year BETWEEN ? AND ? AND place < ?"""
        limits = (first, window.last // 12, len(position))
        table = self.store.columns(text, (code, cell, window.clock, *limits)).combine_chunks()
        at = position[table["place"].to_numpy()]
        year = table["year"].to_numpy().astype(np.int64) - first
        numbers = np.stack([table[f"v{i}"].to_numpy() for i in MONTHS], axis=1)
        found = _Rows(at, year, numbers, table["mask"].to_numpy())
        return found if (at >= 0).all() else _Rows(*(column[at >= 0] for column in found))

    def _laid(self, rows: _Rows, places: Whole) -> tuple[Whole, Mask]:
        """Numbers of some places by month; of others there are none. 0 and False where a month has none."""
        window = self.window
        years = window.last // 12 - window.first // 12 + 1
        values = np.zeros((len(places), years, 12), dtype=np.int64)
        stated = np.zeros(values.shape, dtype=np.bool_)
        line = np.full(len(self.keys), -1, dtype=np.int64)
        line[places] = np.arange(len(places))
        at = line[rows.at]
        kept = slice(None) if (at >= 0).all() else at >= 0
        values[at[kept], rows.year[kept]] = rows.numbers[kept]
        stated[at[kept], rows.year[kept]] = (rows.mask[kept, None] & _BITS) > 0
        begin = window.first % 12
        wide = slice(begin, begin + window.last - window.first + 1)
        flat = (len(places), 12 * years)
        return (
            np.ascontiguousarray(values.reshape(flat)[:, wide]),
            np.ascontiguousarray(stated.reshape(flat)[:, wide]),
        )


def field_of(keys: Sequence[str], window: Window) -> Field | None:
    """Some communes over some months as the latest generation holds them; None before the first generation. Communes
    that came into being since it was built are left out."""
    standing = standing_at(None)
    if standing is None:
        return None
    known = tuple(key for key in keys if key in standing.store.place_codes)
    return Field(standing.store, known, window, standing.transaction)


def sheets_of(table: pa.Table, keys: Sequence[str], periods: Sequence[Period]) -> Iterator[Sheet]:
    """The columns of an answer (`columns.TABLE`, wholes of months by commune) as sheets of these communes and periods:
    what the ledger says now, the tail among it."""
    exact = pc.and_(pc.is_valid(table["value"]), pc.is_null(table["low"]))
    table = table.filter(pc.and_(exact, pc.invert(pc.fill_null(table["is_open"], False))))
    position = {key: at for at, key in enumerate(keys)}
    starts = {period.start: at for at, period in enumerate(periods)}
    columns = table.unify_dictionaries().combine_chunks()
    place, indicator = (columns[name].combine_chunks() for name in ("place", "indicator"))
    codes = np.array([position.get(key, -1) for key in place.dictionary.to_pylist()] or [-1])
    at = codes[place.indices.to_numpy()]
    days = columns["start"].combine_chunks()
    month = np.array([starts.get(day, -1) for day in days.to_pylist()], dtype=np.int64)
    scale = 10 ** columns["scale"].to_numpy().astype(np.int64)
    number = columns["value"].to_numpy()
    kept = (at >= 0) & (month >= 0) & (number % scale == 0)
    of = indicator.indices.to_numpy()
    for code, key in enumerate(indicator.dictionary.to_pylist()):
        some = np.flatnonzero(kept & (of == code))
        places, line = np.unique(at[some], return_inverse=True)
        if not len(places):
            continue
        values = np.zeros((len(places), len(periods)), dtype=np.int64)
        stated = np.zeros(values.shape, dtype=np.bool_)
        values[line, month[some]] = number[some] // scale[some]
        stated[line, month[some]] = True
        yield Sheet(key, "", places, values, stated)


def numbers_of(sheets: Iterable[Sheet], wanted: Collection[int]) -> dict[int, dict[int, dict[str, int]]]:
    """Of some communes (positions) their numbers by position of the month and indicator."""
    found: defaultdict[int, dict[int, dict[str, int]]] = defaultdict(dict)
    for sheet in sheets:
        for row in np.flatnonzero(np.isin(sheet.places, list(wanted))):
            of = found[int(sheet.places[row])]
            for month in np.flatnonzero(sheet.stated[row]):
                of.setdefault(int(month), {})[sheet.indicator] = int(sheet.values[row, month])
    return found


def communes_of(store: Store) -> tuple[str, ...]:
    """Every commune of all dates that a generation knows, by key."""
    return tuple(key for key, rank in zip(store.place_keys, store.ranks, strict=True) if rank == COMMUNE_RANK)
