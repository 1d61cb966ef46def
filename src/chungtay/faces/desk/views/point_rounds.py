"""The quarter's confirmation: points that nobody has seen this quarter, ticked off many at once, and taken back."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from chungtay.faces.desk.audience import REPORTERS, DeskRequest, audience
from chungtay.faces.desk.forms import NOT_A_DATE
from chungtay.faces.desk.paging import is_id
from chungtay.faces.desk.telling import problems, sentence
from chungtay.faces.desk.views.points import place_asked, places_offered
from chungtay.gathering.registers.community import queries as community
from chungtay.gathering.registers.community import services
from chungtay.gathering.registers.lists.keyset import slice_of
from chungtay.kernel.errors import NotAllowed, Refusal

if TYPE_CHECKING:
    from typing import Any

PAGE_LENGTH = 100


class RoundForm(forms.Form):
    """On which day somebody looked."""

    on = forms.DateField(error_messages=NOT_A_DATE)


def quarter_start(on: date) -> date:
    """The first day of the calendar quarter of a day."""
    return date(on.year, on.month - (on.month - 1) % 3, 1)


@audience(*REPORTERS)
def points_confirm(request: DeskRequest) -> HttpResponse:
    """Points that work and were not seen since the quarter began, those unseen for longest first."""
    told: list[Any] = []
    form = RoundForm(request.POST if request.method == "POST" else None, initial={"on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        ids = [int(text) for text in request.POST.getlist("point") if is_id(text)]
        try:
            services.points_confirm(by=request.user, point_ids=ids, on=form.cleaned_data["on"])
        except NotAllowed as refusal:
            if refusal.code == "DSM-403":
                raise PermissionDenied from refusal
            raise
        except Refusal as refusal:
            told = problems(refusal)
        else:
            said = ngettext("Đã xác nhận %(n)d điểm.", "Đã xác nhận %(n)d điểm.", len(ids)) % {"n": len(ids)}
            messages.success(request, said)
            return redirect(f"{reverse('points_confirm')}?dia-ban={request.POST.get('dia-ban', '')}")
    return _shown(request, form, told)


def _shown(request: DeskRequest, form: RoundForm, told: list[Any]) -> HttpResponse:
    user, today = request.user, timezone.localdate()
    place = place_asked(user, request.GET.get("dia-ban", ""))
    since = quarter_start(today)
    working = community.points_working(user, place).filter(known_on__lt=since)
    page = slice_of(
        working.prefetch_related("kind", "place"),
        ("known_on", "id"),
        after=request.GET.get("sau", ""),
        length=PAGE_LENGTH,
    )
    context = {
        "section": "registers",
        "crumbs": [(reverse("registers"), _("Sổ theo dõi")), (reverse("points"), _("Điểm mô hình"))],
        "lines": community.seen(user, page.rows, today),
        "count": working.count(),
        "all": community.points_working(user, place).count(),
        "next": page.after,
        "place": place,
        "places": places_offered(user),
        "form": form,
        "since": since,
        "quarter": (since.month + 2) // 3,
        "year": since.year,
        "rounds": community.rounds_of(user),
        "problems": told,
    }
    return render(request, "desk/point_rounds.html", context, status=422 if told or form.errors else 200)


@audience(*REPORTERS)
@require_POST
def round_undo(request: DeskRequest, id: int) -> HttpResponse:
    """Take a round of confirmations back."""
    try:
        count = services.round_undo(by=request.user, round_id=id)
    except NotAllowed:
        raise
    except Refusal as refusal:
        messages.error(request, sentence(refusal.problems[0]))
    else:
        said = ngettext("Đã hoàn lại xác nhận của %(n)d điểm.", "Đã hoàn lại xác nhận của %(n)d điểm.", count)
        messages.success(request, said % {"n": count})
    return redirect("points_confirm")
