"""Quantities as reports state them: a number, how exactly it was meant, and the words as written.

The interval of each precision is the table of statistical methods 3.4 and nothing else. Arithmetic
is exact (Decimal); bounds are hard bounds, `soft` ones are for display alone.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

INFINITY = Decimal("Infinity")
ZERO = Decimal(0)


class Precision(StrEnum):
    """How a number was meant, from the word that stands before it."""

    EXACT = "exact"
    MORE_THAN = "more_than"
    NEARLY = "nearly"
    ABOUT = "about"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    ORDER = "order"
    RANGE = "range"
    ROUNDED = "rounded"


def grain_of(value: Decimal) -> Decimal:
    """The unit of the last significant digit as written: '15.000' has 1000, '114.924' has 1.

    With a magnitude word the digits count: '250 nghìn' has 10000. Zero has grain 1.
    """
    if value == 0:
        return Decimal(1)
    normal = value.normalize()
    exponent = normal.as_tuple().exponent
    return Decimal(1).scaleb(exponent) if isinstance(exponent, int) else Decimal(1)


@dataclass(frozen=True)
class Quantity:
    """A value with its precision.

    `value` is the number as read, `value_to` the upper end of a range, `of` the denominator of a ratio
    stated as a/b, `as_written` the words of the report (kept and printed).
    """

    value: Decimal
    precision: Precision = Precision.EXACT
    value_to: Decimal | None = None
    of: Decimal | None = None
    as_written: str = ""
    grain: Decimal = Decimal(1)

    def __post_init__(self) -> None:
        if not self.value.is_finite():
            raise ValueError(f"a quantity is a finite number, read {self.value}")
        if self.precision is Precision.RANGE and (self.value_to is None or self.value_to < self.value):
            raise ValueError(f"a range runs upward, read {self.value} to {self.value_to}")

    @classmethod
    def read(
        cls, value: Decimal | int | str, precision: Precision = Precision.EXACT, **extra: Decimal | str | None
    ) -> "Quantity":
        """A quantity from a stated value, with its grain worked out from the digits."""
        number = Decimal(value)
        return cls(number, precision, grain=grain_of(number), **extra)  # type: ignore[arg-type]

    @property
    def low(self) -> Decimal:
        """Hard lower bound."""
        if self.precision is Precision.EXACT:  # Nearly every number, and asked of each many times.
            return self.value
        match self.precision:
            case Precision.NEARLY | Precision.AT_MOST:
                return min(ZERO, self.value)
            case Precision.ABOUT | Precision.ROUNDED:
                return self.value - self.grain / 2
            case _:
                return self.value

    @property
    def high(self) -> Decimal:
        """Hard upper bound; Infinity where the words give none. 'Hàng trăm' stays below ten times its value."""
        if self.precision is Precision.EXACT:
            return self.value
        match self.precision:
            case Precision.MORE_THAN | Precision.AT_LEAST:
                return INFINITY
            case Precision.ORDER:
                return self.value * 10
            case Precision.ABOUT | Precision.ROUNDED:
                return self.value + self.grain / 2
            case Precision.RANGE:
                assert self.value_to is not None
                return self.value_to
            case _:
                return self.value

    @property
    def soft(self) -> tuple[Decimal, Decimal]:
        """Bounds for display: 'hơn 15.000' is read by people as 15 to 16 thousand, 'gần' as just below."""
        match self.precision:
            case Precision.MORE_THAN | Precision.AT_LEAST:
                return self.value, self.value + self.grain
            case Precision.NEARLY:
                return max(ZERO, self.value - self.grain), self.value
            case _:
                return self.low, self.high

    @property
    def is_exact(self) -> bool:
        """Whether the interval is a single point."""
        return self.precision is Precision.EXACT or self.low == self.high

    @property
    def bound_word_on_exact_number(self) -> bool:
        """'Hơn 114.924': a bound word on a number precise to one. Both facts are kept, this one is shown as a note."""
        return self.precision in (Precision.MORE_THAN, Precision.NEARLY) and self.grain == 1 and self.value >= 100


@dataclass(frozen=True)
class Total:
    """A sum of quantities: the sum of the stated values and the hard bounds that they leave open."""

    value: Decimal = ZERO
    low: Decimal = ZERO
    high: Decimal = ZERO

    def __add__(self, other: "Total") -> "Total":
        return Total(self.value + other.value, self.low + other.low, self.high + other.high)

    @property
    def word(self) -> Precision:
        """The weakest word that is still true of the whole: exact + 'hơn' is 'hơn', 'hơn' + 'gần' only 'khoảng'."""
        if self.low == self.high:
            return Precision.EXACT
        if self.value == self.low:
            if self.high == 10 * self.low and self.low == grain_of(self.low):
                return Precision.ORDER
            return Precision.MORE_THAN if self.high == INFINITY else Precision.RANGE
        if self.value == self.high:
            return Precision.NEARLY
        return Precision.ABOUT

    def as_quantity(self) -> Quantity:
        """The total as a printable quantity. A mixed sum is wider than its word tells: keep the Total for checks."""
        upper = self.high if self.word is Precision.RANGE else None
        return Quantity(self.value, self.word, upper, grain=grain_of(self.value))


def total(parts: Iterable[Quantity]) -> Total:
    """The sum with its bounds: [a,b] + [c,d] = [a+c, b+d]. Works on unrounded values; round once, when printing.

    The sum of nothing is zero: whether nothing was reported is a question of completeness that a sum cannot answer.
    """
    value = low = high = ZERO
    for part in parts:
        value += part.value
        low += part.low
        high += part.high
    return Total(value, low, high)


class Comparison(StrEnum):
    """Three-valued: UNKNOWN must never be shown as "no change"."""

    TRUE = "true"
    FALSE = "false"
    UNKNOWN = "unknown"


def less_than(a: Quantity | Total, b: Quantity | Total) -> Comparison:
    """Whether a < b for every, no or only some values of the two intervals."""
    if a.high < b.low:
        return Comparison.TRUE
    if a.low >= b.high:
        return Comparison.FALSE
    return Comparison.UNKNOWN


def can_equal(a: Quantity | Total, b: Quantity | Total) -> bool:
    """Whether the two intervals meet: two statements that can both be true of one count."""
    return a.low <= b.high and b.low <= a.high
