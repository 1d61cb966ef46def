"""A point comes into the register: what it is, what happened first, when; the rest can wait."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from chungtay.faces.desk import pointwords
from chungtay.faces.desk.audience import REPORTERS, DeskRequest, audience
from chungtay.faces.desk.forms import NOT_A_DATE, REQUIRED, place_written
from chungtay.faces.desk.telling import problems
from chungtay.faces.desk.views.points import kinds_shown, places_offered
from chungtay.gathering.registers.community import queries as community
from chungtay.gathering.registers.community import services
from chungtay.gathering.registers.community.queries import Lead, StepKind
from chungtay.kernel.errors import Refusal

if TYPE_CHECKING:
    from django.http import HttpResponse

    from chungtay.gathering.registers.community.models import ModelKind, ModelPoint
    from chungtay.reference.actors.models import User
    from chungtay.reference.places.models import Place

FIRST = (StepKind.LAUNCH, StepKind.RUN, StepKind.PROPOSE, StepKind.SURVEY, StepKind.APPROVE)
"""With what a point may begin, the likeliest first."""


class PointForm(forms.Form):
    """A point as it is typed. `then`: the commune of that day, asked where the land lay in several."""

    kind = forms.CharField(max_length=120, error_messages=REQUIRED)
    is_new_kind = forms.BooleanField(required=False)
    name = forms.CharField(max_length=160, error_messages=REQUIRED)
    is_another = forms.BooleanField(required=False)
    lead = forms.ChoiceField(choices=Lead.choices, initial=Lead.POLICE)
    place = forms.CharField(required=False, max_length=120)
    then = forms.CharField(required=False, max_length=40)
    step = forms.ChoiceField(choices=[(kind.value, "") for kind in FIRST], initial=StepKind.LAUNCH)
    on = forms.DateField(error_messages=NOT_A_DATE)
    document = forms.CharField(required=False, max_length=80)
    document_on = forms.DateField(required=False, error_messages=NOT_A_DATE)
    is_replica = forms.BooleanField(required=False)


@audience(*REPORTERS)
def point_new(request: DeskRequest) -> HttpResponse:
    """Register a point."""
    user = request.user
    form = PointForm(request.POST if request.method == "POST" else None, initial={"on": timezone.localdate()})
    told: list[Any] = []
    if request.method == "POST" and form.is_valid():
        try:
            made = _registered(user, form)
        except Refusal as refusal:
            told = problems(refusal)
        else:
            if made is not None:
                messages.success(request, _("Đã đăng ký điểm vào sổ."))
                return redirect("point", made.pk)
    context = _context(user, form) | {"problems": told}
    return render(request, "desk/point_new.html", context, status=422 if told or form.errors else 200)


def _registered(user: User, form: PointForm) -> ModelPoint | None:
    """The point; None where the form has to ask for something more."""
    data = form.cleaned_data
    place = _place(user, form)
    kind = _kind(user, form)
    if place is None or kind is None:
        return None
    lay = _lay_in(form, place)
    if lay is None:
        return None
    return services.point_register(
        by=user,
        kind=kind,
        place=lay,
        now=place,
        name=data["name"],
        lead=data["lead"],
        first=services.First(data["step"], data["on"], data["document"], data["document_on"]),
        is_replica=data["is_replica"],
        is_another=data["is_another"],
    )


def _place(user: User, form: PointForm) -> Place | None:
    own = user.body.place
    if own.level == "commune":
        return own
    typed = form.cleaned_data["place"]
    found = place_written(typed, on=timezone.localdate(), own=own) if typed else None
    if found is None or found.level != "commune":
        form.add_error("place", _("Hãy chọn xã."))
        return None
    return found


def _kind(user: User, form: PointForm) -> ModelKind | None:
    name = form.cleaned_data["kind"]
    known = community.kind_named(name)
    if known is not None:
        return known
    if not form.cleaned_data["is_new_kind"]:
        form.add_error("kind", _("Chưa có loại này trong sổ. Chọn loại có sẵn, hoặc đánh dấu rằng đây là loại mới."))
        return None
    return services.kind_add(by=user, name=name)


def _lay_in(form: PointForm, place: Place) -> Place | None:
    """The commune of the first day: this one, or the one of those days that its land lay in."""
    then = community.communes_then(place, form.cleaned_data["on"])
    if len(then) < 2:
        return then[0] if then else place
    chosen = next((old for old in then if old.key == form.cleaned_data["then"]), None)
    if chosen is None:
        form.add_error("then", _("Ngày ấy đất của xã này thuộc các xã khác: hãy chọn xã khi ấy của điểm."))
    return chosen


def _context(user: User, form: PointForm) -> dict[str, object]:
    shown = kinds_shown(user)
    typed = form["kind"].value() or ""
    return {
        "section": "registers",
        "crumbs": [(reverse("registers"), _("Sổ theo dõi")), (reverse("points"), _("Điểm mô hình"))],
        "form": form,
        "kinds": [pointwords.kind_words(kind) for kind in shown],
        "likely": [pointwords.kind_words(kind) for kind in community.kinds_like(typed, shown)] if form.errors else [],
        "leads": pointwords.LEADS.items(),
        "asks_place": user.body.place.level != "commune",
        "places": places_offered(user) if user.body.place.level == "province" else [],
        "steps": [(kind.value, pointwords.step_words(kind)) for kind in FIRST],
        "then": _then(user, form),
        "today": timezone.localdate(),
    }


def _then(user: User, form: PointForm) -> list[Place]:
    """The communes to choose from, where the form has to ask."""
    if "then" not in form.errors:
        return []
    own = user.body.place
    if own.level != "commune":
        own = place_written(form.cleaned_data["place"], on=timezone.localdate(), own=own)
    return community.communes_then(own, form.cleaned_data["on"])
