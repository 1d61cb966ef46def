"""Why an original cannot be read, in words that a reporter can act on. Codes are stable."""

from chungtay.kernel.errors import Both, Refusal

_REASONS: dict[str, tuple[str, str, str, str]] = {
    "DOC-001": (
        "tệp không phải là văn bản đọc được",
        "this is not a document that can be read",
        ".docx, .pdf, .html, .txt",
        Both("lưu lại dưới dạng .docx rồi gửi", "save as .docx and send again"),
    ),
    "DOC-002": (
        "tệp rỗng",
        "the file is empty",
        Both("văn bản có nội dung", "a file with text"),
        Both("kiểm tra lại tệp", "check the file"),
    ),
    "DOC-003": (
        "tệp có mật khẩu",
        "the file is protected by a password",
        Both("tệp không đặt mật khẩu", "no password"),
        Both("bỏ mật khẩu rồi gửi lại", "remove the password"),
    ),
    "DOC-004": (
        "tệp bị cắt cụt hoặc hỏng",
        "the file is truncated or damaged",
        Both("tệp đầy đủ", "a whole file"),
        Both("lưu lại và gửi lại", "save and send again"),
    ),
    "DOC-005": (
        "tệp nén phình quá lớn khi mở",
        "the archive grows far too large when opened",
        Both("≤ 200 MB, ≤ 2.000 phần", "≤ 200 MB, ≤ 2,000 parts"),
        Both("mở bằng Word, lưu lại bản mới", "open in Word and save a fresh copy"),
    ),
    "DOC-006": (
        "tệp XML có khai báo thực thể (DOCTYPE)",
        "the XML declares entities (DOCTYPE)",
        Both("XML không có DOCTYPE", "XML without DOCTYPE"),
        Both("mở bằng Word, lưu lại bản mới", "open in Word and save a fresh copy"),
    ),
    "DOC-007": (
        "tệp quá lớn",
        "the file is too large",
        Both("≤ 25 MB, ≤ 1.000.000 ký tự", "≤ 25 MB, ≤ 1,000,000 characters"),
        Both("bỏ ảnh hoặc tách tệp", "remove pictures or split the file"),
    ),
    "DOC-008": (
        "tệp PDF chỉ có ảnh quét, không có chữ",
        "the PDF holds scanned pictures and no text",
        Both("PDF có chữ hoặc .docx", "PDF with text, or .docx"),
        Both("gửi bản .docx gốc", "send the .docx it was made from"),
    ),
    "DOC-009": (
        "văn bản không phải tiếng Việt có dấu",
        "the text is not Vietnamese written with its marks",
        Both("tiếng Việt, mã Unicode", "Vietnamese in Unicode"),
        Both("gửi bản tiếng Việt; nếu dùng phông .VnTime, VNI hãy chuyển sang Unicode", "convert old fonts to Unicode"),
    ),
    "DOC-010": (
        "tệp Word đời cũ (.doc)",
        "an old Word file (.doc)",
        ".docx",
        Both("mở bằng Word, chọn Lưu thành .docx", "save as .docx"),
    ),
    "DOC-011": (
        "tệp chữ không theo mã UTF-8",
        "the text file is not UTF-8",
        "UTF-8",
        Both("lưu lại với mã UTF-8", "save as UTF-8"),
    ),
    "DOC-012": (
        "đọc tệp vượt quá giới hạn thời gian hoặc bộ nhớ",
        "reading the file exceeded the limits of time or memory",
        "≤ 60 s, ≤ 2 GB",
        Both("tách tệp thành nhiều phần", "split the file"),
    ),
}


def refused(code: str, name: str, *, read: str = "") -> Refusal:
    """The refusal with a DOC- code, for a file of this name."""
    vi, en, expected, todo = _REASONS[code]
    return Refusal.of(code, name, read=read, expected=expected, todo=todo, vi=vi, en=en)
