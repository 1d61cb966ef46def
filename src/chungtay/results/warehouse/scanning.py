"""Scans: what plain figures come to, per indicator, cell, asked period and place, from one generation.

A scan knows nothing of who owed what, of absences, or of claims that must be judged: it gives what the communes of a
place come to by their plain monthly numbers, with the fewest rows touched that will do. An asked period that is a
unit of the pyramid is read there; any other, and any past, is worked out from the months.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Final, NamedTuple, Protocol, TypedDict

import pyarrow as pa

from chungtay.results.warehouse import scan_sql
from chungtay.results.warehouse.kins import WIDEST
from chungtay.results.warehouse.layout import UNITS, side_cell
from chungtay.results.warehouse.pools import Asked, Member, Tree, pools_of
from chungtay.results.warehouse.scan_sql import Form
from chungtay.results.warehouse.sides import cell_of, of_sides, with_sides
from chungtay.results.warehouse.spans import Spans, int_table, span_tables

LEAF_RANK: Final = 3
_NARROW: Final = 1
"""Places up to this rank have nodes of every unit, those below it of whole years alone."""


class _Levels(TypedDict):
    depths: tuple[int, ...]
    living: bool
    by_level: bool


@dataclass(frozen=True)
class Places:
    """Which places are asked: those of a rank within a range of codes, or some by their codes (all of `rank`)."""

    rank: int
    low: int
    high: int
    codes: tuple[int, ...] | None = None
    living: bool = False
    """Whether only those count that are in force at the end of an asked period. Others may or may not be given."""


@dataclass(frozen=True)
class NodesAsked:
    """What plain communes come to, for series (indicator, cell), asked periods and places, as known at a transaction.

    `at` None: as it stands in the generation.
    """

    pairs: tuple[tuple[int, int], ...]
    spans: Spans
    places: Places
    at: int | None = None


class Half(NamedTuple):
    """A text with its parameters."""

    text: str
    parameters: tuple[int, ...]


@dataclass(frozen=True)
class Late:
    """Of some series, the years of which something was known at a transaction, and something changed after it."""

    pairs: tuple[tuple[int, int], ...]
    at: int


@dataclass(frozen=True)
class Statement:
    """A text with its parameters and the small tables that it reads."""

    text: str
    parameters: tuple[int, ...]
    tables: dict[str, pa.Table]
    halves: tuple[Half, ...] = ()
    """The same in two texts, the second over what the first found as `leaves`: for an engine that would else work that
    out again for every level that reads it."""
    late: Late | None = None
    """What is added up first, for the text to read as `late_sums`."""


class Scan(Protocol):
    """What can be asked of the plain figures of a generation, whichever engine reads them."""

    def nodes(self, asked: NodesAsked) -> list[pa.Table]:
        """Tables with the columns of `scan_sql.COLUMNS`, in no order; nothing where there is no number. What numbers
        are beside their values are rows of their own, under `layout.side_cell`; of those only `value` says anything."""


class Stretch(NamedTuple):
    """The first and the last transaction that changed anything of a series' year."""

    clock: int
    year: int
    kmin: int
    kmax: int


@dataclass(frozen=True, eq=False)
class Summed:
    """What is added up kin by kin: see `native`."""

    kins: Sequence[Member]
    stretches: Mapping[tuple[int, int], Sequence[Stretch]]
    """By series (indicator, cell), those of sides, too."""


@dataclass(frozen=True)
class Shape:
    """What a generation is like: which clocks a series has, and its places."""

    clocks: dict[tuple[int, int], frozenset[int]]
    tree: Tree
    sides: dict[tuple[int, int], tuple[int, ...]] = field(default_factory=dict)
    """Which sides numbers of a series have; most have none."""
    summed: Summed | None = None
    """Where months are added up already, and not all of it is asked of communes one by one."""


