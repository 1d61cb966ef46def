"""The sheet that explains how a workbook is filled in, in both languages, and the words beside its cells."""

from __future__ import annotations

from typing import TYPE_CHECKING

from openpyxl.styles import Alignment, Font, PatternFill

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

    from chungtay.gathering.intake.workbooks.layout import FormSheet

ABSENCES = ("-", "kbc", "kct", "kad", "cdh")
"""Short words for why there is no number, as `kernel.entries` reads them."""
HINT = (
    "Chỉ nhập vào ô màu vàng nhạt. Không có thì ghi 0; chưa có số thì ghi “-”. Không ghi tên người. "
    "Xem trang HuongDan.",
    "Type into the pale yellow cells only. None is 0; not yet known is “-”. Name nobody. See the sheet HuongDan.",
)
_LINES: tuple[tuple[str, str], ...] = (
    (
        "Nhập số vào ô màu vàng nhạt của từng kỳ. Dòng, cột và tên chỉ tiêu đã khóa để máy đọc lại đúng.",
        "Type numbers into the pale yellow cells of each period. Rows, columns and names are locked so that the file "
        "can be read back.",
    ),
    (
        "Viết số thường: 1234 hoặc 1.234. Phần lẻ dùng dấu phẩy: 1,5.",
        "Write plain numbers: 1234. Where a text is used, 1.234 is one thousand two hundred and thirty-four, "
        "1,5 is one and a half.",
    ),
    ("Không có việc nào thì ghi 0. Ô trống nghĩa là chưa trả lời.", "Write 0 for none. An empty cell is no answer."),
    (
        "Không có con số thì ghi lý do: “-” hoặc kbc: chưa báo cáo; kct: không cung cấp; kad: không áp dụng; "
        "cdh: chưa đến hạn.",
        "Where there is no number write why: “-” or kbc: not reported; kct: withheld; kad: not applicable; "
        "cdh: not yet due.",
    ),
    (
        "Chỉ ở dòng cho phép mới ghi “hơn 15.000”, “gần”, “khoảng”, “ít nhất”, “tối đa”.",
        "Only where the cell says so: “hơn 15.000” (over), “gần” (nearly), “khoảng” (about), “ít nhất” (at least), "
        "“tối đa” (at most).",
    ),
    (
        "Công thức được, nếu đã tính xong và không lấy số từ tệp khác. Macro không bao giờ được chạy.",
        "Formulas may be used if they are computed and take nothing from another file. Macros are never run.",
    ),
    (
        "Định nghĩa của chỉ tiêu hiện khi đưa con trỏ vào tên chỉ tiêu.",
        "The definition of an indicator shows when the pointer rests on its name.",
    ),
    (
        "Không ghi tên, địa chỉ, số giấy tờ của ai ở bất cứ ô nào, kể cả ghi chú.",
        "No names, addresses or identity numbers in any cell or comment.",
    ),
    (
        "Xong thì gửi tệp này lên; gửi nhầm hai lần cũng không tính đôi. Số được đưa vào bản nháp để xem lại trước khi "
        "trình.",
        "When done, upload this file; sent twice it counts once. The figures go into a draft to be looked at before "
        "they are sent.",
    ),
)


def validation(language: str) -> tuple[str, str, tuple[str, str]]:
    """Title, the question that a wrong entry raises, and what the cell takes (without and with words of precision)."""
    if language == "vi":
        return (
            "Số hoặc lý do",
            "Cần một số từ 0 trở lên (tối đa 15 chữ số), hoặc -, kbc, kct, kad, cdh.",
            (
                "Số từ 0 trở lên. Chưa có số: -",
                "Số từ 0 trở lên, có thể ghi “hơn 15.000”, “gần”, “khoảng”. Chưa có số: -",
            ),
        )
    return (
        "Number or reason",
        "A number from 0 up (15 digits at most) is needed, or -, kbc, kct, kad, cdh.",
        ("A number from 0 up. None known: -", "A number from 0 up; “hơn 15.000”, “gần”, “khoảng” may be used. None: -"),
    )


def write(out: Worksheet, sheet: FormSheet) -> None:
    """Vietnamese on the left, English on the right."""
    heads = ("Cách điền bảng tính này", "How to fill in this workbook")
    for column, head in enumerate(heads, 1):
        cell = out.cell(1, column, head)
        cell.font = Font(name="Times New Roman", size=14, bold=True, color="FFFFFF")
        cell.fill = PatternFill("solid", fgColor="0B5850")
        cell.alignment = Alignment(vertical="center", indent=1)
        out.column_dimensions["AB"[column - 1]].width = 68
    lines = list(_LINES)
    if sheet.guidance_vi or sheet.guidance_en:
        lines.insert(0, (sheet.guidance_vi, sheet.guidance_en))
    for row, pair in enumerate(lines, 2):
        for column, text in enumerate(pair, 1):
            cell = out.cell(row, column, f"{row - 1}. {text}")
            cell.font = Font(name="Times New Roman", size=12)
            cell.alignment = Alignment(wrap_text=True, vertical="top", indent=1)
        out.row_dimensions[row].height = 17 * (1 + max(len(text) for text in pair) // 66) + 6
    out.row_dimensions[1].height = 30
    out.protection.sheet = True
    out.sheet_view.showGridLines = False
    out.page_setup.orientation, out.page_setup.paperSize = "landscape", out.PAPERSIZE_A4
    out.page_setup.fitToWidth, out.page_setup.fitToHeight = 1, 0
    assert out.sheet_properties.pageSetUpPr is not None
    out.sheet_properties.pageSetUpPr.fitToPage = True
