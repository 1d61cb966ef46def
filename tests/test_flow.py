"""The whole way, once: one Word report becomes candidates, a batch, a decision, a snapshot, a review and a release."""

from __future__ import annotations

import io
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from docx import Document

from chungtay import flow
from chungtay.checks import queries as checks
from chungtay.gathering.intake import queries as readings
from chungtay.gathering.intake import services as intake
from chungtay.gathering.programmes.queries import programme_get
from chungtay.gathering.programmes.services import programmes_load
from chungtay.kernel.errors import NotAllowed, Refusal
from chungtay.kernel.periods import programme_term
from chungtay.kernel.quantities import Quantity
from chungtay.ledger.queries import batch_status, chain_verify, figures_of_batch
from chungtay.ledger.types import Claim, DecisionKind
from chungtay.reference.places.queries import place_get
from chungtay.reference.sources import queries as sources
from chungtay.results.issuing.kinds import FileKind
from chungtay.results.issuing.queries import draft_file
from chungtay.results.publishing.queries import composition_of as public_composition
from chungtay.results.reviews import queries as reviews

if TYPE_CHECKING:
    from conftest import Cast

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]
TERM = programme_term(2013, 2023)
LINES = (
    "ỦY BAN MTTQ VIỆT NAM THÀNH PHỐ HÀ NỘI",
    "Hà Nội, ngày 20 tháng 7 năm 2023",
    "Kết quả thực hiện Chương trình phối hợp giai đoạn 2013-2023 trên địa bàn thành phố Hà Nội.",
    "Trong 10 năm, các cấp đã tổ chức trên 1.250 đợt phát động phong trào với 86.400 lượt người tham gia.",
    "Đồng chí Lê Thị Thanh Thảo, Giám đốc, trình bày báo cáo.",
)


def word(lines: tuple[str, ...] = LINES) -> bytes:
    """A small report as .docx."""
    document = Document()
    for line in lines:
        document.add_paragraph(line)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def received(cast: Cast, lines: tuple[str, ...] = LINES) -> Any:
    return flow.report_receive(
        by=cast.chi,
        body=cast.chi.body,
        form_code="programme-review",
        place=place_get("p01@2013"),
        period=TERM,
        content=word(lines),
        filename="bao-cao.docx",
        number="12/BC-CA",
        issued_on=date(2023, 7, 20),
        is_illustration=True,
    )


def submitted(cast: Cast) -> Any:
    reading = received(cast)
    intake.candidates_confirm_sure(by=cast.chi, reading_id=reading.pk, threshold=0.5)
    return flow.batch_submit(by=cast.chi, reading=reading)


def test_a_word_report_becomes_candidates_with_their_places_in_the_text(cast: Cast) -> None:
    found = readings.candidates_of(received(cast))
    assert [(c.surface, c.indicator.code) for c in found] == [
        ("1.250", "campaigns.launches"),
        ("86.400", "campaigns.participations"),
    ]


def test_the_name_in_a_report_is_masked_in_every_view(cast: Cast) -> None:
    text = sources.source_text(by=cast.chi, source=received(cast).source).text
    assert "Thanh Thảo" not in text
    assert "1.250 đợt" in text


def test_what_is_confirmed_becomes_a_batch_that_waits_for_a_decision(cast: Cast) -> None:
    batch = submitted(cast)
    assert batch_status(batch.pk) is DecisionKind.SUBMITTED
    assert [f.claim.quantity.value for f in figures_of_batch(batch) if f.claim.quantity] == [1250, 86400]
    assert checks.blocking(batch.pk) == []


@pytest.mark.parametrize("stranger", ["an", "chi", "giang", "hoa"])
def test_nobody_but_the_level_above_approves(cast: Cast, stranger: str) -> None:
    batch = submitted(cast)
    with pytest.raises((NotAllowed, Refusal)):
        flow.batch_decide(by=getattr(cast, stranger), batch=batch, kind=DecisionKind.APPROVED)
    assert batch_status(batch.pk) is DecisionKind.SUBMITTED


def test_the_whole_way_ends_in_a_review_whose_figure_leads_back_to_its_sentence(cast: Cast) -> None:
    programmes_load()
    batch = submitted(cast)
    flow.batch_decide(by=cast.dung, batch=batch, kind=DecisionKind.APPROVED)
    snapshot = flow.snapshot_freeze(
        by=cast.dung, programme=programme_get("09/CTr-BCA-MTTW"), place=place_get("vn"), period=TERM
    )
    review = flow.review_compose(by=cast.dung, snapshot=snapshot)
    page = reviews.review_page(review)
    assert "trên 1.250" in page
    assert "Trong 10 năm, các cấp đã tổ chức" in page
    assert chain_verify().first_break is None


def test_the_same_snapshot_makes_the_same_review_and_the_same_word_file(cast: Cast) -> None:
    programmes_load()
    flow.batch_decide(by=cast.dung, batch=submitted(cast), kind=DecisionKind.APPROVED)
    programme = programme_get("09/CTr-BCA-MTTW")
    snapshot = flow.snapshot_freeze(by=cast.dung, programme=programme, place=place_get("p01@2013"), period=TERM)
    first, second = (flow.review_compose(by=cast.dung, snapshot=snapshot) for _ in range(2))
    assert first.digest == second.digest
    assert draft_file(first, FileKind.DOCX) == draft_file(second, FileKind.DOCX)


def test_the_public_rendition_holds_no_sentence_of_a_report(cast: Cast) -> None:
    programmes_load()
    flow.batch_decide(by=cast.dung, batch=submitted(cast), kind=DecisionKind.APPROVED)
    programme = programme_get("09/CTr-BCA-MTTW")
    snapshot = flow.snapshot_freeze(by=cast.dung, programme=programme, place=place_get("vn"), period=TERM)
    release = flow.review_release(by=cast.dung, review=flow.review_compose(by=cast.dung, snapshot=snapshot))
    assert "các cấp đã tổ chức" not in str(public_composition(release))


def test_a_report_stopped_at_the_gate_leaves_nothing_behind(cast: Cast) -> None:
    with pytest.raises(Refusal) as refused:
        received(cast, ("TỐI MẬT", *LINES))
    assert refused.value.code.startswith("NGUON-")
    assert not readings.readings_visible(cast.chi).exists()
    assert not sources.sources_visible(cast.chi).exists()


def test_a_return_without_a_reason_is_refused(cast: Cast) -> None:
    batch = submitted(cast)
    with pytest.raises(Refusal):
        flow.batch_decide(by=cast.dung, batch=batch, kind=DecisionKind.RETURNED)


def in_ten_years(cast: Cast, place: str, value: int) -> Any:
    """Hà Nội states how many launches there were in the term, of its land under one of its two codes."""
    claim = Claim("campaigns.launches", place_get(place).pk, TERM, Quantity.read(value))
    where = place_get(place)
    return flow.figures_submit(
        by=cast.chi, body=cast.chi.body, form_code="programme-review", place=where, period=TERM, claims=[claim]
    )


@pytest.mark.parametrize(("now", "rules"), [(370, ["KT-006"]), (366, [])])
def test_a_province_is_compared_with_what_it_was_before_the_reform(cast: Cast, now: int, rules: list[str]) -> None:
    before = in_ten_years(cast, "p01@2013", 366)
    flow.batch_decide(by=cast.dung, batch=before, kind=DecisionKind.APPROVED)
    again = in_ten_years(cast, "p01@2025", now)
    assert [finding.rule for finding in checks.findings_of(again.pk)] == rules
