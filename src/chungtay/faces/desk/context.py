"""What every page of the desk knows."""

from datetime import date
from typing import TYPE_CHECKING, Final

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.utils import timezone

from chungtay.faces.desk.audience import READERS
from chungtay.faces.desk.dues import dues_of
from chungtay.gathering.approval import queries as approval
from chungtay.ledger import queries as ledger

if TYPE_CHECKING:
    from chungtay.reference.actors.models import User

_REMEMBERED: Final = 300
"""Seconds. What waits and what is owed change with a decision, which is in the key, or with the day."""


def desk(request: HttpRequest) -> dict[str, object]:
    """Whether this instance is a demonstration: then every page says so. How much waits for the one who reads."""
    return {"is_demo": settings.DEMO, "waiting": lambda: _waiting(request)}


def _waiting(request: HttpRequest) -> int:
    """Queued work of the account and reports that it owes, asked once a page and only by pages that show it.

    Remembered under what it depends on: the ledger's last transaction, the day, and for whom the account stands in.
    """
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated or user.role not in READERS:
        return 0
    today = timezone.localdate()
    givers = [giver.pk for giver in approval.givers_of(user, today)]
    key = f"waiting:{user.pk}:{user.role}:{user.body_id}:{givers}:{today}:{ledger.transaction_now()}".replace(" ", "")
    found = cache.get(key)
    if found is None:
        found = len(approval.queue_for(user)) + _owed(user, today)
        cache.set(key, found, _REMEMBERED)
    return int(found)


def _owed(user: "User", today: date) -> int:
    if user.role != "reporter":
        return 0
    return sum(not due.is_sent and due.batch_id is None for due in dues_of(user, today))
