"""Which place a number is about: a name in its sentence, one that still holds from before, or the document's own unit.

Names stay as the text has them; a path is as complete as the text allows.
"""

from itertools import pairwise

from chungtay.gathering.intake.readers import hierarchies
from chungtay.gathering.intake.readers.homes import NATION, SCOPE_LEVEL, Home
from chungtay.gathering.intake.readers.marks import Mark
from chungtay.gathering.intake.readers.mentions import DISTRICT, MUNICIPALITIES, PROVINCE, Mention, is_province_name
from chungtay.gathering.intake.readers.scene import Scene
from chungtay.gathering.intake.readers.tokens import NUMBER, REACH, Sentence

_LOCATING = {"tại", "ở", "bàn", "thuộc", "của"}
_ABODES = {"trú", "ngụ", "quê"}
_CITIES = {"thành", "tp"}
# How far behind a venue the verb of the meeting may stand.
_VENUE = 30
_OPENS = 4
_BRACKET, _JOINED = 16, 6
_UNITS = {"xã", "phường", "huyện", "quận", "thị", "tỉnh", "thành", "địa"}
_BELOW_COMMUNE = {"thôn", "bản", "ấp", "xóm", "khu", "tổ", "buôn", "làng", "khóm", "khối", "kdc", "tdp"}
_GOING_ON = {("qua", "đó"), ("từ", "đó"), ("trong", "đó"), ("nhờ", "đó"), ("nhờ", "vậy"), ("kết", "quả")}
# Behind a place that is the subject of its sentence.
_HAPPENS = {"xảy", "ghi", "có"}


def place_of(
    scene: Scene,
    named: list[Mention],
    mark: Mark,
    opening: Mention | str | None,
    base: Home,
    *,
    given: bool = False,
) -> str | None:
    """The place a number is about. `named` are its sentence's mentions, `opening` what still holds from before.

    `given`: the number counts what a body gave, so that the giver's own unit is not meant.
    """
    at = mark.number.first
    here = [m for m in named if not _elsewhere(scene, m, base) and not (given and m.body) and not _listed(scene, m)]
    here = [m for m in here if not _set_apart(scene, m, at)]
    several = _several(scene, here)
    here = [m for m in here if m not in several]
    behind = _behind(scene, here, mark)
    if behind is not None:
        return full(behind, base)
    if several and not here:
        return base.cut(several[0].level - 1) if base.path else None
    before = [m for m in here if m.last <= at and not _left_behind(scene, m, at)]
    scope = _scope(scene, scene.sentence_of(at).first, at)
    if scope is not None and before and before[-1].level == scope[1]:
        return full(before[-1], base)
    if scope is not None and (not before or scope[0] > before[-1].first):
        if isinstance(opening, Mention) and opening.level == scope[1]:
            return full(opening, base)
        return NATION if scope[1] is None else _scoped(base, scope)
    if before:
        return full(before[-1], base)
    if isinstance(opening, str):
        return opening
    return full(opening, base) if opening is not None else base.text()


def _scoped(base: Home, scope: tuple[int, int | None, str]) -> str | None:
    """'Toàn thành phố' is the district's city where the document is one's, else the province."""
    level = scope[1] or PROVINCE
    if scope[2] in _CITIES and len(base.path) > 1 and base.path[0] not in MUNICIPALITIES:
        level = DISTRICT
    return base.cut(level)


def _elsewhere(scene: Scene, mention: Mention, base: Home) -> bool:
    """A neighbour, a person's abode, or the town where a national body met: what is counted is not there."""
    before = [scene.key(mention.first - step) for step in (1, 2, 3)]
    if _neighbour(scene, mention) or _ABODES & set(before):
        return True
    opens = mention.first - scene.sentence_of(mention.first).first <= 1
    return base.national and not opens and mention.level == PROVINCE and before[0] == "tại" and _meets(scene, mention)


def _left_behind(scene: Scene, mention: Mention, at: int) -> bool:
    """'… tại xã A; duy trì 55 mô hình': a place inside an earlier clause does not hold for the next."""
    opens = mention.first - scene.sentence_of(at).first <= _OPENS
    if opens or mention.body or scene.key(mention.first - 1) not in _LOCATING:
        return False
    return scene.crosses(mention.last, at, ";")


def _meets(scene: Scene, mention: Mention) -> bool:
    return any(
        (scene.key(at), scene.key(at + 1)) in {("tổ", "chức"), ("diễn", "ra"), ("khai", "mạc"), ("chủ", "trì")}
        for at in range(mention.last, mention.last + _VENUE)
    )


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
    if not later or ("site" in mark.kinds and not _hamlets(scene, mark)):
        return None
    first = later[0]
    joins = _LOCATING | {","} if "site" in mark.kinds else _LOCATING
    if first.first - last > 14 or scene.key(first.first - 1) not in joins:
        return None
    if any(scene.tokens[i].kind == NUMBER or scene.key(i) in {";", "."} for i in range(last, first.first)):
        return None
    several = len(later) > 1 and later[1].level == first.level and later[1].first - first.last <= 2
    return None if several or _name_joined(scene, first) else first


