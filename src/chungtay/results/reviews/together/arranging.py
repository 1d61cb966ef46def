"""The sections of a review, as people arrange them: each change appends rows, and any change can be taken back."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from chungtay.kernel.errors import Both, Refusal
from chungtay.results.reviews.composition import Composition, Text
from chungtay.results.reviews.models import Review, ReviewSection, SectionDeed
from chungtay.results.reviews.structure.own import OWN
from chungtay.results.reviews.structure.shape import LEVELS, PART, Block, Section
from chungtay.results.reviews.structure.templates import added, check_blocks, outline
from chungtay.results.reviews.together import policies
from chungtay.results.reviews.together.refusals import nothing, too_long
from chungtay.results.reviews.together.screening import said

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from chungtay.reference.actors.models import User

MAX_TITLE = 200
MOST_SECTIONS = 80


def sections_start(*, by: User, review: Review, sections: Iterable[Section]) -> None:
    """The sections that a review starts with. Refusal XET-010 for a kind of block that nothing prints."""
    listed = list(sections)
    for section in listed:
        check_blocks(section.blocks, section.key)
    _append(by, review, 1, SectionDeed.COMPOSED, list(enumerate(listed)))


def sections_of(review: Review) -> tuple[Section, ...]:
    """The sections in their order, hidden ones among them; the template's where none were kept with the review."""
    return tuple(section for _, section in _state(review))


def sections_public(review: Review, *, until: datetime | None = None) -> tuple[Section, ...]:
    """The sections in their order as they stood at a moment (now for None), under the titles that they were made with.

    What officers call a section is their wording, and a section that they added holds nothing else: neither is public.
    Nor is what a body's own outline calls a section.
    """
    made = ReviewSection.objects.filter(review=review, deed=SectionDeed.COMPOSED)
    start = [_section(row) for row in made] or outline(Composition.from_json(review.composition))
    titles = {section.key: section.title for section in start if not section.key.startswith(OWN)}
    state = _state(review, until)
    return tuple(section.changed(title=titles[section.key]) for _, section in state if section.key in titles)


def changes_of(review: Review) -> list[ReviewSection]:
    """What was done to the sections, latest first: the first row of each change."""
    rows = ReviewSection.objects.filter(review=review).select_related("changed_by__body").order_by("-change", "pk")
    found: dict[int, ReviewSection] = {}
    for row in rows:
        found.setdefault(row.change, row)
    return list(found.values())


@transaction.atomic
def section_rename(*, by: User, review: Review, key: str, title: str, title_en: str = "") -> None:
    """Another title. Refusal XET-004 to XET-008 as for a text, XET-013 where there is no such section."""
    state = _locked(by, review)
    position, section = _one(state, key)
    vi = _title(review, title)
    en = _title(review, title_en) if title_en else (section.title.en if vi == section.title.vi else vi)
    _append(by, review, None, SectionDeed.RENAMED, [(position, section.changed(title=Text(vi, en)))])


@transaction.atomic
def section_hide(*, by: User, review: Review, key: str, hidden: bool = True) -> None:
    """Leave a section out of the document, or put it back. Nothing that was written in it is lost."""
    state = _locked(by, review)
    position, section = _one(state, key)
    if section.is_hidden != hidden:
        deed = SectionDeed.HIDDEN if hidden else SectionDeed.SHOWN
        _append(by, review, None, deed, [(position, section.changed(is_hidden=hidden))])


@transaction.atomic
def section_move(*, by: User, review: Review, key: str, after: str) -> None:
    """Set a section behind another, '' for the very front."""
    state = _locked(by, review)
    _, section = _one(state, key)
    order = [found for _, found in state if found.key != key]
    place = 0 if after == "" else 1 + order.index(_one([(0, found) for found in order], after)[1])
    order.insert(place, section)
    was = {found.key: position for position, found in state}
    moved = [(position, found) for position, found in enumerate(order) if was[found.key] != position]
    if moved:
        _append(by, review, None, SectionDeed.MOVED, moved)


@transaction.atomic
def section_step(*, by: User, review: Review, key: str, up: bool) -> None:
    """Set a section before the one above it, or behind the one below; at either end nothing happens."""
    order = [section.key for section in sections_of(review)]
    _one([(0, section) for section in sections_of(review)], key)
    others = [other for other in order if other != key]
    place = order.index(key) + (-1 if up else 1)
    if 0 <= place < len(order):
        section_move(by=by, review=review, key=key, after=others[place - 1] if place else "")


