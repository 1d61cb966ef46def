"""What is handed in and out of the register of activities."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from typing import TYPE_CHECKING, NamedTuple

from chungtay.gathering.registers.lists.keyset import Named
from chungtay.reference.places.queries import PlaceShown

if TYPE_CHECKING:
    from chungtay.reference.places.models import Place


@dataclass(frozen=True)
class ActivityDraft:
    """An activity as somebody writes it down. The fields are those of `Activity`; `kind` is a number of the kinds."""

    kind: int
    on: date
    place: Place
    hour: time | None = None
    village: Place | None = None
    part: str = ""
    partners: tuple[str, ...] = ()
    participations: int | None = None
    amount: int | None = None
    title: str = ""
    venue: str = ""


@dataclass(frozen=True)
class Sieve:
    """What a list is narrowed to. `places` are ids, `provinces` those of provinces with all that lies in
    them; None: all of the territory. `kind` is a number; None: any.

    `search` are words of a title, marks aside. `states` are those of `State`; empty: all but what was struck.
    """

    kind: int | None = None
    start: date | None = None
    end: date | None = None
    states: tuple[int, ...] = ()
    places: frozenset[int] | None = None
    provinces: frozenset[int] = frozenset()
    body_id: int | None = None
    search: str = ""


@dataclass(frozen=True)
class KindCount:
    """How many activities of a kind were held, and how many people came; `uncounted` of them tell no number."""

    kind: int
    held: int
    participations: int
    uncounted: int


class VillageShown(NamedTuple):
    """What a list says of a village."""

    full_name: str


class ActivityLine(NamedTuple):
    """A row of a list: columns of `Activity`, of its body, village and place."""

    id: int
    kind: int
    state: int
    on: date
    hour: time | None
    body_id: int
    part: str
    participations: int | None
    title: str
    venue: str
    is_illustration: bool
    body__name_vi: str
    body__name_en: str
    village__full_name: str | None
    place_id: int
    place__level: str
    place__name: str
    place__full_name: str
    place__kind: str

    @property
    def pk(self) -> int:
        """Its number."""
        return self.id

    @property
    def place(self) -> PlaceShown:
        """Where it was."""
        return PlaceShown._make(self[-len(PlaceShown._fields) :])

    @property
    def body(self) -> Named:
        """Who organised it."""
        return Named(self.body__name_vi, self.body__name_en)

    @property
    def village(self) -> VillageShown | None:
        """In which village, where that was written down."""
        return None if self.village__full_name is None else VillageShown(self.village__full_name)
