"""A report that comes as a document, alone or among many: behind the gate, read into candidates, confirmed, sent.

upload = documents_begin(by=user, name="2013-2023", files=listed(bundle, "2013-2023", DOCUMENTS), form=…, …)
for settled in documents_go_on(by=user, upload=upload, read=spool_get): …

Each file is one transaction: it is read whole or refused whole, so that the work may stop anywhere and go on.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.db import transaction

from chungtay.gathering.approval import policies
from chungtay.gathering.intake import services as intake
from chungtay.gathering.intake.readers import document_open, read_document
from chungtay.gathering.intake.uploads import documents, queries, services
from chungtay.gathering.intake.uploads.refusals import problem
from chungtay.gathering.intake.uploads.services import KNOWN, READ, REFUSED, Settled
from chungtay.kernel.errors import Both, Refusal
from chungtay.kernel.periods import Period, Regime
from chungtay.reference.actors.policies import sees_place
from chungtay.reference.forms import queries as forms
from chungtay.reference.sources import services as sources
from chungtay.reference.sources.queries import source_content

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import date

    from chungtay.gathering.intake.models import ReportReading, Upload, UploadedFile
    from chungtay.gathering.intake.readers import Document, Reading
    from chungtay.reference.actors.models import Body, User
    from chungtay.reference.forms.models import Form
    from chungtay.reference.places.models import Place
    from chungtay.reference.sources.models import Source


def document_keep(
    *,
    by: User,
    body: Body,
    place: Place,
    period: Period,
    document: Document,
    content: bytes,
    filename: str,
    number: str = "",
    title: str = "",
    issued_on: date | None = None,
    is_illustration: bool = False,
) -> Source:
    """An opened original passes the gate and is kept encrypted, if the account may report of this place and period."""
    policies.check_submit(by, body, place)
    policies.check_not_ended(body, period)
    return sources.source_receive(
        by=by,
        issuer=body,
        content=content,
        filename=filename,
        text=document.text,
        paragraphs=[(p.start, p.end) for p in document.paragraphs],
        number=number,
        title=title,
        issued_on=issued_on,
        is_illustration=is_illustration,
    )


def documents_go_on(
    *, by: User, upload: Upload, read: Callable[[UploadedFile], bytes], is_illustration: bool = False
) -> Iterator[Settled]:
    """Read the reports that still wait, one after the other; yields what became of each."""
    for file in queries.files_waiting(upload):
        content = read(file)
        refused = [problem("GOI-108", file.name)]
        opened: _Opened | None = None
        if content:
            try:
                opened = _opened(by, upload, file, content)
            except Refusal as refusal:
                refused = list(refusal.problems)
        # What takes long was done before: others write to the database meanwhile.
        with transaction.atomic():
            if not services.files_lock([file.pk]):
                continue
            done = Settled(file, REFUSED, refused)
            if opened is not None:
                try:
                    done = _taken(by, opened, is_illustration)
                except Refusal as refusal:
                    done = Settled(file, REFUSED, list(refusal.problems))
            services.files_settle([done])
        yield done
    if not queries.files_waiting(upload):
        services.upload_end(upload)


def document_reread(*, by: User, reading: ReportReading, place: Place, period: Period) -> ReportReading:
    """The report read anew as one about another place and period, instead of what it was taken for at first.

    Refusal DOC-223 once somebody decided on a figure of it; others as when it came in.
    """
    policies.check_submit(by, reading.body, place)
    policies.check_not_ended(reading.body, period)
    form = forms.form_get(reading.form.code, period.end)
    content = source_content(by=by, source=reading.source)
    document = document_open(content, reading.source.filename)
    found = intake.found_in(document=document, place=place, period=period, issued_on=reading.source.issued_on)
    with transaction.atomic():
        intake.check_untouched(reading)
        source = document_keep(
            by=by,
            body=reading.body,
            place=place,
            period=period,
            document=document,
            content=content,
            filename=reading.source.filename,
            is_illustration=reading.source.is_illustration,
        )
        paragraphs = [(p.start, p.end) for p in document.paragraphs]
        again = intake.reading_keep(
            by=by,
            source=source,
            found=found,
            paragraphs=paragraphs,
            body=reading.body,
            form=form,
            place=place,
            period=period,
        )
        documents.reading_replace(old=reading, new=again, figures=len(found.candidates))
    return again


class _Opened(NamedTuple):
    """A file as it was read, before anything of it is kept."""

    file: UploadedFile
    content: bytes
    document: Document
    form: Form
    place: Place
    period: Period
    found: Reading


def _opened(by: User, upload: Upload, file: UploadedFile, content: bytes) -> _Opened:
    assert upload.form is not None
    document = document_open(content, file.name)
    place, period = _about(by, upload, document)
    policies.check_submit(by, by.body, place)
    form = forms.form_get(upload.form.code, period.end)
    found = intake.found_in(document=document, place=place, period=period)
    return _Opened(file, content, document, form, place, period, found)


@transaction.atomic
def _taken(by: User, one: _Opened, is_illustration: bool) -> Settled:
    """A transaction of its own within the caller's: a refusal leaves nothing of the file behind."""
    source = document_keep(
        by=by,
        body=by.body,
        place=one.place,
        period=one.period,
        document=one.document,
        content=one.content,
        filename=one.file.name,
        is_illustration=is_illustration,
    )
    before = documents.reading_before(body_id=by.body_id, source_id=source.pk)
    if before is not None:
        return Settled(one.file, KNOWN, [problem("GOI-117", one.file.name)], source=source, reading=before)
    reading = intake.reading_keep(
        by=by,
        source=source,
        found=one.found,
        paragraphs=[(p.start, p.end) for p in one.document.paragraphs],
        body=by.body,
        form=one.form,
        place=one.place,
        period=one.period,
    )
    told = [problem("GOI-118", _pages(one.document.unread))] if one.document.unread else []
    return Settled(one.file, READ, told, figures=len(one.found.candidates), source=source, reading=reading)


def _pages(numbers: Sequence[int]) -> str:
    named = ", ".join(map(str, numbers[:12])) + (", …" if len(numbers) > 12 else "")
    return Both(f"Trang {named}", f"Pages {named}")


def _about(by: User, upload: Upload, document: Document) -> tuple[Place, Period]:
    """What the report says that it is about, else what was said of all when they were brought in."""
    assert upload.form is not None
    assert upload.place is not None
    assert upload.start is not None
    assert upload.end is not None
    usual = Period(upload.start, upload.end, Regime(upload.regime))
    period = documents.period_stated(document, Regime(upload.form.regime)) or usual
    stated = documents.place_stated(read_document(document), period, by.body.place)
    place = stated if stated is not None and sees_place(by, stated) else upload.place
    return place, period
