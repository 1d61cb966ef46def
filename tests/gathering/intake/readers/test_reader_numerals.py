from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reading_builders import numbers

from chungtay.kernel.numbers import number_words


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1.616 mô hình", "1616"),
        ("1,616 mô hình", "1616"),
        ("2000 tin", "2000"),
        ("1.234.567 lượt", "1234567"),
        ("1.234,5 kg", "1234.5"),
        ("91,5 điểm", "91.5"),
        ("1,5 triệu đồng", "1500000"),
        ("1,250 tỷ đồng", "1250000000"),
        ("05 người", "5"),
        ("35 nghìn lượt", "35000"),
        ("35 ngàn lượt", "35000"),
        ("2 vạn dân", "20000"),
        ("7,5 tỉ đồng", "7500000000"),
        ("2 nghìn tỷ đồng", "2000000000000"),
        ("1 tỷ 250 triệu đồng", "1250000000"),
        ("3 triệu rưỡi đồng", "3500000"),
        ("hàng trăm vụ", "100"),
        ("hàng chục nghìn lượt", "10000"),
        ("hàng vạn người", "10000"),
        ("hàng trăm nghìn tin", "100000"),
        ("hai mươi tổ", "20"),
        ("hai mươi lăm tổ", "25"),
        ("mười hai tổ", "12"),
        ("ba trăm linh năm vụ", "305"),
        ("hai nghìn ba trăm vụ", "2300"),
        ("hơn 40, 900 lượt", "40900"),
    ],
)
def test_a_number_is_read_as_written(text: str, value: str) -> None:
    assert numbers(text)[0].value == Decimal(value)


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("hơn 35 nghìn lượt", "35 nghìn"),
        ("đạt 68,4% số hộ", "68,4%"),
        ("đạt 10 % số hộ", "10 %"),
        ("85 phần trăm", "85 phần trăm"),
        ("12/15 xã", "12/15"),
        ("từ 3 đến 5 hộ", "3 đến 5"),
        ("nặng 4,5kg", "4,5"),
        ("gần 1 tỷ 250 triệu đồng", "1 tỷ 250 triệu"),
        ("Hàng nghìn lượt", "Hàng nghìn"),
    ],
)
def test_the_span_holds_the_numeral_and_nothing_else(text: str, span: str) -> None:
    number = numbers(text)[0]
    assert text[number.start : number.end] == span


def test_a_ratio_keeps_both_numbers() -> None:
    number = numbers("644/707 vụ")[0]
    assert (number.value, number.of, number.kind) == (644, 707, "ratio")


def test_a_range_takes_the_magnitude_of_its_upper_end() -> None:
    number = numbers("3 - 5 triệu đồng")[0]
    assert (number.value, number.value_to) == (3_000_000, 5_000_000)


def test_a_falling_pair_is_no_range() -> None:
    assert [n.value for n in numbers("ngày 24-7")] == [24, 7]


def test_from_a_level_to_another_is_two_numbers_when_nouns_stand_between() -> None:
    assert [n.value for n in numbers("giảm từ 12 vụ xuống 5 vụ")] == [12, 5]


def test_a_misplaced_separator_is_noted() -> None:
    assert numbers("1,616 mô hình")[0].note == "typo_sep"


def test_the_word_for_year_is_no_five() -> None:
    assert numbers("trong năm qua") == []


def test_years_after_a_ten_in_words_stay_years() -> None:
    assert numbers("hai mươi năm qua")[0].value == 20


@given(st.integers(min_value=0, max_value=10**12))
def test_every_whole_number_printed_in_vietnamese_is_read_back(value: int) -> None:
    assert numbers(f"{number_words(value)} vụ")[0].value == value


@given(st.text(alphabet="0123456789.,-/% năm nghìnhàgtừđếnmưi", max_size=60))
def test_any_run_of_digits_and_marks_gives_ordered_numbers(text: str) -> None:
    found = numbers(text)
    assert all(a.end <= b.start for a, b in pairwise(found))
