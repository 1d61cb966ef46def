"""A calendar of deadlines for the reader's own calendar program: which report is owed by when, and nothing else."""

from __future__ import annotations

from datetime import datetime, timedelta
from hashlib import sha256
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils import timezone
from icalendar import Alarm, Calendar, Event

from chungtay.gathering.approval.dues import Due, dues_ahead

if TYPE_CHECKING:
    from chungtay.reference.actors.models import User

_ALARMS = (timedelta(hours=-15), timedelta(hours=8))
"""From the midnight on which the day begins: at nine the day before, and at eight on the day itself."""


def calendar_of(user: User, now: datetime, language: str) -> bytes:
    """The deadlines of what the account's body owes and has not sent, as iCalendar: whole days with two alarms each."""
    vietnamese = language != "en"
    calendar = Calendar()
    calendar.add("prodid", "-//Chung Tay//Deadlines//VI")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", "Chung Tay: hạn báo cáo" if vietnamese else "Chung Tay: deadlines")
    calendar.add("x-published-ttl", "PT6H")
    for due in dues_ahead(user, timezone.localdate(now)):
        calendar.add_component(_event(due, user, now, language))
    written: bytes = calendar.to_ical()
    return written


def _event(due: Due, user: User, now: datetime, language: str) -> Event:
    event = Event()
    event.add("uid", f"{_uid(due, user)}@chungtay")
    event.add("dtstamp", now)
    event.add("dtstart", due.deadline)
    event.add("dtend", due.deadline + timedelta(days=1))
    event.add("summary", _summary(due, language))
    event.add("transp", "TRANSPARENT")
    event.add("url", settings.PUBLIC_URL)
    for before in _ALARMS:
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", _summary(due, language))
        alarm.add("trigger", before)
        event.add_component(alarm)
    return event


def _summary(due: Due, language: str) -> str:
    label = due.period.label(language)
    return (
        f"Hạn báo cáo {label}: {due.form.name_vi}" if language != "en" else f"Report due, {label}: {due.form.name_en}"
    )


def _uid(due: Due, user: User) -> str:
    """The same for the same report each time it is fetched, and nothing that could be read from it."""
    named = f"{user.body_id}|{due.form.code}|{due.place.key}|{due.period}"
    return sha256(f"{settings.SECRET_KEY}|{named}".encode()).hexdigest()[:32]
