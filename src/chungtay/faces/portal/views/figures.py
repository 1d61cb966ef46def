"""Indicators and figures: how one is counted, where it is told, what one figure stands on and what replaced it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404

from chungtay.faces.portal.addresses import current
from chungtay.faces.portal.figures import line_of
from chungtay.faces.portal.saying import voices_of
from chungtay.faces.portal.showing import page, paged
from chungtay.results.publishing import queries as shelf
from chungtay.results.publishing.wording import indicator_of

if TYPE_CHECKING:
    from chungtay.faces.portal.showing import Made

LEVELS = ("country", "province", "commune")


@page
def indicators(asked: dict[str, str]) -> Made:
    """Every indicator of which something is public."""
    language = current()
    found = [(item.definition.code, item.definition.name(language)) for item in shelf.indicators_public()]
    return "portal/indicators.html", {"found": sorted(found, key=lambda line: line[1].casefold())}


@page
def indicator(asked: dict[str, str], code: str) -> Made:
    """How it is counted, and its latest figures by place, of the level that is asked for."""
    rule = indicator_of(code)
    if rule is None:
        raise Http404
    told = shelf.levels_of_indicator(code)
    levels = [level for level in LEVELS if level in told]
    level = asked.get("cap", "") if asked.get("cap", "") in levels else next(iter(levels), "")
    sheet = paged(shelf.figures_latest(code, level), asked, 100)
    language = current()
    return "portal/indicator.html", {
        "rule": rule,
        "name": rule.name(language),
        "unit": rule.unit(language),
        "meaning": rule.definition_vi if language == "vi" else rule.definition_en,
        "levels": levels,
        "level": level,
        "sheet": sheet,
        "lines": [line_of(item) for item in shelf.figures_by_id(sheet)],
    }


@page
def figure(asked: dict[str, str], id: int) -> Made:
    """One figure: what is printed, what it stands on, what came before and after, what residents said of it."""
    found = shelf.figure(id)
    if found is None:
        raise Http404
    now = shelf.figure_now(found)
    place = (found.place_code, found.place_vintage)
    rest = shelf.figures_of_place(*place, indicator=found.indicator)
    parts = [item for item in rest if item.cell != found.cell and (item.start, item.end) == (found.start, found.end)]
    times = [item for item in rest if item.cell == found.cell and item.pk != found.pk]
    times.sort(key=lambda item: item.end, reverse=True)
    language = current()
    title = found.publication.title if language == "vi" else found.publication.title_en
    return "portal/figure.html", {
        "line": line_of(found),
        "now": line_of(now) if now is not None and now.pk != found.pk else None,
        "is_replaced": now is None or now.pk != found.pk,
        "publication": found.publication,
        "publication_title": title,
        "leaf": found.leaf,
        "parts": [line_of(item) for item in parts],
        "times": [line_of(item) for item in times[:40]],
        **voices_of("figure", str(found.pk)),
    }
