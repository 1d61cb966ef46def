"""What waits for a decision, many reports at once: those with findings first and apart, the clean ones together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from chungtay import flow
from chungtay.faces.desk.audience import READERS, REPORTERS, DeskRequest, audience
from chungtay.faces.desk.paging import is_id
from chungtay.faces.desk.telling import problems
from chungtay.gathering.approval import changes
from chungtay.gathering.approval import queries as approval
from chungtay.ledger import queries as ledger
from chungtay.ledger.types import DecisionKind

if TYPE_CHECKING:
    from chungtay.faces.desk.telling import ProblemWords
    from chungtay.ledger.models import Batch
    from chungtay.reference.actors.models import User

MOST = 500
"""Reports on one page and in one request: what is approved at once within five seconds."""


@dataclass(frozen=True)
class Refused:
    """A report that could not be approved, and why. No batch where the account may not know of it."""

    id: int
    batch: Batch | None
    problems: list[ProblemWords]


@audience(*REPORTERS)
def queue(request: DeskRequest) -> HttpResponse:
    """The reports that wait for this account; a POST approves those chosen, or all that the page showed as clean."""
    if request.method != "POST":
        return _page(request, [])
    ids = _chosen(request)
    if not ids:
        messages.error(request, _("Chưa chọn báo cáo nào."))
        return redirect("queue")
    decided = flow.batches_decide(by=request.user, batch_ids=ids, kind=DecisionKind.APPROVED)
    if decided.done:
        said = ngettext("Đã duyệt %(n)d báo cáo.", "Đã duyệt %(n)d báo cáo.", len(decided.done))
        messages.success(request, said % {"n": len(decided.done)})
    if not decided.refused:
        return redirect("queue")
    seen = _seen(request.user, list(decided.refused))
    return _page(request, [Refused(pk, seen.get(pk), problems(why)) for pk, why in decided.refused.items()])


def _chosen(request: DeskRequest) -> list[int]:
    field = "clean" if request.POST.get("do") == "clean" else "batch"
    return [int(text) for text in request.POST.getlist(field) if is_id(text)][:MOST]


def _seen(user: User, ids: list[int]) -> dict[int, Batch]:
    return {batch.pk: batch for batch in ledger.batches_visible(user).filter(pk__in=ids)}


def _page(request: DeskRequest, refused: list[Refused]) -> HttpResponse:
    waiting = approval.waiting_for(request.user)
    shown = waiting[:MOST]
    context = {
        "section": "home",
        "crumbs": [(reverse("home"), _("Việc của tôi"))],
        "with_findings": [line for line in shown if not line.is_clean],
        "clean": [line for line in shown if line.is_clean],
        "total": len(waiting),
        "more": len(waiting) - len(shown),
        "givers": approval.givers_of(request.user),
        "refused": refused,
    }
    return render(request, "desk/queue.html", context)


@audience(*READERS)
@require_POST
def changes_seen(request: DeskRequest) -> HttpResponse:
    """What changed up to the last line that the page showed has been looked at."""
    text = request.POST.get("until", "")
    if is_id(text):
        changes.looked(by=request.user, until=int(text))
    return redirect("home")
