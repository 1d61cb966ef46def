"""Confirming many reports in one sitting: the sure figures together, the doubtful ones one by one, then all sent up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from chungtay import flow
from chungtay.faces.desk import candidates as cards
from chungtay.faces.desk.audience import Audience, DeskRequest, audience
from chungtay.faces.desk.forms import period_written
from chungtay.faces.desk.paging import is_id
from chungtay.faces.desk.passages import Mark, Passage, surrounding
from chungtay.faces.desk.telling import ProblemWords, language, problems, sentence, telling
from chungtay.gathering.intake import queries as intake
from chungtay.gathering.intake import services, sittings, wording
from chungtay.gathering.intake.queries import State
from chungtay.gathering.intake.uploads import documents
from chungtay.kernel.errors import NotAllowed, Refusal
from chungtay.ledger import queries as ledger
from chungtay.ledger.types import DecisionKind
from chungtay.reference.indicators.queries import definition
from chungtay.reference.places.queries import lies_within, places_by_id
from chungtay.reference.sources import queries as sources

if TYPE_CHECKING:
    from collections.abc import Sequence

    from chungtay.gathering.intake.models import Candidate, ReportReading, Upload
    from chungtay.kernel.periods import Period
    from chungtay.reference.actors.models import User

MOST_SHOWN = 200
"""Sure figures on one page, and accepted by one press."""


@dataclass(frozen=True)
class Shown:
    """A figure with the sentence that it stands in."""

    card: cards.Card
    passages: Sequence[Passage]


@audience(Audience.REPORTER)
def sitting_sure(request: DeskRequest, id: int) -> HttpResponse:
    """The sure figures of all reports, each with its sentence; a POST accepts those that stayed ticked.

    `more`: there were more than one page shows, so the next page of them follows.
    """
    upload = documents.documents_get(by=request.user, id=id)
    readings = _open_readings(upload)
    if request.method == "POST":
        ids = [int(text) for text in request.POST.getlist("so") if is_id(text)]
        with telling(request):
            count = sittings.accept_together(by=request.user, readings=readings, ids=ids)
            said = ngettext("Đã xác nhận %(n)d số.", "Đã xác nhận %(n)d số.", count) % {"n": count}
            messages.success(request, said)
        if request.POST.get("more"):
            return redirect("sitting_sure", id)
        return redirect("sitting_one" if sittings.open_ids(readings) else "documents", id)
    groups, room = [], MOST_SHOWN
    sure = sittings.sure_by_reading(readings)
    for reading in readings:
        some = sure.get(reading.pk, [])[:room]
        room -= len(some)
        if some:
            groups.append((reading, _shown(request.user, reading, some)))
    context = _context(upload, readings) | {
        "groups": groups,
        "shown": MOST_SHOWN - room,
        "more": sum(len(some) for some in sure.values()) - (MOST_SHOWN - room),
    }
    return render(request, "desk/sitting_sure.html", context)


def _shown(user: User, reading: ReportReading, some: Sequence[Candidate]) -> list[Shown]:
    spans = [(c.sentence_start, c.sentence_end) for c in some]
    around = sources.passages_around(by=user, source=reading.source, spans=spans)
    return [Shown(cards.card(c), _sentence(c, found)) for c, found in zip(some, around, strict=True)]


def _sentence(candidate: Candidate, found: sources.SourcePassage) -> Sequence[Passage]:
    """The sentence alone, the number marked in it."""
    first, last = candidate.sentence_start - found.start, candidate.sentence_end - found.start
    mark = Mark(candidate.start - found.start, candidate.end - found.start, "mark")
    return surrounding(found.text, [(max(0, first), min(last, len(found.text)))], [mark])


@audience(Audience.REPORTER)
def sitting_one(request: DeskRequest, id: int) -> HttpResponse:
    """One undecided figure with its sentence, its alternatives and a key for each. A POST decides it.

    `so`: this one; `sau`: the one after this; `vua`: the one decided last, which may be taken back.
    """
    upload = documents.documents_get(by=request.user, id=id)
    readings = _open_readings(upload)
    told: list[ProblemWords] = []
    asked = request.GET.get("so", "")
    if request.method == "POST" and is_id(request.POST.get("so", "")):
        asked = request.POST["so"]
        candidate = _of_sitting(request.user, readings, asked)
        try:
            return _answered(request, id, candidate)
        except NotAllowed as refusal:
            raise PermissionDenied from refusal
        except Refusal as refusal:
            told = problems(refusal)
    ids = sittings.open_ids(readings)
    after = request.GET.get("sau", "")
    current = int(asked) if is_id(asked) else sittings.next_after(ids, int(after) if is_id(after) else None)
    if current is None:
        return redirect("documents", id)
    candidate = _of_sitting(request.user, readings, str(current))
    context = _context(upload, readings) | _asked(request.user, candidate) | {"problems": told}
    context["before"] = _decided_last(request, readings)
    return render(request, "desk/sitting_one.html", context, status=422 if told else 200)


def _asked(user: User, candidate: Candidate) -> dict[str, Any]:
    """The figure, the text around it and what it may be; the first of each is chosen beforehand."""
    span = (candidate.sentence_start, candidate.sentence_end)
    [found] = sources.passages_around(by=user, source=candidate.reading.source, spans=[span])
    choices = sittings.choices_of(candidate, found.text, candidate.start - found.start, user.body.place)
    marks = [
        Mark(candidate.sentence_start - found.start, candidate.start - found.start, "here"),
        Mark(candidate.start - found.start, candidate.end - found.start, "mark"),
        Mark(candidate.end - found.start, candidate.sentence_end - found.start, "here"),
    ]
    card = cards.card(candidate)
    return {
        "candidate": candidate,
        "card": card,
        "passages": surrounding(found.text, [(0, len(found.text))], marks),
        "indicators": [
            (number, code, definition(code).name(language()), definition(code).unit(language()))
            for number, code in enumerate(choices.indicators, 1)
        ],
        "known": candidate.indicator is not None,
        "places": choices.places,
        "place_inferred": candidate.place_id is None,
        "periods": choices.periods,
        "period_inferred": candidate.period_end is None,
        "phrase": wording.phrase_beside(found.text, candidate.end - found.start),
        "is_elsewhere": candidate.place is not None and not lies_within(candidate.place, user.body.place),
        "by_rule": candidate.rule_id is not None,
    }


def _answered(request: DeskRequest, id: int, candidate: Candidate) -> HttpResponse:
    user, deed = request.user, request.POST.get("do", "")
    address = reverse("sitting_one", args=[id])
    if deed == "reopen":
        services.candidate_reopen(by=user, candidate_id=candidate.pk)
        return redirect(f"{address}?so={candidate.pk}")
    if deed == "drop":
        services.candidate_decide(by=user, candidate_id=candidate.pk, state=State.DROPPED)
    elif deed.startswith(("take", "as-")):
        code = deed.removeprefix("as-") if deed.startswith("as-") else request.POST.get("indicator", "")
        with transaction.atomic():
            sittings.candidate_answer(
                by=user,
                candidate_id=candidate.pk,
                indicator=code,
                place=_place(request.POST.get("place", "")),
                period=_period(candidate, request.POST.get("period", "")),
            )
            if request.POST.get("remember"):
                phrase = request.POST.get("phrase", "")
                wording.wording_learn(by=user, candidate_id=candidate.pk, phrase=phrase, indicator=code)
                messages.success(request, _("Đã ghi nhớ cách viết “%(phrase)s” cho đơn vị.") % {"phrase": phrase})
    else:
        raise PermissionDenied
    return redirect(f"{address}?vua={candidate.pk}")


def _place(text: str) -> Any:
    """A place by its id; whether the account may report of it is the service's to say when the report is sent."""
    return places_by_id([int(text)]).get(int(text)) if is_id(text) else None


