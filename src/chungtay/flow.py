"""The whole way of a report, as code. Read this page first.

    original -> candidates -> batch of figures -> findings -> decisions -> generation -> snapshot -> review -> release

Each step is keyword-only, atomic, and done `by` an account. This page holds what changes a report's state and the few
joins between rooms that may not know each other; everything else the faces ask of the rooms directly.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from mimetypes import guess_type
from typing import TYPE_CHECKING

from django.db import transaction

from chungtay.checks import queries as check_queries
from chungtay.checks import services as checks
from chungtay.flow_beside import beside_of
from chungtay.gathering.approval import policies, sending
from chungtay.gathering.approval import services as approval
from chungtay.gathering.intake import queries as reading_queries
from chungtay.gathering.intake import services as intake
from chungtay.gathering.intake.drafts import queries as draft_queries
from chungtay.gathering.intake.drafts import services as drafts
from chungtay.gathering.intake.readers import document_open
from chungtay.gathering.intake.workbooks import services as workbooks
from chungtay.gathering.intake.workbooks.services import Received
from chungtay.kernel.errors import Both, Refusal
from chungtay.kernel.periods import Period, Regime
from chungtay.kernel.text import squeeze
from chungtay.ledger import queries as ledger_queries
from chungtay.ledger import services as ledger
from chungtay.ledger.types import DecisionKind
from chungtay.reference.forms import queries as forms
from chungtay.reference.sources import services as sources
from chungtay.results.publishing import services as publishing
from chungtay.results.reviews import services as reviews
from chungtay.results.warehouse import services as warehouse

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from chungtay.checks.rules.verdicts import FindingDraft
    from chungtay.gathering.intake.models import Draft, Layout, ReportReading
    from chungtay.gathering.intake.workbooks.reading import RowRead
    from chungtay.gathering.programmes.models import Programme
    from chungtay.ledger.models import Batch, Decision
    from chungtay.ledger.types import Claim
    from chungtay.reference.actors.models import Body, User
    from chungtay.reference.places.models import Place
    from chungtay.results.publishing.models import Release
    from chungtay.results.reviews.models import Review
    from chungtay.results.warehouse.models import Snapshot


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
        source = sources.source_receive(
            by=by,
            issuer=body,
            content=content,
            filename=filename,
            media_type=guess_type(filename)[0] or "application/octet-stream",
            text=document.text,
            paragraphs=[(p.start, p.end) for p in document.paragraphs],
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
    return _checked_and_sent(by, batch)


def reading_findings(*, reading: ReportReading) -> Sequence[FindingDraft]:
    """What the checks would find if the report, which the caller may see, were sent as it is confirmed by now."""
    claims = reading_queries.claims_of(reading)
    period = Period(reading.start, reading.end, Regime(reading.regime))
    dated = reading.source.issued_on
    related, beside = beside_of(reading.body, reading.form, reading.place, period, claims, dated=dated)
    return check_queries.preview(claims, related, **beside)


@transaction.atomic
def figures_submit(
    *,
    by: User,
    body: Body,
    form_code: str,
    place: Place,
    period: Period,
    claims: Sequence[Claim],
    is_illustration: bool = False,
    reasons: Mapping[str, str] | None = None,
) -> Batch:
    """Figures of a form, with no original behind them, go the same way: recorded, checked, sent up.

    `reasons`: what the reporter says to the findings, by their keys, where somebody fills the form in.
    """
    policies.check_enter_for(by, body, place)
    policies.check_not_ended(body, period)
    policies.check_claims(by, claims, body)
    batch = ledger.batch_append(
        by=by,
        body=body,
        form=forms.form_get(form_code, period.end),
        place=place,
        period=period,
        claims=claims,
        is_illustration=is_illustration,
    )
    return _checked_and_sent(by, batch, reasons)


@transaction.atomic
def draft_open(*, by: User, body: Body, form_code: str, place: Place, period: Period) -> Draft:
    """The form of this report to be filled in: the open one, or a new one. What was returned, approved or withdrawn is
    put right in it. Refusals NHAP-207 while the report waits for a decision, NHAP-212 where it was read from a text,
    BIEUMAU-015 where the form asks a village for what no village is asked."""
    policies.check_enter_for(by, body, place)
    policies.check_not_ended(body, period)
    last = ledger_queries.batch_latest(body=body, form_code=form_code, place=place, period=period)
    if last is not None and ledger_queries.batch_status(last.pk) is DecisionKind.SUBMITTED:
        raise waits_for_decision(Both(f"Lô {last.pk}", f"Batch {last.pk}"))
    if last is not None and (reading := draft_queries.reading_behind(last)) is not None:
        raise read_from_text(Both(f"Báo cáo {reading}", f"Report {reading}"))
    form = last.form if last is not None else forms.form_get(form_code, period.end)
    forms.check_askable(form, place.level)
    return drafts.draft_open(by=by, body=body, form=form, place=place, period=period, corrects=last)


def waits_for_decision(where: str) -> Refusal:
    """NHAP-207."""
    return Refusal.of(
        "NHAP-207",
        where,
        todo=Both("Rút báo cáo về, hoặc chờ quyết định", "Withdraw the report, or wait for the decision"),
        vi="Báo cáo kỳ này đã gửi và đang chờ duyệt",
        en="This report was sent and waits for a decision",
    )


def read_from_text(where: str) -> Refusal:
    """NHAP-212."""
    return Refusal.of(
        "NHAP-212",
        where,
        todo=Both("Sửa ở trang đọc báo cáo đó", "Mend it on the page of that report"),
        vi="Báo cáo kỳ này được đọc từ văn bản",
        en="This report was read from a document",
    )


def workbook_receive(
    *,
    by: User,
    body: Body,
    content: bytes,
    filename: str,
    layout: Layout | None = None,
    place: Place | None = None,
    period: Period | None = None,
    is_illustration: bool = False,
) -> Received:
    """A workbook comes in: it is read in a guarded child, passes the gate, is kept encrypted, and fills a draft for
    each of its periods. Refusals BANGTINH-1xx and NGUON-1xx, and nothing is kept then; what is sent again is known."""
    policies.check_enter_for(by, body, body.place)
    heard = workbooks.workbook_hear(
        by=by, body=body, content=content, filename=filename, layout=layout, place=place, period=period
    )
    with transaction.atomic():
        source = sources.source_receive(
            by=by,
            issuer=body,
            content=content,
            filename=filename,
            media_type=guess_type(filename)[0] or "application/octet-stream",
            text=heard.text,
            paragraphs=heard.paragraphs,
            is_illustration=is_illustration,
        )
        if (known := workbooks.received_before(source, heard)) is not None:
            return known
        received = Received(source, heard)
        for asked, rows in heard.months:
            _month_fill(by, body, received, asked, rows)
        workbooks.check_anything_new(received)
        return received


def _month_fill(by: User, body: Body, received: Received, period: Period, rows: Sequence[RowRead]) -> None:
    """One period of a workbook into its draft; left alone where it says what was sent, or what waits for a decision."""
    form, place = received.heard.form, received.heard.place
    last = ledger_queries.batch_latest(body=body, form_code=form.code, place=place, period=period)
    if last is not None and workbooks.says_the_same(last, form, rows):
        received.unchanged.append(period)
        return
    try:
        draft = draft_open(by=by, body=body, form_code=form.code, place=place, period=period)
    except Refusal as refusal:
        received.skipped.append((period, refusal))
        return
    workbooks.check_version(draft, form)
    received.filled.append(workbooks.draft_fill(by=by, draft=draft, source=received.source, rows=rows))


@transaction.atomic
def draft_submit(
    *, by: User, draft: Draft, is_illustration: bool = False, reasons: Mapping[str, str] | None = None
) -> Batch:
    """A filled form becomes a batch of the ledger, is checked, and is sent up. Refusals NHAP-101 to 105 for cells that
    cannot be read, NHAP-210 for rows without an answer, NHAP-211 for approved figures changed without a reason,
    NHAP-213 for a report that was sent another way meanwhile, DUYET-305 for findings that `reasons` (by their key) does
    not explain, DUYET-306 for those that must be mended."""
    held = drafts.draft_lock(by=by, draft=draft)
    policies.check_enter_for(by, held.body, held.place)
    ledger.writing_wait()
    period = draft_queries.period_of(held)
    draft_queries.check_latest(
        held,
        ledger_queries.batch_latest(body=held.body, form_code=held.form.code, place=held.place, period=period),
    )
    draft_queries.check_answered(held)
    claims = draft_queries.claims_of_draft(held)
    policies.check_claims(by, claims, held.body)
    batch = ledger.batch_append(
        by=by,
        body=held.body,
        form=held.form,
        place=held.place,
        period=period,
        claims=claims,
        source=held.source,
        is_illustration=is_illustration,
    )
    drafts.draft_bind_batch(draft=held, batch=batch)
    return _checked_and_sent(by, batch, reasons or {})


def draft_findings(*, by: User, draft: Draft) -> Sequence[FindingDraft]:
    """What the checks would find if the form were sent as it stands; cells that cannot be read are left out."""
    found = draft_queries.draft_get(by=by, id=draft.pk)
    claims = draft_queries.claims_readable(found)
    period = draft_queries.period_of(found)
    related, beside = beside_of(found.body, found.form, found.place, period, claims, is_filled_in=True)
    return check_queries.preview(claims, related, **beside)


def _checked_and_sent(by: User, batch: Batch, reasons: Mapping[str, str] | None = None) -> Batch:
    """`reasons`, by the key of a finding, are asked of whoever fills in a form (none yet: an empty mapping): it goes up
    mended and explained, or not at all. None: a report that says what it says, such as a narrative one."""
    period = Period(batch.start, batch.end, Regime(batch.regime))
    claims = [figure.claim for figure in ledger_queries.figures_of_batch(batch)]
    is_filled_in = reasons is not None
    dated = batch.source.issued_on if batch.source is not None else None
    related, beside = beside_of(
        batch.body, batch.form, batch.place, period, claims, is_filled_in=is_filled_in, dated=dated
    )
    checks.findings_raise(batch_id=batch.pk, related=related, **beside)
    if reasons is not None:
        checks.findings_explain(by=by, batch_id=batch.pk, reasons=reasons)
        sending.check_sendable(batch.pk)
    ledger.decision_append(by=by, batch=batch, kind=DecisionKind.SUBMITTED)
    return batch


@transaction.atomic
def batch_decide(*, by: User, batch: Batch, kind: DecisionKind, reason: str = "") -> Decision:
    """An approver returns or approves, or the sender withdraws: the policy says who and when, the ledger keeps it."""
    ledger.writing_wait()
    behalf = policies.check_decide(by, batch, kind, reason)
    return ledger.decision_append(by=by, batch=batch, kind=kind, reason=reason, on_behalf_of=behalf)


@transaction.atomic
def batch_return(*, by: User, batch: Batch, reason: str = "", marks: Mapping[int, str] | None = None) -> Decision:
    """An approver returns a report at some of its figures, by id, each with its reason; the others are accepted.

    With no marks the whole report comes back. As `batch_decide`, and the refusals of `approval.services.marks_checked`.
    """
    ledger.writing_wait()
    kept = approval.marks_checked(batch, marks or {})
    # Where every mark says why, nobody is made to say it again of the whole.
    told = bool(kept) and all(kept.values())
    said = f"Sửa {len(kept)} số liệu được đánh dấu" if told and not squeeze(reason) else reason
    behalf = policies.check_decide(by, batch, DecisionKind.RETURNED, said)
    decision = ledger.decision_append(by=by, batch=batch, kind=DecisionKind.RETURNED, reason=said, on_behalf_of=behalf)
    approval.marks_keep(decision=decision, marks=kept)
    return decision


@dataclass(frozen=True)
class Decided:
    """What became of many at once: the batches of which it was decided, in order, and why not of the others."""

    done: tuple[int, ...]
    refused: dict[int, Refusal]


@transaction.atomic
def batches_decide(*, by: User, batch_ids: Sequence[int], kind: DecisionKind, reason: str = "") -> Decided:
    """The same decision of many batches in one writing of the ledger; each is judged by itself, as by `batch_decide`,
    and what may not be decided is told with its reason and keeps nothing else back."""
    ledger.writing_wait()
    ids = list(dict.fromkeys(batch_ids))
    batches, standings = ledger_queries.batches_get(ids), policies.standings_of(ids)
    fit, behalf, refused = [], {}, {}
    for pk in ids:
        try:
            found = policies.check_there(batches.get(pk), pk)
            behalf[pk] = policies.check_decide(by, found, kind, reason, standings[pk])
            fit.append(found)
        except Refusal as refusal:
            refused[pk] = refusal
    ledger.decisions_append(by=by, batches=fit, kind=kind, reason=reason, on_behalf_of=behalf)
    return Decided(tuple(batch.pk for batch in fit), refused)


def snapshot_freeze(*, by: User, programme: Programme, place: Place, period: Period) -> Snapshot:
    """All that a review may print stands still under one digest, as the ledger knew it at this transaction."""
    policies.check_freeze(by, place)
    return warehouse.snapshot_freeze(by=by, programme=programme, place=place, period=period)


@transaction.atomic
def review_compose(*, by: User, snapshot: Snapshot) -> Review:
    """The snapshot is put into words, the same each time; interim where it ends before the programme's term does."""
    policies.check_freeze(by, snapshot.place)
    kind = "final" if snapshot.end >= snapshot.programme.term_end else "interim"
    return reviews.review_compose(by=by, snapshot=snapshot, kind=kind)


@transaction.atomic
def review_release(*, by: User, review: Review) -> Release:
    """The public rendition, under the disclosure rules, is all that ever leaves the house."""
    policies.check_release(by, review.place)
    return publishing.release(by=by, review=review)
