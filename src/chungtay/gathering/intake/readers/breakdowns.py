"""Which member of an indicator's dimension a number belongs to, by its noun and by the words that restrict it.

The catalogue says which dimension an indicator has; `lexicon.yaml` has the words of each member. Several members
named for one number are none: only awards have a member for what was not separated.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from chungtay.gathering.intake.readers.lexicon import PhraseTree, lexicon
from chungtay.gathering.intake.readers.marks import Mark
from chungtay.gathering.intake.readers.modelnames import DIMENSION as MODEL_KIND
from chungtay.gathering.intake.readers.modelnames import Named, model_of
from chungtay.gathering.intake.readers.records import Candidate
from chungtay.gathering.intake.readers.scene import Scene
from chungtay.gathering.intake.readers.tokens import NUMBER
from chungtay.reference.indicators.catalogue import catalogue

RECIPIENTS = "recipient_kind"
_MIXED = "mixed"
_FAR, _LONGEST_LABEL = 12, 24
# Behind these, a phrase tells what came of the thing or what it was for, no longer what kind of thing it is.
_ENDS = {";", ":", ".", "(", "giúp", "qua", "để", "nhằm", "phục", "góp", "từ", "so"}
_RECIPIENT_KINDS = {
    "person": "individual",
    "member": "individual",
    "associate": "individual",
    "household": "household",
    "org": "collective",
    "group": "collective",
    "site": "collective",
}


@dataclass(frozen=True, slots=True)
class Part:
    """What part of an indicator a number is: {} or one member; the model named beside it, known or not."""

    cells: dict[str, str]
    model: Named | None = None

    @property
    def unknown(self) -> bool:
        """Whether a model is named that is no member, so that the count is not that of all models."""
        return self.model is not None and not self.cells

    def without_cells(self) -> "Part":
        """The same with the model left to an officer."""
        return Part({}, self.model)


def part_of(scene: Scene, mark: Mark, code: str | None, near: Sequence[Mark]) -> Part:
    """The part that the words around a number name. `near` are the other figures of its sentence."""
    definition = catalogue().get(code or "")
    dimension = definition.breakdown if definition else ""
    if not dimension:
        return Part({})
    if dimension == MODEL_KIND:
        model = model_of(scene, mark, near)
        return Part({MODEL_KIND: model.member} if model and model.member else {}, model)
    member = _member(scene, mark, dimension)
    return Part({dimension: member} if member else {})


def _member(scene: Scene, mark: Mark, dimension: str) -> str | None:
    noun = _noun(mark)
    by_noun = lexicon().breakdowns_by_noun.get(dimension)
    found = _members(scene, by_noun, *noun) if by_noun else set()
    tree = lexicon().breakdowns.get(dimension)
    if not found and tree is not None:
        found = _members(scene, tree, *noun) or _members(scene, tree, *_restricting(scene, mark, tree))
    label = _label(scene, mark)
    for words in (by_noun, tree):
        found = found or (_members(scene, words, *label) if words else set())
    if dimension == RECIPIENTS:
        found = found or {_RECIPIENT_KINDS[kind] for kind in mark.kinds if kind in _RECIPIENT_KINDS}
        if len(found) > 1:
            return _MIXED
    return next(iter(found)) if len(found) == 1 else None


def _noun(mark: Mark) -> tuple[int, int]:
    """Tokens of the noun; with a noun before the number, up to the number; with an inherited one, nothing."""
    if mark.counted is None or mark.inherited:
        return mark.number.last, mark.number.last
    if mark.counted.last <= mark.number.first:
        return mark.counted.first, mark.number.first
    return mark.counted.first, mark.counted.last


def _label(scene: Scene, mark: Mark) -> tuple[int, int]:
    """What is said straight before a number to name it: 'Tin về tệ nạn: 30', 'tỷ lệ khu dân cư đạt … 95%'."""
    at = mark.number.first
    floor = max(scene.sentence_of(at).first, at - _LONGEST_LABEL)
    first = next((i + 1 for i in range(at - 2, floor - 1, -1) if _ends_label(scene, i)), floor)
    if scene.key(at - 1) == ":":
        return first, at
    rate = next((i for i in range(at - 1, first - 1, -1) if scene.key(i) in {"tỷ", "tỉ"}), at)
    return (rate, at) if "percent" in mark.kinds and mark.counted is None else (at, at)


def _ends_label(scene: Scene, index: int) -> bool:
    return scene.tokens[index].kind == NUMBER or scene.key(index) in {";", ":", "."}


def _members(scene: Scene, tree: PhraseTree, first: int, last: int) -> set[str]:
    """Members named in tokens [first, last); of phrases inside one another the longest counts."""
    found: set[str] = set()
    index = first
    while index < last:
        match = tree.longest(scene.tokens, index, last)
        if match is not None:
            found.update(match[1])
        index = match[0] if match else index + 1
    return found - {"none"}


def _restricting(scene: Scene, mark: Mark, tree: PhraseTree) -> tuple[int, int]:
    """The words behind the noun that belong to it: up to the next number, mark or purpose."""
    first = index = mark.unit_end
    stop = min(scene.sentence_of(mark.number.first).last, first + _FAR)
    while index < stop:
        key = scene.key(index)
        if scene.tokens[index].kind == NUMBER or key in _ENDS or (key == "trong" and scene.key(index + 1) == "đó"):
            break
        match = tree.longest(scene.tokens, index, stop)
        # A comma or 'và' goes on with another member or ends what is said of the noun.
        if key in {",", "và"} and match is None and not _starts(scene, tree, index + 1, stop, 1 if key == "," else 2):
            break
        index = match[0] if match else index + 1
    return first, index


def _starts(scene: Scene, tree: PhraseTree, index: int, stop: int, within: int) -> bool:
    return any(tree.longest(scene.tokens, at, stop) is not None for at in range(index, index + within))


def wholes_cleared(found: list[Candidate]) -> list[Candidate]:
    """A whole whose parts are of other kinds than its own words suggest is of no kind: it is the sum of them."""
    whole: set[int] = set()
    for item in found:
        over = found[item.parent] if item.parent is not None else None
        if over and item.indicator == over.indicator and item.breakdown and item.breakdown != over.breakdown:
            whole.add(item.parent or 0)
    return [replace(item, breakdown={}) if at in whole and item.breakdown else item for at, item in enumerate(found)]
