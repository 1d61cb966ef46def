"""From what the warehouse answered to cells of the grid: the words, the bounds, and which kind of nothing.

Thousands of cells are made for one page, so what is said alike is made once: words by number, words by absence.
No Django here.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache
from typing import Any, Final

from chungtay.kernel.absence import LABELS, Absence
from chungtay.kernel.errors import Both
from chungtay.kernel.numbers import number_words, quantity_words, rate_of, ratio_words
from chungtay.kernel.quantities import INFINITY, Total
from chungtay.results.analysis.exploring.grid import Cell, Kept, Spot
from chungtay.results.warehouse.apportion import Comparability
from chungtay.results.warehouse.questions import Basis, Row
from chungtay.results.warehouse.words import apart_words, frame_words

PER: Final = 100_000
"""People that a rate is told of."""
NOTHING: Final = Both("–", "–")
WITHHELD: Final = Both("được che", "kept back")
NO_PEOPLE: Final = Both("chưa có dân số", "no population known")
NO_GROUP_RATE: Final = Both("chưa tính cho nhóm này", "not told of this group")
_ABSENT: Final = {absence: Both(*words) for absence, words in LABELS.items()}
_NONE: Final = Decimal(0)

BLANK: Final = Cell(None, None, NOTHING)
"""Where nothing was asked: a part of one indicator in the line of another."""


@lru_cache(maxsize=65_536)
def exact_words(value: int | Decimal) -> Both:
    """An exact number in both languages."""
    return Both(number_words(value), number_words(value, "en"))


@lru_cache(maxsize=16_384)
def total_words(total: Total) -> Both:
    """A number with bounds, in both languages."""
    if total.low == total.high:
        return exact_words(total.value)
    return Both(quantity_words(total), quantity_words(total, "en"))


def absent_words(absence: Absence | None) -> Both:
    """Which kind of nothing."""
    return _ABSENT[absence or Absence.NOT_REPORTED]


def kept_cell(spot: Spot, kept: Kept, threshold: int | None, row: Row | None = None) -> Cell:
    """A cell whose number is there and not told; of what it stands on only how many reported."""
    words = Both(f"<{threshold}", f"<{threshold}") if kept is Kept.SMALL and threshold else WITHHELD
    if row is None:
        return Cell(None, None, words, kept=kept, evidence=spot)
    return Cell(None, None, words, row.stated, row.expected, basis=row.basis, evidence=spot, kept=kept, level=row.level)


def cell_of(row: Row, spot: Spot, nature: str, names: Mapping[str, str], region: tuple[str, str] | None = None) -> Cell:
    """A row as its cell. `names` are those of the units of its region, `region` what to say of the region's number."""
    low, high, value = bounds_of(row)
    return Cell(
        row.total,
        row.absence if row.total is None or row.absence is Absence.ZERO else None,
        _words(row, nature, names, region),
        row.stated,
        row.expected,
        row.estimated_share or _NONE,
        row.basis,
        low,
        high,
        spot,
        value,
        partial=row.partial,
        beside=_beside(row),
        is_comparable=row.comparability is not Comparability.NOT_COMPARABLE,
        level=row.level,
    )


def bounds_of(row: Row) -> tuple[Decimal | None, Decimal | None, Decimal | None]:
    """(low, high, value) of the printed number: of a ratio those of the per cent."""
    total, under = row.total, row.denominator
    if total is None:
        return None, None, None
    if under is None or under.value <= 0:
        return total.low, total.high, total.value
    high = INFINITY if under.low <= 0 else rate_of(total.high, under.low)
    return rate_of(total.low, under.high), high, rate_of(total.value, under.value)


def plain_cell(value: int, scale: int, counts: Sequence[Any], basis: Basis, spot: Spot) -> Cell:
    """An exact number out of the columns of an answer; `counts` are (stated, expected, partial, level)."""
    number = Decimal(value) if not scale else Decimal(value).scaleb(-scale)
    stated, expected, partial, level = counts
    absence = Absence.ZERO if not value else None
    total = Total(number, number, number)
    words = exact_words(number)
    return Cell(
        total,
        absence,
        words,
        stated,
        expected,
        _NONE,
        basis,
        number,
        number,
        spot,
        number,
        partial=partial,
        level=level,
    )


def bounded_cell(total: Total, counts: Sequence[Any], basis: Basis, spot: Spot) -> Cell:
    """A number with bounds out of the columns of an answer."""
    stated, expected, partial, level = counts
    return Cell(
        total,
        None if total.value else Absence.ZERO,
        total_words(total),
        stated,
        expected,
        _NONE,
        basis,
        total.low,
        total.high,
        spot,
        total.value,
        partial=partial,
        level=level,
    )


def absent_cell(absence: Absence, counts: Sequence[Any], basis: Basis, spot: Spot) -> Cell:
    """A kind of nothing out of the columns of an answer."""
    stated, expected, partial, level = counts
    return Cell(
        None, absence, _ABSENT[absence], stated, expected, basis=basis, evidence=spot, partial=partial, level=level
    )


def rated(cell: Cell, people: int | None, lacking: Both = NO_PEOPLE) -> Cell:
    """The same per 100,000 people, its bounds with it; what has no number stays as it is."""
    if cell.total is None or cell.kept is not None:
        return cell
    if not people:
        return replace(cell, text=lacking, value=None, low=None, high=None)
    low, high, value = (_rate(number, people) for number in (cell.total.low, cell.total.high, cell.total.value))
    total = Total(value, low, high)
    if cell.is_estimated:
        words = Both(f"≈ {number_words(value)}", f"≈ {number_words(value, 'en')}")
    else:
        words = Both(quantity_words(total), quantity_words(total, "en"))
    return replace(cell, text=words, value=value, low=low, high=high)


def _rate(number: Decimal, people: int) -> Decimal:
    return number if number == INFINITY else round(number * PER / people, 1)


def stand_alike(now: Cell, before: Cell) -> bool:
    """Whether two cells stand on reports enough alike to tell what became of the number: on all of them both times,
    or on as many, as much of them in part."""
    alike = (now.reported, now.expected, now.partial) == (before.reported, before.expected, before.partial)
    return alike or (now.is_complete and before.is_complete)


def _words(row: Row, nature: str, names: Mapping[str, str], region: tuple[str, str] | None) -> Both:
    on_map = None if row.comparability is None else frame_words(row, names, region)
    if on_map is not None:
        return Both(*on_map)
    total, under = row.total, row.denominator
    if total is None:
        if row.apart:
            return Both(*apart_words(nature, len({other.place for other in row.apart})))
        return absent_words(row.absence)
    if under is not None and under.value > 0:
        return Both(ratio_words(total, under), ratio_words(total, under, "en"))
    return total_words(total)


def _beside(row: Row) -> Both | None:
    """The other claim about the same place and period, which the reader may compare and nobody adds."""
    other = next((item for item in row.beside if item.total is not None and item.period == row.period), None)
    if other is None or other.total is None:
        return None
    vi, en = quantity_words(other.total), quantity_words(other.total, "en")
    if other.basis is Basis.REPORTED:
        return Both(f"đơn vị tự báo cáo: {vi}", f"reported by itself: {en}")
    of = f"{other.stated}/{other.expected}"
    return Both(f"cộng từ dưới lên: {vi} ({of} nơi)", f"sum from below: {en} ({of} places)")
