"""A place: what was done there, which models run there, how sure the figures are, and what it was called before."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from django.http import Http404
from django.utils import timezone

from chungtay.faces.portal.addresses import current
from chungtay.faces.portal.figures import newest_of_each
from chungtay.faces.portal.finding import above_name, is_ended, led_to
from chungtay.faces.portal.showing import page
from chungtay.faces.portal.views.models import point_line
from chungtay.reference.places import queries as places
from chungtay.results.publishing import queries as shelf

if TYPE_CHECKING:
    from collections.abc import Iterable

    from chungtay.faces.portal.showing import Made
    from chungtay.reference.places.models import Place
    from chungtay.results.publishing.models import PublicPoint

_MOST_POINTS = 60


def place_public(key: str) -> Place:
    """The place with a key; villages are nobody's business here."""
    place = places.place_get(key)
    if place.level == "village":
        raise Http404
    return place


@page
def place(asked: dict[str, str], key: str) -> Made:
    """One place."""
    unit = place_public(key)
    language, ended = current(), is_ended(unit)
    above = unit.home_province if not ended and unit.level == "commune" else None
    within = [] if ended or unit.level == "commune" else list(places.children(unit, timezone.localdate()))
    told = shelf.place_page("VN" if unit.level == "country" else unit.code, unit.vintage)
    return "portal/place.html", {
        "told": told,
        "subjects": newest_of_each(told.figures) if told else [],
        "points": [point_line(point) for point in told.points[:_MOST_POINTS]] if told else [],
        "points_count": len(told.points) if told else 0,
        "kinds": _kinds(told.points) if told else [],
        "place": unit,
        "name": places.place_label(unit, language),
        "above": (above.key, places.place_label(above, language)) if above else None,
        "above_name": above_name(unit, language),
        "ended": ended,
        "became": led_to(unit, language) if ended else [],
        "made_of": _made_of(unit, language) if not ended else [],
        "within": [(one.key, places.place_label(one, language)) for one in within if one.level != "village"],
    }


def _kinds(points: Iterable[PublicPoint]) -> list[tuple[str, str, int]]:
    """Kinds of the points by how many: code, name, number."""
    vietnamese = current() == "vi"
    counts = Counter((point.kind, point.kind_vi if vietnamese else point.kind_en) for point in points)
    return [(code, name, n) for (code, name), n in counts.most_common()]


def _made_of(unit: Place, language: str) -> list[tuple[str, str, bool]]:
    """The units of before the reform whose land lies in a unit of today: key, name, whether the whole of it."""
    if unit.level not in ("commune", "province"):
        return []
    links = places.predecessors(unit)
    return [
        (link.old.key, places.place_label(link.old, language), link.kind == "whole")
        for link in links
        if link.old.level == unit.level
    ]
