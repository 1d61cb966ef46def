"""Numbers that are no figures, and why: dates, years, durations, document numbers, names, ordinals, structure.

Each rule looks at one number with the words around it and gives a reason or nothing. They run in order;
the reasons are those of the annotation guideline, so that a reading can be compared with it.
"""

import re
from collections.abc import Callable

from chungtay.gathering.intake.readers import notdates, perunit
from chungtay.gathering.intake.readers.lexicon import word_list
from chungtay.gathering.intake.readers.numerals import ORDER, PERCENT, PLAIN, RANGE, RATIO, WORDS
from chungtay.gathering.intake.readers.spots import Spot
from chungtay.gathering.intake.readers.tokens import MARK, NUMBER, WORD

_EVERY = word_list("every")
_DOCUMENTS = word_list("documents")
_DOCUMENT_WORDS = word_list("document_words")
_NOT_NUMBERED = word_list("not_numbered")
_NAMED = word_list("named")
_RANKED = word_list("ranked")
_PARTS = word_list("parts")
_SLOGAN = word_list("slogan")
_PHONE = word_list("phone")
_COUNTERS = word_list("counters")
_MEASURE = word_list("measure")
_PAIR, _FEW, _PAIRED = 2, 3, 6
# Letters of an abbreviated kind of unit ('P.12', 'TT.3').
_SHORT = 2
# Before 'năm' these speak of the year.
_AROUND_YEAR = {
    "trong",
    "đầu",
    "cuối",
    "giữa",
    "qua",
    "nhiều",
    "những",
    "các",
    "sang",
    "vào",
    "từ",
    "đến",
    "của",
    "theo",
}
_GIVEN = {"cho", "thưởng", "dương", "khen", "tặng", "vinh", "dịp", "có", "và", ","}
_COUNTABLE = {"award", "case", "offender", "accident", "model", "group", "weapon", "welfare", "camera", "hotspot"}
_JOINS = {",", "và", "cùng"}
_COORDINATED, _LISTED = 3, 7
_PENALTY = re.compile(
    r"phạt tiền từ|mức phạt|khung hình phạt|bị phạt (?:tiền|tù) từ|phạt tù từ|có thể bị phạt|hình phạt"
)


def reason(spot: Spot) -> str | None:
    """Why the number is no figure, or None when nothing speaks against it."""
    for rule in _RULES:
        found = rule(spot)
        if found is not None:
            return found
    return None


def _document_number(spot: Spot) -> str | None:
    before, number = spot.before(), spot.number
    if number.kind not in {PLAIN, RATIO, RANGE}:
        return None
    if before in {"số", "số:"} or (before == ":" and spot.before(2) == "số"):
        steps = 2 if before == "số" else 3
        if spot.before(steps) in {"chí", "tổ", "thôn", "khu", "phố"}:
            return "ordinal" if spot.before(steps) == "chí" else "unit_name"
        if spot.before(steps) not in _NOT_NUMBERED and not spot.scene.table:
            return None if spot.known and number.value > 200 and spot.before(steps) in {"", ","} else "doc_number"
    pair = f"{spot.before(2)} {before}"
    if pair in _DOCUMENTS or before in _DOCUMENT_WORDS:
        capital = any(spot.scene.tokens[i].capital for i in range(max(0, number.first - 2), number.first))
        return "doc_number" if capital or not spot.known else None
    return None


def _named_unit(spot: Spot) -> str | None:
    scene, number = spot.scene, spot.number
    token = scene.tokens[number.first]
    if number.kind in {ORDER, PERCENT, WORDS}:
        return None
    if token.glued and number.first:
        last = scene.tokens[number.first - 1]
        if last.kind == WORD and last.key not in {"hơn", "gần", "trên", "có", "được"}:
            return "unit_name"
        if last.text in {"-", "_"} and last.glued and number.first > 1 and scene.tokens[number.first - 2].kind == WORD:
            return "unit_name"
        if last.text == "." and last.glued and number.first > 1 and len(scene.key(number.first - 2)) <= _SHORT:
            return "unit_name"
    following = scene.tokens[number.last] if number.last < len(scene.tokens) else None
    if following is not None and following.glued and following.kind == WORD and following.key not in _MEASURE:
        return "time" if following.key in {"h", "g"} else "unit_name"
    if following is not None and following.glued and following.text == "+":
        return "name_part"
    return _after_name(spot)


def _after_name(spot: Spot) -> str | None:
    before = spot.before()
    if (spot.before(3), spot.before(2), before) == ("ban", "chỉ", "đạo") and spot.number.kind == PLAIN:
        return "unit_name"
    if before not in _NAMED or spot.before(2) in _EVERY or spot.number.kind == RATIO or spot.number.value > 2000:
        return None
    if not spot.known:
        return "unit_name" if spot.number.kind == PLAIN else None
    kinds = set(spot.counted.kinds) if spot.counted else set()
    capital = spot.scene.tokens[spot.number.first - 1].capital
    return "unit_name" if capital and not kinds & {"member", "person"} else None


