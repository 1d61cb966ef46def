"""`python -m benchmarks.warehouse data|run`: make the data, or measure and print the whole table.

    data SIZE…                       4M, 40M, 120M; made once and kept
    run [SIZE [WIDE]] [--without-postgres] [--only=Q1,Q3] [--anew]

A run goes on where one that was ended stopped, unless --anew. `memory` and `fresh` are parts of it that need a process
of their own.

CHUNGTAY_BENCH_DIR says where the data are kept (some 25 GB with PostgreSQL's tables at 40M), else `data/bench`.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.warehouse.data import SEED, Data, data_of, drawn

if TYPE_CHECKING:
    from benchmarks.warehouse.server import Server

ROOT = Path(os.environ.get("CHUNGTAY_BENCH_DIR", "data/bench")).absolute()


def main(words: list[str]) -> int:
    """As the module says."""
    from chungtay.faces.commands.main import setup_django

    os.environ.setdefault("CHUNGTAY_BENCH_DIR", str(ROOT))
    command, *rest = words or ["run"]
    options = [word for word in rest if word.startswith("--")]
    sizes = [word for word in rest if word in ("4M", "40M", "120M")] or ["40M"]
    if command in ("memory", "fresh"):
        setup_django()
        _alone(command)
        return 0
    for size in sizes:
        drawn(size, ROOT)
    os.environ["CHUNGTAY_DATA_DIR"] = str(ROOT / f"{sizes[0]}-{SEED}" / "product")
    setup_django()
    found = [data_of(size, ROOT) for size in sizes]
    if command == "run":
        only = next((word.partition("=")[2] for word in options if word.startswith("--only=")), "")
        server = None if "--without-postgres" in options else _server(found[0])
        _run(found, server, frozenset(filter(None, only.split(","))), anew="--anew" in options)
    return 0


def _alone(command: str) -> None:
    if command == "memory":
        from benchmarks.warehouse.run import memory_of_all

        print(memory_of_all())
    else:
        from benchmarks.warehouse.fresh import measured

        print(json.dumps(measured()))


def _server(data: Data) -> Server:
    from benchmarks.warehouse import tables
    from benchmarks.warehouse.server import started

    server = started(ROOT / f"postgres-{data.size}" / "data")
    tables.load(server, data)
    return server


def _run(found: list[Data], server: Server | None, only: frozenset[str], *, anew: bool) -> None:
    from benchmarks.warehouse import plots
    from benchmarks.warehouse.run import run
    from benchmarks.warehouse.telling import told

    record = run(found[0], wide=found[1] if len(found) > 1 else None, server=server, only=only, anew=anew)
    print(told(record))
    plots.write(record)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
