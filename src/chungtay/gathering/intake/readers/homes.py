"""The unit that a document speaks for: from the offices and places it names, else from the address."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

from chungtay.gathering.intake.readers import hierarchies
from chungtay.gathering.intake.readers.addresses import Address
from chungtay.gathering.intake.readers.mentions import COMMUNE, DISTRICT, PROVINCE, Mention, is_province_name
from chungtay.gathering.intake.readers.scene import Scene
from chungtay.kernel.text import match_key

NATION = "Việt Nam"
# Since then no district stands between province and commune.
_TWO_LEVELS = "2025-07"
SCOPE_LEVEL = {
    "tỉnh": PROVINCE,
    "thành": PROVINCE,
    "tp": PROVINCE,
    "thủ": PROVINCE,
    "huyện": DISTRICT,
    "quận": DISTRICT,
    "thị": DISTRICT,
    "trấn": COMMUNE,
    "xã": COMMUNE,
    "phường": COMMUNE,
}
_NATIONAL = {
    "bộ công an": 1.0,
    "ủy ban trung ương": 1.0,
    "trung ương mttq": 1.0,
    "trung ương mặt trận": 1.0,
    "ủy ban t . ư": 1.0,
    "toàn quốc": 1.0,
    "cả nước": 1.0,
    "trung ương hội": 0.5,
    "hội liên hiệp phụ nữ việt nam": 0.5,
    "hội cựu chiến binh việt nam": 0.5,
    "hội nông dân việt nam": 0.5,
    "công an các đơn vị , địa phương": 1.0,
    "giao thông quốc gia": 1.0,
}
# 'Chương trình phối hợp giữa Bộ Công an với Ban Thường trực Ủy ban Trung ương …': so many characters behind 'giữa'
# still name the parties.
_PARTIES = 80
# Before a ministry's name: a person's office or a programme's parties.
_TITLES = {"trưởng", "của", "giữa", "phòng", "sự", "ra", "ngoài"}
_ABODES = {"trú", "ngụ", "quê", "sống", "quán"}
# A paragraph that lists more provinces than this speaks of all of them and for none.
_LISTED = 3
_MOST = 0.5
_BARE = 30
_CAPTION, _CAPTION_TOKENS, _VENUE, _PAPER = 0.2, 60, 40, 0.2
_ENOUGH = 25
_LEADING, _FIRST_LINES, _TITLED, _TITLED_BELOW = 4, 12, 20, 40


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


def home(
    scenes: list[Scene], named: list[list[Mention]], address: Address | None = None, on: str | None = None
) -> Home:
    """The unit the document speaks for: the offices and places named most, first lines first, then the address."""
    weights: Counter[tuple[tuple[str, ...], int]] = Counter()
    unnamed: Counter[int] = Counter()
    national = 0.0
    for index, (scene, places) in enumerate(zip(scenes, named, strict=True)):
        lead = (3.0 if index < _LEADING else 1.0) * (_CAPTION if _is_caption(scene) else 1.0)
        listed = _LISTED / max(_LISTED, sum(1 for place in places if place.level == PROVINCE and not place.body))
        for place in places:
            weights[place.path, place.level] += int(10 * lead * listed * _share(scene, place))
        if index < _LEADING or index < _FIRST_LINES:
            national += lead * _national(scene)
        _count_unnamed(scene, unnamed)
    for name in _headed(scenes[:_LEADING]):
        weights[(name,), DISTRICT] += _BARE
    if on and on >= _TWO_LEVELS and any(level == COMMUNE for _, level in weights):
        # 'Thuộc quận 5 cũ' tells where the commune lay and not who speaks.
        weights = Counter({key: weight for key, weight in weights.items() if key[1] != DISTRICT})
    decided = _decided(weights, unnamed, national, address or Address())
    named_here = {} if on and on >= _TWO_LEVELS else weights
    return _with_middle(decided, scenes[:_LEADING], address or Address(), named_here)


def _headed(scenes: list[Scene]) -> list[str]:
    """'Thanh Khê: …' at the head of a title: a district without its kind, if one province alone has the name."""
    found: list[str] = []
    for scene in scenes:
        for length in (4, 3, 2):
            tokens = scene.tokens[:length]
            name = scene.words(0, length) if len(scene.tokens) > length else ""
            capital = all(token.capital for token in tokens) and scene.key(length) == ":"
            if name and capital and hierarchies.province_of(name, DISTRICT) is not None:
                found.append(name)
    return found


def _with_middle(
    found: Home, scenes: list[Scene], address: Address, weights: Mapping[tuple[tuple[str, ...], int], int]
) -> Home:
    """The district between province and commune where the text names it, or the title or the address has its bare
    name ('Trấn Yên: …')."""
    if found.levels != (PROVINCE, COMMUNE):
        return found
    province, commune = found.path
    for district in sorted(hierarchies.districts_over(commune, province) - {commune}):
        slug = match_key(district).replace(" ", "-").lower()
        told = any(its == DISTRICT and match_key(path[-1]) == match_key(district) for path, its in weights)
        if told or f"-{slug}-" in f"-{address.slug}-" or any(_opens_with(scene, district) for scene in scenes):
            return Home((province, district, commune), levels=(PROVINCE, DISTRICT, COMMUNE))
    return found


def _opens_with(scene: Scene, name: str) -> bool:
    """'Trấn Yên: …', 'Trấn Yên - …' at the head of a line."""
    words = len(name.split())
    head = scene.words(0, words) if len(scene.tokens) > words else ""
    return head == name and scene.key(words) in {":", "-", "–"}


def _share(scene: Scene, place: Mention) -> float:
    """How much a mention tells of who speaks: an office most, a venue or a person's abode least."""
    if place.body:
        # 'Báo Công an Đà Nẵng' is the paper and not the police.
        return _PAPER if "báo" in {scene.key(place.first - step) for step in (2, 3)} else 2.0
    before = (scene.key(place.first - 1), scene.key(place.first - 2))
    if _ABODES & set(before):
        return 0.1
    if before[0] in {"tại", "ở"}:
        return 2.0 if _launched(scene, place) else 0.5
    return 1.0


