"""What no view shows: personal names, sentences that tell a single case, and numbers that lead to a person.

Statistics survive: "12 nạn nhân được giải cứu" counts, "nạn nhân sinh năm 2010" tells a case. Masked text has the
length of the original, so that offsets of figures and sentences hold in both.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from chungtay.kernel.errors import Both, Problem, Refusal
from chungtay.reference.sources.gate import MARK, gate_problems, identifier_spans
from chungtay.reference.sources.names import Name, find_names
from chungtay.reference.sources.namewords import any_of


@dataclass(frozen=True, order=True)
class Span:
    """text[start:end] is not shown, because it is of this kind."""

    start: int
    end: int
    kind: Literal["name", "case", "identifier"]


# A full stop after a single capital is an initial ("em H. 15 tuổi"), not the end of a sentence.
_SENTENCE = re.compile(r"[^\n]+?(?:(?:[!?…;]|(?<![\s.][A-ZĐ])\.)(?=\s|$)|$|(?=\n))", re.MULTILINE)
# A subject that is neither counted nor plural: one person. "Trẻ em" is no one in particular.
_ONE_PERSON = re.compile(
    "(?<!trẻ )(?P<who>"
    + any_of(
        """đối tượng, bị can, bị cáo, bị hại, nghi phạm, nghi can, nạn nhân, thủ phạm, hung thủ, cháu, cháu bé,
        bé trai, bé gái, em, anh, chị, ông, bà, vợ chồng"""
    )
    + ")",
    re.IGNORECASE,
)
_COUNT_BEFORE = re.compile(
    r"(?:\d[\d.,]*|hàng\s+\w+|"
    + any_of(
        """một, hai, ba, bốn, năm, sáu, bảy, tám, chín, mười, trăm, nghìn, chục, triệu, các, những, số, nhiều, lượt,
        loại, tổng"""
    )
    + r")\s+(?:\w+\s+)?$",
    re.IGNORECASE,
)
_BORN = re.compile(
    r"(?<!\w)(?:sinh\s+(?:năm|ngày)|s\.?n\.?)\s*:?\s*(?:\d{1,2}[/-]\d{1,2}[/-])?(?:19|20)\d\d(?!\d)", re.IGNORECASE
)
_AGED = re.compile(
    r"(?<!dưới )(?<!trên )(?<!từ )(?<!đến )(?<!đủ )(?<!độ )(?<!- )(?<!– )(?<![\d-])"
    r"\b\d{1,2} tuổi(?! trở| -| –|\s+đến|\s+đời)",
    re.IGNORECASE,
)
_LIVES = re.compile(
    any_of("trú, trú tại, trú ở, trú quán, ngụ, ngụ tại, ngụ ở, thường trú, hktt, nhà ở số, quê quán, quê ở"),
    re.IGNORECASE,
)
_DEEDS = re.compile(
    any_of(
        """bị bắt, bị khởi tố, bị tạm giữ, bị tạm giam, bị truy nã, bị hành hung, bị đánh, bị đâm, bị sát hại,
        bị xâm hại, bị lừa, bị cướp, bị trộm, bị giết, bắt giữ, bắt quả tang, bắt khẩn cấp, tử vong, tự tử, đầu thú,
        trộm cắp, cướp giật, lừa đảo, tàng trữ, hành hung, nghiện, sử dụng ma túy, sử dụng ma tuý,
        sử dụng trái phép, xâm hại, mãn hạn tù, ra tù, chấp hành xong, hoàn lương, lầm lỗi, mâu thuẫn, tranh chấp,
        bạo lực gia đình, ly hôn, cung cấp tin, báo tin, tố giác"""
    ),
    re.IGNORECASE,
)
_SPEAKS = re.compile(
    any_of(
        """cho biết, cho rằng, nhấn mạnh, đề nghị, phát biểu, báo cáo, khẳng định, yêu cầu, chủ trì, ký kết, trao, dự,
        tham dự, chỉ đạo, biểu dương, ghi nhận, đánh giá, thay mặt, kết luận, được tặng, được khen, chúc mừng"""
    ),
    re.IGNORECASE,
)
_MOMENT = re.compile(r"(?<!\w)(?:vào\s+)?(?:khoảng\s+|lúc\s+|hồi\s+)\d{1,2}\s*(?:giờ|h)\s*\d{0,2}", re.IGNORECASE)
_INCIDENT_DAY = re.compile(r"(?<!\w)(?:ngày|đêm|tối|sáng|chiều|trưa)\s+\d{1,2}[/-]\d{1,2}", re.IGNORECASE)


def mask_spans(text: str) -> list[Span]:
    """What is to be hidden in NFC text, in order and without overlap; a case swallows the names within it."""
    names = find_names(text)
    spans = [Span(start, end, "case") for start, end in _case_sentences(text, names)]
    spans += [Span(name.start, name.end, "name") for name in names]
    spans += [Span(start, end, "identifier") for start, end in identifier_spans(text)]
    kept: list[Span] = []
    for span in sorted(spans, key=lambda s: (s.start, -s.end)):
        if not kept or span.start >= kept[-1].end:
            kept.append(span)
    return kept


def masked(text: str) -> str:
    """The text with hidden parts as '█', of the same length; spaces and line ends stay so that it wraps as before."""
    parts, last = [], 0
    for span in mask_spans(text):
        parts += [text[last : span.start], _hidden(text[span.start : span.end])]
        last = span.end
    return "".join([*parts, text[last:]])


def naming_problems(where: str, *texts: str) -> list[Problem]:
    """Why names that people give (of forms, layouts, groups, sheets) may not be kept: NGUON-106 where one may name a
    person or lead to one, NGUON-101 where it bears a mark of secrecy. What was read is repeated masked."""
    return [
        Problem(
            "NGUON-106",
            where,
            masked(text)[:80],
            Both("tên không nêu người nào", "a name that names nobody"),
            Both("đặt tên khác", "choose another name"),
            "Tên này có thể chỉ ra một người nên không được lưu",
            "The name may lead to a person and is not kept",
        )
        for text in texts
        if mask_spans(text)
    ] + [found for found in gate_problems(texts) if found.code == "NGUON-101"]


def check_names_nobody(where: str, *texts: str) -> None:
    """Refusal with the `naming_problems` of names, for rooms below this one that take them."""
    if problems := naming_problems(where, *texts):
        raise Refusal(problems)


def filename_masked(name: str) -> str:
    """The name of a file with names of persons hidden, also those written with underscores or full stops between."""
    spaced = masked("".join(" " if c in "_.-+/\\" else c for c in name))
    return masked("".join(MARK if hidden == MARK else c for c, hidden in zip(name, spaced, strict=True)))


def _hidden(text: str) -> str:
    return "".join(c if c.isspace() else MARK for c in text)


def _case_sentences(text: str, names: list[Name]) -> Iterator[tuple[int, int]]:
    for found in _SENTENCE.finditer(text):
        start, end = found.span()
        start += len(found[0]) - len(found[0].lstrip())
        within = [name for name in names if start <= name.start < end]
        if _tells_a_case(text[start:end], within):
            yield start, end


def _tells_a_case(sentence: str, names: list[Name]) -> bool:
    """One person's story: someone with age, birth year or home, a named suspect, or a named resident and a deed."""
    if any(name.standing == "suspect" for name in names):
        return True
    private = [name for name in names if name.standing in ("civil", "unknown")]
    alone = _one_person(sentence)
    if (names or alone) and (_BORN.search(sentence) or _AGED.search(sentence)):
        return True
    if (private or alone) and _LIVES.search(sentence) and not _SPEAKS.search(sentence):
        return True
    if private and _MOMENT.search(sentence):
        return True
    if private and _DEEDS.search(sentence) and not _SPEAKS.search(sentence):
        return True
    return alone in ("nạn nhân", "bị hại", "hung thủ") and bool(
        _MOMENT.search(sentence) or _INCIDENT_DAY.search(sentence)
    )


def _one_person(sentence: str) -> str:
    """The subject word of a sentence about one person ('nạn nhân'), or '' when persons are counted or in general."""
    for found in _ONE_PERSON.finditer(sentence):
        if not _COUNT_BEFORE.search(sentence[: found.start()]):
            return found["who"].casefold()
    return ""
