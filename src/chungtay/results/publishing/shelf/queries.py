"""Reading the shelf: all that the public's pages, files and machines may know.

Every question goes through `visible`: a draft, what is under embargo and what was withdrawn are as if they were not.
A publication that another one corrects stays readable by its own address, and says by which; where figures are asked
for by place or indicator the correction alone answers, and of two publications of one figure the later.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import TYPE_CHECKING

from django.db.models import Count, Exists, F, OuterRef, Q, Window
from django.db.models.functions import RowNumber
from django.utils import timezone

from chungtay.reference.indicators.catalogue import Definition, catalogue, dimensions
from chungtay.results.publishing.models import Publication, PublicFigure, PublicPoint, Release

if TYPE_CHECKING:
    from django.db.models import QuerySet

COUNTRY = "VN"


def visible(now: datetime | None = None, prefix: str = "") -> Q:
    """What is public at a moment, as a filter on publications (or on what refers to one by `prefix`)."""
    at = now or timezone.now()
    embargo = Q(**{f"{prefix}embargo_until__isnull": True}) | Q(**{f"{prefix}embargo_until__lte": at})
    released = Q(**{f"{prefix}released_at__lte": at, f"{prefix}withdrawn_at__isnull": True})
    return released & embargo


def is_visible(found: Publication, now: datetime | None = None) -> bool:
    """Whether a publication is public at a moment."""
    return Publication.objects.filter(visible(now), pk=found.pk).exists()


def corrected_by(found: Publication, now: datetime | None = None) -> Publication | None:
    """The publication that one corrects, where the public may know of that one: it is or was public."""
    if found.corrects_id is None:
        return None
    known = Q(pk__in=publications_visible(now).values("pk")) | Q(pk__in=publications_withdrawn(now).values("pk"))
    return Publication.objects.filter(known, pk=found.corrects_id).select_related("place").first()


def publications_visible(now: datetime | None = None) -> QuerySet[Publication]:
    """Every publication that is public, newest first, those that were corrected among them."""
    found = Publication.objects.filter(visible(now)).select_related("place", "body", "snapshot", "corrects")
    return found.order_by("-released_at", "-pk")


def publication(code: str, now: datetime | None = None) -> Publication | None:
    """A public one by its address."""
    return publications_visible(now).filter(code=code).first()


def publications_withdrawn(now: datetime | None = None) -> QuerySet[Publication]:
    """What was public and was withdrawn, latest first: its title, days and reason are told, no figure of it. What was
    withdrawn under embargo never was."""
    at = now or timezone.now()
    seen = Q(embargo_until__isnull=True) | Q(embargo_until__lte=F("withdrawn_at"))
    found = Publication.objects.filter(seen, released_at__lte=at, withdrawn_at__isnull=False)
    return found.select_related("place", "body").order_by("-withdrawn_at", "-pk")


def replaced_by(found: Publication, now: datetime | None = None) -> Publication | None:
    """The public correction of a publication, the last of several; None where it stands as it is."""
    last, later = None, found
    while (corrected := publications_visible(now).filter(corrects=later).first()) is not None:
        last = later = corrected
    return last


def publications_standing(now: datetime | None = None) -> QuerySet[Publication]:
    """Those that are public and that no public one corrects."""
    correction = Publication.objects.filter(visible(now), corrects=OuterRef("pk"))
    return publications_visible(now).filter(~Exists(correction))


def _standing(now: datetime | None) -> dict[int, int]:
    """Publications by id, the newest first: their rank."""
    ids = publications_standing(now).values_list("pk", flat=True)
    return {pk: rank for rank, pk in enumerate(ids)}


def figures_of_publication(found: Publication, now: datetime | None = None) -> QuerySet[PublicFigure]:
    """All figures of one publication, place by place; none of one that is not public."""
    figures = PublicFigure.objects.filter(visible(now, "publication__"), publication=found)
    return figures.order_by("place_vintage", "place_code", "indicator", "cell", "start", "end")


def figures_of_place(
    code: str, vintage: str, *, indicator: str = "", now: datetime | None = None
) -> list[PublicFigure]:
    """The figures that stand for a place, by indicator, cell and period; of one told twice the later."""
    found = PublicFigure.objects.filter(place_code=code, place_vintage=vintage)
    return _newest(found.filter(indicator=indicator) if indicator else found, now)


def levels_of_indicator(indicator: str, now: datetime | None = None) -> set[str]:
    """Levels of places of which a whole figure of an indicator stands."""
    return set(_whole_of(indicator, now).order_by().values_list("place_level", flat=True).distinct())


def figures_latest(indicator: str, level: str, now: datetime | None = None) -> list[int]:
    """Ids of the whole figures of the newest period of each place of a level, by the place's code; of one told twice
    the later. Ids alone: of 3.321 communes over ten years, the figures themselves would fill the memory."""
    newest = Window(
        RowNumber(),
        partition_by=["place_vintage", "place_code"],
        order_by=["-end", "-start", "-publication__released_at", "-publication_id"],
    )
    found = _whole_of(indicator, now).filter(place_level=level).annotate(rank=newest).filter(rank=1)
    return list(found.order_by("place_code", "place_vintage").values_list("pk", flat=True))


def figures_by_id(ids: Iterable[int]) -> list[PublicFigure]:
    """Figures with their publications, in the order of the ids."""
    wanted = list(ids)
    found = PublicFigure.objects.select_related("publication").in_bulk(wanted)
    return [found[pk] for pk in wanted if pk in found]


def _whole_of(indicator: str, now: datetime | None) -> QuerySet[PublicFigure]:
    standing = publications_standing(now).order_by().values("pk")
    return PublicFigure.objects.filter(indicator=indicator, cell="", publication__in=standing)


def series(indicator: str, code: str, vintage: str, cell: str = "", now: datetime | None = None) -> list[PublicFigure]:
    """One indicator of one place through time, oldest first."""
    found = PublicFigure.objects.filter(place_code=code, place_vintage=vintage, indicator=indicator, cell=cell)
    return sorted(_newest(found, now), key=lambda figure: (figure.start, figure.end))


def figure(pk: int, now: datetime | None = None) -> PublicFigure | None:
    """One public figure, of a publication that was corrected too: `replaced_by` then says by which."""
    return PublicFigure.objects.filter(visible(now, "publication__"), pk=pk).select_related("publication").first()


def figure_now(found: PublicFigure, now: datetime | None = None) -> PublicFigure | None:
    """The figure that stands today for the same thing: itself, its correction, or None where none does."""
    same = PublicFigure.objects.filter(
        place_code=found.place_code, place_vintage=found.place_vintage, indicator=found.indicator, cell=found.cell
    ).filter(start=found.start, end=found.end)
    standing = _newest(same, now)
    return standing[0] if standing else None


def _newest(found: QuerySet[PublicFigure], now: datetime | None) -> list[PublicFigure]:
    ranks = _standing(now)
    best: dict[tuple[str, str, str, str, date, date], PublicFigure] = {}
    for item in found.filter(publication__in=list(ranks)).select_related("publication"):
        key = (item.indicator, item.cell, item.place_vintage, item.place_code, item.start, item.end)
        known = best.get(key)
        if known is None or ranks[item.publication_id] < ranks[known.publication_id]:
            best[key] = item
    return [best[key] for key in sorted(best)]


@dataclass(frozen=True)
class PublicIndicator:
    """An indicator of which something is public, as the catalogue defines it."""

    definition: Definition
    publications: tuple[str, ...]
    """Codes of those that hold it, newest first."""


def indicators_public(now: datetime | None = None) -> list[PublicIndicator]:
    """Indicators of which a figure is public, in the catalogue's order."""
    holders: dict[str, list[str]] = {}
    for found in publications_standing(now).values_list("code", "summary"):
        for code in found[1]:
            holders.setdefault(code, []).append(found[0])
    return [PublicIndicator(d, tuple(holders[d.code])) for d in catalogue().values() if d.code in holders]


