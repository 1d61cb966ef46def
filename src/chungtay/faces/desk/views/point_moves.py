"""Points of communes that were split: nobody but who knows the land can say in which part each lies."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from chungtay.faces.desk.audience import REPORTERS, DeskRequest, audience
from chungtay.faces.desk.paging import is_id
from chungtay.faces.desk.telling import telling
from chungtay.gathering.registers.community import queries as community
from chungtay.gathering.registers.community import services

if TYPE_CHECKING:
    from django.http import HttpResponse


@audience(*REPORTERS)
def points_left(request: DeskRequest) -> HttpResponse:
    """The points that have to be settled, by commune; one is settled at a time."""
    user, today = request.user, timezone.localdate()
    if request.method == "POST":
        return _settled(request)
    groups = [(left, community.seen(user, left.points, today)) for left in community.points_left(user, today)]
    context = {
        "section": "registers",
        "crumbs": [(reverse("registers"), _("Sổ theo dõi")), (reverse("points"), _("Điểm mô hình"))],
        "groups": groups,
    }
    return render(request, "desk/point_moves.html", context)


def _settled(request: DeskRequest) -> HttpResponse:
    user, today = request.user, timezone.localdate()
    typed = request.POST.get("point", "")
    found = community.point_seen(user, int(typed) if is_id(typed) else 0, today).point
    heirs = {heir.key: heir for left in community.points_left(user, today) for heir in left.heirs}
    to = heirs.get(request.POST.get("to", ""))
    if to is None:
        raise Http404
    with telling(request):
        services.point_settle(by=user, point=found, to=to)
        messages.success(request, _("Đã ghi xã hiện nay của điểm."))
    return redirect("points_left")
