"""A review becomes a paper: frozen under a number and a day, its public rendition beside it, corrected by corrigenda.

Files take seconds to make, so nothing here holds a transaction open while they are made; each step is whole by itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings

from chungtay.gathering.approval import extraordinary, policies
from chungtay.results.issuing import queries as papers
from chungtay.results.issuing import services as issuing
from chungtay.results.issuing.kinds import Rendition
from chungtay.results.publishing import queries as public
from chungtay.results.publishing import services as publishing
from chungtay.results.publishing.disclosure import disclosed_count
from chungtay.results.publishing.log.reviews import paper_log
from chungtay.results.warehouse import queries as frozen

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from chungtay.gathering.programmes.models import Programme
    from chungtay.kernel.periods import Period
    from chungtay.reference.actors.models import User
    from chungtay.reference.places.models import Place
    from chungtay.results.issuing.corrigenda import Correction
    from chungtay.results.issuing.models import Issued
    from chungtay.results.publishing.models import Release
    from chungtay.results.reviews.models import Review


def term_opened_again(by: User, programme: Programme, place: Place, period: Period) -> None:
    """Who freezes a term again of which a review was issued uses what two people agreed on; Refusal HAINGUOI-001.

    Another day at either end makes no other term: periods are one where what they share is more than half the longer.
    The agreement is on the term as it was issued. A place's predecessors on another map are not asked about.
    """
    if settings.TWO_PEOPLE:
        _use_agreement(by, place, papers.issued_of(programme.pk, place.pk), period)


def _issued_beside(by: User, review: Review) -> None:
    """What was frozen before another review of its term was issued never met the question above: it meets it here. An
    agreement is used up by the asking, even where the paper is then refused."""
    frozen_at, period = review.snapshot.created_at, frozen.snapshot_period(review.snapshot)
    if settings.TWO_PEOPLE and papers.paper_at(review, 0) is None:
        beside = papers.issued_of(review.snapshot.programme_id, review.place_id)
        _use_agreement(by, review.place, [paper for paper in beside if paper.issued_at >= frozen_at], period)


def _use_agreement(by: User, place: Place, issued: Iterable[Issued], period: Period) -> None:
    for paper in reversed(list(issued)):
        snapshot = paper.review.snapshot
        term = frozen.snapshot_period(snapshot)
        if _is_one_term(term, period):
            thing = term_key(snapshot.programme_id, place.key, term)
            extraordinary.take(kind=extraordinary.TERM, thing=thing, by=by)
            return


def _is_one_term(one: Period, other: Period) -> bool:
    shared = (min(one.end, other.end) - max(one.start, other.start)).days + 1
    return 2 * shared > max(one.days, other.days)


def term_key(programme_id: int, place: str, period: Period) -> str:
    """'3:p42@2025:2013-01-01:2023-12-31', as proposals name a term."""
    return f"{programme_id}:{place}:{period.start}:{period.end}"


def review_issue(
    *, by: User, review: Review, number: int, issued_on: date, issuer: str = "", is_deputy: bool = False
) -> Issued:
    """The official paper; where the review is public already, the public paper of the same number too. Asked again of
    the same number and day when only that one is missing, it is made alone."""
    policies.check_freeze(by, review.place)
    issued = papers.paper_at(review, 0) if lacks_public_paper(review) else None
    if issued is None or (issued.number, issued.issued_on) != (number, issued_on):
        form = papers.form_of(review, issuer, is_deputy=is_deputy)
        _issued_beside(by, review)
        issued = issuing.issue(by=by, review=review, number=number, issued_on=issued_on, form=form)
    _public_issued(by, review)
    return issued


def review_release(*, by: User, review: Review) -> Release:
    """The public rendition, under the disclosure rules, is all that ever leaves the house; of a review that was issued,
    as a paper of the same number and day. Asked again when only that paper is missing, it is made alone."""
    policies.check_release(by, review.place)
    found = public.release_of(review) if lacks_public_paper(review) else None
    release = found or publishing.release(by=by, review=review)
    _public_issued(by, review)
    return release


def lacks_public_paper(review: Review) -> bool:
    """Whether a review was issued and made public without the public paper: the making of that one was refused, or the
    two came at the same moment."""
    issued = set(papers.papers_of(review).filter(ordinal=0).values_list("rendition", flat=True))
    return issued == {Rendition.OFFICIAL} and public.release_of(review) is not None


def _public_issued(by: User, review: Review) -> None:
    official, release = papers.paper_at(review, 0), public.release_of(review)
    if official is not None and release is not None and lacks_public_paper(review):
        issuing.issue_public(by=by, official=official, public=public.composition_of(release))
    if release is not None:
        _public_corrected(by, review, release)
        paper_log(review)


def _public_corrected(by: User, review: Review, release: Release) -> None:
    """Beside each corrigendum of a review that is public, a public one of what it says about the public paper."""
    for paper in papers.papers_of(review).filter(rendition=Rendition.OFFICIAL, ordinal__gt=0):
        issuing.correct_public(
            by=by, corrigendum=paper, public=public.composition_of(release), disclosed=disclosed_count
        )


def review_correct(
    *,
    by: User,
    issued: Issued,
    corrections: Iterable[Correction],
    number: int,
    issued_on: date,
    letters: Mapping[str, str] | None = None,
) -> Issued:
    """A corrigendum with a number of its own, of a joint paper with the letters of the other parties; where the review
    is public, a public one of the same number too."""
    policies.check_freeze(by, issued.review.place)
    made = issuing.correct(
        by=by, issued=issued, corrections=corrections, number=number, issued_on=issued_on, letters=letters
    )
    if public.release_of(issued.review) is not None:
        _public_issued(by, issued.review)
    return made
