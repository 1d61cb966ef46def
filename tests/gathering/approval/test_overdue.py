"""Reminders of tasks: whose are late, who is told when, and never twice of the same."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.core import mail
from django.utils.timezone import localdate

from chungtay.gathering.approval.overdue import Waiting, tasks_remind, waiting_of
from chungtay.gathering.programmes.life import Due
from chungtay.gathering.programmes.queries import programme_get
from chungtay.gathering.programmes.services import programmes_load
from chungtay.gathering.programmes.tasks import TaskDraft, task_end, task_give
from chungtay.reference.actors.services import notices_set
from chungtay.reference.forms.deadlines import is_working_day
from chungtay.reference.forms.queries import holidays_between

if TYPE_CHECKING:
    from chungtay.gathering.programmes.models import Task

TODAY = date(2026, 6, 15)
OWNER, ABOVE, STRANGER = 1, 2, 3


def due(days: int) -> Due:
    return Due(OWNER, frozenset({ABOVE}), TODAY + timedelta(days=days))


def test_an_owner_is_told_of_what_is_late_and_of_what_is_soon_due() -> None:
    told = waiting_of(OWNER, [due(-3), due(2)], TODAY)
    assert (told.late, told.soon, told.below, told.last) == (1, 1, 0, TODAY - timedelta(days=3))


@pytest.mark.parametrize(("days", "below"), [(-7, 0), (-8, 1)])
def test_the_body_above_is_told_after_a_week(days: int, below: int) -> None:
    assert waiting_of(ABOVE, [due(days)], TODAY).below == below


def test_a_task_that_is_late_for_long_is_news_for_the_body_above_even_beside_a_later_day_of_its_own() -> None:
    own = Due(ABOVE, frozenset(), TODAY - timedelta(days=3))
    before = waiting_of(ABOVE, [own, due(-7)], TODAY).last
    after = waiting_of(ABOVE, [own, due(-8)], TODAY).last
    assert before is not None
    assert after is not None
    assert before < after


def test_nobody_else_is_told() -> None:
    assert waiting_of(STRANGER, [due(-30), due(1)], TODAY) == Waiting()


@pytest.mark.django_db
def test_a_round_writes_once_and_again_only_when_one_more_is_late(cast: Any, settings: Any) -> None:
    settings.EMAIL_HOST = "thu.vi.du"
    programmes_load()
    for user in (cast.an, cast.binh):
        notices_set(by=user, email=f"{user.username}@vi.du", language="vi", digest="off")
    ahead = (localdate() + timedelta(days=days) for days in range(2, 60))
    first = next(on for on in ahead if _works(on) and _works(on + timedelta(days=14)))
    for days in (-2, 10):
        _given(cast, first + timedelta(days=days))
    rounds = [tasks_remind(_morning(first)).sent for _ in range(2)]
    later = tasks_remind(_morning(first + timedelta(days=14)))
    assert (rounds, later.sent) == ([1, 0], 2)
    assert "Rà soát" not in "".join(str(one.body) for one in mail.outbox)


@pytest.mark.django_db
def test_the_latest_task_being_done_is_no_reason_to_write_again_in_the_week(cast: Any, settings: Any) -> None:
    settings.EMAIL_HOST = "thu.vi.du"
    programmes_load()
    notices_set(by=cast.an, email="an@vi.du", language="vi", digest="off")
    ahead = (localdate() + timedelta(days=days) for days in range(4, 60))
    first = next(on for on in ahead if on.isocalendar().weekday < 5 and _works(on) and _works(on + timedelta(days=1)))
    _earlier, latest = [_given(cast, first - timedelta(days=days)) for days in (3, 2)]
    assert tasks_remind(_morning(first)).sent == 1
    task_end(by=cast.binh, id=latest.pk, text="Xong")
    again = tasks_remind(_morning(first + timedelta(days=1)))
    assert (again.sent, again.before) == (0, 1)


@pytest.mark.django_db
def test_who_wants_no_mail_of_tasks_gets_none(cast: Any, settings: Any) -> None:
    settings.EMAIL_HOST = "thu.vi.du"
    notices_set(by=cast.an, email="an@vi.du", language="vi", digest="off", task_mails=False)
    assert tasks_remind(_morning(date(2026, 6, 15))).nothing == 0


def _given(cast: Any, on: date) -> Task:
    draft = TaskDraft(programme_get("07/CTrPH-BCA-MTTW"), cast.an.body, "Rà soát mô hình", on, request="Ban Chỉ đạo")
    return task_give(by=cast.binh, draft=draft)


def _works(on: date) -> bool:
    return is_working_day(on, holidays_between(on, on))


def _morning(on: date) -> datetime:
    return datetime(on.year, on.month, on.day, 2, tzinfo=UTC)
