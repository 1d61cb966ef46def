"""`chungtay work`: the worker process, which does what the desk leaves to it; stops cleanly on Ctrl-C.

One to a machine, beside the web server; `chungtay serve` starts its own. Beside the tasks it looks, once a minute,
whether the warehouse is to be built anew or another machine has done so, and has that done by a process of its own,
whose memory ends with it. At the same look the months of residents' answers that are over are closed,
what has to be forgotten is (once a day), and studies of effect that an ended process left are begun anew.
"""

from __future__ import annotations

import argparse
import logging
import os
import subprocess
import sys
from contextlib import suppress
from threading import Event, Thread

LOOK_SECONDS = 60
DAY_SECONDS = 86_400
_log = logging.getLogger(__name__)
_is_away = False
_DO = [sys.executable, "-m", "chungtay.faces.commands.main"]


def arguments(parser: argparse.ArgumentParser) -> None:
    """How it ends."""
    parser.add_argument("--once", action="store_true", help="làm hết việc đang chờ rồi dừng / do what waits, then stop")


def run(options: argparse.Namespace) -> int:
    """Work until interrupted."""
    from django.core.management import call_command

    done = Event()
    if not options.once:
        Thread(target=_beat, args=(done,), daemon=True).start()
        Thread(target=_follow, args=(done,), daemon=True).start()
    try:
        call_command("db_worker", batch=options.once, startup_delay=False, reload=False, verbosity=0)
    finally:
        done.set()
    return 0


def _beat(done: Event) -> None:
    """A sign of life, also while a generation is built: that takes minutes."""
    from chungtay.health.machine import BEAT_SECONDS
    from chungtay.health.marks import WORKER, mark_set

    mark_set(WORKER)
    while not done.wait(BEAT_SECONDS):
        mark_set(WORKER)


def _follow(done: Event) -> None:
    """Keep the ledger's tail short. What fails now is tried again at the next look; the process says why by itself."""
    from django.db import Error, close_old_connections

    from chungtay.health.anchoring import anchor_set

    while not done.wait(LOOK_SECONDS):
        close_old_connections()
        with suppress(Error):
            _months_close()
            forget_if_due()
            anchor_set()
        # What another machine laid down comes first: then nothing may be left to build.
        for is_due, *way in (
            (_mirror_is_due, "warehouse", "mirror"),
            (_build_is_due, "warehouse", "follow"),
            (_studies_are_left, "effects", "resume"),
        ):
            try:
                is_wanted = is_due()
            except (Error, OSError):
                continue
            if is_wanted:
                subprocess.run([*_DO, *way], check=False, stdout=subprocess.DEVNULL, preexec_fn=lambda: os.nice(10))


def _months_close() -> None:
    """Residents' answers of a month that is over are counted and destroyed within the first minutes of the next."""
    from chungtay.flow_publishing import months_close

    months_close()


def forget_if_due() -> bool:
    """Once a day what is over is forgotten: sessions, tries at the door, origins of the audit."""
    from chungtay.faces.commands.privacy import forget
    from chungtay.health.marks import FORGOTTEN, mark_get

    last = mark_get(FORGOTTEN)
    if last is not None and 0 <= last.age_seconds < DAY_SECONDS:
        return False
    forget()
    return True


def _build_is_due() -> bool:
    from chungtay.results.warehouse.services import generation_is_due

    return generation_is_due()


def _studies_are_left() -> bool:
    """Studies of effect whose process was ended before they were."""
    from chungtay.results.analysis.studies.queries import studies_left

    return bool(studies_left())


def _mirror_is_due() -> bool:
    """False, too, where the store is away: it would be told of every minute."""
    from chungtay.kernel.errors import Refusal
    from chungtay.results.warehouse.services import mirror_is_due

    global _is_away
    try:
        is_due, told = mirror_is_due(), ""
    except Refusal as refusal:
        is_due, told = False, str(refusal)
    if bool(told) != _is_away:
        _is_away = bool(told)
        _log.warning("shared store: %s", told or "there again")
    return is_due
