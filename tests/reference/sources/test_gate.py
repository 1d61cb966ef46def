"""What may not come in: marks of secrecy, and numbers that lead to a person."""

import unicodedata

import pytest

from chungtay.kernel.errors import side
from chungtay.reference.sources.gate import gate_problems, identifier_spans


def codes(*paragraphs: str) -> list[str]:
    return [problem.code for problem in gate_problems(paragraphs)]


@pytest.mark.parametrize(
    "paragraph",
    [
        "MẬT",
        "(Mật)",
        "Độ mật: Tối mật",
        "TỐI MẬT",
        "T U Y Ệ T   M Ậ T",
        "CÔNG AN TỈNH X          MẬT",
        "TUYỆT MẬT - HỎA TỐC",
        "Mức độ mật: MẬT. Số bản: 02",
    ],
)
def test_a_mark_of_secrecy_stops_a_report(paragraph: str):
    assert codes(paragraph) == ["NGUON-101"]


@pytest.mark.parametrize(
    "paragraph",
    [
        "Tuyên truyền Luật Bảo vệ bí mật nhà nước cho 250 lượt người.",
        "TUYÊN TRUYỀN BẢO VỆ BÍ MẬT NHÀ NƯỚC",
        "Tập huấn bảo mật thông tin.",
        "QUY ĐỊNH VỀ ĐỘ MẬT VÀ GIẢI MẬT",
        "Hội viên nuôi ong lấy mật.",
    ],
)
def test_prose_about_secrecy_is_no_mark(paragraph: str):
    assert codes(paragraph) == []


@pytest.mark.parametrize(
    ("paragraph", "code"),
    [
        ("CCCD số 001085012345", "NGUON-102"),
        ("CMND: 183 456 789", "NGUON-102"),
        ("định danh 001.085.012.345", "NGUON-102"),
        ("Người dân 001085012345 trình báo", "NGUON-102"),
        ("hộ chiếu số B1234567", "NGUON-102"),
        ("liên hệ 0912.345.678", "NGUON-103"),
        ("liên hệ +84 912 345 678", "NGUON-103"),
        ("ĐT: 024.39421234", "NGUON-103"),
        ("xe 29A-123.45", "NGUON-104"),
        ("BKS 51F 12345", "NGUON-104"),
        ("số tài khoản 0011002233445", "NGUON-105"),
    ],
)
def test_a_number_that_leads_to_a_person_stops_a_report(paragraph: str, code: str):
    assert codes(paragraph) == [code]


@pytest.mark.parametrize(
    "paragraph",
    [
        "208.229 tin, trong đó 24.962 tin và 55.226 tin khác",
        "thu nhận căn cước cho 1.234.567 công dân",
        "nhóm Zalo với 1.234.567 lượt người theo dõi",
        "kích hoạt 12.345.678 tài khoản định danh điện tử",
        "Chương trình số 09/CTr-BCA-MTTW ngày 01/8/2013, Kế hoạch 279/KH-MTTW-BCA",
        "kinh phí 350.000.000 đồng; tỷ lệ 91,09%; giai đoạn 2013-2023",
        "gọi 113 hoặc 069.2342",
        "Điều 12A-2024, Nghị quyết 202/2025/QH15",
        "05 xã, 0 vụ, 00 trường hợp",
    ],
)
def test_statistics_and_document_numbers_pass(paragraph: str):
    assert codes(paragraph) == []


def test_a_problem_tells_the_paragraph_and_never_the_number():
    problem = gate_problems(["Một đoạn.", "Gọi 0912345678."])[0]
    assert "2" in problem.where
    assert side(problem.read, "vi") == "██████████ (10 chữ số)"
    assert "0912345678" not in problem.in_words("vi") + problem.in_words("en")


def test_all_problems_are_told_at_once():
    assert codes("MẬT", "xe 29A-123.45, gọi 0912345678") == ["NGUON-101", "NGUON-103", "NGUON-104"]


def test_one_number_is_one_problem():
    assert codes("SĐT (Zalo): 0912 345 678") == ["NGUON-103"]


def test_decomposed_letters_hide_nothing():
    assert codes(unicodedata.normalize("NFD", "MẬT")) == ["NGUON-101"]


def test_spans_of_numbers_do_not_overlap():
    text = "CCCD 001085012345, ĐT 0912345678"
    assert [text[a:b] for a, b in identifier_spans(text)] == ["001085012345", "0912345678"]
