"""One run: all contenders in turns at one size, then the product, its bare statements and numpy at the larger one."""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from benchmarks.warehouse import bars, clock, limit, product, sql, tables
from benchmarks.warehouse.asked import PROVINCE, questions
from benchmarks.warehouse.clock import Contender
from benchmarks.warehouse.data import REPORTS, Data, nodes_of_country

if TYPE_CHECKING:
    from collections.abc import Callable

    from benchmarks.warehouse.server import Server
    from chungtay.results.warehouse.questions import Question

RECORD: Final = Path(__file__).with_name("last.json")
NOT_ASKED: Final = {("Q4", bars.NORMALIZED), ("Q3", bars.STYLED)}
"""Minutes each, and no bar stands on them."""


def run(data: Data, *, wide: Data | None, server: Server | None, only: frozenset[str]) -> dict[str, Any]:
    """Measure, and give the whole record. Django is set up on the data folder of `data`."""
    codes = codes_now()
    wanted = {name: question for name, question in questions().items() if not only or name in only}
    found = clock.in_turns(
        [
            *_floors(data, codes.indicators, wanted),
            *_ours(data, wanted),
            *(_postgres(server, codes, only) if server else []),
        ],
        lambda text: print(text, flush=True),
    )
    record = {
        "on": f"{datetime.now(UTC):%Y-%m-%d %H:%M}",
        "size": data.size,
        "versions": versions(server),
        "measured": found,
        "memory": {item.size: _memory(item) for item in (data, wide) if item},
        "bytes": {item.size: product.sizes(generation(item)) for item in (data, wide) if item},
        "loading": tables.cost(server) if server else {},
    }
    if wide:
        record["wide"] = _both(data, wide, codes.indicators, wanted)
    record["bars"] = [*bars.judged(_cpu(found)), *_others(record, data, wide)]
    RECORD.write_text(json.dumps(record, indent=1), encoding="utf-8")
    return record


def codes_now() -> Any:
    """The codes that every generation of this catalogue and these places has."""
    from chungtay.reference.indicators.catalogue import catalogue
    from chungtay.results.warehouse.coding import place_table
    from chungtay.results.warehouse.synth.writing import codes_of

    return codes_of(place_table(nodes_of_country()), catalogue())


def generation(data: Data) -> Path:
    """The folder of the generation of a data folder."""
    folders = sorted((data.product / "warehouse" / "generations").glob("[0-9]*"))
    return folders[-1]


def _cpu(found: list[dict[str, Any]]) -> dict[tuple[str, str], float]:
    return {(item["question"], item["contender"]): item["cpu"] for item in found}


def _floors(data: Data, indicators: dict[str, int], wanted: dict[str, Question]) -> list[Contender]:
    sums = limit.sums(data, indicators)
    return [Contender(name, bars.NUMPY, ask) for name, ask in sums.items() if name in wanted]


def _ours(data: Data, wanted: dict[str, Question]) -> list[Contender]:
    contenders = []
    folder = generation(data)
    fresh = product.corrections(data, folder)
    for name, question in wanted.items():
        ask = _columns(folder, question)
        contenders.append(Contender(name, bars.OURS, ask))
        contenders.append(Contender(name, bars.ROWS, _rows(question)))
        contenders.append(Contender(name, bars.BARE, product.bare(ask)))
        if name in ("Q1", "Q2", "Q3"):
            contenders.append(Contender(name, bars.FRESH, _columns(folder, question, fresh)))
    return contenders


def _rows(question: Question) -> Callable[[], tuple[int, float]]:
    return lambda: product.asked(question)


def _columns(folder: Path, question: Question, tail: Any = None) -> Callable[[], tuple[int, float]]:
    return lambda: product.in_columns(folder, question, tail)


def _postgres(server: Server, codes: Any, only: frozenset[str]) -> list[Contender]:
    def uid(kind: str, text: str) -> str:
        return str(server.rows(f"SELECT {tables.uid(kind, repr(text))}")[0][0])

    def asking(statement: str) -> Callable[[], tuple[int, float]]:
        def ask() -> tuple[int, float]:
            rows = server.rows(statement)
            return len(rows), float(sum(row[-1] for row in rows))

        return ask

    province = codes.places[PROVINCE]
    uids = {code: uid("d", code) for code in codes.indicators}
    by_name = {bars.NORMALIZED: sql.normalized(codes.indicators, province)}
    if "dhis2-style" in tables.cost(server):
        by_name[bars.STYLED] = sql.dhis2_style(uids, uid("o", str(province)))
    return [
        Contender(question, name, asking(statement), server)
        for name, statements in by_name.items()
        for question, statement in statements.items()
        if (not only or question in only) and (question, name) not in NOT_ASKED
    ]


