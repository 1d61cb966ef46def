"""`chungtay serve`: the desk, by gunicorn with threads; stops cleanly on Ctrl-C."""

from __future__ import annotations

import argparse
import subprocess
import sys


def arguments(parser: argparse.ArgumentParser) -> None:
    """Where to listen, and how many processes."""
    parser.add_argument("--host", default="127.0.0.1", help="địa chỉ lắng nghe / address to listen on")
    parser.add_argument("--port", type=int, default=8000, help="cổng / port")
    parser.add_argument("--workers", type=int, default=1, help="số tiến trình / processes")


def run(options: argparse.Namespace) -> int:
    """Serve until interrupted."""
    print(f"Chung Tay: http://{options.host}:{options.port}/  (Ctrl-C để dừng / to stop)", flush=True)
    command = [sys.executable, "-m", "gunicorn", "chungtay.config.wsgi:application"]
    command += ["--bind", f"{options.host}:{options.port}", "--workers", str(options.workers), "--threads", "8"]
    command += ["--log-level", "warning", "--timeout", "120"]
    try:
        return subprocess.call(command)
    except KeyboardInterrupt:
        return 0
