"""Named units in a text: where a name ends, its level, and the larger units named with it.

The gazetteer tells where a name ends and which level it has; it never moves a mention to today's map.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from chungtay.gathering.intake.readers.lexicon import PhraseTree, lexicon
from chungtay.gathering.intake.readers.scene import Scene
from chungtay.gathering.intake.readers.tokens import NUMBER, WORD, Token
from chungtay.kernel.text import match_key, tone_key
from chungtay.reference.places.gazetteer import gazetteer

PROVINCE, DISTRICT, COMMUNE = 0, 1, 2
MUNICIPALITIES = {"Hà Nội", "TP Hồ Chí Minh", "Đà Nẵng", "Hải Phòng", "Cần Thơ", "Huế"}
_LEVEL_NAMES = ("province", "district", "commune")
_KINDS: dict[str, tuple[int, ...]] = {
    "tỉnh": (PROVINCE,),
    "thành phố": (PROVINCE, DISTRICT),
    "tp": (PROVINCE, DISTRICT),
    "tp .": (PROVINCE, DISTRICT),
    "t . p": (PROVINCE, DISTRICT),
    "t . p .": (PROVINCE, DISTRICT),
    "t . x": (DISTRICT,),
    "thủ đô": (PROVINCE,),
    "huyện": (DISTRICT,),
    "quận": (DISTRICT,),
    "thị xã": (DISTRICT,),
    "tx": (DISTRICT,),
    "tx .": (DISTRICT,),
    "thị trấn": (COMMUNE,),
    "phường": (COMMUNE,),
    "xã": (COMMUNE,),
    "đặc khu": (COMMUNE,),
    "h .": (DISTRICT,),
    "q .": (DISTRICT,),
    "p .": (COMMUNE,),
    "x .": (COMMUNE,),
    "tt .": (COMMUNE,),
    "thành ủy": (PROVINCE, DISTRICT),
    "tỉnh ủy": (PROVINCE,),
    "huyện ủy": (DISTRICT,),
    "quận ủy": (DISTRICT,),
    "huyện đảo": (DISTRICT,),
    "tỉnh đoàn": (PROVINCE,),
    "thành đoàn": (PROVINCE, DISTRICT),
    "huyện đoàn": (DISTRICT,),
    "quận đoàn": (DISTRICT,),
    "thị đoàn": (DISTRICT,),
    "xã đoàn": (COMMUNE,),
    "phường đoàn": (COMMUNE,),
}
_BODIES = {"an", "ubnd", "mttq", "quốc", "nam", "ban", "nhân", "dân", "hđnd", "đảng", "ủy", "uỷ"}
_ALIASES = {"tphcm": "TP Hồ Chí Minh", "hcm": "TP Hồ Chí Minh", "tt-huế": "Thừa Thiên Huế"}
_LONGEST_NAME, _LIST = 6, 14
# Streets, hamlets, rivers and the like often bear a province's name ('phố Phú Thọ').
_SPOTS = {
    "phố",
    "đường",
    "thôn",
    "ấp",
    "bản",
    "xóm",
    "buôn",
    "chợ",
    "cầu",
    "sông",
    "hồ",
    "núi",
    "đèo",
    "ga",
    "bến",
    "trường",
    "khóm",
    "tdp",
    "kcn",
    "hẻm",
    "ngõ",
    "lộ",
    "sơn",
    "chùa",
    "đền",
    "nhánh",
}
_LARGEST_QUARTER = 12
# Without 'TP' before it this name is a person's ('huân chương …', 'tư tưởng …').
_PERSON = "Hồ Chí Minh"
_JOINERS = {"-", "–"}


@dataclass(frozen=True, slots=True)
class Mention:
    """A named unit at tokens [first, last). `body`: it follows the name of an office; `path` once completed."""

    first: int
    last: int
    level: int
    name: str
    body: bool = False
    path: tuple[str, ...] = ()


@lru_cache(maxsize=1)
def _provinces() -> PhraseTree:
    g = gazetteer()
    names = {unit.name for on in (date(2024, 6, 1), date(2026, 6, 1)) for unit in g.provinces(on)}
    tree = PhraseTree((_spaced(name), name) for name in names)
    for written, name in (
        ("tphcm", "TP Hồ Chí Minh"),
        ("tt - huế", "Thừa Thiên Huế"),
        ("thừa thiên - huế", "Thừa Thiên Huế"),
        ("bà rịa vũng tàu", "Bà Rịa - Vũng Tàu"),
        ("br - vt", "Bà Rịa - Vũng Tàu"),
        ("hcm", "TP Hồ Chí Minh"),
        ("đắc lắc", "Đắk Lắk"),
        ("đak lak", "Đắk Lắk"),
        ("bắc cạn", "Bắc Kạn"),
    ):
        tree.add(written, name)
    return tree


def _spaced(name: str) -> str:
    return name.replace("-", " - ").replace("–", " – ").replace("  ", " ")


@lru_cache(maxsize=1)
def _kind_tree() -> PhraseTree:
    return PhraseTree((kind, kind) for kind in _KINDS)


@lru_cache(maxsize=8192)
def _is_unit(name: str, level: int) -> bool:
    wanted = tone_key(name)
    found = gazetteer().find(name, on=None, level=_LEVEL_NAMES[level])  # type: ignore[arg-type]
    return any(tone_key(unit.name) == wanted for unit in found)


def official(name: str) -> str:
    """The name without abbreviation; the city that carries the word in its name keeps it."""
    return "TP Hồ Chí Minh" if match_key(name) in {"ho chi minh", "tphcm", "hcm"} else name


@lru_cache(maxsize=8192)
def _as_listed(name: str, level: int) -> str:
    """A name in capitals ('HÀ NỘI' of a letterhead) as the gazetteer spells it; any other as it stands in the text."""
    if not name.isupper():
        return name
    wanted = tone_key(name)
    found = gazetteer().find(name, on=None, level=_LEVEL_NAMES[level])  # type: ignore[arg-type]
    return next((unit.name for unit in found if tone_key(unit.name) == wanted), name)


def mentions(scene: Scene) -> list[Mention]:
    """Named units of a paragraph in order, chains ('xã A, huyện B, tỉnh C') completed from their own links."""
    found: list[Mention] = []
    index, stop = 0, len(scene.tokens)
    while index < stop:
        mention = _mention_at(scene, index, stop)
        if mention is None:
            index += 1
            continue
        found.append(mention)
        index = mention.last
        inner = _bracketed(scene, mention, stop)
        if inner is not None:
            found.append(inner)
            index = inner.last
    return _chained(scene, found)


def _bracketed(scene: Scene, mention: Mention, stop: int) -> Mention | None:
    """'xã Lóng Luông (Vân Hồ, …)': a district that stands in brackets without its kind."""
    if mention.level != COMMUNE or scene.key(mention.last) != "(":
        return None
    start = mention.last + 1
    for last in range(_capital_run(scene, start, stop), start, -1):
        name = _name_text(scene, start, last)
        if not _is_unit(name, PROVINCE) and _is_unit(name, DISTRICT):
            return Mention(start, last, DISTRICT, name)
    return None


def _mention_at(scene: Scene, index: int, stop: int) -> Mention | None:
    token = scene.tokens[index]
    if token.kind != WORD:
        return None
    kind = _kind_tree().longest(scene.tokens, index, stop)
    if kind is not None:
        named = _named(scene, kind[0], stop, _KINDS[kind[1][0]], kind[1][0])
        if named is not None:
            return replace(named, first=index, body=scene.key(index - 1) in _BODIES)
    if not token.capital:
        return None
    province = _provinces().longest(scene.tokens, index, stop)
    if (
        province is None
        or not _all_capital(scene.tokens[index : province[0]])
        or _inside_name(scene, index, province[0])
        or _among_spots(scene, index, province[0])
        or province[1][0] == _PERSON
    ):
        return None
    # 'Công an tỉnh TT-Huế': an abbreviation is found without its kind.
    before = scene.key(index - 2) if scene.key(index - 1) == "tỉnh" else scene.key(index - 1)
    return Mention(index, province[0], PROVINCE, official(province[1][0]), before in _BODIES)


def _all_capital(tokens: Iterable[Token]) -> bool:
    return all(token.capital or token.kind != WORD for token in tokens)


def _inside_name(scene: Scene, first: int, last: int) -> bool:
    """A province's name inside a person's or a longer name: a capital syllable that is a surname stands before."""
    before = scene.tokens[first - 1] if first else None
    if before is None or before.kind != WORD:
        return False
    if before.key in _SPOTS and scene.key(first - 2) != "thành":
        return True
    return before.capital and before.key in lexicon().lists["surnames"]


def _among_spots(scene: Scene, first: int, last: int) -> bool:
    """'Ấp Vĩnh Hòa, Vĩnh Phúc, Vĩnh Lợi', 'ấp Vĩnh Thuận và Vĩnh Phúc': one of several hamlets or streets."""
    goes_on = scene.key(last) == "," and last + 1 < len(scene.tokens) and scene.tokens[last + 1].capital
    if scene.key(first - 1) != "và" and not (scene.key(first - 1) == "," and goes_on):
        return False
    at = first - 1
    while at > max(0, first - _LIST) and (scene.tokens[at].capital or scene.key(at) in {",", "và"}):
        at -= 1
    return scene.key(at) in _SPOTS


def _named(scene: Scene, start: int, stop: int, levels: tuple[int, ...], kind: str) -> Mention | None:
    if start >= stop:
        return None
    token = scene.tokens[start]
    if (
        token.kind == NUMBER
        and kind in {"quận", "phường", "q .", "p ."}
        and token.text.isdigit()
        and int(token.text) < 30
    ):
        quarter = kind == "quận" and int(token.text) <= _LARGEST_QUARTER and not _counted_at(scene, start - 2)
        counts = (
            quarter
            or scene.tokens[start - 1].capital
            or kind.endswith(".")
            or scene.key(start + 1) in {",", ")", "(", "-", "."}
            or scene.key(start - 2) in _BODIES | {"tại", "ở", "bàn", "thuộc", "dân", "cư"}
        )
        word = "Quận" if kind.startswith("q") else "Phường"
        return Mention(start, start + 1, levels[-1], f"{word} {int(token.text)}") if counts else None
    run = _capital_run(scene, start, stop)
    for last in range(run, start, -1):
        name = _name_text(scene, start, last)
        for level in _fitting(name, levels, kind):
            if _is_unit(name, level):
                return Mention(start, last, level, official(_as_listed(name, level)))
    slip = _small_letter(scene, start, run, stop, _fitting(token.text, levels, kind))
    if slip is not None:
        return slip
    alias = _ALIASES.get(token.key)
    if alias:
        return Mention(start, start + 1, PROVINCE, alias)
    return _unlisted(scene, start, run, levels)


def _small_letter(scene: Scene, start: int, run: int, stop: int, levels: tuple[int, ...]) -> Mention | None:
    """'Huyện Kỳ anh': a listed name whose second syllable was written small."""
    if run != start + 1 or run >= stop or scene.tokens[run].kind != WORD:
        return None
    name = f"{scene.tokens[start].text} {scene.tokens[run].text.capitalize()}"
    level = next((level for level in levels if _is_unit(name, level)), None)
    return None if level is None else Mention(start, run + 1, level, official(name))


def _fitting(name: str, levels: tuple[int, ...], kind: str) -> tuple[int, ...]:
    """'Thành phố Quảng Ngãi' is the city in the province of that name; only the cities of their own are provinces."""
    if len(levels) > 1 and kind != "thành ủy" and official(_as_listed(name, PROVINCE)) not in MUNICIPALITIES:
        return levels[::-1]
    return levels


def _counted_at(scene: Scene, index: int) -> bool:
    return 0 <= index < len(scene.tokens) and scene.tokens[index].kind == NUMBER


def _unlisted(scene: Scene, start: int, run: int, levels: tuple[int, ...]) -> Mention | None:
    """A unit below the province that the lists do not hold (new or misspelt), unless it looks like a person's name."""
    words = run - start
    if levels[-1] == PROVINCE or not 1 <= words <= 3:
        return None
    if words == 3 and scene.tokens[start].key in lexicon().lists["surnames"]:
        return None
    return Mention(start, run, levels[-1], _name_text(scene, start, run))


