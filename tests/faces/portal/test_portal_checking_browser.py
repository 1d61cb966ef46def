"""The browser works the proof out again: a true leaf holds up to the signature, an exchanged one does not."""

from __future__ import annotations

from typing import Any

import pytest

from browsing import CHROMIUM, played
from shelf_rows import published

sync_api = pytest.importorskip("playwright.sync_api")
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason="needs Chromium"),
]


def test_a_true_leaf_holds_an_exchanged_one_does_not_and_the_log_goes_on(
    cast: Any, settings: Any, tmp_path: Any
) -> None:
    settings.STATIC_ROOT = tmp_path
    settings.ALLOWED_HOSTS = ["*"]
    published(cast, "q1", ["1.613", "1.614", "1.615"])
    seen: dict[str, list[str]] = {}

    def steps(page: Any, count: int) -> list[str]:
        page.wait_for_selector(f".stands .step:nth-child({count})")
        return [text[0] for text in page.locator(".stands .step").all_inner_texts()]

    def scenario(pages: Any, address: str) -> None:
        page = pages["dan"]
        page.goto(f"{address}/cong-khai/kiem-chung/la/2/")
        seen["first"] = steps(page, 4)
        page.goto(f"{address}/public/verify/leaf/3/")
        seen["again"] = steps(page, 4)
        proof = page.request.get(f"{address}/cong-khai/so/chung/1.tlog-proof").text()
        page.route("**/chung/2.tlog-proof", lambda route: route.fulfill(body=proof.replace("index 1", "index 2")))
        page.goto(f"{address}/cong-khai/kiem-chung/la/2/")
        seen["exchanged"] = steps(page, 2)

    assert played(["dan"], scenario, service_workers="block") == []
    assert seen["first"] == ["✓", "✓", "✓", "–"]
    assert seen["again"] == ["✓", "✓", "✓", "✓"]
    assert seen["exchanged"] == ["✓", "✗"]
