"""Who may send, decide, freeze and release; and when."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from chungtay.checks.queries import blocking
from chungtay.checks.services import finding_waive
from chungtay.gathering.approval import policies
from chungtay.gathering.approval.queries import queue_for
from chungtay.kernel.errors import NotAllowed, Refusal
from chungtay.ledger.services import decision_append
from chungtay.reference.actors.queries import Role
from chungtay.reference.actors.services import account_close, account_create
from gathering.senders import APPROVED, PUBLISHED, RETURNED, SUBMITTED, WITHDRAWN, claim, impossible, sent

if TYPE_CHECKING:
    from conftest import Cast

NAMES = ("an", "binh", "chi", "dung", "giang", "hoa", "khoa")

# Who may do what with An's report from Ba Đình, by the state it is in.
MATRIX = """
state      decision   who
submitted  approved   binh dung
submitted  returned   binh dung
submitted  withdrawn  an
approved   withdrawn  binh dung
approved   published  binh dung
approved   returned   -
returned   approved   -
withdrawn  approved   -
"""
ROWS = [line.split(None, 2) for line in MATRIX.strip().splitlines()[1:]]
KINDS = {k.value: k for k in (SUBMITTED, APPROVED, RETURNED, WITHDRAWN, PUBLISHED)}


@pytest.mark.parametrize(("state", "decision", "who"), ROWS)
def test_the_matrix_of_decisions(cast: Cast, state: str, decision: str, who: str) -> None:
    batch = sent(cast.an)
    if state != "submitted":
        decision_append(by=cast.binh, batch=batch, kind=KINDS[state], reason="thử")
    allowed = [n for n in NAMES if policies.may_decide(getattr(cast, n), batch, KINDS[decision])]
    assert allowed == ([] if who == "-" else who.split())


def test_a_neighbour_is_told_that_there_is_no_such_report(cast: Cast) -> None:
    with pytest.raises(NotAllowed) as refused:
        policies.check_decide(cast.giang, sent(cast.an), APPROVED)
    assert refused.value.code == "DUYET-404"


def test_a_partner_of_the_territory_may_not_approve(cast: Cast) -> None:
    with pytest.raises(NotAllowed) as refused:
        policies.check_decide(cast.hoa, sent(cast.an), APPROVED)
    assert refused.value.code == "DUYET-201"


def test_an_approver_of_the_same_body_is_not_above_it(cast: Cast) -> None:
    assert not policies.may_decide(cast.binh, sent(cast.chi), APPROVED)
    assert policies.may_decide(cast.dung, sent(cast.chi), APPROVED)


def at_the_top(cast: Cast, name: str, role: Role) -> Any:
    return account_create(
        username=name, password="mat-khau-thu-nghiem-2025", display_name="Cán bộ", body=cast.dung.body, role=role
    )


def test_at_the_top_another_account_of_the_same_body_approves(cast: Cast) -> None:
    batch = sent(at_the_top(cast, "lan", Role.REPORTER))
    assert policies.may_decide(cast.dung, batch, APPROVED)
    assert queue_for(cast.dung) == [batch]


def test_nobody_approves_what_they_sent_themselves(cast: Cast) -> None:
    batch = sent(cast.dung)
    with pytest.raises(NotAllowed) as refused:
        policies.check_decide(cast.dung, batch, APPROVED)
    assert refused.value.code == "DUYET-202"
    assert queue_for(cast.dung) == []


@pytest.mark.parametrize("kind", [RETURNED, WITHDRAWN])
@pytest.mark.parametrize("reason", ["", "  \n"])
def test_returning_and_withdrawing_take_a_reason(cast: Cast, kind: Any, reason: str) -> None:
    batch = sent(cast.an)
    by = cast.binh if kind is RETURNED else cast.an
    with pytest.raises(Refusal) as refused:
        policies.check_decide(by, batch, kind, reason)
    assert refused.value.code == "DUYET-302"
    policies.check_decide(by, batch, kind, "số liệu tháng trước")


def test_a_reason_names_nobody(cast: Cast) -> None:
    with pytest.raises(Refusal) as refused:
        policies.check_decide(cast.binh, sent(cast.an), RETURNED, "theo ý kiến ông Nguyễn Văn Bình")
    assert refused.value.code == "DUYET-304"


def test_open_findings_stop_approval_and_are_named(cast: Cast) -> None:
    batch = sent(cast.an, *impossible(cast.an))
    with pytest.raises(Refusal) as refused:
        policies.check_decide(cast.binh, batch, APPROVED)
    assert (refused.value.code, refused.value.problems[0].read) == ("DUYET-303", "KT-002")
    assert policies.may_decide(cast.binh, batch, RETURNED)


def test_a_finding_set_aside_stops_nothing(cast: Cast) -> None:
    batch = sent(cast.an, *impossible(cast.an))
    for finding in blocking(batch.pk):
        finding_waive(by=cast.binh, finding_id=finding.pk, reason="Văn bản gốc viết như vậy")
    assert policies.may_decide(cast.binh, batch, APPROVED)


def test_the_wrong_moment_is_told_with_the_state(cast: Cast) -> None:
    batch = sent(cast.an)
    decision_append(by=cast.binh, batch=batch, kind=APPROVED)
    with pytest.raises(Refusal) as refused:
        policies.check_decide(cast.binh, batch, APPROVED)
    assert refused.value.code == "DUYET-301"
    assert not isinstance(refused.value, NotAllowed)
    assert "đã duyệt" in refused.value.problems[0].read


def test_a_closed_account_decides_nothing(cast: Cast) -> None:
    batch = sent(cast.an)
    account_close(user=cast.binh)
    assert not policies.may_decide(cast.binh, batch, APPROVED)
    assert queue_for(cast.binh) == []


def test_only_reporters_send_and_only_for_their_body_and_places(cast: Cast) -> None:
    own = cast.an.body
    assert policies.may_submit(cast.an, own, own.place)
    assert not policies.may_submit(cast.khoa, own, own.place)
    assert not policies.may_submit(cast.an, own, cast.khoa.body.place)
    assert not policies.may_submit(cast.binh, cast.binh.body, cast.binh.body.place)
    assert policies.may_submit(cast.chi, cast.chi.body, own.place)


def test_approvers_freeze_for_their_own_territory(cast: Cast) -> None:
    hanoi = cast.binh.body.place
    assert [n for n in NAMES if policies.may_freeze(getattr(cast, n), hanoi)] == ["binh", "dung"]


def test_a_commune_releases_nothing(cast: Cast) -> None:
    place = cast.an.body.place
    minh = account_create(
        username="minh",
        password="mat-khau-thu-nghiem-2025",
        display_name="Cán bộ",
        body=cast.an.body,
        role=Role.APPROVER,
    )
    assert policies.may_freeze(minh, place)
    assert not policies.may_release(minh, place)
    assert policies.may_release(cast.binh, place)


def test_the_queue_holds_what_the_bodies_directly_below_have_sent(cast: Cast) -> None:
    commune, province = sent(cast.an), sent(cast.chi)
    assert (queue_for(cast.binh), queue_for(cast.dung), queue_for(cast.giang)) == ([commune], [province], [])


def test_what_was_decided_leaves_the_queue(cast: Cast) -> None:
    batch = sent(cast.an)
    decision_append(by=cast.binh, batch=batch, kind=APPROVED)
    assert queue_for(cast.binh) == []


def test_what_came_back_waits_for_the_reporter_until_it_is_sent_again(cast: Cast) -> None:
    batch = sent(cast.an)
    decision_append(by=cast.binh, batch=batch, kind=RETURNED, reason="thiếu một số")
    assert (queue_for(cast.an), queue_for(cast.khoa)) == ([batch], [])
    sent(cast.an)
    assert queue_for(cast.an) == []


def test_a_partner_has_no_queue(cast: Cast) -> None:
    sent(cast.an)
    assert queue_for(cast.hoa) == []


def test_a_body_states_nothing_about_places_outside_its_territory(cast: Cast) -> None:
    own, other = claim(cast.an, "communication.sessions", 3), claim(cast.khoa, "communication.sessions", 4)
    policies.check_claims(cast.chi, [own, other])
    with pytest.raises(Refusal) as refused:
        policies.check_claims(cast.an, [own, other])
    assert [(p.code, p.where[:9]) for p in refused.value.problems] == [("DUYET-104", "Số liệu 2")]
