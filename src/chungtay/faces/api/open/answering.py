"""How machines are answered: without session, cookie or account, with a mark that is compared, and told what is wrong.

A view is given what its address holds and gives an `Answer`. Whatever it refuses becomes one shape of JSON, the same
everywhere; nothing of the inside is ever shown.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import http_date

from chungtay.kernel.errors import Problem, Refusal, side

JSON = "application/json; charset=utf-8"
JSON_LD = "application/ld+json; charset=utf-8"
TEXT = "text/plain; charset=utf-8"
BYTES = "application/octet-stream"
A_MINUTE, A_YEAR = 60, 31_536_000


@dataclass(frozen=True)
class Answer:
    """What is sent. `mark` tells one state of it from another; where it is empty, the content's own digest does.

    `keep` is for how many seconds others may keep it: A_YEAR only for what can never be another. `stream` is for what
    is too long to be held at once, and needs a mark; `size` is how long that is, in bytes.
    """

    content: bytes = b""
    kind: str = JSON
    mark: str = ""
    changed: datetime | None = None
    keep: int = A_MINUTE
    name: str = ""
    stream: Callable[[], Iterable[bytes]] | None = None
    size: int = 0


class Missing(Refusal):
    """There is nothing at this address, or nothing that is public."""


View = Callable[..., Answer]


def machine(view: View) -> Callable[..., HttpResponseBase]:
    """An address for machines, open to everybody."""

    @wraps(view)
    def answered(request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        if request.method not in ("GET", "HEAD"):
            return HttpResponseNotAllowed(["GET", "HEAD"])
        try:
            _check_askable(request)
            return _sent(request, view(request, **kwargs))
        except Missing as refusal:
            return _refused(refusal, 404)
        except Refusal as refusal:
            return _refused(refusal, 400)

    answered.audience = ("public",)  # type: ignore[attr-defined]
    return answered


def json_answer(told: Any, **more: Any) -> Answer:
    """An answer of JSON, the same bytes for the same content."""
    content = json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()
    return Answer(content, **more)


def missing(where: str, vi: str, en: str) -> Missing:
    """404 in the one shape of errors."""
    return Missing([Problem("MO-404", where, "", "", "", vi, en)])


def _check_askable(request: HttpRequest) -> None:
    """PostgreSQL holds no NUL and refuses to look for one."""
    asked = (text for texts in request.GET.lists() for text in texts[1])
    if "\x00" in request.path_info or any("\x00" in text for text in asked):
        raise missing("", "Không có địa chỉ này", "There is no such address")


def _sent(request: HttpRequest, answer: Answer) -> HttpResponseBase:
    mark = answer.mark or hashlib.sha256(answer.content).hexdigest()[:32]
    etag = f'"{mark}"'
    changed = int(answer.changed.timestamp()) if answer.changed else None
    response: HttpResponseBase | None = get_conditional_response(request, etag, changed)
    if response is None:
        is_long = answer.stream is not None and request.method == "GET"
        response = StreamingHttpResponse(_pieces(answer)) if is_long else HttpResponse(answer.content)
    response["ETag"] = etag
    if changed is not None:
        response["Last-Modified"] = http_date(changed)
    if answer.size and response.status_code == 200:
        response["Content-Length"] = str(answer.size)
    response["Content-Type"] = answer.kind
    response["Cache-Control"] = f"public, max-age={answer.keep}" + (", immutable" if answer.keep == A_YEAR else "")
    response["Access-Control-Allow-Origin"] = "*"
    if answer.name and response.status_code == 200:
        response["Content-Disposition"] = f'attachment; filename="{answer.name}"'
    return response


def _pieces(answer: Answer) -> Iterator[bytes]:
    yield from answer.stream() if answer.stream else ()


def _refused(refusal: Refusal, status: int) -> HttpResponse:
    told = [
        {
            "code": problem.code,
            "where": problem.where,
            "read": problem.read,
            "expected": {"vi": side(problem.expected, "vi"), "en": side(problem.expected, "en")},
            "todo": {"vi": side(problem.todo, "vi"), "en": side(problem.todo, "en")},
            "message": {"vi": problem.message_vi, "en": problem.message_en},
        }
        for problem in refusal.problems
    ]
    content = json.dumps({"errors": told}, ensure_ascii=False)
    headers = {"Cache-Control": "no-store", "Access-Control-Allow-Origin": "*"}
    return HttpResponse(content, status=status, content_type=JSON, headers=headers)
