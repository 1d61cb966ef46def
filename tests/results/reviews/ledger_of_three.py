"""A small real ledger: two of three provinces sent their final review, one of them with an illustrative source."""

from datetime import date
from decimal import Decimal
from typing import Any

from chungtay.gathering.programmes import queries as programmes
from chungtay.gathering.programmes.services import programmes_load
from chungtay.kernel.periods import programme_term
from chungtay.kernel.quantities import Precision, Quantity
from chungtay.ledger import services as ledger
from chungtay.ledger.types import Claim, DecisionKind
from chungtay.reference.forms import queries as forms
from chungtay.reference.forms.services import obligation_create
from chungtay.reference.places.queries import place_get
from chungtay.reference.sources import services as sources
from chungtay.results.warehouse import services as warehouse

TERM = programme_term(2013, 2023)
TEXT = "Toàn thành phố đã triển khai hơn 1.616 mô hình. Đã tiếp nhận 208.229 tin."


def quantity(value: int, precision: Precision = Precision.EXACT, written: str = "") -> Quantity:
    return Quantity.read(Decimal(value), precision, as_written=written)


def claim(code: str, place: str, value: Quantity, cell: str = "", span: tuple[int, int] | None = None) -> Claim:
    return Claim(code, place_get(place).pk, TERM, value, cell=cell, span=span)


def report(cast: Any, body: str, reporter: Any, place: str, claims: list[Claim], *, illustration: bool) -> None:
    form = forms.form_get("programme-review", date(2023, 12, 31))
    source = None
    if any(item.span for item in claims):
        source = sources.source_receive(
            by=reporter,
            issuer=cast.bodies[body],
            content=TEXT.encode(),
            filename="bao-cao.txt",
            text=TEXT,
            paragraphs=[(0, len(TEXT))],
            number="12/BC",
            title="Báo cáo tổng kết",
            is_illustration=illustration,
        )
        sources.excerpt_keep(source=source, start=0, end=TEXT.index(". ") + 1, paragraph=1)
    batch = ledger.batch_append(
        by=reporter,
        body=cast.bodies[body],
        form=form,
        place=place_get(place),
        period=TERM,
        claims=claims,
        source=source,
        is_illustration=illustration,
    )
    ledger.decision_append(by=reporter, batch=batch, kind=DecisionKind.SUBMITTED)
    ledger.decision_append(by=cast.dung, batch=batch, kind=DecisionKind.APPROVED)


def frozen(cast: Any, *, place: str = "vn", illustration: bool = True) -> Any:
    """A snapshot of programme 09 after Hà Nội and Hà Tĩnh reported and Huế did not."""
    programmes_load()
    form = forms.form_get("programme-review", date(2023, 12, 31))
    for key in ("p01@2013", "p42@2013", "p46@2013"):
        obligation_create(form=form, body=None, place=place_get(key), valid_from=date(2013, 1, 1))
    hanoi = [
        claim("models.total", "p01@2013", quantity(1616, Precision.MORE_THAN, "hơn 1.616"), span=(0, 47)),
        claim("tips.received", "p01@2013", quantity(208229)),
        claim("tips.received", "p01@2013", quantity(24962), cell="tip_category=political_security"),
        claim("tips.received", "p01@2013", quantity(183267), cell="tip_category=crime"),
    ]
    hatinh = [claim("models.total", "p42@2013", quantity(310)), claim("tips.received", "p42@2013", quantity(4003))]
    report(cast, "CA-HN", cast.chi, "p01@2013", hanoi, illustration=illustration)
    report(cast, "CA-HT", cast.giang, "p42@2013", hatinh, illustration=illustration)
    programme = programmes.programme_get("09/CTr-BCA-MTTW")
    return warehouse.snapshot_freeze(by=cast.dung, programme=programme, place=place_get(place), period=TERM)
