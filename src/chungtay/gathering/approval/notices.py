"""Mails that tell an account what waits for it: a digest as often as it wants one, and a reminder that somebody above
writes with one click.

A mail holds counts of reports, periods, deadlines and a link; no figure, no person, no name of a place. It goes out on
working days, outside the account's quiet hours, and never twice: it is claimed in the database before it is sent.
Whoever is killed between the two loses one mail rather than sending it again; what the server refuses is given free.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import astuple, dataclass
from datetime import date, datetime, time
from smtplib import SMTPException
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.mail import get_connection
from django.db import IntegrityError, transaction
from django.utils import timezone

from chungtay.gathering.approval import board, queries
from chungtay.gathering.approval.changes import changed_under
from chungtay.gathering.approval.dues import SOON_DAYS, dues_of, until_words
from chungtay.gathering.approval.mailing import mail_is_on, mail_send
from chungtay.gathering.approval.models import Notice
from chungtay.kernel.errors import Both, NotAllowed, Refusal
from chungtay.ledger.queries import batches_in
from chungtay.ledger.types import DecisionKind
from chungtay.reference.actors.queries import Digest, Role, accounts_of, accounts_with_mailbox
from chungtay.reference.forms import queries as forms
from chungtay.reference.forms.deadlines import is_working_day

if TYPE_CHECKING:
    from django.core.mail.backends.base import BaseEmailBackend

    from chungtay.kernel.periods import Period
    from chungtay.reference.actors.models import Body, User
    from chungtay.reference.forms.models import Form
    from chungtay.reference.places.models import Place

log = logging.getLogger(__name__)
DIGEST, NUDGE = "digest", "nudge"
Mail = tuple[str, list[str]]
"""Subject and lines."""


@dataclass(frozen=True)
class Counts:
    """How many reports wait for an account, by why they do."""

    to_decide: int = 0
    came_back: int = 0
    overdue: int = 0
    due_soon: int = 0
    changed: int = 0

    def __bool__(self) -> bool:
        return any(astuple(self))


@dataclass
class Sending:
    """What became of a round of mails."""

    sent: int = 0
    nothing: int = 0
    quiet: int = 0
    before: int = 0
    failed: int = 0


def counts_of(user: User, today: date) -> Counts:
    """What waits for an account, in counts of reports. Returned ones without a newer version count as such alone."""
    queue = queries.queue_for(user)
    back = {batch.pk for batch in queue} & _returned(user)
    owed = [due for due in dues_of(user, today) if not due.state or due.state == DecisionKind.WITHDRAWN]
    is_reporter = user.role == Role.REPORTER
    return Counts(
        to_decide=len(queue) - len(back),
        came_back=len(back),
        overdue=sum(due.days_left(today) < 0 for due in owed) if is_reporter else 0,
        due_soon=sum(0 <= due.days_left(today) <= SOON_DAYS for due in owed) if is_reporter else 0,
        changed=len(changed_under(user)),
    )


def _returned(user: User) -> set[int]:
    own = batches_in(DecisionKind.RETURNED, user=user).filter(body=user.body_id)
    return set(own.values_list("pk", flat=True)) if user.role == Role.REPORTER else set()


def digests_send(now: datetime) -> Sending:
    """Write to every account that wants to be told, has a mailbox and has something waiting. May be run at any time.

    Nothing goes out on days on which no office works. A daily digest goes once a day, a weekly one with the first
    working day's round of a week. Refusals: DUYET-603 no mail server is configured, DUYET-606 it does not answer.
    """
    _check_mail()
    local = timezone.localtime(now)
    today, done = local.date(), Sending()
    if not is_working_day(today, forms.holidays_between(today, today)):
        return done
    with _connected() as connection:
        for user in accounts_with_mailbox():
            if user.digest != Digest.OFF and user.role in (Role.REPORTER, Role.APPROVER):
                outcome = _digest(user, local, connection)
                setattr(done, outcome, getattr(done, outcome) + 1)
    return done


@contextmanager
def _connected() -> Iterator[BaseEmailBackend]:
    """One connection for a round of mails. Refusal DUYET-606 where the server does not answer at all."""
    connection = get_connection()
    try:
        connection.open()
    except (SMTPException, OSError) as error:
        raise _refused("DUYET-606") from error
    try:
        yield connection
    finally:
        connection.close()


def _digest(user: User, local: datetime, connection: BaseEmailBackend) -> str:
    """What became of an account's digest, as `Sending` names it."""
    key = _digest_key(user, local.date())
    if is_quiet(user, local.time()):
        return "quiet"
    if _was_claimed(user, DIGEST, key):
        return "before"
    counts = counts_of(user, local.date())
    if not counts:
        return "nothing"
    return _claimed_and_sent(user, DIGEST, key, local, digest_words(counts, user.language), connection)


def is_quiet(user: User, at: time) -> bool:
    """Whether the account wants no mail at this time of day; over midnight where quiet begins later than it ends."""
    start, end = user.quiet_from, user.quiet_to
    if start is None or end is None or start == end:
        return False
    return start <= at < end if start < end else at >= start or at < end


def _digest_key(user: User, today: date) -> str:
    year, week, _ = today.isocalendar()
    return f"{year}-W{week:02d}" if user.digest == Digest.WEEKLY else today.isoformat()


def check_remind(by: User, body: Body) -> None:
    """NotAllowed DUYET-601 unless the account works on reports in a body above."""
    if body.pk not in board.reminded_by(by):
        where = Both("Cơ quan", "Body")
        vi, en = "Tài khoản này không nhắc được cơ quan đó", "This account does not remind that body"
        raise NotAllowed.of("DUYET-601", where, vi=vi, en=en)


