"""What an account sets for itself: mails, quiet hours, the address of its calendar; and that calendar."""

from __future__ import annotations

from datetime import time
from typing import TYPE_CHECKING

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_POST

from chungtay.faces.desk.audience import PUBLIC, READERS, DeskRequest, audience
from chungtay.faces.desk.telling import language, problems
from chungtay.gathering.approval.calendars import calendar_of
from chungtay.gathering.approval.mailing import mail_is_on
from chungtay.kernel.errors import Refusal
from chungtay.reference.actors import queries as actors
from chungtay.reference.actors import services

if TYPE_CHECKING:
    from typing import Any

HOUR = 3600
MOST_OF_A_KEY, MOST_WRONG = 240, 30
"""Times an hour that one calendar is fetched, and that one visitor may miss the address of any."""
SESSION_KEY = "calendar_address"
A_YEAR = 365 * 24 * HOUR


class MineForm(forms.Form):
    """How one wants to be told. What the words mean is for the service to refuse."""

    email = forms.CharField(required=False, max_length=254)
    language = forms.CharField(max_length=2)
    digest = forms.CharField(max_length=8)
    quiet_from = forms.TimeField(required=False, input_formats=["%H:%M", "%H:%M:%S"])
    quiet_to = forms.TimeField(required=False, input_formats=["%H:%M", "%H:%M:%S"])
    task_mails = forms.BooleanField(required=False)


@audience(*READERS)
def mine(request: DeskRequest) -> HttpResponse:
    """Mailbox, language, frequency, quiet hours; and the calendar's address, shown once after it was made."""
    form = MineForm(request.POST or None)
    told: list[Any] = []
    if request.method == "POST" and form.is_valid():
        try:
            services.notices_set(by=request.user, **form.cleaned_data)
        except Refusal as refusal:
            told = problems(refusal)
        else:
            chosen = form.cleaned_data["language"]
            with override(chosen):
                messages.success(request, _("Đã lưu thiết lập."))
            answer = redirect("mine")
            answer.set_cookie(settings.LANGUAGE_COOKIE_NAME, chosen, max_age=A_YEAR)
            return answer
    wrong = bool(told or form.errors)
    context = {
        "section": "mine",
        "problems": told,
        "form": form,
        "values": request.POST if wrong else _values(request),
        "digests": [("daily", _("Mỗi ngày làm việc")), ("weekly", _("Mỗi tuần")), ("off", _("Không gửi"))],
        "languages": settings.LANGUAGES,
        "has_calendar": bool(request.user.calendar_key),
        "calendar": request.session.pop(SESSION_KEY, ""),
        "mail_is_on": mail_is_on(),
    }
    return render(request, "desk/mine.html", context, status=422 if wrong else 200)


def _values(request: DeskRequest) -> dict[str, str]:
    user = request.user
    return {
        "email": user.email,
        "language": user.language,
        "digest": user.digest,
        "quiet_from": _hour(user.quiet_from),
        "quiet_to": _hour(user.quiet_to),
        "task_mails": "on" if user.task_mails else "",
    }


def _hour(at: time | None) -> str:
    return f"{at:%H:%M}" if at else ""


@audience(*READERS)
@require_POST
def calendar_key(request: DeskRequest) -> HttpResponse:
    """A new secret address for the calendar (`do` "renew"), or none any more."""
    if request.POST.get("do") == "renew":
        secret = services.calendar_renew(by=request.user)
        request.session[SESSION_KEY] = request.build_absolute_uri(reverse("calendar", args=[secret]))
    else:
        services.calendar_revoke(by=request.user)
        messages.success(request, _("Địa chỉ lịch không còn dùng được."))
    return redirect("mine")


@audience(PUBLIC)
def calendar(request: HttpRequest, key: str) -> HttpResponse:
    """The deadlines of the account whose secret stands in the address; a calendar program cannot sign in.

    One that fetches too often, or guesses, is told to wait (429).
    """
    visitor = f"calendar-wrong:{request.META.get('REMOTE_ADDR', '')}"
    if cache.get(visitor, 0) >= MOST_WRONG:
        return _later()
    user = actors.account_of_calendar(key)
    if user is None:
        _counted(visitor)
        raise Http404
    if _counted(f"calendar:{user.pk}") > MOST_OF_A_KEY:
        return _later()
    answer = HttpResponse(calendar_of(user, timezone.now(), user.language), content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = 'inline; filename="chung-tay.ics"'
    answer["Cache-Control"] = "private, no-store"
    answer["X-Robots-Tag"] = "noindex"
    return answer


def _counted(name: str) -> int:
    cache.add(name, 0, HOUR)
    return cache.incr(name)


def _later() -> HttpResponse:
    answer = HttpResponse(_("Quá nhiều lần. Hãy thử lại sau."), status=429, content_type="text/plain; charset=utf-8")
    answer["Retry-After"] = str(HOUR)
    answer["Content-Language"] = language()
    return answer
