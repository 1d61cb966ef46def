"""What pages show of residents' voices, and what stands between one device and many votes.

No third party is asked who somebody is. A device keeps a random number until the month ends; a network may send so many
answers an hour, and so many about one thing a day, more of them when the device has done a little work first, for
thousands of phones share one address. Counters live in this process's memory under a key that is thrown away with them:
nothing is written down. With several processes each counts for itself, so the limits are that many times wider.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections import Counter
from ipaddress import IPv6Address, ip_address
from threading import Lock
from time import monotonic
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from django.conf import settings
from django.core import signing

from chungtay.results.publishing.answers.choices import ANSWERS
from chungtay.results.publishing.answers.queries import voices

if TYPE_CHECKING:
    from django.http import HttpRequest

WORK_BITS: Final = 13
"""Some 8.000 hashes: a second on a poor phone, while the reader looks for the button."""
_HOUR: Final = 3600
_LASTS: Final = 2 * _HOUR
_SALT: Final = "portal.say"


class Limits(NamedTuple):
    """How many answers of one network are taken: in all in an hour, and about one thing in a day."""

    in_all: int
    about_one: int


PLAIN = Limits(12, 3)
WORKED = Limits(120, 12)


def voices_of(kind: str, subject: str) -> dict[str, Any]:
    """What a page about the thing shows: closed months, and what may be said."""
    return {"subject": subject, "voices": voices(kind, subject), "choices": list(ANSWERS[kind].items())}


class Challenge(NamedTuple):
    """What a form holds: what it is about, and a number that was given out once."""

    kind: str
    subject: str
    number: str


def challenge_make(kind: str, subject: str) -> str:
    """A form's secret: it is taken back within two hours, and is a device's name where the device keeps none."""
    return signing.dumps([kind, subject, secrets.token_hex(16)], salt=_SALT)


def challenge_read(text: str, kind: str, subject: str) -> Challenge | None:
    """The challenge that this server gave out for this thing not long ago; None for anything else."""
    try:
        found = Challenge(*signing.loads(text, salt=_SALT, max_age=_LASTS))
    except (signing.BadSignature, TypeError, ValueError):
        return None
    return found if (found.kind, found.subject) == (kind, subject) else None


def has_worked(challenge: str, answer: str) -> bool:
    """Whether a device found a number whose hash with the challenge begins with enough noughts."""
    if not (answer.isascii() and answer.isdigit() and len(answer) < 12):
        return False
    digest = hashlib.sha256(f"{challenge}:{answer}".encode()).digest()
    return int.from_bytes(digest[:4], "big") >> (32 - WORK_BITS) == 0


class Window:
    """Counts for some time, then forgets the counts and the key under which they were known."""

    def __init__(self, seconds: int) -> None:
        self._seconds = seconds
        self.begin()

    def begin(self) -> None:
        """Forget."""
        self._key, self._since = secrets.token_bytes(32), monotonic()
        self._counts: Counter[bytes] = Counter()

    def has(self, text: str) -> int:
        """How often something was added in this window."""
        if monotonic() - self._since > self._seconds:
            self.begin()
        return self._counts[self._name(text)]

    def add(self, text: str) -> None:
        """Once more."""
        self._counts[self._name(text)] += 1

    def _name(self, text: str) -> bytes:
        return hmac.new(self._key, text.encode(), hashlib.sha256).digest()[:16]


class Turnstile:
    """Lets so many answers of a network pass."""

    def __init__(self) -> None:
        self._lock, self._hour, self._day = Lock(), Window(_HOUR), Window(24 * _HOUR)

    def lets_in(self, network: str, thing: str, *, worked: bool) -> bool:
        """Count one more answer of a network about a thing; False, and nothing counted, beyond its limit."""
        limits = WORKED if worked else PLAIN
        with self._lock:
            about_one = f"{network}|{thing}"
            if self._hour.has(network) >= limits.in_all or self._day.has(about_one) >= limits.about_one:
                return False
            self._hour.add(network)
            self._day.add(about_one)
            return True

    def clear(self) -> None:
        """As a new process begins."""
        with self._lock:
            self._hour.begin()
            self._day.begin()


TURNSTILE = Turnstile()


def network_of(request: HttpRequest) -> str:
    """The network that a request came through: the address, or of a long one the part that a household is given."""
    seen = str(request.META.get("REMOTE_ADDR", ""))
    if settings.SECURE_PROXY_SSL_HEADER:
        # The last one is what our own proxy saw; those before it are what the visitor wrote.
        seen = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip() or seen
    try:
        address = ip_address(seen)
    except ValueError:
        return seen
    return str(int(address) >> 64) if isinstance(address, IPv6Address) else str(address)
