"""Words that ask for a number of what nobody is given a quota of: tips, persons, cases found or brought, weapons handed
in. What is to be done may stand without the number. Pure: readers of documents ask here too.

Cases that are settled may be asked for (`mediation_done` of the catalogue), so "vụ" alone says nothing: the verb before
it does. A number in words is seen only beside what it counts, for "năm" is five and year, "Ba" part of a place's name.
"""

from __future__ import annotations

import re
from typing import Final

_UNIT: Final = "một|hai|ba|bốn|tư|năm|lăm|sáu|bảy|bẩy|tám|chín|mười|mươi|mốt|linh|lẻ|trăm|chục|nghìn|ngàn"
_LEAST: Final = ("ít nhất", "tối thiểu", "không dưới", "đạt", "đủ", "trên", "hơn")
_ATLEAST: Final = "|".join(f"(?<={word} )" for word in _LEAST)
_WORDED: Final = (
    r"(?<!\w)(?:(?:(?:(?:một|hai|ba|bốn|năm|sáu|bảy|bẩy|tám|chín)\s+)?(?:mươi|trăm|chục|nghìn|ngàn)|mười)"
    rf"(?:\s+(?:{_UNIT})){{0,6}}|hai|ba|bốn|sáu|bảy|bẩy|tám|chín|(?:{_ATLEAST})(?:một|năm))(?!\w)"
)
_COUNT: Final = rf"(?:\d[\d.,]*|{_WORDED})\s*(?:trở lên\s*)?(?:(?:số|lượt)\s+)?"
_SHARE: Final = rf"(?:\d[\d.,]*\s*%?|{_WORDED}(?:\s+phần trăm)?)\s*(?:trở lên\s*)?(?:(?:số|lượt)\s+)?"
_WITHIN: Final = r"(?!\w)[^.;\d]{0,60}?"

_TIP: Final = r"(?:tin báo|tin tố giác|tố giác|nguồn tin|tin có giá trị)(?!\w)"
_PERSON: Final = (
    r"(?:đối tượng|bị can|nạn nhân|phạm nhân|trường hợp vi phạm"
    r"|người\s+(?:nghiện|vi phạm|lầm lỗi|có quá khứ lầm lỗi|sau cai|mãn hạn|chấp hành xong"
    r"|(?:(?:được|giúp đỡ|hỗ trợ|cảm hóa|giáo dục)\s+)*tái hòa nhập))(?!\w)"
)
_CASE: Final = r"(?:vụ|mâu thuẫn|khiếu kiện|tranh chấp)(?!\w)"
_WEAPON: Final = r"(?:khẩu|súng|vũ khí|vật liệu nổ|thuốc nổ|lựu đạn|đạn|pháo)(?!\w)"
_MEASURE: Final = r"(?:(?:kg|ki-lô-gam|viên|quả|loại)\s+)?"
_FOUND: Final = r"(?:phát hiện|bắt giữ|triệt phá|triệt xóa|khởi tố|làm rõ)"
_BROUGHT: Final = r"(?:tiếp nhận|giải quyết)"

_TIPS: Final = re.compile(rf"(?<!\w){_TIP}", re.IGNORECASE)
_NUMBER: Final = re.compile(r"\d+\s*%?(?!\s*(?:/|-CT|/CT))")
_FREE: Final = re.compile(
    "|".join(
        (
            rf"{_WORDED}\s+(?:(?:số|lượt)\s+)?{_TIP}",
            rf"{_SHARE}{_PERSON}",
            rf"{_SHARE}{_MEASURE}{_WEAPON}",
            rf"(?<!\w)(?:giao nộp|thu hồi){_WITHIN}{_WEAPON}[^.;\d]{{0,20}}(?:tăng|{'|'.join(_LEAST)})\s+{_SHARE}",
            rf"(?<!\w){_FOUND}{_WITHIN}{_SHARE}{_CASE}",
            rf"(?<!\w){_BROUGHT}{_WITHIN}{_COUNT}{_CASE}",
            rf"{_SHARE}vụ(?!\w)[^.;\d]{{0,20}}{_FOUND}(?!\w)",
            rf"(?<!\w)(?:vụ(?:\s+việc)?\s+{_FOUND}|vụ(?:\s+việc)?\s+tiếp nhận)[^.;\d]{{0,20}}tăng\s+{_SHARE}",
        )
    ),
    re.IGNORECASE,
)
_SUBJECT: Final = rf"(?:{_TIP}|{_PERSON}|{_MEASURE}{_WEAPON}|{_CASE})"
_ASKED: Final = re.compile(
    r"(?:(?:phấn đấu|đạt|tăng|ít nhất|tối thiểu|không dưới|trên|hơn|khoảng|từ)\s+)*"
    r"(?:(?<!ngày )(?<!tháng )(?<!quý )(?<!năm )(?<![\d/])\d[\d.,]*(?![\d/])\s*%?\s*"
    r"(?:trở lên\s*|(?:số|lượt)\s+(?=\w))?"
    rf"|{_WORDED}\s+(?:trở lên\s+)?(?:(?:số|lượt)\s+)?(?={_SUBJECT}))",
    re.IGNORECASE,
)
_COUNTED: Final = rf"(?!\s*(?:tin|nguồn|lượt|người|trường hợp|số|{_SUBJECT}))"
_DATES: Final = re.compile(
    rf"(?<!\d)\d{{1,2}}\s*/\s*\d{{1,2}}(?:\s*/\s*\d{{4}})?(?!\d){_COUNTED}"
    rf"|(?<!\d)(?:19|20)\d\d\s*[-–]\s*(?:19|20)\d\d(?!\d){_COUNTED}"
    rf"|(?:ngày|tháng|quý|năm)\s+\d+(?:\s*/\s*\d+)*(?!\d){_COUNTED}",
    re.IGNORECASE,
)
_SPACES: Final = re.compile(r"\s{2,}")


def is_quota(text: str) -> bool:
    """Whether the words ask for a number of tips, of persons, of cases found or brought, or of weapons handed in."""
    undated = _DATES.sub(" ", text)
    return bool(_FREE.search(undated) or (_TIPS.search(undated) and _NUMBER.search(undated)))


def without_quota(text: str) -> str:
    """What is to be done, without the number that was asked for; "" where nothing sensible is left."""
    if not is_quota(text):
        return text
    left = _SPACES.sub(" ", _ASKED.sub("", text)).strip(" ,;:.")
    return "" if is_quota(left) or len(left.split()) < 3 else left[:1].upper() + left[1:]
