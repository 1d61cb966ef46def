"""Say so: the first tap chooses an answer, the second sends it. No account, no words of one's own.

Both taps are sent as forms: what was chosen stands in no address, which proxies and browsers write down.

The page of the second tap is made for one reader and kept nowhere; it works without script. Nothing of who sent an
answer is written down or logged: see `saying.py` and the answers' own room.
"""

from __future__ import annotations

import re
import secrets
from datetime import timedelta
from functools import wraps
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.http import HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.utils import timezone, translation
from django.views.decorators.csrf import csrf_exempt

from chungtay.faces.portal import saying
from chungtay.faces.portal.addresses import LANGUAGES, address
from chungtay.faces.portal.figures import line_of
from chungtay.faces.portal.showing import language_of, written
from chungtay.faces.portal.styling import styled
from chungtay.faces.portal.views.models import point_line
from chungtay.kernel.errors import Refusal
from chungtay.results.publishing import queries as shelf
from chungtay.results.publishing.answers.choices import ANSWERS, FIGURE, POINT, WISH
from chungtay.results.publishing.answers.services import answer_give, month_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest

COOKIES = {"vi": "chungtay_thang", "en": "chungtay_month"}
"""One for the pages of each language, and none that reaches the desk; both hold the same number."""
_NUMBER = re.compile(r"[0-9a-f]{32}")


def _private(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A page for one reader, in the language of its address. There is no sign-in that another site could abuse, so no
    token of a session stands in the form; the challenge does, and where the request came from is looked at."""

    @csrf_exempt
    @wraps(view)
    def answered(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if request.method not in ("GET", "HEAD", "POST"):
            return HttpResponseNotAllowed(["GET", "POST"])
        with translation.override(language_of(request)):
            response = view(request, **kwargs)
        response["Cache-Control"] = "no-store"
        response["Content-Language"] = language_of(request)
        return styled(response)

    answered.audience = ("public",)  # type: ignore[attr-defined]
    return answered


@_private
def say_of_point(request: HttpRequest, id: str) -> HttpResponse:
    """Whether a point is there; thanks, or a suggestion."""
    found = shelf.point(id)
    if found is None:
        return _missing(request)
    asked = request.POST
    kind = WISH if "gop-y" in request.GET or asked.get("y", "") in ANSWERS[WISH] else POINT
    return _say(request, kind, id, {"point": point_line(found), "back": address("point", id=id)})


@_private
def say_of_figure(request: HttpRequest, id: int) -> HttpResponse:
    """Whether a figure is as the reader knows it."""
    found = shelf.figure(id)
    if found is None:
        return _missing(request)
    return _say(request, FIGURE, str(id), {"line": line_of(found), "back": address("figure", id=id)})


def _missing(request: HttpRequest) -> HttpResponse:
    return HttpResponse(written(request, "portal/missing.html", {}), status=404)


def _say(request: HttpRequest, kind: str, subject: str, context: dict[str, Any]) -> HttpResponse:
    if "c" in request.POST:
        return _taken(request, kind, subject, context)
    said = request.POST.get("y", "")
    context |= {"kind": kind, "choices": list(ANSWERS[kind].items()), "said": said, "label": ANSWERS[kind].get(said)}
    if request.GET.get("xong") in ("1", "2"):
        again = request.GET["xong"] == "2"
        return HttpResponse(written(request, "portal/said.html", {**context, "again": again}))
    context |= {"challenge": saying.challenge_make(kind, subject), "bits": saying.WORK_BITS}
    return HttpResponse(written(request, "portal/say.html", context))


def _taken(request: HttpRequest, kind: str, subject: str, context: dict[str, Any]) -> HttpResponse:
    said, given = request.POST.get("y", ""), request.POST.get("c", "")
    challenge = saying.challenge_read(given, kind, subject)
    if challenge is None or not _is_from_here(request):
        return _refused(request, "old", 400, context)
    worked = saying.has_worked(given, request.POST.get("w", ""))
    kept = request.COOKIES.get(COOKIES[language_of(request)], "")
    device = kept if _NUMBER.fullmatch(kept) else challenge.number
    if not saying.TURNSTILE.lets_in(saying.network_of(request), f"{kind}|{subject}", worked=worked):
        return _refused(request, "busy", 429, context)
    try:
        again = answer_give(kind=kind, subject=subject, answer=said, device=device)
    except Refusal:
        return _refused(request, "list", 400, context)
    response = HttpResponseRedirect(f"{request.path}?xong={2 if again else 1}", status=303)
    if device != kept:
        _keep(response, device)
    return response


def _keep(response: HttpResponse, device: str) -> None:
    """The device's number, for the rest of the month; nothing but answering ever asks for it."""
    today = timezone.localdate()
    left = (month_of(today) + timedelta(days=32)).replace(day=1) - today
    number = device or secrets.token_hex(16)
    for spoken, name in COOKIES.items():
        response.set_cookie(
            name,
            number,
            max_age=left.days * 86400,
            path=f"/{LANGUAGES[spoken]}",
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Strict",
        )


def _is_from_here(request: HttpRequest) -> bool:
    """Not sent by a page of another site; old browsers that say nothing are let pass."""
    origin = request.headers.get("Origin", "")
    site = request.headers.get("Sec-Fetch-Site", "same-origin")
    return site in ("same-origin", "none") and origin in ("", f"{request.scheme}://{request.get_host()}")


def _refused(request: HttpRequest, why: str, status: int, context: dict[str, Any]) -> HttpResponse:
    return HttpResponse(written(request, "portal/not_said.html", {**context, "why": why}), status=status)
