"""The wordings of a review's blocks: written, autosaved, given back, and joined where two wrote at once.

Whoever saves says which wording was on their screen. If another stands there by now, theirs is kept aside, and they are
shown both: nothing that anybody wrote is lost, and nothing is written over unseen.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from chungtay.results.reviews.composition import Composition
from chungtay.results.reviews.models import Review, ReviewDraft, ReviewText
from chungtay.results.reviews.structure.checking import pieces
from chungtay.results.reviews.structure.document import generated
from chungtay.results.reviews.structure.shape import WRITABLE, Block, Section
from chungtay.results.reviews.structure.tokens import bare, bound_figures, check_tokens, written
from chungtay.results.reviews.together import policies
from chungtay.results.reviews.together.arranging import sections_of
from chungtay.results.reviews.together.refusals import no_section
from chungtay.results.reviews.together.screening import check_rights, rights, screened

if TYPE_CHECKING:
    from chungtay.reference.actors.models import User

MOST_SAVINGS = 10**12
"""No account saves a draft so often; a greater version would shut its own windows out for ever."""
MOST_NAME = 40


@dataclass(frozen=True)
class Window:
    """Where an account types: a name of its own, `version` of this saving, and `since`, that of the last saving of the
    block which the window knew of when it was opened or was told of."""

    name: str
    version: int
    since: int


@dataclass(frozen=True)
class Written:
    """What became of a saving. `theirs` is the wording that stands where `kept` could only be kept aside."""

    kept: ReviewText
    theirs: ReviewText | None = None
    is_hidden: bool = False
    """The section was left out of the document meanwhile; the wording is kept all the same."""

    @property
    def is_conflict(self) -> bool:
        """Whether the writer must join two wordings."""
        return self.theirs is not None


@transaction.atomic
def text_write(
    *, by: User, review: Review, section: str, text: str, seen: int | None = None, window: Window | None = None
) -> Written:
    """A wording of a block, by the block's key. `seen` is the wording that its writer saw, 0 for none; `window` where
    it was typed: older drafts of it are left from now on. None of either where the caller cannot know.

    NotAllowed XET-101, XET-102; Refusal XET-003 for a block that is not written by hand, XET-006 for a figure that the
    review has not, XET-007 for a small count and XET-008 for a quota that the catalogue forbids, and those of
    `screening.screened`. An empty wording gives a generated block its sentences back.
    """
    policies.check_write(by, review)
    held, block, clean = text_checked(review, section, text)
    made = wording_append(by=by, review=review, held=held, block=block, clean=clean, seen=seen)
    _draft_end(by, review, block.key, window)
    return made


def text_checked(review: Review, key: str, text: str) -> tuple[Section, Block, str]:
    """A wording as it is kept, with its block: screened, its figures those of the review, no small count and no quota
    in it. Generated sentences as they were made are no wording: '' stands for them."""
    composition = Composition.from_json(review.composition)
    held, block = block_of(review, key)
    clean = bare(screened(text, key))
    figures = bound_figures(composition)
    check_tokens(clean, figures)
    check_rights(pieces(clean, composition, figures, rights()))
    return held, block, "" if clean == written(generated(block, composition)) else clean


def wording_append(*, by: User, review: Review, held: Section, block: Block, clean: str, seen: int | None) -> Written:
    """The same for a wording that was screened before; what the account has typed so far is left alone."""
    Review.objects.select_for_update().get(pk=review.pk)
    standing = text_standing(review, block.key)
    number = standing.pk if standing else 0
    base = seen if seen is not None else number
    is_same = standing is not None and standing.text == clean
    is_aside = base != number and not is_same
    waits = ReviewText.objects.filter(review=review, section=block.key, written_by=by).order_by("-pk").first()
    # Whoever takes the other's wording as it is has joined the two, and that is told by a row of their own.
    if is_same and standing is not None and not (waits and waits.is_aside):
        return Written(standing, None, held.is_hidden)
    made = ReviewText.objects.create(
        review=review,
        section=block.key,
        text=clean,
        base=ReviewText.objects.filter(review=review, section=block.key, pk=base).first() if base else None,
        is_aside=is_aside,
        written_at=timezone.now(),
        written_by=by,
    )
    return Written(made, standing if is_aside else None, held.is_hidden)


@transaction.atomic
def draft_save(
    *, by: User, review: Review, section: str, text: str, seen: int, window: Window | None = None
) -> ReviewDraft | None:
    """What an account has typed so far: nobody else reads it, and it prints nowhere. Refusals as of `text_write`, but
    that of a figure which the review has not comes when it is put into the review.

    Each saving of a window has a greater version; None takes the next. Returns None, and keeps what is kept, where as
    new a version came before, for the draft was still on its way when its writer put the wording in; and where another
    window of theirs saved what this one has not seen, however long it has counted on by itself without a line.
    """
    policies.check_write(by, review)
    _, block = block_of(review, section)
    clean = bare(screened(text, section))
    Review.objects.select_for_update().get(pk=review.pk)
    held = ReviewDraft.objects.filter(review=review, section=block.key, account=by).first()
    last = held.version if held else 0
    number = last + 1 if window is None else min(window.version, MOST_SAVINGS)
    if number <= last or _is_unseen(held, window):
        return None
    found, _ = ReviewDraft.objects.update_or_create(
        review=review,
        section=block.key,
        account=by,
        defaults={
            "text": clean,
            "seen": seen,
            "version": number,
            "window": window.name[:MOST_NAME] if window else "",
            "is_over": False,
            "saved_at": timezone.now(),
        },
    )
    return found


def _is_unseen(held: ReviewDraft | None, window: Window | None) -> bool:
    """Whether another window of the account saved last, and after what this one knows of."""
    if held is None or window is None or held.window == window.name[:MOST_NAME]:
        return False
    return held.version != window.since


def _draft_end(by: User, review: Review, key: str, window: Window | None) -> bool:
    """What was typed is done with; its version stays. False, and nothing is done, where another window has typed on
    meanwhile: what stands there only is not thrown away unread."""
    held = ReviewDraft.objects.filter(review=review, section=key, account=by).first()
    if held is not None and not held.is_over and _is_unseen(held, window):
        return False
    number = max(held.version if held else 0, min(window.version if window else 0, MOST_SAVINGS))
    over = {"text": "", "seen": 0, "version": number, "is_over": True, "saved_at": timezone.now()}
    if window is not None:
        over["window"] = window.name[:MOST_NAME]
    ReviewDraft.objects.update_or_create(review=review, section=key, account=by, defaults=over)
    return True


@transaction.atomic
def draft_drop(*, by: User, review: Review, section: str, window: Window | None = None) -> bool:
    """Leave what was typed, and what of it is still on its way; False where another window typed on and it stays.
    Refusal XET-003 as of `text_write`."""
    policies.check_write(by, review)
    _, block = block_of(review, section)
    Review.objects.select_for_update().get(pk=review.pk)
    return _draft_end(by, review, block.key, window)


def text_standing(review: Review, section: str) -> ReviewText | None:
    """The wording of a block that prints; None while nobody wrote one."""
    found = ReviewText.objects.filter(review=review, section=section, is_aside=False)
    return found.select_related("written_by__body").order_by("-pk").first()


def block_of(review: Review, key: str) -> tuple[Section, Block]:
    """A writable block with its section. Refusal XET-003 for any other key."""
    sections = sections_of(review)
    for section in sections:
        for block in section.blocks:
            if block.key == key and block.kind in WRITABLE:
                return section, block
    known = [b.key for s in sections for b in s.blocks if b.kind in WRITABLE]
    raise no_section(key, ", ".join(known))
