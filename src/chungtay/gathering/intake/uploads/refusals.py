"""Why a folder or an archive, or one of its files, cannot be taken. Codes are stable."""

from chungtay.kernel.errors import Both, Problem, Refusal

REASONS: dict[str, tuple[str, str, str, str]] = {
    "GOI-101": (
        "không phải thư mục hay tệp zip",
        "neither a folder nor a zip archive",
        Both("một thư mục, hoặc một tệp .zip", "a folder, or a .zip archive"),
        Both("kiểm tra đường dẫn; nén lại thành .zip nếu là loại nén khác", "check the path; pack it again as .zip"),
    ),
    "GOI-102": (
        "tệp zip có mật khẩu",
        "the archive is protected by a password",
        Both("tệp zip không mật khẩu", "an archive without a password"),
        Both("nén lại không đặt mật khẩu", "pack it again without a password"),
    ),
    "GOI-103": (
        "tệp zip bị cắt cụt hoặc hỏng",
        "the archive is truncated or damaged",
        Both("tệp đầy đủ", "a whole file"),
        Both("nén lại rồi gửi lại", "pack it again and send it again"),
    ),
    "GOI-104": (
        "tệp zip phình quá lớn khi mở, hoặc có quá nhiều tệp",
        "the archive grows far too large when opened, or holds too many files",
        Both("≤ 20.000 tệp, ≤ 4 GB", "≤ 20,000 files, ≤ 4 GB"),
        Both("chia thành nhiều lần", "bring it in in several parts"),
    ),
    "GOI-105": (
        "tệp này không phải bảng tính, đã bỏ qua",
        "this is no workbook and was passed over",
        ".xlsx, .xlsm, .xls, .ods",
        "",
    ),
    "GOI-106": (
        "tệp nén nằm trong gói, không mở",
        "an archive inside, which is not opened",
        Both("các bảng tính nằm ngay trong gói", "the workbooks themselves"),
        Both("giải nén tệp này rồi đưa các bảng tính vào gói", "unpack it and put its workbooks in its place"),
    ),
    "GOI-107": (
        "trùng nội dung với một tệp khác trong gói",
        "the same content as another file here",
        "",
        "",
    ),
    "GOI-108": (
        "tệp đã đổi hoặc không còn khi đọc tới",
        "the file was changed or gone when its turn came",
        Both("tệp như lúc liệt kê", "the file as it was listed"),
        Both("chạy lại", "run again"),
    ),
    "GOI-109": (
        "không có bảng tính nào",
        "there is no workbook",
        ".xlsx, .xlsm, .xls, .ods",
        Both("kiểm tra thư mục hoặc tệp zip", "check the folder or archive"),
    ),
    "GOI-110": (
        "báo cáo kỳ này đang được điền trên màn hình",
        "the report of this period is being filled in on the screen",
        "",
        Both("gửi hoặc bỏ bản đang điền, rồi chạy lại", "send or discard what is being filled in, then run again"),
    ),
    "GOI-111": (
        "sửa số đã duyệt phải nêu lý do từng số",
        "approved figures are corrected with a reason for each",
        Both("số như đã duyệt", "the figures that were approved"),
        Both("đính chính trên màn hình, ghi lý do ở ghi chú của dòng", "correct them on the screen, saying why"),
    ),
    "GOI-115": (
        "tệp này không phải báo cáo đọc được, đã bỏ qua",
        "this is no report that can be read and was passed over",
        ".docx, .doc, .pdf, .html, .txt, .rtf, .odt",
        "",
    ),
    "GOI-116": (
        "không có báo cáo nào",
        "there is no report",
        ".docx, .doc, .pdf, .html, .txt, .rtf, .odt",
        Both("chọn tệp báo cáo, hoặc một tệp .zip", "choose reports, or a .zip archive"),
    ),
    "GOI-117": (
        "nội dung này đã được đọc từ trước",
        "this content was read before",
        "",
        Both("mở báo cáo đã đọc", "open the report that was read"),
    ),
    "GOI-118": (
        "trang này không có chữ (có thể là ảnh quét), chưa đọc",
        "these pages hold no text (a scan, maybe) and were not read",
        "",
        Both("xem bản gốc, bổ sung số liệu nếu có", "look at the original and add its figures, if any"),
    ),
    "GOI-113": (
        "một lần gửi quá lớn",
        "too much at once",
        "≤ 25 MB",
        Both(
            "chia thành nhiều tệp zip rồi gửi lần lượt, hoặc nhờ người quản trị chạy “chungtay workbooks” trên máy chủ",
            "split it into several zip archives and send one after the other, or let the operator run “chungtay "
            "workbooks” on the server",
        ),
    ),
}


def problem(code: str, where: str, read: str = "") -> Problem:
    """One problem of this list."""
    vi, en, expected, todo = REASONS[code]
    return Problem(code, where, read, expected, todo, vi, en)


def refused(code: str, where: str, read: str = "") -> Refusal:
    """The whole is refused."""
    return Refusal([problem(code, where, read)])
