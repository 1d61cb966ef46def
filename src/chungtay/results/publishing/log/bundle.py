"""A proof that one leaf stands in the log, in one small file that needs no network: the C2SP tlog-proof text.

Its `extra` line carries the leaf's body, which the proof itself leaves out: whoever holds the file holds what was said,
where it stands, and the signed head it stands under.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterable
from dataclasses import dataclass

from chungtay.results.publishing.log.note import Checkpoint, NoteError, Verifier, checkpoint_open
from chungtay.results.publishing.log.tree import HASH_BYTES, is_included, leaf_hash

HEADER = "c2sp.org/tlog-proof@v1"
ENDING = ".tlog-proof"
_MOST_STEPS = 64


@dataclass(frozen=True)
class Bundle:
    """What such a file holds; `note` is the signed head as it was given."""

    body: bytes
    position: int
    path: tuple[bytes, ...]
    note: str

    @property
    def text(self) -> str:
        """The file."""
        steps = "".join(f"{_encoded(step)}\n" for step in self.path)
        return f"{HEADER}\nextra {_encoded(self.body)}\nindex {self.position}\n{steps}\n{self.note}"

    def proven(self, known: Iterable[Verifier]) -> Checkpoint:
        """The head under which the body stands. NoteError where the head is not signed by a known key, or the body is
        not under it."""
        head = checkpoint_open(self.note, known)
        if not is_included(leaf_hash(self.body), self.position, head.size, self.path, head.root):
            raise NoteError("the leaf is not under this head")
        return head


def bundle_read(text: str) -> Bundle:
    """The bundle of a file's text. NoteError where it is not one."""
    proof, blank, note = text.partition("\n\n")
    lines = proof.split("\n")
    if not blank or len(lines) < 3 or lines[0] != HEADER or len(lines) > 3 + _MOST_STEPS:
        raise NoteError("not a proof of a log")
    extra, index = lines[1].removeprefix("extra "), lines[2].removeprefix("index ")
    if extra == lines[1] or index == lines[2] or not (index.isascii() and index.isdigit()) or len(index) > 18:
        raise NoteError("the lines extra and index are wanted")
    path = tuple(_decoded(line) for line in lines[3:])
    if any(len(step) != HASH_BYTES for step in path):
        raise NoteError("a step of the path is no hash")
    return Bundle(_decoded(extra), int(index), path, note)


def _encoded(content: bytes) -> str:
    return base64.b64encode(content).decode()


def _decoded(text: str) -> bytes:
    try:
        return base64.b64decode(text.encode("ascii"), validate=True)
    except (binascii.Error, UnicodeEncodeError) as bad:
        raise NoteError("not base64") from bad
