"""Plain counts written down at once: the line of the digest and the row of the table, without the objects between.

Nearly every figure of a routine form is an exact count, or a reason for its absence, with nothing else to be said. For
those both lines are the same but for a few fields, so they are filled into texts made once per row of the form. The
general way (`records.stored`, `claim_plain`, `canonical_json`) says what they must be; tests hold both ways to the same
bytes, and whatever is not plain goes the general way.
"""

import json
from collections.abc import Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from chungtay.kernel.absence import Absence
from chungtay.kernel.periods import Period
from chungtay.kernel.quantities import Precision, Quantity
from chungtay.kernel.text import squeeze
from chungtay.ledger.canonical import number_text
from chungtay.ledger.claims import LOCATOR_LENGTH, UNIT_LENGTH, cell_is_canonical, fits
from chungtay.ledger.types import Claim
from chungtay.reference.indicators.catalogue import catalogue, cell_problems
from chungtay.reference.indicators.queries import indicator_id

_MOST_KEPT = 50_000
_NULL = "\\N"


Common = tuple[int, str, str, str, str, str, str]
"""indicator id, cell, start, end, regime, status, unit"""


class Mould(NamedTuple):
    """What the lines of one indicator, cell, period, status and unit have in common.

    A line of the digest is absence, `b`, grain, `c`, locator, `d`, place, position, `f`, value. `f` is there twice: for
    a figure without a quantity, and for an exact one.
    """

    b: str
    c: str
    d: str
    f: tuple[str, str]
    columns: Common


Columns = tuple[int | str | None, ...]


class Drawn(NamedTuple):
    """The figures of one batch in order: their canonical lines, and their rows without the batch's id."""

    lines: list[str]
    rows: list[str] | list[Columns]


class Moulds:
    """Draws the figures of many batches about some places; not to be kept: the catalogue may be another tomorrow.

    `as_text`: rows are lines of PostgreSQL's COPY, else tuples; both in the order of the table's columns in `writing`.
    """

    def __init__(self, place_keys: dict[int, str], *, as_text: bool) -> None:
        self._places = {pk: json.dumps(key, ensure_ascii=False) for pk, key in place_keys.items()}
        self._moulds: dict[tuple[str, str, int, str, str], Mould | None] = {}
        self._periods: dict[Period, int] = {}
        self._numbered: dict[int, int] = {}
        self._alive: list[Period] = []
        self._numbers: dict[tuple[Decimal, Decimal], tuple[str, str] | None] = {}
        self._locators: dict[str, str | None] = {"": ""}
        self._row = _text if as_text else _columns

    def drawn(self, claims: Sequence[Claim]) -> Drawn | None:
        """The batch's figures, or None where one is not plain or may not stand: the general way says which."""
        lines: list[str] = []
        rows: list[Any] = []
        places, make = self._places, self._row
        for position, claim in enumerate(claims, 1):
            place, spot = places.get(claim.place_id), self._locator(claim.locator)
            mould, said = self._mould(claim), self._said(claim.quantity, claim.absence)
            if mould is None or said is None or spot is None or place is None or not _has_nothing_else(claim):
                return None
            value, grain, absence = said
            b, c, d, f, columns = mould
            if value is None:
                number, fineness, tail = "null", "null", f[0]
            else:
                number, fineness, tail = f'"{value}"', f'"{grain}"', f[1]
            lines.append(
                f'{{"absence":"{absence}{b}{fineness}{c}{spot}{d}{place},"position":{position}{tail}{number}'
                ',"value_to":null}'
            )
            rows.append(make(position, claim.place_id, value, grain, absence, claim.locator, columns))
        return Drawn(lines, rows)

    def _said(self, quantity: Quantity | None, absence: Absence | None) -> tuple[str | None, str | None, str] | None:
        if quantity is None:
            if absence is None:
                return None
            return ("0", "1", "zero") if absence is Absence.ZERO else (None, None, absence.value)
        if quantity.precision is not Precision.EXACT or quantity.as_written:
            return None
        if absence is not None and (absence is not Absence.ZERO or quantity.value):
            return None
        number = self._number(quantity)
        return None if number is None else (*number, absence.value if absence else "")

    def _number(self, quantity: Quantity) -> tuple[str, str] | None:
        if quantity.of is not None or quantity.value_to is not None:
            return None
        key = (quantity.value, quantity.grain)
        if key in self._numbers:
            return self._numbers[key]
        value, grain = number_text(quantity.value), number_text(quantity.grain)
        fine = value is not None and grain is not None and fits(quantity.value) and fits(quantity.grain)
        found = (value, grain) if fine else None
        if len(self._numbers) < _MOST_KEPT:
            self._numbers[key] = found  # type: ignore[assignment]
        return found  # type: ignore[return-value]

    def _locator(self, locator: str) -> str | None:
        if locator not in self._locators:
            fine = locator == squeeze(locator) and len(locator) <= LOCATOR_LENGTH and "\\" not in locator
            self._locators[locator] = f'"locator":{json.dumps(locator, ensure_ascii=False)},' if fine else None
        return self._locators[locator]

    def _mould(self, claim: Claim) -> Mould | None:
        period = self._numbered.get(id(claim.period)) or self._number_period(claim.period)
        key = (claim.indicator, claim.cell, period, claim.status._value_, claim.unit)
        if key not in self._moulds:
            self._moulds[key] = _mould(claim)
        return self._moulds[key]

    def _number_period(self, period: Period) -> int:
        """A number for the period, known by its identity from now on: comparing dates for each figure would cost more
        than all the rest. It is kept alive, so that no other is given the same identity meanwhile."""
        self._alive.append(period)
        number = self._periods.setdefault(period, len(self._periods) + 1)
        self._numbered[id(period)] = number
        return number


