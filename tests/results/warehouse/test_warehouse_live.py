"""Live questions: a generation and the ledger's tail together are the ledger, at any time."""

from dataclasses import replace
from random import Random
from typing import Any

import pytest
from warehouse_builders import HANOI, NOVEMBER, SESSIONS, Office

from chungtay.kernel.absence import Absence
from chungtay.kernel.errors import NotAllowed
from chungtay.kernel.periods import decree_month, decree_year
from chungtay.kernel.quantities import Quantity
from chungtay.ledger.queries import transaction_now
from chungtay.ledger.types import Claim, DecisionKind
from chungtay.reference.places.queries import place_get
from chungtay.results.warehouse.folders import folder_publish
from chungtay.results.warehouse.generations import generation_latest, generations_folder
from chungtay.results.warehouse.queries import answer, small_cell
from chungtay.results.warehouse.questions import Basis, By, Question
from chungtay.results.warehouse.services import generation_build
from chungtay.results.warehouse.withholding import Judge

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]


def test_before_the_first_generation_the_ledger_itself_answers(office: Office) -> None:
    office.reports("CA-BADINH", 15)
    row = office.asks()
    assert (row.total.value, row.basis, row.stated, row.received, row.expected) == (15, Basis.ROLLED_UP, 1, 1, 2)


def test_a_generation_answers_the_same_as_the_ledger(office: Office) -> None:
    office.reports("CA-BADINH", 15)
    office.reports("CA-NGOCHA", 5)
    before = office.asks()
    generation = generation_build()
    assert generation.figure_count == 2
    assert office.asks() == before


def test_a_report_approved_after_the_generation_counts_at_once(office: Office) -> None:
    office.reports("CA-BADINH", 15)
    generation_build()
    office.reports("CA-NGOCHA", 5)
    assert office.total() == 20


def test_a_correction_after_the_generation_replaces_and_is_not_added(office: Office) -> None:
    office.reports("CA-BADINH", 15)
    generation_build()
    office.reports("CA-BADINH", 16)
    assert office.total() == 16


def test_a_report_withdrawn_after_the_generation_no_longer_counts(office: Office) -> None:
    batch = office.reports("CA-BADINH", 15)
    generation_build()
    office.decides(batch, DecisionKind.WITHDRAWN)
    assert office.asks().absence is Absence.NOT_REPORTED


@pytest.mark.parametrize("built_when", ["never", "before", "after"])
def test_as_known_earlier_a_corrected_figure_has_its_first_value(office: Office, built_when: str) -> None:
    office.reports("CA-BADINH", 15)
    then = transaction_now()
    if built_when == "before":
        generation_build()
    office.reports("CA-BADINH", 16)
    if built_when == "after":
        generation_build()
    assert (office.total(as_known_at=then), office.total()) == (15, 16)


def test_over_any_walk_of_the_ledger_generation_and_tail_are_the_ledger(office: Office) -> None:
    random = Random(7)
    batches: list[Any] = []
    known: dict[int, list[Any]] = {}
    months = [decree_month(2025, 10), NOVEMBER]
    question = Question((SESSIONS, "mediation.success_rate"), HANOI, decree_year(2025), by=By.COMMUNE)
    for _ in range(14):
        if batches and random.random() < 0.25:
            office.decides(batches.pop(random.randrange(len(batches))), DecisionKind.WITHDRAWN)
        else:
            code, month = random.choice(["CA-BADINH", "CA-NGOCHA"]), random.choice(months)
            batches.append(office.reports(code, random.randrange(9), period=month))
        known[transaction_now()] = answer(question)
        if random.random() < 0.3:
            generation_build()
    for build in (lambda: None, generation_build):
        build()
        assert {at: answer(replace(question, as_known_at=at)) for at in known} == known


def test_a_build_that_breaks_between_folder_and_row_leaves_the_old_generation_in_use(office: Office) -> None:
    office.reports("CA-BADINH", 15)
    old = generation_build()
    folder_publish(generations_folder(), "orphan", lambda folder: (folder / "facts.parquet").touch())
    assert generation_latest() == old
    assert office.total() == 15


def test_a_generation_whose_folder_was_not_restored_is_passed_over(office: Office) -> None:
    office.reports("CA-BADINH", 15)
    generation = generation_build()
    (generations_folder() / generation.folder).rename(generations_folder() / "elsewhere")
    assert office.total() == 15


def test_the_last_two_generations_are_kept(office: Office) -> None:
    office.reports("CA-BADINH", 15)
    built = [generation_build() for _ in range(4)]
    assert {path.name for path in generations_folder().iterdir()} == {generation.folder for generation in built[-2:]}


def test_the_same_ledger_gives_a_generation_of_the_same_content(office: Office) -> None:
    office.reports("CA-BADINH", 15)
    assert generation_build().digest == generation_build().digest


def test_a_neighbour_may_not_ask_and_is_not_told_that_there_is_something(office: Office) -> None:
    office.reports("CA-BADINH", 15)
    with pytest.raises(NotAllowed) as hidden:
        answer(Question((SESSIONS,), HANOI, NOVEMBER), user=office.cast.giang)
    with pytest.raises(NotAllowed) as unknown:
        answer(Question((SESSIONS,), "p99@2025", NOVEMBER), user=office.cast.giang)
    assert hidden.value.code == unknown.value.code == "KHO-404"


def test_the_province_may_ask_about_its_commune(office: Office) -> None:
    office.reports("CA-BADINH", 15)
    [row] = answer(Question((SESSIONS,), "c00004@2025", NOVEMBER), user=office.cast.binh)
    assert (row.total.value, row.basis) == (15, Basis.REPORTED)


def test_three_tips_are_shown_as_few_outside_the_reporting_body_and_its_approver(office: Office) -> None:
    office.reports("CA-BADINH", 3, indicator="tips.received")
    row = office.asks(indicator="tips.received")
    small = {name: small_cell(row, getattr(office.cast, name)) for name in ("an", "binh", "dung", "khoa")}
    assert small == {"an": False, "binh": False, "dung": True, "khoa": True}
    judges = {name: Judge(getattr(office.cast, name)) for name in small}
    assert {name: bool(judge.see([row])) and judge.is_small(row) for name, judge in judges.items()} == small


def test_three_sessions_are_nobodys_secret(office: Office) -> None:
    office.reports("CA-BADINH", 3)
    assert not small_cell(office.asks(), None)


def test_an_old_commune_counts_in_the_province_of_today(office: Office) -> None:

    year = decree_year(2024)
    old = place_get("p01@2013")
    office.appends("CA-HN", [Claim(SESSIONS, old.pk, year, Quantity.read(7))], year)
    generation_build()
    assert (office.total(period=year), office.total(period=year, place="p01@2013")) == (7, 7)


@pytest.mark.parametrize("built", [False, True])
def test_a_rate_is_worked_out_from_both_parts_of_one_report(office: Office, built: bool) -> None:
    place = office.cast.bodies["CA-BADINH"].place_id
    parts = {"mediation.cases_conducted": 40, "mediation.cases_successful": 30}
    if built:
        generation_build()
    office.appends("CA-BADINH", [Claim(code, place, NOVEMBER, Quantity.read(n)) for code, n in parts.items()])
    row = office.asks(indicator="mediation.success_rate")
    assert (row.total.value, row.denominator.value, len(row.figure_ids)) == (30, 40, 2)
