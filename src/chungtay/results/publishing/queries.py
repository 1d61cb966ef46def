"""Reading what is public: the shelf, whose questions stand on `shelf/queries.py`, and the releases of reviews.

What draws and writes is imported where it is needed: every command and worker would wait half a second for it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import QuerySet

from chungtay.results.issuing.queries import public_docx
from chungtay.results.publishing.models import Release
from chungtay.results.publishing.shelf.queries import (
    PlacePage,
    PublicIndicator,
    PublicKind,
    corrected_by,
    figure,
    figure_now,
    figures_by_id,
    figures_latest,
    figures_of_place,
    figures_of_publication,
    indicators_public,
    kinds_public,
    levels_of_indicator,
    place_page,
    point,
    points_of_kind,
    points_of_place,
    publication,
    publications_of,
    publications_standing,
    publications_visible,
    publications_withdrawn,
    replaced_by,
    reviews_public,
    series,
    visible,
)
from chungtay.results.reviews.composition import Composition

if TYPE_CHECKING:
    from chungtay.results.reviews.models import Review

__all__ = [
    "PlacePage",
    "PublicIndicator",
    "PublicKind",
    "composition_of",
    "corrected_by",
    "figure",
    "figure_now",
    "figures_by_id",
    "figures_latest",
    "figures_of_place",
    "figures_of_publication",
    "indicators_public",
    "kinds_public",
    "levels_of_indicator",
    "place_page",
    "point",
    "points_of_kind",
    "points_of_place",
    "publication",
    "publications_of",
    "publications_standing",
    "publications_visible",
    "publications_withdrawn",
    "release_docx",
    "release_fragment",
    "release_of",
    "releases_all",
    "replaced_by",
    "reviews_public",
    "series",
    "visible",
]


def release_of(review: Review) -> Release | None:
    """The release of a review, or None while it is not public."""
    return Release.objects.filter(review=review).first()


def releases_all() -> QuerySet[Release]:
    """Everything public, newest first."""
    return Release.objects.order_by("-released_at", "-pk")


def composition_of(release: Release) -> Composition:
    """The public composition as data."""
    return Composition.from_json(release.composition)


def release_fragment(release: Release, language: str = "vi") -> str:
    """The public review as a fragment of HTML, without links to evidence."""
    from chungtay.results.reviews import render_html

    return render_html.render(composition_of(release), language=language)


def release_docx(release: Release) -> bytes:
    """The public review as a Word file."""
    return public_docx(release.review, composition_of(release))
