"""Reviews and their public papers in the log: by digests alone, for the papers themselves hold the words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from chungtay.results.issuing import queries as issuing
from chungtay.results.issuing.kinds import Rendition
from chungtay.results.publishing.log import queries
from chungtay.results.publishing.log.entries import Entry, LeafKind
from chungtay.results.publishing.log.services import appending_wait, head_sign, leaves_append

if TYPE_CHECKING:
    from chungtay.results.issuing.models import Issued
    from chungtay.results.publishing.models import Release
    from chungtay.results.reviews.models import Review


def release_log(release: Release) -> None:
    """A review's public rendition becomes a leaf, in the transaction that makes it public."""
    review = release.review
    told = {
        "digest": release.digest,
        "place": review.place.key,
        "place_name": review.place.full_name,
        "start": review.start.isoformat(),
        "end": review.end.isoformat(),
        "released_at": release.released_at.isoformat(),
        "illustration": review.is_illustration,
    }
    leaves_append([Entry(LeafKind.REVIEW, told, (release.digest,))])
    head_sign()


@transaction.atomic
def paper_log(review: Review) -> None:
    """The public paper of a review and its public corrigenda become leaves with the digests of their manifests and
    files: those that people hold in their hands. Each once: nothing is done for one that stands there."""
    appending_wait()
    public = issuing.papers_of(review).filter(rendition=Rendition.PUBLIC)
    entries = [_entry(paper) for paper in public if not queries.positions_of(paper.digest)]
    if entries:
        leaves_append(entries)
        head_sign()


def _entry(paper: Issued) -> Entry:
    files = list(issuing.files_of_issued(paper))
    place = paper.review.place
    told = {
        "digest": paper.digest,
        "number": f"{paper.number:02d}/{paper.symbol}",
        "issued_on": paper.issued_on.isoformat(),
        "place": place.key,
        "place_name": place.full_name,
        "files": [{"name": file.name, "sha256": file.sha256} for file in files],
        "illustration": paper.is_illustration,
    }
    digests = dict.fromkeys((paper.digest, *(file.sha256 for file in files)))
    return Entry(LeafKind.PAPER, told, tuple(digests))
