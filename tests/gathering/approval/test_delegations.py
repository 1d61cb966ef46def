"""An approver away from the desk: who may stand in, for how long, and what it never allows."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.utils.timezone import localdate

from chungtay import flow
from chungtay.checks.queries import blocking
from chungtay.checks.services import finding_waive
from chungtay.gathering.approval import policies
from chungtay.gathering.approval.delegations import delegation_end, delegation_give, givers_of
from chungtay.gathering.approval.models import Delegation
from chungtay.gathering.approval.queries import queue_for
from chungtay.kernel.errors import NotAllowed, Refusal
from chungtay.ledger import queries as ledger
from chungtay.reference.actors.services import account_close
from gathering.senders import APPROVED, JUNE, NOVEMBER, RETURNED, SUBMITTED, WITHDRAWN, claim, impossible, sent

if TYPE_CHECKING:
    from chungtay.reference.actors.models import User
    from conftest import Cast

pytestmark = pytest.mark.django_db


def given(by: User, taker: User, first: int = 0, last: int = 5) -> Delegation:
    today = localdate()
    start, end = today + timedelta(days=first), today + timedelta(days=last)
    return delegation_give(by=by, taker=taker, valid_from=start, valid_to=end, reason="Đi công tác")


def over(by: User, taker: User) -> Delegation:
    """One whose last day was yesterday: made then, so it is written past the service that refuses such days."""
    found = given(by, taker)
    yesterday = localdate() - timedelta(days=1)
    Delegation.objects.filter(pk=found.pk).update(valid_from=yesterday, valid_to=yesterday)
    return found


@pytest.mark.postgres
def test_a_delegate_decides_and_the_decision_says_for_whom(cast: Cast) -> None:
    given(cast.binh, cast.chi)
    batch = sent(cast.an)
    assert queue_for(cast.chi) == [batch]
    decision = flow.batch_decide(by=cast.chi, batch=batch, kind=APPROVED)
    assert (decision.decided_by, decision.on_behalf_of) == (cast.chi, cast.binh)
    assert ledger.chain_verify().first_break is None


def test_a_delegate_approves_many_and_returns_at_a_figure(cast: Cast) -> None:
    given(cast.binh, cast.chi)
    one, two = sent(cast.an), sent(cast.khoa)
    assert flow.batches_decide(by=cast.chi, batch_ids=[one.pk], kind=APPROVED).done == (one.pk,)
    [figure] = ledger.figures_of_batch(two)
    assert flow.batch_return(by=cast.chi, batch=two, marks={figure.id: "sai"}).on_behalf_of == cast.binh


def test_an_approver_in_their_own_right_decides_for_nobody(cast: Cast) -> None:
    given(cast.binh, cast.chi)
    assert flow.batch_decide(by=cast.binh, batch=sent(cast.an), kind=APPROVED).on_behalf_of is None


@pytest.mark.parametrize("end", ["over", "coming", "ended", "closed"])
def test_it_holds_on_its_days_only_and_while_the_giver_approves(cast: Cast, end: str) -> None:
    if end == "over":
        over(cast.binh, cast.chi)
    else:
        found = given(cast.binh, cast.chi, first=1 if end == "coming" else 0)
        if end == "ended":
            delegation_end(by=cast.binh, id=found.pk)
        if end == "closed":
            account_close(user=cast.binh)
    batch = sent(cast.an)
    assert (givers_of(cast.chi), queue_for(cast.chi)) == ([], [])
    with pytest.raises(NotAllowed) as refused:
        flow.batch_decide(by=cast.chi, batch=batch, kind=APPROVED)
    assert refused.value.code == "DUYET-201"


def test_a_delegate_never_decides_of_what_they_sent(cast: Cast) -> None:
    given(cast.binh, cast.chi)
    batch = sent(cast.chi, body=cast.an.body)
    with pytest.raises(NotAllowed) as refused:
        flow.batch_decide(by=cast.chi, batch=batch, kind=APPROVED)
    assert (refused.value.code, queue_for(cast.chi)) == ("DUYET-202", [])


def test_what_the_giver_sent_is_not_lent_either(cast: Cast) -> None:
    given(cast.binh, cast.chi)
    batch = sent(cast.binh, body=cast.an.body)
    assert not policies.may_decide(cast.chi, batch, APPROVED)
    assert queue_for(cast.chi) == []


def test_a_delegate_sets_no_finding_aside(cast: Cast) -> None:
    given(cast.binh, cast.chi)
    [finding] = blocking(sent(cast.an, *impossible(cast.an)).pk)
    with pytest.raises(NotAllowed) as refused:
        finding_waive(by=cast.chi, finding_id=finding.pk, reason="đã xem")
    assert refused.value.code == "KT-901"


def test_a_delegate_sees_no_further_than_the_own_body(cast: Cast) -> None:
    given(cast.binh, cast.chi)
    assert not policies.may_decide(cast.chi, sent(cast.chi), RETURNED)
    assert not policies.may_decide(cast.chi, sent(cast.giang, body=cast.giang.body), RETURNED)


@pytest.mark.parametrize("name", ["an", "giang", "hoa", "binh", "dung"])
def test_nobody_of_another_body_and_not_oneself_may_stand_in(cast: Cast, name: str) -> None:
    with pytest.raises(Refusal) as refused:
        given(cast.binh, getattr(cast, name))
    assert refused.value.code == "DUYET-502"


@pytest.mark.parametrize("name", ["an", "chi", "hoa"])
def test_only_an_approver_lends_the_deed(cast: Cast, name: str) -> None:
    with pytest.raises(NotAllowed) as refused:
        given(getattr(cast, name), cast.chi)
    assert refused.value.code == "DUYET-501"


DAYS = {"over": (-5, -1), "backward": (5, 1), "too long": (0, 92)}


@pytest.mark.parametrize("days", DAYS.values(), ids=DAYS.keys())
def test_days_that_are_over_backward_or_too_many_are_refused(cast: Cast, days: tuple[int, int]) -> None:
    with pytest.raises(Refusal) as refused:
        given(cast.binh, cast.chi, *days)
    assert refused.value.code == "DUYET-503"


@pytest.mark.parametrize("reason", ["", " ", "thay ông Nguyễn Văn Bình", "x" * 201])
def test_a_reason_is_short_and_names_nobody(cast: Cast, reason: str) -> None:
    today = localdate()
    with pytest.raises(Refusal) as refused:
        delegation_give(by=cast.binh, taker=cast.chi, valid_from=today, valid_to=today, reason=reason)
    assert refused.value.code == "DUYET-504"


def test_one_stands_in_at_a_time(cast: Cast) -> None:
    first = given(cast.binh, cast.chi)
    with pytest.raises(Refusal) as refused:
        given(cast.binh, cast.chi, first=5, last=9)
    assert refused.value.code == "DUYET-505"
    delegation_end(by=cast.binh, id=first.pk)
    assert given(cast.binh, cast.chi).pk != first.pk


@pytest.mark.parametrize("name", ["an", "giang", "hoa", "dung"])
def test_a_stranger_cannot_end_it_and_learns_nothing(cast: Cast, name: str) -> None:
    found = given(cast.binh, cast.chi)
    codes = set()
    for number in (found.pk, 987654):
        with pytest.raises(NotAllowed) as refused:
            delegation_end(by=getattr(cast, name), id=number)
        codes.add(refused.value.code)
    assert (codes, givers_of(cast.chi)) == ({"DUYET-405"}, [cast.binh])


def test_who_stands_in_may_give_it_back(cast: Cast) -> None:
    found = given(cast.binh, cast.chi)
    assert delegation_end(by=cast.chi, id=found.pk).ended_at is not None
    assert queue_for(cast.chi) == []


# --- districts, and entering for another body ------------------------------------------------------


@pytest.fixture
def old(cast: Cast) -> Any:
    """A commune and its district of the old map, both ended on 30 June 2025, with an approver and a reporter."""
    from chungtay.reference.actors.queries import Level, Line, Role
    from chungtay.reference.actors.services import account_create, body_create
    from chungtay.reference.places.queries import place_by_code

    hanoi, on, end = cast.bodies["CA-HN"], date(2025, 6, 1), date(2025, 6, 30)
    made: dict[str, Any] = {}
    above = hanoi
    for name, code, level in (("district", "001", Level.DISTRICT), ("commune", "00001", Level.COMMUNE)):
        place = place_by_code(code, on=on, level=level)
        above = body_create(
            code=f"OLD-{code}",
            name_vi=name,
            name_en=name,
            line=Line.POLICE,
            level=level,
            place=place,
            parent=above,
            valid_to=end,
        )
        role = Role.APPROVER if level == Level.DISTRICT else Role.REPORTER
        made[name] = account_create(username=name, password=None, display_name=name, body=above, role=role)
    return made


def on_day(monkeypatch: pytest.MonkeyPatch, day: date) -> None:
    from chungtay.gathering.approval import policies, queries

    for room in (policies, queries):
        monkeypatch.setattr(room.timezone, "localdate", lambda: day)


def test_while_there_are_districts_the_district_decides_first(
    cast: Cast, old: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    on_day(monkeypatch, date(2025, 6, 20))
    batch = sent(old["commune"], period=JUNE)
    assert (queue_for(old["district"]), queue_for(cast.binh)) == ([batch], [])
    assert policies.may_decide(old["district"], batch, APPROVED)


def test_what_comes_late_from_an_ended_commune_is_for_the_province(cast: Cast, old: Any) -> None:
    batch = sent(old["commune"], period=JUNE)
    assert (queue_for(old["district"]), queue_for(cast.binh)) == ([], [batch])
    assert not policies.may_decide(old["district"], batch, APPROVED)
    assert policies.may_decide(cast.binh, batch, APPROVED)


def test_a_district_decides_of_no_period_that_ends_later(cast: Cast, old: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    on_day(monkeypatch, date(2025, 6, 30))
    batch = sent(old["commune"])
    assert not policies.may_decide(old["district"], batch, APPROVED)
    assert queue_for(old["district"]) == []


def test_a_reporter_above_enters_for_a_body_below_and_nobody_else_does(cast: Cast) -> None:
    body, place = cast.an.body, cast.an.body.place
    allowed = [
        name
        for name in ("an", "binh", "chi", "dung", "giang", "hoa", "khoa")
        if policies.may_enter_for(getattr(cast, name), body, place)
    ]
    assert allowed == ["an", "chi"]
    assert not policies.may_enter_for(cast.chi, body, cast.khoa.body.place)
    assert not policies.may_enter_for(cast.an, cast.chi.body, place)


def test_what_was_entered_for_another_body_is_taken_back_by_who_entered_it_or_by_the_body(cast: Cast) -> None:
    batch = sent(cast.chi, body=cast.an.body)
    allowed = [n for n in ("an", "chi", "khoa") if policies.may_decide(getattr(cast, n), batch, WITHDRAWN)]
    assert allowed == ["an", "chi"]
    assert ledger.batch_status(batch.pk) is SUBMITTED


def test_an_ended_body_reports_late_but_for_no_day_after_its_end(cast: Cast, old: Any) -> None:
    body = old["commune"].body
    policies.check_not_ended(body, JUNE)
    with pytest.raises(Refusal) as refused:
        policies.check_not_ended(body, NOVEMBER)
    assert refused.value.code == "DUYET-105"
    policies.check_not_ended(cast.an.body, NOVEMBER)


def test_an_ended_district_sets_no_finding_aside(cast: Cast, old: Any) -> None:
    claims = [
        claim(old["commune"], code, number, period=JUNE) for code, number in (("tips.received", 1), ("tips.useful", 9))
    ]
    finding = blocking(sent(old["commune"], *claims, period=JUNE).pk)[0]
    with pytest.raises(NotAllowed) as refused:
        finding_waive(by=old["district"], finding_id=finding.pk, reason="đã đối chiếu")
    assert refused.value.code == "KT-901"
    assert finding_waive(by=cast.binh, finding_id=finding.pk, reason="đã đối chiếu").waived_by == cast.binh
