"""How far a thing reaches: in how many communes there is at least one of it, on a day or year by year."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from chungtay.kernel.periods import Period
from chungtay.results.warehouse.asking import check_covering
from chungtay.results.warehouse.queries import answer, place_of
from chungtay.results.warehouse.questions import STOCK_AGE_DAYS, By, Question, Row, Tells

if TYPE_CHECKING:
    from chungtay.kernel.periods import Regime
    from chungtay.reference.actors.models import User


@dataclass(frozen=True)
class Coverage:
    """Of the `communes` of a place in force on the day, `covered` have a number above nought that is not too old;
    `stated` have any number, nought among them."""

    place: str
    on: date
    covered: int
    stated: int
    communes: int

    @classmethod
    def of(cls, row: Row) -> Coverage:
        """From a row of an answer that tells coverage."""
        assert row.period is not None
        covered = 0 if row.total is None else int(row.total.value)
        return cls(row.place, row.period.end, covered, row.stated, row.expected)


def coverage(
    code: str,
    place: str,
    on: date,
    *,
    by: By = By.ONE,
    cell: str = "",
    as_known_at: int | None = None,
    user: User | None = None,
) -> list[Coverage]:
    """The place as a whole, or each of its provinces in force on the day, by key.

    Refusals KHO-032 for what is no stock, KHO-033 about a single commune and by communes (where the thing is would be
    told, not how far it reaches), KHO-034 for a part of what may be small, KHO-025 for an unknown part.
    """
    return _told(code, place, Period(on - timedelta(days=STOCK_AGE_DAYS), on), None, by, cell, as_known_at, user)


def coverage_over(
    code: str,
    place: str,
    period: Period,
    each: Regime,
    *,
    by: By = By.ONE,
    cell: str = "",
    as_known_at: int | None = None,
    user: User | None = None,
) -> list[Coverage]:
    """At the end of each reporting period within a time, counting what was stated within it. Refusals as above, and
    KHO-026, KHO-027 for a division of time that gives nothing."""
    return _told(code, place, period, each, by, cell, as_known_at, user)


def _told(
    code: str,
    place: str,
    period: Period,
    each: Regime | None,
    by: By,
    cell: str,
    at: int | None,
    user: User | None,
) -> list[Coverage]:
    check_covering((code,), place_of(place, user), by, cell)
    question = Question((code,), place, period, by, each, cell, at, trace=False, tells=Tells.COVERAGE)
    return [Coverage.of(row) for row in answer(question, user=user)]
