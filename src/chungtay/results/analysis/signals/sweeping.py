"""The tests of `screening` over the series of a whole country at once: arrays in, few flags out.

Series come indicator by indicator; of each, what its own tests say is kept where it could stay flagged, and what tests
of whole rows need is added up by unit and month. So memory grows with units and months and not with indicators, and no
number becomes an object. What is flagged here is what `screening` flags over the same numbers (a test compares them);
`Sweep.flags` may give a row of equal growth or an equal row too many, which `told_of` drops.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy import special

from chungtay.results.analysis.signals import digits as of_digits
from chungtay.results.analysis.signals import repeats, spread
from chungtay.results.analysis.signals.families import FAMILIES_NEEDED, FOR_LISTS
from chungtay.results.analysis.signals.screening import Months, Tested, equal_codes, series_of
from chungtay.results.analysis.signals.series_at_once import OwnTests, own_tests, running_totals
from chungtay.results.analysis.signals.verdicts import Signal

Whole = NDArray[np.int64]
Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]

_BUCKETS: Final = 32
"""Percentages of growth are counted modulo this many: rows in which one bucket is full are looked at again."""
_MIXED: Final = 0x9E3779B97F4A7C15
_AT_ONCE: Final = 512
"""Series worked on at once."""
_NARROW: Final = 1 << 30
"""Numbers below are worked on in half the room."""


@dataclass(frozen=True)
class Flag:
    """A test that stays flagged after its family's false discoveries. `codes`: the series, where it is about one; of
    "copied_unit" the other units' positions."""

    unit: int
    month: int
    test: str
    codes: tuple[str, ...] = ()
    others: tuple[int, ...] = ()


@dataclass
class _Hits:
    """Of one test of single series: the chances under the level, and how many series were tested by unit."""

    tested: Whole
    found: list[tuple[Whole, Whole, Floats, Mask]] = field(default_factory=list)


