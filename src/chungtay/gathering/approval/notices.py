"""The digest: a mail that tells an account what waits for it, as often as it wants one.

It holds counts of reports and a link; no figure, no person, no name of a place. It goes out on working days, outside
the account's quiet hours, and once (`mailing`).
"""

from __future__ import annotations

from dataclasses import astuple, dataclass
from datetime import date, datetime, time
from typing import TYPE_CHECKING

from django.utils import timezone

from chungtay.gathering.approval import queries
from chungtay.gathering.approval.changes import changed_under
from chungtay.gathering.approval.dues import SOON_DAYS, dues_of
from chungtay.gathering.approval.mailing import Mail, check_mail, connected, desk_address, mail_once, was_sent
from chungtay.ledger.queries import batches_in
from chungtay.ledger.types import DecisionKind
from chungtay.reference.actors.queries import Digest, Role, accounts_with_mailbox
from chungtay.reference.forms import queries as forms
from chungtay.reference.forms.deadlines import is_working_day

if TYPE_CHECKING:
    from django.core.mail.backends.base import BaseEmailBackend

    from chungtay.reference.actors.models import User

DIGEST = "digest"


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
    check_mail()
    local = timezone.localtime(now)
    today, done = local.date(), Sending()
    if not is_working_day(today, forms.holidays_between(today, today)):
        return done
    with connected() as connection:
        for user in accounts_with_mailbox():
            if user.digest != Digest.OFF and user.role in (Role.REPORTER, Role.APPROVER):
                outcome = _digest(user, local, connection)
                setattr(done, outcome, getattr(done, outcome) + 1)
    return done


def _digest(user: User, local: datetime, connection: BaseEmailBackend) -> str:
    """What became of an account's digest, as `Sending` names it."""
    key = _digest_key(user, local.date())
    if is_quiet(user, local.time()):
        return "quiet"
    if was_sent(user, DIGEST, key):
        return "before"
    counts = counts_of(user, local.date())
    if not counts:
        return "nothing"
    return mail_once(user, DIGEST, key, local, digest_words(counts, user.language), connection)


def is_quiet(user: User, at: time) -> bool:
    """Whether the account wants no mail at this time of day; over midnight where quiet begins later than it ends."""
    start, end = user.quiet_from, user.quiet_to
    if start is None or end is None or start == end:
        return False
    return start <= at < end if start < end else at >= start or at < end


def _digest_key(user: User, today: date) -> str:
    year, week, _ = today.isocalendar()
    return f"{year}-W{week:02d}" if user.digest == Digest.WEEKLY else today.isoformat()


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
    return subject, [head, "", *items, "", f"{link} {desk_address('')}", "", f"{foot} {desk_address('thiet-lap/')}"]
