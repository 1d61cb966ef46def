"""Numbers that take their indicator from a neighbour: shares of a whole, a count said again, the last of a list."""

from collections.abc import Sequence

from chungtay.gathering.intake.readers.marks import Mark
from chungtay.gathering.intake.readers.meaning import CHANGE
from chungtay.gathering.intake.readers.numerals import PERCENT, RATIO
from chungtay.gathering.intake.readers.scene import Scene

_NEARLY = {"gần", "hơn", "trên", "khoảng", "tới", "đến", "tỷ", "tỉ", "lệ", "quá"}
# Codes whose lists go on with things that the lexicon does not name ('300 kg heroin, 12 cân điện tử').
_LISTS = ("weapons.", "context.contraband_seized")
_LONGEST_STEP = 12

Read = tuple[Mark, str | None]


def borrowed(scene: Scene, mark: Mark, code: str | None, before: Sequence[Read]) -> str | None:
    """The indicator of a number, given those of the numbers before it in its sentence; its own where none is lent."""
    counts = [(other, own) for other, own in before if own not in {None, CHANGE} and other.number.kind != PERCENT]
    if mark.number.kind == PERCENT and _shares(scene, mark) and counts:
        return counts[-1][1]
    if code is not None:
        return code
    if mark.number.kind == RATIO:
        same = [own for other, own in counts if other.number.value in {mark.number.value, mark.number.of}]
        return same[-1] if same else None
    return _listed(scene, mark, before)


def _shares(scene: Scene, mark: Mark) -> bool:
    """'Chiếm 57% tổng số …' is a share of what was counted before, not a rate of its own."""
    at = mark.number.first - 1
    while scene.key(at) in _NEARLY:
        at -= 1
    return scene.key(at) == "chiếm"


def _listed(scene: Scene, mark: Mark, before: Sequence[Read]) -> str | None:
    if not before or mark.counted is None or mark.counted.known:
        return None
    other, code = before[-1]
    near = mark.number.first - other.unit_end <= _LONGEST_STEP
    between = {scene.key(at) for at in range(other.unit_end, mark.number.first)}
    return code if near and code and code.startswith(_LISTS) and between & {",", "và", ";"} else None
