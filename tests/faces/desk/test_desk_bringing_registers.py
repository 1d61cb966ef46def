"""Activities and teams of the core forces come in by lists as points do: tried, told, kept in part, taken back."""

from __future__ import annotations

import re
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook

from chungtay.gathering.registers.activities import queries as activities
from chungtay.gathering.registers.activities.queries import State
from chungtay.gathering.registers.activities.types import Sieve
from chungtay.gathering.registers.community import queries as community
from chungtay.gathering.registers.community import services as points
from chungtay.gathering.registers.community.queries import TeamsAsked
from chungtay.gathering.registers.community.services import First
from chungtay.gathering.registers.forces import queries as forces
from chungtay.gathering.registers.forces import services
from chungtay.gathering.registers.standards import queries as standards

pytestmark = pytest.mark.django_db
DONE = """Ngày tổ chức;Hoạt động;Giờ;Nội dung;Nơi tổ chức;Số người dự;Đơn vị phối hợp;Kết quả
05/09/2025;Tuần tra;19h30;;;12;Công an, Tổ bảo vệ an ninh, trật tự;
05/09/2025;Tuần tra;21:00;;;12.5;;
06/09/2025;Múa lân;;;;;;
07/09/2025;Tuần tra;;;Nhà ông Nguyễn Văn An;8;;
05/09/2099;Họp dân;;;;;;
05/09/2025;TUẦN TRA;19:30;;;12;;
"""
TEAMS = """Tên tổ;Ngày thành lập;Quân số;Trong đó nữ;Ngày đếm;Ngày giải thể
Tổ bảo vệ ANTT khu 1;01/08/2025;5;1;01/10/2025;
Tổ hòa giải khu 1;01/08/2025;5;0;;
Tổ BAO VE antt khu 1;01/08/2025;5;1;;
Tổ bảo vệ ANTT khu 2;01/08/2025;4;;;01/12/2025
Tổ liên gia;01/08/2025;4;;;
"""


def tried(client: Any, register: str, text: str) -> Any:
    file = SimpleUploadedFile("so.csv", text.encode())
    page = client.post(f"/so-theo-doi/nhap/{register}/", {"file": file}, follow=True)
    columns = {f"column-{field['key']}": field["chosen"] for field in page.context["asked"] if field["chosen"] >= 0}
    return client.post(page.redirect_chain[-1][0], {"do": "columns", **columns}, follow=True)


def told(page: Any) -> list[tuple[str, str]]:
    return [(line.where, line.code) for line in page.context["lines"]]


def test_a_list_of_activities_is_told_by_row_and_column_and_its_good_rows_are_kept_and_taken_back(
    cast: Any, enter: Any
) -> None:
    client = enter(cast.an)
    page = tried(client, "hoat-dong", DONE)
    assert told(page) == [
        ("dòng 3, cột F (Số người dự)", "DSA-219"),
        ("dòng 4, cột B (Hoạt động)", "DSA-215"),
        ("dòng 5, cột E (Nơi tổ chức)", "NGUON-106"),
        ("dòng 6, cột A (Ngày tổ chức)", "HDG-002"),
        ("dòng 7", "HDG-017"),
    ]
    address = page.redirect_chain[-1][0]
    client.post(address, {"do": "keep-good"})
    [row] = activities.activities_visible(cast.an, Sieve())
    assert (row.kind, row.state, row.participations, row.partners) == (7, State.HELD, 12, ["police", "security_team"])
    client.post(address, {"do": "undo"})
    assert activities.activities_page(cast.an, Sieve()).rows == []
    assert activities.versions_of(row)[0].told["participations"] == 12


def test_activities_that_the_register_has_do_not_come_in_twice(cast: Any, enter: Any) -> None:
    client = enter(cast.an)
    planned = "Ngày;Loại hoạt động;Tình trạng\n05/09/2025;Họp dân;dự kiến\n"
    client.post(tried(client, "hoat-dong", planned).redirect_chain[-1][0], {"do": "keep"})
    assert [row.state for row in activities.activities_page(cast.an, Sieve()).rows] == [State.PLANNED]
    again = client.post(
        "/so-theo-doi/nhap/hoat-dong/", {"file": SimpleUploadedFile("so.csv", planned.encode())}, follow=True
    )
    assert told(again) == [("dòng 2", "HDG-017")]


def test_a_list_of_teams_brings_strengths_and_ends_and_what_was_written_to_since_stays(cast: Any, enter: Any) -> None:
    client = enter(cast.an)
    page = tried(client, "to-nong-cot", TEAMS)
    assert told(page) == [
        ("dòng 3, cột C (Quân số)", "LLN-004"),
        ("dòng 4, cột A (Tên tổ)", "LLN-005"),
        ("dòng 6", "DSA-211"),
    ]
    assert not forces.teams_visible(cast.an).exists()
    address = page.redirect_chain[-1][0]
    client.post(address, {"do": "keep-good"})
    first, second = forces.teams_visible(cast.an).order_by("pk")
    assert (first.members, first.women, first.counted_on) == (5, 1, date(2025, 10, 1))
    assert second.ended_on == date(2025, 12, 1)
    services.team_count(by=cast.an, id=first.pk, on=date(2025, 11, 1), members=6)
    client.post(address, {"do": "undo"})
    assert [team.pk for team in forces.teams_visible(cast.an)] == [first.pk]


