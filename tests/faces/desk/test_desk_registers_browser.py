"""Each life of the registers, lived through in a browser: a point, an activity on a phone, a team, a tally."""

from __future__ import annotations

import time
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.utils.timezone import localdate
from test_desk_browser import HOST, played, pytestmark

import browsing
from chungtay.gathering.registers.community import queries as community
from chungtay.gathering.registers.community.queries import Asked, Standing
from chungtay.gathering.registers.community.services import register_load

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["pytestmark"]
BOOK = f"{HOST}/so-theo-doi/"


def test_a_point_is_registered_confirmed_ended_and_the_end_is_taken_back(cast: Any, enter: Any) -> None:
    register_load()

    def scenario(page: Any) -> None:
        page.goto(f"{BOOK}mo-hinh/dang-ky/")
        page.fill("#kind", "Camera giám sát")
        page.fill("#name", "Camera khu 1")
        page.fill("#on", "01/08/2025")
        page.click("button:has-text('Ghi vào sổ')")
        page.click("summary:has-text('Xác nhận')")
        page.click("button:has-text('Đang hoạt động')")
        page.wait_for_selector(".pill:has-text('Đang hoạt động')")
        page.select_option("#step-kind", "end")
        page.select_option("#step-end", "no_longer_needed")
        page.click("details:has(#step-kind) button:not([type=button])")
        page.wait_for_selector(".pill:has-text('Đã kết thúc')")
        line = page.locator(".life__item", has_text="Kết thúc")
        line.locator("summary", has_text="Ghi nhầm").click()
        line.locator("[name=reason]").fill("Ghi nhầm điểm")
        line.locator("form:has([name=reason]) button").click()
        page.wait_for_selector(".pill:has-text('Đang hoạt động')")

    assert played(enter(cast.an), scenario) == []
    [point] = community.points_found(cast.an, Asked(standing=Standing.KNOWN), localdate())
    assert point.known_on == localdate()


def test_an_activity_that_comes_again_is_written_and_ticked_off_on_a_phone(cast: Any, enter: Any) -> None:
    took = []

    def scenario(page: Any) -> None:
        page.set_viewport_size({"width": 390, "height": 800})
        began = time.perf_counter()
        page.goto(f"{BOOK}hoat-dong/")
        page.click("a:has-text('Ghi hoạt động')")
        page.click("button[value=patrol]")
        page.fill("#on", f"{localdate() - timedelta(days=7)}")
        page.click("summary:has-text('Lặp lại')")
        page.select_option("#step", "1")
        page.fill("#last", f"{localdate()}")
        page.click("button.button--wide")
        page.wait_for_selector(".flash")
        page.goto(f"{BOOK}hoat-dong/?xem=cho-ghi")
        page.locator(".tick-off [name=participations]").first.fill("12")
        page.locator(".tick-off button").first.click()
        page.wait_for_selector(".flash")
        took.append(time.perf_counter() - began)
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        page.goto(f"{BOOK}hoat-dong/")
        assert page.locator(".register-counts").inner_text().count("12") == 1

    assert played(enter(cast.an), scenario) == []
    assert took[0] < 60


def test_a_team_begins_is_counted_ends_and_is_opened_again(cast: Any, enter: Any) -> None:
    def scenario(page: Any) -> None:
        page.goto(f"{BOOK}luc-luong/")
        page.fill("#began", "2025-08-01")
        page.fill("#members", "5")
        page.click("button[value=begin]")
        page.fill("#members", "7")
        page.click("button[value=count]")
        page.click("summary:has-text('Kết thúc')")
        page.fill("#why-end", "Sáp nhập tổ")
        page.click("button[value=end]")
        page.click("summary:has-text('Mở lại')")
        page.fill("#why-open", "Ghi nhầm")
        page.click("button[value=reopen]")
        page.wait_for_selector("text=Tổ lại đang hoạt động")
        page.goto(f"{BOOK}luc-luong/")
        assert page.inner_text("table.points td[data-label='Người']") == "7"

    assert played(enter(cast.an), scenario) == []


def test_a_tally_sends_whoever_has_a_tip_elsewhere_and_knows_no_political_ones(cast: Any, enter: Any) -> None:
    month = f"{localdate() - timedelta(days=62):%Y-%m}"
    session = enter(cast.an).cookies["sessionid"].value

    def scenario(pages: Mapping[str, Any], address: str) -> None:
        page = pages["an"]
        page.context.add_cookies([{"name": "sessionid", "value": session, "url": address}])
        page.goto(f"{address}/so-theo-doi/so-dem/?ky={month}")
        page.locator("form:has([value=tips]) button").first.click()
        page.wait_for_selector("a[href='tel:113']")
        assert "VNeID" in page.inner_text("#main")
        assert "chính trị" not in page.inner_text("#main").lower()
        page.locator("button[name=more]").first.click()
        page.wait_for_selector("[name^='v:'][value='1']")
        page.click("button[value=confirm]")
        page.wait_for_selector("text=Đã chốt số của kỳ")
        assert page.locator("#main input[type=text], #main textarea").count() == 0

    assert browsing.played(["an"], scenario) == []


@pytest.mark.parametrize("forged", [{"topic": "political_security"}, {"more": "tips.received:political_security"}])
def test_no_hand_made_request_opens_a_political_tally(cast: Any, enter: Any, forged: dict[str, str]) -> None:
    an, address = enter(cast.an), "/so-theo-doi/so-dem/"
    month = f"{localdate() - timedelta(days=62):%Y-%m}"
    opened = an.post(address, {"do": "open", "axis": "1", "ky": month, "topic": "tips", **forged})
    answer = opened if "topic" in forged else an.post(opened["Location"], forged)
    assert answer.status_code in (403, 404, 422)
