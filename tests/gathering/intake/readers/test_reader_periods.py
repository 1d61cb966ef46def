import pytest
from reading_builders import figures, only, period_text, reading

_ON = {"document_date": "2024-07-10"}
_TERM = {"document_date": "2023-07-24", "term": (2013, 2023)}


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("6 tháng đầu năm 2024, Công an xử lý 12 vụ.", "2024-01..2024-06"),
        ("Sáu tháng đầu năm, Công an xử lý 12 vụ.", "2024-01..2024-06"),
        ("9 tháng năm 2023, Công an xử lý 12 vụ.", "2023-01..2023-09"),
        ("Quý I/2024, Công an xử lý 12 vụ.", "2024-01..2024-03"),
        ("Tháng 3/2024, Công an xử lý 12 vụ.", "2024-03..2024-03"),
        ("Năm 2023, Công an xử lý 12 vụ.", "2023..2023"),
        ("Công an xử lý 12 vụ trong năm 2023.", "2023..2023"),
        ("Trong năm, Công an xử lý 12 vụ.", "2024..2024"),
        ("Năm trước, Công an xử lý 12 vụ.", "2023..2023"),
        ("Từ năm 2019 đến 2023, Công an xử lý 12 vụ.", "2019..2023"),
        ("Từ năm 2019 đến nay, Công an xử lý 12 vụ.", "2019..2024-07-10"),
        ("Từ 15/12/2023 đến 14/6/2024, Công an xử lý 12 vụ.", "2023-12-15..2024-06-14"),
        ("Từ đầu năm đến nay, Công an xử lý 12 vụ.", "2024-01..2024-07-10"),
        ("5 năm qua, Công an xử lý 12 vụ.", "2019..2024"),
        ("6 tháng qua, Công an xử lý 12 vụ.", "2024-01..2024-06"),
        ("Hiện nay, toàn tỉnh có 12 mô hình.", "@2024-07-10"),
        ("Tính đến ngày 30/6/2024, toàn tỉnh có 12 mô hình.", "@2024-06-30"),
        ("Đến cuối năm 2023, toàn tỉnh có 12 mô hình.", "@2023"),
        ("Phấn đấu đến năm 2030 có 12 mô hình.", "@2030"),
        ("Phấn đấu năm 2025 mở 12 lớp tập huấn.", "2025..2025"),
        ("Dịp này, UBND tỉnh tặng bằng khen cho 12 tập thể.", "!2024-07-10"),
        ("Năm 2023, UBND tỉnh khen thưởng 12 tập thể.", "2023..2023"),
        ("Công an xử lý 12 vụ, giảm so với cùng kỳ năm 2023.", ""),
    ],
)
def test_the_period_is_what_the_text_says(text: str, period: str) -> None:
    assert period_text(figures(text, **_ON)[0]) == period


def test_ten_years_are_the_programmes_term() -> None:
    assert period_text(only("10 năm qua, các cấp tổ chức 12 đợt phát động.", **_TERM)) == "2013..2023"


def test_the_term_holds_where_nothing_else_is_said() -> None:
    assert period_text(only("Các cấp tổ chức 12 đợt phát động.", **_TERM)) == "2013..2023"


def test_a_state_stands_at_the_documents_date() -> None:
    assert period_text(only("Hiện có 12 mô hình đang hoạt động.", **_TERM)) == "@2023-07-24"


def test_a_period_holds_on_in_its_paragraph() -> None:
    found = figures("Năm 2022, phong trào sôi nổi. Công an xử lý 12 vụ.", **_ON)
    assert period_text(found[0]) == "2022..2022"


def test_the_years_of_a_merit_are_not_those_of_the_next_award() -> None:
    text = "Dịp này, 5 tập thể có thành tích giai đoạn 2019-2024 được khen; UBND tỉnh tặng bằng khen cho 6 tập thể."
    assert {period_text(f) for f in figures(text, **_ON)} == {"!2024-07-10"}


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Sáng 12/6/2024, Công an tỉnh tổ chức hội nghị.", "2024-06-12"),
        (" date 2023-06 Tin\nSáng 24/5, Công an tỉnh họp.", "2023-05-24"),
        ("Tin (15:18 16/01/2020)\nSáng 15/01, Công an tỉnh họp.", "2020-01-15"),
        ("Ngày 24-7, hội nghị tổng kết 10 năm thực hiện Chương trình giai đoạn 2013-2023.", "2023-07-24"),
        ("Hà Nội, ngày 25 tháng 12 năm 2020\nBÁO CÁO", "2020-12-25"),
        ("Đăng ngày 05/01/2024. Ngày 29/12, hội nghị diễn ra.", "2023-12-29"),
        ("https://bao.example.vn/2024/06/13/tin.html\nHội nghị đã họp.", "2024-06-13"),
        ("Thực hiện Chỉ thị số 09-CT/TW ngày 1/12/2011 của Ban Bí thư.", None),
    ],
)
def test_the_documents_date_is_that_of_its_event(text: str, day: str | None) -> None:
    assert reading(text).document_date == day


def test_the_term_under_review_is_the_one_that_ended() -> None:
    text = "Ngày 17/10, tổng kết 10 năm (2013-2023) và triển khai chương trình giai đoạn 2023-2033."
    assert reading(text).term == (2013, 2023)


def test_a_text_period_becomes_a_period_of_the_kernel() -> None:
    period = only("6 tháng đầu năm 2024, Công an xử lý 12 vụ.", **_ON).period.to_period()
    assert str(period) == "2024-01-01/2024-06-30"
