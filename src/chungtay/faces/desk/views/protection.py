"""How an account is protected: password, second factors, and where it is signed in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import segno
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from chungtay.faces.desk import door
from chungtay.faces.desk.audience import SIGNED_IN, DeskRequest, audience
from chungtay.faces.desk.door import MUST_PROTECT
from chungtay.faces.desk.passkeys import MAKING, json_of
from chungtay.faces.desk.provider import provider_name
from chungtay.faces.desk.telling import problems
from chungtay.faces.desk.views.provider import link_address, link_begin
from chungtay.kernel.errors import Refusal
from chungtay.reference.actors import factors, identities, passkeys, services, sessions
from chungtay.reference.actors.auditing import told

if TYPE_CHECKING:
    from collections.abc import Callable

CODES = "_codes"
"""Codes on paper on their way to the page that shows them once."""


@audience(*SIGNED_IN)
@sensitive_post_parameters("password", "new", "again", "code")
def protection(request: DeskRequest) -> HttpResponse:
    """The page, and what is done on it; what weakens the account, or opens it anew, asks for its password."""
    refused: list[Any] = []
    if request.method == "POST":
        if "password" in request.POST and door.is_shut(request, request.user.username):
            return door.shut(request)
        deed = DEEDS.get(request.POST.get("do", ""))
        if deed is None:
            return redirect("protection")
        try:
            messages.success(request, deed(request))
        except Refusal as refusal:
            refused = problems(refusal)
        else:
            return redirect("protection")
    user, today = request.user, timezone.localdate()
    due = factors.due_from(user, today)
    if due is None:
        request.session.pop(MUST_PROTECT, None)
    waiting = factors.totp_waiting(user)
    context = {
        "section": "account",
        "problems": refused,
        "due": due,
        "is_over": due is not None and due <= today,
        "has_totp": factors.totp_stands(user),
        "secret": " ".join(waiting[i : i + 4] for i in range(0, len(waiting), 4)),
        "picture": _picture(factors.totp_address(user, waiting)) if waiting else "",
        "codes": request.session.pop(CODES, None),
        "codes_left": factors.codes_left(user),
        "passkeys": factors.passkeys_of(user),
        "sessions": sessions.sessions_of(user),
        "here": request.session.session_key,
        "provider": provider_name(),
        "identities": identities.identities_of(user),
        "link": link_address(request),
    }
    return render(request, "desk/protection.html", context, status=422 if refused else 200)


def _picture(address: str) -> str:
    """The square to be read by a telephone, as an address of an SVG picture."""
    return str(segno.make(address, error="m").svg_data_uri(scale=4, border=2))


@audience(*SIGNED_IN)
@require_POST
def protection_passkey(request: DeskRequest) -> HttpResponse:
    """With the password: what the browser shall make a key with. With a credential: what it made.

    A key opens the account by itself and for good, so a desk that was left unlocked is not enough to make one.
    """
    site, sent = request.get_host().partition(":")[0], json_of(request)
    try:
        if "credential" not in sent:
            if door.is_shut(request, request.user.username):
                return JsonResponse({}, status=429)
            door.password_shown(request, request.user, str(sent.get("password") or "")[:200])
            options, request.session[MAKING] = passkeys.making_options(request.user, site)
            return HttpResponse(options, content_type="application/json")
        codes = passkeys.passkey_add(
            by=request.user,
            answer=sent["credential"] or {},
            challenge=request.session.pop(MAKING, ""),
            site=site,
            origin=f"{request.scheme}://{request.get_host()}",
            label=str(sent.get("label") or ""),
        )
    except Refusal as refusal:
        return JsonResponse({"problem": problems(refusal)[0].message}, status=422)
    if codes:
        request.session[CODES] = codes
    messages.success(request, _("Đã thêm khóa truy cập."))
    return JsonResponse({"to": reverse("protection")})


def _with_password(request: DeskRequest) -> None:
    door.password_shown(request, request.user, request.POST.get("password", "")[:200])


def _password(request: DeskRequest) -> str:
    _with_password(request)
    services.password_change(
        by=request.user, password=request.POST.get("new", "")[:200], again=request.POST.get("again", "")[:200]
    )
    update_session_auth_hash(request, request.user)
    sessions.sessions_end(request.user, but=request.session.session_key)
    return _("Đã đổi mật khẩu. Mọi máy khác đã bị thoát.")


def _totp_begin(request: DeskRequest) -> str:
    _with_password(request)
    factors.totp_begin(by=request.user)
    return _("Quét hình vuông bằng ứng dụng mã, rồi nhập sáu số đang hiện.")


def _totp_confirm(request: DeskRequest) -> str:
    request.session[CODES] = factors.totp_confirm(by=request.user, code=request.POST.get("code", "")[:20].strip())
    return _("Đã bật mã sáu số. Cất mười mã dự phòng bên dưới.")


def _totp_remove(request: DeskRequest) -> str:
    _with_password(request)
    factors.totp_remove(by=request.user)
    return _("Đã bỏ mã sáu số.")


def _codes(request: DeskRequest) -> str:
    _with_password(request)
    request.session[CODES] = factors.codes_renew(by=request.user)
    return _("Mười mã mới; mã cũ không dùng được nữa.")


def _passkey_remove(request: DeskRequest) -> str:
    _with_password(request)
    named = request.POST.get("id", "")
    if named.isascii() and named.isdigit():
        passkeys.passkey_remove(by=request.user, id=int(named))
    return _("Đã bỏ khóa truy cập.")


def _link(request: DeskRequest) -> str:
    _with_password(request)
    link_begin(request)
    return _("Mật khẩu đúng. Sang nơi đăng nhập kia để liên kết trong năm phút.")


def _unlink(request: DeskRequest) -> str:
    _with_password(request)
    identities.identities_unlink(by=request.user)
    return _("Đã bỏ liên kết.")


def _out_everywhere(request: DeskRequest) -> str:
    count = sessions.sessions_end(request.user, but=request.session.session_key)
    told(request.user, "account.out_everywhere", after={"sessions": count})
    return _("Đã thoát khỏi mọi máy khác.")


DEEDS: dict[str, Callable[[DeskRequest], str]] = {
    "password": _password,
    "totp": _totp_begin,
    "confirm": _totp_confirm,
    "totp-off": _totp_remove,
    "codes": _codes,
    "passkey-off": _passkey_remove,
    "link": _link,
    "unlink": _unlink,
    "out": _out_everywhere,
}
