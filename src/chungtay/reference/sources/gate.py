"""The gate before an original is kept: what may not come in at all.

A classification mark above unclassified, numbers by which a person is found (identity, telephone, plate,
account). What was read is never repeated: a problem tells the paragraph and how many digits, so that neither
page nor log holds it. Names and single cases do not stop a report; they are masked (see `masking`).
"""

import re
from collections.abc import Iterator, Sequence

from chungtay.kernel.errors import Both, Problem
from chungtay.kernel.text import squeeze

MARK = "█"

_MARKS = r"(?:TUYỆT|TỐI)\s+MẬT"
_LONE_MARK = re.compile(
    r"(?:(?:mức\s+)?độ\s+mật|dấu\s+(?:chỉ\s+)?(?:độ\s+)?mật)?\s*[:.]?\s*(tuyệt\s+mật|tối\s+mật|mật)"
    r"(?:\s*[-–/+,]\s*(?:khẩn|thượng khẩn|hỏa tốc|hoả tốc))?",
    re.IGNORECASE,
)
_STATED_MARK = re.compile(
    r"(?:(?:mức\s+)?độ\s+mật|dấu\s+(?:chỉ\s+)?độ\s+mật)\s*:\s*[\"“(\[]?\s*(tuyệt\s+mật|tối\s+mật|mật)\b", re.IGNORECASE
)
_STAMPED_MARK = re.compile(rf"\b{_MARKS}\b|(?<!\w)MẬT(?!\w)")
# Words around a capital MẬT that make it prose: BẢO MẬT, BÍ MẬT, MẬT MÃ, ĐỘ MẬT, GIẢI MẬT...
_PROSE_BEFORE = re.compile(r"\b(?:BÍ|BẢO|CƠ|THÂN|ĐỘ|GIẢI|HÓA|NỘI|CHI|MỨC)\s+$")
_PROSE_AFTER = re.compile(r"^\s+(?:MÃ|KHẨU|ĐỘ|VỤ|ONG|THIẾT|DANH|TẬP)\b")
_SPACED_LETTERS = re.compile(r"(?<!\w)(?:[^\W\d_]\s){2,}[^\W\d_](?!\w)")

# A long number before one of these counts something.
_NOT_COUNTED = r"(?!\s*(?:đồng|người|lượt|trường\s+hợp|thẻ|hồ\s+sơ|công\s+dân|tài\s+khoản|tin|vụ))"
_IDENTITY_WORDS = (
    r"(?:c\.?c\.?c\.?d\.?|c\.?m\.?n\.?d\.?|c\.?m\.?t\.?(?:n\.?d\.?)?|căn\s+cước(?:\s+công\s+dân)?"
    r"|chứng\s+minh(?:\s+(?:nhân\s+dân|thư))?|(?:số\s+)?định\s+danh(?:\s+cá\s+nhân)?|đdcn)"
)
_IDENTITY = re.compile(
    rf"\b{_IDENTITY_WORDS}[^\d\n]{{0,25}}?"
    rf"(?P<shown>\d(?:[ .]?\d){{8}}(?:(?:[ .]?\d){{3}})?)(?!\d|[ .]\d){_NOT_COUNTED}",
    re.IGNORECASE,
)
# Twelve digits from a zero: no count is written so, every personal number is.
_BARE_IDENTITY = re.compile(r"(?<![\d.,])(?P<shown>0\d{2}[ .]?\d{3}[ .]?\d{3}[ .]?\d{3})(?![\d]|[.,]\d)")
_PASSPORT = re.compile(r"\bhộ\s+chiếu[^\d\n]{0,20}?(?P<shown>[A-Z]\s?\d{7,8})(?!\d)", re.IGNORECASE)
_PHONE = re.compile(
    r"(?<![\d.,/-])(?P<shown>(?:\(?\+?84\)?[ .-]?|\(?0)"
    r"(?:[35789]\d(?:[ .-]?\d){7}|1[2689]\d(?:[ .-]?\d){7}|2\d{1,2}\)?(?:[ .-]?\d){7,8}))(?![\d]|[.,]\d)"
)
_PHONE_WORDS = re.compile(
    r"\b(?:đ(?:iện\s+)?thoại|sđt|đt|dđ|di\s+động|zalo|hotline|tel|phone|fax)\b"
    r"[^\d\n+(]{0,15}(?P<shown>\(?(?:\+|0)\d[\d .()-]{5,14}\d)",
    re.IGNORECASE,
)
_PLATE = re.compile(
    r"(?<![\w/-])(?P<shown>[1-9]\d[ -]?[A-HK-NPSTUVXYZĐ][A-Z0-9]?"
    r"(?:-\s?(?!(?:19|20)\d\d\b)\d{4,5}|[ -]?\d{3}\.\d{2}|\s-\s\d{4,5}))(?![\w/]|[.,]\d)"
)
_PLATE_WORDS = re.compile(
    r"\b(?:biển\s+(?:kiểm\s+soát|số)|bks|bs)\b\s*:?\s*"
    r"(?P<shown>\d{2}[ -]?[A-ZĐ]{1,2}\d?[ .-]*\d{2,3}[.]?\d{2})(?!\d)",
    re.IGNORECASE,
)
_ACCOUNT = re.compile(
    r"\b(?:số\s+tài\s+khoản|stk|tài\s+khoản\s+(?:số|ngân\s+hàng))\b[^\d\n]{0,30}"
    rf"(?P<shown>\d(?:[ -]?\d){{5,18}})(?![\d]|[.,]\d){_NOT_COUNTED}",
    re.IGNORECASE,
)

