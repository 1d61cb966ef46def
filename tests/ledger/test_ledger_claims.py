"""What a claim must be before it may enter."""

import unicodedata
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chungtay.kernel.absence import Absence
from chungtay.kernel.errors import Refusal
from chungtay.kernel.periods import day
from chungtay.kernel.quantities import Precision, Quantity
from chungtay.ledger.claims import cell_is_canonical, check_not_empty, claims_normal, fits
from chungtay.ledger.types import Claim, cell_parts, cell_text

CLAIM = Claim("communication.sessions", 1, day(date(2025, 11, 14)), Quantity.read(15))


def codes(*claims: Claim) -> list[str]:
    with pytest.raises(Refusal) as refused:
        claims_normal(claims)
    return [problem.code for problem in refused.value.problems]


def test_a_batch_with_neither_report_nor_figure_is_refused() -> None:
    with pytest.raises(Refusal) as refused:
        check_not_empty([], has_source=False)
    assert refused.value.code == "SOCAI-001"


def test_a_report_that_states_no_figure_may_be_recorded() -> None:
    check_not_empty([], has_source=True)
    assert claims_normal([]) == []


@pytest.mark.parametrize(
    "change",
    [
        {"quantity": None},
        {"absence": Absence.REFUSED},
        {"absence": Absence.ZERO},
        {"absence": Absence.ZERO, "quantity": Quantity(Decimal(0), Precision.ABOUT)},
    ],
)
def test_a_claim_has_a_quantity_or_a_reason_for_none(change: dict[str, Any]) -> None:
    assert codes(replace(CLAIM, **change)) == ["SOCAI-002"]


@pytest.mark.parametrize("absence", [None, Absence.ZERO])
def test_a_reported_zero_may_say_so_or_not(absence: Absence | None) -> None:
    claim = replace(CLAIM, quantity=Quantity(Decimal(0)), absence=absence)
    assert claims_normal([claim]) == [claim]


def test_a_zero_without_quantity_is_given_one() -> None:
    [claim] = claims_normal([replace(CLAIM, quantity=None, absence=Absence.ZERO)])
    assert claim.quantity == Quantity(Decimal(0))


@pytest.mark.parametrize("value", ["1234567890123456", "0.1234567", "123456789012.3456", "1E+15"])
def test_a_number_that_an_engine_would_round_is_refused(value: str) -> None:
    assert codes(replace(CLAIM, quantity=Quantity(Decimal(value)))) == ["SOCAI-003"]


def test_an_open_end_is_no_upper_end() -> None:
    endless = Quantity(Decimal(1), Precision.RANGE, Decimal("Infinity"))
    assert codes(replace(CLAIM, quantity=endless)) == ["SOCAI-003"]


def test_words_beyond_those_of_the_number_are_refused() -> None:
    assert codes(replace(CLAIM, unit="x" * 61)) == ["SOCAI-004"]
    assert codes(replace(CLAIM, quantity=Quantity(Decimal(1), as_written="x" * 81))) == ["SOCAI-004"]


@pytest.mark.parametrize("cell", ["crime", "b=1;a=2", "a=1;a=2", "a=", "Họ=Nguyễn", "a=1;", "a=x y", "a=" + "x" * 70])
def test_a_cell_is_pairs_of_keys_in_order(cell: str) -> None:
    assert codes(replace(CLAIM, cell=cell)) == ["SOCAI-005"]


@given(
    st.dictionaries(st.from_regex(r"[a-z][a-z_]{0,9}", fullmatch=True), st.from_regex(r"[a-z0-9]{1,9}", fullmatch=True))
)
def test_the_text_of_any_breakdown_is_canonical_and_reads_back(breakdown: dict[str, str]) -> None:
    cell = cell_text(breakdown)
    assert len(cell) > 200 or cell_is_canonical(cell)
    assert cell_parts(cell) == breakdown


def test_a_member_is_a_key_and_never_a_name() -> None:
    assert codes(replace(CLAIM, members=("Nguyễn Văn A",))) == ["SOCAI-006"]


def test_members_are_kept_sorted_and_once() -> None:
    [claim] = claims_normal([replace(CLAIM, members=("c00008@2025", "c00004@2025", "c00004@2025"))])
    assert claim.members == ("c00004@2025", "c00008@2025")


@pytest.mark.parametrize("span", [(5, 4), (-1, 3)])
def test_a_span_runs_forward(span: tuple[int, int]) -> None:
    assert codes(replace(CLAIM, span=span)) == ["SOCAI-007"]


def test_text_is_kept_in_one_normal_form() -> None:
    decomposed = unicodedata.normalize("NFD", "lượt  người")
    assert claims_normal([replace(CLAIM, unit=decomposed)])[0].unit == "lượt người"


def test_every_problem_is_told_at_once_and_where() -> None:
    with pytest.raises(Refusal) as refused:
        claims_normal([CLAIM, replace(CLAIM, cell="?"), replace(CLAIM, span=(2, 1))])
    assert [problem.where for problem in refused.value.problems] == ["Số liệu 2 / Figure 2", "Số liệu 3 / Figure 3"]


@given(st.integers(-(10**15) + 1, 10**15 - 1), st.integers(0, 6))
def test_a_number_that_fits_survives_a_binary_double(digits: int, places: int) -> None:
    number = Decimal(digits).scaleb(-places)
    assert fits(number)
    assert Decimal(f"{float(number):.15g}") == number
