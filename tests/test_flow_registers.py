"""Registers feed figures: offered, taken with their rows as evidence, and told apart where they differ afterwards."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

import pytest

from chungtay import flow, flow_registers
from chungtay.checks.queries import findings_of
from chungtay.gathering.intake.drafts import queries as drafts
from chungtay.gathering.intake.drafts import services as writing
from chungtay.gathering.registers.activities import services as activities
from chungtay.gathering.registers.activities.types import ActivityDraft
from chungtay.gathering.registers.community import services as community
from chungtay.gathering.registers.community.queries import kind_named
from chungtay.gathering.registers.counts import register_counts
from chungtay.gathering.registers.forces import services as forces
from chungtay.gathering.registers.forces.services import TeamDraft
from chungtay.gathering.registers.tallies import services as tallies
from chungtay.kernel.periods import decree_month
from chungtay.kernel.quantities import Quantity
from chungtay.ledger.queries import figures_of_batch
from chungtay.reference.forms.queries import form_get
from chungtay.reference.forms.services import form_store
from chungtay.reference.forms.texts import FormText, RowText, SectionText
from chungtay.reference.indicators.catalogue import catalogue
from chungtay.reference.sources import services as sources
from chungtay.reference.sources.queries import excerpt_around, source_content, source_get, source_text

MAY = decree_month(2026, 5)
PATROL = 7
SHIFTS, PEOPLE = "patrols.shifts|", "patrols.participations|"


@pytest.fixture
def form(cast: Any) -> Any:
    rows = tuple(RowText(key.partition("|")[0], "") for key in (SHIFTS, PEOPLE))
    form_store(
        FormText(
            "thu", 1, "Thử", "Trial", MAY.regime, date(2026, 1, 1), None, {"commune": 1}, (SectionText("", "", rows),)
        )
    )
    return form_get("thu")


def patrol(cast: Any, on: date, people: int | None = 12) -> Any:
    place = cast.bodies["CA-BADINH"].place
    return activities.activity_register(by=cast.an, draft=ActivityDraft(PATROL, on, place, participations=people))


def opened(cast: Any) -> Any:
    body = cast.bodies["CA-BADINH"]
    return flow.draft_open(by=cast.an, body=body, form_code="thu", place=body.place, period=MAY)


def shown(draft: Any) -> dict[str, tuple[str, str]]:
    return {line.item.key: (line.content.text, line.content.origin) for line in drafts.draft_lines(draft)}


def sent(cast: Any, **typed: str) -> Any:
    draft = opened(cast)
    writing.offers_take(by=cast.an, draft=draft)
    items = {line.item.key: line.item.id for line in drafts.draft_lines(draft)}
    texts = [writing.CellText(items[key], text) for key, text in typed.items()]
    if texts:
        writing.cells_write(by=cast.an, draft=draft, cells=texts)
    return flow.draft_submit(by=cast.an, draft=draft)


def test_what_the_registers_count_is_offered_and_counts_for_nothing_until_it_is_taken(cast: Any, form: Any) -> None:
    patrol(cast, date(2026, 4, 20))
    patrol(cast, date(2026, 5, 14), 8)
    patrol(cast, date(2026, 5, 15), 100)
    draft = opened(cast)
    assert shown(draft) == {SHIFTS: ("2", "offered"), PEOPLE: ("20", "offered")}
    assert drafts.claims_readable(draft) == []


def test_an_open_form_is_offered_what_the_registers_count_now(cast: Any, form: Any) -> None:
    patrol(cast, date(2026, 4, 20))
    opened(cast)
    patrol(cast, date(2026, 4, 21))
    assert shown(opened(cast))[SHIFTS] == ("2", "offered")


def test_people_are_offered_only_where_every_shift_was_counted(cast: Any, form: Any) -> None:
    patrol(cast, date(2026, 4, 20))
    patrol(cast, date(2026, 4, 21), None)
    assert shown(opened(cast)) == {SHIFTS: ("2", "offered"), PEOPLE: ("", "typed")}


def test_a_neighbours_activities_are_not_offered(cast: Any, form: Any) -> None:
    place = cast.bodies["CA-NGOCHA"].place
    activities.activity_register(by=cast.khoa, draft=ActivityDraft(PATROL, date(2026, 4, 20), place, participations=3))
    assert {text for text, _ in shown(opened(cast)).values()} == {""}


def test_what_was_taken_keeps_its_rows_as_evidence_without_a_name(cast: Any, form: Any) -> None:
    held = patrol(cast, date(2026, 4, 20))
    batch = sent(cast)
    told = json.loads(source_content(by=cast.an, source=batch.source))
    assert told["counts"][0]["rows"] == [["activity", held.pk, held.version]]
    (shifts, _) = figures_of_batch(batch)
    start, end = shifts.claim.span or (0, 0)
    line = source_text(by=cast.an, source=batch.source).text[start:end]
    assert line == f"Buổi/ca tuần tra: 1. Dòng sổ hoạt động: {held.pk}.1"


def test_beside_a_workbook_what_was_taken_from_a_register_keeps_its_rows_and_a_cell_rests_on_itself(
    cast: Any, form: Any
) -> None:
    held, body = patrol(cast, date(2026, 4, 20)), cast.bodies["CA-BADINH"]
    book = sources.source_receive(
        by=cast.an, issuer=body, content=b"x", filename="thang.xlsx", text="12", paragraphs=[(0, 2)]
    )
    draft = writing.draft_open(
        by=cast.an, body=body, form=form, place=body.place, period=MAY, source=book, counted={SHIFTS: Quantity.read(1)}
    )
    items = {line.item.key: line.item.id for line in drafts.draft_lines(draft)}
    writing.cells_write(by=cast.an, draft=draft, cells=[writing.CellText(items[PEOPLE], "12", locator="Thang!D12")])
    writing.offers_take(by=cast.an, draft=draft)
    batch = flow.draft_submit(by=cast.an, draft=draft)
    shifts, people = figures_of_batch(batch)
    assert (batch.source, people.claim.locator) == (book, "Thang!D12")
    kept = flow_registers.kept_beside(shifts.claim)
    assert kept is not None
    rows = json.loads(source_content(by=cast.an, source=source_get(by=cast.an, id=kept[0])))["counts"]
    assert [count["rows"] for count in rows] == [[["activity", held.pk, 1]]]
    said = excerpt_around(kept[0], *kept[1])
    assert said is not None
    assert said.text == f"Buổi/ca tuần tra: 1. Dòng sổ hoạt động: {held.pk}.1"
    activities.activity_strike(by=cast.an, id=held.pk, reason="Ghi nhầm")
    assert [(d.indicator, d.then.value, d.now and d.now.value) for d in flow_registers.differing(batch)] == [
        ("patrols.shifts", 1, None)
    ]


def test_another_number_than_the_registers_stands_on_the_form_alone_and_is_told(cast: Any, form: Any) -> None:
    patrol(cast, date(2026, 4, 20))
    batch = sent(cast, **{SHIFTS: "3"})
    spans = [figure.claim.span is None for figure in figures_of_batch(batch)]
    assert spans == [True, False]
    assert [finding.rule for finding in findings_of(batch.pk) if finding.rule == "KT-030"] == ["KT-030"]


def test_a_row_struck_afterwards_changes_no_figure_and_the_difference_is_told(cast: Any, form: Any) -> None:
    held = patrol(cast, date(2026, 4, 20))
    patrol(cast, date(2026, 4, 21))
    batch = sent(cast)
    activities.activity_strike(by=cast.an, id=held.pk, reason="Ghi nhầm")
    assert [(d.indicator, d.then.value, d.now and d.now.value) for d in flow_registers.differing(batch)] == [
        ("patrols.shifts", 2, 1),
        ("patrols.participations", 24, 12),
    ]
    assert [int(figure.claim.quantity.value) for figure in figures_of_batch(batch)] == [2, 24]


def counts(cast: Any) -> dict[str, int]:
    body = cast.bodies["CA-BADINH"]
    found = register_counts(body=body, place=body.place, period=MAY, wanted=catalogue())
    return {key: count.value for key, count in found.items()}


def test_teams_are_counted_on_the_last_day_and_their_people_where_all_were_counted(cast: Any) -> None:
    place = cast.bodies["CA-BADINH"].place
    first = forces.team_begin(by=cast.an, draft=TeamDraft(1, place, date(2025, 8, 1), members=5))
    assert counts(cast) == {"force.teams|": 1, "force.members|": 5}
    forces.team_count(by=cast.an, id=first.pk, on=MAY.end + timedelta(1), members=9)
    forces.team_begin(by=cast.an, draft=TeamDraft(1, place, date(2025, 8, 1)))
    assert counts(cast) == {"force.teams|": 2}


def test_points_are_counted_by_kind_while_they_work_and_are_known(cast: Any) -> None:
    community.register_load()
    kind = kind_named("Camera an ninh")
    for name, since in (("Camera tổ 1", date(2025, 8, 1)), ("Camera tổ 2", date(2026, 4, 20))):
        body = cast.bodies["CA-BADINH"]
        first = community.First("launch", since)
        community.point_register(by=cast.an, kind=kind, place=body.place, name=name, lead="police", first=first)
    told = counts(cast)
    assert told["models.points|"] == told["models.points|model_kind=security_camera"] == 2
    assert (told["models.kinds|"], told["models.built|"]) == (1, 1)


def test_tips_are_counted_by_kind_and_never_as_a_whole_that_leaves_some_out(cast: Any) -> None:
    sheet = tallies.sheet_open(by=cast.an, topic="tips", period=MAY, axis=1)
    tallies.tally_press(by=cast.an, id=sheet.pk, measure="tips.received", member="crime")
    assert counts(cast) == {}
    tallies.sheet_confirm(by=cast.an, id=sheet.pk)
    told = counts(cast)
    assert told["tips.received|tip_category=crime"] == 1
    assert "tips.received|" not in told


def test_invented_rows_are_never_the_evidence_of_a_report(cast: Any) -> None:
    community.register_load()
    first, place = community.First("launch", date(2026, 4, 20)), cast.bodies["CA-BADINH"].place
    values = {"kind": kind_named("Camera an ninh"), "place": place, "lead": "police", "first": first}
    community.point_register(by=cast.an, name="Camera tổ 1", is_illustration=True, **values)
    forces.team_begin(by=cast.an, draft=TeamDraft(1, place, date(2025, 8, 1), members=5), is_illustration=True)
    assert counts(cast) == {}
