"""The tests of single series over many series at once: rows of numbers with a mask of what was stated.

The same rules as `outlying.unlike_own`, `spread.too_even` and `repeats.running_total`, whose thresholds they take; one
sort of each row serves all medians.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import special

from chungtay.checks.rules import outliers
from chungtay.results.analysis.signals import spread

Whole = NDArray[np.int64]
Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]

_RUN, _TIMES = 6, 3


@dataclass(frozen=True)
class OwnTests:
    """For each series: how many numbers, the position of the last, the median of all; which tests apply, their chances
    (2 where they need not be told: over the level, or none) and what is flagged before families."""

    count: Whole
    last: Whole
    median: Floats
    unlike_tested: Mask
    unlike_chance: Floats
    unlike_flagged: Mask
    even_tested: Mask
    even_chance: Floats
    even_flagged: Mask


def own_tests(values: Whole, stated: Mask, level: float) -> OwnTests:
    """`values`: series x months, 0 where `stated` is not."""
    count = stated.sum(axis=1)
    last = stated.shape[1] - 1 - np.argmax(stated[:, ::-1], axis=1)
    last[count == 0] = -1
    # The greatest number of its kind stands for what was not stated.
    ordered = np.sort(np.where(stated, values, np.iinfo(values.dtype).max), axis=1)
    rows = np.arange(len(values))
    tested = values[rows, last]
    unlike = _unlike_own(values, stated, ordered, count, last, tested)
    even = _too_even(values, stated, count, level)
    return OwnTests(count, last, _middle(ordered, count), *unlike, *even)


def _middle(ordered: NDArray[np.generic], count: Whole) -> Floats:
    """The median of the first so many of each ordered row; 0 of none."""
    rows = np.arange(len(ordered))
    low, high = np.maximum(count - 1, 0) // 2, np.minimum(count // 2, ordered.shape[1] - 1)
    found: Floats = (ordered[rows, low].astype(np.float64) + ordered[rows, high]) / 2
    found[count == 0] = 0.0
    return found


def _unlike_own(
    values: Whole, stated: Mask, ordered: Whole, count: Whole, last: Whole, tested: Whole
) -> tuple[Mask, Floats, Mask]:
    """(has a chance, the chance, flagged) of the last number beside those before it."""
    chance, flagged = np.full(len(values), 2.0), np.zeros(len(values), dtype=np.bool_)
    has = (count > outliers.HISTORY_NEEDED) & (ordered[:, 0] >= 0)
    rows = np.flatnonzero(has)
    if not len(rows):
        return has, chance, flagged
    history = _without(ordered[rows], tested[rows])
    earlier = count[rows] - 1
    middle = _middle(history, earlier)
    small = middle < outliers.SMALL
    few, many = rows[small], rows[~small]
    is_count, told, rare = _by_count(history[small], earlier[small], tested[few])
    has[few] = is_count
    chance[few], flagged[few] = np.where(is_count, told, 2.0), rare
    chance[many], flagged[many] = _by_score(history[~small], earlier[~small], middle[~small], tested[many])
    return has, chance, flagged


def _without(ordered: Whole, tested: Whole) -> Whole:
    """Ordered rows without one of their own numbers each."""
    at = (ordered < tested[:, None]).sum(axis=1)
    columns = np.arange(ordered.shape[1] - 1)
    return np.where(columns[None, :] < at[:, None], ordered[:, :-1], ordered[:, 1:])


def _by_count(history: Whole, earlier: Whole, tested: Whole) -> tuple[Mask, Floats, Mask]:
    """Small counts: (steady enough for the prediction, its mid-p, rare)."""
    given = np.arange(history.shape[1])[None, :] < earlier[:, None]
    total = np.where(given, history, 0).sum(axis=1)
    mean = total / np.maximum(earlier, 1)
    squares = np.where(given, (history - mean[:, None]) ** 2, 0.0).sum(axis=1)
    steady = squares <= outliers.SCATTERED * mean * (earlier - 1)
    size, share = total + 0.5, earlier / (earlier + 1.0)
    logged = special.gammaln(tested + size) - special.gammaln(size) - special.gammaln(tested + 1.0)
    own = np.exp(logged + size * np.log(share) - tested * np.log(earlier + 1.0))
    above = np.where(tested > 0, special.betainc(np.maximum(tested, 1), size, 1 - share), 1.0)
    mid: Floats = np.minimum(1.0, 2 * np.minimum(above - own / 2, 1 - above + own / 2))
    return steady, mid, steady & (mid < outliers.RARE)


def _by_score(history: Whole, earlier: Whole, middle: Floats, tested: Whole) -> tuple[Floats, Mask]:
    """Larger numbers: (normal tail of the robust score, flagged by the score on the scale that the series asks for)."""
    rows = np.arange(len(history))
    least, most = history[:, 0], history[rows, np.maximum(earlier - 1, 0)]
    score = _scores(history.astype(np.float64), earlier, tested.astype(np.float64))
    chance = special.erfc(score / np.sqrt(2))
    unusual = score > outliers.UNUSUAL
    spanning = most > outliers.SPREAD * np.maximum(least, 1)
    if spanning.any():
        wide = np.log1p(history[spanning])
        unusual[spanning] = _scores(wide, earlier[spanning], np.log1p(tested[spanning])) > outliers.UNUSUAL
    return chance, unusual | ((tested == 0) & (least > 0))


def _scores(ordered: Floats, count: Whole, tested: Floats) -> Floats:
    """Robust distances of numbers from the medians of ordered rows; 0 where a row is all equal."""
    beyond = np.arange(ordered.shape[1])[None, :] >= count[:, None]
    middle = _middle(ordered, count)
    apart = np.abs(ordered - middle[:, None])
    apart[beyond] = np.inf
    narrow = _middle(np.sort(apart, axis=1), count)
    scale = narrow / outliers.CONSISTENT
    flat = narrow == 0
    if flat.any():
        mean = np.where(beyond[flat], 0.0, apart[flat]).sum(axis=1) / count[flat]
        scale[flat] = outliers.MEAN_CONSISTENT * mean
    away = np.abs(tested - middle)
    return np.divide(away, scale, out=np.zeros_like(away), where=scale > 0)


def _too_even(values: Whole, stated: Mask, count: Whole, level: float) -> tuple[Mask, Floats, Mask]:
    """(applies, chance, flagged); chances are only told where they could be under the level."""
    mean = values.sum(axis=1) / np.maximum(count, 1)
    applies = (count >= spread.NEEDED) & (mean >= spread.LEAST_MEAN)
    chance, flagged = np.full(len(values), 2.0), np.zeros(len(values), dtype=np.bool_)
    rows = np.flatnonzero(applies)
    apart = np.where(stated[rows], values[rows] - mean[rows, None], 0.0)
    statistic = np.einsum("ij,ij->i", apart, apart) / mean[rows]
    free = count[rows] - 1
    # More than its degrees of freedom is over a half: no family asks for that chance.
    narrow = statistic < free if level < 0.5 else np.ones(len(rows), dtype=np.bool_)
    told = special.gammainc(free[narrow] / 2.0, statistic[narrow] / 2)
    chance[rows[narrow]] = told
    flagged[rows[narrow]] = (told < spread.RARE) & (statistic[narrow] / free[narrow] < spread.NARROW)
    return applies, chance, flagged


def running_totals(values: Whole, stated: Mask, count: Whole) -> Mask:
    """Series whose longest rise is at least six numbers long and threefold from its first to its last."""
    found = np.zeros(len(values), dtype=np.bool_)
    if values.shape[1] < _RUN:
        return found
    # A step from or to what was not stated may be within a rise: then the row is looked at month by month.
    up = (values[:, 1:] > values[:, :-1]) | ~(stated[:, 1:] & stated[:, :-1])
    run = up[:, : 2 - _RUN].copy() if _RUN > 2 else up
    for step in range(1, _RUN - 1):
        run &= up[:, step : up.shape[1] - (_RUN - 2) + step]
    # What never triples cannot rise threefold: of large steady counts nothing else is looked at.
    triples = values.max(axis=1) >= _TIMES * np.where(values > 0, values, np.iinfo(values.dtype).max // _TIMES).min(
        axis=1
    )
    rows = np.flatnonzero((count >= _RUN) & triples & run.any(axis=1))
    found[rows] = _rises(values[rows].T.copy(), stated[rows].T.copy())
    return found


def _rises(values: Whole, stated: Mask) -> Mask:
    """The same, month by month over all series at once; months x series."""
    width = values.shape[1]
    before = np.full(width, np.iinfo(values.dtype).max, dtype=values.dtype)
    run, longest = np.zeros(width, dtype=np.int16), np.zeros(width, dtype=np.int16)
    first, low, high = (np.zeros(width, dtype=values.dtype) for _ in range(3))
    for now, given in zip(values, stated, strict=True):
        later = given & (now > before)
        begins = given & ~later
        run[later] += 1
        run[begins], first[begins] = 1, now[begins]
        longer = given & (run > longest)
        longest[longer], low[longer], high[longer] = run[longer], first[longer], now[longer]
        before[given] = now[given]
    return (longest >= _RUN) & (low > 0) & (high / _TIMES >= low)
