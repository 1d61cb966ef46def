"""The Merkle tree of RFC 6962 (and RFC 9162), read from tiles of 256 hashes as the C2SP tlog-tiles text describes.

Entry i of tile n at level l is the hash of the leaves [(256n+i)·256^l, (256n+i+1)·256^l). Level 0 holds leaf hashes;
a hash stands at a level only when all its leaves are there. Every other hash of the tree is made of those of one tile,
so that a proof in a tree of twelve million leaves reads some six tiles.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence

WIDTH = 256
HASH_BYTES = 32
EMPTY_ROOT = hashlib.sha256(b"").digest()

TileReader = Callable[[int, int, int], bytes]
"""(level, index, width) to the first `width` hashes of that tile, joined."""


def leaf_hash(body: bytes) -> bytes:
    """The hash of one leaf."""
    return hashlib.sha256(b"\x00" + body).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash over two neighbours."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def complete_root(hashes: Sequence[bytes]) -> bytes:
    """The root over a power of two of hashes."""
    row = list(hashes)
    while len(row) > 1:
        row = [node_hash(row[at], row[at + 1]) for at in range(0, len(row), 2)]
    return row[0]


def tile_root(tile: bytes) -> bytes:
    """The hash of a full tile, which is one entry of the level above."""
    return complete_root(hashes_of(tile))


def hashes_of(tile: bytes) -> list[bytes]:
    """The hashes of a tile one by one."""
    return [tile[at : at + HASH_BYTES] for at in range(0, len(tile), HASH_BYTES)]


def tiles_of(size: int) -> Iterator[tuple[int, int, int]]:
    """The rightmost tile of each level, full or not, as (level, index, width); none of an empty tree."""
    level = 0
    while size >> (8 * level):
        index, width = divmod((size >> (8 * level)) - 1, WIDTH)
        yield level, index, width + 1
        level += 1


class Tree:
    """A tree of a given size over tiles; each tile is read once for as long as the object lives."""

    def __init__(self, size: int, read: TileReader) -> None:
        self.size = size
        self._read = read
        self._tiles: dict[tuple[int, int], bytes] = {}

    def root(self) -> bytes:
        """The root over all leaves; of no leaves, the hash of nothing."""
        return self._over(0, self.size) if self.size else EMPTY_ROOT

    def inclusion(self, position: int) -> list[bytes]:
        """The path from a leaf's sibling up to the root's child. IndexError outside the tree."""
        if not 0 <= position < self.size:
            raise IndexError(position)
        path: list[bytes] = []
        low, high = 0, self.size
        while high - low > 1:
            middle = low + _split(high - low)
            if position < middle:
                path.append(self._over(middle, high))
                high = middle
            else:
                path.append(self._over(low, middle))
                low = middle
        return path[::-1]

    def consistency(self, earlier: int) -> list[bytes]:
        """The proof that the first `earlier` leaves are those of the tree of that size; empty where it is the same
        tree, or none. IndexError for a size that this tree has not reached."""
        if not 0 <= earlier <= self.size:
            raise IndexError(earlier)
        if earlier in (0, self.size):
            return []
        path: list[bytes] = []
        low, high, whole = 0, self.size, True
        while earlier != high:
            middle = low + _split(high - low)
            if earlier <= middle:
                path.append(self._over(middle, high))
                high = middle
            else:
                path.append(self._over(low, middle))
                low, whole = middle, False
        if not whole:
            path.append(self._over(low, high))
        return path[::-1]

    def _over(self, low: int, high: int) -> bytes:
        """The hash over the leaves [low, high), cut as the RFC cuts."""
        count = high - low
        if count & (count - 1) == 0:
            return self._complete(low, count)
        middle = low + _split(count)
        return node_hash(self._over(low, middle), self._over(middle, high))

    def _complete(self, low: int, count: int) -> bytes:
        level, inner = divmod(count.bit_length() - 1, 8)
        index, first = divmod(low >> (8 * level), WIDTH)
        tile = self._tile(level, index)
        return complete_root(hashes_of(tile[first * HASH_BYTES : (first + (1 << inner)) * HASH_BYTES]))

    def _tile(self, level: int, index: int) -> bytes:
        found = self._tiles.get((level, index))
        if found is None:
            width = min(WIDTH, (self.size >> (8 * level)) - index * WIDTH)
            found = self._tiles[level, index] = self._read(level, index, width)
            if len(found) != width * HASH_BYTES:
                raise ValueError(f"tile {level}/{index} has {len(found)} bytes, not {width} hashes")
        return found


def root_by_inclusion(body_hash: bytes, position: int, size: int, path: Sequence[bytes]) -> bytes | None:
    """The root that a leaf and its path lead to (RFC 9162, 2.1.3.2); None where the path is too long or too short."""
    if not 0 <= position < size:
        return None
    at, last, root = position, size - 1, body_hash
    for step in path:
        if last == 0:
            return None
        if at & 1 or at == last:
            root = node_hash(step, root)
            while at and not at & 1:
                at, last = at >> 1, last >> 1
        else:
            root = node_hash(root, step)
        at, last = at >> 1, last >> 1
    return root if last == 0 else None


def is_included(body_hash: bytes, position: int, size: int, path: Sequence[bytes], root: bytes) -> bool:
    """Whether the path proves that the leaf stands at that position of the tree with that root."""
    return root_by_inclusion(body_hash, position, size, path) == root


def is_consistent(earlier: int, earlier_root: bytes, later: int, later_root: bytes, path: Sequence[bytes]) -> bool:
    """Whether the path proves that the later tree begins with all of the earlier one (RFC 9162, 2.1.4.2)."""
    if not 0 <= earlier <= later:
        return False
    if earlier == later:
        return not path and earlier_root == later_root
    if earlier == 0:
        return not path and earlier_root == EMPTY_ROOT
    steps = list(path)
    if earlier & (earlier - 1) == 0:
        steps.insert(0, earlier_root)
    if not steps:
        return False
    first, last = earlier - 1, later - 1
    while first & 1:
        first, last = first >> 1, last >> 1
    old = new = steps[0]
    for step in steps[1:]:
        if last == 0:
            return False
        if first & 1 or first == last:
            old, new = node_hash(step, old), node_hash(step, new)
            while first and not first & 1:
                first, last = first >> 1, last >> 1
        else:
            new = node_hash(new, step)
        first, last = first >> 1, last >> 1
    return last == 0 and old == earlier_root and new == later_root


def _split(count: int) -> int:
    """The largest power of two below `count`."""
    return 1 << (count - 1).bit_length() - 1


class Growth:
    """A tree that leaves are added to: what of it is not yet in a full tile is held here, at most one tile a level."""

    def __init__(self, size: int, read: TileReader) -> None:
        self.size = size
        self._rows: list[bytearray] = []
        self._indexes: list[int] = []
        for level, index, width in tiles_of(size):
            is_full = width == WIDTH
            self._rows.append(bytearray() if is_full else bytearray(read(level, index, width)))
            self._indexes.append(index + is_full)

    def add(self, hashed: bytes) -> list[tuple[int, int, bytes, bytes]]:
        """One more leaf; the tiles that it fills, each as (level, index, hashes, root of the tile)."""
        self.size += 1
        filled: list[tuple[int, int, bytes, bytes]] = []
        level = 0
        while True:
            if level == len(self._rows):
                self._rows.append(bytearray())
                self._indexes.append(0)
            row = self._rows[level]
            row += hashed
            if len(row) < WIDTH * HASH_BYTES:
                return filled
            hashed = tile_root(bytes(row))
            filled.append((level, self._indexes[level], bytes(row), hashed))
            self._rows[level] = bytearray()
            self._indexes[level] += 1
            level += 1
