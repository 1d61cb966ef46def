"""The grid that answers an exploration: heads on two sides and cells that say what they stand on. No Django here."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from chungtay.kernel.absence import Absence
from chungtay.kernel.errors import Both
from chungtay.kernel.periods import Period
from chungtay.kernel.quantities import Total
from chungtay.results.analysis.exploring.exploration import Axis, Exploration
from chungtay.results.warehouse.questions import Basis


class Kept(StrEnum):
    """Why a number is not told to this account though there is one. SMALL prints as "<5", WITHHELD as kept back."""

    SMALL = "small"
    WITHHELD = "withheld"


class Spot(NamedTuple):
    """Whose number a cell tells: what the page of its evidence is asked with, beside map and day."""

    indicator: str
    cell: str
    place: str
    period: Period


@dataclass(frozen=True, slots=True)
class Head:
    """One line or column: an indicator, a part of a breakdown, a place or a period; or several at once (`parts`).

    `key` is stable and unique on its side: an indicator's code, a cell as the catalogue writes it ('' for the whole),
    a place's key, a period as `2025-01-01/2025-12-31`. With several kinds on one side `parts` has one head for each,
    the outermost first, and kind and key are those of the innermost joined with spaces. `note` stands quietly beside.
    """

    kind: Axis
    key: str
    label: Both
    parts: tuple["Head", ...] = ()
    note: Both | None = None
    days: tuple[date, date] | None = None
    """Of a period, its first and last day."""

    def of(self, kind: Axis) -> "Head | None":
        """The head of one kind among those that this one stands for."""
        return next((head for head in (self.parts or (self,)) if head.kind is kind), None)


@dataclass(frozen=True, slots=True)
class Cell:
    """One number with what it stands on, or which kind of nothing; `text` is what is printed, in both languages.

    `total` is None where nothing stands for it and where the account may not read it (`kept`), and the bounds with it.
    `low` and `high` are those of the number that is printed (of the rate, where rates are asked for); `high` may be
    Infinity. `value` is the printed number itself. `reported` of `expected` places stated it. `estimated` is the part
    of it that is shared out from cut units, 0 to 1. `is_comparable` False: on this map its unit has no number.
    """

    total: Total | None
    absence: Absence | None
    text: Both
    reported: int = 0
    expected: int = 0
    estimated: Decimal = Decimal(0)
    basis: Basis | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    evidence: Spot | None = None
    value: Decimal | None = None
    kept: Kept | None = None
    partial: int = 0
    """Of the reporting places, those that stated only part of the period."""
    beside: Both | None = None
    """The other claim about the same thing, in words."""
    compared: Both | None = None
    """What the number is set against (a target, places like it, the year before), in words."""
    is_comparable: bool = True
    level: str = ""
    """Of the places that `reported` and `expected` count."""

    @property
    def is_complete(self) -> bool:
        """Whether every place that owed a report stated it in full."""
        return self.expected > 0 and self.reported >= self.expected and self.partial == 0

    @property
    def is_estimated(self) -> bool:
        """Whether any part of the number is shared out from cut units."""
        return self.estimated > 0

    @property
    def is_open(self) -> bool:
        """Whether the number is only known from below: "hơn 15.000"."""
        return self.high is not None and self.high.is_infinite()


@dataclass(frozen=True)
class Grid:
    """The answer of an exploration: `cells[line][column]`, a line for each of `row_heads`. `notes` say how to read it.

    `unit` is that of every cell where they have one in common.
    """

    question: Exploration
    row_heads: tuple[Head, ...]
    column_heads: tuple[Head, ...]
    cells: tuple[tuple[Cell, ...], ...]
    notes: tuple[Both, ...] = ()
    unit: Both | None = None
    transaction: int | None = field(default=None, compare=False)
    """The ledger's transaction that was the last one known."""
    fixed: tuple[Head, ...] = ()
    """The heads that are alone of their kind: what all cells have in common, for the title."""

    def head(self, kind: Axis, row: Head, column: Head) -> Head | None:
        """The head of one kind where a line and a column meet."""
        return row.of(kind) or column.of(kind)

    def each(self) -> Iterator[tuple[Head, Head, Cell]]:
        """Every cell with the heads of its line and column."""
        for row, line in zip(self.row_heads, self.cells, strict=True):
            for column, cell in zip(self.column_heads, line, strict=True):
                yield row, column, cell
