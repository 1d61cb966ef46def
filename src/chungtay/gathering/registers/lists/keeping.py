"""The rows of a list until it is decided, and then those that did not come in: encrypted on the disk, in no table.

They lie where uploads wait and go with them after two weeks. Names and keys are derived from the master key.
"""

from __future__ import annotations

import hmac
import json
import time
import zlib
from datetime import timedelta
from hashlib import sha256
from typing import Any, Literal

from django.conf import settings

from chungtay.gathering.registers.lists.refusals import gone
from chungtay.reference.sources.store import Store, Unreadable

KEPT = timedelta(days=14)
Part = Literal["content", "text"]
TABLE: Part = "content"
FINDINGS: Part = "text"


def _store() -> Store:
    return Store(settings.UPLOADS_DIR, settings.MASTER_KEY)


def _named(list_id: int) -> tuple[str, bytes]:
    master = settings.MASTER_KEY.encode()
    name = hmac.new(master, f"list name {list_id}".encode(), sha256).hexdigest()[:40]
    return name, hmac.new(master, f"list key {list_id}".encode(), sha256).digest()


def put(list_id: int, part: Part, what: Any) -> None:
    """Keep something JSON can hold."""
    name, key = _named(list_id)
    _store().write(name, part, zlib.compress(json.dumps(what, ensure_ascii=False).encode(), 1), key)


def get(list_id: int, part: Part) -> Any:
    """What was put. Refusal DSA-222 where it is gone."""
    name, key = _named(list_id)
    try:
        return json.loads(zlib.decompress(_store().read(name, part, key)))
    except Unreadable:
        raise gone() from None


def drop(list_id: int) -> None:
    """Delete all of a list."""
    _store().remove(_named(list_id)[0])


def prune() -> None:
    """Delete what has lain too long, of lists and of anything else that waits there."""
    limit = time.time() - KEPT.total_seconds()
    for path in _store().orphans(()):
        if path.stat().st_mtime < limit:
            path.unlink(missing_ok=True)
