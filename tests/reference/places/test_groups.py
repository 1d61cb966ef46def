"""Groups of places: made, dated, followed through the reform, read from lists, and never about who lives there."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from chungtay.kernel.errors import Refusal
from chungtay.reference.places.grouplist import MOST_LINES, list_lines
from chungtay.reference.places.groupwords import forbidden_words
from chungtay.reference.places.models import PlaceGroupMember
from chungtay.reference.places.queries import (
    group_find,
    group_history,
    group_members,
    group_proposals,
    groups_visible,
    place_by_code,
    place_get,
)
from chungtay.reference.places.services import (
    group_create,
    group_import,
    group_member_add,
    group_member_end,
)
from chungtay.reference.places.units import unit_versions

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]
OLD, NEW, LATER = date(2024, 1, 1), date(2025, 7, 1), date(2025, 11, 1)
BADINH, NGOCHA, HATINH = "c00004@2025", "c00008@2025", "p42@2025"
NAMES = {"name_vi": "Xã, phường trọng điểm", "name_en": "Priority communes"}


def made(key: str = "trong-diem", owner: str | None = "p01@2025", **changes: Any) -> Any:
    given = {"kind": "own", "keeper": "CA-HN", **NAMES, **changes}
    return group_create(key=key, owner=place_get(owner) if owner else None, **given)


def added(group: Any, key: str = BADINH, start: date = NEW, end: date | None = None) -> PlaceGroupMember:
    return group_member_add(group=group, place=place_get(key), valid_from=start, valid_to=end, by_body="CA-HN")


def imported(group: Any, *lines: str, on: date = NEW) -> Any:
    return group_import(group=group, text="\n".join(lines), valid_from=on, by_body="CA-HN")


def refused(do: Any) -> list[str]:
    with pytest.raises(Refusal) as refusal:
        do()
    assert all(p.message_vi and p.message_en and p.todo for p in refusal.value.problems)
    return [p.code for p in refusal.value.problems]


def keys(on: date, key: str = "trong-diem", **more: Any) -> list[str]:
    return [place.key for place in group_members(key, on, **more)]


# --- dates ---------------------------------------------------------------------------------------


def test_a_member_belongs_from_its_first_day_to_its_last():
    group = made()
    added(group, BADINH, NEW, LATER)
    days = [NEW - timedelta(1), NEW, LATER, LATER + timedelta(1)]
    assert [keys(day) for day in days] == [[], [BADINH], [BADINH], []]


def test_a_membership_that_ended_stays_in_the_history():
    group = made()
    member = added(group)
    group_member_end(member=member, valid_to=LATER, by_body="CA-HN")
    added(group, BADINH, date(2026, 1, 1))
    held = [(m.valid_from, m.valid_to, m.ended_by) for m in group_history(group)]
    assert held == [(NEW, LATER, "CA-HN"), (date(2026, 1, 1), None, "")]


def test_an_entry_by_mistake_is_taken_back_and_may_be_made_again():
    group = made()
    group_member_end(member=added(group), valid_to=NEW - timedelta(1), by_body="CA-HN")
    assert keys(NEW) == []
    added(group, BADINH, OLD.replace(year=2025, month=8))
    assert keys(LATER) == [BADINH]


def test_a_group_can_be_asked_as_it_was_known():
    group = made()
    member = added(group)
    between = timezone.now()
    group_member_end(member=member, valid_to=NEW, by_body="CA-HN")
    added(group, NGOCHA)
    assert (keys(LATER, known_at=between), keys(LATER)) == ([BADINH], [NGOCHA])


def test_groups_from_flags_were_always_known():
    assert keys(LATER, "island", known_at=timezone.now() - timedelta(9)) == keys(LATER, "island")


def test_a_place_that_ended_is_no_member_and_its_successors_are_proposed():
    group = made()
    old = place_by_code("00004", on=OLD)
    added(group, old.key, OLD)
    [proposal] = group_proposals(group, LATER)
    assert (keys(OLD), keys(LATER), proposal.member.place) == ([old.key], [], old)
    assert [link.new.key for link in proposal.successors] == [BADINH]


def test_a_successor_that_was_added_is_not_proposed_again():
    group = made()
    added(group, place_by_code("00004", on=OLD).key, OLD)
    added(group, BADINH)
    assert [proposal.successors for proposal in group_proposals(group, LATER)] == [()]


# --- who sees which ------------------------------------------------------------------------------


def test_a_territory_sees_its_own_groups_and_those_below_and_nationwide_ones_with_members_there():
    made()
    seen = {
        key: {line.group.key for line in groups_visible(place_get(key), LATER)}
        for key in ("vn", "p01@2025", HATINH, NGOCHA)
    }
    flags = {"border", "coast", "island", "urban"}
    assert seen == {
        "vn": {*flags, "trong-diem"},
        "p01@2025": {"urban", "trong-diem"},
        HATINH: {"border", "coast", "urban"},
        NGOCHA: {"urban"},
    }


def test_members_are_counted_within_the_territory_alone():
    [line] = groups_visible(place_get(NGOCHA), LATER)
    assert (line.group.key, line.count) == ("urban", 1)


# --- refusals ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "codes"),
    [
        ({"key": "Trọng điểm"}, ["DIABAN-021"]),
        ({"key": "border"}, ["DIABAN-021"]),
        ({"kind": "religion"}, ["DIABAN-022"]),
        ({"name_en": "  "}, ["DIABAN-022"]),
        ({"key": "vung-cong-giao"}, ["DIABAN-023"]),
        ({"name_vi": "Xã có đồng bào dân tộc", "name_en": "Ethnic communes"}, ["DIABAN-023", "DIABAN-023"]),
    ],
)
def test_a_group_that_may_not_be_is_refused(change: dict[str, str], codes: list[str]):
    assert refused(lambda: made(**change)) == codes


@pytest.mark.parametrize(
    ("key", "start", "end", "code"),
    [
        ("c18073@2025", NEW, None, "DIABAN-025"),
        (BADINH, LATER, None, "DIABAN-026"),
        (NGOCHA, LATER, NEW, "DIABAN-027"),
        ("p01@2025", NEW, None, "DIABAN-028"),
        (NGOCHA, OLD, None, "DIABAN-029"),
    ],
)
def test_a_member_that_cannot_be_is_refused(key: str, start: date, end: date | None, code: str):
    group = made()
    added(group)
    assert refused(lambda: added(group, key, start, end)) == [code]
    assert PlaceGroupMember.objects.filter(group=group).count() == 1


def test_a_membership_ends_once_and_not_before_it_began():
    member = added(made())
    early = NEW - timedelta(2)
    assert refused(lambda: group_member_end(member=member, valid_to=early, by_body="CA-HN")) == ["DIABAN-027"]
    group_member_end(member=member, valid_to=LATER, by_body="CA-HN")
    assert refused(lambda: group_member_end(member=member, valid_to=LATER, by_body="CA-HN")) == ["DIABAN-027"]


def test_a_group_that_follows_flags_is_not_edited_by_hand():
    island = group_find("island")
    member = group_history(island)[0]
    assert refused(lambda: added(island)) == ["DIABAN-024"]
    assert refused(lambda: group_member_end(member=member, valid_to=LATER, by_body="BCA")) == ["DIABAN-024"]
    assert refused(lambda: imported(island, "00004")) == ["DIABAN-024"]


# --- lists ---------------------------------------------------------------------------------------


def test_a_list_of_names_and_codes_becomes_members():
    imported(made(), "Mã;Tên", "00004;Ba Đình", "phuong ngoc ha", "", "# ghi chú", "1\t00070\tHoàn Kiếm")
    assert keys(NEW) == [BADINH, NGOCHA, "c00070@2025"]


def test_a_list_of_the_old_map_is_read_as_of_its_day():
    imported(made(), "phường Trúc Bạch, quận Ba Đình, Hà Nội", '00008,"Liễu Giai"', on=OLD)
    assert keys(OLD) == ["c00004@2013", "c00008@2013"]


def test_each_line_that_cannot_be_taken_is_named_and_nothing_is_written():
    group = made()
    lines = ["Ba Đình", "4", "Ba Dinhh", "Tỉnh Hà Tĩnh", "Ba Đình", "00008 "]
    with pytest.raises(Refusal) as refusal:
        imported(group, *lines)
    told = [(p.where.partition(" / ")[0], p.code) for p in refusal.value.problems]
    assert told == [
        ("dòng 2", "DIABAN-002"),
        ("dòng 3", "DIABAN-005"),
        ("dòng 4", "DIABAN-025"),
        ("dòng 4", "DIABAN-028"),
        ("dòng 5", "DIABAN-030"),
    ]
    assert keys(NEW) == []


@pytest.mark.parametrize("text", ["", "\n# chỉ ghi chú\n", "\n".join(["Ba Đình"] * (MOST_LINES + 1))])
def test_a_list_without_lines_or_with_too_many_is_refused(text: str):
    group = made()
    assert refused(lambda: group_import(group=group, text=text, valid_from=NEW, by_body="X")) == ["DIABAN-031"]


@pytest.mark.parametrize(
    ("line", "code", "name"),
    [
        ("00004", "00004", ""),
        ("12;00004;Ba Đình", "00004", "Ba Đình"),
        ('00004,"Phường Ba Đình"', "00004", "Phường Ba Đình"),
        ("phường Trúc Bạch, Hà Nội", "", "phường Trúc Bạch, Hà Nội"),
        ("\ufeffBa Đình", "", "Ba Đình"),
    ],
)
def test_a_line_gives_a_code_or_a_name_or_both(line: str, code: str, name: str):
    [found] = list_lines(line)
    assert (found.code, found.name) == (code, name)


# --- never about who lives there -----------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    [
        *("Vùng tôn giáo", "vung ton giao", "Xã Công giáo", "XA CONG GIAO", "cong-giao", "conggiao", "Giáo xứ X"),
        *("Xã có đạo", "xa co dao", "Phường có chùa", "Catholic communes", "Parish list", "faith"),
        *(
            "Dân tộc thiểu số",
            "dan toc",
            "người Khmer",
            "nguoi khmer",
            "Người H’Mông",
            "nguoi dao",
            "Ethnic minorities",
        ),
        *("Người gốc Hoa", "goc hoa", "dòng họ lớn", "dan nhap cu", "Migrants", "by origin", "Ethnic list"),
        *("Chính kiến khác", "chinh kien", "bất đồng", "Dissidents", "political views"),
        "Xã Co\u0302ng Giáo",
        "tôn\u200b gi\u200báo",
    ],
)
def test_a_name_about_who_lives_there_is_known(name: str):
    assert forbidden_words(name)


@pytest.mark.parametrize(
    "name",
    [
        *(
            "Xã có đảo",
            "Đảo và ven biển",
            "Khu công nghiệp",
            "Nhiều người lao động",
            "Địa bàn giáp ranh",
            "Xã biên giới",
        ),
        *(
            "Lãnh đạo trực tiếp chỉ đạo",
            "Được hoạt động hỗ trợ",
            "Bất động sản",
            "Xã trọng điểm về ma túy",
            "Border trade",
        ),
    ],
)
def test_a_name_about_the_place_is_left_alone(name: str):
    assert forbidden_words(name) == []


def test_hardly_any_official_name_of_a_place_is_mistaken():
    names = {version.full_name for versions in unit_versions().values() for version in versions}
    assert {name.split(" ", 1)[0] for name in names if forbidden_words(name)} <= {"Xã", "Huyện", "Phường", "Thị"}
    assert sum(bool(forbidden_words(name)) for name in names) <= 10
