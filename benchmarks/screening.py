"""`python -m benchmarks.screening [4M|40M|120M] [--rounds=N]`: every monthly series of an invented nation looked at.

*Chung Tay*: all tests of `analysis.signals` over all numbers of all communes, from the generation to the list of who
would be asked. *Bare DuckDB*: the median of each of the same series from the long table, file by file, and nothing
else. The bar: at most twice its CPU, within 4 GB. Each runs in a process of its own, in turns; CPU and the most memory
are of that process. Data: `benchmarks.warehouse data`, in CHUNGTAY_BENCH_DIR.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.warehouse.clock import peak_since, spent
from benchmarks.warehouse.data import CURRENT, SIZES, Data, data_kept

ROOT = Path(os.environ.get("CHUNGTAY_BENCH_DIR", "data/bench")).absolute()
OURS, BARE = "chungtay", "bare"
MEMORY = "2GB"


def main(words: list[str]) -> int:
    """Measure both in turns and print; or, within a process of its own, one of them."""
    size = next((word for word in words if word in SIZES), "4M")
    data = data_kept(size, ROOT)
    if found := next((word for word in words if word in (OURS, BARE)), None):
        print(json.dumps((ours if found == OURS else bare)(data)))
        return 0
    rounds = next((int(word.partition("=")[2]) for word in words if word.startswith("--rounds=")), 3)
    runs: dict[str, list[dict[str, Any]]] = {OURS: [], BARE: []}
    for _ in range(rounds):
        for name, told in runs.items():
            command = [sys.executable, "-m", "benchmarks.screening", size, name]
            told.append(json.loads(subprocess.run(command, check=True, capture_output=True).stdout))
    for name, told in runs.items():
        cpu, most = [one["cpu"] for one in told], max(one["memory"] for one in told)
        rest = {key: value for key, value in told[-1].items() if key not in ("cpu", "memory")}
        print(f"{size} {name}: {median(cpu):.2f} CPU s ({min(cpu):.2f}-{max(cpu):.2f}), {most / 1e6:,.0f} MB, {rest}")
    ratio = median(one["cpu"] for one in runs[OURS]) / median(one["cpu"] for one in runs[BARE])
    print(f"{size}: {ratio:.2f} x bare (bar 2)")
    return 0


def ours(data: Data) -> dict[str, Any]:
    """All tests over all series of all clocks."""
    from chungtay.faces.commands.main import setup_django

    setup_django()
    from chungtay.results.analysis.signals.sweeping import Sweep
    from chungtay.results.warehouse.screening import Field, Window, communes_of
    from chungtay.results.warehouse.stores import Store

    # What a process loads once is no part of either.
    begun, before = time.perf_counter(), spent()
    folder = sorted((data.product / "warehouse" / "generations").glob("[0-9]*"))[-1]
    with Store(folder, memory=MEMORY) as store:
        keys = communes_of(store)
        first, last = (12 * year for year in _years(store))
        sweep = Sweep(len(keys), last + 12 - first)
        series = 0
        for clock in sorted({clock for clocks in store.shape.clocks.values() for clock in clocks}):
            field = Field(store, keys, Window(first, last + 11, clock), 0)
            for sheet in field.sheets(store.indicators, cells=True):
                series += len(sheet.places)
                name = f"{sheet.indicator} {sheet.cell} {clock}"
                is_flow = store.ways[sheet.indicator][1] == "sum"
                sweep.add(name, sheet.places, sheet.values, sheet.stated, is_flow=is_flow)
        swept = spent() - before
        flags = sweep.flags()
    return {
        "cpu": spent() - before,
        "sweeping": round(swept, 2),
        "wall": round(time.perf_counter() - begun, 2),
        "memory": peak_since(),
        "numbers": sweep.numbers,
        "series": series,
        "units": len({flag.unit for flag in flags}),
        "flags": len(flags),
    }


def _years(store: Any) -> tuple[int, int]:
    [found] = store.execute("SELECT min(year), max(year) FROM years").fetchall()
    return int(found[0]), int(found[1])


def bare(data: Data) -> dict[str, Any]:
    """The medians alone."""
    import duckdb

    begun, before = time.perf_counter(), spent()
    series = numbers = 0
    with duckdb.connect(config={"memory_limit": "3GB", "threads": 2}) as db:
        for path in sorted(data.file(CURRENT).glob("*.parquet")):
            text = f"SELECT cell, place, median(value), count(*) AS n FROM '{path}' GROUP BY cell, place"
            found = db.sql(text).to_arrow_table()
            series += found.num_rows
            numbers += int(found["n"].to_numpy().sum())
    return {
        "cpu": spent() - before,
        "wall": round(time.perf_counter() - begun, 2),
        "memory": peak_since(),
        "numbers": numbers,
        "series": series,
    }


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
