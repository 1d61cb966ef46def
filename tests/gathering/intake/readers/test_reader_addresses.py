import pytest
from reading_builders import only, reading

from chungtay.gathering.intake.readers.addresses import address_of


@pytest.mark.parametrize(
    ("address", "province"),
    [
        ("https://baodongkhoi.vn/tong-ket-a1.html", "Bến Tre"),
        ("https://mangyang.gialai.gov.vn/tin/1", "Gia Lai"),
        ("https://bachthong.gov.vn/xa-cam-giang", "Bắc Kạn"),
        ("http://congan.tuyenquang.gov.vn/tin/1", "Tuyên Quang"),
    ],
)
def test_an_outlet_tells_its_province(address: str, province: str) -> None:
    assert address_of(f"{address}\nToàn bộ nội dung.").province == province


def test_an_offices_host_tells_its_district() -> None:
    assert address_of("https://bachthong.gov.vn/tin-tuc").below == (("Bạch Thông", 1),)


def test_a_title_in_the_address_tells_the_commune() -> None:
    text = "https://congan.bac-kan.vn/tin/tai-xa-xuan-lac-6.html\nCông an tỉnh phát động tại xã, thu được 45 tin báo."
    assert only(text.replace("bac-kan", "backan")).place == "Bắc Kạn/Xuân Lạc"


def test_a_ministrys_report_in_a_provinces_outlet_is_the_nations() -> None:
    text = "https://nghean24h.vn/tin-1.html\nTheo Bộ Công an, toàn quốc đã khám phá 191 vụ.\nThu giữ 312 khẩu súng."
    assert [c.place for c in reading(text).candidates] == ["Việt Nam", "Việt Nam"]
