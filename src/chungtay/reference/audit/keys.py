"""What an entry may tell of before and after: a closed list, so that no secret and no text ever slips into the audit.

Values are numbers, yes or no, codes, days and names of offices. Nothing that a resident wrote or that tells of a
person has a key here; a key that is not here is a mistake of the caller, found by its first test.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from chungtay.kernel.canonical import Plain

KEYS = frozenset(
    {
        *("active", "body", "changed", "codes_left", "confirmed_by", "count", "digest", "ends_at", "factor", "factors"),
        *(
            "frozen",
            "from",
            "identities",
            "issuer",
            "kind",
            "label",
            "ledger",
            "mailbox",
            "method",
            "office",
            "passkeys",
        ),
        *("password_changed", "place", "programme", "proposed_by", "reason", "role", "sessions", "since", "snapshot"),
        *("status", "step", "totp", "to", "until", "version", "wrote"),
    }
)
LONGEST = 300


def checked(told: Mapping[str, Plain] | None) -> dict[str, Plain] | None:
    """The same as a dictionary; ValueError for a key that is not listed or a text that is too long."""
    if told is None:
        return None
    if unknown := set(told) - KEYS:
        raise ValueError(f"the audit knows no {sorted(unknown)}")
    for value in told.values():
        if isinstance(value, str) and len(value) > LONGEST:
            raise ValueError("a text of the audit is short")
    return dict(told)
