"""Communes are added at once where they are asked about, unless the same days may be counted twice on the way."""

from datetime import date

from chungtay.kernel.periods import calendar_year
from chungtay.results.warehouse.layout import day_number
from chungtay.results.warehouse.pools import DIRECT, Asked, Pools, Tree, pools_of

END, START = day_number(date(2025, 6, 30)), day_number(date(2025, 7, 1))
# The country 0 holds the province 1 of today, which holds the old province 2 with its commune 3, and the new commune 4.
TREE = Tree(
    (None, 0, 1, 2, 1),
    (0, 1, 1, 3, 3),
    (0, 1, 2, 3, 2),
    (4, 4, 3, 3, 4),
    ((None, None), (START, None), (None, END), (None, END), (START, None)),
)


def pools(*years: int, last: bool = False, living: bool = True) -> Pools:
    asked = Asked(frozenset({1, 2}), living, may_be_direct=True)
    return pools_of(TREE, asked, range(5), tuple(calendar_year(year) for year in years), last=last)


def test_before_a_reform_an_old_province_is_its_communes_and_nothing_is_put_together() -> None:
    found = pools(2024)
    assert [(parent, depth) for _, parent, depth, *_ in found.groups] == [(2, DIRECT)]
    assert found.depths == ()


def test_in_its_year_old_and_new_communes_are_told_apart() -> None:
    found = pools(2025)
    assert {(parent, depth, *life) for _, parent, depth, *life in found.groups} == {
        (1, 2, None, END),
        (1, 2, START, None),
    }
    assert found.depths == (1,)


def test_periods_with_the_same_stops_share_their_pools() -> None:
    found = pools(2023, 2024, 2025)
    assert found.shifts == (0, 0, 5)


def test_an_old_province_that_counts_in_another_asked_one_is_put_together_with_it() -> None:
    found = pools(2024, living=False)
    assert DIRECT not in {depth for _, _, depth, *_ in found.groups}
    assert found.depths == (2, 1)
