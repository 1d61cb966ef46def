"""The page on which a report is read: the original on the left, its figures on the right, every one decided by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST
from django.views.decorators.vary import vary_on_headers

from chungtay import flow
from chungtay.checks import queries as checks
from chungtay.faces.desk import candidates as cards
from chungtay.faces.desk.audience import REPORTERS, Audience, DeskRequest, audience
from chungtay.faces.desk.forms import AddedForm, CandidateForm, place_written
from chungtay.faces.desk.passages import passages
from chungtay.faces.desk.telling import language, problems, telling, words
from chungtay.gathering.approval import policies
from chungtay.gathering.intake import queries as intake
from chungtay.gathering.intake import services
from chungtay.gathering.intake.queries import State
from chungtay.kernel.errors import Both, NotAllowed, Refusal
from chungtay.kernel.periods import Period, Regime
from chungtay.ledger import queries as ledger
from chungtay.ledger.types import DecisionKind, FigureStatus
from chungtay.reference.sources import queries as sources

if TYPE_CHECKING:
    from chungtay.gathering.intake.models import Candidate, ReportReading
    from chungtay.gathering.intake.rows import Changes
    from chungtay.reference.actors.models import User


@audience(*REPORTERS)
def reading(request: DeskRequest, id: int) -> HttpResponse:
    """The whole page. `?sua=<id>` opens one candidate's form, `?kiem-tra=1` shows what the rules would find."""
    found = intake.reading_get(by=request.user, id=id)
    every = intake.candidates_of(found)
    text = sources.source_text(by=request.user, source=found.source)
    is_open = _is_open(request.user, found)
    edited = request.GET.get("sua", "") if is_open else ""
    context = {
        "section": "readings",
        "crumbs": [(reverse("readings"), _("Báo cáo"))],
        "reading": found,
        "batch": found.batch,
        "batch_state": ledger.batch_status(found.batch_id) if found.batch_id else None,
        "passages": passages(text.text, text.paragraphs, cards.marks(every)),
        "cards": [cards.card(c, cards.edit_form(c) if str(c.pk) == edited else None) for c in every],
        "counts": cards.counts(every),
        "is_open": is_open,
        "findings": _findings(request, found) if "kiem-tra" in request.GET else [],
        "asked_findings": "kiem-tra" in request.GET,
    }
    return render(request, "desk/reading.html", context | cards.choices())


def _is_open(user: User, found: ReportReading) -> bool:
    """Whether the account may change it now: its own body's reporter, and no decision awaited."""
    if not policies.may_submit(user, found.body, found.place):
        return False
    return not found.batch_id or ledger.batch_status(found.batch_id) is not DecisionKind.SUBMITTED


def _findings(request: DeskRequest, found: ReportReading) -> list[dict[str, Any]]:
    """What the rules would find if it were sent now."""
    try:
        drafts = flow.reading_findings(reading=found)
    except Refusal as refusal:
        return [{"severity": "block", "problem": problem} for problem in problems(refusal)]
    return [
        {"severity": draft.severity.value, "problem": words(checks.finding_words(draft, language()))}
        for draft in drafts
    ]


@audience(*REPORTERS)
@vary_on_headers("HX-Request")
def candidate(request: DeskRequest, id: int, candidate_id: int) -> HttpResponse:
    """One candidate: its form (GET), or a word on it (POST). Without htmx both lead back to the page."""
    if request.method == "POST":
        return _decide(request, id, candidate_id)
    found = _of_reading(request.user, id, candidate_id)
    if not request.htmx:
        return redirect(f"{reverse('reading', args=[id])}?sua={candidate_id}#c-{candidate_id}")
    is_open = _is_open(request.user, found.reading)
    edit = None if "xem" in request.GET or not is_open else cards.edit_form(found)
    context = {"card": cards.card(found, edit), "reading": found.reading, "is_open": is_open}
    return render(request, "desk/_candidate.html", context | cards.choices())


def _of_reading(user: User, id: int, candidate_id: int) -> Candidate:
    found = intake.candidate_get(by=user, id=candidate_id)
    if found.reading_id != id:
        raise Http404
    return found


def _decide(request: DeskRequest, id: int, candidate_id: int) -> HttpResponse:
    before = _of_reading(request.user, id, candidate_id)
    deed = request.POST.get("do", "")
    form: CandidateForm | None = None
    told: list[Any] = []
    try:
        if deed == "correct":
            form = cards.edit_form(before, request.POST)
            if form.is_valid():
                _correct(request.user, before, form.cleaned_data)
                form = None
        else:
            _say(request.user, candidate_id, deed)
    except NotAllowed as refusal:
        raise PermissionDenied from refusal
    except Refusal as refusal:
        told = problems(refusal)
        form = form or cards.edit_form(before)
    return _answered(request, id, candidate_id, form, told)


