"""Workbooks: downloaded for a due report, uploaded when filled in, and given back with their cells coloured."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from chungtay import flow
from chungtay.faces.desk import workbooks as shown
from chungtay.faces.desk.audience import Audience, DeskRequest, audience
from chungtay.faces.desk.forms import MEGABYTE
from chungtay.faces.desk.paging import is_id
from chungtay.faces.desk.telling import language, problems, sentence
from chungtay.gathering.intake.workbooks import guard, services
from chungtay.gathering.intake.workbooks.filling import drafts_of_source
from chungtay.gathering.intake.workbooks.layout import MOST_PERIODS
from chungtay.gathering.intake.workbooks.layouts import layout_get, layouts_of
from chungtay.gathering.intake.workbooks.refusals import refused
from chungtay.kernel.errors import NotAllowed, Problem, Refusal
from chungtay.reference.forms.queries import version_for
from chungtay.reference.sources import queries as sources
from chungtay.reference.sources.masking import filename_masked

if TYPE_CHECKING:
    from chungtay.gathering.intake.workbooks.services import Received
    from chungtay.kernel.periods import Period
    from chungtay.reference.sources.models import Source

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@audience(Audience.REPORTER)
def workbooks(request: DeskRequest) -> HttpResponse:
    """Download a workbook, hand one in, and the body's own layouts. A POST is a workbook handed in."""
    told: list[Any] = []
    if request.method == "POST":
        try:
            return _received(request)
        except NotAllowed:
            raise
        except Refusal as refusal:
            told = problems(refusal)
    today = timezone.localdate()
    owed = shown.owed_by(request.user, today)
    chosen = next((item for item in owed if item.key == request.GET.get("mau")), owed[0] if owed else None)
    periods = shown.periods_of(request.user, chosen.form, today) if chosen else []
    context = {
        "section": "readings",
        "crumbs": [(reverse("readings"), _("Báo cáo"))],
        "owed": owed,
        "chosen": chosen,
        "periods": periods,
        "ended": next((period for period in periods if period.end < today), None),
        "counts": range(1, min(MOST_PERIODS, len(periods)) + 1),
        "layouts": layouts_of(request.user.body),
        "problems": told,
        "most_megabytes": settings.MAX_UPLOAD_BYTES // MEGABYTE,
    }
    return render(request, "desk/workbooks.html", context, status=422 if told else 200)


@audience(Audience.REPORTER)
def workbook_download(request: DeskRequest) -> HttpResponse:
    """The workbook of `mau` for `so-ky` periods up to `ky`, in the language `ngon-ngu`."""
    today = timezone.localdate()
    chosen = next((o for o in shown.owed_by(request.user, today) if o.key == request.GET.get("mau")), None)
    if chosen is None:
        return redirect("workbooks")
    periods = shown.periods_of(request.user, chosen.form, today)
    at = next((n for n, period in enumerate(periods) if str(period) == request.GET.get("ky")), 0)
    asked = request.GET.get("so-ky", "1")
    count = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 3 else 1
    picked = _of_one_version(chosen, periods[at : at + max(1, min(count, MOST_PERIODS))])
    wanted = "en" if request.GET.get("ngon-ngu") == "en" else "vi"
    try:
        content = services.workbook_make(
            by=request.user,
            form=version_for(chosen.form, picked[0]) if picked else chosen.form,
            place=chosen.place,
            periods=picked[::-1],
            language=wanted,
        )
    except Refusal as refusal:
        for problem in refusal.problems:
            messages.error(request, sentence(problem))
        return redirect("workbooks")
    return _file(content, shown.file_name(chosen.form, chosen.place, picked))


def _of_one_version(chosen: shown.Owed, periods: list[Period]) -> list[Period]:
    """The latest periods that the same version of the form reports: a workbook holds one version."""
    if not periods:
        return []
    version = version_for(chosen.form, periods[0]).version
    return [period for period in periods if version_for(chosen.form, period).version == version]


