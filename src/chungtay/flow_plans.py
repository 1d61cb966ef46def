"""Joins between rooms that may not know each other: a plan, a conference's conclusions, a request or the directions of
a review come in as a document, pass the gate, and are read into things to be done, which an officer confirms. And
targets that a programme was signed with, offered in the form that sets them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.db import transaction

from chungtay.flow_attaching import document_received, text_opened
from chungtay.flow_forms import draft_open
from chungtay.gathering.intake.drafts.contents import CellText
from chungtay.gathering.intake.drafts.services import cells_write
from chungtay.gathering.intake.plans import services as reading
from chungtay.gathering.intake.plans.services import Origin
from chungtay.gathering.intake.readers.plans import read_plan
from chungtay.gathering.programmes import papers, planning, policies
from chungtay.gathering.programmes.papers import PaperDraft
from chungtay.gathering.programmes.refusals import not_theirs, refusal
from chungtay.gathering.programmes.services import programme_hold
from chungtay.gathering.programmes.succeeding import TARGETS, targets_carried
from chungtay.kernel.errors import Both, Refusal
from chungtay.kernel.periods import decree_year
from chungtay.kernel.text import squeeze
from chungtay.reference.forms.queries import form_items
from chungtay.reference.sources.masking import filename_masked

if TYPE_CHECKING:
    from chungtay.gathering.intake.models import Draft, PlanReading
    from chungtay.gathering.programmes.models import AnnualPlan, Conference, Programme
    from chungtay.reference.actors.models import User

PLAN = 2
"""Kind of paper, as `programmes.life.PaperKind` numbers it."""
LONGEST_TEXT = 20_000
CODES = ("CTPH-023", "CTPH-024")
"""Of pictures in a plan, and of one that is too large to be read."""


@transaction.atomic
def plan_receive(
    *,
    by: User,
    programme: Programme,
    year: int,
    content: bytes,
    filename: str,
    size: int = 0,
    number: str = "",
    issued_on: date | None = None,
    title: str = "",
    is_illustration: bool = False,
) -> PlanReading:
    """A plan of the account's body for a year: kept behind the gate, written down as a paper, read into things to be
    done. Number, day and title are the document's own where they are not given; without a number and a day it is kept
    as no paper, only as what the plan was read from.

    NotAllowed CTPH-403. Refusals CTPH-011 to -013 of the paper, -023 pictures, -024 too large, -025 of a year that the
    programme does not have, -030 where nothing is asked for; DOC- and NGUON- codes. Nothing is kept then.
    """
    document = text_opened(content, filename, size, CODES, refusal)
    text = read_plan(document, year)
    reading.check_asks(text, filename_masked(filename))
    programme_hold(programme)
    plan = planning.plan_open(by=by, programme=programme, year=year)
    source = document_received(by, document, content, filename, number or text.number, is_illustration)
    paper = plan.paper
    named, on = number or text.number, issued_on or text.issued_on
    if paper is None and named and on is not None:
        said = title or text.title or filename_masked(filename)
        paper = papers.paper_add(by=by, programme=programme, draft=PaperDraft(PLAN, named, said, on, year))
        papers.paper_file(by=by, paper=paper, source=source)
        planning.plan_open(by=by, programme=programme, year=year, paper=paper)
    origin = Origin(programme, plan=plan, paper=paper)
    return reading.reading_keep(by=by, source=source, text=text, origin=origin)


@transaction.atomic
def conclusions_receive(
    *, by: User, conference: Conference, content: bytes, filename: str, size: int = 0, is_illustration: bool = False
) -> PlanReading:
    """The conclusions of a conference, a document or text: read into things to be done. NotAllowed CTPH-403; Refusals
    as for a plan."""
    if not policies.may_record(by):
        raise not_theirs(str(conference.pk))
    document = text_opened(content, filename, size, CODES, refusal)
    text = read_plan(document, conference.held_on.year)
    reading.check_asks(text, filename_masked(filename))
    programme_hold(conference.programme)
    source = document_received(by, document, content, filename, text.number, is_illustration)
    origin = Origin(conference.programme, conference=conference)
    return reading.reading_keep(by=by, source=source, text=text, origin=origin)


@transaction.atomic
def text_receive(
    *, by: User, plan: AnnualPlan, text: str, request: str = "", is_illustration: bool = False
) -> PlanReading:
    """Words for a plan that come as text: what a leader asked for (`request`, an office), or the directions of a
    review, copied. They pass the same gate. NotAllowed CTPH-403; Refusals as for a plan, CTPH-024 of too long ones,
    NGUON-106 of a request that names a person."""
    if len(text) > LONGEST_TEXT:
        most = Both(f"≤ {LONGEST_TEXT} ký tự", f"≤ {LONGEST_TEXT} characters")
        raise refusal("CTPH-024", str(len(text)), most, "văn bản quá dài", "the text is too long")
    if not planning.may_keep(by, plan):
        raise not_theirs(str(plan.pk))
    if (asked := squeeze(request)) and (problems := papers.naming(asked)):
        raise Refusal(problems)
    content, filename = text.strip().encode(), "van-ban.txt"
    document = text_opened(content, filename, 0, CODES, refusal)
    found = read_plan(document, plan.year)
    reading.check_asks(found, filename)
    programme_hold(plan.programme)
    source = document_received(by, document, content, filename, "", is_illustration)
    origin = Origin(plan.programme, plan=plan, request=request)
    return reading.reading_keep(by=by, source=source, text=found, origin=origin)


@transaction.atomic
def targets_open(*, by: User, programme: Programme, year: int) -> Draft:
    """The form of targets of the account's body for a year, in which the targets that the programme was signed with
    stand where nobody has written: a draft like any other, that is sent and approved. NotAllowed DUYET-101; refusals
    as `flow_forms.draft_open`."""
    body = by.body
    draft = draft_open(by=by, body=body, form_code=TARGETS, place=body.place, period=decree_year(year))
    carried = targets_carried(programme)
    cells = [
        CellText(row.id, carried[row.indicator], seen=0) for row in form_items(draft.form) if row.indicator in carried
    ]
    if cells:
        cells_write(by=by, draft=draft, cells=cells)
    return draft
