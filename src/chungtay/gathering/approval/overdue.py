"""Reminders of tasks: to a body of what it is late with or owes soon, and to the bodies above it a week later.

A mail holds counts and a link; no task, no place, no person. It goes out on working days, outside the account's quiet
hours, to accounts that want such mails; again in another week, or as soon as one more task is late. A late task that is
opened again has no mail of its own: what was late before is known by its day alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils import timezone

from chungtay.gathering.approval.mailing import Mail, check_mail, connected, desk_address, latest_among, mail_once
from chungtay.gathering.approval.notices import Sending, is_quiet
from chungtay.gathering.programmes.life import Due, dues_until
from chungtay.reference.actors.queries import Role, accounts_with_mailbox
from chungtay.reference.forms import queries as forms
from chungtay.reference.forms.deadlines import is_working_day

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.core.mail.backends.base import BaseEmailBackend

    from chungtay.reference.actors.models import User

TASKS = "tasks"
_LATE = "nhiem-vu/?tinh-trang=late"


@dataclass(frozen=True)
class Waiting:
    """Tasks that an account is told of: late and due soon of its own body, and late for long of bodies below it or
    given by it. `last`: the latest day on which one of the late ones became something to be told, for its owner or for
    those above, which says whether there is one more."""

    late: int = 0
    soon: int = 0
    below: int = 0
    last: date | None = None

    def __bool__(self) -> bool:
        return bool(self.late or self.soon or self.below)


def waiting_of(body_id: int, dues: Iterable[Due], today: date) -> Waiting:
    """What of these open tasks a body is told of on a day."""
    held = list(dues)
    own = [due for due in held if due.owner == body_id]
    late = [due for due in own if due.on < today]
    escalated = today - timedelta(days=settings.TASK_ESCALATE_DAYS)
    below = [due for due in held if due.owner != body_id and body_id in due.above and due.on < escalated]
    told_above = timedelta(days=settings.TASK_ESCALATE_DAYS)
    since = [due.on for due in late] + [due.on + told_above for due in below]
    return Waiting(len(late), len(own) - len(late), len(below), max(since, default=None))


def by_body(dues: Iterable[Due]) -> dict[int, list[Due]]:
    """By the id of a body, the tasks of which it may have to be told."""
    found: dict[int, list[Due]] = {}
    for due in dues:
        for body in due.above | {due.owner}:
            found.setdefault(body, []).append(due)
    return found


def tasks_remind(now: datetime) -> Sending:
    """Write to every account that wants to be told and has a task waiting. May be run at any time.

    Refusals: DUYET-603 no mail server is configured, DUYET-606 it does not answer.
    """
    check_mail()
    local = timezone.localtime(now)
    today, done = local.date(), Sending()
    if not is_working_day(today, forms.holidays_between(today, today)):
        return done
    dues = by_body(dues_until(today + timedelta(days=settings.TASK_SOON_DAYS)))
    known = latest_among(TASKS, _week(today))
    with connected() as connection:
        for user in accounts_with_mailbox():
            if user.task_mails and user.role in (Role.REPORTER, Role.APPROVER):
                waiting = waiting_of(user.body_id, dues.get(user.body_id, ()), today)
                outcome = _reminded(user, waiting, known.get(user.pk, ""), local, connection)
                setattr(done, outcome, getattr(done, outcome) + 1)
    return done


def _week(on: date) -> str:
    year, week, _ = on.isocalendar()
    return f"{year}-W{week:02d}|"


def _reminded(user: User, waiting: Waiting, known: str, local: datetime, connection: BaseEmailBackend) -> str:
    if is_quiet(user, local.time()):
        return "quiet"
    if not waiting:
        return "nothing"
    key = f"{_week(local.date())}{waiting.last or ''}"
    if key <= known:
        # Of this week, and the latest one may have been done since: no reason to write again.
        return "before"
    return mail_once(user, TASKS, key, local, reminder_words(waiting, user.language), connection)


def reminder_words(waiting: Waiting, language: str) -> Mail:
    """Subject and lines of a reminder of tasks."""
    days = settings.TASK_ESCALATE_DAYS
    if language == "en":
        told = [
            (waiting.late, f"{waiting.late} of your body's tasks overdue"),
            (waiting.soon, f"{waiting.soon} due within {settings.TASK_SOON_DAYS} days"),
            (waiting.below, f"{waiting.below} of bodies below yours overdue by more than {days} days"),
        ]
        subject, head, link = "Chung Tay: tasks wait", "Tasks of the coordination programme:", "Open the tasks:"
        foot = "Stop these mails:"
    else:
        told = [
            (waiting.late, f"{waiting.late} nhiệm vụ của cơ quan bạn đã quá hạn"),
            (waiting.soon, f"{waiting.soon} nhiệm vụ đến hạn trong {settings.TASK_SOON_DAYS} ngày tới"),
            (waiting.below, f"{waiting.below} nhiệm vụ của cơ quan cấp dưới quá hạn hơn {days} ngày"),
        ]
        subject, head, link = "Chung Tay: nhiệm vụ đang chờ", "Nhiệm vụ của chương trình phối hợp:", "Mở nhiệm vụ:"
        foot = "Không nhận thư này nữa:"
    lines = [f"- {words}" for n, words in told if n]
    return subject, [head, "", *lines, "", f"{link} {desk_address(_LATE)}", "", f"{foot} {desk_address('thiet-lap/')}"]
