"""A generation of format 2 answers as the oracle does, whatever is plain in it and whatever is odd."""

import tempfile
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import plain_writer
from hypothesis import given, settings
from hypothesis import strategies as st
from test_warehouse_engines import PLACES, facts, questions, worlds

from chungtay.kernel.periods import Period, Regime, calendar_month, calendar_year, decree_month, decree_year
from chungtay.kernel.quantities import Total
from chungtay.results.warehouse import answers, reference_engine
from chungtay.results.warehouse.facts import Fact, World
from chungtay.results.warehouse.questions import By, Question, Tells
from chungtay.results.warehouse.stores import Store

MONTHS = [*(calendar_month(2025, n) for n in range(4, 10)), *(decree_month(2025, n) for n in range(1, 10))]
SPANS = [
    (None, None),
    (calendar_year(2025), None),
    (decree_year(2025), None),
    (calendar_year(2024), None),
    (Period(calendar_month(2025, 5).start, calendar_month(2025, 8).end), None),
    (calendar_year(2025), Regime.CALENDAR_MONTH),
    (decree_year(2025), Regime.DECREE_MONTH),
    (calendar_year(2025), Regime.CALENDAR_QUARTER),
    (Period(decree_year(2024).start, calendar_year(2025).end), Regime.DECREE_YEAR),
]


@st.composite
def monthly(draw: st.DrawFn) -> tuple[Fact, ...]:
    """Exact monthly numbers of communes, corrected and attested twice now and then."""
    found = []
    clocks = {key: draw(st.sampled_from(["calendar_month", "decree_month"])) for key in PLACES}
    for number in range(draw(st.integers(1, 24))):
        place = draw(st.sampled_from(["o1", "o2", "n1", "n2", "z1"]))
        value = draw(st.integers(0, 9).map(lambda n: Total(*[Decimal(n)] * 3)))
        period = draw(
            st.sampled_from([m for m in MONTHS if m.regime == clocks[place] or draw(st.integers(0, 30)) == 0])
        )
        known_from, known_to = draw(st.sampled_from([(1, None), (1, None), (1, 4), (3, 6), (4, None), (6, None)]))
        found.append(
            Fact(
                id=100 + number,
                indicator=draw(st.sampled_from(["flow", "flow", "stock", "open"])),
                place=place,
                period=period,
                quantity=value,
                cell=draw(st.sampled_from(["", "", "", "kind=crime"])),
                rank=draw(st.sampled_from([0, 2])),
                known_from=known_from,
                known_to=known_to,
                batch=draw(st.integers(0, 4)),
            )
        )
    return tuple(found)


@st.composite
def mostly_plain(draw: st.DrawFn) -> World:
    """A world of monthly numbers with a few odd claims among them."""
    world = draw(worlds)
    odd = draw(facts())[: draw(st.integers(0, 3))]
    return replace(world, facts=draw(monthly()) + odd)


asked = st.builds(
    lambda question, code, span, by, tells: replace(
        question,
        indicators=tuple(code),
        period=span[0],
        by_period=span[1],
        by=by,
        statuses=("result",),
        tells=Tells.TOTALS if span[0] is None or by is By.COMMUNE else tells,
    ),
    questions,
    st.sampled_from([("flow",), ("stock",), ("flow", "open", "stock")]),
    st.sampled_from(SPANS),
    st.sampled_from(By),
    st.sampled_from([Tells.TOTALS, Tells.TOTALS, Tells.COVERAGE]),
)


def _same(world: World, question: Question) -> None:
    with tempfile.TemporaryDirectory() as name:
        plain_writer.write(Path(name), world)
        store = Store(Path(name))
        try:
            assert answers.answer(store, world, question) == reference_engine.answer(world, question)
        finally:
            store.close()


@given(mostly_plain(), asked)
@settings(max_examples=40, deadline=None)
def test_plain_numbers_with_a_few_odd_ones_come_to_what_the_oracle_says(world: World, question: Question) -> None:
    _same(world, question)


@given(worlds, questions)
@settings(max_examples=20, deadline=None)
def test_odd_claims_come_to_what_the_oracle_says(world: World, question: Question) -> None:
    _same(world, question)
