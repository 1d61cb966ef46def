"""How names of places are compared: keys, written forms and the quality of a match.

Nothing here knows which places exist; `gazetteer` and `queries` bring the candidates. Official
lists mix "Hoà" and "Hòa", people write "TP.HCM", "Q.1" or "tinh ha tinh", and many names are
shared, so a match is a quality and never a yes.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from functools import lru_cache
from typing import Literal

from chungtay.kernel.text import match_key, squeeze, tone_key

Level = Literal["country", "province", "district", "commune", "village"]
LEVELS: tuple[Level, ...] = ("country", "province", "district", "commune", "village")

KIND_WORDS: dict[str, tuple[str, str]] = {
    "quoc_gia": ("nước", "country"),
    "tinh": ("tỉnh", "province"),
    "thanh_pho": ("thành phố", "city"),
    "quan": ("quận", "urban district"),
    "huyen": ("huyện", "rural district"),
    "thi_xa": ("thị xã", "town"),
    "thi_tran": ("thị trấn", "township"),
    "phuong": ("phường", "ward"),
    "xa": ("xã", "commune"),
    "dac_khu": ("đặc khu", "special zone"),
    "thon": ("thôn", "village"),
}

COUNTRY_KEYS = frozenset({"viet nam", "nuoc viet nam", "ca nuoc", "toan quoc", "vn"})

_PREFIXES: tuple[tuple[str, str], ...] = (
    ("thành phố", "thanh_pho"),
    ("thủ đô", "thanh_pho"),
    ("tp", "thanh_pho"),
    ("tỉnh", "tinh"),
    ("quận", "quan"),
    ("q", "quan"),
    ("huyện", "huyen"),
    ("h", "huyen"),
    ("thị xã", "thi_xa"),
    ("tx", "thi_xa"),
    ("thị trấn", "thi_tran"),
    ("tt", "thi_tran"),
    ("phường", "phuong"),
    ("p", "phuong"),
    ("xã", "xa"),
    ("x", "xa"),
    ("đặc khu", "dac_khu"),
)
_PREFIX_KEYS = tuple((match_key(word), tone_key(word), kind) for word, kind in _PREFIXES)

# Usual written forms that no rule of prefixes or marks would find. "Sài Gòn" is not among them:
# since 2025 it is the official name of a ward.
_WRITTEN_AS = {
    "hcm": "Hồ Chí Minh",
    "tphcm": "Hồ Chí Minh",
    "hcmc": "Hồ Chí Minh",
    "tt hue": "Thừa Thiên Huế",
    "br vt": "Bà Rịa - Vũng Tàu",
    "brvt": "Bà Rịa - Vũng Tàu",
    "bac can": "Bắc Kạn",
    "dac lac": "Đắk Lắk",
    "dak lac": "Đắk Lắk",
    "dac lak": "Đắk Lắk",
    "daklak": "Đắk Lắk",
    "dac nong": "Đắk Nông",
    "daknong": "Đắk Nông",
}

_APOSTROPHES = re.compile(r"['’‘ʼ`´]")
_PUNCTUATION = re.compile(r"[-‐-―.,;:/\\()\"“”]+")
_NUMBERED = re.compile(r"^(.*?)\s*0*(\d+)$")


class Quality(IntEnum):
    """How well a name fits what was asked, best first."""

    EXACT = 0
    """Same letters and marks, wherever the tone mark sits."""
    UNMARKED = 1
    """The question bears no marks at all, and the letters agree."""
    OTHER_MARKS = 2
    """The letters agree, a mark does not: often a different place."""
    FORMER_NAME = 3
    """The unit is in force on the date, but bore this name on other days."""
    SIMILAR = 4
    """A guess by edit distance; never to be taken without asking."""


def _plain(text: str) -> str:
    return squeeze(_PUNCTUATION.sub(" ", _APOSTROPHES.sub("", text)))


@lru_cache(maxsize=8192)
def _word_key(word: str) -> str:
    return match_key(word)


@lru_cache(maxsize=8192)
def _word_tone_key(word: str) -> str:
    return tone_key(word)


def name_key(text: str) -> str:
    """The key under which names are looked up: no marks, no apostrophes, punctuation as spaces.

    Keyed word by word, because 16.000 names are made of some 3.000 syllables.
    """
    return " ".join(_word_key(word) for word in _plain(text).split(" "))


def name_tone_key(text: str) -> str:
    """Like `name_key`, but marks count: 'Hòa' and 'Hoà' agree, 'Hoa' does not."""
    return " ".join(_word_tone_key(word) for word in _plain(text).split(" "))


def bare_name(full_name: str, kind: str) -> str:
    """The name without its kind: 'Phường Ba Đình' gives 'Ba Đình'; 'Quận 1' stays, '1' is no name."""
    word = KIND_WORDS[kind][0]
    bare = full_name[len(word) :].strip() if full_name.casefold().startswith(f"{word} ") else full_name
    return full_name if bare.isdigit() else bare


@dataclass(frozen=True)
class Reading:
    """One way to read a written name: its keys, the kind that its prefix states ('' when none), and its marks.

    `marked`: the writer used marks somewhere, so a missing one says something. `careless`: the prefix
    stands without the marks it should have ('xa', not 'xã'), so the marks of the name say nothing.
    """

    key: str
    tones: str
    kind: str
    marked: bool
    careless: bool = False


def readings(text: str) -> list[Reading]:
    """Every way to read `text`: as it stands, and without a prefix that names a kind of unit.

    'Quan Sơn' is a commune and might be 'quận Sơn'; both are given and the data decide.
    """
    plain = _plain(text)
    key, tones = name_key(plain), name_tone_key(plain)
    marked = key != tones
    found = [_reading(plain, "", marked)]
    for prefix_key, prefix_tones, kind in _PREFIX_KEYS:
        rest = key[len(prefix_key) :]
        careless = not tones.startswith(prefix_tones)
        if not rest or not key.startswith(prefix_key) or (careless and not tones.startswith(prefix_key)):
            continue
        if rest[0] == " ":
            name = " ".join(plain.split(" ")[len(prefix_key.split(" ")) :])
            found.append(_reading(name, kind, marked, careless))
        elif len(prefix_key) == 1 and rest.isdigit():
            found.append(_reading(rest, kind, marked))
    return found


def _reading(plain: str, kind: str, marked: bool, careless: bool = False) -> Reading:
    written = _WRITTEN_AS.get(name_key(plain), plain)
    if written.isdigit() and kind:
        written = f"{KIND_WORDS[kind][0]} {int(written)}"
    elif (numbered := _NUMBERED.match(written)) and numbered[1]:
        written = f"{numbered[1]} {numbered[2]}"
    return Reading(name_key(written), name_tone_key(written), kind, marked, careless)


def quality(reading: Reading, tones: str, *, in_force: bool) -> Quality:
    """How well a name with the tone key `tones` and the reading's key fits that reading."""
    if not in_force:
        return Quality.FORMER_NAME
    if reading.careless:
        return Quality.UNMARKED
    if reading.tones == tones:
        return Quality.EXACT
    return Quality.OTHER_MARKS if reading.marked else Quality.UNMARKED


def is_country(text: str) -> bool:
    """Whether the text means the whole country ('cả nước', 'toàn quốc', 'Việt Nam')."""
    return name_key(text) in COUNTRY_KEYS


def path_parts(text: str) -> list[str]:
    """The steps of a written path, province first.

    'Hà Nội/Ba Đình/Trúc Bạch' is read from the left, 'phường Trúc Bạch, quận Ba Đình, Hà Nội' as
    people write addresses, from the right. A text without separators is a path of one step.
    """
    if "/" in text:
        parts: Iterable[str] = text.split("/")
    else:
        parts = reversed(text.split(","))
    return [part for part in (squeeze(p) for p in parts) if part]


def holds_on(valid_from: date | None, valid_to: date | None, on: date) -> bool:
    """Whether a span with open ends (None) and an inclusive last day holds on a day."""
    return (valid_from is None or valid_from <= on) and (valid_to is None or on <= valid_to)
