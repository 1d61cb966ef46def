"""What is out of the ordinary: deeds that take two people, and access in an emergency. All of it is audited.

Two people: freezing a term again of which a review was issued, and changing the catalogue of a running instance. The
second person is another approver of the same body or of one above it; what was accepted is good once, for a week.
Emergency: an administrator, who sees no figures, reads those of the own territory for an hour and does nothing.
"""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from chungtay.gathering.approval.models import Emergency, Ground, Proposal
from chungtay.kernel.errors import Both, NotAllowed, Problem, Refusal
from chungtay.kernel.text import squeeze
from chungtay.reference.actors.auditing import told
from chungtay.reference.actors.policies import is_above
from chungtay.reference.actors.queries import Level, Role, body_codes_within

if TYPE_CHECKING:
    from chungtay.reference.actors.models import User

GOOD_DAYS = 7
EMERGENCY = timedelta(hours=1)
_DOCUMENT = re.compile(r"[0-9]{1,6}[0-9A-Za-zĐ/.-]{0,50}")
"""A number as official papers bear it: '123/QĐ-CAT'; no room for a sentence."""
TERM, CATALOGUE = Proposal.Kind.TERM, Proposal.Kind.CATALOGUE


@transaction.atomic
def propose(*, by: User, kind: str, thing: str, ground: str, document: str) -> Proposal:
    """The first of two people. NotAllowed HAINGUOI-401 who is no approver (of the centre, for the catalogue); Refusals,
    all at once: HAINGUOI-002 no such ground; HAINGUOI-003 no number of a document."""
    if not _may(by, kind):
        raise _not_allowed()
    number = _checked(ground, document)
    found = Proposal.objects.create(
        kind=kind,
        thing=thing,
        ground=ground,
        document=number,
        proposed_by=by,
        proposed_at=timezone.now(),
    )
    told(by, "proposal.made", thing=f"{kind}:{thing}", after={"kind": kind, "reason": ground})
    return found


@transaction.atomic
def decide(*, by: User, id: int, accept: bool) -> Proposal:
    """The second of two people. NotAllowed HAINGUOI-401: the first one, one who may not, or none such waits."""
    found = Proposal.objects.select_for_update(of=("self",)).select_related("proposed_by__body").filter(pk=id).first()
    if found is None or found.decided_at is not None or not may_second(by, found):
        raise _not_allowed()
    found.decided_by, found.decided_at, found.is_accepted = by, timezone.now(), accept
    found.save(update_fields=["decided_by", "decided_at", "is_accepted"])
    deed = "proposal.confirmed" if accept else "proposal.refused"
    first = {"proposed_by": found.proposed_by.username}
    told(by, deed, thing=f"{found.kind}:{found.thing}", before=first, after={**first, "confirmed_by": by.username})
    return found


def may_second(user: User, proposal: Proposal) -> bool:
    """Whether the account is another approver, of the same body or of one above."""
    first = proposal.proposed_by
    near = user.body_id == first.body_id or is_above(user.body, first.body)
    return user.pk != first.pk and near and _may(user, proposal.kind)


@transaction.atomic
def take(*, kind: str, thing: str, by: User | None) -> None:
    """Use what two people agreed on, once. Refusal HAINGUOI-001 where they have not."""
    since = timezone.now() - timedelta(days=GOOD_DAYS)
    ready = Proposal.objects.select_for_update().filter(kind=kind, thing=thing, is_accepted=True, used_at=None)
    found = ready.filter(decided_at__gte=since).order_by("pk").first()
    if found is None:
        raise Refusal.of(
            "HAINGUOI-001",
            Both("việc cần hai người", "a deed of two people"),
            read=thing,
            expected=Both("một người đề nghị, người thứ hai xác nhận", "one proposes, another confirms"),
            todo=Both("mở “Tài khoản”, “Việc cần hai người”", "open “Account”, “Deeds of two people”"),
            vi="việc này chưa được hai người đồng ý",
            en="two people have not agreed on this yet",
        )
    found.used_at = timezone.now()
    found.save(update_fields=["used_at"])
    told(by, "proposal.used", thing=f"{kind}:{thing}")


