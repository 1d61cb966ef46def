"""Sessions that know whose they are, end when nobody works in them, and end after a working day whatever happens.

The second half of a session's age stands in its own data, so that no request asks the database more than it did.
"""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY as WHO
from django.contrib.sessions.backends.db import SessionStore as DjangosStore
from django.utils import timezone

if TYPE_CHECKING:
    from chungtay.reference.actors.models import OpenSession, User

BEGAN, SEEN, BROWSER, ORIGIN = "_began", "_seen", "_browser", "_origin"
_TENTHS = 10
"""A session notes that somebody works in it so often in the time after which it would end."""


class SessionStore(DjangosStore):
    """The store that `SESSION_ENGINE` names."""

    @classmethod
    def get_model_class(cls) -> type[OpenSession]:
        """The table of this room."""
        from chungtay.reference.actors.models import OpenSession

        return OpenSession

    def load(self) -> dict[str, Any]:
        """What the session holds; nothing, and the session is gone, when it is over."""
        data = super().load()
        if WHO not in data:
            return data
        now, seen = int(time.time()), int(data.get(SEEN, 0))
        idle = settings.SESSION_IDLE_SECONDS
        if now - seen > idle or now - int(data.get(BEGAN, 0)) > settings.SESSION_COOKIE_AGE:
            self.delete(self.session_key)
            self._session_key = None
            return {}
        if now - seen > idle // _TENTHS:
            data[SEEN] = now
            self.modified = True
        return data

    def save(self, must_create: bool = False) -> None:
        """Keep it; from the moment that somebody is signed in its age is counted."""
        data = self._get_session(no_load=must_create)  # type: ignore[attr-defined]
        if WHO in data:
            now = int(time.time())
            data.setdefault(BEGAN, now)
            data.setdefault(SEEN, now)
        super().save(must_create=must_create)

    def create_model_instance(self, data: dict[str, Any]) -> OpenSession:
        """The row, with whose it is."""
        row: OpenSession = super().create_model_instance(data)  # type: ignore[assignment]
        row.account_id = int(data[WHO]) if WHO in data else None
        row.began_at, row.seen_at = _instant(data.get(BEGAN)), _instant(data.get(SEEN))
        row.browser, row.origin = data.get(BROWSER, "")[:40], data.get(ORIGIN, "")[:45]
        return row


def _instant(seconds: int | None) -> datetime | None:
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)


def sessions_of(user: User) -> list[OpenSession]:
    """The browsers in which the account is signed in, the one used last first."""
    from chungtay.reference.actors.models import OpenSession

    rows = OpenSession.objects.filter(account=user, expire_date__gt=timezone.now())
    return list(rows.order_by("-seen_at", "session_key"))


def sessions_end(user: User, *, but: str | None = None) -> int:
    """Sign the account out everywhere, save in the session with the key `but`; returns how many ended."""
    from chungtay.reference.actors.models import OpenSession

    return OpenSession.objects.filter(account=user).exclude(session_key=but or "").delete()[0]


def sessions_forget() -> int:
    """Remove the rows of sessions that are over; returns how many."""
    from chungtay.reference.actors.models import OpenSession

    return OpenSession.objects.filter(expire_date__lt=timezone.now()).delete()[0]


SYSTEMS = (("Android", "Android"), ("iPhone", "iOS"), ("iPad", "iOS"), ("Windows", "Windows"), ("Mac OS", "macOS"))
BROWSERS = (
    ("Edg/", "Edge"),
    ("coc_coc", "Cốc Cốc"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)


def browser_family(agent: str) -> str:
    """'Firefox, Windows' out of what a browser says of itself; versions are left out, for they tell people apart."""
    browser = next((name for sign, name in BROWSERS if sign in agent), "")
    system = next((name for sign, name in (*SYSTEMS, ("Linux", "Linux")) if sign in agent), "")
    return ", ".join(part for part in (browser, system) if part)
