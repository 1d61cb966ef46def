"""Forms being filled in on the page: the entry grid, its saving cell by cell, and the way up the line."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from chungtay import flow
from chungtay.checks import queries as checks
from chungtay.faces.desk import entrygrid
from chungtay.faces.desk.audience import Audience, DeskRequest, audience
from chungtay.faces.desk.entrygrid import Beside
from chungtay.faces.desk.forms import month_written, months_until
from chungtay.faces.desk.paging import is_id
from chungtay.faces.desk.telling import language, problems, sentence, telling, words
from chungtay.gathering.approval import queries as approval
from chungtay.gathering.intake.drafts import queries as drafts
from chungtay.gathering.intake.drafts import services
from chungtay.gathering.intake.drafts.below import from_villages
from chungtay.gathering.intake.drafts.services import CellText
from chungtay.kernel.errors import Both, NotAllowed, Refusal
from chungtay.kernel.periods import Period, Regime, parse_period, period_before, year_before
from chungtay.ledger import queries as ledger
from chungtay.ledger.types import DecisionKind
from chungtay.reference.actors.policies import reads_small_counts
from chungtay.reference.actors.queries import bodies_by_id, body_ids_reporting_to
from chungtay.reference.forms import queries as forms
from chungtay.reference.places.queries import place_get

if TYPE_CHECKING:
    from chungtay.gathering.intake.drafts.services import Written
    from chungtay.gathering.intake.models import Draft, DraftCell
    from chungtay.reference.actors.models import Body, User

Typed = tuple[str, str, str]
"""Text, kind of absence, note: as the fields of a row hold them."""
UNANSWERED = "KT-025"
"""The check for rows without an answer: while a form is being filled in, its progress says the same."""
ASKED = ("DUYET-305", "DUYET-306")
"""Refusals to send that say of findings what the findings say themselves."""
MOST_AT_ONCE = 500
"""Cells in one request; no form has as many rows."""


@audience(Audience.REPORTER)
def drafts_open(request: DeskRequest) -> HttpResponse:
    """The forms that this account is filling in."""
    found = list(drafts.drafts_visible(request.user))
    filled = drafts.filled_counts([draft.pk for draft in found])
    lines = [{"draft": d, "filled": filled.get(d.pk, 0), "rows": len(forms.form_items(d.form))} for d in found]
    below = _bodies_below(request.user)
    context: dict[str, Any] = {"section": "readings", "lines": lines, "below": below}
    if below:
        today = timezone.localdate()
        owed = forms.obligations_in(request.user.body.place, today)
        codes = {duty.form_id: duty.form for duty in owed}
        monthly = {form.code: form for form in codes.values() if form.regime == Regime.DECREE_MONTH}
        context |= {"forms": list(monthly.values()), "months": months_until(today)}
    return render(request, "desk/drafts.html", context)


def _bodies_below(user: User) -> list[Body]:
    """The bodies for which the account may enter: those that report to its own, by code."""
    ids = body_ids_reporting_to(user.body, timezone.localdate()) - {user.body_id}
    return sorted(bodies_by_id(ids).values(), key=lambda body: body.code)


@audience(Audience.REPORTER)
@require_POST
def draft_open(request: DeskRequest) -> HttpResponse:
    """Begin a report (`mau` its form, `dia-ban` its place, `ky` its period), or go on with the one that was begun.

    `don-vi`: the code of a body below, for which this account enters.
    """
    user, code = request.user, request.POST.get("mau", "")
    body = _body_asked(user, request.POST.get("don-vi", ""))
    place = body.place
    with telling(request):
        period = _period(request.POST.get("ky", ""), code)
        if request.POST.get("dia-ban"):
            place = place_get(request.POST["dia-ban"])
        draft = flow.draft_open(by=user, body=body, form_code=code, place=place, period=period)
        return redirect("draft", draft.pk)
    return redirect("home")


def _body_asked(user: User, code: str) -> Body:
    """The account's own body, or the one below it with this code; any other is refused whether it exists or not."""
    if not code:
        return user.body
    found = next((body for body in _bodies_below(user) if body.code == code), None)
    if found is None:
        raise PermissionDenied
    return found


