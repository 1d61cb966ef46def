"""Taking a resident's answer, closing a month, replying. What identifies a device lives for a month at most.

A device is known by a random number that it keeps itself. Stored is only its HMAC under the month's salt together with
what the answer is about: the same device leaves unlike traces at two points, and when the salt is destroyed nobody can
tell whether a trace was a given device's.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Count
from django.utils import timezone

from chungtay.kernel.errors import Both, NotAllowed, Refusal
from chungtay.reference.actors.policies import sees_place
from chungtay.reference.actors.queries import Role
from chungtay.results.publishing.answers.choices import ANSWERS, POINT, REPLIES, SHOWN_FROM
from chungtay.results.publishing.answers.queries import corrections_of, place_of, register_points
from chungtay.results.publishing.models import AnswerCount, AnswerReply, AnswerSalt, ResidentAnswer
from chungtay.results.publishing.shelf import queries as shelf

if TYPE_CHECKING:
    from chungtay.reference.actors.models import User
    from chungtay.results.publishing.models import Publication


def month_of(day: date) -> date:
    """The month that a day belongs to, as its first day."""
    return day.replace(day=1)


@transaction.atomic
def answer_give(*, kind: str, subject: str, answer: str, device: str) -> bool:
    """Count one device's answer about a public point or figure this month; True when it takes the place of an earlier
    one of the same device.

    Refusal NGUOIDAN-001 for an answer that is not on the list, NGUOIDAN-002 where nothing of that name is public.
    """
    _check_answer(kind, subject, answer)
    month = month_of(timezone.localdate())
    secret = _secret_of(month)
    token = hmac.new(secret, f"{kind}|{subject}|{device}".encode(), hashlib.sha256).digest()
    _, is_new = ResidentAnswer.objects.update_or_create(
        month=month, subject_kind=kind, subject=subject, device_token=token, defaults={"answer": answer}
    )
    return not is_new


def _secret_of(month: date) -> bytes:
    AnswerSalt.objects.get_or_create(month=month, defaults={"secret": secrets.token_bytes(32)})
    # The row is held so that the month is not closed between this and the writing of the answer.
    salt = AnswerSalt.objects.select_for_update().get(month=month)
    if salt.secret is None:
        raise _refuse("NGUOIDAN-003", Both("tháng này đã đóng", "this month is closed"))
    return bytes(salt.secret)


def _check_answer(kind: str, subject: str, answer: str) -> None:
    if answer not in ANSWERS.get(kind, {}):
        raise _refuse("NGUOIDAN-001", Both("câu trả lời không có trong danh sách", "this answer is not on the list"))
    if kind == "figure":
        is_public = subject.isascii() and subject.isdigit() and shelf.figure(int(subject)) is not None
    else:
        is_public = shelf.point(subject) is not None
    if not is_public:
        raise _refuse("NGUOIDAN-002", Both("điểm hoặc số này không công khai", "this point or figure is not public"))


@dataclass(frozen=True)
class ClosedMonth:
    """A month that was closed now. `of_points`: by the register's id of a point, its counts by answer from five
    up; an answer that fewer gave is not among them, like one that nobody gave."""

    month: date
    answers: int
    of_points: dict[int, dict[str, int | None]]


def months_close(*, today: date | None = None) -> list[ClosedMonth]:
    """Close every month that is over: its counts stay from five up, its answers and its salt are destroyed."""
    before = month_of(today or timezone.localdate())
    due = AnswerSalt.objects.filter(month__lt=before, closed_at__isnull=True).order_by("month")
    return [closed for month in due.values_list("month", flat=True) if (closed := _month_close(month)) is not None]


@transaction.atomic
def _month_close(month: date) -> ClosedMonth | None:
    salt = AnswerSalt.objects.select_for_update().get(month=month)
    if salt.closed_at is not None:
        return None
    given = ResidentAnswer.objects.filter(month=month)
    counted = given.values_list("subject_kind", "subject", "answer").annotate(n=Count("pk")).order_by()
    # Fewer leave no trace at all: a row without its number would tell that somebody spoke, and what.
    rows = [(kind, subject, answer, n) for kind, subject, answer, n in counted if n >= SHOWN_FROM]
    AnswerCount.objects.bulk_create(
        AnswerCount(month=month, subject_kind=kind, subject=subject, answer=answer, count=n)
        for kind, subject, answer, n in rows
    )
    total, _ = given.delete()
    salt.secret, salt.closed_at = None, timezone.now()
    salt.save(update_fields=["secret", "closed_at"])
    return ClosedMonth(month, total, _of_points(rows))


def _of_points(rows: list[tuple[str, str, str, int]]) -> dict[int, dict[str, int | None]]:
    points = register_points({subject for kind, subject, _, _ in rows if kind == POINT})
    found: dict[int, dict[str, int | None]] = {}
    for kind, subject, answer, count in rows:
        if kind == POINT and subject in points:
            found.setdefault(points[subject], {})[answer] = count
    return found


@transaction.atomic
def reply_give(
    *, by: User, month: date, kind: str, subject: str, reply: str, corrects: Publication | None = None
) -> AnswerReply:
    """Answer in public what residents said of one thing in one closed month; the last reply is the one that is shown.

    NotAllowed NGUOIDAN-005 unless an approver of the place asks; Refusal NGUOIDAN-004 for a reply that is not on the
    list or a month in which nobody said anything of it, NGUOIDAN-006 where `corrects` does not put that figure right.
    """
    said = AnswerCount.objects.filter(month=month, subject_kind=kind, subject=subject, count__isnull=False)
    if reply not in REPLIES.get(kind, {}) or not said.exists():
        raise _refuse("NGUOIDAN-004", Both("câu đáp không có trong danh sách", "this reply is not on the list"))
    place = place_of(kind, subject)
    if place is None or by.role != Role.APPROVER or not sees_place(by, place):
        raise NotAllowed.of(
            "NGUOIDAN-005",
            Both("Tài khoản", "Account"),
            expected=Both("tài khoản duyệt của địa bàn", "an approver of the territory"),
            todo=Both("Chuyển cho tài khoản có thẩm quyền", "Leave it to the account that may"),
            vi="Tài khoản này không trả lời thay nơi đó",
            en="This account does not answer for that place",
        )
    if corrects is not None and corrects not in corrections_of(kind, subject):
        raise _refuse("NGUOIDAN-006", Both("đợt công bố đó không sửa số này", "that publication does not correct it"))
    return AnswerReply.objects.create(
        month=month, subject_kind=kind, subject=subject, reply=reply, at=timezone.now(), by=by, corrects=corrects
    )


def _refuse(code: str, what: Both) -> Refusal:
    return Refusal.of(
        code,
        Both("ý kiến người dân", "residents' answers"),
        todo=Both("mở lại trang và chọn trong danh sách", "open the page again and choose from the list"),
        vi=what.vi,
        en=what.en,
    )
