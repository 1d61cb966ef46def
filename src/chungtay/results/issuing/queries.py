"""Papers to print and papers that were issued.

What writes files is imported where it is needed: every command and worker would wait for it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import TYPE_CHECKING

from django.db.models import QuerySet

from chungtay.kernel.text import match_key
from chungtay.reference.actors.policies import sees_place, visible_q
from chungtay.results.issuing import refusals
from chungtay.results.issuing.blocks import Block, Kind
from chungtay.results.issuing.kinds import FileKind, Rendition
from chungtay.results.issuing.layout import FORMS, JOINT, Form, forms_for, forms_of, head_of
from chungtay.results.issuing.manifest import Manifest, manifest_read
from chungtay.results.issuing.models import Issued, IssuedFile
from chungtay.results.issuing.printed import printed_of
from chungtay.results.reviews import queries as reviews
from chungtay.results.reviews.structure.document import document
from chungtay.results.reviews.together.arranging import sections_public

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from chungtay.reference.actors.models import User
    from chungtay.results.issuing.blocks import Printed
    from chungtay.results.issuing.signing import SignatureState
    from chungtay.results.reviews.composition import Composition, Text
    from chungtay.results.reviews.models import Review

_JOINT = Form()
_COMMUNE = "commune"
_TAIL = 16
"""Bytes in which a whole PDF ends; all bytes in front are hashed only where it does."""


@dataclass(frozen=True)
class Verified:
    """What is known of a file. `file` is the released one it equals, byte for byte; else None.

    `signature` is what a signed PDF says of itself, `of` the paper beneath a signature that was added elsewhere;
    `begun` the paper that it begins with where more than that was added, so that its pages may show other things.
    """

    sha256: str
    file: IssuedFile | None
    of: IssuedFile | None
    begun: IssuedFile | None
    signature: SignatureState | None


def paper_of(review: Review, form: Form = _JOINT) -> Printed:
    """The official paper as it stands now, number and day open."""
    return printed_of(reviews.composition_of(review), reviews.document_of(review), _above(review, form))


def public_paper_of(review: Review, public: Composition) -> Printed:
    """The public paper of a composition that has passed the disclosure rules. It bears no words of officers.

    Of a review that was issued it has the bodies and the sections of that paper, whatever was arranged since; where
    that paper was put right it says so, and by which corrigendum.
    """
    official = paper_at(review, 0)
    sections = sections_public(review, until=official.issued_at if official else None)
    made = printed_of(public, document(public, sections, {}), _above(review, form_of(review)))
    if official is None:
        return made
    of = manifest_of_issued(official).paper.head
    head = replace(made.head, above=of.above, issuers=of.issuers, symbol=of.symbol, opening=of.opening)
    return replace(made, head=head, blocks=(*_put_right(review), *made.blocks))


def _put_right(review: Review) -> Iterator[Block]:
    """What the public is told of a corrigendum: that there is one. Its words are officers' own."""
    for paper in Issued.objects.filter(review=review, rendition=Rendition.OFFICIAL, ordinal__gt=0).order_by("ordinal"):
        head = manifest_of_issued(paper).paper.head
        number = head.number_line.removeprefix("Số:").strip()
        yield Block(Kind.NOTE, f"Báo cáo đã được đính chính tại văn bản số {number} {head.date_words}.")


def forms_of_review(review: Review, *, by: User) -> list[tuple[str, Text]]:
    """The forms that the account's body may issue a review in, with their names; the parties together come first."""
    return [(name, FORMS[name]) for name in forms_for(reviews.composition_of(review), by.body.line)]


def form_of(review: Review, issuer: str = "", *, is_deputy: bool = False) -> Form:
    """The form of that name, the first possible for ''."""
    found = forms_of(reviews.composition_of(review))
    return Form(issuer or (found[0] if found else JOINT), is_deputy)


def draft_file(review: Review, kind: FileKind, form: Form | None = None) -> bytes:
    """A file of the paper as it stands now, without number, day and digest. Refusals of `file_of`."""
    from chungtay.results.issuing.files import file_of as made

    return made(kind, paper_of(review, form or form_of(review)))


def public_docx(review: Review, public: Composition) -> bytes:
    """The public paper as a Word file."""
    from chungtay.results.issuing.files import file_of as made

    return made(FileKind.DOCX, public_paper_of(review, public))


def papers_of(review: Review) -> QuerySet[Issued]:
    """What was issued of a review: the paper, then its corrigenda; the official rendition first."""
    found = Issued.objects.filter(review=review).select_related("issued_by__body", "corrects")
    return found.defer("manifest").order_by("rendition", "ordinal")


def issued_reviews(programme: int, place: int) -> list[int]:
    """The reviews of a programme and place, by their keys, that went out as official papers."""
    found = Issued.objects.filter(rendition=Rendition.OFFICIAL, ordinal=0, place=place, review__programme=programme)
    return list(found.values_list("review", flat=True))


