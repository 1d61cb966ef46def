"""Many narrative reports at once: which were brought in, for which form, and what each states of its place and time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from chungtay.gathering.intake.models import ReportReading, Upload, UploadedFile
from chungtay.gathering.intake.readers.datelines import calendar_of
from chungtay.gathering.intake.uploads.queries import not_there
from chungtay.gathering.intake.uploads.services import files_follow
from chungtay.kernel.errors import Both, NotAllowed, Refusal
from chungtay.kernel.periods import Period, Regime, calendar_year, decree_month, decree_quarter, programme_term
from chungtay.kernel.text import squeeze
from chungtay.reference.actors.queries import Role
from chungtay.reference.places.queries import Stating, lies_within, place_one
from chungtay.reference.sources.masking import filename_masked

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import QuerySet

    from chungtay.gathering.intake.readers import Document, Reading
    from chungtay.gathering.intake.uploads.listing import Listed
    from chungtay.reference.actors.models import User
    from chungtay.reference.forms.models import Form
    from chungtay.reference.places.models import Place


@transaction.atomic
def documents_begin(
    *, by: User, name: str, files: Sequence[Listed], form: Form, place: Place, period: Period
) -> Upload:
    """A new upload of reports for one form. `place` and `period` hold for those that state none. NotAllowed GOI-201."""
    if by.role != Role.REPORTER:
        raise NotAllowed.of(
            "GOI-201",
            Both("Tài khoản", "Account"),
            expected=Both("tài khoản báo cáo", "a reporter's account"),
            vi="Tài khoản này không gửi báo cáo",
            en="This account does not report",
        )
    upload = Upload.objects.create(
        name=filename_masked(squeeze(name))[-200:],
        begun_at=timezone.now(),
        begun_by=by,
        form=form,
        place=place,
        start=period.start,
        end=period.end,
        regime=period.regime.value,
    )
    files_follow(upload, files, Stating(by.body.place, timezone.localdate()))
    return upload


def documents_visible(by: User) -> QuerySet[Upload]:
    """The uploads of reports of the account's own body, latest first; none for whoever does not report."""
    if by.role != Role.REPORTER:
        return Upload.objects.none()
    found = Upload.objects.filter(begun_by__body=by.body_id, form__isnull=False)
    return found.select_related("begun_by", "form", "place").order_by("-pk")


def documents_get(*, by: User, id: int) -> Upload:
    """One of them; NotAllowed GOI-404 for any other, whether it exists or not."""
    found = documents_visible(by).filter(pk=id).first()
    if found is None:
        raise not_there(Both(f"Lần nhập {id}", f"Upload {id}"))
    return found


def document_files(upload: Upload) -> list[UploadedFile]:
    """The files of an upload of reports by name, with what was read from each."""
    beside = ("reading__source", "reading__place", "reading__form", "reading__body")
    return list(UploadedFile.objects.filter(upload=upload).select_related(*beside).order_by("name", "pk"))


def readings_of(upload: Upload) -> list[ReportReading]:
    """The reports that were read in an upload, by the names of their files, each once."""
    found = [file.reading for file in document_files(upload) if file.reading is not None]
    return list({reading.pk: reading for reading in found}.values())


def reading_before(*, body_id: int, source_id: int) -> ReportReading | None:
    """The latest reading of an original by a body, if it was read before."""
    return ReportReading.objects.filter(body=body_id, source=source_id).order_by("-pk").first()


def document_get(*, by: User, id: int) -> UploadedFile:
    """A file of an upload of reports that the account may see; NotAllowed GOI-404."""
    beside = ("upload", "reading__source", "reading__form", "reading__body")
    found = UploadedFile.objects.select_related(*beside).filter(pk=id, upload__in=documents_visible(by)).first()
    if found is None:
        raise not_there(Both(f"Tệp {id}", f"File {id}"))
    return found


def reading_replace(*, old: ReportReading, new: ReportReading, figures: int) -> None:
    """The files that one reading came from are those of another; the old one, which nobody decided on, is gone."""
    UploadedFile.objects.filter(reading=old).update(reading=new, source=new.source_id, figures=figures)
    old.delete()


def period_stated(document: Document, regime: Regime) -> Period | None:
    """The period that a report's first lines, or its programme's years, say it is about; on the clock of the form."""
    calendar = calendar_of(document.text)
    if calendar.title is not None and calendar.title.end:
        try:
            return _on_clock(calendar.title.to_period(), regime)
        except ValueError:
            return None
    if calendar.term is not None:
        first, last = calendar.term
        return calendar_year(last) if first == last else programme_term(first, last)
    return None


def _on_clock(period: Period | None, regime: Regime) -> Period | None:
    """The form's own month or quarter of that name; whole years are one year or a term; any other span stays."""
    if period is None:
        return None
    year, month, months = period.end.year, period.end.month, round(period.days / 30.4)
    if regime is Regime.DECREE_MONTH and months == 1:
        return decree_month(year, month)
    if regime is Regime.DECREE_QUARTER and months == 3:
        return decree_quarter(year, month // 3)
    if (period.start.month, period.start.day, period.end.month, period.end.day) == (1, 1, 12, 31):
        return calendar_year(year) if period.start.year == year else programme_term(period.start.year, year)
    return period


def place_stated(reading: Reading, period: Period, territory: Place) -> Place | None:
    """The place that a report speaks of, where it names one of the territory; None leaves it to who brought it in."""
    if not reading.default_place:
        return None
    try:
        place = place_one(reading.default_place, on=period.end)
    except Refusal:
        return None
    return place if lies_within(place, territory) else None
