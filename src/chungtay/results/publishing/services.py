"""Releasing: the one way out of the house."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from chungtay.kernel.errors import Both, Refusal
from chungtay.reference.actors.policies import sees_place
from chungtay.reference.actors.queries import Role
from chungtay.reference.indicators.catalogue import catalogue
from chungtay.reference.places.queries import lies_within, places_by_key
from chungtay.results.publishing.disclosure import disclose
from chungtay.results.publishing.locking import releasing_wait
from chungtay.results.publishing.log.reviews import release_log
from chungtay.results.publishing.models import PublicFigure, Release
from chungtay.results.publishing.shelf.refusals import not_yours
from chungtay.results.publishing.together import audited
from chungtay.results.reviews import queries as reviews
from chungtay.results.reviews.composition import Composition

if TYPE_CHECKING:
    from chungtay.reference.actors.models import User
    from chungtay.results.reviews.models import Review


@transaction.atomic
def release(*, by: User, review: Review) -> Release:
    """The public rendition of a review, made now under the rules in force.

    NotAllowed CONGBO-004 unless an approver of the review's territory asks. Refusal CONGBO-001 for an illustration
    outside a demonstration, CONGBO-002 when it is released already, CONGBO-003 when a release on the other map holds
    the same sensitive totals: their differences would tell what neither shows; CONGBO-101 without a key for the log.
    Counts that would open a small one beside what is public already are kept.
    """
    if by.role != Role.APPROVER or not sees_place(by, review.place):
        raise not_yours(Both("báo cáo", "review"))
    releasing_wait()
    _check_release(review)
    public = audited(review, disclose(reviews.composition_of(review), catalogue()))
    _check_other_map(review, public)
    _check_shelf(review, public)
    made = Release.objects.create(
        review=review,
        composition=public.to_json(),
        digest=public.digest,
        released_at=timezone.now(),
        released_by=by,
    )
    release_log(made)
    return made


def _check_release(review: Review) -> None:
    where = Both(f"Báo cáo {review.pk}", f"Review {review.pk}")
    if review.is_illustration and not settings.DEMO:
        raise Refusal.of(
            "CONGBO-001",
            where,
            read=Both("bản minh họa", "an illustration"),
            expected=Both("báo cáo từ số liệu thật", "a review of real figures"),
            todo=Both("Chốt số liệu lại không có nguồn minh họa", "Freeze again without illustrative sources"),
            vi="Bản minh họa không được công bố",
            en="An illustration is never published",
        )
    if Release.objects.filter(review=review).exists():
        raise Refusal.of(
            "CONGBO-002",
            where,
            todo=Both("Mở bản đã công bố", "Open what was released"),
            vi="Báo cáo này đã được công bố",
            en="This review has been released",
        )


def _check_other_map(review: Review, public: Composition) -> None:
    """Old and new borders of one land: a sensitive total is public on one of the two maps only."""
    overlapping = Release.objects.filter(review__start__lte=review.end, review__end__gte=review.start)
    mine = _sensitive(public)
    for other in overlapping.select_related("review__place"):
        places = (review.place, other.review.place)
        if places[0].vintage == places[1].vintage or places[0].level != places[1].level:
            continue
        same_land = lies_within(places[0], places[1]) or lies_within(places[1], places[0])
        if same_land and mine & _sensitive(Composition.from_json(other.composition)):
            raise Refusal.of(
                "CONGBO-003",
                Both(f"Báo cáo {review.pk}", f"Review {review.pk}"),
                read=Both(f"bản công bố {other.pk}", f"release {other.pk}"),
                todo=Both("Giữ bản đã công bố", "Keep the one that is public"),
                vi="Đã công bố số liệu này theo địa giới khác",
                en="These totals are public on the other map already",
            )


def _check_shelf(review: Review, public: Composition) -> None:
    """The same beside the figures that stand on the shelf."""
    released = PublicFigure.objects.filter(publication__released_at__isnull=False, indicator__in=_sensitive(public))
    of_provinces = released.filter(place_level="province", absence="", start__lte=review.end, end__gte=review.start)
    told = of_provinces.exclude(place_vintage=review.place.vintage).values_list("place_code", "place_vintage")
    places = places_by_key({f"p{code}@{vintage}" for code, vintage in told.distinct()}).values()
    if review.place.level == "province" and any(p.home_province_id == review.place.home_province_id for p in places):
        raise Refusal.of(
            "CONGBO-003",
            Both(f"Báo cáo {review.pk}", f"Review {review.pk}"),
            read=Both("các đợt công bố số liệu", "publications of figures"),
            todo=Both("Giữ bản đã công bố", "Keep the one that is public"),
            vi="Đã công bố số liệu này theo địa giới khác",
            en="These totals are public on the other map already",
        )


def _sensitive(public: Composition) -> set[str]:
    rules = catalogue()
    rows = (row for area in public.areas for row in area.rows)
    return {row.indicator for row in rows if rules[row.indicator].is_sensitive}
