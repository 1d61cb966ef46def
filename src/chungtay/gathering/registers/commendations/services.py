"""A proposal for commendation: opened, filled, sent, dropped. What the awarding body does stands in `deciding`, what
becomes of names in `naming`."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from chungtay.gathering.registers.commendations import checking, policies, queries
from chungtay.gathering.registers.commendations.checking import AwardDraft
from chungtay.gathering.registers.commendations.kinds import sorts
from chungtay.gathering.registers.commendations.models import Award, Deed, Fate, Round, RoundStep, State
from chungtay.gathering.registers.commendations.refusals import not_theirs, refusal
from chungtay.kernel.errors import Both, Refusal
from chungtay.kernel.text import squeeze

if TYPE_CHECKING:
    from chungtay.reference.actors.models import User

__all__ = ["AwardDraft"]


@transaction.atomic
def round_open(
    *, by: User, form: int, sort: int, on: date, plan: str = "", document: str = "", is_illustration: bool = False
) -> Round:
    """A draft of a proposal to whoever gives that form over the body's land.

    NotAllowed KHE-403; Refusal KHE-001 the form or kind, KHE-002 the day, KHE-006 and NGUON-106 its texts.
    """
    if not policies.may_propose(by):
        raise not_theirs(by.body.code)
    givers = {found.number: giver for found, giver in policies.forms_for(by.body)}
    if form not in givers or sort not in sorts():
        expected = Both("hình thức có cơ quan khen trong hệ thống", "a form whose giver is in the system")
        vi, en = "không có hình thức hoặc loại khen này", "there is no such form or kind"
        raise refusal("KHE-001", f"{form}, {sort}", expected, vi, en)
    plan, document = squeeze(plan), squeeze(document)
    check_day(on)
    _check_texts(plan, document)
    held = Round.objects.create(
        form=form,
        sort=sort,
        plan=plan,
        proposer=by.body,
        giver=givers[form],
        place=by.body.place,
        province_id=by.body.place.home_province_id,
        opened_on=on,
        document=document,
        is_illustration=is_illustration,
    )
    _record(by, held, Deed.OPENED, on, document=document)
    return held


@transaction.atomic
def award_add(*, by: User, id: int, draft: AwardDraft) -> Award:
    """A recipient in a draft. Refusals KHE-001 to -005, NGUON- codes, KHE-007 for an achievement commended already,
    KHE-008 once it was sent."""
    held = locked(by, id)
    check_edit(by, held)
    if problems := checking.recipient_problems(held, draft) + checking.name_problems(draft):
        raise Refusal(problems)
    award = award_row(held, draft)
    checking.check_once(held, award)
    award.save()
    stepped(by, held, Deed.ADDED, award=award)
    return award


@transaction.atomic
def award_strike(*, by: User, id: int, award_id: int) -> None:
    """A recipient is taken out of a draft; its name is not kept. NotAllowed KHE-404, Refusal KHE-008."""
    held = locked(by, id)
    check_edit(by, held)
    award = queries.award_of(by, held, award_id)
    award.fate, award.name, award.name_key = Fate.STRUCK, "", ""
    _saved(award)
    stepped(by, held, Deed.STRUCK, award=award)


@transaction.atomic
def round_send(*, by: User, id: int) -> Round:
    """To the giver. Refusals KHE-008 it was sent, KHE-009 nobody is in it."""
    held = locked(by, id)
    check_edit(by, held)
    if not Award.objects.filter(round=held, fate=Fate.PROPOSED).exists():
        expected = Both("ít nhất một đối tượng", "one recipient at least")
        raise refusal("KHE-009", "0", expected, "đợt khen chưa có đối tượng nào", "nobody is in the round")
    held.state = State.PROPOSED
    return stepped(by, held, Deed.SENT, document=held.document)


@transaction.atomic
def round_drop(*, by: User, id: int, reason: str) -> Round:
    """A draft is given up; names in it are not kept. Refusals KHE-008, KHE-010 without a reason."""
    held = locked(by, id)
    check_edit(by, held)
    check_reason(reason)
    held.state = State.DROPPED
    Award.objects.filter(round=held).update(name="", name_key="", told="", fate=Fate.STRUCK)
    return stepped(by, held, Deed.DROPPED, reason=reason)


def award_row(held: Round, draft: AwardDraft) -> Award:
    """A recipient as it is kept, not saved."""
    name = squeeze(draft.name)
    return Award(
        round=held,
        kind=draft.kind,
        name=name,
        name_key=checking.name_key(name),
        place=draft.place,
        achievement=draft.achievement,
        achieved_from=draft.achieved_from,
        achieved_to=draft.achieved_to,
        told=squeeze(draft.told),
        is_guarded=draft.is_guarded,
    )


def locked(by: User, id: int) -> Round:
    """The round, held against others until the deed is done."""
    queries.round_get(by=by, id=id)
    Round.objects.select_for_update().get(pk=id)
    return queries.round_get(by=by, id=id)


def check_edit(by: User, held: Round) -> None:
    """NotAllowed KHE-403 to others than the proposer, Refusal KHE-008 once it is no draft."""
    if not policies.is_officer(by) or by.body_id != held.proposer_id:
        raise not_theirs(str(held.pk))
    if held.state != State.DRAFT:
        raise wrong_state(held)


def check_day(on: date, after: date | None = None) -> None:
    """Refusal KHE-002 for a day before `after` or to come."""
    first = after or checking.FIRST_DAY
    if not first <= on <= timezone.localdate():
        expected = Both(f"từ {first:%d/%m/%Y} đến hôm nay", f"{first} to today")
        raise refusal("KHE-002", f"{on:%d/%m/%Y}", expected, "ngày không hợp lệ", "no such day")


def check_number(text: str) -> str:
    """The number of a document. Refusal KHE-011 where there is none, KHE-006 and NGUON-106."""
    number = squeeze(text)
    if not number:
        expected = Both("số, ký hiệu văn bản", "number and symbol of the document")
        raise refusal("KHE-011", "", expected, "thiếu số văn bản", "the number is missing")
    _check_texts(number)
    return number


def check_reason(text: str) -> None:
    """Refusal KHE-010 where there is none, KHE-006 and NGUON-106."""
    if not squeeze(text):
        raise refusal("KHE-010", "", Both("lý do ngắn", "a short reason"), "phải có lý do", "a reason is needed")
    if problems := checking.text_problems(squeeze(text), longest=checking.LONGEST_REASON):
        raise Refusal(problems)


def wrong_state(held: Round) -> Refusal:
    """KHE-008: the step does not fit where the round is."""
    expected = Both("bước hợp với tình trạng hiện nay", "a step that its state allows")
    return refusal("KHE-008", State(held.state).name.lower(), expected, "không làm được bước này", "not in this state")


def stepped(
    by: User,
    held: Round,
    deed: Deed,
    *,
    on: date | None = None,
    award: Award | None = None,
    document: str = "",
    reason: str = "",
) -> Round:
    """The round in its next version, with the step that made it."""
    held.version += 1
    held.save()
    _record(by, held, deed, on or timezone.localdate(), award=award, document=document, reason=squeeze(reason))
    return held


def _saved(award: Award) -> None:
    award.version += 1
    award.save()


def _record(
    by: User, held: Round, deed: Deed, on: date, *, award: Award | None = None, document: str = "", reason: str = ""
) -> None:
    RoundStep.objects.create(
        round=held,
        version=held.version,
        award=award,
        deed=deed,
        on=on,
        document=document,
        reason=reason,
        recorded_by=by,
        recorded_at=timezone.now(),
    )


def _check_texts(*texts: str) -> None:
    if problems := checking.text_problems(*[text for text in texts if text]):
        raise Refusal(problems)
