"""Who registers a subject, and who enters its recognition."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chungtay.gathering.registers.standards.rules import COMMUNE
from chungtay.reference.actors.policies import sees_place
from chungtay.reference.actors.queries import Role

if TYPE_CHECKING:
    from chungtay.gathering.registers.standards.models import Entry
    from chungtay.reference.actors.models import User
    from chungtay.reference.places.models import Place


def may_register(user: User, place: Place) -> bool:
    """Whether the account registers subjects of a commune: an officer of a body over its land."""
    is_officer = user.is_active and user.role in (Role.REPORTER, Role.APPROVER)
    return is_officer and place.level == "commune" and user.body.level != "village" and sees_place(user, place)


def may_bring(user: User) -> bool:
    """Whether the account brings lists of subjects of its land: who registers them one by one."""
    is_officer = user.is_active and user.role in (Role.REPORTER, Role.APPROVER)
    return is_officer and user.body.level != "village"


def may_keep(user: User, entry: Entry) -> bool:
    """Whether the account assesses and proposes: an officer of the body that registered it."""
    return may_register(user, entry.place) and user.body_id == entry.body_id


def may_recognise(user: User, entry: Entry) -> bool:
    """Whether the account enters the decision: an approver over the land; of a commune, one above it."""
    if user.role != Role.APPROVER or not may_register(user, entry.place):
        return False
    return entry.kind != COMMUNE or user.body.level != "commune"
