"""Finished answers are those of the general way, for every usual question, and nobody else's."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import plain_writer
from hypothesis import given
from hypothesis import strategies as st
from test_warehouse_engines import PLACES, RULES, worlds
from test_warehouse_frames import exactly, frames
from test_warehouse_frames_scan import counted
from test_warehouse_scan import mostly_plain

from chungtay.kernel.periods import (
    Period,
    Regime,
    calendar_month,
    calendar_year,
    decree_year,
)
from chungtay.results.warehouse import answers, framed, layout, reference_engine
from chungtay.results.warehouse.checking import answers_differing
from chungtay.results.warehouse.facts import Fact, Receipt, World
from chungtay.results.warehouse.laying import sheets_lay
from chungtay.results.warehouse.questions import By, Question, Tells
from chungtay.results.warehouse.stores import Store
from chungtay.results.warehouse.tails import Tail
from drawn import drawn

SPANS = [
    (calendar_year(2025), None),
    (decree_year(2025), None),
    (calendar_month(2025, 6), None),
    (calendar_year(2025), Regime.CALENDAR_MONTH),
    (decree_year(2025), Regime.DECREE_MONTH),
    (calendar_year(2025), Regime.CALENDAR_QUARTER),
]
usual = st.builds(
    lambda place, span, by, cells: Question(("flow", "stock", "open"), place, span[0], by, span[1], cells),
    st.sampled_from(["vn", "vn", "pN", "pA", "pZ"]),
    st.sampled_from(SPANS),
    st.sampled_from([By.ONE, By.PROVINCE]),
    st.sampled_from(["", None]),
)


@contextmanager
def laid(world: World, *regimes: Regime) -> Iterator[Store]:
    """A generation of a world with sheets."""
    with tempfile.TemporaryDirectory() as name:
        plain_writer.write(Path(name), world)
        sheets_lay(Path(name), world, regimes=regimes)
        with Store(Path(name)) as store:
            yield store


def regime_of(question: Question) -> Regime:
    assert question.period is not None
    return question.by_period or question.period.regime


@given(mostly_plain() | worlds, usual)
@drawn(5)
def test_usual_questions_are_answered_as_the_oracle_answers_them(world: World, question: Question) -> None:
    with laid(world, regime_of(question)) as store:
        assert answers.answer(store, world, question) == reference_engine.answer(world, question)


@st.composite
def led_on(draw: st.DrawFn) -> tuple[World, World, Tail]:
    """A world as a generation holds it, the world of today, and what the ledger said between the two."""
    world = draw(mostly_plain())
    facts = [
        replace(fact, id=n, batch=n, known_from=1, known_to=None)
        for n, fact in enumerate(world.facts)
        if fact.indicator in ("flow", "stock", "open")
    ]
    fate = {fact.id: draw(st.sampled_from(["kept", "kept", "kept", "ended", "new"])) for fact in facts}
    then = [fact for fact in facts if fate[fact.id] != "new"]
    now = [fact for fact in facts if fate[fact.id] != "ended"]
    by_code: dict[str, dict[str, list[Fact]]] = {"new": {}, "ended": {}}
    for fact in facts:
        by_code.get(fate[fact.id], {}).setdefault(fact.indicator, []).append(fact)
    ranks = {fact.id: fact.rank for fact in facts}
    tail = Tail(
        5,
        frozenset(number for number, found in fate.items() if found == "ended"),
        by_code["ended"],
        by_code["new"],
        tuple(_receipts([fact for fact in facts if fate[fact.id] == "new"])),
        lambda figures: {number: ranks[number] for number in figures},
    )
    of_then = replace(world, facts=tuple(then), receipts=tuple(_receipts(then)))
    return of_then, replace(world, facts=tuple(now), receipts=tuple(_receipts(now))), tail


def _receipts(facts: list[Fact]) -> list[Receipt]:
    return [Receipt(fact.batch, "m", fact.place, fact.period) for fact in facts]


@given(led_on(), usual)
@drawn(5)
def test_what_the_ledger_said_since_is_judged_anew(worlds: tuple[World, World, Tail], question: Question) -> None:
    then, now, tail = worlds
    with laid(then, regime_of(question)) as store:
        assert answers.answer(store, replace(then, today=now.today), question, tail) == reference_engine.answer(
            now, question
        )


mapped = st.builds(
    lambda place, span, by, frame, cells: Question(
        ("flow", "never", "stock"), place, span[0], by, span[1], cells, frame=frame
    ),
    st.sampled_from(["vn", "vn", "pN"]),
    st.sampled_from(SPANS),
    st.sampled_from([By.PROVINCE, By.PROVINCE, By.ONE]),
    frames,
    st.sampled_from(["", None]),
)


@given(counted(), mapped)
@drawn(4)
def test_units_that_were_never_cut_are_on_the_map_what_they_are_as_was(world: World, question: Question) -> None:
    with laid(world, regime_of(question)) as store:
        assert answers.answer(store, world, question) == framed.answer(world, question)


@given(mostly_plain(), st.sampled_from([By.ONE, By.PROVINCE]), st.sampled_from([calendar_year, decree_year]))
@drawn(4)
def test_how_far_a_stock_reaches_is_as_counted_commune_by_commune(world: World, by: By, year: Any) -> None:
    asked = Question(("stock",), "vn", year(2025), by, trace=False, tells=Tells.COVERAGE)
    with laid(world, regime_of(asked)) as store:
        assert answers.answer(store, world, asked) == reference_engine.answer(world, asked)


by_commune = st.builds(
    lambda place, span, cells, trace: Question(
        ("flow", "stock", "open"), place, span[0], By.COMMUNE, span[1], cells, trace=trace
    ),
    st.sampled_from(["vn", "vn", "pN", "pA", "dA"]),
    st.sampled_from(
        [
            (calendar_year(2025), None),
            (decree_year(2025), None),
            (Period(date(2024, 1, 1), date(2025, 12, 31), Regime.SPAN), Regime.CALENDAR_YEAR),
        ]
    ),
    st.sampled_from(["", None]),
    st.booleans(),
)


@given(mostly_plain() | worlds, by_commune)
@drawn(5)
def test_communes_are_answered_year_by_year_as_the_oracle_answers_them(world: World, question: Question) -> None:
    with laid(world, regime_of(question)) as store:
        found = answers.ask(store, world, question)
        assert found.rows() == reference_engine.answer(world, question)
        assert found.table.num_rows == len(found.rows())


@given(led_on(), by_commune)
@drawn(4)
def test_communes_of_which_the_ledger_spoke_since_are_judged_anew(
    worlds: tuple[World, World, Tail], question: Question
) -> None:
    then, now, tail = worlds
    with laid(then, regime_of(question)) as store:
        assert answers.answer(store, replace(then, today=now.today), question, tail) == reference_engine.answer(
            now, question
        )


def test_finished_answers_that_the_general_way_does_not_give_are_found(tmp_path: Path) -> None:
    months = [calendar_month(2025, month) for month in (1, 2)]
    world = World(PLACES, RULES, tuple(Fact(n, "flow", "z1", month, exactly(5)) for n, month in enumerate(months)))
    folders = [tmp_path / name for name in ("sound", "other")]
    for folder, value in zip(folders, (5, 6), strict=True):
        facts = (*world.facts[:1], replace(world.facts[1], quantity=exactly(value)))
        folder.mkdir()
        plain_writer.write(folder, replace(world, facts=facts))
        sheets_lay(folder, world, regimes=[Regime.CALENDAR_YEAR])
    assert answers_differing(folders[0], world, memory="512MB", seed=1) == []
    shutil.copy(folders[0] / layout.YEARS, folders[1])
    shutil.copy(folders[0] / layout.NODES, folders[1])
    assert answers_differing(folders[1], world, memory="512MB", seed=1) == ["flow"]
