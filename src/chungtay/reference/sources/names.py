"""Personal names in Vietnamese official prose.

A run of capitalised syllables is a name when a title stands before it ("đồng chí", "ông", "Thượng tá", an
office) or when it begins with a family name; it is none when it is a place of the official lists, stands
after a word that makes it the name of a street, school or company, or begins an organisation. Where it stops
holding: names of one syllable without a title, names whose family name is not in the lists and that stand
without a title, and streets named after people in a list without the word "đường".
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from chungtay.kernel.text import tone_key
from chungtay.reference.places.names import name_tone_key
from chungtay.reference.places.units import unit_versions
from chungtay.reference.sources import namewords as words

Standing = Literal["official", "civil", "suspect", "unknown"]

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_SPACE = re.compile(r"[ \u00a0\t]+")
_INITIAL_GAP = re.compile(r"\.[ \u00a0]?")
_LIST_GAP = re.compile(r"\s*(?:,|;|và|-|–)\s*")

_RANKS = """đại tướng, thượng tướng, trung tướng, thiếu tướng, chuẩn tướng, đại tá, thượng tá, trung tá, thiếu tá,
    đại úy, thượng úy, trung úy, thiếu úy, đại uý, thượng uý, trung uý, thiếu uý, chuẩn úy, thượng sĩ, trung sĩ, hạ sĩ,
    chiến sĩ"""
_OFFICES = """giám đốc, chủ tịch, bí thư, bộ trưởng, thứ trưởng, thủ tướng, cục trưởng, vụ trưởng, trưởng phòng,
    trưởng ban, trưởng công an, trưởng đoàn, trưởng khoa, tổ trưởng, tổ phó, đội trưởng, đội phó, hiệu trưởng, hiệu phó,
    viện trưởng, chỉ huy trưởng, trưởng thôn, trưởng ấp, trưởng bản, trưởng xóm, trưởng buôn, trưởng làng,
    trưởng khu phố, trưởng khu, già làng, chánh văn phòng, chánh thanh tra, ủy viên, uỷ viên, linh mục, mục sư,
    hòa thượng, hoà thượng, thượng tọa, thượng toạ, đại đức, luật sư, bác sĩ, tiến sĩ, thạc sĩ, giáo sư, thẩm phán,
    nhà báo, phóng viên, hòa giải viên, hoà giải viên, cán bộ"""
_COMRADES = "đồng chí, các đồng chí, đ/c"
_LABELS = """ảnh, tác giả, họ tên, họ và tên, thực hiện, người ký, người viết, người lập, người lập biểu,
    người liên hệ, người báo tin, người nhận"""
_CIVIL = "ông, bà, anh, chị, cháu, cháu bé, bé trai, bé gái, vợ chồng"
_DIM_CIVIL = "em, cô, chú, bác, cụ, thầy"
_SUSPECTS = """đối tượng, bị can, bị cáo, bị hại, nghi phạm, nghi can, nạn nhân, thủ phạm, hung thủ, kẻ gian"""


def _before(phrases: str, tail: str = r"\s*:?\s*") -> re.Pattern[str]:
    return re.compile(rf"{words.any_of(phrases)}{tail}$", re.IGNORECASE)


_TITLES: tuple[tuple[re.Pattern[str], Standing, int], ...] = (
    (_before(_SUSPECTS), "suspect", 1),
    (_before(_RANKS), "official", 1),
    (_before(_COMRADES), "official", 1),
    (_before(_LABELS, r"\s*:\s*"), "official", 1),
    (_before(_OFFICES), "official", 2),
    (_before(_CIVIL), "civil", 1),
    (_before(_DIM_CIVIL), "civil", 2),
)
_TITLE_INSIDE: dict[str, Standing] = dict.fromkeys(
    ("ông", "bà", "anh", "chị", "cháu", "em", "cô", "chú", "bác", "cụ", "thầy"), "civil"
)
_SEVERAL = re.compile(r"(?<!\w)các\s+(?:đồng\s+chí|ông|bà|anh|chị|đối\s+tượng|bị\s+can)(?!\w)", re.IGNORECASE)


@dataclass(frozen=True)
class Name:
    """A personal name at text[start:end], and what the words before it make of the person."""

    start: int
    end: int
    standing: Standing


@dataclass(frozen=True)
class _Token:
    start: int
    end: int
    word: str

    @property
    def key(self) -> str:
        return self.word.casefold()

    @property
    def is_capital(self) -> bool:
        return self.word[0].isupper() and (len(self.word) == 1 or not self.word.isupper() or "'" in self.word)


@lru_cache(maxsize=1)
def _places() -> tuple[frozenset[str], frozenset[str]]:
    """Tone keys of (provinces and districts, all units) that ever were."""
    large, every = set(), set()
    for versions in unit_versions().values():
        for version in versions:
            key = name_tone_key(version.name)
            every.add(key)
            if version.level in ("province", "district", "country"):
                large.add(key)
    return frozenset(large), frozenset(every)


@lru_cache(maxsize=1)
def _never() -> frozenset[str]:
    return frozenset(tone_key(text) for text in words.NEVER)


def find_names(text: str) -> list[Name]:
    """All personal names in NFC text, in order."""
    tokens = [_Token(m.start(), m.end(), m[0]) for m in _WORD.finditer(text)]
    found = [*_names_in_runs(text, tokens), *_names_in_capitals(text, tokens), *_names_alone_on_a_line(text)]
    kept: list[Name] = []
    for name in sorted(found, key=lambda n: (n.start, -n.end)):
        if not kept or name.start >= kept[-1].end:
            kept.append(name)
    return kept


def _runs(text: str, tokens: list[_Token]) -> Iterator[tuple[int, int]]:
    """Index ranges of neighbouring capitalised tokens; abbreviations in capitals (MTTQ) end a run."""
    first: int | None = None
    for i, token in enumerate(tokens):
        good = token.is_capital and not text[token.end : token.end + 1].isdigit()
        if first is not None and (not good or not _joined(text, tokens[i - 1], token)):
            yield first, i
            first = None
        if good and first is None:
            first = i
    if first is not None:
        yield first, len(tokens)


def _joined(text: str, left: _Token, right: _Token) -> bool:
    gap = text[left.end : right.start]
    return bool(_SPACE.fullmatch(gap)) or (len(left.word) == 1 and bool(_INITIAL_GAP.fullmatch(gap)))


def _names_in_runs(text: str, tokens: list[_Token]) -> Iterator[Name]:
    thing_until = -1
    for first, last in _runs(text, tokens):
        run = tokens[first:last]
        following = tokens[last] if last < len(tokens) and _joined(text, tokens[last - 1], tokens[last]) else None
        context = text[max(0, text.rfind("\n", 0, run[0].start) + 1, run[0].start - 60) : run[0].start]
        carried = thing_until >= 0 and bool(_LIST_GAP.fullmatch(text[thing_until : run[0].start]))
        if _is_thing(context, run, carried=carried):
            thing_until = run[-1].end
            continue
        name = _name_in_run(text, _without_office(run, following), following, context)
        if name:
            yield name


def _last_words(context: str, count: int) -> str:
    return " ".join(context.casefold().replace("\u00a0", " ").split()[-count:]).lstrip("“\"'(")


def _ends_with(context: str, known: frozenset[str]) -> str:
    """The word or phrase of `known` that the context ends with, unless it is the tail of a compound."""
    if (
        context.rstrip(" \u00a0\t“\"'").endswith((",", ".", ";", ":", ")"))
        or _last_words(context, 2) in words.COMPOUNDS
    ):
        return ""
    bare = context.rstrip("“\"'")
    return next((w for w in (_last_words(bare, n) for n in (3, 2, 1)) if w in known), "")


def _is_thing(context: str, run: list[_Token], *, carried: bool) -> bool:
    """Whether the run names a street, school, company or village rather than a person."""
    if carried:
        return len(run) < 2 or run[1].key not in words.MIDDLE_NAMES
    if _ends_with(context, words.THING_WORDS):
        return True
    personal = len(run) >= 3 and run[0].key in words.STRONG_FAMILIES
    return bool(_ends_with(context, words.VILLAGE_WORDS)) and not personal


def _without_office(run: list[_Token], following: _Token | None) -> list[_Token]:
    """Cut off an office or common word that follows without a comma: 'Trần Văn A Phó Cục|trưởng', 'Hội Nông|dân'."""
    for i in range(1, len(run)):
        last = i + 1 == len(run)
        second = (following.key if following else "") if last else run[i + 1].key
        pair = f"{run[i].key} {second}"
        if (last and pair in words.OFFICE_PAIRS | words.COMMON_PAIRS) or (
            run[i].key == "phó" and pair in words.OFFICE_PAIRS
        ):
            return run[:i]
    return run


def _key(run: list[_Token]) -> str:
    return name_tone_key(" ".join(token.word for token in run))


def _place_length(run: list[_Token], *, after_word: bool) -> int:
    """How many tokens at the head of the run name a place; any unit after a word such as 'xã', else a large one.

    "Dương Quang" is a commune, "Dương Quang Thảo" a person: a single syllable left over belongs to a name.
    """
    large, every = _places()
    for length in range(len(run), 1, -1):
        if _key(run[:length]) in (every if after_word else large) or _key(run[:length]) in _never():
            first, is_large = run[0].key, _key(run[:length]) in large
            personal = first in words.STRONG_FAMILIES or (first in words.WEAK_FAMILIES and not is_large)
            personal = personal or run[1].key in words.MIDDLE_NAMES
            return 0 if personal and length == len(run) - 1 else length
    return 1 if after_word and len(run) == 1 and _key(run) in every else 0


def _name_in_run(text: str, run: list[_Token], following: _Token | None, context: str) -> Name | None:
    after_word = bool(_ends_with(context, words.PLACE_WORDS))
    if len(run) > 1 and run[0].key in words.PLACE_WORDS | words.OPENING_WORDS:
        run, after_word = run[1:], after_word or run[0].key in words.PLACE_WORDS
    standing, needed = _title(text, context)
    if run[0].key in _TITLE_INSIDE and len(run) > 1 and _key(run[:2]) not in _places()[1] | _never():
        run, standing, needed = run[1:], _TITLE_INSIDE[run[0].key], 1
    skipped = _place_length(run, after_word=after_word)
    # After a title only a run that is a place from end to end is one: "anh Vũ Quang Châu" is not from Vũ Quang.
    if needed and skipped < len(run) and run[0].key in words.STRONG_FAMILIES | words.WEAK_FAMILIES:
        skipped = 0
    rest = run[skipped:]
    if not rest or _key(rest) in _never():
        return None
    if needed and not skipped and _fits_title(rest, following, needed):
        return Name(rest[0].start, rest[-1].end, standing)
    return _by_family(text, rest, after_committee=bool(_ends_with(context, words.COMMITTEE_ENDS)))


def _title(text: str, context: str) -> tuple[Standing, int]:
    """What stands before a run, and how many syllables a name needs after it; 0 for no title."""
    for pattern, standing, needed in _TITLES:
        found = pattern.search(context)
        if not found:
            continue
        written = found[0].lstrip()
        # "Anh", "Bà" in capitals inside a sentence is a country or part of a name, not a courtesy.
        if standing == "civil" and written[0].isupper() and re.search(r"[^\W\d_]\s+$", context[: found.start()]):
            continue
        return standing, needed
    return "unknown", 0


def _fits_title(run: list[_Token], following: _Token | None, needed: int) -> bool:
    first = run[0].key
    second = run[1].key if len(run) > 1 else (following.key if following else "")
    if f"{first} {second}" in words.COMMON_PAIRS | words.OFFICE_PAIRS:
        return False
    if first in words.STRONG_FAMILIES and len(run) > 1:
        return True
    if first in words.ORGANISATION_STARTS - words.NAME_LIKE_STARTS:
        return False
    initial = len(run[0].word) == 1
    return len(run) >= needed or initial


def _by_family(text: str, run: list[_Token], *, after_committee: bool) -> Name | None:
    """The name that begins with a family name somewhere in the run, when nothing before it gave a title.

    `after_committee`: 'Bí thư Tỉnh ủy Kiều Bình', where two syllables are enough for any family name.
    """
    if _is_place(text, run):
        return None
    for i, token in enumerate(run):
        rest = run[i:]
        weak = 2 if after_committee and i == 0 else 3
        needed = 2 if token.key in words.STRONG_FAMILIES else weak if token.key in words.WEAK_FAMILIES else 99
        if len(rest) < needed or len(rest) > 6 or f"{token.key} {rest[1].key}" in words.COMMON_PAIRS:
            continue
        if _key(rest) in _never() or _is_place(text, rest):
            return None
        return Name(token.start, rest[-1].end, "unknown")
    return None


def _is_place(text: str, run: list[_Token]) -> bool:
    return _key(run) in _places()[1] and not _among_persons(text, run[0].start)


def _among_persons(text: str, at: int) -> bool:
    """Whether the sentence has named several persons before: then a commune's name in the list is a person's."""
    start = max(text.rfind(mark, 0, at) for mark in (". ", "\n"))
    return bool(_SEVERAL.search(text, max(0, start), at))


def _names_in_capitals(text: str, tokens: list[_Token]) -> Iterator[Name]:
    """NGUYỄN VĂN A after a title or alone on its line; headings are all capitals too, so nothing else counts."""
    i = 0
    while i < len(tokens):
        j = i
        while j < len(tokens) and tokens[j].word.isupper() and (j == i or _joined(text, tokens[j - 1], tokens[j])):
            j += 1
        run = tokens[i:j]
        if 2 <= len(run) <= 5 and any(len(t.word) > 1 for t in run) and _is_name_in_capitals(text, run):
            yield Name(run[0].start, run[-1].end, _title(text, _context(text, run[0].start))[0])
        i = max(j, i + 1)


def _context(text: str, at: int) -> str:
    return text[max(text.rfind("\n", 0, at) + 1, at - 60, 0) : at]


def _is_name_in_capitals(text: str, run: list[_Token]) -> bool:
    first = run[0].key
    if first not in words.STRONG_FAMILIES | words.WEAK_FAMILIES or f"{first} {run[1].key}" in words.COMMON_PAIRS:
        return False
    if _key(run) in _never() or _key(run) in _places()[1]:
        return False
    context, rest = _context(text, run[0].start), text[run[-1].end :].split("\n", 1)[0]
    if _title(text, context)[1]:
        return True
    certain = first in words.STRONG_FAMILIES or run[1].key in words.MIDDLE_NAMES
    return certain and not context.strip() and not rest.strip()


_LINE = re.compile(r"^[ \t\u00a0]*(?P<line>[^\n]+?)[ \t\u00a0]*$", re.MULTILINE)


def _names_alone_on_a_line(text: str) -> Iterator[Name]:
    """A signature or a byline: two to four capitalised syllables and nothing else on the line."""
    for found in _LINE.finditer(text):
        line = found["line"]
        parts = line.split()
        if not 2 <= len(parts) <= 4 or not all(
            _WORD.fullmatch(p) and p[0].isupper() and p[1:].islower() for p in parts
        ):
            continue
        if parts[0].casefold() in words.ORGANISATION_STARTS - words.NAME_LIKE_STARTS:
            continue
        key = name_tone_key(line)
        if key not in _never() and key not in _places()[1]:
            yield Name(found.start("line"), found.end("line"), "official")
