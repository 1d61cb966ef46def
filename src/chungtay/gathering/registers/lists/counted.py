"""What a register counts for an indicator, with the rows behind it: what a form is offered and evidence keeps."""

from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from chungtay.kernel.quantities import Quantity


class RowRef(NamedTuple):
    """A row of a register by its table, id and version. It names nobody and nothing."""

    table: str
    id: int
    version: int


@dataclass(frozen=True)
class Counted:
    """A value of an indicator, or of one cell of its breakdown, with the rows behind it.

    `members` are kind keys where the indicator is distinct: kinds are united by them, never added. `of`: where it is a
    rate, of how many the value is.
    """

    indicator: str
    value: int
    rows: tuple[RowRef, ...]
    cell: str = ""
    members: tuple[str, ...] | None = None
    of: int | None = None

    @property
    def key(self) -> str:
        """The key of the form's row that it answers."""
        return f"{self.indicator}|{self.cell}"

    @property
    def quantity(self) -> Quantity:
        """The value as a report states it."""
        return Quantity.read(self.value, of=None if self.of is None else Decimal(self.of))
