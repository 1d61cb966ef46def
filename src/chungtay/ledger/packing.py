"""Small whole numbers of a row told by the database as few large ones: a number costs the same whatever it says."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Final

import pyarrow as pa
import pyarrow.compute as pc

_ROOM: Final = 63
"""Bits of a number that both databases count with, the sign left out."""


@dataclass(frozen=True)
class Small:
    """A number from 0 up to, not at, 2 ** `bits`, and how SQL says it."""

    name: str
    sql: str
    bits: int


def packed(fields: Iterable[Small]) -> list[list[Small]]:
    """The fields in their order, as many to a word as fit in."""
    words: list[list[Small]] = []
    for field in fields:
        if not words or sum(held.bits for held in words[-1]) + field.bits > _ROOM:
            words.append([])
        words[-1].append(field)
    return words


def word_sql(word: Sequence[Small]) -> str:
    """The fields of a word as one number, the last one lowest."""
    first, *others = word
    return reduce(
        lambda said, field: f"({said} * {1 << field.bits} + ({field.sql}))", others, f"CAST({first.sql} AS bigint)"
    )


def unpacked(word: Sequence[Small], numbers: pa.Array) -> dict[str, pa.Array]:
    """Each field of a word as a column of its own, of 64 bits."""
    found = {}
    for field in reversed(word):
        found[field.name] = pc.bit_wise_and(numbers, (1 << field.bits) - 1)
        numbers = pc.shift_right(numbers, field.bits)
    return found
