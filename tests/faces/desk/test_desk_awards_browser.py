"""A commendation from proposal to the printed sheet, and a recognition, in a browser at which people take turns."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pypdfium2
import pytest

pytest.importorskip("playwright.sync_api")

from browsing import CHROMIUM, played

if TYPE_CHECKING:
    from collections.abc import Mapping

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason="needs Chromium"),
]
ROUNDS, STANDARDS = "/so-theo-doi/khen-thuong/", "/so-theo-doi/tieu-chuan/?bo=1&nam=2025"


def seated(pages: Mapping[str, Any], address: str, sessions: Mapping[str, str]) -> None:
    """Everybody is signed in at a page of their own."""
    for name, session in sessions.items():
        pages[name].context.add_cookies([{"name": "sessionid", "value": session, "url": address}])


def press(page: Any, button: str) -> None:
    """A button that leads to another page, or to the same one told anew."""
    with page.expect_navigation():
        page.click(button)


def sessions_of(cast: Any, enter: Any, *names: str) -> dict[str, str]:
    return {name: enter(getattr(cast, name)).cookies["sessionid"].value for name in names}


def test_a_commendation_goes_from_proposal_over_a_decision_to_the_printed_sheet(cast: Any, enter: Any) -> None:
    sessions, sheets = sessions_of(cast, enter, "an", "chi", "binh"), []

    def scenario(pages: Mapping[str, Any], address: str) -> None:
        seated(pages, address, sessions)
        an, chi, binh = pages["an"], pages["chi"], pages["binh"]
        an.goto(f"{address}{ROUNDS}moi/")
        an.select_option("[name=form]", "5")
        press(an, "button.button--main:has-text('Mở đợt')")
        an.fill("#name", "Nguyễn Thị Mẫu")
        an.select_option("#kind", "3")
        an.fill("#from", "2025-01-01")
        an.fill("#to", "2025-12-31")
        press(an, "button[value=add]")
        press(an, "button[value=send]")
        chi.goto(an.url)
        chi.fill("#minutes", "05/BB-HĐ")
        press(chi, "button[value=minute]")
        binh.goto(an.url)
        binh.fill("#decision", "12/QĐ-CA")
        press(binh, "button[value=decide]")
        press(binh, "aside a.button:has-text('In bằng')")
        with binh.expect_download() as download:
            binh.click("[data-making] button")
        sheets.append(Path(download.value.path()).read_bytes())
        binh.wait_for_selector("text=Đã tải tệp.")

    assert played(sessions, scenario, accept_downloads=True) == []
    text = pypdfium2.PdfDocument(sheets[0])[0].get_textpage().get_text_range()
    assert "Nguyễn Thị Mẫu" in text
    assert "12/QĐ-CA" in text


def test_a_subject_goes_from_registration_to_recognition_and_into_the_years_list(cast: Any, enter: Any) -> None:
    sessions = sessions_of(cast, enter, "an", "binh", "dung")

    def scenario(pages: Mapping[str, Any], address: str) -> None:
        seated(pages, address, sessions)
        an, binh, dung = pages["an"], pages["binh"], pages["dung"]
        an.goto(f"{address}{STANDARDS}")
        an.fill("#name", "Nhà ông Nguyễn Văn An")
        press(an, "#add button")
        assert "NGUON-106" in an.inner_text("main")
        an.fill("#name", "Khu dân cư số 3")
        press(an, "#add button")
        press(an, "button[value=propose]")
        assert "TCH-006" in an.inner_text("main")
        for box in an.query_selector_all("select[name^=c-]"):
            box.select_option("1")
        press(an, "button[value=assess]")
        press(an, "button[value=propose]")
        binh.goto(an.url)
        assert binh.query_selector("button[value=propose]") is None
        binh.fill("#number", "5/QĐ")
        binh.fill("#on", "2025-12-01")
        press(binh, "button[value=recognise]")
        dung.goto(f"{address}{STANDARDS}")
        told = [cell.inner_text() for cell in dung.query_selector_all("#rates td.num")]
        assert told[:2] == ["1", "1"]
        assert "5/QĐ" in dung.inner_text(".register-list tbody")
        file = dung.request.get(f"{address}{STANDARDS}&dang=csv").text()
        assert "5/QĐ" in file.splitlines()[1]

    assert played(sessions, scenario) == []
