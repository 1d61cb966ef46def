"""Many narrative reports at once: handed in together, read by the worker, told file by file."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from chungtay import flow_documents
from chungtay.faces.desk import jobs
from chungtay.faces.desk.audience import Audience, DeskRequest, audience
from chungtay.faces.desk.forms import MEGABYTE, DocumentsForm, RereadForm, place_written
from chungtay.faces.desk.paging import Paged, matching, paged
from chungtay.faces.desk.telling import ProblemWords, problems, telling, words
from chungtay.gathering.intake import sittings
from chungtay.gathering.intake.uploads import documents, queries, services, spool
from chungtay.gathering.intake.uploads.listing import DOCUMENTS, Archive, Bundle, Handful, listed
from chungtay.gathering.intake.uploads.refusals import refused
from chungtay.kernel.errors import NotAllowed, Refusal
from chungtay.kernel.periods import Regime
from chungtay.ledger import queries as ledger
from chungtay.reference.forms import queries as report_forms
from chungtay.reference.places.queries import place_label

if TYPE_CHECKING:
    from chungtay.gathering.intake.models import Upload, UploadedFile
    from chungtay.reference.actors.models import User
    from chungtay.reference.forms.models import Form

SHOWN = 5


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
    sent = [file for file in request.FILES.getlist("files") if file.name]
    if not sent:
        raise refused("GOI-116", _("Báo cáo"))
    if any((file.size or 0) > settings.MAX_UPLOAD_BYTES for file in sent):
        raise refused("GOI-113", ", ".join(str(file.name) for file in sent)[:80])
    first = str(sent[0].name)
    bundle: Bundle = Handful({str(file.name): file.read() for file in sent})
    if len(sent) == 1 and first.casefold().endswith(".zip"):
        bundle = Archive(io.BytesIO(bundle.read(first)), first)
    name = first if len(sent) == 1 else _("%(first)s và %(n)d tệp khác") % {"first": first, "n": len(sent) - 1}
    found = listed(bundle, name, DOCUMENTS)
    period = data["period"]
    chosen = next((form for form in _forms(user) if form.code == data["form"]), None) or _forms(user)[0]
    place = place_written(data["place"], on=period.end, own=user.body.place)
    spool.spool_prune()
    with transaction.atomic():
        upload = documents.documents_begin(by=user, name=name, files=found, form=chosen, place=place, period=period)
        for file in found:
            if file.problem is None:
                spool.spool_put(upload.pk, file.sha256, bundle.read(file.key))
        jobs.documents_work.enqueue(upload.pk)
    return upload


@audience(Audience.REPORTER)
def documents_upload(request: DeskRequest, id: int) -> HttpResponse:
    """How far the reading is, what became of each file, and the way to confirm. `tt`: of one state; `q`: by name."""
    found = documents.documents_get(by=request.user, id=id)
    state, search = request.GET.get("tt", ""), request.GET.get("q", "").strip()
    files = [file for file in documents.document_files(found) if not state or file.state == state]
    page = paged(request, matching(files, search, lambda file: file.name))
    batches = ledger.batch_statuses([f.reading.batch_id for f in page if f.reading and f.reading.batch_id])
    context = {
        "section": "readings",
        "crumbs": [(reverse("readings"), _("Báo cáo")), (reverse("documents_many"), _("Nhiều báo cáo"))],
        "lines": [_line(file, batches) for file in page],
        "state": state if state in queries.STATES else "",
        "search": search,
        **_progress(found),
        **page.context,
    }
    return render(request, "desk/documents.html", context)


@audience(Audience.REPORTER)
def documents_progress(request: DeskRequest, id: int) -> HttpResponse:
    """The progress alone, asked for again and again while files wait."""
    found = documents.documents_get(by=request.user, id=id)
    response = render(request, "desk/_documents_progress.html", _progress(found))
    if found.ended_at is not None:
        response.headers["HX-Refresh"] = "true"
    return response


@audience(Audience.REPORTER)
@require_POST
def documents_resume(request: DeskRequest, id: int) -> HttpResponse:
    """Put the files that still wait into the queue again."""
    found = documents.documents_get(by=request.user, id=id)
    if queries.files_waiting(found):
        jobs.documents_work.enqueue(found.pk)
        messages.success(request, _("Đã xếp lại vào hàng đợi. Tệp đã đọc không đọc lần thứ hai."))
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
    counts = queries.counts_of(found)
    total = sum(counts[state] for state in queries.STATES)
    waiting = ngettext("Còn %(n)d tệp chờ", "Còn %(n)d tệp chờ", counts["waiting"]) % {"n": counts["waiting"]}
    return {
        "upload": found,
        "counts": counts,
        "total": total,
        "settled": total - counts["waiting"],
        "still_waiting": waiting,
        "left": sittings.left_of(documents.readings_of(found)),
    }


def _line(file: UploadedFile, batches: Any) -> dict[str, Any]:
    found = [words(services.told(kept)) for kept in file.problems]
    reading = file.reading
    return {
        "file": file,
        "reading": reading,
        "place": place_label(reading.place) if reading else "",
        "left": sittings.left_of([reading]) if reading else None,
        "batch_state": batches.get(reading.batch_id) if reading and reading.batch_id else None,
        "problems": found[:SHOWN],
        "more": max(0, len(found) - SHOWN),
    }
