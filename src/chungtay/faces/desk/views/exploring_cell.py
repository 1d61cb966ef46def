"""One cell of the explorer traced: what its number stands on, down to each figure and its sentence."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from chungtay.faces.desk import counts
from chungtay.faces.desk.audience import READERS, DeskRequest, audience
from chungtay.faces.desk.gridmarkup import query_of
from chungtay.faces.desk.paging import paged
from chungtay.faces.desk.parts import part_of
from chungtay.faces.desk.showing import figure_lines, in_language, withheld_in_sum
from chungtay.faces.desk.telling import language
from chungtay.faces.desk.views.exploring import asked_in
from chungtay.kernel.errors import NotAllowed, Refusal, side
from chungtay.ledger import queries as ledger
from chungtay.reference.actors.groups import group_of
from chungtay.reference.indicators.catalogue import is_sensitive_cell
from chungtay.reference.indicators.queries import definition
from chungtay.reference.places.queries import place_label, places_by_key
from chungtay.results.analysis.exploring.address import address_of
from chungtay.results.analysis.exploring.answering import evidence_of, explored, rows_behind
from chungtay.results.analysis.exploring.exploration import Step
from chungtay.results.analysis.exploring.naming import cell_head, unit_of
from chungtay.results.warehouse.facts import GROUP

if TYPE_CHECKING:
    from collections.abc import Sequence

    from chungtay.reference.actors.models import User
    from chungtay.results.analysis.exploring.exploration import Exploration
    from chungtay.results.analysis.exploring.grid import Cell
    from chungtay.results.warehouse.questions import Row

_WHERE: Final = ("dia-ban", "nhom", "nhom-ngay")


@audience(*READERS)
def explore_cell(request: DeskRequest) -> HttpResponse:
    """One number with the figures behind it."""
    found, place = asked_in(request)
    # Another place than the one that was written would be evidence of another number.
    if len(found.exploration.indicators) != 1 or any(one.key in _WHERE for one in found.misread):
        raise Http404
    asked = replace(found.exploration, step=Step.WHOLE)
    asked = evidence_of(asked, asked.indicators[0], asked.cells, GROUP if asked.group else place.key)
    group = group_of(request.user, asked.group) if asked.group else None
    cell, row, listed = _traced(asked, request.user)
    meaning = definition(asked.indicators[0])
    page = paged(request, listed)
    name, unit = meaning.name(language()), unit_of(asked.indicators, asked.measure)
    part = side(cell_head(asked.cells).label, language()) if asked.cells else ""
    context = {
        "section": "explore",
        "crumbs": [(reverse("explore"), _("Khám phá"))],
        "here": f"{name}: {part}" if part else name,
        "name": name,
        "part": part,
        "unit": side(unit, language()) if unit is not None and "%" not in cell.text.vi else "",
        "definition": in_language(meaning, "definition"),
        "place": group or place,
        "asked": asked,
        "cell": cell,
        "words": side(cell.text, language()),
        "beside": side(cell.beside, language()) if cell.beside and cell.kept is None else "",
        "note": counts.note(row, GROUP if group is not None else place.level)
        if row is not None and row.total is not None
        else "",
        "made_of": _made_of(asked, row),
        "lines": figure_lines(ledger.figures_get(list(page)), by=request.user, withheld=_withheld(row, request.user)),
        "total_lines": len(listed),
        "show": f"{reverse('explore')}?{query_of(address_of(asked))}",
    }
    return render(request, "desk/explore_cell.html", context | page.context)


def _traced(asked: Exploration, user: User) -> tuple[Cell, Row | None, Sequence[int]]:
    """The cell as the table tells it, its row, and the figures that may be listed for it."""
    try:
        grid = explored(asked, user)
        cell = next(cell for _row, _column, cell in grid.each() if cell.evidence is not None)
        rows = rows_behind(asked, user)
    except NotAllowed:
        raise
    except (Refusal, StopIteration) as nothing:
        raise Http404 from nothing
    row = next((row for row in rows if row.cell == asked.cells), None)
    # Of an earlier instant a whole may be kept for what came since, of which its own figures show nothing.
    if row is None or (cell.kept is not None and (row.cell or asked.group or asked.known)):
        return cell, row, ()
    if asked.cells and not _may_list(rows, row, asked, user):
        return cell, row, ()
    return cell, row, row.figure_ids


def _may_list(rows: Sequence[Row], row: Row, asked: Exploration, user: User) -> bool:
    """Whether the figures behind a part may be listed: the rule of the parts of a headline."""
    if asked.group:
        # Any members can be put together: what stands behind a part of them is listed where nothing protects it.
        is_open = definition(row.indicator).threshold is None
        return is_open and not is_sensitive_cell(row.cell) and not row.cell.endswith("=other")
    parts = [other for other in rows if other.cell]
    whole = next((other for other in rows if not other.cell), None)
    place = places_by_key([asked.place])[asked.place]
    return part_of(parts, row.cell, whole, place, user) is not None


def _made_of(asked: Exploration, row: Row | None) -> list[tuple[str, str]]:
    """On a map, the places of any date whose numbers it was made of, each with the way to its own."""
    if row is None or asked.frame is None:
        return []
    found = places_by_key(row.made_of)
    alone = replace(asked, frame=None, estimate=False, group="", group_on=None)
    return [
        (place_label(place, language()), f"{reverse('explore_cell')}?{query_of(address_of(replace(alone, place=key)))}")
        for key, place in sorted(found.items())
    ]


def _withheld(row: Row | None, user: User) -> set[int]:
    """Figures of a sum that are kept back besides the small ones: the sum itself is shown."""
    if row is None or row.total is None or definition(row.indicator).threshold is None:
        return set()
    return withheld_in_sum(ledger.figures_get(row.figure_ids), by=user)
