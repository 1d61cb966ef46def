"""The whole way of a report, as code. Read this page first.

    original -> candidates -> batch of figures -> findings -> decisions -> generation -> snapshot -> review -> release

Each step is keyword-only, atomic, and done `by` an account. Here stands the way of a report that comes as a document,
up to what the public may see; the pages beside it hold the other ways to the same batch, and are called through here:

    flow_documents   originals opened, kept and read, one or many at once
    flow_forms       a form that is filled in on the desk
    flow_workbooks   a workbook, which fills such forms
    flow_deciding    a return at some figures, one decision of many batches
    flow_sending     what every way ends with: findings, explanations, sent up
    flow_proof       a document beside what others say
    flow_beside      what a report is checked beside
    flow_many        thousands of workbooks at once
    flow_registers   what registers count, offered in a form and kept as evidence
    flow_lists       a list of a body's own, brought into a register
    flow_issuing     a review issued under a number, made public, corrected
    flow_reviews     the reviews of all provinces, or all communes of one, at once
    flow_publishing  figures and points made public, withdrawn, corrected; what residents said, month by month
    flow_attaching   a document that belongs to a row of a register

They hold what changes a report's state and the few joins between rooms that may not know each other; everything else
the faces ask of the rooms directly.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.db import transaction

from chungtay.checks import queries as check_queries
from chungtay.flow_beside import beside_of
from chungtay.flow_deciding import MARKED, Decided, batch_return, batches_decide
from chungtay.flow_documents import document_keep
from chungtay.flow_forms import (
    draft_findings,
    draft_open,
    draft_submit,
    figures_submit,
    read_from_text,
    waits_for_decision,
)
from chungtay.flow_issuing import lacks_public_paper, review_correct, review_issue, review_release, term_opened_again
from chungtay.flow_sending import checked_and_sent
from chungtay.flow_workbooks import workbook_receive
from chungtay.gathering.approval import policies
from chungtay.gathering.intake import queries as reading_queries
from chungtay.gathering.intake import services as intake
from chungtay.gathering.intake.readers import document_open
from chungtay.kernel.errors import Both
from chungtay.kernel.periods import Period, Regime
from chungtay.ledger import queries as ledger_queries
from chungtay.ledger import services as ledger
from chungtay.ledger.types import DecisionKind
from chungtay.reference.forms import queries as forms
from chungtay.reference.sources import services as sources
from chungtay.results.issuing import queries as papers
from chungtay.results.reviews import services as reviews
from chungtay.results.warehouse import services as warehouse

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from chungtay.checks.rules.verdicts import FindingDraft
    from chungtay.gathering.intake.models import ReportReading
    from chungtay.gathering.programmes.models import Programme
    from chungtay.ledger.models import Batch, Decision
    from chungtay.reference.actors.models import Body, User
    from chungtay.reference.places.models import Place
    from chungtay.results.reviews.models import Review
    from chungtay.results.warehouse.models import Snapshot

__all__ = [
    "MARKED",
    "Decided",
    "batch_decide",
    "batch_return",
    "batch_submit",
    "batches_decide",
    "draft_findings",
    "draft_open",
    "draft_submit",
    "figures_submit",
    "lacks_public_paper",
    "read_from_text",
    "reading_findings",
    "report_receive",
    "review_compose",
    "review_correct",
    "review_issue",
    "review_release",
    "snapshot_freeze",
    "waits_for_decision",
    "workbook_receive",
]


def report_receive(
    *,
    by: User,
    body: Body,
    form_code: str,
    place: Place,
    period: Period,
    content: bytes,
    filename: str,
    number: str = "",
    title: str = "",
    issued_on: date | None = None,
    is_illustration: bool = False,
) -> ReportReading:
    """An original comes in: it is opened safely, passes the gate, is kept encrypted, and is read into candidates."""
    policies.check_submit(by, body, place)
    policies.check_not_ended(body, period)
    document = document_open(content, filename)
    with transaction.atomic():
        source = document_keep(
            by=by,
            body=body,
            place=place,
            period=period,
            document=document,
            content=content,
            filename=filename,
            number=number,
            title=title,
            issued_on=issued_on,
            is_illustration=is_illustration,
        )
        return intake.reading_start(
            by=by,
            source=source,
            document=document,
            body=body,
            form=forms.form_get(form_code, period.end),
            place=place,
            period=period,
        )


def reading_findings(*, reading: ReportReading) -> Sequence[FindingDraft]:
    """What the checks would find if the report, which the caller may see, were sent as it is confirmed by now."""
    claims = reading_queries.claims_of(reading)
    period = Period(reading.start, reading.end, Regime(reading.regime))
    dated = reading.source.issued_on
    related, beside = beside_of(reading.body, reading.form, reading.place, period, claims, dated=dated)
    return check_queries.preview(claims, related, **beside)


@transaction.atomic
def batch_submit(*, by: User, reading: ReportReading) -> Batch:
    """What the officer confirmed becomes a batch of the ledger, keeps its sentences, is checked, and is sent up."""
    policies.check_submit(by, reading.body, reading.place)
    ledger.writing_wait()
    reading.refresh_from_db(fields=["batch"])
    if reading.batch_id is not None and ledger_queries.batch_status(reading.batch_id) is DecisionKind.SUBMITTED:
        raise waits_for_decision(Both(f"Báo cáo {reading.pk}", f"Report {reading.pk}"))
    claims = reading_queries.claims_of(reading)
    policies.check_claims(by, claims)
    batch = ledger.batch_append(
        by=by,
        body=reading.body,
        form=reading.form,
        place=reading.place,
        period=Period(reading.start, reading.end, Regime(reading.regime)),
        claims=claims,
        source=reading.source,
        is_illustration=reading.source.is_illustration,
    )
    sources.excerpts_keep(source=reading.source, sentences=reading_queries.sentences_of(reading))
    intake.reading_bind_batch(reading=reading, batch=batch)
    return checked_and_sent(by, batch)


@transaction.atomic
def batch_decide(*, by: User, batch: Batch, kind: DecisionKind, reason: str = "") -> Decision:
    """An approver returns or approves, or the sender withdraws: the policy says who and when, the ledger keeps it."""
    ledger.writing_wait()
    behalf = policies.check_decide(by, batch, kind, reason)
    return ledger.decision_append(by=by, batch=batch, kind=kind, reason=reason, on_behalf_of=behalf)


@transaction.atomic
def snapshot_freeze(*, by: User, programme: Programme, place: Place, period: Period) -> Snapshot:
    """All that a review may print stands still under one digest, as the ledger knew it at this transaction.

    A term that was frozen, and of which a review was issued, is opened again by two people (HAINGUOI-001).
    """
    policies.check_freeze(by, place)
    term_opened_again(by, programme, place, period)
    return warehouse.snapshot_freeze(by=by, programme=programme, place=place, period=period)


@transaction.atomic
def review_compose(*, by: User, snapshot: Snapshot, kind: str = "", areas: Collection[int] = ()) -> Review:
    """The snapshot is put into words, the same each time; a kind that is not told is interim where the snapshot ends
    before the programme's term does, else final. `areas`: what a thematic report is about."""
    policies.check_freeze(by, snapshot.place)
    kind = kind or ("final" if snapshot.end >= snapshot.programme.term_end else "interim")
    issued = papers.issued_reviews(snapshot.programme_id, snapshot.place_id)
    return reviews.review_compose(by=by, snapshot=snapshot, kind=kind, issued=issued, areas=areas)
