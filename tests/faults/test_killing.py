"""Killed at any moment: no figure lost, none doubled, the chain whole, the last snapshot readable meanwhile.

What is counted is kept in CHUNGTAY_KILLS_DIR, where it is named: a campaign that was ended goes on there.
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
@pytest.mark.django_db(transaction=True)
def test_killed_a_thousand_times_in_the_midst_of_any_deed_nothing_is_lost_doubled_or_half_there(tmp_path: Path) -> None:
    kept = os.environ.get("CHUNGTAY_KILLS_DIR", "")
    folder = Path(kept) / connection.vendor if kept else tmp_path
    folder.mkdir(parents=True, exist_ok=True)
    told = killed(folder, 1000, _own_database() if connection.vendor == "postgresql" else "")
    assert told["kills"] >= 1000
    assert told["asked"] > 0


def _own_database() -> str:
    """An empty database beside the tests' own, on the same server; the one of an earlier part of the campaign if there
    is one."""
    named = "chungtay_kills"
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [named])
        if cursor.fetchone() is None:
            cursor.execute(f"CREATE DATABASE {named} TEMPLATE template0")
    found = connection.settings_dict
    who = f"{found['USER']}:{found['PASSWORD']}@" if found["USER"] else ""
    if str(found["HOST"]).startswith("/"):
        return f"postgresql://{who}/{named}?host={found['HOST']}"
    return f"postgresql://{who}{found['HOST']}:{found['PORT'] or 5432}/{named}"
