"""A number beside its own series: published examples, exact predictions, and what no number of values can tell."""

from __future__ import annotations

from math import exp, log

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chungtay.checks.rules.outliers import UNUSUAL, Answer, CountPrediction, judged, median, modified_z

A = [50, 51, 53, 59, 58, 55, 55, 52, 51, 58, 12, 91]
B = [41, 48, 45, 46, 49, 41, 41, 49, 42, 47, 11, 87]
TIETJEN_MOORE = [199.31, 199.53, 200.19, 200.82, 201.92, 201.95, 202.18, 245.57]
ROSNER = """-0.25 0.68 0.94 1.15 1.20 1.26 1.26 1.34 1.38 1.43 1.49 1.49 1.55 1.56 1.58 1.65 1.69 1.70 1.76 1.77
1.81 1.91 1.94 1.96 1.99 2.06 2.09 2.10 2.14 2.15 2.23 2.24 2.26 2.35 2.37 2.40 2.47 2.54 2.62 2.64
2.90 2.92 2.92 2.93 3.21 3.26 3.30 3.59 3.68 4.30 4.64 5.34 5.42 6.01"""
FEW = [3, 5, 4, 2, 6, 4, 3, 5, 4, 4, 3, 5]
STEADY = [98, 103, 100, 96, 105, 99, 101, 102, 97, 100, 104, 95]
COUNTS = st.lists(st.integers(min_value=0, max_value=10**6), min_size=8, max_size=40)


@pytest.mark.parametrize(
    ("values", "tested", "score"),
    [
        ([31, 34, 38, 81, 39, 33], 81, 10.1175),
        (A, 12, 8.094),
        (A, 91, 7.130),
        (B, 11, 6.649),
        (B, 87, 7.998),
        (TIETJEN_MOORE, 245.57, 29.96),
        ([5] * 11 + [50], 50, 9.57),
    ],
)
def test_the_modified_z_score_is_the_published_one(values: list[float], tested: float, score: float) -> None:
    assert modified_z(values, tested) == pytest.approx(score, abs=0.006)


def test_of_two_series_exactly_four_months_stand_out() -> None:
    found = [x for values in (A, B) for x in values if (modified_z(values, x) or 0) > 2]
    assert found == [12, 91, 11, 87]


def test_rosners_three_outliers_are_the_same_three() -> None:
    values = [float(x) for x in ROSNER.split()]
    assert [x for x in values if (modified_z(values, x) or 0) > UNUSUAL] == [5.34, 5.42, 6.01]


def test_the_masses_of_tietjen_and_moore_hold_one_outlier() -> None:
    assert all((modified_z(TIETJEN_MOORE, x) or 0) < 1.4 for x in TIETJEN_MOORE[:-1])


@pytest.mark.parametrize(("count", "chance"), [(8, 0.0610), (10, 0.0117), (12, 0.0017)])
def test_the_prediction_for_counts_gives_the_exact_tails(count: int, chance: float) -> None:
    assert CountPrediction(sum(FEW), len(FEW)).at_least(count) == pytest.approx(chance, abs=0.00005)


@given(total=st.integers(min_value=0, max_value=400), periods=st.integers(min_value=8, max_value=40))
def test_the_chances_of_all_counts_make_one(total: int, periods: int) -> None:
    prediction = CountPrediction(total, periods)
    top = int(prediction.mean + 12 * prediction.deviation) + 60
    assert sum(prediction.chance(n) for n in range(top)) == pytest.approx(1, abs=1e-9)


@given(
    total=st.integers(min_value=0, max_value=400), periods=st.integers(min_value=8, max_value=40), n=st.integers(0, 90)
)
def test_both_tails_of_a_count_and_its_own_chance_make_one(total: int, periods: int, n: int) -> None:
    prediction = CountPrediction(total, periods)
    below = sum(prediction.chance(k) for k in range(n))
    assert below + prediction.at_least(n) == pytest.approx(1, abs=1e-9)


@pytest.mark.parametrize("earlier", range(8))
def test_under_eight_earlier_numbers_nothing_is_said(earlier: int) -> None:
    assert judged([100] * earlier, 10**6).answer is Answer.NOT_ENOUGH_HISTORY


def test_a_number_like_the_others_is_usual() -> None:
    assert judged(STEADY, 103).answer is Answer.USUAL


