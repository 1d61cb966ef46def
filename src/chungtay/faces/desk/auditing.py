"""The audit of the desk: every deed of somebody who is signed in, with what it wrote; refused ones as well.

Rooms tell more of what they deem grave (accounts, factors, rights) themselves, with before and after, inside their own
transaction; then nothing is added here. What is told here is written after the deed: should the machine stop between
the two, the room's own history (decisions, steps, versions) still has it.
"""

from __future__ import annotations

import logging
import re
from collections import Counter
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import DatabaseError, connection

from chungtay.faces.desk.door import origin_of
from chungtay.reference.audit.queries import Outcome, Way
from chungtay.reference.audit.services import record, visiting

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

    from chungtay.kernel.canonical import Plain

QUIET = frozenset(
    {
        # Written as one types; what comes of it is a deed of its own.
        *("draft_cells", "draft_undo", "draft_findings", "candidate", "explore_cell"),
        # No record per press of a tally: only the confirmed total is ever told (by the ledger).
        "tally",
        # The door tells of itself.
        *("sign_in", "sign_out", "second_step", "sign_in_passkey", "protection", "protection_passkey"),
    }
)
QUIET_DRAFTS = frozenset({"review_text"})
"""Quiet only while a draft is saved by itself; putting words in and dropping a draft are deeds."""
log = logging.getLogger("chungtay.audit")
_WROTE = re.compile(r'\s*(INSERT INTO|UPDATE|DELETE FROM) "?(\w+)"?')
_PASSING = ("actors_opensession", "audit_", "axes_", "django_")
MOST = 12
"""Tables that one entry names."""


class AuditMiddleware:
    """Stands behind the sign-in: it knows who asked, and by the address what was done to what."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Note what is written meanwhile, then tell."""
        with visiting(Way.DESK) as visit:
            request._audit_visit = visit  # type: ignore[attr-defined]
            if request.method != "POST" or not settings.AUDIT:
                return self.get_response(request)
            wrote: Counter[str] = Counter()
            with connection.execute_wrapper(_noting(wrote)):
                response = self.get_response(request)
            # What was only asked by POST, so that names stay out of logs, wrote nothing.
            if not visit.told and (wrote or response.status_code >= 400) and _is_a_deed(request):
                _told(request, response.status_code, wrote)
            return response

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> None:
        """Only officials' pages know where somebody came from: nothing of a resident is ever kept."""
        if hasattr(view, "audience"):
            request._audit_visit.seen = origin_of(request)  # type: ignore[attr-defined]


def _noting(wrote: Counter[str]) -> Callable[..., Any]:
    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if (found := _WROTE.match(sql)) and not found[2].startswith(_PASSING):
            wrote[f"{found[1].split()[0].lower()} {found[2]}"] += 1
        return execute(sql, params, many, context)

    return note


def _is_a_deed(request: HttpRequest) -> bool:
    match = request.resolver_match
    if match is None or not hasattr(match.func, "audience") or match.url_name in QUIET:
        return False
    if match.url_name in QUIET_DRAFTS and request.POST.get("do") == "draft":
        return False
    return bool(request.user.is_authenticated)


def _told(request: HttpRequest, status: int, wrote: Counter[str]) -> None:
    """The deed stands already: were it answered with an error because telling of it failed, it would be done twice."""
    try:
        _tell(request, status, wrote)
    except DatabaseError:
        log.exception("a deed could not be told to the audit; the room's own history has it")


def _tell(request: HttpRequest, status: int, wrote: Counter[str]) -> None:
    match, user = request.resolver_match, request.user
    assert match is not None
    assert user.is_authenticated
    after: dict[str, Plain] = {"status": status}
    if wrote:
        after["wrote"] = [f"{what} x{n}" if n > 1 else what for what, n in sorted(wrote.items())[:MOST]]
    record(
        account=user.username,
        role=user.role,
        body=user.body.code,
        deed=str(match.url_name),
        thing=" ".join(f"{name}:{value}" for name, value in match.kwargs.items()),
        outcome=Outcome.DONE if status < 400 else Outcome.REFUSED,
        after=after,
    )
