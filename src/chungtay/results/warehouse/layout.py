"""The layout of a generation's folder, format 3: what is plain in one row per series and year, what is odd apart.

A series is (indicator, cell, place). It is plain where every number it ever had is a result about one commune or
village and one month (of what stands: one month's last day) of one and the same clock, of an indicator that is summed
over places or a ratio whose denominators are told: then its twelve months stand in one row of `years`, and
sums of them in `nodes`. Everything else stands in `odd`, row by row, and is judged one by one. Nearly all
figures are plain; nearly all questions about them are answered from `nodes`.

A number is more than its value where it is not exact, or a ratio. What it is beside its value are its SIDES: how far
its bounds lie below and above, whether it has no upper bound (1), and the same of its denominator. They add up as
values do, so they stand in the same files as rows of their own, under the cell `side_cell(cell, side)`; only where
they are not nought: in `years` for whole years, with the months, days of knowledge and clock of the row that they
belong to; in `past` for one month; in `nodes` for one node, without its counts. Readers who know nothing of sides keep
to cells below SIDE_ROOM. The figures of a row of denominators are those that a computed ratio took them from.

Villages have codes of their own, which follow those of PLACES, and no nodes: no total above a commune holds them.

Lists of distinct things are odd rows, too, but united in columns where they stand alone: see `sets`.

Where a number is claimed twice for one month (police and Front), `years` and `past` hold the claim that leads; the
other stands in `odd`, marked `beside`.

Numbers are integers: a value times 10 to the power of its indicator's `scale`, so that sums are exact on every engine
and in any order. Days are days since 1 January 1970. A month is 12 × year + month − 1 on its clock. Transactions are
numbers of the ledger. Place codes follow the tree of all dates depth first: a territory is [code, span_end].
"""

from datetime import date, timedelta
from typing import Final

import pyarrow as pa

from chungtay.kernel.periods import Regime
from chungtay.results.warehouse.parquet import FACT_SCHEMA

FORMAT: Final = 3
READABLE: Final = (2, FORMAT)
"""Format 2 is one without sides: what has them is odd there."""
SIDES: Final = ("down", "up", "open", "den", "den_down", "den_up", "den_open")
"""Side 1 is the first. `down` is value − low, `up` high − value (0 where open), of the number and its denominator."""
SIDE_ROOM: Final = 4096
"""Cells with codes beyond have no sides: what needs them is odd there. Seven sides fill two bytes."""
DENOMINATOR: Final = SIDES.index("den") + 1
CLOCKS: Final = (Regime.DECREE_MONTH, Regime.CALENDAR_MONTH, Regime.DAY, Regime.DAY)
"""The regime of a clock's periods; its number is its position. Forms ask for what stands on one day: the last day of a
decree month (clock 2) or of a calendar month (clock 3). Such a day is the month's one number; what is summed over time
has no such clocks."""
MONTH_CLOCKS: Final = 2
"""The clocks of whole months come first."""
MONTHS: Final = range(12)
UNITS: Final = (1, 3, 6, 12)
"""Months in a node's period. Places below the province have nodes of whole years alone."""
LEAF: Final = "commune"
_EPOCH: Final = date(1970, 1, 1)

MANIFEST, CACHE = "manifest.json", "cache.duckdb"
PLACES, INDICATORS, CODES = "places.parquet", "indicators.parquet", "codes.parquet"
YEARS, PAST, NODES, ODD, RECEIPTS = "years.parquet", "past.parquet", "nodes.parquet", "odd.parquet", "receipts.parquet"

PLACE_SCHEMA = pa.schema(
    [
        ("code", pa.int32()),
        ("key", pa.string()),
        ("rank", pa.int8()),  # 0 country, 1 province, 2 district, 3 commune, 4 village
        ("parent", pa.int32()),  # null for the country
        ("depth", pa.int8()),
        ("span_end", pa.int32()),  # the last code at or under it
        ("valid_from", pa.int32()),  # null: since ever
        ("valid_to", pa.int32()),  # null: still in force
    ]
)
INDICATOR_SCHEMA = pa.schema(
    [
        ("code", pa.int16()),
        ("key", pa.string()),
        ("scale", pa.int8()),
        ("over_places", pa.string()),
        ("over_time", pa.string()),
    ]
)
CODE_SCHEMA = pa.schema(
    [("kind", pa.string()), ("code", pa.int32()), ("key", pa.string())]
)  # kinds: indicator, cell, place, form

_SERIES = [("indicator", pa.int16()), ("cell", pa.int16()), ("place", pa.int32()), ("clock", pa.int8())]

YEAR_SCHEMA = pa.schema(
    [
        *_SERIES,
        ("province", pa.int32()),  # the nearest place of level province above it
        ("year", pa.int16()),
        ("mask", pa.int16()),  # bit i: month i (0 is the first) has a number
        ("value", pa.int64()),  # the sum of its months
        ("last", pa.int64()),  # the number of its latest month
        *((f"v{i}", pa.int64()) for i in MONTHS),  # 0 where there is none
        ("kmin", pa.int32()),  # the first transaction at which the row said anything
        ("kmax", pa.int32()),  # the last transaction that changed it, superseded numbers counted
        *((f"k{i}", pa.int32()) for i in MONTHS),  # since when the number of the month is known; 0 where there is none
        *((f"id{i}", pa.int64()) for i in MONTHS),  # its figure in the ledger; 0 where there is none
    ]
)
"""Sorted by indicator, cell, place, clock, year. A year of which nothing counts any more has no row: only its past."""

PAST_SCHEMA = pa.schema(
    [
        *_SERIES,
        ("month", pa.int32()),
        ("value", pa.int64()),
        ("id", pa.int64()),
        ("known_from", pa.int32()),
        ("known_to", pa.int32()),
    ]
)
"""Numbers of plain series that no longer lead: known at transactions from `known_from` up to, not at, `known_to`."""

NODE_SCHEMA = pa.schema(
    [
        ("unit", pa.int8()),
        ("clock", pa.int8()),
        ("indicator", pa.int16()),
        ("cell", pa.int16()),
        ("place", pa.int32()),
        ("rank", pa.int8()),
        ("start", pa.int32()),  # the first month of the period
        ("value", pa.int64()),
        ("positive", pa.int32()),  # communes whose value is above zero
        ("stated", pa.int32()),  # communes with a number
        ("partial", pa.int32()),  # of those, communes whose months do not fill the period as long as they existed in it
        ("claims", pa.int64()),
        ("first_day", pa.int32()),  # null in rows of sides, whose counts are nought
        ("last_day", pa.int32()),
    ]
)
"""Sorted by unit, clock, indicator, cell, place, start."""

ODD_SCHEMA = pa.schema([*FACT_SCHEMA, ("beside", pa.bool_())])
"""Sorted by indicator, cell, place, first day. Current and superseded together; exact decimals.

A `beside` row is known only from and to the transactions between which another claim of its plain month leads: its
figure may lead before or after, and stands in `years` or `past` for that time.
"""


def side_cell(cell: int, side: int) -> int:
    """The code under which a side of a cell stands; side 0 is the value itself."""
    return side * SIDE_ROOM + cell


def day_number(day: date) -> int:
    """Days since 1 January 1970."""
    return (day - _EPOCH).days


def day_of(number: int) -> date:
    """The day of a number."""
    return _EPOCH + timedelta(days=number)
