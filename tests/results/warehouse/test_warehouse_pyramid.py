"""What is laid down as plain, and the totals above it, are what the oracle says of the same claims."""

import tempfile
from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
from hypothesis import given
from hypothesis import strategies as st

from chungtay.kernel.periods import Period, Regime, calendar_month, day, decree_month
from chungtay.kernel.quantities import INFINITY, Precision, Quantity, Total, total
from chungtay.results.warehouse import layout, reference_engine
from chungtay.results.warehouse.building import Builder
from chungtay.results.warehouse.facts import Fact, PlaceNode, Rule, World, divide
from chungtay.results.warehouse.parquet import RECEIPT_SCHEMA, Codes, fact_table
from chungtay.results.warehouse.questions import Question, Row
from drawn import drawn

REFORM = date(2025, 7, 1)
OLD_END = REFORM - timedelta(days=1)
MERGED = date(2025, 3, 20)
PLACES = {
    node.key: node
    for node in (
        PlaceNode("vn", "country"),
        PlaceNode("pN", "province", "vn", REFORM),
        PlaceNode("pA", "province", "pN", None, OLD_END),
        PlaceNode("pB", "province", "pN", None, OLD_END),
        PlaceNode("pZ", "province", "vn"),
        PlaceNode("dA", "district", "pA", None, OLD_END),
        PlaceNode("dB", "district", "pB", None, OLD_END),
        PlaceNode("o1", "commune", "dA", None, MERGED - timedelta(days=1), "n1"),
        PlaceNode("o2", "commune", "dA", None, MERGED - timedelta(days=1)),
        PlaceNode("o3", "commune", "dA", MERGED, OLD_END),
        PlaceNode("o4", "commune", "dB", None, OLD_END),
        PlaceNode("n1", "commune", "pN", REFORM),
        PlaceNode("n2", "commune", "pN", REFORM),
        PlaceNode("z1", "commune", "pZ"),
        PlaceNode("z2", "commune", "vn"),
    )
}
COMMUNES = sorted(key for key, node in PLACES.items() if node.level == "commune")
ABOVE = sorted(key for key, node in PLACES.items() if node.level != "commune")
RULES = {
    "flow": Rule("flow", "sum", "sum"),
    "rate": Rule("rate", "ratio", "ratio"),
    "stock": Rule("stock", "sum", "last"),
}
SPAN = Period(date(2023, 12, 1), date(2026, 1, 31))
STANDS = (lambda *month: day(decree_month(*month).end), lambda *month: day(calendar_month(*month).end))
UNITS = {1: "month", 3: "quarter", 6: "half", 12: "year"}
months = st.builds(lambda month, year: (year, month), st.integers(1, 12), st.sampled_from([2024, 2025, 2025]))
stretches = st.sampled_from([(1, None), (1, None), (2, None), (1, 4), (3, 6), (5, None), (4, 5)])


@st.composite
def plain_facts(draw: st.DrawFn) -> tuple[Fact, ...]:
    """Months of communes, each commune on one clock; none is claimed twice at a time, but for a police and a Front."""
    code = draw(st.sampled_from(sorted(RULES)))
    ways = [decree_month, calendar_month, *(STANDS if code == "stock" else ())]
    clocks = {place: draw(st.sampled_from(ways)) for place in COMMUNES}
    keys = draw(st.lists(st.tuples(st.sampled_from(COMMUNES), months, stretches), max_size=40))
    numbers = st.integers(0, 30).map(Decimal) | st.sampled_from([Decimal("2.5"), Decimal("0.125")])
    words = st.sampled_from([Precision.EXACT, Precision.EXACT, *Precision])
    told = st.builds(lambda number, word: total([Quantity.read(number, word, value_to=number + 2)]), numbers, words)
    return tuple(
        Fact(
            id=number + 1,
            indicator=code,
            place=place,
            period=clocks[place](*month),
            quantity=draw(told),
            denominator=draw(told) if code == "rate" else None,
            rank=draw(st.sampled_from([0, 2])),
            known_from=known_from,
            known_to=known_to,
        )
        for number, (place, month, (known_from, known_to)) in enumerate(keys)
    )


def laid_down(folder: Path, facts: tuple[Fact, ...]) -> dict[str, Any]:
    """The rows of each file as dictionaries, and the codes."""
    with Builder(folder, places=PLACES, rules=RULES, cells=["", "kind=crime"]) as builder:
        codes = Codes({"indicator": {}, "cell": {"": 0, "kind=crime": 1}, "place": {}, "form": {}})
        codes.by_kind["indicator"] |= {key: code for code, key in enumerate(builder.indicators)}
        codes.by_kind["place"] |= {key: code for code, key in enumerate(builder.places["key"].to_pylist())}
        builder.add(fact_table(sorted(facts, key=lambda fact: fact.indicator), codes))
        builder.finish(RECEIPT_SCHEMA.empty_table(), transaction=9)
    with duckdb.connect() as db:
        names = ("years", "past", "nodes", "odd", "indicators")
        read = {name: db.read_parquet(str(folder / f"{name}.parquet")).to_arrow_table().to_pylist() for name in names}
    return read | {"codes": codes}


