"""A group of workbooks comes to stand together: originals, batches, findings, decisions, what became of each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from chungtay.checks import services as checks
from chungtay.flow_many.files import File, GoingUp, Work
from chungtay.gathering.intake.uploads import services
from chungtay.gathering.intake.uploads.services import KNOWN, REFUSED, SENT, Settled
from chungtay.kernel.errors import Refusal
from chungtay.ledger import bulk as ledger_bulk
from chungtay.ledger import queries as ledger_queries
from chungtay.ledger import services as ledger
from chungtay.ledger.types import DecisionKind, ReportKey
from chungtay.reference.sources import services as sources

if TYPE_CHECKING:
    from collections.abc import Sequence

    from chungtay.reference.sources.models import Source


@transaction.atomic
def group_write(work: Work, files: Sequence[File], latest: dict[ReportKey, tuple[int, int]]) -> list[Settled] | None:
    """All of the group in one transaction; None, and nothing written, where the reports are no longer those that were
    looked at."""
    still = services.files_lock(file.row.pk for file in files)
    files = [file for file in files if file.row.pk in still]
    # Originals first: writing them to the disk takes long, and from the next line on other writers wait.
    kept = {file.row.pk: _kept(work, file) for file in files if file.sending and not file.problems}
    ledger.writing_wait()
    keys = {file.key(month.period) for file in files if file.heard for month in file.months}
    if ledger_queries.batches_latest(keys) != {key: latest[key] for key in keys if key in latest}:
        transaction.set_rollback(True)
        return None
    going = [file for file in files if kept.get(file.row.pk) is not None and not file.problems]
    services.drafts_pass(file.draft_key(sending.month.period) for file in going for sending in file.sending)
    _batches_write(work, [(file, sending, kept[file.row.pk]) for file in going for sending in file.sending])
    settled = [_settled(file, kept.get(file.row.pk)) for file in files]
    services.files_settle(settled)
    return settled


def _kept(work: Work, file: File) -> Source | None:
    """The original, kept by the body that brings it in; None, with the reason among the problems, where it may not."""
    assert file.heard is not None
    try:
        return sources.source_receive(
            by=work.by,
            issuer=work.by.body,
            content=file.content,
            filename=file.row.name,
            text=file.heard.text,
            paragraphs=file.heard.paragraphs,
            is_illustration=work.is_illustration,
        )
    except Refusal as refusal:
        file.problems += refusal.problems
        return None


def _batches_write(work: Work, sending: Sequence[tuple[File, GoingUp, Source | None]]) -> None:
    new = [
        ledger.NewBatch(file.body, file.heard.form, file.heard.place, one.month.period, one.claims, source)
        for file, one, source in sending
        if file.heard is not None and file.body is not None
    ]
    if not new:
        return
    batches = ledger_bulk.batches_append(by=work.by, batches=new)
    checks.findings_keep(found={batch.pk: one.reports for batch, (_, one, _) in zip(batches, sending, strict=True)})
    ledger.decisions_append(by=work.by, batches=batches, kind=DecisionKind.SUBMITTED)


def _settled(file: File, source: Source | None) -> Settled:
    if file.problems:
        return Settled(file.row, REFUSED, file.problems)
    if file.sending:
        figures = sum(len(sending.claims) for sending in file.sending)
        return Settled(file.row, SENT, file.skipped, figures, source)
    return Settled(file.row, REFUSED if file.skipped else KNOWN, file.skipped)
