"""What waits for an account: reports to decide for an approver, returned ones to send again for a reporter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from chungtay.gathering.approval.models import ReturnMark
from chungtay.ledger.queries import batches_in, batches_visible, decisions_of
from chungtay.ledger.types import DecisionKind
from chungtay.reference.actors.queries import Role

if TYPE_CHECKING:
    from chungtay.ledger.models import Batch
    from chungtay.reference.actors.models import User


def queue_for(user: User) -> list[Batch]:
    """Batches that wait for this account, oldest first.

    An approver is shown what the bodies directly below have sent: one two levels up may decide too, but its queue
    would hold the whole country's communes. A reporter is shown what came back and has no newer version yet.
    """
    if user.role == Role.APPROVER:
        sent = batches_in(DecisionKind.SUBMITTED, user=user)
        below = Q(body__parent=user.body_id) | Q(body=user.body_id, body__parent__isnull=True)
        return [b for b in sent.filter(below).order_by("pk") if user.pk not in _senders(b)]
    if user.role == Role.REPORTER:
        back = list(batches_in(DecisionKind.RETURNED, user=user).filter(body=user.body_id).order_by("pk"))
        return [b for b in back if not _has_newer(user, b)]
    return []


def _senders(batch: Batch) -> set[int]:
    """Accounts that sent it. Only at the top of a line can the sender's own body approve, so few are looked up."""
    if batch.body.parent_id is not None:
        return set()
    return {d.decided_by_id for d in decisions_of(batch) if d.kind == DecisionKind.SUBMITTED}


def _has_newer(user: User, batch: Batch) -> bool:
    same = {"body": batch.body_id, "form": batch.form_id, "place": batch.place_id}
    when = {"start": batch.start, "end": batch.end, "regime": batch.regime}
    return batches_visible(user).filter(**same, **when, version__gt=batch.version).exists()


def return_marks(batch_id: int) -> dict[int, str]:
    """By figure id, why the last return of the batch asks to put it right; empty where it names no figure."""
    marks = ReturnMark.objects.filter(decision__batch=batch_id).order_by("decision")
    last = marks.values_list("decision", flat=True).last()
    return dict(marks.filter(decision=last).values_list("figure", "reason")) if last is not None else {}
