"""Lists of distinct things are united in columns as the oracle unites them."""

import tempfile
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from unittest import mock

import plain_writer
from hypothesis import given
from hypothesis import strategies as st
from test_warehouse_pyramid import COMMUNES, PLACES, stretches

from chungtay.kernel.periods import Regime, calendar_month, calendar_quarter, calendar_year, day, decree_year
from chungtay.kernel.quantities import Total
from chungtay.results.warehouse import answers, reference_engine, sets
from chungtay.results.warehouse.facts import Duty, Fact, Receipt, Rule, World
from chungtay.results.warehouse.questions import By, Question
from chungtay.results.warehouse.stores import Store
from chungtay.results.warehouse.tails import Tail
from drawn import drawn

LEADS = {"kinds": "reported", "named": "rolled_up"}
RULES = {code: Rule(code, "union", "last", leads, forms=frozenset({"m"})) for code, leads in LEADS.items()}
TOLD = [calendar_quarter(2025, 1), calendar_month(2025, 6), calendar_month(2025, 9), calendar_year(2025)]
TOLD += [day(calendar_year(2024).end), day(calendar_month(2025, 6).end), calendar_year(2024)]
DUTIES = tuple(Duty("m", place, calendar_year(2024).start) for place in COMMUNES)


@st.composite
def lists(draw: st.DrawFn) -> list[Fact]:
    """Lists of communes, some of them twice at a time; few of provinces, and few counts without a list."""
    found = []
    for number in range(1, draw(st.integers(1, 30))):
        members = tuple(draw(st.lists(st.sampled_from("abcdef"), unique=True, max_size=4)))
        is_bare = not draw(st.integers(0, 9))
        count = Total(
            *[Decimal(draw(st.integers(0, 9)) if is_bare or not draw(st.integers(0, 9)) else len(members))] * 3
        )
        place = draw(st.sampled_from(COMMUNES if draw(st.integers(0, 9)) else ["pA", "pN", "vn", "dA"]))
        known_from, known_to = draw(stretches)
        fact = Fact(
            number, draw(st.sampled_from(sorted(RULES))), place, draw(st.sampled_from(TOLD)), count, batch=number
        )
        fact = replace(fact, cell=draw(st.sampled_from(["", "", "kind=crime"])), rank=draw(st.sampled_from([0, 2])))
        found.append(replace(fact, members=None if is_bare else members, known_from=known_from, known_to=known_to))
    return found


asked = st.builds(
    lambda place, span, by, cells, at, age: Question(
        tuple(RULES), place, span[0], by, span[1], cells, at, stock_age_days=age
    ),
    st.sampled_from(["vn", "vn", "pN", "pA", "n1", "z1"]),
    st.sampled_from(
        [
            (calendar_year(2025), None),
            (calendar_year(2025), Regime.CALENDAR_QUARTER),
            (decree_year(2024), None),
            (None, None),
        ]
    ),
    st.sampled_from(By),
    st.sampled_from(["", None]),
    st.sampled_from([None, None, 2, 4]),
    st.sampled_from([400, 400, 100]),
)


def world_of(facts: list[Fact]) -> World:
    receipts = tuple(Receipt(f.batch, "m", f.place, f.period, f.known_from, f.known_to) for f in facts[::2])
    return World(PLACES, RULES, tuple(facts), DUTIES, receipts)


@given(lists(), asked)
@drawn(4)
def test_lists_are_united_as_the_oracle_unites_them(facts: list[Fact], question: Question) -> None:
    world = world_of(facts)
    with tempfile.TemporaryDirectory() as name:
        plain_writer.write(Path(name), world)
        few = sets.FEW * (len(facts) % 2)
        with Store(Path(name)) as store, mock.patch.object(sets, "FEW", few):
            assert answers.answer(store, world, question) == reference_engine.answer(world, question)


@given(lists(), asked, st.sets(st.integers(1, 30)))
@drawn(2)
def test_lists_said_after_a_generation_count_at_once(facts: list[Fact], question: Question, new: set[int]) -> None:
    facts = [replace(fact, known_from=1, known_to=None) for fact in facts]
    ended = [fact for fact in facts if fact.id % 5 == 0 and fact.id not in new]
    then, now = ([fact for fact in facts if fact not in gone] for gone in ([f for f in facts if f.id in new], ended))
    ranks = {fact.id: fact.rank for fact in facts}
    tail = Tail(
        5,
        frozenset(fact.batch for fact in ended),
        {code: [fact for fact in ended if fact.indicator == code] for code in RULES},
        {code: [fact for fact in facts if fact.id in new and fact.indicator == code] for code in RULES},
        ranks=lambda figures: {id: ranks[id] for id in figures},
    )
    of_now = replace(world_of(now), receipts=())
    with tempfile.TemporaryDirectory() as name:
        plain_writer.write(Path(name), replace(world_of(then), receipts=()))
        few = sets.FEW * (len(facts) % 2)
        with Store(Path(name)) as store, mock.patch.object(sets, "FEW", few):
            question = replace(question, as_known_at=None)
            assert answers.answer(store, of_now, question, tail) == reference_engine.answer(of_now, question)
