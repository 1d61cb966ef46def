from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chungtay.kernel.numbers import number_words, quantity_words
from chungtay.kernel.quantities import INFINITY, Comparison, Precision, Quantity, can_equal, less_than, total

PRECISIONS = [p for p in Precision if p is not Precision.RANGE]
quantities = st.builds(Quantity.read, st.integers(0, 10**9), st.sampled_from(PRECISIONS))


@pytest.mark.parametrize(
    ("precision", "low", "high"),
    [
        (Precision.EXACT, 15000, 15000),
        (Precision.MORE_THAN, 15000, INFINITY),
        (Precision.AT_LEAST, 15000, INFINITY),
        (Precision.NEARLY, 0, 15000),
        (Precision.ABOUT, 14500, 15500),
        (Precision.AT_MOST, 0, 15000),
    ],
)
def test_each_word_has_the_interval_of_the_table(precision: Precision, low: int, high: int) -> None:
    quantity = Quantity.read(15000, precision)
    assert (quantity.low, quantity.high) == (low, high)


def test_hundreds_lie_between_one_hundred_and_one_thousand() -> None:
    quantity = Quantity.read(100, Precision.ORDER)
    assert (quantity.low, quantity.high) == (100, 1000)


def test_a_bound_word_is_softened_by_the_last_digit_written() -> None:
    assert Quantity.read(15000, Precision.MORE_THAN).soft == (15000, 16000)
    assert Quantity.read(250_000, Precision.MORE_THAN).grain == 10_000


def test_a_bound_word_on_a_number_precise_to_one_is_noted() -> None:
    assert Quantity.read(114_924, Precision.MORE_THAN).bound_word_on_exact_number
    assert not Quantity.read(15_000, Precision.MORE_THAN).bound_word_on_exact_number


def test_over_fifteen_thousand_and_an_exact_count_print_as_over_their_sum() -> None:
    whole = total([Quantity.read(15000, Precision.MORE_THAN), Quantity.read(3210)])
    assert quantity_words(whole) == "trên 18.210"
    assert quantity_words(whole, "en") == "over 18,210"


def test_a_total_of_hundreds_alone_still_says_hundreds() -> None:
    assert quantity_words(total([Quantity.read(100, Precision.ORDER)])) == "hàng trăm"
    assert quantity_words(total([Quantity.read(100, Precision.ORDER), Quantity.read(5)])) == "từ 105 đến 1.005"


def test_over_and_nearly_together_are_only_about() -> None:
    assert total([Quantity.read(100, Precision.MORE_THAN), Quantity.read(50, Precision.NEARLY)]).word is Precision.ABOUT


def test_the_parts_of_a_published_total_add_up_exactly() -> None:
    parts = [Quantity.read(n) for n in (24_962, 115_301, 55_226, 12_740)]
    assert total(parts).value == 208_229


def test_a_comparison_that_the_words_leave_open_is_unknown() -> None:
    assert less_than(Quantity.read(290), Quantity.read(300, Precision.NEARLY)) is Comparison.UNKNOWN
    assert less_than(Quantity.read(290), Quantity.read(300)) is Comparison.TRUE
    assert less_than(Quantity.read(300), Quantity.read(290)) is Comparison.FALSE


def test_fractions_print_with_a_comma_in_vietnamese() -> None:
    assert number_words(Decimal("1234567.50")) == "1.234.567,5"
    assert number_words(Decimal("1234567.50"), "en") == "1,234,567.5"


def test_a_ratio_keeps_its_denominator_in_print() -> None:
    assert quantity_words(Quantity(Decimal(53), of=Decimal(53))) == "53/53"


@given(st.lists(quantities, max_size=6), st.lists(quantities, max_size=6))
def test_a_total_does_not_depend_on_how_it_is_grouped(first: list[Quantity], second: list[Quantity]) -> None:
    assert total(first) + total(second) == total(first + second)


@given(st.lists(quantities, min_size=1, max_size=6))
def test_the_stated_sum_always_lies_within_its_bounds(parts: list[Quantity]) -> None:
    whole = total(parts)
    assert whole.low <= whole.value <= whole.high


@given(quantities, quantities)
def test_two_quantities_cannot_both_be_equal_and_ordered(a: Quantity, b: Quantity) -> None:
    assert not (can_equal(a, b) and less_than(a, b) is Comparison.TRUE)
