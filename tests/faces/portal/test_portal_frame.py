"""What every public page keeps to: nobody is remembered, the address tells the language, old names lead on."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from shelf_builders import figure_made, publication_made

from chungtay.config.locale.compile import compile_messages

pytestmark = pytest.mark.django_db
compile_messages()


@pytest.fixture(autouse=True)
def nothing_kept(settings: Any, tmp_path: Any) -> None:
    """No page of another test, no folder of collected files."""
    from chungtay.faces.portal.keeping import PAGES

    settings.STATIC_ROOT = tmp_path
    PAGES.clear()


@pytest.mark.parametrize("address", ["/cong-khai/", "/public/never-collected/", "/public/nothing/here"])
def test_reading_sets_no_cookie_and_anybody_may_keep_the_page(address: str) -> None:
    answer = Client().get(address)
    assert not answer.cookies
    assert answer["Vary"] == "Accept-Encoding"
    assert "unsafe" not in answer["Content-Security-Policy"]


def test_the_address_tells_the_language_whatever_the_reader_chose_elsewhere() -> None:
    client = Client(headers={"Accept-Language": "vi"})
    client.cookies["django_language"] = "vi"
    assert '<html lang="en"' in client.get("/public/").content.decode()


def test_a_page_that_did_not_change_is_not_sent_again() -> None:
    client = Client()
    mark = client.get("/cong-khai/")["ETag"]
    assert client.get("/cong-khai/", headers={"If-None-Match": mark}).status_code == 304


def test_an_old_name_without_marks_leads_to_what_it_became() -> None:
    page = Client().get("/cong-khai/tim/?q=quan 4").content.decode()
    assert "Phường Xóm Chiếu" in page
    assert Client().get("/cong-khai/dia-ban/d773@2013/").status_code == 200


def test_a_village_and_junk_have_no_page() -> None:
    found = [Client().get(f"/cong-khai/dia-ban/{key}/").status_code for key in ("v1@2025", "' or 1=1", "p00@2025")]
    assert found == [404, 404, 404]


@pytest.mark.parametrize("address", ["cong-bo/%00/", "tim/?q=%00", "du-lieu/dia-ban/%00.csv"])
def test_what_no_database_can_hold_is_nowhere(address: str) -> None:
    assert Client().get(f"/cong-khai/{address}").status_code == 404


def test_an_indicator_shows_the_newest_whole_figure_of_a_place_and_of_two_the_later(cast: Any) -> None:
    old = publication_made(cast, "truoc", released_at=timezone.now() - timedelta(days=3))
    later = publication_made(cast, "sau")
    figure_made(old, "11.111")
    figure_made(later, "22.222")
    figure_made(later, "33.333", cell="khac")
    figure_made(later, "44.444", start=date(2024, 1, 1), end=date(2024, 12, 31))
    page = Client().get("/cong-khai/chi-tieu/communication.sessions/").content.decode()
    assert [n for n in ("11.111", "22.222", "33.333", "44.444") if n in page] == ["22.222"]
