"""The page of open data: what there is, in which forms, under which licence, what changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings

from chungtay.faces.portal.addresses import current
from chungtay.faces.portal.showing import page, paged
from chungtay.results.publishing import queries as shelf
from chungtay.results.publishing.opendata import queries as opendata
from chungtay.results.publishing.opendata.columns import FIGURES
from chungtay.results.publishing.opendata.metadata import subjects_of

if TYPE_CHECKING:
    from chungtay.faces.portal.showing import Made

_MOST_CHANGES = 12


@page
def data(asked: dict[str, str]) -> Made:
    """All of it on one page."""
    language = current()
    sheet = paged(shelf.publications_visible(), asked, 25)
    lines = [
        {
            "publication": found,
            "title": found.title if language == "vi" else found.title_en,
            "subjects": subjects_of(found),
            "later": shelf.replaced_by(found),
        }
        for found in sheet
    ]
    changes = [
        (change, change.publication.title if language == "vi" else change.publication.title_en)
        for change in opendata.changes()[:_MOST_CHANGES]
    ]
    return "portal/data.html", {
        "sheet": sheet,
        "lines": lines,
        "changes": changes,
        "indicators": [(item.definition.code, item.definition.name(language)) for item in shelf.indicators_public()],
        "columns": [(column.name, column.title_vi if language == "vi" else column.title_en) for column in FIGURES],
        "licence": settings.DATA_LICENCE,
        "is_cc_by": "/licenses/by/4.0" in settings.DATA_LICENCE,
        "site": settings.PUBLIC_URL.rstrip("/"),
    }
