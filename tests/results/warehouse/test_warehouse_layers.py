"""A generation built upon the one before is, row for row, what a whole build of the same ledger gives."""

import tempfile
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_warehouse_engines import facts as odd_facts
from test_warehouse_pyramid import COMMUNES, PLACES, plain_facts
from test_warehouse_pyramid import RULES as SUMMED
from warehouse_builders import SESSIONS, Office

from chungtay.kernel.periods import decree_month
from chungtay.kernel.quantities import INFINITY, Quantity, Total
from chungtay.ledger.queries import transaction_now
from chungtay.ledger.types import Claim, DecisionKind
from chungtay.results.warehouse.building import Builder
from chungtay.results.warehouse.checking import totals_differing
from chungtay.results.warehouse.facts import Fact, Rule
from chungtay.results.warehouse.generations import generations_folder
from chungtay.results.warehouse.layering import NextBuilder, NotByLayers
from chungtay.results.warehouse.models import Generation
from chungtay.results.warehouse.parquet import RECEIPT_SCHEMA, Codes, fact_table
from chungtay.results.warehouse.services import generation_build, generation_next, generation_verify
from drawn import drawn

RULES = {
    **SUMMED,
    "rate": Rule("rate", "ratio", "ratio"),
    "kinds": Rule("kinds", "union", "last"),
    "open": Rule("open", "sum", "sum"),
}
CELLS = ["", "kind=crime"]
VILLAGE = "v1@2025"


@st.composite
def histories(draw: st.DrawFn) -> tuple[list[Fact], int]:
    """Claims with the stretches that they counted through, and a transaction between."""
    found = list(draw(plain_facts()) + draw(plain_facts()))
    for fact in draw(odd_facts())[:4]:
        if fact.indicator in ("flow", "stock", "open", "kinds"):
            found.append(replace(fact, place=draw(st.sampled_from(COMMUNES)), members=None, denominator=None))
    bounds = st.sampled_from([None, None, None, (1, 1), (2, 0), (0, None)])
    for number, fact in enumerate(found):
        if fact.quantity is not None and (sides := draw(bounds)) is not None and fact.indicator in SUMMED:
            value = fact.quantity.value
            high = INFINITY if sides[1] is None else value + sides[1]
            found[number] = replace(fact, quantity=Total(value, value - sides[0], high))
        if fact.indicator == "flow" and draw(st.booleans()):
            under = Total(*[Decimal(draw(st.integers(1, 9)))] * 3)
            found[number] = replace(found[number], indicator="rate", denominator=under)
    for number in draw(st.sets(st.integers(0, max(0, len(found) - 1)), max_size=6)) if found else ():
        found[number] = replace(found[number], place=VILLAGE)
    return [replace(fact, id=n + 1, batch=n + 1) for n, fact in enumerate(found)], draw(st.integers(0, 6))


def as_columns(facts: list[Fact], codes: Codes) -> pa.Table:
    """As a builder takes them."""
    return fact_table(sorted(facts, key=lambda fact: fact.indicator), codes)


def begun(folder: Path, builder: type[Builder]) -> tuple[Any, Codes]:
    """A builder with its codes."""
    made = builder(folder, places=PLACES, rules=RULES, cells=CELLS, beyond=[VILLAGE])
    codes = Codes({"indicator": {}, "cell": {key: n for n, key in enumerate(CELLS)}, "place": {}, "form": {}})
    codes.by_kind["indicator"] |= {key: code for code, key in enumerate(made.indicators)}
    codes.by_kind["place"] |= {key: code for code, key in enumerate([*made.places["key"].to_pylist(), VILLAGE])}
    return made, codes


def whole(folder: Path, facts: list[Fact]) -> dict[str, Any]:
    """A whole build; gives its manifest."""
    builder, codes = begun(folder, Builder)
    with builder:
        builder.add(as_columns(facts, codes))
        return builder.finish(RECEIPT_SCHEMA.empty_table(), transaction=9)


def rows(folder: Path) -> dict[str, list[Any]]:
    """The rows of each file in order."""
    names = ("years", "past", "odd", "nodes", "indicators")
    with duckdb.connect() as db:
        return {name: db.read_parquet(str(folder / f"{name}.parquet")).fetchall() for name in names}


