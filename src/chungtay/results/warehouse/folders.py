"""Folders that are there whole or not at all: written aside, flushed to the disk, then renamed."""

import os
import secrets
import shutil
from collections.abc import Callable, Mapping
from hashlib import file_digest, sha256
from pathlib import Path

BUILDING = ".building-"


def folder_publish(parent: Path, name: str, write: Callable[[Path], None]) -> str:
    """Have `write` fill a folder, make it last, give it its name; returns the digest of its files.

    Interrupted at any point, there is either no folder of that name or the whole one. A folder of that name must
    not exist: names carry a random part or the content's digest.
    """
    digest = ""

    def told(folder: Path) -> None:
        nonlocal digest
        write(folder)
        digest = folder_digest(folder)

    folder_lay(parent, name, told)
    return digest


def folder_lay(parent: Path, name: str, write: Callable[[Path], None]) -> None:
    """The same where the digest is known already."""
    parent.mkdir(parents=True, exist_ok=True)
    aside = parent / f"{BUILDING}{secrets.token_hex(8)}"
    aside.mkdir()
    try:
        write(aside)
        for path in (*aside.iterdir(), aside):
            _flush(path)
        aside.rename(parent / name)
        _flush(parent)
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def folder_digest(folder: Path) -> str:
    """SHA-256 over names and contents of a folder's files, in order of name."""
    hashes = {}
    for path in folder.iterdir():
        with path.open("rb") as content:
            hashes[path.name] = file_digest(content, "sha256").hexdigest()
    return digest_of(hashes)


def digest_of(hashes: Mapping[str, str]) -> str:
    """The same of files' SHA-256 by name."""
    return sha256("".join(f"{name} {hashes[name]}\n" for name in sorted(hashes)).encode()).hexdigest()


def _flush(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
