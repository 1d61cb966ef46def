"""Reports coming in: the list of originals that were received, and handing one in."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from chungtay import flow
from chungtay.faces.desk.audience import REPORTERS, Audience, DeskRequest, audience
from chungtay.faces.desk.dues import dues_of, written
from chungtay.faces.desk.forms import MEGABYTE, ReportForm, months_until, period_written, place_written
from chungtay.faces.desk.paging import matching, paged
from chungtay.faces.desk.telling import language, problems
from chungtay.gathering.intake import queries as intake
from chungtay.gathering.programmes import queries as programmes
from chungtay.kernel.errors import NotAllowed, Refusal
from chungtay.kernel.periods import Regime
from chungtay.ledger import queries as ledger
from chungtay.reference.forms import queries as report_forms
from chungtay.reference.places.queries import place_label

if TYPE_CHECKING:
    from chungtay.gathering.intake.models import ReportReading
    from chungtay.reference.actors.models import User
    from chungtay.reference.forms.models import Form


@audience(*REPORTERS)
def readings(request: DeskRequest) -> HttpResponse:
    """Every report that this account may read, latest first."""
    search = request.GET.get("tim", "").strip()
    found = matching(intake.readings_visible(request.user), search, _searched)
    page = paged(request, found)
    states = ledger.batch_statuses([r.batch_id for r in page if r.batch_id])
    lines = [
        {"reading": r, "batch_id": r.batch_id, "state": states.get(r.batch_id, "reading") if r.batch_id else "reading"}
        for r in page
    ]
    context = {"section": "readings", "lines": lines, "search": search, "may_report": request.user.role == "reporter"}
    return render(request, "desk/readings.html", context | page.context)


def _searched(reading: ReportReading) -> str:
    source = reading.source
    body = reading.body
    return " ".join((reading.place.full_name, body.name_vi, body.name_en, source.number, source.filename))


@audience(Audience.REPORTER)
def report_new(request: DeskRequest) -> HttpResponse:
    """Hand in an original: it passes the gate, is kept encrypted and read; nothing enters the ledger yet."""
    chosen = _form_chosen(request)
    form = ReportForm(request.POST or None, request.FILES or None, initial=_prefilled(request, chosen))
    told: list[Any] = []
    if request.method == "POST" and form.is_valid():
        try:
            reading = _received(request.user, chosen, form.cleaned_data)
        except Refusal as refusal:
            told = problems(refusal)
        else:
            messages.success(request, _("Đã nhận và đọc xong. Hãy xác nhận từng số liệu trước khi trình."))
            return redirect("reading", reading.pk)
    context = {
        "section": "readings",
        "crumbs": [(reverse("readings"), _("Báo cáo"))],
        "form": form,
        "problems": told,
        "forms": report_forms.forms_open_to(request.user),
        "chosen": chosen,
        "months": months_until(date.today()) if chosen.regime == Regime.DECREE_MONTH else [],
        "most_megabytes": settings.MAX_UPLOAD_BYTES // MEGABYTE,
    }
    return render(request, "desk/report_new.html", context, status=422 if told or form.errors else 200)


def _received(user: User, chosen: Form, data: dict[str, Any]) -> ReportReading:
    period = data["period"]
    return flow.report_receive(
        by=user,
        body=user.body,
        form_code=chosen.code,
        place=place_written(data["place"], on=period.end, own=user.body.place),
        period=period,
        content=data["file"].read(),
        filename=data["file"].name,
        number=data["number"],
        title=data["title"],
        issued_on=data["issued_on"],
        is_illustration=settings.DEMO,
    )


def _form_chosen(request: DeskRequest) -> Form:
    known = {form.code: form for form in report_forms.forms_open_to(request.user)}
    asked = request.POST.get("form", request.GET.get("mau", ""))
    monthly = request.user.body.level == "commune"
    usual = next((form for form in known.values() if (form.regime == Regime.DECREE_MONTH) == monthly), None)
    chosen = known.get(asked) or usual or next(iter(known.values()), None)
    if chosen is None:
        raise NotAllowed.of("BANLAM-001", "mau", vi="không có biểu mẫu", en="there is no form")
    return chosen


def _prefilled(request: DeskRequest, chosen: Form) -> dict[str, Any]:
    """The own place, and the period that is owed: the latest that was not sent, else the last that has ended."""
    known: dict[str, Any] = {"place": place_label(request.user.body.place, language())}
    owed = [due for due in dues_of(request.user, timezone.localdate()) if due.form.code == chosen.code]
    wanted = next((due.period for due in reversed(owed) if due.is_open), owed[-1].period if owed else None)
    asked = request.GET.get("ky", "") or (written(wanted) if wanted is not None else "")
    if chosen.regime == Regime.DECREE_MONTH:
        return known | _given(place=request.GET.get("dia-ban"), month=asked or months_until(date.today())[1][0])
    period = period_written(asked)
    if period is None:
        terms = [(p.term_start, p.term_end) for p in programmes.programmes_visible(request.user)]
        start, end = min(terms, default=(None, None))
    else:
        start, end = period.start, period.end
    return known | _given(place=request.GET.get("dia-ban"), start=start, end=end)


def _given(**values: Any) -> dict[str, Any]:
    return {key: value for key, value in values.items() if value}
