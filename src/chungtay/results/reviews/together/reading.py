"""What is at work in a review, section by section, for those who work on it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from chungtay.results.reviews.composition import Composition
from chungtay.results.reviews.models import (
    Review,
    ReviewComment,
    ReviewDraft,
    ReviewSuggestion,
    ReviewTask,
    ReviewText,
    Verdict,
)
from chungtay.results.reviews.structure.checking import Piece, pieces
from chungtay.results.reviews.structure.document import document, generated
from chungtay.results.reviews.structure.shape import WRITABLE, Block, DocumentSection, Section
from chungtay.results.reviews.structure.tokens import BoundFigure, bound_figures, told, written
from chungtay.results.reviews.together import policies
from chungtay.results.reviews.together.arranging import sections_of
from chungtay.results.reviews.together.diffs import Run, difference, joined
from chungtay.results.reviews.together.refusals import no_section
from chungtay.results.reviews.together.screening import rights
from chungtay.results.reviews.together.wording import block_of

if TYPE_CHECKING:
    from chungtay.reference.actors.models import User


@dataclass(frozen=True)
class Thread:
    """A remark with its answers."""

    remark: ReviewComment
    answers: tuple[ReviewComment, ...]


@dataclass(frozen=True)
class Conflict:
    """What an account wrote over a wording that it had not seen. `runs` go from theirs to ours; `offered` is where
    joining may start: both changes where they touch different paragraphs, else ours."""

    ours: ReviewText
    theirs: ReviewText
    runs: tuple[Run, ...]
    offered: str
    is_joined: bool


@dataclass(frozen=True)
class Offer:
    """A suggested wording beside the one that stands."""

    suggestion: ReviewSuggestion
    runs: tuple[Run, ...]


@dataclass(frozen=True)
class Desk:
    """A writable block as its writer meets it. `wording` is what stands in the editor, figures with their words;
    `version` that of the account's last draft."""

    block: Block
    wording: str
    seen: int
    version: int
    standing: ReviewText | None
    draft: ReviewDraft | None
    conflict: Conflict | None
    offers: tuple[Offer, ...]
    pieces: tuple[Piece, ...]
    is_generated: bool

    @property
    def doubts(self) -> tuple[Piece, ...]:
        """The numbers in doubt."""
        return tuple(piece for piece in self.pieces if piece.doubt)


@dataclass(frozen=True)
class Work:
    """A section with what is at work in it. `printed` is None where nothing of it would be printed now."""

    section: Section
    printed: DocumentSection | None
    task: ReviewTask | None = None
    threads: tuple[Thread, ...] = ()
    resolved: tuple[Thread, ...] = ()
    desks: tuple[Desk, ...] = field(default=())


def work_of(*, by: User, review: Review) -> list[Work]:
    """Every section in its order. Whoever only reads the document gets those that are printed, without the work."""
    composition, sections = Composition.from_json(review.composition), sections_of(review)
    held = _Held(by, review, composition)
    text = document(composition, sections, held.texts)
    printed = {section.key: section for section in text.sections}
    if not policies.may_remark(by, review):
        return [Work(s, printed[s.key]) for s in sections if s.key in printed]
    return [held.work(section, printed.get(section.key)) for section in sections]


def sections_waiting(by: User) -> list[tuple[Review, Section]]:
    """What an account was given to write and has written nothing in since, the oldest first."""
    last: dict[tuple[int, str], ReviewTask] = {}
    given = ReviewTask.objects.filter(account=by).values("review")
    rows = ReviewTask.objects.filter(review__in=given).select_related("review__place", "review__programme")
    for row in rows.order_by("pk"):
        last[row.review_id, row.section] = row
    found = []
    for row in last.values():
        if row.account_id != by.pk or not policies.may_remark(by, row.review):
            continue
        section = next((s for s in sections_of(row.review) if s.key == row.section and not s.is_hidden), None)
        keys = [block.key for block in section.blocks if block.kind in WRITABLE] if section is not None else []
        since = ReviewText.objects.filter(review=row.review, section__in=keys, written_at__gte=row.given_at)
        if section is not None and keys and not since.filter(written_by=by).exists():
            found.append((row.review, section))
    return found