def body_remind(*, by: User, body: Body, form: Form, place: Place, period: Period, now: datetime) -> int:
    """Write to the reporters of a body below that a report is missing; gives how many were written to.

    NotAllowed DUYET-601 unless the account works on reports in a body above. Refusals: DUYET-602 the report is not
    owed, or was received already; DUYET-603 no mail server; DUYET-604 nobody there has a mailbox, or all are in their
    quiet hours; DUYET-605 they were written to about it today; DUYET-606 the server did not take the mail.
    """
    check_remind(by, body)
    _check_mail()
    local = timezone.localtime(now)
    deadline = _missing_since(by, body, form, place, period, local.date())
    reached = [u for u in accounts_of(body) if u.is_active and u.email and u.role == Role.REPORTER]
    reached = [user for user in reached if not is_quiet(user, local.time())]
    if not reached:
        raise _refused("DUYET-604")
    key = f"{form.code}|{place.key}|{period.end}|{local.date()}"
    outcomes = []
    for user in reached:
        mail = nudge_words(form, period, deadline, local.date(), user.language)
        outcomes.append(_claimed_and_sent(user, NUDGE, key, now, mail))
    if "sent" not in outcomes and "failed" in outcomes:
        raise _refused("DUYET-606")
    if "sent" not in outcomes:
        raise _refused("DUYET-605")
    return outcomes.count("sent")


def _missing_since(by: User, body: Body, form: Form, place: Place, period: Period, today: date) -> date:
    """The deadline of a report that is owed and not there."""
    told = board.board_of(by, form.code, [period], today)
    unit = next((u for u in told.cells if (u.body_id, u.place_id) == (body.pk, place.pk)), None)
    missing = (board.State.OVERDUE, board.State.NOT_YET_DUE, board.State.RETURNED)
    if unit is None or told.cells[unit][0].state not in missing:
        raise _refused("DUYET-602")
    return told.deadlines[period, unit.level]


def _check_mail() -> None:
    if not mail_is_on():
        raise _refused("DUYET-603")


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
}


def _refused(code: str) -> Refusal:
    todo, vi, en = _REFUSED[code]
    return Refusal.of(code, Both("Nhắc báo cáo", "Reminder"), todo=todo, vi=vi, en=en)


def _was_claimed(user: User, kind: str, key: str) -> bool:
    return Notice.objects.filter(user=user, kind=kind, key=key).exists()


def _claimed_and_sent(
    user: User, kind: str, key: str, now: datetime, mail: Mail, connection: BaseEmailBackend | None = None
) -> str:
    """'sent', 'before' where another round has it, 'failed' where the server did not take it: it may be tried again."""
    try:
        with transaction.atomic():
            notice = Notice.objects.create(user=user, kind=kind, key=key, sent_at=now)
    except IntegrityError:
        return "before"
    try:
        mail_send(user.email, *mail, connection)
    except (SMTPException, OSError) as error:
        notice.delete()
        if connection is not None:
            # The server may have hung up: the next mail begins anew.
            connection.close()
        # Neither mailbox nor account: logs are read by more people than mails.
        log.warning("a mail was not taken: %s", type(error).__name__)
        return "failed"
    return "sent"


_VI = (
    ("to_decide", "{n} báo cáo chờ bạn duyệt"),
    ("came_back", "{n} báo cáo bị trả lại, cần sửa và trình lại"),
    ("overdue", "{n} báo cáo quá hạn"),
    ("due_soon", "{n} báo cáo sắp đến hạn"),
    ("changed", "{n} báo cáo đã duyệt nay được sửa hoặc rút, bạn chưa xem"),
)
_EN = (
    ("to_decide", "{n} to approve"),
    ("came_back", "{n} returned, to be mended and sent again"),
    ("overdue", "{n} overdue"),
    ("due_soon", "{n} due soon"),
    ("changed", "{n} approved before and since corrected or withdrawn, which you have not looked at"),
)


def digest_words(counts: Counts, language: str) -> Mail:
    """Subject and lines of a digest."""
    vietnamese = language != "en"
    told = [
        words.format(n=getattr(counts, name)) for name, words in (_VI if vietnamese else _EN) if getattr(counts, name)
    ]
    total = sum(astuple(counts))
    if vietnamese:
        subject = f"Chung Tay: {total} báo cáo đang chờ bạn"
        head, link, foot = "Việc của bạn hôm nay:", "Mở bàn làm việc:", "Đổi hộp thư, số lần nhận thư, giờ yên lặng:"
    else:
        subject = f"Chung Tay: {total} report{'' if total == 1 else 's'} waiting for you"
        head, link, foot = "Reports that wait for you:", "Open your desk:", "Change mailbox, frequency, quiet hours:"
    items = [f"- {words}" for words in told]
    return subject, [head, "", *items, "", f"{link} {_address('')}", "", f"{foot} {_address('thiet-lap/')}"]


def nudge_words(form: Form, period: Period, deadline: date, today: date, language: str) -> Mail:
    """Subject and lines of a reminder about one report."""
    label, until = period.label(language), until_words(deadline, today, language)
    if language != "en":
        subject = f"Chung Tay: nhắc báo cáo {label}"
        head = f"Cơ quan cấp trên chưa nhận được báo cáo {label} ({form.name_vi}), {until}."
        link = "Điền hoặc sửa báo cáo:"
    else:
        subject = f"Chung Tay: the report of {label} is missing"
        head = f"The body above has not received the report of {label} ({form.name_en}), {until}."
        link = "Fill it in or mend it:"
    return subject, [head, "", f"{link} {_address('')}"]


def _address(path: str) -> str:
    return f"{settings.PUBLIC_URL.rstrip('/')}/{path}"
