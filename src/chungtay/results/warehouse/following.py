"""When the next generation is built: as soon as the ledger's tail is long enough to be felt, and once a day anyway.

Readers add the tail to every answer, so nothing waits for this; but a tail costs memory and time in every process.
"""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from django.conf import settings
from django.db import connection
from django.utils import timezone

from chungtay.ledger import queries as ledger
from chungtay.results.warehouse.building import Progress
from chungtay.results.warehouse.generations import (
    generation_is_stale,
    generation_latest,
    generation_next,
    generations_folder,
)
from chungtay.results.warehouse.models import Generation

_LOCK = ".following"
_AT_MOST = timedelta(days=1)
"""A tail of any length is laid down after so long."""


def generation_is_due() -> bool:
    """Whether more figures were decided of since the latest generation than WAREHOUSE_TAIL_FIGURES, or any a day ago,
    or the catalogue or the map has changed since. Some milliseconds."""
    latest = generation_latest()
    after = 0 if latest is None else latest.transaction_number
    if ledger.transaction_now() == after:
        return latest is not None and generation_is_stale(latest)
    if ledger.figures_decided(after=after) >= settings.WAREHOUSE_TAIL_FIGURES:
        return True
    if latest is None:
        return False
    return timezone.now() - latest.created_at >= _AT_MOST or generation_is_stale(latest)


def generation_follow(progress: Progress = lambda done: None) -> Generation | None:
    """Build the next generation if it is due and nobody is building one; None where it was not."""
    with alone(_LOCK) as is_alone, _first_of_machines() as is_first:
        return generation_next(progress) if is_alone and is_first and generation_is_due() else None


@contextmanager
def _first_of_machines() -> Iterator[bool]:
    """Whether no other machine builds upon the same database: one that knows how to lock a word says so."""
    if connection.vendor != "postgresql":
        yield True
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(hashtext(%s))", [_LOCK])
        is_first = bool(cursor.fetchone()[0])
    try:
        yield is_first
    finally:
        if is_first:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(hashtext(%s))", [_LOCK])


@contextmanager
def alone(name: str) -> Iterator[bool]:
    """Whether no other process on this machine does what a name stands for, until this one has done it."""
    generations_folder().mkdir(parents=True, exist_ok=True)
    with (generations_folder() / name).open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            yield False
            return
        yield True
