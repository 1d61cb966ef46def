"""What no view shows. Everybody in these sentences is invented."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chungtay.reference.places.units import unit_versions
from chungtay.reference.sources.masking import mask_spans, masked


def hidden(text: str) -> list[str]:
    return [text[span.start : span.end] for span in mask_spans(text)]


NAMED = [
    ("Đồng chí Nguyễn Văn Khải, Giám đốc Công an tỉnh, dự hội nghị.", ["Nguyễn Văn Khải"]),
    ("Đại tá Bùi Thế Quyền - Trưởng phòng Tham mưu phát biểu.", ["Bùi Thế Quyền"]),
    ("Trung tá Sùng A Páo, Trưởng Công an xã.", ["Sùng A Páo"]),
    ("Giám đốc Công an TP Hồ Chí Minh Lê Quý Toàn chủ trì.", ["Lê Quý Toàn"]),
    ("Chủ tịch Ủy ban MTTQ tỉnh Trần Tất Đạt trao bằng khen.", ["Trần Tất Đạt"]),
    ("Chủ tịch UBND xã Lê Lợi Nguyễn Văn Khải trao 12 giấy khen.", ["Nguyễn Văn Khải"]),
    ("Ông Tâm ở xã Lê Lợi hiến đất làm đường.", ["Tâm"]),
    ("Bà Nguyễn Thị Hạnh và chị Thanh Tùng được biểu dương.", ["Nguyễn Thị Hạnh", "Thanh Tùng"]),
    ("Đồng chí Hải và đồng chí Y Blan Niê trao quà.", ["Hải", "Y Blan Niê"]),
    ("Dự có các đồng chí: Hoàng Thắng, Phó Bí thư; Võ Thế Sang, Trưởng Ban.", ["Hoàng Thắng", "Võ Thế Sang"]),
    ("Phó Giám đốc Công an tỉnh Trần Quý Hưởng Phó Trưởng ban", ["Trần Quý Hưởng"]),
    ("Trưởng thôn Trần Văn Tám vận động 30 hộ ký cam kết.", ["Trần Văn Tám"]),
    ("Phó Chủ tịch UBND xã Dương Quang Thảo trao thưởng.", ["Dương Quang Thảo"]),
    ("Bí thư Tỉnh ủy Kiều Bình dự.", ["Kiều Bình"]),
    ("Tặng quà anh Vũ Quang Châu.", ["Vũ Quang Châu"]),
    ("Toàn cảnh hội nghị. Ảnh: Minh Đức", ["Minh Đức"]),
    ("TRƯỞNG CÔNG AN XÃ\nNGUYỄN VĂN KHẢI", ["NGUYỄN VĂN KHẢI"]),
    ("Hội nghị thành công tốt đẹp.\n\nThu Thảo", ["Thu Thảo"]),
]


@pytest.mark.parametrize(("text", "names"), NAMED)
def test_a_name_is_masked_and_only_the_name(text: str, names: list[str]):
    assert hidden(text) == names


@pytest.mark.parametrize(
    "text",
    [
        "TP Hồ Chí Minh, TPHCM, Hà Nội, Hà Giang, Cao Bằng, Lâm Đồng, Thái Bình, Thái Nguyên, Sơn La.",
        "Bà Rịa - Vũng Tàu có 120 mô hình; Khánh Hòa và Thừa Thiên Huế có 95.",
        "Công an xã Mai Sơn, phường Hoàng Mai, phường Võ Thị Sáu, quận Lê Chân và huyện Vũ Thư đạt 100%.",
        "Trên đường Trần Hưng Đạo, Nguyễn Huệ và quanh trường THCS Lê Quý Đôn có 35 mắt camera.",
        "Trường Tiểu học Kim Đồng, Bệnh viện Bạch Mai, Công ty TNHH Mai Lan ký cam kết.",
        "Đoàn Thanh niên Cộng sản Hồ Chí Minh, Hội Nông dân, Hội Cựu chiến binh tổ chức 5 buổi.",
        "Chủ tịch Hội Liên hiệp Phụ nữ tỉnh, Giám đốc Sở Tư pháp, Bí thư Tỉnh ủy dự.",
        "Học tập và làm theo tư tưởng, đạo đức Chủ tịch Hồ Chí Minh.",
        'Phong trào "Toàn dân bảo vệ an ninh Tổ quốc", Chương trình số 09/CTr-BCA-MTTW, Đề án 06.',
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nCÔNG AN TỈNH HÀ TĨNH\nVŨ KHÍ, VẬT LIỆU NỔ\nĐÀO TẠO\nHÀ NỘI",
        'Mô hình "Dòng họ Nguyễn tự quản" tại 12 xã, "Camera an ninh" tại thôn Đào Xá.',
        "Tại Tam Dương Bắc có 15 vụ. Xã Mỹ An Hưng A có 5 mô hình. Bí thư Tỉnh ủy Hà Giang dự. Bác Hồ kính yêu.",
        "Bộ Y tế, Bộ Quốc phòng, Ban Dân vận, Mẹ Việt Nam Anh hùng.",
    ],
)
def test_places_organisations_programmes_and_headings_stay(text: str):
    assert hidden(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Giải cứu 12 nạn nhân, giáo dục 25 đối tượng dưới 18 tuổi, 45 người từ 14 đến 18 tuổi.",
        "Thanh niên sinh năm 2007 đăng ký nghĩa vụ là 350 người.",
        "Bắt giữ 1.234 đối tượng, khởi tố 56 bị can, vận động 7 đối tượng ra đầu thú.",
        "Các tổ hòa giải đã giải quyết 15.000 vụ mâu thuẫn, tranh chấp.",
        "Quần chúng cung cấp 208.229 tin giúp bắt 3.400 đối tượng lúc 24/24 giờ.",
        "Hỗ trợ 16 người mãn hạn tù tái hòa nhập cộng đồng, trong đó 9 người được vay vốn.",
    ],
)
def test_statistics_survive(text: str):
    assert hidden(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Đối tượng Trần Văn Bảy, sinh năm 1985, trú tại thôn 3, bị bắt khi trộm cắp 02 xe máy.",
        "Nạn nhân là cháu L.T.H, 13 tuổi, bị xâm hại vào khoảng 20 giờ ngày 12/3.",
        "Anh Hùng, trú tại khu phố 3, đã tố giác hàng xóm.",
        "Hòa giải vụ mâu thuẫn giữa gia đình ông Nguyễn Văn Chín và bà Lê Thị Dần về lối đi.",
        "Em H. (15 tuổi) được hỗ trợ đến trường.",
        "Lò Văn Pành nghiện ma túy từ năm 2019.",
        "Nạn nhân tử vong tại chỗ lúc 5 giờ 30 sáng 02/9.",
    ],
)
def test_a_sentence_that_tells_one_case_is_masked_whole(text: str):
    assert hidden(text) == [text]


def test_no_name_of_any_unit_is_taken_for_a_person_after_its_kind():
    taken = []
    for versions in unit_versions().values():
        text = f"Công an {versions[-1].full_name[0].lower()}{versions[-1].full_name[1:]} có 12 vụ."
        taken += hidden(text)
    assert taken == []


def test_only_the_sentence_of_the_case_is_masked():
    text = "Toàn xã có 12 vụ. Đối tượng Trần Văn Bảy (SN 1985) bị bắt. Đã hòa giải 8 vụ."
    assert hidden(text) == ["Đối tượng Trần Văn Bảy (SN 1985) bị bắt."]


def test_an_official_who_reports_results_keeps_the_numbers():
    text = "Thượng tá Bùi Thế Quyền cho biết đã bắt giữ 15.000 đối tượng."
    assert masked(text) == "Thượng tá ███ ███ █████ cho biết đã bắt giữ 15.000 đối tượng."


def test_numbers_that_lead_to_a_person_are_masked_too():
    assert masked("Gọi 0912345678 để báo 12 tin.") == "Gọi ██████████ để báo 12 tin."


@pytest.mark.parametrize("text", [text for text, _ in NAMED])
def test_masking_keeps_length_spaces_and_lines(text: str):
    assert len(masked(text)) == len(text)
    assert [c.isspace() for c in masked(text)] == [c.isspace() for c in text]


WORDS = st.sampled_from(
    [
        "Nguyễn",
        "Văn",
        "Hà",
        "Nội",
        "ông",
        "Bà",
        "A.",
        "B",
        "H'Mai",
        "đồng chí:",
        "Đại tá",
        ",",
        ".",
        ";",
        "(",
        ")",
        "1985",
        "sinh năm",
        "12 tuổi",
        "TP",
        "MTTQ",
        "đường",
        "Đối tượng",
        "trú tại",
    ]
)


@given(st.lists(WORDS, max_size=25))
def test_spans_are_in_order_and_inside_the_text_whatever_is_written(parts: list[str]):
    text = " ".join(parts)
    spans = mask_spans(text)
    edges = [edge for span in spans for edge in (span.start, span.end)]
    assert edges == sorted(edges)
    assert all(0 <= span.start < span.end <= len(text) for span in spans)


@given(st.text(max_size=60))
def test_any_text_can_be_masked(text: str):
    assert len(masked(text)) == len(text)
