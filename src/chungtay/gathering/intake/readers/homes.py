"""The unit that a document speaks for: from the offices and places it names, else from the outlet's address."""

import re
from collections import Counter
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from chungtay.gathering.intake.readers.mentions import COMMUNE, DISTRICT, PROVINCE, Mention, official
from chungtay.gathering.intake.readers.scene import Scene
from chungtay.kernel.text import match_key
from chungtay.reference.places.gazetteer import gazetteer

NATION = "Việt Nam"
SCOPE_LEVEL = {
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
_NATIONAL = ("bộ công an", "ủy ban trung ương", "uỷ ban trung ương", "trung ương mttq", "trung ương mặt trận")


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
            level = SCOPE_LEVEL.get(scene.tokens[index + 1].key)
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
    """The unit of a known path; two names are province and commune since July 2025, province and district before."""
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
