"""Reading activities: one, a page of a list, a month, and how many there are. Always `by` an account.

Lists are cut by the last row of the page before, so that the hundredth page costs what the first does.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Q, QuerySet, Sum, Value

from chungtay.gathering.registers.activities import policies
from chungtay.gathering.registers.activities.kinds import ActivityKind, counts_alone, kinds
from chungtay.gathering.registers.activities.models import (
    Activity,
    ActivityDocument,
    ActivitySeries,
    ActivityVersion,
    Deed,
    State,
    Step,
)
from chungtay.gathering.registers.activities.refusals import unknown
from chungtay.gathering.registers.activities.searching import words_of_titles
from chungtay.gathering.registers.activities.types import ActivityDraft, ActivityLine, KindCount, Sieve
from chungtay.gathering.registers.lists.keyset import Pages, Slice
from chungtay.gathering.registers.lists.land import is_few
from chungtay.gathering.registers.lists.prepared import Prepared, among, one_of
from chungtay.gathering.registers.lists.words import terms
from chungtay.reference.actors.queries import bodies_open

if TYPE_CHECKING:
    from chungtay.reference.actors.models import User

__all__ = ["Deed", "State", "Step"]

_LISTED = ("place", "province", "body")
_NOT_STRUCK = (State.PLANNED, State.HELD, State.CANCELLED)


def activity_get(*, by: User, id: int) -> Activity:
    """One activity. NotAllowed HDG-404 where there is none that the account may see."""
    found = Activity.objects.select_related(*_LISTED, "village", "series", "recorded_by__body").filter(pk=id).first()
    if found is None or not policies.sees(by, found):
        raise unknown(str(id))
    return found


def kind_of(activity: Activity) -> ActivityKind:
    """The kind of an activity."""
    return kinds()[activity.kind]


def draft_of(activity: Activity, *, participations: int | None = None, amount: int | None = None) -> ActivityDraft:
    """An activity as it could be written down again, with what came of it where that is given."""
    draft = ActivityDraft(
        kind=activity.kind,
        on=activity.on,
        place=activity.place,
        hour=activity.hour,
        village=activity.village,
        part=activity.part,
        partners=tuple(activity.partners),
        participations=activity.participations,
        amount=activity.amount,
        title=activity.title,
        venue=activity.venue,
    )
    if participations is not None:
        draft = replace(draft, participations=participations)
    return draft if amount is None else replace(draft, amount=amount)


def activities_visible(by: User, sieve: Sieve) -> QuerySet[Activity]:
    """What the account may see of what is asked, in no order."""
    return _found(_words(by, sieve), _values(by, sieve))


def _words(by: User, sieve: Sieve) -> tuple[User, list[str], bool] | None:
    """What is searched for, as `words_of_titles` takes it. Statements with words in them are not kept."""
    words = terms(sieve.search)
    return (by, words, State.STRUCK in sieve.states) if words else None


def _values(by: User, sieve: Sieve, *, is_list: bool = False) -> dict[str, Any]:
    """A question as values by name, as `_found` asks for them."""
    asked: dict[str, Any] = dict(policies.territory(by, is_list=is_list))
    if sieve.places is not None:
        asked |= _lies_in(sieve.places, sieve.provinces)
    if sieve.kind is None or sieve.kind in counts_alone():
        asked["open to"] = by.body_id
    told = {"kind": sieve.kind, "start": sieve.start, "end": sieve.end, "body": sieve.body_id}
    asked |= {name: value for name, value in told.items() if value is not None}
    return {**asked, "states": sieve.states or _NOT_STRUCK}


def _lies_in(places: frozenset[int], provinces: frozenset[int]) -> dict[str, Any]:
    """One place or province as an equality, which an index in the order of the list can follow; several as a choice."""
    if len(places) + len(provinces) == 1:
        return {"in place": next(iter(places))} if places else {"in province": next(iter(provinces))}
    return {"in places": tuple(sorted(places)), "in provinces": tuple(sorted(provinces))}


_ASKED = {
    "province": "province", "in place": "place", "in province": "province",
    "kind": "kind", "start": "on__gte", "end": "on__lte", "body": "body", "states": "state__in",
}  # fmt: skip


def _found(words: Any, values: Mapping[str, Any]) -> QuerySet[Activity]:
    found = Activity.objects.filter(*(Q(**{_ASKED[name]: held}) for name, held in values.items() if name in _ASKED))
    if "places" in values:
        found = found.filter(one_of("place", values["places"]))
    if "in places" in values:
        found = found.filter(among("place", values["in places"]) | among("province", values["in provinces"]))
    if "open to" in values:
        found = found.filter(~Q(kind__in=counts_alone()) | Q(body__in=bodies_open(values["open to"])))
    if words is not None:
        by, told, with_struck = words
        found = words_of_titles(by, found, told, with_struck=with_struck)
    return found


_PAGES = Pages(Activity, ActivityLine, _found)


def activities_page(
    by: User, sieve: Sieve, *, after: str = "", before: str = "", forward: bool = False, length: int = 50
) -> Slice[ActivityLine]:
    """A page of the list, latest first (`forward`: earliest first)."""
    order = ("on", "id") if forward else ("-on", "-id")
    words, values = _words(by, sieve), _values(by, sieve, is_list=True)
    few = is_few(values.get("places", ()))
    return _PAGES.page(
        values,
        order,
        shape=words,
        after=after,
        before=before,
        length=length,
        is_kept=words is None,
        is_few=few,
        bounds=("start", "end"),
    )


def activities_counted(by: User, sieve: Sieve) -> int:
    """How many rows the list has."""
    return sum(n for _one, n in _counts(by, sieve, ()))


def kind_counts(by: User, sieve: Sieve) -> list[KindCount]:
    """Of each kind that was held: how many, and how many people came; in the order of the kinds."""
    held, words = replace(sieve, states=(State.HELD,)), _words(by, sieve)
    rows = _PEOPLE.rows(_values(by, held), words, is_kept=words is None)
    counts = {kind: KindCount(kind, n, people or 0, n - told) for kind, n, told, people in rows}
    return [counts[number] for number in kinds() if number in counts]


def day_counts(by: User, sieve: Sieve) -> dict[date, dict[tuple[int, int], int]]:
    """By day, how many of each (kind, state): what a calendar of a large territory shows."""
    found: dict[date, dict[tuple[int, int], int]] = {}
    for on, kind, state, n in _counts(by, sieve, ("on", "kind", "state")):
        found.setdefault(on, {})[kind, state] = n
    return found


def place_counts(by: User, sieve: Sieve) -> dict[int, int]:
    """How many were held by place id: of the country's provinces, or of the communes of anything smaller."""
    column = "province" if by.body.place.level == "country" and sieve.places is None else "place"
    rows = _counts(by, replace(sieve, states=(State.HELD,)), (column,))
    return {place: n for place, n in rows if place is not None}


