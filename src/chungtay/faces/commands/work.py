"""`chungtay work`: the worker process, which does what the desk leaves to it; stops cleanly on Ctrl-C.

One to an installation, beside the web server; `chungtay serve` starts its own.
"""

from __future__ import annotations

import argparse


def arguments(parser: argparse.ArgumentParser) -> None:
    """How it ends."""
    parser.add_argument("--once", action="store_true", help="làm hết việc đang chờ rồi dừng / do what waits, then stop")


def run(options: argparse.Namespace) -> int:
    """Work until interrupted."""
    from django.core.management import call_command

    call_command("db_worker", batch=options.once, startup_delay=False, reload=False, verbosity=0)
    return 0
