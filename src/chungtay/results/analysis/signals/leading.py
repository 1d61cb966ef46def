"""First digits (Benford), off unless asked for: a commune's monthly counts almost never qualify.

Digits are taken from the number as it is written and never from a logarithm: on 185,083 payments that would misplace
165 of them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from math import log10

from chungtay.results.analysis.signals.verdicts import Signal, Verdict, not_applicable, too_little

NEEDED = 500
RANGE = 100
BANDS = (0.006, 0.012, 0.015)
"""Nigrini's for the first digit: close, acceptable, marginal; above, none."""


def expected(digits: int) -> float:
    """The share of numbers that begin with these digits."""
    return log10(1 + 1 / digits)


def first_digits(value: Decimal, count: int = 1) -> int | None:
    """The first significant digits of a positive number as written; None where there are fewer."""
    written = "".join(map(str, value.as_tuple().digits)).lstrip("0")
    if value <= 0 or not written:
        return None
    return int(written[:count].ljust(count, "0"))


def departure(values: Sequence[Decimal], count: int = 1) -> float:
    """Mean absolute departure from the expected shares."""
    told = [digits for value in values if (digits := first_digits(value, count)) is not None]
    seen = Counter(told)
    low, high = int(10 ** (count - 1)), int(10**count)
    return float(sum(abs(seen[digit] / len(told) - expected(digit)) for digit in range(low, high))) / (high - low)


def leading_digits(values: Sequence[Decimal]) -> Signal:
    """The departure beside its bands; never by a chance, which any long list fails."""
    test = "leading_digit"
    kept = sorted(value for value in values if value > 0)
    if len(kept) < NEEDED:
        return too_little(test, len(kept), NEEDED)
    if kept[int(len(kept) * 0.99)] / kept[int(len(kept) * 0.01)] < RANGE:
        return not_applicable(test, "các số cùng cỡ", "the numbers are of one size")
    apart = departure(kept)
    return Signal(test, Verdict.FLAGGED if apart > BANDS[-1] else Verdict.CLEAR, None, apart)