def _period(text: str, form_code: str) -> Period:
    """'2026-11' or two dates, on the clock of the form."""
    try:
        read = parse_period(text)
        regime = Regime(forms.form_get(form_code, read.end).regime)
        return month_written(text) if regime is Regime.DECREE_MONTH and len(text) == 7 else replace(read, regime=regime)
    except ValueError:
        raise Refusal.of(
            "BANLAM-003",
            Both("Kỳ báo cáo", "Period"),
            read=text[:30],
            expected="2026-11",
            todo=Both("Mở báo cáo từ trang Việc của tôi", "Open the report from the page of your work"),
            vi="Không hiểu kỳ báo cáo",
            en="The period cannot be understood",
        ) from None


@audience(Audience.REPORTER)
def draft(request: DeskRequest, id: int) -> HttpResponse:
    """The grid. A POST is the whole form as a browser without script sends it: only changed cells are written."""
    found = drafts.draft_get(by=request.user, id=id)
    if request.method == "POST":
        return _done(request, found)
    if found.batch_id is not None:
        return redirect("batch", found.batch_id)
    if found.discarded_at is not None:
        return render(request, "desk/draft_discarded.html", {"section": "readings", "draft": found})
    return _page(request, found, asked_findings="kiem-tra" in request.GET)


def _page(
    request: DeskRequest,
    found: Draft,
    answers: dict[int, tuple[Written, Typed]] | None = None,
    told: list[Any] | None = None,
    *,
    asked_findings: bool = False,
    stopped: int = 0,
) -> HttpResponse:
    lines = drafts.draft_lines(found)
    beside = _beside(request, found, answers)
    period = drafts.period_of(found)
    asked = [line for line in lines if line.item.must_answer] or lines
    sections = entrygrid.sections_of(lines) if not beside.is_return else []
    context = {
        "section": "readings",
        "crumbs": [(reverse("drafts"), _("Phiếu đang điền"))],
        "draft": found,
        "period": period,
        "deadline": forms.deadline_of(found.form, period, found.body.level),
        "rows": entrygrid.rows(lines, beside, sections),
        "sections": sections,
        "answered": sum(line.is_answered for line in asked),
        "count": len(asked),
        "offers": sum(line.content.origin == drafts.Origin.OFFERED for line in lines),
        "beside": beside,
        "fixed": entrygrid.sayings(language()),
        "returned_for": _reason(found),
        "problems": told or [],
        "stopped": stopped,
        "asked_findings": asked_findings,
        "findings": (findings := _findings(request, found) if asked_findings else []),
        "notes": _notes(findings),
        "serious": _serious(findings),
    }
    return render(request, "desk/draft.html", context, status=422 if answers or told or stopped else 200)


def _beside(request: DeskRequest, found: Draft, answers: dict[int, tuple[Written, Typed]] | None) -> Beside:
    own = reads_small_counts(request.user, found.body)
    status = ledger.batch_status(found.corrects_id) if found.corrects_id else None
    opened = (request.GET.get("mo", "") + "," + request.POST.get("mo", "")).split(",")
    period = drafts.period_of(found)
    last, year = period_before(period), year_before(period)
    return Beside(
        last=last.label(language()) if last else "",
        year=year.label(language()) if year else "",
        earlier=drafts.earlier_of(found) if own else entrygrid.NO_EARLIER,
        corrected=drafts.figures_corrected(found),
        marks=approval.return_marks(found.corrects_id) if found.corrects_id else {},
        explains=status is not None and status.stands,
        unlocked=frozenset(int(number) for number in opened if is_id(number)),
        answers=answers,
        villages=from_villages(found) if own else entrygrid.NO_VILLAGES,
    )


def _reason(found: Draft) -> str:
    """Why the report as a whole came back; "" where it did not."""
    if found.corrects is None:
        return ""
    last = ledger.decisions_of(found.corrects)[-1]
    return last.reason if last.kind == DecisionKind.RETURNED else ""


# --- the plain form ------------------------------------------------------------------------------


