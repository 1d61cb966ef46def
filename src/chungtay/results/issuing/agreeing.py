"""Parties that issue a review together: each is asked, and agrees to the words as they stand, before it is issued.

An agreement is of a text. When a word of the review changes, what was agreed before is shown and counts no more.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from chungtay.kernel.text import squeeze
from chungtay.reference.actors.policies import sees_place, visible_q
from chungtay.reference.actors.queries import Role
from chungtay.results.issuing import queries, refusals
from chungtay.results.issuing.models import Agreement, Issued, Said
from chungtay.results.reviews import codec
from chungtay.results.reviews import queries as reviews

if TYPE_CHECKING:
    from collections.abc import Mapping

    from chungtay.reference.actors.models import User
    from chungtay.results.reviews.composition import Composition, Text
    from chungtay.results.reviews.models import Review

_LETTER = re.compile(r"\d{1,5}/[^\W_][\w./&-]{1,50}")
"""'125/MTTQ-BTT': the number of a letter, and no room for anything else."""


@dataclass(frozen=True)
class PartyWord:
    """What one party has said. `answer` is its last word, `asked` when it was last asked; `is_of_this`: the answer is
    of the text as it stands now."""

    line: str
    name: Text
    answer: Agreement | None
    asked: Agreement | None
    is_of_this: bool

    @property
    def agrees(self) -> bool:
        """Whether the party agrees to the words as they stand."""
        return self.is_of_this and self.answer is not None and self.answer.said == Said.AGREED


def words_of_parties(review: Review) -> tuple[PartyWord, ...]:
    """Every party of a review that has several, in the order of its head; none where one body issues it."""
    composition = reviews.composition_of(review)
    lines = _lines(composition)
    if len(lines) < 2:
        return ()
    digest, rows = text_digest(review), list(Agreement.objects.filter(review=review).select_related("said_by__body"))
    return tuple(_word(line, name, [row for row in rows if row.line == line], digest) for line, name in lines.items())


def _lines(review: Composition) -> dict[str, Text]:
    found: dict[str, Text] = {}
    for line, name in zip(review.heading.lines, review.heading.issuers, strict=False):
        found.setdefault(line, name)
    return found


def _word(line: str, name: Text, rows: list[Agreement], digest: str) -> PartyWord:
    answers = [row for row in rows if row.said != Said.ASKED]
    asked = [row for row in rows if row.said == Said.ASKED]
    answer = max(answers, key=lambda row: row.pk, default=None)
    is_of_this = answer is not None and answer.digest == digest
    return PartyWord(line, name, answer, max(asked, key=lambda row: row.pk, default=None), is_of_this)


def text_digest(review: Review) -> str:
    """SHA-256 of the joint paper as it stands, number and day open, whoever signs it for the head."""
    return sha256(codec.canonical(queries.paper_of(review).to_json())).hexdigest()


def lacking(review: Review, line: str) -> tuple[PartyWord, ...]:
    """The parties but that of `line` that do not agree to the words as they stand."""
    return tuple(word for word in words_of_parties(review) if word.line != line and not word.agrees)


def may_say(by: User, review: Review) -> bool:
    """Whether the account speaks for a party: one of its line, at the level of the review's place, that approves, or
    that takes part as a partner."""
    is_party = by.body.line in reviews.composition_of(review).heading.lines
    is_here = sees_place(by, review.place) and by.body.place.level == review.place.level
    return is_party and is_here and by.role in (Role.APPROVER, Role.PARTNER)


def may_ask(by: User, review: Review) -> bool:
    """Whether the account asks the others and writes their letters down: an approver of a party."""
    is_party = by.body.line in reviews.composition_of(review).heading.lines
    return is_party and sees_place(by, review.place) and by.role == Role.APPROVER


@transaction.atomic
def agreement_ask(*, by: User, review: Review) -> list[Agreement]:
    """Ask every other party that does not agree yet. NotAllowed BANHANH-101; Refusal BANHANH-003 of an issued one."""
    _check_open(review, may_ask(by, review))
    return [_kept(by, review, word.line, Said.ASKED) for word in lacking(review, by.body.line)]


@transaction.atomic
def agreement_say(*, by: User, review: Review, agrees: bool) -> Agreement:
    """The word of the account's own party on the text as it stands. NotAllowed BANHANH-101; Refusal BANHANH-003."""
    _check_open(review, may_say(by, review))
    return _kept(by, review, by.body.line, Said.AGREED if agrees else Said.NOT_YET)


