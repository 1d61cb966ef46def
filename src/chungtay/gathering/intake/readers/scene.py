"""One paragraph laid out: its tokens, sentences, numbers, quotations, and the noun after each number."""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field

from chungtay.gathering.intake.readers.lexicon import Lexicon, lexicon
from chungtay.gathering.intake.readers.numerals import PERCENT, Numeral, numerals
from chungtay.gathering.intake.readers.tokens import MARK, NUMBER, WORD, Sentence, Token, sentences, tokenise

_OPENING = {"“": "”", "«": "»", "‘": "’", '"': '"', "„": "”"}
_NAMES = 20
_COUNTING = {"có", "hơn", "gần", "trên", "với", "được", "cho", "cả"}
_LONGEST_QUOTE = 40
_LINKS = {",", "và", "/", "hoặc", "-", "&"}
_CLASSIFIERS = {
    "chiếc",
    "cái",
    "con",
    "cây",
    "bộ",
    "quả",
    "tấm",
    "cặp",
    "đôi",
    "loại",
    "phần",
    "sợi",
    "túi",
    "lượng",
    "gian",
    "vị",
}


@dataclass(frozen=True, slots=True)
class Counted:
    """The noun a number counts: tokens [first, last), the kinds it may be, and whether the lexicon knows it."""

    first: int
    last: int
    kinds: tuple[str, ...]
    known: bool


@dataclass(frozen=True)
class Scene:
    """A paragraph of `text` with everything found in it once."""

    text: str
    start: int
    end: int
    tokens: list[Token]
    sentences: list[Sentence]
    numbers: list[Numeral]
    quotes: list[tuple[int, int]]
    table: bool = False
    _firsts: list[int] = field(default_factory=list)
    _signs: dict[str, list[int]] = field(default_factory=dict)

    def crosses(self, first: int, last: int, sign: str) -> bool:
        """Whether a comma or semicolon stands among tokens [first, last)."""
        at = self._signs[sign]
        index = bisect_left(at, first)
        return index < len(at) and at[index] < last

    def key(self, index: int) -> str:
        """Key of a token, or '' outside the paragraph."""
        return self.tokens[index].key if 0 <= index < len(self.tokens) else ""

    def sentence_index(self, index: int) -> int:
        """Which sentence holds a token."""
        return max(0, bisect_right(self._firsts, index) - 1)

    def sentence_of(self, index: int) -> Sentence:
        """The sentence that holds a token."""
        return self.sentences[self.sentence_index(index)]

    def sentence_at(self, offset: int, starts: list[int]) -> int:
        """Which sentence holds a character; `starts` are the first characters of all sentences."""
        return max(0, bisect_right(starts, offset) - 1)

    def quote_of(self, index: int) -> tuple[int, int] | None:
        """(token of the opening mark, token of the closing mark) around a token."""
        at = bisect_right(self.quotes, (index, len(self.tokens))) - 1
        if at >= 0 and self.quotes[at][0] < index < self.quotes[at][1]:
            return self.quotes[at]
        return None

    def words(self, first: int, last: int) -> str:
        """The text of tokens [first, last) as written."""
        return self.text[self.tokens[first].start : self.tokens[last - 1].end] if last > first else ""


def scene(text: str, start: int, end: int, *, table: bool = False) -> Scene:
    """Lay out text[start:end]."""
    tokens = tokenise(text, start, end)
    parts = sentences(tokens)
    return Scene(
        text,
        start,
        end,
        tokens,
        parts,
        numerals(tokens),
        _quotes(tokens),
        table,
        [part.first for part in parts],
        {sign: [at for at, token in enumerate(tokens) if token.text == sign] for sign in (",", ";")},
    )


def _quotes(tokens: list[Token]) -> list[tuple[int, int]]:
    """Pairs of quotation marks no further apart than a long name; a mark without its mate is skipped."""
    pairs: list[tuple[int, int]] = []
    index = 0
    while index < len(tokens):
        closing = _OPENING.get(tokens[index].text) if tokens[index].kind == MARK else None
        mate = _mate(tokens, index, closing) if closing else None
        if mate is not None:
            pairs.append((index, mate))
            index = mate
        index += 1
    return pairs


def _mate(tokens: list[Token], index: int, closing: str) -> int | None:
    for at in range(index + 1, min(len(tokens), index + _LONGEST_QUOTE)):
        if tokens[at].text == closing or (closing == "”" and tokens[at].text == '"'):
            return at
    return None


def counted_after(scene: Scene, number: Numeral) -> Counted | None:
    """The noun after a number, with what is joined to it by a comma or 'và' ("20 tập thể, cá nhân")."""
    words = lexicon()
    at = _past_brackets(scene, number.last)
    at = _past_quantifier(scene, at)
    if (number.kind == PERCENT and scene.key(at) == "các") or scene.key(at) in _OPENING:
        at += 1
    stop = scene.sentence_of(number.first).last
    found = words.units.longest(scene.tokens, at, stop)
    if found is not None:
        last, kinds = found
        if "site" in kinds and last < stop and scene.tokens[last].capital and not _names_listed(scene, number, last):
            # 'Ban Chỉ đạo 138 tỉnh X': a unit with its name is no count of units.
            return None
        if not _is_verb(scene, at, last):
            last, more = _joined(scene, words, last, stop, set(kinds))
            return Counted(at, last, tuple(dict.fromkeys([*kinds, *more])), known=True)
        return None
    return _unknown(scene, words, at, stop)


