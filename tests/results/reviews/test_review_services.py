"""Reviews from a real ledger and snapshot: who may compose, write and read, and what the paper then says."""

import io
from typing import Any

import pytest
from docx import Document

from chungtay.kernel.errors import NotAllowed, Refusal
from chungtay.results.reviews import queries, services
from results.reviews.ledger_of_three import frozen


@pytest.fixture
def review(cast: Any) -> Any:
    return services.review_compose(by=cast.dung, snapshot=frozen(cast), kind="final")


def test_the_total_of_two_provinces_says_so(review: Any) -> None:
    told = [s.plain("vi") for area in queries.composition_of(review).areas for s in area.sentences]
    assert "Tổng của 2/3 tỉnh có báo cáo: đã triển khai trên 1.926 mô hình, cách làm hay." in told


def test_composing_twice_gives_the_same_digest(cast: Any, review: Any) -> None:
    again = services.review_compose(by=cast.dung, snapshot=review.snapshot, kind="final")
    assert again.digest == review.digest
    assert again.composition == review.composition


def test_the_stored_digest_is_that_of_the_stored_composition(review: Any) -> None:
    review.refresh_from_db()
    assert queries.composition_of(review).digest == review.digest


def test_the_sentence_behind_a_figure_is_in_the_annex(review: Any) -> None:
    row = next(row for row in queries.composition_of(review).annex if row.as_written == "hơn 1.616")
    assert row.sentence == "Toàn thành phố đã triển khai hơn 1.616 mô hình."
    assert (row.source_title, row.source_number) == ("Báo cáo tổng kết", "12/BC")


def test_three_states_stand_on_the_map(review: Any) -> None:
    drawn = queries.composition_of(review).reporting_map
    assert drawn is not None
    states = {place.code: place.state for place in drawn.places}
    assert len(states) == 63
    assert (states["01"], states["46"], states["79"]) == ("reported", "not_reported", "not_applicable")


def test_an_illustration_is_marked_as_one(review: Any) -> None:
    assert review.is_illustration


def test_the_neighbour_cannot_compose_for_the_country(cast: Any) -> None:
    with pytest.raises(NotAllowed) as refused:
        services.review_compose(by=cast.giang, snapshot=frozen(cast))
    assert refused.value.code == "XET-101"


def test_the_neighbour_does_not_learn_that_a_review_exists(cast: Any, review: Any) -> None:
    assert not queries.reviews_visible(cast.giang).exists()
    with pytest.raises(NotAllowed) as unseen:
        queries.review_get(by=cast.giang, id=review.pk)
    with pytest.raises(NotAllowed) as unknown:
        queries.review_get(by=cast.giang, id=review.pk + 1)
    assert unseen.value.code == unknown.value.code == "XET-404"


def test_the_last_wording_prints_and_the_first_is_kept(cast: Any, review: Any) -> None:
    for text in ("Bản nháp.", "Một số nơi chưa báo cáo."):
        services.review_text_write(by=cast.dung, review=review, section="shortcomings", text=text)
    assert queries.texts(review) == {"shortcomings": "Một số nơi chưa báo cáo."}
    assert queries.text_history(review, "shortcomings").count() == 2
    assert "Một số nơi chưa báo cáo." in queries.review_page(review)


def test_only_the_written_sections_are_written(cast: Any, review: Any) -> None:
    with pytest.raises(Refusal) as refused:
        services.review_text_write(by=cast.dung, review=review, section="results", text="208.229 tin")
    assert refused.value.code == "XET-003"


def test_an_identity_number_does_not_enter_a_passage(cast: Any, review: Any) -> None:
    with pytest.raises(Refusal) as refused:
        services.review_text_write(by=cast.dung, review=review, section="causes", text="CCCD số 001085012345")
    assert refused.value.code.startswith("NGUON-1")


def test_a_partner_reads_and_does_not_write(cast: Any) -> None:
    review = services.review_compose(by=cast.binh, snapshot=frozen(cast, place="p01@2013"))
    assert queries.review_get(by=cast.hoa, id=review.pk) == review
    with pytest.raises(NotAllowed) as refused:
        services.review_text_write(by=cast.hoa, review=review, section="causes", text="…")
    assert refused.value.code == "XET-102"


def test_the_word_file_opens_and_says_the_total(review: Any) -> None:
    document = Document(io.BytesIO(queries.review_docx(review)))
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert "Tổng của 2/3 tỉnh có báo cáo" in text
    assert "cả nước" not in text.casefold()
