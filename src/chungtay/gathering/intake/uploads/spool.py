"""Workbooks that wait to be read, encrypted on the disk; deleted when their turn is over.

A refused one stays for its coloured copy until whoever sent it says that it is mended, and two weeks at most; one that
was refused because it names somebody goes at once. Names and keys are derived from the master key: nothing about them
stands in the database, and no backup holds them.
"""

from __future__ import annotations

import hmac
import time
from datetime import timedelta
from hashlib import sha256
from typing import TYPE_CHECKING

from django.conf import settings

from chungtay.gathering.intake.uploads.services import REFUSED, WAITING
from chungtay.reference.sources.store import Store, Unreadable

if TYPE_CHECKING:
    from collections.abc import Iterable

    from chungtay.gathering.intake.models import UploadedFile

KEPT = timedelta(days=14)
_GATE = "NGUON-"
_CONTENT = "content"


def _store() -> Store:
    return Store(settings.UPLOADS_DIR, settings.MASTER_KEY)


def _named(upload_id: int, digest: str) -> tuple[str, bytes]:
    """The name and the key of a file: neither can be worked out without the master key."""
    master = settings.MASTER_KEY.encode()
    name = hmac.new(master, f"spool name {upload_id} {digest}".encode(), sha256).hexdigest()[:40]
    return name, hmac.new(master, f"spool key {upload_id} {digest}".encode(), sha256).digest()


def spool_put(upload_id: int, digest: str, content: bytes) -> None:
    """Keep the bytes of a file of an upload until its turn."""
    name, key = _named(upload_id, digest)
    _store().write(name, _CONTENT, content, key)


def spool_get(file: UploadedFile) -> bytes:
    """The bytes; b"" where they are gone."""
    name, key = _named(file.upload_id, file.sha256)
    try:
        return _store().read(name, _CONTENT, key)
    except Unreadable:
        return b""


def spool_drop(files: Iterable[UploadedFile], *, with_refused: bool = False) -> None:
    """Delete the bytes of those whose turn is over."""
    for file in files:
        names_somebody = any(problem["code"].startswith(_GATE) for problem in file.problems)
        is_kept = file.state == WAITING or (file.state == REFUSED and not with_refused and not names_somebody)
        if not is_kept:
            _store().remove(_named(file.upload_id, file.sha256)[0])


def spool_prune() -> None:
    """Delete what has lain too long."""
    limit = time.time() - KEPT.total_seconds()
    for path in _store().orphans(()):
        if path.stat().st_mtime < limit:
            path.unlink(missing_ok=True)