class Sweep:
    """Numbers of units (positions from 0) over consecutive months (positions from 0)."""

    def __init__(self, units: int, months: int, *, level: float = FOR_LISTS) -> None:
        self.units, self.months, self.level = units, months, level
        self.numbers = 0
        self.codes: list[str] = []
        self._last = np.full(units, -1, dtype=np.int64)
        self._own = np.zeros((units, months), dtype=np.int32)
        self._unlike, self._even = _Hits(np.zeros(0, np.int64)), _Hits(np.zeros(units, dtype=np.int64))
        self._unlike_last: list[Whole] = []
        self._running: list[tuple[Whole, int]] = []
        self.digits = np.zeros((units, 10), dtype=np.int64)
        self._pooled, self._pooled_large = np.zeros(units, dtype=np.int64), np.zeros(units, dtype=np.int64)
        shape = (units, months)
        self._shared, self._same, self._told, self._equal = (np.zeros(shape, dtype=np.int16) for _ in range(4))
        self._logged = np.zeros(shape)
        self._positive = np.zeros(shape, dtype=np.int16)
        self._hashes = np.zeros(shape, dtype=np.uint64)
        self._grown = np.zeros(shape, dtype=np.int16)
        self._growths = np.zeros((*shape, _BUCKETS), dtype=np.uint16)

    @property
    def seen(self) -> int:
        """How many units have any number."""
        return int((self._last >= 0).sum())

    def add(self, code: str, units: Whole, values: Whole, stated: Mask, *, is_flow: bool = True) -> None:
        """The numbers of one series of each of some units, each unit once; 0 where nothing was stated. What stands from
        month to month (no flow) is no part of the tests of whole rows, nor of last digits: it repeats by itself."""
        number = len(self.codes)
        self.codes.append(code)
        if values.size and int(values.max()) < _NARROW and int(values.min()) > -_NARROW:
            values = values.astype(np.int32)
        # What is worked on at once stays in the processor's own memory.
        for first in range(0, len(units), _AT_ONCE):
            some = slice(first, first + _AT_ONCE)
            self._add(number, units[some], values[some], stated[some], is_flow=is_flow)

    def _add(self, number: int, units: Whole, values: Whole, stated: Mask, *, is_flow: bool) -> None:
        told = own_tests(values, stated, self.level)
        self.numbers += int(told.count.sum())
        self._last[units] = np.maximum(self._last[units], told.last)
        self._series(number, units, told)
        if not is_flow:
            return
        running = running_totals(values, stated, told.count)
        if running.any():
            self._running.append((units[running], number))
        self._digits(units, values, stated, told.median >= of_digits.LEAST)
        self._rows(number, units, values)

    def _series(self, number: int, units: Whole, told: OwnTests) -> None:
        self._own[units[told.unlike_tested], told.last[told.unlike_tested]] += 1
        some = told.unlike_chance <= self.level
        hits = (units[some], np.full(int(some.sum()), number), told.unlike_chance[some], told.unlike_flagged[some])
        self._unlike.found.append(hits)
        self._unlike_last.append(told.last[some])
        self._even.tested[units[told.even_tested]] += 1
        some = told.even_chance <= self.level
        hits = (units[some], np.full(int(some.sum()), number), told.even_chance[some], told.even_flagged[some])
        self._even.found.append(hits)

    def _digits(self, units: Whole, values: Whole, stated: Mask, pooled: Mask) -> None:
        if not pooled.any():
            return
        numbers, given, of = values[pooled], stated[pooled], units[pooled]
        self._pooled[of] += given.sum(axis=1)
        large = given & (numbers >= of_digits.LEAST)
        self._pooled_large[of] += large.sum(axis=1)
        row, _ = np.nonzero(large)
        kept = numbers[large]
        found = np.bincount(of[row] * 10 + kept % 10, minlength=self.units * 10)
        self.digits += found.reshape(self.units, 10)

    def _rows(self, number: int, units: Whole, values: Whole) -> None:
        """What tests of whole rows add up. Nought and what was not stated are the same to them but for growth, which
        asks for numbers of twenty before and above nought now."""
        positive = values > 0
        before, now = values[:, :-1], values[:, 1:]
        shared = positive[:, 1:] & positive[:, :-1]
        same = shared & (now == before)
        told = shared & (now + before >= 2 * repeats.SMALL)
        equal = told & same
        for sums, more in ((self._shared, shared), (self._same, same), (self._told, told), (self._equal, equal)):
            sums[units, 1:] += more
        row, column = np.nonzero(equal)
        self._logged[units[row], column + 1] += np.log(special.ive(0, 2.0 * now[row, column]))
        self._positive[units] += positive
        # Each indicator's numbers times a large odd number of its own: rows are the same where their sums are.
        times = np.uint64((2 * number + 1) * _MIXED % (1 << 64) | 1)
        self._hashes[units] += values.astype(np.uint64) * times * (times >> np.uint64(17) | np.uint64(1))
        self._growth(units, before, now)

    def _growth(self, units: Whole, before: Whole, now: Whole) -> None:
        large = (before >= 20) & (now > 0)
        self._grown[units, 1:] += large
        old = np.where(large, before, 1).astype(np.float64)
        share = np.rint((now / old - 1) * 100)
        exact = large & (share != 0) & (np.rint(old * (1 + share / 100)) == now)
        row, column = np.nonzero(exact)
        bucket = share[row, column].astype(np.int64) % _BUCKETS
        self._growths[units[row], column + 1, bucket] += 1

    def flags(self, *, retired: Collection[str] = ()) -> list[Flag]:
        """All that stays flagged, of units in which two kinds of test did in a month or the next."""
        found: Iterator[Flag] = (flag for one in self._tests() for flag in one() if flag.test not in retired)
        by_unit: defaultdict[int, list[Flag]] = defaultdict(list)
        for flag in found:
            by_unit[flag.unit].append(flag)
        return [flag for flags in by_unit.values() if _two_near(flags) for flag in flags]

    def _tests(self) -> tuple[Callable[[], Iterable[Flag]], ...]:
        return (
            self._copied_rows,
            self._copied_units,
            self._last_digits,
            self._too_even,
            self._unlike_own,
            self._constant_growth,
            self._running_totals,
        )

    def _copied_rows(self) -> Iterator[Flag]:
        for month in range(1, self.months):
            told, shared = self._told[:, month], self._shared[:, month]
            tested = np.flatnonzero(told >= repeats.EQUAL_NEEDED)
            logged, same = self._logged[tested, month], self._same[tested, month]
            rare = (self._equal[tested, month] >= repeats.EQUAL_NEEDED) & (logged < np.log(repeats.RARE))
            shared_here = shared[tested]
            nearly = (shared_here >= repeats.OF_AT_LEAST) & (same >= repeats.MOST_EQUAL * shared_here)
            kept = (rare | nearly) & (np.exp(logged) <= _bound(np.exp(logged), len(tested), self.level))
            yield from (Flag(int(unit), month, "copied_row") for unit in tested[kept])

    def _copied_units(self) -> Iterator[Flag]:
        for month in range(self.months):
            some = np.flatnonzero(self._positive[:, month] >= repeats.OF_AT_LEAST)
            _, which, count = np.unique(self._hashes[some, month], return_inverse=True, return_counts=True)
            groups: defaultdict[int, list[int]] = defaultdict(list)
            for unit, group in zip(some[count[which] > 1], which[count[which] > 1], strict=True):
                groups[int(group)].append(int(unit))
            for members in groups.values():
                for unit in members:
                    others = tuple(other for other in members if other != unit)
                    yield Flag(unit, month, "copied_unit", (), others)

    def _last_digits(self) -> Iterator[Flag]:
        large, every = self._pooled_large, self._pooled
        tested = np.flatnonzero((large >= of_digits.NEEDED) & (large >= every / 2))
        counts = self.digits[tested].astype(np.float64)
        middle = counts.mean(axis=1, keepdims=True)
        statistic = ((counts - middle) ** 2 / middle).sum(axis=1)
        chance = special.chdtrc(9, statistic)
        flagged = (chance < of_digits.RARE) & (np.sqrt(statistic / counts.sum(axis=1)) >= of_digits.STRONG)
        for month, members in _by(self._last[tested]):
            kept = flagged[members] & (chance[members] <= _bound(chance[members], len(members), self.level))
            yield from (Flag(int(unit), month, "last_digit") for unit in tested[members[kept]])

    def _too_even(self) -> Iterator[Flag]:
        units, codes, chance, flagged = _joined(self._even.found)
        tested = self._counted(self._even.tested)
        yield from self._of_series("too_even", units, codes, chance, flagged, self._last[units], tested)

    def _unlike_own(self) -> Iterator[Flag]:
        units, codes, chance, flagged = _joined(self._unlike.found)
        last = np.concatenate([np.zeros(0, np.int64), *self._unlike_last])
        now = last == self._last[units]
        known = self._last >= 0
        own = self._own[np.flatnonzero(known), self._last[known]]
        tested = np.bincount(self._last[known], weights=own, minlength=self.months).astype(np.int64)
        given = (units[now], codes[now], chance[now], flagged[now], last[now])
        yield from self._of_series("unlike_own", *given, tested)

    def _of_series(
        self, test: str, units: Whole, codes: Whole, chance: Floats, flagged: Mask, months: Whole, tested: Whole
    ) -> Iterator[Flag]:
        for month, members in _by(months):
            held = flagged[members] & (chance[members] <= _bound(chance[members], int(tested[month]), self.level))
            for at in members[held]:
                yield Flag(int(units[at]), month, test, (self.codes[int(codes[at])],))

    def _counted(self, by_unit: Whole) -> Whole:
        known = self._last >= 0
        return np.bincount(self._last[known], weights=by_unit[known], minlength=self.months).astype(np.int64)

    def _constant_growth(self) -> Iterator[Flag]:
        many = (self._growths.max(axis=2) >= repeats.GROWTHS_NEEDED) & (self._grown >= repeats.GROWTHS_NEEDED)
        yield from (
            Flag(int(unit), int(month), "constant_growth") for unit, month in zip(*np.nonzero(many), strict=True)
        )

    def _running_totals(self) -> Iterator[Flag]:
        for units, code in self._running:
            for unit in units:
                yield Flag(int(unit), int(self._last[unit]), "running_total", (self.codes[code],))


