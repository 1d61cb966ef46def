"""A workbook on its way into drafts: what it says and about what, and whether it came in before."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.utils import timezone

from chungtay.gathering.intake.workbooks import layouts, mapping
from chungtay.gathering.intake.workbooks.checking import Known, reading_check, reading_form, reading_place
from chungtay.gathering.intake.workbooks.filling import (
    Filled,
    draft_fill,
    drafts_of_source,
    gate_text,
    rows_problems,
    says_the_same,
    values_known,
)
from chungtay.gathering.intake.workbooks.guard import parsed_in_child
from chungtay.gathering.intake.workbooks.layout import MOST_PERIODS
from chungtay.gathering.intake.workbooks.outlines import form_sheet
from chungtay.gathering.intake.workbooks.reading import check_parsed, workbook_read
from chungtay.gathering.intake.workbooks.refusals import problem, refused
from chungtay.gathering.intake.workbooks.writer import workbook_write
from chungtay.kernel.errors import Both, Refusal
from chungtay.kernel.periods import Regime
from chungtay.reference.actors.policies import reads_small_counts, sees_place
from chungtay.reference.actors.queries import body_of_place
from chungtay.reference.forms.queries import version_for
from chungtay.reference.sources.masking import filename_masked

if TYPE_CHECKING:
    from collections.abc import Sequence

    from chungtay.gathering.intake.models import Draft, Layout
    from chungtay.gathering.intake.workbooks.parsing import Parsed
    from chungtay.gathering.intake.workbooks.reading import RowRead
    from chungtay.kernel.errors import Problem
    from chungtay.kernel.periods import Period
    from chungtay.reference.actors.models import Body, User
    from chungtay.reference.forms.models import Form
    from chungtay.reference.places.models import Place
    from chungtay.reference.sources.models import Source

__all__ = ["draft_fill", "says_the_same"]


@dataclass(frozen=True)
class Heard:
    """What a workbook says: rows by period for one form and place. `problems` are of cells that hold no number."""

    form: Form
    place: Place
    months: tuple[tuple[Period, list[RowRead]], ...]
    problems: tuple[Problem, ...]
    text: str
    paragraphs: tuple[tuple[int, int], ...]
    body_code: str = ""
    """Of the body whose report it is."""


@dataclass
class Received:
    """What became of a workbook. `unchanged`: periods of which it says just what was sent before; `skipped`: those
    that cannot be filled in now, with the reason. `is_known`: the same file came in before and nothing was written."""

    source: Source
    heard: Heard
    filled: list[Filled] = field(default_factory=list)
    unchanged: list[Period] = field(default_factory=list)
    skipped: list[tuple[Period, Refusal]] = field(default_factory=list)
    is_known: bool = False

    @property
    def drafts(self) -> list[Draft]:
        """The drafts that the workbook filled."""
        return [filled.draft for filled in self.filled]

    @property
    def problems(self) -> list[Problem]:
        """Of all cells that could not be read."""
        return [*self.heard.problems, *(found for filled in self.filled for found in filled.problems)]


def workbook_hear(
    *,
    by: User,
    body: Body,
    content: bytes,
    filename: str,
    layout: Layout | None = None,
    place: Place | None = None,
    period: Period | None = None,
) -> Heard:
    """Read a workbook of ours, or one of the body's own by its layout (the one that fits where none is named).

    Refusals BANGTINH-101 to 146 and NGUON-101 to 105; nothing is written.
    """
    parsed = parsed_in_child(content)
    heard = parsed_hear(parsed, body=body, filename=filename, layout=layout, place=place, period=period)
    if not sees_place(by, heard.place):
        raise refused("BANGTINH-115", filename_masked(filename), heard.place.full_name, body.place.full_name)
    return heard


def parsed_hear(
    parsed: Parsed,
    *,
    body: Body,
    filename: str,
    layout: Layout | None = None,
    place: Place | None = None,
    period: Period | None = None,
    is_any_body: bool = False,
    known: Known | None = None,
) -> Heard:
    """The same of what a guarded child has read; nothing is asked of the account. `is_any_body`: a workbook of ours may
    be another body's than the one given, which only owns the layouts then."""
    shown, known = filename_masked(filename), known or Known()
    check_parsed(parsed, shown)
    if parsed["stamp"]:
        return _ours(parsed, None if is_any_body else body, shown, known)
    if layout is None:
        layout = layouts.layout_for(parsed, layouts.layouts_of(body), shown)
    else:
        layouts.check_layout(parsed, layout)
    asked = layouts.layout_period(parsed, layout, period)
    about = place or layouts.layout_place(parsed, layout, filename, known.stating(body.place, asked.end))
    return _theirs(parsed, layout, asked, about, _body_about(body, about), shown)


