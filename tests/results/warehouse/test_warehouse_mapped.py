"""Communes on a map, in columns: what the oracle says of each, rows and columns alike."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from unittest import mock

import plain_writer
from hypothesis import given
from hypothesis import strategies as st
from test_warehouse_frames import exactly, frames
from test_warehouse_frames_scan import MONTHS, RULES, counted

from chungtay.kernel.periods import Regime, calendar_year
from chungtay.kernel.quantities import INFINITY, Total
from chungtay.results.warehouse import answers, framed, mapped
from chungtay.results.warehouse.columns import columns_of
from chungtay.results.warehouse.facts import Fact, Rule, World
from chungtay.results.warehouse.questions import By, Question, Row
from chungtay.results.warehouse.stores import Store
from drawn import drawn

RATE = Rule("rate", "ratio", "ratio", "reported", forms=frozenset({"m"}))
VAGUE = [Total(Decimal(40), Decimal(40), INFINITY), Total(Decimal(30), Decimal(25), Decimal(36))]


@st.composite
def mixed(draw: st.DrawFn) -> World:
    """The same with some numbers of bounds, and shares of two counts."""
    world = draw(counted())
    facts = []
    for fact in world.facts:
        if fact.indicator == "flow" and not draw(st.integers(0, 8)):
            fact = replace(fact, quantity=draw(st.sampled_from(VAGUE)))
        facts.append(fact)
    for key, place in world.places.items():
        if place.rank == 3 and place.in_force(MONTHS[0].end) and draw(st.booleans()):
            under = exactly(draw(st.sampled_from([0, 7, 90])))
            facts.append(Fact(5000 + len(facts), "rate", key, MONTHS[0], exactly(5), denominator=under))
    return replace(world, facts=tuple(facts), rules=RULES | {"rate": RATE})


asked = st.builds(
    lambda place, by_period, frame, apportion, cells: Question(
        ("flow", "never", "stock", "rate"),
        place,
        calendar_year(2025),
        By.COMMUNE,
        by_period,
        cells,
        frame=frame,
        apportion=apportion,
    ),
    st.sampled_from(["vn", "vn", "pN", "pA"]),
    st.sampled_from([None, Regime.CALENDAR_MONTH, Regime.CALENDAR_QUARTER]),
    frames,
    st.booleans(),
    st.sampled_from(["", None]),
)


@contextmanager
def laid(world: World) -> Iterator[Store]:
    """Every other world as if its few rows were many."""
    few = mapped.FEW * (len(world.facts) % 2)
    with tempfile.TemporaryDirectory() as name, mock.patch.object(mapped, "FEW", few):
        plain_writer.write(Path(name), world)
        with Store(Path(name)) as store:
            yield store


def in_columns(rows: list[Row]) -> list[dict[str, object]]:
    """Rows as the columns have them; numbers whatever their scale."""
    return sorted((_plainly(columns_of(row)) for row in rows), key=repr)


def _plainly(row: dict[str, object]) -> dict[str, object]:
    unit = Decimal(1).scaleb(-int(str(row.pop("scale"))))
    for name in ("value", "low", "high", "denominator"):
        if row[name] is not None:
            row[name] = Decimal(str(row[name])).normalize() * unit
            row[name] = str((Decimal(str(row[name]))).normalize())
    return row


@given(mixed(), asked)
@drawn(3)
def test_communes_on_any_map_are_told_as_the_oracle_tells_them(world: World, question: Question) -> None:
    with laid(world) as store:
        found = answers.ask(store, world, question)
        told = framed.answer(world, question)
        assert found.rows() == told
        assert sorted(map(_plainly, found.table.to_pylist()), key=repr) == in_columns(told)


@given(mixed(), frames, st.booleans(), st.data())
@drawn(2)
def test_a_group_on_any_map_is_told_as_the_oracle_tells_it(
    world: World, frame: date, apportion: bool, data: st.DataObject
) -> None:
    on_map = [key for key, place in world.places.items() if place.rank in (1, 3) and place.in_force(frame)]
    members = data.draw(st.lists(st.sampled_from(sorted(on_map)), min_size=1, max_size=4, unique=True))
    codes = ("flow", "never", "stock", "rate", "kinds")
    question = Question(codes, "vn", calendar_year(2025), frame=frame, apportion=apportion, members=tuple(members))
    with laid(world) as store:
        assert answers.answer(store, world, question) == framed.answer(world, question)


@given(mixed(), frames)
@drawn(3)
def test_all_communes_of_a_province_together_are_what_its_communes_bring(world: World, frame: date) -> None:
    """Numbers of provinces themselves are not theirs."""
    of_communes = replace(world, facts=tuple(fact for fact in world.facts if world.places[fact.place].rank == 3))
    for key, place in world.places.items():
        members = [other for other, node in world.places.items() if node.rank == 3 and node.in_force(frame)]
        members = [other for other in members if key in _line(world, other)]
        if place.rank == 1 and place.in_force(frame) and members:
            whole = Question(("flow", "never"), key, calendar_year(2025), frame=frame)
            parts = replace(whole, place="vn", members=tuple(members))
            told = [[row.total for row in framed.answer(of_communes, question)] for question in (whole, parts)]
            assert told[0] == told[1]


def _line(world: World, key: str) -> set[str]:
    above = world.places[key].parent
    return {key} | (_line(world, above) if above is not None else set())
