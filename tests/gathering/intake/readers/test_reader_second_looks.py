"""What one word near the number changes: who does something, what is meant together, from when a count runs."""

import pytest
from reading_builders import figures, only, surfaces


@pytest.mark.parametrize(
    ("text", "code"),
    [
        # The verb of those who are counted holds past another number.
        ("100% hộ có rẫy dọc 12 km suối Nậm đều ký cam kết không tàng trữ súng.", "pledges.signed"),
        ("Mô hình “Xóm chài yên ổn” với 47 chủ tàu tham gia.", "models.members"),
        ("Trong phường, 64 hộ dân đã đóng góp để lắp camera ở đầu ngõ.", "cameras.installed"),
        ("Tổ chức 15 buổi tuần tra với 312 lượt hội viên.", "patrols.participations"),
        ("Cuộc thi tìm hiểu luật nhận được 418 bài.", None),
        ("Dịp này, phường biểu dương 26 gương điển hình tiên tiến.", "awards.all"),
        ("Trên tuyến có 73 cá nhân tự quản đường biên, mốc giới.", "models.members"),
    ],
)
def test_the_last_thing_counted_is_what_its_neighbours_tell(text: str, code: str | None) -> None:
    found = [item for item in figures(text, place="Nghệ An") if item.unit != "km"]
    assert found[-1].indicator == code


def test_a_share_of_those_is_a_share_of_what_was_counted_in_the_sentence_before() -> None:
    text = "Toàn huyện lắp 1.240 camera. Đặc biệt, 85% trong số đó do người dân tự lắp."
    assert figures(text, place="Nghệ An/Đô Lương")[-1].indicator == "cameras.installed"


@pytest.mark.parametrize(
    "text",
    [
        "Người dân 2 tổ 5 và tổ 6 đã góp công.",
        "Hai mươi hộ, cả xã đạt 19/19 tiêu chí.",
        "Công an xã Sơn Kim 2 tổ chức họp dân.",
    ],
)
def test_numbers_that_name_or_only_order_are_no_figures(text: str) -> None:
    assert not {"2", "5", "6"} & set(surfaces(text))


@pytest.mark.parametrize(
    ("text", "place"),
    [
        # Two of one level are meant together: what holds both.
        ("Người dân xã Nam Sơn và xã Lam Sơn giao nộp 19 khẩu súng.", "Nghệ An/Đô Lương"),
        # A name inside a model's quoted name is no place of its own.
        ("Mô hình “Cựu chiến binh thị trấn Đô Lương” giúp hòa giải 31 vụ mâu thuẫn.", "Nghệ An/Đô Lương"),
        # Nor are brackets that closed before the number.
        (
            "Tại xã Nam Sơn, công an (phối hợp Công an xã Lam Sơn) thu 12 khẩu súng.",
            "Nghệ An/Đô Lương/Nam Sơn",
        ),
        ("Công an huyện Kỳ anh thu hồi 22 khẩu súng.", "Hà Tĩnh/Kỳ Anh"),
    ],
)
def test_the_place_is_where_the_count_was_made(text: str, place: str) -> None:
    assert only(text, place="Nghệ An/Đô Lương").place == place


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("Thành lập từ năm 2011, đến nay tổ đã bắt 140 đối tượng.", ("2011", "2024-09-10")),
        ("Năm 2019, xóm ra mắt mô hình. Từ khi ra mắt, dân báo 61 tin.", ("2019", "2024-09-10")),
        ("Trong ngày 5/9, dân giao nộp 33 khẩu súng.", ("2024-09-05", "2024-09-05")),
    ],
)
def test_a_count_runs_from_what_the_text_says_began_it(text: str, period: tuple[str, str]) -> None:
    found = only(text, place="Nghệ An", document_date="2024-09-10").period
    assert (found.start, found.end) == period


def test_what_many_indicators_count_is_never_sure_by_itself() -> None:
    alone = figures("Công an tạm giữ 18 xe máy; lập 7 tổ; 90% camera hoạt động.", place="Nghệ An")
    assert max(candidate.confidence for candidate in alone) < 0.9


def test_the_parties_of_a_programme_are_not_who_speaks() -> None:
    text = (
        "Công an tỉnh TT-Huế họp về kế hoạch giữa Bộ Công an với Ban Thường trực Ủy ban Trung ương MTTQ Việt Nam.\n"
        "Kế hoạch giữa Bộ Công an với Ban Thường trực Ủy ban Trung ương MTTQ Việt Nam được làm tốt.\n"
        "Người dân đã báo 812 tin."
    )
    assert only(text).place == "Thừa Thiên Huế"
