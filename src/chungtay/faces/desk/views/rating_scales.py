"""Rating scales: which stand in the territory, and a new one of the approver's own province."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from chungtay.faces.desk.audience import READERS, DeskRequest, audience
from chungtay.faces.desk.forms import NOT_A_DATE, REQUIRED
from chungtay.faces.desk.telling import language, problems
from chungtay.gathering.registers.community import queries as community
from chungtay.gathering.registers.community import services
from chungtay.kernel.errors import NotAllowed, Refusal
from chungtay.kernel.text import match_key
from chungtay.reference.indicators.catalogue import dimensions

if TYPE_CHECKING:
    from django.http import HttpResponse

    from chungtay.reference.places.models import Place

GRADES = 8
_SAID = {"": None, "1": True, "0": False}


class ScaleForm(forms.Form):
    """A scale without its grades: these come in numbered fields, as many as were filled."""

    name_vi = forms.CharField(max_length=120, error_messages=REQUIRED)
    name_en = forms.CharField(max_length=120, error_messages=REQUIRED)
    valid_from = forms.DateField(required=False, error_messages=NOT_A_DATE)


class GradeForm(forms.Form):
    """One grade; an empty one is none."""

    vi = forms.CharField(max_length=80, required=False)
    en = forms.CharField(max_length=80, required=False)
    member = forms.CharField(required=False)
    effective = forms.ChoiceField(choices=[(key, "") for key in _SAID], required=False)


class EndForm(forms.Form):
    """Which scale, and the first day on which it is used no more."""

    scale = forms.IntegerField()
    since = forms.DateField(error_messages=NOT_A_DATE)


@audience(*READERS)
@require_http_methods(["GET", "HEAD", "POST"])
def rating_scales(request: DeskRequest) -> HttpResponse:
    """The scales of the country and of the territory's provinces; an approver of a province adds the province's own,
    and says until when one is used."""
    user = request.user
    if request.method == "POST" and request.POST.get("do") == "end":
        return _ended(request)
    sent = request.method == "POST"
    if sent and not community.may_add_scale(user):
        raise PermissionDenied
    return _shown(request, sent=sent)


def _shown(
    request: DeskRequest, *, sent: bool, end: EndForm | None = None, refused: list[Any] | None = None
) -> HttpResponse:
    form = ScaleForm(request.POST if sent else None)
    grades = [GradeForm(request.POST if sent else None, prefix=f"g{n}") for n in range(1, GRADES + 1)]
    told: list[Any] = refused or []
    if sent and all([form.is_valid(), *(grade.is_valid() for grade in grades)]):
        try:
            _added(request, form.cleaned_data, [grade.cleaned_data for grade in grades])
        except NotAllowed:
            raise
        except Refusal as refusal:
            told = problems(refusal)
        else:
            messages.success(request, _("Đã lập thang xếp loại."))
            return redirect("rating_scales")
    user, today = request.user, timezone.localdate()
    context = {
        "section": "registers",
        "crumbs": [(reverse("registers"), _("Sổ theo dõi")), (reverse("points"), _("Điểm mô hình"))],
        "scales": [(s, community.may_end_scale(user, s, today)) for s in community.scales_seen(user, today)],
        "may_add": community.may_add_scale(user),
        "end": end,
        "form": form,
        "grades": grades,
        "members": [(m.key, m.name_en if language() == "en" else m.name_vi) for m in dimensions()["rating"].members],
        "problems": told,
    }
    is_wrong = told or form.errors or (end and end.errors)
    return render(request, "desk/rating_scales.html", context, status=422 if is_wrong else 200)


def _ended(request: DeskRequest) -> HttpResponse:
    if not community.may_add_scale(request.user):
        raise PermissionDenied
    form = EndForm(request.POST)
    if not form.is_valid():
        return _shown(request, sent=False, end=form)
    try:
        services.scale_end(by=request.user, id=form.cleaned_data["scale"], since=form.cleaned_data["since"])
    except NotAllowed as refusal:
        raise PermissionDenied(refusal.code) from refusal
    except Refusal as refusal:
        return _shown(request, sent=False, end=form, refused=problems(refusal))
    messages.success(request, _("Đã ghi ngày thôi dùng thang. Điểm đã xếp loại giữ nguyên."))
    return redirect("rating_scales")


def _added(request: DeskRequest, data: dict[str, Any], rows: list[dict[str, Any]]) -> None:
    grades = [
        services.GradeText(row["vi"], row["en"] or row["vi"], row["member"] or "unrated", _SAID[row["effective"]])
        for row in rows
        if row["vi"]
    ]
    services.scale_add(by=request.user, code=_code(request.user.body.place, data["name_vi"]), grades=grades, **data)


def _code(place: Place, name: str) -> str:
    """What the scale is known by: its place and its name, so that the same one is not made twice."""
    return f"{place.code.lower()}-{slugify(match_key(name))}"[:40].rstrip("-")
