"""Numbers as Vietnamese reports write them.

Dots group thousands and a comma is the decimal sign; where that reading is absurd ("1,616 mô hình") the
sensible one is taken and noted. Words ("hai mươi"), magnitudes ("35 nghìn", "1 tỷ 250 triệu"), orders
("hàng trăm"), ratios a/b, ranges and percentages are one number each, with the span that the guideline
gives it: approximators and units stay outside, the percent sign belongs to it.
"""

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from chungtay.gathering.intake.readers.tokens import MARK, NUMBER, WORD, Token

PLAIN, PERCENT, RATIO, RANGE, ORDER, WORDS = "plain", "percent", "ratio", "range", "order", "words"

MAGNITUDES = {
    "nghìn": 1_000,
    "ngàn": 1_000,
    "vạn": 10_000,
    "triệu": 1_000_000,
    "tỷ": 1_000_000_000,
    "tỉ": 1_000_000_000,
}
_ORDER_WORDS = {"chục": 10, "trăm": 100, **MAGNITUDES}
_UNITS = {
    "không": 0,
    "một": 1,
    "mốt": 1,
    "hai": 2,
    "ba": 3,
    "bốn": 4,
    "tư": 4,
    "năm": 5,
    "lăm": 5,
    "nhăm": 5,
    "sáu": 6,
    "bảy": 7,
    "bẩy": 7,
    "tám": 8,
    "chín": 9,
}
_STARTS = set(_UNITS) - {"không", "mốt", "lăm", "nhăm", "tư"} | {"mười"}
_COUNTED_SINGLY = {"gương", "vụ", "suất", "khẩu", "camera", "bị", "hộ", "lớp"}
_COUNTED_PAIRS = {
    "tập thể",
    "cá nhân",
    "đối tượng",
    "mô hình",
    "phần quà",
    "tổ tự",
    "tổ liên",
    "tổ hòa",
    "tổ bảo",
    "câu lạc",
}
_BEFORE_FIVE = {
    ",",
    "và",
    "cho",
    "thưởng",
    "dương",
    "khen",
    "tặng",
    "bắt",
    "có",
    "được",
    "dựng",
    "lập",
    "mắt",
    "trì",
    "với",
}
_DASHES = {"-", "–", "—"}
_TO = {"đến", "tới"}
_GROUPED = re.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?")
_ENGLISH = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_DECIMAL = re.compile(r"\d+,\d+")
_POINT = re.compile(r"\d+\.\d{1,2}")
_MEASURES = {
    "kg",
    "g",
    "gam",
    "gram",
    "tấn",
    "tạ",
    "ha",
    "km",
    "m",
    "mét",
    "m2",
    "m3",
    "lít",
    "lần",
    "điểm",
    "héc",
    "ki",
    "ml",
}


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number over tokens [first, last); `note` is 'typo_sep' or 'split_number' where the writing had to be mended."""

    first: int
    last: int
    start: int
    end: int
    value: Decimal
    kind: str = PLAIN
    value_to: Decimal | None = None
    of: Decimal | None = None
    note: str = ""
    scale: int = 1

    @property
    def whole(self) -> bool:
        """Whether the number counts in ones."""
        return self.value == self.value.to_integral_value()


def numerals(tokens: list[Token]) -> list[Numeral]:
    """All numbers of one paragraph in order, none overlapping."""
    found: list[Numeral] = []
    index = 0
    while index < len(tokens):
        number = _at(tokens, index)
        if number is None:
            index += 1
            continue
        found.append(number)
        index = number.last
    return found


def _at(tokens: list[Token], index: int) -> Numeral | None:
    token = tokens[index]
    if token.kind == NUMBER:
        first = _digits(tokens, index)
        return _joined(tokens, first) if first else None
    if token.kind != WORD:
        return None
    if token.key == "hàng":
        return _order(tokens, index)
    if token.key in {"vài", "mấy"}:
        order = _order(tokens, index)
        return order if order and order.value >= 10 else None
    return _worded_range(tokens, _words(tokens, index))


def _key(tokens: list[Token], index: int) -> str:
    return tokens[index].key if 0 <= index < len(tokens) else ""


def _make(tokens: list[Token], first: int, last: int, value: Decimal, kind: str = PLAIN, note: str = "") -> Numeral:
    return Numeral(first, last, tokens[first].start, tokens[last - 1].end, value, kind, note=note)


def _order(tokens: list[Token], index: int) -> Numeral | None:
    value, last = 1, index + 1
    while _key(tokens, last) in _ORDER_WORDS and last - index <= 3:
        value *= _ORDER_WORDS[_key(tokens, last)]
        last += 1
    return _make(tokens, index, last, Decimal(value), ORDER) if last > index + 1 else None


def plain_value(surface: str, following: str = "") -> tuple[Decimal, str] | None:
    """(value, note) of digits with separators; `following`, the key of the next word, settles '1,616' and '1.5'.

    None where the writing is no number (two dots as in '10.5.2023' or '1.2.3').
    """
    if surface.isdigit():
        return Decimal(surface), ""
    if _GROUPED.fullmatch(surface):
        return Decimal(surface.replace(".", "").replace(",", ".")), ""
    measured = following in MAGNITUDES or following in _MEASURES or following in {"%", "phần"}
    if _ENGLISH.fullmatch(surface):
        lone = surface.count(",") == 1 and "." not in surface
        if lone and (measured or surface.startswith("0")):
            return Decimal(surface.replace(",", ".")), ""
        return Decimal(surface.replace(",", "")), "typo_sep"
    if _DECIMAL.fullmatch(surface):
        return Decimal(surface.replace(",", ".")), ""
    if _POINT.fullmatch(surface):
        return Decimal(surface), "" if measured else "typo_sep"
    mixed = surface.rpartition(",")
    if mixed[0] and _GROUPED.fullmatch(mixed[0]) and mixed[2].isdigit():
        return Decimal(mixed[0].replace(".", "") + "." + mixed[2]), ""
    return None


def _digits(tokens: list[Token], index: int) -> Numeral | None:
    read = plain_value(tokens[index].text, _key(tokens, index + 1))
    if read is None:
        return None
    value, note = read
    number = _make(tokens, index, index + 1, value, PLAIN, note)
    number = _mended(tokens, number) or number
    return _percent(tokens, _magnified(tokens, number))


def _mended(tokens: list[Token], number: Numeral) -> Numeral | None:
    """'40, 900' and '15 000': one number that a space broke. Only before a word, and never after another number."""
    index = number.first
    head = tokens[index].text
    comma = _key(tokens, index + 1) == "," and tokens[index + 1].glued
    tail_at = index + 2 if comma else index + 1
    if not (head.isdigit() and 0 < len(head) <= 3 and head[0] != "0" and tail_at + 1 < len(tokens)):
        return None
    tail, after = tokens[tail_at], tokens[tail_at + 1]
    fits = tail.kind == NUMBER and len(tail.text) == 3 and tail.text.isdigit() and not tail.glued
    if not fits or tail.start - tokens[tail_at - 1].end != 1 or after.kind != WORD or after.glued:
        return None
    # Two numbers of one list ("40, 900 lượt") cannot be told apart from a broken one unless the tail looks like
    # a group of thousands, so a lone comma needs a round tail and a lone space a word that starts the number.
    before = _key(tokens, index - 1)
    if comma and not (tail.text.endswith("00") and before in {"hơn", "trên", "gần", "được", "cho"}):
        return None
    if not comma and before not in {"hơn", "trên", "gần", "khoảng", "được", "có", "cho", "với"}:
        return None
    return _make(tokens, index, tail_at + 1, Decimal(head + tail.text), PLAIN, "split_number")


def _magnified(tokens: list[Token], number: Numeral) -> Numeral:
    value, last = number.value, number.last
    scale = 1
    while _key(tokens, last) in MAGNITUDES and scale < 10**12:
        scale *= MAGNITUDES[_key(tokens, last)]
        last += 1
    if scale == 1:
        return number
    value *= scale
    number = replace(number, scale=scale)
    if _key(tokens, last) == "rưỡi":
        return _stretched(tokens, number, last + 1, value + Decimal(scale) / 2)
    # '1 tỷ 250 triệu': a smaller magnitude straight after goes on with the same number.
    if last + 1 < len(tokens) and tokens[last].kind == NUMBER and MAGNITUDES.get(_key(tokens, last + 1), scale) < scale:
        rest = _digits(tokens, last)
        if rest is not None and rest.value < scale:
            return _stretched(tokens, number, rest.last, value + rest.value)
    return _stretched(tokens, number, last, value)


def _stretched(tokens: list[Token], number: Numeral, last: int, value: Decimal) -> Numeral:
    return replace(number, last=last, end=tokens[last - 1].end, value=value)


def _percent(tokens: list[Token], number: Numeral) -> Numeral:
    if _key(tokens, number.last) in {"%", "％"}:
        return _make(tokens, number.first, number.last + 1, number.value, PERCENT, number.note)
    if _key(tokens, number.last) == "phần" and _key(tokens, number.last + 1) == "trăm":
        return _make(tokens, number.first, number.last + 2, number.value, PERCENT, number.note)
    return number


def _joined(tokens: list[Token], number: Numeral) -> Numeral:
    """The number with what follows it: a denominator or the upper end of a range."""
    mark = _key(tokens, number.last)
    after = number.last + 1
    if after >= len(tokens) or tokens[after].kind != NUMBER or number.kind not in {PLAIN, PERCENT}:
        return number
    other = _digits(tokens, after)
    if other is None:
        return number
    if mark == "/" and number.kind == PLAIN and _ratio_ends(tokens, other):
        return replace(_span(number, other), kind=RATIO, of=other.value)
    if (mark in _DASHES or mark in _TO) and _range_fits(tokens, number, other, mark):
        return _range(number, other)
    return number


def _span(number: Numeral, other: Numeral) -> Numeral:
    return replace(number, last=other.last, end=other.end)


def _ratio_ends(tokens: list[Token], other: Numeral) -> bool:
    after = other.last
    if after >= len(tokens) or not tokens[after].glued:
        return True
    return tokens[after].kind == MARK and tokens[after].text not in {"/", "-", "–"}


def _range_fits(tokens: list[Token], number: Numeral, other: Numeral, mark: str) -> bool:
    if other.last < len(tokens) and tokens[other.last].glued and tokens[other.last].text in {"/", "-"}:
        return False
    if other.value <= number.value:
        return False
    if number.kind == PERCENT and other.kind != PERCENT:
        return False
    return mark in _DASHES or _key(tokens, number.first - 1) == "từ"


def _range(number: Numeral, other: Numeral) -> Numeral:
    low = number.value
    # '3 - 5 triệu đồng' means three million: the lower end takes the magnitude when it has none of its own.
    if other.scale > 1 and number.scale == 1 and low < other.value / other.scale:
        low *= other.scale
    kind = PERCENT if other.kind == PERCENT else RANGE
    return replace(_span(number, other), value=low, value_to=other.value, kind=kind)


def _words(tokens: list[Token], index: int) -> Numeral | None:
    """The longest well-formed number in words that starts here; a lone digit word counts too and is judged later."""
    if _key(tokens, index) not in _STARTS:
        return None
    total, last = _group(tokens, index)
    if last == index or (last == index + 1 and _key(tokens, index) == "năm" and not _five(tokens, index)):
        return None
    value = Decimal(total)
    whole, grand = last, Decimal(0)
    while _key(tokens, whole) in MAGNITUDES:
        grand += value * MAGNITUDES[_key(tokens, whole)]
        whole += 1
        value, after = _after_magnitude(tokens, whole)
        whole = after
    return _make(tokens, index, whole, grand + value, WORDS)


def _five(tokens: list[Token], index: int) -> bool:
    """A lone 'năm' is the year, but for a noun behind that is counted and a word before that no year follows."""
    after = _key(tokens, index + 1)
    pair = f"{after} {_key(tokens, index + 2)}"
    return (after in _COUNTED_SINGLY or pair in _COUNTED_PAIRS) and _key(tokens, index - 1) in _BEFORE_FIVE


def _after_magnitude(tokens: list[Token], index: int) -> tuple[Decimal, int]:
    """What follows a magnitude inside one number: hundreds in full ('hai nghìn ba trăm'), else nothing."""
    value, last = _group(tokens, index)
    return (Decimal(value), last) if last > index + 1 else (Decimal(0), index)


def _group(tokens: list[Token], index: int) -> tuple[int, int]:
    """(value, index after) of a group below one thousand."""
    value, last = 0, index
    if _key(tokens, last) in _UNITS and _key(tokens, last + 1) == "trăm":
        value, last = _UNITS[_key(tokens, last)] * 100, last + 2
        if _key(tokens, last) in {"linh", "lẻ"}:
            return value + _UNITS.get(_key(tokens, last + 1), 0), last + 2
    tens, after = _tens(tokens, last)
    return value + tens, after


def _tens(tokens: list[Token], index: int) -> tuple[int, int]:
    key, after = _key(tokens, index), _key(tokens, index + 1)
    if key == "mười":
        return (
            (10 + _UNITS[after], index + 2)
            if after in _UNITS and not _is_year_word(tokens, index + 1)
            else (10, index + 1)
        )
    if key in _UNITS and after in {"mươi", "chục"}:
        ones = _key(tokens, index + 2)
        if after == "mươi" and ones in _UNITS and not _is_year_word(tokens, index + 2):
            return _UNITS[key] * 10 + _UNITS[ones], index + 3
        return _UNITS[key] * 10, index + 2
    if key in _UNITS:
        return _UNITS[key], index + 1
    return 0, index


def _is_year_word(tokens: list[Token], index: int) -> bool:
    """'Hai mươi năm' is twenty years, 'hai mươi lăm' twenty-five: 'năm' after a ten is always the year."""
    return _key(tokens, index) == "năm"


def _worded_range(tokens: list[Token], number: Numeral | None) -> Numeral | None:
    if number is None or _key(tokens, number.last) not in _TO or _key(tokens, number.first - 1) != "từ":
        return number
    other = _words(tokens, number.last + 1)
    if other is None or other.value <= number.value:
        return number
    return replace(_span(number, other), value_to=other.value)
