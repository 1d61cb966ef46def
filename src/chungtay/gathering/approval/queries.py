"""What waits for an account: reports to decide for an approver, returned ones to send again for a reporter; and what a
return asked to put right."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import timezone

from chungtay.checks.queries import open_counts
from chungtay.gathering.approval.delegations import delegations_of as delegations_of
from chungtay.gathering.approval.delegations import givers_of as givers_of
from chungtay.gathering.approval.delegations import takers_for as takers_for
from chungtay.gathering.approval.models import ReturnMark
from chungtay.gathering.approval.policies import DISTRICTS_ENDED
from chungtay.ledger.queries import batches_in, batches_visible, senders_of
from chungtay.ledger.types import DecisionKind
from chungtay.reference.actors.policies import reads_figures
from chungtay.reference.actors.queries import Level, Role, body_ids_reporting_to

if TYPE_CHECKING:
    from collections.abc import Sequence

    from chungtay.ledger.models import Batch
    from chungtay.reference.actors.models import User


@dataclass(frozen=True)
class Waiting:
    """A report that waits for a decision, with how many findings of each severity are still open."""

    batch: Batch
    block: int = 0
    warn: int = 0
    note: int = 0

    @property
    def is_clean(self) -> bool:
        """Whether nothing in it must be mended or explained; what is merely good to know stops nobody."""
        return not self.block and not self.warn


def queue_for(user: User) -> list[Batch]:
    """Batches that wait for this account, oldest first.

    An approver, and whoever stands in for one, is shown what the bodies directly below have sent: one two levels up may
    decide too, but its queue would hold the whole country's communes. A reporter is shown what came back and has no
    newer version yet.
    """
    found = to_decide(user)
    if user.role == Role.REPORTER:
        back = list(batches_in(DecisionKind.RETURNED, user=user).filter(body=user.body_id).order_by("pk"))
        found += [b for b in back if not _has_newer(user, b)]
    return found


def to_decide(user: User) -> list[Batch]:
    """Batches that wait for this account's decision, oldest first; none that it, or the one it stands in for, sent."""
    givers = {giver.pk for giver in givers_of(user)}
    if not reads_figures(user) or not (user.role == Role.APPROVER or givers):
        return []
    sent = batches_in(DecisionKind.SUBMITTED, user=user)
    waiting = sent.filter(body__in=body_ids_reporting_to(user.body, timezone.localdate())).order_by("pk")
    if user.body.level == Level.DISTRICT:
        waiting = waiting.filter(end__lt=DISTRICTS_ENDED)
    batches = list(waiting)
    senders = senders_of([b.pk for b in batches])
    return [b for b in batches if _may_decide(user, givers, senders.get(b.pk, frozenset()))]


def _may_decide(user: User, givers: set[int], senders: frozenset[int]) -> bool:
    return user.pk not in senders and (user.role == Role.APPROVER or bool(givers - senders))


def waiting_for(user: User) -> list[Waiting]:
    """What waits for a decision, reports with something to mend first, then with something to explain, then clean."""
    batches = to_decide(user)
    counts = open_counts([b.pk for b in batches])
    lines = [Waiting(b, **counts.get(b.pk, {})) for b in batches]
    return sorted(lines, key=lambda line: (-bool(line.block), -bool(line.warn), line.batch.pk))


def marks_in(decision_ids: Sequence[int]) -> dict[int, list[ReturnMark]]:
    """By decision, its marks in order of the figures."""
    found: dict[int, list[ReturnMark]] = {}
    for mark in ReturnMark.objects.filter(decision__in=decision_ids).order_by("figure_id"):
        found.setdefault(mark.decision_id, []).append(mark)
    return found


def _has_newer(user: User, batch: Batch) -> bool:
    same = {"body": batch.body_id, "form__code": batch.form.code, "place": batch.place_id}
    when = {"start": batch.start, "end": batch.end, "regime": batch.regime}
    return batches_visible(user).filter(**same, **when, pk__gt=batch.pk).exists()


def return_marks(batch_id: int) -> dict[int, str]:
    """By figure id, why the last return of the batch asks to put it right ("": for the reason of the whole return).

    Empty where it was returned as a whole. The figures that no mark names are accepted as they are.
    """
    marks = ReturnMark.objects.filter(decision__batch=batch_id).order_by("decision")
    last = marks.values_list("decision", flat=True).last()
    return dict(marks.filter(decision=last).values_list("figure", "reason")) if last is not None else {}