def _counts(by: User, sieve: Sieve, columns: tuple[str, ...]) -> list[tuple[Any, ...]]:
    words = _words(by, sieve)
    return _COUNTS.rows(_values(by, sieve), (columns, words), is_kept=words is None)


def _counted(shape: Any, values: Mapping[str, Any]) -> QuerySet[Any]:
    columns, words = shape
    if not columns:
        return _found(words, values).annotate(one=Value(1)).values_list("one").annotate(n=Count("id")).order_by()
    return _found(words, values).values_list(*columns).annotate(n=Count("id")).order_by()


def _people(words: Any, values: Mapping[str, Any]) -> QuerySet[Any]:
    told = {"n": Count("id"), "told": Count("participations"), "people": Sum("participations")}
    return _found(words, values).values_list("kind").annotate(**told).order_by()


_COUNTS, _PEOPLE = Prepared(_counted), Prepared(_people)


def waiting(by: User, today: date, *, most: int = 50) -> list[ActivityLine]:
    """Planned activities of the account's own body whose day has come, oldest first."""
    sieve = Sieve(states=(State.PLANNED,), end=today, body_id=by.body_id)
    return activities_page(by, sieve, forward=True, length=most).rows


def versions_of(activity: Activity) -> list[ActivityVersion]:
    """What the row was before each of its changes, latest first."""
    found = ActivityVersion.objects.filter(activity=activity).select_related("recorded_by__body")
    return list(found.order_by("-version"))


def documents_of(activity: Activity) -> list[ActivityDocument]:
    """The documents that belong to an activity now, in the order in which they were added."""
    found = ActivityDocument.objects.filter(activity=activity, removed_at__isnull=True)
    return list(found.select_related("source__issuer__parent", "added_by").order_by("pk"))


def document_get(activity: Activity, id: int) -> ActivityDocument:
    """One of them. NotAllowed HDG-404."""
    found = ActivityDocument.objects.filter(activity=activity, pk=id, removed_at__isnull=True).first()
    if found is None:
        raise unknown(str(id))
    return found


def first_of_series(series: ActivitySeries) -> Activity:
    """The first activity of a series that was just begun; for whoever began it."""
    return Activity.objects.filter(series=series).order_by("on")[0]


def series_left(series: ActivitySeries, after: date) -> int:
    """How many of a series are still planned after a day."""
    return Activity.objects.filter(series=series, state=State.PLANNED, on__gt=after).count()


def latest_of_body(by: User) -> ActivityLine | None:
    """What the account's body wrote down last: the next entry begins with its kind."""
    return next(iter(activities_page(by, Sieve(body_id=by.body_id), length=1).rows), None)


def rows_of(by: User, sieve: Sieve) -> Iterable[Activity]:
    """All rows of a list, latest first, a thousand at a time: for files."""
    found = activities_visible(by, sieve).select_related(*_LISTED, "village").order_by("-on", "-id")
    return found.iterator(chunk_size=1000)
