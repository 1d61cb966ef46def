"""What an invented nation is made of: which numbers, over which months, how large. Nothing of it was ever reported.

The units, their names and days and the reform of 2025 are real; every number is drawn by chance from a seed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import TYPE_CHECKING, Final

from chungtay.kernel.periods import Period, decree_month
from chungtay.reference.indicators.catalogue import catalogue, dimensions

if TYPE_CHECKING:
    from collections.abc import Mapping

    from chungtay.results.warehouse.facts import PlaceNode

MARK: Final = {
    "vi": "BẢN MINH HỌA: số liệu do máy sinh ngẫu nhiên, không đơn vị nào báo cáo",
    "en": "ILLUSTRATION: figures drawn at random by a program; no body ever reported them",
}
FORM: Final = "monthly-commune"
BROKEN_DOWN: Final = (
    "documents.issued",
    "patrols.violations_found",
    "models.removed",
    "awards.commune",
    "awards.all",
)
"""Flows whose four parts are stated beside the whole and make it."""
WITH_PARTS: Final = {"mediation.cases_successful": "mediation.cases_conducted"}
"""Counts that are a share of another count of the same report."""
DECIMALS: Final = {"context.contraband_seized": 1, "weapons.explosives": 2}
PER_REPORT: Final = 128
"""Room for the figures of one report in the numbers given to figures."""


@dataclass(frozen=True)
class Series:
    """An indicator or one part of it, as every commune may state it each month.

    `scale` is the usual count of a commune of middle size in a month; `part` is which quarter of the whole `of`.
    """

    number: int
    indicator: str
    cell: str
    is_stock: bool
    scale: float
    decimals: int = 0
    of: str = ""
    part: int | None = None


@dataclass(frozen=True)
class Nation:
    """An invented nation: how many current figures of communes, drawn from which seed, over which years.

    `oddities` scales absences and numbers with a word before them: 1 gives one absence in 5,000.
    `stocks_by_day`: what stands is told of the month's last day, as forms ask for it. `villages`: in each commune of
    today, whose monthly form they answer since the reform. `lists_of`: one commune in so many lists each year what it
    has.
    """

    figures: int
    seed: int = 1
    first_year: int = 2016
    last_year: int = 2025
    oddities: float = 1.0
    stocks_by_day: bool = False
    villages: int = 0
    lists_of: int = 10

    def months(self) -> dict[int, Period]:
        """The reporting months by number (12 × year + month − 1)."""
        return {
            12 * year + month - 1: decree_month(year, month)
            for year in range(self.first_year, self.last_year + 1)
            for month in range(1, 13)
        }

    def salt(self, purpose: str) -> int:
        """A large number of its own for each purpose: what makes two draws independent."""
        return int.from_bytes(sha256(f"{self.seed} {purpose}".encode()).digest()[:7], "big")

    def chance(self, purpose: str) -> float:
        """A number from 0 up to 1 for each purpose, always the same."""
        return self.salt(purpose) / 2**56

    def series(self) -> list[Series]:
        """Every count of the catalogue that is added over places, wholes first, each broken-down one with its parts."""
        counts = [item for item in catalogue().values() if item.over_places == "sum"]
        found: list[Series] = []
        for item in counts:
            scale = 1e7 if item.unit_vi == "đồng" else 10 ** (0.2 + 2.3 * self.chance(f"scale {item.code}"))
            is_stock, decimals = item.over_time == "last", DECIMALS.get(item.code, 0)
            of = WITH_PARTS.get(item.code, "")
            found.append(Series(len(found), item.code, "", is_stock, scale, decimals, of))
        for code in BROKEN_DOWN:
            dimension = catalogue()[code].breakdown
            whole = next(item for item in found if item.indicator == code)
            for part, member in enumerate(dimensions()[dimension].members[:4]):
                cell = f"{dimension}={member.key}"
                found.append(Series(len(found), code, cell, whole.is_stock, whole.scale, of=code, part=part))
        return found


@dataclass(frozen=True)
class Reporting:
    """A commune and the months of which it reports: those on whose last day it was in force."""

    key: str
    is_new: bool
    first: int
    last: int


def reporting(places: Mapping[str, PlaceNode], months: Mapping[int, Period]) -> list[Reporting]:
    """The communes that report in some month, by key."""
    found = []
    for key in sorted(places):
        place = places[key]
        if place.level != "commune":
            continue
        held = [number for number, period in months.items() if place.in_force(period.end)]
        if held:
            found.append(Reporting(key, (place.valid_from or date.min) >= date(2025, 7, 1), held[0], held[-1]))
    return found
