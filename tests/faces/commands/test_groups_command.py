"""`chungtay groups` and figures over a group."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from commands_desk import IN_NOVEMBER, Office, Run
from django.utils import timezone

from chungtay.reference.actors import groups

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]
SESSIONS = ["figures", "--indicator", "communication.sessions", *IN_NOVEMBER, "--format", "json"]
TIPS = ["figures", "--indicator", "tips.received", *IN_NOVEMBER, "--format", "json"]
START = ["--from", "2025-07-01"]


@pytest.fixture
def two(cast: Any) -> Any:
    """Hà Nội's own group of its two communes, kept by Bình's and Chi's body."""
    group = groups.group_make(by=cast.binh, key="hai-phuong", name_vi="Hai phường", name_en="Two wards", kind="own")
    groups.group_import(by=cast.chi, group=group, text="00004\n00008", valid_from=date(2025, 7, 1))
    return group


def test_a_group_is_made_filled_shown_and_ended_on_the_command_line(run: Run, cast: Any, tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("code,name\n00008,Phường Ngọc Hà\n", encoding="utf-8-sig")
    named = ["--vi", "Khu công nghiệp", "--en", "Industrial zones", "--kind", "industrial", "--as", "binh"]
    assert run("groups", "new", "kcn", *named).out == "kcn\n"
    assert run("groups", "add", "kcn", "Ba Đình", *START, "--as", "chi").code == 0
    assert run("groups", "import", "kcn", path, *START, "--as", "binh").out == "Đã thêm / added: 1\n"
    assert run("groups", "end", "kcn", "phuong ba dinh", "--on", "31/10/2025", "--as", "binh").code == 0
    shown = [
        [record["code"] for record in run("groups", "show", "kcn", "--on", day, "--format", "json").records]
        for day in ("2025-10-31", "2025-11-01")
    ]
    assert shown == [["00004", "00008"], ["00008"]]


def test_the_list_counts_members_within_the_accounts_territory(run: Run, cast: Any, two: Any) -> None:
    told = {
        name: {r["key"]: r["members"] for r in run("groups", "list", "--as", name, "--format", "json").records}
        for name in ("an", "binh", "giang")
    }
    assert told["an"] == {"urban": 1}
    assert told["binh"]["hai-phuong"] == 2
    assert set(told["giang"]) == {"border", "coast", "urban"}


def test_ended_places_are_shown_with_what_took_them_over(run: Run, cast: Any, two: Any) -> None:
    run("groups", "add", "hai-phuong", "Hà Nội/Ba Đình/Trúc Bạch", "--from", "2024-01-01", "--as", "binh")
    said = run("groups", "show", "hai-phuong", "--on", "2025-11-01").out
    assert "Đã kết thúc / ended: Phường Trúc Bạch" in said


@pytest.mark.parametrize(
    ("arguments", "codes"),
    [
        (["show", "hai-phuong", "--as", "giang"], ["DIABAN-404"]),
        (["show", "khong-co"], ["DIABAN-404"]),
        (["show", "border", "--on", "hôm qua"], ["LENH-010"]),
        (["new", "ton-giao", "--vi", "Xã có đạo", "--en", "Parishes", "--as", "binh"], ["DIABAN-023"] * 3),
        (["new", "them", "--vi", "Nhóm", "--en", "Group", "--as", "hoa"], ["DIABAN-403"]),
        (["add", "hai-phuong", "00070", *START, "--as", "dung"], ["DIABAN-403"]),
        (["add", "hai-phuong", "Atlantis", "4", *START, "--as", "binh"], ["DIABAN-005", "DIABAN-002"]),
        (["add", "border", "00070", *START], ["DIABAN-403"]),
        (["end", "hai-phuong", "Hoàn Kiếm", "--on", "2025-12-01", "--as", "binh"], ["DIABAN-032"]),
        (["import", "hai-phuong", "khong-co.csv", *START, "--as", "binh"], ["LENH-011"]),
    ],
)
def test_what_may_not_or_cannot_be_done_is_refused(
    run: Run, cast: Any, two: Any, arguments: list[str], codes: list[str]
) -> None:
    said = run("groups", *arguments)
    assert (said.code, said.refusals) == (2, codes)


def test_figures_of_a_group_say_of_how_many_members(run: Run, office: Office, two: Any) -> None:
    office.reports("an", 15)
    [record] = run(*SESSIONS, "--group", "hai-phuong").records
    assert (record["group"], record["place_name"], record["value"]) == ("hai-phuong", "Hai phường", "15")
    assert (record["stated"], record["received"], record["expected"]) == (1, 1, 2)


def test_a_group_from_flags_is_cut_to_the_place(run: Run, office: Office) -> None:
    office.reports("an", 15)
    [record] = run(*SESSIONS, "--group", "urban", "--place", "Hà Nội", "--as", "binh").records
    assert (record["value"], record["expected"], record["place_name"]) == (
        "15",
        2,
        "Phường (đô thị) (Thành phố Hà Nội)",
    )


def test_members_are_those_of_the_last_day_and_as_known_then(run: Run, office: Office, two: Any) -> None:
    office.reports("an", 15)
    office.reports("khoa", 1)
    before = timezone.now().isoformat()
    run("groups", "end", "hai-phuong", "00004", "--on", "2025-11-01", "--as", "binh")
    ask = [*SESSIONS, "--group", "hai-phuong"]
    assert [run(*ask, *more).records[0]["value"] for more in ([], ["--as-known-at", before])] == ["1", "16"]


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ([], "LENH-009"),
        (["--group", "border", "--place", "Hà Nội"], "KHO-006"),
        (["--group", "hai-phuong", "--as", "giang"], "DIABAN-404"),
        (["--group", "urban", "--place", "Hà Nội", "--as", "giang"], "KHO-404"),
    ],
)
def test_figures_of_no_group_are_refused(run: Run, office: Office, two: Any, arguments: list[str], code: str) -> None:
    said = run(*SESSIONS, *arguments)
    assert (said.code, said.refusals) == (2, [code])


def test_a_groups_total_is_withheld_where_a_members_count_is_small(run: Run, office: Office, two: Any) -> None:
    office.reports("an", 3, "tips.received", {"tip_category=crime": 2})
    office.reports("khoa", 40, "tips.received")
    told = {
        name: run(*TIPS, "--cells", "--group", "hai-phuong", "--as", name).records for name in ("binh", "hoa", "dung")
    }
    assert told["binh"][0]["value"] == "43"
    assert [[(r["words"], r["value"], r["figures"]) for r in told[name]] for name in ("hoa", "dung")] == [
        [("giữ kín", None, [])],
        [("giữ kín", None, [])],
    ]
