"""Lists and totals of points within an account's territory: what to look for, and how many there are of each sort."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db.models import Case, Count, Q, Value, When

from chungtay.gathering.registers.community import policies, transitions
from chungtay.gathering.registers.community.confirming import known_since
from chungtay.gathering.registers.community.models import ModelKind, ModelPoint, State
from chungtay.gathering.registers.community.searching import point_terms, words_of_names
from chungtay.gathering.registers.lists.keyset import PAGE_LENGTH, Named, Pages, Slice
from chungtay.gathering.registers.lists.land import is_few, land_of, land_q
from chungtay.gathering.registers.lists.prepared import Prepared
from chungtay.reference.places.queries import PlaceShown

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from django.db.models import QuerySet

    from chungtay.reference.actors.models import User
    from chungtay.reference.places.models import Place


class Standing(StrEnum):
    """How a point stands on a day: what was not seen for twelve months is unknown, whatever was said of it before."""

    KNOWN = "known"
    EFFECTIVE = "effective"
    """Known, and its latest grade says so."""
    UNKNOWN = "unknown"
    COMING = "coming"
    DORMANT = "dormant"
    ENDED = "ended"
    VOID = "void"


SORTS = {
    "moi": ("-id",),
    "ten": ("name_key", "id"),
    "xac-nhan": ("known_on", "id"),
}
"""How lists are ordered; each order has its index."""


@dataclass(frozen=True)
class Asked:
    """What a list is narrowed to. `kind` is never a sensitive one; `place` a province or commune of the territory."""

    standing: str = ""
    kind: int | None = None
    place: Place | None = None
    lead: str = ""
    search: str = ""


class PointLine(NamedTuple):
    """A row of a list: columns of `ModelPoint`, of its kind, grade and places."""

    id: int
    name: str
    name_key: str
    state: str
    known_on: date
    launched_on: date | None
    assessed_on: date | None
    is_illustration: bool
    is_sensitive: bool
    kind__name_vi: str
    kind__name_en: str
    grade__name_vi: str | None
    grade__name_en: str | None
    province_id: int | None
    province__level: str
    province__name: str
    province__full_name: str
    province__kind: str
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
    def kind(self) -> Named:
        """Of which kind it is."""
        return Named(self.kind__name_vi, self.kind__name_en)

    @property
    def grade(self) -> Named | None:
        """How it was assessed last."""
        return None if self.grade__name_vi is None else Named(self.grade__name_vi, self.grade__name_en or "")

    @property
    def place(self) -> PlaceShown:
        """Its commune."""
        return PlaceShown._make(self[-_WIDTH:])

    @property
    def province(self) -> PlaceShown | None:
        """Its province."""
        return None if self.province_id is None else PlaceShown._make(self[-2 * _WIDTH : -_WIDTH])


_WIDTH = len(PlaceShown._fields)


def territory_points(by: User) -> QuerySet[ModelPoint]:
    """All points of the account's territory, those taken back among them."""
    return ModelPoint.objects.filter(land_q(_land(by)))


def _land(by: User, within: Place | None = None) -> dict[str, Any]:
    land = land_of(by)
    if "units" in land:
        # The handful of communes is asked for alone: the indexes of a province would read all of its points.
        land.pop("province", None)
    if within is not None:
        land["in province" if within.level == "province" else "in place"] = within.pk
    return land


def _lies(values: Mapping[str, Any]) -> QuerySet[ModelPoint]:
    named = {"in province": "province", "in place": "place"}
    narrowed = {column: values[name] for name, column in named.items() if name in values}
    return ModelPoint.objects.filter(land_q(values)).filter(**narrowed)


def standing_q(standing: str, on: date) -> Q:
    """The points that stand so on a day, as they are recorded now."""
    return _standing_q(standing, known_since(on))


