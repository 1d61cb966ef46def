"""Who sees which places, and who stands above whom. Whether a step may be taken now is the approval room's to say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from chungtay.reference.actors.models import Body, Role, User
from chungtay.reference.places.queries import lies_within, territory_q

if TYPE_CHECKING:
    from datetime import date

    from chungtay.reference.places.models import Place


def reads_figures(user: User) -> bool:
    """Whether the account sees figures at all: an administrator keeps accounts, oversight reads the audit, a closed
    account sees nothing."""
    return user.is_active and user.role not in (Role.ADMINISTRATOR, Role.OVERSIGHT)


def sees_place(user: User, place: Place) -> bool:
    """Whether the place lies in the territory of the account's body."""
    return reads_figures(user) and lies_within(place, user.body.place)


def visible_q(user: User, prefix: str = "place__") -> Q:
    """The same as a filter on rows that refer to a place by `prefix` ('' filters places themselves)."""
    return territory_q(user.body.place, prefix) if reads_figures(user) else Q(pk__in=[])


def reads_small_counts(user: User, body: Body) -> bool:
    """Whether small counts that `body` reports are open to the account: it belongs to that body, or to the one that the
    body reports to. Whoever stands higher, or in another line, is an outsider (decision 0009)."""
    return user.body_id in (body.pk, body.parent_id)


def may_keep_villages(user: User, commune: Place) -> bool:
    """Whether the account registers the villages of a commune: an approver of a body of just that commune, whatever its
    line, or an administrator of a body whose territory holds it. Reporters ask them; nobody above approves there."""
    if not user.is_active or commune.level != "commune":
        return False
    if user.role == Role.APPROVER:
        return user.body.place_id == commune.pk
    return user.role == Role.ADMINISTRATOR and lies_within(commune, user.body.place)


def is_above(body: Body, other: Body) -> bool:
    """Whether `other` reports up to `body`, directly or over bodies between. Nobody stands above itself."""
    above = other.parent
    while above is not None:
        if above.pk == body.pk:
            return True
        above = above.parent
    return False


def in_force(body: Body, on: date) -> bool:
    """Whether the body exists on a day; one without dates always does."""
    return (body.valid_from is None or body.valid_from <= on) and (body.valid_to is None or on <= body.valid_to)


def decides_for(body: Body, other: Body, on: date | None = None) -> bool:
    """Whether `body` decides of what `other` reports: it stands above; at the top of a line, it is that body itself.

    With a day, a body that has ended by then decides of nothing any more: what comes late is for those above it.
    """
    if on is not None and not in_force(body, on):
        return False
    if other.parent_id is None:
        return body.pk == other.pk
    return is_above(body, other)
