import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chungtay.kernel.text import match_key, nfc, squeeze, tone_key


@pytest.mark.parametrize(("one", "other"), [("Hòa Bình", "Hoà Bình"), ("Đắk Lắk", "đắk lắk"), ("THỦY", "Thuỷ")])
def test_spellings_of_one_name_share_both_keys(one: str, other: str) -> None:
    assert match_key(one) == match_key(other)
    assert tone_key(one) == tone_key(other)


def test_names_without_marks_match_the_folded_key_alone() -> None:
    assert match_key("Ha Tinh") == match_key("Hà Tĩnh")
    assert tone_key("Ha Tinh") != tone_key("Hà Tĩnh")


def test_decomposed_text_and_hard_spaces_become_one_form() -> None:
    assert nfc(unicodedata.normalize("NFD", "Hà\u00a0Nội")) == "Hà Nội"
    assert squeeze("  Hà \n Nội ") == "Hà Nội"


@given(st.text())
def test_keys_are_stable_under_normal_forms(text: str) -> None:
    assert match_key(unicodedata.normalize("NFD", text)) == match_key(unicodedata.normalize("NFC", text))
