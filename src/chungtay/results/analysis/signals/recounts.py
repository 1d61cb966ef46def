"""What a recount in the source book says of what was reported."""

from __future__ import annotations

from dataclasses import dataclass

from scipy import stats

ACCEPTABLE = (0.90, 1.10)


@dataclass(frozen=True)
class Factor:
    """Recounted over reported, with an exact 95 % range for the recount. Under 1 is over-reporting."""

    value: float
    low: float
    high: float

    @property
    def is_acceptable(self) -> bool:
        """Within a tenth."""
        return ACCEPTABLE[0] <= self.value <= ACCEPTABLE[1]


def exact_range(count: int, *, level: float = 0.95) -> tuple[float, float]:
    """The range of a Poisson mean of which this was counted."""
    tail = (1 - level) / 2
    low = 0.0 if count == 0 else float(stats.chi2.ppf(tail, 2 * count) / 2)
    return low, float(stats.chi2.ppf(1 - tail, 2 * count + 2) / 2)


def verification(recounted: int, reported: int) -> Factor | None:
    """None where nothing was reported."""
    if reported <= 0:
        return None
    low, high = exact_range(recounted)
    return Factor(recounted / reported, low / reported, high / reported)


def chance_under(sample: int, needed: int, true_share: float) -> float:
    """Lot quality: the chance that fewer than `needed` of a sample are found where this share is there."""
    return float(stats.binom.cdf(needed - 1, sample, true_share))
