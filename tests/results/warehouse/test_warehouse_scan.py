"""A generation answers as the oracle does, whatever is plain in it and whatever is odd."""

import tempfile
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import plain_writer
from hypothesis import given
from hypothesis import strategies as st
from test_warehouse_engines import PLACES, RULES, facts, questions, worlds

from chungtay.kernel.periods import Period, Regime, calendar_month, calendar_year, day, decree_month, decree_year
from chungtay.kernel.quantities import Precision, Quantity, Total, total
from chungtay.results.warehouse import answers, reference_engine
from chungtay.results.warehouse.facts import Fact, World
from chungtay.results.warehouse.questions import By, Question, Tells
from chungtay.results.warehouse.stores import Store
from drawn import drawn

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


told = st.builds(
    lambda number, word: total([Quantity.read(number, word, value_to=number + 2)]),
    st.integers(0, 9).map(Decimal),
    st.sampled_from([Precision.EXACT, Precision.EXACT, Precision.EXACT, *Precision]),
)


@st.composite
def monthly(draw: st.DrawFn) -> tuple[Fact, ...]:
    """Monthly numbers of communes, corrected, attested twice or told inexactly now and then; stocks of a month or of
    its last day."""
    found = []
    clocks = {key: draw(st.sampled_from(["calendar_month", "decree_month"])) for key in PLACES}
    by_day = draw(st.booleans())
    for number in range(draw(st.integers(1, 24))):
        place = draw(st.sampled_from(["o1", "o2", "n1", "n2", "z1"]))
        code = draw(st.sampled_from(["flow", "flow", "flow2", "rate", "stock", "open"]))
        period = draw(
            st.sampled_from([m for m in MONTHS if m.regime == clocks[place] or draw(st.integers(0, 30)) == 0])
        )
        period = day(period.end) if by_day and code == "stock" else period
        known_from, known_to = draw(st.sampled_from([(1, None), (1, None), (1, 4), (3, 6), (4, None), (6, None)]))
        found.append(
            Fact(
                id=100 + number,
                indicator=code,
                place=place,
                period=period,
                quantity=draw(told),
                denominator=draw(told) if code == "rate" and draw(st.integers(0, 9)) else None,
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
    lambda question, place, code, span, by, tells: replace(
        question,
        indicators=code,
        place=place,
        period=span[0],
        by_period=span[1],
        by=by,
        statuses=("result",),
        tells=Tells.TOTALS if span[0] is None or by is By.COMMUNE else tells,
    ),
    questions,
    st.sampled_from(["vn", "vn", "vn", "pN", "pN", "pA", "pZ", "dA", "n1", "o1"]),
    st.sampled_from([("flow",), ("stock",), ("rate",), ("flow", "open", "stock"), ("flow", "rate")]),
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
@drawn(20)
def test_plain_numbers_with_a_few_odd_ones_come_to_what_the_oracle_says(world: World, question: Question) -> None:
    _same(world, question)


@given(worlds, questions)
@drawn(10)
def test_odd_claims_come_to_what_the_oracle_says(world: World, question: Question) -> None:
    _same(world, question)


def test_one_claim_that_is_left_over_bears_the_clock_that_it_was_counted_on() -> None:
    told = (("o1", decree_month(2025, 6), 5), ("n1", calendar_month(2025, 9), 7))
    facts = tuple(
        Fact(number, "stock", place, period, Total(*[Decimal(value)] * 3))
        for number, (place, period, value) in enumerate(told)
    )
    world = World(PLACES, RULES, facts)
    question = Question(("stock",), "vn", calendar_year(2025), By.PROVINCE)
    _same(world, question)
    [row] = [row for row in reference_engine.answer(world, question) if row.total is not None]
    assert row.period == calendar_month(2025, 9)
