"""Spark sessions: one for each process, started when first asked, with a clear refusal where it cannot be.

Spark is an extra that the product is complete without: `make spark-install`, and Java 17 or later. A start takes some
seconds, and whoever asks first waits for it. Every asking process starts a Java of its own (about 1 GB).
"""

import os
import re
import shutil
import socket
import subprocess
import time
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from threading import Lock
from typing import Any, Final, NoReturn

from chungtay.kernel.errors import Both, Refusal

Session = Any
"""A `pyspark.sql.SparkSession`; the type is not at hand where the extra is not installed."""
SETTING: Final = "CHUNGTAY_WAREHOUSE"
WITHOUT: Final = "duckdb"
"""The setting's value where no Spark is asked."""
JAVA: Final = 17
_MASTER: Final = re.compile(r"local(\[(\d+|\*)\])?|spark://[\w.-]+:\d+(,[\w.-]+:\d+)*")
_REACH_SECONDS: Final = 5
_OPTIONS: Final = {
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.sql.session.timeZone": "UTC",
    # A sum that does not fit is an error, never a wrong total.
    "spark.sql.ansi.enabled": "true",
    # What could be inferred of twelve months' columns takes the planner minutes and saves nothing.
    "spark.sql.constraintPropagation.enabled": "false",
}
_WHERE: Final = Both("Spark", "Spark")
_starting = Lock()
_held: list[tuple["Cluster", Session]] = []


@dataclass(frozen=True)
class Cluster:
    """Where statements run.

    `seen_as`: the folder of generations as the workers see it (a path or s3a://…), where that differs from the path on
    the asking machine. `options`: settings of Spark itself, over those of its spark-defaults.conf. `worker_seconds`:
    how long a first worker is waited for.
    """

    master: str
    seen_as: str = ""
    options: tuple[tuple[str, str], ...] = ()
    worker_seconds: int = 60

    @property
    def hosts(self) -> list[tuple[str, int]]:
        """The masters of a standalone cluster; empty where Spark runs within the process."""
        if not self.master.startswith("spark://"):
            return []
        parts = [part.rsplit(":", 1) for part in self.master.removeprefix("spark://").split(",")]
        return [(host, int(port)) for host, port in parts]

    def place_of(self, folder: Path) -> str:
        """Where the workers find a generation."""
        return f"{self.seen_as.rstrip('/')}/{folder.name}" if self.seen_as else str(folder.resolve())


def cluster_of(setting: str, seen_as: str = "") -> Cluster | None:
    """The cluster that CHUNGTAY_WAREHOUSE names; None where DuckDB answers alone. Refusal KHO-050 for anything else."""
    if setting in ("", WITHOUT):
        return None
    if not _MASTER.fullmatch(setting):
        raise Refusal.of(
            "KHO-050",
            SETTING,
            read=setting,
            expected=Both("duckdb, local[2] hoặc spark://máy:7077", "duckdb, local[2] or spark://host:7077"),
            todo=Both("sửa biến này", "mend this variable"),
            vi="không rõ kho số liệu chạy ở đâu",
            en="it is not clear where the warehouse runs",
        )
    return Cluster(setting, seen_as)


def session_of(cluster: Cluster) -> Session:
    """The session of this process, started now if there is none or if it was lost.

    Refusals KHO-051 to KHO-054: no pyspark, no Java, no master, no worker. One cluster at a time: asking for another
    stops the one before.
    """
    with _starting:
        if _held and (_held[0][0] != cluster or _is_stopped(_held[0][1])):
            _stop()
        if not _held:
            _held.append((cluster, _start(cluster)))
        return _held[0][1]


def session_stop() -> None:
    """Give back the session of this process, if there is one."""
    with _starting:
        _stop()


def _stop() -> None:
    for _, session in _held:
        session.stop()
    _held.clear()


def _is_stopped(session: Session) -> bool:
    return bool(session.sparkContext._jsc.sc().isStopped())


