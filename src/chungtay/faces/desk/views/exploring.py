"""Exploring: any indicators, places and times as one table, its files, and the questions that are kept."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from django.contrib import messages
from django.core.cache import cache
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from chungtay.faces.desk import exploring, gridpictures
from chungtay.faces.desk.audience import READERS, DeskRequest, audience
from chungtay.faces.desk.exploreform import fields, hidden, legend, view_links
from chungtay.faces.desk.gridfiles import KINDS, grid_file
from chungtay.faces.desk.gridmarkup import Markup, query_of
from chungtay.faces.desk.paging import is_id, matching, paged
from chungtay.faces.desk.suggesting import suggested
from chungtay.faces.desk.telling import language, problems, telling
from chungtay.kernel.errors import NotAllowed, Refusal
from chungtay.reference.indicators.queries import definition
from chungtay.results.analysis.exploring.address import LEFT_OUT, Asked, Misread, address_of, exploration_read
from chungtay.results.analysis.exploring.answering import explored
from chungtay.results.analysis.exploring.checking import Declined, nearest_to
from chungtay.results.analysis.exploring.exploration import Exploration, Measure
from chungtay.results.analysis.queries import explorations_newest, explorations_of
from chungtay.results.analysis.services import exploration_remove, exploration_restore, exploration_save
from chungtay.results.warehouse.queries import place_of

if TYPE_CHECKING:
    from chungtay.reference.places.models import Place
    from chungtay.results.analysis.exploring.grid import Grid

LINES: Final = 200
COLUMNS: Final = 150
"""What one page shows; the files have all of it."""
_BASE: Final = (
    "chi-tieu",
    "phan",
    "dia-ban",
    "cap",
    "noi",
    "nhom",
    "nhom-ngay",
    "ky",
    "buoc",
    "so-voi",
    "hang",
    "cot",
    "xep",
    "tim",
)
"""What a cell's evidence does not take over from the question: each cell says it itself."""


@dataclass(frozen=True)
class Answered:
    """What an address asked and what came of it."""

    asked: Exploration
    place: Place
    misread: tuple[Misread, ...]
    grid: Grid | None
    problems: list[Any]
    nearest: Exploration | None


def asked_in(request: DeskRequest) -> tuple[Asked, Place]:
    """The exploration of an address with its place; one outside the territory is answered as if there were none."""
    words = {key: [str(value) for value in values] for key, values in request.GET.lists()}
    found = exploration_read(words, exploring.usual(request.user, timezone.localdate()))
    place = place_of(found.exploration.place, request.user)
    return Asked(exploring.level_for(found.exploration, place, words), found.misread), place


def answered(request: DeskRequest) -> Answered:
    """The answer of an address: a grid, or why there is none and what comes nearest to it."""
    found, place = asked_in(request)
    asked, unknown = _known_alone(found.exploration)
    misread = (*found.misread, *unknown)
    if not asked.indicators:
        return Answered(asked, place, misread, None, [], None)
    try:
        return Answered(asked, place, misread, explored(asked, request.user), [], None)
    except NotAllowed:
        raise
    except Refusal as refusal:
        nearest = refusal.nearest if isinstance(refusal, Declined) else nearest_to(asked, refusal.problems[0].code)
        return Answered(asked, place, misread, None, problems(refusal), nearest)


def _known_alone(asked: Exploration) -> tuple[Exploration, tuple[Misread, ...]]:
    """Without indicators that the catalogue does not have, each of them told."""
    unknown = []
    for code in asked.indicators:
        try:
            definition(code)
        except Refusal:
            unknown.append(code)
    known = tuple(code for code in asked.indicators if code not in unknown)
    told = tuple(Misread("chi-tieu", code, LEFT_OUT) for code in unknown)
    return replace(asked, indicators=known), told


@audience(*READERS)
def explore(request: DeskRequest) -> HttpResponse:
    """The explorer: the question, and its table."""
    return rendered(request, answered(request))


def rendered(request: DeskRequest, found: Answered) -> HttpResponse:
    """The page around an answer."""
    context = {
        "section": "explore",
        "asked": found.asked,
        "place": found.place,
        "heading": exploring.headline(found.asked, found.place),
        "misread": [(one.key, one.read, exploring.sided(one.instead)) for one in found.misread],
        "problems": found.problems,
        "nearest": _link(found.nearest) if found.nearest is not None else "",
        "kept": explorations_newest(request.user, 8),
    }
    if not found.asked.indicators:
        context["suggested"] = suggested(request.user, timezone.localdate())
    if found.grid is not None:
        context |= _shown(request, found.grid)
    context["form"] = _form(request, found, str(context.get("view", "")))
    return render(request, "desk/explore.html", context)