def _launched(scene: Scene, place: Mention) -> bool:
    """'Hội phụ nữ huyện ra mắt câu lạc bộ … tại xã X': what the text goes on to tell of stands in X."""
    first = max(scene.sentence_of(place.first).first, place.first - _VENUE)
    return any((scene.key(at), scene.key(at + 1)) == ("ra", "mắt") for at in range(first, place.first))


def _is_caption(scene: Scene) -> bool:
    """A short line that names its photographer; whoever stands in the picture, the text is not theirs."""
    keys = [token.key for token in scene.tokens]
    return len(keys) <= _CAPTION_TOKENS and any(pair == ("ảnh", ":") for pair in pairwise(keys))


def _national(scene: Scene) -> float:
    """How often a paragraph speaks of the whole country or a ministry speaks; a programme's or person's title less."""
    keys = [token.key for token in scene.tokens[:400]]
    words = f" {' '.join(keys)} "
    told = 0.0
    for name, weight in _NATIONAL.items():
        at = words.find(f" {name} ")
        while at >= 0:
            before, behind = words[:at].rsplit(" ", 2)[-1], words[at + len(name) + 2 :].split(" ", 1)[0]
            party = " giữa " in words[max(0, at - _PARTIES) : at]
            told += weight * (0.2 if party or before in _TITLES or behind in SCOPE_LEVEL else 1.0)
            at = words.find(f" {name} ", at + 1)
    return told


def _count_unnamed(scene: Scene, unnamed: Counter[int]) -> None:
    """'Công an tỉnh', 'UBND xã' without a name tell which level speaks."""
    for index, token in enumerate(scene.tokens[:-1]):
        if token.key in {"an", "ubnd", "mttq", "toàn", "bàn", "dân", "ủy"}:
            at = index + 2 if scene.tokens[index + 1].key == "thị" else index + 1
            level = SCOPE_LEVEL.get(scene.key(at))
            following = scene.tokens[at + 1] if at + 1 < len(scene.tokens) else None
            if level is not None and not (following and following.capital):
                unnamed[level] += 10