def involved(flags: Iterable[Flag]) -> list[int]:
    """Units whose numbers `told_of` asks for."""
    return sorted({unit for flag in flags for unit in (flag.unit, *flag.others)})


def told_of(flags: Iterable[Flag], names: Callable[[int], str], rows: Callable[[int], Months]) -> Iterator[Tested]:
    """Flags with the sentences of `screening`, by units' names and numbers; what was flagged by a full bucket alone is
    dropped."""
    for flag in flags:
        months = rows(flag.unit)
        for signal, about in _signals(flag, months, rows):
            if signal.is_flagged:
                yield Tested(names(flag.unit), flag.month, signal, about)


def _signals(flag: Flag, months: Months, rows: Callable[[int], Months]) -> Iterator[tuple[Signal, tuple[str, ...]]]:
    if flag.test in ("copied_row", "constant_growth"):
        now, before = months[flag.month], months[flag.month - 1]
        if flag.test == "copied_row":
            yield repeats.copied(now, before), equal_codes(now, before)
        else:
            yield repeats.constant_growth(before, now), tuple(now)
    elif flag.test == "copied_unit":
        for other in flag.others:
            now, theirs = months[flag.month], rows(other)[flag.month]
            found = repeats.copied(now, theirs)
            yield Signal("copied_unit", found.verdict, None, found.size, found.why), equal_codes(now, theirs)
    else:
        yield from _of_numbers(flag, months)


