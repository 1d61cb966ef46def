"""When the next generation is built: as soon as the ledger's tail is long enough to be felt, and once a day anyway.

Readers add the tail to every answer, so nothing waits for this; but a tail costs memory and time in every process.
"""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from django.conf import settings
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
    """Build the next generation if it is due and nobody on this machine is building one; None where it was not."""
    with _alone() as is_alone:
        return generation_next(progress) if is_alone and generation_is_due() else None


@contextmanager
def _alone() -> Iterator[bool]:
    generations_folder().mkdir(parents=True, exist_ok=True)
    with (generations_folder() / _LOCK).open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            yield False
            return
        yield True
