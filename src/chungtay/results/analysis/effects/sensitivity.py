"""How much a result would bear: leads before the start, the slope they would miss, bending of trends, reporting.

A pre-test that finds nothing is no proof of parallel trends (Roth 2022): what it could not have seen is told beside it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import brentq
from scipy.stats import multivariate_normal, norm

from chungtay.results.analysis.effects.panel import Floats

HALF = 0.5
POINTS, CLOSE = 4_000, 1e-5
"""How finely the chance over several leads is drawn: three leads to five digits, eight to three."""
REFERENCE = -1
"""The last period before the start, which leads are told against: its own is 0 and never among them."""


def chance_of_seeing(slope: float, events: Sequence[int], covariance: Floats, *, level: float = 0.05) -> float:
    """The chance that at least one lead is significant by itself where the truth is a line through the last period
    before the start with this slope per period. `events`: the leads' distances, -3, -2, ...; covariance in their
    order."""
    wide = norm.ppf(1 - level / 2) * np.sqrt(np.diag(covariance))
    inside = multivariate_normal(
        _line(slope, events), covariance, seed=1, maxpts=POINTS * len(events), abseps=CLOSE
    ).cdf(wide, lower_limit=-wide)
    return float(1 - inside)


def _line(slope: float, events: Sequence[int]) -> Floats:
    along: Floats = slope * (np.asarray(events, dtype=np.float64) - REFERENCE)
    return along


def slope_half_seen(events: Sequence[int], covariance: Floats) -> float:
    """The slope per period that leads as noisy as these would show half of the time (Roth's pretrends)."""
    high = float(np.sqrt(np.max(np.diag(covariance))))
    while chance_of_seeing(high, events, covariance) < HALF:
        high *= 2
    return float(brentq(lambda slope: chance_of_seeing(slope, events, covariance) - HALF, 0.0, high, xtol=1e-9))


def likelihood_ratio(slope: float, events: Sequence[int], leads: Sequence[float], covariance: Floats) -> float:
    """How much likelier the leads are under that line than under parallel trends."""
    seen = np.asarray(leads, dtype=np.float64)
    mean = _line(slope, events)
    logged = multivariate_normal(mean, covariance).logpdf(seen) - multivariate_normal(0 * mean, covariance).logpdf(seen)
    return float(np.exp(logged))


def bayes_factor(slope: float, events: Sequence[int], covariance: Floats) -> float:
    """How much the chance that no lead is significant shrinks under that line, against parallel trends."""
    return (1 - chance_of_seeing(slope, events, covariance)) / (1 - chance_of_seeing(0.0, events, covariance))


@dataclass(frozen=True)
class Bending:
    """A range for an effect when trends may bend after the start `times` as much as they were seen to bend before."""

    times: float
    low: float
    high: float


def bent(value: float, error: float, leads: Sequence[float], times: float, *, level: float = 0.05) -> Bending:
    """The interval of a first effect under relative magnitudes.

    `leads`: coefficients before the start, oldest first, the last period before it (0) left out. The greatest change
    between neighbours is taken as it was seen; its own noise is not, so this is narrower than Rambachan and Roth's
    interval by a few thousandths where leads are precise. What decides is therefore `breakdown`, which adds that noise.
    """
    steps = np.abs(np.diff([*leads, 0.0]))
    wide = norm.ppf(1 - level / 2) * error + times * float(steps.max(initial=0.0))
    return Bending(times, value - wide, value + wide)


def breakdown(value: float, error: float, leads: Sequence[float], lead_errors: Sequence[float]) -> float:
    """The least multiple of the bending seen before the start at which the interval holds nought; 0 where it does
    anyhow, infinity where nothing bent.

    The greatest bending is taken at its upper bound (each step's noise as that of two independent leads), so that this
    errs towards "fragile" and never towards "strong".
    """
    left = abs(value) - norm.ppf(0.975) * error
    if left <= 0:
        return 0.0
    noise = np.sqrt(np.asarray([*lead_errors, 0.0])[1:] ** 2 + np.asarray([*lead_errors, 0.0])[:-1] ** 2)
    steps = np.abs(np.diff([*leads, 0.0])) + norm.ppf(0.84) * noise
    greatest = float(steps.max(initial=0.0))
    return float(left / greatest) if greatest > 0 else float("inf")


def firmness(multiple: float) -> str:
    """The word for a breakdown multiple: fragile, weak, acceptable, strong."""
    bounds = ((0.5, "fragile"), (1.0, "weak"), (2.0, "acceptable"))
    return next((word for bound, word in bounds if multiple < bound), "strong")


def explained_away(observed: float) -> float:
    """The change in willingness to report that alone would make this observed change: -0.2 needs -0.2."""
    return observed


def hidden_by(true: float) -> float:
    """The rise in reporting that would hide a true change: -0.2 is hidden by +0.25. Infinite from -1 down."""
    return float("inf") if true <= -1 else 1 / (1 + true) - 1


def displacement(treated: tuple[float, float], buffer: tuple[float, float], control: tuple[float, float]) -> float:
    """Weighted displacement quotient of counts (before, after): over 0 diffusion, under 0 displacement, -1 or less
    undoes the effect (Bowers and Johnson). NaN where the treated places changed as the control did."""
    near = buffer[1] / control[1] - buffer[0] / control[0]
    own = treated[1] / control[1] - treated[0] / control[0]
    return near / own if own else float("nan")
