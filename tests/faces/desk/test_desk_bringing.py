"""A body's own list of points: read whatever its headings, tried, told by row and column, kept in part, taken back."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.timezone import localdate
from openpyxl import Workbook, load_workbook

from chungtay import flow_lists
from chungtay.gathering.registers.community import queries, services
from chungtay.gathering.registers.community.queries import Asked

pytestmark = pytest.mark.django_db
HOME = "/so-theo-doi/nhap/mo-hinh/"
HEAD = ["TT", "TEN MO HINH", "Loại hình", "Ngày thành lập", "Đơn vị chủ trì (chính)"]
GOOD = [1, "Camera khu 1", "Camera an ninh", "05/09/2025", "CAP"]
ROWS = [
    GOOD,
    [2, "Camera khu 2", "Camera an ninh", "31/02/2025", "MTTQ"],
    [3, "Kẻng khu 3", "Kẻng lạ", "05/09/2025", "Mặt trận"],
    [4, "CAMERA KHU 01", "Camera giám sát an ninh", "06/09/2025", ""],
    [5, "Camera nhà ông Nguyễn Văn An", "Camera an ninh", "06/09/2025", ""],
]


@pytest.fixture(autouse=True)
def kinds_at_hand(db: None) -> None:
    """The catalogue's kinds and the scales."""
    services.register_load()


def book(*rows: list[Any]) -> SimpleUploadedFile:
    made = Workbook()
    sheet = made.active
    assert sheet is not None
    for row in ([], ["DANH SÁCH MÔ HÌNH"], HEAD, [f"({n})" for n in range(1, 6)], *rows):
        sheet.append(row)
    out = BytesIO()
    made.save(out)
    return SimpleUploadedFile("so-mo-hinh.xlsx", out.getvalue())


def points(by: Any) -> int:
    return queries.points_found(by, Asked(), localdate()).count()


def sent(client: Any, file: Any) -> Any:
    return client.post(HOME, {"file": file}, follow=True)


def confirmed(client: Any, page: Any, **changed: str) -> Any:
    columns = {f"column-{field['key']}": field["chosen"] for field in page.context["asked"] if field["chosen"] >= 0}
    return client.post(page.redirect_chain[-1][0], {"do": "columns", **columns, **changed}, follow=True)


def test_each_bad_row_is_told_with_row_and_column_and_nothing_is_written(cast: Any, enter: Any) -> None:
    client = enter(cast.an)
    page = confirmed(client, sent(client, book(*ROWS)))
    told = [(line.where, line.code) for line in page.context["lines"]]
    assert told == [
        ("dòng 6, cột D (Ngày thành lập)", "DSA-212"),
        ("dòng 7, cột C (Loại hình)", "DSA-213"),
        ("dòng 8, cột B (TEN MO HINH)", "DSM-106"),
        ("dòng 9, cột B (TEN MO HINH)", "NGUON-106"),
    ]
    assert points(cast.an) == 0


def test_the_good_rows_come_in_if_asked_and_are_taken_back(cast: Any, enter: Any) -> None:
    client = enter(cast.an)
    page = confirmed(client, sent(client, book(*ROWS)))
    address = page.redirect_chain[-1][0]
    client.post(address, {"do": "keep"})
    assert points(cast.an) == 0
    client.post(address, {"do": "keep-good"})
    client.post(address, {"do": "keep-good"})
    assert points(cast.an) == 1
    client.post(address, {"do": "undo"})
    assert points(cast.an) == 0


def test_the_bad_rows_come_back_as_they_stood_with_the_reason_and_without_names(cast: Any, enter: Any) -> None:
    client = enter(cast.an)
    page = confirmed(client, sent(client, book(*ROWS)))
    answer = client.get(f"{page.redirect_chain[-1][0]}sai/")
    head, *rows = load_workbook(BytesIO(answer.content)).active.iter_rows(values_only=True)
    assert head[1:6] == tuple(HEAD)
    assert [row[0] for row in rows] == [6, 7, 8, 9]
    assert "DSA-212" in rows[0][6]
    assert "Nguyễn Văn An" not in str(rows)


def test_columns_once_confirmed_are_remembered_for_the_body(cast: Any, enter: Any) -> None:
    client = enter(cast.an)
    page = sent(client, book(GOOD))
    assert page.context["list"].state == "mapping"
    assert page.context["unused"][0].text == "TT"
    confirmed(client, page)
    assert sent(client, book(GOOD)).context["list"].state == "checked"


def test_a_needed_column_has_to_be_chosen(cast: Any, enter: Any) -> None:
    client = enter(cast.an)
    page = confirmed(client, sent(client, book(GOOD)), **{"column-kind": ""})
    assert "DSA-205" in page.content.decode()


def test_a_long_list_is_left_to_the_worker(cast: Any, enter: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr(flow_lists, "AT_ONCE", 0)
    client = enter(cast.an)
    page = confirmed(client, sent(client, book(GOOD)))
    assert page.context["list"].state in ("checking", "checked")
    flow_lists.list_work(id=page.context["list"].pk, is_illustration=False)
    assert client.get(page.redirect_chain[-1][0]).context["list"].good == 1


def test_a_province_names_the_commune_of_today_and_of_that_day(cast: Any, enter: Any) -> None:
    head = "Tên điểm;Loại mô hình;Xã;Xã khi ấy;Ngày ra mắt"
    rows = ("A;Camera an ninh;Ba Dinh;;01/08/2025", "B;Camera an ninh;Phường Ba Đình;Trúc Bạch;01/08/2020",
            "C;Camera an ninh;Ba Đình;;01/08/2020", "D;Camera an ninh;Hư Không;;01/08/2025")  # fmt: skip
    client = enter(cast.chi)
    page = confirmed(client, sent(client, SimpleUploadedFile("so.csv", "\n".join((head, *rows)).encode())))
    assert page.context["list"].good == 2
    assert [line.code for line in page.context["lines"]] == ["DSA-217", "DSA-214"]


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.xlsx", b"%PDF-1.7", "BANGTINH-101"),
        ("a.csv", "Tên,Loại\nĐiểm".encode("cp1258", "ignore") + b"\xff", "DSA-201"),
        ("a.csv", b"Ten diem,Loai\n", "DSA-202"),
        ("a.csv", b"1,2,3\n", "DSA-204"),
    ],
)
def test_what_is_no_list_is_refused(cast: Any, enter: Any, name: str, content: bytes, code: str) -> None:
    answer = enter(cast.an).post(HOME, {"file": SimpleUploadedFile(name, content)})
    assert answer.status_code == 422
    assert code in answer.content.decode()


def test_the_empty_template_is_read_without_a_question(cast: Any, enter: Any) -> None:
    client = enter(cast.an)
    head = [c.value for c in load_workbook(BytesIO(client.get(f"{HOME}mau/").content)).active[1]]
    page = sent(client, SimpleUploadedFile("mau.csv", (",".join(head) + "\nA" + "," * len(head)).encode()))
    assert [field["chosen"] for field in page.context["asked"] if field["is_needed"]] == [0, 1]
    assert "Xã" not in head
