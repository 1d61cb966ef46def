"""Many reports decided at once, and reports returned at some of their figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from chungtay import flow
from chungtay.gathering.approval.models import ReturnMark
from chungtay.gathering.approval.queries import return_marks, waiting_for
from chungtay.kernel.errors import NotAllowed, Refusal
from chungtay.ledger import queries as ledger
from chungtay.ledger.types import DecisionKind
from gathering.senders import APPROVED, RETURNED, SUBMITTED, claim, impossible, sent

if TYPE_CHECKING:
    from chungtay.ledger.models import Batch
    from conftest import Cast

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]


def three(cast: Cast) -> list[Batch]:
    """Two of Hà Nội's communes and one that a finding stops."""
    return [sent(cast.an), sent(cast.khoa), sent(cast.an, *impossible(cast.an))]


def test_many_are_approved_in_one_writing_and_the_chain_holds(cast: Cast) -> None:
    first, second, _ = three(cast)
    before = ledger.transaction_now()
    decided = flow.batches_decide(by=cast.binh, batch_ids=[second.pk, first.pk], kind=APPROVED)
    assert decided.done == (second.pk, first.pk)
    assert ledger.transaction_now() == before + 1
    links = [ledger.link_of(batch) for batch in (second, first)]
    assert [link.sequence for link in links if link] == [1, 2]
    assert ledger.chain_verify().first_break is None


def test_each_one_refused_is_told_why_and_keeps_nothing_back(cast: Cast) -> None:
    fine, approved, stopped = three(cast)
    flow.batch_decide(by=cast.binh, batch=approved, kind=APPROVED)
    ids = [fine.pk, approved.pk, stopped.pk, 987654, fine.pk]
    decided = flow.batches_decide(by=cast.binh, batch_ids=ids, kind=APPROVED)
    assert decided.done == (fine.pk,)
    codes = {pk: refusal.code for pk, refusal in decided.refused.items()}
    assert codes == {approved.pk: "DUYET-301", stopped.pk: "DUYET-303", 987654: "DUYET-404"}


@pytest.mark.parametrize(("name", "code"), [("giang", "DUYET-404"), ("hoa", "DUYET-201"), ("an", "DUYET-201")])
def test_who_may_not_decide_one_may_not_decide_many(cast: Cast, name: str, code: str) -> None:
    batch = sent(cast.an)
    decided = flow.batches_decide(by=getattr(cast, name), batch_ids=[batch.pk], kind=APPROVED)
    assert (decided.done, decided.refused[batch.pk].code) == ((), code)
    assert ledger.batch_status(batch.pk) is SUBMITTED


def test_what_has_findings_stands_first_and_apart(cast: Cast) -> None:
    clean, other, stopped = three(cast)
    lines = waiting_for(cast.binh)
    assert [(line.batch.pk, line.is_clean) for line in lines] == [
        (stopped.pk, False),
        (clean.pk, True),
        (other.pk, True),
    ]


def two_figures(cast: Cast) -> tuple[Batch, list[int]]:
    batch = sent(cast.an, claim(cast.an, "communication.sessions", 12), claim(cast.an, "tips.received", 3))
    return batch, [figure.id for figure in ledger.figures_of_batch(batch)]


def test_a_report_is_returned_at_a_figure_and_the_others_are_accepted(cast: Cast) -> None:
    batch, [first, _] = two_figures(cast)
    decision = flow.batch_return(by=cast.binh, batch=batch, marks={first: "Gấp ba tháng trước"})
    assert (decision.kind, decision.reason) == (RETURNED, "Sửa 1 số liệu được đánh dấu")
    assert return_marks(batch.pk) == {first: "Gấp ba tháng trước"}


def test_a_mark_without_words_needs_a_reason_for_the_whole(cast: Cast) -> None:
    batch, [first, _] = two_figures(cast)
    with pytest.raises(Refusal) as refused:
        flow.batch_return(by=cast.binh, batch=batch, marks={first: " "})
    assert refused.value.code == "DUYET-302"
    flow.batch_return(by=cast.binh, batch=batch, reason="Xem lại", marks={first: ""})
    assert return_marks(batch.pk) == {first: ""}


def test_a_mark_names_nobody_and_points_into_this_report(cast: Cast) -> None:
    batch, [first, _] = two_figures(cast)
    elsewhere = ledger.figures_of_batch(sent(cast.khoa))[0].id
    cases = {
        "DUYET-304": {first: "theo ông Nguyễn Văn Bình"},
        "DUYET-307": {elsewhere: "sai"},
        "DUYET-308": {first: "x" * 301},
    }
    for code, marks in cases.items():
        with pytest.raises(Refusal) as refused:
            flow.batch_return(by=cast.binh, batch=batch, reason="Sửa", marks=marks)
        assert refused.value.code == code
    assert not ReturnMark.objects.exists()
    assert ledger.batch_status(batch.pk) is SUBMITTED


@pytest.mark.parametrize("name", ["giang", "hoa", "an", "khoa", "chi"])
def test_who_may_not_return_marks_nothing(cast: Cast, name: str) -> None:
    batch, [first, _] = two_figures(cast)
    with pytest.raises(NotAllowed):
        flow.batch_return(by=getattr(cast, name), batch=batch, marks={first: "sai"})
    assert not ReturnMark.objects.exists()


def test_a_return_as_a_whole_accepts_nothing(cast: Cast) -> None:
    batch, _ = two_figures(cast)
    flow.batch_return(by=cast.binh, batch=batch, reason="Nhầm kỳ")
    assert return_marks(batch.pk) == {}
    assert ledger.decisions_of(batch)[-1].kind == DecisionKind.RETURNED
