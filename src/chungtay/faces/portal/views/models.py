"""Community models in public: their kinds, where each kind runs, and one point with what residents say of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404

from chungtay.faces.portal.addresses import current
from chungtay.faces.portal.figures import key_of
from chungtay.faces.portal.saying import voices_of
from chungtay.faces.portal.showing import page, paged
from chungtay.results.publishing import queries as shelf

if TYPE_CHECKING:
    from typing import Any

    from chungtay.faces.portal.showing import Made
    from chungtay.results.publishing.models import PublicPoint


def point_line(point: PublicPoint) -> dict[str, Any]:
    """A point as lists show it."""
    kind = point.kind_vi if current() == "vi" else point.kind_en
    return {
        "id": point.public_id,
        "name": point.name,
        "kind": kind,
        "kind_code": point.kind,
        "place_key": key_of("commune", point.place_code, point.place_vintage),
        "place_name": point.place_name,
        "province_name": point.province_name,
        "state": point.state,
        "year": point.opened_year,
        "as_of": point.as_of,
    }


@page
def kinds(asked: dict[str, str]) -> Made:
    """Every kind of model of which points are public."""
    vietnamese = current() == "vi"
    found = [(kind.kind, kind.name_vi if vietnamese else kind.name_en, kind.points) for kind in shelf.kinds_public()]
    return "portal/kinds.html", {"found": found}


@page
def kind(asked: dict[str, str], code: str) -> Made:
    """One kind and where it runs."""
    points = shelf.points_of_kind(code)
    first = points.first()
    if first is None:
        raise Http404
    sheet = paged(points, asked, 60)
    return "portal/kind.html", {
        "name": first.kind_vi if current() == "vi" else first.kind_en,
        "count": sheet.paginator.count,
        "sheet": sheet,
        "points": [point_line(point) for point in sheet],
    }


@page
def point(asked: dict[str, str], id: str) -> Made:
    """One point: what the register says, what residents say, and two taps to say so."""
    found = shelf.point(id)
    if found is None:
        raise Http404
    return "portal/point.html", {
        "point": point_line(found),
        "publication": found.publication,
        "publication_title": found.publication.title if current() == "vi" else found.publication.title_en,
        **voices_of("point", id),
        "wishes": voices_of("wish", id)["voices"],
    }
