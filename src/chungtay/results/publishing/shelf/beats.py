"""How far the worker is with a publication, told beside the database.

A release is one transaction, so nothing that it writes there is seen before it ends; and on SQLite nobody else could
write meanwhile. A small file tells instead; it is lost without harm.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings


def beat(publication: int, percent: int) -> None:
    """Somebody works at it and is so far, 0 to 99."""
    path = _path(publication)
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        aside = path.with_suffix(".new")
        aside.write_text(str(percent), encoding="ascii")
        aside.replace(path)


def beat_seen(publication: int) -> tuple[int, datetime | None]:
    """How far it is, and when that was said; 0 and None where nothing was."""
    path = _path(publication)
    try:
        return int(path.read_text(encoding="ascii")), datetime.fromtimestamp(path.stat().st_mtime, UTC)
    except (OSError, ValueError):
        return 0, None


def beat_end(publication: int) -> None:
    """Nobody works at it any more."""
    with suppress(OSError):
        _path(publication).unlink(missing_ok=True)


def _path(publication: int) -> Path:
    return Path(settings.DATA_DIR) / "publishing" / str(publication)
