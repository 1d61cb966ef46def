"""Far from the others of one series, with the tested value inside or outside the statistics as each rule has it."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

import numpy as np
from scipy import stats

from chungtay.checks.rules.outliers import HISTORY_NEEDED, SMALL, Answer, CountPrediction, judged, modified_z
from chungtay.kernel.errors import Both
from chungtay.results.analysis.signals.verdicts import Signal, Verdict, not_applicable, too_little

CONSISTENT = 0.6745


def z_score(history: Sequence[float], tested: float) -> float | None:
    """Distance from the mean in population standard deviations; None for a constant series."""
    spread = float(np.std(history))
    return abs(tested - float(np.mean(history))) / spread if spread else None


def z_bounds(history: Sequence[float], times: float) -> tuple[float, float]:
    """mean ± times x population standard deviation."""
    mean, spread = float(np.mean(history)), float(np.std(history))
    return mean - times * spread, mean + times * spread


def robust_bounds(history: Sequence[float], times: float) -> tuple[float, float]:
    """median ± times x MAD / 0.6745."""
    middle = float(np.median(history))
    spread = float(stats.median_abs_deviation(history, scale=1)) / CONSISTENT
    return middle - times * spread, middle + times * spread


def greatest_z(values: int, *, population: bool = True) -> float:
    """The largest score that any of so many values can have with itself among them (Shiffler 1988): a rule "over 3"
    cannot fire below 11 values."""
    return float(np.sqrt(values - 1)) if population else (values - 1) / float(np.sqrt(values))


def grubbs(values: Sequence[float]) -> float:
    """The greatest distance from the mean in sample standard deviations."""
    data = np.asarray(values, dtype=np.float64)
    return float(np.max(np.abs(data - data.mean())) / data.std(ddof=1))


def generalised_esd(values: Sequence[float], most: int, *, level: float = 0.05) -> tuple[list[float], int]:
    """(statistic of each step, how many lie apart): Rosner 1983. At least 15 values, up to `most` of them apart."""
    left = list(values)
    statistics, found = [], 0
    for step in range(1, most + 1):
        data = np.asarray(left)
        apart = np.abs(data - data.mean()) / data.std(ddof=1)
        worst = int(np.argmax(apart))
        statistics.append(float(apart[worst]))
        size = len(left)
        quantile = stats.t.ppf(1 - level / (2 * size), size - 2)
        if apart[worst] > (size - 1) * quantile / np.sqrt((size - 2 + quantile**2) * size):
            found = step
        del left[worst]
    return statistics, found


class Tier(StrEnum):
    """How far: the tiers that desk reviews of routine data use."""

    NONE = "none"
    MODERATE = "moderate"
    EXTREME = "extreme"


def tier(history: Sequence[float], tested: float) -> Tier:
    """Extreme from 3 standard deviations on; moderate from 2 on or a robust score over 3.5."""
    score, robust = z_score(history, tested), modified_z(list(history), tested)
    if score is not None and score >= 3:
        return Tier.EXTREME
    if (score is not None and score >= 2) or (robust is not None and robust > 3.5):
        return Tier.MODERATE
    return Tier.NONE


def share_of_year(values: Sequence[float], tested: float, *, over: float = 0.8) -> bool:
    """Whether one month holds nearly all of its year: only counts over 100 and not below the median are asked."""
    total = float(sum(values))
    return tested > 100 and tested >= float(np.median(values)) and total > 0 and tested / total > over


def unlike_own(history: Sequence[float], tested: float) -> Signal:
    """The last number beside its own earlier ones (`checks.rules.outliers`), with a chance for its family.

    The chance is the count prediction's mid-p where counts are small, else the normal tail of the robust score; it only
    orders a family, for the flag stands on the rule's own thresholds.
    """
    test = "unlike_own"
    found = judged(history, tested)
    if found.answer is Answer.NOT_ENOUGH_HISTORY:
        return too_little(test, len(history), HISTORY_NEEDED)
    if found.answer is Answer.NOT_APPLICABLE:
        return not_applicable(test, "các kỳ quá khác nhau", "the periods differ too much")
    flagged = found.answer in (Answer.UNUSUAL, Answer.EXTREME)
    low, high = round(found.low), round(found.high)
    why = Both(
        f"khác hẳn {len(history)} kỳ trước (thường từ {low} đến {high})",
        f"unlike the {len(history)} periods before (usually {low} to {high})",
    )
    size = abs(tested - found.median) / max(found.median, 1.0)
    return Signal(test, Verdict.FLAGGED if flagged else Verdict.CLEAR, _chance(history, tested), size, why)


def _chance(history: Sequence[float], tested: float) -> float:
    if float(np.median(history)) < SMALL:
        return CountPrediction(int(sum(history)), len(history)).mid_p(int(tested))
    score = modified_z(list(history), tested)
    return 1.0 if score is None else float(2 * stats.norm.sf(score))
