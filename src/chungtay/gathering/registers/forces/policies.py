"""Who sees the teams of which commune, and who keeps them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chungtay.reference.actors.policies import reads_figures
from chungtay.reference.actors.queries import Role
from chungtay.reference.places.queries import lies_within

if TYPE_CHECKING:
    from chungtay.reference.actors.models import User
    from chungtay.reference.places.models import Place


def sees(user: User, commune: Place) -> bool:
    """Whether the commune lies in the account's territory."""
    return reads_figures(user) and lies_within(commune, user.body.place)


def sees_names(user: User, commune: Place) -> bool:
    """Whether villages, and names of teams, which are often theirs, are for the account."""
    return is_near(user) and lies_within(commune, user.body.place)


def is_near(user: User) -> bool:
    """The same of all that lies in the account's territory."""
    return user.body.place.level == "commune"


def may_keep(user: User, commune: Place) -> bool:
    """Whether the account writes down the commune's teams: an officer of a body of just that commune."""
    is_officer = user.is_active and user.role in (Role.REPORTER, Role.APPROVER)
    return is_officer and commune.level == "commune" and user.body.place_id == commune.pk
