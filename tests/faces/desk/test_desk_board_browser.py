"""The board in a real browser: narrowed and sorted by keys alone, its file, and a reminder that keeps one's place."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

from django.core import mail
from test_desk_board import BOARD, owing, post
from test_desk_browser import HOST, played, pytestmark

__all__ = ["owing", "post", "pytestmark"]


def names(page: Any) -> list[str]:
    return [name.split("\n")[0] for name in page.locator("tbody td:first-child").all_inner_texts()]


def test_keys_alone_narrow_sort_and_widen_the_board(owing: Any, enter: Any) -> None:
    def scenario(page: Any) -> None:
        page.goto(HOST + BOARD)
        assert names(page) == ["Phường Ngọc Hà", "Phường Ba Đình"]
        page.focus("#order")
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        page.wait_for_url("**xep=ten**")
        assert names(page) == ["Phường Ba Đình", "Phường Ngọc Hà"]
        page.focus("#state")
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Tab")
        page.keyboard.press("Tab")
        page.keyboard.type("ngoc")
        page.keyboard.press("Enter")
        page.wait_for_url("**tinh-trang=overdue**")
        assert names(page) == ["Phường Ngọc Hà"]
        page.focus("text=Bỏ lọc")
        page.keyboard.press("Enter")
        page.wait_for_selector("text=Phường Ba Đình")
        page.set_viewport_size({"width": 390, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= 390

    assert played(enter(owing.binh), scenario) == []


def test_the_file_and_a_reminder_keep_to_what_the_board_was_narrowed_to(post: Any, enter: Any) -> None:
    rows: list[list[str]] = []

    def scenario(page: Any) -> None:
        page.goto(f"{HOST}{BOARD}&tinh-trang=overdue")
        with page.expect_download() as saved:
            page.click("text=Tải bảng (CSV)")
        rows.extend(csv.reader(Path(saved.value.path()).read_text("utf-8-sig").splitlines()))
        page.click("tbody button:has-text('Nhắc')")
        page.wait_for_selector("text=Đã gửi thư nhắc tới 1 hộp thư.")
        assert names(page) == ["Phường Ngọc Hà"]

    assert played(enter(post.binh), scenario) == []
    assert [row[3] for row in rows[1:]] == ["Đơn vị CA-NGOCHA"]
    assert [message.to for message in mail.outbox] == [["khoa@vi.du"]]
