"""`chungtay work`: the worker process, which does what the desk leaves to it; stops cleanly on Ctrl-C.

One to an installation, beside the web server; `chungtay serve` starts its own. Beside the tasks it looks, once a
minute, whether the warehouse is to be built anew, and has that done by a process of its own, whose memory ends with it.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from threading import Event, Thread

LOOK_SECONDS = 60
_BUILD = [sys.executable, "-m", "chungtay.faces.commands.main", "warehouse", "follow"]


def arguments(parser: argparse.ArgumentParser) -> None:
    """How it ends."""
    parser.add_argument("--once", action="store_true", help="làm hết việc đang chờ rồi dừng / do what waits, then stop")


def run(options: argparse.Namespace) -> int:
    """Work until interrupted."""
    from django.core.management import call_command

    done = Event()
    if not options.once:
        Thread(target=_follow, args=(done,), daemon=True).start()
    try:
        call_command("db_worker", batch=options.once, startup_delay=False, reload=False, verbosity=0)
    finally:
        done.set()
    return 0


def _follow(done: Event) -> None:
    """Keep the ledger's tail short. What fails now is tried again at the next look; the build says why by itself."""
    from django.db import Error, close_old_connections

    from chungtay.results.warehouse.services import generation_is_due

    while not done.wait(LOOK_SECONDS):
        close_old_connections()
        try:
            is_due = generation_is_due()
        except (Error, OSError):
            continue
        if is_due:
            subprocess.run(_BUILD, check=False, stdout=subprocess.DEVNULL, preexec_fn=lambda: os.nice(10))
