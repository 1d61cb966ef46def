"""Programmes: what they are, their headline figures by content area, and what each figure is the sum of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from chungtay.faces.desk import headlines, labels
from chungtay.faces.desk.audience import READERS, DeskRequest, audience
from chungtay.faces.desk.forms import period_written
from chungtay.faces.desk.paging import paged
from chungtay.faces.desk.showing import figure_lines, in_language, withheld_in_sum
from chungtay.faces.desk.since import since_of
from chungtay.faces.desk.telling import language, problems
from chungtay.gathering.approval import policies
from chungtay.gathering.programmes import queries as room
from chungtay.kernel.errors import Refusal
from chungtay.ledger import queries as ledger
from chungtay.reference.actors.policies import sees_place
from chungtay.reference.indicators.queries import definition
from chungtay.reference.places.queries import place_get, place_label, place_one, provinces_on, territory_q
from chungtay.results.reviews import queries as review_queries

if TYPE_CHECKING:
    from chungtay.gathering.programmes.models import Programme
    from chungtay.kernel.periods import Period
    from chungtay.reference.actors.models import User
    from chungtay.reference.places.models import Place
    from chungtay.results.warehouse.questions import Row

NEWEST = 5


@audience(*READERS)
def programmes(request: DeskRequest) -> HttpResponse:
    """The programmes that the account takes part in or follows."""
    seen = set(room.programmes_visible(request.user).values_list("pk", flat=True))
    found = [(programme, programme.pk in seen) for programme in room.programmes_followed(request.user)]
    return render(request, "desk/programmes.html", {"section": "programmes", "programmes": found})


def programme_in_view(user: User, id: int) -> Programme:
    """The programme, if the account may see it; else 404."""
    found = next((p for p in room.programmes_visible(user) if p.pk == id), None)
    if found is None:
        raise Http404
    return found


def programme_followed(user: User, id: int) -> Programme:
    """The programme, if the account's body carries it out; else 404."""
    found = next((p for p in room.programmes_followed(user) if p.pk == id), None)
    if found is None:
        raise Http404
    return found


@audience(*READERS)
def programme(request: DeskRequest, id: int) -> HttpResponse:
    """One programme for a place and period, by default the account's own place and the whole term."""
    user = request.user
    found = programme_in_view(user, id)
    period = _period_asked(request, found)
    place, told = _place_asked(request, found, period)
    look = headlines.Look(found, place, period, user)
    totals = headlines.totals_of(look)
    context = {
        "section": "programmes",
        "crumbs": [(reverse("programmes"), _("Chương trình"))],
        "programme": found,
        "has_figures": True,
        "place": place,
        "place_text": place_label(place, language()),
        "provinces": _provinces(user, period),
        "span": str(period),
        "spans": headlines.spans_of(found),
        "problems": told,
        "areas": headlines.area_tiles(look, totals),
        "coverage": headlines.coverage(look, totals),
        "parties": room.parties(found),
        "lineage": room.lineage(found)[1:],
        "reviews": [r for r in review_queries.reviews_visible(user) if r.programme_id == found.pk][:NEWEST],
        "batches": _newest_batches(look),
        "may_compose": policies.may_freeze(user, place),
        "review_kinds": labels.REVIEW_KINDS,
    }
    return render(request, "desk/programme.html", context)


def _newest_batches(look: headlines.Look) -> list[dict[str, Any]]:
    """The last batches about the place within the programme's term: other years are told by other programmes."""
    term = room.term(look.programme)
    within = ledger.batches_visible(look.by).filter(territory_q(look.place), start__gte=term.start, end__lte=term.end)
    newest = list(within[:NEWEST])
    states = ledger.batch_statuses([b.pk for b in newest])
    return [{"batch": b, "state": states.get(b.pk, "")} for b in newest]


def asked_of(request: DeskRequest, found: Programme) -> tuple[Place, Period]:
    """The place and period of an address, the usual ones where they cannot be read."""
    period = _period_asked(request, found)
    return _place_asked(request, found, period)[0], period


def _period_asked(request: DeskRequest, found: Programme) -> Period:
    whole = room.term(found)
    asked = period_written(request.GET.get("ky", ""))
    return asked if asked is not None and str(asked) != str(whole) else whole


def _place_asked(request: DeskRequest, found: Programme, period: Period) -> tuple[Place, list[Any]]:
    """The place of the address, by key or by name; the usual one with the reason where it is refused."""
    usual = headlines.place_for(found, request.user)
    asked = request.GET.get("dia-ban", "").strip()
    if not asked or asked in (usual.key, place_label(usual, language())):
        return usual, []
    try:
        place = place_get(asked) if asked == "vn" or "@" in asked else place_one(asked, on=period.end)
    except Refusal as refusal:
        return usual, problems(refusal)
    if not sees_place(request.user, place):
        raise Http404
    return place, []


def _provinces(user: User, period: Period) -> list[str]:
    if user.body.place.level != "country":
        return []
    return [place_label(place, language()) for place in provinces_on(period.end)]


@audience(*READERS)
def evidence(request: DeskRequest, id: int, code: str) -> HttpResponse:
    """What one headline figure, or one part of it (`?phan=`), is the sum of, each line leading to its sentence."""
    user = request.user
    found = programme_in_view(user, id)
    period = _period_asked(request, found)
    place, _told = _place_asked(request, found, period)
    look, cell = headlines.Look(found, place, period, user), request.GET.get("phan", "")
    totals = headlines.totals_of(look)
    row = headlines.evidence_row(look, totals, code, cell)
    if row is None:
        raise Http404
    tile = headlines.row_tile(look, row) if cell else headlines.tile(look, totals, code)
    page = paged(request, row.figure_ids)
    meaning = definition(code)
    back = f"{reverse('programme', args=[id])}?dia-ban={place.key}&ky={period}"
    context = {
        "section": "programmes",
        "crumbs": [(reverse("programmes"), _("Chương trình")), (back, found.number)],
        "place": place,
        "row_period": row.period or period,
        "tile": tile,
        "definition": in_language(meaning, "definition"),
        "lines": figure_lines(ledger.figures_get(list(page)), by=user, withheld=_withheld(row, user)),
        "total_lines": len(row.figure_ids),
        "has_places": place.level in ("country", "province"),
        "code": code,
        "programme_id": id,
        "since": since_of(look, code, cell, request.GET.get("tu", "")),
        "span": str(period),
        "cell": cell,
    }
    return render(request, "desk/evidence.html", context | page.context)


def _withheld(row: Row, user: User) -> set[int]:
    """Figures of a sum that are kept back besides the small ones: the sum itself is shown."""
    if row.total is None or definition(row.indicator).threshold is None:
        return set()
    return withheld_in_sum(ledger.figures_get(row.figure_ids), by=user)
