"""Frames: the numbers that others published, and what holds over any reform at all."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chungtay.kernel.periods import Period, calendar_year
from chungtay.kernel.quantities import Total
from chungtay.results.warehouse import framed, reference_engine
from chungtay.results.warehouse.apportion import (
    LIMITS,
    MILLION,
    Comparability,
    comparability,
    scaled,
    shares,
    variance,
    whole_parts,
)
from chungtay.results.warehouse.facts import Fact, PlaceNode, Rule, World
from chungtay.results.warehouse.frames import Atlas, Change, Part, regions
from chungtay.results.warehouse.questions import By, Question, Row
from drawn import drawn

REFORM = date(2025, 7, 1)
OLD_END = REFORM - timedelta(days=1)
HALF = Period(date(2025, 1, 1), OLD_END), Period(REFORM, date(2025, 12, 31))


def exactly(number: Decimal | int) -> Total:
    return Total(*[Decimal(number)] * 3)


def cut(source: str, target: str, people: int = 500_000, land: int = 500_000) -> Part:
    return Part(source, target, people, land, land, whole=False)


@pytest.mark.parametrize(
    ("total", "weights", "parts"),
    [(10, [1, 1, 1], [4, 3, 3]), (7, [7, 3], [5, 2]), (0, [1, 2], [0, 0]), (5, [0, 1], [0, 5])],
)
def test_whole_parts_go_to_the_largest_remainders_and_of_equal_ones_to_the_first(
    total: int, weights: list[int], parts: list[int]
) -> None:
    assert whole_parts(total, weights) == parts


@given(st.integers(0, 10**15), st.lists(st.integers(0, 10**9), min_size=1, max_size=9).filter(any))
def test_whole_parts_add_up_and_none_is_a_unit_away(total: int, weights: list[int]) -> None:
    parts = whole_parts(total, weights)
    assert sum(parts) == total
    assert all(abs(p - Fraction(w * total, sum(weights))) < 1 for p, w in zip(parts, weights, strict=True))


def test_farms_with_manure_storage_are_shared_out_as_published() -> None:
    """NUTS 2006 to 2010, 2003: DED1 2,600 and DED3 700 by built-up area; published 2,654 and 646."""
    to_ded4, to_ded5 = shares([5574, 66786])
    assert to_ded4 + to_ded5 == MILLION
    ded4 = 2600 + scaled(exactly(700), to_ded4).value
    assert (round(ded4), round(scaled(exactly(700), to_ded5).value)) == (2654, 646)
    assert round(ded4, 2) == Decimal("2653.92")


def test_which_events_fell_in_a_part_makes_it_uncertain_by_chance_alone() -> None:
    by_chance = replace(LIMITS, overdispersion=Decimal(1))
    assert round(variance(exactly(700), 77_030, 77_030, by_chance).sqrt(), 2) == Decimal("7.05")


def test_regions_are_connected_components() -> None:
    parts = [Part("A", "X"), cut("B", "X"), cut("B", "Y"), Part("C", "Y"), Part("D", "Z")]
    found = regions(parts)
    assert [(r.sources, r.targets) for r in found.all] == [(("A", "B", "C"), ("X", "Y")), (("D",), ("Z",))]


def test_a_sliver_joins_no_regions_and_is_told() -> None:
    sliver = cut("B", "Y", 9_999, 49_999)
    found = regions([Part("A", "X"), cut("B", "X", 990_001, 950_001), sliver, Part("C", "Y")])
    assert [r.targets for r in found.all] == [("X",), ("Y",)]
    assert found.dropped == (sliver,)


def test_a_piece_with_land_but_no_people_is_no_sliver() -> None:
    assert len(regions([cut("B", "X", MILLION, 900_000), cut("B", "Y", 0, 100_000)]).all) == 1


@pytest.mark.parametrize(
    ("value", "split", "spread", "kind"),
    [
        (100, 5, 1, Comparability.PARTLY_EST),
        (100, 25, 400, Comparability.ESTIMATE),
        (100, 25, 401, Comparability.NOT_COMPARABLE),
        (100, 26, 0, Comparability.NOT_COMPARABLE),
    ],
)
def test_the_kinds_part_at_their_limits(value: int, split: int, spread: int, kind: Comparability) -> None:
    assert comparability(Decimal(value), Decimal(split), Decimal(spread), is_cut=True, wholes=2) is kind


def test_changes_after_changes_are_multiplied() -> None:
    lives = {
        "a": (None, date(2015, 12, 31)),
        "b": (None, OLD_END),
        "c": (None, OLD_END),
        "x": (REFORM, None),
        "y": (REFORM, None),
    }
    first = [Change("a", "b", date(2016, 1, 1), *[600_000] * 3), Change("a", "c", date(2016, 1, 1), *[400_000] * 3)]
    then = [
        Change("b", "x", REFORM),
        Change("c", "x", REFORM, *[500_000] * 3),
        Change("c", "y", REFORM, *[500_000] * 3),
    ]
    atlas = Atlas([*first, *then], lives)
    found = atlas.spread("a", date(2013, 6, 30), REFORM)
    assert [(part.target, part.people) for part in found] == [("x", 800_000), ("y", 200_000)]


@st.composite
def reforms(draw: st.DrawFn) -> World:
    """Three old provinces became two; each old commune went into one to three new ones of its own old province."""
    nodes = [
        PlaceNode("vn", "country"),
        PlaceNode("pN", "province", "vn", REFORM),
        PlaceNode("pM", "province", "vn", REFORM),
        *(PlaceNode(k, "province", up, None, OLD_END) for k, up in (("pA", "pN"), ("pB", "pN"), ("pC", "pM"))),
    ]
    changes = [Change(node.key, str(node.parent), REFORM) for node in nodes[3:]]
    sizes = {"pA": 900, "pB": 500, "pC": 700}
    for old_province, up in (("A", "pN"), ("B", "pN"), ("C", "pM")):
        news = [f"n{old_province}{i}" for i in range(draw(st.integers(1, 3)))]
        olds = [f"o{old_province}{i}" for i in range(draw(st.integers(len(news), 4)))]
        nodes += [PlaceNode(key, "commune", up, REFORM) for key in news]
        nodes += [PlaceNode(key, "commune", f"p{old_province}", None, OLD_END) for key in olds]
        for position, old in enumerate(olds):
            others = draw(st.lists(st.sampled_from(news), max_size=2, unique=True))
            into = sorted({news[position % len(news)], *others})
            columns = [
                shares(draw(st.lists(st.integers(0, 99), min_size=len(into), max_size=len(into)))) for _ in "plw"
            ]
            changes += [Change(old, new, REFORM, *row) for new, *row in zip(into, *columns, strict=True)]
            sizes[old] = draw(st.integers(1, 50))
    places = {node.key: node for node in nodes}
    lives = {node.key: (node.valid_from, node.valid_to) for node in nodes}
    rules = {"flow": Rule("flow", "sum", "sum", may_apportion=True), "never": Rule("never", "sum", "sum")}
    return World(places, rules, atlas=Atlas(changes, lives, sizes, sizes))


@st.composite
def counted(draw: st.DrawFn) -> World:
    """A reform with exact counts of communes and provinces in the half years before and after it."""
    world = draw(reforms())
    facts: list[Fact] = []
    for key, place in world.places.items():
        if place.rank in (1, 3) and draw(st.integers(0, 3 if place.rank == 3 else 8)) >= (1 if place.rank == 3 else 8):
            period = HALF[1] if place.valid_to is None else HALF[0]
            code = draw(st.sampled_from(["flow", "flow", "flow", "never"]))
            facts.append(Fact(len(facts), code, key, period, exactly(draw(st.integers(0, 400)))))
    return replace(world, facts=tuple(facts))


def sum_of(rows: list[Row]) -> Decimal:
    """All that rows tell: regions where they speak for their units, else the units themselves."""
    told = {row.region.key: row for row in rows if row.region}
    spoken_for = {target for row in told.values() if row.region for target in row.region.targets}
    spoken = [row.beside[0].total for row in told.values()]
    alone = [row.total for row in rows if row.place not in spoken_for]
    return sum((total.value for total in (*spoken, *alone) if total), Decimal(0))


frames = st.sampled_from([date(2020, 1, 1), OLD_END, REFORM, date(2030, 1, 1)])
codes = st.sampled_from(["flow", "never"])


@given(counted(), frames, codes, st.booleans())
@drawn(6)
def test_provinces_add_up_to_the_country_on_every_map(world: World, frame: date, code: str, apportion: bool) -> None:
    asked = Question((code,), "vn", calendar_year(2025), frame=frame, apportion=apportion)
    [country] = framed.answer(world, asked)
    assert sum_of(framed.answer(world, replace(asked, by=By.PROVINCE))) == (country.total or Total()).value
    assert country.estimated_share in (None, 0)


@given(counted(), frames, codes, st.booleans())
@drawn(6)
def test_communes_of_every_map_have_all_that_communes_counted(
    world: World, frame: date, code: str, apportion: bool
) -> None:
    asked = Question((code,), "vn", calendar_year(2025), By.COMMUNE, frame=frame, apportion=apportion)
    communes = [fact for fact in world.facts if world.places[fact.place].rank == 3 and fact.indicator == code]
    assert sum_of(framed.answer(world, asked)) == sum(fact.quantity.value for fact in communes if fact.quantity)


@given(counted(), frames, st.sampled_from([By.PROVINCE, By.COMMUNE]))
@drawn(6)
def test_a_sum_of_whole_units_is_never_an_estimate(world: World, frame: date, by: By) -> None:
    assert world.atlas is not None
    asked = Question(("flow", "never"), "vn", calendar_year(2025), by, frame=frame, apportion=True)
    sources = [key for key, place in world.places.items() if place.level == by.value]
    parts = [part for key in sources for part in world.atlas.spread(key, date(2025, 12, 31), frame)]
    touched = {part.target for part in parts if not part.whole}
    for row in framed.answer(world, asked):
        assert row.total is None or row.total.low <= row.total.value <= row.total.high
        if row.place not in touched:
            assert row.comparability in (Comparability.EXACT, Comparability.EXACT_SUM)
            assert row.total is None or row.total.low == row.total.high


@given(counted())
@drawn(10)
def test_there_and_back_gives_what_was_reported(world: World) -> None:
    """On the map of its own time every number is again the one that was reported, however it was cut meanwhile."""
    before = [fact for fact in world.facts if fact.period == HALF[0] and world.places[fact.place].rank == 3]
    asked = Question(("flow",), "vn", HALF[0], By.COMMUNE, frame=OLD_END)
    rows = framed.answer(replace(world, facts=tuple(before)), asked)
    told: Mapping[str, Total | None] = {row.place: row.total for row in rows}
    assert told == {fact.place: fact.quantity for fact in before if fact.indicator == "flow"}
    assert all(row.comparability is Comparability.EXACT for row in rows)


@given(reforms(), frames, frames)
@drawn(6)
def test_shares_of_a_unit_are_one_in_whole_millionths(world: World, at: date, frame: date) -> None:
    assert world.atlas is not None
    for key, place in world.places.items():
        if place.in_force(at) and place.rank:
            parts = world.atlas.spread(key, at, frame)
            assert [sum(getattr(p, w) for p in parts) for w in ("people", "other", "land")] == [MILLION] * 3


def test_an_engine_as_was_refuses_a_frame() -> None:
    with pytest.raises(ValueError, match="frame"):
        reference_engine.answer(World({}, {}), Question(("flow",), "vn", frame=REFORM))
