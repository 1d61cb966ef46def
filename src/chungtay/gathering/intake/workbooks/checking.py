"""Whether a workbook of ours may say what it says: its form, version, rows, units, body, place and periods."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from chungtay.gathering.intake.workbooks.layout import DATES, UNIT, cell_address, column_number
from chungtay.gathering.intake.workbooks.outlines import form_rows
from chungtay.gathering.intake.workbooks.refusals import problem, refused
from chungtay.kernel.errors import Both, Refusal
from chungtay.kernel.periods import period_before
from chungtay.kernel.text import match_key
from chungtay.reference.forms.queries import forms_all, version_for
from chungtay.reference.places.queries import Stating, place_get

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from chungtay.gathering.intake.workbooks.layout import FormRow
    from chungtay.gathering.intake.workbooks.reading import WorkbookReading
    from chungtay.kernel.errors import Problem
    from chungtay.kernel.periods import Period
    from chungtay.reference.forms.models import Form
    from chungtay.reference.places.models import Place


class Known:
    """What the tables say of forms and places, asked once: many workbooks in a row ask the same of them.

    Not to be kept: a form may have another version tomorrow.
    """

    def __init__(self) -> None:
        self.forms = cache(forms_all)
        self.place = cache(place_get)
        self._versions: dict[tuple[int, date], Form] = {}
        self.stating = cache(Stating)

    def version(self, form: Form, period: Period) -> Form:
        """`version_for`: the version with which the period is reported."""
        key = (form.pk, period.end)
        if key not in self._versions:
            self._versions[key] = version_for(form, period)
        return self._versions[key]


def reading_form(reading: WorkbookReading, known: Known) -> Form:
    """The form version that the workbook was made from. Refusal BANGTINH-112, -113."""
    versions = [form for form in known.forms() if form.code == reading.form_code]
    if not versions:
        raise refused("BANGTINH-112", "ChungTay!B2", reading.form_code)
    found = next((form for form in versions if form.version == reading.version), None)
    if found is None:
        raise refused("BANGTINH-113", "ChungTay!B3", f"v{reading.version}", _versions(versions))
    return found


def reading_place(reading: WorkbookReading, known: Known) -> Place:
    """The place that the workbook is about. Refusal BANGTINH-115 where there is none."""
    try:
        return known.place(reading.place_key)
    except Refusal as refusal:
        raise refused("BANGTINH-115", "ChungTay!B4", reading.place_key) from refusal


def reading_check(reading: WorkbookReading, form: Form, today: date, known: Known) -> None:
    """Rows, units and periods against the form. Raises Refusal with every problem, BANGTINH-113 and -116 to -121."""
    found = [*_rows(reading, form_rows(form)), *_periods(reading, form, today, known)]
    if not found and not any(reading.is_filled(n) for n in range(len(reading.periods))):
        found = [problem("BANGTINH-121", reading.sheet)]
    if found:
        raise Refusal(found)


def _rows(reading: WorkbookReading, rows: tuple[FormRow, ...]) -> Iterator[Problem]:
    wanted = {row.key: row for row in rows}
    for key, unit, at in zip(reading.keys, reading.units, reading.rows, strict=True):
        row = wanted.pop(key, None)
        if row is None:
            yield problem("BANGTINH-118", f"{reading.sheet}!A{at}", key)
        elif match_key(unit) not in (match_key(row.unit_vi), match_key(row.unit_en)):
            where = cell_address(reading.sheet, UNIT, at)
            yield problem("BANGTINH-119", where, _quoted(unit), Both(row.unit_vi, row.unit_en))
    for key, row in wanted.items():
        yield problem("BANGTINH-118", reading.sheet, "", Both(f"{row.name_vi} ({key})", f"{row.name_en} ({key})"))


def _quoted(unit: str) -> str:
    """A unit is a word or two; anything longer may be about somebody and is not repeated."""
    return unit if len(unit) <= 20 else Both(f"{len(unit)} ký tự", f"{len(unit)} characters")


def _periods(reading: WorkbookReading, form: Form, today: date, known: Known) -> Iterator[Problem]:
    for number, period in enumerate(reading.periods):
        where = cell_address(reading.sheet, column_number(reading.columns[number]), DATES)
        if period.regime != form.regime or not _is_on_the_clock(period):
            yield problem("BANGTINH-117", where, period.label())
        elif reading.is_filled(number) and period.start > today:
            yield problem("BANGTINH-116", where, period.label())
        elif reading.is_filled(number) and known.version(form, period).version != form.version:
            yield problem("BANGTINH-113", where, f"v{form.version}", f"v{known.version(form, period).version}")


def _is_on_the_clock(period: Period) -> bool:
    """Whether the two dates are a period of their regime: the one after the one before it. True where none divides."""
    before = period_before(period)
    if before is None:
        return True
    return (period.start - before.end).days == 1 and abs(period.days - before.days) <= 4


def _versions(forms: list[Form]) -> str:
    return ", ".join(f"v{form.version}" for form in forms)
