"""Past one machine: the same statements over the same Parquet, run by Spark.

Only what plain figures come to is asked of Spark, which is nearly all the work of a wide question. Codes, places, odd
rows and receipts are small and stay with the asking process.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from typing import Any, Final

import pyarrow as pa

from chungtay.kernel.errors import Both, Refusal
from chungtay.results.warehouse import layout
from chungtay.results.warehouse.scanning import NodesAsked, Shape, Statement, months_table, statements
from chungtay.results.warehouse.spark_sessions import Cluster, Session, session_of

_FILES: Final = {"years": layout.YEARS, "past": layout.PAST, "nodes": layout.NODES, "places": layout.PLACES}
_UNREADABLE: Final = ("PATH_NOT_FOUND", "FAILED_READ_FILE", "CANNOT_READ_FILE_FOOTER", "UNABLE_TO_INFER_SCHEMA")


class SparkScan:
    """What the plain figures of one generation come to, added up by Spark. Many threads may ask at once."""

    def __init__(self, folder: Path, shape: Shape, cluster: Cluster) -> None:
        self._cluster, self._shape = cluster, shape
        self._where = cluster.place_of(folder)
        self._lock = Lock()
        self._base: Session | None = None
        with self._lock:
            self._open()

    def nodes(self, asked: NodesAsked) -> list[pa.Table]:
        """What plain communes come to, as tables whose rows together are the answer."""
        return [self.run(statement) for statement in statements(asked, self._shape)]

    def run(self, statement: Statement) -> pa.Table:
        """The rows of a statement. Refusal KHO-055 where the workers cannot read the generation."""
        with _reading(self._where):
            # Names are looked up while a statement is taken in: once it is, others may bring tables of the same names.
            with self._lock:
                session = self._open()
                for name, table in statement.tables.items():
                    session.createDataFrame(table).createOrReplaceTempView(name)
                leaves, found = _taken_in(session, statement)
            rows: pa.Table = found.toArrow()
            if leaves is not None:
                leaves.unpersist()
        return rows

    def _open(self) -> Session:
        """A session of this generation's own over what the process shares, opened again when that was lost."""
        base = session_of(self._cluster)
        if base is not self._base:
            self._session: Session = base.newSession()
            parts = base.sparkContext.defaultParallelism
            self._session.conf.set("spark.sql.shuffle.partitions", str(parts))
            with _reading(self._where):
                for name, file in _FILES.items():
                    self._session.read.parquet(f"{self._where}/{file}").createOrReplaceTempView(name)
            self._session.createDataFrame(months_table()).createOrReplaceTempView("months")
            self._base = base
        return self._session


def _taken_in(session: Session, statement: Statement) -> tuple[Any, Any]:
    """What has to be kept while a statement runs, and its rows to come. Spark writes a named step out wherever it is
    read; without its halves the months would be read once for every level above them."""
    if not statement.halves:
        return None, session.sql(statement.text, args=list(statement.parameters))
    first, second = statement.halves
    leaves = session.sql(first.text, args=list(first.parameters)).persist()
    leaves.createOrReplaceTempView("leaves")
    return leaves, session.sql(second.text, args=list(second.parameters))


@contextmanager
def _reading(where: str) -> Iterator[None]:
    from pyspark.errors import PySparkException

    try:
        yield
    except PySparkException as error:
        if not (error.getCondition() or "").startswith(_UNREADABLE):
            raise
        raise Refusal.of(
            "KHO-055",
            Both("kho số liệu", "the warehouse"),
            read=where,
            expected=Both("mọi máy Spark đọc được thư mục này", "a folder that every machine of Spark can read"),
            todo=Both(
                "để kho ở thư mục chung, hoặc đặt CHUNGTAY_WAREHOUSE_SEEN_AS; nếu tệp hỏng, dựng lại kho",
                "put the warehouse on a shared folder or set CHUNGTAY_WAREHOUSE_SEEN_AS; build it again if damaged",
            ),
            vi="Spark không đọc được tệp của kho",
            en="Spark cannot read the files of the warehouse",
        ) from error
