"""Last digits and heaping. Questions about the indicator first, and only then about who reports it.

Only counts of at least 30 have last digits that are even by themselves: that of a Poisson count strays by up to 0.029
at mean 10, 0.0043 at 20, 0.00065 at 30. Targets, shares, money and fields that are rounded by rule never qualify.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy import stats

from chungtay.kernel.errors import Both
from chungtay.results.analysis.signals.verdicts import Signal, Verdict, not_applicable, too_little

LEAST = 30
NEEDED = 50
STRONG = 0.25
RARE = 0.01


@dataclass(frozen=True)
class Evenness:
    """X2 on nine degrees of freedom, its chance, and how strong the departure is whatever the number of values."""

    statistic: float
    chance: float
    strength: float


def evenness(counts: Sequence[int]) -> Evenness:
    """How even ten counts of digits are."""
    seen = np.asarray(counts, dtype=np.float64)
    statistic = float(np.sum((seen - seen.mean()) ** 2 / seen.mean()))
    chance = float(stats.chi2.sf(statistic, len(seen) - 1))
    return Evenness(statistic, chance, float(np.sqrt(statistic / seen.sum())))


def last_digits(values: Sequence[int]) -> Signal:
    """Whether last digits are too uneven for counts. `chance` is for the family; the flag also needs its strength.

    The flag by itself stands at 0.01 before the family's false discoveries are looked after.
    """
    test = "last_digit"
    kept = [value for value in values if value >= LEAST]
    if len(kept) < len(values) / 2:
        return not_applicable(test, "phần lớn số nhỏ hơn 30", "most values are under 30")
    if len(kept) < NEEDED:
        return too_little(test, len(kept), NEEDED)
    counts = np.bincount([value % 10 for value in kept], minlength=10)
    found = evenness(counts.tolist())
    flagged = found.chance < RARE and found.strength >= STRONG
    top = int(np.argmax(counts))
    share = f"{counts[top] / len(kept):.0%}"
    why = Both(f"{share} trong {len(kept)} số có chữ số cuối là {top}", f"{share} of {len(kept)} values end in {top}")
    return Signal(test, Verdict.FLAGGED if flagged else Verdict.CLEAR, found.chance, found.strength, why)


def last_two(values: Sequence[int]) -> Mapping[str, float]:
    """Shares of numbers whose last two digits are equal, neighbours on the circle of digits, or neither. Even digits
    give a tenth, a fifth and seven tenths. Weak evidence, for showing only."""
    pairs = [(value // 10 % 10, value % 10) for value in values if value >= 10]
    equal = sum(a == b for a, b in pairs)
    adjacent = sum((a - b) % 10 in (1, 9) for a, b in pairs)
    total = max(1, len(pairs))
    return {"equal": equal / total, "adjacent": adjacent / total, "neither": (len(pairs) - equal - adjacent) / total}


def heaping(values: Sequence[int], step: int) -> float:
    """How much oftener than by chance numbers are multiples of 5 or 10: 1 is even."""
    return sum(value % step == 0 for value in values) / max(1, len(values)) * step


def whipple(by_age: Sequence[float], digits: Sequence[int] = (0, 5), *, low: int = 25, high: int = 60) -> float:
    """Whipple's index on the scale where 1 is no heaping. `by_age`: people of age 0, 1, 2, ...

    The ages compared with reach two beyond the last heaped one and, so that every digit counts as often, two before
    the first of 0 and 5, seven before the first of a single digit.
    """
    heaped = [age for age in range(low, high + 1) if age % 10 in digits]
    before = 2 if len(digits) > 1 else 7
    among = by_age[heaped[0] - before : heaped[-1] + 3]
    return (10 / len(digits)) * sum(by_age[age] for age in heaped) / sum(among)


def myers(by_age: Sequence[float], *, low: int, high: int) -> float:
    """Myers' blended index: half of how far the last digits' blended shares lie from a tenth, in percent.

    Ages low..high, whole tens of them. Each digit is summed once without the oldest ten ages and once without the
    youngest, weighed so that every digit has as many chances whatever the pyramid's slope.
    """
    tens = np.asarray(by_age[low : high + 1], dtype=np.float64).reshape(-1, 10)
    weight = np.arange(1, 11)
    blended = tens[:-1].sum(axis=0) * weight + tens[1:].sum(axis=0) * (10 - weight)
    return float(np.abs(blended / blended.sum() - 0.1).sum() * 50)
