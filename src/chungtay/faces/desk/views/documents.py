"""Many narrative reports at once: handed in together, read by the worker, told file by file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from chungtay import flow_documents
from chungtay.faces.desk import jobs, many_files
from chungtay.faces.desk.audience import Audience, DeskRequest, audience
from chungtay.faces.desk.forms import MEGABYTE, DocumentsForm, RereadForm, place_written
from chungtay.faces.desk.paging import Paged, paged
from chungtay.faces.desk.telling import ProblemWords, problems, telling
from chungtay.gathering.intake import sittings
from chungtay.gathering.intake.uploads import documents
from chungtay.gathering.intake.uploads.listing import DOCUMENTS
from chungtay.kernel.errors import NotAllowed, Refusal
from chungtay.kernel.periods import Regime
from chungtay.ledger import queries as ledger
from chungtay.reference.forms import queries as report_forms
from chungtay.reference.places.queries import place_label

if TYPE_CHECKING:
    from chungtay.gathering.intake.models import Upload, UploadedFile
    from chungtay.reference.actors.models import User
    from chungtay.reference.forms.models import Form


@audience(Audience.REPORTER)
def documents_many(request: DeskRequest) -> HttpResponse:
    """What was brought in before, and the form for more. A POST brings in."""
    told: list[ProblemWords] = []
    form = DocumentsForm(request.POST or None, initial=_prefilled(request.user))
    if request.method == "POST" and form.is_valid():
        try:
            return redirect("documents", _begun(request, form.cleaned_data).pk)
        except NotAllowed:
            raise
        except Refusal as refusal:
            told = problems(refusal)
    page: Paged[Upload] = paged(request, list(documents.documents_visible(request.user)))
    context = {
        "section": "readings",
        "crumbs": [(reverse("readings"), _("Báo cáo"))],
        "form": form,
        "forms": _forms(request.user),
        "lines": [(upload, _progress(upload)) for upload in page],
        "problems": told,
        "most_megabytes": settings.MAX_UPLOAD_BYTES // MEGABYTE,
        **page.context,
    }
    return render(request, "desk/documents_many.html", context, status=422 if told or form.errors else 200)


def _forms(user: User) -> list[Form]:
    """Forms that the body may answer; those that ask for whole terms or years first: old reports are mostly that."""
    found = report_forms.forms_open_to(user)
    return sorted(found, key=lambda form: form.regime != Regime.PROGRAMME_TERM)


def _prefilled(user: User) -> dict[str, Any]:
    return {"place": place_label(user.body.place)}


def _begun(request: DeskRequest, data: dict[str, Any]) -> Upload:
    """The upload of what was sent, kept encrypted until its turn, with its work in the queue."""
    user = request.user
    sent = many_files.brought(request, DOCUMENTS, "GOI-116", _("Báo cáo"))
    period = data["period"]
    chosen = next((form for form in _forms(user) if form.code == data["form"]), None) or _forms(user)[0]
    place = place_written(data["place"], on=period.end, own=user.body.place)
    with transaction.atomic():
        upload = documents.documents_begin(
            by=user, name=sent.name, files=sent.files, form=chosen, place=place, period=period
        )
        sent.keep(upload)
        jobs.documents_work.enqueue(upload.pk)
    return upload


@audience(Audience.REPORTER)
def documents_upload(request: DeskRequest, id: int) -> HttpResponse:
    """How far the reading is, what became of each file, and the way to confirm. `tt`: of one state; `q`: by name."""
    found = documents.documents_get(by=request.user, id=id)
    files, sieve = many_files.sieved(request, documents.document_files(found))
    page = paged(request, files)
    batches = ledger.batch_statuses([f.reading.batch_id for f in page if f.reading and f.reading.batch_id])
    context = {
        "section": "readings",
        "crumbs": [(reverse("readings"), _("Báo cáo")), (reverse("documents_many"), _("Nhiều báo cáo"))],
        "lines": [_line(file, batches) for file in page],
        **sieve,
        **_progress(found),
        **page.context,
    }
    return render(request, "desk/documents.html", context)


@audience(Audience.REPORTER)
def documents_progress(request: DeskRequest, id: int) -> HttpResponse:
    """The progress alone, asked for again and again while files wait."""
    found = documents.documents_get(by=request.user, id=id)
    return many_files.progress_shown(request, "desk/_documents_progress.html", found, _progress(found))


@audience(Audience.REPORTER)
@require_POST
def documents_resume(request: DeskRequest, id: int) -> HttpResponse:
    """Put the files that still wait into the queue again."""
    found = documents.documents_get(by=request.user, id=id)
    told = _("Đã xếp lại vào hàng đợi. Tệp đã đọc không đọc lần thứ hai.")
    many_files.resumed(request, found, jobs.documents_work.enqueue, told)
    return redirect("documents", found.pk)


@audience(Audience.REPORTER)
@require_POST
def document_reread(request: DeskRequest, id: int) -> HttpResponse:
    """Read a report anew as one about another place and period."""
    file = documents.document_get(by=request.user, id=id)
    form = RereadForm(request.POST)
    if file.reading is not None and form.is_valid():
        period = form.cleaned_data["period"]
        with telling(request):
            place = place_written(form.cleaned_data["place"], on=period.end, own=request.user.body.place)
            flow_documents.document_reread(by=request.user, reading=file.reading, place=place, period=period)
            messages.success(request, _("Đã đọc lại theo địa bàn và kỳ này."))
    for errors in form.errors.values():
        messages.error(request, " ".join(str(error) for error in errors))
    return redirect("documents", file.upload_id)


def _progress(found: Upload) -> dict[str, Any]:
    return many_files.progress(found) | {"left": sittings.left_of(documents.readings_of(found))}


def _line(file: UploadedFile, batches: Any) -> dict[str, Any]:
    reading = file.reading
    return {
        "file": file,
        "reading": reading,
        "place": place_label(reading.place) if reading else "",
        "left": sittings.left_of([reading]) if reading else None,
        "batch_state": batches.get(reading.batch_id) if reading and reading.batch_id else None,
        **many_files.shown(many_files.problems_of(file)),
    }
