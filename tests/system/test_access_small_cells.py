"""What is counted by ones and twos, and what is never counted so low, stays with who reports it and who approves it."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from chungtay import flow
from chungtay.gathering.programmes.services import AreaDraft, programme_create
from chungtay.kernel.periods import decree_month, programme_term
from chungtay.kernel.quantities import Quantity
from chungtay.ledger.queries import figures_of_batch
from chungtay.ledger.types import Claim, DecisionKind
from chungtay.results.reviews import queries as reviews

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]
NOVEMBER = decree_month(2025, 11)
OFFICE, OTHERS = ("an", "binh"), ("hoa", "dung")
"""Who reports and who approves; who sees the land and is neither."""


def sent(cast: Any, *figures: tuple[str, int, str], note: str = "") -> Any:
    """Ba Đình's month, sent by An: (indicator, number, cell) each."""
    at = cast.an.body.place_id
    claims = [Claim(code, at, NOVEMBER, Quantity.read(n), cell=cell, note=note) for code, n, cell in figures]
    return flow.figures_submit(
        by=cast.an,
        body=cast.an.body,
        form_code="monthly-commune",
        place=cast.an.body.place,
        period=NOVEMBER,
        claims=claims,
    )


def text_of(user: Any, address: str) -> str:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client.get(address).content.decode()


@pytest.mark.parametrize(("who", "is_told"), [*((w, True) for w in OFFICE), *((w, False) for w in OTHERS)])
def test_a_finding_about_a_small_count_does_not_say_it_to_others(cast: Any, who: str, is_told: bool) -> None:
    batch = sent(cast, ("tips.received", 2, ""), ("tips.useful", 4, ""))
    page = text_of(getattr(cast, who), f"/dot-so-lieu/{batch.pk}/")
    assert "KT-002" in page
    assert ("<dt>Đọc được</dt>" in page) is is_told


@pytest.mark.parametrize(("who", "is_told"), [*((w, True) for w in OFFICE), *((w, False) for w in OTHERS)])
def test_tips_on_political_security_below_a_province_are_not_shown(cast: Any, who: str, is_told: bool) -> None:
    batch = sent(cast, ("tips.received", 8642, "tip_category=political_security"))
    [figure] = figures_of_batch(batch)
    user = getattr(cast, who)
    pages = [text_of(user, f"/dot-so-lieu/{batch.pk}/"), text_of(user, f"/so-lieu/{figure.id}/")]
    assert ["8.642" in page for page in pages] == [is_told, is_told]


@pytest.fixture
def review(cast: Any) -> Any:
    """Hà Nội's review of two communes: 3 tips and 40 in one sum, 2 disputes alone, and kinds of model of a commune."""
    figures = [
        ("tips.received", 3, ""),
        ("disputes.settled_by_organisations", 2, ""),
        ("models.points", 77, ""),
        ("models.points", 7, "model_kind=peaceful_parish"),
    ]
    flow.batch_decide(by=cast.binh, batch=sent(cast, *figures), kind=DecisionKind.APPROVED)
    term = programme_term(2025, 2026)
    programme = programme_create(
        by=cast.binh,
        number="02/CTr-HN",
        title_vi="Chương trình thử nghiệm",
        title_en="Trial programme",
        place=cast.binh.body.place,
        term=term,
        parties=[cast.binh.body, cast.hoa.body],
        areas=[AreaDraft("Việc chung", "All work", tuple(code for code, _, _ in figures))],
    )
    snapshot = flow.snapshot_freeze(by=cast.binh, programme=programme, place=programme.place, period=NOVEMBER)
    return flow.review_compose(by=cast.binh, snapshot=snapshot)


def test_a_review_that_goes_to_partners_and_the_centre_prints_no_small_count(review: Any) -> None:
    printed = reviews.composition_of(review)
    rows = {row.indicator: row.shown for area in printed.areas for row in area.rows if row.cell == ""}
    assert [rows[code].words.vi for code in ("tips.received", "disputes.settled_by_organisations")] == ["<5", "<5"]
    assert {row.words.vi for row in printed.annex if row.indicator.startswith(("tips", "disputes"))} == {"<5"}
    assert {(row.as_written, row.sentence) for row in printed.annex if row.words.vi == "<5"} == {("", "")}


def test_a_review_names_no_sensitive_kind_of_model_of_a_commune(review: Any) -> None:
    names = {row.cell_name.vi for row in reviews.composition_of(review).annex if row.indicator == "models.points"}
    assert names == {"", "loại khác"}


TIPS = (("tips.received", 8640, ""), ("tips.received", 3, "tip_category=crime"))
SISTERS = (*TIPS, ("tips.received", 8637, "tip_category=social_evils"))


@pytest.mark.parametrize(("who", "is_told"), [*((w, True) for w in OFFICE), *((w, False) for w in OTHERS)])
def test_the_sister_of_a_small_count_is_not_told_beside_their_sum(cast: Any, who: str, is_told: bool) -> None:
    batch = sent(cast, *SISTERS)
    sister = figures_of_batch(batch)[2]
    pages = [
        text_of(getattr(cast, who), address) for address in (f"/dot-so-lieu/{batch.pk}/", f"/so-lieu/{sister.id}/")
    ]
    assert ["8.637" in page for page in pages] == [is_told, is_told]


