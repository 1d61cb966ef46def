"""`python killing.py FOLDER TIMES SEED DATABASE`: kills `chungtay workbooks` at random moments, looks at what it left.

Every run is a process of its own, with its own children, that is ended by SIGKILL; it is forked from this one, which
has imported everything and opened no database, so that a kill falls into the work and not into starting Python.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import random
import shutil
import signal
import sqlite3
import sys
import time
from pathlib import Path

FILES = 8
COUNTED = (
    "ledger_batch",
    "ledger_batch WHERE version > 1",
    "ledger_batch b WHERE figure_count <> (SELECT count(*) FROM ledger_figure f WHERE f.batch_id = b.id)",
    "ledger_batch WHERE id NOT IN (SELECT batch_id FROM ledger_decision)",
    "ledger_batch WHERE id NOT IN (SELECT batch_id FROM checks_checkup)",
    "intake_uploadedfile WHERE state = 'sent' AND source_id NOT IN (SELECT source_id FROM ledger_batch)",
)
"""All batches; those sent twice; without their figures; without a decision; unchecked; sent files without a batch."""


def prepare(folder: Path) -> None:
    """A province with its communes, and a workbook of each."""
    from django.db import connection

    from chungtay.reference.actors.services import account_create, body_create
    from chungtay.reference.places.queries import place_get, places_in_force
    from uploads_builders import filled

    hanoi = place_get("p01@2025")
    above = body_create(code="CA-T", name_vi="A", name_en="A", line="police", level="province", place=hanoi)
    account_create(username="chi", password=None, display_name="Chi", body=above, role="reporter")
    communes = places_in_force(hanoi, level="commune", since=hanoi.valid_from)[:FILES]
    for number, place in enumerate(communes):
        names = {"code": f"CA-X{number}", "name_vi": "A", "name_en": "A", "line": "police", "level": "commune"}
        (folder / f"{number}.xlsx").write_bytes(filled(body_create(**names, place=place, parent=above)))
    connection.close()


def started(folder: Path) -> int:
    """The command in a process of its own, at the head of a group, so that its children can be killed with it."""
    pid = os.fork()
    if pid:
        return pid
    os.setsid()
    from chungtay.faces.commands.main import main

    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        os._exit(main(["workbooks", str(folder), "--as", "chi", "--group", "2"]))


def ended(pid: int, seconds: float) -> bool:
    """Whether it ended well by itself within so many seconds; else it is killed with all its children."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        done, status = os.waitpid(pid, os.WNOHANG)
        if done:
            assert os.waitstatus_to_exitcode(status) == 0, status
            return True
        time.sleep(0.002)
    os.killpg(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    return False


def counted(database: Path) -> tuple[int, ...]:
    """How many rows there are of each kind of `COUNTED`."""
    with contextlib.closing(sqlite3.connect(database)) as rows:
        return tuple(rows.execute(f"SELECT count(*) FROM {what}").fetchone()[0] for what in COUNTED)


def main(work: Path, times: int, seed: int, database: Path) -> None:
    """Kill until it was killed so often; whenever it comes to its end, all is there once, and it begins anew."""
    from chungtay.faces.commands.main import setup_django

    setup_django()
    folder, data = work / "tep", Path(os.environ["CHUNGTAY_DATA_DIR"])
    folder.mkdir()
    shutil.copy(database, data / "chungtay.sqlite3")
    prepare(folder)
    shutil.copytree(data, work / "empty")
    chance, kills, rounds, halfway = random.Random(seed), 0, 0, 0
    begun = time.monotonic()
    assert ended(started(folder), 300)
    usual = time.monotonic() - begun
    while True:
        assert counted(data / "chungtay.sqlite3") == (FILES, 0, 0, 0, 0, 0)
        if kills >= times:
            break
        rounds += 1
        shutil.rmtree(data)
        shutil.copytree(work / "empty", data)
        while not ended(started(folder), chance.uniform(usual / 8, usual) if kills < times else 300):
            kills += 1
            found = counted(data / "chungtay.sqlite3")
            assert found[1:] == (0, 0, 0, 0, 0), found
            halfway += 0 < found[0] < FILES
    sys.stdout.write(json.dumps({"kills": kills, "rounds": rounds, "halfway": halfway}))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), Path(sys.argv[4]))
