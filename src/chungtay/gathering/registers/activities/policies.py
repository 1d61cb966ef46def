"""Who sees which activities and who keeps them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from chungtay.gathering.registers.activities.kinds import counts_alone
from chungtay.gathering.registers.activities.models import Activity
from chungtay.reference.actors.policies import reads_figures, reads_small_counts, sees_place
from chungtay.reference.actors.queries import Role, bodies_open_to
from chungtay.reference.places.queries import lies_within, places_in

if TYPE_CHECKING:
    from chungtay.reference.actors.models import User
    from chungtay.reference.places.models import Place

_NEW = "2025"
_FEW = 20
"""Places of a territory that are looked into before a list is asked for."""


def territory_q(user: User) -> Q:
    """The activities of the account's territory, by columns that indexes begin with; `sees_place` says the same."""
    place = user.body.place
    if not reads_figures(user):
        return Q(pk__in=[])
    if place.level == "country":
        return Q()
    if place.level == "province" and place.vintage == _NEW:
        return Q(province=place.pk)
    held = list(places_in(place).exclude(level="village").values_list("pk", flat=True))
    if 1 < len(held) <= _FEW:
        # Most communes hold old units in which nothing was ever written down: one place is read in the list's order.
        held = list(Activity.objects.filter(place__in=held).values_list("place", flat=True).distinct()) or held[:1]
    return Q(place=held[0]) if len(held) == 1 else Q(place__in=held)


def counts_alone_q(user: User) -> Q:
    """Leaves out what only the body and the one above it see row by row."""
    own = sorted(pk for pk, _ in bodies_open_to(user.body_id))
    return ~Q(kind__in=counts_alone()) | Q(body__in=own)


def sees(user: User, activity: Activity) -> bool:
    """Whether the account may know of the activity."""
    if not sees_place(user, activity.place):
        return False
    return activity.kind not in counts_alone() or reads_small_counts(user, activity.body)


def sees_village(user: User, place: Place) -> bool:
    """Whether names of villages, and of where people met, are for the account: those of its own commune alone."""
    return user.body.place.level in ("commune", "village") and lies_within(place, user.body.place)


def may_register(user: User, place: Place) -> bool:
    """Whether the account writes down activities of its body at a place."""
    return user.is_active and user.role in (Role.REPORTER, Role.APPROVER) and sees_place(user, place)


def may_keep(user: User, activity: Activity) -> bool:
    """Whether the account holds, corrects or strikes the activity: an officer of the body that organised it."""
    return user.body_id == activity.body_id and may_register(user, activity.place)
