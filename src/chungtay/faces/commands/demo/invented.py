"""An invented year of monthly commune figures for one province, so that trends and maps have something to show.

Nothing here was reported by anybody. The numbers follow a commune's size, a season and chance from a fixed seed, with
the gaps that real reporting has: reports that never came, zeros, cells withheld, cells that do not apply. Tips have no
split by kind at commune level. The last month is still on its way: see `walk`.

One commune is invented as untidy, so that there is something to ask about: it rounds its larger counts up to tens and
sends the numbers of September again for October. That it is asked to look at its book is found by the same tests as
anywhere; nothing but these numbers is laid down here.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from chungtay.kernel.absence import Absence
from chungtay.kernel.periods import Period, decree_month
from chungtay.kernel.quantities import Quantity
from chungtay.ledger.types import Claim
from chungtay.reference.forms.asking import period_asked

MONTHS = tuple(decree_month(2025 + (11 + n) // 12, (11 + n) % 12 + 1) for n in range(12))
"""December 2025 to November 2026, all after the border reform of July 2025."""
# Expected count in one month for a commune of ten thousand people.
FLOWS = {
    "documents.issued": 1.5,
    "communication.sessions": 5.0,
    "communication.participations": 420.0,
    "communication.residents_meetings": 2.0,
    "communication.materials": 180.0,
    "campaigns.launches": 0.4,
    "campaigns.participations": 60.0,
    "pledges.signed": 40.0,
    "tips.received": 9.0,
    "tips.useful": 4.0,
    "mediation.cases_received": 1.6,
    "mediation.cases_conducted": 1.5,
    "mediation.cases_successful": 1.2,
    "patrols.shifts": 22.0,
    "patrols.participations": 110.0,
    "training.classes": 0.2,
    "training.participations": 9.0,
    "awards.commune": 0.3,
}
STOCKS = {
    "communication.online_groups": 12.0,
    "mediation.teams": 8.0,
    "force.teams": 9.0,
    "force.members": 28.0,
    "models.points": 6.0,
    "models.teams": 6.0,
    "models.members": 60.0,
    "cameras.installed": 35.0,
}
MONEY = {"funding.community": 3_500_000}
"""Đồng, in whole hundreds of thousands."""
ROUNDED = (
    "communication.participations",
    "communication.materials",
    "campaigns.participations",
    "pledges.signed",
    "patrols.participations",
    "training.participations",
)
"""What the untidy commune rounds; nothing that others are counted by, so that its numbers still agree."""
REPEATED, AGAIN = 9, 10
"""Places in MONTHS of the month whose flows the untidy commune sends again, and of the one that it sends them for."""
# A part never exceeds the whole that it is drawn from.
PART_OF = {
    "tips.useful": "tips.received",
    "mediation.cases_conducted": "mediation.cases_received",
    "mediation.cases_successful": "mediation.cases_conducted",
}
# Whoever came to something came to something that took place, and at least so many came to each.
AT_EACH = {
    "communication.participations": ("communication.sessions", 8),
    "campaigns.participations": ("campaigns.launches", 15),
    "training.participations": ("training.classes", 10),
    "patrols.participations": ("patrols.shifts", 2),
    "force.members": ("force.teams", 3),
    "models.members": ("models.teams", 3),
}


@dataclass(frozen=True)
class CommuneMonth:
    """All claims of one commune for one month."""

    place_id: int
    period: Period
    claims: tuple[Claim, ...]


def _poisson(chance: random.Random, mean: float) -> int:
    """Knuth's product for small means, a rounded normal above 50 where it is as good and far quicker."""
    if mean > 50:
        return max(0, round(chance.gauss(mean, math.sqrt(mean) * 1.6)))
    limit, product, count = math.exp(-mean), chance.random(), 0
    while product > limit:
        product *= chance.random()
        count += 1
    return count


def commune_months(
    communes: list[tuple[int, int]], rows: Callable[[Period], set[str]], untidy: int | None = None
) -> Iterator[CommuneMonth]:
    """Months of every commune, given as (place id, population); about one report in twenty never came.

    `rows`: the indicators that the form of a month asks for as a whole. `untidy`: the place id of the commune that
    rounds and repeats.
    """
    chance = random.Random(20261122)  # noqa: S311 - repeatable on purpose
    for place_id, population in communes:
        size = max(population, 3000) / 10_000 * chance.uniform(0.7, 1.3)
        stocks = {code: _poisson(chance, mean * math.sqrt(size)) for code, mean in STOCKS.items()}
        earlier: dict[str, int] = {}
        for index, period in enumerate(MONTHS):
            if chance.random() < 0.05:
                continue
            season = 1 + 0.25 * math.sin(2 * math.pi * (index - 2) / 12)
            values = {code: _poisson(chance, mean * size * season) for code, mean in FLOWS.items()}
            values |= {code: round(_poisson(chance, 30) * size) * mean // 30 for code, mean in MONEY.items()}
            stocks = {code: stocks[code] + (1 if chance.random() < 0.06 else 0) for code in STOCKS}
            values |= stocks
            for part, whole in PART_OF.items():
                values[part] = min(values[part], values[whole])
            for people, (times, each) in AT_EACH.items():
                values[people] = max(values[people], values[times] * each) if values[times] else 0
            if place_id == untidy:
                values |= _untidied(values, earlier if index == AGAIN else {})
                earlier = {code: values[code] for code in FLOWS} if index == REPEATED else earlier
            asked = rows(period)
            claims = tuple(_claim(chance, code, place_id, period, values[code]) for code in values if code in asked)
            yield CommuneMonth(place_id, period, claims)


def _untidied(values: dict[str, int], earlier: dict[str, int]) -> dict[str, int]:
    """Flows as the untidy commune sends them: those of the month that is sent again, or larger counts up to tens."""
    return earlier or {code: -(-values[code] // 10) * 10 for code in ROUNDED if values[code] >= 30}


def _claim(chance: random.Random, code: str, place_id: int, month: Period, value: int) -> Claim:
    period = period_asked(code, month)
    luck = chance.random()
    if luck < 0.004:
        return Claim(code, place_id, period, absence=Absence.REFUSED)
    if luck < 0.01 and code.startswith("cameras."):
        return Claim(code, place_id, period, absence=Absence.NOT_APPLICABLE)
    quantity = Quantity.read(Decimal(value))
    return Claim(code, place_id, period, quantity, Absence.ZERO if value == 0 else None)
