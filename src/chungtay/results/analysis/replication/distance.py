"""Gower's distance between localities: each feature's distance in 0..1, averaged over those that both have.

Numbers are divided by the range between the 5th and the 95th percentile of the adopters, and clipped to 1, so that one
odd place does not make all others alike. Where less than 70 % of the weight can be used there is no distance.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log, nan

import numpy as np
from numpy.typing import NDArray

from chungtay.results.analysis.replication.covariates import Covariate, Kind

LEAST_USED = 0.70
LOW, HIGH = 5, 95

Value = float | str | bool | None
Features = Mapping[str, Value]
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Measure:
    """Features with the range that distances are told in."""

    covariates: tuple[Covariate, ...]
    ranges: Mapping[str, float]
    weights: Mapping[str, float]

    @classmethod
    def of(
        cls,
        covariates: Sequence[Covariate],
        adopters: Sequence[Features],
        *,
        whole_range: bool = False,
        weights: Mapping[str, float] | None = None,
    ) -> Measure:
        """Ranges from the adopters; `whole_range`: from the least to the greatest, as Gower had it."""
        ends = (0, 100) if whole_range else (LOW, HIGH)
        ranges = {}
        for one in covariates:
            told = [number for place in adopters if (number := scaled(one, place.get(one.code))) is not None]
            if one.kind is not Kind.CATEGORY and told:
                low, high = np.percentile(told, ends)
                ranges[one.code] = float(high - low)
        return cls(tuple(covariates), ranges, dict(weights or {}))


def scaled(one: Covariate, value: Value) -> float | None:
    """A number as it is compared; None for a category or what is not known."""
    if value is None or one.kind is Kind.CATEGORY:
        return None
    number = float(value)
    return log(max(number, 1e-9)) if one.kind is Kind.LOGGED else number


def apart(one: Covariate, mine: Value, other: Value, measure: Measure) -> float | None:
    """The distance in one feature; None where either is not known."""
    if mine is None or other is None:
        return None
    if one.kind is Kind.CATEGORY:
        return float(mine != other)
    first, second = scaled(one, mine), scaled(one, other)
    if first is None or second is None:
        return None
    wide = measure.ranges.get(one.code, 0.0)
    return min(1.0, abs(first - second) / wide) if wide else float(first != second)


def gower(mine: Features, other: Features, measure: Measure) -> tuple[float, float]:
    """(distance, share of the weight that was used); the distance is NaN under `LEAST_USED`."""
    total = used = summed = 0.0
    for one in measure.covariates:
        weight = measure.weights.get(one.code, 1.0)
        total += weight
        found = apart(one, mine.get(one.code), other.get(one.code), measure)
        if found is not None:
            used += weight
            summed += weight * found
    share = used / total if total else 0.0
    return (summed / used if share >= LEAST_USED and used else nan), share


def nearest(mine: Features, others: Sequence[Features], measure: Measure, count: int) -> list[tuple[int, float]]:
    """(position, distance) of the nearest of others, the nearest first; those without a distance are left out."""
    told = [(at, gower(mine, other, measure)[0]) for at, other in enumerate(others)]
    known = [(at, distance) for at, distance in told if not np.isnan(distance)]
    return sorted(known, key=lambda one: (one[1], one[0]))[:count]


def caliper(adopters: Sequence[Features], measure: Measure, neighbours: int = 5) -> float:
    """How far a neighbour may be: the 75th percentile of adopters' own distances to that many nearest adopters, for
    so many neighbours are needed."""
    found = []
    for at, place in enumerate(adopters):
        others = [*adopters[:at], *adopters[at + 1 :]]
        found += [far for _, far in nearest(place, others, measure, neighbours)]
    return float(np.percentile(found, 75)) if found else nan
