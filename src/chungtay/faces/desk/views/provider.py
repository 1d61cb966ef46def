"""There to the other provider, and back; and which account it is linked to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from chungtay.faces.desk import door
from chungtay.faces.desk.audience import PUBLIC, audience
from chungtay.faces.desk.provider import answered, asking, provider_name
from chungtay.faces.desk.telling import problems
from chungtay.kernel.errors import Refusal
from chungtay.reference.actors.identities import account_of_identity, identity_link

if TYPE_CHECKING:
    pass

KEPT = "_provider"


@audience(PUBLIC)
@never_cache
def provider_ask(request: HttpRequest) -> HttpResponse:
    """Lead to the provider. Whoever is signed in links the account by it; everybody else comes in."""
    if not provider_name():
        raise Http404
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
    try:
        vouched = answered(request.build_absolute_uri(), kept)
        if request.user.is_authenticated:
            identity_link(by=request.user, issuer=vouched.issuer, subject=vouched.subject)
            messages.success(request, _("Đã liên kết. Từ nay vào được bằng cách này."))
            return redirect("protection")
    except Refusal as refusal:
        door.refused("", "door.provider_refused")
        return _sorry(request, refusal)
    user = account_of_identity(vouched.issuer, vouched.subject)
    if user is None:
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
