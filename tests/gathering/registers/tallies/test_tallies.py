"""Tallies: running numbers without a trace, what is confirmed, and who reads which of it."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import models

from chungtay.gathering.registers.tallies import queries, services
from chungtay.gathering.registers.tallies.layout import CHANNEL, KIND, topics, wrong_sums
from chungtay.gathering.registers.tallies.models import TallyLine, TallySheet
from chungtay.kernel.errors import NotAllowed, Refusal
from chungtay.kernel.periods import Period, decree_month
from chungtay.reference.indicators.catalogue import catalogue

MONTH = decree_month(2026, 1)
CRIME = ("tips.received", "crime")


def opened(cast: Any, topic: str = "tips", axis: int = KIND) -> TallySheet:
    return services.sheet_open(by=cast.an, topic=topic, period=MONTH, axis=axis)


def test_political_security_stands_on_no_sheet() -> None:
    members = {key for topic in topics().values() for side in topic.members.values() for key in side}
    assert "crime" in members
    assert "political_security" not in members
    named = {measure.key for topic in topics().values() for measure in topic.measures}
    assert {key for key in named if not key.startswith("own.")} <= set(catalogue())


def test_tables_of_tallies_have_no_text_no_village_and_no_day() -> None:
    columns = {field.name: field for model in (TallySheet, TallyLine) for field in model._meta.get_fields()}
    assert not [f for f in columns.values() if isinstance(f, models.TextField | models.JSONField)]
    dated = {name for name, f in columns.items() if isinstance(f, models.DateField)}
    assert dated == {"start", "end", "confirmed_at"}
    written = {name for name, f in columns.items() if isinstance(f, models.CharField)}
    assert written == {"topic", "regime", "measure", "member"}
    assert "village" not in columns


def test_mediation_is_successful_or_not_of_what_was_conducted() -> None:
    topic = topics()["mediation"]
    told = {"mediation.cases_received": 10, "mediation.cases_conducted": 8, "mediation.cases_successful": 6}
    values = {(key, ""): n for key, n in {**told, "own.unsuccessful": 2, "own.pending": 2}.items()}
    assert wrong_sums(topic, values) == []
    assert len(wrong_sums(topic, values | {("own.unsuccessful", ""): 1, ("own.pending", ""): 1})) == 2


@pytest.mark.postgres
def test_presses_leave_a_number_and_nothing_else(cast: Any) -> None:
    sheet = opened(cast)
    rows = TallyLine.objects.count()
    for less in (True, False, False, True):
        services.tally_press(by=cast.an, id=sheet.pk, measure="tips.received", member="crime", less=less)
    assert queries.values_of(sheet)[CRIME] == 1
    assert TallyLine.objects.count() == rows == len(topics()["tips"].lines(KIND))


@pytest.mark.postgres
def test_what_was_confirmed_stays_and_a_next_version_replaces_it(cast: Any) -> None:
    sheet = opened(cast)
    services.tally_write(by=cast.an, id=sheet.pk, values={CRIME: 7, ("tips.useful", "crime"): 8})
    with pytest.raises(Refusal) as refused:
        services.sheet_confirm(by=cast.an, id=sheet.pk)
    assert refused.value.code == "KIE-008"
    services.tally_write(by=cast.an, id=sheet.pk, values={("tips.useful", "crime"): 5})
    services.sheet_confirm(by=cast.an, id=sheet.pk)
    with pytest.raises(Refusal) as refused:
        services.tally_press(by=cast.an, id=sheet.pk, measure="tips.received", member="crime")
    assert refused.value.code == "KIE-004"
    again = services.sheet_redo(by=cast.an, id=sheet.pk, why=services.Why.LATE)
    services.tally_write(by=cast.an, id=again.pk, values={CRIME: 9})
    assert [total["tips.received"] for _, total in queries.sheets_below(cast.binh, "tips", MONTH)] == [7]
    services.sheet_confirm(by=cast.an, id=again.pk)
    assert [total["tips.received"] for _, total in queries.sheets_below(cast.binh, "tips", MONTH)] == [9]
    assert [version.version for version in queries.versions_of(again)] == [2, 1]


def test_a_period_is_counted_by_one_axis_until_its_sheet_is_thrown_away(cast: Any) -> None:
    sheet = opened(cast)
    with pytest.raises(Refusal) as refused:
        opened(cast, axis=CHANNEL)
    assert refused.value.code == "KIE-005"
    services.sheet_discard(by=cast.an, id=sheet.pk)
    assert opened(cast, axis=CHANNEL).axis == CHANNEL


@pytest.mark.parametrize(
    "period", [Period(MONTH.start, MONTH.start), decree_month(2099, 1), Period(MONTH.start, MONTH.end)]
)
def test_only_reporting_periods_that_have_begun_are_counted(cast: Any, period: Period) -> None:
    with pytest.raises(Refusal) as refused:
        services.sheet_open(by=cast.an, topic="tips", period=period, axis=KIND)
    assert refused.value.code == "KIE-002"


@pytest.mark.postgres
def test_sheets_are_for_the_body_and_the_one_above_and_others_read_small_sums_as_small(cast: Any) -> None:
    sheet = opened(cast)
    services.tally_write(by=cast.an, id=sheet.pk, values={CRIME: 3, ("tips.cases_solved", ""): 6})
    for reader in (cast.binh, cast.khoa, cast.hoa, cast.dung):
        with pytest.raises(NotAllowed):
            queries.sheet_get(by=reader, id=sheet.pk)
    services.sheet_confirm(by=cast.an, id=sheet.pk)
    assert queries.sheet_get(by=cast.binh, id=sheet.pk) == sheet
    for reader in (cast.hoa, cast.dung):
        assert queries.sheets_below(reader, "tips", MONTH) == []
        [told] = queries.sums(reader, "tips", MONTH)
        assert (told.totals["tips.received"], told.totals["tips.cases_solved"]) == (None, 6)
    assert queries.sums(cast.giang, "tips", MONTH) == []
