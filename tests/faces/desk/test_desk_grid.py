"""The entry grid as a plain form, and what its script asks for."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from chungtay import flow
from chungtay.faces.desk import entrygrid
from chungtay.gathering.intake.drafts import queries, services
from chungtay.kernel.periods import decree_month
from chungtay.ledger.queries import batch_latest, batch_status, figures_of_batch
from chungtay.ledger.types import DecisionKind
from gathering.intake.drafts.conftest import filled, opened

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(cast: Any) -> Any:
    return opened(cast.an)


@pytest.fixture
def browser(cast: Any, enter: Any) -> Client:
    client: Client = enter(cast.an)
    return client


def lines(draft: Any) -> list[Any]:
    return queries.draft_lines(draft)


def form_of(draft: Any, **changed: Any) -> dict[str, str]:
    """The whole form as a browser sends it, with some texts changed by position."""
    sent = {}
    for number, line in enumerate(lines(draft)):
        text, kind, note = entrygrid.shown(line.content)
        i = line.item.id
        seal = entrygrid.seal(line.version, (text, kind, note))
        sent |= {f"t-{i}": changed.get(f"row{number}", text), f"a-{i}": kind, f"n-{i}": note, f"s-{i}": seal}
    return sent


def test_a_due_report_opens_its_form(cast: Any, browser: Client) -> None:
    answer = browser.post("/phieu/mo/", {"mau": "monthly-commune", "dia-ban": cast.an.body.place.key, "ky": "2025-11"})
    assert answer["Location"] == f"/phieu/{queries.drafts_visible(cast.an).get().pk}/"


@pytest.mark.parametrize("period", ["", "2025", "2025-11-20/2025-12-19", "x"])
def test_a_period_that_the_form_does_not_have_leads_home(browser: Client, period: str) -> None:
    assert browser.post("/phieu/mo/", {"mau": "monthly-commune", "ky": period})["Location"] == "/"


def test_a_plain_form_writes_only_what_was_changed(draft: Any, browser: Client) -> None:
    browser.post(f"/phieu/{draft.pk}/", form_of(draft, row0="12", row2="kbc") | {"do": "save"})
    assert [n for n, line in enumerate(lines(draft)) if line.version] == [0, 2]
    assert lines(draft)[2].content.absence == "not_reported"


def test_an_unchanged_field_does_not_take_back_what_a_colleague_wrote(cast: Any, draft: Any, browser: Client) -> None:
    form = form_of(draft, row0="12")
    services.cell_write(by=cast.an, draft=draft, item_id=lines(draft)[1].item.id, text="40")
    browser.post(f"/phieu/{draft.pk}/", form | {"do": "save"})
    assert [line.content.text for line in lines(draft)[:2]] == ["12", "40"]


def test_a_plain_form_shows_both_numbers_where_two_wrote(cast: Any, draft: Any, browser: Client) -> None:
    form = form_of(draft, row0="12")
    services.cell_write(by=cast.an, draft=draft, item_id=lines(draft)[0].item.id, text="40")
    answer = browser.post(f"/phieu/{draft.pk}/", form | {"do": "save"})
    text = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="12"' in text
    assert "“40”" in text


def test_what_may_not_be_kept_stays_in_the_field_with_the_reason(draft: Any, browser: Client) -> None:
    answer = browser.post(f"/phieu/{draft.pk}/", form_of(draft, row0="khoảng chừng ấy") | {"do": "save"})
    assert (answer.status_code, "NHAP-101" in answer.content.decode()) == (422, True)


def test_a_filled_form_is_sent_without_script(cast: Any, draft: Any, browser: Client) -> None:
    filled(cast.an, draft)
    reasons = {f"why-{one}": "đã đối chiếu" for one in keys_asked(browser, draft)}
    browser.post(f"/phieu/{draft.pk}/", form_of(draft) | reasons | {"do": "send"})
    period = queries.period_of(draft)
    sent = batch_latest(body=draft.body, form_code=draft.form.code, place=draft.place, period=period)
    assert sent is not None
    assert batch_status(sent.pk) == "submitted"


def keys_asked(browser: Client, draft: Any) -> list[str]:
    text = browser.get(f"/phieu/{draft.pk}/kiem-tra/").content.decode()
    return [part.partition('"')[0] for part in text.split('name="why-')[1:]]


def test_refused_sending_says_why_and_asks_for_reasons(cast: Any, browser: Client) -> None:
    draft = opened(cast.an, decree_month(2026, 11))
    answer = browser.post(f"/phieu/{draft.pk}/", form_of(draft) | {"do": "send"})
    assert (answer.status_code, "NHAP-210" in answer.content.decode()) == (422, True)


def test_offers_are_shown_beside_and_not_in_the_field(cast: Any, draft: Any, browser: Client) -> None:
    filled(cast.an, draft)
    reasons = {one.key: "đã đối chiếu" for one in flow.draft_findings(by=cast.an, draft=draft)}
    batch = flow.draft_submit(by=cast.an, draft=draft, reasons=reasons)
    flow.batch_decide(by=cast.binh, batch=batch, kind=DecisionKind.APPROVED)
    after = opened(cast.an, decree_month(2025, 12))
    assert browser.get(f"/phieu/{after.pk}/").content.decode().count("data-offer=") > 0
    browser.post(f"/phieu/{after.pk}/", form_of(after) | {"do": "take"})
    assert {line.content.origin for line in lines(after) if line.version} == {"typed"}


def test_a_discarded_form_offers_itself_back(draft: Any, browser: Client) -> None:
    browser.post(f"/phieu/{draft.pk}/", form_of(draft) | {"do": "discard"})
    assert f"/phieu/{draft.pk}/lay-lai/" in browser.get(f"/phieu/{draft.pk}/").content.decode()
    browser.post(f"/phieu/{draft.pk}/lay-lai/")
    assert "data-grid" in browser.get(f"/phieu/{draft.pk}/").content.decode()


def test_findings_are_told_row_by_row(cast: Any, draft: Any, browser: Client) -> None:
    rows = {line.item.indicator: line.item.id for line in lines(draft)}
    for code, text in (("tips.received", "10"), ("tips.useful", "11")):
        services.cell_write(by=cast.an, draft=draft, item_id=rows[code], text=text)
    text = browser.get(f"/phieu/{draft.pk}/kiem-tra/").content.decode()
    assert "KT-002" in text
    assert f"#t-{rows['tips.useful']}" in text


def test_the_grid_asks_the_database_a_fixed_number_of_times(
    cast: Any, draft: Any, browser: Client, django_assert_max_num_queries: Any
) -> None:
    filled(cast.an, draft)
    browser.get(f"/phieu/{draft.pk}/")
    with django_assert_max_num_queries(14):
        browser.get(f"/phieu/{draft.pk}/")


def test_saving_a_cell_asks_the_database_little(
    draft: Any, browser: Client, django_assert_max_num_queries: Any
) -> None:
    cell = {"i": lines(draft)[0].item.id, "t": "5", "a": "", "n": "", "v": "0"}
    with django_assert_max_num_queries(10):
        answer = browser.post(f"/phieu/{draft.pk}/o/", cell)
    assert answer.json()["cells"][0]["v"] == 1


def returned_at_the_third_row(cast: Any, draft: Any) -> Any:
    """The report came back with a mark on one figure; its form as it is opened again."""
    filled(cast.an, draft)
    reasons = {one.key: "đã đối chiếu" for one in flow.draft_findings(by=cast.an, draft=draft)}
    batch = flow.draft_submit(by=cast.an, draft=draft, reasons=reasons)
    marked = figures_of_batch(batch)[2].id
    flow.batch_return(by=cast.binh, batch=batch, marks={marked: "Thiếu tuần cuối"})
    return opened(cast.an)


def test_a_returned_figure_stands_first_with_its_reason_and_the_others_are_locked(
    cast: Any, draft: Any, browser: Client
) -> None:
    again = returned_at_the_third_row(cast, draft)
    text = browser.get(f"/phieu/{again.pk}/").content.decode()
    ids = [line.item.id for line in lines(again)]
    assert text.index(f'id="r-{ids[2]}"') < text.index(f'id="r-{ids[0]}"')
    assert "Thiếu tuần cuối" in text
    assert text.count("readonly") == len(ids) - 1


def test_a_locked_row_is_opened_without_script(cast: Any, draft: Any, browser: Client) -> None:
    again = returned_at_the_third_row(cast, draft)
    first = lines(again)[0].item.id
    answer = browser.post(f"/phieu/{again.pk}/", form_of(again) | {"do": f"unlock-{first}"}, follow=True)
    assert answer.content.decode().count("readonly") == len(lines(again)) - 2


def test_a_correction_shows_what_was_sent_beside_what_is_typed(cast: Any, draft: Any, browser: Client) -> None:
    again = returned_at_the_third_row(cast, draft)
    services.cell_write(by=cast.an, draft=again, item_id=lines(again)[2].item.id, text="150")
    assert "Đã gửi: <b>98</b>" in browser.get(f"/phieu/{again.pk}/").content.decode()


def test_a_returned_report_is_opened_from_its_own_page(cast: Any, draft: Any, browser: Client) -> None:
    again = returned_at_the_third_row(cast, draft)
    services.draft_discard(by=cast.an, draft=again)
    page = browser.get(f"/dot-so-lieu/{again.corrects_id}/").content.decode()
    assert 'action="/phieu/mo/"' in page


def test_the_forms_being_filled_in_are_listed(cast: Any, draft: Any, browser: Client) -> None:
    services.cell_write(by=cast.an, draft=draft, item_id=lines(draft)[0].item.id, text="5")
    text = browser.get("/phieu/").content.decode()
    assert f"/phieu/{draft.pk}/" in text
    assert f"1/{len(lines(draft))}" in text


def test_a_returned_report_that_is_being_put_right_waits_once(cast: Any, draft: Any, browser: Client) -> None:
    again = returned_at_the_third_row(cast, draft)
    page = browser.get("/").content.decode()
    assert f"/phieu/{again.pk}/" in page
    assert f'href="/dot-so-lieu/{again.corrects_id}/"' not in page
