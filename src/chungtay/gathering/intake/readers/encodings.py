"""Text files as they were saved over thirty years: UTF-8, UTF-16, and the letters of TCVN3 (ABC), VNI and Windows 1258.

The old ones put Vietnamese letters where Western ones stand, so bytes alone do not tell them apart; the everyday words
that come out do. Fonts of capitals (.VnTimeH) bear no sign in the letters: their text comes out in small letters.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_MARKS = "\u0300\u0301\u0309\u0303\u0323"
"""Grave, acute, hook, tilde, dot below."""

# TCVN 5712:1993 VN3: the letter without a tone, then with the five tones of _MARKS, by their byte.
_TCVN_TONES = {
    "a": "B5 B8 B6 B7 B9",
    "ă": "BB BE BC BD C6",
    "â": "C7 CA C8 C9 CB",
    "e": "CC D0 CE CF D1",
    "ê": "D2 D5 D3 D4 D6",
    "i": "D7 DD D8 DC DE",
    "o": "DF E3 E1 E2 E4",
    "ô": "E5 E8 E6 E7 E9",
    "ơ": "EA ED EB EC EE",
    "u": "EF F3 F1 F2 F4",
    "ư": "F5 F8 F6 F7 F9",
    "y": "FA FD FB FC FE",
}
_TCVN_PLAIN = {
    "ă": 0xA8, "â": 0xA9, "ê": 0xAA, "ô": 0xAB, "ơ": 0xAC, "ư": 0xAD, "đ": 0xAE,
    "Ă": 0xA1, "Â": 0xA2, "Ê": 0xA3, "Ô": 0xA4, "Ơ": 0xA5, "Ư": 0xA6, "Đ": 0xA7,
}  # fmt: skip

# VNI for Windows: a letter followed by a sign for its tone, or for circumflex or breve with a tone.
_VNI_SIGNS = {
    "ø": "\u0300", "ù": "\u0301", "û": "\u0309", "õ": "\u0303", "ï": "\u0323",
    "â": "\u0302", "à": "\u0302\u0300", "á": "\u0302\u0301", "å": "\u0302\u0309", "ã": "\u0302\u0303",
    "ä": "\u0302\u0323", "ê": "\u0306", "è": "\u0306\u0300", "é": "\u0306\u0301", "ú": "\u0306\u0309",
    "ü": "\u0306\u0303", "ë": "\u0306\u0323",
}  # fmt: skip
_VNI_LETTERS = {"ô": "ơ", "ö": "ư", "ñ": "đ", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ"}
_VNI_LETTER = re.compile("([aeouyôö])([" + "".join(_VNI_SIGNS) + "])|([" + "".join(_VNI_LETTERS) + "])", re.IGNORECASE)
_CIRCUMFLEX, _BREVE = "\u0302", "\u0306"
_ROUND = {"a", "e", "o"}

_EVERYDAY = frozenset(
    """các của được trong những người này đến công năm việc đã với là và có cho không một để về từ thực hiện chức địa
    bàn phường xã tỉnh huyện tổ quốc dân nhân báo kết quả số vụ phòng chống tội phạm trật tự""".split()  # noqa: SIM905
)
_WORD = re.compile(r"[^\W\d_]+")
_TELLING = 40_000
_BYTES_PER_LETTER = 2


class Unknown(Exception):
    """The bytes are no text in any of these encodings; the argument is the first byte that UTF-8 cannot read."""


def decoded(data: bytes) -> str:
    """The text of a file, as it stands in it; a byte order mark is kept as a character. Raises Unknown."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        found = _utf16(data) or _legacy(data)
        if found is None:
            raise Unknown(error.start) from error
        return found
    return text if "\x00" not in text else (_utf16(data) or text)


def _utf16(data: bytes) -> str | None:
    """UTF-16 with a mark, or without one where every other byte of its blanks and digits is zero."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        order = "utf-16-le" if data[:2] == b"\xff\xfe" else "utf-16-be"
    else:
        head = data[:4000]
        even, odd = head[::2].count(0), head[1::2].count(0)
        if max(even, odd) * 4 < len(head) or min(even, odd) * 20 > max(even, odd):
            return None
        order = "utf-16-le" if odd > even else "utf-16-be"
    try:
        return data[: len(data) // _BYTES_PER_LETTER * _BYTES_PER_LETTER].decode(order)
    except UnicodeDecodeError:
        return None


def _legacy(data: bytes) -> str | None:
    if b"\x00" in data:
        return None
    return in_unicode(data.decode("latin-1")) or _windows(data)


def _windows(data: bytes) -> str | None:
    try:
        text = unicodedata.normalize("NFC", data.decode("cp1258"))
    except UnicodeDecodeError:
        return None
    return text if _sounds(text) else None


def in_unicode(text: str) -> str | None:
    """Text whose letters stand at the places of TCVN3 or VNI, in Unicode; None where it is in neither.

    Also for Word files of old fonts, where each letter is a Western one by its number.
    """
    sample, best = text[:_TELLING], way_of(text)
    return best(text) if _sounds(best(sample)) and _everyday(best(sample)) > 3 * _everyday(sample) else None


def way_of(text: str) -> Callable[[str], str]:
    """Of TCVN3 and VNI the one in which more of a text is everyday Vietnamese."""
    sample = text[:_TELLING]
    return max((tcvn3, vni), key=lambda convert: _everyday(convert(sample)))


def tcvn3(text: str) -> str:
    """Western letters at the places of TCVN3 as Vietnamese ones."""
    return text.translate(_tcvn_table())


def vni(text: str) -> str:
    """Western letters and signs of VNI as Vietnamese letters."""
    return _VNI_LETTER.sub(_vni_letter, text)


def _vni_letter(found: re.Match[str]) -> str:
    """One letter: in one pass, because 'où' makes an 'ó' that alone would mean 'ĩ'."""
    letter, sign, alone = found.groups()
    if alone is not None:
        return _cased(_VNI_LETTERS[alone.lower()], alone)
    low, marks = letter.lower(), _VNI_SIGNS[sign.lower()]
    base = _VNI_LETTERS.get(low, low)
    if (marks[0] == _CIRCUMFLEX and base not in _ROUND) or (marks[0] == _BREVE and base != "a"):
        return _cased(base, letter) + vni(sign)
    return _cased(unicodedata.normalize("NFC", base + marks), letter)


def _cased(made: str, like: str) -> str:
    return made.upper() if like.isupper() else made


@cache
def _tcvn_table() -> dict[int, str]:
    table = {code: letter for letter, code in _TCVN_PLAIN.items()}
    for letter, codes in _TCVN_TONES.items():
        for mark, code in zip(_MARKS, codes.split(), strict=True):
            table[int(code, 16)] = unicodedata.normalize("NFC", letter + mark)
    return table


def _everyday(text: str) -> int:
    return sum(word in _EVERYDAY for word in _WORD.findall(text.lower()) if not word.isascii())


def _sounds(text: str) -> bool:
    """Whether enough of its words are everyday Vietnamese ones with marks."""
    words = _WORD.findall(text[:_TELLING])
    return _everyday(text[:_TELLING]) >= max(3, 0.05 * len(words))
