"""A group of places on the map of a day: its members, units of that map, taken together as one unit.

Land that a border cut between two members lies in the group as a whole, and so does all of a unit whose parts all went
to members: only what was cut between members and others is shared out, or cannot be told.
"""

from collections import OrderedDict
from collections.abc import Mapping
from datetime import date
from functools import cached_property
from threading import Lock
from typing import Final

from chungtay.results.warehouse.facts import GROUP, LEVELS, PlaceNode, World
from chungtay.results.warehouse.frames import Atlas, Region, regions
from chungtay.results.warehouse.framing import Frame, Spread
from chungtay.results.warehouse.questions import By, Question

_PROVINCE: Final = LEVELS.index("province")
_LEAF: Final = LEVELS.index("commune")
_MOST: Final = 12
"""Frames kept. One of the whole country holds some 15,000 places."""
_KEPT: OrderedDict[tuple[object, ...], Frame] = OrderedDict()
_LOCK = Lock()


def frame_of(world: World, question: Question) -> Frame:
    """The frame of a question, kept while the same places are asked about."""
    assert question.frame is not None
    assert world.atlas is not None
    key = (id(world.places), question.place, question.by, question.frame, question.members)
    with _LOCK:
        kept = _KEPT.get(key)
    if kept is None or kept.places is not world.places:
        if question.members:
            members = frozenset(question.members)
            kept = GroupFrame(world.places, world.atlas, question.frame, question.place, members)
        else:
            kept = Frame(world.places, world.atlas, question.frame, question.place, question.by)
    with _LOCK:
        _KEPT[key] = kept
        _KEPT.move_to_end(key)
        while len(_KEPT) > _MOST:
            _KEPT.popitem(last=False)
    return kept


class GroupFrame(Frame):
    """The map as it looks from a group. Every unit that lies in no member stands by itself: a province where none of
    its communes is a member, else its communes."""

    def __init__(self, places: Mapping[str, PlaceNode], atlas: Atlas, day: date, place: str, members: frozenset[str]):
        super().__init__(places, atlas, day, place, By.ONE)
        inside = {key for key in members if not members.intersection(self.lines[key][1:])}
        self._members = frozenset(inside)
        self._opened = frozenset(above for key in inside for above in self.lines[key][1:])
        self.rank, self.is_country = _LEAF, False
        self.units = (GROUP,)
        self.map_units = frozenset({GROUP})
        """The others are named by the places that they are: see `units_over`."""
        self.sources = self._touching(tuple(key for key in sorted(places) if self._may_be_source(key)))

    def units_over(self, place: str) -> list[str]:
        """The unit that a place of the map lies in, as a list of one."""
        line = self.lines.get(place, ())
        if self._members.intersection(line):
            return [GROUP]
        found = [key for key in line if key not in self._opened and self.places[key].rank in (_PROVINCE, _LEAF)]
        return [key for key in found if self.places[key].in_force(self.day)][-1:]

    def _may_be_source(self, key: str) -> bool:
        """Provinces that gave land to a member province, member districts; of others the communes, and what held none.
        Nothing counts in two of them."""
        rank = self.places[key].rank
        if rank == _PROVINCE:
            return key in self._given
        if rank < _PROVINCE or rank > _LEAF:
            return False
        line = self.lines[key][1:]
        if next((above for above in line if self.places[above].rank == _PROVINCE), None) in self._given:
            return False
        if rank == _LEAF:
            return not any(self.places[above].rank > _PROVINCE and above in self._members for above in line)
        return key in self._members or bool(self.atlas.neighbours(key)[1])

    @cached_property
    def _given(self) -> frozenset[str]:
        """The provinces, of any date, with land in a member province."""
        inside = {key for key in self._members if self.places[key].rank == _PROVINCE}
        provinces = (key for key, place in self.places.items() if place.rank == _PROVINCE)
        return frozenset(key for key in provinces if inside & self._lands(key))

    def _lands(self, province: str) -> set[str]:
        if province not in self.atlas.lives:
            return {province}
        found = {part.target for part in self.atlas.spread(province, self.day, self.day)}
        return found | {above for key in found for above in self.lines.get(key, ())}

    def _touching(self, candidates: tuple[str, ...]) -> tuple[str, ...]:
        """The sources with land in the group, or in a unit that can only be compared together with it."""
        self.sources = candidates
        spread = Spread(self, self.day)
        found = regions([part for key in candidates for part in spread.of(key).values()])
        near: Region | None = found.of.get(GROUP)
        kept = set(near.sources) if near is not None else set()
        kept.update(part.source for part in (*spread.into.get(GROUP, ()), *spread.lacking.get(GROUP, ())))
        return tuple(key for key in candidates if key in kept)