@given(histories())
@drawn(3)
def test_built_upon_the_one_before_it_is_what_a_whole_build_gives(history: tuple[list[Fact], int]) -> None:
    facts, at = history
    ended = [fact for fact in facts if fact.known_to is not None and fact.known_to > at]
    then = [replace(f, known_to=None) if f in ended else f for f in facts if f.known_from <= at]
    changed = {fact.id for fact in ended} | {fact.id for fact in facts if fact.known_from > at}
    with tempfile.TemporaryDirectory() as name:
        before, after, again = (Path(name) / part for part in ("before", "after", "again"))
        for folder in (before, after, again):
            folder.mkdir()
        whole(before, then)
        told = whole(again, facts)
        builder, codes = begun(after, NextBuilder)
        by_id = {fact.id: fact for fact in facts}
        with builder:
            try:
                delta = as_columns([fact for fact in facts if fact.id in changed], codes)
                builder.lay(before, delta, lambda ids: as_columns([by_id[i] for i in ids], codes), claims=len(facts))
            except NotByLayers:
                assert rows(before)["indicators"] != rows(again)["indicators"]
                return
            layered = builder.finish(RECEIPT_SCHEMA.empty_table(), transaction=9)
        assert rows(after) == rows(again)
        assert layered["counts"] == told["counts"]


def test_totals_that_are_not_what_the_months_come_to_are_found(tmp_path: Path) -> None:
    told = Total(*[Decimal(3)] * 3)
    found = [Fact(n, code, "z1", decree_month(2025, n), told) for n, code in ((1, "flow"), (2, "stock"))]
    whole(tmp_path, found)
    assert totals_differing(tmp_path, RULES, "1GB") == []
    nodes = pq.read_table(tmp_path / "nodes.parquet")
    more = pc.add(nodes["value"], pc.cast(pc.equal(nodes["indicator"], sorted(RULES).index("flow")), pa.int64()))
    pq.write_table(nodes.set_column(nodes.column_names.index("value"), "value", more), tmp_path / "nodes.parquet")
    assert totals_differing(tmp_path, RULES, "1GB") == ["flow"]


def laid_down(generation: Generation) -> dict[str, Any]:
    """The rows of a generation's files, with words for codes that may differ."""
    folder = generations_folder() / generation.folder
    with duckdb.connect() as db:
        files = {path.stem: db.read_parquet(str(path)) for path in folder.glob("*.parquet")}
        words = {(kind, code): key for kind, code, key in files["codes"].fetchall()}
        found = {}
        for name in ("years", "past", "odd", "nodes", "receipts"):
            rows_found = [dict(zip(files[name].columns, row, strict=True)) for row in files[name].fetchall()]
            for row in rows_found:
                row |= {kind: words.get((kind, row[kind]), row[kind]) for kind in ("cell", "form") if kind in row}
            found[name] = sorted(map(str, rows_found))
    return found


@pytest.mark.postgres
@pytest.mark.django_db
def test_over_a_walk_of_the_ledger_layers_are_what_whole_builds_give(office: Office) -> None:
    random = Random(3)
    batches: list[Any] = []
    office.reports("CA-BADINH", 15)
    generation_build()
    for _ in range(3):
        for _ in range(4):
            month = decree_month(2025, random.choice([9, 10, 11]))
            if batches and random.random() < 0.3:
                office.decides(batches.pop(random.randrange(len(batches))), DecisionKind.WITHDRAWN)
            code, body = random.choice(["CA-BADINH", "CA-NGOCHA"]), office.cast.bodies
            parts = {SESSIONS: random.randrange(9), "mediation.cases_conducted": 9, "mediation.cases_successful": 5}
            claims = [Claim(key, body[code].place_id, month, Quantity.read(n)) for key, n in parts.items()]
            batches.append(office.appends(code, claims, month))
        layered = generation_next()
        assert layered.transaction_number == transaction_now()
    again = generation_build()
    assert laid_down(layered) == laid_down(again)
    assert layered.figure_count == again.figure_count
    assert not generation_verify(layered)
