"""Rows that are copied, and the same growth everywhere.

Two independent counts of mean L are equal with probability exp(-2L) I0(2L). Real counts vary more, so this bounds from
above. Hidden from the test: indicators with a mean under 5, for equal small numbers are nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from itertools import pairwise

from scipy.special import ive

from chungtay.kernel.errors import Both
from chungtay.results.analysis.signals.verdicts import Signal, Verdict, not_applicable

SMALL = 5
EQUAL_NEEDED = 4
RARE = 1e-6
MOST_EQUAL, OF_AT_LEAST = 0.9, 8
GROWTHS_NEEDED = 5

Row = Mapping[str, int]


def chance_equal(mean: float) -> float:
    """P(two independent Poisson counts of this mean are equal)."""
    return float(ive(0, 2 * mean))


def copied(row: Row, other: Row) -> Signal:
    """Whether one row of indicators repeats another: of the period before, or of another commune."""
    test = "copied_row"
    shared = [code for code in row if code in other and row[code] > 0 and other[code] > 0]
    told = [code for code in shared if (row[code] + other[code]) / 2 >= SMALL]
    if len(told) < EQUAL_NEEDED:
        return not_applicable(
            test, "chưa đủ 4 chỉ tiêu khác 0 để so", "fewer than 4 indicators above nought to compare"
        )
    equal = [code for code in told if row[code] == other[code]]
    chance = 1.0
    for code in equal:
        chance *= chance_equal(row[code])
    same = sum(row[code] == other[code] for code in shared)
    nearly_all = len(shared) >= OF_AT_LEAST and same >= MOST_EQUAL * len(shared)
    flagged = (len(equal) >= EQUAL_NEEDED and chance < RARE) or nearly_all
    why = Both(
        f"{same} trong {len(shared)} chỉ tiêu khác 0 giống hệt nhau", f"{same} of {len(shared)} indicators are equal"
    )
    return Signal(test, Verdict.FLAGGED if flagged else Verdict.CLEAR, chance, same / max(1, len(shared)), why)


def same_rows(rows: Iterable[tuple[Hashable, Row]]) -> list[list[Hashable]]:
    """Groups of keys whose whole row of numbers above nought is the same: at least eight of them, exact."""
    by_row: defaultdict[tuple[tuple[str, int], ...], list[Hashable]] = defaultdict(list)
    for key, row in rows:
        told = tuple(sorted((code, value) for code, value in row.items() if value > 0))
        if len(told) >= OF_AT_LEAST:
            by_row[told].append(key)
    return [keys for keys in by_row.values() if len(keys) > 1]


def constant_growth(before: Row, now: Row) -> Signal:
    """The same growth, to a whole percent and other than none, in five indicators or more."""
    test = "constant_growth"
    growth: defaultdict[int, int] = defaultdict(int)
    told = [code for code in now if before.get(code, 0) >= 20 and now[code] > 0]
    if len(told) < GROWTHS_NEEDED:
        return not_applicable(test, "chưa đủ 5 chỉ tiêu từ 20 trở lên", "fewer than 5 indicators of 20 or more")
    for code in told:
        share = (now[code] / before[code] - 1) * 100
        if round(share) and round(before[code] * (1 + round(share) / 100)) == now[code]:
            growth[round(share)] += 1
    if not growth:
        return Signal(test, Verdict.CLEAR)
    share, times = max(growth.items(), key=lambda item: item[1])
    flagged = times >= GROWTHS_NEEDED
    why = Both(f"{times} chỉ tiêu cùng tăng đúng {share:+d} %", f"{times} indicators grew by exactly {share:+d}%")
    return Signal(test, Verdict.FLAGGED if flagged else Verdict.CLEAR, None, times / len(told), why)


def running_total(values: Sequence[float]) -> Signal:
    """A total since the beginning of the year sent as each month's own: six months that only rise, threefold."""
    test = "running_total"
    if len(values) < 6:
        return Signal(test, Verdict.NOT_ENOUGH_HISTORY)
    longest = run = 1
    first, ends = values[0], (values[0], values[0])
    for earlier, later in pairwise(values):
        run, first = (run + 1, first) if later > earlier else (1, later)
        if run > longest:
            longest, ends = run, (first, later)
    rises = ends[0] > 0 and ends[1] / ends[0] >= 3
    why = Both(f"{longest} kỳ liền chỉ tăng", f"{longest} periods in a row only rise")
    return Signal(test, Verdict.FLAGGED if longest >= 6 and rises else Verdict.CLEAR, None, float(longest), why)
