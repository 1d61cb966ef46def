"""How sure a reading is: the noun, the lead of the best rule, the form of the number, and what bears it out.

The weights were set on texts that the rules had not been written for; `python -m benchmarks.written.score` prints
how often candidates of each confidence were right. An officer accepts those of 0.9 and more together, so a form of
number that is often no statistic (a few, an order of magnitude, a price in dollars) stays below.
"""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from chungtay.gathering.intake.readers.lexicon import word_list
from chungtay.gathering.intake.readers.marks import Mark
from chungtay.gathering.intake.readers.meaning import Sense
from chungtay.gathering.intake.readers.numerals import ORDER, PERCENT, RANGE, WORDS
from chungtay.gathering.intake.readers.records import Candidate
from chungtay.gathering.intake.readers.scene import Scene

_KNOWN, _INHERITED, _UNKNOWN = 0.95, 0.85, 0.6
_FLOOR, _SPAN, _WIDE_LEAD = 0.55, 0.43, 1.6
_NO_CODE = 0.5
# What is left of the confidence when the text names a part or giver that the catalogue does not know, and of the
# doubt when it names one that it does.
_DOUBT, _STATED = 0.5, 0.7
_FORMS = {ORDER: 0.93, RANGE: 0.93, WORDS: 0.95}
_FEW, _FEW_LEFT = 4, 0.94
_FOREIGN, _FOREIGN_LEFT = {"usd", "đô"}, 0.9
_BORROWED = 0.9
# The most that what many indicators share comes to; only other figures of the text raise it ('borne_out').
_MOST_SHARED = 0.89
_WHERE = {"models.communes_covered", "festival.sites"}
_VAGUE = word_list("vague")
_RATES = {"standard.rate", "mediation.success_rate"}
# What is left of the doubt when two figures of a text bear each other out.
_AGREED = 0.7
_BACKGROUND, _BACKGROUND_LEFT = ("context.",), 0.94
# Figures further apart than this do not explain each other.
_BESIDE = 3


def confidence_of(
    scene: Scene, found: Sense, mark: Mark, code: str | None, *, stated: bool = False, doubtful: bool = False
) -> float:
    """The chance that value and indicator are right, 0 to 1.

    `stated`: the text itself names the giver or the part. `doubtful`: it names one that the catalogue does not know.
    """
    known = mark.counted is not None and mark.counted.known and not mark.inherited
    noun = _KNOWN if known else _INHERITED if mark.inherited or not mark.counted else _UNKNOWN
    rule = _FLOOR + _SPAN * min(1.0, max(0.0, found.score - found.second) / _WIDE_LEAD)
    if code is None:
        rule = min(rule, _NO_CODE)
    elif found.code is None:
        rule = max(rule, _BORROWED)
    sure = noun * rule
    if doubtful:
        sure *= _DOUBT
    elif stated:
        sure = 1 - (1 - sure) * _STATED
    sure *= _form(scene, mark)
    return round(min(sure, _MOST_SHARED) if _shared(scene, mark, code) else sure, 3)


def _shared(scene: Scene, mark: Mark, code: str | None) -> bool:
    """Whether many indicators count such a thing, so that one sentence alone does not settle which: the background of
    crime and places, where something was done, and nouns of one general word ('đội', 'người', 'hồ sơ')."""
    if code is None or code.startswith(_BACKGROUND) or code in _WHERE:
        return True
    if mark.number.kind == PERCENT and code not in _RATES:
        return True
    counted = mark.counted
    return counted is not None and counted.last - counted.first == 1 and scene.key(counted.first) in _VAGUE


def _form(scene: Scene, mark: Mark) -> float:
    left = _FORMS.get(mark.number.kind, 1.0)
    if mark.number.value <= _FEW and "award" not in mark.kinds and "percent" not in mark.kinds:
        left *= _FEW_LEFT
    if mark.counted is not None and scene.key(mark.counted.first) in _FOREIGN:
        left *= _FOREIGN_LEFT
    return left


def borne_out(found: Sequence[Candidate]) -> list[Candidate]:
    """The candidates, surer where the text says a figure twice, where parts add up to their whole, and where a share
    is that of the two numbers beside it."""
    said: dict[tuple[str | None, Decimal], set[tuple[int, int]]] = {}
    for item in found:
        said.setdefault((item.indicator, item.value), set()).add(item.sentence)
    sums = _summed(found) | _shares(found)
    background = _is_of_the_programme(found)
    result = []
    for at, item in enumerate(found):
        again = item.indicator is not None and item.value > _FEW and len(said[item.indicator, item.value]) > 1
        if again or at in sums:
            item = replace(item, confidence=round(1 - (1 - item.confidence) * _AGREED, 3))
        elif background and (item.indicator or "").startswith(_BACKGROUND):
            item = replace(item, confidence=round(item.confidence * _BACKGROUND_LEFT, 3))
        result.append(item)
    return result


def _is_of_the_programme(found: Sequence[Candidate]) -> bool:
    """Whether a report counts mostly what the programme does: what it then seems to say of crime or of the size of a
    place is misread more often than in a report on crime."""
    told = [item.indicator for item in found if item.indicator]
    return 2 * sum(code.startswith(_BACKGROUND) for code in told) < len(told)


def _summed(found: Sequence[Candidate]) -> set[int]:
    """Indexes of wholes whose parts add up exactly, and of these parts."""
    parts: dict[int, list[int]] = {}
    for at, item in enumerate(found):
        if item.parent is not None:
            parts.setdefault(item.parent, []).append(at)
    agreed: set[int] = set()
    for whole, own in parts.items():
        if len(own) > 1 and sum(found[at].value for at in own) == found[whole].value:
            agreed.update((whole, *own))
    return agreed


def _shares(found: Sequence[Candidate]) -> set[int]:
    """Indexes of percentages that the ratio, or the part and its whole, of their sentence come to, and of these."""
    agreed: set[int] = set()
    for at, share in enumerate(found):
        if share.unit != "%" or share.value_to is not None:
            continue
        for other in range(max(0, at - _BESIDE), min(len(found), at + _BESIDE + 1)):
            pair = _fraction(found, other)
            if other != at and pair is not None and found[other].sentence == share.sentence and _comes_to(share, *pair):
                agreed.update({at, other} | ({whole} if (whole := found[other].parent) is not None else set()))
    return agreed


def _fraction(found: Sequence[Candidate], at: int) -> tuple[Decimal, Decimal] | None:
    item = found[at]
    if item.unit == "%":
        return None
    of = item.of if item.of is not None else found[item.parent].value if item.parent is not None else None
    return (item.value, of) if of else None


def _comes_to(share: Candidate, part: Decimal, whole: Decimal) -> bool:
    """Whether the share is part / whole as precisely as it was written ('81,2%' to a twentieth of a point)."""
    digits = max(0, -int(share.value.normalize().as_tuple().exponent))
    return abs(100 * part / whole - share.value) <= Decimal(5).scaleb(-digits - 1)