@transaction.atomic
def section_add(*, by: User, review: Review, title: str, after: str, title_en: str = "", level: int = PART) -> Section:
    """A section of one text behind another. Refusal XET-014 where there are too many."""
    state = _locked(by, review)
    if len(state) >= MOST_SECTIONS or level not in LEVELS:
        raise Refusal.of(
            "XET-014",
            Both("đề cương", "outline"),
            read=str(len(state)),
            expected=f"≤ {MOST_SECTIONS}",
            todo=Both("Gộp các mục", "Join some sections"),
            vi="báo cáo đã quá nhiều mục",
            en="the review has too many sections",
        )
    known = {key for _, found in state for key in (found.key, *(b.key for b in found.blocks))}
    key = next(name for number in count(1) if (name := f"added-{number}") not in known)
    vi = _title(review, title)
    made = added(key, Text(vi, _title(review, title_en) if title_en else vi), level)
    order = [found for _, found in state]
    place = 0 if after == "" else 1 + order.index(_one(state, after)[1])
    order.insert(place, made)
    was = {found.key: position for position, found in state}
    _append(
        by, review, None, SectionDeed.ADDED, [(p, found) for p, found in enumerate(order) if was.get(found.key) != p]
    )
    return made


@transaction.atomic
def sections_undo(*, by: User, review: Review) -> SectionDeed:
    """Take back the last change that still stands; what it did. Refusal XET-015 where none does."""
    _locked(by, review)
    rows = list(ReviewSection.objects.filter(review=review).order_by("change", "pk"))
    undone = {row.undoes for row in rows if row.undoes is not None}
    open_ones = [r for r in rows if r.deed not in (SectionDeed.COMPOSED, SectionDeed.UNDONE) and r.change not in undone]
    if not open_ones:
        raise nothing(
            "XET-015", Both("đề cương", "outline"), "không còn thay đổi nào để hoàn tác", "there is no change to undo"
        )
    last = open_ones[-1].change
    before = {row.key: row for row in rows if row.change < last}
    changed = []
    for row in (row for row in rows if row.change == last):
        earlier = before.get(row.key)
        # A section that was added cannot cease to be: something may have been written in it.
        changed.append((earlier.position, _section(earlier)) if earlier else (row.position, _hidden(_section(row))))
    _append(by, review, None, SectionDeed.UNDONE, changed, undoes=last)
    return SectionDeed(open_ones[-1].deed)


def _hidden(section: Section) -> Section:
    return section.changed(is_hidden=True)


def _state(review: Review, until: datetime | None = None) -> list[tuple[int, Section]]:
    """Position and section of every key as it stands, or stood at a moment, in order. Positions may have gaps and
    equals after an undoing."""
    latest: dict[str, ReviewSection] = {}
    rows_told = ReviewSection.objects.filter(review=review).order_by("change", "pk")
    for row in rows_told if until is None else rows_told.filter(changed_at__lte=until):
        latest[row.key] = row
    if not latest:
        return list(enumerate(outline(Composition.from_json(review.composition))))
    rows = sorted(latest.values(), key=lambda row: (row.position, -row.change, row.pk))
    return [(row.position, _section(row)) for row in rows]


def _section(row: ReviewSection) -> Section:
    blocks = tuple(Block(item["kind"], item["key"], item["of"]) for item in row.blocks)
    title, prompt = Text(row.title_vi, row.title_en), Text(row.prompt_vi, row.prompt_en)
    return Section(row.key, row.level, title, blocks, prompt, row.is_hidden)


def _locked(by: User, review: Review) -> list[tuple[int, Section]]:
    """The state, held against others until the deed is done."""
    policies.check_arrange(by, review)
    Review.objects.select_for_update().get(pk=review.pk)
    state = _state(review)
    if not ReviewSection.objects.filter(review=review).exists():
        _append(by, review, 1, SectionDeed.COMPOSED, state)
    return state


def _one(state: Iterable[tuple[int, Section]], key: str) -> tuple[int, Section]:
    found = next(((position, section) for position, section in state if section.key == key), None)
    if found is None:
        where = Both(f"mục {key}", f"section {key}")
        raise nothing("XET-013", where, "báo cáo không có mục này", "the review has no such section")
    return found


def _title(review: Review, text: str) -> str:
    clean = " ".join(said(text, "title", Composition.from_json(review.composition)).split())
    if not clean:
        raise nothing("XET-016", Both("tên mục", "title"), "mục phải có tên", "a section needs a title")
    if len(clean) > MAX_TITLE:
        raise too_long("title", len(clean), MAX_TITLE)
    return clean


def _append(
    by: User,
    review: Review,
    change: int | None,
    deed: SectionDeed,
    sections: Iterable[tuple[int, Section]],
    undoes: int | None = None,
) -> None:
    now = timezone.now()
    if change is None:
        last = ReviewSection.objects.filter(review=review).order_by("-change").values_list("change", flat=True).first()
        change = (last or 0) + 1
    ReviewSection.objects.bulk_create(
        ReviewSection(
            review=review,
            key=section.key,
            change=change,
            deed=deed,
            undoes=undoes,
            position=position,
            level=section.level,
            title_vi=section.title.vi,
            title_en=section.title.en,
            prompt_vi=section.prompt.vi,
            prompt_en=section.prompt.en,
            blocks=[{"kind": b.kind, "key": b.key, "of": b.of} for b in section.blocks],
            is_hidden=section.is_hidden,
            changed_at=now,
            changed_by=by,
        )
        for position, section in sections
    )
