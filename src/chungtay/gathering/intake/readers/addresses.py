"""What a web address in the first lines tells of a document: whose outlet it is and which unit its title names.

An address is written without marks ('tai-xa-xuan-lac'), so a name read from it is looked up before it is believed.
"""

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from urllib.parse import unquote

from chungtay.gathering.intake.readers.mentions import COMMUNE, DISTRICT, MUNICIPALITIES, official
from chungtay.kernel.text import match_key
from chungtay.reference.places.gazetteer import gazetteer
from chungtay.reference.places.units import table

_ADDRESS = re.compile(r"(?:https?://|www\.)?([\w.-]{2,80}\.(?:vn|com|net|org))\b(/[^\s<>\"“”]{0,400})?")
# The province's own paper, station or office; any other address that holds its name only leans that way.
_OWN = r"^(?:[\w-]+\.)*(?:bao|congan|ca|mttq|mattran|dai|ptth)?-?{name}(?:tv|online)?\."
_STRONG, _LEANING = 25, 4
# Papers and stations of a province that do not bear its name.
_NAMED_OTHERWISE = {
    "baodongkhoi": "Bến Tre",
    "baoapbac": "Tiền Giang",
    "hanoimoi": "Hà Nội",
    "anninhthudo": "Hà Nội",
    "anhp": "Hải Phòng",
    "baodatmui": "Cà Mau",
    "thvl": "Vĩnh Long",
    "voh": "TP Hồ Chí Minh",
    "qrtvn": "Quảng Nam",
}
# Papers of one city that write of the whole country: 'Công an TP' without a name is theirs.
_CITY_PAPERS = {"plo", "nld", "sggp", "tuoitre"}
_PLAIN_WORDS = {"hoabinh", "anninh", "thaibinh", "hanam", "phutho"}
_SLUG_KINDS = (("xa", COMMUNE), ("phuong", COMMUNE), ("thi-tran", COMMUNE), ("huyen", DISTRICT), ("quan", DISTRICT))
_LEVELS = {DISTRICT: "district", COMMUNE: "commune"}
_LONGEST_NAME = 4
_HOST_KINDS = ("thanhpho", "thixa", "huyen", "quan")
_SHORTEST_HOST, _SHORT_HOST, _STEPS = 6, 4, 3


@dataclass(frozen=True)
class Address:
    """What an address tells: the province of the outlet and how much that weighs, the units that its title names."""

    province: str | None = None
    weight: int = 0
    titled: str | None = None
    city_paper: bool = False
    below: tuple[tuple[str, int], ...] = ()
    slug: str = ""


def address_of(text: str) -> Address:
    """The first address in the first lines of a text."""
    found = _ADDRESS.search(text[:600])
    if not found:
        return Address()
    host = found.group(1).lower()
    province, weight = _outlet(host)
    own = _district_host(host, province)
    if own is not None:
        province, weight = own[0], _STRONG
    slug = _slug(found.group(2) or "")
    titled = _titled(slug)
    below = _below(slug, titled or province)
    city_paper = host.removeprefix("www.").split(".")[0] in _CITY_PAPERS
    return Address(province, weight, titled, city_paper, ((own[1], DISTRICT), *below) if own else below, slug)


def outlet_province(text: str) -> str | None:
    """The province that the outlet's own name holds ('baohatinh.vn', 'congan.thanhhoa.gov.vn')."""
    return address_of(text).province


def _outlet(host: str) -> tuple[str | None, int]:
    plain = re.sub(r"[^a-z]", "", host)
    for name, province in _NAMED_OTHERWISE.items():
        if name in plain:
            return province, _STRONG
    best = [name for name in province_hosts() if name in plain]
    if not best:
        return None, 0
    name = max(best, key=len)
    own = ".gov." in host or re.search(_OWN.replace("{name}", name), host) is not None
    return official(province_hosts()[name]), _STRONG if own else _LEANING


def _district_host(host: str, province: str | None) -> tuple[str, str] | None:
    """(province, district) of an office's host that bears a district's name ('bachthong.gov.vn')."""
    if not host.endswith((".gov.vn", ".dcs.vn")):
        return None
    for label in host.split("."):
        plain = label.replace("-", "")
        found = _district_hosts().get(plain) or _seat(label) or _inside(plain, province)
        # A short label is a word of many meanings, unless it stands between an office's and its province's.
        shortest = _SHORT_HOST if host.count(".") > _STEPS and province else _SHORTEST_HOST
        if found is not None and len(label) >= shortest and (province is None or province == found[0]):
            return found
    return None


