"""A body's own workbooks: a sample is shown as a table, its cells are pointed at once, and the layout is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from chungtay.faces.desk import pointing
from chungtay.faces.desk.audience import Audience, DeskRequest, audience
from chungtay.faces.desk.forms import MEGABYTE
from chungtay.faces.desk.paging import is_id
from chungtay.faces.desk.telling import problems
from chungtay.faces.desk.workbooks import owed_by
from chungtay.gathering.intake.workbooks import layouts
from chungtay.gathering.intake.workbooks.refusals import refused
from chungtay.kernel.errors import NotAllowed, Refusal
from chungtay.reference.forms import queries as forms
from chungtay.reference.sources.masking import filename_masked

if TYPE_CHECKING:
    from chungtay.gathering.intake.models import Layout
    from chungtay.reference.forms.models import Form


@audience(Audience.REPORTER)
def layout_new(request: DeskRequest) -> HttpResponse:
    """First a sample and its form, then the pointing, then it is kept. `layout` names one that is changed."""
    told: list[Any] = []
    if request.method == "POST":
        try:
            return _keep(request) if "sample" in request.POST else _pointing(request, _layout(request), None)
        except NotAllowed:
            raise
        except Refusal as refusal:
            told = problems(refusal)
    context = {
        "section": "readings",
        "crumbs": _crumbs(),
        "forms": _forms(request),
        "problems": told,
        "most_megabytes": settings.MAX_UPLOAD_BYTES // MEGABYTE,
    }
    return render(request, "desk/layout_new.html", context, status=422 if told else 200)


@audience(Audience.REPORTER)
def layout(request: DeskRequest, id: int) -> HttpResponse:
    """A layout as it is kept: which cell is which row. A sample handed in here begins the pointing anew."""
    found = layouts.layout_get(by=request.user, id=id)
    told: list[Any] = []
    if request.method == "POST":
        try:
            return _pointing(request, found, found.form)
        except NotAllowed:
            raise
        except Refusal as refusal:
            told = problems(refusal)
    context = {
        "section": "readings",
        "crumbs": _crumbs(),
        "layout": found,
        "rows": [row for row in pointing.rows_pointed(found.form, found.cells, None) if row.address],
        "problems": told,
    }
    return render(request, "desk/layout.html", context, status=422 if told else 200)


@audience(Audience.REPORTER)
@require_POST
def layout_forget(request: DeskRequest, id: int) -> HttpResponse:
    """Forget a layout."""
    found = layouts.layout_get(by=request.user, id=id)
    layouts.layout_forget(by=request.user, layout=found)
    messages.success(request, _("Đã bỏ mẫu riêng “%(name)s”.") % {"name": found.name})
    return redirect("workbooks")


def _pointing(request: DeskRequest, known: Layout | None, form: Form | None) -> HttpResponse:
    """The sample as a table beside the rows of the form, with suggestions or the cells that were kept."""
    file = request.FILES.get("file")
    if file is None or not file.name:
        raise refused("BANGTINH-101", _("Bản mẫu"))
    if file.size is not None and file.size > settings.MAX_UPLOAD_BYTES:
        raise refused("BANGTINH-106", filename_masked(file.name), f"{file.size // MEGABYTE} MB")
    chosen = form or _form(request)
    told = filename_masked(file.name)
    sample = pointing.sample_of(file.read(), told)
    typed = known.cells if known else pointing.suggestions(chosen, sample)
    about = {"name": told.rpartition(".")[0][:120], "period_at": "", "place_at": "", "is_in_name": False}
    if known:
        is_in_name = known.place_at == layouts.FILE_NAME
        place_at = "" if is_in_name else known.place_at
        about = {"name": known.name, "period_at": known.period_at, "place_at": place_at, "is_in_name": is_in_name}
    return _page(request, chosen, sample, typed, about, known)


def _keep(request: DeskRequest) -> HttpResponse:
    sample = pointing.unsigned(request.POST["sample"], request.user)
    form, known = _form(request), _layout(request)
    if sample is None:
        raise refused("BANGTINH-103", _("Bản mẫu"))
    typed = pointing.addresses_typed(form, request.POST.dict())
    about: dict[str, Any] = {field: request.POST.get(field, "") for field in ("name", "period_at", "place_at")}
    about["is_in_name"] = request.POST.get("is_in_name") == "1"
    try:
        pointed = pointing.pointed(sample, typed, about)
        kept = layouts.layout_keep(by=request.user, form=form, name=about["name"], layout=known, **pointed._asdict())
    except NotAllowed:
        raise
    except Refusal as refusal:
        return _page(request, form, sample, typed, about, known, problems(refusal))
    messages.success(request, _("Đã giữ mẫu riêng “%(name)s”. Tệp cùng mẫu sẽ được nhận ra.") % {"name": kept.name})
    return redirect("workbooks")


def _page(
    request: DeskRequest,
    form: Form,
    sample: pointing.Sample,
    typed: dict[str, str],
    about: dict[str, Any],
    known: Layout | None,
    told: list[Any] | None = None,
) -> HttpResponse:
    context = {
        "section": "readings",
        "crumbs": _crumbs(),
        "form": form,
        "layout": known,
        **about,
        "sample": pointing.signed(sample, request.user),
        "sheets": pointing.sheets_shown(sample),
        "rows": pointing.rows_pointed(form, typed, sample),
        "problems": told or [],
    }
    return render(request, "desk/layout_point.html", context, status=422 if told else 200)


def _layout(request: DeskRequest) -> Layout | None:
    asked = request.POST.get("layout", "")
    return layouts.layout_get(by=request.user, id=int(asked)) if is_id(asked) else None


def _form(request: DeskRequest) -> Form:
    known = {form.code: form for form in _forms(request)}
    asked = request.POST.get("form", "")
    return known[asked] if asked in known else forms.form_get(asked)


def _forms(request: DeskRequest) -> list[Form]:
    """The forms that the body fills in, each in its latest version."""
    codes = dict.fromkeys(item.form.code for item in owed_by(request.user, timezone.localdate()))
    return [forms.form_get(code) for code in codes]


def _crumbs() -> list[tuple[str, str]]:
    return [(reverse("readings"), _("Báo cáo")), (reverse("workbooks"), _("Bảng tính"))]
