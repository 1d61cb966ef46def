"""All tests over the monthly series of many units, each finding with the indicators that it is about.

Months are whole numbers, so that the next one is one more. What is true of a whole series (last digits, too little
variance) is said of the unit's last month. Only numbers that were stated exactly are looked at; nothing is filled in.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from chungtay.results.analysis.signals.digits import LEAST, last_digits
from chungtay.results.analysis.signals.families import Seen
from chungtay.results.analysis.signals.outlying import unlike_own
from chungtay.results.analysis.signals.repeats import Row, constant_growth, copied, running_total, same_rows
from chungtay.results.analysis.signals.spread import too_even
from chungtay.results.analysis.signals.verdicts import Signal

TESTS = ("copied_row", "copied_unit", "last_digit", "too_even", "unlike_own", "constant_growth", "running_total")
"""In the order in which they are listed."""
Months = Mapping[int, Row]
"""Rows of one unit by month: the number of each indicator."""


@dataclass(frozen=True)
class Tested(Seen):
    """A signal with the indicators that it is about."""

    about: tuple[str, ...] = ()


def screened(units: Mapping[str, Months], *, retired: Collection[str] = ()) -> list[Tested]:
    """Every test of every unit that is not retired, flagged or not: families need those that stayed silent, too."""
    found = [one for unit, months in units.items() if months for one in _of_unit(unit, months)]
    found += _among(units)
    return [one for one in found if one.signal.test not in retired]


def _of_unit(unit: str, months: Months) -> Iterator[Tested]:
    last = max(months)
    for month in sorted(months):
        if (before := months.get(month - 1)) is not None:
            yield Tested(unit, month, copied(months[month], before), equal_codes(months[month], before))
            yield Tested(unit, month, constant_growth(before, months[month]), tuple(months[month]))
    series = series_of(months)
    pooled = {code: numbers for code, numbers in series.items() if float(np.median(numbers)) >= LEAST}
    digits = last_digits([number for numbers in pooled.values() for number in numbers])
    yield Tested(unit, last, digits, tuple(pooled))
    for code, numbers in series.items():
        yield Tested(unit, last, too_even(numbers), (code,))
        yield Tested(unit, last, running_total(numbers), (code,))
        if code in months[last]:
            yield Tested(unit, last, unlike_own(numbers[:-1], numbers[-1]), (code,))


def series_of(months: Months) -> dict[str, list[int]]:
    """Of each indicator its numbers in order."""
    found: defaultdict[str, list[int]] = defaultdict(list)
    for month in sorted(months):
        for code, number in months[month].items():
            found[code].append(number)
    return found


def _among(units: Mapping[str, Months]) -> list[Tested]:
    """Rows that another unit sent for the same month; only whole rows that are the same come to the test."""
    by_month: defaultdict[int, list[tuple[str, Row]]] = defaultdict(list)
    for unit, months in units.items():
        for month, row in months.items():
            by_month[month].append((unit, row))
    found = []
    for month, rows in by_month.items():
        told = dict(rows)
        for group in same_rows(rows):
            for one, other in combinations(map(str, group), 2):
                signal = copied(told[one], told[other])
                named = Signal("copied_unit", signal.verdict, None, signal.size, signal.why)
                found += [Tested(unit, month, named, equal_codes(told[one], told[other])) for unit in (one, other)]
    return found


def equal_codes(row: Row, other: Row) -> tuple[str, ...]:
    """Indicators above nought that are the same in both rows."""
    return tuple(code for code, number in row.items() if number > 0 and other.get(code) == number)
