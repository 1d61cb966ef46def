"""Who sees which activities and who keeps them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chungtay.gathering.registers.activities.kinds import counts_alone
from chungtay.gathering.registers.activities.models import Activity
from chungtay.gathering.registers.lists.land import Used
from chungtay.reference.actors.policies import reads_figures, reads_small_counts, sees_place
from chungtay.reference.actors.queries import Role
from chungtay.reference.places.queries import lies_within, unit_ids

if TYPE_CHECKING:
    from chungtay.gathering.registers.activities.types import ActivityLine
    from chungtay.reference.actors.models import User
    from chungtay.reference.places.models import Place

_NEW = "2025"


def territory(user: User, *, is_list: bool = False) -> dict[str, int | tuple[int, ...]]:
    """The activities of the account's territory as values of `queries`, by columns that indexes begin with;
    `sees_place` says the same. `is_list`: they are read in an order, best of one place."""
    place = user.body.place
    if not reads_figures(user):
        return {"places": ()}
    if place.level == "country":
        return {}
    if place.level == "province" and place.vintage == _NEW:
        return {"province": place.pk}
    return {"places": _USED.among(unit_ids(place)) if is_list else unit_ids(place)}


_USED = Used(Activity, "place")


def sees(user: User, activity: Activity) -> bool:
    """Whether the account may know of the activity."""
    if not sees_place(user, activity.place):
        return False
    return activity.kind not in counts_alone() or reads_small_counts(user, activity.body)


def sees_village(user: User, place: Place) -> bool:
    """Whether names of villages, and of where people met, are for the account: those of its own commune alone."""
    return is_near(user) and lies_within(place, user.body.place)


def is_near(user: User) -> bool:
    """The same of all that lies in the account's territory."""
    return user.body.place.level in ("commune", "village")


def may_register(user: User, place: Place) -> bool:
    """Whether the account writes down activities of its body at a place."""
    return _is_officer(user) and sees_place(user, place)


def _is_officer(user: User) -> bool:
    return user.is_active and user.role in (Role.REPORTER, Role.APPROVER)


def may_keep_line(user: User, line: ActivityLine) -> bool:
    """`may_keep` of a row that the account was shown, which lies in its territory."""
    return user.body_id == line.body_id and _is_officer(user)


def may_keep(user: User, activity: Activity) -> bool:
    """Whether the account holds, corrects or strikes the activity: an officer of the body that organised it."""
    return user.body_id == activity.body_id and may_register(user, activity.place)
