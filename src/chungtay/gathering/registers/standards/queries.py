"""Reading standards: one entry, a page of them, and the rates of a year with their denominators. Always `by`."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db.models import Count, Q, QuerySet

from chungtay.gathering.registers.lists.keyset import Pages, Slice
from chungtay.gathering.registers.lists.land import land_of, land_q
from chungtay.gathering.registers.lists.prepared import Prepared
from chungtay.gathering.registers.standards.models import Deed, Entry, EntryStep, State, Verdict
from chungtay.gathering.registers.standards.refusals import unknown
from chungtay.reference.actors.policies import sees_place
from chungtay.reference.places.queries import PlaceShown

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from chungtay.reference.actors.models import User

__all__ = ["Deed", "State", "Verdict"]
_LISTED = ("place", "province", "body")


def criteria_met(entry: Entry | EntryLine) -> tuple[int, int]:
    """How many criteria its self-assessment finds met, and of how many that apply."""
    marks = json.loads(entry.marks) if isinstance(entry.marks, str) else entry.marks
    verdicts = list(marks.values())
    return verdicts.count(Verdict.MET), len(verdicts) - verdicts.count(Verdict.NOT_APPLICABLE)


@dataclass(frozen=True)
class Asked:
    """What a list is narrowed to: a rule set's year, one kind of subject and one state (None: any), some communes or
    provinces (`communes` None: the whole territory)."""

    rule: int
    year: int
    kind: int | None = None
    communes: frozenset[int] | None = None
    provinces: frozenset[int] = frozenset()
    state: int | None = None


class EntryLine(NamedTuple):
    """A row of a list: columns of `Entry`, its marks as they are kept, and of its commune."""

    id: int
    rule: int
    kind: int
    name: str
    marks: str
    state: int
    decision: str
    decided_on: date | None
    is_illustration: bool
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
        """Its commune."""
        return PlaceShown._make(self[-len(PlaceShown._fields) :])


@dataclass(frozen=True)
class Rate:
    """Of one kind of subject in a year: recognised out of registered. Never averaged: both numbers are added up."""

    kind: int
    registered: int
    proposed: int
    recognised: int


def entry_get(*, by: User, id: int) -> Entry:
    """One entry. NotAllowed TCH-404 where there is none that the account may see."""
    found = Entry.objects.select_related(*_LISTED).filter(pk=id).first()
    if found is None or not sees_place(by, found.place):
        raise unknown(str(id))
    return found


def entries_visible(by: User, asked: Asked) -> QuerySet[Entry]:
    """What was registered in the territory for a year, without what was void, in no order."""
    return _found((), _values(by, asked))


def entries_page(by: User, asked: Asked, *, after: str = "", before: str = "", length: int = 50) -> Slice[EntryLine]:
    """A page by commune and in the order of registration."""
    return _PAGES.page(_values(by, asked), ("place_id", "id"), after=after, before=before, length=length)


def rates(by: User, asked: Asked) -> list[Rate]:
    """Recognised and registered of each kind; what nobody registered is in neither."""
    return [Rate(*row) for row in _RATES.rows(_values(by, asked))]


def _values(by: User, asked: Asked) -> dict[str, Any]:
    land = land_of(by, provinces=asked.provinces, communes=asked.communes)
    if "units" in land and "in" not in land:
        # A year's few of a commune, found by its units; SQLite takes the index of its province for rates.
        land.pop("province", None)
    told = {"kind": asked.kind, "state": asked.state}
    narrowed = {name: value for name, value in told.items() if value is not None}
    return {**land, **narrowed, "rule": asked.rule, "year": asked.year}


def _found(_shape: object, values: Mapping[str, Any]) -> QuerySet[Entry]:
    told = {name: values[name] for name in ("rule", "year", "kind", "state") if name in values}
    return Entry.objects.filter(land_q(values), **told).exclude(state=State.VOID)


def _rates(_shape: object, values: Mapping[str, Any]) -> QuerySet[Any]:
    # Only columns of the index are counted: of one that it lacks every row would be fetched.
    told = Count("state", filter=Q(state=State.PROPOSED)), Count("state", filter=Q(state=State.RECOGNISED))
    rows = _found((), values).values("kind").annotate(n=Count("*"), proposed=told[0], recognised=told[1])
    return rows.order_by("kind").values_list("kind", "n", "proposed", "recognised")


_PAGES, _RATES = Pages(Entry, EntryLine, _found, is_indexed=True), Prepared(_rates)


def rows_of(found: QuerySet[Entry]) -> Iterable[Entry]:
    """All of them in the order of lists, a thousand at a time: for files."""
    return found.select_related(*_LISTED).order_by("place_id", "id").iterator(chunk_size=1000)


def steps_of(entry: Entry) -> list[EntryStep]:
    """What was stated of an entry, latest first."""
    return list(EntryStep.objects.filter(entry=entry).select_related("recorded_by__body").order_by("-version"))
