"""Reading the audit: what was done, found by day, account and kind; and the proof that no row of it was changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from django.db.models import Exists, Max, OuterRef, Q, QuerySet
from django.utils import timezone

from chungtay.kernel.canonical import FIRST
from chungtay.reference.audit.models import Entry, Origin, Outcome, Way
from chungtay.reference.audit.services import FORGOTTEN, ORIGIN_DAYS, entry_digest, origin_holds

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import date

__all__ = [
    "ORIGIN_DAYS",
    "AuditReport",
    "Outcome",
    "Way",
    "audit_head",
    "audit_holds",
    "audit_verify",
    "entries",
    "origin_oldest",
    "origins_of",
]

CHUNK = 2_000


@dataclass(frozen=True)
class AuditReport:
    """How many entries hold, the digest of the last one, and the number of the first that does not (0: all hold)."""

    entries: int
    head: str
    broken_at: int = 0


def entries(
    bodies: Collection[str] | None,
    *,
    since: date | None = None,
    until: date | None = None,
    account: str = "",
    deed: str = "",
    thing: str = "",
    refused_only: bool = False,
) -> QuerySet[Entry]:
    """Entries of accounts of these bodies (None: all, also those of nobody), newest first; both days are within."""
    found = Entry.objects.order_by("-sequence")
    if bodies is not None:
        found = found.filter(body__in=set(bodies))
    if since is not None:
        found = found.filter(at__gte=_midnight(since))
    if until is not None:
        found = found.filter(at__lt=_midnight(until + timedelta(days=1)))
    if account:
        found = found.filter(account=account)
    if deed:
        found = found.filter(Q(deed=deed) | Q(deed__startswith=f"{deed}."))
    if thing:
        found = found.filter(thing__startswith=thing)
    return found.filter(outcome=Outcome.REFUSED) if refused_only else found


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def origins_of(found: Iterable[Entry]) -> dict[int, str]:
    """From where they came, by the entry's key; those that were forgotten are left out."""
    return dict(Origin.objects.filter(entry__in=[entry.pk for entry in found]).values_list("entry_id", "seen"))


def origin_oldest() -> datetime | None:
    """When the oldest deed was done of which it is still kept from where; None where none is."""
    return Origin.objects.order_by("at").values_list("at", flat=True).first()


def audit_verify() -> AuditReport:
    """Recompute every entry and every origin that is kept; the first that does not hold. Memory does not grow."""
    previous, holding = FIRST, 0
    for expected, entry in enumerate(Entry.objects.order_by("sequence").iterator(chunk_size=CHUNK), 1):
        if (entry.sequence, entry.previous) != (expected, previous) or entry_digest(entry) != entry.digest:
            return AuditReport(holding, previous, expected)
        previous, holding = entry.digest, expected
    for origin in Origin.objects.select_related("entry").order_by("pk").iterator(chunk_size=CHUNK):
        if not origin_holds(origin):
            return AuditReport(holding, previous, origin.entry.sequence)
    if lacking := _without_origin():
        return AuditReport(holding, previous, lacking)
    return AuditReport(holding, previous)


def _without_origin() -> int:
    """The first entry whose origin is gone though none of its time was forgotten yet; 0 where none lacks it.

    What was forgotten is read off the chain itself, so that no clock can excuse a row that was taken away.
    """
    found = Entry.objects.exclude(origin_seal="").filter(~Exists(Origin.objects.filter(entry=OuterRef("pk"))))
    forgotten = Entry.objects.filter(deed=FORGOTTEN).aggregate(at=Max("at"))["at"]
    if forgotten is not None:
        found = found.filter(at__gte=forgotten - timedelta(days=ORIGIN_DAYS))
    return found.order_by("sequence").values_list("sequence", flat=True).first() or 0


def audit_head() -> tuple[int, str]:
    """Number and digest of the last entry; (0, the beginning) where there is none."""
    return Entry.objects.order_by("-sequence").values_list("sequence", "digest").first() or (0, FIRST)


def audit_holds(sequence: int, digest: str) -> bool:
    """Whether the entry of that number still bears that digest."""
    return sequence == 0 or Entry.objects.filter(sequence=sequence, digest=digest).exists()
