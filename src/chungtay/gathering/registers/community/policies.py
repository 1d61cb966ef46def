"""Who keeps a point, who may confirm and assess it, who unites kinds; and from whom a sensitive kind is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chungtay.gathering.registers.community.refusals import may_not, not_there
from chungtay.reference.actors.policies import sees_place
from chungtay.reference.actors.queries import Level, Role
from chungtay.reference.places.queries import lies_within

if TYPE_CHECKING:
    from chungtay.gathering.registers.community.models import ModelKind, ModelPoint
    from chungtay.reference.actors.models import User
    from chungtay.reference.places.models import Place

_WRITERS = (Role.REPORTER, Role.APPROVER)


def may_register(user: User, place: Place) -> bool:
    """Whether the account registers points in a commune: an officer of a body whose territory holds it."""
    return user.role in _WRITERS and user.body.level != Level.VILLAGE and sees_place(user, place)


def may_keep(user: User, point: ModelPoint) -> bool:
    """Whether the account writes the life of a point: an officer of the line that keeps it, over its land."""
    return may_register(user, point.place) and user.body.line == point.body.line


def may_attest(user: User, point: ModelPoint) -> bool:
    """Whether the account confirms and assesses a point: any officer over its land, of whatever line."""
    return user.role in _WRITERS and sees_place(user, point.place)


def may_unite(user: User, *kinds: ModelKind) -> bool:
    """Whether the account says that kinds are one: an approver over the land of those who named them. Kinds of the
    catalogue may take others in, and are united by the centre alone."""
    if user.role != Role.APPROVER or user.body.level not in (Level.CENTRE, Level.PROVINCE):
        return False
    return all(kind.owner is not None and lies_within(kind.owner, user.body.place) for kind in kinds) or (
        user.body.level == Level.CENTRE
    )


def sees_kinds_of(user: User) -> bool:
    """Whether sensitive kinds bear their names for the account: in the owning commune alone."""
    return user.body.level in (Level.COMMUNE, Level.VILLAGE)


def check_register(user: User, place: Place) -> None:
    """NotAllowed DSM-404 or DSM-403."""
    if not sees_place(user, place):
        raise not_there()
    if not may_register(user, place):
        raise may_not("Tài khoản này không đăng ký mô hình ở đây", "This account registers no points here")


def check_keep(user: User, point: ModelPoint) -> None:
    """NotAllowed DSM-404 or DSM-403."""
    if not sees_place(user, point.place):
        raise not_there()
    if not may_keep(user, point):
        raise may_not("Điểm này do cơ quan khác giữ sổ", "Another body keeps this point")


def check_attest(user: User, point: ModelPoint) -> None:
    """NotAllowed DSM-404 or DSM-403."""
    if not sees_place(user, point.place):
        raise not_there()
    if not may_attest(user, point):
        raise may_not("Tài khoản này không xác nhận điểm", "This account confirms no points")