def _done(request: DeskRequest, found: Draft) -> HttpResponse:
    deed, _dash, number = request.POST.get("do", "save").partition("-")
    answers: dict[int, tuple[Written, Typed]] = {}
    told: list[Any] = []
    try:
        if deed != "discard":
            answers = _saved(request, found)
        if deed == "take":
            services.offers_take(by=request.user, draft=found, item_ids=[int(number)] if is_id(number) else None)
        if deed == "sum" and is_id(number):
            _sum_taken(request, found, int(number))
        if answers:
            return _page(request, found, answers)
        if deed == "send":
            return _sent(request, found)
        if deed == "check":
            return redirect(f"{reverse('draft', args=[found.pk])}?kiem-tra=1#findings")
        if deed == "discard":
            services.draft_discard(by=request.user, draft=found)
            return redirect("draft", found.pk)
    except NotAllowed as refusal:
        raise PermissionDenied from refusal
    except Refusal as refusal:
        # What the checks ask about stands below with its rows and a field for the reason; here only that it does.
        asked = [problem for problem in refusal.problems if problem.code in ASKED]
        told = [] if asked else problems(refusal)
        again = drafts.draft_get(by=request.user, id=found.pk)
        return _page(request, again, None, told, asked_findings=True, stopped=len(asked))
    if deed == "sum" and is_id(number):
        return redirect(f"{reverse('draft', args=[found.pk])}#r-{number}")
    if deed == "unlock" and is_id(number):
        return redirect(f"{reverse('draft', args=[found.pk])}?mo={number}#r-{number}")
    return redirect("draft", found.pk)


def _sent(request: DeskRequest, found: Draft) -> HttpResponse:
    reasons = {name.removeprefix("why-"): str(why) for name, why in request.POST.items() if name.startswith("why-")}
    batch = flow.draft_submit(by=request.user, draft=found, is_illustration=settings.DEMO, reasons=reasons)
    messages.success(request, _("Đã trình. Cấp trên sẽ duyệt hoặc trả lại kèm lý do."))
    return redirect("batch", batch.pk)


def _sum_taken(request: DeskRequest, found: Draft, item_id: int) -> None:
    """Write what the villages come to now into a row, as if it had been typed."""
    item = next((item for item in forms.form_items(found.form) if item.id == item_id), None)
    added = (
        from_villages(found).get(item.key)
        if item is not None and reads_small_counts(request.user, found.body)
        else None
    )
    if added is not None and added.text:
        services.cell_write(by=request.user, draft=found, item_id=item_id, text=added.text)


def _saved(request: DeskRequest, found: Draft) -> dict[int, tuple[Written, Typed]]:
    """Write the cells that the reader of the form changed; what could not be saved as typed is given back."""
    typed = {item.id: _typed(request, item.id) for item in forms.form_items(found.form)}
    wanted = []
    for item_id, said in typed.items():
        version, before = entrygrid.sealed(request.POST.get(f"s-{item_id}", ""))
        if said is not None and before and entrygrid.seal(version, said) != f"{version}-{before}":
            wanted.append(CellText(item_id, said[0], _absence(said), said[2], version))
    if not wanted:
        return {}
    written = services.cells_write(by=request.user, draft=found, cells=wanted)
    return {w.item_id: (w, typed[w.item_id] or ("", "", "")) for w in written if w.conflict or not w.is_kept}


def _typed(request: DeskRequest, item_id: int) -> Typed | None:
    if f"t-{item_id}" not in request.POST:
        return None
    text, kind, note = (request.POST.get(f"{field}-{item_id}", "").strip() for field in "tan")
    return text, kind, note


def _absence(said: Typed) -> str:
    """A number that was typed says more than a choice left standing from before."""
    return "" if said[0] else said[1]


# --- what the script asks for --------------------------------------------------------------------


@audience(Audience.REPORTER)
@require_POST
def draft_cells(request: DeskRequest, id: int) -> HttpResponse:
    """Write some cells: lists `i` (items), `t`, `a`, `n`, `v` (versions seen), `d` (deeds, each undone by itself) of
    equal length. What stands now."""
    found = drafts.draft_get(by=request.user, id=id)
    lists = [request.POST.getlist(name)[:MOST_AT_ONCE] for name in "itanv"]
    lists.append(request.POST.getlist("d")[:MOST_AT_ONCE] or [""] * len(lists[0]))
    if len({len(values) for values in lists}) != 1:
        raise PermissionDenied
    wanted = [
        CellText(int(i), t[:400], "" if t else a, n, int(v), deed=d)
        for i, t, a, n, v, d in zip(*lists, strict=True)
        if is_id(i) and is_id(v)
    ]
    try:
        written = services.cells_write(by=request.user, draft=found, cells=wanted)
    except NotAllowed as refusal:
        raise PermissionDenied from refusal
    except Refusal as refusal:
        return JsonResponse({"told": [sentence(problem) for problem in refusal.problems]}, status=409)
    return JsonResponse({"cells": [_answer(one) for one in written]})


