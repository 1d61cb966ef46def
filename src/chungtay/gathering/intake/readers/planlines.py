"""One sentence of a plan taken apart: who leads, who takes part, by when, and what is to be done."""

from __future__ import annotations

import re
from dataclasses import dataclass

from chungtay.kernel.text import squeeze

LONGEST_TITLE = 240
_SHORTEST = 12
_VERB = (
    r"(?:tổ chức|xây dựng|triển khai|thực hiện|mở|rà soát|tham mưu|tiếp tục|tuyên truyền|kiểm tra|hướng dẫn|vận động"
    r"|đẩy mạnh|duy trì|nhân rộng|báo cáo|lập|ra mắt|củng cố|phát động|ký|tập huấn|đôn đốc|theo dõi|sơ kết|tổng kết"
    r"|đề xuất|hoàn thành|nâng cao|phối hợp|tăng cường|chỉ đạo|biên soạn|phát hành|bố trí|hỗ trợ|thống kê"
    r"|tổng hợp|giám sát|tiến hành|xây|thành lập|kiện toàn|lồng ghép|thông báo|niêm yết|bảo đảm|đăng)"
)
_LABELS = {
    "both": r"(?:(?:cơ quan|đơn vị)\s+)?chủ trì\s*,?\s*(?:và\s+)?phối hợp(?:\s+thực hiện)?",
    "lead": r"(?:(?:cơ quan|đơn vị)\s+)?chủ trì(?:\s+thực hiện)?|(?:cơ quan|đơn vị)\s+thực hiện"
    r"|phân công(?:\s+thực hiện)?",
    "partner": r"(?:(?:cơ quan|đơn vị)\s+)?phối hợp(?:\s+thực hiện)?",
    "due": r"(?:thời gian|thời hạn|tiến độ|hạn)(?:\s+(?:thực hiện|hoàn thành|xong))?|hoàn thành|xong",
    "target": r"chỉ tiêu|kết quả(?:\s+cần đạt)?|sản phẩm",
}
_LABEL = re.compile(
    r"(?<!\w)(?:" + "|".join(f"(?P<{name}>{words})" for name, words in _LABELS.items()) + r")\s*[:：]\s*",
    re.IGNORECASE,
)
_LED = re.compile(
    r"^(?:giao\s+(?:cho\s+)?)?(?P<lead>[^,;:.]{3,120}?)\s+chủ trì\s*,?\s*"
    rf"(?:phối hợp\s+(?:với|cùng)\s+(?P<partner>.{{3,200}}?)\s*,?\s+(?=(?:để\s+)?{_VERB}\s))?(?P<rest>.+)$",
    re.IGNORECASE | re.DOTALL,
)
_COLON_LED = re.compile(
    r"^(?P<lead>(?:Công an|Ủy ban|UBND|UB|MTTQ|Mặt trận|Ban|Hội|Đoàn|Liên đoàn|Sở|Phòng|Cục)[^:;.]{2,90})"
    r":\s*(?P<rest>.+)$",
    re.DOTALL,
)
_SUBJECT = re.compile(
    r"^(?P<lead>(?:Công an|Ủy ban|UBND|UBMTTQ|MTTQ|Mặt trận|Ban Thường trực|Hội|Đoàn Thanh niên|Liên đoàn|Các tổ chức)"
    rf"[^;:.()]{{0,80}}?)\s+(?={_VERB}\s)"
)
_ALL_YEAR = re.compile(
    r"(?<!\w)(?:thường xuyên|liên tục|(?:hằng|hàng) (?:tuần|tháng|quý|năm)|cả năm)(?!\w)", re.IGNORECASE
)
_GIVEN_TO = re.compile(rf"^(?:giao|đề nghị|yêu cầu)\s+(?:cho\s+)?(?P<lead>.{{3,100}}?)\s+(?={_VERB}\s)", re.IGNORECASE)
_WITH = re.compile(
    rf"(?<!\w)phối hợp\s+(?:chặt chẽ\s+)?(?:với|cùng)\s+(?P<partner>[^;:.()]{{3,200}}?)(?=\s*,?\s+{_VERB}\s|[;:.()]|$)",
    re.IGNORECASE,
)
_BY_WHEN = re.compile(
    r"(?:,\s*)?(?:\(?\s*)(?:(?:xong|hoàn thành|báo cáo|kết thúc|trình)\s+)?(?:chậm nhất\s+)?"
    r"(?:trước|trong|vào|đến hết|đến|hết|từ|xong)\s+"
    r"(?:(?:ngày|tháng|quý|năm)\s+[\dIViv]|(?:6|sáu)\s+tháng\s|\d{1,2}\s*[/.]\s*\d)[^;:()]{0,40}\)?(?=[;:.,)]|$)",
    re.IGNORECASE,
)
_ASKS = re.compile(rf"(?:giao|đề nghị|yêu cầu)\s|{_VERB}\s", re.IGNORECASE)
_BULLET = re.compile(r"^\s*(?:[-–—+*•·]|\(?\d{1,2}(?:\.\d{1,2}){0,3}[.)]|\(?[a-zđ][.)])\s*", re.IGNORECASE)


