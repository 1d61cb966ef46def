"""One spelling of what is sealed, so that its digest comes out the same on any engine and after any restore.

JSON with sorted keys, no spaces, letters as they are, text in NFC.
"""

import json
from collections.abc import Mapping
from datetime import UTC, datetime

from chungtay.kernel.text import nfc

FIRST = "0" * 64
"""What the first link of a chain names as the one before it."""

Plain = None | bool | int | str | list["Plain"] | dict[str, "Plain"]


def instant_text(instant: datetime) -> str:
    """UTC with six digits of a second: the finest that both engines keep."""
    return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def canonical_json(item: Mapping[str, Plain]) -> bytes:
    """The one way to write the item down: keys sorted, no spaces, UTF-8, NFC. TypeError for what JSON does not know.

    Floats are left out of `Plain`: two engines may return the same one with different digits.
    """
    return nfc(json.dumps(item, sort_keys=True, separators=(",", ":"), ensure_ascii=False)).encode()
