"""The entry grid in a real browser: a report by keyboard, pasting, undoing, two people, and how many keys it takes."""

from __future__ import annotations

from typing import Any

import pytest
from test_desk_browser import HOST, played, pytestmark, sync_api

from chungtay import flow
from chungtay.gathering.intake.drafts import queries, services
from chungtay.kernel.periods import decree_month
from chungtay.ledger.queries import batch_latest, figures_of_batch
from chungtay.ledger.types import DecisionKind
from gathering.intake.drafts.conftest import filled, opened

__all__ = ["pytestmark"]
SAVED = "[data-state]:has-text('Đã lưu')"
MONTH = decree_month(2026, 11)


@pytest.fixture
def draft(cast: Any) -> Any:
    return opened(cast.an, MONTH)


def texts(draft: Any) -> list[str]:
    return [line.content.text or line.content.absence for line in queries.draft_lines(draft)]


def field(draft: Any, row: int) -> str:
    return f"#t-{queries.draft_lines(draft)[row].item.id}"


def on_the_grid(draft: Any, deeds: Any) -> Any:
    """A scenario that begins on the draft's page."""

    def scenario(page: Any) -> None:
        page.goto(f"{HOST}/phieu/{draft.pk}/")
        deeds(page)

    return scenario


def pasted(page: Any, at: str, block: str) -> None:
    """A paste as Excel makes it: the clipboard of a browser without a window cannot be set from outside."""
    page.evaluate(
        """([at, block]) => {
            const clipboardData = new DataTransfer();
            clipboardData.setData("text/plain", block);
            const paste = new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true });
            document.querySelector(at).dispatchEvent(paste);
        }""",
        [at, block],
    )


def test_a_clean_report_of_thirty_figures_takes_fewer_than_forty_keys_beyond_the_digits(
    cast: Any, enter: Any, draft: Any
) -> None:
    beyond = 0
    keys = [line.item.key for line in queries.draft_lines(draft)]
    values = ["180" if key == "models.points|" else "60" for key in keys]

    def press(page: Any, key: str) -> None:
        nonlocal beyond
        beyond += 1
        page.keyboard.press(key)

    def deeds(page: Any) -> None:
        for value in values:
            page.keyboard.type(value)
            press(page, "Enter")
        with page.expect_response(lambda answer: answer.status == 302):
            press(page, "Control+Enter")

    assert len(values) >= 30
    assert played(enter(cast.an), on_the_grid(draft, deeds)) == []
    assert beyond < 40
    sent = batch_latest(body=draft.body, form_code=draft.form.code, place=draft.place, period=MONTH)
    assert sent is not None
    numbers = [f.claim.quantity.value for f in figures_of_batch(sent) if f.claim.quantity is not None]
    assert numbers == [int(value) for value in values]


def test_keys_move_restore_edit_and_undo(cast: Any, enter: Any, draft: Any) -> None:
    def deeds(page: Any) -> None:
        page.keyboard.type("12")
        page.keyboard.press("ArrowDown")
        page.keyboard.type("7")
        page.keyboard.press("Escape")
        page.keyboard.press("ArrowUp")
        page.keyboard.press("F2")
        page.keyboard.type("5")
        page.keyboard.press("Enter")
        page.keyboard.type("kbc")
        page.keyboard.press("Enter")
        sync_api.expect(page.locator(".grid__value select").nth(1)).to_have_value("not_reported")
        page.keyboard.press("Control+z")
        sync_api.expect(page.locator(".grid__value select").nth(1)).to_have_value("")
        sync_api.expect(page.locator("[data-state]")).to_have_text("Đã lưu")

    assert played(enter(cast.an), on_the_grid(draft, deeds)) == []
    assert texts(draft)[:3] == ["125", "", ""]


