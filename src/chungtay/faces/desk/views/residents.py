"""What residents said in months that are over, and the public answer that is owed to them, from a list."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from chungtay.faces.desk.audience import REPORTERS, Audience, DeskRequest, audience
from chungtay.faces.desk.paging import paged
from chungtay.faces.desk.telling import telling
from chungtay.kernel.errors import side
from chungtay.results.publishing.answers import queries as answers
from chungtay.results.publishing.answers.choices import REPLIES, WISH
from chungtay.results.publishing.answers.services import reply_give

if TYPE_CHECKING:
    from chungtay.results.publishing.answers.queries import Owed


@audience(*REPORTERS)
def residents(request: DeskRequest) -> HttpResponse:
    """What waits for an answer in the account's territory, the loudest first; what was answered lately."""
    page = paged(request, answers.waiting(request.user), 25)
    context = {
        "section": "publications",
        "owed": [_line(item) for item in answers.owed(page)],
        "answered": [_line(item) for item in answers.answered(request.user)],
        "may_reply": request.user.role == "approver",
    }
    return render(request, "desk/residents.html", context | page.context)


@audience(Audience.APPROVER)
@require_POST
def resident_reply(request: DeskRequest) -> HttpResponse:
    """One answer from the list, shown to everybody at once; another one later takes its place."""
    asked = request.POST
    kind, subject, code = asked.get("kind", ""), asked.get("subject", ""), asked.get("corrects", "")
    with telling(request):
        reply_give(
            by=request.user,
            month=_month(asked.get("month", "")),
            kind=kind,
            subject=subject,
            reply=asked.get("reply", ""),
            corrects=next((item for item in answers.corrections_of(kind, subject) if item.code == code), None),
        )
        messages.success(request, _("Đã trả lời; người dân đọc được ngay. Chọn câu khác để thay."))
    return redirect("residents")


def _month(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return date.min


def _line(item: Owed) -> dict[str, Any]:
    language = get_language() or "vi"
    public = f"portal_{'en' if language == 'en' else 'vi'}:{'figure' if item.kind == 'figure' else 'point'}"
    return {
        "item": item,
        "name": side(item.name, language),
        "public": public,
        "public_id": item.subject,
        "is_wish": item.kind == WISH,
        "month": item.voices.month,
        # Of thanks and suggestions the list is long: what few or none said would only hide what many did.
        "counts": [(side(label, language), n) for _, label, n in item.voices.counts if n or item.kind != WISH],
        "reply": side(item.voices.reply, language) if item.voices.reply else "",
        "corrects": item.voices.corrects,
        "corrections": answers.corrections_of(item.kind, item.subject),
        "replies": [(code, side(words, language)) for code, words in REPLIES[item.kind].items()],
    }
