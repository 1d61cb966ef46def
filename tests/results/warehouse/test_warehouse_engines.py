"""Random worlds and questions: rows keep what sums must keep."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from chungtay.kernel.absence import Absence
from chungtay.kernel.periods import Period, Regime, calendar_month, calendar_year, day
from chungtay.kernel.quantities import Precision, Quantity, Total, total
from chungtay.results.warehouse import reference_engine
from chungtay.results.warehouse.cover import best_cover
from chungtay.results.warehouse.facts import Duty, Fact, PlaceNode, Receipt, Rule, World
from chungtay.results.warehouse.questions import By, Question
from chungtay.results.warehouse.rows import territory

REFORM = date(2025, 7, 1)
OLD_END = REFORM - timedelta(days=1)
PLACES = {
    node.key: node
    for node in (
        PlaceNode("vn", "country"),
        PlaceNode("pN", "province", "vn", REFORM),
        PlaceNode("pA", "province", "pN", None, OLD_END),
        PlaceNode("pB", "province", "pN", None, OLD_END),
        PlaceNode("pZ", "province", "vn"),
        PlaceNode("dA", "district", "pA", None, OLD_END),
        PlaceNode("o1", "commune", "dA", None, OLD_END, "n1"),
        PlaceNode("o2", "commune", "dA", None, OLD_END),
        PlaceNode("n1", "commune", "pN", REFORM),
        PlaceNode("n2", "commune", "pN", REFORM),
        PlaceNode("z1", "commune", "pZ"),
        PlaceNode("v1", "village", "z1"),
    )
}
RULES = {
    rule.code: rule
    for rule in (
        Rule("flow", "sum", "sum", "reported", forms=frozenset({"m"})),
        Rule("flow2", "sum", "sum", "rolled_up", forms=frozenset({"m", "y"})),
        Rule("open", "sum", "sum", "", forms=frozenset({"y"})),
        Rule("stock", "sum", "last", "rolled_up", forms=frozenset({"m"})),
        Rule("alone", "none", "last", forms=frozenset({"m"})),
        Rule("rate", "ratio", "ratio", "rolled_up", "flow", "flow2", frozenset({"m"})),
        Rule("stated", "none", "none", forms=frozenset({"y"})),
        Rule("kinds", "union", "last", "rolled_up", forms=frozenset({"m"})),
    )
}
PERIODS = [
    *(calendar_month(2025, n) for n in range(4, 10)),
    calendar_year(2024),
    calendar_year(2025),
    Period(date(2024, 1, 1), date(2025, 6, 30)),
    Period(date(2025, 1, 1), date(2025, 6, 30)),
    Period(date(2025, 7, 1), date(2025, 12, 31), Regime.CALENDAR_HALF),
    day(date(2025, 6, 14)),
    day(date(2025, 12, 14)),
]
places = st.sampled_from(sorted(PLACES))
periods = st.sampled_from(PERIODS)
quantities = st.builds(
    lambda number, word: total([Quantity.read(number, word)]),
    st.integers(0, 60).map(Decimal),
    st.sampled_from([Precision.EXACT, Precision.EXACT, Precision.MORE_THAN, Precision.NEARLY, Precision.ABOUT]),
)
member_sets = st.none() | st.lists(st.sampled_from("abc"), max_size=3).map(tuple)
stretches = st.sampled_from([(1, None), (1, None), (1, 4), (3, 6), (5, None)])


@st.composite
def facts(draw: st.DrawFn) -> tuple[Fact, ...]:
    """Up to 14 claims in a few batches, ids by position."""
    found = []
    for number in range(draw(st.integers(0, 14))):
        absence = draw(st.sampled_from([None, None, None, None, *Absence]))
        quantity = draw(quantities)
        if absence is Absence.ZERO:
            quantity = Total()
        has_none = absence not in (None, Absence.ZERO)
        known_from, known_to = draw(stretches)
        found.append(
            Fact(
                id=number,
                indicator=draw(st.sampled_from(sorted(RULES))),
                place=draw(places),
                period=draw(periods),
                quantity=None if has_none else quantity,
                absence=absence,
                cell=draw(st.sampled_from(["", "", "", "kind=crime"])),
                status=draw(st.sampled_from(["result", "result", "result", "target"])),
                denominator=draw(st.none() | quantities) if not has_none else None,
                members=draw(st.none() | st.lists(st.sampled_from("abc"), max_size=3).map(tuple))
                if not has_none
                else None,
                batch=draw(st.integers(0, 4)),
                rank=draw(st.sampled_from([0, 2])),
                known_from=known_from,
                known_to=known_to,
            )
        )
    return tuple(_sensible(fact) for fact in found)


def _sensible(fact: Fact) -> Fact:
    """Denominators only on ratios, members only on distinct things, as the ledger has them."""
    rule = RULES[fact.indicator]
    return replace(
        fact,
        denominator=fact.denominator if rule.over_time == "ratio" else None,
        members=fact.members if rule.over_places == "union" else None,
    )


duties = st.lists(
    st.builds(
        Duty,
        st.sampled_from(["m", "y"]),
        places,
        st.sampled_from([date(2013, 1, 1), REFORM]),
        st.sampled_from([None, OLD_END]),
        st.sampled_from([1, 365]),
    ).filter(lambda duty: duty.valid_to is None or duty.valid_from <= duty.valid_to),
    max_size=8,
).map(tuple)
arrivals = st.builds(Receipt, st.integers(0, 4), st.sampled_from(["m", "y"]), places, periods)
receipts = st.lists(arrivals, max_size=4).map(tuple)
worlds = st.builds(
    lambda f, d, r, today: World(PLACES, RULES, f, d, r, today),
    facts(),
    duties,
    receipts,
    st.sampled_from([None, date(2025, 6, 1)]),
)
questions = st.builds(
    lambda codes, place, asked, by, cells, at, statuses: Question(
        tuple(codes), place, asked[0], by, asked[1], cells, at, statuses
    ),
    st.lists(st.sampled_from(sorted(RULES)), min_size=1, max_size=4, unique=True),
    places,
    st.sampled_from([(None, None), *((p, None) for p in PERIODS), (calendar_year(2025), Regime.CALENDAR_MONTH)]),
    st.sampled_from(By),
    st.sampled_from(["", None, "kind=crime"]),
    st.sampled_from([None, None, 2, 5]),
    st.sampled_from([("result",), ("target",), ("result", "context")]),
)


spans = st.lists(
    st.tuples(st.integers(0, 12), st.integers(1, 8)).map(
        lambda pair: (date(2025, 1, 1) + timedelta(pair[0]), date(2025, 1, 1) + timedelta(pair[0] + pair[1] - 1))
    ),
    max_size=7,
)


@given(spans)
def test_a_cover_shares_no_day_and_no_other_set_is_better(found: list[tuple[date, date]]) -> None:
    def worth(indices: list[int]) -> tuple[int, int]:
        return sum((found[i][1] - found[i][0]).days + 1 for i in indices), -len(indices)

    def apart(indices: list[int]) -> bool:
        order = sorted(found[i] for i in indices)
        return all(before[1] < after[0] for before, after in pairwise(order))

    subsets = [[i for i in range(len(found)) if mask >> i & 1] for mask in range(2 ** len(found))]
    chosen = best_cover(found)
    assert apart(chosen)
    assert worth(chosen) == max(worth(subset) for subset in subsets if apart(subset))


@given(worlds)
@settings(max_examples=60)
def test_the_country_is_the_sum_of_its_provinces(world: World) -> None:
    asked = Question(("flow",), "vn", calendar_year(2025), by=By.PROVINCE)
    provinces = [row.total for row in reference_engine.answer(world, asked) if row.total is not None]
    only_below = [fact for fact in world.facts if fact.place != "vn"]
    [country] = reference_engine.answer(
        World(PLACES, RULES, tuple(only_below)), Question(("flow",), "vn", calendar_year(2025))
    )
    assert (country.total or Total()) == sum(provinces, Total())


@given(worlds, questions, st.randoms())
@settings(max_examples=60)
def test_the_order_in_which_claims_arrived_changes_nothing(world: World, question: Question, random: Random) -> None:
    shuffled = list(world.facts)
    random.shuffle(shuffled)
    assert reference_engine.answer(replace(world, facts=tuple(shuffled)), question) == reference_engine.answer(
        world, question
    )


@given(worlds, places)
@settings(max_examples=60)
def test_taking_a_place_away_never_turns_it_into_nought(world: World, place: str) -> None:
    asked = Question(("flow",), place, calendar_year(2025))
    silent = [f for f in world.facts if f.place not in territory(world, place)]
    [row] = reference_engine.answer(replace(world, facts=tuple(silent)), asked)
    assert row.total is None
    assert row.absence is not Absence.ZERO
