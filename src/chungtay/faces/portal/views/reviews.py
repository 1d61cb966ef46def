"""Reviews that were made public, as their public rendition has them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import Http404
from django.utils.safestring import mark_safe

from chungtay.faces.portal.addresses import current
from chungtay.faces.portal.showing import page, paged
from chungtay.results.publishing import queries as publishing

if TYPE_CHECKING:
    from chungtay.faces.portal.showing import Made


@page
def reviews(asked: dict[str, str]) -> Made:
    """Every public review, newest first."""
    sheet = paged(publishing.releases_all(), asked, 20)
    lines = [(release, _title(publishing.composition_of(release))) for release in sheet]
    return "portal/reviews.html", {"sheet": sheet, "lines": lines}


def _title(review: Any) -> str:
    heading = review.heading
    return f"{heading.title.of(current())} {heading.subject.of(current())}".strip()


@page
def review(asked: dict[str, str], id: int) -> Made:
    """One review."""
    release = publishing.releases_all().filter(pk=id).first()
    if release is None:
        raise Http404
    # Our own renderer made it from data and escapes every text.
    body = mark_safe(publishing.release_fragment(release, current()))  # noqa: S308
    return "portal/review.html", {"release": release, "title": _title(publishing.composition_of(release)), "body": body}
