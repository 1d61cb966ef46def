"""Issuing a review: frozen once, under a number and a day. What was issued is never changed; mistakes are put right by
corrigenda with numbers of their own."""

from __future__ import annotations

from datetime import date
from hashlib import sha256
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from chungtay.reference.actors.policies import sees_place
from chungtay.reference.actors.queries import Role
from chungtay.results.issuing import agreeing, queries, refusals, signing
from chungtay.results.issuing.corrigenda import Correction, corrections_of, corrigendum_of, public_part
from chungtay.results.issuing.files import ENDINGS, files_of
from chungtay.results.issuing.kinds import FileKind, Rendition
from chungtay.results.issuing.layout import JOINT, Form, form_check, forms_for
from chungtay.results.issuing.manifest import Manifest, manifest_of, manifest_read
from chungtay.results.issuing.models import Issued, IssuedFile
from chungtay.results.issuing.printed import is_unwritten
from chungtay.results.reviews import queries as reviews

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime
    from pathlib import Path

    from chungtay.reference.actors.models import User
    from chungtay.results.issuing.pictures import Pictures
    from chungtay.results.issuing.putright import Disclosed
    from chungtay.results.reviews.composition import Composition
    from chungtay.results.reviews.models import Review

MOST_NUMBER = 99_999


def issue(
    *,
    by: User,
    review: Review,
    number: int,
    issued_on: date,
    form: Form | None = None,
    pictures: Pictures | None = None,
) -> Issued:
    """The official paper of a review, frozen under its number and day, with all its files.

    NotAllowed BANHANH-101 unless an approver of the territory asks, whose body issues in that form. Refusal
    BANHANH-001 (form), -002 (PDF), -003 (issued already, even by somebody at the same moment), -004 (a section
    unwritten), -007 (an illustration outside a demonstration), -008 (number taken), -009 (day), -012 (number), -019
    (a party does not agree to the words as they stand). Files are made before anything is written.
    """
    _check_may(by, review)
    _check_once(review, Rendition.OFFICIAL)
    composition = reviews.composition_of(review)
    form = form or queries.form_of(review)
    form_check(composition, form)
    if form.issuer not in forms_for(composition, by.body.line):
        raise refusals.not_the_approver()
    _check_numbered(composition, number, issued_on)
    # The moment that the paper was read at: what is arranged while its files are made is not in it.
    read_at = timezone.now()
    paper = queries.paper_of(review, form)
    if is_unwritten(paper):
        raise refusals.unwritten()
    if form.issuer == JOINT and (silent := agreeing.lacking(review, by.body.line)):
        raise refusals.not_agreed(*(", ".join(word.name.of(side) for word in silent) for side in ("vi", "en")))
    manifest = manifest_of(composition, paper, number=number, issued_on=issued_on)
    return _kept(by, review, manifest, Rendition.OFFICIAL, issued_at=read_at, pictures=pictures)


def issue_public(*, by: User, official: Issued, public: Composition, pictures: Pictures | None = None) -> Issued:
    """The public rendition of an issued paper, from the composition that has passed the disclosure rules: the same
    bodies, number and day, no passage of an officer, no signing. Refusals as `issue`."""
    _check_may(by, official.review)
    _check_once(official.review, Rendition.PUBLIC)
    paper = queries.public_paper_of(official.review, public)
    manifest = manifest_of(public, paper, number=official.number, issued_on=official.issued_on)
    return _kept(by, official.review, manifest, Rendition.PUBLIC, pictures=pictures)


def correct(
    *,
    by: User,
    issued: Issued,
    corrections: Iterable[Correction],
    number: int,
    issued_on: date,
    letters: Mapping[str, str] | None = None,
) -> Issued:
    """A corrigendum of an official paper, by a body that issued it; the paper stays as it was. One of a joint paper is
    the word of each party too: `letters` by which the others agreed to it, their numbers by line.

    Refusal BANHANH-014 of another paper, -019 and -020 of parties without a letter, those of `corrigendum_of` and
    `issue`: its day is not before the paper's."""
    _check_may(by, issued.review)
    if issued.rendition != Rendition.OFFICIAL or issued.ordinal:
        raise refusals.not_to_correct(f"{issued.number:02d}/{issued.symbol}")
    composition = reviews.composition_of(issued.review)
    _check_numbered(composition, number, issued_on, since=issued.issued_on)
    before = manifest_read(bytes(issued.manifest))
    is_joint = queries.is_joint(issued)
    if by.body.line not in (issued.issued_by.body.line, *(composition.heading.lines if is_joint else ())):
        raise refusals.not_the_approver()
    paper = corrigendum_of(before.paper, corrections, composition)
    agreed = agreeing.letters_read(composition, by.body.line, letters or {}) if is_joint else {}
    ordinal = queries.papers_of(issued.review).filter(rendition=Rendition.OFFICIAL).count()
    manifest = manifest_of(
        composition, paper, number=number, issued_on=issued_on, corrects=before.digest, ordinal=ordinal
    )
    return _kept(by, issued.review, manifest, Rendition.OFFICIAL, ordinal=ordinal, corrects=issued, letters=agreed)


