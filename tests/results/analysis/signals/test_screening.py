"""Tests over many units' months: who is asked, and who is not."""

import random

from chungtay.results.analysis.signals.families import work_list
from chungtay.results.analysis.signals.screening import screened

CODES = tuple(f"flow.{number}" for number in range(8))


def _units(count: int = 30, months: int = 12) -> dict[str, dict[int, dict[str, int]]]:
    chance = random.Random(5)
    return {
        f"xa {n}": {
            m: {code: round(chance.gauss(60 + 40 * at, 1.6 * (60 + 40 * at) ** 0.5)) for at, code in enumerate(CODES)}
            for m in range(months)
        }
        for n in range(count)
    }


def test_a_unit_that_rounds_and_copies_its_month_is_asked_and_its_honest_neighbours_are_not() -> None:
    units = _units()
    rounded = {m: {code: round(v, -1) for code, v in row.items()} for m, row in units["xa 3"].items()}
    units["xa 3"] = rounded | {11: rounded[10]}
    found = work_list(screened(units))
    assert [one.unit for one in found.asked] == ["xa 3"]
    assert {"copied_row", "last_digit"} <= {signal.test for signal in found.asked[0].signals}


def test_one_kind_of_test_alone_asks_nobody() -> None:
    units = _units()
    units["xa 3"] = units["xa 3"] | {11: units["xa 3"][10]}
    assert work_list(screened(units)).asked == ()


def test_a_retired_test_counts_for_nothing() -> None:
    units = _units()
    rounded = {m: {code: round(v, -1) for code, v in row.items()} for m, row in units["xa 3"].items()}
    units["xa 3"] = rounded | {11: rounded[10]}
    assert work_list(screened(units, retired={"copied_row"})).asked == ()


def test_two_units_that_send_the_same_month_are_both_told_of_it() -> None:
    units = _units(4)
    units["xa 2"] = units["xa 2"] | {11: units["xa 1"][11]}
    flagged = {one.unit for one in screened(units) if one.signal.test == "copied_unit" and one.signal.is_flagged}
    assert flagged == {"xa 1", "xa 2"}
