"""Days off that an administrator adds, and takes back where one was entered by mistake.

A day off moves deadlines, and whether a report came in time is read off them again and again. So a day may be taken
back only while no deadline that it moved would have passed without it: nobody becomes late afterwards.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import takewhile
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from chungtay.kernel.errors import Both, Problem, Refusal
from chungtay.kernel.periods import Period, Regime
from chungtay.kernel.text import squeeze
from chungtay.reference.forms.calendar import is_divided, periods_from
from chungtay.reference.forms.deadlines import deadline
from chungtay.reference.forms.models import Form, Holiday
from chungtay.reference.forms.queries import days_off_since

if TYPE_CHECKING:
    from collections.abc import Iterable

    from chungtay.reference.actors.models import User

REACH = timedelta(days=60)
"""A deadline lies within ten working days of its cut-off, holidays between them: no day off moves one further away."""
_WHERE = Both("ngày nghỉ", "holiday")


@dataclass(frozen=True)
class Moved:
    """A deadline that a day off moves: what it is with the day, and what it would be without."""

    form: Form
    period: Period
    level: str
    now: date
    without: date


@transaction.atomic
def holiday_add(*, by: User, on: date, name_vi: str, name_en: str) -> Holiday:
    """A day off that a decision of the year makes; deadlines move past it from now on.

    Refusal BIEUMAU-004 when somebody else than an administrator adds it or a name lacks.
    """
    if not _may_keep(by) or not squeeze(name_vi) or not squeeze(name_en):
        raise Refusal.of(
            "BIEUMAU-004",
            _WHERE,
            read=on.isoformat(),
            expected=Both("tài khoản quản trị; tên hai thứ tiếng", "an administrator; names in two languages"),
            todo=Both("đề nghị người quản trị thêm", "ask an administrator to add it"),
            vi="không thêm được ngày nghỉ",
            en="the holiday cannot be added",
        )
    names = {"name_vi": squeeze(name_vi), "name_en": squeeze(name_en)}
    new = {**names, "added_by": by, "added_at": timezone.now()}
    holiday, _ = Holiday.objects.update_or_create(on=on, removed_at=None, defaults=names, create_defaults=new)
    return holiday


def holiday_get(id: int) -> Holiday:
    """A day off that holds. Refusal BIEUMAU-016 for any other."""
    found = Holiday.objects.filter(pk=id, removed_at=None).first()
    if found is None:
        vi, en = "không có ngày nghỉ này", "there is no such holiday"
        raise Refusal.of("BIEUMAU-016", _WHERE, read=str(id), vi=vi, en=en)
    return found


def holidays_removed() -> list[Holiday]:
    """The days off that were taken back, the last first, with who did so."""
    return list(Holiday.objects.exclude(removed_at=None).select_related("removed_by__body").order_by("-removed_at"))


def deadlines_moved(on: date, terms: Iterable[Period] = ()) -> list[Moved]:
    """The deadlines that would be earlier if a day were no day off, the earliest first. `terms`: the periods of forms
    that no calendar divides, which rooms above this one know."""
    days, known = days_off_since(on - REACH), list(terms)
    if on not in days:
        return []
    found = []
    for form in Form.objects.order_by("code", "version"):
        for period in _periods(form, on, known):
            for level, count in form.due.items():
                moved = [deadline(period, level, off, {level: count}) for off in (days, days - {on})]
                if moved[0] != moved[1]:
                    found.append(Moved(form, period, level, *moved))
    return sorted(found, key=lambda moved: (moved.without, moved.form.code, moved.level))


def _periods(form: Form, on: date, terms: list[Period]) -> list[Period]:
    """The periods of a form version that end so shortly before a day that it may move their deadline."""
    regime, since = Regime(form.regime), max(on - REACH, form.valid_from)
    coming = periods_from(regime, since) if is_divided(regime) else iter(sorted(terms, key=lambda term: term.end))
    ending = takewhile(lambda period: period.end < on, coming)
    return [p for p in ending if p.end >= since and (form.valid_to is None or p.end <= form.valid_to)]


@transaction.atomic
def holiday_remove(*, by: User, id: int, terms: Iterable[Period] = ()) -> Holiday:
    """Take a day off back: deadlines that it moved come earlier from now on. Who did so and when is kept.

    Refusals: BIEUMAU-004 for whoever is no administrator; BIEUMAU-016 no such day; BIEUMAU-017 for each deadline that
    would have passed already without the day.
    """
    holiday = holiday_get(id)
    if not _may_keep(by):
        vi, en = "không bỏ được ngày nghỉ", "the holiday cannot be removed"
        who = Both("tài khoản quản trị", "an administrator")
        raise Refusal.of("BIEUMAU-004", _WHERE, read=holiday.on.isoformat(), expected=who, vi=vi, en=en)
    today = timezone.localdate()
    if late := [_too_late(moved) for moved in deadlines_moved(holiday.on, terms) if moved.without < today]:
        raise Refusal(late)
    holiday.removed_by, holiday.removed_at = by, timezone.now()
    holiday.save(update_fields=["removed_by", "removed_at"])
    return holiday


def _too_late(moved: Moved) -> Problem:
    names, period = (moved.form.name_vi, moved.form.name_en), moved.period
    return Problem(
        "BIEUMAU-017",
        Both(f"{names[0]}, {period.label('vi')}, {moved.level}", f"{names[1]}, {period.label('en')}, {moved.level}"),
        moved.now.isoformat(),
        moved.without.isoformat(),
        Both("giữ ngày nghỉ này", "keep this day off"),
        "bỏ ngày nghỉ thì hạn này đã qua",
        "without this day off the deadline would have passed",
    )


def _may_keep(by: User) -> bool:
    return by.is_active and by.role == "administrator"
