"""Pages of tables: how good the figures of a territory are, and one indicator place by place; each as a file, too."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from chungtay.faces.desk import byplace, headlines, quality
from chungtay.faces.desk.audience import READERS, DeskRequest, audience
from chungtay.faces.desk.paging import paged
from chungtay.faces.desk.showing import in_language
from chungtay.faces.desk.tables import Table, csv_answer
from chungtay.faces.desk.telling import language, problems
from chungtay.faces.desk.views.programmes import asked_of, programme_in_view
from chungtay.kernel.errors import Refusal
from chungtay.reference.actors.policies import sees_place
from chungtay.reference.indicators.queries import definition
from chungtay.reference.places.queries import place_label, places_by_key, provinces_on

if TYPE_CHECKING:
    from collections.abc import Callable

    from chungtay.reference.places.models import Place

LINES = 200


@audience(*READERS)
def quality_page(request: DeskRequest) -> HttpResponse:
    """Reports complete, communes covered, series unbroken: one of the three, of the account's territory."""
    asked = _asked(request)
    table, told = _tried(lambda: quality.table_of(asked))
    user_place = request.user.body.place
    context = {
        "section": "board",
        "crumbs": [(reverse("board"), _("Bảng theo dõi"))],
        "asked": asked,
        "kinds": quality.kinds(),
        "forms": quality.forms_of(asked.place),
        "indicators": [(item.code, item.name(language())) for item in quality.indicators_of(asked.kind)],
        "years": quality.years_of(asked.today),
        "provinces": _provinces(user_place, asked),
        "problems": told,
        "csv": f"{reverse('quality_csv')}?{request.GET.urlencode()}",
    }
    return render(request, "desk/quality.html", context | _paged(request, table))


@audience(*READERS)
def quality_csv(request: DeskRequest) -> HttpResponse:
    """The same as a file."""
    asked = _asked(request)
    table, _told = _tried(lambda: quality.table_of(asked))
    return csv_answer(table, f"chat-luong-{asked.kind}-{asked.place.code or 'vn'}")


@audience(*READERS)
def by_place(request: DeskRequest, id: int, code: str) -> HttpResponse:
    """One indicator of a programme place by place, on the map that is chosen."""
    look, on = _look(request, id, code)
    table, told = _tried(lambda: byplace.table_of(look, code, on))
    context = {
        "section": "programmes",
        "crumbs": [
            (reverse("programmes"), _("Chương trình")),
            (f"{reverse('programme', args=[id])}?dia-ban={look.place.key}&ky={look.period}", look.programme.number),
        ],
        "look": look,
        "definition": definition(code),
        "name": definition(code).name(language()),
        "meaning": in_language(definition(code), "definition"),
        "map": on,
        "day": on.frame.isoformat() if on.frame else "",
        "span": str(look.period),
        "maps": byplace.maps(),
        "spans": headlines.spans_of(look.programme),
        "problems": told,
        "csv": f"{reverse('by_place_csv', args=[id, code])}?{request.GET.urlencode()}",
    }
    return render(request, "desk/by_place.html", context | _paged(request, table))


@audience(*READERS)
def by_place_csv(request: DeskRequest, id: int, code: str) -> HttpResponse:
    """The same as a file."""
    look, on = _look(request, id, code)
    table, _told = _tried(lambda: byplace.table_of(look, code, on))
    return csv_answer(table, f"{code}-{look.place.code or 'vn'}")


def _look(request: DeskRequest, id: int, code: str) -> tuple[headlines.Look, byplace.Map]:
    found = programme_in_view(request.user, id)
    look = headlines.Look(found, *asked_of(request, found), request.user)
    _known(code)
    return look, byplace.Map.asked(request.GET.get("ban-do", ""), request.GET.get("uoc-tinh", ""))


def _known(code: str) -> None:
    try:
        definition(code)
    except Refusal:
        raise Http404 from None


def _asked(request: DeskRequest) -> quality.Asked:
    """What the address asks; a place outside the territory is answered as if there were none."""
    place: Place = request.user.body.place
    key = request.GET.get("dia-ban", "")
    if key and key != place.key:
        found = places_by_key([key]).get(key)
        if found is None or not sees_place(request.user, found):
            raise Http404
        place = found
    return quality.asked_of(request.user, place, request.GET, timezone.localdate())


def _provinces(place: Place, asked: quality.Asked) -> list[tuple[str, str]]:
    if place.level != "country":
        return []
    listed = provinces_on(min(asked.period.end, asked.today))
    return [(place.key, place_label(place, language())), *((p.key, place_label(p, language())) for p in listed)]


def _tried(ask: Callable[[], Table]) -> tuple[Table, list[Any]]:
    """The table, or what was wrong with the question."""
    try:
        return ask(), []
    except Refusal as refusal:
        return Table([], []), problems(refusal)


def _paged(request: DeskRequest, table: Table) -> dict[str, Any]:
    page = paged(request, table.lines, LINES)
    lines = [list(zip(table.heads, line, strict=True)) for line in page]
    return {"table": table, "lines": lines, **page.context}
