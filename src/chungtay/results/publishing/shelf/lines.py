"""One answer of the warehouse as the public may read it: rounded, hidden, or the words of its absence.

The rules are data of the catalogue (statistical methods 6.1), applied by the same function as in reviews, so that one
count is one text wherever it is public. What a rule leaves out altogether is told beforehand (`terms.py`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Literal, NamedTuple

from chungtay.kernel.absence import LABELS
from chungtay.kernel.periods import Period
from chungtay.kernel.quantities import Total
from chungtay.ledger.types import cell_parts
from chungtay.reference.indicators.catalogue import Definition, Member, dimensions
from chungtay.results.publishing.disclosure import disclosed_value
from chungtay.results.publishing.shelf.terms import LEAST_DAYS
from chungtay.results.reviews.showing import plain_number, shown
from chungtay.results.warehouse.questions import Row

Hidden = Literal["", "threshold", "complement", "floor"]
KEPT = ("Không công bố", "Not published")
"""A count that would give a small one away, or that is about too short a time."""
APART = ("Có số riêng từng nơi, không cộng được", "Told place by place, not to be added")
OTHER = "other"


class Printed(NamedTuple):
    """A place as it is printed."""

    code: str
    vintage: str
    level: str
    name: str


class Key(NamedTuple):
    """What a public figure is about."""

    indicator: str
    cell: str
    code: str
    vintage: str
    start: str
    end: str


@dataclass(frozen=True, slots=True)
class Line:
    """One public figure before it stands on the shelf; fields as `models.PublicFigure`."""

    indicator: str
    cell: str
    place: Printed
    period: Period
    shown: tuple[str, str]
    low: str = ""
    high: str = ""
    precision: str = ""
    absence: str = ""
    hidden: Hidden = ""
    rounded_to: int | None = None
    reported: int = 0
    expected: int = 0
    estimated_share: str = ""

    @property
    def key(self) -> Key:
        """What it is about."""
        start, end = self.period.start.isoformat(), self.period.end.isoformat()
        return Key(self.indicator, self.cell, self.place.code, self.place.vintage, start, end)

    def kept(self) -> Line:
        """The same, not told, because another would be known by it."""
        return replace(
            self, shown=KEPT, low="", high="", precision="", absence="", hidden="complement", rounded_to=None
        )

    def told(self) -> dict[str, Any]:
        """All that is public of it, as texts and whole numbers: what its leaf of the log says."""
        return {
            "absence": self.absence,
            "cell": self.cell,
            "end": self.period.end.isoformat(),
            "estimated_share": self.estimated_share,
            "expected": self.expected,
            "hidden": self.hidden,
            "high": self.high,
            "indicator": self.indicator,
            "low": self.low,
            "place": list(self.place),
            "precision": self.precision,
            "reported": self.reported,
            "rounded_to": self.rounded_to,
            "shown": list(self.shown),
            "start": self.period.start.isoformat(),
        }


@dataclass(frozen=True)
class Claim:
    """A line with the count behind it, which stays in the house."""

    line: Line
    row: Row
    land: int
    """The province of today on whose land it lies, 0 for the country."""
    slot: tuple[date, date]
    """The part of the publication's time that it answers for; what it covers of it is the line's to say."""


def line_of(row: Row, rule: Definition, place: Printed, asked: Period) -> Line:
    """One row under its indicator's rule. `asked` is the period that the publication tells of."""
    period = row.period or asked
    bare = Line(row.indicator, row.cell, place, period, APART, reported=row.stated, expected=row.expected)
    if row.total is None:
        if row.absence is None:
            return bare
        return replace(bare, shown=LABELS[row.absence], absence=row.absence.value)
    if not _is_long_enough(rule, period, asked):
        return replace(bare, shown=KEPT, hidden="floor")
    value = disclosed_value(shown(row.total, row.absence, row.denominator, per_cent=rule.nature == "ratio"), rule)
    share = plain_number(row.estimated_share.quantize(Decimal("0.0001"))) if row.estimated_share else ""
    line = replace(bare, shown=(value.words.vi, value.words.en), estimated_share=share)
    if value.hidden or value.total is None:
        return replace(line, hidden="threshold")
    low, high = _bounds(value.total, value.of)
    return replace(
        line,
        low=low,
        high=high,
        precision=value.total.word.value,
        absence="" if value.rounded or row.absence is None else row.absence.value,
        rounded_to=base_of(rule) if value.rounded else None,
    )


def base_of(rule: Definition) -> int:
    """To what counts of a sensitive indicator are rounded where it names nothing itself."""
    return rule.rounding or 5


def _bounds(total: Total, of: str | None) -> tuple[str, str]:
    """The least and the most in the indicator's own unit: a ratio of two counts is told in per cent."""
    if of is None:
        return _bound(total.low), _bound(total.high)
    whole = Decimal(of)
    per_cent = (bound * 100 / whole if bound.is_finite() else bound for bound in (total.low, total.high))
    low, high = (bound.quantize(Decimal("0.1"), ROUND_HALF_UP) if bound.is_finite() else bound for bound in per_cent)
    return _bound(low), _bound(high)


def _bound(value: Decimal) -> str:
    return plain_number(value) if value.is_finite() else ""


def _is_long_enough(rule: Definition, period: Period, asked: Period) -> bool:
    """A stock stands on one day: what counts is the period that is told of. Of anything else, what it covers."""
    length = asked.days if rule.nature in ("stock", "distinct") else period.days
    return length >= LEAST_DAYS[rule.public_period]


def public_rows(rows: Iterable[Row], rule: Definition) -> list[Row]:
    """The rows without parts that are never public, which leave with all their sisters (the rest would give them away
    by subtraction); sensitive kinds are added up into "loại khác", and where they cannot be added they go."""
    listed = list(rows)
    closed = {_whole_of(row) for row in listed if any(not member.public for member in members_of(row.cell))}
    kept: list[Row] = []
    merged: dict[tuple[str, Period | None, str], Row] = {}
    for row in listed:
        if row.cell and _whole_of(row) in closed:
            continue
        if not _is_merged(row.cell):
            kept.append(row)
        elif rule.nature in ("flow", "stock"):
            merged[_whole_of(row)] = _added(merged.get(_whole_of(row)), row)
    return [*kept, *merged.values()]


def members_of(cell: str) -> list[Member]:
    """The members that a breakdown cell names."""
    found = ((dimensions().get(name), key) for name, key in cell_parts(cell).items())
    members = (dimension.member(key) if dimension else None for dimension, key in found)
    return [member for member in members if member is not None]


def _whole_of(row: Row) -> tuple[str, Period | None, str]:
    return row.place, row.period, row.basis


def _is_merged(cell: str) -> bool:
    return any(member.sensitive for member in members_of(cell)) or cell == f"model_kind={OTHER}"


def _added(so_far: Row | None, row: Row) -> Row:
    known = [item.total for item in (so_far, row) if item is not None and item.total is not None]
    cell = f"{next(iter(cell_parts(row.cell)))}={OTHER}"
    total = sum(known, Total()) if known else None
    absence = (row.absence if so_far is None else so_far.absence) if not known else None
    return replace(row, cell=cell, total=total, absence=absence, beside=(), also_reported=None)


def counted(lines: Sequence[Line]) -> Mapping[str, int]:
    """How many are told, hidden by why, and absent."""
    sums = {"lines": len(lines), "told": 0, "threshold": 0, "complement": 0, "floor": 0, "absent": 0}
    for line in lines:
        sums[line.hidden or ("told" if line.low or line.high else "absent")] += 1
    return sums
