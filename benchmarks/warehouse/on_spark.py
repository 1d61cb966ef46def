"""`make bench-spark`, or `python -m benchmarks.warehouse.on_spark [4M|40M|120M]`: the same questions on both engines.

DuckDB in this process, then Spark on a standalone cluster of one master and two workers of one core each, over the same
files. Every row is compared, and one that differs ends the run with an error. CPU is that of all processes of the
cluster, of this process too; a first asking includes what Java compiles.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Final, NamedTuple

from benchmarks.warehouse.clusters import SMALL, standalone
from benchmarks.warehouse.data import SEED, data_of

if TYPE_CHECKING:
    from chungtay.results.warehouse.questions import Question, Row
    from chungtay.results.warehouse.stores import Store

ROOT = Path(os.environ.get("CHUNGTAY_BENCH_DIR", "data/bench")).absolute()
ROUNDS: Final = 3


class Taken(NamedTuple):
    """Seconds of an asking."""

    wall: float
    cpu: float


def main(words: list[str]) -> int:
    """Print the table; 1 where a row differs."""
    size = next(iter(words), "4M")
    os.environ["CHUNGTAY_DATA_DIR"] = str(ROOT / f"{size}-{SEED}" / "product")
    from chungtay.faces.commands.main import setup_django

    setup_django()
    folder = max((data_of(size, ROOT).product / "warehouse" / "generations").glob("[0-9]*"))
    from chungtay.results.warehouse.spark_sessions import Cluster, session_of, session_stop
    from chungtay.results.warehouse.stores import Store

    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        begun = time.perf_counter()
        with standalone(Path(name)) as address:
            cluster = Cluster(address, options=SMALL)
            session_of(cluster)
            print(
                f"{size}: one master, two workers and a session up in {time.perf_counter() - begun:.1f} s", flush=True
            )
            alike = _table(Store(folder), Store(folder, cluster=cluster))
            session_stop()
    return 0 if alike else 1


def _table(here: Store, there: Store) -> bool:
    heads = ("DuckDB", "Spark, first", f"median of {ROUNDS}")
    print(f"{'':8} {'rows':>7} | {' | '.join(f'{head:>15}' for head in heads)} | (seconds: wall, CPU)")
    alike = True
    for name, question in _questions().items():
        rows, once = _taken(_asking(here, question))
        found, first = _taken(_asking(there, question))
        again = [_taken(_asking(there, question))[1] for _ in range(ROUNDS)]
        usual = Taken(median(item.wall for item in again), median(item.cpu for item in again))
        told = " | ".join(f"{item.wall:7.2f} {item.cpu:7.2f}" for item in (once, first, usual))
        print(f"{name:8} {len(rows):7} | {told} | {'equal' if rows == found else 'DIFFERENT'}", flush=True)
        alike = alike and rows == found
    return alike


def _questions() -> dict[str, Question]:
    """Q1 to Q5 as everywhere, and Q3 once more over a span that no total serves: it is added up from the months."""
    from benchmarks.warehouse.asked import questions
    from chungtay.kernel.periods import Period, Regime, decree_month

    found = {name: question for name, question in questions().items() if question.frame is None}
    span = Period(decree_month(2017, 2).start, decree_month(2024, 7).end, Regime.SPAN)
    return found | {"Q3 live": replace(found["Q3"], period=span, by_period=None)}


def _asking(store: Store, question: Question) -> Callable[[], list[Row]]:
    from chungtay.reference.places.queries import place_get
    from chungtay.results.warehouse import answers
    from chungtay.results.warehouse.loading import world_of

    world = world_of(place_get(question.place), question.indicators)
    return lambda: answers.answer(store, world, question)


def _taken(ask: Callable[[], list[Row]]) -> tuple[list[Row], Taken]:
    wall, cpu = time.perf_counter(), _cpu()
    rows = ask()
    return rows, Taken(time.perf_counter() - wall, _cpu() - cpu)


def _cpu() -> float:
    """Seconds that this process and all that it started have computed."""
    ticks: dict[int, tuple[int, int]] = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            words = path.read_text().rpartition(")")[2].split()
        except OSError:
            continue  # ended while we looked
        ticks[int(path.parent.name)] = int(words[1]), int(words[11]) + int(words[12])
    ours = {os.getpid()}
    while more := {pid for pid, (parent, _) in ticks.items() if parent in ours} - ours:
        ours |= more
    return sum(ticks[pid][1] for pid in ours) / os.sysconf("SC_CLK_TCK")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
