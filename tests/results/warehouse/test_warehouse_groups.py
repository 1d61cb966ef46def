"""Groups of places: one total over their members, nothing counted twice, nothing told that a member keeps back."""

import tempfile
from datetime import date
from pathlib import Path
from typing import Any

import plain_writer
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from warehouse_builders import HANOI, NOVEMBER, SESSIONS, Office

from chungtay.kernel.errors import NotAllowed
from chungtay.kernel.periods import calendar_year, decree_month
from chungtay.kernel.quantities import Precision, Quantity, Total, total
from chungtay.reference.places.queries import group_members, place_get
from chungtay.results.warehouse import answers, reference_engine
from chungtay.results.warehouse.facts import GROUP, Duty, Fact, PlaceNode, Receipt, Rule, World
from chungtay.results.warehouse.groups import grouped
from chungtay.results.warehouse.queries import answer_group
from chungtay.results.warehouse.questions import By, Question, Row
from chungtay.results.warehouse.services import generation_build
from chungtay.results.warehouse.stores import Store
from chungtay.results.warehouse.withholding import group_withheld
from results.warehouse.test_warehouse_engines import questions, worlds

YEAR = calendar_year(2025)
BADINH, NGOCHA = "c00004@2025", "c00008@2025"
MADE = date(2025, 1, 1)
PLACES = {
    node.key: node
    for node in (
        PlaceNode("vn", "country"),
        PlaceNode("pA", "province", "vn"),
        PlaceNode("pB", "province", "vn"),
        PlaceNode("dA", "district", "pA", None, date(2024, 12, 31)),
        PlaceNode("o1", "commune", "dA", None, date(2024, 12, 31), "a1"),
        PlaceNode("a1", "commune", "pA", MADE),
        PlaceNode("a2", "commune", "pA", MADE),
        PlaceNode("b1", "commune", "pB", MADE),
    )
}
RULES = {
    "flow": Rule("flow", "sum", "sum", forms=frozenset({"m"})),
    "kinds": Rule("kinds", "union", "last", forms=frozenset({"m"})),
}
DUTIES = tuple(Duty("m", place, MADE) for place in ("a1", "a2", "b1"))


def claimed(number: int, place: str, value: str, code: str = "flow", year: int = 2025, members: str = "") -> Fact:
    word = Precision.MORE_THAN if value.startswith(">") else Precision.EXACT
    quantity = total([Quantity.read(value.lstrip(">"), word)])
    return Fact(number, code, place, calendar_year(year), quantity, members=tuple(members) or None, batch=number)


def asked(facts: tuple[Fact, ...], *members: str, code: str = "flow", year: int = 2025) -> Row:
    receipts = tuple(Receipt(fact.batch, "m", fact.place, fact.period) for fact in facts)
    world = World(PLACES, RULES, facts, DUTIES, receipts)
    [row] = reference_engine.answer(*grouped(world, Question((code,), "vn", calendar_year(year)), members))
    return row


def counts(row: Row) -> tuple[int | None, int, int, int]:
    return None if row.total is None else int(row.total.value), row.stated, row.received, row.expected


def test_a_group_is_the_sum_of_its_members_with_who_is_missing() -> None:
    facts = (claimed(1, "a1", "10"), claimed(2, "a2", "100"))
    assert counts(asked(facts, "a1", "b1")) == (10, 1, 1, 2)


def test_over_makes_the_group_a_lower_bound() -> None:
    row = asked((claimed(1, "a1", ">10"), claimed(2, "b1", "5")), "a1", "b1")
    assert row.total is not None
    assert row.total.word is Precision.MORE_THAN


def test_nothing_from_any_member_is_not_nought() -> None:
    row = asked((claimed(1, "a2", "100"),), "a1", "b1")
    assert (counts(row), row.absence) == ((None, 0, 0, 2), "not_reported")


def test_a_member_within_another_is_not_counted_twice() -> None:
    facts = (claimed(1, "pA", "110"), claimed(2, "a1", "10"), claimed(3, "b1", "5"))
    assert asked(facts, "pA", "a1", "b1").total == asked(facts, "pA", "b1").total


def test_old_communes_count_below_the_one_that_took_them_over() -> None:
    facts = (claimed(1, "o1", "7", year=2024), claimed(2, "b1", "5", year=2024))
    assert counts(asked(facts, "a1", "b1", year=2024))[0] == 12


