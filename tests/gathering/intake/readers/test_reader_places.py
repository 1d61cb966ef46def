import pytest
from reading_builders import figures, laid_out, only, reading

from chungtay.gathering.intake.readers.addresses import outlet_province
from chungtay.gathering.intake.readers.mentions import mentions

_HOME = {"place": "Nghệ An"}


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("Công an tỉnh Hà Tĩnh", ("Hà Tĩnh",)),
        ("UBND TP Vinh", ("Vinh",)),
        ("Công an TPHCM", ("TP Hồ Chí Minh",)),
        ("Công an TP.HCM", ("TP Hồ Chí Minh",)),
        ("tỉnh Bà Rịa - Vũng Tàu", ("Bà Rịa - Vũng Tàu",)),
        ("xã Tân Duyệt, huyện Đầm Dơi, tỉnh Cà Mau", ("Cà Mau", "Đầm Dơi", "Tân Duyệt")),
        ("huyện Đức Thọ (Hà Tĩnh)", ("Hà Tĩnh", "Đức Thọ")),
        ("thị xã Đông Triều", ("Đông Triều",)),
        ("Quận 4, TP Hồ Chí Minh", ("TP Hồ Chí Minh", "Quận 4")),
    ],
)
def test_a_named_unit_gives_its_path(text: str, path: tuple[str, ...]) -> None:
    assert mentions(laid_out(text))[0].path == path


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("CÔNG AN TỈNH NGHỆ AN", ("Nghệ An",)),
        ("ỦY BAN NHÂN DÂN HUYỆN ĐÔ LƯƠNG", ("Đô Lương",)),
        ("CÔNG AN THÀNH PHỐ HỒ CHÍ MINH", ("TP Hồ Chí Minh",)),
    ],
)
def test_a_letterhead_in_capitals_gives_the_listed_spelling(text: str, path: tuple[str, ...]) -> None:
    assert mentions(laid_out(text))[0].path == path


def test_a_persons_name_after_an_office_is_no_place() -> None:
    assert mentions(laid_out("Chủ tịch UBND tỉnh Nguyễn Văn Thử phát biểu")) == []


def test_a_place_in_the_sentence_wins() -> None:
    assert only("Tại huyện Đô Lương có 12 mô hình.", **_HOME).place == "Nghệ An/Đô Lương"


def test_a_place_behind_the_number_wins_over_the_body_before() -> None:
    assert only("Công an tỉnh Nghệ An xử lý 12 vụ tại huyện Đô Lương.").place == "Nghệ An/Đô Lương"


def test_each_number_of_a_list_has_its_own_place() -> None:
    found = figures("Tiêu biểu: huyện Đô Lương có 12 mô hình; huyện Yên Thành có 9 mô hình.", **_HOME)
    assert [f.place for f in found] == ["Nghệ An/Đô Lương", "Nghệ An/Yên Thành"]


def test_the_whole_province_is_the_documents_province() -> None:
    assert only("Toàn tỉnh có 12 mô hình.", place="Nghệ An/Đô Lương").place == "Nghệ An"


def test_the_whole_country_is_viet_nam() -> None:
    assert only("Cả nước có 12.000 mô hình.", **_HOME).place == "Việt Nam"


def test_without_a_place_the_documents_own_holds() -> None:
    assert only("Đã xử lý 12 vụ.", **_HOME).place == "Nghệ An"


def test_a_place_that_opens_a_paragraph_holds_on() -> None:
    found = figures("Tại huyện Đô Lương, phong trào sôi nổi. Các tổ xử lý 12 vụ.", **_HOME)
    assert found[0].place == "Nghệ An/Đô Lương"


def test_the_givers_unit_is_not_that_of_the_award() -> None:
    text = "UBND tỉnh Nghệ An tặng bằng khen cho 3 tập thể."
    assert only(text, place="Nghệ An/Đô Lương").place == "Nghệ An/Đô Lương"


def test_the_reporting_body_is_the_home() -> None:
    text = "Công an tỉnh Hà Tĩnh họp.\nCông an tỉnh Hà Tĩnh và Ủy ban MTTQ tỉnh đã phối hợp."
    assert reading(text).default_place == "Hà Tĩnh"


def test_a_commune_report_after_the_reform_has_no_district() -> None:
    text = "UBND phường Xuân Hương - Đà Lạt, tỉnh Lâm Đồng họp. Công an phường Xuân Hương - Đà Lạt báo cáo."
    assert reading(text).default_place == "Lâm Đồng/Xuân Hương - Đà Lạt"


def test_a_national_conference_is_about_the_country() -> None:
    text = "Bộ Công an và Ủy ban Trung ương MTTQ Việt Nam tổ chức hội nghị toàn quốc."
    assert reading(text).default_place == "Việt Nam"


@pytest.mark.parametrize(
    ("address", "province"),
    [
        ("https://baothanhhoa.vn/mot-bai", "Thanh Hóa"),
        ("http://congan.bacgiang.gov.vn/x", "Bắc Giang"),
        ("www.baobinhduong.vn", "Bình Dương"),
        ("https://thoisu.example.vn", None),
    ],
)
def test_the_outlets_address_tells_the_province(address: str, province: str | None) -> None:
    assert outlet_province(address) == province
