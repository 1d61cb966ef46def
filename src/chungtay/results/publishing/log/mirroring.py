"""Keeping the heads of somebody's public log, so that it cannot be written anew unnoticed.

A mirror is a folder with one signed head a file, named by its size. Each new head is taken only after it is shown, from
tiles, that its tree begins with the tree of the last one kept. Two heads that cannot both be true are kept side by
side: they are the proof, signed by the log itself.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from chungtay.results.publishing.log.note import Checkpoint, NoteError, Verifier, checkpoint_open
from chungtay.results.publishing.log.tree import WIDTH, Tree, is_consistent

Fetch = Callable[[str], bytes]
"""What stands at an address below the log's: "checkpoint", "tile/0/000"."""


class Broken(Exception):
    """Two heads of one log that contradict one another; `evidence` is where both are kept."""

    def __init__(self, told: str, evidence: Path) -> None:
        super().__init__(told)
        self.evidence = evidence


@dataclass(frozen=True)
class Mirrored:
    """The head that was taken, and the one before it; `is_new` is false where the log stands as it did."""

    head: Checkpoint
    before: Checkpoint | None
    is_new: bool


def head_mirror(fetch: Fetch, known: Iterable[Verifier], folder: Path) -> Mirrored:
    """Take the newest head into the folder. NoteError where no known key has signed it or its tiles do not lead to it;
    Broken where it contradicts what is kept."""
    keys = list(known)
    note = fetch("checkpoint").decode("utf-8", "replace")
    head, before = checkpoint_open(note, keys), head_kept(folder, keys)
    folder.mkdir(parents=True, exist_ok=True)
    tree = Tree(head.size, lambda level, index, width: fetch(tile_path(level, index, width)))
    if tree.root() != head.root:
        raise NoteError("the tiles do not lead to the root that is signed")
    if before is not None and before.size == head.size and before.root == head.root:
        return Mirrored(head, before, is_new=False)
    if before is not None and not _follows(tree, before, head):
        evidence = folder / f"conflict-{head.size:015d}-{hashlib.sha256(note.encode()).hexdigest()[:8]}.txt"
        evidence.write_text(note, encoding="utf-8")
        raise Broken(f"the tree of {head.size} does not begin with the one of {before.size}", evidence)
    _path(folder, head.size).write_text(note, encoding="utf-8")
    return Mirrored(head, before, is_new=True)


def heads_export(notes: Iterable[str], sizes: Iterable[int], folder: Path) -> int:
    """Write signed heads into such a folder; how many were not there yet."""
    folder.mkdir(parents=True, exist_ok=True)
    new = 0
    for note, size in zip(notes, sizes, strict=True):
        if not _path(folder, size).exists():
            _path(folder, size).write_text(note, encoding="utf-8")
            new += 1
    return new


def heads_kept(folder: Path, known: Iterable[Verifier]) -> Iterator[Checkpoint]:
    """The heads of a folder, smallest first. NoteError where no known key has signed one."""
    keys = list(known)
    for path in sorted(folder.glob("head-*.txt")):
        yield checkpoint_open(path.read_text(encoding="utf-8"), keys)


def head_kept(folder: Path, known: Iterable[Verifier]) -> Checkpoint | None:
    """The newest head of a folder, or None of an empty one."""
    newest = max(folder.glob("head-*.txt"), default=None)
    return None if newest is None else checkpoint_open(newest.read_text(encoding="utf-8"), list(known))


def tile_path(level: int, index: int, width: int) -> str:
    """Where a tile stands below the log's address."""
    groups = [index % 1000]
    while index := index // 1000:
        groups.append(index % 1000)
    digits = "/".join(f"x{group:03d}" for group in groups[:0:-1])
    name = f"{digits}/{groups[0]:03d}".lstrip("/")
    return f"tile/{level}/{name}" + ("" if width == WIDTH else f".p/{width}")


def _follows(tree: Tree, before: Checkpoint, head: Checkpoint) -> bool:
    if before.size > head.size:
        return False
    return is_consistent(before.size, before.root, head.size, head.root, tree.consistency(before.size))


def _path(folder: Path, size: int) -> Path:
    return folder / f"head-{size:015d}.txt"
