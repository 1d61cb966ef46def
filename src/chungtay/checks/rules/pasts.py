"""Earlier numbers of many series: gathered once, then asked for each figure of a report, or of a year of reports.

The months in which a series was stated are nearly always those of the next one. So which of them lie before a report,
once each, is worked out once for all series that were stated at the same times (a `shape`), and not for each.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from chungtay.checks.rules.outliers import median
from chungtay.checks.rules.units import admits

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date
    from decimal import Decimal

    from chungtay.kernel.periods import Period
    from chungtay.ledger.types import Claim
    from chungtay.reference.indicators.catalogue import Definition

Named = tuple[str, str, int, str]
"""Indicator, cell, place and status: what is counted where, whatever the time."""
Times = tuple["Time", ...]


class Time(NamedTuple):
    """When a number was counted, how far its report goes before others, and the day on which its report begins."""

    start: date
    end: date
    rank: int
    begun: date | None


@dataclass(slots=True)
class _Stated:
    """One series in the order in which it was heard of."""

    shape: Times
    values: list[Decimal]
    sizes: list[float]


@dataclass
class Past:
    """Earlier exact numbers of one series, oldest first, each period once. Read, not changed: parts are shared.

    `months`: the running number of the month (year × 12 + month) in which each ends; `spans` its first and last day.
    """

    spans: tuple[tuple[date, date], ...]
    months: list[int]
    values: list[Decimal]
    sizes: list[float]

    @cached_property
    def usual(self) -> float:
        """The median of the sizes, of which there must be one at least."""
        return median(self.sizes)


NOTHING = Past((), [], [], [])


class Pasts:
    """All exact numbers that were heard of, in units of their indicators."""

    def __init__(self, definitions: Mapping[str, Definition]) -> None:
        self._definitions = definitions
        self._series: dict[Named, _Stated] = {}
        self._longer: dict[tuple[int, int], Times] = {}
        self._times: dict[Time, Time] = {}

    def __bool__(self) -> bool:
        return bool(self._series)

    def hear(self, claims: Iterable[Claim], rank: int, begun: date | None = None) -> None:
        """Add the exact numbers among these. Of one period the number of the lowest rank is taken, of several such the
        one heard first. `begun`: the first day of the report that states them, where `before` is to ask for it."""
        times: dict[int, Time] = {}  # By identity: periods are shared, and comparing dates costs more than the rest.
        alive = []
        for claim in claims:
            quantity, indicator = claim.quantity, claim.indicator
            if quantity is None or not quantity.is_exact or indicator not in self._definitions:
                continue
            if claim.unit and not admits(self._definitions[indicator], claim.unit):
                continue
            period = claim.period
            time = times.get(id(period))
            if time is None:
                alive.append(period)
                time = Time(period.start, period.end, rank, begun)
                time = times[id(period)] = self._times.setdefault(time, time)
            named = indicator, claim.cell, claim.place_id, claim.status._value_
            series = self._series.get(named)
            if series is None:
                series = self._series[named] = _Stated((), [], [])
            series.shape = self._with(series.shape, time)
            series.values.append(quantity.value)
            series.sizes.append(float(quantity.value))

    def _with(self, shape: Times, time: Time) -> Times:
        """The shape that is one time longer, the same object for all series: each is kept in `_longer`."""
        key = (id(shape), id(time))
        longer = self._longer.get(key)
        if longer is None:
            longer = self._longer[key] = (*shape, time)
        return longer

    def before(self, since: date | None = None, begun: date | None = None) -> Before:
        """Those of reports that begin from `since` up to the day before `begun`, where these are told."""
        return Before(self._series, since, begun)


class Before:
    """What stands before a report."""

    def __init__(self, series: Mapping[Named, _Stated], since: date | None, begun: date | None) -> None:
        self._series, self._since, self._begun = series, since, begun
        self._choices: dict[tuple[int, int], _Choice] = {}
        self._alive: list[Period] = []

    def of(self, named: Named, mine: Period) -> Past:
        """The numbers of a series over periods of like length that end before this one begins."""
        series = self._series.get(named)
        if series is None:
            return NOTHING
        key = (id(series.shape), id(mine))
        choice = self._choices.get(key)
        if choice is None:
            self._alive.append(mine)
            choice = self._choices[key] = self._chosen(series.shape, mine)
        values, sizes = series.values, series.sizes
        return Past(choice.spans, choice.months, [values[n] for n in choice.at], [sizes[n] for n in choice.at])

    def _chosen(self, shape: Times, mine: Period) -> _Choice:
        days, known, chosen = mine.days, None, []
        for n, time in sorted(enumerate(shape), key=lambda numbered: (*numbered[1][:3], numbered[0])):
            span = time.start, time.end
            if time.end >= mine.start or span == known or not self._is_within(time.begun):
                continue
            known = span
            if _alike((time.end - time.start).days + 1, days):
                chosen.append((n, span))
        months = [end.year * 12 + end.month for _, (_, end) in chosen]
        return _Choice(tuple(n for n, _ in chosen), tuple(span for _, span in chosen), months)

    def _is_within(self, begun: date | None) -> bool:
        if begun is None:
            return True
        return (self._since is None or self._since <= begun) and (self._begun is None or begun < self._begun)


class _Choice(NamedTuple):
    """Which numbers of every series of one shape stand before a period."""

    at: tuple[int, ...]
    spans: tuple[tuple[date, date], ...]
    months: list[int]


def merged(first: Past, second: Past) -> Past:
    """Both as one; of one period the number of the first is taken."""
    if not second.spans or not first.spans:
        return first if first.spans else second
    both = sorted([*_rows(first), *(row for row in _rows(second) if row[0] not in set(first.spans))])
    spans, months, values, sizes = zip(*both, strict=True)
    return Past(spans, list(months), list(values), list(sizes))


def _rows(past: Past) -> Iterable[tuple[tuple[date, date], int, Decimal, float]]:
    return zip(past.spans, past.months, past.values, past.sizes, strict=True)


def _alike(days: int, others: int) -> bool:
    """Months differ by a day or three: lengths within a tenth are one kind of period."""
    return days * 10 >= others * 9 and others * 10 >= days * 9
