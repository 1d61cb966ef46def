"""Originals on disk: ciphertext only, under names that say nothing.

Each original has a data key of its own (AES-256-GCM); the key is kept in the database, wrapped by a key derived from
the master key. Without both the files are noise, so deleting the wrapped key destroys an original even in old copies
of the folder (not in old copies of the database: those age out with the backups).

A write is whole or not there: temporary file, fsync, rename, fsync of the folder. A crash may leave a file that no
row names; it cannot be read, and `orphans` finds it.
"""

import os
import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

_MAGIC = b"CT1\n"
_NONCE = 12
_KEY = 32
_PARTS = ("content", "text")


class Unreadable(Exception):
    """A file is missing, cut short, changed, or of another key. Says which, never what it holds."""


@dataclass(frozen=True)
class Store:
    """A folder of encrypted originals. `master_key` is the secret of the installation, any text."""

    folder: Path
    master_key: str

    def new_name(self) -> str:
        """A name for an original that nobody can guess or read anything from."""
        return secrets.token_hex(20)

    def new_key(self) -> bytes:
        """A data key."""
        return AESGCM.generate_key(bit_length=256)

    def wrap(self, key: bytes, name: str) -> bytes:
        """The data key as it may stand in the database; bound to the original's name."""
        return _seal(self._wrapping_key(), key, b"key:" + name.encode())

    def unwrap(self, wrapped: bytes, name: str) -> bytes:
        """The data key again; raises Unreadable under another master key or name."""
        return _open(self._wrapping_key(), wrapped, b"key:" + name.encode())

    def write(self, name: str, part: str, data: bytes, key: bytes) -> None:
        """Encrypt one part ('content' or 'text') into its file, whole or not at all."""
        path = self._path(name, part)
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        temporary = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
        sealed = _seal(key, data, f"{part}:{name}".encode())
        try:
            with open(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                file.write(sealed)
                file.flush()
                os.fsync(file.fileno())
            os.replace(temporary, path)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise
        _sync_folder(path.parent)

    def read(self, name: str, part: str, key: bytes) -> bytes:
        """One part in plain; raises Unreadable."""
        try:
            sealed = self._path(name, part).read_bytes()
        except FileNotFoundError:
            raise Unreadable(f"{part} of {name} is missing") from None
        return _open(key, sealed, f"{part}:{name}".encode())

    def remove(self, name: str) -> None:
        """Delete all files of an original; nothing happens to those already gone."""
        for part in _PARTS:
            self._path(name, part).unlink(missing_ok=True)

    def orphans(self, known: Iterable[str]) -> Iterator[Path]:
        """Files of no known original: left by a crash, or of an original whose receipt was rolled back."""
        names = set(known)
        for path in sorted(self.folder.glob("*/*")) + sorted(self.folder.glob("*/.*")):
            if path.is_file() and path.name.split(".")[0] not in names:
                yield path

    def _path(self, name: str, part: str) -> Path:
        if part not in _PARTS or not name.isalnum():
            raise ValueError(f"no part {part!r} of {name!r}")
        return self.folder / name[:2] / f"{name}.{part}"

    def _wrapping_key(self) -> bytes:
        derive = HKDF(algorithm=hashes.SHA256(), length=_KEY, salt=None, info=b"chungtay originals, keys, 1")
        return derive.derive(self.master_key.encode())


def _seal(key: bytes, data: bytes, bound_to: bytes) -> bytes:
    # A random nonce is safe here: a key seals two or three messages in its life.
    nonce = secrets.token_bytes(_NONCE)
    return _MAGIC + nonce + AESGCM(key).encrypt(nonce, data, bound_to)


def _open(key: bytes, sealed: bytes, bound_to: bytes) -> bytes:
    if not sealed.startswith(_MAGIC):
        raise Unreadable("not a sealed file")
    nonce, body = sealed[len(_MAGIC) : len(_MAGIC) + _NONCE], sealed[len(_MAGIC) + _NONCE :]
    try:
        return AESGCM(key).decrypt(nonce, body, bound_to)
    except (InvalidTag, ValueError):
        raise Unreadable("changed, cut short, or sealed with another key") from None


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
