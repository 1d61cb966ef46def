"""What is typed into a cell: numbers in Vietnamese dress, kinds of nothing, and what is refused."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chungtay.kernel.absence import LABELS, Absence
from chungtay.kernel.entries import PLACES, absence_entry, entry_read, entry_text
from chungtay.kernel.errors import Refusal
from chungtay.kernel.quantities import Precision, Quantity

WORDS = [p for p in Precision if p not in (Precision.ORDER, Precision.RANGE, Precision.ROUNDED)]


def read(text: str, *, allows_precision: bool = True) -> tuple[Decimal | None, str, str]:
    entry = entry_read(text, allows_precision=allows_precision)
    quantity = entry.quantity
    return quantity and quantity.value, quantity.precision.value if quantity else "", entry.absence or ""


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("12", "12"),
        (" 12 ", "12"),
        ("1.234", "1234"),
        ("1 234", "1234"),
        ("1\u00a0234\u00a0567", "1234567"),
        ("1,5", "1.5"),
        ("1.234,5", "1234.5"),
        ("1,234,567", "1234567"),
        ("1,234.5", "1234.5"),
        ("0,125", "0.125"),
        ("007", "7"),
        ("999999999999999", "999999999999999"),
    ],
)
def test_a_number_is_read_in_any_of_its_dresses(text: str, value: str) -> None:
    assert read(text, allows_precision=False) == (Decimal(value), "exact", "")


@pytest.mark.parametrize(
    ("text", "precision"),
    [
        ("hơn 15.000", "more_than"),
        ("Trên 15.000", "more_than"),
        (">15000", "more_than"),
        ("gần 15.000", "nearly"),
        ("khoảng 15.000", "about"),
        ("~ 15 000", "about"),
        ("ít nhất 15.000", "at_least"),
        ("≥ 15.000", "at_least"),
        ("tối đa 15.000", "at_most"),
        ("over 15.000", "more_than"),
    ],
)
def test_a_word_before_the_number_tells_how_it_was_meant(text: str, precision: str) -> None:
    assert read(text) == (Decimal(15000), precision, "")


@pytest.mark.parametrize("kind", list(Absence))
@pytest.mark.parametrize("language", [0, 1])
def test_each_kind_of_nothing_is_read_by_its_own_words(kind: Absence, language: int) -> None:
    assert entry_read(LABELS[kind][language].partition(" (")[0], allows_precision=False) == absence_entry(kind)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("-", "not_reported"),
        ("KBC", "not_reported"),
        ("kct", "refused"),
        ("kad", "not_applicable"),
        ("cđh", "not_yet_due"),
    ],
)
def test_kinds_of_nothing_have_short_ways(text: str, kind: str) -> None:
    assert read(text) == (None, "", kind)


def test_a_typed_zero_is_a_number_and_a_kind_of_nothing() -> None:
    assert read("0") == (Decimal(0), "exact", "zero")


def test_an_empty_cell_says_nothing() -> None:
    assert entry_read("  ", allows_precision=True).is_blank


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("12abc", "NHAP-101"),
        ("1e5", "NHAP-101"),
        ("12.345.6", "NHAP-101"),
        ("12 34", "NHAP-101"),
        ("hơn", "NHAP-101"),
        ("1.23", "NHAP-102"),
        ("1,234", "NHAP-102"),
        ("0.5", "NHAP-102"),
        ("hơn 5", "NHAP-103"),
        ("1234567890123456", "NHAP-104"),
        ("1,2345678", "NHAP-104"),
        ("-5", "NHAP-105"),
    ],
)
def test_what_cannot_be_told_for_sure_is_refused(text: str, code: str) -> None:
    with pytest.raises(Refusal) as refused:
        entry_read(text, allows_precision=False, where="Dòng 1 / Row 1")
    assert (refused.value.code, refused.value.problems[0].where) == (code, "Dòng 1 / Row 1")


def test_a_refusal_does_not_repeat_words_that_may_be_a_name() -> None:
    with pytest.raises(Refusal) as refused:
        entry_read("Nguyễn Văn Thử", allows_precision=True)
    assert "Thử" not in str(refused.value)


@given(st.integers(0, 10**15 - 1), st.integers(0, PLACES), st.sampled_from(WORDS))
def test_what_a_quantity_is_written_as_is_read_back(digits: int, places: int, precision: Precision) -> None:
    quantity = Quantity.read(Decimal(digits).scaleb(-places), precision)
    entry = entry_read(entry_text(quantity), allows_precision=True)
    assert entry.quantity is not None
    assert (entry.quantity.value, entry.quantity.precision) == (quantity.value, precision)


@given(st.text(max_size=30))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        found = entry_read(text, allows_precision=True).quantity
    except Refusal:
        return
    assert found is None or (found.value >= 0 and found.value.is_finite())


@given(value=st.integers(0, 10**9), of=st.integers(1, 10**9))
def test_a_rate_is_read_as_a_number_of_so_many_where_a_rate_is_asked_for(value: int, of: int) -> None:
    said = entry_text(Quantity.read(value, of=Decimal(of)))
    found = entry_read(said, allows_precision=False, allows_ratio=True).quantity
    assert found is not None
    assert (found.value, found.of) == (value, of)
    with pytest.raises(Refusal, match="NHAP-101"):
        entry_read(said, allows_precision=False)


@pytest.mark.parametrize("text", ["3/0", "3/", "/3", "1/2/3", "hơn 3/5", "3/kbc"])
def test_what_is_no_rate_is_refused(text: str) -> None:
    with pytest.raises(Refusal):
        entry_read(text, allows_precision=True, allows_ratio=True)
