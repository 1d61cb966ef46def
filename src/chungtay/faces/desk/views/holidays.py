"""Days on which no office works: read by everybody, added by administrators; deadlines and mails move past them."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from chungtay.faces.desk.audience import Audience, DeskRequest, audience
from chungtay.faces.desk.forms import NOT_A_DATE, REQUIRED
from chungtay.faces.desk.telling import problems
from chungtay.gathering.programmes.queries import terms_all
from chungtay.kernel.errors import Refusal
from chungtay.reference.forms import holidays as room
from chungtay.reference.forms import queries

FIRST_YEARS = 2
"""Years before this one that the list goes back."""


class HolidayForm(forms.Form):
    """One day off in two languages."""

    on = forms.DateField(error_messages=NOT_A_DATE)
    name_vi = forms.CharField(max_length=100, error_messages=REQUIRED)
    name_en = forms.CharField(max_length=100, error_messages=REQUIRED)


@audience(Audience.ADMINISTRATOR)
def holidays(request: DeskRequest) -> HttpResponse:
    """The list, and one more day."""
    form = HolidayForm(request.POST or None)
    told: list[Any] = []
    if request.method == "POST" and form.is_valid():
        try:
            room.holiday_add(by=request.user, **form.cleaned_data)
        except Refusal as refusal:
            told = problems(refusal)
        else:
            messages.success(request, _("Đã thêm ngày nghỉ. Hạn báo cáo tính theo từ bây giờ."))
            return redirect("holidays")
    year = date.today().year
    known = queries.holidays_between(date(year - FIRST_YEARS, 1, 1), date(year + 10, 12, 31))
    context = {
        "section": "holidays",
        "form": form,
        "problems": told,
        "days": [known[on] for on in sorted(known)[::-1]],
        "removed": room.holidays_removed(),
    }
    return render(request, "desk/holidays.html", context, status=422 if told or form.errors else 200)


@audience(Audience.ADMINISTRATOR)
def holiday_remove(request: DeskRequest, id: int) -> HttpResponse:
    """Which deadlines a day off moves; then, once that was seen, it is taken back, or refused for those that passed."""
    try:
        day = room.holiday_get(id)
    except Refusal as refusal:
        raise Http404 from refusal
    terms, told = terms_all(), list[Any]()
    if request.method == "POST":
        try:
            room.holiday_remove(by=request.user, id=id, terms=terms)
        except Refusal as refusal:
            told = problems(refusal)
        else:
            messages.success(request, _("Đã bỏ ngày nghỉ. Hạn báo cáo tính theo từ bây giờ."))
            return redirect("holidays")
    today, moved = timezone.localdate(), room.deadlines_moved(day.on, terms)
    context = {
        "section": "holidays",
        "crumbs": [(reverse("holidays"), _("Ngày nghỉ"))],
        "day": day,
        "moved": moved,
        "passed": sum(one.without < today for one in moved),
        "problems": told,
    }
    return render(request, "desk/holiday_remove.html", context, status=422 if told else 200)
