"""`chungtay serve`: the desk, by gunicorn with threads, and a worker beside it; stops cleanly on Ctrl-C."""

from __future__ import annotations

import argparse
import subprocess
import sys

WORKER_PATIENCE = 5


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
    worker = subprocess.Popen([sys.executable, "-m", "chungtay.faces.commands.main", "work"])
    try:
        return subprocess.call(command)
    except KeyboardInterrupt:
        return 0
    finally:
        worker.terminate()
        try:
            worker.wait(timeout=WORKER_PATIENCE)
        except subprocess.TimeoutExpired:  # in the middle of much work: what it has not finished is gone on with later
            worker.kill()
            worker.wait()
