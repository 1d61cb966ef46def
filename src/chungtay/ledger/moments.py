"""When things became known: the times of transactions, and by which decision a report began or ceased to count."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from chungtay.ledger.models import Decision, Transaction
from chungtay.ledger.standing import Stretch, stretches_of

_AT_ONCE = 500


class Moment(NamedTuple):
    """One transaction: its number and when it was recorded."""

    number: int
    recorded_at: datetime


class Deed(NamedTuple):
    """One decision about one version: which transaction it was, what it was, when, and the reason given."""

    transaction: int
    batch_id: int
    kind: str
    decided_at: datetime
    reason: str


def transaction_first() -> Moment | None:
    """The first transaction; None in an empty ledger."""
    found = Transaction.objects.order_by("number").values_list("number", "recorded_at").first()
    return Moment(*found) if found else None


def courses_of(batch_ids: Iterable[int], *, at: int) -> dict[int, list[Stretch]]:
    """The stretches, up to transaction `at`, in which each of these batches counted; none for those that never did."""
    wanted = set(batch_ids)
    ordered, found = sorted(wanted), dict[int, list[Stretch]]()
    for start in range(0, len(ordered), _AT_ONCE):
        some = set(ordered[start : start + _AT_ONCE])
        # The course of a key tells of all its versions; those of other chunks are told there.
        for stretch in stretches_of(sorted(some), at=at):
            if stretch.batch_id in some:
                found.setdefault(stretch.batch_id, []).append(stretch)
    return found


def deeds_at(transactions: Iterable[int]) -> dict[int, list[Deed]]:
    """What was decided in each of some transactions, in order."""
    ordered, found = sorted(set(transactions)), dict[int, list[Deed]]()
    columns = ("transaction_id", "batch_id", "kind", "decided_at", "reason")
    for start in range(0, len(ordered), _AT_ONCE):
        rows = Decision.objects.filter(transaction__in=ordered[start : start + _AT_ONCE]).order_by("pk")
        for row in rows.values_list(*columns):
            found.setdefault(row[0], []).append(Deed(*row))
    return found
