"""Which place a number is about: names in the text, the unit the document speaks for, and the outlet's address.

Names stay as the text has them, without abbreviation and without the word for the kind of unit; a path is as
complete as the text allows. The gazetteer only tells where a name ends and which level it has: a mention is
never moved to today's map.
"""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from chungtay.gathering.intake.readers.lexicon import PhraseTree, lexicon
from chungtay.gathering.intake.readers.meaning import Mark
from chungtay.gathering.intake.readers.scene import Scene
from chungtay.gathering.intake.readers.tokens import NUMBER, WORD, Sentence, Token
from chungtay.kernel.text import match_key, tone_key
from chungtay.reference.places.gazetteer import gazetteer

NATION = "Việt Nam"
PROVINCE, DISTRICT, COMMUNE = 0, 1, 2
_LEVEL_NAMES = ("province", "district", "commune")
_KINDS: dict[str, tuple[int, ...]] = {
    "tỉnh": (PROVINCE,),
    "thành phố": (PROVINCE, DISTRICT),
    "tp": (PROVINCE, DISTRICT),
    "tp .": (PROVINCE, DISTRICT),
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
}
_SCOPE_LEVEL = {
    "tỉnh": PROVINCE,
    "thành": PROVINCE,
    "tp": PROVINCE,
    "thủ": PROVINCE,
    "huyện": DISTRICT,
    "quận": DISTRICT,
    "thị": DISTRICT,
    "xã": COMMUNE,
    "phường": COMMUNE,
}
_BODIES = {"an", "ubnd", "mttq", "quốc", "nam", "ban", "nhân", "dân", "hđnd", "đảng", "ủy", "uỷ"}
_LOCATING = {"tại", "ở", "bàn", "thuộc", "của"}
_NATIONAL = ("bộ công an", "ủy ban trung ương", "uỷ ban trung ương", "trung ương mttq", "trung ương mặt trận")
_ALIASES = {"tphcm": "TP Hồ Chí Minh", "hcm": "TP Hồ Chí Minh", "tt-huế": "Thừa Thiên Huế"}
_LONGEST_NAME = 6
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


@dataclass(frozen=True)
class Home:
    """The unit that the document speaks for: names from the province down; empty when nothing tells."""

    path: tuple[str, ...] = ()
    national: bool = False
    levels: tuple[int, ...] = ()

    def text(self) -> str | None:
        """The path as the guideline writes it."""
        return NATION if self.national else "/".join(self.path) or None

    def cut(self, level: int) -> str | None:
        """The path down to a level ('toàn tỉnh' in a commune's report is the province)."""
        kept = [name for name, own in zip(self.path, self.levels, strict=True) if own <= level]
        return "/".join(kept) or self.text()


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
    return _chained(scene, found)


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
    ):
        return None
    return Mention(index, province[0], PROVINCE, official(province[1][0]), scene.key(index - 1) in _BODIES)


def _all_capital(tokens: Iterable[Token]) -> bool:
    return all(token.capital or token.kind != WORD for token in tokens)


def _inside_name(scene: Scene, first: int, last: int) -> bool:
    """A province's name inside a person's or a longer name: a capital syllable that is a surname stands before."""
    before = scene.tokens[first - 1] if first else None
    if before is None or before.kind != WORD or not before.capital:
        return False
    return before.key in lexicon().lists["surnames"]


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
        counts = (
            scene.tokens[start - 1].capital or kind.endswith(".") or scene.key(start + 1) in {",", ")", "(", "-", "."}
        )
        word = "Quận" if kind.startswith("q") else "Phường"
        return Mention(start, start + 1, levels[-1], f"{word} {int(token.text)}") if counts else None
    run = _capital_run(scene, start, stop)
    for last in range(run, start, -1):
        name = _name_text(scene, start, last)
        for level in levels:
            if _is_unit(name, level):
                return Mention(start, last, level, official(name))
    alias = _ALIASES.get(token.key)
    if alias:
        return Mention(start, start + 1, PROVINCE, alias)
    return _unlisted(scene, start, run, levels)


def _unlisted(scene: Scene, start: int, run: int, levels: tuple[int, ...]) -> Mention | None:
    """A unit below the province that the lists do not hold (a new or misspelt name), unless it looks like a person's name."""
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
    """Give each mention the larger units named straight after it, or in brackets, and drop those as mentions of their own."""
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


def _levels(path: tuple[str, ...], last_level: int) -> tuple[int, ...]:
    """Levels of a path that ends at `last_level`; a middle step may be missing."""
    if len(path) == 1:
        return (last_level,)
    first = PROVINCE if len(path) > 1 else last_level
    middle = (DISTRICT,) if len(path) == 3 else ()
    return (first, *middle, last_level)


def home(scenes: list[Scene], named: list[list[Mention]], outlet: str | None = None) -> Home:
    """The unit the document speaks for: the offices and places named most, first lines first, then the outlet."""
    weights: Counter[tuple[tuple[str, ...], int]] = Counter()
    unnamed: Counter[int] = Counter()
    national = 0.0
    for index, (scene, places) in enumerate(zip(scenes, named, strict=True)):
        lead = 3.0 if index < 4 else 1.0
        for place in places:
            weights[place.path, place.level] += int(10 * lead * (2.0 if place.body else 1.0))
        words = " ".join(token.key for token in scene.tokens[:400]) if index < 4 else ""
        national += lead * sum(words.count(name) for name in _NATIONAL)
        _count_unnamed(scene, unnamed)
    return _decided(weights, unnamed, national, outlet)


