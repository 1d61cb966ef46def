"""Invented plans, in the layouts in which offices write theirs."""

from __future__ import annotations

from io import BytesIO

from docx import Document

HEAD = (
    "CÔNG AN PHƯỜNG BA ĐÌNH",
    "Số: 12/KH-CAP",
    "Ba Đình, ngày 15 tháng 01 năm 2026",
    "KẾ HOẠCH",
    "Thực hiện Chương trình phối hợp bảo vệ an ninh, trật tự năm 2026",
    "Căn cứ Chương trình phối hợp của thành phố;",
    "I. MỤC ĐÍCH, YÊU CẦU",
    "- Nâng cao nhận thức của cán bộ và Nhân dân.",
)
LISTED = (
    *HEAD,
    "II. NỘI DUNG, NHIỆM VỤ",
    "1. Công tác tuyên truyền",
    "- Tổ chức 4 buổi nói chuyện về an ninh mạng tại các khu dân cư.",
    "Chủ trì: Công an phường; Phối hợp: Ủy ban MTTQ phường, Hội Phụ nữ.",
    "Thời gian: quý II/2026.",
    "- Giao Công an phường chủ trì, phối hợp với Đoàn Thanh niên và Hội Cựu chiến binh ra mắt 2 mô hình camera, "
    "xong trước ngày 30/9/2026.",
    "2. Xây dựng phong trào",
    "- Vận động Nhân dân cung cấp ít nhất 50 tin báo về tội phạm trong tháng 6.",
    "III. TỔ CHỨC THỰC HIỆN",
    "1. Công an phường",
    "- Tham mưu tổ chức sơ kết sáu tháng đầu năm, hoàn thành trước ngày 15/6.",
    "2. Ủy ban MTTQ phường",
    "- Rà soát, củng cố các tổ hòa giải trong quý I, II.",
    "Nơi nhận:",
    "- Công an thành phố;",
)
OUTLINED = (
    *HEAD[:6],
    "II. NHIỆM VỤ TRỌNG TÂM",
    "1. Mở 02 lớp tập huấn hòa giải viên",
    "a) Cơ quan chủ trì: Ủy ban MTTQ tỉnh",
    "b) Cơ quan phối hợp: Công an tỉnh, Sở Tư pháp",
    "c) Thời gian thực hiện: Quý III/2026",
    "2. Kiểm tra việc thực hiện Chương trình tại 10 xã",
    "a) Cơ quan chủ trì: Công an tỉnh",
    "b) Thời gian thực hiện: tháng 10 năm 2026",
    "III. KINH PHÍ",
    "- Từ ngân sách được giao.",
)
UNNUMBERED = (
    *HEAD[:6],
    "MỤC ĐÍCH",
    "Nâng cao nhận thức.",
    "NỘI DUNG TRỌNG TÂM",
    "Tổ chức Ngày hội toàn dân bảo vệ an ninh Tổ quốc (chủ trì: Ủy ban MTTQ phường; thời gian: trước 19/8).",
    "Duy trì các mô hình camera hiện có, hằng tháng kiểm tra.",
)
TABLE = (
    ("TT", "Nội dung công việc", "Cơ quan chủ trì", "Cơ quan phối hợp", "Thời gian hoàn thành", "Kết quả"),
    ("I", "Tuyên truyền", "", "", "", ""),
    ("1", "Mở lớp tập huấn cho tổ bảo vệ an ninh, trật tự", "Công an tỉnh", "Ủy ban MTTQ tỉnh; Hội Nông dân",
     "Tháng 3/2026", "02 lớp"),
    ("2", "Biên soạn tờ gấp về phòng, chống lừa đảo", "", "", "Quý II, III", "5.000 tờ"),
    ("II", "Phong trào", "", "", "", ""),
    ("1", "Lập danh sách 15 đối tượng cần giáo dục", "Công an các xã", "", "Thường xuyên", ""),
)  # fmt: skip
CONCLUSIONS = (
    "THÔNG BÁO",
    "Kết luận của Thường trực Ban Chỉ đạo",
    "1. Công an tỉnh chủ trì, phối hợp với Ủy ban MTTQ tỉnh xây dựng hướng dẫn xếp loại mô hình, trình trước ngày "
    "30/11/2026.",
    "2. Yêu cầu Công an các xã báo cáo số điểm camera trong tháng 12 năm 2026.",
)


def plan_file(lines: tuple[str, ...], table: tuple[tuple[str, ...], ...] = ()) -> bytes:
    """Lines and a table as Word writes them."""
    document = Document()
    for line in lines:
        document.add_paragraph(line)
    if table:
        drawn = document.add_table(rows=0, cols=len(table[0]))
        for row in table:
            for cell, text in zip(drawn.add_row().cells, row, strict=True):
                cell.text = text
    buffer = BytesIO()
    document.save(buffer)
    return buffer.getvalue()