def _period(candidate: Candidate, text: str) -> Period | None:
    """One of those that were offered, by its days; any other two days as a span."""
    offered = {str(period): period for period in sittings.periods_of(candidate)}
    return offered.get(text) or period_written(text)


def _decided_last(request: DeskRequest, readings: Sequence[ReportReading]) -> cards.Card | None:
    asked = request.GET.get("vua", "")
    if not is_id(asked):
        return None
    candidate = _of_sitting(request.user, readings, asked)
    return cards.card(candidate) if candidate.state != State.PROPOSED else None


def _of_sitting(user: User, readings: Sequence[ReportReading], text: str) -> Candidate:
    if not is_id(text):
        raise Http404
    candidate = intake.candidate_get(by=user, id=int(text))
    if candidate.reading_id not in {reading.pk for reading in readings}:
        raise Http404
    return candidate


@audience(Audience.REPORTER)
@require_POST
def sitting_send(request: DeskRequest, id: int) -> HttpResponse:
    """Every report of the sitting in which nothing is left undecided goes up the line; the others stay."""
    upload = documents.documents_get(by=request.user, id=id)
    sent = 0
    for reading in _open_readings(upload):
        left = sittings.left_of([reading])
        if left.open or not left.kept or (reading.batch_id and not _returned(reading)):
            continue
        try:
            flow.batch_submit(by=request.user, reading=reading)
        except NotAllowed as refusal:
            raise PermissionDenied from refusal
        except Refusal as refusal:
            told = f"{reading.source.filename}: {sentence(refusal.problems[0])}"
            messages.error(request, told + (f" (+{len(refusal.problems) - 1})" if len(refusal.problems) > 1 else ""))
        else:
            sent += 1
    said = ngettext("Đã trình %(n)d báo cáo.", "Đã trình %(n)d báo cáo.", sent) % {"n": sent}
    (messages.success if sent else messages.info)(request, said)
    return redirect("documents", id)


def _open_readings(upload: Upload) -> list[ReportReading]:
    """Those that do not wait for a decision: what was sent is decided by others now."""
    found = documents.readings_of(upload)
    states = ledger.batch_statuses([reading.batch_id for reading in found if reading.batch_id])
    return [r for r in found if not r.batch_id or states.get(r.batch_id) is not DecisionKind.SUBMITTED]


def _returned(reading: ReportReading) -> bool:
    assert reading.batch_id is not None
    return ledger.batch_status(reading.batch_id) in (DecisionKind.RETURNED, DecisionKind.WITHDRAWN)


def _context(upload: Upload, readings: Sequence[ReportReading]) -> dict[str, Any]:
    return {
        "section": "readings",
        "crumbs": [
            (reverse("readings"), _("Báo cáo")),
            (reverse("documents_many"), _("Nhiều báo cáo")),
            (reverse("documents", args=[upload.pk]), _("Lần nhập này")),
        ],
        "upload": upload,
        "left": sittings.left_of(readings),
    }