@dataclass(frozen=True)
class Parts:
    """A sentence in its parts; "" where it says nothing of one. `whole`: the sentence."""

    todo: str
    lead: str = ""
    partner: str = ""
    due: str = ""
    target: str = ""
    whole: str = ""


def unbulleted(text: str) -> str:
    """A line without the sign or number that it begins with."""
    return squeeze(_BULLET.sub("", text, count=1))


def is_asking(text: str) -> bool:
    """Whether a line without a sign asks for something all the same: it begins with a verb or with who is to act. Word
    keeps the numbers of its own lists out of the text."""
    return _ASKS.match(squeeze(text)) is not None


def is_bulleted(text: str) -> bool:
    """Whether the line begins as an item of a list does."""
    return _BULLET.match(text) is not None


def labels_of(text: str) -> Parts | None:
    """The parts of a line that begins with a label ('Chủ trì: Công an xã; Thời gian: quý II'); None for any other."""
    line = unbulleted(text).lstrip("( ")
    return parts_of(line) if _LABEL.match(line) else None


def parts_of(text: str) -> Parts:
    """A sentence taken apart: first by its labels, then by how it is worded."""
    line = whole = unbulleted(text)
    first = _LABEL.search(line)
    held: dict[str, str] = {}
    if first is not None:
        held, line = _labelled(line[first.start() :]), line[: first.start()].rstrip(" (,;.-–")
    worded = _worded(line)
    lead, partner = held.get("lead") or worded.lead, held.get("partner") or worded.partner
    if not lead and "both" in held:
        lead, _, partner = held["both"].partition(",")
    due = held.get("due") or worded.due
    lead, partner, due, target = (value.strip(" ,;.()") for value in (lead, partner, due, held.get("target", "")))
    return Parts(worded.todo, lead, partner, due, target, whole)


def _labelled(text: str) -> dict[str, str]:
    found = list(_LABEL.finditer(text))
    ends = [one.start() for one in found[1:]] + [len(text)]
    return {
        str(one.lastgroup): squeeze(text[one.end() : end]).strip(" ,;.()-–")
        for one, end in zip(found, ends, strict=True)
    }


def _worded(line: str) -> Parts:
    by = _BY_WHEN.search(line) or _ALL_YEAR.search(line)
    due = by.group().strip(" ,()") if by else ""
    lead = partner = ""
    if by is not None and not _ALL_YEAR.fullmatch(due):
        # The day has a field of its own; a sentence that is nothing else keeps it.
        line = squeeze(f"{line[: by.start()]}{line[by.end() :]}") if by.start() > _SHORTEST else line
    todo = line
    if found := _LED.match(line):
        lead, partner, todo = found["lead"], found["partner"] or "", found["rest"]
    elif (found := _GIVEN_TO.match(line)) and "chủ trì" not in line[: found.end()]:
        lead, todo = found["lead"], line[found.end() :]
    elif found := _COLON_LED.match(line):
        lead, inner = found["lead"], _worded(found["rest"])
        return Parts(inner.todo, inner.lead if _is_body(inner.lead) else lead, inner.partner, due)
    elif found := _SUBJECT.match(line):
        lead, todo = found["lead"], line[found.end() :]
    if not partner and (found := _WITH.search(todo)):
        partner = found["partner"]
    return Parts(titled(todo), squeeze(lead), squeeze(partner), due)


def _is_body(words: str) -> bool:
    return bool(re.match(r"(?:công an|ủy ban|ubnd|mttq|mặt trận|ban|hội|đoàn|sở|phòng)", words, re.IGNORECASE))


def titled(text: str) -> str:
    """What is to be done as a title: one line that begins large, cut at the end of a clause where it is too long."""
    line = squeeze(text).strip(" ,;.:-–(")
    if len(line) > LONGEST_TITLE:
        cut = max(line.rfind(sign, 60, LONGEST_TITLE - 1) for sign in (";", ",", ".", " "))
        clause = max(line.rfind(sign, 60, LONGEST_TITLE - 1) for sign in (";", ",", "."))
        line = line[: clause if clause > 0 else cut].rstrip(" ,;.") + "…"
    return line[:1].upper() + line[1:]


def bodies_split(words: str) -> tuple[str, ...]:
    """Several bodies named in one go ('Công an tỉnh, Hội Phụ nữ và Đoàn Thanh niên'), each by itself."""
    pieces = re.split(r"\s*[,;\n]\s*|\s+(?:và|cùng)\s+", words)
    return tuple(piece for one in pieces if len(piece := squeeze(one).strip(" .-–")) > 2)
