"""Spark answers as DuckDB does, on a real cluster of one master and two workers: every row, digit and column type."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from itertools import product
from pathlib import Path
from shutil import which
from typing import Any

import plain_writer
import pyarrow as pa
import pytest
from benchmarks.warehouse.clusters import UNCOMPILED, free_port, standalone
from hypothesis import Phase, given, settings
from test_warehouse_scan import SPANS, mostly_plain

from chungtay.kernel.errors import Refusal
from chungtay.kernel.periods import calendar_year
from chungtay.results.warehouse import answers, layout, scan_sql
from chungtay.results.warehouse.facts import World
from chungtay.results.warehouse.questions import By, Question
from chungtay.results.warehouse.scanning import NodesAsked, Places, Way, int_table, spans_of
from chungtay.results.warehouse.spark import SparkScan
from chungtay.results.warehouse.spark_sessions import Cluster, cluster_of, session_of, session_stop
from chungtay.results.warehouse.stores import Store

FUNCTIONS = {*["SUM", "MIN", "MAX", "COUNT", "MAX_BY", "BIT_COUNT", "COALESCE", "LEAST", "GREATEST", "CAST"]}
FLAGS = (False, True)
FORMS = [
    scan_sql.Form(last, at, once, mask, months, cell=once, clock=once)
    for last, at, once in product(FLAGS, (None, 4), FLAGS)
    for mask, months in ((scan_sql.ALL, ()), (None, (0, 11)), (0xFFE, (0,)))
]
TEXTS = [
    *(scan_sql.from_pyramid(by_level=by_level) for by_level in FLAGS),
    *(text for form in FORMS for text in (scan_sql.leaves(form), scan_sql.communes(form, by_level=form.once))),
    *(
        text
        for last, by_level in product(FLAGS, FLAGS)
        for text in (
            scan_sql.above(last=last, depths=(3, 2, 1), living=by_level, by_level=by_level),
            scan_sql.above(last=last, depths=(), living=by_level, by_level=by_level),
            scan_sql.live(scan_sql.Form(last, 4), depths=(3, 2, 1), living=by_level, by_level=by_level),
        )
    ),
]
INSTALLED = find_spec("pyspark") is not None


def on_spark(test: Callable[..., Any]) -> Callable[..., Any]:
    for mark in (
        pytest.mark.skipif(not INSTALLED, reason="pyspark is not installed: make spark-install"),
        pytest.mark.skipif(which("java") is None, reason="there is no Java in PATH"),
        pytest.mark.xdist_group("spark"),
        pytest.mark.spark,
        pytest.mark.long,
    ):
        test = mark(test)
    return test


@pytest.fixture(scope="module")
def cluster() -> Iterator[Cluster]:
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name, standalone(Path(name)) as address:
        yield Cluster(address, options=UNCOMPILED)
        session_stop()


def table(found: list[pa.Table]) -> tuple[list[object], list[object]]:
    """Column names and types of each table, and all rows in order."""
    return [t.schema.types for t in found], sorted(tuple(row.items()) for t in found for row in t.to_pylist())


PERIODS = tuple(span for span, unit in SPANS if span is not None and unit is None)
worlds = mostly_plain().filter(lambda world: len(world.facts) > 12)
once = settings(max_examples=1, deadline=None, phases=(Phase.generate,), derandomize=True)


@on_spark
@pytest.mark.parametrize(("last", "at", "rank"), [(False, None, 0), (False, 4, 1), (True, None, 1), (True, 4, 3)])
@once
@given(world=worlds)
def test_what_plain_numbers_come_to_is_the_same_on_a_cluster(
    cluster: Cluster, last: bool, at: int | None, rank: int, world: World
) -> None:
    with tempfile.TemporaryDirectory() as name:
        plain_writer.write(Path(name), world)
        store = Store(Path(name))
        places = Places(rank, 0, len(store.ranks) - 1)
        question = NodesAsked(tuple(store.shape.clocks), spans_of(Way(last, False, 400), PERIODS), places, at)
        assert table(SparkScan(Path(name), store.shape, cluster).nodes(question)) == table(store.nodes(question))
        store.close()


@on_spark
@once
@given(world=worlds)
def test_a_question_has_the_same_rows_on_a_cluster(cluster: Cluster, world: World) -> None:
    question = Question(("flow", "stock"), "vn", calendar_year(2025), By.PROVINCE)
    with tempfile.TemporaryDirectory() as name:
        plain_writer.write(Path(name), world)
        here, there = Store(Path(name)), Store(Path(name), cluster=cluster)
        rows = answers.answer(here, world, question)
        assert rows
        assert answers.answer(there, world, question) == rows
        here.close()
        there.close()


@on_spark
def test_every_statement_is_understood_by_spark(cluster: Cluster) -> None:
    session = session_of(cluster).newSession()
    for name, found in _empty_tables().items():
        session.createDataFrame(found).createOrReplaceTempView(name)
    for text in TEXTS:
        assert session.sql(text, args=[0] * text.count("?")).columns[:4] == scan_sql.COLUMNS.split(", ")[:4]


@on_spark
def test_a_folder_that_the_cluster_does_not_see_is_refused(cluster: Cluster, tmp_path: Path) -> None:
    elsewhere = Cluster(cluster.master, str(tmp_path / "elsewhere"), cluster.options)
    store_shape: Any = None
    with pytest.raises(Refusal, match="KHO-055"):
        SparkScan(tmp_path, store_shape, elsewhere)


@on_spark
def test_a_cluster_without_room_is_refused_instead_of_waiting_for_ever(cluster: Cluster) -> None:
    greedy = dict(cluster.options) | {"spark.executor.memory": "64g"}
    with pytest.raises(Refusal, match="KHO-054"):
        session_of(Cluster(cluster.master, options=tuple(greedy.items()), worker_seconds=3))


@on_spark
def test_a_missing_java_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    session_stop()
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    with pytest.raises(Refusal, match="KHO-052"):
        session_of(Cluster("local[1]"))


@on_spark
def test_a_master_that_does_not_answer_is_refused() -> None:
    with pytest.raises(Refusal, match="KHO-053"):
        session_of(Cluster(f"spark://127.0.0.1:{free_port()}"))


@pytest.mark.skipif(INSTALLED, reason="pyspark is installed")
def test_a_missing_pyspark_is_refused_with_its_remedy() -> None:
    with pytest.raises(Refusal, match="make spark-install"):
        session_of(Cluster("local[1]"))


@pytest.mark.parametrize("setting", ["spark", "local[x]", "spark://host", "yarn", "postgresql://host/db"])
def test_a_setting_that_names_no_cluster_is_refused(setting: str) -> None:
    with pytest.raises(Refusal, match="KHO-050"):
        cluster_of(setting)


def test_a_setting_names_masters_or_none() -> None:
    assert cluster_of("duckdb") is None
    found = cluster_of("spark://one:7077,two:7078", "s3a://warehouse/generations/")
    assert found is not None
    assert found.hosts == [("one", 7077), ("two", 7078)]
    assert found.place_of(Path("0007-ab")) == "s3a://warehouse/generations/0007-ab"


def test_statements_use_only_what_both_engines_know() -> None:
    used = {word for text in TEXTS for word in re.findall(r"\b([A-Z_]+)\(", text)}
    assert used <= FUNCTIONS


def _empty_tables() -> dict[str, pa.Table]:
    """Everything that a statement may read."""
    weights = ", ".join(f"w{i}" for i in range(12))
    small = {
        "asked": "indicator, cell",
        "spans": f"bucket, clock, year, mask, start_day, end_day, shift, whole, {weights}, b1, b2",
        "periods": "bucket, start_day, end_day, shift",
        "units": "bucket, unit, clock, start",
        "pools": "slot, pool, since, until",
        "groups": "pool, parent, depth, valid_from, valid_to",
        "wanted": "place",
        "months": "number, clock, month, first_day, last_day",
    }
    schemas = {
        "years": layout.YEAR_SCHEMA,
        "past": layout.PAST_SCHEMA,
        "nodes": layout.NODE_SCHEMA,
        "places": layout.PLACE_SCHEMA,
    }
    leaves = f"{scan_sql.COLUMNS}, depth, parent, lives, since, until"
    tables = {name: int_table(columns.split(", "), []) for name, columns in (*small.items(), ("leaves", leaves))}
    return tables | {name: schema.empty_table() for name, schema in schemas.items()}
