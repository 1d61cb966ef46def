"""Reading standards: one entry, a page of them, and the rates of a year with their denominators. Always `by`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, Q, QuerySet

from chungtay.gathering.registers.lists.keyset import Slice, slice_of
from chungtay.gathering.registers.standards.models import Deed, Entry, EntryStep, State, Verdict
from chungtay.gathering.registers.standards.refusals import unknown
from chungtay.reference.actors.policies import sees_place, visible_q

if TYPE_CHECKING:
    from collections.abc import Iterable

    from chungtay.reference.actors.models import User

__all__ = ["Deed", "State", "Verdict"]
_LISTED = ("place", "province", "body")


def criteria_met(entry: Entry) -> tuple[int, int]:
    """How many criteria its self-assessment finds met, and of how many that apply."""
    verdicts = list(entry.marks.values())
    return verdicts.count(Verdict.MET), len(verdicts) - verdicts.count(Verdict.NOT_APPLICABLE)


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


def entries_visible(by: User, *, rule: int, year: int, kind: int | None = None) -> QuerySet[Entry]:
    """What was registered in the territory for a year, without what was void, in no order."""
    found = Entry.objects.filter(visible_q(by), rule=rule, year=year).exclude(state=State.VOID)
    return found if kind is None else found.filter(kind=kind)


def entries_page(found: QuerySet[Entry], *, after: str = "", before: str = "", length: int = 50) -> Slice[Entry]:
    """A page by commune and in the order of registration."""
    return slice_of(found.select_related(*_LISTED), ("place_id", "id"), after=after, before=before, length=length)


def rates(found: QuerySet[Entry]) -> list[Rate]:
    """Recognised and registered of each kind; what nobody registered is in neither."""
    told = Count("id", filter=Q(state=State.PROPOSED)), Count("id", filter=Q(state=State.RECOGNISED))
    rows = found.values("kind").annotate(n=Count("id"), proposed=told[0], recognised=told[1]).order_by("kind")
    return [Rate(row["kind"], row["n"], row["proposed"], row["recognised"]) for row in rows]


def rows_of(found: QuerySet[Entry]) -> Iterable[Entry]:
    """All of them in the order of lists, a thousand at a time: for files."""
    return found.select_related(*_LISTED).order_by("place_id", "id").iterator(chunk_size=1000)


def steps_of(entry: Entry) -> list[EntryStep]:
    """What was stated of an entry, latest first."""
    return list(EntryStep.objects.filter(entry=entry).select_related("recorded_by__body").order_by("-version"))
