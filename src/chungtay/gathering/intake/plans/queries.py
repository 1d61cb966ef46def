"""Plans being read: those of the account's own body, with what each asks for and the sentence that does."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from django.db.models import Count, Exists, OuterRef
from django.utils import timezone

from chungtay.gathering.intake.models import PlanCandidate, PlanReading, State
from chungtay.gathering.intake.queries import not_there
from chungtay.gathering.intake.sittings import Left
from chungtay.gathering.programmes.policies import may_record
from chungtay.kernel.errors import Both, Refusal
from chungtay.reference.sources.masking import masked
from chungtay.reference.sources.queries import passages_around

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from django.db.models import QuerySet

    from chungtay.gathering.programmes.models import AnnualPlan, Conference, Programme
    from chungtay.reference.actors.models import User

__all__ = ["Left", "State", "candidate_get", "candidates_of", "is_sure", "left_of", "reading_get", "readings_visible"]


def readings_visible(by: User) -> QuerySet[PlanReading]:
    """What the account's own body brought in, latest first."""
    if not may_record(by):
        return PlanReading.objects.none()
    found = PlanReading.objects.filter(body=by.body_id)
    return found.select_related("source", "body", "programme", "plan", "conference", "paper").order_by("-pk")


def reading_get(*, by: User, id: int) -> PlanReading:
    """One of them. NotAllowed DOC-404."""
    found = readings_visible(by).filter(pk=id).first()
    if found is None:
        raise not_there(Both(f"Kế hoạch đang đọc {id}", f"Plan being read {id}"))
    return found


def readings_of(by: User, *, plan: AnnualPlan | None = None, conference: Conference | None = None) -> list[PlanReading]:
    """What was read for a plan, or of a conference."""
    found = readings_visible(by)
    return list(found.filter(plan=plan) if plan is not None else found.filter(conference=conference))


def candidates_of(reading: PlanReading) -> list[PlanCandidate]:
    """In the order of the document."""
    found = PlanCandidate.objects.filter(reading=reading).order_by("position")
    return list(found.select_related("owner__place", "area", "task", "decided_by__body"))


def candidate_get(*, by: User, id: int) -> PlanCandidate:
    """One candidate of the account's own body. NotAllowed DOC-404."""
    found = (
        PlanCandidate.objects.select_related("reading__source", "owner__place", "area", "task").filter(pk=id).first()
    )
    if found is None or not readings_visible(by).filter(pk=found.reading_id).exists():
        raise not_there(Both(f"Việc {id}", f"Item {id}"))
    return found


def is_sure(candidate: PlanCandidate) -> bool:
    """Whether it may be confirmed together with others: it is whole, its day is to come, and nothing was guessed."""
    whole = bool(candidate.title) and candidate.owner_id is not None and candidate.due is not None
    if not whole or candidate.state != State.PROPOSED or candidate.asks_quota or candidate.is_carried:
        return False
    return candidate.due is not None and candidate.due >= timezone.localdate()


def left_of(candidates: Sequence[PlanCandidate]) -> Left:
    """The counts of a plan."""
    return _left(Counter(candidate.state for candidate in candidates))


def _left(states: Counter[str]) -> Left:
    kept = states[State.CONFIRMED] + states[State.CORRECTED]
    return Left(states.total(), states[State.PROPOSED], kept, states[State.DROPPED])


def lefts_of(readings: Collection[PlanReading]) -> dict[int, Left]:
    """How far each of these is confirmed, by its id; one question for all."""
    counts: dict[int, Counter[str]] = {reading.pk: Counter() for reading in readings}
    found = PlanCandidate.objects.filter(reading__in=list(counts)).order_by().values_list("reading", "state")
    for reading, state, n in found.annotate(n=Count("pk")):
        counts[reading][state] = n
    return {reading: _left(states) for reading, states in counts.items()}


def readings_waiting(by: User, programme: Programme) -> list[tuple[PlanReading, Left]]:
    """Those of a programme in which something is still to be decided, latest first, with how far they are."""
    proposed = PlanCandidate.objects.filter(reading=OuterRef("pk"), state=State.PROPOSED)
    found = list(readings_visible(by).filter(Exists(proposed), programme=programme))
    lefts = lefts_of(found)
    return [(one, lefts[one.pk]) for one in found]


def sentences_of(by: User, reading: PlanReading, candidates: Sequence[PlanCandidate]) -> list[str]:
    """The sentence of each, masked; "" where the original was destroyed. The opening is logged."""
    spans = [(candidate.start, candidate.end) for candidate in candidates]
    try:
        passages = passages_around(by=by, source=reading.source, spans=spans)
    except Refusal:
        return ["" for _ in candidates]
    return [
        masked(passage.text)[start - passage.start : end - passage.start]
        for passage, (start, end) in zip(passages, spans, strict=True)
    ]
