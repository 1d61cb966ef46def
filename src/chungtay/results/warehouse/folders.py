"""Folders that are there whole or not at all: written aside, flushed to the disk, then renamed."""

import os
import secrets
import shutil
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

BUILDING = ".building-"


def folder_publish(parent: Path, name: str, write: Callable[[Path], None]) -> str:
    """Have `write` fill a folder, make it last, give it its name; returns the digest of its files.

    Interrupted at any point, there is either no folder of that name or the whole one. A folder of that name must
    not exist: names carry a random part or the content's digest.
    """
    parent.mkdir(parents=True, exist_ok=True)
    aside = parent / f"{BUILDING}{secrets.token_hex(8)}"
    aside.mkdir()
    try:
        write(aside)
        digest = folder_digest(aside)
        for path in (*aside.iterdir(), aside):
            _flush(path)
        aside.rename(parent / name)
        _flush(parent)
    finally:
        shutil.rmtree(aside, ignore_errors=True)
    return digest


def folder_digest(folder: Path) -> str:
    """SHA-256 over names and contents of a folder's files, in order of name."""
    whole = sha256()
    for path in sorted(folder.iterdir()):
        with path.open("rb") as content:
            file = sha256()
            while block := content.read(1 << 20):
                file.update(block)
        whole.update(f"{path.name} {file.hexdigest()}\n".encode())
    return whole.hexdigest()


def _flush(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
