"""Signed heads of the log: the C2SP signed note around a checkpoint (origin, size, root), signed with Ed25519.

A key is told to others as `name+id+base64(0x01 ‖ public key)`, the form in which other tools of such logs take it.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

_ED25519 = b"\x01"
_DASH = "\u2014 "
_MOST_SIGNATURES = 64


class NoteError(ValueError):
    """A note that is malformed, or that no known key has signed. The text says which, in plain English."""


@dataclass(frozen=True)
class Verifier:
    """A public key under its name."""

    name: str
    public: bytes

    @property
    def key_id(self) -> bytes:
        """Four bytes that tell which key signed; no protection by themselves."""
        return hashlib.sha256(self.name.encode() + b"\n" + _ED25519 + self.public).digest()[:4]

    @property
    def told(self) -> str:
        """The key as it is handed to others."""
        return f"{self.name}+{self.key_id.hex()}+{base64.b64encode(_ED25519 + self.public).decode()}"

    def holds(self, text: bytes, signature: bytes) -> bool:
        """Whether the signature is of this key over this text."""
        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(signature, text)
        except InvalidSignature:
            return False
        return True


@dataclass(frozen=True)
class Checkpoint:
    """What a head says: which log, how many leaves, the root over them."""

    origin: str
    size: int
    root: bytes

    @property
    def text(self) -> str:
        """The three lines that are signed."""
        return f"{self.origin}\n{self.size}\n{base64.b64encode(self.root).decode()}\n"


def verifier_read(told: str) -> Verifier:
    """The key of `name+id+base64`. NoteError where it is none, or the id is not that of the key."""
    name, _, rest = told.strip().partition("+")
    key_id, _, encoded = rest.partition("+")
    key = _decoded(encoded)
    if not name or any(letter.isspace() for letter in name) or key[:1] != _ED25519 or len(key) != 33:
        raise NoteError("not a key of the form name+id+base64")
    verifier = Verifier(name, key[1:])
    if verifier.key_id.hex() != key_id:
        raise NoteError("the id of the key is not that of its bytes")
    return verifier


def verifier_of(name: str, seed: bytes) -> Verifier:
    """The public half of a key of 32 secret bytes."""
    return Verifier(name, Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw())


def note_sign(text: str, name: str, seed: bytes) -> str:
    """A text of whole lines with one signature beneath it. NoteError where it does not end its last line."""
    if not text.endswith("\n"):
        raise NoteError("the text does not end with a line feed")
    signature = Ed25519PrivateKey.from_private_bytes(seed).sign(text.encode())
    packed = base64.b64encode(verifier_of(name, seed).key_id + signature).decode()
    return f"{text}\n{_DASH}{name} {packed}\n"


def note_open(note: str, known: Iterable[Verifier]) -> str:
    """The text of a note that a known key has signed. NoteError where none has, or where one that is named has not."""
    text, blank, rest = note.rpartition("\n\n")
    text += "\n"
    if not blank or not rest.endswith("\n") or any(ord(sign) < 32 and sign != "\n" for sign in note):
        raise NoteError("not a signed note")
    lines = rest[:-1].split("\n")
    if len(lines) > _MOST_SIGNATURES:
        raise NoteError("more signatures than a note may bear")
    keys = {(key.name, key.key_id): key for key in known}
    signed = False
    for line in lines:
        name, space, encoded = line.removeprefix(_DASH).partition(" ")
        packed = _decoded(encoded)
        if not line.startswith(_DASH) or not space or not name or len(packed) < 5:
            raise NoteError("a signature line is malformed")
        key = keys.get((name, packed[:4]))
        if key is not None:
            if not key.holds(text.encode(), packed[4:]):
                raise NoteError(f"the signature of {name} does not hold")
            signed = True
    if not signed:
        raise NoteError("no known key has signed this note")
    return text


def checkpoint_read(text: str) -> Checkpoint:
    """The head that a note's text tells; further lines are left to others. NoteError where it tells none."""
    lines = text.split("\n")
    if len(lines) < 4 or not lines[0] or not (lines[1].isascii() and lines[1].isdigit()):
        raise NoteError("not a checkpoint")
    root = _decoded(lines[2])
    if len(root) != 32 or str(int(lines[1])) != lines[1]:
        raise NoteError("not a checkpoint")
    return Checkpoint(lines[0], int(lines[1]), root)


def checkpoint_open(note: str, known: Iterable[Verifier]) -> Checkpoint:
    """The head of a signed note. NoteError as `note_open` and `checkpoint_read`, or where it is of another log."""
    keys = list(known)
    head = checkpoint_read(note_open(note, keys))
    if head.origin not in {key.name for key in keys}:
        raise NoteError(f"a head of another log: {head.origin}")
    return head


def _decoded(encoded: str) -> bytes:
    try:
        return base64.b64decode(encoded.encode("ascii"), validate=True)
    except (binascii.Error, UnicodeEncodeError) as bad:
        raise NoteError("not base64") from bad
