"""What a study looks at, as known at an instant: counts from the warehouse, starts from the register of points, people
and land from the gazetteer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chungtay.gathering.registers.community.queries import starts_in
from chungtay.kernel.periods import Period
from chungtay.kernel.quantities import Precision
from chungtay.reference.places.queries import lines_in, people_in, place_get
from chungtay.results.analysis.effects.gates import Circumstances
from chungtay.results.analysis.studies.arranging import Arranged, Begun, Commune, arranged
from chungtay.results.analysis.studies.outcomes import changes_reporting, outcomes
from chungtay.results.warehouse.queries import answer
from chungtay.results.warehouse.questions import By, Question, Row

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from chungtay.reference.places.models import Place
    from chungtay.reference.places.queries import PlaceLine
    from chungtay.results.analysis.studies.plans import Plan

PEOPLE = (2025, "registered")
"""One count of people for all periods: shares of a commune among the others hardly move within a decade."""
_AT_ONCE = 12
"""Periods of one question: bounds its rows to some 40,000 for the country."""
_WARD = "phuong"


def arranged_of(
    plan: Plan, *, transaction: int, known_at: datetime, plan_unchanged: bool, progress: Callable[[float], None]
) -> Arranged:
    """The panel of a plan, by what the ledger told at a transaction and the register at a moment."""
    place, periods = place_get(plan.place), plan.periods
    on = plan.frame or plan.end
    people = people_in(place, "commune", *PEOPLE)
    lines = lines_in(place, on, "commune")
    communes = [_commune(line, people.get(line.pk)) for line in lines]
    keys = {line.pk: line.key for line in lines}
    begun = [
        Begun(keys[item.place], item.kind, item.on if item.is_known else None, item.recorded.date())
        for item in starts_in(place, on, known_at)
        if item.place in keys
    ]
    counts, cut = _counts(plan, place, transaction, progress)
    outcome = outcomes()[plan.outcome]
    seen = Circumstances(
        outcome.outcome_class,
        changes_reporting=changes_reporting(plan.member),
        plan_unchanged=plan_unchanged,
        full_years=plan.full_years,
    )
    return arranged(plan.kind, communes, periods, counts, begun, frozenset(cut), seen)


def _commune(line: PlaceLine, people: int | None) -> Commune:
    is_ward = line.kind == _WARD
    return Commune(line.key, line.home_province_id or 0, people, line.area, line.lat, line.lon, is_ward)


def _counts(
    plan: Plan, place: Place, transaction: int, progress: Callable[[float], None]
) -> tuple[dict[tuple[str, int], float], set[str]]:
    """Counts by commune and position of the period; communes that the map cuts."""
    periods = plan.periods
    counts: dict[tuple[str, int], float] = {}
    cut: set[str] = set()
    for first in range(0, len(periods), _AT_ONCE):
        some = periods[first : first + _AT_ONCE]
        at = {(period.start, period.end): first + n for n, period in enumerate(some)}
        question = Question(
            (plan.outcome,),
            place.key,
            Period(some[0].start, some[-1].end),
            By.COMMUNE,
            plan.regime,
            as_known_at=transaction,
            trace=False,
            frame=plan.frame,
        )
        for row in answer(question):
            if row.region is not None or row.is_estimated:
                cut.add(row.place)
            elif (value := _count(row)) is not None and row.period is not None:
                position = at.get((row.period.start, row.period.end))
                if position is not None:
                    counts[row.place, position] = value
        progress((first + len(some)) / len(periods))
    return counts, cut


def _count(row: Row) -> float | None:
    """An exact count of a whole period; "hơn 20" or half a period is no count."""
    if row.total is None or row.partial or row.total.word is not Precision.EXACT:
        return None
    return float(row.total.value)
