"""What a body owes now: on the first page, and filled in where a report is handed in."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from desk_builders import TERM, national_programme
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from chungtay import flow
from chungtay.faces.desk.dues import MOST, Due, dues_of
from chungtay.kernel.periods import Period, decree_month
from chungtay.kernel.quantities import Quantity
from chungtay.ledger.queries import figures_of_batch
from chungtay.ledger.types import Claim, DecisionKind
from chungtay.reference.forms.queries import form_get
from chungtay.reference.forms.services import obligation_create

TODAY = date(2025, 11, 20)
NOVEMBER, OCTOBER = decree_month(2025, 11), decree_month(2025, 10)


@pytest.fixture
def owing(cast: Any) -> Any:
    """Ba Đình owes the monthly form from the month of October 2025."""
    body = cast.an.body
    form = form_get("monthly-commune")
    return obligation_create(form=form, body=body, place=body.place, valid_from=OCTOBER.start)


def sent(by: Any, period: Period) -> Any:
    claim = Claim("tips.received", by.body.place_id, period, Quantity.read(12))
    place = by.body.place
    return flow.figures_submit(
        by=by, body=by.body, form_code="monthly-commune", place=place, period=period, claims=[claim]
    )


def told(user: Any) -> list[tuple[Period, str]]:
    return [(due.period, due.state) for due in dues_of(user, TODAY)]


def test_every_month_since_the_duty_began_is_owed_until_it_is_sent(cast: Any, owing: Any) -> None:
    assert told(cast.an) == [(OCTOBER, ""), (NOVEMBER, "")]


def test_the_deadline_is_that_of_the_form_and_level(cast: Any, owing: Any) -> None:
    assert dues_of(cast.an, TODAY)[-1].deadline == date(2025, 11, 17)


def test_a_month_that_runs_is_not_owed_yet(cast: Any, owing: Any) -> None:
    periods = [due.period for due in dues_of(cast.an, NOVEMBER.end)]
    assert periods == [OCTOBER]


def test_of_months_that_were_sent_only_the_last_is_told(cast: Any, owing: Any) -> None:
    for period in (OCTOBER, NOVEMBER):
        sent(cast.an, period)
    assert told(cast.an) == [(NOVEMBER, "submitted")]


def test_what_was_withdrawn_is_owed_again(cast: Any, owing: Any) -> None:
    batch = sent(cast.an, NOVEMBER)
    flow.batch_decide(by=cast.an, batch=batch, kind=DecisionKind.WITHDRAWN, reason="Gửi nhầm tệp")
    due = dues_of(cast.an, TODAY)[-1]
    assert (due.period, due.is_open) == (NOVEMBER, True)


def test_nobody_is_asked_for_more_than_the_last_months(cast: Any, owing: Any) -> None:
    assert len(dues_of(cast.an, TODAY + timedelta(days=900))) == MOST


def test_a_programme_that_ended_is_owed_by_those_who_report_on_it(cast: Any) -> None:
    programme, body = national_programme(), cast.chi.body
    form = form_get("programme-review")
    obligation_create(form=form, body=body, place=body.place, valid_from=TERM.start, valid_to=programme.term_end)
    (due,) = dues_of(cast.chi, TODAY)
    assert (due.period.start, due.period.end) == (programme.term_start, programme.term_end)
    assert f"ky={programme.term_start}%2F{programme.term_end}" in due.address


def test_the_first_page_says_what_is_owed_and_by_when(cast: Any, enter: Any, owing: Any) -> None:
    last = dues_of(cast.an, date.today())[-1]
    page = enter(cast.an).get("/").content.decode()
    assert last.words(date.today(), "vi") in page
    assert f"ky={last.period.end:%Y-%m}" in page
    assert "Mọi việc đã xong" not in page


@pytest.mark.parametrize(
    ("today", "vietnamese", "english"),
    [
        (date(2025, 11, 15), "hạn 18/11, còn 3 ngày", "due 18 November, 3 days left"),
        (date(2025, 11, 17), "hạn 18/11, còn 1 ngày", "due 18 November, 1 day left"),
        (date(2025, 11, 18), "hạn 18/11, hôm nay", "due 18 November, today"),
        (date(2025, 11, 20), "hạn 18/11, quá hạn 2 ngày", "due 18 November, 2 days overdue"),
        (date(2026, 1, 1), "hạn 18/11/2025, quá hạn 44 ngày", "due 18 November 2025, 44 days overdue"),
    ],
)
def test_a_deadline_is_said_with_the_days_that_are_left(owing: Any, today: date, vietnamese: str, english: str) -> None:
    due = Due(owing.form, owing.place, NOVEMBER, date(2025, 11, 18))
    assert due.words(today, "vi") == f"Báo cáo tháng 11/2025, {vietnamese}"
    assert due.words(today, "en") == f"Report of November 2025, {english}"


def test_a_unit_that_ended_still_owes_what_ended_before_it(cast: Any) -> None:
    body, form = cast.an.body, form_get("monthly-commune")
    ended = {"valid_from": OCTOBER.start, "valid_to": OCTOBER.end}
    obligation_create(form=form, body=body, place=body.place, **ended)
    assert told(cast.an) == [(OCTOBER, "")]


def test_what_was_sent_is_said_to_be_sent(cast: Any, enter: Any, owing: Any) -> None:
    last = dues_of(cast.an, date.today())[-1].period
    sent(cast.an, last)
    page = enter(cast.an).get("/").content.decode()
    assert f"Báo cáo tháng của cấp xã, {last.label()}</a>: đã gửi" in page


def test_what_came_back_keeps_its_deadline(cast: Any, enter: Any, owing: Any) -> None:
    last = dues_of(cast.an, date.today())[-1]
    batch = sent(cast.an, last.period)
    flow.batch_return(by=cast.binh, batch=batch, marks={figures_of_batch(batch)[0].id: "Rà lại số"})
    for language, said in (("vi", "Sửa 1 số liệu được đánh dấu"), ("en", "Correct 1 marked figure")):
        page = enter(cast.an, language).get("/").content.decode()
        assert last.words(date.today(), language) in page
        assert said in page


def test_the_first_page_shows_few_of_many_that_wait(
    cast: Any, enter: Any, owing: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("chungtay.faces.desk.views.home.MOST_TO_DECIDE", 1)
    for period in (OCTOBER, NOVEMBER):
        sent(cast.an, period)
    page = enter(cast.binh).get("/").content.decode()
    assert page.count("Xem và duyệt") == 1
    assert "Còn 1 báo cáo chờ duyệt nữa" in page


def test_an_approver_is_not_asked_for_reports(cast: Any, enter: Any, owing: Any) -> None:
    assert "Quá hạn" not in enter(cast.binh).get("/").content.decode()


def test_the_month_that_is_owed_is_filled_in(cast: Any, enter: Any, owing: Any) -> None:
    last = dues_of(cast.an, date.today())[-1].period
    page = enter(cast.an).get("/bao-cao/moi/").content.decode()
    assert f'<option value="{last.end:%Y-%m}" selected>' in page


def test_a_figure_outside_the_reports_period_is_pointed_out(cast: Any, enter: Any) -> None:
    text = "BÁO CÁO\n\nTừ ngày 01/01/2013 đến ngày 31/12/2018, các cấp đã tổ chức 366 đợt phát động phong trào.\n"
    file = SimpleUploadedFile("bao-cao.txt", text.encode())
    typed = {"form": "programme-review", "place": "Thành phố Hà Nội", "start": "01/01/2019", "end": "31/12/2023"}
    page = enter(cast.chi).post("/bao-cao/moi/", typed | {"file": file}, follow=True).content.decode()
    assert "(ngoài kỳ báo cáo)" in page
    assert "1 số có kỳ nằm ngoài kỳ của báo cáo (giai đoạn 2019-2023)" in page


def test_the_menu_counts_what_is_owed_with_what_waits(client: Any, cast: Any, owing: Any) -> None:
    client.force_login(cast.an)
    page = client.get(reverse("programmes"))
    owed = [due for due in dues_of(cast.an, timezone.localdate()) if not due.is_sent]
    assert page.context["waiting"]() == len(owed) > 0