def test_only_a_commune_brings_teams_and_its_template_asks_for_no_commune(cast: Any, enter: Any) -> None:
    assert enter(cast.chi).get("/so-theo-doi/nhap/to-nong-cot/").status_code == 404
    content = enter(cast.an).get("/so-theo-doi/nhap/hoat-dong/mau/").content
    [head] = load_workbook(BytesIO(content)).worksheets[0].iter_rows(values_only=True)
    assert {"Ngày", "Loại hoạt động", "Thôn, tổ dân phố"} <= set(head)
    assert "Xã" not in head


POINT_TEAMS = """Tên tổ;Điểm mô hình;Ngày thành lập;Số thành viên;Ngày giải thể
Tổ liên gia 1;CAMERA an ninh khu A;01/09/2025;9;
Tổ liên gia 2;Camera an ninh khu A;01/09/2025;7;01/12/2025
Tổ LIÊN GIA 01;Camera an ninh khu A;01/10/2025;9;
Tổ 3;Điểm không có;01/09/2025;;
Tổ 4;Camera an ninh khu A;01/01/2020;;
Tổ 5;Camera an ninh khu A;01/09/2025;0;
"""


def test_a_list_of_teams_of_points_comes_in_and_is_struck_as_one(cast: Any, enter: Any) -> None:
    points.register_load()
    kind, first = community.kind_named("Camera an ninh"), First("launch", date(2025, 8, 1))
    about = {"kind": kind, "name": "Camera an ninh khu A", "lead": "police", "first": first}
    launched = points.point_register(by=cast.an, place=cast.an.body.place, **about)
    client = enter(cast.an)
    page = tried(client, "to-mo-hinh", POINT_TEAMS)
    assert told(page) == [
        ("dòng 4, cột A (Tên tổ)", "DSM-151"),
        ("dòng 5, cột B (Điểm mô hình)", "DSA-220"),
        ("dòng 6, cột C (Ngày thành lập)", "DSM-152"),
        ("dòng 7, cột D (Số thành viên)", "DSM-152"),
    ]
    address = page.redirect_chain[-1][0]
    client.post(address, {"do": "keep-good"})
    today = date.today()
    [(line, members)] = community.teams_page(cast.an, TeamsAsked(), today).rows
    assert (line.name, members, line.point_id) == ("Tổ liên gia 1", 9, launched.pk)
    assert [row[0].name for row in community.teams_page(cast.an, TeamsAsked("ended"), today).rows] == ["Tổ liên gia 2"]
    client.post(address, {"do": "undo"})
    assert not community.teams_page(cast.an, TeamsAsked(), today).rows
    assert {team.struck[0].reason for team in community.teams_of(launched, today)} == {"Hoàn lại cả danh sách"}


SUBJECTS = """Loại đối tượng;Tên khu dân cư;Năm;Số quyết định;Ngày công nhận
Khu dân cư;Khu dân cư số 1;2025;45/QĐ-UBND;10/11/2025
Doanh nghiệp vừa;Xưởng may số 2;2025;;
KHU DÂN CƯ;KHU DÂN CƯ SỐ 1;2025;;
Doanh nghiệp;Cửa hàng số 3;2025;;
Mầm non;Trường mầm non số 4;2025;;
Khu dân cư;Nhà ông Nguyễn Văn An;2025;;
Khu dân cư;Khu dân cư số 5;2019;;
Khu dân cư;Khu dân cư số 6;2025;46/QĐ-UBND;10/10/2024
"""


def test_a_list_of_subjects_brings_recognitions_for_who_may_decide_them_and_is_taken_back(
    cast: Any, enter: Any
) -> None:
    page = tried(enter(cast.an), "tieu-chuan", SUBJECTS)
    assert ("dòng 2, cột D (Số quyết định)", "TCH-403") in told(page)
    client = enter(cast.binh)
    page = tried(client, "tieu-chuan", re.sub(r"(;20\d\d);", r"\1;Ba Đình;", SUBJECTS.replace("Năm;", "Năm;Xã;")))
    assert told(page) == [
        ("dòng 4, cột B (Tên khu dân cư)", "TCH-005"),
        ("dòng 5, cột A (Loại đối tượng)", "DSA-215"),
        ("dòng 6, cột A (Loại đối tượng)", "TCH-003"),
        ("dòng 7, cột B (Tên khu dân cư)", "NGUON-106"),
        ("dòng 8, cột C (Năm)", "TCH-001"),
        ("dòng 9, cột F (Ngày công nhận)", "TCH-002"),
    ]
    address = page.redirect_chain[-1][0]
    client.post(address, {"do": "keep-good"})
    asked = standards.Asked(1, 2025)
    lines = standards.entries_page(cast.binh, asked).rows
    assert [(line.name, line.state, line.decision) for line in lines] == [
        ("Khu dân cư số 1", 3, "45/QĐ-UBND"),
        ("Xưởng may số 2", 1, ""),
    ]
    client.post(address, {"do": "undo"})
    assert standards.entries_page(cast.binh, asked).rows == []
