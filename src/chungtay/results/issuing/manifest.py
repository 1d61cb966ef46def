"""The manifest of an issued paper: canonical JSON of its text and figures, its snapshot, its number and day.

It is frozen when the paper is issued. Every file is made from it alone; the digest printed on the paper is its own.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from chungtay.results.issuing.blocks import Printed
from chungtay.results.reviews import codec

if TYPE_CHECKING:
    from datetime import date

    from chungtay.results.reviews.composition import Composition

FORMAT = "chungtay-manifest/1"


@dataclass(frozen=True)
class Manifest:
    """The canonical bytes, their digest and the paper that they hold."""

    content: bytes
    digest: str
    paper: Printed

    @property
    def data(self) -> dict[str, Any]:
        """All of it as plain data."""
        told: dict[str, Any] = json.loads(self.content)
        return told

    def packed(self) -> bytes:
        """For the database."""
        return zlib.compress(self.content, 6)


def manifest_of(
    review: Composition, paper: Printed, *, number: int, issued_on: date, corrects: str = "", ordinal: int = 0
) -> Manifest:
    """A paper with its number and day. `corrects` is the digest of the manifest that a corrigendum puts right."""
    numbered = paper.numbered(number, issued_on)
    binding = review.binding
    data = {
        "format": FORMAT,
        "number": number,
        "symbol": paper.head.symbol,
        "issued_on": issued_on.isoformat(),
        "ordinal": ordinal,
        "corrects": corrects,
        "rendition": paper.rendition,
        "programme": review.programme,
        "place": review.place,
        "period": [review.span.start, review.span.end],
        "review": review.digest,
        "snapshot": {
            "code": binding.snapshot_code,
            "digest": binding.snapshot_digest,
            "transaction": binding.transaction_number,
            "known_on": binding.known_on,
        },
        "paper": numbered.to_json(),
    }
    content = codec.canonical(data)
    return Manifest(content, hashlib.sha256(content).hexdigest(), numbered)


def manifest_read(packed: bytes) -> Manifest:
    """The manifest that `packed` wrote."""
    content = zlib.decompress(packed)
    paper = Printed.from_json(json.loads(content)["paper"])
    return Manifest(content, hashlib.sha256(content).hexdigest(), paper)
