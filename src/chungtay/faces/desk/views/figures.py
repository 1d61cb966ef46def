"""Who says so? One figure with the sentence it comes from, its source, its versions and what was decided of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from chungtay.faces.desk.audience import READERS, REPORTERS, DeskRequest, audience, is_among
from chungtay.faces.desk.comparing import change_lines
from chungtay.faces.desk.moved import moved
from chungtay.faces.desk.passages import Mark, Passage, surrounding
from chungtay.faces.desk.showing import figure_lines, in_language
from chungtay.faces.desk.templatetags.desk import named
from chungtay.faces.desk.views.batches import batch_in_view
from chungtay.flow_registers import kept_beside
from chungtay.gathering.approval import changes
from chungtay.kernel.errors import Refusal
from chungtay.ledger import queries as ledger
from chungtay.reference.indicators.queries import definition
from chungtay.reference.sources import queries as sources

if TYPE_CHECKING:
    from chungtay.ledger.models import Batch
    from chungtay.ledger.types import RecordedFigure
    from chungtay.reference.actors.models import User
    from chungtay.reference.sources.models import Source

AROUND = 1
"""Paragraphs shown before and after the one that states the figure."""


@audience(*READERS)
def figure(request: DeskRequest, id: int) -> HttpResponse:
    """One figure, traced. Those who may not open the original see the confirmed sentence, masked."""
    user = request.user
    found, batch = _figure_in_view(user, id)
    line = figure_lines([found], by=user)[0]
    meaning = definition(line.code)
    source, span = batch.source, line.span
    beside = kept_beside(found.claim)
    if beside is not None:
        source, span = sources.source_behind(beside[0]), beside[1]
    passages = _passages(user, source, span)
    quantity = line.quantity
    context = {
        "section": "batches",
        "crumbs": [(reverse("batches"), _("Đợt số liệu")), (reverse("batch", args=[batch.pk]), named(batch.place))],
        "line": line,
        "bounds": (quantity.low, quantity.high) if quantity and not quantity.is_exact else None,
        "definition": in_language(meaning, "definition"),
        "nature": meaning.nature,
        "legal_basis": meaning.legal_basis,
        "source": source,
        "original": batch.source if beside is not None else None,
        "passages": passages,
        "excerpt": "" if passages else _excerpt(source, span),
        "is_hidden": line.is_hidden,
        "may_open": bool(passages) and is_among(user, REPORTERS),
        "versions": _versions(user, found, batch),
        **_correction(user, found, batch),
        "decisions": ledger.decisions_of(batch),
    }
    return render(request, "desk/figure.html", context)


def _figure_in_view(user: User, id: int) -> tuple[RecordedFigure, Batch]:
    try:
        found = ledger.figure_get(id)
    except Refusal as refusal:
        raise Http404 from refusal
    return found, batch_in_view(user, found.batch_id)


def _passages(user: User, source: Source | None, span: tuple[int, int] | None) -> list[Passage]:
    """The paragraph that states the figure, with its neighbours; nothing for whom may not open the original."""
    if source is None or span is None:
        return []
    try:
        text = sources.source_text(by=user, source=source)
    except Refusal:
        return []
    start, end = span
    sentence = sources.excerpt_around(source.pk, start, end)
    marks = [Mark(start, end, "mark")]
    if sentence is not None:
        marks += [Mark(sentence.start, start, "sentence"), Mark(end, sentence.end, "sentence")]
    return surrounding(text.text, text.paragraphs, marks, AROUND)


def _excerpt(source: Source | None, span: tuple[int, int] | None) -> str:
    if source is None or span is None:
        return ""
    found = sources.excerpt_around(source.pk, *span)
    return found.text if found is not None else ""


def _versions(user: User, found: RecordedFigure, batch: Batch) -> list[dict[str, Any]]:
    """The same claim in every version of the report, latest first."""
    same = ledger.batches_visible(user).filter(
        body=batch.body_id, form__code=batch.form.code, place=batch.place_id, start=batch.start, end=batch.end
    )
    versions = list(same.order_by("-version"))
    states = ledger.batch_statuses([b.pk for b in versions])
    return [_version(user, found, b, states.get(b.pk, "")) for b in versions]


def _version(user: User, found: RecordedFigure, batch: Batch, state: object) -> dict[str, Any]:
    if batch.pk == found.batch_id:
        twin: RecordedFigure | None = found
    else:
        twin = next((f for f in ledger.figures_of_batch(batch) if _counted(f) == _counted(found)), None)
    line = figure_lines([twin], by=user)[0] if twin else None
    return {
        "number": batch.version,
        "batch_id": batch.pk,
        "figure_id": line.id if line else None,
        "words": line.words if line else "",
        "state": state,
    }


def _correction(user: User, found: RecordedFigure, batch: Batch) -> dict[str, Any]:
    """Where the figure puts an earlier one right: old, new, who, why, and the totals that moved."""
    before = changes.version_before(batch)
    own = [c for c in changes.diff(batch, before) if c.new is not None and c.new.id == found.id and c.old is not None]
    if not own:
        return {"changes": []}
    return {"changes": change_lines(batch, own, by=user), "moved": moved(batch, own, by=user), "before": before}


def _counted(figure: RecordedFigure) -> tuple[object, ...]:
    claim = figure.claim
    return claim.indicator, claim.cell, claim.place_id, claim.period, claim.status


@audience(*REPORTERS)
def source_content(request: DeskRequest, id: int) -> HttpResponse:
    """The original as received, for those who may open it; each opening is logged."""
    source = sources.source_get(by=request.user, id=id)
    content = sources.source_content(by=request.user, source=source)
    response = HttpResponse(content, content_type="application/octet-stream")
    response["Content-Disposition"] = content_disposition_header(True, source.filename) or "attachment"
    response["Cache-Control"] = "no-store"
    return response
