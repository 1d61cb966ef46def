"""What went well nearby, drawn towards what went well everywhere: by as much as places truly differ."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.stats import norm


@dataclass(frozen=True)
class Effect:
    """A log effect with its standard error."""

    logged: float
    error: float

    def range(self, share: float = 0.80) -> tuple[float, float]:
        """The middle `share` on the scale of the effect (-0.3: thirty in a hundred fewer)."""
        wide = float(norm.ppf((1 + share) / 2)) * self.error
        return float(np.expm1(self.logged - wide)), float(np.expm1(self.logged + wide))


def between(effects: Sequence[Effect]) -> float:
    """The variance of true log effects between groups (DerSimonian and Laird); 0 where they differ by noise alone."""
    if len(effects) < 2:
        return 0.0
    logged = np.array([one.logged for one in effects])
    weight = 1 / np.array([one.error for one in effects]) ** 2
    middle = float(weight @ logged / weight.sum())
    spread = float(weight @ (logged - middle) ** 2)
    beyond = weight.sum() - float(weight @ weight) / weight.sum()
    return max(0.0, (spread - (len(effects) - 1)) / beyond) if beyond > 0 else 0.0


def drawn_in(local: Effect, overall: Effect, variance: float) -> Effect:
    """B x local + (1 - B) x overall, B = variance / (variance + error²): without any, everybody has the overall one."""
    if variance <= 0:
        return overall
    share = variance / (variance + local.error**2)
    error = np.sqrt(share * local.error**2 + (1 - share) ** 2 * overall.error**2)
    return Effect(share * local.logged + (1 - share) * overall.logged, float(error))