def _capital_run(scene: Scene, start: int, stop: int) -> int:
    index = start
    while index < stop and index - start < _LONGEST_NAME:
        token = scene.tokens[index]
        joins = token.text in _JOINERS and index > start and index + 1 < stop and scene.tokens[index + 1].capital
        if not (token.capital or joins or (token.kind == NUMBER and index > start and token.text.isdigit())):
            break
        index += 1
    return index


def _name_text(scene: Scene, first: int, last: int) -> str:
    return " ".join(scene.words(first, last).split())


def _chained(scene: Scene, found: list[Mention]) -> list[Mention]:
    """Give each mention the larger units named straight after it, which are then no mentions of their own."""
    done: list[Mention] = []
    for mention in reversed(found):
        path: tuple[str, ...] = (mention.name,)
        following = done[-1] if done else None
        last = mention.last
        if following is not None and following.level < mention.level and _links(scene, mention.last, following.first):
            path, last = (*following.path, mention.name), following.last
            done.pop()
        done.append(replace(mention, path=path, last=last))
    return done[::-1]


def _links(scene: Scene, first: int, last: int) -> bool:
    return last - first <= 1 and all(scene.key(i) in {",", "-", "–", "(", "của", "/"} for i in range(first, last))


def is_province_name(name: str) -> bool:
    """Whether the name is a province's, of any date."""
    return _is_unit(name, PROVINCE) or name == "TP Hồ Chí Minh"
