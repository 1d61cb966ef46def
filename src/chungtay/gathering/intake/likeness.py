"""Reports, and paragraphs of them, that were copied: from last year's, or from a neighbour's.

Numbers are left out of the comparison, because a copied report changes them. Of a report's runs of five syllables the
128 smallest keyed hashes are kept (bottom-k MinHash): enough to estimate how much two reports share (standard error of
the likeness below 0.045), and worthless without the key to who would guess sentences. What looks alike is compared in
full before it is told. Thresholds were set on reports about one programme from different provinces, which share 2 to 4
parts in 100.
"""

from __future__ import annotations

import hmac
import re
from collections import Counter
from dataclasses import dataclass
from hashlib import blake2b
from struct import pack, unpack
from typing import TYPE_CHECKING, Literal

from chungtay.kernel.text import tone_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

Label = Literal["same", "edited", "shared"]
KEPT, RUN, LONG = 128, 5, 20
SAME, EDITED, SHARED, HELD = 0.95, 0.75, 0.50, 0.80
_SLACK = 0.2
"""An estimate this far below the threshold is still compared in full."""
_MOST, _FEW = 0.3, 5
_NUMBER = re.compile(r"\d[\d.,/]*")
_BETWEEN = re.compile(r"[^\w#]+")


@dataclass(frozen=True)
class Sketch:
    """Of a report: how many runs it has, its smallest hashes in order, and the hashes of its long paragraphs."""

    size: int
    smallest: tuple[int, ...]
    paragraphs: tuple[int, ...]

    def packed(self) -> bytes:
        """As it is stored."""
        counts = (self.size, len(self.smallest), len(self.paragraphs))
        return pack(f">3I{counts[1]}Q{counts[2]}Q", *counts, *self.smallest, *self.paragraphs)


def unpacked(data: bytes) -> Sketch:
    """The sketch that `packed` gave."""
    size, small, long = unpack(">3I", data[:12])
    numbers = unpack(f">{small + long}Q", data[12:])
    return Sketch(size, numbers[:small], numbers[small:])


def key_of(master: str) -> bytes:
    """The key of sketches, derived from the installation's."""
    return hmac.new(master.encode(), b"likeness of reports", "sha256").digest()[:32]


def sketch_of(text: str, paragraphs: Iterable[tuple[int, int]], key: bytes) -> Sketch:
    """The sketch of a report; `paragraphs` are (start, end) in its text."""
    runs: set[int] = set()
    long: list[int] = []
    for start, end in paragraphs:
        syllables = _syllables(text[start:end])
        runs |= {_hash(run, key) for run in _runs(syllables)}
        long.append(_hash(" ".join(syllables), key) if len(syllables) >= LONG else 0)
    return Sketch(len(runs), tuple(sorted(runs)[:KEPT]), tuple(long))


def likeness_estimated(a: Sketch, b: Sketch) -> tuple[float, float]:
    """(likeness, containment) by the sketches: shared of both, and shared of the shorter."""
    if not a.smallest or not b.smallest:
        return 0.0, 0.0
    union = sorted(set(a.smallest) | set(b.smallest))[:KEPT]
    both = set(a.smallest) & set(b.smallest)
    like = sum(value in both for value in union) / len(union)
    return like, min(1.0, like * (a.size + b.size) / (1 + like) / min(a.size, b.size))


def likeness_exact(a: str, b: str) -> tuple[float, float]:
    """(likeness, containment) of two texts in full."""
    one, other = set(_runs(_syllables(a))), set(_runs(_syllables(b)))
    both = len(one & other)
    if not both:
        return 0.0, 0.0
    return both / len(one | other), both / min(len(one), len(other))


def may_be_alike(a: Sketch, b: Sketch) -> bool:
    """Whether comparing in full is worth it."""
    like, held = likeness_estimated(a, b)
    return like >= SHARED - _SLACK or held >= HELD - _SLACK


def label_of(like: float, held: float) -> Label | None:
    """What the likeness of two reports is called; None for independent ones."""
    if like >= SAME:
        return "same"
    if like >= EDITED:
        return "edited"
    return "shared" if like >= SHARED or held >= HELD else None


def paragraphs_shared(own: Sketch, others: Mapping[int, Sketch]) -> dict[int, list[tuple[int, int]]]:
    """Per other report the paragraphs, as (number here, number there) from 1, whose words are the same.

    What stands in three of ten reports, of five or more, is the form's own wording and no copy.
    """
    spread = Counter(value for sketch in others.values() for value in set(sketch.paragraphs) if value)
    usual = {value for value, n in spread.items() if len(others) >= _FEW and n > _MOST * len(others)}
    found = {}
    for key, sketch in others.items():
        there = {value: at for at, value in reversed(list(enumerate(sketch.paragraphs, 1))) if value}
        pairs = [(at, there[v]) for at, v in enumerate(own.paragraphs, 1) if v in there and v not in usual]
        if pairs:
            found[key] = pairs
    return found


def _syllables(text: str) -> list[str]:
    return tone_key(_BETWEEN.sub(" ", _NUMBER.sub("#", text))).split()


def _runs(syllables: Sequence[str]) -> Iterable[str]:
    return (" ".join(syllables[at : at + RUN]) for at in range(len(syllables) - RUN + 1))


def _hash(text: str, key: bytes) -> int:
    return int.from_bytes(blake2b(text.encode(), digest_size=8, key=key).digest(), "big")
