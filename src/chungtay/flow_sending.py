"""A batch is checked beside what was reported before, its findings are explained where somebody fills in a form, and it
is sent up: the last step of every way in, by a document, a form or a workbook."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chungtay.checks import services as checks
from chungtay.flow_beside import beside_of
from chungtay.gathering.approval import sending
from chungtay.kernel.periods import Period, Regime
from chungtay.ledger import queries as ledger_queries
from chungtay.ledger import services as ledger
from chungtay.ledger.types import DecisionKind
from chungtay.reference.actors.policies import reads_small_counts

if TYPE_CHECKING:
    from collections.abc import Mapping

    from chungtay.ledger.models import Batch
    from chungtay.reference.actors.models import User


def checked_and_sent(by: User, batch: Batch, reasons: Mapping[str, str] | None = None) -> Batch:
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
        sending.check_sendable(batch.pk, is_told=reads_small_counts(by, batch.body))
    ledger.decision_append(by=by, batch=batch, kind=DecisionKind.SUBMITTED)
    return batch