def statements(asked: NodesAsked, shape: Shape) -> list[Statement]:
    """The statements that together give the asked nodes; each series and period stands in one of them."""
    pairs = [pair for pair in asked.pairs if pair in shape.clocks]
    buckets = range(len(asked.spans.periods))
    found: list[Statement] = []
    above = asked.at is None and asked.places.rank < LEAF_RANK
    by_clocks: dict[frozenset[int], list[tuple[int, int]]] = {}
    for pair in pairs:
        by_clocks.setdefault(shape.clocks[pair], []).append(pair)
    rest: dict[tuple[tuple[int, ...], bool], list[tuple[int, int]]] = {}
    for clocks, of_clocks in by_clocks.items():
        units: dict[tuple[int, int], list[int]] = {}
        left = []
        for bucket in buckets:
            unit = asked.spans.unit(bucket, clocks)
            if above and unit is not None and (asked.places.rank <= _NARROW or unit.unit == UNITS[-1]):
                units.setdefault((unit.unit, unit.clock), []).append(bucket)
            elif any(asked.spans.ranges[bucket][clock] is not None for clock in clocks):
                left.append(bucket)
        told = list(with_sides(of_clocks, shape.sides))
        found += [_pyramid(asked, told, unit, clock, held) for (unit, clock), held in units.items()]
        for pair in of_clocks if left else ():
            rest.setdefault((tuple(left), _is_summed(asked, shape, pair)), []).append(pair)
    for (left_over, is_summed), of_rest in rest.items():
        sided = tuple((code, cell, side) for code, cell in of_rest for side in shape.sides.get((code, cell), ()))
        last = asked.spans.way.last
        summed = shape.summed if is_summed else None
        found.append(_live(asked, shape, of_rest, left_over, () if last else sided, summed))
        if sided and last:
            found.append(_live_sides(asked, shape, sided, left_over))
    return found


def _is_summed(asked: NodesAsked, shape: Shape, pair: tuple[int, int]) -> bool:
    """Whether the months of a series are added up kin by kin for such places and periods."""
    spans, places = asked.spans, asked.places
    is_kin = not spans.way.last and spans.once and places.rank <= WIDEST and places.codes is None
    return is_kin and shape.summed is not None and pair in shape.summed.stretches


def _live_sides(
    asked: NodesAsked, shape: Shape, sided: tuple[tuple[int, int, int], ...], buckets: tuple[int, ...]
) -> Statement:
    """The sides (indicator, cell, side) of numbers of which the last counts, as those numbers are worked out: which
    month that is, a side that is nought does not say."""
    pairs = [(code, side_cell(cell, side)) for code, cell, side in sided]
    live = _live(asked, shape, pairs, buckets, ())
    halves = tuple(half._replace(text=of_sides(half.text)) for half in live.halves)
    return replace(live, text=of_sides(live.text), halves=halves, tables=live.tables | {"sided": _sided(sided)})


@lru_cache(maxsize=256)
def _sided(sided: tuple[tuple[int, int, int], ...]) -> pa.Table:
    return int_table(("indicator", "cell", "code"), [(code, cell, side_cell(cell, side)) for code, cell, side in sided])


def _pyramid(asked: NodesAsked, pairs: list[tuple[int, int]], unit: int, clock: int, buckets: list[int]) -> Statement:
    places = asked.places
    by_level = places.codes is None
    starts = [(bucket, *found) for bucket in buckets if (found := asked.spans.units[bucket][clock]) is not None]
    low, high = _reach(pairs)
    ends = (places.rank, places.low, places.high) if by_level else ()
    tables = {"asked": _asked(tuple(pairs)), "units": _units(tuple(starts))}
    return Statement(
        scan_sql.from_pyramid(by_level=by_level),
        (unit, clock, low, high, *ends),
        tables | _wanted(places),
    )


