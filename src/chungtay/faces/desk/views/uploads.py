"""Many workbooks at once: handed in as a zip archive or as files, taken up in the background, told one by one."""

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

from chungtay.faces.desk import jobs, many_files
from chungtay.faces.desk.audience import Audience, DeskRequest, audience
from chungtay.faces.desk.forms import MEGABYTE
from chungtay.faces.desk.paging import Paged, paged
from chungtay.faces.desk.telling import ProblemWords, language, problems
from chungtay.faces.desk.views.workbooks import XLSX
from chungtay.gathering.intake.uploads import queries, services, spool
from chungtay.gathering.intake.uploads.copies import coloured
from chungtay.gathering.intake.uploads.listing import WORKBOOKS
from chungtay.gathering.intake.workbooks.layouts import layout_get, layouts_of
from chungtay.kernel.errors import NotAllowed, Refusal

if TYPE_CHECKING:
    from chungtay.gathering.intake.models import Upload, UploadedFile


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
    asked = request.POST.get("layout", "")
    layout = layout_get(by=request.user, id=int(asked)) if asked.isascii() and asked.isdigit() else None
    sent = many_files.brought(request, WORKBOOKS, "GOI-109", _("Bảng tính"))
    with transaction.atomic():
        upload = services.upload_begin(by=request.user, name=sent.name, files=sent.files, layout=layout, is_new=True)
        sent.keep(upload)
        jobs.upload_work.enqueue(upload.pk)
    return upload


@audience(Audience.REPORTER)
def upload(request: DeskRequest, id: int) -> HttpResponse:
    """How far an upload is and what became of each file. `tt`: of one state; `q`: with these words in the name."""
    found = queries.upload_get(by=request.user, id=id)
    files, sieve = many_files.sieved(request, queries.files_of(found))
    page = paged(request, files)
    context = {
        "section": "readings",
        "crumbs": [
            (reverse("readings"), _("Báo cáo")),
            (reverse("workbooks"), _("Bảng tính")),
            (reverse("uploads"), _("Nhiều bảng tính")),
        ],
        "lines": [_line(file) for file in page],
        **sieve,
        **many_files.progress(found),
        **page.context,
    }
    return render(request, "desk/upload.html", context)


@audience(Audience.REPORTER)
def upload_progress(request: DeskRequest, id: int) -> HttpResponse:
    """The progress alone, asked for again and again while files wait."""
    found = queries.upload_get(by=request.user, id=id)
    return many_files.progress_shown(request, "desk/_upload_progress.html", found, many_files.progress(found))


@audience(Audience.REPORTER)
@require_POST
def upload_resume(request: DeskRequest, id: int) -> HttpResponse:
    """Put the files that still wait into the queue again; those that were settled stay as they are."""
    found = queries.upload_get(by=request.user, id=id)
    told = _("Đã xếp lại vào hàng đợi. Tệp đã gửi không gửi lần thứ hai.")
    many_files.resumed(request, found, jobs.upload_work.enqueue, told)
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


def _line(file: UploadedFile) -> dict[str, Any]:
    found = many_files.problems_of(file)
    may_mark = file.state == services.REFUSED and bool(file.sha256) and any("!" in p.where for p in found)
    return {"file": file, "may_mark": may_mark, **many_files.shown(found)}
