"""There to the other provider, and back; and which account it is linked to."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from chungtay.faces.desk import door
from chungtay.faces.desk.audience import PUBLIC, audience
from chungtay.faces.desk.door import PATIENCE
from chungtay.faces.desk.provider import answered, asking, provider_name
from chungtay.faces.desk.telling import problems
from chungtay.kernel.errors import Refusal
from chungtay.reference.actors.identities import account_of_identity, identity_link

if TYPE_CHECKING:
    from chungtay.faces.desk.audience import DeskRequest

KEPT = "_provider"


def link_begin(request: DeskRequest) -> None:
    """The account showed its password: what comes back from the provider may be linked to it. Refusal OIDC-001."""
    if not provider_name():
        raise Http404
    address, kept = asking(request.build_absolute_uri(reverse("provider_back")))
    request.session[KEPT] = {**kept, "pk": request.user.pk, "at": int(time.time()), "address": address}


def link_address(request: DeskRequest) -> str:
    """Where the account goes to be linked, for some minutes after its password; "" else."""
    kept = request.session.get(KEPT) or {}
    return str(kept["address"]) if _may_link(request, kept) else ""


def _may_link(request: HttpRequest, kept: dict[str, Any]) -> bool:
    return request.user.is_authenticated and kept.get("pk") == request.user.pk and time.time() - kept["at"] < PATIENCE


@audience(PUBLIC)
@never_cache
def provider_ask(request: HttpRequest) -> HttpResponse:
    """Lead to the provider. Whoever is signed in already links the account on its own page, with the password."""
    if not provider_name():
        raise Http404
    if request.user.is_authenticated:
        return redirect("protection")
    try:
        address, kept = asking(request.build_absolute_uri(reverse("provider_back")))
    except Refusal as refusal:
        return _sorry(request, refusal)
    request.session[KEPT] = kept
    return redirect(address)


@audience(PUBLIC)
@never_cache
def provider_back(request: HttpRequest) -> HttpResponse:
    """What the provider answered; who is linked to no account is told so and stays outside."""
    kept = request.session.pop(KEPT, None)
    if not provider_name() or kept is None:
        return redirect("sign_in")
    # What was asked for by one account, or in order to come in, is never an answer to anything else.
    if (request.user.is_authenticated or "pk" in kept) and not _may_link(request, kept):
        return redirect("protection")
    if door.is_throttled(request, ""):
        return door.shut(request)
    try:
        vouched = answered(request.build_absolute_uri(), kept)
        if request.user.is_authenticated:
            identity_link(by=request.user, issuer=vouched.issuer, subject=vouched.subject)
            messages.success(request, _("Đã liên kết. Từ nay vào được bằng cách này."))
            return redirect("protection")
    except Refusal as refusal:
        door.count_failure(request, "")
        door.refused("", "door.provider_refused")
        return _sorry(request, refusal)
    user = account_of_identity(vouched.issuer, vouched.subject)
    if user is None:
        door.count_failure(request, "")
        door.refused("", "door.provider_unknown")
        messages.error(
            request, _("Chưa có tài khoản nào liên kết. Vào bằng mật khẩu rồi liên kết ở “Bảo vệ tài khoản”.")
        )
        return redirect("sign_in")
    return door.enter(request, user, "", factor="provider" if vouched.with_two_factors else "")


def _sorry(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    for problem in problems(refusal):
        messages.error(request, f"{problem.message} ({problem.code})")
    return redirect("protection" if request.user.is_authenticated else "sign_in")
