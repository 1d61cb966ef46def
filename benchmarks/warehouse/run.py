"""One run: question by question all contenders in turns at one size, then the product at both, then what is left.

What was measured is kept after every step, in a file beside the data: a run that was ended goes on where it stopped.
"""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
from contextlib import nullcontext
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from benchmarks.warehouse import bars, building, clock, deadline, product, reports, tables
from benchmarks.warehouse.asked import LEAVES, questions
from benchmarks.warehouse.contenders import Both, Field, generation
from benchmarks.warehouse.data import Data
from benchmarks.warehouse.fresh import aside

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from benchmarks.warehouse.server import Server

RECORD: Final = Path(__file__).with_name("last.json")
"""Of the last whole run."""
Found = list[dict[str, Any]]
WHOLE_ROUNDS: Final = clock.ROUNDS
"""A run of fewer is a look."""


class Kept:
    """What a run has found so far."""

    def __init__(self, path: Path, head: dict[str, Any], *, anew: bool) -> None:
        self._path = path
        self.steps: dict[str, Any] = {}
        self.head = head
        if path.exists() and not anew:
            kept = json.loads(path.read_text(encoding="utf-8"))
            if kept["head"] == head:
                self.steps = kept["steps"]
                print(f"  {len(self.steps)} steps were measured before and are kept (--anew: begin again)", flush=True)

    def step(self, name: str, measure: Callable[[], Any]) -> Any:
        """What a step finds, measured now if it was not."""
        if name not in self.steps:
            print(f"  {name}", flush=True)
            self.steps[name] = measure()
            self._path.write_text(json.dumps({"head": self.head, "steps": self.steps}), encoding="utf-8")
        return self.steps[name]

    def end(self) -> None:
        """The run is over."""
        self._path.unlink(missing_ok=True)


def run(
    data: Data,
    *,
    wide: Data | None = None,
    smaller: Sequence[Data] = (),
    server: Server | None,
    only: frozenset[str] = frozenset(),
    anew: bool = False,
) -> dict[str, Any]:
    """Measure, and give the whole record, which is kept unless only some was asked for. Django is set up on the data
    folder of `data`; at `smaller` sizes, too, is measured how soon an approved report is in every total."""
    whole = not only and clock.ROUNDS == WHOLE_ROUNDS
    head = {
        "rounds": clock.ROUNDS,
        "size": data.size,
        "wide": wide.size if wide else None,
        "versions": versions(server),
        "generations": [generation(item).name for item in (*smaller, data, wide) if item],
    }
    name = "run.json" if whole else "some.json" if only else "look.json"
    kept = Kept(data.folder / name, head, anew=anew or bool(only))
    wanted = [name for name in (*questions(), "Q8") if not only or name in only]
    field = Field(data, server)
    found: Found = []
    for name in wanted:
        found += kept.step(name, lambda name=name: _one(field, name))
    both: Found = []
    if wide:
        sizes = Both(data, wide)
        for name in wanted:
            if name in questions():
                both += kept.step(f"{name} at both sizes", lambda name=name: clock.in_turns(sizes.of(name), _say))
    items = [item for item in (data, wide) if item]
    record = {
        "whole": whole,
        "on": f"{datetime.now(UTC):%Y-%m-%d %H:%M}",
        "size": data.size,
        "versions": head["versions"],
        "measured": found,
        "wide": both,
        **_beside(kept, data, [] if only else items, () if only else smaller),
        "built": {item.size: json.loads(item.built.read_text()) for item in items if item.built.exists()},
        "from_postgres": building.kept(data),
        "deadline": [day for item in (*smaller, *items) if (day := deadline.kept(item))],
        "bytes": {item.size: product.sizes(generation(item)) for item in items},
        "loading": tables.cost(server) if server else {},
        "stands_on": _stands_on(server),
    }
    record["bars"] = [*bars.judged(_cpu(found)), *_others(record, data, wide)]
    if whole:
        RECORD.write_text(json.dumps(record, indent=1), encoding="utf-8")
    kept.end()
    return record


def _beside(kept: Kept, data: Data, items: Sequence[Data], smaller: Sequence[Data]) -> dict[str, Any]:
    """What is measured beside the questions, at each of some sizes; nothing of none."""
    return {
        "memory": {item.size: kept.step(f"memory at {item.size}", lambda i=item: _memory(i)) for item in items},
        "fresh": {
            item.size: kept.step(f"fresh at {item.size}", lambda i=item: _fresh(i)) for item in (*smaller, *items)
        },
        "upkeep": kept.step("upkeep", lambda: _upkeep(data)) if items else None,
    }


def _say(text: str) -> None:
    print(text, flush=True)


def _one(field: Field, name: str) -> Found:
    if name != "Q8":
        return clock.in_turns(field.of(name), _say)
    with reports.owing():
        return clock.in_turns(field.of(name), _say)


def _cpu(found: Found) -> dict[tuple[str, str], float]:
    return {(item["question"], item["contender"]): item["cpu"] for item in found}


