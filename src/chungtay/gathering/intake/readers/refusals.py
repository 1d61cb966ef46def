"""Why an original cannot be read, in words that a reporter can act on. Codes are stable."""

from chungtay.kernel.errors import Both, Refusal

_REASONS: dict[str, tuple[str, str, str, str]] = {
    "DOC-001": (
        "tệp không phải là văn bản đọc được",
        "this is not a document that can be read",
        ".docx, .doc, .pdf, .html, .txt, .rtf, .odt",
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
        "tệp PDF chỉ có ảnh quét; máy này chưa đọc được chữ trong ảnh",
        "the PDF holds scanned pictures; this machine does not recognise letters in them",
        Both("PDF có chữ hoặc .docx", "PDF with text, or .docx"),
        Both(
            "gửi bản .docx gốc, hoặc nhờ người quản trị cài thêm Tesseract kèm tiếng Việt",
            "send the .docx it was made from, or let the operator install Tesseract with Vietnamese",
        ),
    ),
    "DOC-009": (
        "văn bản không phải tiếng Việt có dấu",
        "the text is not Vietnamese written with its marks",
        Both("tiếng Việt, mã Unicode", "Vietnamese in Unicode"),
        Both("gửi bản tiếng Việt; nếu dùng phông .VnTime, VNI hãy chuyển sang Unicode", "convert old fonts to Unicode"),
    ),
    "DOC-010": (
        "tệp văn bản đời cũ (.doc, .rtf, .odt); máy này chưa có LibreOffice để chuyển",
        "a file of an older kind (.doc, .rtf, .odt); this machine has no LibreOffice to convert it",
        ".docx",
        Both(
            "mở bằng Word, chọn Lưu thành .docx, hoặc nhờ người quản trị cài thêm LibreOffice",
            "save as .docx, or let the operator install LibreOffice",
        ),
    ),
    "DOC-011": (
        "không nhận ra bảng mã chữ của tệp",
        "the letters of the text file are in no known encoding",
        "UTF-8, UTF-16, TCVN3 (ABC), VNI, Windows-1258",
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