def _standing_q(standing: str, since: Any) -> Q:
    working = Q(state__in=transitions.WORKING)
    sorts: dict[str, Q] = {
        Standing.KNOWN: working & Q(known_on__gte=since),
        Standing.EFFECTIVE: working & Q(known_on__gte=since, is_effective=True),
        Standing.UNKNOWN: working & Q(known_on__lt=since),
        Standing.COMING: Q(state__in=(State.PROPOSED, State.SURVEYED, State.APPROVED)),
        Standing.DORMANT: Q(state=State.DORMANT),
        Standing.ENDED: Q(state=State.ENDED),
        Standing.VOID: Q(state=State.VOID),
    }
    return sorts.get(standing, ~Q(state=State.VOID))


def points_found(by: User, asked: Asked, on: date) -> QuerySet[ModelPoint]:
    """The points of the territory that are asked for, unordered."""
    return _found(*_told(by, asked, on))


def points_page(
    by: User, asked: Asked, on: date, *, sort: str, after: str = "", before: str = "", length: int = PAGE_LENGTH
) -> Slice[PointLine]:
    """A page of them in one of `SORTS`."""
    shape, values = _told(by, asked, on)
    kept, few = shape.words is None, is_few(values.get("units", ()))
    pages = _OF_KIND if sort == "ten" and kept and values.keys() <= _KIND_ALONE and "kind" in values else _PAGES
    return pages.page(
        values, SORTS[sort], shape=shape, after=after, before=before, length=length, is_kept=kept, is_few=few
    )


def points_counted(by: User, asked: Asked, on: date) -> int:
    """How many they are."""
    shape, values = _told(by, asked, on)
    return sum(n for _one, n in _COUNTED.rows(values, shape, is_kept=shape.words is None))


class _Shape(NamedTuple):
    """What is asked for that is no value. `words`: as `words_of_names` takes them, of whom asks."""

    standing: str
    hides: bool
    words: tuple[User, list[str]] | None


def _told(by: User, asked: Asked, on: date) -> tuple[_Shape, dict[str, Any]]:
    """A question as its shape and its values."""
    hides = asked.kind is not None and not policies.sees_kinds_of(by)
    words = point_terms(asked.search)
    told = {"kind": asked.kind, "lead": asked.lead or None}
    values = {name: value for name, value in told.items() if value is not None}
    shape = _Shape(asked.standing, hides, (by, words) if words else None)
    return shape, {**_land(by, asked.place), **values, "since": known_since(on)}


def _found(shape: Any, values: Mapping[str, Any]) -> QuerySet[ModelPoint]:
    told = {name: values[name] for name in ("kind", "lead") if name in values}
    found = _lies(values).filter(_standing_q(shape.standing, values["since"]), **told)
    if shape.words is not None:
        by, words = shape.words
        found = words_of_names(by, found, words, with_void=shape.standing == Standing.VOID)
    return found.filter(is_sensitive=False) if shape.hides else found


def _counted(shape: Any, values: Mapping[str, Any]) -> QuerySet[Any]:
    return _found(shape, values).annotate(one=Value(1)).values_list("one").annotate(n=Count("*")).order_by()


_PAGES, _COUNTED = Pages(ModelPoint, PointLine, _found), Prepared(_counted)
_OF_KIND = Pages(ModelPoint, PointLine, _found, is_indexed=True)
_KIND_ALONE = {"kind", "province", "since"}
"""Of a kind alone, in the country or a province, an index holds the names in their order."""


def points_working(by: User, place: Place | None = None) -> QuerySet[ModelPoint]:
    """The points of the territory, or of a province or commune in it, that work as far as anybody wrote."""
    return _lies(_land(by, place)).filter(state__in=transitions.WORKING)


def totals(by: User, on: date, place: Place | None = None) -> dict[Standing, int]:
    """How many points of the territory, or of a province or commune in it, stand how; in one question."""
    sums = [0] * len(_STANDINGS)
    for state, is_known, is_effective, n in _STATES.rows({**_land(by, place), "since": known_since(on)}):
        number = _NUMBERS[state, bool(is_known)]
        sums[number] += n
        if is_effective and number == _KNOWN:
            sums[_EFFECTIVE] += n
    return dict(zip(_STANDINGS, sums, strict=True))


