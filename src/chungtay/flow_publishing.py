"""What residents said, when a month is over: publishing counts and forgets, the register hears the counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from chungtay.gathering.registers.community import services as register
from chungtay.results.publishing.answers import services as answers

if TYPE_CHECKING:
    from datetime import date

    from chungtay.results.publishing.answers.services import ClosedMonth


@transaction.atomic
def months_close(*, today: date | None = None) -> list[ClosedMonth]:
    """Close every month that is over and hand its counts of points to the register of models, or do neither.

    Whoever asks may: nothing is chosen, and asked twice it does nothing more.
    """
    closed = answers.months_close(today=today)
    for month in closed:
        register.voices_note(month=month.month, of_points=month.of_points)
    return closed
