"""Which candidates may be confirmed together: those that nothing else in the report, and no rule, speaks against."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chungtay.checks import queries as checks
from chungtay.checks.rules.verdicts import Severity
from chungtay.gathering.intake import claims as claiming
from chungtay.gathering.intake.models import State
from chungtay.reference.places.queries import lies_within

if TYPE_CHECKING:
    from chungtay.gathering.intake.models import Candidate
    from chungtay.ledger.types import Claim
    from chungtay.reference.places.models import Place


SURE = 0.9


def sure_ones(every: list[Candidate], threshold: float = SURE) -> list[Candidate]:
    """Of all candidates of a report, the open ones that are complete, this sure, about places of the body's territory,
    and to which no rule objects.

    Where several mentions tell one count, only those of a single exact number are taken; where they contradict each
    other, none is: an officer chooses.
    """
    kept = [c for c in every if c.state in claiming.ACCEPTED and not claiming.problems_of(c)]
    sure = [c for c in every if c.state == State.PROPOSED and c.confidence >= threshold and not claiming.problems_of(c)]
    sure = [c for c in sure if is_of_territory(c, c.place)]
    return unobjected(kept, unambiguous(kept, sure))


def is_of_territory(candidate: Candidate, place: Place | None) -> bool:
    """Whether the body that reports may speak of the place."""
    return place is not None and lies_within(place, candidate.reading.body.place)


def unambiguous(kept: list[Candidate], sure: list[Candidate]) -> list[Candidate]:
    """The sure ones that are the only exact number told of their count, beside what was accepted already."""
    groups: dict[claiming.Said, list[Claim]] = {}
    for candidate in [*kept, *sure]:
        claim = claiming.claim_of(candidate)
        groups.setdefault(claiming.counted(claim), []).append(claim)
    clear = {claim.span for group in groups.values() for claim in claiming.clearest(group)}
    return [c for c in sure if (c.start, c.end) in clear]


def unobjected(kept: list[Candidate], sure: list[Candidate]) -> list[Candidate]:
    """The sure ones without those that a blocking rule names; without them others may be objected to."""
    while sure:
        claims = claiming.without_repeats(claiming.claim_of(c) for c in [*kept, *sure])
        blocked = {n for d in checks.preview(claims) if d.severity is Severity.BLOCK for n in d.positions}
        refused = {(claiming.counted(claims[n - 1]), claiming.number_said(claims[n - 1])) for n in blocked}
        left = [c for c in sure if _said(c) not in refused]
        if len(left) == len(sure):
            return sure
        sure = left
    return sure


def _said(candidate: Candidate) -> tuple[claiming.Said, claiming.Said]:
    claim = claiming.claim_of(candidate)
    return claiming.counted(claim), claiming.number_said(claim)
