"""What a corrigendum may not undo: small counts stay kept back, and nothing gets a quota."""

from dataclasses import replace
from typing import Any

import pytest

from chungtay.kernel.errors import Refusal
from chungtay.reference.indicators.catalogue import catalogue
from chungtay.results.issuing.blocks import Block, Cell, Grid, Kind
from chungtay.results.issuing.corrigenda import Correction, corrigendum_of, public_part
from chungtay.results.publishing.disclosure import disclose, disclosed_count
from chungtay.results.reviews.compose import compose
from results.issuing.paper_samples import numbered
from results.reviews.review_samples import sample


@pytest.fixture(scope="module")
def review() -> Any:
    return compose(sample())


@pytest.fixture(scope="module")
def issued(review: Any) -> Any:
    """A paper in which two counts are kept back."""
    rows = ((Cell("1"), Cell("Súng giao nộp"), Cell("khẩu"), Cell("12", style="number")),)
    grid = Grid("Bảng", ("TT", "Chỉ tiêu", "Đơn vị tính", "Kết quả"), rows, (1, 1, 1, 1), "results")
    told = "Đã tiếp nhận <5 tin do Nhân dân cung cấp, còn lại được che."
    blocks = (Block(Kind.PARAGRAPH, told), Block(Kind.TABLE, "Bảng", grid=grid))
    return replace(numbered(review), blocks=(*numbered(review).blocks, *blocks))


@pytest.mark.parametrize(
    ("printed", "correct", "code"),
    [
        ("<5", "3", "XET-007"),
        ("5 tin", "7 tin", "XET-007"),
        ("còn lại được che", "còn lại 9", "XET-007"),
        ("208.229 tin do Nhân dân cung cấp", "3 tin do Nhân dân cung cấp", "XET-007"),
        ("208.229", "3", "XET-007"),
        ("12", "3", "XET-007"),
        ("Các cấp đã phối hợp chặt chẽ.", "Phấn đấu tiếp nhận 500 tin do Nhân dân cung cấp mỗi năm.", "XET-008"),
        ("Các cấp đã phối hợp chặt chẽ.", "Đã có [[00000000]].", "XET-006"),
    ],
)
def test_a_corrigendum_tells_no_small_count_and_sets_no_quota(
    review: Any, issued: Any, printed: str, correct: str, code: str
) -> None:
    with pytest.raises(Refusal) as refused:
        corrigendum_of(issued, [Correction(printed, correct)], review)
    assert refused.value.code == code


def test_what_a_corrigendum_prints_is_the_text_that_was_screened(review: Any, issued: Any) -> None:
    made = corrigendum_of(issued, [Correction("phối hợp chặt chẽ", "phối\u200b\u00a0hợp")], review)
    assert made.blocks[1].text == "Nay sửa là: “phối hợp”."


LABEL = "tin do Nhân dân cung cấp"


@pytest.mark.parametrize(
    ("printed", "correct", "told"),
    [
        ("208.230", "208.313", "208.310"),
        (f"208.230 {LABEL}", f"208.313 {LABEL}", f"208.310 {LABEL}"),
        ("208.230", "208.231", None),
        ("208.230", "3", None),
        (LABEL, f"{LABEL} (đúng là 208.229)", None),
        (LABEL, f"{LABEL} ở xã Đức Thọ: năm mươi bảy tin", None),
        (LABEL, f"{LABEL} năm", None),
        (LABEL, f"{LABEL} Hà Nội", None),
        ("do Nhân dân cung cấp", "do cung cấp", "do cung cấp"),
    ],
)
def test_a_public_corrigendum_tells_no_more_than_the_public_rendition(
    review: Any, printed: str, correct: str, told: str | None
) -> None:
    public = disclose(review, catalogue())
    text = f"Đã tiếp nhận 208.230 {LABEL} của Hà Nội trong năm."
    paper = replace(numbered(review), blocks=(Block(Kind.PARAGRAPH, text),))
    kept = public_part(paper, [Correction(printed, correct)], public, disclosed_count)
    assert [item.correct for item in kept] == ([told] if told else [])
