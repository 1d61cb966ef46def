"""One spelling of a batch and of a link, so that their digests come out the same on any engine and after any restore.

JSON with sorted keys, no spaces, letters as they are, text in NFC, numbers as shortest decimal text. Rows are named by
codes and keys, never by database ids, so a ledger that was read out of SQLite and into PostgreSQL still verifies. The
account and the transaction number in a link are the exception: both numbers are kept by every backup, while a
username may lawfully be changed.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from decimal import Decimal

from chungtay.kernel.text import nfc

FIRST = "0" * 64
"""What the first link names as the one before it."""

Plain = None | bool | int | str | list["Plain"] | dict[str, "Plain"]


def number_text(value: Decimal | None) -> str | None:
    """15000.000000 and 1.5E+4 are both '15000'; zero has no sign; None stays None."""
    if value is None:
        return None
    return format(value.normalize(), "f") if value else "0"


def instant_text(instant: datetime) -> str:
    """UTC with six digits of a second: the finest that both engines keep."""
    return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def canonical_json(item: Mapping[str, Plain]) -> bytes:
    """The one way to write the item down: keys sorted, no spaces, UTF-8, NFC. TypeError for what JSON does not know.

    Floats are left out of `Plain`: two engines may return the same one with different digits.
    """
    return nfc(json.dumps(item, sort_keys=True, separators=(",", ":"), ensure_ascii=False)).encode()


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
