"""From an original's bytes to claims, with the reader itself: an invented report of Hà Nội."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from chungtay.gathering.intake import queries, services
from chungtay.gathering.intake.readers import document_open
from chungtay.kernel.periods import programme_term
from chungtay.reference.forms.queries import form_get
from chungtay.reference.sources.services import source_receive

if TYPE_CHECKING:
    from chungtay.gathering.intake.models import ReportReading

TERM = programme_term(2013, 2018)
REPORT = """CÔNG AN THÀNH PHỐ HÀ NỘI
BÁO CÁO
Kết quả 5 năm thực hiện Chương trình phối hợp, giai đoạn 2013-2018
Trong giai đoạn 2013-2018, nhân dân thành phố Hà Nội đã cung cấp 208.229 tin, \
trong đó có 24.962 tin về an ninh chính trị, 115.301 tin về tội phạm, 55.226 tin về tệ nạn xã hội và 12.740 tin khác.
Các đơn vị đã tổ chức 7.700 buổi tuyên truyền với hơn 613.000 lượt người tham dự.
"""


@pytest.fixture
def reading(cast: Any) -> ReportReading:
    document = document_open(REPORT.encode(), "bao-cao.txt")
    paragraphs = [(p.start, p.end) for p in document.paragraphs]
    source = source_receive(
        by=cast.chi,
        issuer=cast.chi.body,
        content=REPORT.encode(),
        filename="bao-cao.txt",
        text=document.text,
        paragraphs=paragraphs,
        issued_on=date(2018, 12, 20),
    )
    return services.reading_start(
        by=cast.chi,
        source=source,
        document=document,
        body=cast.chi.body,
        form=form_get("programme-review"),
        place=cast.chi.body.place,
        period=TERM,
    )


def test_the_numbers_of_a_report_become_candidates_at_their_sentences(reading: ReportReading) -> None:
    surfaces = [c.surface for c in queries.candidates_of(reading)]
    assert surfaces == ["208.229", "24.962", "115.301", "55.226", "12.740", "7.700", "613.000"]
    assert {c.paragraph for c in queries.candidates_of(reading)} == {4, 5}


def test_tips_are_read_by_kind_for_the_city_and_the_term(reading: ReportReading) -> None:
    tips = queries.candidates_of(reading)[:5]
    assert [c.cell for c in tips] == [
        "",
        "tip_category=political_security",
        "tip_category=crime",
        "tip_category=social_evils",
        "tip_category=other",
    ]
    assert {c.place.key for c in tips if c.place} == {"p01@2013"}
    assert {(c.period_start, c.period_end) for c in tips} == {(TERM.start, TERM.end)}


def test_what_was_read_is_sure_enough_to_be_sent(reading: ReportReading, cast: Any) -> None:
    assert services.candidates_confirm_sure(by=cast.chi, reading_id=reading.pk, threshold=0.5) == 7
    claims = queries.claims_of(reading)
    assert sum(c.quantity.value for c in claims[1:5] if c.quantity) == 208_229
    assert [p for _, _, p in queries.sentences_of(reading)] == [4, 5]
