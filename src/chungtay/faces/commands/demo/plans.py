"""An invented plan of a province for the year after, as Word writes it: read, partly confirmed, the rest left open."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from django.utils import timezone

from chungtay import flow_plans
from chungtay.gathering.intake.plans import queries, services
from chungtay.gathering.programmes.queries import programme_get

if TYPE_CHECKING:
    from chungtay.faces.commands.demo.cast import Cast

_LINES = (
    "CÔNG AN TỈNH",
    "KẾ HOẠCH",
    "Thực hiện Chương trình phối hợp năm {year} (giả định)",
    "I. MỤC ĐÍCH, YÊU CẦU",
    "- Các cơ quan, đơn vị làm đúng việc, đúng hạn; không chạy theo thành tích.",
    "II. NHIỆM VỤ",
)
_TABLE = (
    ("TT", "Nội dung công việc", "Chủ trì", "Phối hợp", "Thời gian hoàn thành", "Kết quả"),
    ("I", "Tuyên truyền, vận động Nhân dân", "", "", "", ""),
    (
        "1",
        "Biên soạn tài liệu hỏi đáp về lừa đảo qua mạng cho khu dân cư",
        "Công an tỉnh",
        "Ủy ban MTTQ tỉnh",
        "Quý I",
        "Một bộ tài liệu",
    ),
    ("2", "Tổ chức Ngày hội Toàn dân bảo vệ an ninh Tổ quốc", "Công an tỉnh", "Ủy ban MTTQ tỉnh", "Trước 19/8", ""),
    ("3", "Vận động Nhân dân cung cấp từ 300 tin báo trở lên", "Công an tỉnh", "", "Cả năm", ""),
    ("II", "Xây dựng mô hình, lực lượng nòng cốt", "", "", "", ""),
    ("4", "Rà soát, thanh loại mô hình không còn hoạt động", "Công an các xã, phường", "", "Quý II", ""),
    ("5", "Mở lớp tập huấn cho Tổ bảo vệ an ninh, trật tự", "Công an tỉnh", "", "Tháng 9", "Hai lớp"),
)


def create(cast: Cast) -> int:
    """Gives how many tasks came out of it."""
    by, year = cast.accounts["duyet.ht"], timezone.localdate().year + 1
    found = flow_plans.plan_receive(
        by=by,
        programme=programme_get("07/CTrPH-BCA-MTTW"),
        year=year,
        content=_word(year),
        filename=f"ke-hoach-{year}.docx",
        number="30/KH-MINH-HOA",
        issued_on=timezone.localdate(),
        is_illustration=True,
    )
    sure = [one.pk for one in queries.candidates_of(found) if queries.is_sure(one)]
    return len(services.sure_give(by=by, id=found.pk, only=sure[:2]).tasks)


def _word(year: int) -> bytes:
    from docx import Document

    document = Document()
    for line in _LINES:
        document.add_paragraph(line.format(year=year))
    drawn = document.add_table(rows=0, cols=len(_TABLE[0]))
    for row in _TABLE:
        for cell, text in zip(drawn.add_row().cells, row, strict=True):
            cell.text = text
    buffer = BytesIO()
    document.save(buffer)
    return buffer.getvalue()
