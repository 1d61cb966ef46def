"""What the page of a report shows beside its figures: the version before, earlier months, other lines, totals moved."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils.timezone import localdate

from chungtay import flow
from chungtay.gathering.approval.delegations import delegation_give
from chungtay.kernel.periods import decree_month
from chungtay.reference.actors.queries import Level, Line, Role
from chungtay.reference.actors.services import account_create, body_create
from gathering.senders import APPROVED, claim, sent


def approved(cast: Any, by: Any, *numbers: int, period: Any = None, approver: Any = None) -> Any:
    asked = {"period": period} if period else {}
    for number in numbers:
        batch = sent(by, claim(by, "communication.sessions", number, **asked), **asked)
        flow.batch_decide(by=approver or cast.binh, batch=batch, kind=APPROVED)
    return batch


def page_of(client: Any, batch: Any) -> str:
    return " ".join(client.get(f"/dot-so-lieu/{batch.pk}/").content.decode().split())


def test_a_correction_shows_old_new_and_the_totals_that_moved(cast: Any, enter: Any) -> None:
    approved(cast, cast.khoa, 30)
    batch = approved(cast, cast.an, 12, 15)
    page = page_of(enter(cast.binh), batch)
    assert "Đổi so với phiên bản 1" in page
    assert '<s class="quiet">42</s> → <strong>45</strong>' in page


def test_the_page_of_a_corrected_figure_says_the_same(cast: Any, enter: Any) -> None:
    from chungtay.ledger.queries import figures_of_batch

    [figure] = figures_of_batch(approved(cast, cast.an, 12, 15))
    page = " ".join(enter(cast.dung).get(f"/so-lieu/{figure.id}/").content.decode().split())
    assert "Số này đã được đính chính" in page
    assert '<s class="quiet">12</s> → <strong>15</strong>' in page


def test_a_reporter_is_told_of_no_total_beyond_the_own_territory(cast: Any, enter: Any) -> None:
    approved(cast, cast.khoa, 30)
    page = page_of(enter(cast.an), approved(cast, cast.an, 12, 15))
    assert "Đổi so với phiên bản 1" in page
    assert "Tổng nào đã đổi" not in page


def test_a_small_count_is_not_given_away_by_a_total_that_moved(cast: Any, enter: Any) -> None:
    for number in (2, 40):
        batch = sent(cast.an, claim(cast.an, "tips.received", number))
        flow.batch_decide(by=cast.binh, batch=batch, kind=APPROVED)
    assert "Tổng nào đã đổi" not in page_of(enter(cast.dung), batch)


def test_last_month_and_last_year_stand_beside_each_figure(cast: Any, enter: Any) -> None:
    approved(cast, cast.an, 71, period=decree_month(2025, 10))
    approved(cast, cast.an, 53, period=decree_month(2024, 11))
    page = page_of(enter(cast.binh), sent(cast.an))
    assert 'data-label="Tháng 10/2025"' in page
    assert ">71</a>" in page
    assert ">53</a>" in page


@pytest.fixture
def front(cast: Any) -> Any:
    """A reporter of the commune's Front, and an approver of the province's."""
    place = cast.an.body.place
    named = {"line": Line.FRONT, "level": Level.COMMUNE, "place": place, "parent": cast.bodies["MT-HN"]}
    body = body_create(code="MT-BADINH", name_vi="Mặt trận phường", name_en="The ward's Front", **named)
    reporter = account_create(username="mt", password=None, display_name="MT", body=body, role=Role.REPORTER)
    above = account_create(
        username="mth", password=None, display_name="MTH", body=cast.bodies["MT-HN"], role=Role.APPROVER
    )
    return reporter, above


@pytest.mark.parametrize(("number", "said"), [(12, "khớp"), (15, "lệch +3")])
def test_what_the_front_states_of_the_same_stands_beside_and_is_never_averaged(
    cast: Any, enter: Any, front: Any, number: int, said: str
) -> None:
    approved(cast, front[0], number, approver=front[1])
    page = page_of(enter(cast.binh), sent(cast.an))
    assert "Mặt trận phường" in page
    assert said in page
    assert "13,5" not in page


def test_what_two_lines_state_counts_once_in_the_sum_of_the_province(cast: Any, front: Any) -> None:
    from chungtay.results.warehouse.queries import answer
    from chungtay.results.warehouse.questions import Question

    approved(cast, front[0], 15, approver=front[1])
    approved(cast, cast.an, 12)
    approved(cast, cast.khoa, 30)
    [row] = answer(Question(("communication.sessions",), "p01@2025", decree_month(2025, 11)))
    assert row.total is not None
    assert (row.total.value, row.stated) == (42, 2)


def test_the_first_page_of_those_above_lists_what_changed_until_they_have_seen_it(cast: Any, enter: Any) -> None:
    batch = approved(cast, cast.an, 12, 15)
    client = enter(cast.dung)
    page = client.get("/").content.decode()
    assert "Đã đổi từ khi bạn xem" in page
    assert f"/dot-so-lieu/{batch.pk}/" in page
    client.post("/dot-so-lieu/da-doi/da-xem/", {"until": "999999"})
    assert "Đã đổi từ khi bạn xem" not in client.get("/").content.decode()


def test_a_report_entered_for_another_body_says_by_whom(cast: Any, enter: Any) -> None:
    page = page_of(enter(cast.binh), sent(cast.chi, body=cast.an.body))
    assert "Nhập thay bởi" in page
    assert "Nhập thay bởi" not in page_of(enter(cast.binh), sent(cast.khoa))


def test_who_stands_in_is_shown_in_the_course_of_the_report(cast: Any, enter: Any) -> None:
    today = localdate()
    delegation_give(by=cast.binh, taker=cast.chi, valid_from=today, valid_to=today, reason="Đi công tác")
    batch = sent(cast.an)
    client = enter(cast.chi)
    assert 'value="approved"' in page_of(client, batch)
    client.post(f"/dot-so-lieu/{batch.pk}/quyet-dinh/", {"kind": "approved"})
    assert 'thay <span lang="vi">Cán bộ binh</span>' in page_of(client, batch)


def test_an_approver_lets_another_account_stand_in_and_ends_it(cast: Any, enter: Any) -> None:
    client, today = enter(cast.binh), localdate().isoformat()
    given = {"taker": cast.chi.pk, "from": today, "to": today, "reason": "Đi công tác"}
    client.post("/tai-khoan/giao-quyen/", given)
    assert "Trả lại quyền" in enter(cast.chi).get("/tai-khoan/giao-quyen/").content.decode()
    refused = enter(cast.binh).post("/tai-khoan/giao-quyen/", given | {"taker": cast.giang.pk}, follow=True)
    assert "DUYET-502" in refused.content.decode()
    unread = enter(cast.binh).post("/tai-khoan/giao-quyen/", given | {"from": "mai"}, follow=True)
    assert "DUYET-503" in unread.content.decode()


def test_a_reporter_opens_the_form_of_a_body_below_and_of_no_other(cast: Any, enter: Any) -> None:
    client = enter(cast.chi)
    asked = {"mau": "monthly-commune", "ky": "2026-01", "don-vi": "CA-BADINH"}
    page = client.post("/phieu/mo/", asked, follow=True)
    assert page.status_code == 200
    assert "Ba Đình" in page.content.decode()
    assert "nhập thay" in client.get("/phieu/").content.decode()
    for name, code in (("chi", "BCA"), ("chi", "KHONG-CO"), ("khoa", "CA-BADINH")):
        answer = enter(getattr(cast, name)).post("/phieu/mo/", asked | {"don-vi": code})
        assert answer.status_code == 403
