"""Reading the public log: leaves, tiles, proofs and signed heads.

A leaf's hash is public from the moment it is appended; what it says is public only while its publication is: see
`leaves_shown`. Its body holds a secret of the publication, so that nobody can try numbers against the hash.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.db.models import F, Max

from chungtay.results.publishing.log.bundle import Bundle
from chungtay.results.publishing.log.entries import LeafKind
from chungtay.results.publishing.log.note import Verifier, verifier_of, verifier_read
from chungtay.results.publishing.log.tree import WIDTH, Tree
from chungtay.results.publishing.models import LogDigest, LogHead, LogLeaf, LogTile, Publication
from chungtay.results.publishing.shelf.queries import visible

if TYPE_CHECKING:
    from collections.abc import Iterable

_ALWAYS = (LeafKind.REVIEW, LeafKind.PAPER, LeafKind.WITHDRAWAL, LeafKind.ANSWERS)
"""Leaves that are public from the moment they stand, but for withdrawals of what never was public; the others as long
as their publication is."""


@dataclass(frozen=True)
class Leaf:
    """One leaf as the public may know it; `body` is None while what it says is not public."""

    position: int
    kind: str
    body: str | None
    leaf_hash: bytes
    appended_at: datetime


def log_size() -> int:
    """How many leaves there are, signed or not yet."""
    last = LogLeaf.objects.aggregate(last=Max("position"))["last"]
    return 0 if last is None else int(last) + 1


def tile(level: int, index: int, width: int) -> bytes:
    """The first `width` hashes of a tile, joined; fewer where the log has not come so far."""
    if width == WIDTH:
        full = LogTile.objects.filter(level=level, index=index).values_list("hashes", flat=True).first()
        if full is not None:
            return bytes(full)
    first = index * WIDTH
    within = (first, first + width - 1)
    if level == 0:
        leaves_within = LogLeaf.objects.filter(position__range=within).order_by("position")
        return b"".join(bytes(row) for row in leaves_within.values_list("leaf_hash", flat=True))
    below = LogTile.objects.filter(level=level - 1, index__range=within).order_by("index")
    return b"".join(bytes(row) for row in below.values_list("root", flat=True))


def tree_of(size: int) -> Tree:
    """The tree of the first `size` leaves."""
    return Tree(size, tile)


def proof_inclusion(position: int, size: int) -> list[bytes]:
    """The path of a leaf in the tree of that size. IndexError outside it."""
    return tree_of(size).inclusion(position)


def proof_consistency(earlier: int, later: int) -> list[bytes]:
    """That the later tree begins with the earlier one. IndexError where it is the smaller."""
    return tree_of(later).consistency(earlier)


def head_latest() -> LogHead | None:
    """The newest signed head, or None of a log without one."""
    return LogHead.objects.order_by("-size").first()


def heads(after: int = 0, most: int = 100) -> list[LogHead]:
    """Signed heads of more than `after` leaves, oldest first."""
    return list(LogHead.objects.filter(size__gt=after).order_by("size")[:most])


def verifiers() -> list[Verifier]:
    """The keys that heads of this log are signed with: today's, then former ones that are still named."""
    keys = []
    if len(settings.LOG_KEY) == 64:
        keys.append(verifier_of(settings.LOG_NAME, bytes.fromhex(settings.LOG_KEY)))
    return [*keys, *(verifier_read(told) for told in settings.LOG_FORMER_KEYS.split())]


def leaf(position: int, *, now: datetime | None = None) -> Leaf | None:
    """One leaf, or None where there is none under a signed head."""
    found = leaves(position, 1, now=now)
    return found[0] if found else None


def leaves(first: int, count: int, *, now: datetime | None = None) -> list[Leaf]:
    """So many leaves from a position on, as far as a signed head reaches."""
    head = head_latest()
    end = min(first + count, head.size if head else 0)
    shown = leaves_shown(first, end, now=now)
    rows = list(LogLeaf.objects.filter(position__gte=first, position__lt=end).order_by("position"))
    unheard = _unheard(rows)
    return [
        Leaf(
            row.position,
            row.kind,
            row.body
            if row.position not in unheard and (row.kind in _ALWAYS or any(row.position in span for span in shown))
            else None,
            bytes(row.leaf_hash),
            row.appended_at,
        )
        for row in rows
    ]


def _unheard(rows: Iterable[LogLeaf]) -> set[int]:
    """The withdrawals of what was withdrawn under embargo: that there was anything was never public."""
    codes = {row.position: json.loads(row.body)["publication"] for row in rows if row.kind == LeafKind.WITHDRAWAL}
    never = Publication.objects.filter(code__in=codes.values(), embargo_until__gt=F("withdrawn_at"))
    hidden = set(never.values_list("code", flat=True)) if codes else set()
    return {position for position, code in codes.items() if code in hidden}


def leaves_shown(first: int, end: int, *, now: datetime | None = None) -> list[range]:
    """Which leaves of [first, end) belong to a publication that is public now. Whatever belongs to none, to one under
    embargo or to one that was withdrawn, is a hash and no more."""
    found = Publication.objects.filter(visible(now), first_leaf__lt=end).values_list("first_leaf", "leaf_count")
    return [range(start, start + count) for start, count in found if start is not None and start + count > first]


def positions_of(digest: str) -> list[int]:
    """The leaves that are found by a digest, oldest first."""
    return list(LogDigest.objects.filter(digest=digest).order_by("position").values_list("position", flat=True))


def bundle_of(position: int, *, now: datetime | None = None) -> Bundle | None:
    """The proof of one leaf under the newest head; None where there is none, or what it says is not public."""
    head, found = head_latest(), leaf(position, now=now)
    if head is None or found is None or found.body is None:
        return None
    path = proof_inclusion(position, head.size)
    return Bundle(found.body.encode(), position, tuple(path), head.note)


def entries_packed(found: Sequence[Leaf]) -> bytes | None:
    """Leaves as the bundle of entries that tools of such logs read; None where the body of one is not public."""
    bodies = [item.body for item in found]
    return None if None in bodies else b"".join(_packed(body) for body in bodies if body is not None)


def _packed(body: str) -> bytes:
    content = body.encode()
    return len(content).to_bytes(2, "big") + content


def told(hashes: Iterable[bytes]) -> list[str]:
    """Hashes as texts."""
    return [base64.b64encode(hashed).decode() for hashed in hashes]
