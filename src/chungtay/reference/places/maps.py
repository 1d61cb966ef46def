"""All maps since 2013 as plain tables: who took whose land, in which shares by two weights, and how large units were.

Read from the shipped tables, so that no database is needed. Some 12,000 links.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache
from itertools import groupby

from chungtay.reference.places.links import links
from chungtay.reference.places.units import NEW, OLD, table, unit_key, unit_versions

FIRST_MAP = date(2013, 1, 1)
"""The tables hold every unit in force on any day since then, and none that ended before."""
CENSUS_YEAR = "2019"


@dataclass(frozen=True, slots=True)
class MapLink:
    """`old` or a part of it went into `new` on a day. `people` and `other` are two shares of its people.

    `other` is independent of `people` as far as the tables allow: the share of land where people were counted
    or stated; where only land is known, land weighted with how densely the new unit is settled. Each sums to one.
    """

    old: str
    new: str
    on: date
    people: Decimal
    other: Decimal
    land: Decimal


@dataclass(frozen=True)
class MapTables:
    """Links, lives (first and last day, None: open), people of the census of 2019 and hectares of land, by key."""

    links: tuple[MapLink, ...]
    lives: dict[str, tuple[date | None, date | None]]
    people: dict[str, int]
    land: dict[str, int]


@lru_cache(maxsize=1)
def map_tables() -> MapTables:
    """Everything that frames need; read once per process. Do not change it."""
    versions = unit_versions()
    lives = {key: (units[0].valid_from, units[-1].valid_to) for key, units in versions.items()}
    density = _densities()
    found: list[MapLink] = []
    for _, group in groupby(sorted(links(), key=lambda link: (link.old_key, link.new_key)), lambda link: link.old_key):
        told = list(group)
        land = [link.share if link.share_area is None else link.share_area for link in told]
        people = [link.share for link in told]
        other = land
        if people == land and len(told) > 1:
            weights = [share * density.get(link.new_key, Decimal(0)) for share, link in zip(land, told, strict=True)]
            other = [weight / sum(weights) for weight in weights] if all(weights) else land
        found += [
            MapLink(link.old_key, link.new_key, link.on_date, *shares)
            for link, *shares in zip(told, people, other, land, strict=True)
        ]
    return MapTables((*found, *_absorbed(lives)), lives, _people(), _land())


def _absorbed(lives: dict[str, tuple[date | None, date | None]]) -> Iterator[MapLink]:
    """Into which units of before July 2025 those went that ended earlier; where there were two, by halves."""
    told: dict[str, set[str]] = defaultdict(set)
    for row in table("predecessors"):
        told[unit_key("commune", row["old_code"], OLD)] |= set(filter(None, row["code_at_2025_06_30"].split("|")))
    for old, codes in told.items():
        ended = lives[old][1]
        assert ended is not None
        for code in sorted(codes):
            share = 1 / Decimal(len(codes))
            yield MapLink(old, unit_key("commune", code, OLD), ended + timedelta(days=1), share, share, share)


def _people() -> dict[str, int]:
    levels = {"legacy_commune": "commune", "legacy_district": "district"}
    found = {
        unit_key(levels[row["level"]], row["code"], OLD): int(row["total"])
        for row in table("populations")
        if row["level"] in levels and row["year"] == CENSUS_YEAR
    }
    return found | _by_province(found)


def _land() -> dict[str, int]:
    rows = ((row["code"], row["area_km2_2013"]) for row in table("legacy_communes"))
    found = {unit_key("commune", code, OLD): round(Decimal(area) * 100) for code, area in rows if area}
    return found | _by_province(found)


def _by_province(sizes: dict[str, int]) -> dict[str, int]:
    """The old provinces as sums of their communes: the census and the outlines each count every commune once."""
    found: dict[str, int] = defaultdict(int)
    for row in table("legacy_communes"):
        found[unit_key("province", row["province_code"], OLD)] += sizes.get(unit_key("commune", row["code"], OLD), 0)
    return dict(found)


def _densities() -> dict[str, Decimal]:
    """People per km² of the units of today, as registered where that figure is sound, else of the census."""
    census = {row["code"]: row["total"] for row in table("populations") if row["level"] == "commune"}
    found = {}
    for row in table("communes"):
        people = row["population"] if row["population_flag"] == "ok" else census.get(row["code"], "")
        if people and row["area_km2_geom"]:
            found[unit_key("commune", row["code"], NEW)] = Decimal(people) / Decimal(row["area_km2_geom"])
    return found
