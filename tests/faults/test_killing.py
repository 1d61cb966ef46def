"""Killed at any moment: no figure lost, none doubled, the chain whole, the last snapshot readable meanwhile.

On SQLite what is counted is kept in CHUNGTAY_KILLS_DIR, where it is named: a campaign that was ended goes on there. By
hand, on any database: `python tests/faults/killing_deeds.py FOLDER 1000 SEED SECONDS` with CHUNGTAY_DATABASE_URL.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

SECONDS = 3 * 3600


def killed(folder: Path, times: int, database: str = "") -> dict[str, int]:
    """What `killing_deeds.py` tells in the end; it fails where anything is lost, doubled or half there."""
    others = {name: value for name, value in os.environ.items() if not name.startswith("CHUNGTAY_")}
    own = {"CHUNGTAY_DATA_DIR": str(folder / "data"), "CHUNGTAY_DATABASE_URL": database}
    paths = os.pathsep.join(path for path in sys.path if path)
    done = subprocess.run(
        [sys.executable, str(Path(__file__).with_name("killing_deeds.py")), str(folder), str(times), "1", str(SECONDS)],
        env={**others, **own, "PYTHONPATH": paths},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return dict(json.loads(done.stdout))


@pytest.mark.long
@pytest.mark.postgres
@pytest.mark.django_db
def test_killed_a_thousand_times_in_the_midst_of_any_deed_nothing_is_lost_doubled_or_half_there(tmp_path: Path) -> None:
    kept, folder, database = os.environ.get("CHUNGTAY_KILLS_DIR", ""), tmp_path, ""
    if connection.vendor == "postgresql":
        database = _own_database()
    elif kept:
        folder = Path(kept)
        folder.mkdir(parents=True, exist_ok=True)
    told = killed(folder, 1000, database)
    assert told["kills"] >= 1000
    assert told["asked"] > 0


def _own_database() -> str:
    """An empty database beside the tests' own, on the same server."""
    import psycopg

    found, named = connection.settings_dict, f"chungtay_kills_{os.getpid()}"
    host, port = str(found["HOST"]), found["PORT"] or 5432
    who = {"user": found["USER"], "password": found["PASSWORD"]}
    with psycopg.connect(dbname="postgres", host=host, port=port, autocommit=True, **who) as server:
        server.execute(f"CREATE DATABASE {named} TEMPLATE template0")
    signed = f"{found['USER']}:{found['PASSWORD']}@"
    if host.startswith("/"):
        return f"postgresql://{signed}/{named}?host={host}"
    return f"postgresql://{signed}{host}:{port}/{named}"
