"""From the rows of a workbook straight to claims, as filling a draft from it and sending that would give them.

Whole numbers in cells of numbers, which nearly all are, are read once per number and not once per cell.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from chungtay.gathering.intake.drafts.contents import BLANK, CellText, claim_of, is_answered, open_row, settled
from chungtay.gathering.intake.models import Origin
from chungtay.gathering.intake.workbooks.filling import cell_text
from chungtay.kernel.entries import Entry, entry_read
from chungtay.kernel.errors import Problem, Refusal
from chungtay.ledger.types import Claim
from chungtay.reference.forms.asking import period_asked
from chungtay.reference.forms.queries import form_items

if TYPE_CHECKING:
    from collections.abc import Sequence

    from chungtay.gathering.intake.workbooks.reading import RowRead
    from chungtay.kernel.periods import Period
    from chungtay.reference.forms.models import Form
    from chungtay.reference.forms.types import ItemFacts

_MOST_KEPT = 50_000


@dataclass(frozen=True)
class MonthRead:
    """What one period of a workbook says. `problems`: cells that cannot be read, and rows that must be answered."""

    period: Period
    claims: list[Claim]
    problems: list[Problem]
    addresses: dict[str, str]
    """The cell of each row of the form."""


class Claiming:
    """Reads the periods of many workbooks; keeps the numbers that it has read."""

    def __init__(self) -> None:
        self._numbers: dict[float, Entry] = {}
        self._asked: dict[tuple[str, Period], Period] = {}
        self._same: dict[Period, Period] = {}

    def month_read(self, form: Form, place_id: int, period: Period, rows: Sequence[RowRead]) -> MonthRead:
        """The claims of a place for a period, one for each row that is answered."""
        said = {row.key: row for row in rows}
        claims: list[Claim] = []
        problems: list[Problem] = []
        for item in form_items(form):
            row = said.get(item.key)
            if row is None or row.value is None:
                if item.must_answer:
                    problem = open_row(item)
                    problems.append(replace(problem, where=row.address) if row is not None else problem)
                continue
            try:
                claim = self._claim(item, place_id, period, row)
            except Refusal as refusal:
                problems += [replace(problem, where=row.address) for problem in refusal.problems]
                continue
            if claim is not None:
                claims.append(claim)
        return MonthRead(period, claims, problems, {key: row.address for key, row in said.items()})

    def _claim(self, item: ItemFacts, place_id: int, period: Period, row: RowRead) -> Claim | None:
        asked = self._asked_for(item.indicator, period)
        if isinstance(row.value, str):
            written = CellText(item.id, row.value, origin=Origin.WORKBOOK.value, locator=row.address)
            content, problem = settled(written, item, BLANK)
            if problem is not None:
                raise Refusal([problem])
            return claim_of(content, item, place_id, asked) if is_answered(content) else None
        assert row.value is not None
        entry = self._numbers.get(row.value) or self._number(row.value)
        return Claim(
            item.indicator, place_id, asked, entry.quantity, entry.absence, cell=item.cell, locator=row.address
        )

    def _number(self, value: float) -> Entry:
        """A number in a cell of numbers: nobody wrote it in words, so it bears none."""
        read = entry_read(cell_text(value), allows_precision=False)
        assert read.quantity is not None
        entry = Entry(replace(read.quantity, as_written=""), read.absence)
        if len(self._numbers) < _MOST_KEPT:
            self._numbers[value] = entry
        return entry

    def _asked_for(self, indicator: str, period: Period) -> Period:
        """One object for the same days everywhere: the ledger knows periods by their identity."""
        key = (indicator, period)
        if key not in self._asked:
            asked = period_asked(indicator, period)
            self._asked[key] = self._same.setdefault(asked, asked)
        return self._asked[key]