def _mould(claim: Claim) -> Mould | None:
    definition = catalogue().get(claim.indicator)
    if definition is None or not cell_is_canonical(claim.cell) or cell_problems(definition, claim.cell):
        return None
    unit, status = claim.unit, claim.status.value
    if unit != squeeze(unit) or len(unit) > UNIT_LENGTH or "\\" in unit:
        return None
    start, end, regime = claim.period.start.isoformat(), claim.period.end.isoformat(), claim.period.regime.value
    tail = (
        f'","regime":"{regime}","span":null,"start":"{start}","status":"{status}",'
        f'"unit":{json.dumps(unit, ensure_ascii=False)},"value":'
    )
    return Mould(
        b=f'","as_written":"","cell":"{claim.cell}","corrects":null,"end":"{end}","grain":',
        c=f',"indicator":"{claim.indicator}",',
        d='"members":null,"of":null,"place":',
        f=(f',"precision":"{tail}', f',"precision":"exact{tail}'),
        columns=(indicator_id(claim.indicator), claim.cell, start, end, regime, status, unit),
    )


def _has_nothing_else(claim: Claim) -> bool:
    return not claim.note and claim.members is None and claim.span is None and claim.corrects is None


def _text(
    position: int, place: int, value: str | None, grain: str | None, absence: str, locator: str, columns: Common
) -> str:
    # Nothing here holds a tab, a line's end or a backslash, which COPY would read otherwise.
    indicator, cell, start, end, regime, status, unit = columns
    if value is None:
        value, grain, precision = _NULL, _NULL, ""
    else:
        precision = "exact"
    return (
        f"{position}\t{indicator}\t{place}\t\\N\t{cell}\t{start}\t{end}\t{regime}\t{status}\t{value}\t\\N\t\\N\t"
        f"{precision}\t{grain}\t\t{absence}\t{unit}\t\\N\t\\N\t\\N\t{locator}\t"
    )


def _columns(
    position: int, place: int, value: str | None, grain: str | None, absence: str, locator: str, columns: Common
) -> Columns:
    indicator, cell, start, end, regime, status, unit = columns
    precision = "" if value is None else "exact"
    return (
        *(position, indicator, place, None, cell, start, end, regime, status, value, None, None),
        *(precision, grain, "", absence, unit, None, None, None, locator, ""),
    )
