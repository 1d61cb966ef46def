"""Out of the ordinary: what takes two people, and an administrator's hour of reading."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chungtay.faces.desk import door
from chungtay.faces.desk.audience import Audience, DeskRequest, audience
from chungtay.faces.desk.paging import is_id
from chungtay.faces.desk.telling import telling
from chungtay.flow_issuing import term_key
from chungtay.gathering.approval import extraordinary as room
from chungtay.reference.indicators.queries import catalogue_waiting
from chungtay.results.warehouse.queries import snapshot_period, snapshots_visible

if TYPE_CHECKING:
    from chungtay.reference.actors.models import User

GROUNDS = {
    "mistake": gettext_lazy("phát hiện sai sót"),
    "late": gettext_lazy("báo cáo đến muộn"),
    "inspection": gettext_lazy("thanh tra, kiểm tra"),
    "incident": gettext_lazy("khắc phục sự cố"),
    "order": gettext_lazy("chỉ đạo của cấp trên"),
    "version": gettext_lazy("danh mục phiên bản mới"),
}
NEWEST = 50
"""Frozen terms that one may choose from."""


@audience(Audience.APPROVER, Audience.ADMINISTRATOR, Audience.OVERSIGHT)
def extraordinary(request: DeskRequest) -> HttpResponse:
    """The page, and its deeds; who may do which is the room's to say."""
    user = request.user
    if request.method == "POST":
        if "password" in request.POST and door.is_shut(request, user.username):
            return door.shut(request)
        with telling(request):
            _done(request)
        return redirect("extraordinary")
    context = {
        "section": "account",
        "grounds": GROUNDS.items(),
        "terms": _terms(user) if user.role == "approver" else {},
        "catalogue": catalogue_waiting()[:16] if user.role == "approver" and user.body.level == "centre" else "",
        "proposals": [
            {
                "it": found,
                "ground": GROUNDS[found.ground],
                "may_second": found.decided_at is None and room.may_second(user, found),
            }
            for found in room.proposals_near(user)
        ],
        "open": room.emergency_of(user),
        "emergencies": [
            {"it": found, "ground": GROUNDS[found.ground], "is_open": found.ends_at > timezone.now()}
            for found in room.emergencies_near(user)
        ],
    }
    return render(request, "desk/extraordinary.html", context)


def _done(request: DeskRequest) -> None:
    sent, user = request.POST, request.user
    do, id = sent.get("do", ""), sent.get("id", "")
    told = {"ground": sent.get("ground", ""), "document": sent.get("document", "")[:80]}
    if do == "term" and sent.get("thing", "") in (_terms(user) if user.role == "approver" else {}):
        room.propose(by=user, kind=room.TERM, thing=sent["thing"], **told)
        messages.success(request, _("Đã đề nghị. Chờ người thứ hai xác nhận."))
    elif do == "catalogue" and catalogue_waiting():
        room.propose(by=user, kind=room.CATALOGUE, thing=catalogue_waiting()[:16], **told)
        messages.success(request, _("Đã đề nghị. Chờ người thứ hai xác nhận."))
    elif do in ("accept", "refuse") and is_id(id):
        room.decide(by=user, id=int(id), accept=do == "accept")
        messages.success(request, _("Đã ghi quyết định của người thứ hai."))
    elif do == "open":
        if user.role != "administrator":
            return
        door.password_shown(request, user, sent.get("password", "")[:200])
        room.emergency_open(by=user, **told)
        messages.success(request, _("Đã mở quyền đọc trong một giờ. Mỗi trang mở ra đều vào nhật ký."))
    elif do == "close":
        room.emergency_close(by=user)
    elif do == "seen" and is_id(id):
        room.emergency_seen(by=user, id=int(id))


def _terms(user: User) -> dict[str, str]:
    """Frozen terms of the territory, by how proposals name them."""
    found = {}
    for one in snapshots_visible(user)[:NEWEST]:
        words = f"{one.programme.number}, {one.place.full_name}, {one.start:%d/%m/%Y} – {one.end:%d/%m/%Y}"
        found[term_key(one.programme_id, one.place.key, snapshot_period(one))] = words
    return found
