"""An outline of a body's own: read from lines, with a reason for each mistake, and used by what is composed next."""

from typing import Any

import pytest

from chungtay.kernel.errors import NotAllowed, Refusal
from chungtay.results.reviews import owntemplates
from chungtay.results.reviews.compose import compose
from chungtay.results.reviews.queries import sections_of
from chungtay.results.reviews.services import review_compose
from chungtay.results.reviews.structure.own import outline_read
from chungtay.results.reviews.structure.templates import outline, outline_of, shipped
from chungtay.results.reviews.together.arranging import sections_public
from results.reviews.ledger_of_three import frozen
from results.reviews.review_samples import sample


def read(*lines: str) -> dict[str, Any]:
    return outline_read((line, False) for line in lines)


def test_headings_markers_and_hints_make_sections_and_what_must_be_told_is_added() -> None:
    made = read("CÔNG AN TỈNH", "I. Kết quả", "[kết quả theo nội dung]", "II. Ưu điểm", "Nêu việc làm tốt.")
    assert made["order"] == ["own-1", "areas", "strengths", "notes", "annex_sources"]
    assert made["sections"]["strengths"] == {
        "title": ["Ưu điểm", "Strengths"],
        "level": "part",
        "blocks": ["text:strengths"],
        "prompt": ["Nêu việc làm tốt.", "Nêu việc làm tốt."],
    }
    assert made["added"] == ["notes", "annex_sources"]


@pytest.mark.parametrize(
    ("lines", "codes"),
    [
        (("không có mục nào",), ["XET-020"]),
        (("I. A", "[Bảng điểm thi đua]", "1. B", "[Mô hình]", "[mô hình]"), ["XET-010", "XET-021"]),
        (("1. B", "[Kết quả theo nội dung]", "II. " + "dài " * 60), ["XET-023", "XET-022"]),
    ],
)
def test_every_mistake_of_an_outline_is_told_with_its_paragraph(lines: tuple[str, ...], codes: list[str]) -> None:
    with pytest.raises(Refusal) as refused:
        read(*lines)
    assert [problem.code for problem in refused.value.problems] == codes


def test_the_sample_of_every_level_and_kind_is_read_as_the_outline_it_was_made_from() -> None:
    review = compose(sample())
    lines = [(words, False) for _, words in owntemplates.sample_lines(review.level, review.kind)]
    data = outline_read(lines)
    again = {**data, "outlines": [{"levels": [review.level], "kinds": [review.kind], "sections": data["order"]}]}
    wanted = [(s.key, [b.kind for b in s.blocks]) for s in outline(review)]
    assert sorted((s.key, [b.kind for b in s.blocks]) for s in outline_of(again, review)) == sorted(wanted)
    assert {kind for item in shipped()["outlines"] for kind in item["kinds"]} >= {"press", "monthly"}


@pytest.mark.django_db
def test_a_review_starts_with_the_outline_in_use_whose_own_titles_are_never_public(cast: Any) -> None:
    lines = [("I. Việc của tỉnh ta", False), ("II. Kết quả", False), ("[Kết quả theo nội dung]", False)]
    given = {"name": "mau.docx", "level": "province", "kinds": ["final"], "lines": lines}
    with pytest.raises(NotAllowed):
        owntemplates.template_receive(by=cast.chi, **given)
    with pytest.raises(Refusal):
        owntemplates.template_receive(by=cast.giang, **{**given, "lines": [("I. Ông Nguyễn Văn A, 0912345678", False)]})
    made = owntemplates.template_receive(by=cast.giang, **given)
    owntemplates.template_use(by=cast.giang, template=made)
    review = review_compose(by=cast.giang, snapshot=frozen(cast, place="p42@2013"))
    assert sections_of(review)[0].title.vi == "Việc của tỉnh ta"
    assert "Việc của tỉnh ta" not in [section.title.vi for section in sections_public(review)]
    assert owntemplates.tried(made, review)[1].sections
