"""What residents said in a month that is over, in the log: the counts that are told to everybody, and nothing of those
that are too few."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction

from chungtay.results.publishing.log.entries import Entry, LeafKind
from chungtay.results.publishing.log.services import head_sign, leaves_append
from chungtay.results.publishing.models import AnswerCount

if TYPE_CHECKING:
    from datetime import date


@transaction.atomic
def answers_log(month: date) -> int:
    """One leaf for each thing of which a number is told, and how many leaves; once, with the closing of the month.

    Whoever finds no leaf, or no answer in one, cannot tell whether a few said it or nobody. Without a key nothing is
    signed and nothing refused: what devices left has to be destroyed all the same, and the next head covers the leaves.
    """
    told = AnswerCount.objects.filter(month=month, count__isnull=False).order_by("subject_kind", "subject", "answer")
    entries = [_entry(month, of, list(rows)) for of, rows in groupby(told, lambda row: (row.subject_kind, row.subject))]
    if entries:
        leaves_append(entries)
        if settings.LOG_KEY:
            head_sign()
    return len(entries)


def _entry(month: date, of: tuple[str, str], rows: list[AnswerCount]) -> Entry:
    kind, subject = of
    counts = [[row.answer, row.count] for row in rows]
    return Entry(LeafKind.ANSWERS, {"month": f"{month:%Y-%m}", "about": kind, "subject": subject, "counts": counts})
