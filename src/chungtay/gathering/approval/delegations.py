"""An approver away from the desk lets another account of the same body decide, from one day to another.

It lends the deed and nothing else: the delegate sees what it saw before, sets no finding aside, and never decides of
what it or the giver sent. It ends by its last day, by either of the two ending it, and by itself when the giver is no
longer an approver of the body.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from chungtay.gathering.approval.models import Delegation
from chungtay.kernel.errors import Both, NotAllowed, Problem, Refusal
from chungtay.kernel.text import squeeze
from chungtay.reference.actors.queries import Role, accounts_of
from chungtay.reference.sources.gate import gate_problems
from chungtay.reference.sources.masking import mask_spans

if TYPE_CHECKING:
    from chungtay.reference.actors.models import User

LONGEST_DAYS = 92
"""An absence, not a second approver: whoever is away for longer is replaced."""
REASON_LENGTH = 200


@transaction.atomic
def delegation_give(*, by: User, taker: User, valid_from: date, valid_to: date, reason: str) -> Delegation:
    """Let `taker` decide in the place of `by` from one day to another, both included.

    NotAllowed DUYET-501 who is no approver. Refusals, all at once: DUYET-502 a taker who may not (another body, closed,
    a reader, an approver already), DUYET-503 days that are over, run backward or are
    more than 92, DUYET-504 no reason, too long a one, or one that may lead to a person, DUYET-505 somebody stands in on
    these days already.
    """
    if by.role != Role.APPROVER or not by.is_active:
        raise only_approvers()
    words = squeeze(reason)
    problems = [*_taker_problems(by, taker), *_day_problems(valid_from, valid_to), *_reason_problems(words)]
    if not problems and _overlapping(by, valid_from, valid_to):
        problems.append(
            Problem(
                "DUYET-505",
                Both("Ngày", "Days"),
                f"{valid_from} - {valid_to}",
                "",
                Both("Kết thúc lần giao quyền kia trước", "End the other one first"),
                "Những ngày này đã giao cho một tài khoản",
                "An account stands in on these days already",
            )
        )
    if problems:
        raise Refusal(problems)
    return Delegation.objects.create(
        giver=by, taker=taker, valid_from=valid_from, valid_to=valid_to, reason=words, made_at=timezone.now()
    )


def only_approvers() -> NotAllowed:
    """The refusal DUYET-501."""
    return NotAllowed.of(
        "DUYET-501",
        Both("Tài khoản", "Account"),
        expected=Both("tài khoản duyệt", "an approver"),
        vi="Chỉ tài khoản duyệt giao quyền duyệt",
        en="Only an approver lets another account decide",
    )


@transaction.atomic
def delegation_end(*, by: User, id: int) -> Delegation:
    """End it now. By the giver, or by the taker who gives it back; to anybody else there is none (DUYET-405).

    One that has ended already stays as it is.
    """
    found = Delegation.objects.select_for_update(of=("self",)).filter(Q(giver=by) | Q(taker=by), pk=id).first()
    if found is None or not by.is_active:
        raise NotAllowed.of(
            "DUYET-405",
            Both(f"Giao quyền {id}", f"Delegation {id}"),
            todo=Both("Mở lại trang giao quyền", "Open the page of delegations again"),
            vi="Không có lần giao quyền này",
            en="There is no such delegation",
        )
    if found.ended_at is None:
        found.ended_at = timezone.now()
        found.save(update_fields=["ended_at"])
    return found


def givers_of(user: User, on: date | None = None) -> list[User]:
    """The approvers of the account's body in whose place it decides on a day (None: today), first given first."""
    if user.role != Role.REPORTER or not user.is_active:
        return []
    day = on or timezone.localdate()
    running = Delegation.objects.filter(taker=user, ended_at=None, valid_from__lte=day, valid_to__gte=day)
    fit = running.filter(giver__is_active=True, giver__role=Role.APPROVER, giver__body=user.body_id)
    return [found.giver for found in fit.select_related("giver__body").order_by("pk")]


def delegations_of(user: User) -> list[Delegation]:
    """Those that the account gave or took, latest first."""
    found = Delegation.objects.filter(Q(giver=user) | Q(taker=user)).select_related("giver", "taker")
    return list(found.order_by("-pk"))


def takers_for(user: User) -> list[User]:
    """The accounts that may stand in for an approver: open reporters of the same body."""
    return [other for other in accounts_of(user.body) if not _why_not(user, other)]


def _why_not(by: User, taker: User) -> str:
    if taker.pk == by.pk:
        return Both("một tài khoản khác", "another account")
    if taker.body_id != by.body_id or not taker.is_active or taker.role not in (Role.REPORTER, Role.APPROVER):
        return Both("tài khoản báo cáo đang mở của cùng cơ quan", "an open reporter of the same body")
    if taker.role == Role.APPROVER:
        return Both(
            "tài khoản chưa có quyền duyệt; tài khoản này đã có", "one that does not approve already; this one does"
        )
    return ""


def _taker_problems(by: User, taker: User) -> list[Problem]:
    expected = _why_not(by, taker)
    if not expected:
        return []
    todo = Both("Chọn tài khoản khác", "Choose another account")
    vi, en = "Không giao quyền duyệt cho tài khoản này được", "This account cannot stand in"
    return [Problem("DUYET-502", Both("Người được giao", "Who stands in"), "", expected, todo, vi, en)]


def _day_problems(start: date, end: date) -> list[Problem]:
    if timezone.localdate() <= end and 0 <= (end - start).days < LONGEST_DAYS:
        return []
    return [
        Problem(
            "DUYET-503",
            Both("Ngày", "Days"),
            f"{start} - {end}",
            Both(f"từ hôm nay, không quá {LONGEST_DAYS} ngày", f"not yet over, at most {LONGEST_DAYS} days"),
            Both("Sửa ngày", "Correct the days"),
            "Những ngày này không dùng được",
            "These days cannot be used",
        )
    ]


def _reason_problems(words: str) -> list[Problem]:
    if words and len(words) <= REASON_LENGTH and not mask_spans(words) and not gate_problems([words]):
        return []
    return [
        Problem(
            "DUYET-504",
            Both("Lý do", "Reason"),
            Both(f"{len(words)} ký tự", f"{len(words)} characters"),
            Both(f"1-{REASON_LENGTH}, không nêu tên người", f"1-{REASON_LENGTH}, naming nobody"),
            Both("Ghi ngắn, như “đi công tác”", "Write it short, as “away on duty”"),
            "Giao quyền phải có lý do ngắn",
            "A delegation takes a short reason",
        )
    ]


def _overlapping(by: User, start: date, end: date) -> bool:
    running = Delegation.objects.filter(giver=by, ended_at=None, giver__body=F("taker__body"))
    return running.filter(valid_from__lte=end, valid_to__gte=start).exists()
