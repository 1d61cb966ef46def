"""The public log as others read it: the addresses of C2SP tlog-tiles, and proofs for those who want no tiles."""

from __future__ import annotations

import base64
import re
from typing import TYPE_CHECKING

from chungtay.faces.api.open.answering import (
    A_MINUTE,
    A_YEAR,
    BYTES,
    TEXT,
    Answer,
    Missing,
    json_answer,
    machine,
    missing,
)
from chungtay.kernel.errors import Both, Refusal
from chungtay.results.publishing.log import queries
from chungtay.results.publishing.log.bundle import ENDING
from chungtay.results.publishing.log.tree import WIDTH

if TYPE_CHECKING:
    from django.http import HttpRequest

    from chungtay.results.publishing.log.queries import Leaf

_TILE = re.compile(r"((?:x\d{3}/)*\d{3})(?:\.p/([1-9]\d{0,2}))?")
_DIGEST = re.compile(r"[0-9a-f]{64}")
_MOST_LEVEL, _MOST_HEADS, _SECONDS = 8, 200, 5


@machine
def checkpoint(request: HttpRequest) -> Answer:
    """The newest signed head."""
    head = queries.head_latest()
    if head is None:
        raise missing("checkpoint", "Nhật ký chưa có gì", "The log is empty yet")
    return Answer(head.note.encode(), TEXT, changed=head.at, keep=_SECONDS)


@machine
def keys(request: HttpRequest) -> Answer:
    """The keys that heads are signed with, today's first, one on a line."""
    return Answer("".join(f"{key.told}\n" for key in queries.verifiers()).encode(), TEXT)


@machine
def heads(request: HttpRequest) -> Answer:
    """Signed heads after a size, oldest first, for whoever keeps a mirror."""
    after = _whole(request, "sau", 0)
    return json_answer({"heads": [head.note for head in queries.heads(after, _MOST_HEADS)]}, keep=_SECONDS)


@machine
def consistency(request: HttpRequest) -> Answer:
    """That a later tree begins with an earlier one, for those who read no tiles."""
    head = queries.head_latest()
    newest = head.size if head else 0
    later = _whole(request, "den", newest)
    earlier = _whole(request, "tu", 0)
    if not 0 <= earlier <= later <= newest:
        raise Refusal.of(
            "MO-003",
            "tu, den",
            read=f"{earlier}, {later}",
            expected=Both(f"0 ≤ tu ≤ den ≤ {newest}", f"0 ≤ tu ≤ den ≤ {newest}"),
            vi="Không có cây cỡ đó",
            en="There is no tree of that size",
        )
    path = queries.told(queries.proof_consistency(earlier, later))
    # Without an end of its own the address tells of another tree as soon as the log grows.
    keep = A_YEAR if request.GET.get("den") else _SECONDS
    return json_answer({"from": earlier, "to": later, "path": path}, keep=keep)


@machine
def tile(request: HttpRequest, level: int, rest: str) -> Answer:
    """One tile of hashes. It can never be another, so it may be kept for good."""
    index, width = _tile_asked(level, rest)
    return Answer(queries.tile(level, index, width), BYTES, keep=A_YEAR)


@machine
def entries(request: HttpRequest, rest: str) -> Answer:
    """The leaves of one tile of level 0; none of it while what one of them says is not public."""
    index, width = _tile_asked(0, rest)
    packed = queries.entries_packed(queries.leaves(index * WIDTH, width))
    if packed is None:
        raise _not_public("tile/entries")
    return Answer(packed, BYTES)


@machine
def leaf(request: HttpRequest, position: int) -> Answer:
    """One leaf: its hash always, its text where that is public."""
    found = _leaf(position)
    told = {
        "position": found.position,
        "hash": base64.b64encode(found.leaf_hash).decode(),
        "kind": found.kind if found.body is not None else None,
        "body": found.body,
        "is_public": found.body is not None,
    }
    return json_answer(told)


@machine
def proof(request: HttpRequest, position: int) -> Answer:
    """The proof of one leaf as a file that is checked without a network."""
    _leaf(position)
    bundle = queries.bundle_of(position)
    if bundle is None:
        raise _not_public(str(position))
    return Answer(bundle.text.encode(), TEXT, name=f"{position}{ENDING}", keep=A_MINUTE)


@machine
def found(request: HttpRequest, digest: str) -> Answer:
    """Where in the log a digest stands: of a publication, of a paper, of one of its files."""
    asked = digest.lower()
    if not _DIGEST.fullmatch(asked):
        raise Refusal.of(
            "MO-004",
            "digest",
            read=digest[:80],
            expected=Both("64 chữ số hex (SHA-256)", "64 hex digits (SHA-256)"),
            todo=Both("Bỏ dấu cách trong mã in trên văn bản", "Take the blanks out of the printed code"),
            vi="Đây không phải mã đối chiếu",
            en="This is no such code",
        )
    public = [position for position in queries.positions_of(asked) if _is_public(position)]
    if not public:
        raise missing(asked, "Nhật ký không có mã này", "The log holds no such code")
    return json_answer({"digest": asked, "positions": public})


def _is_public(position: int) -> bool:
    found = queries.leaf(position)
    return found is not None and found.body is not None


def _leaf(position: int) -> Leaf:
    found = queries.leaf(position) if position < 2**62 else None
    if found is None:
        raise missing(str(position), "Nhật ký chưa có lá này", "The log has no such leaf yet")
    return found


def _tile_asked(level: int, rest: str) -> tuple[int, int]:
    """Index and width of what an address names, as far as the newest head reaches."""
    found = _TILE.fullmatch(rest)
    head = queries.head_latest()
    if found is None or head is None or level > _MOST_LEVEL or len(rest) > 40:
        raise missing("tile", "Không có mảnh này", "There is no such tile")
    index = int(found[1].replace("x", "").replace("/", ""))
    width = int(found[2] or WIDTH)
    if width > WIDTH - bool(found[2]) or index * WIDTH + width > head.size >> (8 * level):
        raise missing("tile", "Nhật ký chưa tới mảnh này", "The log has not come so far")
    return index, width


def _whole(request: HttpRequest, name: str, default: int) -> int:
    text = request.GET.get(name, "")
    if text == "":
        return default
    if not (text.isascii() and text.isdigit() and len(text) <= 15):
        raise Refusal.of(
            "MO-002",
            name,
            read=text[:40],
            expected=Both("số nguyên từ 0", "a whole number from 0"),
            vi="Tham số không đọc được",
            en="A parameter cannot be read",
        )
    return int(text)


def _not_public(where: str) -> Missing:
    return missing(
        where,
        "Nội dung chưa công bố, hoặc đã rút; mã băm vẫn ở trong nhật ký",
        "What it says is not public yet, or was withdrawn; its hash stays in the log",
    )
