"""Groups of places on behalf of an account: which it sees, and keeping those of its own body.

A group is owned by the territory of the body that made it; only bodies of the centre keep nationwide ones. Bodies
above see it, and so does every body of the same land; members are shown within the reader's territory alone. Only
the body that made a group changes it. The writing itself is done by `places.services`.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from chungtay.kernel.errors import Both, NotAllowed
from chungtay.reference.actors.models import Level, Role
from chungtay.reference.actors.policies import reads_figures
from chungtay.reference.places import queries as places
from chungtay.reference.places import services

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from chungtay.reference.actors.models import User
    from chungtay.reference.places.models import Place, PlaceGroup, PlaceGroupMember
    from chungtay.reference.places.queries import GroupLine, Proposal


def may_make_groups(by: User) -> bool:
    """Whether the account works on reports of its body; nationwide groups are for bodies of the centre alone.

    Villages are members of no group, so whoever has only a village has nothing to group.
    """
    is_officer = reads_figures(by) and by.role in (Role.REPORTER, Role.APPROVER)
    level = by.body.place.level
    return is_officer and level != "village" and (level != "country" or by.body.level == Level.CENTRE)


def may_keep_group(by: User, group: PlaceGroup) -> bool:
    """Whether the account may change the group: it is one of the account's own body."""
    return may_make_groups(by) and group.keeper == by.body.code


def groups_of(by: User, on: date) -> list[GroupLine]:
    """The groups that the account sees, each with its members in the account's territory on a day."""
    return places.groups_visible(by.body.place, on) if reads_figures(by) else []


def group_of(by: User, key: str) -> PlaceGroup:
    """A group that the account sees. NotAllowed DIABAN-404 for any other, like one that does not exist."""
    known = places.group_find(key)
    if known is None or not reads_figures(by) or not places.group_is_visible(known, by.body.place):
        raise NotAllowed.of(
            "DIABAN-404",
            Both("nhóm địa bàn", "group of places"),
            read=key,
            expected=Both("một nhóm của địa bàn", "a group of your body's territory"),
            todo=Both("xem danh sách nhóm", "see the list of groups"),
            vi="không có nhóm địa bàn này",
            en="there is no such group of places",
        )
    return known


def group_places(by: User, group: PlaceGroup, on: date, *, known_at: datetime | None = None) -> QuerySet[Place]:
    """The members of a group on a day that lie in the account's territory, by level and code."""
    return places.group_members(group.key, on, within=by.body.place, known_at=known_at)


def group_history_of(by: User, group: PlaceGroup) -> QuerySet[PlaceGroupMember]:
    """Every membership of a group in the account's territory, ended ones among them."""
    return places.group_history(group, within=by.body.place)


def group_proposals_of(by: User, group: PlaceGroup, on: date) -> list[Proposal]:
    """Members in the account's territory that ended by a day, with what took over their land and is no member yet."""
    return places.group_proposals(group, on, within=by.body.place)


def group_make(*, by: User, key: str, name_vi: str, name_en: str, kind: str) -> PlaceGroup:
    """A new group of the account's own territory.

    NotAllowed DIABAN-403 unless the account works on reports of its body, for the whole country at the centre alone;
    Refusals DIABAN-021 to -023 as in `places.services.group_create`.
    """
    if not may_make_groups(by):
        raise _not_yours(by.body.name_vi)
    place = by.body.place
    owner = None if place.level == "country" else place
    return services.group_create(key=key, name_vi=name_vi, name_en=name_en, kind=kind, owner=owner, keeper=by.body.code)


def group_member_add(
    *, by: User, group: PlaceGroup, place: Place, valid_from: date, valid_to: date | None = None
) -> PlaceGroupMember:
    """A member from a day on. NotAllowed DIABAN-403 unless the account's body keeps the group; else as in places."""
    _guard(by, group)
    return services.group_member_add(
        group=group, place=place, valid_from=valid_from, valid_to=valid_to, by_body=by.body.code
    )


def group_member_end(*, by: User, member: PlaceGroupMember, valid_to: date) -> PlaceGroupMember:
    """The last day of a membership. NotAllowed DIABAN-403 as in `group_member_add`; then as in places."""
    _guard(by, member.group)
    return services.group_member_end(member=member, valid_to=valid_to, by_body=by.body.code)


def group_import(
    *, by: User, group: PlaceGroup, text: str, valid_from: date, valid_to: date | None = None
) -> list[PlaceGroupMember]:
    """The places of a list become members, all or none. NotAllowed DIABAN-403 as above; then as in places."""
    _guard(by, group)
    return services.group_import(group=group, text=text, valid_from=valid_from, valid_to=valid_to, by_body=by.body.code)


def _guard(by: User, group: PlaceGroup) -> None:
    if not may_keep_group(by, group):
        raise _not_yours(group.key)


def _not_yours(read: str) -> NotAllowed:
    refusal = NotAllowed.of(
        "DIABAN-403",
        Both("nhóm địa bàn", "group of places"),
        read=read,
        expected=Both("cán bộ của cơ quan lập nhóm", "an officer of the body that keeps the group"),
        todo=Both("lập nhóm riêng của cơ quan", "make a group of your own body"),
        vi="tài khoản này không sửa nhóm đó",
        en="this account does not change that group",
    )
    assert isinstance(refusal, NotAllowed)
    return refusal
