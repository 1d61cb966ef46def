"""How a total is printed: its words with their precision, what it stands on, and what the other claim differs by."""

from datetime import date
from decimal import Decimal

from chungtay.kernel import numbers
from chungtay.kernel.absence import LABELS, Absence
from chungtay.kernel.numbers import number_words, quantity_words
from chungtay.kernel.periods import Period
from chungtay.kernel.quantities import INFINITY, Quantity, Total, can_equal
from chungtay.results.reviews.composition import NO_TEXT, Shown, TableRow, Text

_MAP_DATE = date(2025, 7, 1)
"""From this day communes are xã, phường, đặc khu; before it xã, phường, thị trấn."""


WITHHELD = Shown(Text("được che", "withheld"), hidden=True)
"""A number that would give a small one beside it away."""


def shown(
    total: Total | None,
    absence: Absence | None = None,
    denominator: Total | None = None,
    *,
    per_cent: bool = False,
) -> Shown:
    """A total as it is printed; without one, the words of its absence. A ratio is printed with both of its parts."""
    if total is None:
        vi, en = LABELS[absence or Absence.NOT_REPORTED]
        return Shown(Text(vi, en), absence=(absence or Absence.NOT_REPORTED).value)
    mark = "%" if per_cent else ""
    words, of = Text(quantity_words(total, "vi") + mark, quantity_words(total, "en") + mark), None
    if denominator is not None and denominator.value > 0:
        words, of = ratio_words(total, denominator), plain_number(denominator.value)
    bounds = (plain_number(total.value), plain_number(total.low), plain_number(total.high))
    return Shown(words, *bounds, of, absence or "")


def kept_small(item: Shown, threshold: int | None) -> Shown:
    """The value as a review may print it: it goes to partners and up the line, so counts of a few are "<5" in it.

    Who reported them and who approves them see them in the ledger, where the printed words lead.
    """
    if item.total is None or not is_small(item.total, threshold):
        return item
    return Shown(small_words(threshold), hidden=True)


def is_small(value: Quantity | Total, threshold: int | None) -> bool:
    """Whether it lies between one and the threshold."""
    return threshold is not None and 0 < value.value < threshold


def small_words(threshold: int | None) -> Text:
    """'<5'."""
    return Text(f"<{threshold}", f"<{threshold}")


def ratio_words(part: Total, whole: Total) -> Text:
    """'81,2% (1.096.572/1.350.533)': the rate from its parts, never an average of rates."""
    return Text(numbers.ratio_words(part, whole), numbers.ratio_words(part, whole, "en"))


def difference(ours: Total | None, theirs: Total | None) -> Text:
    """What two claims about one thing differ by, in words that stay true when either is a bound only."""
    if ours is None or theirs is None:
        return NO_TEXT
    if ours.low == ours.high and theirs.low == theirs.high:
        gap = abs(ours.value - theirs.value)
        if gap == 0:
            return Text("hai số khớp nhau", "the two agree")
        return Text(f"chênh lệch {number_words(gap)}", f"difference {number_words(gap, 'en')}")
    if can_equal(ours, theirs):
        return Text(
            "chưa xác định được chênh lệch vì có số liệu ước lượng", "difference unknown, as one of them is an estimate"
        )
    least = max(ours.low - theirs.high, theirs.low - ours.high)
    return Text(f"chênh lệch ít nhất {number_words(least)}", f"difference of at least {number_words(least, 'en')}")


def counted_units(counted: str, on: date, number: int = 2) -> Text:
    """What 'x/y' counts: provinces, or communes by the kinds that existed on the day."""
    if counted == "province":
        return Text("tỉnh", "province" if number == 1 else "provinces")
    kinds = "xã, phường, đặc khu" if on >= _MAP_DATE else "xã, phường, thị trấn"
    return Text(kinds, "commune" if number == 1 else "communes")


def standing(row: TableRow, on: date) -> Text:
    """'tổng của 3/63 tỉnh có báo cáo' where some are missing; '' where none is or a body states its own total.

    A place's name may head a total only when this is empty: three provinces are never "cả nước". A rate is no total.
    """
    if row.is_complete or row.expected == 0:
        return NO_TEXT
    units = counted_units(row.counted, on, row.expected)
    vi = f"{number_words(row.stated)}/{number_words(row.expected)} {units.vi}"
    en = f"{number_words(row.stated, 'en')} of {number_words(row.expected, 'en')} {units.en}"
    if row.stated == 1:
        return Text(f"theo báo cáo của {vi}", f"as reported by {en}")
    if row.nature == "ratio":
        return Text(f"tính chung {vi} có báo cáo", f"over {en} that reported")
    return Text(f"tổng của {vi} có báo cáo", f"total of {en} that reported")


def in_part(row: TableRow, *, dates_are_told: bool = False) -> Text:
    """How many of those who stated it did so for a part of the period or of their land only.

    Of a single place the row's own dates, told beside, already say how much of the period it covers.
    """
    if row.is_complete or row.partial == 0 or (row.stated == 1 and dates_are_told):
        return NO_TEXT
    if row.partial >= row.stated:
        return Text(" (chưa đủ kỳ hoặc chưa đủ địa bàn)", " (in part only)")
    vi = f" ({number_words(row.partial)} nơi báo cáo chưa đủ kỳ hoặc chưa đủ địa bàn)"
    return Text(vi, f" ({number_words(row.partial, 'en')} of them in part)")


def period_cell(period: Period, language: str) -> str:
    """A period for a narrow column: two dates stand on two lines, so that neither is broken."""
    words = period.label(language)
    first, last = (f"{day:%d/%m/%Y}" if language == "vi" else day.isoformat() for day in (period.start, period.end))
    if first in words and last in words and first != last:
        return f"{first}\u00a0–\n{last}"
    return words.removeprefix("giai đoạn ")


def is_open_upward(item: Shown) -> bool:
    """Whether only a lower bound is known."""
    return item.total is not None and item.total.high == INFINITY


def plain_number(value: Decimal) -> str:
    """Decimal text without exponent or trailing zeros, so that equal values are equal bytes."""
    if not value.is_finite():
        return str(value)
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
