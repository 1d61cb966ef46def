"""Laying an answer out: which heads run down and across, in which order, and the cell where two of them meet.

No Django here.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import product
from operator import itemgetter

from chungtay.kernel.errors import Both
from chungtay.kernel.text import match_key
from chungtay.results.analysis.exploring.cells import BLANK
from chungtay.results.analysis.exploring.exploration import Axis, Exploration
from chungtay.results.analysis.exploring.grid import Cell, Grid, Head

Key = tuple[str, str, str, tuple[date, date] | None]
"""Indicator, cell, place, and the days of the period."""
Part = tuple[str | None, str | None, str | None, tuple[date, date] | None]
"""What one side says of a key."""
_AXES = (Axis.INDICATOR, Axis.CELL, Axis.PLACE, Axis.PERIOD)


@dataclass(frozen=True)
class Laid:
    """All heads of each kind, in their order, and the cells. Only `pairs` of an indicator and a cell exist."""

    heads: Mapping[Axis, Sequence[Head]]
    cells: Mapping[Key, Cell]
    pairs: frozenset[tuple[str, str]]


def grid_of(asked: Exploration, laid: Laid, notes: Sequence[Both], unit: Both | None, transaction: int | None) -> Grid:
    """The grid, searched and sorted as asked."""
    down, across = (_side(axes, laid) for axes in (asked.rows, asked.columns))
    fixed = tuple(laid.heads[axis][0] for axis in _AXES if len(laid.heads[axis]) == 1)
    if asked.search:
        wanted = match_key(asked.search)
        down = [line for line in down if wanted in match_key(_said(line))]
    column = _sorted_column(asked, across)
    if column is not None:
        down = _in_order(down, column, laid.cells, down_first=asked.sort.startswith("-"))
    own = [_place_of(head, asked.rows) for head in down]
    other = [_place_of(head, asked.columns) for head in across]
    cells = tuple(tuple(laid.cells.get(_meeting(line, column), BLANK) for column in other) for line in own)
    return Grid(asked, tuple(down), tuple(across), cells, tuple(notes), unit, transaction, fixed)


def _side(axes: Sequence[Axis], laid: Laid) -> list[Head]:
    """The heads of one side: every combination that exists, the first kind outermost."""
    if not axes:
        return [Head(Axis.INDICATOR, "", Both("", ""))]
    if len(axes) == 1:
        return list(laid.heads[axes[0]])
    found, several = [], frozenset(axis for axis, heads in laid.heads.items() if len(heads) > 1)
    for parts in product(*(laid.heads[axis] for axis in axes)):
        by_kind = {part.kind: part.key for part in parts}
        pair = by_kind.get(Axis.INDICATOR), by_kind.get(Axis.CELL)
        if None in pair or pair in laid.pairs:
            found.append(_joined(parts, several))
    return found


def _joined(parts: tuple[Head, ...], several: frozenset[Axis]) -> Head:
    """Several heads as one; those that are alone of their kind are not said again."""
    said = [part for part in parts if part.kind in several and part.key] or list(parts[-1:])
    label = said[0].label
    if len(said) > 1:
        vi, en = (" · ".join(getattr(part.label, lang) for part in said) for lang in ("vi", "en"))
        label = Both(vi, en)
    return Head(parts[-1].kind, " ".join([part.key for part in parts]), label, parts, said[-1].note)


def _said(head: Head) -> str:
    return f"{head.label.vi} {head.label.en} {head.note or ''}"


def _place_of(head: Head, axes: Sequence[Axis]) -> Part:
    """What a head says of the key of its cells: None where the other side says it."""
    parts = {part.kind: part for part in (head.parts or (head,))} if axes else {}
    indicator, cell, place = (parts[axis].key if axis in parts else None for axis in _AXES[:3])
    return indicator, cell, place, parts[Axis.PERIOD].days if Axis.PERIOD in parts else None


def _meeting(own: Part, other: Part) -> Key:
    """The key of the cell where a line and a column meet."""
    return (
        own[0] or other[0] or "",
        (own[1] if own[1] is not None else other[1]) or "",
        own[2] or other[2] or "",
        own[3] or other[3],
    )


def _sorted_column(asked: Exploration, across: Sequence[Head]) -> tuple[Head, Exploration] | None:
    wanted = asked.sort.removeprefix("-")
    head = next((head for head in across if wanted and head.key == wanted), None)
    return None if head is None else (head, asked)


def _in_order(
    down: list[Head], column: tuple[Head, Exploration], cells: Mapping[Key, Cell], *, down_first: bool
) -> list[Head]:
    """Lines by the number in one column; those without a number keep their order at the end."""
    head, asked = column
    other = _place_of(head, asked.columns)
    numbered: list[tuple[Decimal, Head]] = []
    without: list[Head] = []
    for line in down:
        value = cells.get(_meeting(_place_of(line, asked.rows), other), BLANK).value
        if value is None:
            without.append(line)
        else:
            numbered.append((value, line))
    numbered.sort(key=itemgetter(0), reverse=down_first)
    return [line for _, line in numbered] + without
