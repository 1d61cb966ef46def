"""What every page of the desk knows."""

from django.conf import settings
from django.http import HttpRequest

from chungtay.faces.desk.audience import READERS
from chungtay.gathering.approval import queries as approval


def desk(request: HttpRequest) -> dict[str, object]:
    """Whether this instance is a demonstration: then every page says so. How much waits for the one who reads."""
    return {"is_demo": settings.DEMO, "waiting": lambda: _waiting(request)}


def _waiting(request: HttpRequest) -> int:
    """Queued work of the account, asked once a page and only by pages that show it."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated or user.role not in READERS:
        return 0
    return len(approval.queue_for(user))
