"""How a public page is answered: in the language of its address, from what is kept, without session or cookie.

A view is given the request and what its address holds, and gives a template and its context. Whatever it cannot find
or is refused becomes a page that says so and offers the search; nothing of the inside is ever shown.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.core.paginator import EmptyPage, PageNotAnInteger, Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.http import parse_etags

from chungtay.faces.portal.addresses import LANGUAGES, address_elsewhere
from chungtay.faces.portal.keeping import PAGES
from chungtay.faces.portal.styling import style, styled
from chungtay.kernel.errors import NotAllowed, Refusal

Made = tuple[str, dict[str, Any]]
View = Callable[..., Made]
ASKED = ("q", "trang", "nam", "cap")
"""What a question mark may ask of a page; anything else in an address is passed over and keeps no page of its own."""
LONGEST = 120
_FRESH = 60


def page(view: View) -> Callable[..., HttpResponse]:
    """A page for everybody, kept until what is public changes."""

    @wraps(view)
    def answered(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if request.method not in ("GET", "HEAD"):
            return HttpResponseNotAllowed(["GET", "HEAD"])
        asked = {name: request.GET[name].strip()[:LONGEST] for name in ASKED if request.GET.get(name, "").strip()}
        key = "\n".join([request.path_info, *(f"{name}={text}" for name, text in sorted(asked.items()))])
        # PostgreSQL holds no NUL and refuses to look for one.
        shown = nowhere if "\x00" in key else view
        with translation.override(language_of(request)):
            kept = PAGES.get(key, lambda: made(request, shown, kwargs, asked))
        return _sent(request, kept.status, kept.plain, kept.packed, kept.etag)

    answered.audience = ("public",)  # type: ignore[attr-defined]
    return answered


def nowhere(asked: dict[str, str], **kwargs: Any) -> Made:
    """Where an address names nothing that could be: Http404."""
    raise Http404


def language_of(request: HttpRequest) -> str:
    """The language that the address is written in."""
    return next((code for code, prefix in LANGUAGES.items() if request.path_info.startswith(f"/{prefix}")), "vi")


def made(request: HttpRequest, view: View, kwargs: dict[str, Any], asked: dict[str, str]) -> tuple[int, str]:
    """The page as text with its status; what is missing or refused as a page too."""
    try:
        template, context = view(asked, **kwargs)
        return 200, written(request, template, context)
    except (Http404, NotAllowed):
        return 404, written(request, "portal/missing.html", {"refused": None})
    except Refusal as refusal:
        return 404, written(request, "portal/missing.html", {"refused": refusal.problems[0]})


def written(request: HttpRequest, template: str, context: dict[str, Any]) -> str:
    """A template with what every page knows; no context processor is asked, for those know who is signed in."""
    match = request.resolver_match
    name = (match.url_name or "home") if match else "home"
    language = language_of(request)
    common = {
        "LANGUAGE_CODE": language,
        "is_demo": settings.DEMO,
        "style": style(),
        "page_name": name,
        "here": address_elsewhere(request.path_info, name, match.kwargs if match else {}),
        "public_url": settings.PUBLIC_URL.rstrip("/"),
        "door": settings.LOGIN_URL,
    }
    return str(render_to_string(template, {**common, **context}))


def _sent(request: HttpRequest, status: int, plain: bytes, packed: bytes, etag: str) -> HttpResponse:
    if status == 200 and etag in parse_etags(request.headers.get("If-None-Match", "")):
        response = HttpResponse(status=304)
    elif request.method == "GET" and "gzip" in request.headers.get("Accept-Encoding", ""):
        response = HttpResponse(packed, status=status, headers={"Content-Encoding": "gzip"})
    else:
        response = HttpResponse(b"" if request.method == "HEAD" else plain, status=status)
    response["Content-Language"] = language_of(request)
    response["Vary"] = "Accept-Encoding"
    response["Cache-Control"] = f"public, max-age={_FRESH}, stale-while-revalidate=600" if status != 404 else "no-cache"
    if status == 200:
        response["ETag"] = etag
    return styled(response)


def paged(found: Any, asked: dict[str, str], size: int = 50) -> Any:
    """One sheet of a long list; a sheet that there is not is the nearest that there is."""
    paginator = Paginator(found, size)
    try:
        return paginator.page(asked.get("trang", 1))
    except PageNotAnInteger:
        return paginator.page(1)
    except EmptyPage:
        return paginator.page(paginator.num_pages)
