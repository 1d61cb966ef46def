"""Too little variance for counts, and bunching just at a target."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy import stats

from chungtay.kernel.errors import Both
from chungtay.results.analysis.signals.verdicts import Signal, Verdict, not_applicable, too_little

NEEDED = 8
LEAST_MEAN = 5.0
RARE = 0.01
NARROW = 0.3


def dispersion(values: Sequence[float]) -> tuple[float, int, float]:
    """(sum of squares over the mean, degrees of freedom, chance of as little under Poisson). Season and trend only
    widen it, so the low tail errs towards saying nothing."""
    data = np.asarray(values, dtype=np.float64)
    statistic = float(np.sum((data - data.mean()) ** 2) / data.mean())
    return statistic, len(data) - 1, float(stats.chi2.cdf(statistic, len(data) - 1))


def too_even(values: Sequence[float]) -> Signal:
    """Counts that vary far less than counting does by itself."""
    test = "too_even"
    if len(values) < NEEDED:
        return too_little(test, len(values), NEEDED)
    if float(np.mean(values)) < LEAST_MEAN:
        return not_applicable(test, "trung bình dưới 5", "a mean under 5")
    statistic, free, chance = dispersion(values)
    flagged = chance < RARE and statistic / free < NARROW
    why = Both(
        f"{len(values)} kỳ, dao động bằng {statistic / free:.0%} mức ngẫu nhiên",
        f"{len(values)} periods vary by {statistic / free:.0%} of what chance alone would",
    )
    return Signal(test, Verdict.FLAGGED if flagged else Verdict.CLEAR, chance, 1 - statistic / free, why)


def at_target(values: Sequence[float], target: float, width: float) -> Signal:
    """More communes just at a target than just under it: counts in [T, T + d) beside [T - d, T)."""
    test = "bunching"
    above = sum(target <= value < target + width for value in values)
    below = sum(target - width <= value < target for value in values)
    if above + below < 10:
        return too_little(test, above + below, 10)
    chance = float(stats.binomtest(above, above + below, 0.5, alternative="greater").pvalue)
    why = Both(
        f"{above} nơi vừa đạt, {below} nơi vừa hụt chỉ tiêu", f"{above} just at the target, {below} just under it"
    )
    flagged = chance < RARE
    return Signal(test, Verdict.FLAGGED if flagged else Verdict.CLEAR, chance, above / (above + below), why)
