"""Sharing out a count where a border cuts a unit: exact integers, how far to trust the result, what is never split.

Shares are whole millionths that add up to exactly one million, so parts are exact decimals and add up to exactly the
whole on every engine; only printing rounds. Statistical methods 2.4 to 2.6 say why each limit stands.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from math import lcm
from typing import Final

from chungtay.kernel.quantities import Total

MILLION: Final = 1_000_000
_UNIT: Final = Decimal(1).scaleb(-6)


class Comparability(StrEnum):
    """How far a number on another day's map may be set beside the numbers that were reported on that map."""

    EXACT = "exact"
    """No border in between: what was reported is what is shown."""
    EXACT_SUM = "exact_sum"
    """A sum of whole units."""
    PARTLY_EST = "partly_estimated"
    """A small part of it is shared out: shown with "≈"."""
    ESTIMATE = "estimate"
    NOT_COMPARABLE = "not_comparable"
    """No number: its comparable region has one."""


@dataclass(frozen=True)
class Limits:
    """What separates the kinds of comparability; every one is a convention and may be set otherwise.

    `overdispersion` is the factor by which events cluster beyond chance. A count below `least` is never split.
    """

    partly: Decimal = Decimal("0.05")
    estimate: Decimal = Decimal("0.25")
    deviation: Decimal = Decimal("0.20")
    overdispersion: Decimal = Decimal("2.5")
    least: int = 10
    sliver_people: int = 10_000
    sliver_land: int = 50_000
    """An edge below both (in millionths) does not join two units into one comparable region."""
    widest: int = 8
    """A region of more units than this says little about any of them."""


LIMITS: Final = Limits()


def whole_parts(total: int, weights: Sequence[int | Fraction]) -> list[int]:
    """`total` in whole parts as near to the weights as whole parts can be; they add up to exactly `total`.

    The largest remainders are rounded up; of equal ones the first. ValueError for weights that are not above nought
    together.
    """
    common = lcm(*(weight.denominator for weight in weights))
    numbers = [int(weight * common) for weight in weights]
    everything = sum(numbers)
    if everything <= 0 or min(numbers) < 0:
        raise ValueError(f"no shares can be made of the weights {list(weights)}")
    pairs = [divmod(number * total, everything) for number in numbers]
    parts = [whole for whole, _ in pairs]
    order = sorted(range(len(parts)), key=lambda i: (-pairs[i][1], i))
    for index in order[: total - sum(parts)]:
        parts[index] += 1
    return parts


def shares(weights: Sequence[int | Fraction]) -> list[int]:
    """The weights as millionths that add up to one million; all alike where nothing is known of them."""
    return whole_parts(MILLION, weights if sum(weights) > 0 else [1] * len(weights))


def scaled(whole: Total, millionths: int) -> Total:
    """That many millionths of a total with its bounds, exactly. An open bound stays open, but for no share at all."""
    if millionths == 0:
        return Total()
    share = millionths * _UNIT
    return Total(whole.value * share, whole.low * share, whole.high * share)


def hull(one: Total, other: Total) -> Total:
    """The first value with the range over both."""
    return Total(one.value, min(one.low, other.low), max(one.high, other.high))


def variance(whole: Total, share: int, other: int, limits: Limits = LIMITS) -> Decimal:
    """How uncertain a part is (methods 2.5): which events fell in it, which share is right, how exact the whole was.

    The two weights stand one deviation to each side of the right share; a bounded whole is spread evenly over its
    bounds. An open bound adds nothing: no variance is known of it.
    """
    if share in (0, MILLION) and share == other:
        return Decimal(0)
    w, apart = share * _UNIT, (share - other) * _UNIT / 2
    chance = limits.overdispersion * abs(whole.value) * w * (1 - w)
    width = whole.high - whole.low
    inexact = (w * width) ** 2 / 12 if width.is_finite() else Decimal(0)
    return chance + (whole.value * apart) ** 2 + inexact


def estimated_share(value: Decimal, split: Decimal) -> Decimal:
    """Which part of a value is shared out, from 0 to 1; 1 where nothing is left of the value itself."""
    if split == 0:
        return Decimal(0)
    return min(Decimal(1), split / value) if value > 0 else Decimal(1)


def comparability(
    value: Decimal, split: Decimal, spread: Decimal, *, is_cut: bool, wholes: int, limits: Limits = LIMITS
) -> Comparability:
    """The kind of a value of which `split` came from cut units, with variance `spread`, summed from `wholes` units."""
    if not is_cut:
        return Comparability.EXACT if wholes <= 1 else Comparability.EXACT_SUM
    share = estimated_share(value, split)
    if share <= limits.partly:
        return Comparability.PARTLY_EST
    if share <= limits.estimate and spread <= (limits.deviation * value) ** 2:
        return Comparability.ESTIMATE
    return Comparability.NOT_COMPARABLE


def may_split(whole: Total, *, may_apportion: bool, limits: Limits = LIMITS) -> bool:
    """Whether a number may be shared out at all; of nothing everybody has nothing, whatever it counts."""
    return whole == Total() or (may_apportion and whole.value >= limits.least)
