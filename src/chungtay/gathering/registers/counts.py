"""All registers asked at once: what they count for a body, place and period, by the form's rows that it answers."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from chungtay.gathering.registers.activities import counting as activities
from chungtay.gathering.registers.commendations import counting as commendations
from chungtay.gathering.registers.community import counting as community
from chungtay.gathering.registers.forces import counting as forces
from chungtay.gathering.registers.lists.counted import Counted
from chungtay.gathering.registers.standards import counting as standards
from chungtay.gathering.registers.tallies import counting as tallies

if TYPE_CHECKING:
    from collections.abc import Collection

    from chungtay.kernel.periods import Period
    from chungtay.reference.actors.models import Body
    from chungtay.reference.places.models import Place

__all__ = ["Counted", "register_counts"]


def register_counts(*, body: Body, place: Place, period: Period, wanted: Collection[str]) -> dict[str, Counted]:
    """Of the wanted indicators, by key of the row ("indicator|cell"); nothing where the registers say nothing of it.

    Registers of things that stand in a commune are asked for communes alone: a province's own form would count what
    its communes count.
    """
    found = [activities.counted(body=body, place=place, period=period)]
    found.append(commendations.counted(body=body, place=place, period=period))
    if place.level == "commune":
        found.append(community.counted(place=place, period=period, wanted=wanted))
        found.append(forces.counted(place=place, period=period))
        found.append(standards.counted(place=place, period=period))
        found.append(tallies.counted(body=body, place=place, period=period))
    return {count.key: count for count in chain.from_iterable(found) if count.indicator in wanted}
