"""Past one machine: the same statements over the same Parquet, run by Spark.

Only what plain figures come to is asked of Spark, which is nearly all the work of a wide question. Codes, places, odd
rows and receipts are small and stay with the asking process.
"""

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from typing import Any, Final, NoReturn

import pyarrow as pa

from chungtay.kernel.errors import Both, Refusal
from chungtay.results.warehouse import layout
from chungtay.results.warehouse.scanning import NodesAsked, Shape, Statement, statements
from chungtay.results.warehouse.spans import months_table
from chungtay.results.warehouse.spark_sessions import Cluster, Session, session_of

_FILES: Final = {
    "years": (layout.YEARS, layout.YEAR_SCHEMA),
    "past": (layout.PAST, layout.PAST_SCHEMA),
    "nodes": (layout.NODES, layout.NODE_SCHEMA),
    "places": (layout.PLACES, layout.PLACE_SCHEMA),
}
_UNREADABLE: Final = ("PATH_NOT_FOUND", "FAILED_READ_FILE", "CANNOT_READ_FILE_FOOTER", "UNABLE_TO_INFER_SCHEMA")
_AT_ONCE: Final = 4
_NO_STORE: Final = re.compile(r"ClassNotFoundException: Class org\.apache\.hadoop\.fs|No FileSystem for scheme")


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
        """What plain communes come to, as tables whose rows together are the answer. Statements run side by side: each
        waits for others most of the time."""
        found = statements(asked, self._shape)
        if len(found) < 2:
            return [self.run(statement) for statement in found]
        with ThreadPoolExecutor(_AT_ONCE) as threads:
            return list(threads.map(self.run, found))

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
                for name, (file, schema) in _FILES.items():
                    # Told what stands in a file, Spark need not run a job to find out.
                    told = self._session.read.schema(_spark_schema(schema))
                    told.parquet(f"{self._where}/{file}").createOrReplaceTempView(name)
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


def _spark_schema(schema: pa.Schema) -> Any:
    from pyspark.sql.pandas.types import from_arrow_schema

    return from_arrow_schema(schema)


@contextmanager
def _reading(where: str) -> Iterator[None]:
    from py4j.protocol import Py4JError
    from pyspark.errors import PySparkException

    try:
        yield
    except (PySparkException, Py4JError) as error:
        if _NO_STORE.search(str(error)):
            _refuse_store(where, error)
        if not isinstance(error, PySparkException) or not (error.getCondition() or "").startswith(_UNREADABLE):
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


def _refuse_store(where: str, error: Exception) -> NoReturn:
    raise Refusal.of(
        "KHO-056",
        Both("kho số liệu", "the warehouse"),
        read=where,
        expected=Both(
            "thư mục chung, hoặc Spark có đủ tệp jar để đọc nơi này",
            "a shared folder, or a Spark that has the jars to read this place",
        ),
        todo=Both(
            "với s3a:// thêm hadoop-aws cùng phiên bản với hadoop-client-api của Spark, và bộ SDK của AWS mà nó cần, "
            "vào thư mục jars của Spark trên mọi máy",
            "for s3a:// add hadoop-aws of the same version as Spark's hadoop-client-api, and the AWS SDK that it "
            "asks for, to Spark's folder jars on every machine",
        ),
        vi="Spark chưa đọc được loại kho lưu trữ này",
        en="Spark cannot read this kind of storage yet",
    ) from error
