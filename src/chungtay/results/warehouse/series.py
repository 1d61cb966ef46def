"""How good a series is: when it begins and ends, what is missing between, and whether it ever changes."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from chungtay.kernel.periods import PARTS, YEARS, Period, Regime, periods_of_year
from chungtay.reference.indicators.queries import definition
from chungtay.results.warehouse.asking import check_cell
from chungtay.results.warehouse.instants import day_known
from chungtay.results.warehouse.loading import nodes_of
from chungtay.results.warehouse.queries import answer, place_of, small_cell
from chungtay.results.warehouse.questions import By, Question, Row
from chungtay.results.warehouse.withholding import withheld_cell

if TYPE_CHECKING:
    from chungtay.reference.actors.models import User
    from chungtay.results.warehouse.facts import PlaceNode

CONSTANT_FROM = 3
"""Numbers from which on being all the same says anything."""


@dataclass(frozen=True)
class SeriesQuality:
    """What one place, or all beneath it, stated of an indicator over time, on the clock on which most of it stands.

    `gaps` are the periods without a number between the first and the last, `longest` how many of them follow one
    another at most, `silent` how many periods have ended since the last one while the place existed. `is_constant`:
    every number is the same; None where there are too few, or where some are kept from the account.
    """

    place: str
    regime: Regime
    first: Period
    last: Period
    numbers: int
    gaps: int
    longest: int
    silent: int
    is_constant: bool | None


def series_quality(
    code: str,
    place: str,
    *,
    period: Period | None = None,
    by: By = By.ONE,
    cell: str = "",
    as_known_at: int | None = None,
    user: User | None = None,
) -> list[SeriesQuality]:
    """The series of a place, or of each place of a level within it, by key; within a period, if one is given.

    Places that state nothing on any calendar's clock have none. Refusals as in `queries.answer`, and KHO-025.
    """
    asked = place_of(place, user)
    if cell:
        check_cell(code, cell)
    may_be_small = definition(code).threshold is not None
    question = Question((code,), asked.key, None, by, cells=cell, as_known_at=as_known_at, trace=may_be_small)
    rows: dict[str, list[Row]] = defaultdict(list)
    for row in answer(question, user=user):
        if row.total is not None and row.period is not None and (period is None or period.covers(row.period)):
            rows[row.place].append(row)
    until = min(day_known(as_known_at), period.end if period is not None else date.max)
    nodes = nodes_of(asked)
    found = (_quality(nodes[key], listed, until, as_known_at, user) for key, listed in sorted(rows.items()))
    return [item for item in found if item is not None]


def _quality(
    place: PlaceNode, rows: Sequence[Row], until: date, at: int | None, user: User | None
) -> SeriesQuality | None:
    clocks = Counter(row.period.regime for row in rows if row.period is not None and _is_divided(row.period.regime))
    if not clocks:
        return None
    regime = max(clocks, key=lambda clock: (clocks[clock], clock))
    chosen = sorted((row for row in rows if row.period and row.period.regime is regime), key=_start)
    stated = [row.period for row in chosen if row.period is not None]
    known = set(stated)
    missing = [period not in known for period in _between(regime, stated[0], stated[-1].end)]
    last_day = min(until, place.valid_to or date.max)
    return SeriesQuality(
        place=place.key,
        regime=regime,
        first=stated[0],
        last=stated[-1],
        numbers=len(stated),
        gaps=sum(missing),
        longest=_longest(missing),
        silent=sum(1 for period in _between(regime, stated[-1], last_day) if period.start > stated[-1].start),
        is_constant=_is_constant(chosen, at, user),
    )


def _is_divided(regime: Regime) -> bool:
    return regime in PARTS or regime in YEARS


def _start(row: Row) -> date:
    return row.period.start if row.period is not None else date.min


def _between(regime: Regime, first: Period, until: date) -> Iterator[Period]:
    """The periods of the clock from the first on that have ended by a day."""
    for year in range(first.end.year, until.year + 2):
        for period in periods_of_year(regime, year):
            if period.start >= first.start and period.end <= until:
                yield period


def _longest(missing: Sequence[bool]) -> int:
    longest = run = 0
    for is_missing in missing:
        run = run + 1 if is_missing else 0
        longest = max(longest, run)
    return longest


def _is_constant(rows: Sequence[Row], at: int | None, user: User | None) -> bool | None:
    if len(rows) < CONSTANT_FROM:
        return None
    # That all are alike would tell a kept number by one that may be read.
    if user is not None and any(small_cell(row, user) or withheld_cell(row, user, as_known_at=at) for row in rows):
        return None
    return len({(row.total, row.denominator) for row in rows}) == 1
