import pytest
from reading_builders import figures, reading, surfaces

_NONE = [
    "Sáng 24/5, Công an tỉnh tổ chức hội nghị.",
    "Ngày 24-7, hội nghị diễn ra.",
    "Hội nghị họp ngày 24 tháng 7 năm 2023.",
    "Đăng lúc 15:18 15/01/2020.",
    "Từ ngày 1/7 đến 15/8 diễn ra đợt cao điểm.",
    "Tháng 3/2024 và quý 2 đã qua.",
    "Giai đoạn 2013 -2018 và 2019–2024.",
    "10 năm qua, 6 tháng đầu năm, trong 24/24 giờ.",
    "Thực hiện Chỉ thị 09, Nghị quyết số 22, 23 và 24.",
    "Chương trình phối hợp số 09/CTr-BCA-MTTW; Kế hoạch 279/KH-MTTW-BCA.",
    "Theo Nghị định 147/2020/NĐ-CP và Điều 12 Luật số 30/2023/QH15.",
    "Phòng PX03, V05, BCĐ 138, Tổ công tác 911, lực lượng 113.",
    "Tại Quận 4, phường 5, xóm 8, tổ dân phố số 12, Quốc lộ 1.",
    "Lần thứ 7, giải 3, tiêu chí số 19, giai đoạn 1.",
    "Kỷ niệm 25 năm Ngày truyền thống.",
    "Mô hình “7 biết” và câu lạc bộ “5 không, 3 sạch”.",
    "Phương châm 4 tại chỗ, 3 cùng.",
    "Xã là 1 trong 4 địa phương được chọn.",
    "Hội nghị nêu 6 nội dung, 3 nhóm giải pháp và 2 giai đoạn.",
    "Điện thoại: 0204.3854.123, hotline 0912345678.",
    "Lượt xem: 7,391",
    "Cách mạng công nghiệp 4.0 đặt ra thách thức.",
    "Định kỳ mỗi quý 1 lần, đơn vị giao ban.",
    "Hành vi này bị phạt tiền từ 2 triệu đồng đến 3 triệu đồng.",
    "Hai bên thống nhất. Ba là, tiếp tục phối hợp.",
    "Ban Chỉ đạo 35 và Đề án 06 được triển khai.",
    "Xem https://conganthanhpho.vn/tin/2024/12/15-mo-hinh.html để rõ.",
]


@pytest.mark.parametrize("text", _NONE)
def test_numbers_that_count_nothing_are_no_figures(text: str) -> None:
    assert surfaces(text) == []


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Năm 2023, xử lý 2000 vụ.", ["2000"]),
        ("Nghị quyết 12 được quán triệt cho 300 đảng viên.", ["300"]),
        ("5/5 doanh nghiệp ký cam kết ngày 5/5.", ["5/5"]),
        ("Nhân dân góp 350 ngày công trong 3 ngày.", ["350"]),
        ("Xây dựng 5 mô hình “4 an toàn”.", ["5"]),
        ("Xử lý 113 vụ qua lực lượng 113.", ["113"]),
        ("Mỗi tổ có 3 thành viên.", ["3"]),
        ("Tại thôn 3 có 12 hộ ký cam kết.", ["12"]),
        ("Thành lập 05 (năm) tổ tự quản.", ["05"]),
        ("Sáu tổ tự quản hoạt động tốt, xử lý sáu vụ.", ["sáu"]),
    ],
)
def test_figures_beside_other_numbers_are_kept(text: str, kept: list[str]) -> None:
    assert surfaces(text) == kept


def test_the_reason_is_told() -> None:
    reasons = {n.reason for n in reading("Ngày 5/6, Chỉ thị 09 được V05 quán triệt trong 10 năm.").negatives}
    assert reasons == {"date", "doc_number", "unit_name", "duration"}


def test_the_story_of_one_case_gives_no_figures() -> None:
    story = "Khoảng 20 giờ ngày 3/8/2024, 3 đối tượng (SN 1990, trú tại thôn 2) cướp 15 triệu đồng."
    assert surfaces(story) == []


def test_a_statistic_after_a_story_counts_again() -> None:
    text = "Bị cáo (SN 1990) lấy 15 triệu đồng. Trong năm 2024, toàn tỉnh xảy ra 45 vụ."
    assert surfaces(text) == ["45"]


def test_numbers_of_headings_are_structure() -> None:
    assert figures("1. Công tác tuyên truyền\n2.1. Xây dựng mô hình\na) Kết quả") == []


def test_what_each_unit_has_is_no_count_of_them() -> None:
    text = "Thành lập 1.936 tổ (mỗi thôn thành lập 1 tổ) với cơ cấu mỗi tổ có 3 thành viên (1 tổ trưởng, 1 tổ phó)."
    assert surfaces(text) == ["1.936"]
