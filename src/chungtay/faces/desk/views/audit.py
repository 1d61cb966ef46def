"""Oversight: what was done, by which account, from where and to what; and who may do what at all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from chungtay.faces.desk.audience import Audience, DeskRequest, audience
from chungtay.faces.desk.auditwords import KINDS, deed_words, told_words
from chungtay.faces.desk.forms import day_written
from chungtay.faces.desk.paging import Paged, paged
from chungtay.faces.desk.rights import rights_by_role
from chungtay.faces.desk.tables import csv_file
from chungtay.reference.actors.auditing import told
from chungtay.reference.actors.queries import body_codes_within
from chungtay.reference.audit import queries as room

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from django.db.models import QuerySet

    from chungtay.reference.audit.models import Entry

MOST = 100_000
"""Lines of one file."""
CHUNK = 1_000


def _asked(request: DeskRequest) -> tuple[QuerySet[Entry], dict[str, Any]]:
    """Entries of the territory that the address asks for, and how it asked."""
    asked = {name: request.GET.get(name, "").strip()[:160] for name in ("since", "until", "account", "thing")}
    kind = request.GET.get("kind", "")
    chosen = kind if kind in KINDS else ""
    since, until = day_written(asked["since"]), day_written(asked["until"])
    refused = bool(request.GET.get("refused"))
    found = room.entries(
        body_codes_within(request.user.body.place),
        since=since,
        until=until,
        account=asked["account"],
        deed=chosen,
        thing=asked["thing"],
        refused_only=refused,
    )
    return found, {
        **asked,
        "since": since or "",
        "until": until or "",
        "kind": chosen,
        "refused": bool(request.GET.get("refused")),
    }


@audience(Audience.OVERSIGHT)
def audit_log(request: DeskRequest) -> HttpResponse:
    """Newest first; from where only as long as it is kept."""
    found, asked = _asked(request)
    page: Paged[Entry] = paged(request, found)
    context = {
        "section": "audit",
        "lines": list(_lines(page)),
        "asked": asked,
        "kinds": [(kind, words) for kind, words in KINDS.items()],
        "query": request.GET.urlencode(),
        "origin_days": room.ORIGIN_DAYS,
        **page.context,
    }
    return render(request, "desk/audit.html", context)


def _lines(found: Iterable[Entry]) -> Iterator[dict[str, Any]]:
    rows = list(found)
    origins = room.origins_of(rows)
    for entry in rows:
        yield {
            "entry": entry,
            "words": deed_words(entry.deed),
            "origin": origins.get(entry.pk, ""),
            "before": told_words(entry.before),
            "after": told_words(entry.after),
        }


@audience(Audience.OVERSIGHT)
def audit_csv(request: DeskRequest) -> HttpResponse:
    """The same as a file, with the digests, so that it can be held against the chain later. Taking it is told too."""
    found, _asked_for = _asked(request)
    told(request.user, "audit.exported", thing="audit", after={"count": min(found.count(), MOST)})
    heads = ("number", "at", "account", "role", "body", "way", "deed", "thing", "outcome", "before", "after", "from")
    return csv_file(f"nhat-ky-{timezone.localdate():%Y-%m-%d}", (*heads, "previous", "digest"), _file_lines(found))


def _file_lines(found: QuerySet[Entry]) -> Iterator[list[str]]:
    for first in range(0, MOST, CHUNK):
        rows = list(found[first : min(first + CHUNK, MOST)])
        if not rows:
            return
        origins = room.origins_of(rows)
        for entry in rows:
            said = [entry.account, entry.role, entry.body, entry.way, entry.deed, entry.thing, entry.outcome]
            more = [told_words(entry.before), told_words(entry.after), origins.get(entry.pk, "")]
            yield [str(entry.sequence), entry.at.isoformat(), *said, *more, entry.previous, entry.digest]


@audience(Audience.OVERSIGHT, Audience.ADMINISTRATOR)
def rights(request: DeskRequest) -> HttpResponse:
    """Which pages each role may open, as the pages themselves declare it; so it is never out of date."""
    return render(
        request, "desk/rights.html", {"section": "rights", "roles": rights_by_role(), "title": _("Quyền theo vai trò")}
    )