def correct_public(*, by: User, corrigendum: Issued, public: Composition, disclosed: Disclosed) -> Issued | None:
    """The public corrigendum beside an official one: the same bodies, number and day, of those corrections that are
    about words which the public paper prints, as far as they may be told in public (`public_part`). None where no
    public paper stands, none of them is, or it is made already. Refusals as `issue`."""
    _check_may(by, corrigendum.review)
    before = queries.paper_at(corrigendum.review, 0, Rendition.PUBLIC)
    if before is None or queries.paper_at(corrigendum.review, corrigendum.ordinal, Rendition.PUBLIC) is not None:
        return None
    printed = queries.manifest_of_issued(before)
    told = corrections_of(queries.manifest_of_issued(corrigendum).paper)
    kept = public_part(printed.paper, told, public, disclosed)
    if not kept:
        return None
    manifest = manifest_of(
        public,
        corrigendum_of(printed.paper, kept, public),
        number=corrigendum.number,
        issued_on=corrigendum.issued_on,
        corrects=printed.digest,
        ordinal=corrigendum.ordinal,
    )
    return _kept(by, corrigendum.review, manifest, Rendition.PUBLIC, ordinal=corrigendum.ordinal, corrects=before)


def sign(*, by: User, issued: Issued, key_file: Path, password: str) -> IssuedFile:
    """The PDF of an issued paper with a signature over it, kept beside it. Refusal BANHANH-010 or -011 for the key,
    BANHANH-013 where a signed file is there already."""
    _check_may(by, issued.review)
    if IssuedFile.objects.filter(issued=issued, kind=FileKind.SIGNED).exists():
        raise refusals.signed_already()
    content = signing.signed(bytes(queries.file_of(issued, FileKind.PDF).content), key_file, password)
    try:
        with transaction.atomic():
            return _file_kept(issued, FileKind.SIGNED, content)
    except IntegrityError as meanwhile:
        raise refusals.signed_already() from meanwhile


def _kept(
    by: User,
    review: Review,
    manifest: Manifest,
    rendition: Rendition,
    *,
    ordinal: int = 0,
    corrects: Issued | None = None,
    issued_at: datetime | None = None,
    pictures: Pictures | None = None,
    letters: Mapping[str, str] | None = None,
) -> Issued:
    """Files first, because they take seconds in which nobody else could write; then all rows at once or none."""
    made = files_of(manifest, pictures=pictures)
    head = manifest.paper.head
    day = date.fromisoformat(head.issued_on)
    try:
        with transaction.atomic():
            kept = Issued.objects.create(
                review=review,
                place=review.place,
                rendition=rendition,
                ordinal=ordinal,
                number=head.number,
                symbol=head.symbol,
                issued_on=day,
                year=day.year,
                corrects=corrects,
                manifest=manifest.packed(),
                digest=manifest.digest,
                is_illustration=review.is_illustration,
                issued_at=issued_at or timezone.now(),
                issued_by=by,
            )
            for kind, content in made.items():
                _file_kept(kept, kind, content)
            agreeing.letters_keep(by=by, corrigendum=kept, letters=letters or {})
    except IntegrityError as meanwhile:
        taken = Issued.objects.filter(review=review, rendition=rendition, ordinal=ordinal).exists()
        words = f"{head.number:02d}/{head.symbol}"
        raise (refusals.issued_already(words) if taken else refusals.number_taken(words)) from meanwhile
    return kept


def _file_kept(issued: Issued, kind: FileKind, content: bytes) -> IssuedFile:
    return IssuedFile.objects.create(
        issued=issued,
        kind=kind,
        name=f"{queries.file_stem(issued)}{ENDINGS[kind]}",
        content=content,
        size=len(content),
        sha256=sha256(content).hexdigest(),
        made_at=timezone.now(),
    )


def _check_may(by: User, review: Review) -> None:
    if by.role != Role.APPROVER or not sees_place(by, review.place):
        raise refusals.not_the_approver()
    if review.is_illustration and not settings.DEMO:
        raise refusals.of_an_illustration()


def _check_once(review: Review, rendition: Rendition) -> None:
    found = Issued.objects.filter(review=review, rendition=rendition, ordinal=0).first()
    if found is not None:
        raise refusals.issued_already(f"{found.number:02d}/{found.symbol}")


def _check_numbered(composition: Composition, number: int, issued_on: date, *, since: date = date.min) -> None:
    if not 0 < number <= MOST_NUMBER:
        raise refusals.number_out_of_bounds(number, MOST_NUMBER)
    first, last = max(date.fromisoformat(composition.binding.known_on), since), timezone.localdate()
    if not first <= issued_on <= last:
        raise refusals.day_out_of_bounds(issued_on, first, last)
