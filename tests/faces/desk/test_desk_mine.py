"""Settings of one's own, the calendar of deadlines under a secret address, and days off."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from django.core.cache import cache
from icalendar import Calendar

from chungtay.faces.desk.views import mine
from chungtay.gathering.approval.calendars import calendar_of
from chungtay.kernel.periods import decree_month
from chungtay.reference.actors.services import account_close, calendar_renew
from chungtay.reference.forms.holidays import holiday_add
from chungtay.reference.forms.queries import deadline_of, form_get
from chungtay.reference.forms.services import obligation_create

NOW = datetime.fromisoformat("2025-11-16T08:00:00+07:00")
GIVEN = {"email": "van-phong@vi.du", "language": "en", "digest": "weekly", "quiet_from": "22:00", "quiet_to": "06:30"}


@pytest.fixture(autouse=True)
def fresh_counts() -> None:
    """Tries are counted in the cache, which tests share."""
    cache.clear()


@pytest.fixture
def owing(cast: Any) -> Any:
    """Ba Đình owes the monthly form from November 2025."""
    body = cast.an.body
    start = decree_month(2025, 11).start
    return obligation_create(form=form_get("monthly-commune"), body=body, place=body.place, valid_from=start)


def test_settings_are_kept_and_the_page_speaks_the_chosen_language(cast: Any, enter: Any) -> None:
    page = enter(cast.an).post("/thiet-lap/", GIVEN, follow=True).content.decode()
    cast.an.refresh_from_db()
    assert (cast.an.email, cast.an.language, cast.an.digest) == ("van-phong@vi.du", "en", "weekly")
    assert (cast.an.quiet_from, cast.an.quiet_to) == (time(22), time(6, 30))
    assert "Settings saved." in page


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"email": "khong phai thu"}, "TAIKHOAN-005"),
        ({"email": "a@vi.du\nBcc: b@vi.du"}, "TAIKHOAN-005"),
        ({"language": "fr"}, "TAIKHOAN-006"),
        ({"digest": "hourly"}, "TAIKHOAN-006"),
        ({"quiet_to": ""}, "TAIKHOAN-007"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_kept(
    cast: Any, enter: Any, changed: dict[str, str], code: str
) -> None:
    answer = enter(cast.an).post("/thiet-lap/", GIVEN | changed)
    cast.an.refresh_from_db()
    assert (answer.status_code, code in answer.content.decode(), cast.an.email) == (422, True, "")


def address_of(client: Any) -> str:
    """The calendar's address as the page shows it once."""
    page = client.post("/thiet-lap/lich/", {"do": "renew"}, follow=True).content.decode()
    return str(page.partition('readonly value="http://testserver')[2].partition('"')[0])


def test_the_address_of_the_calendar_is_shown_once_and_kept_as_a_hash(cast: Any, enter: Any) -> None:
    client = enter(cast.an)
    address = address_of(client)
    cast.an.refresh_from_db()
    assert cast.an.calendar_key not in address
    assert address not in client.get("/thiet-lap/").content.decode()


def test_the_calendar_needs_no_sign_in_and_names_nobody(cast: Any, enter: Any, client: Any, owing: Any) -> None:
    answer = client.get(address_of(enter(cast.an)))
    assert answer["Content-Type"].startswith("text/calendar")
    assert "no-store" in answer["Cache-Control"]
    assert not [word for word in ("Cán bộ", "Ba Đình", "BADINH") if word in answer.content.decode()]


def test_a_new_address_or_none_stops_the_old_one(cast: Any, enter: Any, client: Any) -> None:
    browser = enter(cast.an)
    old, new = address_of(browser), address_of(browser)
    assert (client.get(old).status_code, client.get(new).status_code) == (404, 200)
    browser.post("/thiet-lap/lich/", {"do": "revoke"})
    assert client.get(new).status_code == 404


def test_a_closed_account_has_no_calendar(cast: Any, client: Any) -> None:
    secret = calendar_renew(by=cast.an)
    account_close(user=cast.an)
    assert client.get(f"/lich/{secret}.ics").status_code == 404


def test_whoever_guesses_addresses_or_fetches_too_often_is_told_to_wait(
    cast: Any, client: Any, monkeypatch: Any
) -> None:
    monkeypatch.setattr(mine, "MOST_OF_A_KEY", 2)
    address = f"/lich/{calendar_renew(by=cast.an)}.ics"
    assert [client.get(address).status_code for _ in range(3)] == [200, 200, 429]
    monkeypatch.setattr(mine, "MOST_WRONG", 2)
    assert [client.get("/lich/sai.ics").status_code for _ in range(3)] == [404, 404, 429]


def test_each_deadline_is_a_whole_day_with_alarms_before_it(cast: Any, owing: Any) -> None:
    events = Calendar.from_ical(calendar_of(cast.an, NOW, "vi")).walk("VEVENT")
    first = events[0]
    assert first["SUMMARY"].startswith("Hạn báo cáo tháng 11/2025: ")
    assert (first["DTSTART"].dt, first["DTEND"].dt) == (date(2025, 11, 17), date(2025, 11, 18))
    assert [alarm["TRIGGER"].dt for alarm in first.walk("VALARM")] == [timedelta(hours=-15), timedelta(hours=8)]
    assert len(events) == len({event["UID"] for event in events}) >= 13


def test_the_same_report_keeps_its_event_from_one_fetching_to_the_next(cast: Any, owing: Any) -> None:
    first, again = (Calendar.from_ical(calendar_of(cast.an, at, "en")) for at in (NOW, NOW + timedelta(hours=5)))
    assert [e["UID"] for e in first.walk("VEVENT")] == [e["UID"] for e in again.walk("VEVENT")]


def test_an_administrator_adds_a_day_off_and_deadlines_move_past_it(cast: Any, enter: Any) -> None:
    cast.binh.role = "administrator"
    cast.binh.save()
    form, november = form_get("monthly-commune"), decree_month(2025, 11)
    day = {"on": "17/11/2025", "name_vi": "Nghỉ bù", "name_en": "Day in lieu"}
    assert "Đã thêm ngày nghỉ" in enter(cast.binh).post("/ngay-nghi/", day, follow=True).content.decode()
    assert deadline_of(form, november, "commune") == date(2025, 11, 18)


def test_a_day_off_is_taken_back_once_it_was_seen_what_moves(cast: Any, enter: Any) -> None:
    cast.binh.role = "administrator"
    cast.binh.save()
    on = date.today() + timedelta(days=400)
    client, day = enter(cast.binh), holiday_add(by=cast.binh, on=on, name_vi="Nghỉ bù", name_en="Day in lieu")
    assert f'"/ngay-nghi/{day.pk}/bo/"' in client.get("/ngay-nghi/").content.decode()
    assert "Hạn" in client.get(f"/ngay-nghi/{day.pk}/bo/").content.decode()
    page = client.post(f"/ngay-nghi/{day.pk}/bo/", follow=True).content.decode()
    assert ("Đã bỏ ngày nghỉ" in page, cast.binh.display_name in page) == (True, True)
    assert client.get(f"/ngay-nghi/{day.pk}/bo/").status_code == 404


def test_a_day_off_without_a_name_or_day_is_refused_on_the_page(cast: Any, enter: Any) -> None:
    cast.binh.role = "administrator"
    cast.binh.save()
    answer = enter(cast.binh).post("/ngay-nghi/", {"on": "hôm nào", "name_vi": "", "name_en": "x"})
    assert answer.status_code == 422
