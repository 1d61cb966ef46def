"""The clock of the demonstration. What it enters of the past is entered as of then, through the same functions and by
the same rules; otherwise a year of monthly reports would have come on one day, eleven months of them late.

When a report came is as invented as what it says, and marked with it. No other command sets a clock.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time

from django.utils import timezone

ENTERED = time(15, 30)
"""An hour at which offices send."""


@contextmanager
def entering(day: date) -> Iterator[None]:
    """Within, it is the afternoon of a day, or now where that has not come yet."""
    told = timezone.now
    moment = min(datetime.combine(day, ENTERED, timezone.get_current_timezone()), told())
    timezone.now = lambda: moment
    try:
        yield
    finally:
        timezone.now = told