def _inside(plain: str, province: str | None) -> tuple[str, str] | None:
    """A district whose name several provinces have, where the host bears the province's as well."""
    name = _all_districts().get((province, plain)) if province else None
    return (province, name) if province and name else None


@lru_cache(maxsize=1)
def _all_districts() -> dict[tuple[str, str], str]:
    provinces = {row["code"]: official(row["name"]) for row in table("legacy_provinces")}
    rows = table("legacy_districts")
    hosts = province_hosts()
    named = {
        (provinces[row["parent_code"]], re.sub(r"[^a-z]", "", match_key(row["name"]))): row["name"] for row in rows
    }
    return {key: name for key, name in named.items() if key[1] not in hosts}


def _seat(label: str) -> tuple[str, str] | None:
    """'thanhphoyenbai': the kind of the unit is told, so that a seat with its province's name is meant."""
    kind = next((kind for kind in _HOST_KINDS if label.startswith(kind)), None)
    if kind is None:
        return None
    plain = label.removeprefix(kind)
    own = province_hosts().get(plain)
    if own is not None and official(own) not in MUNICIPALITIES:
        return official(own), own
    return _district_hosts().get(plain)


@lru_cache(maxsize=1)
def _district_hosts() -> dict[str, tuple[str, str]]:
    """Districts whose name no other one has, by their name in one word."""
    provinces = {row["code"]: official(row["name"]) for row in table("legacy_provinces")}
    named: dict[str, list[tuple[str, str]]] = {}
    for row in table("legacy_districts"):
        plain = re.sub(r"[^a-z]", "", match_key(row["name"]))
        named.setdefault(plain, []).append((provinces[row["parent_code"]], row["name"]))
    # A province's office has its seat's name as well: that host speaks for the province.
    return {plain: found[0] for plain, found in named.items() if len(found) == 1 and plain not in province_hosts()}


def _slug(path: str) -> str:
    return match_key(unquote(path).replace("_", "-").replace("/", "-")).replace(" ", "-").lower()


def _titled(slug: str) -> str | None:
    """The one province whose name stands in the title; two or more tell nothing."""
    found = {
        official(name)
        for host, name in province_slugs().items()
        if f"-{host}-" in f"-{slug}-" and host.replace("-", "") not in _PLAIN_WORDS
    }
    return found.pop() if len(found) == 1 else None


def _below(slug: str, province: str | None) -> tuple[tuple[str, int], ...]:
    named: list[tuple[str, int]] = []
    slug = slug.replace("xa-hoi", "")
    for kind, level in _SLUG_KINDS:
        for found in re.finditer(rf"(?<![a-z]){kind}-([a-z0-9-]+)", slug):
            words = found.group(1).split("-")
            name = _listed(words, level, province)
            if name is not None and (name, level) not in named:
                named.append((name, level))
    return tuple(named)


def _listed(words: list[str], level: int, province: str | None) -> str | None:
    """The longest run of words that is a unit's name in the province, or anywhere when only one unit bears it."""
    if level == DISTRICT and words[:1] and words[0].isdigit() and int(words[0]) <= 12:
        return f"Quận {int(words[0])}"
    for last in range(min(len(words), _LONGEST_NAME), 0, -1):
        text = " ".join(words[:last])
        units = gazetteer().find(text, on=None, level=_LEVELS[level])  # type: ignore[arg-type]
        near = {unit.name for unit in units if province is None or unit.path[0] in (province, province[3:])}
        if len(near) == 1 and (province is not None or (last > 1 and len({u.path for u in units}) == 1)):
            return near.pop()
    return None


@lru_cache(maxsize=1)
def province_slugs() -> dict[str, str]:
    """Names of provinces of both maps as an address writes them ('bac-kan')."""
    g = gazetteer()
    units = [unit for on in (date(2026, 6, 1), date(2024, 6, 1)) for unit in g.provinces(on)]
    slugs = {re.sub(r"[^a-z]+", "-", match_key(unit.name)).strip("-"): unit.name for unit in units}
    slugs.pop("hue", None)
    return {
        **slugs,
        "thua-thien-hue": "Thừa Thiên Huế",
        "tphcm": "Hồ Chí Minh",
        "tp-hcm": "Hồ Chí Minh",
        "sai-gon": "Hồ Chí Minh",
    }


@lru_cache(maxsize=1)
def province_hosts() -> dict[str, str]:
    """The same as a host writes them ('backan')."""
    hosts = {slug.replace("-", ""): name for slug, name in province_slugs().items()}
    return {**hosts, "hcm": "Hồ Chí Minh", "brvt": "Bà Rịa - Vũng Tàu"}
