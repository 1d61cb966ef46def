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
_OF_THOSE = (["trong", "số", "đó"], ["trong", "số", "này"], ["số", "đó", "là"])
# Attendances of a session are counted where the session is.
_ATTENDED = "communication.participations"
_OF_SESSIONS = {
    "patrols.shifts": "patrols.participations",
    "training.classes": "training.participations",
    "campaigns.launches": "campaigns.participations",
}

Read = tuple[Mark, str | None]


def borrowed(scene: Scene, mark: Mark, code: str | None, before: Sequence[Read]) -> str | None:
    """The indicator of a number, given those of the numbers before it in its sentence; its own where none is lent."""
    counts = [(other, own) for other, own in before if own not in {None, CHANGE} and other.number.kind != PERCENT]
    if mark.number.kind == PERCENT and _shares(scene, mark) and counts:
        return counts[-1][1]
    if code == _ATTENDED and counts and _met_in(scene, counts[-1][0], mark):
        return _OF_SESSIONS.get(counts[-1][1] or "", code)
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
    return scene.key(at) == "chiếm" or refers(scene, mark)


def refers(scene: Scene, mark: Mark) -> bool:
    """'90% trong số đó', 'trong số đó 90%': a share of what was counted last, also in the sentence before."""
    end = mark.number.last
    behind = [scene.key(at) for at in range(end, end + 4)]
    first = scene.sentence_of(mark.number.first).first
    lead = [scene.key(at) for at in range(max(first, mark.number.first - 5), mark.number.first)]
    return behind[:3] in _OF_THOSE or any(lead[at : at + 3] in _OF_THOSE for at in range(len(lead)))


def _met_in(scene: Scene, session: Mark, mark: Mark) -> bool:
    """'3.751 buổi tuần tra với 11.071 lượt hội viên'."""
    lead = {scene.key(mark.number.first - step) for step in (1, 2, 3)}
    near = mark.number.first - session.unit_end <= _LONGEST_STEP
    return near and bool(lead & {"với", "cho", "hút", "có"})


def _listed(scene: Scene, mark: Mark, before: Sequence[Read]) -> str | None:
    if not before or mark.counted is None or mark.counted.known:
        return None
    other, code = before[-1]
    near = mark.number.first - other.unit_end <= _LONGEST_STEP
    between = {scene.key(at) for at in range(other.unit_end, mark.number.first)}
    return code if near and code and code.startswith(_LISTS) and between & {",", "và", ";"} else None