@audience(Audience.REPORTER)
def workbook(request: DeskRequest, id: int) -> HttpResponse:
    """What became of a workbook that was handed in: the drafts it filled, and what to mend, cell by cell."""
    source, content = _own(request, id)
    found = shown.marks_of(request.user, source, content)
    context = {
        "section": "readings",
        "crumbs": [(reverse("readings"), _("Báo cáo")), (reverse("workbooks"), _("Bảng tính"))],
        "source": source,
        "drafts": drafts_of_source(source),
        "marks": found,
        "blocking": sum(mark.severity == "block" for mark in found),
    }
    return render(request, "desk/workbook.html", context)


@audience(Audience.REPORTER)
def workbook_marked(request: DeskRequest, id: int) -> HttpResponse:
    """The officer's own workbook with cells coloured and commented."""
    source, content = _own(request, id)
    found = shown.marks_of(request.user, source, content)
    marks = [[cell, mark.severity, mark.text] for mark in found for cell in mark.addresses or ("",)]
    try:
        out = guard.checked(guard.in_child("annotate", content, {"marks": marks, "language": language()}), "")
    except Refusal as refusal:
        messages.error(request, sentence(refusal.problems[0]))
        return redirect("workbook", source.pk)
    stem = source.filename.rpartition(".")[0] or source.filename
    return _file(out, f"{stem}-da-xem.xlsx")


def _own(request: DeskRequest, id: int) -> tuple[Source, bytes]:
    """The original and its bytes, if it is a workbook of the account's own body."""
    source = sources.source_get(by=request.user, id=id)
    if source.issuer_id != request.user.body_id or not drafts_of_source(source):
        raise NotAllowed([Problem("BANGTINH-404", "", "", "", "")])
    return source, sources.source_content(by=request.user, source=source)


def _received(request: DeskRequest) -> HttpResponse:
    file = request.FILES.get("file")
    if file is None or not file.name:
        raise refused("BANGTINH-101", _("Bảng tính"))
    if file.size is not None and file.size > settings.MAX_UPLOAD_BYTES:
        raise refused("BANGTINH-106", filename_masked(file.name), f"{file.size // MEGABYTE} MB")
    asked = request.POST.get("layout", "")
    layout = layout_get(by=request.user, id=int(asked)) if is_id(asked) else None
    told = request.POST.get("period", "")
    period = None
    if layout is not None and told:
        known = shown.periods_of(request.user, layout.form, timezone.localdate())
        period = next((p for p in known if str(p) == told), None)
    received = flow.workbook_receive(
        by=request.user,
        body=request.user.body,
        content=file.read(),
        filename=file.name,
        layout=layout,
        period=period,
        is_illustration=settings.DEMO,
    )
    _tell(request, received)
    return redirect("workbook", received.source.pk)


def _tell(request: DeskRequest, received: Received) -> None:
    if received.is_known:
        messages.info(request, _("Tệp này đã nhận trước đây: không ghi lại gì, không tính đôi."))
        return
    taken = sum(filled.taken for filled in received.filled)
    if taken:
        said = ngettext("Đã đưa %(n)d ô vào bản nháp.", "Đã đưa %(n)d ô vào bản nháp.", taken)
        messages.success(request, said % {"n": taken})
    if received.unchanged:
        labels = ", ".join(period.label(language()) for period in received.unchanged)
        messages.info(request, _("Không đổi so với báo cáo đã gửi: %(periods)s.") % {"periods": labels})
    for period, refusal in received.skipped:
        told = {"period": period.label(language()), "why": sentence(refusal.problems[0])}
        messages.warning(request, _("Chưa nhận %(period)s: %(why)s") % told)
    for cell in [cell for filled in received.filled for cell in filled.replaced][:10]:
        told = {"cell": cell.address, "was": cell.was, "now": cell.now}
        messages.warning(request, _("%(cell)s: trong bản nháp là %(was)s, nay ghi %(now)s.") % told)


def _file(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=XLSX)
    response.headers["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