def _count_unnamed(scene: Scene, unnamed: Counter[int]) -> None:
    """'Công an tỉnh', 'UBND xã' without a name tell which level speaks."""
    for index, token in enumerate(scene.tokens[:-1]):
        if token.key in {"an", "ubnd", "mttq", "toàn"}:
            level = _SCOPE_LEVEL.get(scene.tokens[index + 1].key)
            following = scene.tokens[index + 2] if index + 2 < len(scene.tokens) else None
            if level is not None and not (following and following.capital):
                unnamed[level] += 10


def _decided(
    weights: Counter[tuple[tuple[str, ...], int]], unnamed: Counter[int], national: float, outlet: str | None
) -> Home:
    provinces: Counter[str] = Counter()
    for (path, level), weight in weights.items():
        if level == PROVINCE or len(path) > 1:
            provinces[path[0]] += weight
    top = provinces.most_common(1)
    if national * 10 > (top[0][1] if top else 0) + unnamed.total() and not outlet:
        return Home(national=True)
    province = top[0][0] if top else outlet
    if outlet and top and provinces[outlet] == 0 and top[0][1] <= 10:
        province = outlet
    return _deepened(province, weights, unnamed)


def _deepened(province: str | None, weights: Counter[tuple[tuple[str, ...], int]], unnamed: Counter[int]) -> Home:
    """Below the province when one district or commune is named about as often as the province's own offices."""
    start = Home((province,), levels=(PROVINCE,)) if province else Home()
    own = weights[(province,), PROVINCE] + unnamed[PROVINCE] if province else 0
    for level in (DISTRICT, COMMUNE):
        merged: Counter[str] = Counter()
        for (path, its), weight in weights.items():
            if its == level and (len(path) == 1 or path[0] == province):
                merged[path[-1]] += weight
        if not merged:
            continue
        (name, weight), total = merged.most_common(1)[0], merged.total()
        if weight >= 30 and weight + unnamed[level] > 0.8 * own and weight >= 0.6 * total:
            full = max((path for path, its in weights if its == level and path[-1] == name), key=len)
            start = _below(start, full, name, level)
            own = weight
    return start


def _below(above: Home, full: tuple[str, ...], name: str, level: int) -> Home:
    """The unit under `above`; a fuller path that the text states somewhere brings its middle step along."""
    if len(full) == 3 and above.path[:1] == full[:1]:
        return Home(full, levels=(PROVINCE, DISTRICT, level))
    return Home((*above.path, name), levels=(*above.levels, level))


def home_of_path(path: str, on: str | None = None) -> Home:
    """The unit of a known path; two names are province and commune on the map since July 2025, province and district before."""
    names = tuple(path.split("/"))
    if names == (NATION,):
        return Home(national=True)
    new_map = bool(on and on >= "2025-07")
    levels = (PROVINCE, COMMUNE) if len(names) == 2 and new_map else tuple(range(len(names)))
    return Home(names, levels=levels)


def outlet_province(text: str) -> str | None:
    """The province that a web address in the first lines names ('baohatinh.vn', 'congan.thanhhoa.gov.vn')."""
    found = re.search(r"(?:https?://|www\.)?([\w.-]{4,80}\.(?:vn|com|net|org))\b", text[:600])
    if not found:
        return None
    host = re.sub(r"[^a-z]", "", found.group(1).lower())
    best = [name for name in _province_hosts() if name in host]
    return official(_province_hosts()[max(best, key=len)]) if best else None


@lru_cache(maxsize=1)
def _province_hosts() -> dict[str, str]:
    g = gazetteer()
    units = [unit for on in (date(2026, 6, 1), date(2024, 6, 1)) for unit in g.provinces(on)]
    hosts = {re.sub(r"[^a-z]", "", match_key(unit.name)): unit.name for unit in units}
    hosts.pop("hue", None)
    return {
        **hosts,
        "thuathienhue": "Thừa Thiên Huế",
        "hcm": "Hồ Chí Minh",
        "tphcm": "Hồ Chí Minh",
        "brvt": "Bà Rịa - Vũng Tàu",
    }


def place_of(
    scene: Scene, named: list[Mention], mark: Mark, opening: Mention | None, base: Home, *, given: bool = False
) -> str | None:
    """The place a number is about. `named` are the mentions of its sentence, `opening` one that still holds from before.

    `given`: the number counts what a body gave, so that the giver's own unit is not meant.
    """
    at = mark.number.first
    here = [m for m in named if not _neighbour(scene, m) and not (given and m.body)]
    behind = _behind(scene, here, mark)
    if behind is not None:
        return _full(behind, base)
    before = [m for m in here if m.last <= at]
    scope = _scope(scene, scene.sentence_of(at).first, at)
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
    """(token, level) of the nearest 'toàn tỉnh', 'trên địa bàn huyện' without a name before the number; level None: the nation."""
    for index in range(at - 1, first - 1, -1):
        pair = f"{scene.key(index - 1)} {scene.key(index)}"
        if pair in {"cả nước", "toàn quốc"}:
            return index, None
        level = _SCOPE_LEVEL.get(scene.key(index))
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
    if mention.level == PROVINCE or (len(mention.path) > 1 and _is_province_name(mention.path[0])):
        return "/".join(mention.path)
    above = [name for name, level in zip(base.path, base.levels, strict=True) if level < mention.level]
    own = [name for name in mention.path if name not in above]
    if len(mention.path) > 1:
        above = above[:1]
    return "/".join([*above, *own])


def _is_province_name(name: str) -> bool:
    return _is_unit(name, PROVINCE) or name == "TP Hồ Chí Minh"
