"""Names of places without a database: what the reader of documents asks while it reads.

    from chungtay.reference.places.gazetteer import gazetteer
    g = gazetteer()                                            # read once, some 0.2 s, then kept
    g.find("TP.HCM", on=date(2023, 5, 31))                     # [Unit(code='79', vintage='2013', ...)]
    g.find("Hà Nội/Ba Đình/Trúc Bạch", on=date(2023, 1, 1))    # one commune, path of three names
    g.find("Hòa Bình", on=date(2025, 8, 1))                    # every namesake: the caller decides

`find` returns *all* units that fit equally well and never chooses between namesakes; the order is
country, province, district, commune, then code. Pass `on` whenever a date is known: before and
after 1 July 2025 one code or one name may be two different places. No Django is imported.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from chungtay.reference.places.names import (
    LEVELS,
    Level,
    Quality,
    Reading,
    holds_on,
    is_country,
    name_key,
    name_tone_key,
    path_parts,
    quality,
    readings,
)
from chungtay.reference.places.units import (
    COUNTRY_KEY,
    NEW,
    UnitVersion,
    table,
    unit_key,
    unit_versions,
    version_on,
    vintage_on,
)


@dataclass(frozen=True)
class Unit:
    """A unit as it was on some days.

    `path` runs from the province down to the unit itself, names without prefixes and spelled as in
    the official lists; the country's path is empty. `valid_from` and `valid_to` (inclusive, None:
    open) bound the days on which it bore this name, kind and parent. `vintage` is '2013' for units
    that existed before 1 July 2025 and '2025' from then on.
    """

    code: str
    level: Level
    vintage: str
    name: str
    full_name: str
    kind: str
    path: tuple[str, ...]
    valid_from: date | None
    valid_to: date | None

    @property
    def key(self) -> str:
        """The key of the same place in the database ('c00004@2025')."""
        return unit_key(self.level, self.code, self.vintage)

    @property
    def path_text(self) -> str:
        """The path as people write it: 'Hà Nội/Ba Đình'; the country's own name for the country."""
        return "/".join(self.path) or self.name


class Gazetteer:
    """The shipped units, found by name. Get the shared one from `gazetteer()`."""

    def __init__(self) -> None:
        self._versions = unit_versions()
        self._named: dict[str, list[UnitVersion]] = {}
        for versions in self._versions.values():
            for version in versions:
                self._named.setdefault(name_key(version.name), []).append(version)
        self._home_province = {
            unit_key("province", row["code"], "2013"): unit_key("province", row["successor_code"], NEW)
            for row in table("legacy_provinces")
        }

    def find(self, text: str, *, on: date | None, level: Level | None = None, within: Unit | None = None) -> list[Unit]:
        """Units that `text` may name, all those of the best quality found, or none.

        `text` is a name with or without a prefix and marks, or a path ('Hà Nội/Ba Đình', where a
        middle step may be left out). `on` keeps the units in force that day; with None every
        version of every date is looked at. `within` keeps what lies in a unit; a province of 2025
        also holds the older units of its land. Marks decide: 'Hòa Bình' never brings 'Hóa Bình'
        along, and a name that differs in a mark is offered only when nothing fits better.
        """
        *above, last = path_parts(text) or [""]
        scopes: list[Unit | None] = [within]
        for step in above:
            scopes = [unit for scope in scopes for unit in self._find_step(step, on, None, scope)]
        found = {unit: None for scope in scopes for unit in self._find_step(last, on, level, scope)}
        return list(found)

    def is_province(self, name: str, on: date | None = None) -> bool:
        """Whether `name` is a province's (marks as official, or none at all) on the day, or ever."""
        return any(good <= Quality.UNMARKED for good, *_ in self._matches(name, on, "province"))

    def provinces(self, on: date) -> list[Unit]:
        """The provinces in force on a day, by code: 63 before 1 July 2025, 34 from then on."""
        versions = [v[0] for v in self._versions.values() if v[0].level == "province"]
        current = [version_on(self._versions[v.key], on) for v in versions if v.vintage == vintage_on(on)]
        return [self._unit(version, on) for version in sorted(current, key=lambda version: version.code)]

    def country(self) -> Unit:
        """The whole country."""
        return self._unit(self._versions[COUNTRY_KEY][0], None)

    def unit(self, key: str, on: date | None = None) -> Unit:
        """The unit with a key ('p01@2025'), as it was on a day; KeyError when there is none."""
        versions = self._versions[key]
        return self._unit(version_on(versions, on) if on else versions[-1], on)

    def path(self, text: str, *, on: date | None, within: Unit | None = None) -> tuple[str, ...] | None:
        """The full path of the one unit that `text` names, or None when it is unknown or ambiguous."""
        found = self.find(text, on=on, within=within)
        return found[0].path if len(found) == 1 else None

    def _find_step(self, text: str, on: date | None, level: Level | None, scope: Unit | None) -> list[Unit]:
        matches = [m for m in self._matches(text, on, level) if scope is None or self._lies_in(m[2], scope, on)]
        if not matches:
            return []
        best = min(match[:2] for match in matches)
        versions = sorted(
            {match[2] for match in matches if match[:2] == best},
            key=lambda v: (LEVELS.index(v.level), v.vintage, v.code, v.valid_from or date.min),
        )
        return [self._unit(version, on) for version in versions]

    def _matches(self, text: str, on: date | None, level: Level | None) -> Iterable[tuple[Quality, bool, UnitVersion]]:
        if is_country(text):
            if level in (None, "country"):
                yield Quality.EXACT, False, self._versions[COUNTRY_KEY][0]
            return
        for reading in readings(text):
            for version in self._named.get(reading.key, ()):
                if level not in (None, version.level) or version.level == "country":
                    continue
                good = self._quality(reading, version, on)
                if good is not None:
                    yield good, bool(reading.kind) and reading.kind != version.kind, version

    def _quality(self, reading: Reading, version: UnitVersion, on: date | None) -> Quality | None:
        versions = self._versions[version.key]
        if on is not None and not holds_on(versions[0].valid_from, versions[-1].valid_to, on):
            return None
        in_force = on is None or holds_on(version.valid_from, version.valid_to, on)
        if not in_force and name_key(version_on(versions, on or date.max).name) == reading.key:
            return None
        return quality(reading, name_tone_key(version.name), in_force=in_force)

    def _line(self, version: UnitVersion, on: date | None) -> list[UnitVersion]:
        day = on or version.valid_to or date.max
        line = [version]
        while line[-1].parent_key:
            line.append(version_on(self._versions[line[-1].parent_key], day))
        return line

    def _lies_in(self, version: UnitVersion, scope: Unit, on: date | None) -> bool:
        keys = {above.key for above in self._line(version, on)}
        keys |= {self._home_province[key] for key in keys if key in self._home_province}
        return scope.key in keys and version.key != scope.key

    def _unit(self, version: UnitVersion, on: date | None) -> Unit:
        path = tuple(above.name for above in reversed(self._line(version, on)) if above.level != "country")
        return Unit(
            version.code,
            version.level,
            version.vintage,
            version.name,
            version.full_name,
            version.kind,
            path,
            version.valid_from,
            version.valid_to,
        )


@lru_cache(maxsize=1)
def gazetteer() -> Gazetteer:
    """The shared gazetteer, read at the first call and kept for the life of the process."""
    return Gazetteer()
