"""Reminders that somebody above writes with one click: of one report that is missing, or to all who are late.

A mail holds the name of the form, the period, the deadline and a link; it goes to reporters outside their quiet hours,
once a day about one report (`mailing`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from django.utils import timezone

from chungtay.gathering.approval import board
from chungtay.gathering.approval.dues import until_words
from chungtay.gathering.approval.mailing import (
    Mail,
    check_mail,
    connected,
    desk_address,
    mail_once,
    refused,
    sent_among,
)
from chungtay.gathering.approval.notices import is_quiet
from chungtay.kernel.errors import Both, NotAllowed
from chungtay.reference.actors.queries import Role, accounts_of, bodies_by_id, reporters_with_mailbox
from chungtay.reference.places.queries import places_by_id

if TYPE_CHECKING:
    from collections.abc import Collection

    from django.core.mail.backends.base import BaseEmailBackend

    from chungtay.kernel.periods import Period
    from chungtay.reference.actors.models import Body, User
    from chungtay.reference.forms.models import Form
    from chungtay.reference.places.models import Place

NUDGE = "nudge"
MOST_AT_ONCE = 200
"""Reports that one click reminds of: a province has at most 168 communes, and no request waits for a thousand mails."""
_GIVES_UP = 3
"""Mails in a row that the server does not take: then it takes none."""


class Reach(StrEnum):
    """Whether a mail would reach who is late: only the first are written to."""

    TO_WRITE = "to_write"
    BEFORE = "before"
    QUIET = "quiet"
    NO_MAILBOX = "no_mailbox"


@dataclass(frozen=True)
class LateReport:
    """A report whose deadline has passed, and to whom one would write about it now."""

    body: Body
    place: Place
    deadline: date
    reach: Reach
    accounts: tuple[User, ...]


@dataclass(frozen=True)
class RemindedOf:
    """What became of a click: the reports that somebody was written to about, in how many mails; those that the server
    took no mail about; those that it did not come to."""

    reports: int
    mails: int
    failed: int
    left: int


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
    check_mail()
    local = timezone.localtime(now)
    deadline = _missing_since(by, body, form, place, period, local.date())
    reached = [u for u in accounts_of(body) if u.is_active and u.email and u.role == Role.REPORTER]
    reached = [user for user in reached if not is_quiet(user, local.time())]
    if not reached:
        raise refused("DUYET-604")
    key = _key(form, place, period, local.date())
    outcomes = []
    for user in reached:
        mail = nudge_words(form, period, deadline, local.date(), user.language)
        outcomes.append(mail_once(user, NUDGE, key, now, mail))
    if "sent" not in outcomes and "failed" in outcomes:
        raise refused("DUYET-606")
    if "sent" not in outcomes:
        raise refused("DUYET-605")
    return outcomes.count("sent")


def _missing_since(by: User, body: Body, form: Form, place: Place, period: Period, today: date) -> date:
    """The deadline of a report that is owed and not there."""
    told = board.board_of(by, form.code, [period], today)
    unit = next((u for u in told.cells if (u.body_id, u.place_id) == (body.pk, place.pk)), None)
    missing = (board.State.OVERDUE, board.State.NOT_YET_DUE, board.State.RETURNED)
    if unit is None or told.cells[unit][0].state not in missing:
        raise refused("DUYET-602")
    return told.deadlines[period, unit.level]


def late_reports(
    *, by: User, form: Form, period: Period, now: datetime, within: Collection[int] | None = None
) -> list[LateReport]:
    """What is overdue of a form and period from the bodies below the account (`within`: about these places alone, by
    id), by the place's code. Bodies that are not set up yet are left out: nobody is there to be late."""
    local = timezone.localtime(now)
    told, below = board.board_of(by, form.code, [period], local.date()), board.reminded_by(by)
    units = [
        unit
        for unit, (cell,) in told.cells.items()
        if cell.state is board.State.OVERDUE and unit.body_id in below and (within is None or unit.place_id in within)
    ]
    bodies, places = bodies_by_id(u.body_id for u in units if u.body_id), places_by_id(u.place_id for u in units)
    reporters = reporters_with_mailbox(bodies)
    keys = {place_id: _key(form, place, period, local.date()) for place_id, place in places.items()}
    written = sent_among([user for users in reporters.values() for user in users], NUDGE, keys.values())
    found = []
    for unit in sorted(units, key=lambda u: (places[u.place_id].code, u.body_id or 0)):
        known, key = reporters.get(unit.body_id or 0, []), keys[unit.place_id]
        awake = [user for user in known if not is_quiet(user, local.time())]
        left = tuple(user for user in awake if (user.pk, key) not in written)
        reach = Reach.TO_WRITE if left else Reach.BEFORE if awake else Reach.QUIET if known else Reach.NO_MAILBOX
        deadline = told.deadlines[period, unit.level]
        found.append(LateReport(bodies[unit.body_id or 0], places[unit.place_id], deadline, reach, left))
    return found


def late_remind(
    *, by: User, form: Form, period: Period, now: datetime, within: Collection[int] | None = None
) -> RemindedOf:
    """Write about every report of `late_reports` that may be written about now, `MOST_AT_ONCE` of them at most.

    Refusals: DUYET-603 no mail server is configured, DUYET-606 it does not answer, DUYET-607 nobody to write to.
    """
    check_mail()
    late = [one for one in late_reports(by=by, form=form, period=period, now=now, within=within) if one.accounts]
    if not late:
        raise refused("DUYET-607")
    outcomes: list[list[str]] = []
    with connected() as connection:
        for one in late[:MOST_AT_ONCE]:
            outcomes.append(_written_about(one, form, period, now, connection))
            if len(outcomes) >= _GIVES_UP and all("failed" in told for told in outcomes[-_GIVES_UP:]):
                break
    return RemindedOf(
        reports=sum("sent" in told for told in outcomes),
        mails=sum(told.count("sent") for told in outcomes),
        failed=sum("failed" in told and "sent" not in told for told in outcomes),
        left=len(late) - len(outcomes),
    )


def _written_about(
    one: LateReport, form: Form, period: Period, now: datetime, connection: BaseEmailBackend
) -> list[str]:
    """What became of the mail to each account, as `mail_once` says it."""
    today = timezone.localdate(now)
    key = _key(form, one.place, period, today)
    mails = [(user, nudge_words(form, period, one.deadline, today, user.language)) for user in one.accounts]
    return [mail_once(user, NUDGE, key, now, mail, connection) for user, mail in mails]


def _key(form: Form, place: Place, period: Period, today: date) -> str:
    """A report and a day."""
    return f"{form.code}|{place.key}|{period.end}|{today}"


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
    return subject, [head, "", f"{link} {desk_address('')}"]