def _live(
    asked: NodesAsked,
    shape: Shape,
    pairs: list[tuple[int, int]],
    buckets: tuple[int, ...],
    sided: tuple[tuple[int, int, int], ...],
    summed: Summed | None = None,
) -> Statement:
    places, spans = asked.places, asked.spans
    by_level = places.codes is None
    clocks = frozenset().union(*(shape.clocks[code, cell_of(cell)] for code, cell in pairs))
    pools = None
    if places.rank != LEAF_RANK:
        pools = _pools(shape.tree, places, spans, len(clocks) == 1, summed)
    small = span_tables(spans, buckets, clocks, pools.shifts if pools else (0,) * len(spans.periods))
    cells = {cell for _, cell in pairs}
    form = Form(
        last=spans.way.last,
        at=asked.at,
        once=spans.once,
        mask=small.mask,
        months=small.months,
        cell=len(cells) == 1,
        clock=len(clocks) == 1,
        sided=bool(sided),
        summed=summed is not None,
    )
    kin_reach: tuple[int, ...] = (*(cells if form.cell else ()), *_reach(pairs))
    reach = (*kin_reach, places.low, places.high) * (1 if asked.at is None else 3)
    sides = tuple((code, side_cell(cell, side)) for code, cell, side in sided)
    told = (*pairs, *(() if form.cell else sides))
    tables = {"asked": _asked(told), "spans": small.spans, "periods": small.periods, **_wanted(places)}
    if sided:
        tables["sided"] = _sided(sided)
    late = None
    if summed is not None:
        late = None if asked.at is None else Late((*pairs, *sides), asked.at)
        reach = kin_reach * (1 if late is None else 2)
    if pools is None:
        return Statement(scan_sql.communes(form, by_level=by_level), reach, tables)
    ends = (places.rank, places.low, places.high) if by_level else ()
    levels: _Levels = {"depths": pools.depths, "living": places.living, "by_level": by_level}
    ends = ends if pools.depths else ()
    tables |= {"pools": pools.table, "groups": pools.groups}
    halves = Half(scan_sql.leaves(form), reach), Half(scan_sql.above(last=form.last, **levels), ends)
    return Statement(scan_sql.live(form, **levels), reach + ends, tables, halves, late)


class _PoolTables(NamedTuple):
    table: pa.Table
    groups: pa.Table
    shifts: tuple[int, ...]
    depths: tuple[int, ...]


@lru_cache(maxsize=64)
def _pools(tree: Tree, places: Places, spans: Spans, is_one_clock: bool, summed: Summed | None) -> _PoolTables:
    reach = range(places.low, min(places.high + 1, len(tree.ranks)))
    codes = places.codes or (code for code in reach if tree.ranks[code] == places.rank)
    asked = Asked(frozenset(codes), places.living, is_one_clock)
    members = None if summed is None else summed.kins
    found = pools_of(tree, asked, reach, spans.periods, last=spans.way.last, members=members)
    return _PoolTables(
        int_table(("slot", "pool", "since", "until", "lasts"), found.rows),
        int_table(("pool", "parent", "depth", "valid_from", "valid_to"), found.groups),
        found.shifts,
        found.depths,
    )


def late_sums(late: Late, shape: Shape) -> Statement:
    """The statement of what was known of late years, in the columns of `sums`."""
    assert shape.summed is not None
    years = [
        (*pair, found.clock, found.year)
        for pair in late.pairs
        for found in shape.summed.stretches.get(pair, ())
        if found.kmin <= late.at < found.kmax
    ]
    tables = {"asked": _asked(late.pairs), "late": int_table(("indicator", "cell", "clock", "year"), years)}
    reach = (*_reach(late.pairs), 0, len(shape.tree.parents))
    return Statement(scan_sql.late_sums(late.at), reach * 3, tables)


def _reach(pairs: Sequence[tuple[int, int]]) -> tuple[int, int]:
    return min(indicator for indicator, _ in pairs), max(indicator for indicator, _ in pairs)


@lru_cache(maxsize=256)
def _asked(pairs: tuple[tuple[int, int], ...]) -> pa.Table:
    return int_table(("indicator", "cell"), pairs)


@lru_cache(maxsize=256)
def _units(starts: tuple[tuple[int, int, int, int], ...]) -> pa.Table:
    return int_table(("bucket", "unit", "clock", "start"), starts)


def _wanted(places: Places) -> dict[str, pa.Table]:
    return {} if places.codes is None else {"wanted": int_table(("place",), [(code,) for code in places.codes])}
