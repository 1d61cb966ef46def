"""Villages and what they owe: registered by their commune, they owe the forms that say so, from that day on.

A list of one commune touches its own villages alone; `following.follow` does the same for a whole form.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from chungtay.reference.actors import villages as actors
from chungtay.reference.forms.models import Form, Obligation
from chungtay.reference.places.queries import lies_within, village_ids_on, villages_stranded

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from django.db.models import QuerySet

    from chungtay.reference.actors.models import Body, User
    from chungtay.reference.places.models import Place
    from chungtay.reference.places.queries import Stranded

_OWED_BY = "committee:village"


@transaction.atomic
def villages_register(*, by: User, commune: Place, text: str, valid_from: date) -> list[Body]:
    """The villages of a list, one name on each line, with their bodies and what they owe: all or none.

    They owe from `valid_from`, though not from before today or before the form: nobody is late with what was not asked.
    NotAllowed DIABAN-404 unless the account may keep them; Refusals DIABAN-041 to -044 with their lines.
    """
    made = actors.villages_register(by=by, commune=commune, text=text, valid_from=valid_from)
    _owe(made, commune, valid_from)
    return made


@transaction.atomic
def village_rename(*, by: User, village: Place, name: str, since: date) -> Place:
    """Another name from a day on. NotAllowed DIABAN-404; Refusals DIABAN-041, -042, -045."""
    return actors.village_rename(by=by, village=village, name=name, since=since)


@transaction.atomic
def village_end(*, by: User, village: Place, valid_to: date) -> Place:
    """The last day of a village: it owes nothing that ends later. NotAllowed DIABAN-404; Refusal DIABAN-045."""
    ended = actors.village_end(by=by, village=village, valid_to=valid_to)
    _end_owed(Obligation.objects.filter(place=village), valid_to)
    return ended


@transaction.atomic
def villages_follow(today: date | None = None) -> int:
    """Villages follow their communes over a change of borders, by a day (None: today); gives how many moved. May be
    run at any time; a timer runs it daily.

    Where the whole commune went into another, they lie there and owe on without a gap; a form that is not of that land
    ends with the old commune. Where it was split they owe nothing after its last day, until `village_settle`.
    """
    on = today or timezone.localdate()
    moved = actors.villages_follow(on)
    for found in moved:
        _owed_in(found, found.heirs[0], found.since)
    for found in villages_stranded(on):
        _end_owed(Obligation.objects.filter(place=found.village), found.since - timedelta(days=1))
    return len(moved)


@transaction.atomic
def village_settle(*, by: User, village: Place, to: Place) -> None:
    """A village of a commune that was split goes to one of its parts, and owes again from today on. NotAllowed
    DIABAN-404 unless an administrator of the old commune's land; Refusal DIABAN-046 for another commune."""
    found = actors.village_settle(by=by, village=village, to=to)
    _end_owed(Obligation.objects.filter(place=village), found.since - timedelta(days=1))
    _owed_in(found, to, timezone.localdate())


def _owed_in(found: Stranded, commune: Place, since: date) -> None:
    """What a village that moved owes: nothing of forms that are not of the new land, and all that are owed there."""
    for owed in Obligation.objects.filter(place=found.village).exclude(form__scope=None).select_related("form__scope"):
        if owed.form.scope is not None and not lies_within(commune, owed.form.scope):
            _end_owed(Obligation.objects.filter(pk=owed.pk), found.since - timedelta(days=1))
    _owe(list(actors.bodies_of_villages([found.village]).values()), commune, since)


def _owe(bodies: list[Body], commune: Place, since: date) -> None:
    """The bodies owe what villages of the commune owe, from a day on but not from before today; what they owe is left
    as it is."""
    owing = Obligation.objects.filter(body__in=bodies, valid_to=None) | Obligation.objects.filter(
        body__in=bodies, valid_to__gte=max(since, timezone.localdate())
    )
    known = set(owing.values_list("body_id", "form__code"))
    Obligation.objects.bulk_create(
        Obligation(form=form, body=body, place=body.place, valid_from=first, valid_to=form.valid_to)
        for form in _forms(commune, since)
        for body in bodies
        for first in [max(since, form.valid_from, timezone.localdate())]
        if (body.pk, form.code) not in known and (form.valid_to is None or first <= form.valid_to)
    )


def _end_owed(owed: QuerySet[Obligation], last: date) -> None:
    """Nothing of it is owed for periods that end after a day; what could never have been owed goes."""
    owed.filter(valid_from__gt=last).delete()
    owed.filter(Q(valid_to=None) | Q(valid_to__gt=last)).update(valid_to=last)


def villages_expected(commune: Place, on: date) -> dict[str, frozenset[int]]:
    """By code of a form, the villages that lay in a commune and owed it on a day, by place id; a form that one
    ever owed has an entry."""
    if not (villages := village_ids_on(commune, on)):
        return {}
    owed = Obligation.objects.filter(place__in=villages)
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
