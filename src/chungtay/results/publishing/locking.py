"""One release at a time: of two at once, neither would see what the other makes public."""

from django.db import connection

RELEASING_LOCK = 20_130_910
"""PostgreSQL's advisory lock that releases take in turn; SQLite lets one writer in at a time anyway."""


def releasing_wait() -> None:
    """Wait, inside a transaction, until no other release is under way."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [RELEASING_LOCK])
