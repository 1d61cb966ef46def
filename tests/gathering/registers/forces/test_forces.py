"""Teams of the core forces: their days, their strength on a day, and who keeps them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from chungtay.gathering.registers.forces import policies, queries, services
from chungtay.gathering.registers.forces.services import TeamDraft
from chungtay.kernel.errors import NotAllowed, Refusal

BEGAN = date(2025, 8, 1)
SECURITY, MEDIATION = 1, 2


def draft(cast: Any, **changes: Any) -> TeamDraft:
    return replace(TeamDraft(SECURITY, cast.bodies["CA-BADINH"].place, BEGAN, members=5, women=1), **changes)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"kind": 9}, "LLN-001"),
        ({"began_on": date(2024, 6, 30)}, "LLN-002"),
        ({"members": 2}, "LLN-004"),
        ({"women": 6}, "LLN-004"),
        ({"kind": MEDIATION, "women": 0}, "LLN-004"),
        ({"name": "Tổ ông Nguyễn Văn An"}, "NGUON-106"),
    ],
)
def test_a_team_that_cannot_be_is_refused_by_its_code(cast: Any, changes: dict[str, Any], code: str) -> None:
    with pytest.raises(Refusal) as refused:
        services.team_begin(by=cast.an, draft=draft(cast, **changes))
    assert refused.value.code == code


@pytest.mark.postgres
def test_strength_is_read_as_of_a_day_and_a_correction_leads_over_what_it_corrects(cast: Any) -> None:
    team = services.team_begin(by=cast.an, draft=draft(cast))
    services.team_begin(by=cast.an, draft=draft(cast, members=None, women=None))
    services.team_count(by=cast.an, id=team.pk, on=date(2025, 11, 1), members=7, women=2)
    with pytest.raises(Refusal) as refused:
        services.team_count(by=cast.an, id=team.pk, on=date(2025, 11, 1), members=8)
    assert refused.value.code == "LLN-006"
    services.team_count(by=cast.an, id=team.pk, on=date(2025, 11, 1), members=8, women=3, reason="Đếm lại")
    services.team_count(by=cast.an, id=team.pk, on=date(2025, 9, 1), members=6)
    on = {day: queries.strengths(cast.dung, day) for day in (BEGAN, date(2025, 10, 1), date(2025, 12, 1))}
    assert [(s.teams, s.members, s.women, s.uncounted) for [s] in on.values()] == [
        (2, 5, 1, 1),
        (2, 6, 0, 1),
        (2, 8, 3, 1),
    ]
    assert queries.strengths_now(cast.dung, date(2025, 12, 1)) == on[date(2025, 12, 1)]


def test_a_team_that_ended_is_not_there_any_more_until_that_was_the_mistake(cast: Any) -> None:
    team = services.team_begin(by=cast.an, draft=draft(cast))
    services.team_end(by=cast.an, id=team.pk, on=date(2025, 12, 31), reason="Sáp nhập tổ")
    assert queries.strengths(cast.chi, date(2026, 1, 1)) == []
    services.team_reopen(by=cast.an, id=team.pk, reason="Ghi nhầm")
    services.team_void(by=cast.an, id=team.pk, reason="Ghi trùng")
    assert queries.strengths(cast.chi, date(2025, 12, 1)) == []
    assert [step.version for step in queries.steps_of(team)] == [4, 3, 2, 1]


def test_only_the_commune_keeps_its_teams_and_only_it_reads_their_names(cast: Any) -> None:
    team = services.team_begin(by=cast.an, draft=draft(cast, name="Tổ bảo vệ khu 3"))
    for keeper, code in ((cast.khoa, "LLN-404"), (cast.giang, "LLN-404"), (cast.binh, "LLN-403")):
        with pytest.raises(NotAllowed) as refused:
            services.team_void(by=keeper, id=team.pk, reason="Thử")
        assert refused.value.code == code
    assert [policies.sees_names(user, team.commune) for user in (cast.an, cast.binh, cast.dung)] == [True, False, False]


@pytest.mark.postgres
def test_pages_of_teams_give_each_once(cast: Any) -> None:
    for commune_kind in (SECURITY, MEDIATION, SECURITY, SECURITY, MEDIATION):
        services.team_begin(by=cast.an, draft=draft(cast, kind=commune_kind))
    first = queries.teams_page(cast.dung, queries.Asked(), length=3)
    second = queries.teams_page(cast.dung, queries.Asked(), after=first.after, length=3)
    seen = [(team.kind, team.number) for team in (*first.rows, *second.rows)]
    assert seen == [(1, 1), (1, 2), (1, 3), (2, 1), (2, 2)]
    assert (second.after, bool(second.before)) == ("", True)
