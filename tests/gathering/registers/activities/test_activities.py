"""Activities: written down, held, put right, taken back, and who may know of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.utils.timezone import localdate

from chungtay.gathering.registers.activities import queries, series, services
from chungtay.gathering.registers.activities.kinds import kind_keyed, kinds
from chungtay.gathering.registers.activities.models import Activity, Deed, State, Step
from chungtay.gathering.registers.activities.types import ActivityDraft, Sieve
from chungtay.kernel.errors import NotAllowed, Refusal
from chungtay.reference.indicators.catalogue import catalogue

ON = date(2026, 3, 10)
PATROL, SUPPORT = 7, 10


def draft(cast: Any, **changes: Any) -> ActivityDraft:
    return replace(ActivityDraft(PATROL, ON, cast.bodies["CA-BADINH"].place, participations=12), **changes)


def codes(refused: Any) -> list[str]:
    return [problem.code for problem in refused.value.problems]


def test_every_kind_counts_what_the_catalogue_knows() -> None:
    named = {code for kind in kinds().values() for code in (kind.counts, kind.participations) if code}
    assert named <= set(catalogue())
    assert len({kind.key for kind in kinds().values()}) == len(kinds())
    assert (kind_keyed("patrol"), kind_keyed("nothing")) == (kinds()[PATROL], None)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"kind": 99}, "HDG-001"),
        ({"on": date(2099, 12, 31)}, "HDG-002"),
        ({"on": localdate() + timedelta(days=1)}, "HDG-003"),
        ({"on": date(2025, 6, 30)}, "HDG-005"),
        ({"participations": 1_000_001}, "HDG-007"),
        ({"part": "crime"}, "HDG-009"),
        ({"partners": ("family",)}, "HDG-009"),
        ({"amount": 5}, "HDG-009"),
        ({"kind": SUPPORT, "venue": "Nhà văn hóa"}, "HDG-010"),
        ({"title": "A" * 121}, "HDG-011"),
        ({"venue": "Nhà ông Nguyễn Văn An"}, "NGUON-106"),
    ],
)
def test_what_cannot_be_right_is_refused_by_its_code(cast: Any, changes: dict[str, Any], code: str) -> None:
    with pytest.raises(Refusal) as refused:
        services.activity_register(by=cast.an, draft=draft(cast, **changes))
    assert codes(refused) == [code]
    assert not Activity.objects.exists()


def test_of_many_each_problem_tells_its_number_and_nothing_is_kept(cast: Any) -> None:
    drafts = [draft(cast), draft(cast, kind=99), draft(cast, participations=-1)]
    with pytest.raises(Refusal) as refused:
        services.activities_register(by=cast.an, drafts=drafts)
    assert [p.where.en for p in refused.value.problems] == ["activity 2", "activity 3"]
    assert not Activity.objects.exists()


@pytest.mark.postgres
def test_a_life_is_kept_version_by_version_and_each_change_is_taken_back(cast: Any) -> None:
    row = services.activity_register(by=cast.an, draft=draft(cast, participations=None), state=State.PLANNED)
    services.activity_hold(by=cast.an, id=row.pk, participations=12)
    right = draft(cast, participations=21)
    services.activity_correct(by=cast.an, id=row.pk, draft=right, reason="Đếm lại")
    services.activity_strike(by=cast.an, id=row.pk, reason="Ghi trùng")
    back = services.activity_undo(by=cast.an, id=row.pk)
    assert (back.version, back.state, back.participations, back.on) == (5, State.HELD, 21, ON)
    told = [(v.version, v.deed, v.told["participations"]) for v in queries.versions_of(back)]
    assert told == [(4, Deed.STRUCK, 21), (3, Deed.CORRECTED, 21), (2, Deed.HELD, 12), (1, Deed.PLANNED, None)]


def test_what_nothing_changes_and_what_its_state_forbids_is_refused(cast: Any) -> None:
    row = services.activity_register(by=cast.an, draft=draft(cast))
    deeds = [
        (lambda: services.activity_correct(by=cast.an, id=row.pk, draft=draft(cast), reason="Đếm lại"), "HDG-014"),
        (lambda: services.activity_correct(by=cast.an, id=row.pk, draft=draft(cast, hour=None), reason=""), "HDG-012"),
        (lambda: services.activity_hold(by=cast.an, id=row.pk), "HDG-013"),
        (lambda: services.activity_call_off(by=cast.an, id=row.pk, reason="Mưa"), "HDG-013"),
        (lambda: services.activity_undo(by=cast.an, id=row.pk), "HDG-013"),
    ]
    for deed, code in deeds:
        with pytest.raises(Refusal) as refused:
            deed()
        assert codes(refused) == [code]


def test_the_neighbour_knows_of_nothing_and_the_body_above_may_only_look(cast: Any) -> None:
    row = services.activity_register(by=cast.an, draft=draft(cast))
    for stranger in (cast.khoa, cast.giang):
        with pytest.raises(NotAllowed) as refused:
            queries.activity_get(by=stranger, id=row.pk)
        assert codes(refused) == ["HDG-404"]
    assert queries.activity_get(by=cast.binh, id=row.pk) == row
    with pytest.raises(NotAllowed) as refused:
        services.activity_strike(by=cast.binh, id=row.pk, reason="Thử")
    assert codes(refused) == ["HDG-403"]
    with pytest.raises(NotAllowed):
        services.activity_register(by=cast.khoa, draft=draft(cast))


@pytest.mark.postgres
def test_support_of_people_is_counted_row_by_row_only_by_its_body_and_the_one_above(cast: Any) -> None:
    row = services.activity_register(by=cast.an, draft=draft(cast, kind=SUPPORT, amount=5_000_000, participations=1))
    services.activity_register(by=cast.an, draft=draft(cast))
    seen = {user.username: queries.activities_counted(user, Sieve()) for user in (cast.an, cast.binh, cast.hoa)}
    assert seen == {"an": 2, "binh": 2, "hoa": 1}
    with pytest.raises(NotAllowed):
        queries.activity_get(by=cast.dung, id=row.pk)
    assert [c.kind for c in queries.kind_counts(cast.dung, Sieve())] == [PATROL]


@pytest.mark.postgres
def test_pages_by_the_last_row_give_every_row_once_in_both_directions(cast: Any) -> None:
    drafts = [draft(cast, on=ON + timedelta(days=n // 3)) for n in range(8)]
    services.activities_register(by=cast.an, drafts=drafts)
    for forward in (False, True):
        seen: list[int] = []
        after, pages = "", 0
        while after or not pages:
            page = queries.activities_page(cast.chi, Sieve(), after=after, forward=forward, length=3)
            seen += [row.pk for row in page.rows]
            after, pages = page.after, pages + 1
        assert pages == 3
        expected = Activity.objects.order_by("on", "pk").values_list("pk", flat=True)
        assert seen == (list(expected) if forward else list(expected)[::-1])


@pytest.mark.postgres
def test_counts_are_of_what_was_held_and_say_of_how_many_nobody_counted(cast: Any) -> None:
    services.activities_register(by=cast.an, drafts=[draft(cast), draft(cast, participations=None)])
    services.activities_register(by=cast.an, drafts=[draft(cast, participations=None)], state=State.PLANNED)
    [patrols] = queries.kind_counts(cast.dung, Sieve(start=ON, end=ON))
    assert (patrols.held, patrols.participations, patrols.uncounted) == (2, 12, 1)
    hanoi, badinh = cast.bodies["CA-HN"].place_id, cast.bodies["CA-BADINH"].place_id
    assert queries.place_counts(cast.dung, Sieve()) == {hanoi: 2}
    assert queries.place_counts(cast.binh, Sieve()) == {badinh: 2}


@pytest.mark.parametrize("step", list(Step))
def test_a_series_runs_forward_within_its_days(step: Step) -> None:
    for first in (date(2024, 1, 31), date(2025, 2, 28), date(2026, 12, 15)):
        for days in range(0, 401, 7):
            last = first + timedelta(days=days)
            found = series.days_of(step, first, last)
            assert found[0] == first
            assert found == sorted(set(found))
            assert found[-1] <= last
            assert len(found) <= days // {1: 7, 2: 14, 3: 28, 4: 89}[step] + 1


def test_a_series_is_planned_at_once_and_called_off_from_a_day_on(cast: Any) -> None:
    today = localdate()
    made = series.series_begin(
        by=cast.an,
        draft=draft(cast, on=today, participations=None),
        step=Step.WEEKLY,
        last=today + timedelta(days=21),
    )
    first = queries.waiting(cast.an, today)
    services.activity_hold(by=cast.an, id=first[0].pk, participations=9)
    assert series.series_end(by=cast.an, id=made.pk, after=today + timedelta(days=7)) == 2
    states = Activity.objects.order_by("on").values_list("state", flat=True)
    assert list(states) == [State.HELD, State.PLANNED, State.CANCELLED, State.CANCELLED]
    with pytest.raises(NotAllowed):
        series.series_end(by=cast.khoa, id=made.pk, after=today)
