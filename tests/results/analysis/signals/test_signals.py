"""Signals ask, and say when they do not apply."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chungtay.results.analysis.signals import digits, families, leading, outlying, recounts, repeats, spread
from chungtay.results.analysis.signals.families import Seen
from chungtay.results.analysis.signals.verdicts import Signal, Verdict

EVEN = [int(value) for value in np.random.default_rng(1).integers(100, 1000, size=400)]


def test_even_last_digits_are_clear() -> None:
    assert digits.last_digits(EVEN).verdict is Verdict.CLEAR


def test_numbers_that_mostly_end_in_nought_ask_for_a_look() -> None:
    heaped = [value - value % 10 if at % 2 else value for at, value in enumerate(EVEN)]
    found = digits.last_digits(heaped)
    assert found.is_flagged
    assert "0" in found.why.vi


def test_a_tiny_departure_in_a_long_list_is_no_signal() -> None:
    slightly = [value - value % 10 if at % 60 == 0 else value for at, value in enumerate(EVEN * 30)]
    found = digits.last_digits(slightly)
    assert found.chance is not None
    assert found.chance < 0.01
    assert found.verdict is Verdict.CLEAR, "strength decides, not length"


def test_small_counts_have_no_last_digit_to_speak_of() -> None:
    assert digits.last_digits([3, 5, 8, 12] * 50).verdict is Verdict.NOT_APPLICABLE


def test_a_years_months_of_one_commune_are_too_few() -> None:
    assert digits.last_digits(EVEN[:12]).verdict is Verdict.NOT_ENOUGH_HISTORY


def test_heaping_is_one_for_even_numbers() -> None:
    assert digits.heaping(list(range(1000)), 5) == digits.heaping(list(range(1000)), 10) == 1


def test_a_row_sent_again_asks_for_a_look() -> None:
    row = {"tips": 41, "patrols": 120, "meetings": 33, "trained": 250, "mediated": 18}
    assert repeats.copied(row, row).is_flagged


def test_a_row_of_small_numbers_that_repeats_is_nothing() -> None:
    row = {"tips": 1, "patrols": 2, "meetings": 3, "trained": 1, "mediated": 2}
    assert repeats.copied(row, row).verdict is Verdict.NOT_APPLICABLE


def test_rows_that_share_two_numbers_are_clear() -> None:
    row = {"tips": 41, "patrols": 120, "meetings": 33, "trained": 250}
    other = {"tips": 41, "patrols": 120, "meetings": 35, "trained": 244}
    assert repeats.copied(row, other).verdict is Verdict.CLEAR


def test_communes_with_the_same_row_are_found_together() -> None:
    row = {f"i{at}": at + 10 for at in range(8)}
    other = {**row, "i1": 99}
    assert repeats.same_rows([("a", row), ("b", other), ("c", dict(row))]) == [["a", "c"]]


def test_five_indicators_that_grow_alike_ask_for_a_look() -> None:
    before = {f"i{at}": 100 + 20 * at for at in range(6)}
    assert repeats.constant_growth(before, {code: round(value * 1.05) for code, value in before.items()}).is_flagged


def test_a_running_total_sent_as_months_is_seen() -> None:
    assert repeats.running_total([10, 21, 33, 41, 55, 62, 70]).is_flagged
    assert repeats.running_total([10, 21, 9, 41, 5, 62, 70]).verdict is Verdict.CLEAR


def test_counts_that_hardly_vary_ask_for_a_look() -> None:
    assert spread.too_even([50, 51, 50, 49, 50, 51, 50, 50, 49, 50, 50, 51]).is_flagged


def test_counts_that_vary_as_counts_do_are_clear() -> None:
    counts = np.random.default_rng(3).poisson(50, size=24)
    assert spread.too_even([float(value) for value in counts]).verdict is Verdict.CLEAR


def test_seven_months_tell_nothing_of_variance() -> None:
    assert spread.too_even([50.0] * 7).verdict is Verdict.NOT_ENOUGH_HISTORY


def test_a_spike_exactly_at_the_target_is_seen() -> None:
    assert spread.at_target([80.0] * 40 + [79.0] * 5, 80, 5).is_flagged


def test_first_digits_are_not_asked_of_a_communes_months() -> None:
    from decimal import Decimal

    assert leading.leading_digits([Decimal(value) for value in EVEN[:120]]).verdict is Verdict.NOT_ENOUGH_HISTORY
    assert leading.leading_digits([Decimal(value) for value in EVEN * 2]).verdict is Verdict.NOT_APPLICABLE
    assert leading.first_digits(Decimal("0.0507"), 2) == 50


def test_no_z_over_three_fires_below_eleven_values() -> None:
    assert outlying.greatest_z(10) <= 3 < outlying.greatest_z(11)


def test_a_recount_a_tenth_off_is_acceptable_and_a_third_is_not() -> None:
    near, far = recounts.verification(95, 100), recounts.verification(66, 100)
    assert near is not None
    assert far is not None
    assert (near.is_acceptable, far.is_acceptable) == (True, False)
    assert recounts.verification(3, 0) is None


def flagged(test: str, chance: float, size: float = 1.0) -> Signal:
    return Signal(test, Verdict.FLAGGED, chance, size)


def test_one_family_alone_asks_nobody() -> None:
    seen = [Seen("commune", 5, flagged("last_digit", 1e-9)), Seen("commune", 6, flagged("last_digit", 1e-9))]
    assert families.work_list(seen).asked == ()


def test_two_families_in_neighbouring_periods_ask_once() -> None:
    seen = [Seen("commune", 5, flagged("last_digit", 1e-9)), Seen("commune", 6, flagged("copied_row", 1e-9))]
    asked = families.work_list(seen).asked
    assert [(one.unit, one.period, len(one.signals)) for one in asked] == [("commune", 6, 2)]


def test_a_list_ends_at_twenty_and_says_how_many_it_left_out() -> None:
    seen = [Seen(f"c{at}", 1, flagged(test, 1e-9, at)) for at in range(30) for test in ("last_digit", "copied_row")]
    found = families.work_list(seen)
    assert (len(found.asked), found.left_out, found.expected_false) == (20, 10, 1.0)
    assert found.asked[0].unit == "c29"


def test_chances_that_only_luck_made_ask_hardly_anybody() -> None:
    generator = np.random.default_rng(7)
    seen = [
        Seen(unit, period, Signal(test, Verdict.FLAGGED if chance < 0.05 else Verdict.CLEAR, float(chance), 1.0))
        for test in ("last_digit", "too_even", "copied_row")
        for period in range(4)
        for unit, chance in enumerate(generator.random(500))
    ]
    assert len(families.work_list(seen, most=500).asked) <= 5


@given(st.lists(st.floats(0, 1), min_size=1, max_size=40))
def test_adjusted_chances_keep_their_order_and_are_never_smaller(chances: list[float]) -> None:
    adjusted = families.benjamini_hochberg(chances)
    order = np.argsort(chances, kind="stable")
    assert np.all(adjusted >= np.asarray(chances) - 1e-12)
    assert np.all(np.diff(adjusted[order]) >= -1e-12)


@pytest.mark.parametrize(("confirmed", "fine", "share"), [(0, 0, None), (1, 4, 0.2), (3, 1, 0.75)])
def test_the_precision_of_a_test_is_of_answered_questions(confirmed: int, fine: int, share: float | None) -> None:
    assert families.precision(confirmed, fine) == share