@dataclass(frozen=True)
class PlacePage:
    """What is public about a place: figures as `figures_of_place`, its points, the publications they come from."""

    code: str
    vintage: str
    name: str
    level: str
    figures: tuple[PublicFigure, ...]
    points: tuple[PublicPoint, ...]
    publications: tuple[Publication, ...]


def place_page(code: str, vintage: str, now: datetime | None = None) -> PlacePage | None:
    """Everything public about a place; None where nothing is."""
    figures, points = figures_of_place(code, vintage, now=now), points_of_place(code, vintage, now=now)
    if not figures and not points:
        return None
    sources = {item.publication_id: item.publication for item in figures}
    sources |= {item.publication_id: item.publication for item in points}
    newest = sorted(sources.values(), key=lambda item: (item.released_at or item.created_at, item.pk), reverse=True)
    if figures:
        name, level = figures[0].place_name, figures[0].place_level
    else:
        name, level = points[0].place_name, "commune"
    return PlacePage(code, vintage, name, level, tuple(figures), tuple(points), tuple(newest))


def points_of_place(code: str, vintage: str, now: datetime | None = None) -> list[PublicPoint]:
    """The model points of a commune or province as the newest publication of its points tells them, by name."""
    of_place = Q(place_code=code, place_vintage=vintage) | Q(province_code=code, place_vintage=vintage)
    return list(_points_standing(PublicPoint.objects.filter(of_place), now).order_by("place_name", "kind_vi", "name"))


