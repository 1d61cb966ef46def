"""The page of a report in a real browser: keys, htmx, strict content security, and no script at all.

No server runs: the browser lives in a thread of its own and its requests are answered here by Django's test client,
inside the test's own transaction.
"""

from __future__ import annotations

import mimetypes
from collections.abc import Callable
from pathlib import Path
from queue import Queue
from typing import Any

import pytest
from desk_builders import candidate_holding
from django.contrib.staticfiles import finders

from browsing import CHROMIUM, Booth, booth_of_all_tests
from chungtay.gathering.intake import queries as intake

sync_api = pytest.importorskip("playwright.sync_api")

HOST = "http://localhost"
PATIENCE = 60
pytestmark = [pytest.mark.browser, pytest.mark.skipif(not CHROMIUM.exists(), reason="needs Chromium")]


def answered(client: Any, method: str, path: str, body: bytes, htmx: bool) -> dict[str, Any]:
    """One answer to the browser: a static file from the finders, anything else from Django."""
    if path.startswith("/static/"):
        found = finders.find(path.removeprefix("/static/"))
        if found is None:
            return {"status": 404}
        kind = mimetypes.guess_type(path)[0] or "application/octet-stream"
        return {"body": Path(found).read_bytes(), "content_type": kind}
    heads = {"HX-Request": "true"} if htmx else {}
    kind = "application/x-www-form-urlencoded"
    answer = client.generic(method, path, body, kind if method == "POST" else "", headers=heads)
    sent = {name: value for name, value in answer.items() if name.lower() != "content-length"}
    return {"status": answer.status_code, "headers": sent, "body": answer.content}


def played(client: Any, scenario: Callable[[Any], None], **options: Any) -> list[str]:
    """Play a scenario on a page of the browser; gives what the browser's console complained of."""
    asked: Queue[Any] = Queue()
    complaints: list[str] = []
    failures: list[BaseException] = []
    is_over: list[bool] = []

    def handle(route: Any) -> None:
        if is_over:
            route.abort()
            return
        reply: Queue[Any] = Queue()
        request = route.request
        path = request.url.removeprefix(HOST).partition("#")[0]
        asked.put((reply, request.method, path, request.post_data_buffer or b"", "hx-request" in request.headers))
        route.fulfill(**reply.get(timeout=PATIENCE))

    def play(booth: Booth) -> None:
        context = None
        try:
            context = booth.browser.new_context(viewport={"width": 1280, "height": 800}, **options)
            page = context.new_page()
            page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
            page.on("pageerror", lambda error: complaints.append(str(error)))
            page.route("**/*", handle)
            scenario(page)
        except BaseException as failure:
            failures.append(failure)
        finally:
            is_over.append(True)
            asked.put(None)
            if context is not None:
                context.close()

    booth = booth_of_all_tests()
    booth.ask(lambda: play(booth))
    while (ask := asked.get(timeout=PATIENCE)) is not None:
        reply, *request = ask
        reply.put(answered(client, *request))
    if failures:
        raise failures[0]
    return complaints


def states(reading: Any) -> list[str]:
    return [candidate.state for candidate in intake.candidates_of(reading)]


def test_a_key_drops_the_figure_at_hand_and_another_takes_that_back(cast: Any, enter: Any, reading: Any) -> None:
    def scenario(page: Any) -> None:
        page.goto(f"{HOST}/bao-cao/{reading.pk}/")
        page.keyboard.press("j")
        page.keyboard.press("x")
        page.wait_for_selector('[data-state="dropped"]')
        page.keyboard.press("u")
        page.wait_for_selector('[data-state="dropped"]', state="detached")

    assert played(enter(cast.chi), scenario) == []
    assert set(states(reading)) == {"proposed"}


def test_keys_open_the_form_and_escape_closes_it(cast: Any, enter: Any, reading: Any) -> None:
    def scenario(page: Any) -> None:
        page.goto(f"{HOST}/bao-cao/{reading.pk}/")
        page.keyboard.press("j")
        page.keyboard.press("e")
        page.wait_for_selector("form.edit select:focus")
        page.keyboard.press("Escape")
        page.wait_for_selector("form.edit", state="detached")
        page.keyboard.press("?")
        page.wait_for_selector("dialog#keys[open]")

    assert played(enter(cast.chi), scenario) == []


def test_everything_works_without_script(cast: Any, enter: Any, reading: Any) -> None:
    key = candidate_holding(reading, "366").pk

    def scenario(page: Any) -> None:
        page.goto(f"{HOST}/bao-cao/{reading.pk}/")
        page.click(f"#c-{key} button[value=drop]")
        page.wait_for_selector(f"#c-{key}.candidate--dropped")
        page.click(f"#c-{key} a[data-key=e]")
        page.wait_for_selector(f"#c-{key} form.edit")

    played(enter(cast.chi), scenario, java_script_enabled=False)
    assert candidate_holding(reading, "366").state == "dropped"


@pytest.mark.parametrize("width", [390, 1280])
def test_no_page_is_wider_than_its_screen(cast: Any, enter: Any, submitted: Any, reading: Any, width: int) -> None:
    paths = ("/", "/bao-cao/moi/", f"/bao-cao/{reading.pk}/", f"/dot-so-lieu/{submitted.pk}/", "/dot-so-lieu/")
    widths = {}

    def scenario(page: Any) -> None:
        page.set_viewport_size({"width": width, "height": 800})
        for path in paths:
            page.goto(HOST + path)
            widths[path] = page.evaluate("document.documentElement.scrollWidth")

    assert played(enter(cast.chi), scenario) == []
    assert {path: found for path, found in widths.items() if found > width} == {}
