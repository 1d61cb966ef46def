"""Coming in, going out, and what the account is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth import logout
from django.contrib.auth.forms import AuthenticationForm
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from chungtay.faces.desk import door
from chungtay.faces.desk.audience import PUBLIC, SIGNED_IN, audience
from chungtay.faces.desk.passkeys import CHALLENGE, json_of
from chungtay.faces.desk.provider import provider_name
from chungtay.reference.actors.auditing import told
from chungtay.reference.actors.factors import code_taken, passkeys_of, totp_stands
from chungtay.reference.actors.passkeys import entering_options, passkey_account, passkey_taken

if TYPE_CHECKING:
    pass


class SignInForm(AuthenticationForm):
    """Account and password; the refusal never says which of the two was wrong."""

    error_messages = {
        "invalid_login": _("Tên tài khoản hoặc mật khẩu không đúng."),
        "inactive": _("Tên tài khoản hoặc mật khẩu không đúng."),
    }


@audience(PUBLIC)
@sensitive_post_parameters("password")
@never_cache
def sign_in(request: HttpRequest) -> HttpResponse:
    """The door. After five wrong passwords from one place, or twenty from all, it stays shut for a while."""
    target = _target(request)
    if request.user.is_authenticated:
        return redirect(target or "home")
    form = SignInForm(request, request.POST or None)
    if request.method == "POST":
        username = door.named(request.POST.get("username", "")[:200])
        if door.is_throttled(request, username):
            return door.shut(request)
        if form.is_valid():
            return door.enter(request, form.get_user(), target)
        if username:
            door.refused(username)
    context = {"form": form, "next": target, "provider": provider_name(), "halfway": door.halfway(request) is not None}
    return render(request, "desk/sign_in.html", context)


def _target(request: HttpRequest) -> str:
    """Where to go afterwards; "" where that would be another site."""
    asked: str = request.POST.get("next", request.GET.get("next", ""))
    safe = url_has_allowed_host_and_scheme(asked, {request.get_host()}, require_https=request.is_secure())
    return asked if safe else ""


@audience(PUBLIC)
@sensitive_post_parameters("code")
@never_cache
def second_step(request: HttpRequest) -> HttpResponse:
    """A code of the telephone, one of the ten on paper, or a passkey, after the password was right."""
    found = door.halfway(request)
    if found is None:
        return redirect("sign_in")
    user, target = found
    wrong = False
    if request.method == "POST":
        if door.is_shut(request, user.username):
            # The password must be shown anew, and the door hears none for a while.
            request.session.pop(door.HALFWAY, None)
            return door.shut(request)
        factor = code_taken(user=user, code=request.POST.get("code", "")[:20])
        if factor:
            return door.enter(request, user, target, factor=factor)
        door.count_failure(request, user.username)
        door.refused(user.username, "door.second_refused")
        wrong = True
    has_keys = bool(passkeys_of(user))
    context = {"wrong": wrong, "has_totp": totp_stands(user), "has_keys": has_keys, "who": user}
    return render(request, "desk/second_step.html", context, status=422 if wrong else 200)


@audience(PUBLIC)
@never_cache
def sign_in_passkey(request: HttpRequest) -> HttpResponse:
    """GET: what the browser shall sign. POST: what it signed; the answer names the page to go to."""
    if request.user.is_authenticated:
        return JsonResponse({"to": resolve_url("home")})
    found = door.halfway(request)
    site = request.get_host().partition(":")[0]
    if request.method != "POST":
        options, challenge = entering_options(site, found[0] if found else None)
        request.session[CHALLENGE] = challenge
        return HttpResponse(options, content_type="application/json")
    if door.is_throttled(request, ""):
        return JsonResponse({}, status=429)
    challenge, origin = request.session.pop(CHALLENGE, ""), f"{request.scheme}://{request.get_host()}"
    answer = json_of(request)
    user = passkey_taken(answer=answer, challenge=challenge, site=site, origin=origin)
    if user is None or (found and found[0].pk != user.pk):
        _passkey_refused(request, passkey_account(answer) if challenge else "")
        return JsonResponse({"to": ""})
    target = found[1] if found else ""
    return JsonResponse({"to": door.enter(request, user, target, factor="passkey")["Location"]})


def _passkey_refused(request: HttpRequest, username: str) -> None:
    """Every try counts. The audit, which nobody can shorten, hears only of keys that some account has."""
    door.count_failure(request, username)
    if username:
        door.refused(username, "door.passkey_refused")


@audience(*SIGNED_IN, PUBLIC)
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Leave; also when the session has already ended."""
    if request.user.is_authenticated:
        told(request.user, "door.left")
    logout(request)
    return redirect("sign_in")


@audience(*SIGNED_IN)
def account(request: HttpRequest) -> HttpResponse:
    """What office this account stands for."""
    return render(request, "desk/account.html")