def _names_listed(scene: Scene, number: Numeral, at: int) -> bool:
    """'Tại 2 thôn A và B', 'có 42 thôn Công giáo': what stands behind or before tells that units were counted."""
    before = scene.key(number.first - 1)
    if number.value > 1 and before in _COUNTING:
        return True
    if not 2 <= number.value <= _NAMES or before in lexicon().lists["named"]:
        return False
    while at < len(scene.tokens) and scene.tokens[at].capital:
        at += 1
    following = scene.tokens[at + 1] if at + 1 < len(scene.tokens) else None
    return scene.key(at) in {",", "và"} and following is not None and following.capital


def _past_brackets(scene: Scene, index: int) -> int:
    """'05 (năm) mô hình': the number said again in brackets."""
    if scene.key(index) == "(":
        for at in range(index + 1, min(index + 6, len(scene.tokens))):
            if scene.key(at) == ")":
                return at + 1
    return index


def _past_quantifier(scene: Scene, index: int) -> int:
    while scene.key(index) in {"tổng", "số"} and scene.key(index + 1) in {"số", "lượng"}:
        index += 2
    return index + 1 if scene.key(index) == "số" and scene.key(index - 1) != "1" else index


def _is_verb(scene: Scene, first: int, last: int) -> bool:
    """'Tổ chức' and 'bản thân' look like nouns; before a noun phrase or a number they are not."""
    words = scene.words(first, last).lower()
    if words == "tổ chức":
        following = scene.tokens[last] if last < len(scene.tokens) else None
        tree = lexicon().units
        return following is not None and (
            following.kind == NUMBER
            or following.key in {"được", "các", "nhiều", "trên", "hơn", "thành", "thực", "lễ"}
            or tree.longest(scene.tokens, last, len(scene.tokens)) is not None
        )
    return False


def _joined(scene: Scene, words: Lexicon, last: int, stop: int, kinds: set[str]) -> tuple[int, list[str]]:
    """Nouns of one list under one number: 'xã, phường, thị trấn', 'tập thể cá nhân', 'mô hình, cách làm hay'."""
    more: list[str] = []
    while last < stop:
        step = last + 1 if scene.key(last) in _LINKS else last
        found = words.units.longest(scene.tokens, step, stop)
        if found is None or not _goes_with(kinds, set(found[1]), step == last):
            break
        last = found[0]
        more += found[1]
    return last, more


_FAMILIES = (
    {"site", "point"},
    {"award"},
    {"award", "household"},
    {"model"},
    {"household", "org", "site"},
    {"session"},
    {"material", "tip"},
    {"org", "site"},
    {"case"},
    {"member", "person"},
    {"document"},
    {"weapon"},
    {"camera"},
    {"opinion"},
    {"hotspot"},
    {"attendance"},
    {"welfare"},
    {"group"},
    {"session", "class"},
    {"case", "dispute", "petition"},
    {"vehicle"},
    {"material", "document"},
)


def _goes_with(kinds: set[str], other: set[str], bare: bool) -> bool:
    if bare:
        return bool(kinds & other & {"award", "site", "session", "material"})
    return any(kinds & family and other & family for family in _FAMILIES)


def _unknown(scene: Scene, words: Lexicon, at: int, stop: int) -> Counted | None:
    """A noun that the lexicon does not know: one or two small-letter syllables that are no function words."""
    if at >= stop or scene.tokens[at].kind != WORD or scene.tokens[at].key in words.lists["stop"]:
        return None
    # 'Trong đó 31 hòa giải thành': a verb of the field stands for the outcome, the noun is the one before.
    if words.cues.longest(scene.tokens, at, stop) is not None:
        return None
    token = scene.tokens[at]
    if token.glued and at and scene.tokens[at - 1].kind == NUMBER and len(token.text) > 3:
        return None
    last = at + 1
    if (
        last < stop
        and scene.tokens[last].kind == WORD
        and scene.tokens[last].key not in words.lists["stop"]
        and (not scene.tokens[last].capital)
    ):
        last += 1
    if token.key in _CLASSIFIERS and last > at + 1:
        found = words.units.longest(scene.tokens, at + 1, stop)
        if found is not None:
            return Counted(at, found[0], tuple(found[1]), known=True)
    return None if token.capital else Counted(at, last, (), known=False)


def counted_before(scene: Scene, number: Numeral) -> Counted | None:
    """The noun of 'số mô hình là 120', 'tổng số hộ: 320': a noun shortly before, then 'là', ':' or 'đạt'."""
    if scene.key(number.first - 1) not in {"là", ":", "đạt", "=", "còn", "lên", "tới", "gồm", "có"}:
        return None
    words = lexicon()
    floor = max(scene.sentence_of(number.first).first, number.first - 9)
    for at in range(number.first - 2, floor - 1, -1):
        found = words.units.longest(scene.tokens, at, number.first)
        if found is not None and scene.key(at - 1) in {"số", "lượng", ""} | _LINKS:
            return Counted(at, found[0], tuple(found[1]), known=True)
    return None


def kinds_of(number: Numeral, counted: Counted | None) -> tuple[str, ...]:
    """The kinds of the counted thing; a percentage carries its own kind beside that of the thing shared."""
    kinds = counted.kinds if counted else ()
    return (*kinds, "percent") if number.kind == PERCENT else kinds
