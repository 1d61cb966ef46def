"""Text at the boundary: one normal form, and keys by which names compare.

Vietnamese writes one name in several valid ways ("Hòa" and "Hoà", "Đ" and "đ", composed or
decomposed letters), so text is NFC as soon as it enters and names are compared by a key.
"""

import re
import unicodedata

_SPACES = re.compile(r"\s+")
_NOT_LETTERS = re.compile(r"[\W_]+")
_TONES = {"̀", "́", "̃", "̉", "̣"}


def nfc(text: str) -> str:
    """The one form in which text is stored: NFC, with non-breaking spaces made plain."""
    return unicodedata.normalize("NFC", text).replace("\u00a0", " ")


def squeeze(text: str) -> str:
    """NFC text with runs of white space made one space and none at the ends."""
    return _SPACES.sub(" ", nfc(text)).strip()


_FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def csv_text(text: str) -> str:
    """A text as a cell of a CSV that no spreadsheet takes for a formula; signed numbers stay numbers."""
    is_number = text[:1] in "+-" and text[1:2].isdigit() and all(c.isdigit() or c in ".," for c in text[1:])
    return f"'{text}" if text.startswith(_FORMULA_SIGNS) and not is_number else text


def match_key(text: str) -> str:
    """A key without marks: 'Hòa Bình', 'Hoà Bình' and 'hoa binh' give 'hoa binh'.

    Not unique even inside one province (two communes of Thái Nguyên fold to the same key):
    break ties with `tone_key`.
    """
    folded = unicodedata.normalize("NFD", text.casefold().replace("đ", "d"))
    return _SPACES.sub(" ", "".join(c for c in folded if not unicodedata.combining(c))).strip()


def search_key(text: str) -> str:
    """Words by which texts are searched, without marks and punctuation: 'Ra quân – đợt 2' gives 'ra quan dot 2'."""
    return _SPACES.sub(" ", _NOT_LETTERS.sub(" ", match_key(text))).strip()


def tone_key(text: str) -> str:
    """A key that keeps every mark but not where the tone stands: 'Hòa' and 'Hoà' agree, 'Hoa' does not."""
    words = []
    for word in unicodedata.normalize("NFD", squeeze(text).casefold()).split(" "):
        tones = "".join(sorted(c for c in word if c in _TONES))
        words.append("".join(c for c in word if c not in _TONES) + tones)
    return unicodedata.normalize("NFC", " ".join(words))
