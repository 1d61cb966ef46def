"""The numbers of transactions: what "as known at" counts in."""

from datetime import datetime

from django.db import connection

from chungtay.ledger.models import Transaction


def transaction_moment(number: int) -> datetime | None:
    """When a transaction was recorded; None where there is none of that number.

    Who keeps what was read up to a transaction knows by it that this is still the same one: what was read inside a
    writing that was taken back bears a number that another will bear.
    """
    return Transaction.objects.filter(number=number).values_list("recorded_at", flat=True).first()


def transaction_now() -> int:
    """The number of the last transaction; 0 in an empty ledger."""
    # Every answer asks for it, and putting the statement together would take most of its time.
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT max(number) FROM {Transaction._meta.db_table}")
        found = cursor.fetchone()
    return found[0] or 0


def transaction_at(instant: datetime) -> int:
    """The last transaction recorded at or before the instant (with a time zone); 0 where there was none yet."""
    last = Transaction.objects.filter(recorded_at__lte=instant).order_by("-recorded_at", "-number").first()
    return last.number if last else 0