def _of_numbers(flag: Flag, months: Months) -> Iterator[tuple[Signal, tuple[str, ...]]]:
    from chungtay.results.analysis.signals.outlying import unlike_own

    series = series_of(months)
    if flag.test == "last_digit":
        pooled = {code: given for code, given in series.items() if float(np.median(given)) >= of_digits.LEAST}
        yield of_digits.last_digits([one for given in pooled.values() for one in given]), tuple(pooled)
        return
    numbers = series[flag.codes[0]]
    if flag.test == "too_even":
        yield spread.too_even(numbers), flag.codes
    elif flag.test == "running_total":
        yield repeats.running_total(numbers), flag.codes
    else:
        yield unlike_own(numbers[:-1], numbers[-1]), flag.codes


def _bound(chances: Floats, tested: int, level: float) -> float:
    """The greatest chance that Benjamini and Hochberg let stand among so many tests; -1 where none does. Chances over
    the level may be left out: they never matter."""
    ordered = np.sort(chances)
    stands = ordered * tested / np.arange(1, len(ordered) + 1) <= level
    return float(ordered[np.flatnonzero(stands)[-1]]) if stands.any() else -1.0


def _by(months: Whole) -> Iterator[tuple[int, Whole]]:
    for month in np.unique(months[months >= 0]):
        yield int(month), np.flatnonzero(months == month)


def _joined(found: list[tuple[Whole, Whole, Floats, Mask]]) -> tuple[Whole, Whole, Floats, Mask]:
    empty = (np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0), np.zeros(0, np.bool_))
    units, codes, chance, flagged = zip(empty, *found, strict=True)
    return np.concatenate(units), np.concatenate(codes), np.concatenate(chance), np.concatenate(flagged)


def _two_near(flags: list[Flag]) -> bool:
    tests: defaultdict[int, set[str]] = defaultdict(set)
    for flag in flags:
        tests[flag.month].add(flag.test)
    return any(len(found | tests.get(month - 1, set())) >= FAMILIES_NEEDED for month, found in list(tests.items()))