def bucket_of(node: dict[str, Any]) -> Period:
    """The period that a node is about."""
    clock, (year, month) = layout.CLOCKS[node["clock"] % layout.MONTH_CLOCKS], divmod(node["start"], 12)
    parts = divide(Period(date(year - 1, 12, 15), date(year, 12, 31)), regime_of(clock, node["unit"]))
    return parts[month // node["unit"]]


def regime_of(clock: Regime, unit: int) -> Regime:
    return Regime(clock.value.replace("month", UNITS[unit]))


@given(plain_facts())
@drawn(10)
def test_nodes_are_what_the_oracle_adds_up(facts: tuple[Fact, ...]) -> None:
    with tempfile.TemporaryDirectory() as name:
        read = laid_down(Path(name), facts)
    keys = read["codes"].keys("place")
    units = {row["code"]: Decimal(10) ** -row["scale"] for row in read["indicators"]}
    sides: dict[tuple[Any, ...], dict[str, int]] = defaultdict(dict)
    for node in read["nodes"]:
        if node["cell"] >= layout.SIDE_ROOM:
            sides[key_of(node, keys)][layout.SIDES[node["cell"] // layout.SIDE_ROOM - 1]] = node["value"]
    found = {
        key_of(node, keys): told(node, units, sides[key_of(node, keys)])
        for node in read["nodes"]
        if node["cell"] < layout.SIDE_ROOM
    }
    assert found == dict(expected(facts))


def key_of(node: dict[str, Any], keys: list[str]) -> tuple[Any, ...]:
    return node["clock"], bucket_of(node), keys[node["place"]]


def total_of(value: int, sides: dict[str, int], under: str, unit: Decimal) -> Total:
    """A number from its value and its sides."""
    high = INFINITY if sides.get(f"{under}open") else (value + sides.get(f"{under}up", 0)) * unit
    return Total(value * unit, (value - sides.get(f"{under}down", 0)) * unit, high)


def told(node: dict[str, Any], units: dict[int, Decimal], sides: dict[str, int]) -> tuple[Any, ...]:
    """What a node says: total, counts, figures, and the days that a row of it bears."""
    days = (layout.day_of(node["first_day"]), layout.day_of(node["last_day"]))
    bucket = bucket_of(node)
    if node["claims"] > 1 and (node["partial"] == 0 or node["indicator"] == sorted(RULES).index("stock")):
        days = (bucket.start, bucket.end)
    unit = units[node["indicator"]]
    value = total_of(node["value"], sides, "", unit)
    rate = node["indicator"] == sorted(RULES).index("rate")
    under = total_of(sides.get("den", 0), sides, "den_", unit) if rate else None
    return value, under, node["stated"], node["partial"], node["positive"], node["claims"], days


def expected(facts: tuple[Fact, ...]) -> Iterator[tuple[Any, Any]]:
    """The same from the oracle, of the communes of each clock by themselves."""
    for number, regime_told in enumerate(layout.CLOCKS):
        clock = layout.CLOCKS[number % layout.MONTH_CLOCKS]
        told_then = [fact for fact in facts if fact.period.regime is regime_told]
        of_clock = {fact.id: fact for fact in told_then if number < 2 or (fact.period.end.day == 14) == (number == 2)}
        world = World(PLACES, RULES, tuple(of_clock.values()))
        for place in ABOVE if of_clock else ():
            for unit in UNITS if PLACES[place].level in ("country", "province") else (12,):
                regime = regime_of(clock, unit)
                asked = Question((facts[0].indicator,), place, SPAN, by_period=regime)
                rows = reference_engine.answer(world, asked)
                for row, bucket in zip(rows, divide(SPAN, regime), strict=True):
                    if row.total is not None:
                        yield (number, bucket, place), said(row, [of_clock[i] for i in row.figure_ids])


def said(row: Row, used: list[Fact]) -> tuple[Any, ...]:
    assert row.total is not None
    assert row.period is not None
    values: dict[str, Decimal] = defaultdict(Decimal)
    for fact in used:
        assert fact.quantity is not None
        values[fact.place] += fact.quantity.value
    positive = sum(value > 0 for value in values.values())
    days = (row.period.start, row.period.end)
    return row.total, row.denominator, row.stated, row.partial, positive, len(used), days
