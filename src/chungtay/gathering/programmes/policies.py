"""Who sees the papers and tasks of a programme, who gives tasks and who works on them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from chungtay.reference.actors.policies import in_force, is_above, reads_figures, sees_place, visible_q
from chungtay.reference.actors.queries import Level, Role

if TYPE_CHECKING:
    from datetime import date

    from chungtay.gathering.programmes.models import Task
    from chungtay.reference.actors.models import Body, User
    from chungtay.reference.places.models import Place

_OFFICERS = (Role.REPORTER, Role.APPROVER)
_DEPTH: dict[str, int] = {level: depth for depth, level in enumerate(Level)}


def may_record(user: User) -> bool:
    """Whether the account writes down papers, committees and conferences of its own body."""
    return user.is_active and user.role in _OFFICERS


def may_give(user: User, owner: Body, on: date) -> bool:
    """Whether the account gives `owner` a task: an approver, for its own body, for one that reports to it, or for any
    of a lower level in its territory: a programme is signed by bodies of several lines, and its steering committee
    charges all of them."""
    if not user.is_active or user.role != Role.APPROVER or not in_force(owner, on):
        return False
    if user.body_id == owner.pk or is_above(user.body, owner):
        return True
    return _DEPTH[owner.level] > _DEPTH[user.body.level] and sees_place(user, owner.place)


def may_take_part(user: User, place: Place) -> bool:
    """Whether a body of that place may be named as a partner by the account."""
    return sees_place(user, place)


def followed_q(user: User, place: str) -> Q:
    """What the account's body carries out, by the column of a place: what lies in its territory, what the country's
    own bodies issue, and what its province does."""
    if not reads_figures(user):
        return Q(pk__in=[])
    above = user.body.place.home_province_id
    followed = visible_q(user, f"{place}__") | Q(**{f"{place}__level": "country"})
    return followed | Q(**{place: above}) if above else followed


def tasks_q(user: User) -> Q:
    """The tasks that the account may know of: of bodies in its territory, given by its body, or shared with it."""
    if not reads_figures(user):
        return Q(pk__in=[])
    return visible_q(user, "owner__place__") | Q(given_by=user.body_id) | Q(partners__body=user.body_id)


def may_work(user: User, task: Task) -> bool:
    """Whether the account tells the progress of a task: an officer of its owner."""
    return may_record(user) and user.body_id == task.owner_id


def may_settle(user: User, task: Task) -> bool:
    """Whether the account ends, moves, calls off or opens again a task: an approver of who gave it."""
    return user.is_active and user.role == Role.APPROVER and user.body_id == task.given_by_id


def may_end(user: User, task: Task) -> bool:
    """Whether the account says that a task is done: an approver of its owner or of who gave it."""
    return may_settle(user, task) or (may_work(user, task) and user.role == Role.APPROVER)


def may_comment(user: User, task: Task, partner_ids: frozenset[int]) -> bool:
    """Whether the account comments: an officer of whoever has a part in the task, or of a body above its owner."""
    if not may_record(user):
        return False
    has_part = user.body_id in {task.owner_id, task.given_by_id, *partner_ids}
    return has_part or is_above(user.body, task.owner)
