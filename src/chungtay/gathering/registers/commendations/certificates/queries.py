"""Reading what a giver's certificates look like, and which of a round may be printed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chungtay.gathering.registers.commendations import policies
from chungtay.gathering.registers.commendations.certificates.looks import FIELDS, Look, look_shipped
from chungtay.gathering.registers.commendations.kinds import award_forms
from chungtay.gathering.registers.commendations.models import Award, CertificateTemplate, Fate
from chungtay.gathering.registers.commendations.refusals import unknown

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from chungtay.gathering.registers.commendations.kinds import AwardForm
    from chungtay.gathering.registers.commendations.models import Round
    from chungtay.reference.actors.models import Body, User

MOST_IN_A_FILE = 200
"""Sheets in one file: about half a second of work, some 400 kB."""


def forms_given(by: User) -> list[AwardForm]:
    """The forms whose certificates are the account's body's to make; none for who does no work of it."""
    if not policies.is_officer(by):
        return []
    return [form for form in award_forms().values() if policies.gives(by.body, form.number)]


def look_get(*, by: User, form: int) -> Look:
    """What the certificates of the account's own body look like. NotAllowed KHE-404 where it does not give the form."""
    if form not in {found.number for found in forms_given(by)}:
        raise unknown(str(form))
    return look_of(by.body, form)


def look_of(giver: Body, form: int) -> Look:
    """The template that leads; the shipped one where the giver set none."""
    found = CertificateTemplate.objects.filter(giver=giver, form=form).order_by("-id").values(*FIELDS).first()
    if found is not None:
        return Look(**found)
    place = giver.place
    town = place.name if place.level in ("province", "commune") else "Hà Nội"
    return look_shipped(award_forms()[form], land=place.full_name, town=town)


def printable(held: Round) -> QuerySet[Award]:
    """The awards of a round that certificates are made for: granted, not revoked, and the name was not taken back."""
    found = Award.objects.filter(round=held, fate=Fate.GRANTED).exclude(name="")
    return found.select_related("place__home_province").order_by("pk")


def parts_of(count: int) -> list[tuple[int, int, int]]:
    """The files that so many sheets come in: number, first and last sheet."""
    return [
        (n + 1, first + 1, min(first + MOST_IN_A_FILE, count))
        for n, first in enumerate(range(0, count, MOST_IN_A_FILE))
    ]
