"""Reading groups of places: which there are for a territory, who belongs on a day, what became of ended members.

Groups from flags and groups that bodies keep are rows of the same tables, so every question treats them alike.
Before 1 July 2025 the flags are not known and those groups are empty. Used through `queries`.
"""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet

from chungtay.kernel.errors import Both, Refusal
from chungtay.reference.places.finding import valid_q
from chungtay.reference.places.models import GroupKind, Place, PlaceGroup, PlaceGroupMember, PlaceLevel, Succession
from chungtay.reference.places.names import name_key, readings
from chungtay.reference.places.territory import lies_within, territory_q

__all__ = [
    "GroupKind",
    "GroupLine",
    "Proposal",
    "group_find",
    "group_history",
    "group_is_visible",
    "group_members",
    "group_open_member",
    "group_proposals",
    "groups_visible",
]


@dataclass(frozen=True)
class GroupLine:
    """A group with the number of its members in a territory on a day."""

    group: PlaceGroup
    count: int


@dataclass(frozen=True)
class Proposal:
    """A membership that goes on although its place ended, and what took over the place and is no member yet.

    `successors` are the links, largest share first; empty where all successors are members or none is known.
    """

    member: PlaceGroupMember
    successors: tuple[Succession, ...]


def group_find(key: str) -> PlaceGroup | None:
    """The group with a key; None where there is none."""
    return PlaceGroup.objects.select_related("owner").filter(key=key).first()


def group_is_visible(group: PlaceGroup, territory: Place) -> bool:
    """Whether a territory knows of the group: a nationwide one, or one whose owner lies in the territory."""
    return group.owner is None or lies_within(group.owner, territory)


def groups_visible(territory: Place, on: date) -> list[GroupLine]:
    """The groups that a territory knows of, nationwide ones first, with their members there on a day.

    Nationwide groups without any member in the territory that day are left out.
    """
    groups = PlaceGroup.objects.select_related("owner").filter(Q(owner=None) | territory_q(territory, "owner__"))
    found = []
    for group in groups.order_by("key"):
        count = group_members(group.key, on, within=territory).count()
        if count or group.owner is not None or territory.level == PlaceLevel.COUNTRY:
            found.append(GroupLine(group, count))
    return sorted(found, key=lambda line: (line.group.owner is not None, line.group.keeper != "", line.group.name_vi))


def group_members(
    key: str, on: date, *, within: Place | None = None, known_at: datetime | None = None
) -> QuerySet[Place]:
    """The places of a group on a day, by level and code: those that belong and are in force that day.

    `within` keeps those of a territory; `known_at` asks what the group was known to be at an instant.
    """
    members = PlaceGroupMember.objects.filter(_held_q(on, known_at), group__key=key)
    places = Place.objects.filter(valid_q(on), pk__in=members.values("place"))
    return (places.filter(territory_q(within, "")) if within is not None else places).order_by("level", "code")


def _held_q(on: date, known_at: datetime | None) -> Q:
    if known_at is None:
        return valid_q(on)
    # An end that was written later was not known then: the membership was still open.
    began = Q(valid_from__isnull=True) | Q(valid_from__lte=on)
    lasted = Q(valid_to__isnull=True) | Q(valid_to__gte=on) | Q(ended_at__gt=known_at)
    return began & lasted & (Q(added_at__isnull=True) | Q(added_at__lte=known_at))


def group_history(group: PlaceGroup, *, within: Place | None = None) -> QuerySet[PlaceGroupMember]:
    """Every membership of a group, ended ones among them, by place and day."""
    rows = PlaceGroupMember.objects.filter(group=group).select_related("place")
    held = rows.filter(territory_q(within)) if within is not None else rows
    return held.order_by("place__level", "place__code", "place__vintage", "valid_from", "pk")


def group_open_member(group: PlaceGroup, text: str) -> PlaceGroupMember:
    """The membership without an end whose place has this code, key or name (marks and prefix aside).

    The place may have ended long ago, so the day is not asked. Refusal DIABAN-032 unless there is just one.
    """
    keys = {reading.key for reading in readings(text)}
    found = [
        row
        for row in group_history(group).filter(valid_to__isnull=True)
        if text in (row.place.code, row.place.key) or name_key(row.place.name) in keys
    ]
    if len(found) != 1:
        raise Refusal.of(
            "DIABAN-032",
            Both("nhóm địa bàn", "group of places"),
            read=text,
            expected="; ".join(f"{row.place.full_name} ({row.place.key})" for row in found[:5]),
            todo=Both("xem thành viên của nhóm, nêu mã hoặc khóa", "see the group's members, name a code or key"),
            vi=f"có {len(found)} thành viên như vậy chưa kết thúc",
            en=f"{len(found)} such memberships are open",
        )
    return found[0]


def group_proposals(group: PlaceGroup, on: date, *, within: Place | None = None) -> list[Proposal]:
    """Memberships that hold on a day although their place had ended by then, with the successors to be decided on.

    Nothing is added by itself: whether what took over the land of a border commune lies on the border too is for the
    body that keeps the group to say.
    """
    ended = list(group_history(group, within=within).filter(valid_q(on), place__valid_to__lt=on))
    if not ended:
        return []
    links = Succession.objects.filter(old__in=[row.place_id for row in ended]).select_related("new")
    present = set(PlaceGroupMember.objects.filter(valid_q(on), group=group).values_list("place_id", flat=True))
    by_place: dict[int, list[Succession]] = {}
    for link in links.order_by("-share", "new__key"):
        if link.new_id not in present and (group.owner is None or lies_within(link.new, group.owner)):
            by_place.setdefault(link.old_id, []).append(link)
    return [Proposal(row, tuple(by_place.get(row.place_id, ()))) for row in ended]
