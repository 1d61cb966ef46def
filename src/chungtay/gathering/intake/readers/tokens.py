"""Words, numbers and marks with their offsets; sentences.

Vietnamese is written in syllables with spaces between, so a "word" here is a syllable and phrases are
runs of syllables. Keys are small letters with the tone where old spelling puts it ("hoà giải" = "hòa giải"), so that
other parts can compare them with words as they are typed.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

WORD, NUMBER, MARK = "word", "number", "mark"

_TOKEN = re.compile(
    r"(?P<link>(?:https?://|www\.)[^\s<>\"“”]+|[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,64})+"
    r"|\b(?:[a-zA-Z0-9-]{2,63}\.){1,4}(?:vn|com|net|org|info)\b[^\s,;)\"“”]*)"
    r"|(?P<number>\d+(?:[.,]\d+)*)"
    r"|(?P<word>[^\W\d_]+(?:['’][^\W\d_]+)?)"
    r"|(?P<mark>\.{2,}|[^\s\w]|_)"
)
_ENDS = {"•", ".", "!", "?", "…", ".."}
# Text without full stops (a pasted table, a broken PDF) is cut at a comma, so that work per number stays bounded.
_LONGEST_SENTENCE = 200
REACH = 100
"""How many tokens around a number are looked at; further words of a very long sentence tell nothing about it."""
_ABBREVIATIONS = {
    "tp",
    "tx",
    "tt",
    "q",
    "p",
    "h",
    "x",
    "kp",
    "ts",
    "ths",
    "pgs",
    "gs",
    "bs",
    "ks",
    "st",
    "mr",
    "ms",
    "đ/c",
    "đc",
    "tr",
    "v",
    "ubnd",
    "bch",
    "nxb",
}


_NEW_SPELLING = {
    second + first_tone: first_toned + second_plain
    for second, second_plain, tones in (("o", "a", "àáảãạ"), ("o", "e", "èéẻẽẹ"), ("u", "y", "ỳýỷỹỵ"))
    for first_tone, first_toned in zip(tones, {"o": "òóỏõọ", "u": "ùúủũụ"}[second], strict=True)
}


@lru_cache(maxsize=65536)
def word_key(word: str) -> str:
    """The comparison key of one syllable: NFC, small letters, 'hoà' as 'hòa', 'uỷ' as 'ủy' (but 'quý' stays)."""
    key = unicodedata.normalize("NFC", word).lower()
    moved = _NEW_SPELLING.get(key[-2:])
    return key[:-2] + moved if moved and not (key[-2] == "u" and key[-3:-2] == "q") else key


@dataclass(frozen=True, slots=True)
class Token:
    """One syllable, number, mark or web address. `glued` tells that nothing stands between it and the token before."""

    start: int
    end: int
    text: str
    kind: str
    key: str
    glued: bool

    @property
    def capital(self) -> bool:
        """Whether it begins with a capital letter."""
        return self.kind == WORD and self.text[:1].isupper()


@dataclass(frozen=True, slots=True)
class Sentence:
    """A run of tokens [first, last) of one paragraph."""

    first: int
    last: int


def tokenise(text: str, start: int = 0, end: int | None = None) -> list[Token]:
    """The tokens of text[start:end]; offsets index the whole text."""
    stop = len(text) if end is None else end
    tokens: list[Token] = []
    last = -1
    for found in _TOKEN.finditer(text, start, stop):
        kind = found.lastgroup or MARK
        surface = found.group()
        key = word_key(surface) if kind == WORD else surface
        tokens.append(Token(found.start(), found.end(), surface, kind, key, found.start() == last))
        last = found.end()
    return tokens


def sentences(tokens: list[Token]) -> list[Sentence]:
    """Sentences of a paragraph. A dot ends one only before white space and not after an abbreviation or an initial."""
    result: list[Sentence] = []
    first = 0
    for index, token in enumerate(tokens):
        length = index - first
        overlong = length > _LONGEST_SENTENCE * 3 // 2 or (length > _LONGEST_SENTENCE and token.text in {",", ";"})
        if overlong or _ends_sentence(tokens, index, token):
            result.append(Sentence(first, index + 1))
            first = index + 1
    if first < len(tokens):
        result.append(Sentence(first, len(tokens)))
    return result


def _ends_sentence(tokens: list[Token], index: int, token: Token) -> bool:
    if token.kind != MARK or not (token.text in _ENDS or token.text.startswith("..")):
        return False
    after = tokens[index + 1] if index + 1 < len(tokens) else None
    if after is None:
        return True
    if token.text == ".":
        if after.glued and after.text not in '"”’»)':
            return False
        before = tokens[index - 1] if index else None
        if before is not None and token.glued:
            short = before.kind == WORD and len(before.text) == 1 and before.capital
            return not (short or before.key in _ABBREVIATIONS)
        return True
    # An ellipsis inside a list ("tờ rơi… và 12 pa nô") goes on in small letters.
    return token.text in "!?•" or after.kind != WORD or after.capital
