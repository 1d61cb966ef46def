"""A real standalone Spark cluster on this machine: one master and some workers, each a process of its own.

Started from the installed package, on free ports of the loopback address, and ended with the block. Nothing is written
outside the given folder.
"""

from __future__ import annotations

import os
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Final

LOOPBACK: Final = "127.0.0.1"
_LIGHT: Final = "-XX:+UseSerialGC -XX:TieredStopAtLevel=1"
"""What lives for minutes is not worth the second compiler."""
SMALL: Final = (
    ("spark.driver.host", LOOPBACK),
    ("spark.driver.memory", "1g"),
    ("spark.driver.extraJavaOptions", _LIGHT),
    ("spark.executor.memory", "512m"),
    ("spark.executor.extraJavaOptions", _LIGHT),
    ("spark.scheduler.minRegisteredResourcesRatio", "1.0"),
)
"""Options of a session that fit the workers below."""
UNCOMPILED: Final = (
    *SMALL,
    ("spark.sql.adaptive.enabled", "false"),
    ("spark.sql.codegen.wholeStage", "false"),
    ("spark.sql.codegen.factoryMode", "NO_CODEGEN"),
)
"""The same for a handful of rows, where to compile an expression costs a hundred times what it saves."""
_DEPLOY: Final = "org.apache.spark.deploy"
_START_SECONDS: Final = 120


@contextmanager
def standalone(folder: Path, *, workers: int = 2) -> Iterator[str]:
    """The address of a cluster of workers with one core and 1 GB each. RuntimeError with the log's end if it fails."""
    port = free_port()
    address = f"spark://{LOOPBACK}:{port}"
    with ExitStack() as running:
        there = ("--host", LOOPBACK, "--webui-port", "0")
        log = running.enter_context(_process(folder, "master", "master.Master", *there, "--port", str(port)))
        _await(log, lambda: _listens(port))
        for number in range(workers):
            name = f"worker-{number}"
            room = ("--cores", "1", "--memory", "1g", "--work-dir", str(folder / name))
            log = running.enter_context(_process(folder, name, "worker.Worker", *there, *room, address))
            _await(log, lambda log=log: "registered with master" in log.read_text(errors="replace"))
        yield address


@contextmanager
def _process(folder: Path, name: str, main: str, *arguments: str) -> Iterator[Path]:
    import pyspark

    home = Path(pyspark.__file__).parent
    own = {"SPARK_HOME": str(home), "SPARK_DAEMON_MEMORY": "256m", "SPARK_DAEMON_JAVA_OPTS": _LIGHT}
    environment = {**os.environ, "SPARK_LOCAL_IP": LOOPBACK, **own}
    command = ["bash", str(home / "bin" / "spark-class"), f"{_DEPLOY}.{main}", *arguments]
    log = folder / f"{name}.log"
    with log.open("wb") as out:
        running = subprocess.Popen(command, cwd=folder, env=environment, stdout=out, stderr=subprocess.STDOUT)
    try:
        yield log
    finally:
        running.terminate()
        try:
            running.wait(20)
        except subprocess.TimeoutExpired:
            running.kill()
            running.wait()


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as found:
        found.bind((LOOPBACK, 0))
        return int(found.getsockname()[1])


def _listens(port: int) -> bool:
    with socket.socket() as tried:
        return tried.connect_ex((LOOPBACK, port)) == 0


def _await(log: Path, ready: Callable[[], bool]) -> None:
    until = time.monotonic() + _START_SECONDS
    while not ready():
        if time.monotonic() > until:
            raise RuntimeError(log.read_text(errors="replace")[-2000:])
        time.sleep(0.1)
