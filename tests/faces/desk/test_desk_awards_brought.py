"""Recipients of a draft from a file: told by row and column without a name, kept nowhere else, taken back as one."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from chungtay import flow_lists
from chungtay.gathering.registers.commendations import services
from chungtay.gathering.registers.commendations.models import Award, Bringing, Fate
from chungtay.gathering.registers.lists.models import BroughtList
from chungtay.kernel.errors import NotAllowed

pytestmark = pytest.mark.django_db
HEAD = "TT,Đối tượng,Họ và tên,Thành tích,Từ ngày,Đến ngày,Nội dung,Dưới 18 tuổi"
DAYS = "01/01/2025,31/12/2025"
GOOD = (
    f"1,Tập thể,Tổ bảo vệ an ninh số 3,Tuyên truyền vận động,{DAYS},,",
    f"2,ca nhan,Nguyễn Thị Mẫu,1,{DAYS},,",
    f"3,Cá nhân,Trần Thị Kín,Hòa giải ở cơ sở,{DAYS},,x",
    f"4,Cá nhân,Phạm Văn Lặng,9,{DAYS},,",
)
BAD = (
    f"5,Cá nhân,NGUYỄN THỊ MẪU,1,{DAYS},,",
    f"6,Cá nhân,Đỗ Văn Lạ,Việc khác,{DAYS},,",
    "7,Cá nhân,Đỗ Văn Lạ,1,Đỗ Văn Lạ,31/12/2025,,",
    f"8,Cá nhân,Đỗ Văn Lạ 0912345678,1,{DAYS},,",
    f"9,Cá nhân,Đỗ Văn Lạ,9,{DAYS},Giúp công an bắt cướp,",
    f"10,Cá nhân,Đỗ Văn Lạ,1,{DAYS},Giúp bà Lê Thị Ba,",
)


def sent(*rows: str) -> SimpleUploadedFile:
    return SimpleUploadedFile("Nguyễn Thị Mẫu.csv", "\n".join((HEAD, *rows)).encode())


@pytest.fixture
def page(cast: Any) -> str:
    held = services.round_open(by=cast.an, form=5, sort=3, on=date(2026, 3, 2))
    return f"/so-theo-doi/khen-thuong/{held.pk}/"


def test_a_bad_row_is_told_by_row_and_column_without_any_name_and_nothing_is_written(
    cast: Any, enter: Any, page: str
) -> None:
    answer = enter(cast.an).post(f"{page}danh-sach/", {"file": sent(*GOOD, *BAD), "do": "all"})
    told = [(row, column, problem.code) for row, column, problem in answer.context["lines"]]
    assert told == [
        (6, "", "KHE-007"),
        (7, "D (Thành tích)", "DSA-215"),
        (8, "E (Từ ngày)", "DSA-212"),
        (9, "C (Tên)", "NGUON-103"),
        (10, "G (Nội dung)", "KHE-005"),
        (11, "G (Nội dung)", "NGUON-106"),
    ]
    assert not any(word in answer.content.decode() for word in ("Thị Mẫu", "Văn Lạ", "Lê Thị", "0912", "Thị Kín"))
    assert not Award.objects.exists()


def test_the_good_rows_come_in_and_guarded_ones_are_for_the_awarding_body_alone(
    cast: Any, enter: Any, page: str
) -> None:
    an = enter(cast.an)
    answer = an.post(f"{page}danh-sach/", {"file": sent(*GOOD, *BAD), "do": "good"})
    assert answer.context["outcome"].good == 4
    own = an.get(page).content.decode()
    assert "Nguyễn Thị Mẫu" in own
    assert not any(name in own for name in ("Kín", "Lặng"))
    an.post(page, {"do": "send"})
    assert all(name in enter(cast.chi).get(page).content.decode() for name in ("Kín", "Lặng"))
    # Neither the file nor its name is held anywhere on the way.
    assert not BroughtList.objects.exists()
    assert Bringing.objects.get().file_name == ""


def test_a_list_is_taken_back_as_one_and_leaves_no_name(cast: Any, enter: Any, page: str) -> None:
    an = enter(cast.an)
    an.post(f"{page}danh-sach/", {"file": sent(*GOOD), "do": "all"})
    undo = {"do": "undo", "list": Bringing.objects.get().pk}
    assert enter(cast.giang).post(f"{page}danh-sach/", undo).status_code in (403, 404)
    assert an.post(f"{page}danh-sach/", undo).status_code == 302
    assert set(Award.objects.values_list("fate", "name", "name_key", "told")) == {(Fate.STRUCK, "", "", "")}
    assert "DSA-221" in an.post(f"{page}danh-sach/", undo).content.decode()


def test_a_stranger_and_a_body_whose_draft_it_is_not_bring_nobody_in(cast: Any, enter: Any, page: str) -> None:
    for by in (cast.giang, cast.chi, cast.binh, cast.dung):
        assert enter(by).post(f"{page}danh-sach/", {"file": sent(*GOOD), "do": "all"}).status_code in (403, 404)
    with pytest.raises(NotAllowed):
        flow_lists.recipients_bring(by=cast.chi, id=int(page.split("/")[-2]), content=b"", filename="", is_trial=True)
    an = enter(cast.an)
    an.post(f"{page}danh-sach/", {"file": sent(*GOOD), "do": "all"})
    an.post(page, {"do": "send"})
    assert an.post(f"{page}danh-sach/", {"file": sent(*GOOD), "do": "all"}).status_code == 403
