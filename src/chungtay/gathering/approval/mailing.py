"""Mail going out: one plain text to one mailbox over the configured server, once. Off until a server is named.

A mail is claimed in the database before it is sent, for as long as sending may take, and marked as sent once the server
took it. A round that is killed in between leaves a claim that runs out: the next round sends the mail. Only where the
server took it and the killed round could not say so does it go out a second time; it then bears the same Message-ID,
by which servers and readers know it for the same mail.
"""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from smtplib import SMTPException
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.crypto import salted_hmac

from chungtay.gathering.approval.models import Notice
from chungtay.kernel.errors import Both, Refusal

if TYPE_CHECKING:
    from django.core.mail.backends.base import BaseEmailBackend

    from chungtay.reference.actors.models import User

log = logging.getLogger(__name__)
HEADERS = {"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"}
"""So that an absent office's automatic answer does not come back."""
LEASE = timedelta(minutes=10)
"""How long a claim holds: longer than a server may take over one mail (EMAIL_TIMEOUT for each of its answers)."""
_AT_ONCE = 500
"""Accounts asked about by one statement."""
Mail = tuple[str, list[str]]
"""Subject and lines."""


def mail_is_on() -> bool:
    """Whether a mail server is configured (CHUNGTAY_SMTP_URL)."""
    return bool(settings.EMAIL_HOST)


def check_mail() -> None:
    """Refusal DUYET-603 where no mail server is configured."""
    if not mail_is_on():
        raise refused("DUYET-603")


@contextmanager
def connected() -> Iterator[BaseEmailBackend]:
    """One connection for a round of mails. Refusal DUYET-606 where the server does not answer at all."""
    connection = get_connection()
    try:
        connection.open()
    except (SMTPException, OSError) as error:
        raise refused("DUYET-606") from error
    try:
        yield connection
    finally:
        connection.close()


def was_sent(user: User, kind: str, key: str) -> bool:
    """Whether the account got this mail, or another round is sending it right now."""
    known = Notice.objects.filter(user=user, kind=kind, key=key)
    return known.exclude(_is_free(timezone.now())).exists()


def sent_among(users: Collection[User], kind: str, keys: Collection[str]) -> set[tuple[int, str]]:
    """Which of these mails to which of these accounts (by id) went out, or are being sent: `was_sent` of many."""
    asked, found, now = list(users), set[tuple[int, str]](), timezone.now()
    for at in range(0, len(asked), _AT_ONCE):
        known = Notice.objects.filter(user__in=asked[at : at + _AT_ONCE], kind=kind).exclude(_is_free(now))
        found.update(pair for pair in known.values_list("user_id", "key") if pair[1] in keys)
    return found


def latest_among(kind: str, beginning: str) -> dict[int, str]:
    """By account (its id), the last in the order of texts of the keys with this beginning under which it got a mail of
    a kind, or is being sent one."""
    known = Notice.objects.filter(kind=kind, key__startswith=beginning).exclude(_is_free(timezone.now()))
    found: dict[int, str] = {}
    # Compared here: databases order texts by their own rules.
    for user, key in known.values_list("user_id", "key"):
        found[user] = max(key, found.get(user, key))
    return found


def mail_once(
    user: User, kind: str, key: str, now: datetime, mail: Mail, connection: BaseEmailBackend | None = None
) -> str:
    """'sent', 'before' where it went out already or another round is at it, 'failed' where the server did not take it:
    then it may be tried again."""
    claim = _claimed(user, kind, key)
    if claim is None:
        return "before"
    try:
        _send(user.email, message_id(user, kind, key), mail, connection)
    except (SMTPException, OSError) as error:
        Notice.objects.filter(pk=claim).delete()
        if connection is not None:
            # The server may have hung up: the next mail begins anew.
            connection.close()
        # Neither mailbox nor account: logs are read by more people than mails.
        log.warning("a mail was not taken: %s", type(error).__name__)
        return "failed"
    Notice.objects.filter(pk=claim).update(sent_at=now, claimed_until=None)
    return "sent"


def _claimed(user: User, kind: str, key: str) -> int | None:
    """The id of the claim, None where the mail is somebody else's. Judged by the clock, not by the moment that a round
    is told to be at: a lease is about processes that live now."""
    now = timezone.now()
    try:
        with transaction.atomic():
            return Notice.objects.create(user=user, kind=kind, key=key, claimed_until=now + LEASE).pk
    except IntegrityError:
        left = Notice.objects.filter(_is_free(now), user=user, kind=kind, key=key)
        # One statement: of two rounds that find it free, one changes a row.
        taken = left.update(claimed_until=now + LEASE)
        return Notice.objects.get(user=user, kind=kind, key=key).pk if taken else None


def _is_free(now: datetime) -> Q:
    """Claimed and not sent, by a round that cannot be at it any more."""
    return Q(sent_at=None, claimed_until__lte=now)


def message_id(user: User, kind: str, key: str) -> str:
    """The same for the same mail, whoever sends it and how often; it tells nothing of the account."""
    known = salted_hmac("chungtay.mailing", f"{user.pk}|{kind}|{key}", algorithm="sha256").hexdigest()
    return f"<{known[:40]}@{urlsplit(settings.PUBLIC_URL).hostname or 'chung-tay.localhost'}>"


def _send(to: str, id: str, mail: Mail, connection: BaseEmailBackend | None) -> None:
    subject, lines = mail
    headers = {**HEADERS, "Message-ID": id}
    message = EmailMessage(subject, "\n".join(lines) + "\n", to=[to], headers=headers, connection=connection)
    message.send(fail_silently=False)


def desk_address(path: str) -> str:
    """Where a page of the desk stands, for links in mails."""
    return f"{settings.PUBLIC_URL.rstrip('/')}/{path}"


_REFUSED = {
    "DUYET-602": (
        Both("Tải lại bảng", "Reload the board"),
        "Không còn thiếu báo cáo này",
        "This report is not missing",
    ),
    "DUYET-603": (
        Both("Đặt CHUNGTAY_SMTP_URL", "Set CHUNGTAY_SMTP_URL"),
        "Chưa cấu hình máy chủ thư",
        "No mail server is configured",
    ),
    "DUYET-604": (
        Both("Gọi điện, hoặc nhắc lại sau", "Call, or try later"),
        "Lúc này không có hộp thư nào của cơ quan đó nhận thư",
        "No mailbox of that body takes mail now",
    ),
    "DUYET-605": (
        Both("Ngày mai nhắc lại nếu cần", "Again tomorrow if need be"),
        "Hôm nay đã nhắc về báo cáo này",
        "They were reminded of this report today",
    ),
    "DUYET-606": (
        Both("Báo người quản trị hệ thống", "Tell whoever runs the system"),
        "Máy chủ thư không nhận thư",
        "The mail server did not take the mail",
    ),
    "DUYET-607": (
        Both("Tải lại bảng; ngày mai nhắc lại nếu cần", "Reload the board; again tomorrow if need be"),
        "Lúc này không có ai để nhắc",
        "There is nobody to remind now",
    ),
}


def refused(code: str) -> Refusal:
    """The refusal of a mail with a code."""
    todo, vi, en = _REFUSED[code]
    return Refusal.of(code, Both("Nhắc báo cáo", "Reminder"), todo=todo, vi=vi, en=en)
