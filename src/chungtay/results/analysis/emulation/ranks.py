"""Ranks as ranges: the places a unit could have, all of them right at once with the stated confidence.

Mogstad, Romano, Shaikh and Wilhelm: bootstrap of the largest studentised difference, stepping down. Written from the
paper.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

DRAWS = 10_000


def rank_ranges(
    values: Sequence[float], errors: Sequence[float], *, level: float = 0.95, draws: int = DRAWS, seed: int = 1
) -> list[tuple[int, int]]:
    """(best, worst) rank of each unit; the largest value is rank 1. Independent units."""
    theta, error = np.asarray(values, dtype=np.float64), np.asarray(errors, dtype=np.float64)
    units = len(theta)
    spread = np.sqrt(error[:, None] ** 2 + error[None, :] ** 2)
    noise = np.random.default_rng(seed).normal(0.0, 1.0, size=(draws, units)) * error
    apart = (theta[:, None] - theta[None, :]) / spread
    above = np.zeros((units, units), dtype=bool)
    open_pairs = ~np.eye(units, dtype=bool)
    while True:
        bound = _largest(noise, spread, open_pairs, level)
        found = open_pairs & (apart > bound)
        if not found.any():
            break
        above |= found
        open_pairs &= ~found
    return [(1 + int(above[:, unit].sum()), units - int(above[unit].sum())) for unit in range(units)]


def _largest(noise: np.ndarray, spread: np.ndarray, open_pairs: np.ndarray, level: float) -> float:
    """The quantile of the largest difference over pairs that are not told apart yet."""
    if not open_pairs.any():
        return float("inf")
    most = np.full(len(noise), -np.inf)
    for unit in range(noise.shape[1]):
        others = np.flatnonzero(open_pairs[unit])
        if len(others):
            differences = (noise[:, [unit]] - noise[:, others]) / spread[unit, others]
            np.maximum(most, differences.max(axis=1), out=most)
    return float(np.quantile(most, level))


def groups_only(ranges: Sequence[tuple[int, int]]) -> bool:
    """Whether more than half of the units cannot be told from the middle one: then only groups are shown."""
    middle = sorted(ranges)[len(ranges) // 2]
    overlapping = sum(low <= middle[1] and high >= middle[0] for low, high in ranges)
    return overlapping > len(ranges) / 2
