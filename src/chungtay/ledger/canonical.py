"""One spelling of a batch and of a link, so that their digests come out the same on any engine and after any restore.

JSON with sorted keys, no spaces, letters as they are, text in NFC, numbers as shortest decimal text. Rows are named by
codes and keys, never by database ids, so a ledger that was read out of SQLite and into PostgreSQL still verifies. The
account and the transaction number in a link are the exception: both numbers are kept by every backup, while a
username may lawfully be changed.
"""

import hashlib
from collections.abc import Iterable, Mapping
from decimal import Decimal

from chungtay.kernel.canonical import FIRST, Plain, canonical_json, instant_text

__all__ = [
    "FIRST",
    "Plain",
    "batch_digest",
    "canonical_json",
    "instant_text",
    "lines_digest",
    "link_digest",
    "number_text",
]


def number_text(value: Decimal | None) -> str | None:
    """15000.000000 and 1.5E+4 are both '15000'; zero has no sign; None stays None."""
    if value is None:
        return None
    return format(value.normalize(), "f") if value else "0"


def batch_digest(header: Mapping[str, Plain], claims: Iterable[Mapping[str, Plain]]) -> str:
    """SHA-256 in hex over the header and the claims in order of position, one line of canonical JSON each."""
    return lines_digest(header, (canonical_json(claim).decode() for claim in claims))


def lines_digest(header: Mapping[str, Plain], lines: Iterable[str]) -> str:
    """The same over claims that are canonical JSON already."""
    digest = hashlib.sha256(canonical_json(header))
    digest.update("".join(f"\n{line}" for line in lines).encode())
    return digest.hexdigest()


def link_digest(*, sequence: int, previous: str, batch: str, decision: Mapping[str, Plain]) -> str:
    """SHA-256 in hex over the place in the chain, the link before, the batch's digest and the decision."""
    return hashlib.sha256(
        canonical_json({"sequence": sequence, "previous": previous, "batch": batch, "decision": dict(decision)})
    ).hexdigest()