def _set_apart(scene: Scene, mention: Mention, at: int) -> bool:
    """A name inside a model's quoted name or inside brackets that closed before the number."""
    quote = scene.quote_of(mention.first)
    if quote is not None and not quote[0] < at < quote[1]:
        return True
    if mention.last > at:
        return False
    first = scene.sentence_of(at).first
    opened = any(scene.key(i) == "(" for i in range(max(first, mention.first - _BRACKET), mention.first))
    closed = any(scene.key(i) == ")" for i in range(mention.last, min(at, mention.last + _BRACKET)))
    between = any(scene.key(i) == ")" for i in range(max(first, mention.first - _BRACKET), mention.first))
    return opened and closed and not between


def _several(scene: Scene, here: list[Mention]) -> list[Mention]:
    """'Xã A và thị trấn B': units of one level in a row are meant together, and no one of them alone."""
    found: list[Mention] = []
    for one, other in pairwise(here):
        joined = other.first - one.last == 1 and scene.key(one.last) in {"và", ","}
        if joined and one.level == other.level != PROVINCE:
            found += [one, other]
    return found


def _listed(scene: Scene, mention: Mention) -> bool:
    """'Người dân các xã A, B và C', '4 phường còn lại và phường B': one of several that are meant together."""
    at = mention.last + 1
    if scene.key(mention.first - 1) in {"và", ","} and _counted_with(scene, mention.first - 1):
        return True
    plural = scene.key(mention.first - 1) == "các"
    return plural and scene.key(mention.last) in {",", "và"} and at < len(scene.tokens) and scene.tokens[at].capital


def _counted_with(scene: Scene, at: int) -> bool:
    """Whether a number of units stands straight before the 'và' that joins one more by name."""
    number = next((n for n in reversed(scene.numbers) if n.last <= at), None)
    return number is not None and at - number.last <= _JOINED and scene.key(number.last) in _UNITS


def _hamlets(scene: Scene, mark: Mark) -> bool:
    """'Ở 2 bản A và B, xã C': what lies below the commune is counted within it."""
    return mark.counted is not None and scene.key(mark.counted.first) in _BELOW_COMMUNE


def _name_joined(scene: Scene, mention: Mention) -> bool:
    """'Tại phường A và B': a second name without its kind."""
    at = mention.last + 1
    return scene.key(mention.last) == "và" and at < len(scene.tokens) and scene.tokens[at].capital


def _scope(scene: Scene, first: int, at: int) -> tuple[int, int | None, str] | None:
    """(token, level, word) of the nearest nameless 'toàn tỉnh', 'trên địa bàn huyện' before a number.

    The level is None for the nation.
    """
    for index in range(at - 1, max(first, at - REACH) - 1, -1):
        key = scene.key(index)
        if key in {"nước", "quốc"} and f"{scene.key(index - 1)} {key}" in {"cả nước", "toàn quốc"}:
            return index, None, f"{scene.key(index - 1)} {key}"
        level = SCOPE_LEVEL.get(key)
        if level is not None and scene.key(index - 1) in {"toàn", "bàn", "cả"}:
            following = scene.tokens[index + 1] if index + 1 < len(scene.tokens) else None
            if following is None or not following.capital:
                return index, level, scene.key(index)
    return None


def opening_of(scene: Scene, named: list[Mention], sentence: Sentence) -> Mention | str | None:
    """What a sentence opens with ('Tại huyện X, …', 'Toàn quốc …') and holds for those after it in the paragraph."""
    for mention in named:
        lead = range(sentence.first, mention.first)
        if mention.first - sentence.first <= _OPENS and any(scene.key(i) in {"tại", "ở", "bàn", "riêng"} for i in lead):
            return mention
    subject = next((m for m in named if scene.key(m.last) in _HAPPENS and not m.body), None)
    if subject is not None:
        return subject
    scope = _scope(scene, sentence.first, sentence.last)
    return NATION if scope is not None and scope[1] is None else None


def goes_on(scene: Scene, sentence: Sentence) -> bool:
    """Whether a sentence goes on with the one before ('Qua đó, …'), so that its place holds."""
    return (scene.key(sentence.first), scene.key(sentence.first + 1)) in _GOING_ON


def full(mention: Mention, base: Home) -> str:
    """The mention's path, completed upward from the document's own unit or the lists where the text leaves it out."""
    if mention.level == PROVINCE or (len(mention.path) > 1 and is_province_name(mention.path[0])):
        return "/".join(mention.path)
    top_level = mention.level if len(mention.path) == 1 else DISTRICT
    lone = hierarchies.province_of(mention.path[0], top_level)
    if lone is not None and base.path[:1] != (lone,) and (not base.path or not _within(mention, top_level, base)):
        return "/".join((lone, *mention.path))
    above = [name for name, level in zip(base.path, base.levels, strict=True) if level < top_level]
    return "/".join([*(above if len(mention.path) == 1 else above[:1]), *mention.path])


def _within(mention: Mention, level: int, base: Home) -> bool:
    return hierarchies.lies_in(mention.path[0], level, base.path[0])