def points_of_kind(kind: str, now: datetime | None = None) -> QuerySet[PublicPoint]:
    """The public points of a kind of model, by province and commune."""
    found = _points_standing(PublicPoint.objects.filter(kind=kind), now)
    return found.order_by("province_name", "place_name", "name", "pk")


def point(public_id: str, now: datetime | None = None) -> PublicPoint | None:
    """A public point by the name that the public knows it by; None of one that is told no more."""
    return _points_standing(PublicPoint.objects.filter(public_id=public_id), now).order_by("-pk").first()


def points_of_publication(found: Publication, now: datetime | None = None) -> QuerySet[PublicPoint]:
    """The points of a publication that are told still."""
    return _points_standing(PublicPoint.objects.filter(publication=found), now)


def points_state(now: datetime | None = None) -> str:
    """What tells one state of the points that are told from another: a point that is told no more leaves every file."""
    ids = publications_standing(now).filter(points=True).values_list("pk", flat=True)
    return sha256(f"{[*ids]} {_closed_kinds()}".encode()).hexdigest()[:12]


@dataclass(frozen=True)
class PublicKind:
    """A kind of model of which points are public, and how many."""

    kind: str
    name_vi: str
    name_en: str
    points: int


def kinds_public(now: datetime | None = None) -> list[PublicKind]:
    """Kinds with public points, most first."""
    found = _points_standing(PublicPoint.objects.all(), now).values_list("kind", "kind_vi", "kind_en")
    return [PublicKind(*row) for row in found.annotate(n=Count("pk")).order_by("-n", "kind", "kind_vi")]


def _points_standing(found: QuerySet[PublicPoint], now: datetime | None) -> QuerySet[PublicPoint]:
    """Of each land the points of its newest publication alone: a point that is not told any more is gone, as are those
    of a kind that the catalogue has closed since."""
    told: list[tuple[int, str]] = []
    for item in publications_standing(now).filter(points=True):
        if item.place.code not in (place for _, place in told):
            told.append((item.pk, item.place.code))
    wanted = Q(pk__in=[])
    for rank, (pk, place) in enumerate(told):
        newer = [code for _, code in told[:rank]]
        if COUNTRY in newer:
            break
        wanted |= Q(publication=pk) & ~Q(province_code__in=newer)
        if place == COUNTRY:
            break
    return found.filter(wanted).exclude(kind__in=_closed_kinds()).select_related("publication")


def _closed_kinds() -> list[str]:
    members = dimensions()["model_kind"].members
    return [member.key for member in members if member.sensitive or not member.public]


def reviews_public() -> QuerySet[Release]:
    """Public renditions of reviews, newest first."""
    return Release.objects.select_related("review", "review__place").order_by("-released_at", "-pk")


def publications_of(figures: Iterable[PublicFigure]) -> list[Publication]:
    """The publications that figures come from, newest first."""
    found = {item.publication_id: item.publication for item in figures}
    return sorted(found.values(), key=lambda item: (item.released_at or item.created_at, item.pk), reverse=True)
