"""The units of the shipped tables with every dated version of name, kind and parent.

Read by `gazetteer` (no database) and by `services.places_load` (into the database), so both hold
the same history. Codes were recycled on 1 July 2025: a unit is known by (level, code, vintage) and
its `key` spells that out ("c00004@2013", "c00004@2025").
"""

import csv
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from chungtay.reference.places.names import Level, bare_name

DATA = Path(__file__).parent / "data"
REFORM = date(2025, 7, 1)
"""The day on which 34 provinces and 3,321 communes replaced all earlier units."""
OLD, NEW = "2013", "2025"
COUNTRY_KEY = "vn"
_LETTER = {"province": "p", "district": "d", "commune": "c"}

# How unit_history.csv names the five tables of units; what a row refers to stands before it.
_TABLES: dict[str, tuple[str, Level, str, Level]] = {
    "province": ("provinces", "province", NEW, "country"),
    "legacy_province": ("legacy_provinces", "province", OLD, "country"),
    "commune": ("communes", "commune", NEW, "province"),
    "legacy_district": ("legacy_districts", "district", OLD, "province"),
    "legacy_commune": ("legacy_communes", "commune", OLD, "district"),
}


class UnitVersion(NamedTuple):
    """A unit as it was called, classed and placed between two days (None: open; last day inclusive)."""

    key: str
    level: Level
    code: str
    vintage: str
    parent_key: str
    name: str
    full_name: str
    kind: str
    valid_from: date | None
    valid_to: date | None
    decree: str


def unit_key(level: str, code: str, vintage: str) -> str:
    """The key of a unit: 'p01@2025', 'd001@2013', 'c00004@2025'; the country is 'vn'."""
    return COUNTRY_KEY if level == "country" else f"{_LETTER[level]}{code}@{vintage}"


def vintage_on(on: date) -> str:
    """Which of the two code lists is in force on a day."""
    return NEW if on >= REFORM else OLD


def table(name: str) -> Iterator[dict[str, str]]:
    """The rows of one shipped table, all values as text (codes keep their zeros)."""
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines)


@lru_cache(maxsize=4096)
def day(text: str) -> date | None:
    """An ISO date, or None for an empty field."""
    return date.fromisoformat(text) if text else None


@lru_cache(maxsize=1)
def unit_versions() -> dict[str, list[UnitVersion]]:
    """All units, key to versions in order of time; parents come before children.

    Where a unit's history is kept its versions come from there, else the unit has the one version
    of its own table.
    """
    history = _history()
    found = {COUNTRY_KEY: [_country()]}
    for label, (file, level, vintage, above) in _TABLES.items():
        for row in table(file):
            key = unit_key(level, row["code"], vintage)
            rows = history.get((label, row["code"]), [row])
            found[key] = [_version(key, level, vintage, above, version) for version in rows]
    return found


def version_on(versions: list[UnitVersion], on: date) -> UnitVersion:
    """The version of a unit in force on a day; the nearest one when the unit was not in force then."""
    for version in versions:
        if version.valid_to is None or on <= version.valid_to:
            return version
    return versions[-1]


def _country() -> UnitVersion:
    return UnitVersion(COUNTRY_KEY, "country", "VN", "", "", "Việt Nam", "Việt Nam", "quoc_gia", None, None, "")


def _history() -> dict[tuple[str, str], list[dict[str, str]]]:
    found: dict[tuple[str, str], list[dict[str, str]]] = {}
    for row in table("unit_history"):
        found.setdefault((row["level"], row["code"]), []).append(row)
    for rows in found.values():
        rows.sort(key=lambda row: row["valid_from"])
    return found


def _version(key: str, level: Level, vintage: str, above: Level, row: dict[str, str]) -> UnitVersion:
    full_name, kind = row["full_name"], row["kind"]
    return UnitVersion(
        key,
        level,
        row["code"],
        vintage,
        unit_key(above, row["parent_code"], vintage),
        bare_name(full_name, kind),
        full_name,
        kind,
        day(row["valid_from"]),
        day(row["valid_to"]),
        row.get("decree", ""),
    )