def issued_of(programme: int, place: int) -> list[Issued]:
    """The official papers, corrigenda aside, of a programme and place, with their reviews' snapshots, first to last."""
    found = Issued.objects.filter(rendition=Rendition.OFFICIAL, ordinal=0, place=place, review__programme=programme)
    return list(found.select_related("review__snapshot").order_by("pk"))


def issued_among(reviews: Iterable[int]) -> set[int]:
    """Which of these reviews, by their keys, went out as papers."""
    wanted = list(reviews)
    return (
        set(Issued.objects.filter(review__in=wanted, ordinal=0).values_list("review", flat=True)) if wanted else set()
    )


def paper_at(review: Review, ordinal: int, rendition: str = Rendition.OFFICIAL) -> Issued | None:
    """The paper (0) or one of its corrigenda."""
    return Issued.objects.filter(review=review, rendition=rendition, ordinal=ordinal).first()


def is_joint(issued: Issued) -> bool:
    """Whether every party of the review stands in the head of the paper."""
    composition = reviews.composition_of(issued.review)
    return manifest_of_issued(issued).paper.head.issuers == head_of(composition, Form()).issuers


def issued_get(*, by: User, id: int) -> Issued:
    """An issued paper of the account's territory; NotAllowed BANHANH-404 for any other, as if there were none."""
    found = Issued.objects.select_related("review__place", "review__programme", "issued_by__body").filter(pk=id).first()
    if found is None or not sees_place(by, found.review.place):
        raise refusals.not_there(id)
    return found


def manifest_of_issued(issued: Issued) -> Manifest:
    """The frozen manifest."""
    return manifest_read(bytes(issued.manifest))


def files_of_issued(issued: Issued) -> QuerySet[IssuedFile]:
    """Its files without their bytes."""
    return IssuedFile.objects.filter(issued=issued).defer("content").order_by("pk")


def file_of(issued: Issued, kind: str) -> IssuedFile:
    """A file with its bytes; NotAllowed BANHANH-404 where it was not made."""
    found = IssuedFile.objects.filter(issued=issued, kind=kind).first()
    if found is None:
        raise refusals.not_there(issued.pk)
    return found


def file_stem(issued: Issued) -> str:
    """The name of its files: number, symbol, day, rendition."""
    symbol = re.sub(r"[^a-z0-9]+", "-", match_key(issued.symbol)).strip("-")
    kind = "-cong-khai" if issued.rendition == Rendition.PUBLIC else ""
    return f"{issued.number:02d}-{symbol}-{issued.issued_on:%Y%m%d}{kind}"


def verified(*, by: User, content: bytes) -> Verified:
    """Whether a file is one that was released, among the papers of the account's territory.

    A signature that somebody else put over a released PDF leaves the released bytes in front of it, which tells them.
    So does every other change that is appended; only a whole signature and nothing beside it keeps the paper.
    """
    found = _released(by, content)
    signature, of, begun = None, None, None
    if content.startswith(b"%PDF-"):
        from chungtay.results.issuing.additions import adds_only_signatures
        from chungtay.results.issuing.signing import signature_state

        signature = signature_state(content)
        begun = None if found is not None else _beneath(by, content)
        is_signed = signature is not None and signature.is_intact and signature.is_whole
        if begun is not None and is_signed and adds_only_signatures(content, begun.size):
            of, begun = begun, None
    return Verified(sha256(content).hexdigest(), found, of, begun, signature)


def _released(by: User, content: bytes) -> IssuedFile | None:
    known = IssuedFile.objects.filter(sha256=sha256(content).hexdigest()).filter(visible_q(by, "issued__place__"))
    return known.select_related("issued__review").defer("content").first()


def _beneath(by: User, content: bytes) -> IssuedFile | None:
    """The released PDF that these bytes begin with."""
    known = IssuedFile.objects.filter(kind=FileKind.PDF, size__lt=len(content)).filter(visible_q(by, "issued__place__"))
    for size in sorted(set(known.values_list("size", flat=True)), reverse=True):
        if content[max(0, size - _TAIL) : size].rstrip().endswith(b"%%EOF"):
            found = _released(by, content[:size])
            if found is not None:
                return found
    return None


def _above(review: Review, form: Form) -> Form:
    """Commune police stand under those of the province."""
    parent = review.place.parent if review.place.level == _COMMUNE else None
    return Form(form.issuer, form.is_deputy, parent.full_name if parent else "")


def face_of_papers() -> tuple[str, bool]:
    """In which face PDF papers are printed on this machine, and whether it has the widths that the Decree's has."""
    from chungtay.results.issuing.pdf import face_of_papers as face

    return face()
