"""Coming in, going out, and what the account is."""

from django.contrib.auth import login, logout
from django.contrib.auth.forms import AuthenticationForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from chungtay.faces.desk.audience import PUBLIC, SIGNED_IN, audience


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
    """The door. After five wrong passwords it stays shut for a while (see settings)."""
    target = request.POST.get("next", request.GET.get("next", ""))
    if not url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure()):
        target = ""
    if request.user.is_authenticated:
        return redirect(target or "home")
    form = SignInForm(request, request.POST or None)
    if request.method == "POST" and form.is_valid():
        login(request, form.get_user())
        return redirect(target or resolve_url("home"))
    return render(request, "desk/sign_in.html", {"form": form, "next": target})


@audience(*SIGNED_IN, PUBLIC)
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Leave; also when the session has already ended."""
    logout(request)
    return redirect("sign_in")


@audience(*SIGNED_IN)
def account(request: HttpRequest) -> HttpResponse:
    """What office this account stands for."""
    return render(request, "desk/account.html")
