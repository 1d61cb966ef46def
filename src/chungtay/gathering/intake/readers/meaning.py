"""What a number means: its indicator, how exactly it was meant, whether it is a result, a target or context.

The indicator follows from the kind of the counted thing and from what stands around the number, nearer words
weighing more. Rules and words are data (`lexicon.yaml`); this file only weighs them.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from chungtay.gathering.intake.readers.lexicon import Rule, lexicon
from chungtay.gathering.intake.readers.marks import Cue, Mark
from chungtay.gathering.intake.readers.numerals import ORDER, PERCENT, RATIO, Numeral
from chungtay.gathering.intake.readers.scene import Counted, Scene, kinds_of
from chungtay.gathering.intake.readers.tokens import REACH
from chungtay.gathering.intake.readers.weighing import weights
from chungtay.kernel.quantities import Precision

CHANGE = "context.change"
POPULATION = "context.population"
RESULT, TARGET, CONTEXT = "result", "target", "context"

_MORE, _NEARLY = {"hơn", "trên", "quá"}, {"gần", "ngót"}
_ABOUT = {"khoảng", "chừng", "ước", "độ", "tầm"}
_COMPARED = {"cao", "nhiều", "ít", "lớn", "thấp", "nhanh", "tốt"}
_PLACED = {"triển", "nhân", "thực", "lắp", "áp", "xây", "ra"}
_RISE = {"giảm", "tăng"}
_SKIPPED = {
    "được",
    "thêm",
    "tới",
    "đến",
    "khoảng",
    "gần",
    "hơn",
    "trên",
    "ước",
    "mạnh",
    "là",
    "quá",
    "tối",
    "thiểu",
    "ít",
    "nhất",
    "sâu",
    "đều",
    "bình",
    "quân",
    "trung",
    "ngay",
    "dần",
    "hẳn",
    "bằng",
    "nhẹ",
}
_AIMS = (
    "phấn đấu",
    "chỉ tiêu",
    "sẽ",
    "dự kiến",
    "đặt ra",
    "mục tiêu",
    "chỉ tiêu giao",
    "kế hoạch đề ra",
    "phải đạt",
    "chậm nhất",
    "yêu cầu",
)
_REACHED = {"vượt", "đạt", "hoàn", "so", "100"}
_NEAR_ENOUGH = 0.12
_LEAST, _WORTH_OFFERING = 0.9, 0.3
_SIGNS = {"-", "+", "–", "−"}


@dataclass(frozen=True, slots=True)
class Sense:
    """An indicator with its score and the score of the best other one; `also` are the next best."""

    code: str | None
    score: float
    second: float
    also: tuple[str, ...] = ()


def approx_of(scene: Scene, number: Numeral, unit_end: int) -> str:
    """The precision word standing directly before the number, or 'trở lên' behind it."""
    if number.kind == ORDER:
        return Precision.ORDER
    if "lên" in {scene.key(number.last + 1), scene.key(unit_end + 1)} and "trở" in {
        scene.key(number.last),
        scene.key(unit_end),
    }:
        return Precision.AT_LEAST
    one, two, three = (scene.key(number.first - step) for step in (1, 2, 3))
    return _two_words(one, two, three) or _one_word(one, two) or Precision.EXACT


def _two_words(one: str, two: str, three: str) -> str | None:
    pair = f"{two} {one}"
    if pair in {"không dưới", "ít nhất", "tối thiểu", "thấp nhất"}:
        return Precision.AT_LEAST
    if pair in {"tối đa", "không quá", "vượt quá", "cao nhất", "nhiều nhất"} or f"{three} {pair}" == "có thể lên":
        return Precision.MORE_THAN if pair == "vượt quá" and three != "không" else Precision.AT_MOST
    if one in {"đến", "tới"} and f"{three} {two}" == "thể lên":
        return Precision.AT_MOST
    return (
        Precision.ABOUT
        if pair in {"xấp xỉ", "ước tính", "ước đạt", "ước khoảng", "trung bình"} and pair != "trung bình"
        else None
    )


def _one_word(one: str, two: str) -> str | None:
    if one in _MORE:
        return None if one == "hơn" and two in _COMPARED else Precision.MORE_THAN
    if one in _NEARLY:
        return Precision.NEARLY
    if one in _ABOUT:
        return Precision.ABOUT
    return Precision.AT_MOST if one == "dưới" else None


def placed_on(scene: Scene, mark: Mark) -> bool:
    """'Triển khai trên 12 địa bàn': 'trên' tells where, not how many."""
    if scene.key(mark.number.first - 1) != "trên" or "site" not in mark.kinds:
        return False
    return scene.key(mark.number.first - 3) in _PLACED


def cues_in(scene: Scene, first: int, last: int) -> list[Cue]:
    """All telling phrases of tokens [first, last), without those inside a compound that tells nothing."""
    found = [Cue(a, b, label) for a, b, label in lexicon().cues.every(scene.tokens, first, last)]
    idle = [cue for cue in found if cue.label == "none"]
    wider = idle + [cue for cue in found if cue.last - cue.first > 1 and cue.label != "none"]
    return [cue for cue in found if cue.label != "none" and not any(_hidden(cue, other) for other in wider)]


def _hidden(cue: Cue, other: Cue) -> bool:
    """Whether a longer phrase takes a cue's meaning away: an idle compound, a sanction ('xử lý hành chính'), or any
    phrase that a single syllable is part of ('phát' of 'phát hiện')."""
    if not _inside(cue, other) or cue.label == other.label:
        return False
    return other.label in {"none", "fine"} or cue.last - cue.first == 1


def _inside(cue: Cue, idle: Cue) -> bool:
    """Whether a cue is a smaller part of an idle compound; a phrase listed as both stays a cue."""
    return idle.first <= cue.first and cue.last <= idle.last and cue.last - cue.first < idle.last - idle.first


def change_before(scene: Scene, number: Numeral) -> str | None:
    """'tăng' or 'giảm' when the number is a difference and not a level ('giảm 12 vụ', not 'giảm còn 12 vụ')."""
    part = scene.sentence_of(number.first)
    for at in range(number.first - 1, max(part.first, number.first - 5) - 1, -1):
        key = scene.key(at)
        if key in _RISE:
            return key
        if key == "gấp" and scene.key(number.last) == "lần":
            return "tăng"
        if key not in _SKIPPED:
            break
    pair = f"{scene.key(number.first - 2)} {scene.key(number.first - 1)}"
    return {"nhiều hơn": "tăng", "cao hơn": "tăng", "ít hơn": "giảm", "thấp hơn": "giảm"}.get(pair)


def sense(scene: Scene, mark: Mark, others: list[Mark], cues: list[Cue], around: Iterable[Cue] = ()) -> Sense:
    """The indicator of one number. `cues` are those of its sentence, `around` of what stands before it."""
    if "money" not in mark.kinds and (change_before(scene, mark.number) or _bracketed_change(scene, mark, others)):
        return Sense(CHANGE, 4.0, 0.0)
    found = weights(scene, mark, others, cues, around)
    scored = sorted(
        ((_score(rule, mark, found), index) for index, rule in enumerate(_rules_for(mark.kinds))),
        key=lambda s: (-s[0], s[1]),
    )
    rules = _rules_for(mark.kinds)
    also = [_finer(scene, mark, rules[index].code) for score, index in scored if score >= _WORTH_OFFERING]
    offered = tuple(dict.fromkeys(code for code in also if code))
    if not scored or scored[0][0] < _LEAST:
        return Sense(None, _LEAST, 0.0, offered)
    best = rules[scored[0][1]].code
    other = next((score for score, index in scored[1:] if rules[index].code != best), 0.0)
    return Sense(_finer(scene, mark, best), scored[0][0], max(0.0, other), offered)


def _finer(scene: Scene, mark: Mark, code: str | None) -> str | None:
    """The indicator that the noun itself narrows: shells are ammunition, hamlets residential areas."""
    tree = lexicon().finer.get(code or "")
    found = tree.longest(scene.tokens, mark.counted.first, mark.counted.last) if tree and mark.counted else None
    return found[1][0] if found else code


def _bracketed_change(scene: Scene, mark: Mark, others: list[Mark]) -> bool:
    """'Giảm 6 vụ (10,3%)': a percentage in brackets straight after a difference is that difference."""
    at = mark.number.first
    if mark.number.kind != PERCENT:
        return False
    if scene.key(at - 1) in _SIGNS and scene.key(at - 2) == "(":
        return True
    if scene.key(at - 1) not in {"(", "bằng", "đương", "ứng", "="}:
        return False
    whole = next((o for o in others if o.unit_end <= mark.number.first <= o.unit_end + 4), None)
    return whole is not None and change_before(scene, whole.number) is not None


_by_kinds: dict[frozenset[str], list[Rule]] = {}


def _rules_for(kinds: tuple[str, ...]) -> list[Rule]:
    key = frozenset(kinds)
    if key not in _by_kinds:
        _by_kinds[key] = [rule for rule in lexicon().rules if rule.units & key]
    return _by_kinds[key]


def _score(rule: Rule, mark: Mark, found: dict[str, float]) -> float:
    if any(max((found.get(label, 0.0) for label in need), default=0.0) < _NEAR_ENOUGH for need in rule.needs):
        return -1.0
    score = rule.base + sum(weight * found.get(label, 0.0) for label, weight in rule.cues.items())
    if rule.code == POPULATION and mark.number.kind == RATIO:
        score -= 1.5
    # A share keeps the code of what is shared, but a share that meets a standard is a rate.
    if mark.number.kind == PERCENT and (rule.code or "").startswith("standard.") and "percent" not in rule.units:
        score -= 2.5
    return score


def status_of(scene: Scene, mark: Mark, code: str | None, target_year: bool) -> str:
    """Result, target or context."""
    if _aimed(scene, mark) or target_year:
        return TARGET
    return CONTEXT if code == POPULATION or "delegate" in mark.kinds else RESULT


def _aimed(scene: Scene, mark: Mark) -> bool:
    part = scene.sentence_of(mark.number.first)
    keys = [scene.key(index) for index in range(max(part.first, mark.number.first - REACH), mark.number.first)]
    text = f" {' '.join(keys)} "
    for aim in _AIMS:
        at = text.rfind(f" {aim} ")
        if at < 0:
            continue
        before = text[:at].rsplit(" ", 1)[-1]
        if before in _REACHED or (aim == "mục tiêu" and text[at:].startswith(" mục tiêu quốc gia")):
            continue
        return True
    return False


def kinds_for(number: Numeral, counted: Counted | None) -> tuple[str, ...]:
    """Kinds of the counted thing, see `scene.kinds_of`."""
    return kinds_of(number, counted)
