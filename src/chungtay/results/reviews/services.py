"""Composing a review from a snapshot; what people do at it stands in `together` and is given out here."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from chungtay.kernel.errors import Both, Refusal
from chungtay.reference.actors.policies import sees_place
from chungtay.results.reviews.adapter import review_input
from chungtay.results.reviews.compose import compose
from chungtay.results.reviews.composition import Composition
from chungtay.results.reviews.effects import lines_of
from chungtay.results.reviews.grouping import UNSTATED, has_count
from chungtay.results.reviews.models import Review, ReviewKind
from chungtay.results.reviews.owntemplates import sections_for
from chungtay.results.reviews.revising import earlier_review
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
from chungtay.results.reviews.together.wording import Window, Written, draft_drop, draft_save, text_write
from chungtay.results.warehouse.queries import snapshot_facts

if TYPE_CHECKING:
    from collections.abc import Collection

    from chungtay.reference.actors.models import User
    from chungtay.reference.places.models import Place
    from chungtay.results.reviews.comparing import Earlier
    from chungtay.results.reviews.inputs import ReviewInput
    from chungtay.results.warehouse.models import Snapshot
    from chungtay.results.warehouse.types import SnapshotFacts

__all__ = [
    "Window",
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

_QUOTED = (ReviewKind.INTERIM, ReviewKind.FINAL)


@transaction.atomic
def review_compose(
    *,
    by: User,
    snapshot: Snapshot,
    kind: str = "final",
    issued: Collection[int] = (),
    areas: Collection[int] = (),
) -> Review:
    """A review of a snapshot, with the sections that a review of its level and kind starts with at the
    body. Composed twice its composition is the same to the byte.

    `issued` are the reviews that went out as papers: of those before, one of them is quoted first. `areas`: of a
    thematic report, the positions of its content areas.

    NotAllowed XET-101 unless the account's territory holds the snapshot's place; Refusal XET-027 of a thematic report
    without a content area, or of areas that the programme has not; refusals of `compose` otherwise.
    """
    _check_territory(by, snapshot.place)
    facts = snapshot_facts(snapshot)
    given = replace(
        review_input(facts, kind, _earlier(snapshot, facts, issued)), effects=lines_of(snapshot, facts.cells)
    )
    composition = compose(_of_areas(given, areas))
    if kind == ReviewKind.KNOWN:
        _check_known(composition)
    else:
        _check_counted(composition, snapshot)
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
    sections_start(by=by, review=made, sections=sections_for(by, composition))
    return made


def _of_areas(given: ReviewInput, chosen: Collection[int]) -> ReviewInput:
    """The same of some content areas alone, for a thematic report; any other kind tells them all."""
    if given.kind != ReviewKind.THEMATIC:
        return given
    known = {area.position for area in given.areas}
    if not chosen or not set(chosen) <= known:
        raise Refusal.of(
            "XET-027",
            Both("Báo cáo chuyên đề", "Thematic report"),
            read=", ".join(str(position) for position in sorted(chosen)),
            expected=Both("một hay nhiều nội dung của chương trình", "one or more content areas of the programme"),
            todo=Both("Chọn nội dung của chuyên đề", "Choose the content areas it is about"),
            vi="chưa chọn nội dung của chuyên đề",
            en="no content area is chosen",
        )
    areas = tuple(area for area in given.areas if area.position in set(chosen))
    codes = {item.row.indicator for area in areas for item in (*area.rows, *area.apart)}
    return replace(
        given,
        areas=areas,
        by_place=tuple(item for item in given.by_place if item.row.indicator in codes),
        before=tuple(item for item in given.before if item.row.indicator in codes),
        earlier=None,
    )


def _earlier(snapshot: Snapshot, facts: SnapshotFacts, issued: Collection[int]) -> Earlier | None:
    """The last review of the same programme and place whose dates lie within these, made before this was frozen; a
    draft that went nowhere only where none was issued, and never a monthly report, a brief or a notice to the press."""
    found = Review.objects.filter(
        programme=snapshot.programme_id,
        place=snapshot.place_id,
        kind__in=_QUOTED,
        start__gte=snapshot.start,
        end__lte=snapshot.end,
        created_at__lt=snapshot.created_at,
        snapshot__transaction_number__lt=snapshot.transaction_number,
    )
    rows = found.select_related("snapshot").order_by("end", "snapshot__transaction_number", "pk")
    last = rows.filter(pk__in=issued).last() or rows.last()
    if last is None:
        return None
    return earlier_review(Composition.from_json(last.composition), snapshot_facts(last.snapshot), facts)


def _check_counted(composition: Composition, snapshot: Snapshot) -> None:
    """Refusal XET-009: nothing was approved for the place and dates, so there is nothing to review."""
    rows = [row for area in composition.areas for row in (*area.rows, *area.apart)]
    if composition.annex or any(has_count(row) or row.shown.absence not in UNSTATED for row in rows):
        return
    span = composition.span.label()
    raise Refusal.of(
        "XET-009",
        Both(f"{composition.place_name.vi}, {span.vi}", f"{composition.place_name.en}, {span.en}"),
        read=snapshot.code,
        expected=Both("ít nhất một số liệu đã duyệt của kỳ này", "at least one approved figure of the period"),
        todo=Both("Duyệt báo cáo của kỳ này hoặc chọn kỳ khác", "Approve a report of the period, or choose another"),
        vi="chưa có số liệu nào được duyệt cho địa bàn và kỳ này",
        en="no figure is approved for this place and period",
    )


def _check_known(composition: Composition) -> None:
    """Refusal XET-013: a report of what is known of effects, and no kind was studied by then."""
    if composition.effects:
        return
    raise Refusal.of(
        "XET-013",
        Both(composition.place_name.vi, composition.place_name.en),
        expected=Both("ít nhất một đánh giá đã xong", "at least one study that is done"),
        todo=Both(
            "Lập đánh giá ở trang “Có hiệu quả không?” của một loại mô hình, rồi chốt số liệu lại",
            "Register a study on the page of a kind of model, then freeze again",
        ),
        vi="chưa có loại mô hình nào được đánh giá cho địa bàn này",
        en="no kind of model has been studied for this place",
    )


def _check_territory(by: User, place: Place) -> None:
    if not sees_place(by, place):
        raise not_allowed("XET-101", "Địa bàn này không thuộc cơ quan", "This place is not in the body's territory")
