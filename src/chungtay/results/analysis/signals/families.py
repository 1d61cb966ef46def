"""Thousands of tests at once: false discoveries, two families before anybody is asked, lists that end.

A family is one kind of test in one reporting period. Facts (a part greater than its whole) are outside of all this.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from chungtay.results.analysis.signals.verdicts import Signal

FOR_LISTS = 0.05
FOR_HIGHER_LEVELS = 0.01
MOST_ASKED = 20
FAMILIES_NEEDED = 2
LEAST_PRECISION = 0.20

Floats = NDArray[np.float64]


def benjamini_hochberg(chances: Sequence[float]) -> Floats:
    """Adjusted chances, in the given order (Benjamini and Hochberg 1995)."""
    return _stepped_up(np.asarray(chances, dtype=np.float64), 1.0)


def benjamini_yekutieli(chances: Sequence[float]) -> Floats:
    """The same where tests share totals, parents beside their children."""
    given = np.asarray(chances, dtype=np.float64)
    return _stepped_up(given, float(np.sum(1 / np.arange(1, len(given) + 1))))


def holm(chances: Sequence[float]) -> Floats:
    """Adjusted so that any false discovery at all is rare."""
    given = np.asarray(chances, dtype=np.float64)
    order = np.argsort(given)
    stepped = np.maximum.accumulate((len(given) - np.arange(len(given))) * given[order])
    adjusted = np.empty(len(given))
    adjusted[order] = np.minimum(stepped, 1.0)
    return adjusted


def bonferroni(chances: Sequence[float]) -> Floats:
    """Each chance times their number."""
    return np.minimum(np.asarray(chances, dtype=np.float64) * len(chances), 1.0)


def _stepped_up(given: Floats, times: float) -> Floats:
    if not len(given):
        return given
    order = np.argsort(given)[::-1]
    scaled = given[order] * len(given) * times / np.arange(len(given), 0, -1)
    adjusted = np.empty(len(given))
    adjusted[order] = np.minimum(np.minimum.accumulate(scaled), 1.0)
    return adjusted


@dataclass(frozen=True)
class Seen:
    """A signal of one unit in one period; periods are whole numbers, so that the next one is one more."""

    unit: Hashable
    period: int
    signal: Signal


@dataclass(frozen=True)
class Asked:
    """A unit that is asked to look at its source book: by which signals, the strongest first."""

    unit: Hashable
    period: int
    signals: tuple[Signal, ...]


@dataclass(frozen=True)
class WorkList:
    """At most twenty questions, the largest effects first; how many more there were; how many of these would be
    expected to be innocent coincidences."""

    asked: tuple[Asked, ...]
    left_out: int
    expected_false: float


def held(seen: Iterable[Seen], *, level: float = FOR_LISTS) -> list[Seen]:
    """Flagged signals that stand after their family's false discoveries are looked after; facts stand by themselves."""
    families: defaultdict[tuple[str, int], list[Seen]] = defaultdict(list)
    for one in seen:
        families[one.signal.test, one.period].append(one)
    kept = []
    for members in families.values():
        tested = [one for one in members if one.signal.chance is not None]
        adjusted = benjamini_hochberg([one.signal.chance or 0.0 for one in tested])
        kept += [one for one, chance in zip(tested, adjusted, strict=True) if one.signal.is_flagged and chance <= level]
        kept += [one for one in members if one.signal.chance is None and one.signal.is_flagged]
    return kept


def work_list(seen: Sequence[Seen], *, most: int = MOST_ASKED, level: float = FOR_LISTS) -> WorkList:
    """Units in which two kinds of test fired in the same period or the next; each unit once, its latest period."""
    return listed(held(seen, level=level), most=most, level=level)


def listed(kept: Iterable[Seen], *, most: int = MOST_ASKED, level: float = FOR_LISTS) -> WorkList:
    """The same of signals that `held`, or something quicker for a whole country, has kept already."""
    by_unit: defaultdict[Hashable, list[Seen]] = defaultdict(list)
    for one in kept:
        by_unit[one.unit].append(one)
    asked = [found for unit, signals in by_unit.items() if (found := _asked(unit, signals)) is not None]
    asked.sort(key=lambda found: (-len({signal.test for signal in found.signals}), -_weight(found), str(found.unit)))
    return WorkList(tuple(asked[:most]), max(0, len(asked) - most), level * min(most, len(asked)))


def _asked(unit: Hashable, signals: list[Seen]) -> Asked | None:
    for period in sorted({one.period for one in signals}, reverse=True):
        near = [one for one in signals if one.period in (period, period - 1)]
        if len({one.signal.test for one in near}) >= FAMILIES_NEEDED:
            told = sorted((one.signal for one in near), key=lambda signal: -signal.size)
            return Asked(unit, period, tuple(told))
    return None


def _weight(found: Asked) -> float:
    return max((signal.size for signal in found.signals), default=0.0)


def precision(confirmed: int, as_reported: int) -> float | None:
    """The share of answered questions that were errors; None before any answer. A test under a fifth is retired."""
    answered = confirmed + as_reported
    return confirmed / answered if answered else None
