"""Deciding of more than one thing in one writing of the ledger: a return at some figures, the same of many batches."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction

from chungtay.gathering.approval import policies
from chungtay.gathering.approval import services as approval
from chungtay.kernel.errors import Refusal
from chungtay.kernel.text import squeeze
from chungtay.ledger import queries as ledger_queries
from chungtay.ledger import services as ledger
from chungtay.ledger.types import DecisionKind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from chungtay.ledger.models import Batch, Decision
    from chungtay.reference.actors.models import User


MARKED = re.compile(r"Sửa (\d+) số liệu được đánh dấu")
"""What stands for the whole where every mark says why and its approver wrote nothing more."""


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
