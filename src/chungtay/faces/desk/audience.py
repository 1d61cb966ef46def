"""For whom a page is: declared on the view, kept here so that a test can walk the address table.

Three things are decided apart. Who may open a page at all is its audience: others are told so (403). Which objects they
may see there is asked of the rooms with `by=`: others' objects answer 404, as if they did not exist. What may be done
with an object is the policy's matter: buttons are shown by it, and services refuse by it.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from functools import wraps
from typing import TYPE_CHECKING, Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.cache import add_never_cache_headers
from django_htmx.http import HttpResponseClientRedirect

from chungtay.faces.desk.door import must_protect
from chungtay.gathering.approval.extraordinary import emergency_of
from chungtay.kernel.errors import NotAllowed
from chungtay.reference.actors.auditing import told

if TYPE_CHECKING:
    from django_htmx.middleware import HtmxDetails

    from chungtay.reference.actors.models import User


class Audience(StrEnum):
    """Everybody, or accounts of one role; the values are those of the roles of accounts."""

    PUBLIC = "public"
    REPORTER = "reporter"
    APPROVER = "approver"
    PARTNER = "partner"
    ADMINISTRATOR = "administrator"
    OVERSIGHT = "oversight"


PUBLIC = Audience.PUBLIC
REPORTERS = (Audience.REPORTER, Audience.APPROVER)
"""Those who work on reports of their own body."""
READERS = (Audience.REPORTER, Audience.APPROVER, Audience.PARTNER)
"""Those who may see figures of their territory. Administrators keep accounts, oversight reads the audit."""
SIGNED_IN = (*READERS, Audience.ADMINISTRATOR, Audience.OVERSIGHT)


class DeskRequest(HttpRequest):
    """A request as views see it once its audience was checked: somebody is signed in, and htmx may have asked."""

    user: User
    htmx: HtmxDetails


def is_among(user: User, who: tuple[Audience, ...]) -> bool:
    """Whether the account's role is one of these."""
    return Audience(user.role) in who


def lent(request: HttpRequest, who: tuple[Audience, ...]) -> bool:
    """Whether an administrator reads this page in an emergency: as a partner reads, and every page is told."""
    if request.method not in ("GET", "HEAD") or Audience.PARTNER not in who:
        return False
    assert request.user.is_authenticated
    found = emergency_of(request.user)
    if found is None:
        return False
    told(request.user, "access.read", thing=f"{request.resolver_match.url_name if request.resolver_match else ''}")
    # In memory alone, for this one page.
    request.user.role = Audience.PARTNER.value
    request.user.lent_until = found.ends_at  # type: ignore[attr-defined]
    return True


View = Callable[..., HttpResponse]
UNPROTECTED = ("protection", "protection_passkey", "sign_out")
"""What an account may still open whose time to set up a second factor has run out."""
AUDIENCES: dict[str, tuple[Audience, ...]] = {}
"""Audience by the dotted name of the view."""


def _to_the_door(request: HttpRequest) -> HttpResponse:
    """Sign in first, then back to the page; a form that was sent meanwhile cannot be sent again by an address."""
    door = redirect_to_login(request.get_full_path() if request.method == "GET" else "/")
    # htmx would put the sign-in page where its answer belongs; told so, it leaves the page instead.
    return HttpResponseClientRedirect(door.url) if getattr(request, "htmx", False) else door


def audience(*who: Audience) -> Callable[[View], View]:
    """Declare who may open a page; anybody else is asked to sign in, or is refused with 403."""
    if not who:
        raise ValueError("name an audience; PUBLIC is one")

    def declare(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if PUBLIC not in who:
                if not request.user.is_authenticated:
                    return _to_the_door(request)
                # Asked before anything is lent: whoever still owes a second factor is lent nothing.
                owes = must_protect(request) and view.__name__ not in UNPROTECTED
                if not is_among(request.user, who) and (owes or not lent(request, who)):
                    raise PermissionDenied
                if owes:
                    return redirect("protection")
            try:
                response = view(request, *args, **kwargs)
            except NotAllowed as refusal:
                raise Http404 from refusal
            if PUBLIC not in who:
                # Several officers may share a machine: "back" after signing out must not show what was read before.
                add_never_cache_headers(response)
            return response

        guarded.audience = who  # type: ignore[attr-defined]
        AUDIENCES[f"{view.__module__}.{view.__qualname__}"] = who
        return guarded

    return declare