def test_the_version_before_tells_no_sister_either(cast: Any) -> None:
    flow.batch_decide(by=cast.binh, batch=sent(cast, *SISTERS), kind=DecisionKind.APPROVED)
    newer = sent(cast, TIPS[0], ("tips.received", 4320, "tip_category=crime"), ("tips.received", 4320, SISTERS[2][2]))
    page = text_of(cast.hoa, f"/dot-so-lieu/{newer.pk}/")
    assert "8.637" not in page


@pytest.mark.parametrize(("who", "is_told"), [*((w, True) for w in OFFICE), *((w, False) for w in OTHERS)])
def test_what_was_said_of_a_small_count_is_not_told_when_it_is_corrected(cast: Any, who: str, is_told: bool) -> None:
    flow.batch_decide(by=cast.binh, batch=sent(cast, ("tips.received", 3, "")), kind=DecisionKind.APPROVED)
    newer = sent(cast, ("tips.received", 31, ""), note="trước ghi nhầm là 3 tin")
    assert ("nhầm là 3" in text_of(getattr(cast, who), f"/dot-so-lieu/{newer.pk}/")) is is_told


def test_a_finding_about_tips_quotes_no_earlier_small_count_to_others(cast: Any) -> None:
    """What is read is not small, what it is read beside is."""
    months = [decree_month(2025, month) for month in range(7, 13)] + [decree_month(2026, month) for month in (1, 2)]
    for month in months:
        month_sent(cast, 3, month)
    batch = month_sent(cast, 3000, decree_month(2026, 3))
    pages = {who: text_of(getattr(cast, who), f"/dot-so-lieu/{batch.pk}/") for who in OFFICE + OTHERS}
    assert {who: "KT-011" in page for who, page in pages.items()} == dict.fromkeys(OFFICE + OTHERS, True)
    assert {who: "<dt>Đọc được</dt>" in page for who, page in pages.items()} == {
        **dict.fromkeys(OFFICE, True),
        **dict.fromkeys(OTHERS, False),
    }


def month_sent(cast: Any, number: int, period: Any) -> Any:
    """Ba Đình's tips of a month, sent and approved."""
    place = cast.an.body.place
    claims = [Claim("tips.received", place.pk, period, Quantity.read(number))]
    found = flow.figures_submit(
        by=cast.an, body=cast.an.body, form_code="monthly-commune", place=place, period=period, claims=claims
    )
    flow.batch_decide(by=cast.binh, batch=found, kind=DecisionKind.APPROVED)
    return found


@pytest.mark.parametrize(("who", "is_told"), [*((w, True) for w in OFFICE), *((w, False) for w in OTHERS)])
def test_reasons_of_decisions_on_small_counts_stay_with_the_office(cast: Any, who: str, is_told: bool) -> None:
    batch = sent(cast, ("tips.received", 3, ""))
    mark = {figures_of_batch(batch)[0].id: "sổ ghi 2 tin"}
    flow.batch_return(by=cast.binh, batch=batch, reason="chỉ có 2 tin", marks=mark)
    page = text_of(getattr(cast, who), f"/dot-so-lieu/{batch.pk}/")
    assert [words in page for words in ("sổ ghi 2 tin", "chỉ có 2 tin")] == [is_told, is_told]


def test_a_withdrawal_told_above_says_no_reason(cast: Any) -> None:
    batch = sent(cast, ("tips.received", 3, ""))
    flow.batch_decide(by=cast.binh, batch=batch, kind=DecisionKind.APPROVED)
    flow.batch_decide(by=cast.binh, batch=batch, kind=DecisionKind.WITHDRAWN, reason="trùng 3 tin")
    page = text_of(cast.dung, "/")
    assert "Đã đổi từ khi bạn xem" in page
    assert "trùng 3 tin" not in page


@pytest.mark.parametrize(("who", "is_told"), [("binh", True), ("hoa", False), ("dung", False)])
def test_the_evidence_of_a_sum_does_not_leave_one_small_count_to_be_subtracted(
    cast: Any, who: str, is_told: bool
) -> None:
    flow.batch_decide(by=cast.binh, batch=sent(cast, ("tips.received", 3, "")), kind=DecisionKind.APPROVED)
    other = cast.khoa
    claims = [Claim("tips.received", other.body.place_id, NOVEMBER, Quantity.read(8637))]
    found = flow.figures_submit(
        by=other, body=other.body, form_code="monthly-commune", place=other.body.place, period=NOVEMBER, claims=claims
    )
    flow.batch_decide(by=cast.binh, batch=found, kind=DecisionKind.APPROVED)
    programme = programme_create(
        by=cast.binh,
        number="03/CTr-HN",
        title_vi="Chương trình thử",
        title_en="Trial",
        place=cast.binh.body.place,
        term=programme_term(2025, 2026),
        parties=[cast.binh.body, cast.hoa.body],
        areas=[AreaDraft("Việc chung", "All work", ("tips.received",))],
    )
    page = text_of(getattr(cast, who), f"/chuong-trinh/{programme.pk}/chi-tieu/tips.received/")
    assert "8.640" in page
    assert ("8.637" in page) is is_told