def _both(data: Data, wide: Data, indicators: dict[str, int], wanted: dict[str, Question]) -> list[dict[str, Any]]:
    """The product at both sizes in turns, by the same way in, and numpy at the larger one."""
    contenders = []
    sums = limit.sums(wide, indicators) if wide.file(REPORTS).exists() else {}
    for name, question in wanted.items():
        if question.frame is not None:
            continue
        for item in (data, wide):
            ask = _columns(generation(item), question)
            contenders.append(Contender(name, f"{bars.OURS}, {item.size}", ask))
            contenders.append(Contender(name, f"{bars.BARE}, {item.size}", product.bare(ask)))
        if name in sums:
            contenders.append(Contender(name, f"{bars.NUMPY}, {wide.size}", sums[name]))
    return clock.in_turns(contenders, lambda text: print(text, flush=True))


def _others(record: dict[str, Any], data: Data, wide: Data | None) -> list[dict[str, Any]]:
    """Bars that are no ratio of two contenders of the first table."""
    rows = []
    if wide:
        cpu = _cpu(record["wide"])
        small, large = (cpu.get(("Q3", f"{bars.OURS}, {item.size}")) for item in (data, wide))
        ratio = large / small if small and large else None
        rows.append(bars.row(f"Q3 at {wide.size} ÷ at {data.size}", ratio, most=1.3))
    loading = record["loading"].get("dhis2-style")
    files = record["bytes"][data.size]
    parquet = sum(size for name, size in files.items() if name.endswith(".parquet"))
    each = parquet / data.figures
    rows.append(bars.row(f"bytes per figure of the Parquet files ({each:.1f})", each, most=12))
    if loading:
        text = "bytes ÷ DHIS2-style baseline"
        rows.append(bars.row(f"{text}, Parquet", parquet / loading["bytes"], most=1 / 20))
        rows.append(bars.row(f"{text}, with the native copy", sum(files.values()) / loading["bytes"], most=1 / 20))
    for size, memory in record["memory"].items():
        rows.append(bars.row(f"memory of the reading process at {size}, MB", memory / 2**20, most=1024))
    return rows


def versions(server: Server | None) -> dict[str, str]:
    """Of what was measured."""
    import duckdb
    import numpy
    import pyarrow

    found = {"Python": platform.python_version(), "DuckDB": duckdb.__version__, "pyarrow": pyarrow.__version__}
    found |= {"numpy": numpy.__version__, "cores": str(os.cpu_count())}
    return found | ({"PostgreSQL": server.version} if server else {})


def _memory(data: Data) -> int:
    """The most that a process of its own held which asked all questions once, in bytes."""
    environment = {**os.environ, "CHUNGTAY_DATA_DIR": str(data.product)}
    command = [sys.executable, "-m", "benchmarks.warehouse", "memory"]
    done = subprocess.run(command, env=environment, check=True, capture_output=True, text=True)
    return int(done.stdout.split()[-1])


def memory_of_all() -> int:
    """Ask all questions once in this process; the most memory it held, in bytes."""
    from django.conf import settings

    folder = sorted((Path(settings.WAREHOUSE_DIR) / "generations").glob("[0-9]*"))[-1]
    for question in questions().values():
        if question.frame is None:
            product.in_columns(folder, question)
    return clock.peak_since()


def told(record: dict[str, Any]) -> str:
    """The record as Markdown: what was measured, then the bars."""
    lines = [f"{record['on']} UTC, {record['size']}; {', '.join(' '.join(i) for i in record['versions'].items())}", ""]
    for title, found in (("", record["measured"]), ("both sizes", record.get("wide", []))):
        if not found:
            continue
        lines += [
            f"| {title or 'question'} | contender | CPU ms | wall ms (from–to) | rounds | rows | sum |",
            "|---|---|---|---|---|---|---|",
        ]
        for item in sorted(found, key=lambda item: item["question"]):
            walls = f"{1e3 * item['wall']:,.1f} ({1e3 * item['wall_from']:,.1f}–{1e3 * item['wall_to']:,.1f})"
            lines.append(
                f"| {item['question']} | {item['contender']} | {1e3 * item['cpu']:,.2f} | {walls} | {item['rounds']} |"
                f" {item['rows']:,} | {item['sum']:.10g} |"
            )
        lines.append("")
    for step, cost in record["loading"].items():
        lines.append(f"{step}: {cost['cpu']:.0f} CPU s, {cost['wall']:.0f} s, {cost['bytes'] / 1e9:.2f} GB")
    return "\n".join([*lines, "", bars.told(record["bars"])])