def versions(*, review: Review, section: str, old: int, new: int) -> tuple[list[ReviewText], list[Run]]:
    """Every wording of a block, newest first, and two of them side by side (0 is how it was generated)."""
    composition = Composition.from_json(review.composition)
    _, block = block_of(review, section)
    figures = bound_figures(composition)
    rows = list(
        ReviewText.objects.filter(review=review, section=section).select_related("written_by__body").order_by("-pk")
    )
    texts = {row.pk: row.text for row in rows} | {0: ""}
    if old not in texts or new not in texts:
        raise no_section(section, ", ".join(str(number) for number in texts))
    start = written(generated(block, composition))
    sides = [told(texts[number] or start, figures) for number in (old, new)]
    return rows, difference(*sides)


class _Held:
    """All rows of a review, read once."""

    def __init__(self, by: User, review: Review, composition: Composition) -> None:
        self.by, self.composition = by, composition
        self.figures: dict[str, BoundFigure] = bound_figures(composition)
        rows = ReviewText.objects.filter(review=review).select_related("written_by__body").order_by("pk")
        self.rows = list(rows)
        self.standing = {row.section: row for row in self.rows if not row.is_aside}
        self.texts = {key: row.text for key, row in self.standing.items()}
        kept = list(ReviewDraft.objects.filter(review=review, account=by))
        self.drafts = {row.section: row for row in kept if not row.is_over}
        self.versions = {row.section: row.version for row in kept}
        tasks = ReviewTask.objects.filter(review=review).select_related("account__body").order_by("pk")
        self.tasks = {row.section: row for row in tasks}
        remarks = ReviewComment.objects.filter(review=review).order_by("pk")
        self.remarks = list(remarks.select_related("written_by__body", "resolved_by__body"))
        offers = ReviewSuggestion.objects.filter(review=review, verdict=Verdict.OPEN)
        self.offers = list(offers.select_related("made_by__body").order_by("pk"))
        self.rights = rights()

    def work(self, section: Section, printed: DocumentSection | None) -> Work:
        threads = [self._thread(r) for r in self.remarks if r.section == section.key and r.answers_id is None]
        task = self.tasks.get(section.key)
        return Work(
            section,
            printed,
            task if task is not None and task.account_id is not None else None,
            tuple(thread for thread in threads if thread.remark.resolved_at is None),
            tuple(thread for thread in threads if thread.remark.resolved_at is not None),
            tuple(self._desk(block) for block in section.blocks if block.kind in WRITABLE),
        )

    def _thread(self, remark: ReviewComment) -> Thread:
        return Thread(remark, tuple(row for row in self.remarks if row.answers_id == remark.pk))

    def _desk(self, block: Block) -> Desk:
        standing, draft = self.standing.get(block.key), self.drafts.get(block.key)
        made = written(generated(block, self.composition))
        stands = (standing.text if standing else "") or made
        typed = draft.text if draft else stands
        conflict = self._conflict(block, made)
        # What was typed since at joining the two goes before where joining may start.
        start = conflict if draft is None else None
        stood = standing.pk if standing else 0
        offers = [row for row in self.offers if row.section == block.key]
        return Desk(
            block=block,
            wording=start.offered if start else told(typed, self.figures),
            seen=draft.seen if draft else stood,
            version=self.versions.get(block.key, 0),
            standing=standing,
            draft=draft,
            conflict=conflict,
            offers=tuple(Offer(row, self._runs(stands, row.text or made)) for row in offers),
            pieces=tuple(pieces(typed, self.composition, self.figures, self.rights)) if typed != made else (),
            is_generated=typed == made and bool(made),
        )

    def _conflict(self, block: Block, made: str) -> Conflict | None:
        """The account's own wording that was kept aside, while it has written none since."""
        own = [row for row in self.rows if row.section == block.key and row.written_by_id == self.by.pk]
        standing = self.standing.get(block.key)
        if not own or not own[-1].is_aside or standing is None:
            return None
        ours = own[-1]
        base = next((row.text for row in self.rows if row.pk == ours.base_id), "") or made
        mine, theirs = ours.text or made, standing.text or made
        both = joined(base, theirs, mine)
        offered = told(mine if both is None else both, self.figures)
        return Conflict(ours, standing, self._runs(theirs, mine), offered, both is not None)

    def _runs(self, old: str, new: str) -> tuple[Run, ...]:
        """Word by word, figures as they are printed."""
        return tuple(difference(told(old, self.figures), told(new, self.figures)))
