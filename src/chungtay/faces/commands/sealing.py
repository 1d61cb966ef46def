"""A backup that only whoever holds the backup key can read: AES-256-GCM over blocks, each bound to its place.

A file begins with a mark and a salt; the key of the file comes from key and salt by HKDF. Blocks of a mebibyte follow,
each with its tag. The nonce is the block's number and whether it is the last, so none can be swapped or cut off.
"""

from __future__ import annotations

import os
import struct
from typing import IO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

MARK = b"CHUNGTAY-SEALED-1\n"
BLOCK, TAG, SALT = 1 << 20, 16, 16


class WrongKey(Exception):
    """Another key, or the file was changed or cut."""


class Sealing:
    """What an archive is written to; `finish` writes the last block."""

    def __init__(self, target: IO[bytes], key: str) -> None:
        salt = os.urandom(SALT)
        target.write(MARK + salt)
        self._target, self._cipher = target, _cipher(key, salt)
        self._waiting, self._number, self._taken = bytearray(), 0, 0

    def write(self, content: bytes) -> int:
        """Take more of it; whole blocks go out at once."""
        self._waiting += content
        self._taken += len(content)
        while len(self._waiting) > BLOCK:
            self._out(bytes(self._waiting[:BLOCK]), is_last=False)
            del self._waiting[:BLOCK]
        return len(content)

    def tell(self) -> int:
        """How much was taken."""
        return self._taken

    def finish(self) -> None:
        """Nothing comes any more."""
        self._out(bytes(self._waiting), is_last=True)

    def _out(self, block: bytes, *, is_last: bool) -> None:
        self._target.write(self._cipher.encrypt(_nonce(self._number, is_last=is_last), block, None))
        self._number += 1


def is_sealed(source: IO[bytes]) -> bool:
    """Whether it begins with the mark; it stands at its beginning afterwards."""
    begins = source.read(len(MARK)) == MARK
    source.seek(0)
    return begins


def unsealed(source: IO[bytes], target: IO[bytes], key: str) -> None:
    """Write what was sealed; nothing of it may be used where this raises WrongKey."""
    source.read(len(MARK))
    cipher, number = _cipher(key, source.read(SALT)), 0
    block = source.read(BLOCK + TAG)
    while True:
        following = source.read(BLOCK + TAG)
        try:
            target.write(cipher.decrypt(_nonce(number, is_last=not following), block, None))
        except (InvalidTag, ValueError):
            raise WrongKey from None
        if not following:
            return
        block, number = following, number + 1


def _cipher(key: str, salt: bytes) -> AESGCM:
    return AESGCM(HKDF(SHA256(), length=32, salt=salt, info=b"chungtay backup").derive(key.encode()))


def _nonce(number: int, *, is_last: bool) -> bytes:
    return struct.pack(">QBxxx", number, is_last)
