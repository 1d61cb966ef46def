"""A report of Ba Đình as a reader might have read it: built by hand, so that each test says what was found."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from chungtay.gathering.intake import queries, services
from chungtay.gathering.intake.readers.records import Candidate as Found
from chungtay.gathering.intake.readers.records import Reading, TextPeriod
from chungtay.kernel.periods import decree_month
from chungtay.reference.forms.queries import form_get
from chungtay.reference.sources.services import source_receive

if TYPE_CHECKING:
    from collections.abc import Callable

    from chungtay.gathering.intake.models import Candidate, ReportReading
    from chungtay.kernel.periods import Period
    from conftest import Cast

TEXT = (
    "BÁO CÁO THÁNG 11\n"
    "Trong tháng đã tổ chức 12 buổi tuyên truyền. Nhân dân cung cấp 40 tin, trong đó 25 tin về tội phạm.\n"
    "Hiện có 7 tổ bảo vệ an ninh, trật tự."
)
PARAGRAPHS = [(0, 16), (17, 116), (117, len(TEXT))]
NOVEMBER = decree_month(2025, 11)
MONTH = TextPeriod("2025-11", "2025-11", "flow")
HOME = "Hà Nội/Ba Đình"


def found(surface: str, indicator: str | None = "communication.sessions", **changes: Any) -> Found:
    """A candidate where the number stands in TEXT, sure and complete unless told otherwise."""
    start = TEXT.index(surface)
    paragraph = next(p for p in PARAGRAPHS if p[0] <= start < p[1])
    base = Found(
        start,
        start + len(surface),
        surface,
        Decimal(surface),
        None,
        None,
        "exact",
        "",
        indicator,
        {},
        None,
        None,
        "result",
        HOME,
        MONTH,
        0.95,
        paragraph,
    )
    return replace(base, **changes)


@pytest.fixture
def read(cast: Cast) -> Callable[..., ReportReading]:
    """read(found("12"), ...): An receives the report and what was found in it is kept."""

    def keep(*candidates: Found, period: Period = NOVEMBER) -> ReportReading:
        source = source_receive(
            by=cast.an,
            issuer=cast.an.body,
            content=TEXT.encode(),
            filename="bao-cao.txt",
            text=TEXT,
            paragraphs=PARAGRAPHS,
        )
        return services.reading_keep(
            by=cast.an,
            source=source,
            found=Reading(candidates),
            paragraphs=PARAGRAPHS,
            body=cast.an.body,
            form=form_get("monthly-commune"),
            place=cast.an.body.place,
            period=period,
        )

    return keep


@pytest.fixture
def one(read: Callable[..., ReportReading]) -> Callable[..., Candidate]:
    """one("12"): the only candidate of a new reading."""

    def keep(surface: str = "12", *args: Any, **changes: Any) -> Candidate:
        return queries.candidates_of(read(found(surface, *args, **changes)))[0]

    return keep
