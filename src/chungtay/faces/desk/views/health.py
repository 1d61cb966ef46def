"""Whether the installation is well: a page for administrators, and what machines ask that watch over it."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from chungtay.faces.desk.audience import PUBLIC, Audience, DeskRequest, audience
from chungtay.faces.desk.telling import language
from chungtay.health import metrics
from chungtay.health.queries import Finding, State, examined, is_ready, worst
from chungtay.kernel.errors import side


@dataclass(frozen=True)
class Line:
    """A finding in the page's language, with the pill it bears."""

    code: str
    state: str
    pill: str
    what: str
    found: str
    todo: list[str]
    """Words and commands by turns."""


PILLS = {State.OK: "approved", State.NOTE: "flat", State.WARNING: "warn", State.FAILED: "block"}


@audience(Audience.ADMINISTRATOR)
def health(request: DeskRequest) -> HttpResponse:
    """The checks of `chungtay doctor`, the gravest first; of the chain its last links alone."""
    findings = examined(is_thorough=False)
    order = list(State)
    findings.sort(key=lambda finding: -order.index(finding.state))
    context = {
        "section": "health",
        "crumbs": [(reverse("account"), _("Tài khoản"))],
        "state": worst(findings).value,
        "lines": [_line(finding) for finding in findings],
    }
    return render(request, "desk/health.html", context)


def _line(finding: Finding) -> Line:
    words = {
        State.OK: _("ổn"),
        State.NOTE: _("cho biết"),
        State.WARNING: _("nên xử lý"),
        State.FAILED: _("hỏng"),
    }
    what, found, todo = (side(text, language()) for text in (finding.what, finding.found, finding.todo))
    turns = f"{todo[:1].upper()}{todo[1:]}".split("`") if todo else []
    return Line(finding.code, words[finding.state], PILLS[finding.state], what, found, turns)


@never_cache
@audience(PUBLIC)
def alive(request: HttpRequest) -> HttpResponse:
    """This process answers. Asks nothing of the database: one that is away is no reason to start us anew."""
    return HttpResponse("ok\n", content_type="text/plain")


@never_cache
@audience(PUBLIC)
def ready(request: HttpRequest) -> HttpResponse:
    """Whether visitors may be sent here: 503 while the database is away or of another version."""
    is_so = is_ready()
    return HttpResponse("ready\n" if is_so else "not ready\n", status=200 if is_so else 503, content_type="text/plain")


@never_cache
@audience(PUBLIC)
def measured(request: HttpRequest) -> HttpResponse:
    """Numbers for Prometheus, for whoever bears CHUNGTAY_METRICS_TOKEN; as if there were nothing for anybody else."""
    if not metrics.is_allowed(request.headers.get("Authorization", "")):
        raise Http404
    return HttpResponse(metrics.exposed(), content_type=metrics.CONTENT_TYPE)
