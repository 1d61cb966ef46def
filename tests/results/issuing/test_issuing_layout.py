"""The head, the number, the offices and the annexes of a paper, after Decree 30/2020/NĐ-CP."""

from dataclasses import replace
from typing import Any

import pytest

from chungtay.kernel.errors import Refusal
from chungtay.results.issuing.blocks import Kind
from chungtay.results.issuing.layout import Form, form_check, forms_for, forms_of
from chungtay.results.issuing.printed import is_unwritten
from chungtay.results.reviews.compose import compose
from chungtay.results.reviews.composition import Text
from results.issuing.paper_samples import numbered, paper
from results.reviews.review_samples import PROVINCES, sample


@pytest.fixture(scope="module")
def national() -> Any:
    return compose(sample())


@pytest.fixture(scope="module")
def local(national: Any) -> Any:
    names = (Text("Công an tỉnh Hà Tĩnh", ""), Text("Ban Thường trực Ủy ban MTTQ Việt Nam tỉnh Hà Tĩnh", ""))
    heading = replace(national.heading, issuers=names, place_line=Text("Hà Tĩnh, ngày  ", ""))
    name = PROVINCES["42"].full_name
    return replace(national, place="p42@2013", place_name=name, level="province", heading=heading)


def test_two_issuers_stand_in_one_cell_and_both_offices_sign(national: Any) -> None:
    made = numbered(national)
    assert made.head.issuers == ("BỘ CÔNG AN -", "ỦY BAN TRUNG ƯƠNG MTTQ VIỆT NAM")
    assert made.head.number_line == "Số: 05/BC-BCA-MTTW"
    assert [item.lines for item in made.signatures] == [("BỘ TRƯỞNG",), ("CHỦ TỊCH",)]


def test_days_below_ten_and_the_first_two_months_are_written_with_a_nought(national: Any) -> None:
    assert numbered(national).head.date_line == "Hà Nội, ngày 03 tháng 02 năm 2026"


@pytest.mark.parametrize(
    ("issuer", "above", "issuers", "symbol", "signed"),
    [
        ("police", ("BỘ CÔNG AN",), ("CÔNG AN TỈNH HÀ TĨNH",), "BC-CA", ("GIÁM ĐỐC",)),
        (
            "front",
            ("ỦY BAN MẶT TRẬN TỔ QUỐC VIỆT NAM", "TỈNH HÀ TĨNH"),
            ("BAN THƯỜNG TRỰC",),
            "BC-MTTQ-BTT",
            ("CHỦ TỊCH",),
        ),
        ("committee", (), ("ỦY BAN NHÂN DÂN", "TỈNH HÀ TĨNH"), "BC-UBND", ("CHỦ TỊCH",)),
    ],
)
def test_each_body_issues_under_its_own_head(
    local: Any, issuer: str, above: Any, issuers: Any, symbol: str, signed: Any
) -> None:
    made = paper(local, issuer)
    assert (made.head.above, made.head.issuers, made.head.symbol) == (above, issuers, symbol)
    assert [item.lines for item in made.signatures] == [signed]


def test_a_deputy_signs_for_the_head(local: Any) -> None:
    assert paper(local, "police", is_deputy=True).signatures[0].lines == ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC")


def test_a_country_has_no_committee_to_issue_for_it(national: Any) -> None:
    assert forms_of(national) == ("joint", "police", "front")
    with pytest.raises(Refusal) as refused:
        form_check(national, Form("committee"))
    assert refused.value.code == "BANHANH-001"


@pytest.mark.parametrize(
    ("line", "forms"),
    [
        ("police", ("joint", "police")),
        ("front", ("joint", "front")),
        ("committee", ("committee",)),
        ("member", ()),
    ],
)
def test_no_body_issues_in_the_name_of_another(local: Any, line: str, forms: Any) -> None:
    assert forms_for(local, line) == forms


def test_annexes_bear_roman_numerals_and_a_single_one_none(national: Any) -> None:
    made = paper(national)
    assert [made.annex_name(at) for at in range(len(made.annexes))] == ["Phụ lục I", "Phụ lục II", "Phụ lục III"]
    assert replace(made, annexes=made.annexes[:1]).annex_name(0) == "Phụ lục"


def test_wide_tables_lie_across_in_an_annex_that_the_text_names(national: Any) -> None:
    made = paper(national)
    wide = [len(block.grid.columns) for annex in made.annexes if annex.is_wide for block in annex.blocks if block.grid]
    assert 7 in wide
    assert all(len(block.grid.columns) < 7 for block in made.blocks if block.grid)
    assert made.blocks[-1].text.startswith("Kèm theo Báo cáo này có Phụ lục I: ")


def test_the_text_ends_with_its_sign_once(national: Any) -> None:
    assert paper(national).blocks[-1].text.endswith("./.")
    assert sum("./." in block.text for block in paper(national).blocks) == 1


def test_a_passage_that_nobody_wrote_is_seen(national: Any) -> None:
    assert is_unwritten(paper(national, words=""))
    assert not is_unwritten(paper(national))


def test_titles_are_in_order_and_each_number_stands_on_its_figures(national: Any) -> None:
    made = paper(national)
    assert [block.level for block in made.blocks if block.kind == Kind.TITLE][:3] == [1, 1, 2]
    assert any(block.figure_ids for block in made.blocks if block.kind == Kind.ITEM)