def _ours(parsed: Parsed, body: Body | None, filename: str, known: Known) -> Heard:
    reading = workbook_read(parsed, filename)
    form = reading_form(reading, known)
    if body is not None and reading.body_code != body.code:
        raise refused("BANGTINH-114", "ChungTay!B5", reading.body_code, body.code)
    place = reading_place(reading, known)
    reading_check(reading, form, timezone.localdate(), known)
    text, spans = gate_text(reading.texts, f"{form.name_vi} · {place.full_name}")
    return Heard(form, place, tuple(reading.months), reading.problems, text, tuple(spans), reading.body_code)


def _body_about(body: Body, place: Place) -> Body:
    """Whose report it is: the body of the same line for the place that the workbook is about, where there is one."""
    return body if place.pk == body.place_id else body_of_place(place, body.line) or body


def _theirs(parsed: Parsed, layout: Layout, asked: Period, place: Place, body: Body, filename: str) -> Heard:
    form = version_for(layout.form, asked)
    if Regime(form.regime) is not asked.regime:
        raise refused("BANGTINH-117", layout.period_at or layout.name, asked.label())
    if asked.start > timezone.localdate():
        raise refused("BANGTINH-116", layout.period_at or layout.name, asked.label())
    rows, problems = mapping.rows_read(parsed, layout.cells)
    if not problems and all(row.value is None for row in rows):
        raise refused("BANGTINH-121", filename)
    text, spans = gate_text(((where, words) for where, words in parsed["texts"]), layout.name)
    return Heard(form, place, ((asked, rows),), tuple(problems), text, tuple(spans), body.code)


def received_before(source: Source, heard: Heard) -> Received | None:
    """What became of the same file before, where it filled drafts that are still open; None where it filled none.

    Refusal BANGTINH-120 where all of them were sent.
    """
    drafts = drafts_of_source(source)
    still = [draft for draft in drafts if draft.batch_id is None]
    if drafts and not still:
        raise refused("BANGTINH-120", source.filename)
    return Received(source, heard, [Filled(draft, 0) for draft in still], is_known=True) if still else None


def check_anything_new(received: Received) -> None:
    """Refusal where no draft was filled: the reason for each period, or BANGTINH-120 where all of it was sent."""
    if received.filled:
        return
    told = [found for _, refusal in received.skipped for found in refusal.problems]
    raise Refusal(told) if told else refused("BANGTINH-120", received.source.filename)


def workbook_make(
    *,
    by: User,
    form: Form,
    place: Place,
    periods: Sequence[Period],
    language: str = "vi",
    body: Body | None = None,
    is_blank: bool = False,
) -> bytes:
    """The workbook of a form for the account's body, or for one that reports up to it, with what was sent or begun
    already standing in it unless it is to be blank, or small counts of the body are kept from the account.

    Refusals BANGTINH-115 a place outside the territory, -116 a period that has not begun, -150 more than twelve.
    """
    if not sees_place(by, place):
        raise refused("BANGTINH-115", Both("Địa bàn", "Place"), place.full_name, by.body.place.full_name)
    if not 1 <= len(periods) <= MOST_PERIODS:
        raise refused("BANGTINH-150", Both("Kỳ", "Periods"), str(len(periods)))
    future = [period for period in periods if period.start > timezone.localdate()]
    if future:
        raise refused("BANGTINH-116", Both("Kỳ", "Periods"), future[0].label())
    of = body or by.body
    values = (
        {}
        if is_blank or not reads_small_counts(by, of)
        else values_known(body=of, form=form, place=place, periods=periods)
    )
    return workbook_write(form_sheet(form, of, place, periods), language=language, values=values)


def source_problems(*, by: User, source: Source, content: bytes) -> list[Problem]:
    """All that is wrong with the cells of a workbook that was received, read again; writes nothing."""
    try:
        heard = workbook_hear(by=by, body=source.issuer, content=content, filename=source.filename)
    except Refusal as refusal:
        return refusal.problems
    return [*heard.problems, *(p for _, rows in heard.months for p in rows_problems(heard.form, rows))]


def check_version(draft: Draft, form: Form) -> None:
    """Refusal BANGTINH-113 where the draft corrects a report of another version than the workbook's."""
    if draft.form_id != form.pk:
        raise Refusal([problem("BANGTINH-113", "ChungTay!B3", f"v{form.version}", f"v{draft.form.version}")])
