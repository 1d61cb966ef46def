"""Writing the audit: one entry, sealed onto the last one; and forgetting where entries came from."""

from __future__ import annotations

import hashlib
import hmac
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import timedelta
from secrets import token_hex
from typing import TYPE_CHECKING

from django.db import connection, transaction
from django.utils import timezone

from chungtay.kernel.canonical import FIRST, Plain, canonical_json, instant_text
from chungtay.reference.audit.keys import checked
from chungtay.reference.audit.models import Entry, Origin, Outcome, Way

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

ORIGIN_DAYS = 365
"""For so long it is kept from which network address something was done."""
FORGOTTEN = "audit.origins_forgotten"
_LOCK = 7_310_401
"""PostgreSQL's number of the lock under which entries are added one after the other."""


@dataclass
class Visit:
    """Through which face somebody is here now, and from where; `told`: whether an entry was written meanwhile."""

    way: Way
    seen: str = ""
    told: bool = False


_VISIT: ContextVar[Visit | None] = ContextVar("audit_visit", default=None)


@contextmanager
def visiting(way: Way, seen: str = "") -> Iterator[Visit]:
    """Entries written inside bear this way and origin."""
    visit = Visit(way, seen)
    token = _VISIT.set(visit)
    try:
        yield visit
    finally:
        _VISIT.reset(token)


@transaction.atomic
def record(
    *,
    account: str,
    role: str = "",
    body: str = "",
    deed: str,
    thing: str = "",
    outcome: Outcome = Outcome.DONE,
    before: Mapping[str, Plain] | None = None,
    after: Mapping[str, Plain] | None = None,
) -> Entry:
    """One more entry, in the caller's transaction: what is taken back was not done.

    `account` "" where nobody is signed in. ValueError where `before` or `after` tell what the audit must not hold.
    Whoever writes waits for whoever wrote before, until that one's transaction has ended.
    """
    visit = _VISIT.get() or Visit(Way.COMMAND)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
    last = Entry.objects.order_by("-sequence").values_list("sequence", "digest").first() or (0, FIRST)
    salt = token_hex(32) if visit.seen else ""
    entry = Entry(
        sequence=last[0] + 1,
        at=timezone.now(),
        account=account[:60],
        role=role,
        body=body,
        way=visit.way,
        deed=deed,
        thing=thing[:160],
        outcome=outcome,
        before=checked(before),
        after=checked(after),
        origin_seal=_origin_seal(salt, visit.seen),
        previous=last[1],
    )
    entry.digest = entry_digest(entry)
    entry.save(force_insert=True)
    if visit.seen:
        Origin.objects.create(entry=entry, seen=visit.seen[:45], salt=salt, at=entry.at)
    visit.told = True
    return entry


def entry_digest(entry: Entry) -> str:
    """SHA-256 in hex over everything the entry says and the digest of the one before it."""
    names = ("sequence", "account", "role", "body", "way", "deed", "thing", "outcome", "before", "after")
    told: dict[str, Plain] = {name: getattr(entry, name) for name in (*names, "origin_seal", "previous")}
    told["way"], told["outcome"], told["at"] = str(entry.way), str(entry.outcome), instant_text(entry.at)
    return hashlib.sha256(canonical_json(told)).hexdigest()


def _origin_seal(salt: str, seen: str) -> str:
    return hmac.new(salt.encode(), seen[:45].encode(), hashlib.sha256).hexdigest() if seen else ""


def origin_holds(origin: Origin) -> bool:
    """Whether an origin that is still kept is the one that its entry sealed."""
    return hmac.compare_digest(origin.entry.origin_seal, _origin_seal(origin.salt, origin.seen))


@transaction.atomic
def origins_forget(*, now: datetime) -> int:
    """Forget from where things were done longer ago than `ORIGIN_DAYS`; returns how many, and the audit tells it."""
    gone, _ = Origin.objects.filter(at__lt=now - timedelta(days=ORIGIN_DAYS)).delete()
    if gone:
        record(account="", deed=FORGOTTEN, after={"count": gone})
    return gone
