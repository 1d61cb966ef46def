"""One spelling, so that a digest is the same wherever it is computed."""

import hashlib
import unicodedata
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chungtay.ledger.canonical import batch_digest, canonical_json, instant_text, link_digest, number_text

NUMBERS = st.decimals(allow_nan=False, allow_infinity=False, places=6, min_value=-(10**9), max_value=10**9)


def test_json_has_sorted_keys_no_spaces_and_letters_as_they_are() -> None:
    assert canonical_json({"b": "Đà Nẵng", "a": [1, None]}) == '{"a":[1,null],"b":"Đà Nẵng"}'.encode()


def test_composed_and_decomposed_letters_give_the_same_bytes() -> None:
    composed, decomposed = (unicodedata.normalize(form, "Hòa Bình") for form in ("NFC", "NFD"))
    assert canonical_json({"x": composed}) == canonical_json({"x": decomposed})


def test_what_has_no_canonical_text_is_refused() -> None:
    with pytest.raises(TypeError):
        canonical_json({"x": Decimal(1)})  # type: ignore[dict-item]


@pytest.mark.parametrize(
    ("value", "text"),
    [("15000.000000", "15000"), ("1.5E+4", "15000"), ("0.500000", "0.5"), ("-0.00", "0"), ("-2.50", "-2.5")],
)
def test_a_number_has_one_text_however_it_was_stored(value: str, text: str) -> None:
    assert number_text(Decimal(value)) == text


def test_no_number_has_no_text() -> None:
    assert number_text(None) is None


@given(NUMBERS)
def test_the_text_of_a_number_is_that_number(value: Decimal) -> None:
    assert Decimal(number_text(value) or "") == value


@given(NUMBERS, st.integers(0, 6))
def test_trailing_zeros_do_not_change_the_text(value: Decimal, more: int) -> None:
    assert number_text(value.quantize(Decimal(1).scaleb(-6 - more))) == number_text(value)


def test_an_instant_is_written_in_utc_whatever_its_zone() -> None:
    here = datetime(2025, 11, 14, 17, 30, tzinfo=timezone(timedelta(hours=7)))
    assert instant_text(here) == instant_text(here.astimezone(UTC)) == "2025-11-14T10:30:00.000000Z"


def test_a_batch_is_hashed_line_by_line() -> None:
    lines = b'{"body":"CA"}\n{"value":"1"}\n{"value":"2"}'
    assert batch_digest({"body": "CA"}, [{"value": "1"}, {"value": "2"}]) == hashlib.sha256(lines).hexdigest()


def test_the_order_of_claims_is_part_of_the_digest() -> None:
    assert batch_digest({}, [{"a": 1}, {"b": 2}]) != batch_digest({}, [{"b": 2}, {"a": 1}])


@pytest.mark.parametrize(
    "change", [{"sequence": 2}, {"previous": "1" * 64}, {"batch": "c" * 64}, {"decision": {"k": 2}}]
)
def test_every_part_of_a_link_is_sealed(change: dict[str, object]) -> None:
    link: dict[str, object] = {"sequence": 1, "previous": "0" * 64, "batch": "b" * 64, "decision": {"k": 1}}
    assert link_digest(**link) != link_digest(**{**link, **change})  # type: ignore[arg-type]
