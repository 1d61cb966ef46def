"""What the awarding body does with a proposal: returns it, records the council's minutes, decides, revokes; limits."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection
from datetime import date
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from chungtay.gathering.registers.commendations import checking, policies, queries
from chungtay.gathering.registers.commendations.kinds import RECIPIENTS, award_forms
from chungtay.gathering.registers.commendations.models import Award, Deed, Fate, Limit, Round, State
from chungtay.gathering.registers.commendations.refusals import not_theirs, refusal
from chungtay.gathering.registers.commendations.services import (
    check_day,
    check_number,
    check_reason,
    locked,
    stepped,
    wrong_state,
)
from chungtay.kernel.errors import Both
from chungtay.reference.sources.services import register_evidence_keep

if TYPE_CHECKING:
    from chungtay.reference.actors.models import User
    from chungtay.reference.sources.models import Source


@transaction.atomic
def round_return(*, by: User, id: int, reason: str) -> Round:
    """Back to the proposer. Refusals KHE-008, KHE-010."""
    held = _weighed(by, id)
    check_reason(reason)
    held.state, held.minutes, held.minutes_on = State.DRAFT, "", None
    Award.objects.filter(round=held, fate=Fate.DECLINED).update(fate=Fate.PROPOSED)
    return stepped(by, held, Deed.RETURNED, reason=reason)


@transaction.atomic
def round_minute(
    *, by: User, id: int, number: str, on: date, declined: Collection[int] = (), shown: Collection[int] | None = None
) -> Round:
    """The council's minutes, with the awards that it does not propose. They may be entered again until the decision.
    `shown`: the awards of which this says something (None: all); the others stay as they are.

    Refusals KHE-002, KHE-008, KHE-011; NotAllowed KHE-404 for awards of another round.
    """
    held = _weighed(by, id)
    check_day(on, held.opened_on)
    held.minutes, held.minutes_on, held.state = check_number(number), on, State.WEIGHED
    known = {award.pk: award for award in Award.objects.filter(round=held).exclude(fate=Fate.STRUCK)}
    for award_id in declined:
        queries.award_of(by, held, award_id)
    for pk, award in known.items():
        if shown is not None and pk not in shown:
            continue
        fate = Fate.DECLINED if pk in declined else Fate.PROPOSED
        if award.fate != fate:
            Award.objects.filter(pk=pk).update(fate=fate, version=award.version + 1)
    return stepped(by, held, Deed.WEIGHED, on=on, document=held.minutes)


@transaction.atomic
def round_decide(*, by: User, id: int, number: str, on: date) -> Round:
    """The decision: all that the council kept is granted, and the decision is sealed as an original of the giver.

    NotAllowed KHE-403; Refusals KHE-002, KHE-007, KHE-008 without minutes, KHE-009, KHE-011, KHE-012 beyond a limit.
    """
    held = locked(by, id)
    if not policies.may_decide(by, held):
        raise not_theirs(str(id))
    if held.state != State.WEIGHED:
        raise wrong_state(held)
    check_day(on, held.minutes_on)
    held.decision, held.decided_on = check_number(number), on
    awards = list(Award.objects.filter(round=held, fate=Fate.PROPOSED).select_related("place").order_by("pk"))
    if not awards:
        expected = Both("ít nhất một đối tượng", "one recipient at least")
        raise refusal("KHE-009", "0", expected, "không còn đối tượng nào để khen", "nobody is left to commend")
    # One decision of a giver at a time: its limits and its guarded awards are counted below.
    list(Round.objects.select_for_update().filter(giver=held.giver_id, state=State.WEIGHED).values_list("pk"))
    _check_limits(held, Counter(award.kind for award in awards))
    for award in awards:
        if award.name_key:
            checking.check_once_decided(held, award)
        award.fate, award.version = Fate.GRANTED, award.version + 1
    Award.objects.bulk_update(awards, ["fate", "version"], batch_size=500)
    held.state, held.seal = State.DECIDED, _sealed(by, held, awards)
    return stepped(by, held, Deed.DECIDED, on=on, document=held.decision)


@transaction.atomic
def award_revoke(*, by: User, id: int, award_id: int, number: str, on: date, reason: str) -> Award:
    """A granted award is revoked and counts no more. Refusals KHE-002, KHE-008, KHE-010, KHE-011."""
    held = locked(by, id)
    if not policies.may_decide(by, held):
        raise not_theirs(str(id))
    award = queries.award_of(by, held, award_id)
    if held.decided_on is None or award.fate != Fate.GRANTED:
        raise wrong_state(held)
    check_day(on, held.decided_on)
    check_reason(reason)
    document = check_number(number)
    award.fate, award.revoked_on, award.is_public, award.version = Fate.REVOKED, on, False, award.version + 1
    award.save()
    stepped(by, held, Deed.REVOKED, on=on, award=award, document=document, reason=reason)
    return award


@transaction.atomic
def limit_set(*, by: User, plan: str, form: int, kind: int, most: int) -> Limit:
    """At most so many of a form for a kind of recipient under a plan, from now on. The giver's approver says so.

    NotAllowed KHE-403; Refusals KHE-001, KHE-011, KHE-013 where it is no such number.
    """
    if form not in award_forms() or kind not in RECIPIENTS:
        expected = Both("một mục trong danh sách", "an entry of the list")
        raise refusal("KHE-001", f"{form}, {kind}", expected, "không có hình thức này", "there is no such form")
    if not policies.may_design(by, form):
        raise not_theirs(by.body.code)
    if not 0 <= most <= 1_000_000:
        expected = Both("từ 0 đến 1.000.000", "0 to 1,000,000")
        raise refusal("KHE-013", str(most), expected, "số lượng không hợp lệ", "no such number")
    return Limit.objects.create(
        giver=by.body,
        plan=check_number(plan),
        form=form,
        kind=kind,
        most=most,
        recorded_by=by,
        recorded_at=timezone.now(),
    )


def _weighed(by: User, id: int) -> Round:
    held = locked(by, id)
    if not policies.is_officer(by) or by.body_id != held.giver_id:
        raise not_theirs(str(id))
    if not policies.may_weigh(by, held):
        raise wrong_state(held)
    return held


def _check_limits(held: Round, asked: Counter[int]) -> None:
    for kind, count in asked.items():
        limit = queries.limit_of(held, kind)
        if limit is None:
            continue
        granted = queries.granted_under(limit)
        if granted + count > limit.most:
            name = RECIPIENTS[kind][1]
            read = Both(f"{name.vi}: đã khen {granted}, thêm {count}", f"{name.en}: {granted} granted, {count} to come")
            expected = Both(f"tối đa {limit.most} theo {limit.plan}", f"at most {limit.most} under {limit.plan}")
            raise refusal("KHE-012", read, expected, "vượt số lượng của kế hoạch", "beyond the plan's limit")


def _sealed(by: User, held: Round, awards: list[Award]) -> Source:
    """Canonical JSON of what was signed, encrypted; of guarded awards neither name nor achievement stands in it."""
    rows = [
        {"id": award.pk, "kind": RECIPIENTS[award.kind][0]}
        if award.is_guarded
        else {
            "id": award.pk,
            "kind": RECIPIENTS[award.kind][0],
            "name": award.name,
            "place": award.place.key,
            "achievement": award.achievement,
            "days": [str(award.achieved_from), str(award.achieved_to)],
            "told": award.told,
        }
        for award in awards
    ]
    told = {"round": held.pk, "decision": held.decision, "on": str(held.decided_on), "giver": held.giver.code}
    content = json.dumps({**told, "awards": rows}, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    line = f"Quyết định khen thưởng {held.decision}: {len(awards)} đối tượng"
    return register_evidence_keep(
        by=by,
        issuer=held.giver,
        content=content.encode(),
        lines=[line],
        title=f"Quyết định khen thưởng {held.decision}",
        is_illustration=held.is_illustration,
    )
