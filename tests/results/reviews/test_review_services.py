"""Reviews from a real ledger and snapshot: who may compose, write and read, and what the paper then says."""

import io
from typing import Any

import pytest
from docx import Document

from chungtay.kernel.errors import NotAllowed, Refusal
from chungtay.results.issuing.kinds import FileKind
from chungtay.results.issuing.queries import draft_file
from chungtay.results.reviews import queries, services
from results.reviews.ledger_of_three import frozen


@pytest.fixture
def national(cast: Any) -> Any:
    return services.review_compose(by=cast.dung, snapshot=frozen(cast), kind="final")


@pytest.fixture
def local(cast: Any) -> Any:
    """Of Hà Tĩnh alone, which Giang approves for."""
    return services.review_compose(by=cast.giang, snapshot=frozen(cast, place="p42@2013"))


def test_the_total_of_two_provinces_says_so_and_leads_to_its_sentence(national: Any) -> None:
    composition = queries.composition_of(national)
    told = [s.plain("vi") for area in composition.areas for s in area.sentences]
    assert "Tổng của 2/3 tỉnh có báo cáo: đã triển khai trên 1.926 mô hình, cách làm hay." in told
    row = next(row for row in composition.annex if row.as_written == "hơn 1.616")
    assert row.sentence == "Toàn thành phố đã triển khai hơn 1.616 mô hình."
    assert (row.source_title, row.source_number) == ("Báo cáo tổng kết", "12/BC")


def test_three_states_stand_on_the_map(national: Any) -> None:
    drawn = queries.composition_of(national).reporting_map
    assert drawn is not None
    states = {place.code: place.state for place in drawn.places}
    assert len(states) == 63
    assert (states["01"], states["46"], states["79"]) == ("reported", "not_reported", "not_applicable")


def test_the_word_file_says_the_total_and_never_the_whole_country(national: Any) -> None:
    document = Document(io.BytesIO(draft_file(national, FileKind.DOCX)))
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert "Tổng của 2/3 tỉnh có báo cáo" in text
    assert "cả nước" not in text.casefold()


def test_composing_twice_gives_the_same_bytes_and_the_stored_digest(cast: Any, local: Any) -> None:
    again = services.review_compose(by=cast.giang, snapshot=local.snapshot)
    again.refresh_from_db()
    assert (again.composition, again.digest) == (local.composition, local.digest)
    assert queries.composition_of(again).digest == again.digest


def test_a_thematic_report_tells_its_content_areas_and_nothing_else(cast: Any, local: Any) -> None:
    whole = queries.composition_of(local)
    wanted = next(area for area in whole.areas if any(row.figure_ids for row in area.rows))
    given = {"by": cast.giang, "snapshot": local.snapshot, "kind": "thematic"}
    made = queries.composition_of(services.review_compose(**given, areas=[wanted.position]))
    assert [area.rows for area in made.areas] == [wanted.rows]
    assert f"Kết quả chuyên đề “{wanted.name.vi}”" in made.heading.subject.vi
    for chosen in ([], [99]):
        with pytest.raises(Refusal) as refused:
            services.review_compose(**given, areas=chosen)
        assert refused.value.code == "XET-027"


def test_an_illustration_is_marked_as_one(local: Any) -> None:
    assert local.is_illustration
    assert "BẢN MINH HỌA" in queries.review_page(local)


def test_the_neighbour_neither_composes_nor_learns_that_a_review_exists(cast: Any, local: Any) -> None:
    with pytest.raises(NotAllowed) as refused:
        services.review_compose(by=cast.binh, snapshot=local.snapshot)
    assert refused.value.code == "XET-101"
    assert not queries.reviews_visible(cast.binh).exists()
    for number in (local.pk, local.pk + 1):
        with pytest.raises(NotAllowed) as unseen:
            queries.review_get(by=cast.binh, id=number)
        assert unseen.value.code == "XET-404"


def test_the_last_wording_prints_and_the_first_is_kept(cast: Any, local: Any) -> None:
    for text in ("Bản nháp.", "Một số nơi chưa báo cáo."):
        services.text_write(by=cast.giang, review=local, section="shortcomings", text=text)
    assert queries.texts(local) == {"shortcomings": "Một số nơi chưa báo cáo."}
    assert queries.text_history(local, "shortcomings").count() == 2
    assert "Một số nơi chưa báo cáo." in queries.review_page(local)


@pytest.mark.parametrize(
    ("section", "text", "code"),
    [
        ("results", "208.229 tin", "XET-003"),
        ("causes", "x" * 20_001, "XET-004"),
        ("causes", "CCCD số 001085012345", "NGUON-102"),
        ("causes", "Nhiều nơi chậm.\nÔng Nguyễn Văn Thử chưa báo cáo.", "XET-005"),
    ],
)
def test_what_may_not_stand_in_a_passage_is_refused(cast: Any, local: Any, section: str, text: str, code: str) -> None:
    with pytest.raises(Refusal) as refused:
        services.text_write(by=cast.giang, review=local, section=section, text=text)
    assert refused.value.code == code
    assert queries.texts(local) == {}


def test_a_partner_reads_and_does_not_write(cast: Any) -> None:
    review = services.review_compose(by=cast.binh, snapshot=frozen(cast, place="p01@2013"))
    assert queries.review_get(by=cast.hoa, id=review.pk) == review
    with pytest.raises(NotAllowed) as refused:
        services.text_write(by=cast.hoa, review=review, section="causes", text="…")
    assert refused.value.code == "XET-102"
