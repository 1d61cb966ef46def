"""Reading readings: which an account may see, their candidates, and the claims and sentences that go to the ledger."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from chungtay.gathering.intake import claims as claiming
from chungtay.gathering.intake.models import Candidate, ReportReading
from chungtay.gathering.intake.models import State as State
from chungtay.kernel.errors import Both, NotAllowed, Problem, Refusal
from chungtay.ledger.queries import batch_get, figures_of_batch
from chungtay.reference.actors.policies import visible_q
from chungtay.reference.actors.queries import Role

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from chungtay.ledger.models import Batch
    from chungtay.ledger.types import Claim
    from chungtay.reference.actors.models import User


def readings_visible(by: User) -> QuerySet[ReportReading]:
    """The own body's readings, and for approvers those of the bodies below; nobody else's. Latest first."""
    mine = Q(body=by.body_id)
    if by.role == Role.APPROVER:
        # A line has three levels, so who stands above stands one or two steps above.
        mine |= Q(body__parent=by.body_id) | Q(body__parent__parent=by.body_id)
    elif by.role != Role.REPORTER:
        return ReportReading.objects.none()
    found = ReportReading.objects.filter(mine, visible_q(by, prefix="place__"))
    return found.select_related("source", "body", "form", "place", "batch").order_by("-pk")


def reading_get(*, by: User, id: int) -> ReportReading:
    """One reading; one that the account may not see is refused as if it did not exist (DOC-404)."""
    reading = readings_visible(by).filter(pk=id).first()
    if reading is None:
        raise not_there(Both(f"Báo cáo đang đọc {id}", f"Reading {id}"))
    return reading


def reading_of_batch(*, by: User, batch: Batch) -> ReportReading:
    """The reading that a batch, of any version, was sent from. NotAllowed DOC-404 where a form stands behind it."""
    key = {"body": batch.body_id, "form": batch.form_id, "place": batch.place_id, "source": batch.source_id}
    when = {"start": batch.start, "end": batch.end, "regime": batch.regime}
    reading = readings_visible(by).filter(**key, **when).first() if batch.source_id else None
    if reading is None:
        raise not_there(Both(f"Lô {batch.pk}", f"Batch {batch.pk}"))
    return reading


def candidate_get(*, by: User, id: int) -> Candidate:
    """One candidate of a reading that the account may see (DOC-404)."""
    candidate = Candidate.objects.select_related("indicator", "place", "reading").filter(pk=id).first()
    if candidate is None or not readings_visible(by).filter(pk=candidate.reading_id).exists():
        raise not_there(Both(f"Số liệu {id}", f"Figure {id}"))
    return candidate


def candidates_of(reading: ReportReading) -> list[Candidate]:
    """All candidates in order of position, dropped ones too."""
    beside = ("reading__body__place", "indicator", "place", "decided_by")
    found = Candidate.objects.filter(reading=reading).select_related(*beside)
    return list(found.order_by("position"))


def claims_of(reading: ReportReading) -> list[Claim]:
    """What the officer accepted (confirmed, corrected, added), repeats taken once.

    Refusal DOC-210 to DOC-214 with one problem for every thing that an accepted candidate still lacks, DOC-215 where
    nothing was accepted though candidates wait. A report that states no figure gives no claims: it was received.
    """
    accepted = _accepted(reading)
    if not accepted and Candidate.objects.filter(reading=reading, state=State.PROPOSED).exists():
        raise Refusal.of(
            "DOC-215",
            Both(f"Báo cáo {reading.pk}", f"Report {reading.pk}"),
            read="0",
            expected="≥ 1",
            todo=Both("Xác nhận ít nhất một số liệu", "Confirm at least one figure"),
            vi="Chưa xác nhận số liệu nào",
            en="No figure has been confirmed",
        )
    problems: list[Problem] = [problem for c in accepted for problem in claiming.problems_of(c)]
    if problems:
        raise Refusal(problems)
    claims = claiming.without_repeats(claiming.claim_of(c) for c in accepted)
    earlier = figures_of_batch(batch_get(reading.batch_id)) if reading.batch_id else []
    return claiming.correcting(claims, earlier)


def sentences_of(reading: ReportReading) -> list[tuple[int, int, int]]:
    """(start, end, paragraph) of the sentences behind the accepted candidates, each once, in order of the text."""
    return sorted({(c.sentence_start, c.sentence_end, c.paragraph) for c in _accepted(reading)})


def not_there(where: str) -> NotAllowed:
    """The refusal for what does not exist or is not for this account: the two must look alike."""
    return NotAllowed.of(
        "DOC-404",
        where,
        todo=Both("Mở lại danh sách báo cáo", "Open the list of reports again"),
        vi="Không có mục này",
        en="There is no such item",
    )


def _accepted(reading: ReportReading) -> list[Candidate]:
    return [c for c in candidates_of(reading) if c.state in claiming.ACCEPTED]
