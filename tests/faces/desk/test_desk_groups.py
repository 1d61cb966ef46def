"""Groups of places on the desk: seen, made, filled from a pasted list, ended, and followed through the reform."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from chungtay.reference.actors import groups
from chungtay.reference.places.queries import group_members, place_get

pytestmark = pytest.mark.django_db
DAY = date(2025, 11, 1)
PAGE = "/nhom-dia-ban/nhom/hai-phuong/"
NEW = {"name_vi": "Phường trọng điểm", "name_en": "Priority wards", "kind": "own"}


@pytest.fixture
def two(cast: Any) -> Any:
    """Hà Nội's own group of its two communes."""
    group = groups.group_make(by=cast.chi, key="hai-phuong", name_vi="Hai phường", name_en="Two wards", kind="own")
    groups.group_import(by=cast.chi, group=group, text="00004\n00008", valid_from=date(2025, 7, 1))
    return group


def page_of(client: Any, address: str) -> str:
    return str(client.get(address).content.decode())


def members(on: date = DAY) -> list[str]:
    return [place.code for place in group_members("hai-phuong", on)]


def test_the_list_tells_the_groups_of_the_territory_on_a_day(cast: Any, enter: Any, two: Any) -> None:
    page = page_of(enter(cast.binh), "/nhom-dia-ban/?ngay=01/11/2025")
    assert "Hai phường" in page
    assert "2 địa bàn" in page
    assert "Xã biên giới đất liền" not in page


def test_a_group_is_made_and_its_key_comes_from_its_name(cast: Any, enter: Any) -> None:
    answer = enter(cast.chi).post("/nhom-dia-ban/moi/", NEW)
    assert answer["Location"] == "/nhom-dia-ban/nhom/phuong-trong-diem/"


@pytest.mark.parametrize(("language", "words"), [("vi", "không lập nhóm theo tôn giáo"), ("en", "o groups by faith")])
def test_a_group_about_who_lives_there_is_refused_in_words(cast: Any, enter: Any, language: str, words: str) -> None:
    answer = enter(cast.chi, language).post("/nhom-dia-ban/moi/", NEW | {"name_vi": "Xã Công giáo"})
    assert answer.status_code == 422
    assert words.casefold() in answer.content.decode().casefold()


def test_a_kind_that_is_not_in_the_list_is_refused(cast: Any, enter: Any) -> None:
    assert enter(cast.chi).post("/nhom-dia-ban/moi/", NEW | {"kind": "religion"}).status_code == 422


def test_a_pasted_list_becomes_members(cast: Any, enter: Any, two: Any) -> None:
    pasted = {"text": "Mã\tTên\n00070\tHoàn Kiếm\nphường Cửa Nam", "start": "01/10/2025", "end": ""}
    answer = enter(cast.binh).post(f"{PAGE}them/", pasted)
    assert answer["Location"] == f"{PAGE}?ngay=2025-10-01"
    assert members() == ["00004", "00008", "00070", "00082"]


def test_a_list_with_a_wrong_line_stays_on_the_page_with_the_reason(cast: Any, enter: Any, two: Any) -> None:
    answer = enter(cast.binh).post(f"{PAGE}them/", {"text": "00070\nAtlantis", "start": "01/10/2025"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "dòng 2" in page
    assert "DIABAN-005" in page
    assert "00070\nAtlantis</textarea>" in page
    assert members() == ["00004", "00008"]


def test_a_member_ends_and_stays_in_the_history(cast: Any, enter: Any, two: Any) -> None:
    member = groups.group_history_of(cast.binh, two)[0]
    client = enter(cast.binh)
    client.post(f"{PAGE}ket-thuc/", {"member": member.pk, "end": "31/10/2025"})
    assert (members(date(2025, 10, 31)), members()) == (["00004", "00008"], ["00008"])
    assert "Lịch sử (1)" in page_of(client, PAGE)


def test_a_member_of_another_group_is_not_ended_here(cast: Any, enter: Any, two: Any) -> None:
    other = groups.group_make(by=cast.chi, key="khac", name_vi="Nhóm khác", name_en="Other", kind="own")
    member = groups.group_history_of(cast.binh, two)[0]
    answer = enter(cast.binh).post(
        f"/nhom-dia-ban/nhom/{other.key}/ket-thuc/", {"member": member.pk, "end": "31/10/2025"}
    )
    assert answer.status_code == 404


def test_what_took_over_an_ended_place_is_proposed_and_added_by_one_button(cast: Any, enter: Any) -> None:
    group = groups.group_make(by=cast.chi, key="hai-phuong", name_vi="Hai phường", name_en="Two wards", kind="own")
    groups.group_import(by=cast.chi, group=group, text="00004", valid_from=date(2024, 1, 1))
    client = enter(cast.chi)
    page = page_of(client, f"{PAGE}?ngay=01/11/2025")
    assert 'name="text" value="00004;Phường Ba Đình"' in page
    client.post(f"{PAGE}them/", {"text": "00004;Phường Ba Đình", "start": "01/07/2025"})
    assert [place.key for place in group_members("hai-phuong", DAY)] == ["c00004@2025"]


def test_who_does_not_keep_the_group_sees_no_form(cast: Any, enter: Any, two: Any) -> None:
    pages = {name: page_of(enter(getattr(cast, name)), PAGE) for name in ("binh", "hoa", "dung")}
    assert {name: "<textarea" in page for name, page in pages.items()} == {"binh": True, "hoa": False, "dung": False}


def test_a_group_from_flags_says_that_it_is_not_edited(cast: Any, enter: Any) -> None:
    page = page_of(enter(cast.dung), "/nhom-dia-ban/nhom/border/?ngay=01/11/2025")
    assert "248 địa bàn vào ngày" in page
    assert "không sửa tay" in page
    assert "<textarea" not in page


def test_a_commune_sees_of_a_nationwide_group_its_own_place_alone(cast: Any, enter: Any) -> None:
    page = page_of(enter(cast.an), "/nhom-dia-ban/nhom/urban/?ngay=01/11/2025")
    assert "Phường Ba Đình" in page
    assert place_get("c00008@2025").full_name not in page
