"""Making a form version in a real browser: rows moved by keyboard, and everything by buttons without a script."""

from __future__ import annotations

from typing import Any

import pytest

pytest.importorskip("playwright.sync_api")

from test_desk_browser import CHROMIUM, HOST, played

from chungtay.reference.forms.queries import form_get, form_items

pytestmark = [pytest.mark.browser, pytest.mark.skipif(not CHROMIUM.exists(), reason="needs Chromium")]


def saved_rows() -> list[str]:
    return [item.indicator for item in form_items(form_get("monthly-commune"))][:3]


def test_a_row_is_moved_by_keyboard_and_the_version_saved(cast: Any, enter: Any) -> None:
    before, form = saved_rows(), form_get("monthly-commune")

    def scenario(page: Any) -> None:
        page.goto(f"{HOST}/bieu-mau/{form.pk}/phien-ban-moi/")
        page.focus('[data-line="1"] [data-go=up]')
        page.keyboard.press("Alt+ArrowDown")
        page.keyboard.press("Alt+ArrowDown")
        assert "4/" in page.inner_text("[data-said]")
        page.click("button[value=save]")
        page.wait_for_selector("text=phiên bản 3")

    assert played(enter(cast.dung), scenario) == []
    assert saved_rows() == [before[1], before[2], before[0]]


def test_a_row_is_found_added_and_moved_without_script(cast: Any, enter: Any) -> None:
    form = form_get("monthly-commune")

    def scenario(page: Any) -> None:
        page.goto(f"{HOST}/bieu-mau/{form.pk}/phien-ban-moi/")
        page.fill("[name=find]", "kiem tra")
        page.keyboard.press("Enter")
        page.select_option("[name=into]", "0")
        page.click('button[value="add:documents.inspections"]')
        page.click('button[aria-label^="Lên: Cuộc kiểm tra"]')
        page.click("button[value=preview]")
        assert "Cuộc kiểm tra, giám sát" in page.inner_text(".form-changes")
        page.click("button[value=save]")
        page.wait_for_selector("text=phiên bản 3")

    assert played(enter(cast.dung), scenario, java_script_enabled=False) == []
    items = [item.indicator for item in form_items(form_get("monthly-commune"))]
    assert items[8] == "documents.inspections"
