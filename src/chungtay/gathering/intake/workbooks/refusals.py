"""Why a workbook, or a cell of it, cannot be taken, in words that a reporter can act on. Codes are stable."""

from chungtay.kernel.errors import Both, Problem, Refusal

_SAVE = Both("mở bằng Excel hoặc LibreOffice, lưu thành .xlsx rồi gửi lại", "open it, save as .xlsx and send again")
_AGAIN = Both(
    "tải lại bảng tính của kỳ này, chép số liệu sang", "download the workbook again and copy the figures over"
)
_CELL = Both("sửa ô này rồi gửi lại, hoặc sửa trên màn hình", "mend the cell and send again, or mend it on the screen")
REASONS: dict[str, tuple[str, str, str, str]] = {
    "BANGTINH-101": ("tệp không phải là bảng tính", "this is not a workbook", ".xlsx, .xlsm, .xls, .ods", _SAVE),
    "BANGTINH-102": (
        "bảng tính có mật khẩu",
        "the workbook is protected by a password",
        Both("tệp không đặt mật khẩu mở", "no password to open"),
        Both("bỏ mật khẩu mở tệp rồi gửi lại", "remove the password and send again"),
    ),
    "BANGTINH-103": (
        "tệp bị cắt cụt hoặc hỏng",
        "the file is truncated or damaged",
        Both("tệp đầy đủ", "a whole file"),
        _SAVE,
    ),
    "BANGTINH-104": (
        "tệp nén phình quá lớn khi mở",
        "the archive grows far too large when opened",
        Both("≤ 100 MB, ≤ 2.000 phần", "≤ 100 MB, ≤ 2,000 parts"),
        Both("chép riêng trang số liệu sang tệp mới", "copy the sheet of figures into a new file"),
    ),
    "BANGTINH-105": (
        "tệp XML có khai báo thực thể (DOCTYPE)",
        "the XML declares entities (DOCTYPE)",
        Both("XML không có DOCTYPE", "XML without DOCTYPE"),
        _SAVE,
    ),
    "BANGTINH-106": (
        "tệp quá lớn",
        "the file is too large",
        "≤ 25 MB",
        Both("bỏ ảnh, bỏ trang không dùng", "remove pictures and unused sheets"),
    ),
    "BANGTINH-107": (
        "đọc tệp vượt quá giới hạn thời gian hoặc bộ nhớ",
        "reading the file exceeded the limits of time or memory",
        "≤ 60 s, ≤ 2 GB",
        Both("xóa dòng, cột trống bị định dạng; chép số liệu sang tệp mới", "copy the figures into a new file"),
    ),
    "BANGTINH-108": (
        "trang tính quá nhiều dòng hoặc cột",
        "the sheet has too many rows or columns",
        Both("≤ 20.000 dòng, ≤ 702 cột (A–ZZ)", "≤ 20,000 rows, ≤ 702 columns (A–ZZ)"),
        Both("xóa dòng, cột thừa; chép số liệu sang tệp mới", "delete what is not needed, or copy into a new file"),
    ),
    "BANGTINH-109": (
        "tệp nén, không phải một bảng tính",
        "an archive, not one workbook",
        Both("một bảng tính", "one workbook"),
        Both("gửi cả tệp nén ở mục nhiều bảng tính", "send archives where many workbooks are taken at once"),
    ),
    "BANGTINH-110": (
        "không rõ bảng tính này của biểu mẫu nào",
        "nothing tells which form this workbook fills in",
        Both(
            "bảng tính tải từ đây, hoặc một mẫu riêng đã chỉ ô", "a workbook from here, or a layout pointed out before"
        ),
        Both("tải bảng tính của kỳ, hoặc chỉ ô cho mẫu riêng một lần", "download it, or point its cells out once"),
    ),
    "BANGTINH-111": (
        "cấu trúc của bảng tính đã bị thay đổi",
        "the structure of the workbook was changed",
        Both("dấu, kỳ và các dòng như khi tải về", "stamp, periods and rows as downloaded"),
        _AGAIN,
    ),
    "BANGTINH-112": (
        "bảng tính của biểu mẫu khác",
        "the workbook is of another form",
        Both("một biểu mẫu đang dùng", "a form in use"),
        _AGAIN,
    ),
    "BANGTINH-113": (
        "bảng tính của phiên bản khác",
        "the workbook is of another version of the form",
        Both("phiên bản có hiệu lực trong kỳ", "the version in force for the period"),
        _AGAIN,
    ),
    "BANGTINH-114": (
        "bảng tính của cơ quan khác",
        "the workbook is another body's",
        Both("bảng tính của chính cơ quan", "the body's own workbook"),
        Both(
            "gửi bằng tài khoản của cơ quan đó, hoặc dùng bảng tính của mình",
            "use that body's account or your own file",
        ),
    ),
    "BANGTINH-115": (
        "địa bàn không thuộc cơ quan",
        "the place is not in the body's territory",
        Both("địa bàn của cơ quan", "a place of the body's territory"),
        _AGAIN,
    ),
    "BANGTINH-116": (
        "kỳ này chưa bắt đầu mà đã có số",
        "there are figures for a period that has not begun",
        Both("kỳ đã bắt đầu", "a period that has begun"),
        Both("xóa số ở cột này", "clear the figures of this column"),
    ),
    "BANGTINH-117": (
        "kỳ không phải kỳ của biểu mẫu",
        "the period is not one of the form's",
        Both("một kỳ của biểu mẫu", "a period of the form"),
        _AGAIN,
    ),
    "BANGTINH-118": (
        "dòng thiếu, thừa hoặc lặp",
        "a row is missing, foreign or doubled",
        Both("mỗi dòng của biểu mẫu một lần", "each row of the form once"),
        _AGAIN,
    ),
    "BANGTINH-119": (
        "đơn vị tính đã bị đổi",
        "the unit was changed",
        Both("đơn vị của chỉ tiêu", "the indicator's unit"),
        Both("ghi số theo đơn vị của biểu mẫu, trả lại tên đơn vị", "use the form's unit"),
    ),
    "BANGTINH-120": (
        "tệp này đã nhận và đã gửi đi, không có gì mới",
        "this file was received and sent before; there is nothing new in it",
        Both("một tệp mới", "a new file"),
        Both("sửa số trong bảng tính hoặc trên màn hình rồi gửi lại", "change the figures and send again"),
    ),
    "BANGTINH-121": (
        "bảng tính chưa điền ô nào",
        "no cell is filled in",
        Both("ít nhất một ô có số", "at least one figure"),
        Both("điền số vào các ô màu vàng nhạt", "fill in the pale yellow cells"),
    ),
    "BANGTINH-122": (
        "công thức lấy số từ tệp khác",
        "the formula takes its value from another file",
        Both("con số", "a number"),
        Both("dán giá trị thay cho công thức (Dán đặc biệt, Giá trị)", "paste the value over the formula"),
    ),
    "BANGTINH-123": (
        "công thức chưa có kết quả",
        "the formula has no stored result",
        Both("công thức đã tính", "a computed formula"),
        Both("mở bằng Excel hoặc LibreOffice, lưu lại rồi gửi", "open it, save it and send again"),
    ),
    "BANGTINH-124": (
        "ô báo lỗi thay cho số",
        "the cell shows an error instead of a number",
        Both("con số", "a number"),
        _CELL,
    ),
    "BANGTINH-125": (
        "ngày tháng thay cho số",
        "a date instead of a number",
        Both("con số", "a number"),
        Both("định dạng ô là Số rồi gõ lại", "format the cell as a number and type it again"),
    ),
    "BANGTINH-126": (
        "giá trị đúng hoặc sai thay cho số",
        "a truth value instead of a number",
        Both("con số", "a number"),
        _CELL,
    ),
    "BANGTINH-127": (
        "ô bị gộp nên không rõ số của dòng hay kỳ nào",
        "merged cells: which row or period the number belongs to cannot be told",
        Both("mỗi ô một số", "one number to a cell"),
        Both("bỏ gộp ô, ghi số vào đúng ô", "unmerge and put each number into its cell"),
    ),
    "BANGTINH-128": (
        "con số vượt mọi mức có thể",
        "the number is past any sense",
        Both("tối đa 15 chữ số", "at most 15 digits"),
        _CELL,
    ),
    "BANGTINH-129": ("số âm", "a negative number", Both("0 trở lên", "zero or more"), _CELL),
    "BANGTINH-130": (
        "chữ thay cho số",
        "words instead of a number",
        Both("con số, hoặc “-” khi chưa có", "a number, or “-” where there is none"),
        _CELL,
    ),
    "BANGTINH-140": (
        "mẫu riêng cần một tên chưa dùng",
        "the layout needs a name not yet used",
        Both("tên ngắn", "a short name"),
        Both("đặt tên khác", "choose another name"),
    ),
    "BANGTINH-141": (
        "địa chỉ ô không đọc được",
        "not the address of a cell",
        "Trang!D12",
        Both("ghi tên trang, dấu !, cột và dòng", "write sheet, !, column and row"),
    ),
    "BANGTINH-142": (
        "một ô được chỉ cho hai dòng",
        "one cell is pointed out for two rows",
        Both("mỗi dòng một ô", "one cell to a row"),
        Both("sửa một trong hai", "mend one of the two"),
    ),
    "BANGTINH-143": (
        "chưa chỉ ô nào",
        "no cell is pointed out",
        Both("ít nhất một dòng", "at least one row"),
        Both("bấm một dòng của biểu mẫu rồi bấm ô có số", "choose a row, then the cell with its number"),
    ),
    "BANGTINH-144": (
        "bảng tính không giống bản mẫu đã chỉ ô",
        "the workbook differs from the sample whose cells were pointed out",
        Both("nhãn như bản mẫu", "the label of the sample"),
        Both("dùng đúng tệp mẫu, hoặc chỉ lại các ô", "use the same file, or point the cells out again"),
    ),
    "BANGTINH-145": (
        "không có mẫu riêng này",
        "there is no such layout",
        Both("một mẫu riêng của cơ quan", "a layout of the body"),
        Both("mở lại danh sách", "open the list again"),
    ),
    "BANGTINH-146": (
        "cần cho biết kỳ của bảng tính này",
        "the period of this workbook must be told",
        Both("kỳ báo cáo", "a period"),
        Both("chọn kỳ rồi gửi lại", "choose the period and send again"),
    ),
    "BANGTINH-147": (
        "không rõ bảng tính này của địa bàn nào",
        "it is not clear which place this workbook is about",
        Both("tên một địa bàn của cơ quan", "the name of one place of the body's territory"),
        Both(
            "ghi tên xã, phường đủ dấu ở ô đã chỉ hoặc trong tên tệp, rồi gửi lại",
            "write the full name of the commune or ward in the cell or in the name of the file, and send it again",
        ),
    ),
    "BANGTINH-150": (
        "một bảng tính có từ 1 đến 12 kỳ",
        "a workbook holds one to twelve periods",
        "1–12",
        Both("chọn lại khoảng kỳ", "choose fewer periods"),
    ),
}


def problem(code: str, where: str, read: str = "", expected: str = "") -> Problem:
    """One thing that is wrong, at a file or a cell ('BaoCao!E12'). `expected` where it is more than the usual."""
    vi, en, usual, todo = REASONS[code]
    return Problem(code, where, read[:80], expected or usual, todo, vi[:1].upper() + vi[1:], en[:1].upper() + en[1:])


def refused(code: str, where: str, read: str = "", expected: str = "") -> Refusal:
    """The refusal of a whole workbook with a BANGTINH- code."""
    return Refusal([problem(code, where, read, expected)])
