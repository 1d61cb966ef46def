"""Approving many and returning at a figure in a real browser, with a script and without one."""

from __future__ import annotations

from typing import Any

from test_desk_browser import HOST, played, pytestmark

from chungtay.gathering.approval.queries import return_marks
from chungtay.ledger import queries as ledger
from chungtay.ledger.types import DecisionKind
from gathering.senders import impossible, sent

__all__ = ["pytestmark"]


def test_one_box_chooses_all_clean_reports_and_none_with_findings(cast: Any, enter: Any) -> None:
    clean, stopped = sent(cast.an), sent(cast.khoa, *impossible(cast.khoa))

    def scenario(page: Any) -> None:
        page.goto(f"{HOST}/dot-so-lieu/cho-duyet/")
        page.check("[data-all]")
        assert page.inner_text("[data-count]") == "(1)"
        page.click("button[value=chosen]")
        page.wait_for_selector("text=Đã duyệt 1 báo cáo")

    assert played(enter(cast.binh), scenario) == []
    statuses = ledger.batch_statuses([clean.pk, stopped.pk])
    assert statuses == {clean.pk: DecisionKind.APPROVED, stopped.pk: DecisionKind.SUBMITTED}


def test_a_report_is_returned_at_a_figure_without_script_on_a_phone(cast: Any, enter: Any) -> None:
    batch = sent(cast.an)
    [figure] = ledger.figures_of_batch(batch)

    def scenario(page: Any) -> None:
        page.set_viewport_size({"width": 390, "height": 800})
        page.goto(f"{HOST}/dot-so-lieu/{batch.pk}/")
        page.check(f'input[name="mark"][value="{figure.id}"]')
        page.fill(f'input[name="reason-{figure.id}"]', "Gấp ba tháng trước")
        page.click("button[value=returned]")
        page.wait_for_selector("text=Đã trả lại ở 1 số liệu")
        assert page.evaluate("document.documentElement.scrollWidth") <= 390

    assert played(enter(cast.binh), scenario, java_script_enabled=False) == []
    assert return_marks(batch.pk) == {figure.id: "Gấp ba tháng trước"}
