"""Which model a count of points or communes speaks of: the name in quotation marks or behind 'mô hình'.

A name is matched whole against the catalogue. A name that the catalogue does not know, or two names for one number,
give no kind: the count is then one for an officer to look at.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from chungtay.gathering.intake.readers.lexicon import word_list
from chungtay.gathering.intake.readers.marks import Mark
from chungtay.gathering.intake.readers.scene import Scene
from chungtay.gathering.intake.readers.tokens import NUMBER, REACH, WORD
from chungtay.reference.indicators.catalogue import member_named, name_key

DIMENSION = "model_kind"
_LONGEST = 14
_OPENING = {"“", '"', "«", "‘", "„"}
_BETWEEN = {",", "và", "mô", "hình", "”", "“", '"', "«", "»", "‘", "’", "các"}
_HAVING = {"có", "đã", "đang", "triển", "xây", "thực", "duy", "áp", "nhân", "ra"}
_LISTED = {",", "và", ":", ";", "như", "là", "("}


@dataclass(frozen=True, slots=True)
class Named:
    """The model of a number: its member where the catalogue knows the name; `written` is "" where two are named.

    `key` compares names; two figures with one member and different keys speak of two different models.
    """

    member: str | None
    key: str
    written: str

    def as_words(self) -> str | None:
        """The name for a qualifier; None for one that may hold a proper name (a capital after its first word)."""
        words = self.written.split()
        plain = len(words) <= _LONGEST and all(word.isupper() or word.islower() for word in words[1:])
        return " ".join(words) if words and plain else None


def model_of(scene: Scene, mark: Mark, near: Sequence[Mark]) -> Named | None:
    """The model that a number belongs to; None where no model is named.

    Looked for in the counted noun, before the number, right behind it, then where the numbers before it have theirs.
    """
    own = _known(scene, mark)
    if own is not None:
        return own
    sentence = scene.sentence_of(mark.number.first)
    floor = max(sentence.first, mark.number.first - REACH)
    ends = [floor, *sorted(o.unit_end for o in near if o.unit_end <= mark.number.first and o.unit_end > floor)]
    behind = mark.unit_end, _end_behind(scene, mark, near, sentence.last)
    here = _after_semicolon(scene, ends[-1], mark.number.first), mark.number.first
    # '31 xã có mô hình “A”': a verb straight behind the noun says that the name follows.
    first, second = (behind, here) if scene.key(mark.unit_end) in _HAVING else (here, behind)
    found = _names(scene, *first) or _names(scene, *second)
    for start, stop in zip(ends[-2::-1], ends[:0:-1], strict=True):
        if found or _after_semicolon(scene, stop, mark.number.first) != stop:
            break
        found = _names(scene, _after_semicolon(scene, start, stop), stop)
    return _one(found)


def _after_semicolon(scene: Scene, first: int, last: int) -> int:
    return next((i + 1 for i in range(last - 1, first - 1, -1) if scene.key(i) == ";"), first)


def _one(found: list[Named]) -> Named | None:
    if not found:
        return None
    if len({name.key for name in found}) == 1:
        return found[0]
    return Named(None, " ".join(sorted(name.key for name in found)), "")


def _known(scene: Scene, mark: Mark) -> Named | None:
    """'560 tổ liên gia tự quản', '12 điểm camera an ninh': the noun itself names the kind."""
    if mark.counted is None or mark.counted.first < mark.number.last:
        return None
    stop = _stop(scene, mark.counted.first)
    for first in (mark.counted.first, mark.counted.first + 1):
        words = scene.words(first, stop)
        member = member_named(DIMENSION, words) if words else None
        if member is not None:
            return Named(member, name_key(words), words)
    return None


def _end_behind(scene: Scene, mark: Mark, near: Sequence[Mark], last: int) -> int:
    stop = min([last, *(o.number.first for o in near if o.number.first >= mark.unit_end)])
    return next((i for i in range(mark.unit_end, stop) if scene.key(i) in {",", ";", ":"}), stop)


def _names(scene: Scene, first: int, last: int) -> list[Named]:
    """The names of models in tokens [first, last) that the number right behind them belongs to: the last, and those
    joined to it ('mô hình “A” và “B”')."""
    spans = list(_spans(scene, first, last))
    kept = spans[-1:]
    for span in spans[-2::-1]:
        if any(scene.key(i) not in _BETWEEN for i in range(span[1], kept[0][0])):
            break
        kept.insert(0, span)
    written = [scene.words(*span) for span in kept]
    return [Named(member_named(DIMENSION, words), name_key(words), words) for words in written]


def _spans(scene: Scene, first: int, last: int) -> Iterator[tuple[int, int]]:
    index = first
    while index < last:
        quote = scene.quote_of(index + 1) if scene.tokens[index].text in _OPENING else None
        if quote is not None and quote[0] == index:
            if _is_model(scene, index):
                yield index + 1, quote[1]
            index = quote[1]
        elif _says_model(scene, index):
            yield from _unquoted(scene, index + 1, last)
        index += 1


def _is_model(scene: Scene, opening: int) -> bool:
    """Whether what stands before a quotation makes it a model's name, and not that of a movement or programme."""
    if scene.key(opening - 1) == "hình":
        return True
    floor = max(scene.sentence_of(opening).first, opening - REACH)
    return scene.key(opening - 1) in _LISTED and any(_says_model(scene, i) for i in range(floor, opening))


def _says_model(scene: Scene, index: int) -> bool:
    return scene.key(index) == "hình" and scene.key(index - 1) == "mô"


def _unquoted(scene: Scene, first: int, last: int) -> Iterator[tuple[int, int]]:
    """The words behind 'mô hình' up to one that cannot be part of a name; of a list, each name the catalogue knows."""
    stop = min(_stop(scene, first), last)
    if stop == first or scene.tokens[first].kind != WORD or scene.key(first) in word_list("model_words"):
        return
    commas = [i for i in range(first, stop) if scene.key(i) == ","]
    parts = list(zip([first, *(i + 1 for i in commas)], [*commas, stop], strict=True))
    if member_named(DIMENSION, scene.words(first, stop)) or not member_named(DIMENSION, scene.words(*parts[0])):
        yield first, stop
    else:
        yield from (part for part in parts if member_named(DIMENSION, scene.words(*part)))


def _stop(scene: Scene, first: int) -> int:
    ends = word_list("model_ends")
    index = first
    while index < len(scene.tokens) and index - first < _LONGEST:
        token = scene.tokens[index]
        if token.kind == NUMBER or token.key in ends or (token.kind != WORD and token.key != ","):
            break
        index += 1
    while index > first and scene.key(index - 1) == ",":
        index -= 1
    return index
