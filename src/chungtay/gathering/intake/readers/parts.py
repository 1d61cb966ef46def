"""Which figure is a part of which: 'trong đó', 'gồm', ':' after a whole of the same kind."""

from chungtay.gathering.intake.readers.marks import Mark
from chungtay.gathering.intake.readers.scene import Scene
from chungtay.gathering.intake.readers.tokens import REACH

_OPENERS = {("trong", "đó"), ("bao", "gồm"), ("gồm", "có"), ("cụ", "thể")}
_SINGLE = {":", "gồm"}


def parents(scene: Scene, figures: list[Mark]) -> list[int | None]:
    """For each figure the index of its whole within the same list, or None.

    A whole is the last figure of the same kind before the opening word, in the sentence or, when a sentence
    begins with the word, in the sentence before. A part larger than its whole is none.
    """
    result: list[int | None] = []
    for index, mark in enumerate(figures):
        opener = _opener(scene, mark.number.first)
        whole = _whole(scene, figures, index, opener) if opener is not None else None
        result.append(whole)
    return result


def _opener(scene: Scene, at: int) -> int | None:
    part = scene.sentence_of(at)
    for index in range(at - 1, max(part.first, at - REACH) - 1, -1):
        if scene.key(index) == ";":
            return None
        if scene.key(index) in _SINGLE or (scene.key(index), scene.key(index + 1)) in _OPENERS:
            return index
    return None


def _whole(scene: Scene, figures: list[Mark], index: int, opener: int) -> int | None:
    part = scene.sentence_of(opener)
    floor = part.first
    if opener - part.first <= 1 and part.first > 0:
        floor = scene.sentence_of(part.first - 1).first
    mark = figures[index]
    for at in range(index - 1, -1, -1):
        other = figures[at]
        if other.number.first < floor or (_labels(scene, opener) and _semicolon(scene, other.number.last, opener)):
            return None
        if other.number.first < opener and set(other.kinds) & set(mark.kinds):
            return at if other.number.value >= mark.number.value and "percent" not in mark.kinds else None
    return None


def _labels(scene: Scene, opener: int) -> bool:
    """A colon opens the parts of what stands in its own clause ('A: 45 tin; B: 30 tin' are two labels)."""
    return scene.key(opener) == ":"


def _semicolon(scene: Scene, first: int, last: int) -> bool:
    return any(scene.key(index) == ";" for index in range(first, last))
