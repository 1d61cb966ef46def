"""Many workbooks at once: handed in as a zip archive or as files, taken up in the background, told one by one."""

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

from chungtay.faces.desk import jobs
from chungtay.faces.desk.audience import Audience, DeskRequest, audience
from chungtay.faces.desk.forms import MEGABYTE
from chungtay.faces.desk.paging import Paged, matching, paged
from chungtay.faces.desk.telling import ProblemWords, language, problems, words
from chungtay.faces.desk.views.workbooks import XLSX
from chungtay.gathering.intake.uploads import queries, services, spool
from chungtay.gathering.intake.uploads.copies import coloured
from chungtay.gathering.intake.uploads.listing import Archive, Bundle, Handful, listed
from chungtay.gathering.intake.uploads.refusals import refused
from chungtay.gathering.intake.workbooks.layouts import layout_get, layouts_of
from chungtay.kernel.errors import NotAllowed, Refusal

if TYPE_CHECKING:
    from chungtay.gathering.intake.models import Upload, UploadedFile

SHOWN = 5
"""Problems told of one file; the coloured copy has all."""


@audience(Audience.REPORTER)
def uploads(request: DeskRequest) -> HttpResponse:
    """What was brought in before, and the form for more. A POST brings in."""
    told: list[ProblemWords] = []
    if request.method == "POST":
        try:
            return redirect("upload", _begun(request).pk)
        except NotAllowed:
            raise
        except Refusal as refusal:
            told = problems(refusal)
    page: Paged[Upload] = paged(request, list(queries.uploads_visible(request.user)))
    context = {
        "section": "readings",
        "crumbs": [(reverse("readings"), _("Báo cáo")), (reverse("workbooks"), _("Bảng tính"))],
        "lines": [(upload, queries.counts_of(upload)) for upload in page],
        "layouts": layouts_of(request.user.body),
        "problems": told,
        "most_megabytes": settings.MAX_UPLOAD_BYTES // MEGABYTE,
        **page.context,
    }
    return render(request, "desk/uploads.html", context, status=422 if told else 200)


def _begun(request: DeskRequest) -> Upload:
    """The upload of what was sent, kept encrypted until its turn, with its work in the queue."""
    sent = [file for file in request.FILES.getlist("files") if file.name]
    if not sent:
        raise refused("GOI-109", _("Bảng tính"))
    if any((file.size or 0) > settings.MAX_UPLOAD_BYTES for file in sent):
        raise refused("GOI-113", ", ".join(str(file.name) for file in sent)[:80])
    asked = request.POST.get("layout", "")
    layout = layout_get(by=request.user, id=int(asked)) if asked.isascii() and asked.isdigit() else None
    first = str(sent[0].name)
    is_archive = len(sent) == 1 and first.casefold().endswith(".zip")
    bundle: Bundle = Handful({str(file.name): file.read() for file in sent})
    if is_archive:
        bundle = Archive(io.BytesIO(bundle.read(first)), first)
    name = first if len(sent) == 1 else _("%(first)s và %(n)d tệp khác") % {"first": first, "n": len(sent) - 1}
    found = listed(bundle, name)
    spool.spool_prune()
    with transaction.atomic():
        upload = services.upload_begin(by=request.user, name=name, files=found, layout=layout, is_new=True)
        for file in found:
            if file.problem is None:
                spool.spool_put(upload.pk, file.sha256, bundle.read(file.key))
        jobs.upload_work.enqueue(upload.pk)
    return upload


@audience(Audience.REPORTER)
def upload(request: DeskRequest, id: int) -> HttpResponse:
    """How far an upload is and what became of each file. `tt`: of one state; `q`: with these words in the name."""
    found = queries.upload_get(by=request.user, id=id)
    state, search = request.GET.get("tt", ""), request.GET.get("q", "").strip()
    files = matching(queries.files_of(found, state=state), search, lambda file: file.name)
    page = paged(request, files)
    context = {
        "section": "readings",
        "crumbs": [
            (reverse("readings"), _("Báo cáo")),
            (reverse("workbooks"), _("Bảng tính")),
            (reverse("uploads"), _("Nhiều bảng tính")),
        ],
        "lines": [_line(file) for file in page],
        "state": state if state in queries.STATES else "",
        "search": search,
        **_progress(found),
        **page.context,
    }
    return render(request, "desk/upload.html", context)


@audience(Audience.REPORTER)
def upload_progress(request: DeskRequest, id: int) -> HttpResponse:
    """The progress alone, asked for again and again while files wait."""
    found = queries.upload_get(by=request.user, id=id)
    response = render(request, "desk/_upload_progress.html", _progress(found))
    if found.ended_at is not None:
        response.headers["HX-Refresh"] = "true"
    return response


@audience(Audience.REPORTER)
@require_POST
def upload_resume(request: DeskRequest, id: int) -> HttpResponse:
    """Put the files that still wait into the queue again; those that were settled stay as they are."""
    found = queries.upload_get(by=request.user, id=id)
    if queries.files_waiting(found):
        jobs.upload_work.enqueue(found.pk)
        messages.success(request, _("Đã xếp lại vào hàng đợi. Tệp đã gửi không gửi lần thứ hai."))
    return redirect("upload", found.pk)


@audience(Audience.REPORTER)
def uploaded_marked(request: DeskRequest, id: int) -> HttpResponse:
    """A refused workbook with the cells coloured that are to be mended."""
    file = queries.file_get(by=request.user, id=id)
    content = spool.spool_get(file)
    copy = coloured(file, content, language()) if content else b""
    if not copy:
        messages.error(request, _("Tệp này không còn được giữ. Mở tệp của bạn và sửa các ô nêu ở đây."))
        return redirect("upload", file.upload_id)
    response = HttpResponse(copy, content_type=XLSX)
    response.headers["Content-Disposition"] = f'attachment; filename="{file.pk}-da-xem.xlsx"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def _progress(found: Upload) -> dict[str, Any]:
    counts = queries.counts_of(found)
    total = sum(counts[state] for state in queries.STATES)
    left = ngettext("Còn %(n)d tệp chờ", "Còn %(n)d tệp chờ", counts["waiting"]) % {"n": counts["waiting"]}
    return {"upload": found, "counts": counts, "total": total, "settled": total - counts["waiting"], "left": left}


def _line(file: UploadedFile) -> dict[str, Any]:
    found = [words(services.told(kept)) for kept in file.problems]
    may_mark = file.state == services.REFUSED and bool(file.sha256) and any("!" in p.where for p in found)
    return {"file": file, "problems": found[:SHOWN], "more": max(0, len(found) - SHOWN), "may_mark": may_mark}
