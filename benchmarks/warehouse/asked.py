"""The questions Q1 to Q8 of the measurements, in the product's own language.

Q1 one indicator, all provinces, month by month over ten years. Q2 twenty indicators, one province by commune, a year.
Q3 forty indicators, all provinces, year by year. Q4 is Q3 as it was known on a day in the middle. Q5 a stock at the end
of each year. Q6 the share of communes with any, for the same. Q7 ten indicators on the map of today, year by year. Q8
who owed a report and who sent one, by district and month over ten years; it is about no indicator and stands apart.

LEAVES is Q3 by calendar years: a calendar year holds eleven whole decree months and two parts, so that no total of a
year or quarter serves, and the months of every commune are added up.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from chungtay.kernel.periods import Period, Regime, decree_month, decree_year
from chungtay.reference.indicators.catalogue import catalogue
from chungtay.results.warehouse.questions import By, Question, Tells
from chungtay.results.warehouse.synth import nation, rest

if TYPE_CHECKING:
    from collections.abc import Sequence

FIRST, LAST = 2016, 2025
SPAN: Final = Period(decree_month(FIRST, 1).start, decree_month(LAST, 12).end, Regime.SPAN)
CALENDAR: Final = Period(date(FIRST, 1, 1), date(LAST, 12, 31), Regime.SPAN)
ONE_YEAR: Final = 2020
PROVINCE: Final = "p42@2013"
STOCK: Final = "force.members"
COVERED: Final = "models.points"
TODAY: Final = date(2025, 7, 1)
LEAVES: Final = "Q3 on leaves"
FORM: Final = "monthly-commune"
KNOWN_AT: Final = 1814
"""1 January 2021: transactions of the invented nation are days since its first month closed."""


@lru_cache(maxsize=1)
def flows() -> Sequence[str]:
    """Counts that no province states by itself, nobody states twice or in parts: all contenders agree on them."""
    special = {*nation.BROKEN_DOWN, *rest.SECONDED, *rest.TOTALLED, *rest.TERM, *nation.WITH_PARTS}
    return [code for code, item in sorted(catalogue().items()) if item.over_time == "sum" and code not in special]


def one() -> str:
    """The indicator of Q1."""
    return flows()[17]


def twenty() -> Sequence[str]:
    """The indicators of Q2."""
    return flows()[7:27]


def forty() -> Sequence[str]:
    """The indicators of Q3 and Q4."""
    return flows()[:40]


def ten() -> Sequence[str]:
    """The indicators of Q7."""
    return flows()[5:45:4]


def questions() -> dict[str, Question]:
    """By name."""
    years = {"place": "vn", "period": SPAN, "by": By.PROVINCE, "by_period": Regime.DECREE_YEAR, "trace": False}
    q1 = Question((one(),), "vn", SPAN, By.PROVINCE, by_period=Regime.DECREE_MONTH, trace=False)
    return {
        "Q1": q1,
        "Q2": Question(tuple(twenty()), PROVINCE, decree_year(ONE_YEAR), By.COMMUNE, trace=False),
        "Q3": Question(tuple(forty()), **years),  # type: ignore[arg-type]
        "Q4": Question(tuple(forty()), **years, as_known_at=KNOWN_AT),  # type: ignore[arg-type]
        LEAVES: Question(tuple(forty()), **years | {"period": CALENDAR, "by_period": Regime.CALENDAR_YEAR}),  # type: ignore[arg-type]
        "Q5": Question((STOCK,), **years),  # type: ignore[arg-type]
        "Q6": Question((COVERED,), **years, tells=Tells.COVERAGE),  # type: ignore[arg-type]
        "Q7": Question(tuple(ten()), **years, frame=TODAY),  # type: ignore[arg-type]
    }
