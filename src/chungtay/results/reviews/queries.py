"""Reading reviews and printing them.

What draws and writes is imported where it is needed: every command and worker would wait half a second for it.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from django.db.models import Max, QuerySet

from chungtay.kernel.errors import Both, NotAllowed
from chungtay.reference.actors.policies import sees_place, visible_q
from chungtay.reference.actors.queries import accounts_of, bodies_all
from chungtay.results.reviews import labels
from chungtay.results.reviews.composition import Composition
from chungtay.results.reviews.models import Review, ReviewSection, ReviewText
from chungtay.results.reviews.structure.document import document
from chungtay.results.reviews.structure.shape import ReviewDocument
from chungtay.results.reviews.structure.tokens import BoundFigure, bound_figures, paragraphs
from chungtay.results.reviews.together import policies
from chungtay.results.reviews.together.arranging import changes_of, sections_of
from chungtay.results.reviews.together.reading import sections_waiting, versions, work_of
from chungtay.results.reviews.together.wording import text_standing

if TYPE_CHECKING:
    from chungtay.reference.actors.models import User
    from chungtay.results.reviews.render_html import UrlForFigure

__all__ = [
    "Rights",
    "changes_of",
    "composition_of",
    "document_of",
    "figures_of",
    "head_fragment",
    "review_fragment",
    "review_get",
    "review_page",
    "reviews_visible",
    "rights_of",
    "section_fragments",
    "sections_of",
    "sections_waiting",
    "standing_of",
    "state_of",
    "text_history",
    "texts",
    "versions",
    "wordings",
    "work_of",
    "writers_of",
]

_KEPT = 4
_read: OrderedDict[str, Composition] = OrderedDict()
_lock = Lock()


def review_get(*, by: User, id: int) -> Review:
    """A review of the account's territory; NotAllowed XET-404 for any other, as if there were none."""
    found = _reviews().filter(pk=id).first()
    if found is None or not sees_place(by, found.place):
        raise NotAllowed.of(
            "XET-404",
            Both(f"Báo cáo {id}", f"Review {id}"),
            todo=Both("Mở lại danh sách báo cáo", "Open the list of reviews again"),
            vi="Không có báo cáo này",
            en="There is no such review",
        )
    return found


def reviews_visible(by: User) -> QuerySet[Review]:
    """The reviews of the account's territory, newest first."""
    return _reviews().filter(visible_q(by)).order_by("-created_at", "-pk")


def composition_of(review: Review) -> Composition:
    """The official composition as data. The last few are kept: one paper asks for it five times, and reading that of a
    large province takes half a second. Its digest is that of its content."""
    with _lock:
        found = _read.get(review.digest)
    if found is None:
        found = Composition.from_json(review.composition)
        with _lock:
            _read[review.digest] = found
            while len(_read) > _KEPT:
                _read.popitem(last=False)
    return found


def wordings(review: Review) -> dict[str, str]:
    """The wording of each block that people wrote, by the block's key, with bare tokens for its figures."""
    rows = ReviewText.objects.filter(review=review, is_aside=False).order_by("pk").values_list("section", "text")
    return dict(rows)


def texts(review: Review) -> dict[str, str]:
    """The same in Vietnamese words, each figure as it is printed."""
    figures = bound_figures(composition_of(review))
    return {
        key: "\n".join(sentence.plain("vi") for sentence in paragraphs(text, figures))
        for key, text in wordings(review).items()
    }


def head_fragment(review: Review, language: str) -> str:
    """The head of the document as HTML: who issues it, its title and bases."""
    from chungtay.results.reviews import render_html

    return render_html.head_html(composition_of(review), language)


def section_fragments(review: Review, language: str, url_for_figure: UrlForFigure | None = None) -> dict[str, str]:
    """Each section that is printed as HTML, by key."""
    from chungtay.results.reviews import render_html

    composition = composition_of(review)
    return {
        section.key: render_html.section_html(composition, section, language, url_for_figure)
        for section in document_of(review).sections
    }


def figures_of(review: Review) -> dict[str, BoundFigure]:
    """The figures that a wording may bear, by the key of their token."""
    return bound_figures(composition_of(review))


def standing_of(review: Review, section: str) -> int:
    """The number of the wording of a block that stands, 0 for none."""
    found = text_standing(review, section)
    return found.pk if found else 0


@dataclass(frozen=True)
class Rights:
    """What an account may do at a review."""

    may_write: bool
    may_remark: bool
    may_arrange: bool


def rights_of(*, by: User, review: Review) -> Rights:
    """What the account may do at the review."""
    return Rights(policies.may_write(by, review), policies.may_remark(by, review), policies.may_arrange(by, review))


def writers_of(review: Review) -> list[User]:
    """The open accounts of the bodies of the review's own place that work on it, by body and name."""
    bodies = [body for body in bodies_all() if body.place_id == review.place_id]
    accounts = [account for body in bodies for account in accounts_of(body)]
    return [account for account in accounts if policies.may_remark(account, review)]


def state_of(review: Review) -> tuple[int, int]:
    """What changes whenever the document does: the numbers of its last wording and of its last change of sections."""
    text = ReviewText.objects.filter(review=review, is_aside=False).aggregate(last=Max("pk"))["last"]
    section = ReviewSection.objects.filter(review=review).aggregate(last=Max("pk"))["last"]
    return text or 0, section or 0


def document_of(review: Review) -> ReviewDocument:
    """The official document as it stands now: sections in their order, numbered, with the words that print."""
    return document(composition_of(review), sections_of(review), wordings(review))


def text_history(review: Review, section: str) -> QuerySet[ReviewText]:
    """Every wording of a passage, newest first."""
    return ReviewText.objects.filter(review=review, section=section).select_related("written_by").order_by("-pk")


def review_fragment(review: Review, language: str = "vi", url_for_figure: UrlForFigure | None = None) -> str:
    """The official review as a fragment of HTML for a page of the desk."""
    from chungtay.results.reviews import render_html

    composition = composition_of(review)
    return render_html.render(composition, language=language, text=document_of(review), url_for_figure=url_for_figure)


def review_page(review: Review, language: str = "vi") -> str:
    """The official review as one HTML file that needs nothing else: figures lead to their rows of the annex."""
    from chungtay.results.reviews import render_html

    composition = composition_of(review)
    body = render_html.render(
        composition, language=language, text=document_of(review), url_for_figure=lambda ids: f"#figure-{ids[0]}"
    )
    title = f"{composition.heading.title.of(language)}: {composition.heading.subject.of(language)}"
    mark = f" ({labels.DEMO_MARK.of(language)})" if composition.is_illustration else ""
    return (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title + mark)}</title><style>{_style()}</style></head><body>{body}</body></html>\n"
    )


@lru_cache(maxsize=1)
def _style() -> str:
    return (Path(__file__).parent / "data" / "page.css").read_text(encoding="utf-8")


def _reviews() -> QuerySet[Review]:
    return Review.objects.select_related("place", "programme", "snapshot", "created_by")
