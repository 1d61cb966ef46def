"""Where whole provinces stand out: the same tests over every commune of the country, for the centre, which asks nobody.

What is looked at is the warehouse's latest generation, not the ledger's tail, and the page says which. Provinces stand
in the order of their codes: this is no ranking, and how many communes a list names says nothing of their work.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from django.core.cache import cache

from chungtay.reference.places.queries import lines_in, place_get, places_by_id
from chungtay.reference.places.units import COUNTRY_KEY
from chungtay.results.analysis.bookchecks.finding import REMEMBERED, indicators_looked_at, months_looked_at
from chungtay.results.analysis.bookchecks.queries import is_officer, retired_tests
from chungtay.results.analysis.emulation.funnels import WIDE, limits
from chungtay.results.analysis.signals.digits import NEEDED, RARE, STRONG, evenness
from chungtay.results.analysis.signals.families import Asked, listed
from chungtay.results.analysis.signals.sweeping import Sweep, involved, told_of
from chungtay.results.warehouse.queries import generation_latest
from chungtay.results.warehouse.screening import Window, field_of

if TYPE_CHECKING:
    from datetime import date

    from chungtay.kernel.periods import Period
    from chungtay.reference.actors.models import User
    from chungtay.reference.places.models import Place
    from chungtay.reference.places.queries import PlaceLine

NAMED: Final = 20
"""Communes of one province that are named."""
FEWEST: Final = 3
"""Communes from which on a province can stand out by their number."""


@dataclass(frozen=True)
class CommuneSeen:
    """A commune that the province could ask: in which month, by which tests. No number leaves with it."""

    place: PlaceLine
    period: Period
    tests: tuple[str, ...]


@dataclass(frozen=True)
class ProvinceSeen:
    """A province: how much was looked at, which communes two kinds of test fired in, and whether more of them do than
    its size explains, or its own last digits are uneven."""

    place: Place
    communes: int
    numbers: int
    asked: tuple[CommuneSeen, ...]
    count: int
    is_many: bool
    is_uneven: bool

    @property
    def more(self) -> int:
        """Communes that are not named."""
        return self.count - len(self.asked)

    @property
    def stands_out(self) -> bool:
        """Whether the centre should have a look with the province."""
        return self.is_many or self.is_uneven


@dataclass(frozen=True)
class Nation:
    """All provinces by code, the months, and up to which transaction of the ledger the figures go."""

    provinces: tuple[ProvinceSeen, ...]
    months: tuple[Period, ...]
    transaction: int
    expected_false: float

    @property
    def communes(self) -> int:
        """Communes that were looked at."""
        return sum(one.communes for one in self.provinces)

    @property
    def numbers(self) -> int:
        """Numbers that were looked at."""
        return sum(one.numbers for one in self.provinces)

    @property
    def count(self) -> int:
        """Communes in which two kinds of test fired."""
        return sum(one.count for one in self.provinces)


def sees_nation(user: User) -> bool:
    """Whether the account looks over all provinces: an officer of a body whose territory is the country."""
    return is_officer(user) and user.body.place.level == "country"


def nation_screened(user: User, today: date) -> Nation | None:
    """The whole country as the latest generation has it; None for others, and before the first generation."""
    generation = generation_latest() if sees_nation(user) else None
    if generation is None:
        return None
    retired = retired_tests()
    key = f"book-checks-nation:{generation.folder}:{today}:{','.join(sorted(retired))}"
    found: Nation | None = cache.get(key)
    if found is None:
        found = _screened(today, retired)
        cache.set(key, found, REMEMBERED)
    return found


def _screened(today: date, retired: Collection[str]) -> Nation | None:
    months = months_looked_at(today)
    lines = {line.key: line for line in lines_in(place_get(COUNTRY_KEY), today, "commune")}
    field = field_of(sorted(lines), Window.of(months[0], months[-1]))
    if field is None:
        return None
    codes = indicators_looked_at()
    sweep, counted = Sweep(len(field.keys), len(months)), np.zeros(len(field.keys), dtype=np.int64)
    for sheet in field.sheets(codes):
        sweep.add(sheet.indicator, sheet.places, sheet.values, sheet.stated)
        counted[sheet.places] += sheet.stated.sum(axis=1)
    flags = sweep.flags(retired=retired)
    rows = field.rows(codes, involved(flags))
    found = listed(told_of(flags, field.keys.__getitem__, rows.__getitem__), most=len(field.keys))
    provinces = _provinces([lines[key] for key in field.keys], counted, sweep, found.asked, months)
    return Nation(tuple(provinces), tuple(months), field.transaction, found.expected_false)


def _provinces(
    lines: Sequence[PlaceLine], counted: np.ndarray, sweep: Sweep, asked: Sequence[Asked], months: Sequence[Period]
) -> list[ProvinceSeen]:
    members: defaultdict[int, list[int]] = defaultdict(list)
    for at, line in enumerate(lines):
        if line.home_province_id is not None and counted[at]:
            members[line.home_province_id].append(at)
    by_key = {line.key: line for line in lines}
    of: defaultdict[int, list[CommuneSeen]] = defaultdict(list)
    for one in asked:
        line = by_key[str(one.unit)]
        tests = tuple(dict.fromkeys(signal.test for signal in one.signals))
        of[line.home_province_id or 0].append(CommuneSeen(line, months[one.period], tests))
    places = places_by_id(members)
    usual = sum(map(len, of.values())) / max(1, sum(map(len, members.values())))
    found = [
        ProvinceSeen(
            places[pk],
            len(own),
            int(counted[own].sum()),
            tuple(sorted(of[pk], key=lambda item: item.place.code)[:NAMED]),
            len(of[pk]),
            _is_many(len(of[pk]), usual * len(own)),
            _is_uneven(sweep.digits[own].sum(axis=0), len(members)),
        )
        for pk, own in members.items()
        if pk in places
    ]
    return sorted(found, key=lambda province: province.place.code)


def _is_many(count: int, expected: float) -> bool:
    """Above the wide funnel limit of its size."""
    return count >= FEWEST and expected > 0 and count / expected > limits(expected, WIDE)[1]


def _is_uneven(counts: np.ndarray, provinces: int) -> bool:
    """Its communes' last digits together, at a chance shared out among the provinces."""
    if counts.sum() < NEEDED:
        return False
    found = evenness(counts.tolist())
    return found.chance < RARE / max(1, provinces) and found.strength >= STRONG
