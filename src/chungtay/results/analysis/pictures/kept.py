"""Drawings kept as files, for all processes and beyond a restart.

A drawing is found by a secret hash of everything that is drawn: whoever has not been answered the same numbers, under
their own rights, cannot name it; no address serves one by its name, and the names tell nothing to those who see the
folder. The folder is a cache: it is lost without harm and is in no backup.
"""

from __future__ import annotations

import hmac
import os
import secrets
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

MOST_BYTES: Final = 256 * 1024 * 1024
"""Some 600 pictures of the country's communes with their shapes, or 10,000 ordinary ones."""
_SWEPT_EVERY: Final = 32
_written = 0
_where: Callable[[], tuple[Path, bytes]] | None = None


def keep_in(where: Callable[[], tuple[Path, bytes]]) -> None:
    """Say in which folder drawings are kept, and what makes their names secret. Until then none is kept."""
    global _where
    _where = where


def drawing_kept(digest: str, kind: str) -> bytes | None:
    """A drawing that was kept; None where there is none, or its file cannot be read."""
    path = _path(digest, kind)
    if path is None:
        return None
    try:
        content = path.read_bytes()
    except OSError:
        return None
    with suppress(OSError):
        os.utime(path)
    return content


def is_kept(digest: str, kind: str) -> bool:
    """Whether it would be found."""
    path = _path(digest, kind)
    return path is not None and path.exists()


def drawing_keep(digest: str, kind: str, content: bytes) -> None:
    """Keep it, whole or not at all; what was longest not looked at goes. A full disk keeps nothing and harms nobody."""
    global _written
    path = _path(digest, kind)
    if path is None:
        return
    aside = path.parent / f".{secrets.token_hex(8)}"
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with os.fdopen(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(content)
        aside.replace(path)
    except OSError:
        with suppress(OSError):
            aside.unlink(missing_ok=True)
        return
    if _written % _SWEPT_EVERY == 0:
        drawings_sweep(path.parent, MOST_BYTES)
    _written += 1


def drawings_sweep(folder: Path, most: int) -> None:
    """Bring a folder to at most so many bytes, beginning with what was longest not looked at."""
    found = []
    with suppress(OSError):
        for entry in os.scandir(folder):
            with suppress(OSError):
                seen = entry.stat()
                found.append((seen.st_mtime_ns, seen.st_size, entry.path))
    room = most
    for _at, size, path in sorted(found, reverse=True):
        room -= size
        if room < 0:
            with suppress(OSError):
                Path(path).unlink()


def _path(digest: str, kind: str) -> Path | None:
    if _where is None:
        return None
    folder, secret = _where()
    return folder / hmac.digest(secret, f"drawing {kind} {digest}".encode(), "sha256").hex()
