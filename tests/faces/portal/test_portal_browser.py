"""Every public page in a real browser on a phone's width: nothing that axe finds wrong, nothing wider than the phone,
the first page light; an answer in two taps; a page that was read stays readable without a connection."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from shelf_builders import POINT, TOLD, figure_made, point_made, publication_made

from browsing import CHROMIUM, played
from chungtay.config.locale.compile import compile_messages
from chungtay.faces.portal import saying, urls
from chungtay.faces.portal.addresses import LANGUAGES, address
from chungtay.faces.portal.keeping import PAGES
from chungtay.results.publishing.models import ResidentAnswer
from drawn import TIMES
from shelf_rows import published

axe = pytest.importorskip("axe_playwright_python")
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason="needs Chromium"),
]
compile_messages()
AXE = (Path(axe.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
RUN = """async () => (await axe.run({resultTypes: ["violations"]})).violations
    .map((found) => `${found.id}: ${found.nodes[0].html.slice(0, 160)}`)"""
MOST_BYTES = 100_000
WIDTHS = (390, 1280)
"""A phone; the long tests look at a desk as well."""


def arguments(figure: int, digest: str) -> dict[str, dict[str, Any]]:
    """What addresses that name a thing are asked about; all others need nothing."""
    return {
        "place": {"key": "p01@2025"},
        "indicator": {"code": next(iter(TOLD))},
        "figure": {"id": figure},
        "figure_say": {"id": figure},
        "kind": {"code": "camera"},
        "point": {"id": POINT},
        "point_say": {"id": POINT},
        "publication": {"code": "thu"},
        "review": {"id": 1},
        "check_leaf": {"position": 0},
        "check_digest": {"digest": digest},
    }


def test_every_page_in_both_languages_is_for_everybody(cast: Any, settings: Any, tmp_path: Any) -> None:
    settings.STATIC_ROOT = tmp_path
    PAGES.clear()
    saying.TURNSTILE.clear()
    old = publication_made(cast, "cu", points=True)
    told = publication_made(cast, "thu", points=True, corrects=old)
    point_made(cast, told)
    figure = figure_made(told, "1615")
    figure_made(told, "<5", indicator="tips.received", hidden="threshold", low="", high="")
    named = arguments(figure.pk, published(cast, "so", ["1.616"]).digest)
    pages = [(page.name, named.get(page.name, {})) for page in urls.PAGES if page.name != "worker"]
    wrong: list[str] = []

    def looked_at(page: Any, path: str) -> None:
        if page.locator(".stands").count():
            page.wait_for_selector(".stands .step")
        for width in WIDTHS if TIMES > 1 else WIDTHS[:1]:
            page.set_viewport_size({"width": width, "height": 800})
            wrong.extend(f"{path} {found}" for found in page.evaluate(f"async () => {{ {AXE}; return ({RUN})(); }}"))
            if page.evaluate("document.documentElement.scrollWidth") > width:
                wrong.append(f"{path} is wider than {width}")

    def scenario(pages_of: Any, host: str) -> None:
        page = pages_of["reader"]
        received: list[int] = []
        page.on("response", lambda answer: received.append(int(answer.headers.get("content-length") or 0)))
        page.goto(host + "/cong-khai/", wait_until="networkidle")
        assert sum(received) < MOST_BYTES
        for number, (name, kwargs) in enumerate(pages):
            # The long tests look at each page in both languages, others at each in one: the templates are the same.
            for language in list(LANGUAGES) if TIMES > 1 else [list(LANGUAGES)[number % 2]]:
                path = address(name, language, **kwargs)
                page.goto(host + path, wait_until="commit")
                looked_at(page, path)
        page.set_viewport_size({"width": WIDTHS[0], "height": 800})
        page.goto(host + address("point", "vi", id=POINT))
        page.click("text=Đã ngừng")
        page.click("button:has-text('Gửi')")
        page.wait_for_selector("text=Cảm ơn bạn")
        page.goto(host + "/cong-khai/chua-biet/")
        page.evaluate("navigator.serviceWorker.ready.then(() => fetch(location.href)).then(() => undefined)")
        page.context.set_offline(True)
        page.goto(host + "/cong-khai/chua-biet/")
        page.wait_for_selector("text=Không có mạng")

    assert played(["reader"], scenario, viewport={"width": 390, "height": 800}) == []
    assert wrong == []
    assert [row.answer for row in ResidentAnswer.objects.all()] == ["stopped"]