def _states(_shape: object, values: Mapping[str, Any]) -> QuerySet[Any]:
    known = Case(When(known_on__gte=values["since"], then=Value(1)), default=Value(0))
    found = _lies(values).annotate(known=known).values_list("state", "known", "is_effective")
    return found.annotate(n=Count("*")).order_by()


def totals_by_kind(by: User, on: date) -> list[tuple[int | None, int, int, int]]:
    """By kind: known, effective and unknown points of the territory, most first; sensitive kinds are one line without a
    kind, outside their commune."""
    hides = not policies.sees_kinds_of(by)
    kept = set(ModelKind.objects.filter(is_sensitive=True).values_list("pk", flat=True)) if hides else set()
    # The columns of the index alone: whether a kind is sensitive stands in another table.
    sums: dict[int | None, list[int]] = {}
    for kind, *counts in _KINDS.rows({**_land(by), "since": known_since(on)}):
        held = sums.setdefault(None if kind in kept else kind, [0, 0, 0])
        held[:] = [one + more for one, more in zip(held, counts, strict=True)]
    rows = [(kind, known, effective, unknown) for kind, (known, effective, unknown) in sums.items()]
    return sorted(rows, key=lambda row: (row[0] is None, -row[1], -row[3], row[0] or 0))


def _kinds(_shape: object, values: Mapping[str, Any]) -> QuerySet[Any]:
    sorts = (Standing.KNOWN, Standing.EFFECTIVE, Standing.UNKNOWN)
    three = {str(s): _number(_standing_q(s, values["since"])) for s in sorts}
    return _lies(values).filter(state__in=transitions.WORKING).values_list("kind").annotate(**three).order_by()


def working_by_place(by: User, on: date, kind: int | None = None) -> dict[int, tuple[int, int]]:
    """By commune, how many points work and are known, and how many work as far as nobody knows."""
    told = {} if kind is None else {"kind": kind}
    rows = _PLACES.rows({**_land(by), **told, "since": known_since(on)})
    return {pk: (known, every - known) for pk, known, every in rows}


def _places(_shape: object, values: Mapping[str, Any]) -> QuerySet[Any]:
    found = _lies(values).filter(state__in=transitions.WORKING)
    found = found.filter(kind=values["kind"]) if "kind" in values else found
    known = _number(_standing_q(Standing.KNOWN, values["since"]))
    return found.values_list("place").annotate(known=known, every=Count("*")).order_by()


def _number(wanted: Q) -> Count:
    """How many are so. No column is counted: of one that an index lacks every row would be fetched."""
    return Count(Case(When(wanted, then=Value(1))))


_STATES, _KINDS, _PLACES = Prepared(_states), Prepared(_kinds), Prepared(_places)


def standing_of(point: ModelPoint | PointLine, on: date) -> Standing:
    """How one point stands on a day; effective ones are known ones."""
    return standing_in(point.state, point.known_on, on)


def standing_in(state: str, known_on: date, on: date) -> Standing:
    """The same of a state and the last day on which somebody knew of the point."""
    return _standing(state, is_known=known_on >= known_since(on))


def _standing(state: str, *, is_known: bool) -> Standing:
    if state in transitions.WORKING:
        return Standing.KNOWN if is_known else Standing.UNKNOWN
    return _NOT_WORKING.get(state, Standing.COMING)


_NOT_WORKING = {str(state): Standing(state) for state in (State.DORMANT, State.ENDED, State.VOID)}
_STANDINGS = tuple(Standing)
_NUMBERS = {
    (str(state), is_known): _STANDINGS.index(_standing(state, is_known=is_known))
    for state in State
    for is_known in (False, True)
}
"""By state and whether it is known, the number of its standing: a count adds up in the time of its question."""
_KNOWN, _EFFECTIVE = _STANDINGS.index(Standing.KNOWN), _STANDINGS.index(Standing.EFFECTIVE)
