"""Whether a number is like the earlier ones of its own series. Plain arithmetic, no verdicts.

    eight or more earlier numbers    modified z-score where their median is 10 or more; on logarithms where they
                                     span more than ten times
    three years of months            the same on what is left after level and season
    median under 10                  the exact prediction for counts (gamma-Poisson with Jeffreys' prior)
    all equal so far                 a first change, which is worth knowing and no suspicion
    fewer than eight                 NOT_ENOUGH_HISTORY, and never "nothing found"

The number under test is never among those that it is compared with. Both directions count, and a zero where there was
none in eight reports or more is always unusual: it is the more common mistake in reporting. Thresholds are those of
Iglewicz and Hoaglin for the score, one in a thousand for counts.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from math import exp, expm1, lgamma, log, log1p, sqrt
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

HISTORY_NEEDED = 8
SMALL = 10.0
"""Below this median, counts are too few for a score."""
UNUSUAL, EXTREME = 3.5, 6.75
RARE = 0.001
"""Two-sided mid-p of the prediction for counts."""
SCATTERED = 5.0
"""Counts whose variance is more than this many times their mean come in bursts: no prediction of a steady rate holds,
and the everyday number between two bursts would look rare. Chance takes a steady rate there once in ten million."""
SPREAD = 10.0
"""A series that spans more than this many times is judged on logarithms."""
YEARS_FOR_SEASON = 3
MONTHS = 12
TREND_NEEDED = 8
"""Months of the last twelve that must be there before the level before a month can be told."""

CONSISTENT = 0.6745
"""The MAD of a normal distribution in standard deviations."""
MEAN_CONSISTENT = 1.2533
"""Standard deviations of a normal distribution in mean absolute deviations."""


class Answer(StrEnum):
    """What can be said of a number beside its series. The last two are answers too, and never a pass."""

    USUAL = "usual"
    UNUSUAL = "unusual"
    EXTREME = "extreme"
    FIRST_CHANGE = "first_change"
    NOT_ENOUGH_HISTORY = "not_enough_history"
    NOT_APPLICABLE = "not_applicable"


@dataclass(frozen=True)
class Judgement:
    """An answer with what it rests on: the median of the earlier numbers, the range in which a number is usual, and
    whether this one lies above or below it. The range is there for what is unusual or extreme."""

    answer: Answer
    earlier: int = 0
    median: float = 0.0
    low: float = 0.0
    high: float = 0.0
    is_above: bool = False


def judged(history: Sequence[float], tested: float, months: Sequence[int] | None = None) -> Judgement:
    """The number beside its series, oldest first, itself left out. Counts and amounts, none negative.

    `months`: for a monthly series the number of each month in one running count (year × 12 + month), the tested one's
    last; with three years of them, trend and season are taken out first.
    """
    earlier = len(history)
    if earlier < HISTORY_NEEDED:
        return Judgement(Answer.NOT_ENOUGH_HISTORY, earlier)
    middle = median(history)
    if tested < 0 or min(history) < 0:
        return Judgement(Answer.NOT_APPLICABLE, earlier, middle)
    if middle < SMALL:
        return _by_count(history, tested, middle)
    logarithmic = max(history) > SPREAD * max(min(history), 1)
    scaled = [log1p(x) for x in history] if logarithmic else list(history)
    value, level = (log1p(tested) if logarithmic else tested), 0.0
    if months and (left := _without_season(scaled, value, months)):
        scaled, value, level = left
    return _by_score(scaled, value, level, middle, earlier, logarithmic=logarithmic, is_stop=tested == 0 < min(history))


def median(values: Sequence[float]) -> float:
    """The middle value of a sequence that is not empty."""
    ordered, half = sorted(values), len(values) // 2
    return float(ordered[half]) if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2


def modified_z(values: Sequence[float], tested: float) -> float | None:
    """How far a value lies from the median of others, in robust standard deviations; None where they are all equal.

    Where more than half are equal the median absolute deviation is 0 and the mean absolute deviation stands in.
    """
    middle = median(values)
    scale = _scale(values, middle)
    return abs(tested - middle) / scale if scale else None


def _scale(values: Sequence[float], middle: float) -> float:
    deviations = [abs(x - middle) for x in values]
    if spread := median(deviations):
        return spread / CONSISTENT
    return MEAN_CONSISTENT * sum(deviations) / len(deviations)


def _by_score(
    values: Sequence[float],
    tested: float,
    level: float,
    usual: float,
    earlier: int,
    *,
    logarithmic: bool,
    is_stop: bool,
) -> Judgement:
    middle = median(values)
    scale = _scale(values, middle)
    low, high = middle - UNUSUAL * scale + level, middle + UNUSUAL * scale + level
    if logarithmic:
        low, high = expm1(low), expm1(high)
    range_told = (max(0.0, low), high, tested > middle)
    score = abs(tested - middle) / scale if scale else 0.0
    if score > EXTREME:
        return Judgement(Answer.EXTREME, earlier, usual, *range_told)
    if score > UNUSUAL or is_stop:
        return Judgement(Answer.UNUSUAL, earlier, usual, *range_told)
    answer = Answer.USUAL if scale or tested == middle else Answer.FIRST_CHANGE
    return Judgement(answer, earlier, usual, *range_told)


def _without_season(
    values: Sequence[float], tested: float, months: Sequence[int]
) -> tuple[list[float], float, float] | None:
    """(earlier remainders, the tested one's remainder, the level and season expected of it); None under three years.

    The level before a month is the median of the twelve months before it, which holds every season once; the season is
    the median of what the same calendar month of other years lay above that level. Each month is thus foretold from
    others alone, as the tested one is, and the remainders are no narrower than its own. It stands in for a robust
    decomposition by local regression (STL), which takes a hundred times longer; it holds for monthly numbers only.
    """
    if months[-1] - months[0] < YEARS_FOR_SEASON * MONTHS or len(months) != len(values) + 1:
        return None
    above = _above_level([*values, tested], months)
    last = above.pop(len(values), None)
    seasons: dict[int, list[float]] = {}
    for at, deviation in above.items():
        seasons.setdefault(months[at] % MONTHS, []).append(deviation)
    same = seasons.get(months[-1] % MONTHS)
    if last is None or not same:
        return None
    left = [
        deviation - _median_without(seasons[months[at] % MONTHS], deviation)
        for at, deviation in above.items()
        if len(seasons[months[at] % MONTHS]) > 1
    ]
    if len(left) < HISTORY_NEEDED:
        return None
    remainder = last - median(same)
    return left, remainder, tested - remainder


def _above_level(values: Sequence[float], months: Sequence[int]) -> dict[int, float]:
    """By its place in the series, how far each number lies above the median of the year before it, where that is
    known: the series reaches back a year, and most of its months were reported."""
    found = {}
    first = 0
    for at, month in enumerate(months):
        while months[first] < month - MONTHS:
            first += 1
        if month - months[0] >= MONTHS and at - first >= TREND_NEEDED:
            found[at] = values[at] - median(values[first:at])
    return found


def _median_without(values: Sequence[float], one: float) -> float:
    others = list(values)
    others.remove(one)
    return median(others)


def _by_count(history: Sequence[float], tested: float, middle: float) -> Judgement:
    if tested != int(tested) or any(x != int(x) for x in history):
        return Judgement(Answer.NOT_APPLICABLE, len(history), middle)
    prediction = CountPrediction(sum(map(int, history)), len(history))
    mean = sum(history) / len(history)
    if sum((x - mean) ** 2 for x in history) > SCATTERED * mean * (len(history) - 1):
        return Judgement(Answer.NOT_APPLICABLE, len(history), middle)
    above = tested > prediction.mean
    if prediction.mid_p(int(tested)) < RARE:
        low, high = prediction.range_of(RARE)
        return Judgement(Answer.UNUSUAL, len(history), middle, low, high, above)
    constant = min(history) == max(history) != tested
    answer = Answer.FIRST_CHANGE if constant else Answer.USUAL
    return Judgement(answer, len(history), middle, middle, middle, above)


@dataclass(frozen=True)
class CountPrediction:
    """What the next count is, after `periods` counts that sum to `total`: negative binomial of size total + 1/2 and
    probability periods / (periods + 1). That is Poisson counts whose rate is known only from those periods."""

    total: int
    periods: int

    @property
    def mean(self) -> float:
        """The expected count."""
        return (self.total + 0.5) / self.periods

    @property
    def deviation(self) -> float:
        """Its standard deviation."""
        return sqrt(self.mean * (self.periods + 1) / self.periods)

    def chance(self, count: int) -> float:
        """P(X = count)."""
        size, periods = self.total + 0.5, self.periods
        logged = lgamma(count + size) - lgamma(size) - lgamma(count + 1)
        return exp(logged + size * log(periods / (periods + 1)) - count * log(periods + 1))

    def at_least(self, count: int) -> float:
        """P(X >= count)."""
        if count <= self._mode():
            return 1.0 - self._below(count)
        # Beyond the mode each chance is a fixed share of the one before, or less, and falls off faster than 1/(n+1).
        found, at, term = 0.0, count, self.chance(count)
        while term > found * 1e-12 and term > 0.0:
            found += term
            term *= (at + self.total + 0.5) / ((at + 1) * (self.periods + 1))
            at += 1
        return found

    def mid_p(self, count: int) -> float:
        """The two-sided mid-p of a count: twice the smaller tail, with half of the count's own chance; at most 1."""
        above, own = self.at_least(count), self.chance(count)
        return min(1.0, 2 * min(above - own / 2, 1.0 - above + own / 2))

    def range_of(self, rare: float) -> tuple[int, int]:
        """The least and the greatest count that are not rarer than this."""
        low = next((n for n in range(int(self.mean) + 1) if self.mid_p(n) >= rare), int(self.mean))
        high = int(self.mean)
        while self.mid_p(high + 1) >= rare:
            high += 1
        return low, high

    def _mode(self) -> int:
        return max(0, int((self.total - 0.5) / self.periods))

    def _below(self, count: int) -> float:
        first = max(0, int(self.mean - 12 * self.deviation) - 50)
        return sum(self.chance(n) for n in range(first, count))
