"""Spark answers as DuckDB does, on a real cluster of one master and two workers: every row, digit and column type."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from importlib.util import find_spec
from itertools import product
from pathlib import Path
from random import Random
from shutil import which
from typing import Any, NamedTuple, cast

import plain_writer
import pyarrow as pa
import pytest
from benchmarks.warehouse.clusters import UNCOMPILED, free_port, standalone
from test_warehouse_engines import PLACES, REFORM, RULES
from test_warehouse_scan import SPANS

from chungtay.kernel.errors import Refusal
from chungtay.kernel.periods import Period, Regime, calendar_month, calendar_year, decree_month, decree_year
from chungtay.kernel.quantities import Precision, Quantity, Total, total
from chungtay.results.warehouse import answers, framed, layout, reference_engine, scan_sql
from chungtay.results.warehouse.facts import Duty, Fact, Receipt, World
from chungtay.results.warehouse.frames import Atlas, Change
from chungtay.results.warehouse.questions import By, Question, Tells
from chungtay.results.warehouse.scanning import NodesAsked, Places, Scan
from chungtay.results.warehouse.spans import Way, int_table, spans_of
from chungtay.results.warehouse.spark import SparkScan
from chungtay.results.warehouse.spark_sessions import Cluster, cluster_of, session_of, session_stop
from chungtay.results.warehouse.stores import Store

FUNCTIONS = {*["SUM", "MIN", "MAX", "COUNT", "MAX_BY", "BIT_COUNT", "BIT_OR", "COALESCE", "LEAST", "GREATEST", "CAST"]}
FLAGS = (False, True)
FORMS = [
    scan_sql.Form(last, at, once, mask, months, cell=once, clock=once)
    for last, at, once in product(FLAGS, (None, 4), FLAGS)
    for mask, months in ((scan_sql.ALL, ()), (None, (0, 11)), (0xFFE, (0,)))
]
FORMS += [replace(form, sided=True) for form in FORMS if not form.last]
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


class Both(NamedTuple):
    """A generation asked of DuckDB here and of Spark there, with what the oracle answers from."""

    world: World
    folder: Path
    here: Store
    there: Store


@pytest.fixture(scope="module")
def both(cluster: Cluster) -> Iterator[Both]:
    """One small nation, opened once by each engine."""
    with tempfile.TemporaryDirectory() as name:
        world, folder = small_nation(), Path(name)
        plain_writer.write(folder, world)
        with Store(folder) as here, Store(folder, cluster=cluster) as there:
            yield Both(world, folder, here, there)


def small_nation() -> World:
    """Months of communes over two years and a reform: counts, stocks, rates, kinds; some told inexactly, by two bodies,
    corrected at transaction 4, by the decree's months or the calendar's; and two claims of a province."""
    draw, facts = Random(11), list[Fact]()
    for key in ("o1", "o2", "n1", "n2", "z1"):
        place, months = PLACES[key], decree_month if key[0] == "o" else calendar_month
        for period in (months(year, month) for year in (2024, 2025) for month in range(1, 13)):
            if place.in_force(period.start) and place.in_force(period.end):
                facts += _stated(draw, key, period, len(facts))
    year = calendar_year(2025)
    facts += [Fact(9001, "flow", "pZ", year, _told(400)), Fact(9002, "kinds", "pZ", year, _told(1), members=("x",))]
    duties = tuple(Duty("m", key, date(2024, 1, 1), place.valid_to) for key, place in PLACES.items() if place.rank == 3)
    receipts = tuple(Receipt(fact.batch, "m", fact.place, fact.period, fact.known_from) for fact in facts[::2])
    changes = [Change(old, new, REFORM, *[share] * 3) for old, new, share in CHANGES]
    lives = {key: (place.valid_from, place.valid_to) for key, place in PLACES.items()}
    people = {key: 10_000 for key, place in PLACES.items() if place.rank == 3}
    rules = RULES | {"flow": replace(RULES["flow"], may_apportion=True)}
    return World(PLACES, rules, tuple(facts), duties, receipts, atlas=Atlas(changes, lives, people, people))


def _stated(draw: Random, place: str, period: Period, number: int) -> Iterator[Fact]:
    for n, code in enumerate(("flow", "flow", "flow2", "open", "stock", "rate", "kinds")):
        if draw.random() < 0.2:
            continue
        word = draw.choice([Precision.EXACT] * 4 + [Precision.MORE_THAN, Precision.NEARLY])
        fact = Fact(number + n, code, place, period, _told(draw.randint(0, 90), word), batch=number, rank=n % 2)
        if code == "rate":
            fact = replace(fact, denominator=_told(100))
        if code == "kinds":
            fact = replace(fact, members=tuple(draw.sample("abc", 2)), quantity=_told(2))
        if draw.random() < 0.2:
            yield replace(fact, id=fact.id + 5000, known_to=4, quantity=_told(draw.randint(0, 90)))
            fact = replace(fact, known_from=4)
        yield fact


def _told(value: int, word: Precision = Precision.EXACT) -> Total:
    return total([Quantity.read(Decimal(value), word)])


CHANGES = [("o1", "n1", 1_000_000), ("o2", "n1", 300_000), ("o2", "n2", 700_000), ("pA", "pN", 1_000_000)]
PERIODS = tuple(span for span, unit in SPANS if span is not None and unit is None)
TWO_YEARS = Period(date(2024, 1, 1), date(2025, 12, 31))
ACROSS = Period(calendar_month(2024, 5).start, calendar_month(2025, 8).end)
FLOWS, YEAR = ("flow", "flow2", "open"), calendar_year(2025)
QUESTIONS = {
    "months by province": Question(("flow",), "vn", TWO_YEARS, By.PROVINCE, Regime.CALENDAR_MONTH),
    "communes of a province": Question((*FLOWS, "stock", "rate"), "pN", decree_year(2025), By.COMMUNE),
    "years by province": Question(FLOWS, "vn", TWO_YEARS, By.PROVINCE, Regime.CALENDAR_YEAR),
    "years of the decree": Question(FLOWS, "vn", TWO_YEARS, By.PROVINCE, Regime.DECREE_YEAR),
    "as known before": Question(FLOWS, "vn", TWO_YEARS, By.PROVINCE, Regime.CALENDAR_YEAR, as_known_at=3),
    "a stock": Question(("stock",), "vn", TWO_YEARS, By.PROVINCE, Regime.CALENDAR_YEAR),
    "a stock as known before": Question(("stock",), "vn", YEAR, By.COMMUNE, as_known_at=3),
    "a ratio": Question(("rate",), "vn", TWO_YEARS, By.PROVINCE, Regime.CALENDAR_YEAR),
    "a ratio as known before": Question(("rate",), "vn", ACROSS, By.PROVINCE, as_known_at=3),
    "kinds beside counts": Question(("kinds", "flow"), "vn", YEAR, By.PROVINCE),
    "a span that no total serves": Question((*FLOWS, "rate"), "vn", ACROSS, By.PROVINCE),
    "the country": Question(("flow", "rate"), "vn", YEAR),
    "coverage": Question(("stock",), "vn", YEAR, By.PROVINCE, tells=Tells.COVERAGE),
    "the map of today": Question(("flow", "stock"), "vn", YEAR, By.PROVINCE, frame=REFORM),
    "shared out on the map of today": Question(("flow",), "pN", YEAR, By.COMMUNE, frame=REFORM, apportion=True),
}


@on_spark
@pytest.mark.parametrize("name", QUESTIONS)
def test_a_question_has_the_same_rows_on_a_cluster(cluster: Cluster, both: Both, name: str) -> None:
    question, context = QUESTIONS[name], session_of(cluster).sparkContext
    before = len(context.statusTracker().getJobIdsForGroup(None))
    there = answers.answer(both.there, both.world, question)
    assert len(context.statusTracker().getJobIdsForGroup(None)) > before
    assert there == answers.answer(both.here, both.world, question)
    oracle = reference_engine.answer if question.frame is None else framed.answer
    assert there == oracle(both.world, question)


def table(found: list[pa.Table]) -> tuple[list[object], list[object]]:
    """Column names and types of each table, and all rows in order."""
    return [t.schema.types for t in found], sorted(tuple(row.items()) for t in found for row in t.to_pylist())


@on_spark
@pytest.mark.parametrize(("last", "at", "rank"), [(False, None, 0), (False, 3, 1), (True, None, 1), (True, 3, 3)])
def test_what_plain_numbers_come_to_is_the_same_on_a_cluster(both: Both, last: bool, at: int | None, rank: int) -> None:
    store, there = both.here, cast("Scan", both.there._elsewhere)
    places = Places(rank, 0, len(store.ranks) - 1)
    question = NodesAsked(tuple(store.shape.clocks), spans_of(Way(last, False, 400), PERIODS), places, at)
    assert table(there.nodes(question)) == table(store.nodes(question))


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
def test_storage_that_spark_has_no_jars_for_is_refused_with_what_to_add(cluster: Cluster, tmp_path: Path) -> None:
    shape: Any = None
    with pytest.raises(Refusal, match="hadoop-aws") as refused:
        SparkScan(tmp_path, shape, Cluster(cluster.master, "s3a://kho/generations", cluster.options))
    assert refused.value.code == "KHO-056"


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
        "spans": f"bucket, clock, year, mask, start_day, end_day, shift, whole, {weights}, b1, b2, filling",
        "periods": "bucket, start_day, end_day, shift",
        "units": "bucket, unit, clock, start",
        "pools": "slot, pool, since, until, lasts",
        "groups": "pool, parent, depth, valid_from, valid_to",
        "wanted": "place",
        "sided": "indicator, cell, code",
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
