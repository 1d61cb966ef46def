"""Who makes, keeps and sees groups of places."""

from datetime import date
from typing import Any

import pytest

from chungtay.kernel.errors import NotAllowed
from chungtay.reference.actors import groups
from chungtay.reference.actors.models import Level, Line, Role
from chungtay.reference.actors.services import account_create, body_create
from chungtay.reference.places.queries import place_get

pytestmark = pytest.mark.django_db
DAY = date(2025, 11, 1)


def made(by: Any, key: str = "nhom") -> Any:
    return groups.group_make(by=by, key=key, name_vi="Nhóm", name_en="Group", kind="own")


def officer(cast: Any, code: str, line: Line, level: Level, place: str, role: Role = Role.REPORTER) -> Any:
    body = body_create(code=code, name_vi=code, name_en=code, line=line, level=level, place=place_get(place))
    return account_create(username=code.lower(), password=None, display_name="Cán bộ", body=body, role=role)


def test_a_group_belongs_to_the_territory_of_the_body_that_made_it(cast: Any) -> None:
    assert made(cast.chi).owner == cast.chi.body.place


def test_only_bodies_of_the_centre_make_nationwide_groups(cast: Any) -> None:
    assert made(cast.dung).owner is None
    lower = officer(cast, "X-1", Line.MEMBER, Level.PROVINCE, "vn")
    with pytest.raises(NotAllowed, match="DIABAN-403"):
        made(lower, "khac")


@pytest.mark.parametrize("role", [Role.PARTNER, Role.ADMINISTRATOR])
def test_who_only_reads_or_keeps_accounts_makes_no_group(cast: Any, role: Role) -> None:
    with pytest.raises(NotAllowed, match="DIABAN-403"):
        made(officer(cast, "X-1", Line.FRONT, Level.PROVINCE, "p01@2025", role))


def test_officers_of_the_body_keep_its_group_and_nobody_else(cast: Any) -> None:
    group = made(cast.chi)
    front = officer(cast, "X-1", Line.FRONT, Level.PROVINCE, "p01@2025")
    keep = {user: groups.may_keep_group(user, group) for user in (cast.binh, cast.chi, cast.dung, cast.an, front)}
    assert list(keep.values()) == [True, True, False, False, False]


@pytest.mark.parametrize("who", ["an", "hoa", "dung"])
def test_a_group_of_another_body_is_not_changed(cast: Any, who: str) -> None:
    group, by = made(cast.chi), getattr(cast, who)
    place = place_get("c00004@2025")
    member = groups.group_member_add(by=cast.chi, group=group, place=place, valid_from=DAY)
    for deed in (
        lambda: groups.group_member_add(by=by, group=group, place=place, valid_from=DAY),
        lambda: groups.group_import(by=by, group=group, text="00008", valid_from=DAY),
        lambda: groups.group_member_end(by=by, member=member, valid_to=DAY),
    ):
        with pytest.raises(NotAllowed, match="DIABAN-403"):
            deed()


def test_the_body_of_a_land_and_those_above_see_a_group_and_neighbours_do_not(cast: Any) -> None:
    group = made(cast.an)
    seen = {}
    for name in ("an", "binh", "hoa", "dung", "khoa", "giang"):
        try:
            seen[name] = groups.group_of(getattr(cast, name), group.key) == group
        except NotAllowed:
            seen[name] = False
    assert seen == {"an": True, "binh": True, "hoa": True, "dung": True, "khoa": False, "giang": False}


def test_members_of_a_nationwide_group_are_shown_within_the_territory_alone(cast: Any) -> None:
    group = made(cast.dung)
    groups.group_import(by=cast.dung, group=group, text="00004\n00008\n18073", valid_from=DAY)
    counts = {name: groups.group_places(getattr(cast, name), group, DAY).count() for name in ("dung", "binh", "an")}
    assert counts == {"dung": 3, "binh": 2, "an": 1}
    assert groups.group_history_of(cast.giang, group).count() == 1
