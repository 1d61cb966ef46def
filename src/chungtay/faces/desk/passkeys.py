"""What the browser's half of a passkey says, read carefully."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from django.http import HttpRequest

CHALLENGE, MAKING = "_challenge", "_making"
"""In the session: what a key was asked to sign at the door, and what a new key is. Two names: what anybody gets at the
door must not make a key."""
_MOST = 20_000


def json_of(request: HttpRequest) -> dict[str, Any]:
    """The body as an object; an empty one where it is none, or is longer than any passkey's answer."""
    if len(request.body) > _MOST:
        return {}
    try:
        found = json.loads(request.body)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
