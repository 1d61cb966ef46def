"""Pages of workbooks: downloading, handing in, what to mend by cell, the coloured copy, and pointing at a sample."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook
from test_desk_language import vietnamese_outside_quotes

from chungtay.gathering.intake.workbooks.layouts import layouts_of
from chungtay.reference.forms.queries import form_get
from chungtay.reference.forms.services import obligation_create
from gathering.intake.workbook_builders import NOVEMBER, SESSIONS, TIPS, changed, plain, workbook_of

if TYPE_CHECKING:
    from django.test import Client

    from conftest import Cast

pytestmark = pytest.mark.django_db
OWN = plain([["Tháng 11/2025"], ["Nội dung", "Số liệu"], ["Buổi tuyên truyền", 15], ["Đồng chí Trần Văn Bình", 2]])


def file(content: bytes, name: str = "thang.xlsx") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def handed_in(client: Client, content: bytes) -> Any:
    return client.post("/bang-tinh/", {"file": file(content)}, follow=True)


@pytest.fixture
def owed(cast: Cast) -> None:
    """Ba Đình owes the monthly form."""
    form = form_get("monthly-commune", NOVEMBER.end)
    obligation_create(form=form, body=cast.an.body, place=cast.an.body.place, valid_from=form.valid_from)


@pytest.mark.usefixtures("owed")
def test_a_workbook_of_several_periods_is_downloaded_in_a_language(cast: Cast, enter: Any) -> None:
    client = enter(cast.an)
    page = client.get("/bang-tinh/").content.decode()
    key = re.search(r'name="mau" value="([^"]+)"', page)
    assert key is not None
    asked = {"mau": key[1], "ky": str(NOVEMBER), "so-ky": "3", "ngon-ngu": "en"}
    answer = client.get("/bang-tinh/tai/", asked)
    book = load_workbook(io.BytesIO(answer.content))
    assert [book["BaoCao"].cell(6, column).value.split("\n")[0] for column in (5, 6, 7)] == [
        "September 2025",
        "October 2025",
        "November 2025",
    ]
    assert "2025-09_2025-11.xlsx" in answer["Content-Disposition"]


def test_a_refused_workbook_says_why_and_where(cast: Cast, enter: Any) -> None:
    content = changed(workbook_of(cast.an), {"F8": "='[1]Thang'!A1"})
    answer = enter(cast.an).post("/bang-tinh/", {"file": file(content)})
    assert answer.status_code == 422
    assert "BANGTINH-122" in answer.content.decode()
    assert "BaoCao!F8" in answer.content.decode()


def test_what_to_mend_stands_with_its_cell_on_the_page(cast: Cast, enter: Any) -> None:
    page = handed_in(enter(cast.an), changed(workbook_of(cast.an), {"F8": "12abc"})).content.decode()
    assert re.search(r"BaoCao!F8</span>.*?NHAP-101", page, re.S)


def test_the_coloured_copy_marks_the_cells_of_what_was_found(cast: Cast, enter: Any) -> None:
    client = enter(cast.an)
    content = workbook_of(cast.an, {(TIPS, NOVEMBER): 10, ("tips.useful|", NOVEMBER): 11, (SESSIONS, NOVEMBER): 3})
    address = handed_in(client, content).redirect_chain[-1][0]
    book = load_workbook(io.BytesIO(client.get(f"{address}to-mau/").content))
    marked = [c for row in book["BaoCao"].iter_rows(min_col=5) for c in row if c.comment]
    assert sorted(cell.value for cell in marked) == [10, 11]
    assert all("KT-002" in cell.comment.text for cell in marked)


def test_an_english_reader_finds_no_vietnamese(cast: Cast, enter: Any) -> None:
    client = enter(cast.an, "en")
    result = handed_in(client, changed(workbook_of(cast.an), {"F8": "12abc"})).content.decode()
    pointing = client.post("/bang-tinh/mau-rieng/", {"form": "monthly-commune", "file": file(OWN)}).content.decode()
    for page in (client.get("/bang-tinh/").content.decode(), result, pointing):
        assert vietnamese_outside_quotes(page) == []


def test_a_sample_is_shown_with_names_masked(cast: Cast, enter: Any) -> None:
    answer = enter(cast.an).post("/bang-tinh/mau-rieng/", {"form": "monthly-commune", "file": file(OWN)})
    page = answer.content.decode()
    assert 'data-cell="Trang 1!B3"' in page
    assert "Trần Văn Bình" not in page


def test_a_layout_is_pointed_out_and_used_without_a_script(cast: Cast, enter: Any) -> None:
    client = enter(cast.an)
    page = client.post("/bang-tinh/mau-rieng/", {"form": "monthly-commune", "file": file(OWN)}).content.decode()
    fields = dict(re.findall(r'name="([\w-]+)"(?: lang="vi")?[^>]*? value="([^"]*)"', page))
    assert "Trang 1!B3" in fields.values()
    del fields["is_in_name"]
    client.post("/bang-tinh/mau-rieng/", {**fields, "name": "Của phường", "period_at": "A1"})
    assert [(layout.name, layout.period_at) for layout in layouts_of(cast.an.body)] == [("Của phường", "Trang 1!A1")]
    assert "tháng 11/2025" in handed_in(client, OWN).content.decode().lower()


@pytest.mark.parametrize(
    ("typed", "kept", "shown"),
    [({"place_at": "a2"}, "Trang 1!A2", "Trang 1!A2"), ({"place_at": "", "is_in_name": "1"}, "*", "Trong tên tệp")],
)
def test_where_the_place_stands_is_kept(cast: Cast, enter: Any, typed: dict[str, str], kept: str, shown: str) -> None:
    client = enter(cast.an)
    page = client.post("/bang-tinh/mau-rieng/", {"form": "monthly-commune", "file": file(OWN)}).content.decode()
    fields = dict(re.findall(r'name="([\w-]+)"(?: lang="vi")?[^>]*? value="([^"]*)"', page))
    del fields["is_in_name"]
    client.post("/bang-tinh/mau-rieng/", {**fields, "name": "Của phường", **typed})
    [layout] = layouts_of(cast.an.body)
    assert layout.place_at == kept
    assert shown in client.get(f"/bang-tinh/mau-rieng/{layout.pk}/").content.decode()


def test_a_wrong_address_is_told_and_what_was_typed_stays(cast: Cast, enter: Any) -> None:
    client = enter(cast.an)
    page = client.post("/bang-tinh/mau-rieng/", {"form": "monthly-commune", "file": file(OWN)}).content.decode()
    fields = dict(re.findall(r'name="([\w-]+)"(?: lang="vi")?[^>]*? value="([^"]*)"', page))
    answer = client.post("/bang-tinh/mau-rieng/", {**fields, "cell-1": "Không có!B2"})
    assert answer.status_code == 422
    assert "BANGTINH-141" in answer.content.decode()
    assert 'value="Không có!B2"' in answer.content.decode()


def test_another_accounts_sample_is_not_taken(cast: Cast, enter: Any) -> None:
    page = enter(cast.an).post("/bang-tinh/mau-rieng/", {"form": "monthly-commune", "file": file(OWN)}).content.decode()
    fields = dict(re.findall(r'name="([\w-]+)"(?: lang="vi")?[^>]*? value="([^"]*)"', page))
    assert enter(cast.khoa).post("/bang-tinh/mau-rieng/", fields).status_code == 422
