"""Letting another account of the body decide during an absence, and ending it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from chungtay.faces.desk.audience import REPORTERS, DeskRequest, audience
from chungtay.faces.desk.telling import telling
from chungtay.gathering.approval import delegations as deeds
from chungtay.gathering.approval import queries as approval
from chungtay.kernel.errors import Both, Refusal

if TYPE_CHECKING:
    from chungtay.gathering.approval.models import Delegation
    from chungtay.reference.actors.models import User


@audience(*REPORTERS)
def delegations(request: DeskRequest) -> HttpResponse:
    """Who stands in for whom; an approver gives it here, for as long as the absence lasts."""
    user = request.user
    if request.method == "POST":
        with telling(request):
            _give(request)
            messages.success(request, _("Đã giao quyền duyệt. Quyết định của người được giao ghi rõ là duyệt thay."))
        return redirect("delegations")
    context = {
        "section": "account",
        "crumbs": [(reverse("account"), _("Tài khoản"))],
        "lines": [_line(found, user) for found in approval.delegations_of(user)],
        "may_give": user.role == "approver",
        "takers": approval.takers_for(user) if user.role == "approver" else [],
        "today": timezone.localdate(),
        "longest": deeds.LONGEST_DAYS,
    }
    return render(request, "desk/delegations.html", context)


def _give(request: DeskRequest) -> None:
    user = request.user
    if user.role != "approver":
        raise deeds.only_approvers()
    takers = {str(taker.pk): taker for taker in approval.takers_for(user)}
    # An account of another body is answered like one that does not exist.
    taker = takers.get(request.POST.get("taker", ""), user)
    start, end = (_day(request.POST.get(name, "")) for name in ("from", "to"))
    reason = request.POST.get("reason", "")
    deeds.delegation_give(by=user, taker=taker, valid_from=start, valid_to=end, reason=reason)


def _day(text: str) -> date:
    """'22/11/2026' as people type it, or '2026-11-22' as they do in English."""
    try:
        if "/" in text:
            day, month, year = (int(part) for part in text.split("/"))
            return date(year, month, day)
        return date.fromisoformat(text)
    except ValueError:
        raise Refusal.of(
            "DUYET-503",
            Both("Ngày", "Days"),
            expected="22/11/2026",
            todo=Both("Ghi lại ngày", "Write the day again"),
            vi="Không hiểu ngày này",
            en="The day cannot be understood",
        ) from None


def _line(found: Delegation, user: User) -> dict[str, object]:
    today = timezone.localdate()
    over = found.ended_at is not None or found.valid_to < today
    state = "over" if over else "coming" if found.valid_from > today else "running"
    return {"delegation": found, "state": state, "is_given": found.giver_id == user.pk, "may_end": not over}


@audience(*REPORTERS)
@require_POST
def delegation_end(request: DeskRequest, id: int) -> HttpResponse:
    """End it, by either of the two; others' do not exist."""
    deeds.delegation_end(by=request.user, id=id)
    messages.success(request, _("Đã kết thúc việc giao quyền."))
    return redirect("delegations")