def _form(request: DeskRequest, found: Answered, view: str) -> SafeString:
    """The form as it was chosen. Kept for a minute: it is offered anew beside each page of the same question."""
    user, today, pairs = request.user, timezone.localdate(), address_of(found.asked)
    asked = repr((pairs, view, found.place.key, user.body_id, user.role, str(today), language()))
    key = f"explore-form-{sha256(asked.encode()).hexdigest()}"
    kept: str | None = cache.get(key)
    if kept is None:
        offered = exploring.Offered(found.asked, found.place, user, today)
        context = {
            "asked": found.asked,
            "offered": offered,
            "form": fields(offered, dict(pairs)),
            "view": view,
            "is_narrowed": _is_narrowed(found.asked),
            "hidden_order": ",".join(key for key, _words, _across in offered.axes()),
        }
        kept = render_to_string("desk/_explore_form.html", context)
        cache.set(key, kept, exploring.REMEMBERED)
    return mark_safe(kept)  # noqa: S308 - a template made it


def _is_narrowed(asked: Exploration) -> bool:
    """Whether something is chosen of what the page folds away."""
    return bool(asked.frame or asked.known or asked.against or asked.decree or asked.measure is not Measure.COUNT)


def _shown(request: DeskRequest, grid: Grid) -> dict[str, Any]:
    page = paged(request, range(len(grid.row_heads)), LINES)
    lines = list(page)
    columns = grid.column_heads[:COLUMNS]
    pairs = address_of(grid.question)
    query, plain = query_of(address_of(exploring.pinned(grid))), query_of(pairs)
    base = query_of(pairs, *_BASE)
    markup = Markup(grid, f"{_at('explore_cell')}?{base}")
    pictures = gridpictures.context(grid, {key: str(value) for key, value in request.GET.items()}, pairs)
    swapped = replace(grid.question, rows=grid.question.columns, columns=grid.question.rows, sort="")
    return {
        "grid": grid,
        "heads": markup.heads(columns, _sorts(grid, len(columns))),
        "lines": markup.lines(lines[0], lines[-1] + 1, len(columns)) if lines else "",
        "notes": [exploring.sided(note) for note in grid.notes],
        "unit": exploring.sided(grid.unit) if grid.unit else "",
        "total_lines": len(grid.row_heads),
        "columns_left": len(grid.column_heads) - len(columns),
        "link": request.build_absolute_uri(f"{_at('explore')}?{query}"),
        "query": query,
        "files": [(kind, f"{_at('explore_file', kind)}?{plain}") for kind in KINDS],
        "swapped": _link(swapped),
        "hidden": hidden(pair for pair in pairs if pair[0] != "tim"),
        "legend": legend(language()),
        "view_links": view_links(pictures.pop("views")),
        **pictures,
        **page.context,
    }


def _sorts(grid: Grid, columns: int) -> list[str]:
    """Where the head of each column leads; nowhere where sorting would rank places that are not to be ranked."""
    asked = grid.question
    if not all(definition(code).may_rank for code in asked.indicators):
        return [""] * columns
    base, wanted = _link(replace(asked, sort="")), asked.sort
    keys = (head.key for head in grid.column_heads[:columns])
    return [f"{base}&xep={quote(key if wanted == f'-{key}' else f'-{key}', safe='@/,:*')}" for key in keys]


@lru_cache(maxsize=32)
def _at(name: str, *args: str) -> str:
    """Where a page of the explorer stands: there are few, and each table leads to all of them."""
    return reverse(name, args=args)


def _link(asked: Exploration) -> str:
    return f"{_at('explore')}?{query_of(address_of(asked))}"


@audience(*READERS)
def explore_file(request: DeskRequest, kind: str) -> HttpResponse:
    """The whole table as a file; what has no answer is told on the page."""
    if kind not in KINDS:
        raise Http404
    found = answered(request)
    if found.grid is None:
        return redirect(f"{reverse('explore')}?{request.GET.urlencode()}")
    link = request.build_absolute_uri(_link(exploring.pinned(found.grid)))
    return grid_file(found.grid, kind, link)


@audience(*READERS)
def explorations(request: DeskRequest) -> HttpResponse:
    """The questions that the account keeps; a POST keeps one more."""
    user = request.user
    if request.method == "POST":
        name, query = request.POST.get("ten", ""), request.POST.get("cau-hoi", "")
        with telling(request):
            exploration_save(by=user, name=name, query=query)
            messages.success(request, _("Đã lưu câu hỏi."))
        return redirect(f"{reverse('explore')}?{query}")
    search = request.GET.get("tim", "")
    found = matching(list(explorations_of(user)), search, lambda saved: saved.name)
    page = paged(request, found)
    context = {
        "section": "explore",
        "crumbs": [(reverse("explore"), _("Khám phá"))],
        "saved": list(page),
        "search": search,
        "taken": request.GET.get("bo", "") if is_id(request.GET.get("bo", "")) else "",
    }
    return render(request, "desk/explorations.html", context | page.context)


@audience(*READERS)
@require_POST
def exploration_forget(request: DeskRequest, id: int) -> HttpResponse:
    """Take a kept question away; the page that follows offers it back."""
    exploration_remove(by=request.user, id=id)
    return redirect(f"{reverse('explorations')}?bo={id}")


@audience(*READERS)
@require_POST
def exploration_back(request: DeskRequest, id: int) -> HttpResponse:
    """Bring it back."""
    exploration_restore(by=request.user, id=id)
    messages.success(request, _("Đã lấy lại câu hỏi."))
    return redirect("explorations")