def _others(record: dict[str, Any], data: Data, wide: Data | None) -> Found:
    """Bars that are no ratio of two contenders of the first table."""
    rows = []
    if wide:
        cpu = _cpu(record["wide"])
        for name in ("Q3", LEAVES):
            small, large = (cpu.get((name, f"{bars.OURS}, {item.size}")) for item in (data, wide))
            ratio = large / small if small and large else None
            most = 1.3 if name == "Q3" else None
            rows.append(bars.row(f"{name} at {wide.size} ÷ at {data.size}", ratio, most=most))
    loading = record["loading"].get("dhis2-style")
    files = record["bytes"][data.size]
    parquet = sum(size for name, size in files.items() if name.endswith(".parquet"))
    each = parquet / data.figures
    rows.append(bars.row("bytes per figure of the Parquet files", each, most=12))
    if loading:
        text = "bytes ÷ DHIS2-style baseline"
        rows.append(bars.row(f"{text}, Parquet", parquet / loading["bytes"], most=1 / 20))
        rows.append(bars.row(f"{text}, all files", sum(files.values()) / loading["bytes"], most=1 / 20))
    for size, memory in record["memory"].items():
        rows.append(bars.row(f"memory of the reading process at {size}, MB", memory / 2**20, most=1024))
    if upkeep := record["upkeep"]:
        text = f"keeping totals right after 3,000 corrections ÷ building them, {data.size}"
        rows.append(bars.row(text, upkeep["kept"] / upkeep["built"], most=1 / 100))
    for size, built in record["built"].items():
        rows.append(bars.row(f"memory of drawing and building at {size}, MB", built["memory"] / 2**20, most=4096))
    for size, fresh in record["fresh"].items():
        longest = max(item["wall"] for item in fresh)
        rows.append(bars.row(f"an approved report in each total at {size}, longest wall s", longest, most=1))
    if built := record["from_postgres"]:
        text = f"full build from PostgreSQL ÷ DHIS2-style baseline, {built['figures']:,} figures"
        rows.append(bars.row(text, built["ours"]["cpu"] / built["styled"]["cpu"], most=1 / 4))
    return rows


def versions(server: Server | None) -> dict[str, str]:
    """Of what was measured."""
    import duckdb
    import numpy
    import pyarrow

    found = {"Python": platform.python_version(), "DuckDB": duckdb.__version__, "pyarrow": pyarrow.__version__}
    found |= {"numpy": numpy.__version__, "cores": str(os.cpu_count())}
    return found | ({"PostgreSQL": server.version} if server else {})


def _stands_on(server: Server | None) -> dict[str, str]:
    """What each contender's rows depend on."""
    import django
    import duckdb
    import numpy
    import pyarrow

    product_on = f"DuckDB {duckdb.__version__}, pyarrow {pyarrow.__version__}, Django {django.__version__} on SQLite"
    found = {
        bars.OURS: f"`queries.ask`, Arrow columns: {product_on}",
        bars.ROWS: f"`queries.answer`, Python objects: {product_on}",
        bars.GENERAL: f"`queries.ask` of the same generation without its finished answers: {product_on}",
        bars.BARE: f"DuckDB {duckdb.__version__}: the statements that the general way ended in, prepared, as Arrow",
        bars.NUMPY: f"numpy {numpy.__version__}: float64 in memory, one thread, no grouping",
    }
    if server is not None:
        import psycopg

        rows = f"rows as tuples by psycopg {psycopg.__version__}"
        found[bars.NORMALIZED] = f"PostgreSQL {server.version}: `figure` with one covering partial index; {rows}"
        found[bars.STYLED] = (
            f"PostgreSQL {server.version}: a table a year, {len(tables.DIMENSIONS)} indexes each; {rows}"
        )
    return found


def _in_own_process(data: Data, command: str) -> str:
    with aside(data) if command == "fresh" else nullcontext(data.product) as folder:
        environment = {**os.environ, "CHUNGTAY_DATA_DIR": str(folder)}
        return _said(environment, command)


def _said(environment: dict[str, str], command: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.warehouse", command], env=environment, check=True, stdout=subprocess.PIPE
    )
    return done.stdout.decode().strip().splitlines()[-1]


def _memory(data: Data) -> int:
    """The most that a process of its own held which asked all questions once, in bytes."""
    return int(_in_own_process(data, "memory"))


def _fresh(data: Data) -> Found:
    """See `fresh`; in a process of its own."""
    found: Found = json.loads(_in_own_process(data, "fresh"))
    return found


def _upkeep(data: Data) -> dict[str, float]:
    """CPU seconds of keeping totals right after corrections, and of working all of them out; see `upkeep`."""
    from benchmarks.warehouse.upkeep import built, kept_right
    from chungtay.reference.indicators.queries import indicators_all
    from chungtay.results.warehouse.loading import rules_of

    folder, rules = generation(data), rules_of(item.code for item in indicators_all())
    return {"kept": kept_right(folder, data.size, rules), "built": built(folder, rules)}


def memory_of_all() -> int:
    """Ask all questions once in this process; the most memory it held, in bytes."""
    for question in questions().values():
        product.columns(question)
    with reports.owing():
        reports.ask()
    return clock.peak_since()