def _decided(
    weights: Counter[tuple[tuple[str, ...], int]],
    unnamed: Counter[int],
    national: float,
    address: Address,
) -> Home:
    provinces: Counter[str] = Counter()
    for (path, level), weight in weights.items():
        above = path[0] if level == PROVINCE or len(path) > 1 else hierarchies.province_of(path[-1], level)
        if above is not None and (level == PROVINCE or is_province_name(above)):
            provinces[above] += weight if level == PROVINCE or len(path) > 1 else weight // 2
    if address.province:
        provinces[address.province] += address.weight
    if address.titled:
        provinces[address.titled] += _TITLED
    if not provinces and address.city_paper and unnamed[PROVINCE]:
        provinces["TP Hồ Chí Minh"] += 1
    top = provinces.most_common(1)
    # Offices without a name ('Công an tỉnh') speak for the province or the outlet that is named, never for the nation.
    if national * 10 > (top[0][1] if top else 0) + unnamed.total():
        return Home(national=True)
    return _deepened(top[0][0] if top else None, weights, unnamed, address)


def _deepened(
    province: str | None,
    weights: Counter[tuple[tuple[str, ...], int]],
    unnamed: Counter[int],
    address: Address,
) -> Home:
    """Below the province when one district or commune is named about as often as the province's own offices."""
    start = Home((province,), levels=(PROVINCE,)) if province else Home()
    own = weights[(province,), PROVINCE] + unnamed[PROVINCE] if province else 0
    for level in (DISTRICT, COMMUNE):
        merged: Counter[str] = Counter()
        spelled: dict[str, str] = {}
        for (path, its), weight in weights.items():
            if its == level and (len(path) == 1 or path[0] == province or not is_province_name(path[0])):
                merged[spelled.setdefault(match_key(path[-1]), path[-1])] += weight
        for name, its in address.below:
            if its == level:
                # The text's own spelling leads; lists differ in where a mark stands ('Thụy', 'Thuỵ').
                merged[spelled.setdefault(match_key(name), name)] += _TITLED_BELOW
        if not merged:
            continue
        (name, weight), total = merged.most_common(1)[0], merged.total()
        alone = own == 0 and weight == total and not (address.province or address.titled)
        enough = alone or weight + min(unnamed[level], weight) >= _ENOUGH
        if enough and weight + unnamed[level] > 0.8 * own and weight >= _MOST * total:
            start = _without_namesake(start, name, weights) if level == COMMUNE else start
            full = max((path for path, its in weights if its == level and path[-1] == name), key=len, default=(name,))
            start = _below(start, full, name, level)
            own = weight
    return start


def _without_namesake(start: Home, name: str, weights: Counter[tuple[tuple[str, ...], int]]) -> Home:
    """A commune that kept the name and address of the former district is not inside it, unless the text names both."""
    if start.levels[-1:] != (DISTRICT,) or match_key(start.path[-1]) != match_key(name):
        return start
    if any(its == DISTRICT and match_key(path[-1]) == match_key(name) for path, its in weights):
        return start
    return Home(start.path[:-1], levels=start.levels[:-1])


def _below(above: Home, full: tuple[str, ...], name: str, level: int) -> Home:
    """The unit under `above`; a fuller path that the text states somewhere brings its middle step along."""
    if len(full) == 3 and above.path[:1] == full[:1]:
        return Home(full, levels=(PROVINCE, DISTRICT, level))
    if len(full) == 2 and level == COMMUNE and not is_province_name(full[0]):
        upper = above.path[0] if above.path else hierarchies.province_of(full[0], DISTRICT)
        if upper is not None:
            return Home((upper, *full), levels=(PROVINCE, DISTRICT, level))
    if not above.path and len(full) == 1:
        upper = hierarchies.province_of(name, level)
        above = Home((upper,), levels=(PROVINCE,)) if upper else above
    return Home((*above.path, name), levels=(*above.levels, level))


def home_of_path(path: str, on: str | None = None) -> Home:
    """The unit of a known path; two names are province and commune since July 2025, province and district before."""
    names = tuple(path.split("/"))
    if names == (NATION,):
        return Home(national=True)
    new_map = bool(on and on >= _TWO_LEVELS)
    levels = (PROVINCE, COMMUNE) if len(names) == 2 and new_map else tuple(range(len(names)))
    return Home(names, levels=levels)
