"""(h) Checking a form of 100 rows while it is typed: beside three years of its own months, and with nothing beside it.

Bare: the same judgement of every series alone, without rules, findings or words. The three years are in memory; what
fetching them costs is the ledger's.
"""

from __future__ import annotations

import random
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

from benchmarks.timing import say, side_by_side
from chungtay.checks import queries
from chungtay.checks.rules.outliers import judged
from chungtay.kernel.periods import Period, decree_month
from chungtay.kernel.quantities import Quantity
from chungtay.ledger.types import Claim, RecordedFigure
from chungtay.reference.indicators.catalogue import catalogue, dimensions

if TYPE_CHECKING:
    from collections.abc import Sequence

ROWS, MONTHS = 100, 36
PLACE, BODY = 1, 1
SUMMED = {"kind": "sum", "whole": "patrols.participations|", "parts": ["patrols.shifts|", "force.teams|"]}


def main() -> None:
    """Measure; an empty database answers for the names of places."""
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    rows = _rows()
    history = [figure for number in range(MONTHS) for figure in _month(rows, number)]
    claims = [figure.claim for figure in _month(rows, MONTHS)]
    series = [[float(f.claim.quantity.value) for f in history[n::ROWS] if f.claim.quantity] for n in range(ROWS)]
    months = list(range(MONTHS + 1))
    seconds = side_by_side(
        15,
        judging_the_series_alone=partial(_judge_all, series, months),
        checking_with_three_years=partial(queries.preview, claims, history=history),
        checking_with_nothing_beside=partial(queries.preview, claims),
    )
    say(f"(h) checking {ROWS} figures beside {MONTHS} months of their own", seconds, "judging_the_series_alone")


def _judge_all(series: Sequence[Sequence[float]], months: Sequence[int]) -> None:
    for values in series:
        judged(values, values[0], months)


def _rows() -> list[tuple[str, str]]:
    """A hundred rows that count something: wholes first, then cells of the catalogue's breakdowns."""
    counted = [d for d in catalogue().values() if d.nature == "flow" and d.unit_vi and "%" not in d.unit_vi]
    wholes = [(d.code, "") for d in counted]
    cells = [
        (d.code, f"{d.breakdown}={member.key}")
        for d in counted
        if d.breakdown
        for member in dimensions()[d.breakdown].members
    ]
    return (wholes + cells)[:ROWS]


def _month(rows: list[tuple[str, str]], number: int) -> list[RecordedFigure]:
    period = _period(number)
    chance = random.Random(number)
    claims = [_claim(code, cell, period, chance, n) for n, (code, cell) in enumerate(rows)]
    return [
        RecordedFigure(number * ROWS + n, number, n, claim, BODY, "m", PLACE, period, 1, None, True, 1)
        for n, claim in enumerate(claims)
    ]


def _claim(code: str, cell: str, period: Period, chance: Any, n: int) -> Claim:
    usual = 5 if n % 3 == 0 else 120
    return Claim(code, PLACE, period, Quantity.read(max(0, round(chance.gauss(usual, usual**0.5)))), cell=cell)


def _period(number: int) -> Period:
    first = date(2023, 1, 1)
    return decree_month(first.year + number // 12, number % 12 + 1)
