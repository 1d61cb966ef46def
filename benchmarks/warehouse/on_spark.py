"""`make bench-spark`, or `python -m benchmarks.warehouse.on_spark [size] [names…]`: the same questions on both engines.

DuckDB in this process, then Spark on a standalone cluster of one master and two workers of one core each, over the same
files; no finished answers. Every row is compared, and one that differs ends the run with an error. CPU is that of all
processes of the cluster, of this process too; a first asking includes what Java compiles.
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
from benchmarks.warehouse.data import SIZES, drawn

if TYPE_CHECKING:
    from chungtay.results.warehouse.questions import Question, Row
    from chungtay.results.warehouse.stores import Store

ROOT = Path(os.environ.get("CHUNGTAY_BENCH_DIR", "data/bench")).absolute()
ROUNDS: Final = 3
RATIO, KINDS = "mediation.success_rate", "models.kinds"


class Taken(NamedTuple):
    """Seconds of an asking."""

    wall: float
    cpu: float


def main(words: list[str]) -> int:
    """Print the table; 1 where a row differs."""
    size = next((word for word in words if word in SIZES), "4M")
    data = drawn(size, ROOT)
    os.environ["CHUNGTAY_DATA_DIR"] = str(data.product)
    from chungtay.faces.commands.main import setup_django

    setup_django()
    folder = max((data.product / "warehouse" / "generations").glob("[0-9]*"))
    from chungtay.results.warehouse.spark_sessions import Cluster, session_of, session_stop
    from chungtay.results.warehouse.stores import Store

    names = [word for word in words if word not in SIZES]
    asked = {name: one for name, one in _questions().items() if not names or name in names}
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        begun, spent = time.perf_counter(), _cpu()
        with standalone(Path(name)) as address, Store(folder) as here:
            here.sheets = here.communes = None
            cluster = Cluster(address, options=SMALL)
            session_of(cluster)
            with Store(folder, cluster=cluster) as there:
                begun, spent = time.perf_counter() - begun, _cpu() - spent
                print(f"{size}: one master, two workers and a session: {begun:.1f} s, {spent:.1f} CPU s", flush=True)
                alike = _table(here, there, asked)
            session_stop()
    return 0 if alike else 1


def _table(here: Store, there: Store, asked: dict[str, Question]) -> bool:
    heads = ("DuckDB", "Spark, first", f"median of {ROUNDS}")
    print(f"{'':14} {'rows':>7} | {' | '.join(f'{head:>15}' for head in heads)} | (seconds: wall, CPU)")
    alike = True
    for name, question in asked.items():
        rows, once = _taken(_asking(here, question))
        found, first = _taken(_asking(there, question))
        again = [_taken(_asking(there, question))[1] for _ in range(ROUNDS)]
        usual = Taken(median(item.wall for item in again), median(item.cpu for item in again))
        told = " | ".join(f"{item.wall:7.2f} {item.cpu:7.2f}" for item in (once, first, usual))
        print(f"{name:14} {len(rows):7} | {told} | {'equal' if rows == found else 'DIFFERENT'}", flush=True)
        alike = alike and rows == found
    return alike


def _questions() -> dict[str, Question]:
    """Q1 to Q7 as everywhere; Q3 over a span that no total serves, added up from the months; and of what is no count a
    ratio, kinds by name, and a stock and its coverage as they were known."""
    from benchmarks.warehouse.asked import KNOWN_AT, ONE_YEAR, questions
    from chungtay.kernel.periods import Period, Regime, decree_month, decree_year

    found = questions()
    span = Period(decree_month(2017, 2).start, decree_month(2024, 7).end, Regime.SPAN)
    return found | {
        "Q3 over a span": replace(found["Q3"], period=span, by_period=None),
        "a ratio": replace(found["Q3"], indicators=(RATIO,)),
        "kinds by name": replace(found["Q3"], indicators=(KINDS,), period=decree_year(ONE_YEAR), by_period=None),
        "Q5, known then": replace(found["Q5"], as_known_at=KNOWN_AT),
        "Q6, known then": replace(found["Q6"], as_known_at=KNOWN_AT),
    }


def _asking(store: Store, question: Question) -> Callable[[], list[Row]]:
    from chungtay.reference.places.queries import place_get
    from chungtay.results.warehouse import answers
    from chungtay.results.warehouse.loading import world_of
    from chungtay.results.warehouse.onmap import world_on_map

    place = place_get(question.place)
    world = world_of(place, question.indicators) if question.frame is None else world_on_map(question, place, None)
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
