"""Commendations from proposal to decision and revocation, and whose names anybody reads."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.apps import apps
from django.utils import timezone

from chungtay.gathering.registers.commendations import counting, deciding, naming, policies, queries, services
from chungtay.gathering.registers.commendations.models import Award, Fate, State
from chungtay.gathering.registers.commendations.queries import AwardsAsked
from chungtay.gathering.registers.commendations.services import AwardDraft
from chungtay.kernel.errors import NotAllowed, Refusal
from chungtay.kernel.periods import Period, Regime
from chungtay.reference.sources.queries import source_content

DIRECTOR, THEMATIC, ON = 5, 3, date(2026, 3, 2)
COLLECTIVE, HOUSEHOLD, INDIVIDUAL = 1, 2, 3
MODEL, CRIME = 1, 9
YEAR = Period(date(2026, 1, 1), date(2026, 12, 31), Regime.CALENDAR_YEAR)


def draft(cast: Any, **changes: Any) -> AwardDraft:
    place = cast.bodies["CA-BADINH"].place
    made = AwardDraft(INDIVIDUAL, "Nguyễn Thị Mẫu", place, MODEL, date(2025, 1, 1), date(2025, 12, 31))
    return replace(made, **changes)


def opened(cast: Any, *drafts: AwardDraft, by: Any = None, plan: str = "") -> Any:
    by = by or cast.an
    held = services.round_open(by=by, form=DIRECTOR, sort=THEMATIC, on=ON, plan=plan)
    for one in drafts or (draft(cast),):
        services.award_add(by=by, id=held.pk, draft=one)
    return held


def decided(cast: Any, *drafts: AwardDraft, by: Any = None, plan: str = "") -> Any:
    by = by or cast.an
    held = opened(cast, *drafts, by=by, plan=plan)
    services.round_send(by=by, id=held.pk)
    deciding.round_minute(by=cast.chi, id=held.pk, number="05/BB-HĐ", on=date(2026, 3, 10))
    return deciding.round_decide(by=cast.binh, id=held.pk, number="12/QĐ-CA", on=date(2026, 3, 12))


def names(by: Any, held: Any) -> list[str]:
    return [award.name for award in queries.awards_page(by, held).rows]


def test_a_round_goes_from_proposal_over_minutes_to_a_numbered_decision_that_counts(cast: Any) -> None:
    held = decided(cast, draft(cast), draft(cast, kind=COLLECTIVE, name="Tổ bảo vệ an ninh số 3"))
    giver = cast.bodies["CA-HN"]
    told = {c.key: c.value for c in counting.counted(body=giver, place=giver.place, period=YEAR)}
    key = "awards.police_director|"
    assert told == {key: 2, f"{key}recipient_kind=collective": 1, f"{key}recipient_kind=individual": 1}
    assert held.state == State.DECIDED
    assert [step.version for step in queries.steps_of(cast.binh, held)] == [6, 5, 4, 3, 2, 1]


def test_what_the_council_declines_is_not_granted_and_what_is_revoked_counts_no_more(cast: Any) -> None:
    held = opened(cast, draft(cast), draft(cast, name="Trần Văn Mẫu"))
    services.round_send(by=cast.an, id=held.pk)
    first, second = Award.objects.order_by("pk")
    deciding.round_minute(by=cast.chi, id=held.pk, number="05/BB", on=ON, declined=[first.pk])
    deciding.round_decide(by=cast.binh, id=held.pk, number="12/QĐ", on=ON)
    revoked = {"number": "20/QĐ", "on": date(2026, 5, 1), "reason": "Kê khai không đúng"}
    deciding.award_revoke(by=cast.binh, id=held.pk, award_id=second.pk, **revoked)
    giver = cast.bodies["CA-HN"]
    assert list(counting.counted(body=giver, place=giver.place, period=YEAR)) == []
    assert list(Award.objects.order_by("pk").values_list("fate", flat=True)) == [Fate.DECLINED, Fate.REVOKED]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"kind": 9}, "KHE-001"),
        ({"achieved_to": date(2024, 1, 1)}, "KHE-002"),
        ({"name": ""}, "KHE-004"),
        ({"is_minor": True, "told": "Dũng cảm"}, "KHE-005"),
        ({"achievement": CRIME, "told": "Báo tin"}, "KHE-005"),
        ({"told": "Cùng ông Nguyễn Văn An bắt trộm"}, "NGUON-106"),
        ({"name": "Nguyễn Thị Mẫu, CCCD 001085012345"}, "NGUON-102"),
        ({"kind": COLLECTIVE, "name": "Tổ ông Nguyễn Văn An"}, "NGUON-106"),
    ],
)
def test_a_recipient_that_may_not_be_written_is_refused_by_its_code(
    cast: Any, changes: dict[str, Any], code: str
) -> None:
    held = services.round_open(by=cast.an, form=DIRECTOR, sort=THEMATIC, on=ON)
    with pytest.raises(Refusal) as refused:
        services.award_add(by=cast.an, id=held.pk, draft=draft(cast, **changes))
    assert refused.value.code == code


def test_one_achievement_gets_one_award_under_any_spelling_and_the_refusal_repeats_no_name(cast: Any) -> None:
    decided(cast)
    again = opened(cast, draft(cast, achieved_from=date(2024, 1, 1), achieved_to=date(2024, 12, 31)))
    with pytest.raises(Refusal) as refused:
        services.award_add(by=cast.an, id=again.pk, draft=draft(cast, name="NGUYỄN  THỊ MẪU"))
    assert refused.value.code == "KHE-007"
    assert "Mẫu" not in str(refused.value)


def test_a_guarded_award_is_named_to_the_awarding_body_alone_counted_and_listed_nowhere(cast: Any) -> None:
    held = decided(cast, draft(cast, is_minor=True), draft(cast, name="Lê Thị Mẫu", achievement=CRIME))
    assert names(cast.binh, held) == ["Nguyễn Thị Mẫu", "Lê Thị Mẫu"]
    assert [names(by, held) for by in (cast.an, cast.dung)] == [[], []]
    assert queries.awards_unnamed(cast.an, held) == {INDIVIDUAL: 2}
    for by in (cast.binh, cast.an, cast.dung):
        assert list(queries.awards_granted(by, queries.rounds_visible(by))) == []
    assert b"M\xe1\xba\xabu" not in source_content(by=cast.binh, source=held.seal)
    assert {c.value for c in counting.counted(body=held.giver, place=held.giver.place, period=YEAR)} == {2}
    award = Award.objects.filter(is_guarded=True).order_by("pk")[0]
    with pytest.raises(Refusal) as refused:
        naming.award_publish(by=cast.binh, id=held.pk, award_id=award.pk, consent="Đơn 1", on=ON)
    assert refused.value.code == "KHE-014"
    # To propose the same again tells nothing of the guarded award; the giver's own decision does.
    opened(cast, draft(cast))
    with pytest.raises(Refusal) as refused:
        decided(cast, draft(cast, is_minor=True, name="Nguyễn Thị Mẫu"))
    assert refused.value.code == "KHE-007"


def test_an_individual_is_public_by_recorded_consent_alone_and_withdrawal_leaves_the_name_in_the_seal(
    cast: Any,
) -> None:
    held = decided(cast)
    award = Award.objects.get()
    assert [names(by, held) for by in (cast.an, cast.chi, cast.dung)] == [["Nguyễn Thị Mẫu"]] * 2 + [[]]
    with pytest.raises(Refusal) as refused:
        naming.award_publish(by=cast.an, id=held.pk, award_id=award.pk, consent="", on=ON)
    assert refused.value.code == "KHE-011"
    naming.award_publish(by=cast.an, id=held.pk, award_id=award.pk, consent="Đơn ngày 12/3", on=ON)
    assert names(cast.dung, held) == ["Nguyễn Thị Mẫu"]
    naming.name_remove(by=cast.an, id=held.pk, award_id=award.pk)
    assert "Mẫu" not in everything_told()
    assert "Nguyễn Thị Mẫu".encode() in source_content(by=cast.binh, source=held.seal)
    assert {c.value for c in counting.counted(body=held.giver, place=held.giver.place, period=YEAR)} == {1}


def everything_told() -> str:
    """All rows of the register, column by column."""
    models = apps.get_app_config("commendations").get_models()
    return str([list(model._default_manager.values()) for model in models])


def test_names_of_what_was_struck_or_given_up_are_not_kept(cast: Any) -> None:
    held = opened(cast, draft(cast), draft(cast, name="Trần Văn Mẫu"))
    services.award_strike(by=cast.an, id=held.pk, award_id=Award.objects.order_by("pk")[0].pk)
    assert "Nguyễn" not in everything_told()
    services.round_drop(by=cast.an, id=held.pk, reason="Lập nhầm")
    assert "Mẫu" not in everything_told()


@pytest.mark.postgres
def test_no_decision_goes_beyond_the_limits_of_its_plan(cast: Any) -> None:
    deciding.limit_set(by=cast.binh, plan="15/KH-CA", form=DIRECTOR, kind=INDIVIDUAL, most=1)
    decided(cast, plan="15/KH-CA")
    with pytest.raises(Refusal) as refused:
        decided(cast, draft(cast, name="Trần Văn Mẫu"), plan="15/KH-CA")
    assert refused.value.code == "KHE-012"
    deciding.limit_set(by=cast.binh, plan="15/KH-CA", form=DIRECTOR, kind=INDIVIDUAL, most=2)
    assert [(limit.most, granted) for limit, granted in queries.limits_of(cast.bodies["CA-HN"])] == [(2, 1)]


def test_strangers_know_of_no_round_and_nobody_takes_anothers_step(cast: Any) -> None:
    held = opened(cast)
    for by, code in ((cast.khoa, "KHE-404"), (cast.giang, "KHE-404"), (cast.binh, "KHE-404")):
        with pytest.raises(NotAllowed) as refused:
            services.round_send(by=by, id=held.pk)
        assert refused.value.code == code
    services.round_send(by=cast.an, id=held.pk)
    deciding.round_minute(by=cast.chi, id=held.pk, number="05/BB", on=ON)
    for by in (cast.an, cast.chi):
        with pytest.raises(NotAllowed) as refused:
            deciding.round_decide(by=by, id=held.pk, number="12/QĐ", on=ON)
        assert refused.value.code == "KHE-403"
    for by in (cast.an, cast.binh, cast.dung, cast.khoa, cast.hoa):
        visible = queries.rounds_visible(by).filter(pk=held.pk).exists()
        assert visible == policies.sees(by, queries.round_get(by=cast.an, id=held.pk))


def test_days_are_in_order(cast: Any) -> None:
    held = opened(cast)
    services.round_send(by=cast.an, id=held.pk)
    for on in (date(2026, 3, 1), timezone.localdate().replace(year=2099)):
        with pytest.raises(Refusal) as refused:
            deciding.round_minute(by=cast.chi, id=held.pk, number="05/BB", on=on)
        assert refused.value.code == "KHE-002"


def test_whom_a_page_names_is_whom_the_policy_lets_be_named_and_minutes_of_a_page_leave_the_others(cast: Any) -> None:
    drafts = [draft(cast, name=f"Tổ hòa giải khu {n}", kind=COLLECTIVE) for n in range(3)]
    held = opened(cast, *drafts, draft(cast, is_minor=True), draft(cast, name="Lê Thị Mẫu"))
    services.round_send(by=cast.an, id=held.pk)
    held.refresh_from_db()
    rows = {by: queries.awards_page(by, held).rows for by in (cast.an, cast.binh, cast.chi)}
    for by, seen in rows.items():
        known = [a for a in Award.objects.filter(round=held) if policies.sees_name(by, held, a)]
        assert seen == known
        assert sum(queries.awards_unnamed(by, held).values()) == 5 - len(known)
    first, second, *_ = rows[cast.binh]
    about = {"id": held.pk, "number": "05/BB-HĐ", "on": date(2026, 3, 10)}
    deciding.round_minute(by=cast.binh, declined=[first.pk], shown=[first.pk], **about)
    deciding.round_minute(by=cast.binh, declined=[], shown=[second.pk], **about)
    assert queries.awards_counted(cast.binh, held, AwardsAsked(fate=Fate.DECLINED)) == 1
    page = queries.awards_page(cast.binh, held, AwardsAsked(words="to HOA giai"), length=2)
    assert [len(page.rows), len(queries.awards_page(cast.binh, held, AwardsAsked(), after=page.after).rows)] == [2, 3]
