"""`chungtay serve`: the desk, by gunicorn with threads, and a worker beside it; stops cleanly on Ctrl-C."""

from __future__ import annotations

import argparse
import signal
import subprocess
import sys

from chungtay.kernel.errors import Both, Refusal

WORKER_PATIENCE, SERVER_PATIENCE = 5, 35
"""Seconds; gunicorn gives answers thirty."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Where to listen, and how many processes."""
    parser.add_argument("--host", default="127.0.0.1", help="địa chỉ lắng nghe / address to listen on")
    parser.add_argument("--port", type=int, default=8000, help="cổng / port")
    parser.add_argument(
        "--without-worker", action="store_true", help="tiến trình nền chạy riêng / the worker runs by itself"
    )
    parser.add_argument("--workers", type=int, default=1, help="số tiến trình / processes")


def run(options: argparse.Namespace) -> int:
    """Serve until interrupted. Refusal LENH-021 where there is no database to serve yet."""
    from django.conf import settings

    _check_prepared()
    print(f"Chung Tay: http://{options.host}:{options.port}/  (Ctrl-C để dừng / to stop)", flush=True)
    command = [sys.executable, "-m", "gunicorn", "chungtay.config.wsgi:application"]
    command += ["--bind", f"{options.host}:{options.port}", "--workers", str(options.workers), "--threads", "8"]
    command += ["--log-level", "warning", "--timeout", "120"]
    if settings.LOG_FORMAT == "json":
        command += ["--logger-class", "chungtay.config.logs.GunicornLogger"]
    # Whoever asks this process to end means all that it starts, from the first moment on.
    signal.signal(signal.SIGTERM, _asked_to_end)
    worker = None
    try:
        if not options.without_worker:
            worker = subprocess.Popen([sys.executable, "-m", "chungtay.faces.commands.main", "work"])
        return _served(command)
    except SystemExit:
        return 0
    finally:
        if worker is not None:
            _ended(worker, WORKER_PATIENCE)


def _asked_to_end(*_: object) -> None:
    raise SystemExit


def _ended(process: subprocess.Popen[bytes], patience: int) -> None:
    process.terminate()
    try:
        process.wait(timeout=patience)
    except subprocess.TimeoutExpired:  # in the middle of much work: what it has not finished is gone on with later
        process.kill()
        process.wait()


def _served(command: list[str]) -> int:
    """Until it ends by itself, by Ctrl-C, or because this process was asked to end: then it is asked as well, and what
    it is answering is finished."""
    server = subprocess.Popen(command)
    try:
        return server.wait()
    except KeyboardInterrupt:
        return server.wait()
    except SystemExit:
        _ended(server, SERVER_PATIENCE)
        raise


def _check_prepared() -> None:
    """Every page of a database that was never laid out, or not brought up, would end in an error without words."""
    from django.conf import settings
    from django.db import OperationalError, connection
    from django.db.migrations.executor import MigrationExecutor

    try:
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except OperationalError:
        waiting = None
    finally:
        connection.close()
    if waiting == []:
        return
    raise Refusal.of(
        "LENH-021",
        str(settings.DATABASES["default"]["NAME"]),
        read="" if waiting is None else str(len(waiting)),
        expected=Both("cơ sở dữ liệu đã chuẩn bị", "a database that is prepared"),
        todo=Both(
            "chạy `chungtay setup`, hoặc `make demo` để xem thử với số liệu minh họa",
            "run `chungtay setup`, or `make demo` to look around with illustrative figures",
        ),
        vi="chưa có gì để mở: cơ sở dữ liệu chưa chuẩn bị hoặc chưa nâng cấp",
        en="there is nothing to serve: the database is not prepared or not brought up",
    )
