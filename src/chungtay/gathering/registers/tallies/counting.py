"""What the confirmed sheets of a body come to in the indicators that they count."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from chungtay.gathering.registers.lists.counted import Counted, RowRef
from chungtay.gathering.registers.tallies import queries
from chungtay.gathering.registers.tallies.layout import Topic, topics
from chungtay.reference.indicators.catalogue import catalogue, dimensions

if TYPE_CHECKING:
    from collections.abc import Iterator

    from chungtay.gathering.registers.tallies.models import TallySheet
    from chungtay.kernel.periods import Period
    from chungtay.reference.actors.models import Body
    from chungtay.reference.places.models import Place

TABLE = "tally_sheet"


def counted(*, body: Body, place: Place, period: Period) -> Iterator[Counted]:
    """The totals of each confirmed sheet of just this place and period, and its members where the catalogue knows them.

    The whole is not told where the catalogue has members of which no tally is kept (tips on political security): what
    was counted is then not all that there was.
    """
    for topic in topics().values():
        last = queries.latest(topic.key, place.pk, period)
        confirmed = queries.versions_of(last) if last is not None else []
        if confirmed and confirmed[0].body_id == body.pk and not confirmed[0].is_illustration:
            yield from _of_sheet(topic, confirmed[0])


def _of_sheet(topic: Topic, sheet: TallySheet) -> Iterator[Counted]:
    rows = (RowRef(TABLE, sheet.pk, sheet.version),)
    values: dict[str, dict[str, int]] = defaultdict(dict)
    for (measure, member), value in queries.values_of(sheet).items():
        values[measure][member] = value
    for indicator, by_member in values.items():
        if indicator not in catalogue():
            continue
        dimension = catalogue()[indicator].breakdown
        if "" in by_member or not _is_part(dimension):
            yield Counted(indicator, sum(by_member.values()), rows)
        known = {member.key for member in dimensions()[dimension].members} if dimension else set()
        if by_member.keys() <= known:
            for member, value in by_member.items():
                yield Counted(indicator, value, rows, f"{dimension}={member}")


def _is_part(dimension: str) -> bool:
    return bool(dimension) and any(member.floor != "commune" for member in dimensions()[dimension].members)
