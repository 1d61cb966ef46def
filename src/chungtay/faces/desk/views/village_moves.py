"""Villages of communes that were split: an administrator says for each of them which part it lies in. Nothing is chosen
beforehand, because no table knows."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from chungtay.faces.desk.audience import Audience, DeskRequest, audience
from chungtay.faces.desk.telling import telling
from chungtay.kernel.errors import Refusal
from chungtay.reference.actors.policies import may_keep_villages
from chungtay.reference.actors.villages import check_settle
from chungtay.reference.forms.villages import village_settle
from chungtay.reference.places.queries import place_get, village_get, villages_stranded

if TYPE_CHECKING:
    from chungtay.reference.places.models import Place
    from chungtay.reference.places.queries import Stranded


@audience(Audience.ADMINISTRATOR)
def villages_unsettled(request: DeskRequest) -> HttpResponse:
    """The villages of the account's land whose commune was split, by commune; those that were chosen are settled."""
    if request.method == "POST" and not request.POST.get("xa"):
        return redirect("villages_unsettled")
    if request.method == "POST":
        with telling(request):
            number = _settled(request)
            said = ngettext("Đã xếp %(n)d thôn về xã mới.", "Đã xếp %(n)d thôn về xã mới.", number)
            messages.success(request, said % {"n": number})
        return redirect("villages_unsettled")
    found = unsettled_of(request)
    communes = [(commune, list(lines)) for commune, lines in groupby(found, key=lambda stranded: stranded.commune)]
    context = {"section": "villages", "communes": communes, "crumbs": [(reverse("villages"), _("Thôn, tổ dân phố"))]}
    return render(request, "desk/villages_unsettled.html", context)


def unsettled_of(request: DeskRequest) -> list[Stranded]:
    """What waits for the account: an administrator's land, no commune of anybody else's."""
    if request.user.role != Audience.ADMINISTRATOR:
        return []
    found = villages_stranded(timezone.localdate())
    return [stranded for stranded in found if may_keep_villages(request.user, stranded.commune)]


@transaction.atomic
def _settled(request: DeskRequest) -> int:
    """How many were settled: all that were chosen, or none. Villages left without a choice stay as they are."""
    commune, done = _commune(request), 0
    for stranded in villages_stranded(timezone.localdate(), commune):
        chosen = request.POST.get(f"thon-{stranded.village.pk}", "")
        if chosen:
            village = village_get(commune, stranded.village.key)
            village_settle(by=request.user, village=village, to=place_get(chosen))
            done += 1
    return done


def _commune(request: DeskRequest) -> Place:
    try:
        commune = place_get(request.POST.get("xa", ""))
    except Refusal as refusal:
        raise Http404 from refusal
    check_settle(request.user, commune)
    return commune
