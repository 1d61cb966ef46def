"""What is said in a leaf: canonical JSON on one line, hashed exactly as it stands.

Keys in the order of their code points, no blanks between, UTF-8 in NFC, whole numbers, texts, true, false, null and
lists of these; decimal numbers are texts, as nothing agrees on how a fraction is written. Twelve million of them are
one log, so this is kept short.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

MOST_BYTES = 65_535
"""What two bytes of length can tell in a bundle of entries."""
FORMAT = 1


class LeafKind(StrEnum):
    """What leaves tell of."""

    FIGURE = "figure"
    POINT = "point"
    REVIEW = "review"
    PAPER = "paper"
    PUBLICATION = "publication"
    WITHDRAWAL = "withdrawal"
    ANSWERS = "answers"


@dataclass(frozen=True, slots=True)
class Entry:
    """One leaf to be appended: its kind, what it tells, and the digests (64 hex digits) by which it is found."""

    kind: LeafKind
    told: Mapping[str, Any]
    digests: tuple[str, ...] = field(default=())

    @property
    def body(self) -> str:
        """The text that is hashed. ValueError where it is longer than a bundle can hold, or tells a fraction."""
        body = _encode({**self.told, "kind": self.kind.value, "v": FORMAT})
        if not body.isascii() and not unicodedata.is_normalized("NFC", body):
            body = unicodedata.normalize("NFC", body)
        if len(body) * 3 > MOST_BYTES and len(body.encode()) > MOST_BYTES:
            raise ValueError(f"a leaf of more than {MOST_BYTES} bytes")
        return body


class _Whole(json.JSONEncoder):
    def default(self, o: Any) -> Any:
        raise TypeError(f"a leaf tells texts and whole numbers, not {type(o).__name__}")


_encode = _Whole(ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False).encode
