"""Who comes in at the door: tries are counted, a second step is asked for, the session is begun, the audit is told."""

from __future__ import annotations

import time
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from unicodedata import normalize

from axes.handlers.proxy import AxesProxyHandler
from axes.helpers import get_client_ip_address, get_cool_off
from axes.models import AccessAttempt
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.db.models import Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils import timezone
from django.utils.translation import gettext as _

from chungtay.kernel.errors import Refusal
from chungtay.reference.actors import queries
from chungtay.reference.actors.auditing import told
from chungtay.reference.actors.factors import due_from, has_factor
from chungtay.reference.actors.services import password_confirm
from chungtay.reference.actors.sessions import BROWSER, ORIGIN, browser_family
from chungtay.reference.audit.queries import Outcome
from chungtay.reference.audit.services import record

if TYPE_CHECKING:
    from datetime import date

    from chungtay.reference.actors.models import User

BACKEND = "django.contrib.auth.backends.ModelBackend"
HALFWAY, MUST_PROTECT = "_second_step", "_must_protect"
PATIENCE = 300
"""Seconds between the password and the second step."""
MOST_OF_AN_ACCOUNT, MOST_OF_AN_ORIGIN = 20, 60
"""Wrong tries within the cooling time, from wherever and for whomever. One account from one place ends at five."""


def origin_of(request: HttpRequest) -> str:
    """The network address of the visitor, as tries are counted by it."""
    return str(get_client_ip_address(request) or "")


def named(typed: str) -> str:
    """A name as the sign-in form reads it, so that tries are counted under the one it is looked up by."""
    return normalize("NFKC", typed).strip()[:60]


def is_throttled(request: HttpRequest, username: str) -> bool:
    """Whether an account was tried too often from all places together, or a place tried too many accounts.

    The first slows down whoever has many machines, the second whoever has many names; both are so wide that a
    forgetful officer, or an office behind one address, does not meet them.
    """
    cooling = get_cool_off(request) or timedelta()
    recent = AccessAttempt.objects.filter(attempt_time__gte=timezone.now() - cooling)
    checks = [(recent.filter(ip_address=origin_of(request) or None), MOST_OF_AN_ORIGIN)]
    if username:
        checks.append((recent.filter(username=username), MOST_OF_AN_ACCOUNT))
    return any((rows.aggregate(n=Sum("failures_since_start"))["n"] or 0) >= most for rows, most in checks)


def is_shut(request: HttpRequest, username: str) -> bool:
    """Whether no more is heard for an account from here: five wrong tries of this place, or the wider limits."""
    is_allowed = AxesProxyHandler.is_allowed(request, {"username": username})
    return not is_allowed or is_throttled(request, username)


def password_shown(request: HttpRequest, user: User, password: str) -> None:
    """Whether somebody inside showed the account's password; a wrong one counts and is told as at the door.

    Refusal TAIKHOAN-008 when it is not. Callers ask `is_shut` first.
    """
    try:
        password_confirm(user=user, password=password)
    except Refusal:
        if password:
            count_failure(request, user.username)
            refused(user.username, "account.password_refused")
        raise


def shut(request: HttpRequest) -> HttpResponse:
    """What is answered then."""
    return render(request, "desk/locked.html", status=429)


def count_failure(request: HttpRequest, username: str) -> None:
    """A wrong second step counts as a wrong password does."""
    AxesProxyHandler.user_login_failed(sender="chungtay.door", credentials={"username": username}, request=request)


def refused(username: str, deed: str = "door.refused") -> None:
    """Tell the audit. What was typed as a name is told only where there is such an account: it may be a password."""
    known = queries.user_known(username)
    record(
        account=known.username if known else "",
        role=known.role if known else "",
        body=known.body.code if known else "",
        deed=deed,
        outcome=Outcome.REFUSED,
    )


def enter(request: HttpRequest, user: User, target: str, *, factor: str = "") -> HttpResponse:
    """The password was right, or another provider vouched: on to the second step, or in.

    `factor`: the second factor that was shown already.
    """
    if not factor and has_factor(user):
        request.session[HALFWAY] = {"pk": user.pk, "next": target, "at": int(time.time())}
        return redirect("second_step")
    request.session.pop(HALFWAY, None)
    request.session[BROWSER] = browser_family(request.META.get("HTTP_USER_AGENT", ""))
    request.session[ORIGIN] = origin_of(request)
    login(request, user, backend=BACKEND)
    due = due_from(user, timezone.localdate())
    request.session[MUST_PROTECT] = due is not None and due <= timezone.localdate()
    told(user, "door.entered", after={"factor": factor or "password"})
    if due is not None:
        _say_when(request, due)
    return redirect("protection" if must_protect(request) else target or resolve_url("home"))


def _say_when(request: HttpRequest, due: date) -> None:
    words = _("Vai trò của bạn cần xác thực hai bước từ ngày %(day)s. Vào “Tài khoản”, “Bảo vệ tài khoản” để lập.")
    messages.warning(request, words % {"day": f"{due:%d/%m/%Y}"})


def halfway(request: HttpRequest) -> tuple[User, str] | None:
    """Who has shown the password and not yet the second factor, and where to go; None where nobody has, or too long
    ago."""
    held: dict[str, Any] = request.session.get(HALFWAY) or {}
    if not held or time.time() - held["at"] > PATIENCE:
        request.session.pop(HALFWAY, None)
        return None
    user = queries.account_open(held["pk"])
    return None if user is None else (user, held["next"])


def must_protect(request: HttpRequest) -> bool:
    """Whether the account gets no further than the page on which it sets up a second factor."""
    if getattr(request.user, "role", "") not in settings.SECOND_FACTOR_ROLES:
        return False
    return bool(request.session.get(MUST_PROTECT))