def _ordinal(spot: Spot) -> str | None:
    if spot.number.kind not in {PLAIN, WORDS, RANGE} or spot.number.value > 100:
        return None
    before = spot.before()
    if before == "thứ":
        return "ordinal"
    if before in _RANKED and not spot.known and spot.before(2) not in _EVERY and not spot.number_at(2):
        return "ordinal"
    return None


def _chained(spot: Spot) -> str | None:
    """'Nghị quyết số 22, 23 và 24', 'phường 5, 8': a bare number after one that was a name or a number of something."""
    if spot.previous is None or spot.known or spot.number.kind != PLAIN:
        return None
    last, why = spot.previous
    if why in {"doc_number", "unit_name", "ordinal", "date", "year"} and spot.number.first - last.last == 1:
        return why if spot.before() in {",", "và", "-", "–", "/", "+"} else None
    return None


def _quoted(spot: Spot) -> str | None:
    quote = spot.scene.quote_of(spot.number.first)
    if quote is None or spot.number.kind in {ORDER, PERCENT, RATIO}:
        return None
    length = quote[1] - quote[0] - 1
    if length <= 14 and spot.number.value <= 50:
        return "name_part"
    named = spot.scene.key(quote[0] - 1) in {
        "hình",
        "trào",
        "động",
        "bộ",
        "án",
        "tên",
        "trình",
        "tổ",
        "cuộc",
        "thi",
        "là",
    }
    return "name_part" if named and length <= 25 and spot.number.value <= 1000 else None


def _slogan(spot: Spot) -> str | None:
    number, after = spot.number, spot.after()
    if number.kind not in {PLAIN, WORDS} or number.value > 12:
        return None
    if after == "trong" and (spot.after(1) == "những" or _next_is_number(spot)):
        return "other_negative" if number.value <= 5 else None
    if (
        spot.before() == "trong"
        and number.first >= 2
        and spot.previous
        and spot.previous[1] in {"other_negative", "name_part"}
    ):
        return "other_negative" if spot.previous[0].last == number.first - 1 else None
    if spot.known or spot.after(1) in {"thành", "đạt", "xong"}:
        return None
    if spot.before() in {"hình", "trào", "châm", "hiệu"}:
        return "name_part"
    return "name_part" if after in _SLOGAN and spot.scene.key(number.last) not in {"có"} else None


def _next_is_number(spot: Spot) -> bool:
    at = spot.number.last + 1
    return at < len(spot.scene.tokens) and spot.scene.tokens[at].kind == NUMBER


def _identifier(spot: Spot) -> str | None:
    scene, number = spot.scene, spot.number
    raw = scene.text[number.start : number.end]
    digits = raw.replace(".", "").replace(" ", "")
    if digits.isdigit() and ((digits[0] == "0" and len(digits) >= 6) or (raw.isdigit() and len(raw) >= 9)):
        return "phone_id"
    near = {scene.key(i) for i in range(max(0, number.first - 4), number.first)}
    if near & _PHONE and not spot.known and number.kind == PLAIN:
        return "phone_id"
    if number.kind == PLAIN and 111 <= number.value <= 115 and not spot.known:
        return "phone_id"
    if len(scene.tokens) <= 6 and not scene.table and {t.key for t in scene.tokens} & _COUNTERS:
        return "phone_id"
    bare = all(t.kind in {NUMBER, MARK} for t in scene.tokens[:8]) and len(scene.tokens) <= 8
    return "phone_id" if bare and not scene.table else None


def _structure(spot: Spot) -> str | None:
    scene, number = spot.scene, spot.number
    if number.kind not in {PLAIN, WORDS, RANGE}:
        return None
    if number.first == 0 and spot.after() in {".", ")", "/", "-", ":"} and (number.value < 60):
        return "structure"
    if spot.before() in {"(", "["} and spot.after() in {")", "]"} and not scene.table:
        return "structure"
    if number.first == 0 and not spot.known and re.match(r"\d+\.\d", scene.text[number.start : number.end]):
        return "structure"
    pair = f"{spot.after()} {spot.after(1)}"
    named = spot.counted.last - spot.counted.first if spot.counted is not None and spot.known else 0
    # 'Phần' alone is a part of the text, 'phần quà' is not.
    if (pair in _PARTS and named <= _PAIR) or (spot.after() in _PARTS and named < _PAIR):
        reached = spot.before() in {"đạt", "hơn", "trên"} or number.value > 40
        reached = reached or (pair == "đồng chí" and spot.after(2) in {"trong", "thuộc", "tham"})
        return None if reached else "structure"
    return None


