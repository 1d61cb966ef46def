"""`python -m benchmarks.warehouse data|run|memory`: make the data, measure, or ask all questions once in a process.

    data SIZE…                       4M, 40M, 120M; made once and kept
    run [SIZE [WIDE]] [--without-postgres] [--only Q1,Q3]

CHUNGTAY_BENCH_DIR says where the data are kept (some 25 GB with PostgreSQL's tables at 40M), else `data/bench`.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from benchmarks.warehouse.data import SEED, Data, data_of

ROOT = Path(os.environ.get("CHUNGTAY_BENCH_DIR", "data/bench")).absolute()


def main(words: list[str]) -> int:
    """As the module says."""
    from chungtay.faces.commands.main import setup_django

    command, *rest = words or ["run"]
    options = [word for word in rest if word.startswith("--")]
    sizes = [word for word in rest if word in ("4M", "40M", "120M")] or ["40M"]
    if command == "memory":
        setup_django()
        from benchmarks.warehouse.run import memory_of_all

        print(memory_of_all())
        return 0
    os.environ["CHUNGTAY_DATA_DIR"] = str(ROOT / f"{sizes[0]}-{SEED}" / "product")
    setup_django()
    found = [data_of(size, ROOT) for size in sizes]
    if command == "run":
        only = next((word.partition("=")[2] for word in options if word.startswith("--only=")), "")
        _run(found, "--without-postgres" in options, frozenset(filter(None, only.split(","))))
    return 0


def _run(found: list[Data], without_postgres: bool, only: frozenset[str]) -> None:
    from benchmarks.warehouse import plots, tables
    from benchmarks.warehouse.run import run, told
    from benchmarks.warehouse.server import started

    server = None
    if not without_postgres:
        server = started(ROOT / f"postgres-{found[0].size}" / "data")
        tables.load(server, found[0])
    record = run(found[0], wide=found[1] if len(found) > 1 else None, server=server, only=only)
    print(told(record))
    plots.write(record)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
