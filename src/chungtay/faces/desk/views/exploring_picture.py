"""The picture of an exploration: drawn beside its page, so that the table never waits for it, and as files."""

from __future__ import annotations

import json

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from chungtay.faces.desk import gridpictures
from chungtay.faces.desk.audience import READERS, DeskRequest, audience
from chungtay.faces.desk.telling import language
from chungtay.faces.desk.views.exploring import answered
from chungtay.results.analysis.pictures import drawing

_MIMES = {"svg": "image/svg+xml", "png": "image/png", "json": "application/json"}


@audience(*READERS)
def explore_picture(request: DeskRequest) -> HttpResponse:
    """The drawing alone, for a page that shows its table meanwhile. Opened by itself it is that page."""
    words = {key: str(value) for key, value in request.GET.items()}
    if not request.htmx or gridpictures.view_of(words) == gridpictures.TABLE:
        return redirect(f"{reverse('explore')}?{request.GET.urlencode()}")
    found = answered(request)
    if found.grid is None:
        raise Http404
    drawn = gridpictures.made(found.grid, words)
    picture = gridpictures.shown(drawn, request.GET.urlencode()) if drawn.spec is not None else ""
    return render(request, "desk/_picture_drawn.html", {"picture_drawn": picture, "picture_problems": drawn.problems})


@audience(*READERS)
def explore_picture_file(request: DeskRequest, kind: str) -> HttpResponse:
    """The picture as a file: SVG, PNG, or its specification with the data in it."""
    words = {key: str(value) for key, value in request.GET.items()}
    if kind not in _MIMES or gridpictures.view_of(words) == gridpictures.TABLE:
        raise Http404
    found = answered(request)
    drawn = gridpictures.made(found.grid, words) if found.grid is not None else None
    if drawn is None or drawn.spec is None:
        return redirect(f"{reverse('explore')}?{request.GET.urlencode()}")
    answer = HttpResponse(content_of(drawn.spec, kind), content_type=_MIMES[kind])
    name = "minh-hoa-hinh" if settings.DEMO else "hinh"
    answer["Content-Disposition"] = f'inline; filename="{name}.{kind}"'
    return answer


def content_of(spec: drawing.Spec, kind: str) -> bytes:
    """A specification as one of the files."""
    if kind == "png":
        return drawing.png(spec, language())
    return drawing.svg(spec, language()).encode() if kind == "svg" else json.dumps(spec, ensure_ascii=False).encode()