@transaction.atomic
def agreement_write_down(*, by: User, review: Review, line: str, letter: str) -> Agreement:
    """A party agreed by letter. NotAllowed BANHANH-101; Refusal BANHANH-020 of what is no number of a letter, or a
    party that there is none of, BANHANH-003."""
    _check_open(review, may_ask(by, review))
    number = squeeze(letter)
    others = [word.line for word in words_of_parties(review) if word.line != by.body.line]
    if line not in others or not _LETTER.fullmatch(number):
        raise refusals.no_letter(number)
    return _kept(by, review, line, Said.AGREED, number)


def others(review: Composition, line: str) -> dict[str, Text]:
    """The parties but that of `line`, by their lines; none where one body issues."""
    lines = _lines(review)
    return {other: name for other, name in lines.items() if other != line} if len(lines) > 1 else {}


def parties_beside(issued: Issued, line: str) -> dict[str, Text]:
    """The parties but that of `line` that issued a paper together; none where one body did."""
    return others(reviews.composition_of(issued.review), line) if queries.is_joint(issued) else {}


def letters_read(review: Composition, line: str, letters: Mapping[str, str]) -> dict[str, str]:
    """The numbers of the letters by which the other parties agreed to a joint corrigendum, by line. Refusal
    BANHANH-019 of parties without one, -020 of what is no number of a letter."""
    found = {other: squeeze(letters.get(other, "")) for other in others(review, line)}
    if silent := [name for other, name in others(review, line).items() if not found[other]]:
        raise refusals.not_agreed(*(", ".join(name.of(side) for name in silent) for side in ("vi", "en")))
    for number in found.values():
        if not _LETTER.fullmatch(number):
            raise refusals.no_letter(number)
    return found


def letters_keep(*, by: User, corrigendum: Issued, letters: Mapping[str, str]) -> None:
    """Those letters, kept as agreements to just that corrigendum, in the transaction that issues it."""
    given = {"said": Said.AGREED, "digest": corrigendum.digest, "said_at": corrigendum.issued_at, "said_by": by}
    Agreement.objects.bulk_create(
        Agreement(review=corrigendum.review, line=line, letter=number, **given) for line, number in letters.items()
    )


def letters_of(corrigendum: Issued) -> list[str]:
    """The numbers of the letters by which other parties agreed to a corrigendum."""
    found = Agreement.objects.filter(review=corrigendum.review, digest=corrigendum.digest).exclude(letter="")
    return list(found.order_by("pk").values_list("letter", flat=True))


def reviews_asked(by: User) -> list[Review]:
    """Reviews that wait for the word of the account's party since it was asked last, the oldest first."""
    found = Agreement.objects.filter(visible_q(by, "review__place__"), line=by.body.line, said=Said.ASKED)
    found = found.exclude(review__in=Issued.objects.values("review")).select_related("review__place")
    asked = {row.review_id: row.review for row in found.select_related("review__programme").order_by("pk")}
    return [review for review in asked.values() if may_say(by, review) and not _has_answered(review, by.body.line)]


def _has_answered(review: Review, line: str) -> bool:
    last = Agreement.objects.filter(review=review, line=line).order_by("-pk").first()
    return last is not None and last.said != Said.ASKED


def _check_open(review: Review, may: bool) -> None:
    if not may:
        raise refusals.not_a_party()
    if (issued := queries.paper_at(review, 0)) is not None:
        raise refusals.issued_already(f"{issued.number:02d}/{issued.symbol}")


def _kept(by: User, review: Review, line: str, said: Said, letter: str = "") -> Agreement:
    return Agreement.objects.create(
        review=review,
        line=line,
        said=said,
        digest=text_digest(review),
        letter=letter,
        said_at=timezone.now(),
        said_by=by,
    )
