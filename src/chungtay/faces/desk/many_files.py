"""Many files at once, be they workbooks or narrative reports: taken, kept until their turn, told of one by one.

What a file says is the room's; here stands what the two ways have alike. How the bytes themselves come in: `uploads`.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib import messages
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from chungtay.faces.desk.paging import matching
from chungtay.faces.desk.telling import ProblemWords, words
from chungtay.gathering.intake.uploads import queries, services, spool
from chungtay.gathering.intake.uploads.listing import Archive, Bundle, Handful, Listed, listed
from chungtay.gathering.intake.uploads.refusals import refused

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from django.http import HttpResponse

    from chungtay.faces.desk.audience import DeskRequest
    from chungtay.gathering.intake.models import Upload, UploadedFile

SHOWN = 5
"""Problems told of one file."""


@dataclass(frozen=True)
class Brought:
    """What was sent: the name it goes by, its files as they were listed, and where their bytes are."""

    name: str
    files: Sequence[Listed]
    bundle: Bundle

    def keep(self, upload: Upload) -> None:
        """The files that are to be read, encrypted until their turn."""
        for file in self.files:
            if file.problem is None:
                spool.spool_put(upload.pk, file.sha256, self.bundle.read(file.key))


def brought(request: DeskRequest, kinds: Sequence[str], missing: str, what: str) -> Brought:
    """The files of a form's `files`: several, or one zip archive. Refusal `missing` (about `what`) where none was sent,
    GOI-113 of too large ones, those of `listed`. What waited too long before is dropped on the way."""
    sent = [file for file in request.FILES.getlist("files") if file.name]
    if not sent:
        raise refused(missing, what)
    if any((file.size or 0) > settings.MAX_UPLOAD_BYTES for file in sent):
        raise refused("GOI-113", ", ".join(str(file.name) for file in sent)[:80])
    first = str(sent[0].name)
    bundle: Bundle = Handful({str(file.name): file.read() for file in sent})
    if len(sent) == 1 and first.casefold().endswith(".zip"):
        bundle = Archive(io.BytesIO(bundle.read(first)), first)
    name = first if len(sent) == 1 else _("%(first)s và %(n)d tệp khác") % {"first": first, "n": len(sent) - 1}
    found = listed(bundle, name, kinds)
    spool.spool_prune()
    return Brought(name, found, bundle)


def sieved(request: DeskRequest, files: Iterable[UploadedFile]) -> tuple[list[UploadedFile], dict[str, str]]:
    """The files of one state (`tt`) with some words in the name (`q`), and what the form of the sieve shows."""
    asked, search = request.GET.get("tt", ""), request.GET.get("q", "").strip()
    state = asked if asked in queries.STATES else ""
    kept = [file for file in files if not asked or file.state == asked]
    return list(matching(kept, search, lambda file: file.name)), {"state": state, "search": search}


def progress(found: Upload) -> dict[str, Any]:
    """How far an upload is, for its page and for the part of the page that asks again."""
    counts = queries.counts_of(found)
    total = sum(counts[state] for state in queries.STATES)
    waiting = ngettext("Còn %(n)d tệp chờ", "Còn %(n)d tệp chờ", counts["waiting"]) % {"n": counts["waiting"]}
    settled = total - counts["waiting"]
    return {"upload": found, "counts": counts, "total": total, "settled": settled, "still_waiting": waiting}


def progress_shown(request: DeskRequest, template: str, found: Upload, context: dict[str, Any]) -> HttpResponse:
    """The progress alone, asked for again and again while files wait; the whole page once none does."""
    response = render(request, template, context)
    if found.ended_at is not None:
        response.headers["HX-Refresh"] = "true"
    return response


def resumed(request: DeskRequest, found: Upload, enqueue: Callable[[int], object], told: str) -> None:
    """Put the files that still wait into the queue again; those that were settled stay as they are."""
    if queries.files_waiting(found):
        enqueue(found.pk)
        messages.success(request, told)


def problems_of(file: UploadedFile) -> list[ProblemWords]:
    """Why a file was refused, in words."""
    return [words(services.told(kept)) for kept in file.problems]


def shown(found: Sequence[ProblemWords]) -> dict[str, Any]:
    """The first problems of a file, and how many more there are."""
    return {"problems": found[:SHOWN], "more": max(0, len(found) - SHOWN)}
