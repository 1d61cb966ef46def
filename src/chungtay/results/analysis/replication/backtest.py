"""Whether foretelling by nearby adopters beats "the same effect for everybody"; if not, it stays off.

Rolling origin: for each past date only what was known then. Personal foretelling is switched on only where its mean
absolute error is at least 5 % below the other's with a bootstrap interval that excludes nought.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

LEAST_GAIN = 0.05
FEWEST = 20
DRAWS = 999


@dataclass(frozen=True)
class Past:
    """One place that began later for its own reasons: what was foretold of its log effect both ways, and what came."""

    personal: float
    overall: float
    low: float
    high: float
    realised: float
    was_suggested: bool
    in_support: bool = True


@dataclass(frozen=True)
class Backtest:
    """`gain`: share by which the mean absolute error falls; its 95 % range; how often the 80 % range held the truth."""

    places: int
    gain: float
    low: float
    high: float
    coverage: float
    correlation: float
    out_of_support: float
    suggested_less_others: float

    @property
    def is_personal(self) -> bool:
        """Whether foretelling by place may be used."""
        return self.places >= FEWEST and self.gain >= LEAST_GAIN and self.low > 0


def backtested(past: Sequence[Past], *, seed: int = 1) -> Backtest:
    """The comparison over places that began later; NaN where there are none."""
    told = [one for one in past if one.in_support]
    if len(told) < 2:
        nothing = float("nan")
        return Backtest(len(told), nothing, nothing, nothing, nothing, nothing, _share_out(past), nothing)
    personal = np.array([abs(one.personal - one.realised) for one in told])
    overall = np.array([abs(one.overall - one.realised) for one in told])
    drawn = np.random.default_rng(seed).integers(0, len(told), size=(DRAWS, len(told)))
    below = np.maximum(overall[drawn].mean(axis=1), 1e-12)
    low, high = np.quantile(1 - personal[drawn].mean(axis=1) / below, [0.025, 0.975])
    held = np.mean([one.low <= one.realised <= one.high for one in told])
    return Backtest(
        places=len(told),
        gain=float(1 - personal.mean() / max(float(overall.mean()), 1e-12)),
        low=float(low),
        high=float(high),
        coverage=float(held),
        correlation=_correlation(told),
        out_of_support=_share_out(past),
        suggested_less_others=_difference(told),
    )


def _share_out(past: Sequence[Past]) -> float:
    return float(np.mean([not one.in_support for one in past])) if past else float("nan")


def _correlation(told: Sequence[Past]) -> float:
    from scipy.stats import spearmanr

    personal = [one.personal for one in told]
    if len(set(personal)) < 2:
        return float("nan")
    return float(spearmanr(personal, [one.realised for one in told]).statistic)


def _difference(told: Sequence[Past]) -> float:
    """Realised log effect of places that would have been suggested, less that of the others."""
    yes = [one.realised for one in told if one.was_suggested]
    no = [one.realised for one in told if not one.was_suggested]
    return float(np.mean(yes) - np.mean(no)) if yes and no else float("nan")
