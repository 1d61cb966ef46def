"""Composing a review from a snapshot; what people do at it stands in `together` and is given out here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from chungtay.reference.actors.policies import sees_place
from chungtay.results.reviews.adapter import review_input
from chungtay.results.reviews.compose import compose
from chungtay.results.reviews.models import Review
from chungtay.results.reviews.structure.templates import outline
from chungtay.results.reviews.together.arranging import (
    section_add,
    section_hide,
    section_move,
    section_rename,
    section_step,
    sections_start,
    sections_undo,
)
from chungtay.results.reviews.together.refusals import not_allowed
from chungtay.results.reviews.together.remarks import (
    comment_add,
    comment_resolve,
    section_give,
    suggestion_decide,
    suggestion_make,
)
from chungtay.results.reviews.together.wording import Written, draft_drop, draft_save, text_write
from chungtay.results.warehouse.queries import snapshot_facts

if TYPE_CHECKING:
    from chungtay.reference.actors.models import User
    from chungtay.reference.places.models import Place
    from chungtay.results.warehouse.models import Snapshot

__all__ = [
    "Written",
    "comment_add",
    "comment_resolve",
    "draft_drop",
    "draft_save",
    "review_compose",
    "section_add",
    "section_give",
    "section_hide",
    "section_move",
    "section_rename",
    "section_step",
    "sections_undo",
    "suggestion_decide",
    "suggestion_make",
    "text_write",
]


@transaction.atomic
def review_compose(*, by: User, snapshot: Snapshot, kind: str = "final") -> Review:
    """A review of a snapshot, with the sections that a review of its level and kind starts with. Composed twice its
    composition is the same to the byte.

    NotAllowed XET-101 unless the account's territory holds the snapshot's place; refusals of `compose` otherwise.
    """
    _check_territory(by, snapshot.place)
    composition = compose(review_input(snapshot_facts(snapshot), kind))
    made = Review.objects.create(
        snapshot=snapshot,
        programme=snapshot.programme,
        place=snapshot.place,
        start=snapshot.start,
        end=snapshot.end,
        kind=kind,
        composition=composition.to_json(),
        digest=composition.digest,
        is_illustration=composition.is_illustration,
        created_at=timezone.now(),
        created_by=by,
    )
    sections_start(by=by, review=made, sections=outline(composition))
    return made


def _check_territory(by: User, place: Place) -> None:
    if not sees_place(by, place):
        raise not_allowed("XET-101", "Địa bàn này không thuộc cơ quan", "This place is not in the body's territory")
