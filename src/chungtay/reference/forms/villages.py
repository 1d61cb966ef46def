"""Villages and what they owe: registered by their commune, they owe the forms that say so, from that day on.

A list of one commune touches its own villages alone; `following.follow` does the same for a whole form.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from chungtay.reference.actors import villages as actors
from chungtay.reference.forms.models import Form, Obligation
from chungtay.reference.places.queries import lies_within

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from chungtay.reference.actors.models import Body, User
    from chungtay.reference.places.models import Place

_OWED_BY = "committee:village"


@transaction.atomic
def villages_register(*, by: User, commune: Place, text: str, valid_from: date) -> list[Body]:
    """The villages of a list, one name on each line, with their bodies and what they owe: all or none.

    They owe from `valid_from`, though not from before today or before the form: nobody is late with what was not asked.
    NotAllowed DIABAN-404 unless the account may keep them; Refusals DIABAN-041 to -044 with their lines.
    """
    made = actors.villages_register(by=by, commune=commune, text=text, valid_from=valid_from)
    Obligation.objects.bulk_create(
        Obligation(form=form, body=body, place=body.place, valid_from=first, valid_to=form.valid_to)
        for form in _forms(commune, valid_from)
        for body in made
        for first in [max(valid_from, form.valid_from, timezone.localdate())]
        if form.valid_to is None or first <= form.valid_to
    )
    return made


@transaction.atomic
def village_rename(*, by: User, village: Place, name: str, since: date) -> Place:
    """Another name from a day on. NotAllowed DIABAN-404; Refusals DIABAN-041, -042, -045."""
    return actors.village_rename(by=by, village=village, name=name, since=since)


@transaction.atomic
def village_end(*, by: User, village: Place, valid_to: date) -> Place:
    """The last day of a village: it owes nothing that ends later. NotAllowed DIABAN-404; Refusal DIABAN-045."""
    ended = actors.village_end(by=by, village=village, valid_to=valid_to)
    owed = Obligation.objects.filter(place=village)
    owed.filter(valid_from__gt=valid_to).delete()
    owed.filter(Q(valid_to=None) | Q(valid_to__gt=valid_to)).update(valid_to=valid_to)
    return ended


def villages_expected(commune: Place, on: date) -> dict[str, frozenset[int]]:
    """By code of a form that villages of a commune ever owed, those that owe it on a day, by place id."""
    owed = Obligation.objects.filter(place__parent=commune, place__level="village")
    found: dict[str, set[int]] = {}
    for code, place_id, first, last in owed.values_list("form__code", "place_id", "valid_from", "valid_to"):
        owing = found.setdefault(code, set())
        if first <= on and (last is None or on <= last):
            owing.add(place_id)
    return {code: frozenset(places) for code, places in found.items()}


def _forms(commune: Place, since: date) -> Sequence[Form]:
    """The latest version of each form that villages of the commune owe, unless it ended before."""
    latest = {form.code: form for form in Form.objects.select_related("scope").order_by("version")}
    return [
        form
        for form in latest.values()
        if form.owed_by == _OWED_BY
        and (form.scope is None or lies_within(commune, form.scope))
        and (form.valid_to is None or form.valid_to >= since)
    ]