_KINDS: tuple[tuple[str, str, str, tuple[re.Pattern[str], ...]], ...] = (
    ("NGUON-102", "số giấy tờ tùy thân", "an identity number", (_IDENTITY, _BARE_IDENTITY, _PASSPORT)),
    ("NGUON-105", "số tài khoản", "an account number", (_ACCOUNT,)),
    ("NGUON-103", "số điện thoại", "a telephone number", (_PHONE, _PHONE_WORDS)),
    ("NGUON-104", "biển số xe", "a vehicle plate", (_PLATE, _PLATE_WORDS)),
)


def gate_problems(paragraphs: Sequence[str]) -> list[Problem]:
    """Why this text may not be kept, paragraph by paragraph (counted from 1); empty when it may.

    Codes: NGUON-101 classification mark, 102 identity number, 103 telephone, 104 plate, 105 account.
    """
    problems: list[Problem] = []
    for number, paragraph in enumerate(paragraphs, start=1):
        text = squeeze(paragraph)
        if mark := classification_mark(text):
            problems.append(_mark_problem(number, mark))
        problems += [_number_problem(number, code, vi, en, shown) for code, vi, en, shown in _numbers(text)]
    return problems


def classification_mark(text: str) -> str:
    """The mark of secrecy that a paragraph bears ('MẬT', 'TỐI MẬT', 'TUYỆT MẬT'), or ''.

    A mark stands alone, after "độ mật:", or in capitals; the same word inside prose ("bí mật nhà nước",
    "bảo mật", "BẢO VỆ BÍ MẬT NHÀ NƯỚC") is none.
    """
    joined = _SPACED_LETTERS.sub(lambda found: re.sub(r"\s", "", found[0]), text)
    for candidate in (text, joined, re.sub(r"(?<=TỐI)(?=MẬT)|(?<=TUYỆT)(?=MẬT)", " ", joined)):
        bare = candidate.strip(" \t\"“”'()[]{}<>*•.:–-_")
        for found in (_LONE_MARK.fullmatch(bare), _STATED_MARK.search(candidate)):
            if found:
                return squeeze(found[1]).upper()
        for stamped in _STAMPED_MARK.finditer(candidate):
            before, after = candidate[: stamped.start()], candidate[stamped.end() :]
            if not _PROSE_BEFORE.search(before) and not _PROSE_AFTER.match(after):
                return squeeze(stamped[0])
    return ""


def identifier_spans(text: str) -> list[tuple[int, int]]:
    """Where identity, account, telephone and plate numbers stand, in order, without overlap."""
    found = sorted(m.span("shown") for *_, patterns in _KINDS for p in patterns for m in p.finditer(text))
    kept: list[tuple[int, int]] = []
    for start, end in found:
        if not kept or start >= kept[-1][1]:
            kept.append((start, end))
    return kept


def _numbers(text: str) -> Iterator[tuple[str, str, str, str]]:
    taken: list[tuple[int, int]] = []
    for code, vi, en, patterns in _KINDS:
        for pattern in patterns:
            for found in pattern.finditer(text):
                start, end = found.span("shown")
                if all(end <= first or start >= last for first, last in taken):
                    taken.append((start, end))
                    yield code, vi, en, found["shown"]


def _mark_problem(number: int, mark: str) -> Problem:
    return Problem(
        "NGUON-101",
        Both(f"đoạn {number}", f"paragraph {number}"),
        mark,
        Both("văn bản không mang dấu chỉ độ mật", "a text without a mark of secrecy"),
        Both(
            "không nhập văn bản này vào hệ thống có nối mạng; báo người phụ trách bảo vệ bí mật nhà nước",
            "keep this text out of any networked system and tell the officer in charge of state secrets",
        ),
        "Văn bản mang dấu chỉ độ mật nên không được giữ lại",
        "The text bears a mark of secrecy and was not kept",
    )


def _number_problem(number: int, code: str, vi: str, en: str, shown: str) -> Problem:
    digits = sum(c.isdigit() for c in shown)
    return Problem(
        code,
        Both(f"đoạn {number}", f"paragraph {number}"),
        Both(f"{MARK * digits} ({digits} chữ số)", f"{MARK * digits} ({digits} digits)"),
        Both(f"không có {vi}", "no such number"),
        Both("xóa số này khỏi văn bản rồi nộp lại", "remove it from the text and send it again"),
        f"Có {vi} của một người hoặc một xe",
        f"There is {en} that leads to one person",
    )
