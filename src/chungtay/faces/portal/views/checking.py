"""Check for yourself: where a printed code or a figure stands in the public log. The browser works it out again."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.conf import settings

from chungtay.faces.portal.addresses import current
from chungtay.faces.portal.showing import page
from chungtay.results.publishing.log import queries as log
from chungtay.results.publishing.log.telling import telling_of

if TYPE_CHECKING:
    from chungtay.faces.portal.showing import Made

_DIGEST = re.compile(r"[0-9a-f]{64}")
_POSITION = re.compile(r"[0-9]{1,15}")
_PRINTED = 64


@page
def check(asked: dict[str, str]) -> Made:
    """The empty form, or what was asked in it: a code from a paper, or the number of a leaf."""
    return _answered(asked.get("q", ""))


@page
def check_digest(asked: dict[str, str], digest: str) -> Made:
    """Where the code on a paper leads."""
    return _answered(digest)


@page
def check_leaf(asked: dict[str, str], position: int) -> Made:
    """One leaf, as pages of figures link to it."""
    return _answered(str(position))


@page
def check_format(asked: dict[str, str]) -> Made:
    """The form of the log, for those who write their own check."""
    head = log.head_latest()
    return f"portal/texts/log_{current()}.html", {
        "keys": [key.told for key in log.verifiers()],
        "head": head,
        "site": settings.PUBLIC_URL.rstrip("/"),
        "program": TWENTY_LINES,
    }


def _answered(text: str) -> Made:
    wanted = re.sub(r"[\s.\-]", "", text).lower()
    positions, is_junk = _positions(wanted), bool(wanted) and not _is_askable(wanted)
    leaves = [leaf for leaf in (log.leaf(position) for position in positions) if leaf is not None]
    head = log.head_latest()
    context = {
        "asked": text[: _PRINTED + 16],
        "is_junk": is_junk,
        "stands": [told for told in (telling_of(leaf, current()) for leaf in leaves) if told is not None],
        "is_hidden": any(leaf.body is None for leaf in leaves),
        "head": head,
        "key": " ".join(key.told for key in log.verifiers()),
        "is_missing": bool(wanted) and not is_junk and not leaves,
    }
    return "portal/check.html", context


def _is_askable(wanted: str) -> bool:
    return bool(_DIGEST.fullmatch(wanted) or _POSITION.fullmatch(wanted))


def _positions(wanted: str) -> list[int]:
    if _DIGEST.fullmatch(wanted):
        return log.positions_of(wanted)[-10:]
    return [int(wanted)] if _POSITION.fullmatch(wanted) else []


TWENTY_LINES = """\
import base64, hashlib, sys
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

proof, note = open(sys.argv[1], encoding="utf-8").read().split("\\n\\n", 1)
lines = proof.split("\\n")
body, at = base64.b64decode(lines[1].split()[1]), int(lines[2].split()[1])
text, signatures = note.rsplit("\\n\\n", 1)
size, root = int(text.split("\\n")[1]), base64.b64decode(text.split("\\n")[2])

hashed, last = hashlib.sha256(b"\\0" + body).digest(), size - 1
for step in map(base64.b64decode, lines[3:]):
    left = at % 2 or at == last
    hashed = hashlib.sha256(b"\\1" + (step + hashed if left else hashed + step)).digest()
    while left and at and at % 2 == 0:
        at, last = at // 2, last // 2
    at, last = at // 2, last // 2
assert last == 0 and hashed == root, "this leaf is not under this head"

key = base64.b64decode(sys.argv[2].split("+", 2)[2])[1:]
Ed25519PublicKey.from_public_bytes(key).verify(base64.b64decode(signatures.split()[2])[4:], (text + "\\n").encode())
print("It stands in the log of", size, "leaves:", body.decode())
"""
"""All that a check needs, for the page of the format and its test."""