def _answer(one: Written) -> dict[str, Any]:
    state = _state(one.item_id, one.cell)
    if one.problem is not None:
        state |= {"problem": sentence(one.problem), "kept": one.is_kept}
    if one.conflict and one.theirs is not None:
        text, kind, note = entrygrid.shown(one.theirs)
        state |= {"theirs": {"t": text, "a": kind, "n": note, "words": entrygrid.words_of(one.theirs)}}
    return state


def _state(item_id: int, cell: DraftCell | None) -> dict[str, Any]:
    content = drafts.content_of(cell)
    text, kind, note = entrygrid.shown(content)
    version = cell.version if cell is not None else 0
    offer = content.text if content.origin == drafts.Origin.OFFERED else ""
    seal = entrygrid.seal(version, (text, kind, note))
    return {"i": item_id, "t": text, "a": kind, "n": note, "v": version, "s": seal, "offer": offer}


@audience(Audience.REPORTER)
@require_POST
def draft_undo(request: DeskRequest, id: int) -> HttpResponse:
    """Take back what this account wrote last; the cells as they stand now."""
    found = drafts.draft_get(by=request.user, id=id)
    try:
        undone = services.cell_undo(by=request.user, draft=found)
    except NotAllowed as refusal:
        raise PermissionDenied from refusal
    except Refusal as refusal:
        return JsonResponse({"told": [sentence(problem) for problem in refusal.problems]}, status=409)
    return JsonResponse({"cells": [_state(cell.item_id, cell) for cell in undone]})


@audience(Audience.REPORTER)
def draft_findings(request: DeskRequest, id: int) -> HttpResponse:
    """What the checks would find now, as a part of the page."""
    found = drafts.draft_get(by=request.user, id=id)
    findings = _findings(request, found)
    told = {"findings": findings, "notes": _notes(findings), "serious": _serious(findings)}
    return render(request, "desk/_draft_findings.html", told)


def _findings(request: DeskRequest, found: Draft) -> list[dict[str, Any]]:
    """Findings by severity, with the rows that they are about. A reason typed before stands in its field again, else
    the one that was given for the version before, else what the notes of these rows say."""
    lines = {line.item.key: line for line in drafts.draft_lines(found)}
    said = checks.reasons_given(found.corrects_id) if found.corrects_id else {}
    findings = []
    for one in flow.draft_findings(by=request.user, draft=found):
        if one.rule == UNANSWERED:
            continue
        about = [lines[key] for key in one.rows if key in lines]
        notes = "; ".join(line.content.note for line in about if line.content.note)
        findings.append(
            {
                "severity": one.severity.value,
                "problem": words(checks.finding_words(one, language())),
                "rows": [(line.item.id, entrygrid.row_name(line.item)) for line in about],
                "items": " ".join(str(line.item.id) for line in about),
                "key": one.key,
                "asks": checks.must_explain(one),
                "reason": request.POST.get(f"why-{one.key}", said.get(one.key, notes)),
            }
        )
    rank = {"block": 0, "warn": 1, "note": 2}
    return sorted(findings, key=lambda line: rank[str(line["severity"])])


def _serious(findings: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Those that must be mended or explained, or should be looked at."""
    return [line for line in findings if line["severity"] != "note"]


def _notes(findings: list[dict[str, Any]]) -> int:
    """How many are merely good to know: they are folded beneath the others."""
    return sum(finding["severity"] == "note" for finding in findings)


@audience(Audience.REPORTER)
@require_POST
def draft_restore(request: DeskRequest, id: int) -> HttpResponse:
    """Have a discarded form back."""
    found = drafts.draft_get(by=request.user, id=id)
    with telling(request):
        services.draft_restore(by=request.user, draft=found)
    return redirect("draft", id)
