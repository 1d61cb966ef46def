"""Which place a number is about: a name in its sentence, one that still holds from before, or the document's own unit.

Names stay as the text has them; a path is as complete as the text allows.
"""

from chungtay.gathering.intake.readers.homes import NATION, SCOPE_LEVEL, Home
from chungtay.gathering.intake.readers.meaning import Mark
from chungtay.gathering.intake.readers.mentions import PROVINCE, Mention, is_province_name
from chungtay.gathering.intake.readers.scene import Scene
from chungtay.gathering.intake.readers.tokens import NUMBER, REACH, Sentence

_LOCATING = {"tại", "ở", "bàn", "thuộc", "của"}


def place_of(
    scene: Scene, named: list[Mention], mark: Mark, opening: Mention | None, base: Home, *, given: bool = False
) -> str | None:
    """The place a number is about. `named` are its sentence's mentions, `opening` one that still holds from before.

    `given`: the number counts what a body gave, so that the giver's own unit is not meant.
    """
    at = mark.number.first
    here = [m for m in named if not _neighbour(scene, m) and not (given and m.body)]
    behind = _behind(scene, here, mark)
    if behind is not None:
        return _full(behind, base)
    before = [m for m in here if m.last <= at]
    scope = _scope(scene, scene.sentence_of(at).first, at)
    if scope is not None and before and before[-1].level == scope[1]:
        return _full(before[-1], base)
    if scope is not None and (not before or scope[0] > before[-1].first):
        return NATION if scope[1] is None else base.cut(scope[1])
    if before:
        return _full(before[-1], base)
    return _full(opening, base) if opening is not None else base.text()


def _neighbour(scene: Scene, mention: Mention) -> bool:
    return scene.key(mention.first - 1) in {"ranh", "giáp", "bạn", "với"} and scene.key(mention.first - 2) in {
        "giáp",
        "tiếp",
        "ranh",
    }


def _behind(scene: Scene, here: list[Mention], mark: Mark) -> Mention | None:
    """'12 mô hình tại huyện X': a single place attached behind the number; a list of places is the whole's."""
    last = mark.unit_end
    later = [m for m in here if m.first >= last]
    if not later or "site" in mark.kinds:
        return None
    first = later[0]
    if first.first - last > 14 or scene.key(first.first - 1) not in _LOCATING:
        return None
    if any(scene.tokens[i].kind == NUMBER or scene.key(i) in {";", "."} for i in range(last, first.first)):
        return None
    several = len(later) > 1 and later[1].level == first.level and later[1].first - first.last <= 2
    return None if several else first


def _scope(scene: Scene, first: int, at: int) -> tuple[int, int | None] | None:
    """(token, level) of the nearest nameless 'toàn tỉnh', 'trên địa bàn huyện' before the number; None: the nation."""
    for index in range(at - 1, max(first, at - REACH) - 1, -1):
        pair = f"{scene.key(index - 1)} {scene.key(index)}"
        if pair in {"cả nước", "toàn quốc"}:
            return index, None
        level = SCOPE_LEVEL.get(scene.key(index))
        if level is not None and scene.key(index - 1) in {"toàn", "bàn", "cả"}:
            following = scene.tokens[index + 1] if index + 1 < len(scene.tokens) else None
            if following is None or not following.capital:
                return index, level
    return None


def opening_mention(scene: Scene, named: list[Mention], sentence: Sentence) -> Mention | None:
    """A place that a sentence opens with ('Tại huyện X, …'): it holds for the sentences after it in the paragraph."""
    for mention in named:
        lead = range(sentence.first, mention.first)
        if mention.first - sentence.first <= 3 and any(scene.key(i) in {"tại", "ở", "bàn", "riêng"} for i in lead):
            return mention
    return None


def _full(mention: Mention, base: Home) -> str:
    """The mention's path, completed upward from the document's own unit where the text leaves it out."""
    if mention.level == PROVINCE or (len(mention.path) > 1 and is_province_name(mention.path[0])):
        return "/".join(mention.path)
    above = [name for name, level in zip(base.path, base.levels, strict=True) if level < mention.level]
    own = [name for name in mention.path if name not in above]
    if len(mention.path) > 1:
        above = above[:1]
    return "/".join([*above, *own])
