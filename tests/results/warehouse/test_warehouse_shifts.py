"""What the tail changes of plain numbers comes to what the oracle says of the ledger as it is then."""

import tempfile
from collections import defaultdict
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import plain_writer
from hypothesis import given
from hypothesis import strategies as st
from test_warehouse_engines import facts, worlds
from test_warehouse_scan import MONTHS, SPANS, asked, mostly_plain

from chungtay.kernel.absence import Absence
from chungtay.kernel.periods import calendar_quarter
from chungtay.kernel.quantities import Total
from chungtay.results.warehouse import answers, reference_engine
from chungtay.results.warehouse.facts import Fact, World
from chungtay.results.warehouse.questions import By, Question, Tells
from chungtay.results.warehouse.stores import Store
from chungtay.results.warehouse.tails import Tail
from drawn import drawn

COMMUNES = ("o1", "o2", "n1", "n2", "z1")
COURSES = [[(1, None)], [(1, 5), (5, None)], [(1, 5), (5, None)], [(5, None)], [(1, 5)], [(1, None), (5, None)]]


def divided(world: World, at: int) -> tuple[World, World, Tail]:
    """The ledger at a transaction, that of today, and the tail between; every claim is a batch of its own."""
    facts = [replace(fact, batch=fact.id) for fact in world.facts]
    then = [replace(fact, known_to=None) for fact in facts if fact.known_from <= at < (fact.known_to or at + 1)]
    past = [fact for fact in facts if fact.known_to is not None and fact.known_to <= at]
    now = [fact for fact in facts if fact.known_to is None]
    ended, told = defaultdict(list), defaultdict(list)
    for fact in then:
        if fact.id not in {other.id for other in now}:
            ended[fact.indicator].append(fact)
    for fact in now:
        if fact.known_from > at:
            told[fact.indicator].append(fact)
    gone = frozenset(fact.batch for found in ended.values() for fact in found)
    ranks = {fact.id: fact.rank for fact in facts}
    tail = Tail(9, gone, ended, told, (), lambda figures: {figure: ranks[figure] for figure in figures})
    return replace(world, facts=(*then, *past)), replace(world, facts=tuple(now)), tail


@st.composite
def corrected(draw: st.DrawFn) -> World:
    """Months of communes that stand, were corrected, came late or were taken back; now and then an absence or worse."""
    clocks = {place: draw(st.sampled_from(["calendar_month", "decree_month"])) for place in COMMUNES}
    found: list[Fact] = []
    keys = [(place, month) for place in COMMUNES for month in MONTHS if month.regime == clocks[place]]
    code = draw(st.sampled_from(["flow", "stock"]))
    for place, month in draw(st.lists(st.sampled_from(keys), min_size=4, max_size=24, unique=True)):
        for known_from, known_to in draw(st.sampled_from(COURSES)):
            absence = draw(st.sampled_from([None] * 7 + [Absence.NOT_APPLICABLE]))
            value = Total(*[Decimal(draw(st.integers(0, 9)))] * 3)
            quantity = None if absence else value
            found.append(
                Fact(100 + len(found), code, place, month, quantity, absence, known_from=known_from, known_to=known_to)
            )
    odd = draw(facts())[: draw(st.sampled_from([0, 0, 0, 2]))]
    return replace(draw(worlds), facts=(*found, *odd))


near = st.builds(
    lambda question, place, span, by: replace(
        question, place=place, period=span[0], by_period=span[1], by=by, cells="", tells=Tells.TOTALS
    ),
    asked,
    st.sampled_from(["vn", "vn", "pN", "pZ", "z1"]),
    st.sampled_from([span for span in SPANS if span[1] is not None] + [(calendar_quarter(2025, 4), None)]),
    st.sampled_from([By.ONE, By.PROVINCE, By.COMMUNE]),
)


@given(mostly_plain() | corrected() | corrected(), st.sampled_from([2, 3, 4]), asked | near | near)
@drawn(8)
def test_a_generation_and_its_tail_come_to_what_the_oracle_says(world: World, at: int, question: Question) -> None:
    question = replace(question, as_known_at=None)
    before, now, tail = divided(world, at)
    with tempfile.TemporaryDirectory() as name:
        plain_writer.write(Path(name), before)
        store = Store(Path(name))
        try:
            assert answers.answer(store, replace(world, facts=()), question, tail) == reference_engine.answer(
                now, question
            )
        finally:
            store.close()
