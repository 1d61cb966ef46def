"""A review becomes a paper: frozen under a number and a day, its public rendition beside it, corrected by corrigenda.
The reviews of all provinces are made one after the other.

Files take seconds to make, so nothing here holds a transaction open while they are made; each step is whole by itself.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from chungtay.gathering.approval import policies
from chungtay.kernel.errors import Refusal
from chungtay.reference.places.queries import provinces_on
from chungtay.results.issuing import queries as papers
from chungtay.results.issuing import services as issuing
from chungtay.results.issuing.files import ENDINGS
from chungtay.results.issuing.kinds import FileKind, Rendition
from chungtay.results.publishing import queries as public
from chungtay.results.publishing import services as publishing
from chungtay.results.reviews import services as reviews
from chungtay.results.warehouse import services as warehouse

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from chungtay.gathering.programmes.models import Programme
    from chungtay.kernel.periods import Period
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


@dataclass(frozen=True)
class ProvinceDone:
    """One province of many: its files by name, or the code of the refusal."""

    number: int
    of: int
    place: str
    files: dict[str, bytes] = field(default_factory=dict)
    refused: str = ""


def provinces_print(
    *, by: User, programme: Programme, period: Period, kinds: Sequence[FileKind]
) -> Iterator[ProvinceDone]:
    """The review of each province in force at the period's end, frozen, composed and printed as a draft; a picture that
    several show is drawn once. A province that is refused is named with the code, and the next one is made."""
    places = list(provinces_on(period.end))
    for number, place in enumerate(places, 1):
        try:
            policies.check_freeze(by, place)
            snapshot = warehouse.snapshot_freeze(by=by, programme=programme, place=place, period=period)
            is_final = snapshot.end >= snapshot.programme.term_end
            kind = "final" if is_final else "interim"
            issued = papers.issued_reviews(programme.pk, place.pk)
            review = reviews.review_compose(by=by, snapshot=snapshot, kind=kind, issued=issued)
            files = {f"{place.code}-{review.kind}{ENDINGS[kind]}": papers.draft_file(review, kind) for kind in kinds}
        except Refusal as refusal:
            yield ProvinceDone(number, len(places), place.full_name, refused=refusal.code)
        else:
            yield ProvinceDone(number, len(places), place.full_name, files)
