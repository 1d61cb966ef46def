"""The villages of a commune: which there are and were, one more, a pasted list, another name, a last day."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chungtay.faces.desk.audience import Audience, DeskRequest, audience
from chungtay.faces.desk.forms import NOT_A_DATE, REQUIRED
from chungtay.faces.desk.paging import paged
from chungtay.faces.desk.telling import problems
from chungtay.faces.desk.views.village_moves import unsettled_of
from chungtay.kernel.errors import Refusal
from chungtay.reference.actors.policies import may_keep_villages
from chungtay.reference.actors.villages import bodies_of_villages, check_keep
from chungtay.reference.forms import villages as room
from chungtay.reference.places import queries as places

if TYPE_CHECKING:
    from chungtay.reference.places.models import Place

MOST_CHARACTERS = 40_000


class ListForm(forms.Form):
    """Names, one on each line, and since when they are there."""

    text = forms.CharField(
        max_length=MOST_CHARACTERS, error_messages={"required": gettext_lazy("Hãy ghi ít nhất một tên.")}
    )
    start = forms.DateField(error_messages=NOT_A_DATE)


class RenameForm(forms.Form):
    """Which village, its new name, and since when."""

    village = forms.CharField(max_length=40)
    name = forms.CharField(max_length=100, error_messages=REQUIRED)
    since = forms.DateField(error_messages=NOT_A_DATE)


class EndForm(forms.Form):
    """Which village ends, and its last day."""

    village = forms.CharField(max_length=40)
    end = forms.DateField(error_messages=NOT_A_DATE)


@audience(Audience.APPROVER, Audience.ADMINISTRATOR)
def villages(request: DeskRequest) -> HttpResponse:
    """The villages of a commune (`xa`, else the account's own); for an administrator above, the communes to choose."""
    asked = request.POST.get("xa", "") or request.GET.get("xa", "")
    own = request.user.body.place
    if not asked and request.method == "POST":
        return redirect("villages")
    if not asked and not may_keep_villages(request.user, own):
        return _choice(request)
    commune = _commune(request, asked) if asked else own
    if request.method == "POST":
        return _done(request, commune)
    return _shown(request, commune)


def _commune(request: DeskRequest, key: str) -> Place:
    """The commune with this key; any other, or somebody else's, is not there for the account."""
    try:
        found = places.place_get(key)
    except Refusal:
        found = request.user.body.place
        check_keep(request.user, places.place_get("vn"))
    check_keep(request.user, found)
    return found


def _choice(request: DeskRequest) -> HttpResponse:
    user, found = request.user, []
    if user.role == Audience.ADMINISTRATOR:
        found = places.places_in_force(user.body.place, level="commune", since=timezone.localdate())
    page = paged(request, found)
    context = {"section": "lists", "lines": list(page), "unsettled": len(unsettled_of(request))}
    return render(request, "desk/villages_choose.html", context | page.context)


def _done(request: DeskRequest, commune: Place) -> HttpResponse:
    deeds = {"rename": (RenameForm, _rename), "end": (EndForm, _end)}
    form_class, deed = deeds.get(request.POST.get("do", ""), (ListForm, _register))
    form = form_class(request.POST)
    told: list[Any] = []
    if form.is_valid():
        try:
            messages.success(request, deed(request, commune, form.cleaned_data))
            return redirect(f"{reverse('villages')}?xa={commune.key}")
        except Refusal as refusal:
            told = problems(refusal)
    return _shown(request, commune, form, told)


def _register(request: DeskRequest, commune: Place, data: dict[str, Any]) -> str:
    made = room.villages_register(by=request.user, commune=commune, text=data["text"], valid_from=data["start"])
    return _("Đã thêm %(n)d thôn, tổ dân phố.") % {"n": len(made)}


def _rename(request: DeskRequest, commune: Place, data: dict[str, Any]) -> str:
    village = places.village_get(commune, data["village"])
    room.village_rename(by=request.user, village=village, name=data["name"], since=data["since"])
    return _("Đã đổi tên. Tên cũ vẫn còn trong lịch sử.")


def _end(request: DeskRequest, commune: Place, data: dict[str, Any]) -> str:
    village = places.village_get(commune, data["village"])
    room.village_end(by=request.user, village=village, valid_to=data["end"])
    return _("Đã ghi ngày cuối. Báo cáo trước ngày đó vẫn còn.")


def _above(request: DeskRequest) -> tuple[str, str]:
    """The page that led here: administrators come from their account and may not open the lists."""
    if request.user.role == Audience.ADMINISTRATOR:
        return reverse("account"), _("Tài khoản")
    return reverse("lists"), _("Danh mục")


def _shown(
    request: DeskRequest, commune: Place, form: forms.Form | None = None, told: list[Any] | None = None
) -> HttpResponse:
    today = timezone.localdate()
    held = places.villages_of(commune)
    names, bodies = places.village_names(held), bodies_of_villages(held)
    lines = [
        {"village": v, "code": bodies[v.pk].code if v.pk in bodies else "", "before": names.get(v.pk, [])[:-1]}
        for v in held
    ]
    listing = form if isinstance(form, ListForm) else ListForm(initial={"start": today})
    about = form if form is not None and form is not listing else None
    context = {
        "section": "lists",
        "crumbs": [_above(request)],
        "commune": commune,
        "today": today,
        "living": [line for line in lines if _lasts(line["village"], today)],
        "ended": [line for line in lines if not _lasts(line["village"], today)],
        "form": listing,
        "wrong": [str(error) for errors in about.errors.values() for error in errors] if about else [],
        "problems": told or [],
    }
    return render(request, "desk/villages.html", context, status=422 if told or (form and form.errors) else 200)


def _lasts(village: Any, today: Any) -> bool:
    return village.valid_to is None or village.valid_to >= today