def proposals_near(user: User) -> list[Proposal]:
    """Proposals of the body and of those in its territory, newest first; the latest hundred."""
    found = Proposal.objects.select_related("proposed_by__body__parent", "decided_by").order_by("-pk")
    codes = body_codes_within(user.body.place)
    return list((found if codes is None else found.filter(proposed_by__body__code__in=codes))[:100])


@transaction.atomic
def emergency_open(*, by: User, ground: str, document: str) -> Emergency:
    """An hour of reading. NotAllowed HAINGUOI-401 who keeps no accounts; Refusals HAINGUOI-002, HAINGUOI-003."""
    if by.role != Role.ADMINISTRATOR or not by.is_active:
        raise _not_allowed()
    number, now = _checked(ground, document), timezone.now()
    Emergency.objects.filter(account=by, ends_at__gt=now).update(ends_at=now)
    found = Emergency.objects.create(account=by, ground=ground, document=number, opened_at=now, ends_at=now + EMERGENCY)
    told(
        by, "access.opened", thing=f"emergency:{found.pk}", after={"reason": ground, "until": found.ends_at.isoformat()}
    )
    return found


@transaction.atomic
def emergency_close(*, by: User) -> None:
    """Before the hour is over."""
    now = timezone.now()
    if Emergency.objects.filter(account=by, ends_at__gt=now).update(ends_at=now):
        told(by, "access.closed")


def emergency_of(user: User) -> Emergency | None:
    """The one that is open now; None where none is."""
    if user.role != Role.ADMINISTRATOR:
        return None
    return Emergency.objects.filter(account=user, ends_at__gt=timezone.now()).order_by("-pk").first()


def emergencies_near(user: User) -> list[Emergency]:
    """Those of accounts in the territory, newest first; the latest hundred."""
    found = Emergency.objects.select_related("account__body", "seen_by").order_by("-pk")
    codes = body_codes_within(user.body.place)
    return list((found if codes is None else found.filter(account__body__code__in=codes))[:100])


@transaction.atomic
def emergency_seen(*, by: User, id: int) -> None:
    """Oversight has looked at it. NotAllowed HAINGUOI-401 where it is none of the territory's, or it is one's own."""
    if by.role != Role.OVERSIGHT or id not in {found.pk for found in emergencies_near(by)}:
        raise _not_allowed()
    if Emergency.objects.filter(pk=id, seen_at=None).update(seen_by=by, seen_at=timezone.now()):
        told(by, "access.seen", thing=f"emergency:{id}")


def _may(user: User, kind: str) -> bool:
    at_home = kind == TERM or (kind == CATALOGUE and user.body.level == Level.CENTRE)
    return user.is_active and user.role == Role.APPROVER and at_home


def _checked(ground: str, document: str) -> str:
    number, problems = squeeze(document), []
    if ground not in Ground.values:
        problems.append(
            _problem("HAINGUOI-002", ground, ", ".join(Ground.values), "không có lý do này", "no such ground")
        )
    if not _DOCUMENT.fullmatch(number):
        problems.append(
            _problem("HAINGUOI-003", number[:60], "123/QĐ-CAT", "thiếu số ký hiệu văn bản", "a document's number lacks")
        )
    if problems:
        raise Refusal(problems)
    return number


def _problem(code: str, read: str, expected: str, vi: str, en: str) -> Problem:
    todo = Both("sửa rồi thử lại", "mend it and try again")
    return Problem(code, Both("việc cần hai người", "a deed of two people"), read, expected, todo, vi, en)


def _not_allowed() -> NotAllowed:
    return NotAllowed.of(
        "HAINGUOI-401",
        Both("việc cần hai người", "a deed of two people"),
        read="",
        expected=Both("người duyệt khác, cùng cơ quan hoặc cấp trên", "another approver, of the body or above it"),
        todo=Both("nhờ người có quyền", "ask somebody who may"),
        vi="tài khoản này không làm được việc ấy",
        en="this account cannot do that",
    )