def test_distinct_things_are_united_over_the_group() -> None:
    facts = (claimed(1, "a1", "2", "kinds", members="xy"), claimed(2, "b1", "2", "kinds", members="yz"))
    row = asked(facts, "a1", "b1", code="kinds")
    assert (counts(row)[0], row.members) == (3, ("x", "y", "z"))


def test_a_group_without_members_has_no_answer() -> None:
    with pytest.raises(ValueError, match="without members"):
        grouped(World(PLACES, RULES), Question(("flow",), "vn", YEAR), ())


group_of_three = st.lists(st.sampled_from(["n1", "n2", "z1"]), min_size=1, unique=True)
any_group = st.lists(st.sampled_from(["pN", "pA", "pZ", "dA", "o1", "o2", "n1", "n2", "z1"]), min_size=1, unique=True)


@given(worlds, group_of_three)
@settings(max_examples=60)
def test_a_group_is_what_its_members_come_to_alone(world: World, members: list[str]) -> None:
    question = Question(("flow",), "vn", YEAR)
    alone = [reference_engine.answer(world, Question(("flow",), key, YEAR))[0].total for key in members]
    [row] = reference_engine.answer(*grouped(world, question, members))
    assert (row.total or Total()) == sum((item for item in alone if item is not None), Total())


@given(worlds, questions, any_group)
@settings(max_examples=12, deadline=None)
def test_a_generation_answers_of_groups_as_the_oracle_does(
    world: World, question: Question, members: list[str]
) -> None:
    with tempfile.TemporaryDirectory() as name:
        plain_writer.write(Path(name), world)
        with Store(Path(name)) as store:
            given_world, given_question = grouped(world, question, members)
            found = answers.answer(store, given_world, given_question)
            assert found == reference_engine.answer(given_world, given_question)


# --- of the ledger -------------------------------------------------------------------------------


def communes() -> list[Any]:
    return [place_get(BADINH), place_get(NGOCHA)]


def november(indicator: str = SESSIONS, place: str = HANOI, **extra: Any) -> Question:
    return Question((indicator,), place, NOVEMBER, **extra)


@pytest.mark.django_db
@pytest.mark.postgres
def test_a_group_from_flags_is_asked_of_the_ledger_and_its_generation(office: Office) -> None:
    office.reports("CA-BADINH", 15)
    urban = list(group_members("urban", NOVEMBER.end, within=place_get(HANOI)))
    [before] = answer_group(november(), urban, user=office.cast.binh)
    generation_build()
    office.reports("CA-NGOCHA", 5)
    [after] = answer_group(november(), urban, user=office.cast.binh)
    assert [(row.place, counts(row)) for row in (before, after)] == [(GROUP, (15, 1, 1, 2)), (GROUP, (20, 2, 2, 2))]


@pytest.mark.django_db
def test_rows_by_commune_are_those_of_the_members(office: Office) -> None:
    office.reports("CA-BADINH", 15)
    office.reports("CA-NGOCHA", 5)
    rows = answer_group(november(by=By.COMMUNE), communes()[:1])
    assert [(row.place, counts(row)[0]) for row in rows] == [(BADINH, 15)]


@pytest.mark.django_db
def test_members_of_another_territory_are_refused(office: Office) -> None:
    with pytest.raises(NotAllowed, match="KHO-404"):
        answer_group(november(), [place_get("c18073@2025")], user=office.cast.binh)
    with pytest.raises(NotAllowed, match="KHO-404"):
        answer_group(november(), communes(), user=office.cast.giang)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("tips", "by_hand", "withheld"),
    [
        ((3, 40), True, True),
        ((3, 40), False, True),
        ((3, 4), False, False),
        ((3, 4), True, True),
        ((30, 40), True, False),
    ],
)
def test_a_group_does_not_give_away_a_members_small_count(
    office: Office, tips: tuple[int, int], by_hand: bool, withheld: bool
) -> None:
    for code, number in zip(("CA-BADINH", "CA-NGOCHA"), tips, strict=True):
        office.reports(code, number, indicator="tips.received")
    question = november("tips.received")
    cells = group_withheld(question, communes(), by_hand=by_hand, user=office.cast.hoa)
    assert cells == (frozenset({""}) if withheld else frozenset())
    assert group_withheld(question, communes(), by_hand=by_hand, user=office.cast.binh) == frozenset()


@pytest.mark.django_db
def test_what_is_never_small_is_never_withheld(office: Office) -> None:
    office.reports("CA-BADINH", 1, period=decree_month(2025, 11))
    assert group_withheld(november(), communes(), by_hand=True, user=office.cast.hoa) == frozenset()
