"""Who gave an award: the office that the clause names with a verb of praise, as an indicator of the catalogue.

Offices are data (`lexicon.yaml`, `givers`); their level is read from the words or the place behind them. Where two
offices give together, or an office stands there without giving, nobody is named and the count stays general.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from chungtay.gathering.intake.readers.lexicon import lexicon
from chungtay.gathering.intake.readers.marks import Mark
from chungtay.gathering.intake.readers.mentions import COMMUNE, DISTRICT, PROVINCE, Mention
from chungtay.gathering.intake.readers.scene import Scene
from chungtay.gathering.intake.readers.tokens import REACH

ANY = "awards.all"
_BY_OFFICE = {
    ("committee", PROVINCE): "awards.province_committee",
    ("committee", COMMUNE): "awards.commune",
    ("front", PROVINCE): "awards.front",
    ("police", PROVINCE): "awards.police_director",
    ("director", PROVINCE): "awards.police_director",
    # Only provinces have a director of police.
    ("director", None): "awards.police_director",
}
_LEVELS = {
    "tỉnh": PROVINCE,
    "thành": PROVINCE,
    "tp": PROVINCE,
    "tphcm": PROVINCE,
    "huyện": DISTRICT,
    "quận": DISTRICT,
    "thị": DISTRICT,
    "xã": COMMUNE,
    "phường": COMMUNE,
    "đặc": COMMUNE,
}
_PRAISE = {"tặng", "khen", "trao", "thưởng", "dương", "vinh"}
_PASSIVE = {"được", "do"}
_JOINS = {",", "và", "cùng", "với", "-", "–"}
_VERB_WITHIN, _TITLE = 14, 4


@dataclass(frozen=True, slots=True)
class Giver:
    """The indicator of the giver; `named` tells whether the text says who gave, `doubtful` that it leaves it open."""

    code: str
    named: bool = False
    doubtful: bool = False


@dataclass(frozen=True, slots=True)
class _Office:
    first: int
    last: int
    code: str


def giver_of(scene: Scene, mark: Mark, near: Sequence[Mark], named: Sequence[Mention]) -> Giver:
    """The giver of one award: 'N được X tặng', then 'X tặng … cho N', then 'N, M được X tặng', then the clause before.

    `near` are the other figures of the sentence, `named` its places.
    """
    sentence = scene.sentence_of(mark.number.first)
    clause = _clause(scene, mark, sentence.first, sentence.last)
    offices = _offices(scene, *clause, named)
    behind = [o for o in offices if o.first >= mark.unit_end]
    before = [o for o in offices if o.last <= mark.number.first]
    figures = sorted(other.number.first for other in near)
    following = next((at for at in figures if at >= mark.unit_end), clause[1])
    own = _receives(scene, [o for o in behind if o.first < following], mark.unit_end)
    found = own or _gives(scene, before, mark, clause[0]) or _receives(scene, behind, mark.unit_end)
    if found is None and not offices and clause[0] > sentence.first:
        earlier = _offices(scene, max(sentence.first, clause[0] - REACH), clause[0], named)
        found = _gives(scene, earlier, mark, sentence.first)
    if found is None:
        return Giver(ANY, doubtful=bool(offices))
    return Giver(found.code, named=found.code != ANY)


def _clause(scene: Scene, mark: Mark, first: int, last: int) -> tuple[int, int]:
    """Tokens between the semicolons around a number."""
    start = next((i + 1 for i in range(mark.number.first - 1, first - 1, -1) if scene.key(i) == ";"), first)
    end = next((i for i in range(mark.unit_end, last) if scene.key(i) == ";"), last)
    return max(start, mark.number.first - REACH), min(end, mark.unit_end + REACH)


def _offices(scene: Scene, first: int, last: int, named: Sequence[Mention]) -> list[_Office]:
    found: list[_Office] = []
    index = first
    while index < last:
        match = lexicon().givers.longest(scene.tokens, index, last)
        if match is None:
            index += 1
            continue
        end, kinds = match
        found.append(_Office(index, end, _code(scene, kinds[0], end, named)))
        index = end
    return found


def _code(scene: Scene, office: str, end: int, named: Sequence[Mention]) -> str:
    if office == "ministry":
        return "awards.ministry"
    at = end
    while scene.key(at) in {"việt", "nam", "cấp", "các"}:
        at += 1
    place = next((m for m in named if m.first == at), None)
    level = place.level if place else _LEVELS.get(scene.key(at))
    if scene.key(at) == "thị" and scene.key(at + 1) == "trấn":
        level = COMMUNE
    return _BY_OFFICE.get((office, level), ANY)


def _gives(scene: Scene, offices: list[_Office], mark: Mark, floor: int) -> _Office | None:
    """The last office before the number that gives: 'X tặng bằng khen cho N', 'bằng khen của X cho N'."""
    for index in range(len(offices) - 1, -1, -1):
        office = offices[index]
        if _passive(scene, office, floor) and _number_between(scene, floor, office.first):
            continue
        if _praised_by(scene, office, floor):
            return office
        if _verb_after(scene, office, mark.number.first):
            joint = index > 0 and _together(scene, offices[index - 1], office)
            return _Office(office.first, office.last, ANY) if joint else office
    return None


def _receives(scene: Scene, offices: list[_Office], floor: int) -> _Office | None:
    """The first office behind the number from which it comes: 'N được X tặng', 'N được tặng giấy khen của X'."""
    for index, office in enumerate(offices):
        given = _passive(scene, office, floor) and _verb_after(scene, office, office.last + _VERB_WITHIN)
        if given or _praised_by(scene, office, floor):
            return office
        joint = index > 0 and _together(scene, offices[index - 1], office)
        if joint and _passive(scene, offices[index - 1], floor):
            return _Office(office.first, office.last, ANY)
    return None


def _passive(scene: Scene, office: _Office, floor: int) -> bool:
    """'được' or 'do' straight before an office or the title of its head."""
    lead = range(max(floor, office.first - _TITLE), office.first)
    return any(scene.key(i) in _PASSIVE for i in lead) and not any(scene.key(i) in _PRAISE | {","} for i in lead)


def _praised_by(scene: Scene, office: _Office, floor: int) -> bool:
    """'bằng khen của X': the office owns the award named before it."""
    of = next(
        (i for i in range(office.first - 1, max(floor, office.first - _TITLE) - 1, -1) if scene.key(i) == "của"), 0
    )
    return bool(of) and scene.key(of - 1) in _PRAISE


def _verb_after(scene: Scene, office: _Office, stop: int) -> bool:
    for index in range(office.last, min(stop, office.last + _VERB_WITHIN)):
        if scene.key(index) in _PRAISE:
            return True
        if scene.key(index) == "," and scene.key(index + 1) in _LEVELS:
            continue
        if scene.key(index) in {",", ";", ":"} or lexicon().givers.longest(scene.tokens, index, stop):
            return False
    return False


def _together(scene: Scene, one: _Office, other: _Office) -> bool:
    """'X và Y tặng', 'X phối hợp với Y khen': nothing given in between, and a joining word."""
    between = [scene.key(i) for i in range(one.last, other.first)]
    return len(between) <= _VERB_WITHIN and not _PRAISE & set(between) and bool(_JOINS & set(between[-5:]))


def _number_between(scene: Scene, first: int, last: int) -> bool:
    return any(first <= number.first < last for number in scene.numbers)
