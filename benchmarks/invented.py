"""Invented reports: Vietnamese prose of the kind that is read, with numbers drawn at random. Nobody sent them."""

from __future__ import annotations

import io
from random import Random

_PROVINCES = ("Hà Nội", "Hà Tĩnh", "Nghệ An", "Lào Cai", "Cà Mau", "Đà Nẵng", "Lâm Đồng", "Bắc Ninh")
_OPENINGS = ("Trong năm {year},", "Từ năm {early} đến năm {year},", "6 tháng đầu năm {year},", "Qua 05 năm thực hiện,")
_DONE = (
    "lực lượng Công an các cấp phối hợp tổ chức {n} buổi tuyên truyền với {big} lượt người tham dự",
    "nhân dân cung cấp hơn {n} tin báo có giá trị, trong đó {few} tin về tội phạm",
    "toàn tỉnh xây dựng mới {few} mô hình, duy trì {n} mô hình tại {few} xã, phường",
    "các tổ hòa giải thành {n}/{big} vụ việc, đạt {part}%",
    "đã vận động {n} hộ gia đình ký cam kết và lắp đặt {big} mắt camera",
    "biểu dương, khen thưởng {few} tập thể và {n} cá nhân theo Quyết định số {few}/QĐ-UBND ngày 15/3/{year}",
)
_PLAIN = (
    "Công tác phối hợp được duy trì thường xuyên, nội dung sát với tình hình từng địa bàn.",
    "Một số nơi còn lúng túng khi triển khai, chế độ thông tin báo cáo có lúc chưa kịp thời.",
    "Cấp ủy, chính quyền quan tâm chỉ đạo; các đoàn thể tích cực hưởng ứng phong trào.",
)


def report(seed: int, paragraphs: int = 40) -> list[str]:
    """The paragraphs of one invented report; the same seed gives the same."""
    chance = Random(seed)
    province = chance.choice(_PROVINCES)
    head = f"Báo cáo kết quả phong trào toàn dân bảo vệ an ninh Tổ quốc của tỉnh {province} năm 2024"
    return [head, *(" ".join(_sentence(chance) for _ in range(4)) for _ in range(paragraphs))]


def _sentence(chance: Random) -> str:
    if chance.random() < 0.4:
        return chance.choice(_PLAIN)
    year = chance.randint(2015, 2024)
    numbers = {
        "year": year,
        "early": year - 4,
        "few": chance.randint(5, 99),
        "n": _grouped(chance.randint(100, 9000)),
        "big": _grouped(chance.randint(9000, 900_000)),
        "part": f"{chance.randint(500, 999) / 10:.1f}".replace(".", ","),
    }
    return f"{chance.choice(_OPENINGS)} {chance.choice(_DONE)}.".format(**numbers)


def _grouped(number: int) -> str:
    return f"{number:,}".replace(",", ".")


def docx_of(paragraphs: list[str]) -> bytes:
    """The report as a Word file."""
    import docx

    document = docx.Document()
    for text in paragraphs:
        document.add_paragraph(text)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()
