"""Standards: who registers, what is excluded, and the way to a recognition that counts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.utils import timezone

from chungtay.gathering.registers.standards import counting, queries, scoping, services
from chungtay.gathering.registers.standards.rules import criteria, rule_sets
from chungtay.gathering.registers.standards.services import EntryDraft
from chungtay.kernel.errors import NotAllowed, Refusal
from chungtay.kernel.periods import Period, Regime

SAFE, RATING, EXEMPLARY = 1, 2, 4
AREA, COMMUNE, FIRM, SCHOOL = 1, 2, 4, 5
MET, NOT_MET, NOT_APPLICABLE = 1, 2, 3
ON, YEAR = date(2025, 12, 1), Period(date(2025, 1, 1), date(2025, 12, 31), Regime.CALENDAR_YEAR)


def draft(cast: Any, **changes: Any) -> EntryDraft:
    return replace(EntryDraft(SAFE, 2025, AREA, cast.bodies["CA-BADINH"].place, "Khu dân cư số 3"), **changes)


def proposed(cast: Any, **changes: Any) -> Any:
    entry = services.entry_register(by=cast.an, draft=draft(cast, **changes))
    marks = dict.fromkeys(services.subject_of(entry).criteria, MET)
    services.entry_assess(by=cast.an, id=entry.pk, marks=marks)
    return services.entry_propose(by=cast.an, id=entry.pk, document="12/TTr")


def recognise(cast: Any, entry: Any, **more: Any) -> Any:
    return services.entry_decide(by=cast.binh, id=entry.pk, recognised=True, number="5/QĐ", on=ON, **more)


def test_the_years_of_subjects_end_on_days_of_their_own() -> None:
    subjects = rule_sets()[SAFE].subjects
    assert subjects[AREA].year(2025) == (date(2024, 11, 1), date(2025, 10, 31))
    assert subjects[SCHOOL].year(2025) == (date(2024, 11, 16), date(2025, 11, 15))


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"rule": 9}, "TCH-001"),
        ({"year": 2021}, "TCH-001"),
        ({"year": 2090}, "TCH-002"),
        ({"kind": FIRM, "sort": 3}, "TCH-003"),
        ({"kind": SCHOOL, "sort": 4}, "TCH-003"),
        ({"kind": SCHOOL}, "TCH-003"),
        ({"name": ""}, "TCH-004"),
        ({"name": "Nhà ông Nguyễn Văn An"}, "NGUON-106"),
    ],
)
def test_a_subject_that_is_not_reviewed_is_refused_by_its_code(cast: Any, changes: dict[str, Any], code: str) -> None:
    with pytest.raises(Refusal) as refused:
        services.entry_register(by=cast.an, draft=draft(cast, **changes))
    assert refused.value.code == code


def test_a_criterion_that_is_not_met_or_not_assessed_keeps_a_subject_from_being_proposed(cast: Any) -> None:
    entry = services.entry_register(by=cast.an, draft=draft(cast))
    marks = {1: MET, 2: MET, 3: NOT_APPLICABLE, 4: MET}
    with pytest.raises(Refusal, match="TCH-006"):
        services.entry_assess(by=cast.an, id=entry.pk, marks=marks)
    services.entry_assess(by=cast.an, id=entry.pk, marks=marks | {5: NOT_MET})
    with pytest.raises(Refusal, match="TCH-006"):
        services.entry_propose(by=cast.an, id=entry.pk)
    services.entry_assess(by=cast.an, id=entry.pk, marks=marks | {5: MET})
    assert services.entry_propose(by=cast.an, id=entry.pk).state == queries.State.PROPOSED


@pytest.mark.postgres
def test_a_recognition_counts_and_a_rate_keeps_its_denominator(cast: Any) -> None:
    recognise(cast, proposed(cast))
    proposed(cast, name="Khu dân cư số 4")
    rated = proposed(cast, rule=RATING)
    with pytest.raises(Refusal) as refused:
        recognise(cast, rated)
    assert refused.value.code == "TCH-008"
    recognise(cast, rated, rating="excellent")
    [rate] = queries.rates(cast.dung, queries.Asked(SAFE, 2025))
    assert (rate.registered, rate.proposed, rate.recognised) == (2, 1, 1)
    told = {c.key: c.value for c in counting.counted(place=cast.bodies["CA-BADINH"].place, period=YEAR)}
    assert told == {
        "standard.safe_residential_areas|": 1,
        "standard.movement_rating|": 1,
        "standard.movement_rating|rating=excellent": 1,
    }


def test_a_subject_registers_once_a_year_under_any_spelling_and_again_once_it_was_void(cast: Any) -> None:
    first = services.entry_register(by=cast.an, draft=draft(cast))
    with pytest.raises(Refusal) as refused:
        services.entry_register(by=cast.an, draft=draft(cast, name="KHU DÂN CƯ  SỐ 3"))
    assert refused.value.code == "TCH-005"
    services.entry_void(by=cast.an, id=first.pk, reason="Ghi nhầm")
    services.entry_register(by=cast.an, draft=draft(cast))


def test_nobody_recognises_a_commune_from_within_and_strangers_know_of_nothing(cast: Any) -> None:
    entry = proposed(cast, kind=COMMUNE)
    for by, code in ((cast.khoa, "TCH-404"), (cast.giang, "TCH-404"), (cast.an, "TCH-403"), (cast.chi, "TCH-403")):
        with pytest.raises(NotAllowed) as refused:
            services.entry_decide(by=by, id=entry.pk, recognised=True, number="5/QĐ", on=ON)
        assert refused.value.code == code
    recognise(cast, entry)
    services.entry_reopen(by=cast.binh, id=entry.pk, reason="Ghi nhầm")
    assert list(counting.counted(place=entry.place, period=YEAR)) == []


def test_where_criteria_are_counted_a_commune_is_proposed_with_some_unmet_and_they_feed_the_figure(cast: Any) -> None:
    entry = services.entry_register(by=cast.an, draft=draft(cast, rule=EXEMPLARY, kind=COMMUNE))
    numbers = services.subject_of(entry).criteria
    assert (len(numbers), criteria()[numbers[27]].vi) == (34, "Tiêu chí số 28")
    marks = {number: MET if n < 28 else NOT_MET for n, number in enumerate(numbers)}
    services.entry_assess(by=cast.an, id=entry.pk, marks=marks)
    place, today = entry.place, timezone.localdate()
    term = Period(date(2025, 1, 1), today, Regime.PROGRAMME_TERM)
    assert list(counting.counted(place=place, period=term)) == []
    services.entry_propose(by=cast.an, id=entry.pk)
    [counted] = counting.counted(place=place, period=term)
    assert (counted.key, counted.value) == ("standard.exemplary_criteria_met|", 28)
    assert list(counting.counted(place=place, period=YEAR)) == []
    assert queries.criteria_met(queries.entry_get(by=cast.binh, id=entry.pk)) == (28, 34)


def test_a_rate_divides_by_those_in_scope_and_is_offered_where_the_commune_said_how_many(cast: Any) -> None:
    place = cast.bodies["CA-BADINH"].place
    for name in ("Khu dân cư số 3", "Khu dân cư số 4"):
        recognise(cast, proposed(cast, name=name))
    told = {"by": cast.an, "place": place, "rule": SAFE, "year": 2025}

    def rates() -> dict[str, tuple[int, int | None]]:
        found = counting.counted(place=place, period=YEAR)
        return {c.cell: (c.value, c.of) for c in found if c.indicator == "standard.rate"}

    assert rates() == {}
    with pytest.raises(Refusal) as refused:
        scoping.scope_state(**told, kind=AREA, inside=1)
    assert refused.value.code == "TCH-010"
    for inside in (4, 5):
        scoping.scope_state(**told, kind=AREA, inside=inside)
    assert rates() == {"subject_kind=residential_area": (2, 5)}
    for kind in (3, FIRM, SCHOOL):
        scoping.scope_state(**told, kind=kind, inside=1 if kind == FIRM else 0)
    assert rates() == {"": (2, 7), "subject_kind=residential_area": (2, 5)}
    [commune, *_], [area, *_] = (
        [s for s in scoping.shares(cast.binh, queries.Asked(SAFE, 2025)) if s.kind == kind] for kind in (COMMUNE, AREA)
    )
    assert (area.recognised, area.inside, area.stated, area.communes, commune.inside) == (2, 5, 1, 126, 126)
    assert [scope.version for scope in scoping.scopes_of(place, SAFE, 2025).values()] == [2, 1, 1, 1]
