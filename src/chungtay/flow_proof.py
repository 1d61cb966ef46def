"""A report beside all that is held of its place: the sheet of proof. A join between rooms that may not know each other.

lines = reading_proof(by=user, reading=reading)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from chungtay.flow_beside import beside_of
from chungtay.gathering.intake import claims as claiming
from chungtay.gathering.intake import proof, queries
from chungtay.kernel.periods import Period, Regime
from chungtay.reference.actors.queries import bodies_by_id
from chungtay.reference.indicators.queries import definition

if TYPE_CHECKING:
    from collections.abc import Iterator

    from chungtay.gathering.intake.models import Candidate, ReportReading
    from chungtay.gathering.intake.proof import Line, Statement
    from chungtay.reference.actors.models import User


def reading_proof(*, by: User, reading: ReportReading) -> list[Line]:
    """What sums, what does not, and what other reports that the account may see say otherwise."""
    every = queries.candidates_of(reading)
    return proof.proof_of(every, [*_held(reading, every), *proof.statements_beside(by=by, reading=reading)])


def _held(reading: ReportReading, every: list[Candidate]) -> Iterator[Statement]:
    """Figures of the ledger about the same place, of this and other bodies; not those of this report."""
    complete = [c for c in every if c.state != queries.State.DROPPED and not claiming.problems_of(c)]
    claims = [claiming.claim_of(c) for c in complete]
    period = Period(reading.start, reading.end, Regime(reading.regime))
    others, beside = beside_of(reading.body, reading.form, reading.place, period, claims)
    figures = [*others, *beside.get("attested", ())]
    bodies = bodies_by_id({figure.body_id for figure in figures})
    for figure in figures:
        told = proof.statement_held(figure, bodies[figure.body_id].name_vi)
        is_own = figure.body_id == reading.body_id
        if told is not None and figure.source_id != reading.source_id and (is_own or not _is_small(told)):
            yield told


def _is_small(told: Statement) -> bool:
    """Small counts of what is sensitive are for their own body alone."""
    threshold = definition(told.indicator).threshold
    return threshold is not None and 0 < told.quantity.value < threshold
