"""A review written by two people at once, each in a browser of their own: chips, a remark, and two wordings joined."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from test_desk_browser import HOST, played, pytestmark
from test_desk_composing import programme, review

import browsing
from chungtay.results.reviews import queries

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["programme", "pytestmark", "review"]
HAS_FIGURES = """[...document.querySelectorAll("form[data-key^=sentences]")]
    .find((form) => form.querySelector("textarea").value.includes("[[")).dataset.key"""


def opened(page: Any, block: str) -> Any:
    """The editor of a block, its pane open."""
    form = page.locator(f"form[data-key={block}]")
    page.locator(f"details.compose__pane:has(form[data-key={block}])").locator("summary").first.click()
    return form.locator(".compose__editor")


def typed(page: Any, editor: Any, text: str) -> None:
    editor.click()
    page.keyboard.press("Control+End")
    page.keyboard.type(text)


def test_two_rewrite_one_passage_and_both_are_kept_and_joined(cast: Any, enter: Any, review: Any) -> None:
    sessions = {name: enter(getattr(cast, name)).cookies["sessionid"].value for name in ("chi", "binh")}

    def scenario(pages: Mapping[str, Any], desk: str) -> None:
        for name, page in pages.items():
            page.context.add_cookies([{"name": "sessionid", "value": sessions[name], "url": desk}])
            page.goto(f"{desk}/tong-ket/{review.pk}/soan/")
        chi, binh = pages["chi"], pages["binh"]
        block = chi.evaluate(HAS_FIGURES)
        ours, theirs = opened(chi, block), opened(binh, block)
        ours.locator(".bound").first.wait_for()
        typed(chi, ours, " Phong trào lan rộng.")
        chi.wait_for_selector("[data-state]:has-text('đã lưu nháp lúc')")
        chi.keyboard.press("Control+s")
        chi.wait_for_selector("text=Đã lưu đoạn văn.")
        typed(binh, theirs, " Cần duy trì.")
        binh.keyboard.press("Control+s")
        binh.wait_for_selector(".compose__conflict")
        assert "Phong trào lan rộng." in binh.locator(".compose__conflict del").first.inner_text()
        joined = binh.locator(f"form[data-key={block}] .compose__editor")
        typed(binh, joined, " Phong trào lan rộng.")
        binh.keyboard.press("Control+s")
        binh.wait_for_selector("text=Đã lưu đoạn văn.")
        remark = binh.locator("details[open] input[aria-label='Ý kiến về mục này']")
        remark.fill("Đã ghép hai bản.")
        remark.press("Enter")
        binh.wait_for_selector(".compose__thread:has-text('Đã ghép hai bản.')")
        binh.set_viewport_size({"width": 390, "height": 800})
        assert binh.evaluate("document.documentElement.scrollWidth") <= 390

    assert browsing.played(["chi", "binh"], scenario) == []
    told = [b for s in queries.document_of(review).sections for b in s.blocks if b.is_written]
    assert len(told) == 1
    words = told[0].paragraphs[-1].plain("vi")
    assert "Cần duy trì." in words
    assert "Phong trào lan rộng." in words
    assert any(not isinstance(part, str) and part.figure_ids for s in told[0].paragraphs for part in s.vi)


def test_what_is_pasted_loses_its_styling_and_keeps_its_words(cast: Any, enter: Any, review: Any) -> None:
    def scenario(page: Any) -> None:
        page.goto(f"{HOST}/tong-ket/{review.pk}/soan/")
        editor = opened(page, "causes")
        editor.click()
        page.evaluate(
            """() => { const data = new DataTransfer();
            data.setData("text/html", "<p style='color:red'><b>Do</b> thời gian</p>");
            data.setData("text/plain", "Do thời gian");
            const event = new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true});
            document.activeElement.dispatchEvent(event); }"""
        )
        assert editor.inner_html() == "Do thời gian"
        page.keyboard.press("Control+s")
        page.wait_for_selector("text=Đã lưu đoạn văn.")

    assert played(enter(cast.chi), scenario) == []
    assert queries.texts(review)["causes"] == "Do thời gian"


def test_leaving_the_page_asks_while_what_was_typed_is_refused(cast: Any, enter: Any, review: Any) -> None:
    def scenario(page: Any) -> None:
        page.goto(f"{HOST}/tong-ket/{review.pk}/soan/")
        typed(page, opened(page, "causes"), "Ông Nguyễn Văn Thử chậm báo cáo.")
        page.wait_for_selector("form[data-key=causes] [data-state]:has-text('XET-005')")
        assert not page.evaluate("dispatchEvent(new Event('beforeunload', {cancelable: true}))")

    assert all("422" in complaint for complaint in played(enter(cast.chi), scenario))