def _numbered_list(spot: Spot) -> str | None:
    """'2 tổ 7 và tổ 8': units that are named by numbers; 'của 2 tổ.': the same ones meant again."""
    number, counted = spot.number, spot.counted
    if number.kind != PLAIN or number.value > _PAIRED or counted is None or not {"group", "site"} & set(counted.kinds):
        return None
    scene = spot.scene
    following = scene.tokens[counted.last] if counted.last < len(scene.tokens) else None
    if following is not None and following.kind == NUMBER and following.text.isdigit():
        return "unit_name" if scene.key(counted.last + 1) in {",", "và"} else None
    again = spot.before() in {"của", "cả"} and scene.key(counted.last) in {".", ",", ";", ")", ""}
    few = number.value <= _FEW and "group" in counted.kinds and spot.before() in {"", ".", ","}
    again = again or (few and scene.key(counted.last) in {"đã", "này", "trên"})
    return "structure" if again else None


def _criteria(spot: Spot) -> str | None:
    """'76 xã đạt 19/19 tiêu chí': how many criteria there are, where those that met them were counted."""
    number = spot.number
    if number.kind != RATIO or number.value != number.of or spot.previous is None:
        return None
    if spot.after() != "tiêu" or spot.before() != "đạt":
        return None
    last, why = spot.previous
    near = 0 <= spot.number.first - last.last <= _LISTED and spot.scene.sentence_of(last.first).last > spot.number.first
    return "other_negative" if why is None and near else None


def _frequency(spot: Spot) -> str | None:
    if spot.after() == "lần":
        if spot.after(1) in {"/", "mỗi", "một", "trong"} or spot.before() in {
            "tháng",
            "quý",
            "năm",
            "tuần",
            "ngày",
            "kỳ",
        }:
            return "other_negative"
    elif spot.after() == "số" and spot.number.value == 1:
        return "other_negative"
    return None


def _one_case(spot: Spot) -> str | None:
    scene = spot.scene
    part = scene.sentence_of(spot.number.first)
    words = scene.words(part.first, part.last)
    if _PENALTY.search(words):
        return "law_threshold"
    return None


def _worded(spot: Spot) -> str | None:
    """Lone number words are mostly no numbers: 'một' an article, 'năm' a year. They need a counted noun."""
    number = spot.number
    if number.kind != WORDS:
        return None
    lone = number.last - number.first == 1
    key = spot.scene.key(number.first)
    if spot.counted is None or not spot.known:
        return "other_negative"
    if not lone:
        return None
    if key in {"một", "năm"}:
        return None if _one_or_five(spot) else "other_negative"
    article = spot.scene.tokens[number.first].capital or spot.after() in {"bên", "ngành", "cơ", "đơn", "lực"}
    kinds = set(spot.counted.kinds)
    return "other_negative" if article and not kinds & {"case", "offender", "model"} else None


def _one_or_five(spot: Spot) -> bool:
    """'Khen thưởng năm tập thể', 'một tập thể và ba cá nhân': counts where praise or a list of counts stands by."""
    scene, counted = spot.scene, spot.counted
    if counted is None or spot.before() in _EVERY | _AROUND_YEAR or spot.number_at(1):
        return False
    kinds = set(counted.kinds)
    if "award" in kinds and spot.before() in _GIVEN:
        return True
    if not kinds & _COUNTABLE:
        return False
    after = next((n for n in scene.numbers if n.first >= counted.last), None)
    if after is not None and after.first - counted.last <= _COORDINATED and _joined(spot, counted.last, after.first):
        return True
    last = spot.previous[0] if spot.previous and spot.previous[1] is None else None
    return last is not None and spot.number.first - last.last <= _LISTED and spot.before() in _JOINS


def _joined(spot: Spot, first: int, last: int) -> bool:
    return any(spot.scene.key(at) in _JOINS for at in range(first, last))


def _nothing_counted(spot: Spot) -> str | None:
    """A version ('4.0') or a lone decimal that counts nothing."""
    raw = spot.scene.text[spot.number.start : spot.number.end]
    return "name_part" if re.fullmatch(r"\d\.0", raw) and not spot.known else None


_RULES: tuple[Callable[[Spot], str | None], ...] = (
    notdates.written_date,
    _identifier,
    notdates.day_of_month,
    notdates.year,
    notdates.duration,
    _document_number,
    _named_unit,
    _chained,
    _quoted,
    _structure,
    _ordinal,
    _slogan,
    perunit.per_unit,
    _numbered_list,
    _criteria,
    _frequency,
    _worded,
    _one_case,
    _nothing_counted,
)
