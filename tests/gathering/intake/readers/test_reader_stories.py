import pytest
from reading_builders import surfaces


@pytest.mark.parametrize(
    "text",
    [
        "Bắt 2 đối tượng vận chuyển 60 bánh heroin\nNgày 21/5, công an bắt Nguyễn Văn Thử (SN 1993, trú tại xã A).",
        "Hồi 16h20 ngày 20/8, công an phát hiện 1 đối tượng. Khám xét, thu thêm 5.200 viên ma túy.",
    ],
)
def test_the_numbers_of_one_case_are_no_figures(text: str) -> None:
    assert surfaces(text) == []


def test_a_statistic_ends_a_story() -> None:
    text = "Khoảng 19 giờ ngày 3/5, công an thu giữ 4 gói ma túy.\nTrong năm 2023, toàn tỉnh khám phá 120 vụ."
    assert surfaces(text) == ["120"]


def test_a_statistic_before_a_story_stays() -> None:
    text = "Trong năm 2023, toàn tỉnh khám phá 120 vụ.\nKhoảng 19 giờ ngày 3/5, công an thu giữ 4 gói ma túy."
    assert surfaces(text) == ["120"]
