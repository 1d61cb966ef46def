"""Publications: what was told when, what was put right or withdrawn, and what is not known."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import Http404

from chungtay.faces.portal.addresses import current
from chungtay.faces.portal.figures import key_of, line_of
from chungtay.faces.portal.showing import page, paged
from chungtay.results.publishing import queries as shelf
from chungtay.results.publishing.wording import indicator_of, period_name

if TYPE_CHECKING:
    from chungtay.faces.portal.showing import Made
    from chungtay.results.publishing.models import Publication


def told(found: Publication) -> dict[str, Any]:
    """A publication as lists show it."""
    vietnamese = current() == "vi"
    place, corrects = found.place, shelf.corrected_by(found)
    return {
        "code": found.code,
        "title": found.title if vietnamese else found.title_en,
        "note": found.note_vi if vietnamese else found.note_en,
        "place_key": key_of(place.level, place.code, place.vintage),
        "place_name": place.full_name,
        "period": period_name(found.start, found.end, "total", found.clock, current()),
        "released_at": max(filter(None, (found.released_at, found.embargo_until))),
        "withdrawn_at": found.withdrawn_at,
        "figures": found.figure_count,
        "points": found.point_count,
        "corrects": corrects.code if corrects else "",
        "is_illustration": found.is_illustration,
    }


@page
def publications(asked: dict[str, str]) -> Made:
    """Every publication, newest first."""
    sheet = paged(shelf.publications_visible(), asked, 20)
    return "portal/publications.html", {
        "sheet": sheet,
        "found": [told(item) for item in sheet],
        "withdrawn": [told(item) for item in shelf.publications_withdrawn()[:20]],
    }


@page
def publication(asked: dict[str, str], code: str) -> Made:
    """One publication: what it tells, what it keeps and why, and by which it was replaced."""
    found = shelf.publication(code)
    if found is None:
        return _withdrawn(code)
    later = shelf.replaced_by(found)
    sheet = paged(shelf.figures_of_publication(found).select_related("publication"), asked, 100)
    return "portal/publication.html", {
        "told": told(found),
        "publication": found,
        "later": told(later) if later else None,
        "sheet": sheet,
        "lines": [line_of(item) for item in sheet],
    }


def _withdrawn(code: str) -> Made:
    found = shelf.publications_withdrawn().filter(code=code).first()
    if found is None:
        raise Http404
    return "portal/withdrawn.html", {"told": told(found)}


@page
def corrections(asked: dict[str, str]) -> Made:
    """What was put right and what was withdrawn."""
    right = [(item, shelf.corrected_by(item)) for item in shelf.publications_visible() if item.corrects_id]
    pairs = [(told(item), told(corrected)) for item, corrected in right if corrected is not None]
    withdrawn = [told(item) for item in shelf.publications_withdrawn()]
    return "portal/corrections.html", {"pairs": pairs, "withdrawn": withdrawn}


@page
def unknown(asked: dict[str, str]) -> Made:
    """What is not known: of each publication how many figures are missing or kept back, by indicator."""
    language, found = current(), []
    for item in shelf.publications_standing()[:12]:
        rows = [_row(code, sums, language) for code, sums in item.summary.items()]
        found.append((told(item), sorted(rows, key=lambda row: -row["absent"])))
    return "portal/unknown.html", {"found": found}


def _row(code: str, sums: dict[str, int], language: str) -> dict[str, Any]:
    rule = indicator_of(code)
    kept = sum(sums.get(why, 0) for why in ("threshold", "complement", "floor"))
    known, absent = sums.get("told", 0), sums.get("absent", 0)
    return {
        "code": code,
        "name": rule.name(language) if rule else code,
        "told": known,
        "kept": kept,
        "absent": absent,
        "all": known + kept + absent,
    }
