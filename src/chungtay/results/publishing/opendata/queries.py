"""Questions of machines to the shelf, by pages: figures and points in an order that does not move under the reader."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q

from chungtay.results.publishing.models import Publication, PublicFigure
from chungtay.results.publishing.shelf.queries import (
    publications_standing,
    publications_visible,
    publications_withdrawn,
    replaced_by,
    visible,
)

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet


@dataclass(frozen=True)
class Asked:
    """Which figures: of one publication, or those that stand; each part that is empty asks for all."""

    publication: str = ""
    indicator: str = ""
    cell: str | None = None
    place: tuple[str, str] | None = None
    level: str = ""
    start: date | None = None
    end: date | None = None


def figures_asked(asked: Asked, now: datetime | None = None) -> QuerySet[PublicFigure]:
    """The figures in the order in which they came onto the shelf, which does not move.

    Of one publication all its figures, else those that stand: of one told twice the later alone.
    """
    found = PublicFigure.objects.filter(_wanted(asked))
    if asked.publication:
        found = found.filter(visible(now, "publication__"), publication__code=asked.publication)
    else:
        standing = list(publications_standing(now).values_list("pk", flat=True))
        later = PublicFigure.objects.filter(
            Q(publication__released_at__gt=OuterRef("publication__released_at")),
            publication__in=standing,
            place_code=OuterRef("place_code"),
            place_vintage=OuterRef("place_vintage"),
            indicator=OuterRef("indicator"),
            cell=OuterRef("cell"),
            start=OuterRef("start"),
            end=OuterRef("end"),
        )
        found = found.filter(~Exists(later), publication__in=standing)
    return found.select_related("publication").order_by("pk")


def figures_page(asked: Asked, *, after: int, size: int, now: datetime | None = None) -> tuple[list[PublicFigure], int]:
    """Up to `size` figures behind the one with the key `after`, and the key to go on from; 0 at the end."""
    page = list(figures_asked(asked, now).filter(pk__gt=after)[: size + 1])
    return page[:size], page[size - 1].pk if len(page) > size else 0


def _wanted(asked: Asked) -> Q:
    wanted = Q()
    if asked.indicator:
        wanted &= Q(indicator=asked.indicator)
    if asked.cell is not None:
        wanted &= Q(cell=asked.cell)
    if asked.place is not None:
        wanted &= Q(place_code=asked.place[0], place_vintage=asked.place[1])
    if asked.level:
        wanted &= Q(place_level=asked.level)
    if asked.start is not None:
        wanted &= Q(end__gte=asked.start)
    if asked.end is not None:
        wanted &= Q(start__lte=asked.end)
    return wanted


@dataclass(frozen=True)
class Change:
    """What happened to what is public: "released", "corrected" or "withdrawn"."""

    at: datetime
    what: str
    publication: Publication
    by: str = ""
    """Of a corrected one, the publication that stands in its place."""


def changes(now: datetime | None = None) -> list[Change]:
    """All that was released, corrected and withdrawn, newest first."""
    found = []
    for publication in publications_visible(now):
        seen_at = max(filter(None, (publication.released_at, publication.embargo_until)))
        found.append(Change(seen_at, "released", publication))
        later = replaced_by(publication, now)
        if later is not None and later.released_at is not None:
            found.append(Change(later.released_at, "corrected", publication, later.code))
    for publication in publications_withdrawn(now):
        if publication.withdrawn_at is not None:
            found.append(Change(publication.withdrawn_at, "withdrawn", publication))
    return sorted(found, key=lambda change: (change.at, change.publication.pk), reverse=True)
