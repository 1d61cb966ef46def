"""What becomes of a recipient's name: shown to all readers by consent alone, and removed when it is withdrawn."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.db import transaction

from chungtay.gathering.registers.commendations import policies, queries
from chungtay.gathering.registers.commendations.kinds import COLLECTIVE
from chungtay.gathering.registers.commendations.models import Award, Deed, Fate
from chungtay.gathering.registers.commendations.refusals import not_theirs, refusal
from chungtay.gathering.registers.commendations.services import check_day, check_number, locked, stepped, wrong_state
from chungtay.kernel.errors import Both

if TYPE_CHECKING:
    from chungtay.gathering.registers.commendations.models import Round
    from chungtay.reference.actors.models import User


@transaction.atomic
def award_publish(*, by: User, id: int, award_id: int, consent: str, on: date) -> Award:
    """The name may be shown to all readers: of a household or individual by a recorded consent, its document and day.

    NotAllowed KHE-403; Refusals KHE-002, KHE-008 unless it was granted, KHE-011 without a document, KHE-014 where it
    is guarded.
    """
    held, award = _named(by, id, award_id)
    if award.is_guarded:
        expected = Both("không công khai", "not public")
        vi, en = "người này không bao giờ được nêu công khai", "this recipient is never shown in public"
        raise refusal("KHE-014", "…", expected, vi, en)
    if award.fate != Fate.GRANTED:
        raise wrong_state(held)
    if award.kind != COLLECTIVE:
        check_day(on)
        award.consent, award.consented_on = check_number(consent), on
    award.is_public = True
    return _told(by, held, award, Deed.MADE_PUBLIC, on, award.consent)


@transaction.atomic
def award_hide(*, by: User, id: int, award_id: int) -> Award:
    """Consent is taken back: only the two bodies read the name from now on."""
    held, award = _named(by, id, award_id)
    award.is_public, award.consent, award.consented_on = False, "", None
    return _told(by, held, award, Deed.NOT_PUBLIC)


@transaction.atomic
def name_remove(*, by: User, id: int, award_id: int) -> Award:
    """The name is removed wherever it stands but in the sealed decision; the award goes on to count.

    From then on nothing tells whether the same recipient is proposed again for the same achievement. Refusal KHE-008
    before the decision: a draft's recipient is struck instead.
    """
    held, award = _named(by, id, award_id)
    if award.fate not in (Fate.GRANTED, Fate.REVOKED):
        raise wrong_state(held)
    award.name = award.name_key = award.told = award.consent = ""
    award.is_public, award.consented_on = False, None
    return _told(by, held, award, Deed.NAME_REMOVED)


def _named(by: User, id: int, award_id: int) -> tuple[Round, Award]:
    held = locked(by, id)
    award = queries.award_of(by, held, award_id)
    if not policies.may_name(by, held, award):
        raise not_theirs(str(id))
    return held, award


def _told(by: User, held: Round, award: Award, deed: Deed, on: date | None = None, document: str = "") -> Award:
    award.version += 1
    award.save()
    stepped(by, held, deed, on=on, award=award, document=document)
    return award
