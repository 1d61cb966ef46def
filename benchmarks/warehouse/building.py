"""A whole build from a ledger in PostgreSQL beside the baseline's build of the same figures, taken in turns.

The ledger holds one year of the nation whole: every report of it in its versions with its decisions, every figure as
the product records them, in the product's own tables. What is built of it is a generation with finished answers and
native copy; of the baseline, the year's table with its indexes, from values that stand in the same server.
"""

from __future__ import annotations

import json
import os
import resource
import shutil
import subprocess
import sys
import time
from statistics import median
from typing import TYPE_CHECKING, Any, Final

from benchmarks.warehouse import tables
from benchmarks.warehouse.data import BEFORE, CURRENT, INDICATORS, PLACES

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from benchmarks.warehouse.data import Data
    from benchmarks.warehouse.server import Server

LEDGER: Final = "ledger"
"""The name of the database."""
YEAR: Final = 2024
"""All of whose months are those of the communes before the reform: every one of them reports."""
ROUNDS: Final = 3
AGAIN: Final = "built_again"


def kept(data: Data) -> dict[str, Any] | None:
    """What was measured last."""
    path = _record(data)
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else None


def told(record: dict[str, Any]) -> str:
    """As Markdown."""
    lines = [
        f"| {record['figures']:,} figures of {record['year']}, {record['rounds']} rounds | CPU s | wall s | memory, MB"
        " | bytes a figure |",
        "|---|---|---|---|---|",
    ]
    for name, words in (("ours", "generation, finished answers, native copy"), ("styled", "DHIS2-style baseline")):
        found = record[name]
        memory = f"{found['memory'] / 2**20:,.0f}" if "memory" in found else ""
        each = found["bytes"] / record["figures"]
        lines.append(f"| {words} | {found['cpu']:.1f} | {found['wall']:.0f} | {memory} | {each:.0f} |")
    return "\n".join(lines)


def _record(data: Data) -> Path:
    return data.folder / "from_postgres.json"


def address(server: Server) -> str:
    """Of the ledger's database; made if it is not there."""
    if not server.rows(f"SELECT 1 FROM pg_database WHERE datname = '{LEDGER}'"):
        server.run(f"CREATE DATABASE {LEDGER} TEMPLATE template0")
    return f"postgresql://postgres:@/{LEDGER}?host={server.folder}"


def measured(data: Data, server: Server, rounds: int) -> dict[str, Any]:
    """CPU and wall of both, round by round; kept beside the data. Django is set up on the ledger's database."""
    ledger = server.of(LEDGER)
    _filled(data, ledger)
    tables.load(server, data)
    [(figures, reports)] = ledger.rows("SELECT (SELECT count(*) FROM ledger_figure), count(*) FROM ledger_batch")
    ours: list[dict[str, float]] = []
    styled: list[dict[str, float]] = []
    for turn in range(rounds):
        ours.append(_timed(server, lambda: _built(data)))
        styled.append(_timed(server, lambda: {"bytes": tables.year_build(server, YEAR, AGAIN)}))
        server.run(f"DROP TABLE {AGAIN}")
        print(f"    {turn + 1}: ours {ours[-1]['cpu']:.1f} CPU s, baseline {styled[-1]['cpu']:.1f}", flush=True)
        middle = {
            name: {key: median(item[key] for item in found) for key in found[0]}
            for name, found in (("ours", ours), ("styled", styled))
        }
        record = {"year": YEAR, "figures": figures, "reports": reports, "rounds": len(ours), **middle}
        _record(data).write_text(json.dumps(record), encoding="utf-8")
    return record


def _timed(server: Server, work: Callable[[], dict[str, float]]) -> dict[str, float]:
    """CPU of the server and of the processes that are started for it."""
    begun, before = time.perf_counter(), server.cpu() + _of_children()
    found = work()
    return {"cpu": server.cpu() + _of_children() - before, "wall": time.perf_counter() - begun} | found


def _of_children() -> float:
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def _built(data: Data) -> dict[str, float]:
    """By the product's own command, in a process of its own; its greatest memory and what it wrote, in bytes."""
    folder = data.folder / "from-ledger"
    shutil.rmtree(folder / "warehouse", ignore_errors=True)
    environment = {**os.environ, "CHUNGTAY_DATA_DIR": str(folder)}
    command = [sys.executable, "-m", "chungtay.faces.commands.main", "warehouse", "build"]
    done = subprocess.run(["/usr/bin/env", "time", "-f", "%M", *command], env=environment, capture_output=True)
    if done.returncode:
        raise RuntimeError(done.stderr.decode()[-2000:])
    held = int(done.stderr.decode().strip().splitlines()[-1]) << 10
    size = sum(path.stat().st_size for path in (folder / "warehouse").rglob("*") if path.is_file())
    return {"memory": held, "bytes": size}


