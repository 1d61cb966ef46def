"""When something was last done on this machine: small files in the data folder, so that nothing is asked of a database.

Each machine keeps its own, as each has its own worker. A mark holds a time and counts, never a name.
"""

from __future__ import annotations

import json
import os
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.utils import timezone

WORKER, BACKUP, VERIFIED, FORGOTTEN, AUDIT = "worker", "backup", "verified", "forgotten", "audit"


@dataclass(frozen=True)
class Mark:
    """When it was done, and what was counted."""

    at: datetime
    told: dict[str, str | int]

    @property
    def age_seconds(self) -> float:
        """Since then; below nought where the clock was moved back."""
        return (timezone.now() - self.at).total_seconds()


def mark_set(name: str, **told: str | int) -> None:
    """It was done now. A full disk is told by its own check and not by whatever was done."""
    folder = _folder()
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        part = folder / f".{name}.{os.getpid()}"
        part.write_text(json.dumps({"at": timezone.now().isoformat(), "told": told}), encoding="ascii")
        part.replace(folder / f"{name}.json")


def mark_get(name: str) -> Mark | None:
    """When it was done last; None where it never was, or the mark cannot be read."""
    try:
        plain = json.loads((_folder() / f"{name}.json").read_text(encoding="ascii"))
        return Mark(datetime.fromisoformat(plain["at"]), dict(plain["told"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def mark_drop(name: str) -> None:
    """It tells of what is no more."""
    (_folder() / f"{name}.json").unlink(missing_ok=True)


def _folder() -> Path:
    return Path(settings.DATA_DIR) / "marks"
