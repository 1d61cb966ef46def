"""The floor: numpy adding up the very values that an answer stands on, already in memory, without grouping them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import duckdb

from benchmarks.warehouse.asked import COVERED, LEAVES, STOCK, forty, one, ten
from benchmarks.warehouse.data import CURRENT

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from benchmarks.warehouse.data import Data


def sums(data: Data, codes: Mapping[str, int]) -> dict[str, Callable[[], tuple[int, float]]]:
    """By question, what adds its values up and gives (how many, their sum)."""
    import numpy

    wanted = {"Q1": [one()], "Q3": forty(), LEAVES: forty(), "Q5": [STOCK], "Q6": [COVERED], "Q7": ten()}
    # Decree months that begin in one calendar year and end in the next belong to none.
    kept = {LEAVES: "WHERE month % 12 > 0"}
    held: dict[tuple[str, str], Any] = {}
    with duckdb.connect(config={"memory_limit": "2GB"}) as db:
        for question, found in wanted.items():
            for code in found:
                key = code, kept.get(question, "")
                if key not in held:
                    path = data.file(CURRENT) / f"{codes[code]:04}-0000.parquet"
                    column = db.sql(f"SELECT value FROM '{path}' {key[1]}").to_arrow_table()["value"].combine_chunks()
                    held[key] = numpy.frombuffer(column.buffers()[1], dtype=numpy.float64, count=len(column))

    def adding(question: str, found: Sequence[str]) -> Callable[[], tuple[int, float]]:
        arrays = [held[code, kept.get(question, "")] for code in found]
        return lambda: (sum(map(len, arrays)), float(sum(values.sum() for values in arrays)))

    return {question: adding(question, found) for question, found in wanted.items()}
