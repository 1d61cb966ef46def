"""Tasks on their pages: given, found, drawn as board and calendar, told of; and who is shown nothing."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.timezone import localdate

from chungtay.gathering.programmes import life
from chungtay.gathering.programmes.queries import programme_get
from chungtay.gathering.programmes.services import programmes_load

pytestmark = pytest.mark.django_db
HOME = "/nhiem-vu/"


@pytest.fixture
def typed(cast: Any) -> dict[str, Any]:
    """A task of the province for its commune, as a browser sends it."""
    programmes_load()
    programme = programme_get("07/CTrPH-BCA-MTTW")
    due = localdate() + timedelta(days=5)
    said = {"title": "Xác nhận lại các mô hình", "due": f"{due}", "request": "Thường trực Ban Chỉ đạo"}
    return {"programme": programme.pk, "owner": cast.an.body.code, "partners": "", "source": "", **said}


def test_a_task_is_given_on_the_page_and_told_of_by_its_owner(cast: Any, enter: Any, typed: dict[str, Any]) -> None:
    page = enter(cast.binh).post(f"{HOME}giao/", typed, follow=True)
    [[address, _status]] = page.redirect_chain
    told = enter(cast.an).post(address, {"do": "progress", "percent": "35", "text": "Đã làm một phần"}, follow=True)
    assert "35%" in told.content.decode()
    assert enter(cast.giang).get(address).status_code == 404


def test_what_is_wrong_is_told_above_the_form_that_keeps_what_was_typed(
    cast: Any, enter: Any, typed: dict[str, Any]
) -> None:
    page = enter(cast.binh).post(f"{HOME}giao/", typed | {"title": "Tiếp nhận 100 tin tố giác"})
    said = page.content.decode()
    assert page.status_code == 422
    assert "CTPH-019" in said
    assert 'value="Tiếp nhận 100 tin tố giác"' in said
    assert life.tasks_visible(cast.binh).count() == 0


def test_list_board_calendar_and_file_show_the_same_task(cast: Any, enter: Any, typed: dict[str, Any]) -> None:
    client = enter(cast.binh)
    client.post(f"{HOME}giao/", typed)
    month = f"&thang={localdate() + timedelta(days=5):%Y-%m}"
    for view in ("?tim=xac+nhan", "?xem=bang", f"?xem=lich{month}", "?tinh-trang=open", "?cua-toi=1"):
        shown = "Xác nhận lại các mô hình" in client.get(f"{HOME}{view}").content.decode()
        assert shown is (view != "?cua-toi=1"), view
    assert "Xác nhận lại" in b"".join(client.get(f"{HOME}?dang=csv").streaming_content).decode()


def test_the_first_page_shows_the_commune_what_it_is_to_do(cast: Any, enter: Any, typed: dict[str, Any]) -> None:
    enter(cast.binh).post(f"{HOME}giao/", typed)
    assert "Xác nhận lại các mô hình" in enter(cast.an).get("/").content.decode()
    assert "Xác nhận lại các mô hình" not in enter(cast.giang).get("/").content.decode()


def test_a_plan_comes_with_its_file_or_not_at_all(cast: Any, enter: Any, typed: dict[str, Any]) -> None:
    address = f"/chuong-trinh/{typed['programme']}/dieu-hanh/"
    said = {"do": "paper", "kind": 2, "number": "4/KH-UBND", "title": "Kế hoạch năm", "issued_on": "2025-12-01"}
    broken = SimpleUploadedFile("ke-hoach.docx", b"PK\x03\x04 no archive")
    client = enter(cast.an)
    assert client.post(address, said | {"file": broken}).status_code == 422
    whole = SimpleUploadedFile("ke-hoach.txt", "KẾ HOẠCH\nMở 4 lớp tập huấn.\n".encode())
    page = client.post(address, said | {"file": whole}, follow=True).content.decode()
    assert page.count("4/KH-UBND") >= 2
    assert "/ban-goc/" in page


def test_the_police_of_all_communes_are_given_a_task_each_or_none_of_them(
    cast: Any, enter: Any, typed: dict[str, Any]
) -> None:
    client = enter(cast.binh)
    assert client.post(f"{HOME}giao/", typed | {"owner": "*police:commune", "due": "2001-01-01"}).status_code == 422
    assert client.post(f"{HOME}giao/", typed | {"owner": "*police:centre"}).status_code == 403
    client.post(f"{HOME}giao/", typed | {"owner": "*police:commune"})
    owners = sorted(task.owner.code for task in life.tasks_visible(cast.binh))
    assert owners == ["CA-BADINH", "CA-NGOCHA"]
