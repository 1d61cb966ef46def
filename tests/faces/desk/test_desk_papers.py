"""A review on paper, through the desk: taken as a draft, issued, verified, and hidden from the neighbour."""

from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from django.urls import reverse
from django.utils import timezone
from selectolax.lexbor import LexborHTMLParser as HTMLParser

from chungtay import flow_reviews
from chungtay.gathering.programmes.queries import programme_get
from chungtay.gathering.programmes.services import programmes_load
from chungtay.reference.places.queries import place_get
from chungtay.results.issuing import queries, runs
from chungtay.results.issuing import services as issuing
from chungtay.results.issuing.kinds import FileKind
from chungtay.results.publishing import services as publishing
from results.issuing.paper_samples import written
from results.reviews.ledger_of_three import TERM, frozen

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


def test_reviews_of_many_places_are_made_by_the_worker_stopped_gone_on_with_and_taken_as_one_zip(
    cast: Any, enter: Any
) -> None:
    programme, desk = frozen(cast, place="p46@2013").programme, enter(cast.dung)
    given = {"programme": programme, "place": place_get("vn"), "period": TERM, "on": TERM.end, "kind": "brief"}
    places = [place_get(key) for key in ("p42@2013", "p46@2013")]
    run = runs.run_begin(by=cast.dung, files=[FileKind.DOCX], places=places, **given)
    address = reverse("review_run", args=[run.pk])
    going = flow_reviews.reviews_go_on(run=run)
    beside = flow_reviews.reviews_go_on(run=run)
    assert (next(going).refused, next(beside).refused) == ("", "XET-009")
    assert [part.review_id is not None for part in runs.parts_of(run)] == [True, False], "one review of a place"
    desk.post(f"{address}tiep/", {"do": "stop"})
    assert list(going) == []
    assert runs.run_reopen(run=run) == 0
    packed = ZipFile(BytesIO(b"".join(desk.get(f"{address}zip/").streaming_content)))
    assert packed.namelist() == ["42-tinh-ha-tinh.docx"]
    assert "XET-009" in desk.get(f"{address}?tt=refused").content.decode()
    assert enter(cast.giang).get(address).status_code == 404


def test_a_run_is_of_the_provinces_of_a_day_and_waits_for_the_worker(cast: Any, enter: Any) -> None:
    programmes_load()
    programme = programme_get("09/CTr-BCA-MTTW")
    given = {"programme": programme.pk, "start": "01/01/2026", "end": "31/12/2026", "kind": "yearly"}
    desk = enter(cast.dung)
    assert desk.post(reverse("review_runs"), given).status_code == 422
    address = desk.post(reverse("review_runs"), {**given, "wanted": ["docx"]})["Location"]
    assert "0/34" in desk.get(f"{address}tien-do/").content.decode()
    assert desk.post(reverse("review_runs"), {**given, "wanted": ["docx"]})["Location"] == address, (
        "sent twice, begun once"
    )
    for unknown in ("999999", "9" * 20):
        answer = desk.post(reverse("review_runs"), {**given, "programme": unknown, "wanted": ["docx"]})
        assert answer.status_code == 422, "never another programme's run"
