"""What residents say of a point, month by month: counts that publishing made and the flow handed over.

They are heard, not counted: no state of a point and no figure follows from them by itself. Who keeps the register goes
and looks, and writes down what was seen.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from chungtay.gathering.registers.community.models import ModelPoint, Voice

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

MONTHS_SHOWN = 12


@transaction.atomic
def voices_note(*, month: date, of_points: Mapping[int, Mapping[str, int | None]]) -> int:
    """Keep a closed month's counts beside the points, by id and answer; None is too few to show. Points that the
    register does not have are passed over; a month that was noted before is noted anew. Returns the points noted."""
    known = set(ModelPoint.objects.filter(pk__in=of_points).values_list("pk", flat=True))
    Voice.objects.filter(month=month, point__in=known).delete()
    rows = [(point, answer, n) for point, counts in of_points.items() if point in known for answer, n in counts.items()]
    Voice.objects.bulk_create(Voice(point_id=point, month=month, answer=answer, count=n) for point, answer, n in rows)
    return len(known)


def voices_of(point: ModelPoint) -> list[tuple[date, dict[str, int | None]]]:
    """The last months in which residents said anything of a point, newest first."""
    found: dict[date, dict[str, int | None]] = {}
    for row in Voice.objects.filter(point=point).order_by("-month", "pk"):
        found.setdefault(row.month, {})[row.answer] = row.count
    return list(found.items())[:MONTHS_SHOWN]
