"""A review on paper, through the desk: taken as a draft, issued, verified, and hidden from the neighbour."""

from io import BytesIO
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from selectolax.lexbor import LexborHTMLParser as HTMLParser

from chungtay.results.issuing import queries
from chungtay.results.issuing import services as issuing
from chungtay.results.publishing import services as publishing
from results.issuing.paper_samples import written
from results.reviews.ledger_of_three import frozen

pytestmark = pytest.mark.django_db


@pytest.fixture
def review(cast: Any) -> Any:
    return written(cast.giang, frozen(cast, place="p42@2013"))


def test_a_paper_is_issued_shown_with_its_hashes_taken_and_verified(cast: Any, enter: Any, review: Any) -> None:
    desk = enter(cast.giang)
    given = {"number": "5", "on": f"{timezone.localdate():%d/%m/%Y}", "issuer": ""}
    assert desk.post(reverse("review_issue", args=[review.pk]), given).status_code == 302
    paper = queries.paper_at(review, 0)
    assert paper is not None
    page = desk.get(reverse("review_papers", args=[review.pk])).content.decode()
    assert paper.digest in page
    address = reverse("issued_file", args=[review.pk, paper.pk, "sheets"])
    taken = desk.get(address)
    assert "attachment" in taken["Content-Disposition"]
    assert enter(cast.binh).get(address).status_code == 404
    file = BytesIO(taken.content)
    file.name = "x.xlsx"
    said = desk.post(reverse("file_verify"), {"file": file}).content.decode()
    assert "không sai một byte" in said


def test_a_number_that_is_none_is_told_on_the_page(cast: Any, enter: Any, review: Any) -> None:
    given = {"number": "năm", "on": "31/31/2026"}
    answer = enter(cast.giang).post(reverse("review_issue", args=[review.pk]), given)
    assert answer.status_code == 422
    assert "31/12/2025" in answer.content.decode()


def test_a_refused_corrigendum_keeps_the_words_that_were_typed(cast: Any, enter: Any, review: Any) -> None:
    day = f"{timezone.localdate():%d/%m/%Y}"
    paper = issuing.issue(by=cast.giang, review=review, number=5, issued_on=timezone.localdate())
    given = {"number": "9", "on": day, "printed": ["Không có câu này.", ""], "correct": ["Câu khác.", ""]}
    answer = enter(cast.giang).post(reverse("issued_correct", args=[review.pk, paper.pk]), given)
    form = HTMLParser(answer.content).css_first("details[open]")
    assert (answer.status_code, "BANHANH-005" in answer.content.decode()) == (422, True)
    assert [area.text() for area in form.css("textarea")] == ["Không có câu này.", "Câu khác.", "", "", "", ""]
    assert [field.attributes["value"] for field in form.css("input[type=text]")] == ["9", day]


def test_a_public_paper_that_is_missing_is_offered_and_made(cast: Any, enter: Any, review: Any) -> None:
    publishing.release(by=cast.giang, review=review)
    issuing.issue(by=cast.giang, review=review, number=5, issued_on=timezone.localdate())
    desk, address = enter(cast.giang), reverse("review_papers", args=[review.pk])
    assert "chưa có văn bản công khai cùng số" in desk.get(address).content.decode()
    desk.post(reverse("review_release", args=[review.pk]))
    assert "chưa có văn bản công khai cùng số" not in desk.get(address).content.decode()
    assert queries.paper_at(review, 0, "public") is not None
