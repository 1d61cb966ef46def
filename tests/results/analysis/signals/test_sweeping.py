"""All tests over a whole country at once say what they say one by one."""

from __future__ import annotations

import random

import numpy as np
import pytest

from chungtay.results.analysis.signals.families import held, listed, work_list
from chungtay.results.analysis.signals.screening import TESTS, Months, screened
from chungtay.results.analysis.signals.sweeping import Sweep, told_of

MEANS = (0.4, 3, 8, 9.5, 14, 35, 80, 300, 2_000, 60)


def _country(seed: int, units: int = 60, months: int = 26) -> list[dict[int, dict[str, int]]]:
    """Honest counts, bursts and gaps, with what each test looks for laid into some of them."""
    chance = random.Random(seed)
    drawn = np.random.default_rng(seed)
    found: list[dict[int, dict[str, int]]] = []
    for unit in range(units):
        rows = {}
        for month in range(months - 3 * (unit % 7 == 6)):
            row = {
                f"c{at}": int(drawn.poisson(mean * (1 + 2 * (unit % 5 == 4 and month == 9))))
                for at, mean in enumerate(MEANS)
            }
            rows[month] = {code: number for code, number in row.items() if chance.random() > 0.05}
        last = max(rows)
        for at in range(months):
            if unit in (1, 2) and at in rows:
                rows[at] = {code: round(number, -1) for code, number in rows[at].items()}
            if unit in (3, 4) and at in rows:
                rows[at] |= {"c4": 14 + at % 2, "c7": 300, "c8": 100 * (at + 1)}
        if unit % 9 == 1:
            rows[last] = dict(rows[last - 1])
        if unit % 9 == 3:
            rows[last] = {code: round(number * 1.05) for code, number in rows[last - 1].items()} | {"c0": 9, "c6": 0}
        if unit % 9 == 5:
            rows[last] |= {"c1": 30, "c5": 900, "c3": 41}
        found.append(rows)
    found[11][20] = dict(found[12][20])
    return found


def _swept(country: list[dict[int, dict[str, int]]], retired: frozenset[str] = frozenset()) -> list[object]:
    months = 1 + max(max(rows) for rows in country)
    sweep = Sweep(len(country), months)
    for code in (f"c{at}" for at in range(len(MEANS))):
        values = np.array([[rows.get(m, {}).get(code, 0) for m in range(months)] for rows in country], dtype=np.int64)
        stated = np.array([[code in rows.get(m, {}) for m in range(months)] for rows in country])
        some = np.flatnonzero(stated.any(axis=1))
        sweep.add(code, some, values[some], stated[some])
    rows: list[Months] = list(country)
    return list(told_of(sweep.flags(retired=retired), str, rows.__getitem__))


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_sweep_asks_whom_the_tests_one_by_one_ask_and_says_why_in_the_same_words(seed: int) -> None:
    country = _country(seed)
    seen = screened({str(unit): rows for unit, rows in enumerate(country)})
    swept = _swept(country)
    assert listed(swept) == work_list(seen)  # type: ignore[arg-type]
    asked = {one.unit for one in listed(swept, most=1_000).asked}  # type: ignore[arg-type]
    every = {(one.unit, one.period, one.signal) for one in held(seen) if one.unit in asked}
    assert {(one.unit, one.period, one.signal) for one in swept if one.unit in asked} == every  # type: ignore[attr-defined]
    assert len({signal.test for _, _, signal in every}) >= 5


def test_a_test_that_is_retired_is_not_swept_for() -> None:
    told = {one.signal.test for one in _swept(_country(1), frozenset(TESTS[:1]))}  # type: ignore[attr-defined]
    assert told
    assert "copied_row" not in told
