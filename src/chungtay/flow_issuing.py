"""A review becomes a paper: frozen under a number and a day, its public rendition beside it, corrected by corrigenda.

Files take seconds to make, so nothing here holds a transaction open while they are made; each step is whole by itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from chungtay.gathering.approval import policies
from chungtay.results.issuing import queries as papers
from chungtay.results.issuing import services as issuing
from chungtay.results.issuing.kinds import Rendition
from chungtay.results.publishing import queries as public
from chungtay.results.publishing import services as publishing

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from chungtay.reference.actors.models import User
    from chungtay.results.issuing.corrigenda import Correction
    from chungtay.results.issuing.models import Issued
    from chungtay.results.publishing.models import Release
    from chungtay.results.reviews.models import Review


def review_issue(
    *, by: User, review: Review, number: int, issued_on: date, issuer: str = "", is_deputy: bool = False
) -> Issued:
    """The official paper; where the review is public already, the public paper of the same number too."""
    policies.check_freeze(by, review.place)
    form = papers.form_of(review, issuer, is_deputy=is_deputy)
    issued = issuing.issue(by=by, review=review, number=number, issued_on=issued_on, form=form)
    release = public.release_of(review)
    if release is not None:
        issuing.issue_public(by=by, official=issued, public=public.composition_of(release), form=form)
    return issued


def review_release(*, by: User, review: Review) -> Release:
    """The public rendition, under the disclosure rules, is all that ever leaves the house; of a review that was issued,
    as a paper of the same number and day."""
    policies.check_release(by, review.place)
    release = publishing.release(by=by, review=review)
    official = papers.paper_at(review, 0)
    if official is not None and papers.paper_at(review, 0, Rendition.PUBLIC) is None:
        form = papers.form_of(review)
        issuing.issue_public(by=by, official=official, public=public.composition_of(release), form=form)
    return release


def review_correct(
    *, by: User, issued: Issued, corrections: Iterable[Correction], number: int, issued_on: date
) -> Issued:
    """A corrigendum with a number of its own."""
    policies.check_freeze(by, issued.review.place)
    return issuing.correct(by=by, issued=issued, corrections=corrections, number=number, issued_on=issued_on)
