"""Which reports that an account may see are copies of one another, whole or by paragraph."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings

from chungtay.gathering.intake import likeness, queries
from chungtay.gathering.intake.models import ReadingSketch, ReportReading
from chungtay.kernel.errors import Refusal
from chungtay.reference.sources.queries import text_unmasked_for_reading

if TYPE_CHECKING:
    from chungtay.reference.actors.models import User
    from chungtay.reference.sources.queries import SourceText

LOOKED_AT = 5_000
"""Reports compared with, the latest; their sketches are some eight megabytes."""


@dataclass(frozen=True)
class Copy:
    """Another report with what it shares. `label` is "" where only paragraphs agree, as (number here, number there)."""

    reading: ReportReading
    label: str
    likeness: float
    paragraphs: tuple[tuple[int, int], ...]


def sketch_keep(reading: ReportReading, text: SourceText) -> None:
    """Keep what copies of a report are told by."""
    made = likeness.sketch_of(text.text, text.paragraphs, likeness.key_of(settings.MASTER_KEY))
    ReadingSketch.objects.create(reading=reading, sketch=made.packed())


def copies_of(*, by: User, reading: ReportReading) -> list[Copy]:
    """Other reports that the account may see and that share text with this one, the earliest first.

    A report whose original was destroyed is told by its paragraphs alone: nothing is left to compare in full.
    """
    own = ReadingSketch.objects.filter(reading=reading).first()
    if own is None:
        return []
    seen = queries.readings_visible(by).exclude(source=reading.source_id).values("pk")
    rows = ReadingSketch.objects.filter(reading__in=seen).order_by("-reading")[:LOOKED_AT]
    mine = likeness.unpacked(bytes(own.sketch))
    others = {row.reading_id: likeness.unpacked(bytes(row.sketch)) for row in rows}
    pairs = likeness.paragraphs_shared(mine, others)
    alike = {pk for pk, sketch in others.items() if likeness.may_be_alike(mine, sketch)}
    found = ReportReading.objects.filter(pk__in=alike | set(pairs)).select_related("source", "body", "place", "form")
    text = text_unmasked_for_reading(reading.source).text if alike else ""
    told = []
    for other in found.order_by("start", "pk"):
        like, label = _compared(text, other) if other.pk in alike else (0.0, None)
        if label or other.pk in pairs:
            told.append(Copy(other, label or "", like, tuple(pairs.get(other.pk, ()))))
    return told


def _compared(text: str, other: ReportReading) -> tuple[float, str | None]:
    try:
        there = text_unmasked_for_reading(other.source).text
    except Refusal:
        return 0.0, None
    like, held = likeness.likeness_exact(text, there)
    return like, likeness.label_of(like, held)
