"""The service worker: from its own address, because a worker serves no page above the folder that it came from."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from django.http import HttpResponse

from chungtay.faces.portal.addresses import LANGUAGES
from chungtay.faces.portal.showing import language_of

if TYPE_CHECKING:
    from django.http import HttpRequest

FILE = Path(__file__).resolve().parent.parent / "static" / "portal" / "worker.js"


@cache
def _text() -> str:
    return FILE.read_text(encoding="utf-8")


def worker(request: HttpRequest) -> HttpResponse:
    """The script, asked anew by browsers at each visit."""
    language = language_of(request)
    home = f"/{LANGUAGES[language]}"
    offline = home + ("ngoai-mang/" if language == "vi" else "offline/")
    body = f'const HOME = "{home}";\nconst OFFLINE = "{offline}";\n{_text()}'
    return HttpResponse(body, content_type="text/javascript; charset=utf-8", headers={"Cache-Control": "no-cache"})


worker.audience = ("public",)  # type: ignore[attr-defined]
