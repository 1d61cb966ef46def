"""The style of the portal, written into each page: over a slow line a second request would cost longer than its bytes.

The content policy allows no style in a page but this one, known by its hash.
"""

from __future__ import annotations

import base64
import hashlib
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from csp.constants import SELF
from django.utils.safestring import SafeString, mark_safe

if TYPE_CHECKING:
    from django.http import HttpResponse

FILE: Final = Path(__file__).resolve().parent / "static" / "portal" / "portal.css"


@cache
def style() -> SafeString:
    """The sheet without its comments and indents. It is our own file and holds no closing tag."""
    text = re.sub(r"/\*.*?\*/", "", FILE.read_text(encoding="utf-8"), flags=re.S)
    return mark_safe("".join(line.strip() for line in text.splitlines()))  # noqa: S308


@cache
def _policy() -> dict[str, list[str]]:
    digest = base64.b64encode(hashlib.sha256(style().encode()).digest()).decode()
    return {"style-src": [SELF, f"'sha256-{digest}'"]}


def styled(response: HttpResponse) -> HttpResponse:
    """The answer, whose policy lets the page's own style stand."""
    response._csp_update = _policy()  # type: ignore[attr-defined]
    return response