def _start(cluster: Cluster) -> Session:
    if find_spec("pyspark") is None:
        _refuse_pyspark()
    if _java_version() < JAVA:
        _refuse_java()
    if cluster.hosts and not any(_answers(host, port) for host, port in cluster.hosts):
        _refuse_master(cluster)
    from py4j.protocol import Py4JError
    from pyspark.errors import PySparkException
    from pyspark.sql import SparkSession

    builder = SparkSession.builder.master(cluster.master).appName("Chung Tay")
    for name, value in (_OPTIONS | dict(cluster.options)).items():
        builder = builder.config(name, value)
    try:
        session = builder.getOrCreate()
        session.sparkContext.setLogLevel("ERROR")
    except (PySparkException, Py4JError) as error:
        _refuse_master(cluster, error)
    if cluster.hosts:
        _await_worker(cluster, session)
    return session


def _java_version() -> int:
    """The major version of the Java that Spark would start; 0 where there is none."""
    home = os.environ.get("JAVA_HOME")
    java = shutil.which(str(Path(home) / "bin" / "java") if home else "java")
    if java is None:
        return 0
    said = subprocess.run([java, "-version"], capture_output=True, text=True, check=False).stderr
    found = re.search(r'version "(\d+)', said)
    return int(found[1]) if found else 0


def _answers(host: str, port: int) -> bool:
    try:
        socket.create_connection((host, port), timeout=_REACH_SECONDS).close()
    except OSError:
        return False
    return True


def _await_worker(cluster: Cluster, session: Session) -> None:
    """A cluster without a free worker would let the first question wait for ever."""
    until = time.monotonic() + cluster.worker_seconds
    while session.sparkContext._jsc.sc().getExecutorMemoryStatus().size() < 2:  # the asking process counts as one
        if time.monotonic() > until:
            session.stop()
            _refuse_worker(cluster)
        time.sleep(0.2)


def _refuse_pyspark() -> NoReturn:
    raise Refusal.of(
        "KHO-051",
        _WHERE,
        read=Both("chưa cài pyspark", "pyspark is not installed"),
        expected=Both("phần thêm spark của chương trình", "the program's extra named spark"),
        todo=Both(
            f"chạy make spark-install, hoặc đặt {SETTING}=duckdb", f"run make spark-install, or set {SETTING}=duckdb"
        ),
        vi="kho số liệu được đặt chạy trên Spark nhưng Spark chưa được cài",
        en="the warehouse is set to run on Spark, which is not installed",
    )


def _refuse_java() -> NoReturn:
    raise Refusal.of(
        "KHO-052",
        _WHERE,
        read=os.environ.get("JAVA_HOME", "") or Both("lệnh java trong PATH", "the command java in PATH"),
        expected=Both(f"Java {JAVA} trở lên", f"Java {JAVA} or later"),
        todo=Both(
            "cài Java (Debian: apt-get install openjdk-17-jre-headless) hoặc đặt JAVA_HOME",
            "install Java (Debian: apt-get install openjdk-17-jre-headless) or set JAVA_HOME",
        ),
        vi="Spark cần Java",
        en="Spark needs Java",
    )


def _refuse_master(cluster: Cluster, error: Exception | None = None) -> NoReturn:
    raise Refusal.of(
        "KHO-053",
        SETTING,
        read=cluster.master,
        expected=Both("máy chủ Spark đang chạy, vào được từ đây", "a running Spark master within reach"),
        todo=Both(
            f"bật máy chủ, xem lại tên máy và cổng, hoặc đặt {SETTING}=duckdb",
            f"start the master, check host and port, or set {SETTING}=duckdb",
        ),
        vi="không kết nối được với Spark",
        en="Spark cannot be reached",
    ) from error


def _refuse_worker(cluster: Cluster) -> NoReturn:
    raise Refusal.of(
        "KHO-054",
        SETTING,
        read=cluster.master,
        expected=Both(
            f"một máy làm việc nhận việc trong {cluster.worker_seconds} giây",
            f"a worker within {cluster.worker_seconds} seconds",
        ),
        todo=Both(
            "bật máy làm việc, hoặc giảm spark.executor.memory cho vừa máy",
            "start a worker, or lower spark.executor.memory to what it has",
        ),
        vi="cụm Spark không có máy nào rảnh",
        en="the Spark cluster has no free worker",
    )
