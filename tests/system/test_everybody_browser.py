"""Every page of the desk in a real browser, in both languages, on a phone, a tablet and a desk: nothing that axe finds
wrong, nothing wider than the screen. What is folded away is opened first."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

import pytest
from access_rows import HIDDEN, NO_GET, PAGE
from access_table import ROWS
from access_world import BODIES, RELATIONS, World
from django.urls import reverse

from browsing import CHROMIUM, played

axe = pytest.importorskip("axe_playwright_python")
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.long,
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason="needs Chromium"),
]
AXE = (Path(axe.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
RUN = """async () => (await axe.run({resultTypes: ["violations"]})).violations
    .map((found) => `${found.id}: ${found.nodes[0].html.slice(0, 160)}`)"""
OPENED = "document.querySelectorAll('details').forEach((folded) => { folded.open = true; })"
WIDTHS = {390: True, 768: False, 1280: True}
"""Where axe looks as well: between the two nothing changes but the room."""
QUESTION = "/kham-pha/?chi-tieu=communication.sessions&ky=2025-01-01/2025-12-31&buoc=nam&dia-ban=p01@2025&cap=xa"
MORE = [
    *(f"{QUESTION}&view={view}" for view in ("bang", "cot", "duong", "nam", "ban-do")),
    "/kham-pha/?chi-tieu=tips.received&ky=2025&buoc=nam&xep=-2025",
    "/tong-quan/?trang=officer",
    "/tong-quan/?sua=1",
]
"""Pages that differ by what is asked of them: pictures, a refusal, a page that is being arranged."""
LEAST = 100
"""Pages there are at least: a table or a world that shows fewer would be a test of little."""


class Opened(NamedTuple):
    """A page, and the session of an account that may see it."""

    address: str
    session: str


def opened_of(world: World) -> list[Opened]:
    """Every address of the table that shows a page to anybody, as the first account that it is shown to."""
    found: dict[str, Opened] = {}
    for name, row in ROWS.items():
        for owner, related in RELATIONS.items():
            if name in found or row.get in (NO_GET, HIDDEN):
                break
            address = reverse(name.partition("/")[0], kwargs=row.args(world.objects[owner]))
            asking = [(body, role) for body in related for role in row.sees]
            for body, role in asking if asking and name != "sign_in" else [("", "")]:
                told = row.answer("get", role, related.get(body, ""), is_commune=BODIES.get(body, " ")[0] == "commune")
                if told == PAGE and is_shown(world, body, role, address):
                    found[name] = Opened(address, world.sessions.get((body, role), ""))
                    break
    asking_more = world.sessions["hanoi", "approver"]
    return [*found.values(), *(Opened(address, asking_more) for address in MORE)]


def is_shown(world: World, body: str, role: str, address: str) -> bool:
    """Whether it is a whole page, not a file nor what a page asks for in part."""
    answer = world.browser(body, role).get(address)
    return answer["Content-Type"].startswith("text/html") and answer.content.lstrip().startswith(b"<!doctype html>")


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_page_of_the_desk_is_for_everybody(world: World, language: str) -> None:
    opened = opened_of(world)
    wrong: list[str] = []

    def looked_at(page: Any, address: str) -> None:
        page.evaluate(OPENED)
        for width, is_asked in WIDTHS.items():
            page.set_viewport_size({"width": width, "height": 900})
            if page.evaluate("document.documentElement.scrollWidth") > width:
                wrong.append(f"{address} is wider than {width}")
            if is_asked:
                found = page.evaluate(f"async () => {{ if (!window.axe) {{ {AXE} }}; return ({RUN})(); }}")
                wrong.extend(f"{address} at {width}: {one}" for one in found)

    def scenario(pages: Any, host: str) -> None:
        page = pages["reader"]
        for address, session in opened:
            page.context.clear_cookies()
            cookies = {"django_language": language, "sessionid": session}
            page.context.add_cookies([{"name": n, "value": v, "url": host} for n, v in cookies.items() if v])
            page.goto(host + address, wait_until="load")
            looked_at(page, address)

    played(["reader"], scenario, viewport={"width": 1280, "height": 900})
    assert wrong == []
    assert len(opened) > LEAST