def test_a_block_from_excel_runs_down_the_rows_and_is_undone_as_one(cast: Any, enter: Any, draft: Any) -> None:
    first = field(draft, 0)
    block = "Văn bản\t12\r\nBuổi\t1.234\r\nLượt\tkct\r\nCuộc họp\t\r\nTài liệu\t1,5\r\n"

    def deeds(page: Any) -> None:
        pasted(page, first, block)
        page.wait_for_selector(SAVED)

    assert played(enter(cast.an), on_the_grid(draft, deeds)) == []
    assert texts(draft)[:5] == ["12", "1.234", "refused", "", "1,5"]
    assert len(services.cell_undo(by=cast.an, draft=draft)) == 4


@pytest.mark.parametrize(("key", "stands"), [("F8", "12"), ("F9", "40")])
def test_where_two_people_wrote_a_key_decides(cast: Any, enter: Any, draft: Any, key: str, stands: str) -> None:
    item_id = queries.draft_lines(draft)[0].item.id

    def deeds(page: Any) -> None:
        page.evaluate(
            """([address, item]) => fetch(address, { method: "POST",
            headers: { "X-CSRFToken": document.querySelector("[name=csrfmiddlewaretoken]").value },
            body: new URLSearchParams({ i: item, t: "40", a: "", n: "", v: "0" }) })""",
            [f"/phieu/{draft.pk}/o/", str(item_id)],
        )
        page.keyboard.type("12")
        page.keyboard.press("Enter")
        page.wait_for_selector(".grid__torn button")
        page.keyboard.press("ArrowUp")
        page.keyboard.press(key)
        page.wait_for_selector(".grid__torn", state="detached")
        if key == "F8":
            page.wait_for_selector(SAVED)

    assert played(enter(cast.an), on_the_grid(draft, deeds)) == []
    assert texts(draft)[0] == stands


def test_findings_stand_at_the_rows_while_typing(cast: Any, enter: Any, draft: Any) -> None:
    rows = {line.item.key: line.item.id for line in queries.draft_lines(draft)}
    whole, part = rows["tips.received|"], rows["tips.useful|"]

    def deeds(page: Any) -> None:
        for number, text in ((whole, "10"), (part, "11")):
            page.click(f"#t-{number}")
            page.keyboard.type(text)
        page.keyboard.press("Enter")
        page.wait_for_selector(f"#m-{part} .grid__find--block")

    assert played(enter(cast.an), on_the_grid(draft, deeds)) == []


def test_offers_are_taken_by_a_key_and_all_at_once(cast: Any, enter: Any) -> None:
    before = filled(cast.an, opened(cast.an, decree_month(2026, 10)))
    reasons = {one.key: "đã đối chiếu" for one in flow.draft_findings(by=cast.an, draft=before)}
    batch = flow.draft_submit(by=cast.an, draft=before, reasons=reasons)
    flow.batch_decide(by=cast.binh, batch=batch, kind=DecisionKind.APPROVED)
    draft = opened(cast.an, MONTH)
    offered = [line.item.id for line in queries.draft_lines(draft) if line.content.origin == "offered"]

    def deeds(page: Any) -> None:
        page.focus(f"#t-{offered[0]}")
        page.keyboard.press("=")
        page.wait_for_selector(SAVED)
        page.click("[data-take-all]")
        sync_api.expect(page.locator(f"#t-{offered[-1]}")).not_to_have_value("")

    assert played(enter(cast.an), on_the_grid(draft, deeds)) == []
    assert {line.content.origin for line in queries.draft_lines(draft) if line.item.id == offered[0]} == {"typed"}


@pytest.mark.parametrize("width", [390, 1280])
def test_the_grid_is_no_wider_than_its_screen(cast: Any, enter: Any, draft: Any, width: int) -> None:
    services.cell_write(
        by=cast.an, draft=draft, item_id=queries.draft_lines(draft)[0].item.id, text="1.23", note="x" * 90
    )
    found = []

    def deeds(page: Any) -> None:
        page.set_viewport_size({"width": width, "height": 800})
        found.append(page.evaluate("document.documentElement.scrollWidth"))

    assert played(enter(cast.an), on_the_grid(draft, deeds)) == []
    assert found[0] <= width