@pytest.mark.parametrize(("tested", "is_above"), [(113, True), (87, False)])
def test_both_directions_are_unusual(tested: int, is_above: bool) -> None:
    found = judged(STEADY, tested)
    assert (found.answer, found.is_above) == (Answer.UNUSUAL, is_above)


def test_far_beyond_is_extreme_and_the_usual_range_is_told() -> None:
    found = judged(STEADY, 300)
    assert found.answer is Answer.EXTREME
    assert 80 < found.low < 95 < 105 < found.high < 120


@pytest.mark.parametrize("history", [STEADY, [120] * 12, [70, 140, 90, 83, 150, 60, 95, 170, 110]])
def test_a_sudden_zero_stands_out(history: list[int]) -> None:
    assert judged(history, 0).answer in (Answer.UNUSUAL, Answer.EXTREME)


def test_the_first_change_in_a_constant_series_is_told_and_not_suspected() -> None:
    assert judged([120] * 12, 121).answer is Answer.FIRST_CHANGE
    assert judged([5] * 12, 6).answer is Answer.FIRST_CHANGE
    assert judged([120] * 12, 120).answer is Answer.USUAL


def test_fifty_after_months_of_five_is_found_though_they_never_varied() -> None:
    assert judged([5] * 11, 50).answer is Answer.UNUSUAL


def test_a_mostly_constant_series_is_judged_by_its_mean_deviation() -> None:
    assert judged([50] * 11 + [52], 60).answer is Answer.EXTREME
    assert judged([50] * 6 + [60, 40, 58, 44], 57).answer is Answer.USUAL


def test_small_counts_are_judged_by_their_prediction() -> None:
    assert judged(FEW, 11).answer is Answer.USUAL
    found = judged(FEW, 15)
    assert (found.answer, found.low, found.high) == (Answer.UNUSUAL, 0, 12)


def test_one_after_a_year_of_none_is_a_first_change_and_three_is_unusual() -> None:
    assert judged([0] * 12, 1).answer is Answer.FIRST_CHANGE
    assert judged([0] * 12, 3).answer is Answer.UNUSUAL


def test_amounts_under_ten_and_counts_in_bursts_are_not_counted_with() -> None:
    assert judged([1.5] * 12, 2.5).answer is Answer.NOT_APPLICABLE
    assert judged([0] * 8 + [10_000], 3).answer is Answer.NOT_APPLICABLE


def test_a_series_that_spans_more_than_ten_times_is_judged_on_logarithms() -> None:
    growing = [round(20 * exp(log(40) * n / 11)) for n in range(12)]
    assert judged(growing, 900).answer is Answer.USUAL


@given(history=COUNTS, tested=st.integers(min_value=0, max_value=10**9))
def test_an_unusual_number_lies_outside_the_range_that_is_told(history: list[int], tested: int) -> None:
    found = judged(history, tested)
    if found.answer in (Answer.UNUSUAL, Answer.EXTREME):
        assert tested <= found.low + 1e-6 * (1 + found.low) or tested >= found.high - 1e-6 * (1 + found.high)


@given(history=COUNTS.filter(lambda values: len(values) % 2 == 1))
def test_the_middle_number_of_a_series_is_never_unusual_in_it(history: list[int]) -> None:
    assert judged(history, median(history)).answer not in (Answer.UNUSUAL, Answer.EXTREME)


def seasonal(years: int) -> list[int]:
    """A month in five is three times as busy; a little noise that is the same in each run."""
    return [(300 if n % 12 == 3 else 100) + (n * 7) % 5 for n in range(12 * years)]


def test_the_busy_month_of_each_year_is_no_news_after_three_years() -> None:
    months = list(range(24_000, 24_000 + 40))
    history = seasonal(4)[:39]
    assert judged(history, 301, months).answer is Answer.USUAL
    assert judged(history, 301).answer is Answer.EXTREME


def test_the_busy_month_that_is_as_quiet_as_the_others_is_found() -> None:
    months = list(range(24_000, 24_000 + 40))
    assert judged(seasonal(4)[:39], 100, months).answer is Answer.EXTREME


def test_months_that_never_came_leave_the_season_where_it_was() -> None:
    kept = [n for n in range(39) if n % 11 != 5]
    history = [seasonal(4)[n] for n in kept]
    assert judged(history, 301, [24_000 + n for n in (*kept, 39)]).answer is Answer.USUAL