def _filled(data: Data, ledger: Server) -> None:
    """The ledger with the year, once: reference data by the product, the year's rows by SQL of the same shape."""
    from chungtay.faces.commands.setup import prepare
    from chungtay.faces.commands.synth_ledger import accounts

    if ledger.rows("SELECT 1 FROM pg_class WHERE relname = 'ledger_filled'"):
        return
    prepare()
    if not ledger.rows("SELECT 1 FROM actors_user WHERE username = 'minhhoa.reporter'"):
        accounts()
    begun = time.perf_counter()
    ledger.run("DROP TABLE IF EXISTS told, spot, item")
    ledger.run("""CREATE UNLOGGED TABLE told (indicator int, cell int, place int, month int, value numeric(24, 6),
        batch int, id bigint, known_from int, known_to int)""")
    ledger.run("CREATE UNLOGGED TABLE spot (code int, key text)")
    ledger.run("CREATE UNLOGGED TABLE item (code int, key text)")
    parts = ", ".join(f"'{data.file(kind)}/*.parquet'" for kind in (CURRENT, BEFORE))
    columns = "indicator, cell, place, month, value::DECIMAL(24, 6), batch, id, known_from, known_to"
    query = f"SELECT {columns} FROM read_parquet([{parts}]) WHERE year = {YEAR}"
    tables.copied(ledger, "told", query, data.folder)
    tables.copied(ledger, "spot", f"SELECT place, key FROM '{data.file(PLACES)}'", data.folder)
    tables.copied(ledger, "item", f"SELECT code, key FROM '{data.file(INDICATORS)}'", data.folder)
    # Rows of such a number are not checked one by one for what their makers stand for.
    ledger.run("SET session_replication_role = replica")
    with ledger.connection.transaction():
        for statement in _filling():
            ledger.run(statement)
    ledger.run("SET session_replication_role = origin")
    ledger.run("VACUUM (FREEZE, ANALYZE)")
    ledger.run("CREATE TABLE ledger_filled AS SELECT now() AS at")
    print(f"  a ledger with the reports of {YEAR}: {time.perf_counter() - begun:.0f} s", flush=True)


def _filling() -> list[str]:
    """The year's rows of the ledger: figures in order of their reports, each report sent and approved in one writing.

    A form asks for what stands on the month's last day, for all else over the month.
    """
    from benchmarks.warehouse.asked import FORM
    from benchmarks.warehouse.contenders import codes_now
    from chungtay.kernel.periods import decree_month
    from chungtay.reference.indicators.queries import definition, indicators_all

    cells = ", ".join(f"({code}, '{key}')" for key, code in codes_now().cells.items())
    days = [decree_month(YEAR, month) for month in range(1, 13)]
    months = ", ".join(f"({12 * YEAR + n}, date '{p.start}', date '{p.end}')" for n, p in enumerate(days))
    standing = ", ".join(f"'{i.code}'" for i in indicators_all() if definition(i.code).nature in ("stock", "distinct"))
    who = "(SELECT id FROM actors_user WHERE username = 'minhhoa.{}')"
    body = "'MH-' || upper(replace(s.key, '@', '-'))"
    return [
        f"""INSERT INTO ledger_transaction (number, recorded_at, recorded_by_id)
            SELECT n, timestamptz '2016-01-15 12:00+07' + n * interval '1 day', {who.format("reporter")}
            FROM generate_series(1, (SELECT max(greatest(known_from, known_to)) FROM told)) n""",
        f"""INSERT INTO actors_body (code, name_vi, name_en, line, level, place_id, parent_id)
            SELECT {body}, s.key, s.key, 'police', 'commune', p.id,
                (SELECT body_id FROM actors_user WHERE username = 'minhhoa.reporter')
            FROM spot s JOIN places_place p USING (key) WHERE s.code IN (SELECT place FROM told)""",
        f"CREATE TEMP TABLE days AS SELECT * FROM (VALUES {months}) AS d(month, first_day, last_day)",
        f"CREATE TEMP TABLE cells AS SELECT * FROM (VALUES {cells}) AS c(code, key)",
        f"""CREATE TEMP TABLE things AS SELECT t.code, i.id, i.code IN ({standing}) AS stands
            FROM item t JOIN indicators_indicator i ON i.code = t.key""",
        f"""INSERT INTO ledger_batch (id, transaction_id, body_id, form_id, place_id, start, "end", regime, version,
                source_sha256, figure_count, digest, is_illustration)
            SELECT batch, known_from, b.id, (SELECT max(id) FROM forms_form WHERE code = '{FORM}'), p.id, first_day,
                last_day, 'decree_month', row_number() OVER (PARTITION BY place, month ORDER BY known_from), '',
                figures,
                md5(batch::text) || md5(batch::text), true
            FROM (SELECT batch, place, month, known_from, count(*) AS figures FROM told GROUP BY 1, 2, 3, 4) r
                JOIN spot s ON s.code = r.place JOIN places_place p USING (key)
                JOIN actors_body b ON b.code = {body} JOIN days USING (month)""",
        """INSERT INTO ledger_figure (id, batch_id, position, indicator_id, cell, place_id, start, "end", regime,
                status, value, precision, grain, as_written, absence, unit, locator, note)
            SELECT row_number() OVER (ORDER BY batch, t.id), batch,
                row_number() OVER (PARTITION BY batch ORDER BY t.id), i.id, c.key, p.id,
                CASE WHEN stands THEN last_day ELSE first_day END, last_day,
                CASE WHEN stands THEN 'day' ELSE 'decree_month' END, 'result', value, 'exact', 1, '', '', '', '', ''
            FROM told t JOIN things i ON i.code = t.indicator JOIN cells c ON c.code = t.cell
                JOIN spot s ON s.code = t.place JOIN places_place p ON p.key = s.key JOIN days USING (month)
            ORDER BY 1""",
        *(
            f"""INSERT INTO ledger_decision (transaction_id, batch_id, kind, decided_by_id, decided_at, reason)
            SELECT number, b.id, '{kind}', {who.format(role)}, recorded_at, ''
            FROM ledger_batch b JOIN ledger_transaction t ON t.number = b.transaction_id ORDER BY b.id"""
            for kind, role in (("submitted", "reporter"), ("approved", "approver"))
        ),
    ]
