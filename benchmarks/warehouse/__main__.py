"""`python -m benchmarks.warehouse data|run|build|deadline`: make the data, or measure and print the whole table.

    data SIZE…                       4M, 40M, 120M; made once and kept
    run [SIZE [WIDE]] [--without-postgres] [--only=Q1,Q3] [--rounds=N] [--anew]
    build [SIZE] [--rounds=N]        a full build from PostgreSQL beside the baseline's; kept, and told by `run`
    deadline [SIZE] [--reports=N]    the day on which every commune reports; kept, and told by `run`

A run goes on where one that was ended stopped, unless --anew. With --only, or with other rounds than the seven, it is a
look: it is printed and leaves the record, the plots and the README as they are. `memory` and `fresh` are parts of it
that need a process of their own.

CHUNGTAY_BENCH_DIR says where the data are kept (some 25 GB with PostgreSQL's tables at 40M), else `data/bench`.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.warehouse import clock
from benchmarks.warehouse.data import SEED, SIZES, Data, data_kept, data_of, drawn

if TYPE_CHECKING:
    from benchmarks.warehouse.server import Server

ROOT = Path(os.environ.get("CHUNGTAY_BENCH_DIR", "data/bench")).absolute()


def main(words: list[str]) -> int:
    """As the module says."""
    os.environ.setdefault("CHUNGTAY_BENCH_DIR", str(ROOT))
    command, *rest = words or ["run"]
    options = dict(word.lstrip("-").partition("=")[::2] for word in rest if word.startswith("--"))
    sizes = [word for word in rest if word in SIZES] or ["40M"]
    if command in ("memory", "fresh"):
        _set_up()
        _alone(command)
        return 0
    if command == "build":
        _build(data_kept(sizes[0], ROOT), int(options.get("rounds", 3)))
        return 0
    if command == "deadline":
        _deadline(drawn(sizes[0], ROOT), int(options.get("reports", 0)))
        return 0
    for size in sizes:
        drawn(size, ROOT)
    os.environ["CHUNGTAY_DATA_DIR"] = str(ROOT / f"{sizes[0]}-{SEED}" / "product")
    _set_up()
    found = [data_of(size, ROOT) for size in sizes]
    if command == "run":
        server = None if "without-postgres" in options else _server(found[0])
        only = frozenset(filter(None, options.get("only", "").split(",")))
        _run(found, server, only, rounds=int(options.get("rounds", clock.ROUNDS)), anew="anew" in options)
    return 0


def _set_up() -> None:
    """Django on the data folder at hand, whose tables become those of this version; catalogue and forms, by which its
    generation was built, stay as they are."""
    from django.core.management import call_command

    from chungtay.faces.commands.main import setup_django

    setup_django()
    call_command("migrate", verbosity=0, interactive=False)


def _build(data: Data, rounds: int) -> None:
    from benchmarks.warehouse import building
    from benchmarks.warehouse.server import started

    server = started(ROOT / f"postgres-{data.size}" / "data")
    os.environ["CHUNGTAY_DATABASE_URL"] = building.address(server)
    os.environ["CHUNGTAY_DATA_DIR"] = str(data.folder / "from-ledger")
    _set_up()
    print(building.told(building.measured(data, server, rounds)))


def _deadline(data: Data, reports: int) -> None:
    from benchmarks.warehouse.fresh import aside

    with aside(data) as folder:
        os.environ["CHUNGTAY_DATA_DIR"] = str(folder)
        _set_up()
        from benchmarks.warehouse import deadline

        print(deadline.told(deadline.measured(data, reports)))


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


def _run(found: list[Data], server: Server | None, only: frozenset[str], *, rounds: int, anew: bool) -> None:
    from benchmarks.warehouse import plots
    from benchmarks.warehouse.run import run
    from benchmarks.warehouse.telling import told, write

    clock.ROUNDS = rounds
    wide = found[1] if len(found) > 1 else None
    smaller = [drawn("4M", ROOT)] if (ROOT / f"4M-{SEED}" / "product").exists() and found[0].size != "4M" else []
    record = run(found[0], wide=wide, smaller=smaller, server=server, only=only, anew=anew)
    print(told(record))
    if record["whole"]:
        plots.write(record)
        write(record)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
