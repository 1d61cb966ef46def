"""A generation of format 2 answers on every map as the oracle does."""

import tempfile
from dataclasses import replace
from pathlib import Path

import plain_writer
import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_warehouse_frames import REFORM, exactly, frames, reforms

from chungtay.kernel.periods import Period, Regime, calendar_month, calendar_year
from chungtay.results.warehouse import answers, framed
from chungtay.results.warehouse.facts import Duty, Fact, Receipt, Rule, World
from chungtay.results.warehouse.questions import By, Question
from chungtay.results.warehouse.stores import Store
from drawn import drawn
from results.warehouse.spec_reader import Case, cases

RULES = {
    rule.code: rule
    for rule in (
        Rule("flow", "sum", "sum", "reported", forms=frozenset({"m"}), may_apportion=True),
        Rule("never", "sum", "sum", "rolled_up", forms=frozenset({"m"})),
        Rule("stock", "sum", "last", "rolled_up", forms=frozenset({"m"}), may_apportion=True),
        Rule("kinds", "union", "last", "rolled_up", forms=frozenset({"m"})),
    )
}
MONTHS = [calendar_month(2025, month) for month in range(3, 11)]


@st.composite
def counted(draw: st.DrawFn) -> World:
    """Monthly numbers of communes, a few claims about more, by provinces too, and who owed and reported."""
    world = draw(reforms())
    facts: list[Fact] = []
    for key, place in world.places.items():
        for month in MONTHS if place.rank == 3 else ():
            if place.in_force(month.end) and draw(st.integers(0, 2)):
                code = draw(st.sampled_from(["flow", "flow", "never", "stock"]))
                facts.append(Fact(len(facts), code, key, month, exactly(draw(st.sampled_from([0, 3, 20, 120])))))
        if place.rank in (0, 1, 3) and not draw(st.integers(0, 6)):
            period = draw(
                st.sampled_from([calendar_year(2025), calendar_year(2024), Period(REFORM, REFORM), MONTHS[1]])
            )
            code = draw(st.sampled_from(["flow", "never", "stock", "kinds"]))
            members = ("a", key) if code == "kinds" else None
            facts.append(Fact(len(facts), code, key, period, exactly(draw(st.integers(0, 99))), members=members))
    owing = draw(st.lists(st.sampled_from(sorted(world.places)), max_size=6))
    duties = tuple(Duty("m", key, MONTHS[0].start, draw(st.sampled_from([None, MONTHS[2].end]))) for key in owing)
    receipts = tuple(Receipt(fact.id, "m", fact.place, fact.period) for fact in facts[::2])
    return replace(world, rules=RULES, facts=tuple(facts), duties=duties, receipts=receipts)


asked = st.builds(
    lambda place, span, by, frame, apportion, cells: Question(
        ("flow", "never", "stock", "kinds"), place, span[0], by, span[1], cells, frame=frame, apportion=apportion
    ),
    st.sampled_from(["vn", "vn", "pN", "pA", "nA0", "oA0"]),
    st.sampled_from([(calendar_year(2025), None), (calendar_year(2025), Regime.CALENDAR_MONTH), (None, None)]),
    st.sampled_from(By),
    frames,
    st.booleans(),
    st.sampled_from(["", None]),
)


def same(world: World, question: Question) -> None:
    with tempfile.TemporaryDirectory() as name:
        plain_writer.write(Path(name), world)
        store = Store(Path(name))
        try:
            assert answers.answer(store, world, question) == framed.answer(world, question)
        finally:
            store.close()


@given(counted(), asked)
@drawn(6)
def test_any_reform_is_seen_on_any_map_as_the_oracle_sees_it(world: World, question: Question) -> None:
    same(world, question)


@pytest.mark.parametrize("case", [case for case in cases() if case.question.frame], ids=lambda case: case.title)
def test_the_specification_holds_over_a_generation(case: Case) -> None:
    same(case.world, case.question)
