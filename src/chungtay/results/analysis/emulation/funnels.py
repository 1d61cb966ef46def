"""Observed over expected beside the limits that its size alone explains (Spiegelhalter 2005)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import stats

WIDE, NARROW = 0.002, 0.05
"""Outside 99.8 %: a question. Outside 95 %: worth knowing."""


@dataclass(frozen=True)
class Overdispersion:
    """`phi`: mean squared score after winsorising; `between`: variance between places on the log scale."""

    phi: float
    between: float


def limits(expected: float, tails: float = NARROW) -> tuple[float, float]:
    """The range of observed over expected for one place, from the exact Poisson range."""
    low = float(stats.chi2.ppf(tails / 2, 2 * expected) / 2 / expected)
    return low, float(stats.chi2.ppf(1 - tails / 2, 2 * (expected + 1)) / 2 / expected)


def overdispersion(observed: Sequence[float], expected: Sequence[float], *, trimmed: float = 0.1) -> Overdispersion:
    """How much more places differ than counting alone makes them; `trimmed` of each end is drawn in."""
    seen, told = np.asarray(observed, dtype=np.float64), np.asarray(expected, dtype=np.float64)
    scores = np.sqrt(told) * np.log(seen / told)
    low, high = np.quantile(scores, [trimmed, 1 - trimmed])
    phi = float(np.mean(np.clip(scores, low, high) ** 2))
    count = len(told)
    below = told.sum() - (told**2).sum() / told.sum()
    return Overdispersion(phi, max(0.0, float((count * phi - (count - 1)) / below)))


def limits_between(expected: float, between: float) -> tuple[float, float]:
    """The 95 % range of observed over expected where places differ by themselves."""
    wide = 1.96 * float(np.sqrt(1 / expected + between))
    return float(np.exp(-wide)), float(np.exp(wide))