def _say(user: User, candidate_id: int, deed: str) -> None:
    states = {"confirm": State.CONFIRMED, "drop": State.DROPPED}
    if deed in states:
        services.candidate_decide(by=user, candidate_id=candidate_id, state=states[deed])
    elif deed == "reopen":
        services.candidate_reopen(by=user, candidate_id=candidate_id)
    else:
        raise PermissionDenied


def _correct(user: User, before: Candidate, data: dict[str, Any]) -> None:
    services.candidate_correct(by=user, candidate_id=before.pk, **_changes(user, data))


def _changes(user: User, data: dict[str, Any]) -> Changes:
    return {
        "indicator": data["indicator"],
        "precision": data["precision"],
        "value": data["value"],
        "value_to": data["value_to"],
        "cell": data["cell"],
        "status": FigureStatus(data["status"]),
        "place": place_written(data["place"], on=data["period"].end, own=user.body.place),
        "period": data["period"],
    }


def _answered(
    request: DeskRequest, id: int, candidate_id: int, form: CandidateForm | None, told: list[Any]
) -> HttpResponse:
    """The card again with the counts (htmx), or the page at the card; a refused correction keeps what was typed."""
    after = intake.candidate_get(by=request.user, id=candidate_id)
    context: dict[str, Any] = {
        "card": cards.card(after, form, told),
        "reading": after.reading,
        "counts": cards.counts(intake.candidates_of(after.reading)),
        "is_open": True,
    }
    if request.htmx:
        return render(request, "desk/_candidate_answer.html", context | cards.choices())
    if form is None:
        return redirect(f"{reverse('reading', args=[id])}#c-{candidate_id}")
    context |= {"crumbs": [(reverse("reading", args=[id]), _("Đọc báo cáo"))], "section": "readings"}
    return render(request, "desk/candidate.html", context | cards.choices(), status=422)


@audience(Audience.REPORTER)
@require_POST
def candidate_new(request: DeskRequest, id: int) -> HttpResponse:
    """A figure that the reader missed, by the words as they stand in a paragraph."""
    found = intake.reading_get(by=request.user, id=id)
    form = AddedForm(request.POST)
    if not form.is_valid():
        for errors in form.errors.values():
            messages.error(request, " ".join(str(error) for error in errors))
        return redirect("reading", id)
    added = None
    with telling(request):
        added = _added(request.user, found, form.cleaned_data)
        messages.success(request, _("Đã bổ sung. Kiểm tra lại địa bàn và kỳ nếu khác với báo cáo."))
    return redirect(reverse("reading", args=[id]) + (f"#c-{added.pk}" if added else ""))


def _added(user: User, found: ReportReading, data: dict[str, Any]) -> Candidate:
    text = sources.source_text(by=user, source=found.source)
    number = data["paragraph"]
    first, last = text.paragraphs[number - 1] if number <= len(text.paragraphs) else (0, 0)
    start = text.text.find(data["words"], first, last)
    if start < 0:
        raise Refusal.of(
            "BANLAM-002",
            Both(f"Đoạn {number}", f"Paragraph {number}"),
            read=data["words"],
            todo=Both("Chép đúng cụm từ trong bản gốc", "Copy the words just as they stand in the original"),
            vi="Không thấy cụm từ này trong đoạn",
            en="These words do not stand in the paragraph",
        )
    return services.candidate_add(
        by=user,
        reading_id=found.pk,
        start=start,
        end=start + len(data["words"]),
        value=data["value"],
        precision=data["precision"],
        indicator=data["indicator"],
        unit="",
        place=found.place,
        period=Period(found.start, found.end, Regime(found.regime)),
    )


@audience(Audience.REPORTER)
@require_POST
def confirm_sure(request: DeskRequest, id: int) -> HttpResponse:
    """Confirm what is sure, complete, and objected to by no rule."""
    intake.reading_get(by=request.user, id=id)
    with telling(request):
        count = services.candidates_confirm_sure(by=request.user, reading_id=id, threshold=cards.SURE)
        said = ngettext("Đã xác nhận %(n)d số chắc chắn.", "Đã xác nhận %(n)d số chắc chắn.", count) % {"n": count}
        messages.success(request, said)
    return redirect("reading", id)


@audience(Audience.REPORTER)
@require_POST
def submit(request: DeskRequest, id: int) -> HttpResponse:
    """What was confirmed becomes a batch of the ledger and goes up the line."""
    found = intake.reading_get(by=request.user, id=id)
    with telling(request):
        batch = flow.batch_submit(by=request.user, reading=found)
        messages.success(request, _("Đã trình. Cấp trên sẽ duyệt hoặc trả lại kèm lý do."))
        return redirect("batch", batch.pk)
    return redirect("reading", id)
