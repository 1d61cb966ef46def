"""Villages stand in columns beside communes, are told where their commune is asked, and nowhere above it."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from test_warehouse_pyramid import PLACES, plain_facts
from test_warehouse_pyramid import RULES as SUMMED

from chungtay.kernel.periods import Period, Regime, calendar_year, decree_year
from chungtay.results.warehouse import answers, reference_engine
from chungtay.results.warehouse.building import Builder
from chungtay.results.warehouse.facts import Fact, PlaceNode, World
from chungtay.results.warehouse.native import cache_build
from chungtay.results.warehouse.parquet import RECEIPT_SCHEMA, Codes, fact_table
from chungtay.results.warehouse.questions import By, Question
from chungtay.results.warehouse.stores import Store
from chungtay.results.warehouse.tails import Tail
from drawn import drawn

RULES = {code: replace(rule, leads="reported") for code, rule in SUMMED.items()}
HOMES = {"v1@2025": "z1", "v2@2025": "z1", "v3@2025": "n1"}
VILLAGES = {key: PlaceNode(key, "village", home) for key, home in HOMES.items()}
spans = st.sampled_from([calendar_year(2025), decree_year(2025), decree_year(2024), None])
asked = st.builds(
    lambda span, at, cells: Question(tuple(sorted(RULES)), "z1", span, as_known_at=at, cells=cells),
    spans,
    st.sampled_from([None, 2, 4]),
    st.sampled_from(["", None]),
)


@st.composite
def stated(draw: st.DrawFn) -> list[Fact]:
    """What communes state, and what villages do."""
    found = [*draw(plain_facts()), *draw(plain_facts())]
    places = st.sampled_from([*VILLAGES, "", ""])
    moved = [replace(fact, place=draw(places) or fact.place) for fact in found]
    return [replace(fact, id=n, batch=n) for n, fact in enumerate(moved, 1)]


def begun(folder: Path, builder: type[Builder]) -> tuple[Builder, Codes]:
    made = builder(folder, places=PLACES, rules=RULES, cells=[""], beyond=sorted(VILLAGES))
    places = [*made.places["key"].to_pylist(), *made.beyond]
    keys = {"indicator": made.indicators, "cell": [""], "place": places, "form": []}
    return made, Codes({kind: {key: code for code, key in enumerate(found)} for kind, found in keys.items()})


def columns(facts: list[Fact], codes: Codes) -> object:
    return fact_table(sorted(facts, key=lambda fact: fact.indicator), codes)


@contextmanager
def laid(facts: list[Fact]) -> Iterator[Store]:
    """A generation as one of the ledger is laid: no village is among its places."""
    with tempfile.TemporaryDirectory() as name:
        builder, codes = begun(Path(name), Builder)
        with builder:
            builder.add(columns(facts, codes))
            builder.finish(RECEIPT_SCHEMA.empty_table(), transaction=9)
        cache_build(Path(name))
        with Store(Path(name)) as store:
            yield store


def of_commune(facts: list[Fact]) -> World:
    """A world of commune z1 as questions about it bear one."""
    places = {"z1": replace(PLACES["z1"], parent=None)} | {k: v for k, v in VILLAGES.items() if v.parent == "z1"}
    return World(places, RULES, tuple(facts))


@given(stated(), asked)
@drawn(2)
def test_a_commune_is_told_of_its_villages_as_the_oracle_tells_it(facts: list[Fact], question: Question) -> None:
    with laid(facts) as store:
        world = of_commune(facts)
        assert answers.answer(store, world, question) == reference_engine.answer(world, question)
        above = replace(question, place="vn", by=By.PROVINCE, period=Period(*_TWO_YEARS, Regime.SPAN))
        country = World(PLACES, RULES, tuple(fact for fact in facts if fact.place in PLACES))
        assert answers.answer(store, country, above) == reference_engine.answer(country, above)


_TWO_YEARS = (calendar_year(2024).start, calendar_year(2025).end)


@given(stated(), st.sets(st.integers(1, 80)), st.sampled_from([calendar_year(2025), decree_year(2025)]))
@drawn(2)
def test_what_villages_say_after_a_generation_counts_at_once(facts: list[Fact], new: set[int], span: Period) -> None:
    facts = [replace(fact, known_from=1, known_to=None) for fact in facts]
    ended = [fact for fact in facts if fact.id % 5 == 0 and fact.id not in new]
    then = [fact for fact in facts if fact.id not in new]
    by_code: dict[bool, dict[str, list[Fact]]] = {True: {}, False: {}}
    for fact in facts:
        if fact.id in new or fact in ended:
            by_code[fact.id in new].setdefault(fact.indicator, []).append(fact)
    ranks = {fact.id: fact.rank for fact in facts}
    gone = frozenset(fact.batch for fact in ended)
    tail = Tail(
        5, gone, by_code[False], by_code[True], (), lambda figures: {number: ranks[number] for number in figures}
    )
    now = of_commune([fact for fact in facts if fact not in ended])
    with laid(then) as store:
        question = Question(tuple(sorted(RULES)), "z1", span)
        assert answers.answer(store, now, question, tail) == reference_engine.answer(now, question)
