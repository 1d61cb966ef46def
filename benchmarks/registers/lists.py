"""First pages, pages far behind, counts and the map's numbers of each register: the product's question, the best
statement written by hand for the same rows, and loading the objects.

The statement by hand is run through the driver's own cursor, with its parameters, as one who knew the account's
territory would write it; its rows are the columns that the page shows, without anything being made of them. Loading is
what is obvious to write: the rows of the filter as objects, sorted or counted in memory. Where there are more than
5,000 of them it loads 5,000, and the ratio beside it is a lower bound.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any, Final

from django.db import connection

from benchmarks.registers.asked import questions
from chungtay.gathering.registers.lists.keyset import PAGE_LENGTH

if TYPE_CHECKING:
    from collections.abc import Callable

    from benchmarks.registers.question import Question

ROUNDS: Final = 7
LEAST: Final = 0.02
"""Seconds that one taking has to last; what is quicker is asked several times in a row."""
QUICK: Final = 0.1
"""Seconds below which loading is taken in every round."""


@dataclass
class Taking:
    """CPU and wall seconds of one contender, a value for each round."""

    ask: Callable[[], Any]
    times: int
    cpu: list[float]
    wall: list[float]

    def once(self) -> None:
        """One round."""
        cpu, wall = spent(), time.perf_counter()
        for _ in range(self.times):
            self.ask()
        self.cpu.append((spent() - cpu) / self.times)
        self.wall.append((time.perf_counter() - wall) / self.times)


def spent() -> float:
    """CPU seconds of this process so far, and of the process of the server that answers it, where that is seen."""
    return time.process_time() + _server()


def _server() -> float:
    if connection.vendor != "postgresql":
        return 0.0
    connection.ensure_connection()
    path = Path(f"/proc/{connection.connection.info.backend_pid}/schedstat")
    return int(path.read_text().split()[0]) / 1e9 if path.exists() else 0.0


def main() -> None:
    """Print a table; RuntimeError where the product's rows are not those of the statement by hand."""
    print(
        f"\n{connection.vendor}: medians of {ROUNDS} rounds, ms of CPU (wall); on PostgreSQL the CPU is this process's"
    )
    print("| question | product | SQL by hand | × | loading | ÷ |\n|---|---|---|---|---|---|")
    for question in questions():
        print(_line(question), flush=True)


def _line(question: Question) -> str:
    marks = "%s" if connection.vendor == "postgresql" else "?"
    statement = question.bare.replace("%s", marks)
    connection.ensure_connection()
    cursor = connection.connection.cursor()

    def bare() -> list[tuple[Any, ...]]:
        cursor.execute(statement, question.parameters)
        return list(cursor.fetchall())

    told, wanted = question.rows(question.ask()), bare()[: PAGE_LENGTH if "LIMIT" in statement else None]
    if _texts(told) != _texts(wanted):
        raise RuntimeError(f"{question.name}: {len(told)} rows, by hand {len(wanted)}; {told[:1]} {wanted[:1]}")
    takings = [_taking(ask) for ask in (question.ask, bare)]
    loading = None if question.load is None else Taking(question.load, 1, [], [])
    for number in range(ROUNDS):
        for taking in takings:
            taking.once()
        # What is quick to load is loaded as often as it is asked: its first time alone pays for what stays warm.
        if loading is not None and (number == 0 or loading.cpu[0] < QUICK):
            loading.once()
    return _told(question.name, len(told), *takings, loading)


def _texts(rows: list[tuple[Any, ...]]) -> list[list[str]]:
    return sorted([str(cell) for cell in row] for row in rows)


def _taking(ask: Callable[[], Any]) -> Taking:
    # By CPU, and the least of some: where a crowded machine took the turn away in the middle of the only one, each
    # taking was a single cold ask, and cost three times what a page costs.
    took = min(_once(ask) for _ in range(5))
    return Taking(ask, max(1, min(100, round(LEAST / max(took, 1e-6)))), [], [])


def _once(ask: Callable[[], Any]) -> float:
    begun = spent()
    ask()
    return spent() - begun


def _told(name: str, rows: int, product: Taking, bare: Taking, loading: Taking | None) -> str:
    ours, theirs = median(product.cpu), median(bare.cpu)
    cells = [
        f"{name} ({rows:,})",
        *(f"{median(t.cpu) * 1e3:.2f} ({median(t.wall) * 1e3:.2f})" for t in (product, bare)),
    ]
    cells.append(f"{ours / theirs:.1f}")
    if loading is not None:
        loaded = median(loading.cpu)
        cells += [f"{loaded * 1e3:.0f} ({median(loading.wall) * 1e3:.0f})", f"{loaded / ours:.0f}"]
    return "| " + " | ".join(cells) + " |"
