"""Reviews as HTML, kept: a composition never changes, and drawing its chart and map anew takes a second or two."""

from __future__ import annotations

from collections import OrderedDict
from hashlib import sha256
from threading import Lock
from typing import TYPE_CHECKING, Any, TypeVar

from django.urls import reverse

from chungtay.results.publishing import queries as publishing
from chungtay.results.reviews import queries as reviews

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from chungtay.results.publishing.models import Release
    from chungtay.results.reviews.models import Review

T = TypeVar("T")
MOST = 32
"""Renditions kept in a process; a national one has about half a megabyte."""
_kept: OrderedDict[tuple[object, ...], Any] = OrderedDict()
_lock = Lock()


def official(review: Review, language: str) -> str:
    """The official rendition: its addresses, like its words, are the same for everybody who may open it."""
    written = reviews.state_of(review)
    key = ("official", review.pk, review.digest, written, language)
    return _of(key, lambda: reviews.review_fragment(review, language=language, url_for_figure=_addresses(review)))


def sections(review: Review, language: str) -> dict[str, str]:
    """Each section of the official rendition, by key."""
    key = ("sections", review.pk, review.digest, reviews.state_of(review), language)
    return _of(key, lambda: reviews.section_fragments(review, language, _addresses(review)))


def public(release: Release, language: str) -> str:
    """The public rendition."""
    key = ("public", release.pk, release.digest, language)
    return _of(key, lambda: publishing.release_fragment(release, language=language))


def sum_key(figure_ids: Sequence[int]) -> str:
    """A short name for a sum of figures: an address cannot hold the thousands of them that a nation's total has."""
    return sha256(",".join(str(number) for number in figure_ids).encode()).hexdigest()[:16]


def _addresses(review: Review) -> Callable[[tuple[int, ...]], str]:
    """Where a printed number leads: one figure to its own page, the sum of several to the page that lists them."""

    def address(figure_ids: tuple[int, ...]) -> str:
        if len(figure_ids) == 1:
            return reverse("figure", args=figure_ids)
        return reverse("review_sum", args=[review.pk, sum_key(figure_ids)])

    return address


def _of(key: tuple[object, ...], drawn: Callable[[], T]) -> T:
    with _lock:
        if key in _kept:
            _kept.move_to_end(key)
            found: T = _kept[key]
            return found
    # Drawn without the lock: two who ask at once both wait for their own, and nobody else waits for them.
    fragment = drawn()
    with _lock:
        _kept[key] = fragment
        while len(_kept) > MOST:
            _kept.popitem(last=False)
    return fragment
