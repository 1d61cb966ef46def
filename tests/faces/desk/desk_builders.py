"""An invented report and its way through the house, for the tests of the desk."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from chungtay import flow
from chungtay.gathering.intake import queries as intake
from chungtay.gathering.intake import services
from chungtay.gathering.programmes import queries as programmes
from chungtay.gathering.programmes.services import programmes_load
from chungtay.kernel.periods import programme_term
from chungtay.kernel.quantities import Quantity
from chungtay.ledger.types import Claim, DecisionKind

if TYPE_CHECKING:
    from chungtay.reference.actors.models import User

REPORT = """BÁO CÁO
Kết quả thực hiện Chương trình phối hợp trên địa bàn thành phố Hà Nội, giai đoạn 2013-2018

Đồng chí Nguyễn Văn Thử, Phó Trưởng phòng, chủ trì tổng hợp báo cáo này.

Trong giai đoạn 2013-2018, các cấp đã tổ chức 366 đợt phát động phong trào với hơn 114.000 lượt người tham gia.

Đoàn thể các cấp đã giải quyết hơn 15.000 vụ mâu thuẫn trong nhân dân.
"""
TERM = programme_term(2013, 2018)


def reading_of(by: User, text: str) -> Any:
    """The report received and read, as the account's own body's report of 2013-2018."""
    return flow.report_receive(
        by=by,
        body=by.body,
        form_code="programme-review",
        place=by.body.place,
        period=TERM,
        content=text.encode(),
        filename="bao-cao.txt",
        number="01/BC-TN",
        title="Báo cáo thử nghiệm",
        issued_on=date(2019, 1, 15),
        is_illustration=True,
    )


def candidate_holding(reading: Any, words: str) -> Any:
    """The first candidate whose words in the report hold these."""
    return next(c for c in intake.candidates_of(reading) if words in c.surface)


def complete(by: User, reading: Any) -> None:
    """Every candidate is given the report's own place and period and is confirmed; what stays unclear is dropped."""
    for found in intake.candidates_of(reading):
        if found.indicator_id is None:
            services.candidate_decide(by=by, candidate_id=found.pk, state=intake.State.DROPPED)
        else:
            services.candidate_correct(by=by, candidate_id=found.pk, place=reading.place, period=TERM)


def submitted_batch(by: User, reading: Any) -> Any:
    """The reading confirmed and sent up."""
    complete(by, reading)
    return flow.batch_submit(by=by, reading=reading)


def approved_batch(by: User, batch: Any) -> Any:
    """The batch approved."""
    flow.batch_decide(by=by, batch=batch, kind=DecisionKind.APPROVED)
    return batch


def national_programme() -> Any:
    """The programme of 2013 that every province carries out."""
    programmes_load()
    return programmes.programme_get("09/CTr-BCA-MTTW")


def batch_of_three_tips(by: User) -> Any:
    """Figures of a form: three tips, fewer than may be shown to others."""
    claim = Claim("tips.received", by.body.place_id, TERM, Quantity.read(3))
    place = by.body.place
    return flow.figures_submit(
        by=by, body=by.body, form_code="programme-review", place=place, period=TERM, claims=[claim]
    )
