"""Small numbers told as few large ones come back as they were."""

import sqlite3

import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from chungtay.ledger.packing import Small, packed, unpacked, word_sql

WIDTHS = st.lists(st.integers(1, 40), min_size=1, max_size=8)


@settings(max_examples=30, deadline=None)
@given(WIDTHS, st.data())
def test_what_a_database_packs_is_unpacked_as_it_was(widths: list[int], data: st.DataObject) -> None:
    told = {f"n{i}": data.draw(st.integers(0, (1 << bits) - 1)) for i, bits in enumerate(widths)}
    words = packed(Small(name, str(value), bits) for (name, value), bits in zip(told.items(), widths, strict=True))
    found: dict[str, int] = {}
    with sqlite3.connect(":memory:") as db:
        for word in words:
            [(number,)] = db.execute(f"SELECT {word_sql(word)}").fetchall()
            found |= {name: column[0].as_py() for name, column in unpacked(word, pa.array([number])).items()}
    assert found == told
