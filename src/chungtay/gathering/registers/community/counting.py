"""What the register counts for the indicators about community models, as of a day, with the rows behind each value.

A point is counted where it lay on that day. What works but was not seen for twelve months before the day is unknown,
and counted by no indicator but `models.total`, which asks only what was launched. Counted as everything is recorded
now: a figure keeps the rows with their versions, so that a later difference shows.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db.models import Exists, F, OuterRef, Q, Subquery

from chungtay.gathering.registers.community import transitions
from chungtay.gathering.registers.community.confirming import known_since
from chungtay.gathering.registers.community.models import Assessment, Confirmation, Step, StepKind
from chungtay.gathering.registers.community.refusals import refusal
from chungtay.gathering.registers.community.teams import teams_on
from chungtay.gathering.registers.lists.counted import Counted, RowRef
from chungtay.kernel.errors import Both
from chungtay.reference.places.queries import place_keys, territory_q

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from chungtay.kernel.periods import Period
    from chungtay.reference.places.models import Place

POINT, TEAM = "model_point", "model_team"
Row = tuple[int, int]
"""The id of a point or team, and its version."""


@dataclass(frozen=True)
class Count:
    """A value that the register counts: of an indicator and breakdown cell, with the rows that it counted, in order.
    `members`, where the indicator is a distinct one: the keys of kinds or places that are united higher up."""

    indicator: str
    cell: str
    value: int
    rows: tuple[Row, ...]
    members: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Standing:
    """A point as it stood on the day."""

    row: Row
    kind: str
    place: int
    is_known: bool
    is_effective: bool | None
    rating: str


class Look(NamedTuple):
    """Whether sensitive kinds are told by name, and whether rows made up for a demonstration count."""

    sees: bool
    invented: bool

    def at(self, steps: QuerySet[Step]) -> QuerySet[Step]:
        """The steps of points that count."""
        return steps if self.invented else steps.filter(point__is_illustration=False)


def counts_of(
    indicator: str, place: Place, period: Period, *, is_own: bool = True, invented: bool = True
) -> list[Count]:
    """What the register of a place says of an indicator in a period: the whole first, then its cells.

    Below a province, sensitive kinds have cells of their own for the place's own bodies (`is_own`) alone. `invented`
    False leaves out rows made up for a demonstration, which are never the evidence of a report. Refusal DSM-181 for an
    indicator that this register does not count.
    """
    counted = _COUNTED.get(indicator)
    if counted is None:
        expected = Both(", ".join(sorted(_COUNTED)), ", ".join(sorted(_COUNTED)))
        raise refusal("DSM-181", indicator, expected, "sổ này không đếm chỉ tiêu đó", "not counted by this register")
    return counted(indicator, place, period, Look(is_own or place.level in ("province", "country"), invented))


def counted_indicators() -> tuple[str, ...]:
    """The codes of the indicators that this register counts."""
    return tuple(sorted(_COUNTED))


def _known(indicator: str, place: Place, period: Period, look: Look) -> list[Count]:
    counts = _by_kind(indicator, [point for point in _standing(place, period.end, look) if point.is_known])
    return counts if indicator == "models.points" else counts[:1]


def _effective(indicator: str, place: Place, period: Period, look: Look) -> list[Count]:
    found = [point for point in _standing(place, period.end, look) if point.is_known and point.is_effective]
    return [_count(indicator, "", found)]


def _kinds(indicator: str, place: Place, period: Period, look: Look) -> list[Count]:
    found = [point for point in _standing(place, period.end, look) if point.is_known]
    members = tuple(sorted({point.kind for point in found}))
    return [Count(indicator, "", len(members), _rows(found), members)]


def _covered(indicator: str, place: Place, period: Period, look: Look) -> list[Count]:
    found = [point for point in _standing(place, period.end, look) if point.is_known]
    keys = place_keys({point.place for point in found})
    groups = {"": found, **_grouped(found)}
    return [
        Count(indicator, cell, len(members), _rows(points), members)
        for cell, points in groups.items()
        for members in [tuple(sorted({keys[point.place] for point in points}))]
    ]


def _ratings(indicator: str, place: Place, period: Period, look: Look) -> list[Count]:
    found = [point for point in _standing(place, period.end, look) if point.is_known]
    by_rating: dict[str, list[_Standing]] = defaultdict(list)
    for point in found:
        by_rating[f"rating={point.rating}"].append(point)
    return [_count(indicator, "", found), *(_count(indicator, cell, rows) for cell, rows in sorted(by_rating.items()))]


def _launched(indicator: str, place: Place, period: Period, look: Look) -> list[Count]:
    replicas = {"models.replicated": {"point__is_replica": True}, "models.built": {"point__is_replica": False}}
    launched = _steps_in(place, period, look).filter(
        on_date=F("point__launched_on"), state__in=transitions.WORKING, **replicas.get(indicator, {})
    )
    rows = set(launched.values_list("point", "point__version"))
    return [Count(indicator, "", len(rows), tuple(sorted(rows)))]


def _removed(indicator: str, place: Place, period: Period, look: Look) -> list[Count]:
    ends = _steps_in(place, period, look).filter(
        kind__in=(StepKind.END, StepKind.MERGE), point__launched_on__isnull=False
    )
    found = sorted(ends.values_list("point", "point__version", "end_reason"))
    rows = tuple((pk, version) for pk, version, _ in found)
    cells = Counter(reason or "other" for *_, reason in found)
    parts = [
        Count(indicator, f"reason={reason}", n, tuple((pk, v) for pk, v, r in found if (r or "other") == reason))
        for reason, n in sorted(cells.items())
    ]
    return [Count(indicator, "", len(rows), rows), *parts]


def _teams(indicator: str, place: Place, period: Period, look: Look) -> list[Count]:
    points = {point.row[0] for point in _standing(place, period.end, look) if point.is_known}
    working: Any = teams_on(period.end).order_by("pk")
    found = working.values_list("pk", "version", "point", "members")
    teams = [row for row in found.iterator(chunk_size=5000) if row[2] in points]
    if indicator == "models.teams":
        return [Count(indicator, "", len(teams), tuple((pk, version) for pk, version, *_ in teams))]
    told = [((pk, version), members) for pk, version, _, members in teams if members is not None]
    return [Count(indicator, "", sum(members for _, members in told), tuple(row for row, _ in told))]


def counted(*, place: Place, period: Period, wanted: Iterable[str]) -> Iterator[Counted]:
    """What is offered to a form: all that is wanted and of which the register has a row. That nobody registered one
    does not say that there is none. People are told only where those of every team were stated."""
    asked = set(wanted)
    for indicator in sorted(asked & _COUNTED.keys()):
        table = TEAM if indicator in ("models.teams", "models.members") else POINT
        found = [count for count in counts_of(indicator, place, period, invented=False) if count.rows]
        if indicator == "models.members" and found:
            [teams] = counts_of("models.teams", place, period, invented=False)
            found = found if len(found[0].rows) == teams.value else []
        for count in found:
            rows = tuple(RowRef(table, *row) for row in count.rows)
            yield Counted(indicator, count.value, rows, count.cell, count.members or None)


def _by_kind(indicator: str, found: list[_Standing]) -> list[Count]:
    parts = _grouped(found)
    return [_count(indicator, "", found), *(_count(indicator, cell, points) for cell, points in parts.items())]


def _grouped(found: Iterable[_Standing]) -> dict[str, list[_Standing]]:
    groups: dict[str, list[_Standing]] = defaultdict(list)
    for point in found:
        groups[f"model_kind={point.kind if not point.kind.startswith('#') else 'other'}"].append(point)
    return dict(sorted(groups.items()))


def _count(indicator: str, cell: str, found: list[_Standing]) -> Count:
    return Count(indicator, cell, len(found), _rows(found))


def _rows(found: Iterable[_Standing]) -> tuple[Row, ...]:
    return tuple(sorted(point.row for point in found))


def _lay_in(place: Place, on: date | F) -> Q:
    lay = Q(point__stays__valid_from__lte=on) & (Q(point__stays__valid_to=None) | Q(point__stays__valid_to__gte=on))
    return lay & territory_q(place, "point__stays__place__")


def _steps_in(place: Place, period: Period, look: Look) -> QuerySet[Step]:
    """Steps of a period that count, by where the point lay on the day of each."""
    found = Step.objects.filter(struck_at=None, on_date__gte=period.start, on_date__lte=period.end).order_by()
    return look.at(found).filter(_lay_in(place, F("on_date")))


def _standing(place: Place, on: date, look: Look) -> list[_Standing]:
    """Every point of a place that worked on a day."""
    holds = Q(on_date__lte=on) & (Q(until=None) | Q(until__gt=on))
    window = {"on_date__gte": known_since(on), "on_date__lte": on}
    seen = Confirmation.objects.filter(point=OuterRef("point"), is_struck=False, is_running=True, **window)
    stepped = Step.objects.filter(point=OuterRef("point"), struck_at=None, **window)
    graded = Assessment.objects.filter(point=OuterRef("point"), struck_at=None, on_date__lte=on)
    last = graded.order_by("-on_date", "-is_independent", "-pk")
    found = (
        look.at(Step.objects.filter(holds & _lay_in(place, on), state__in=transitions.WORKING, struck_at=None))
        .order_by()
        .annotate(
            known=Exists(seen) | Exists(stepped),
            effective=Subquery(last.values("grade__is_effective")[:1]),
            rating=Subquery(last.values("grade__member")[:1]),
        )
        .values_list(
            *("point", "point__version", "point__kind", "point__kind__member", "point__is_sensitive"),
            *("point__stays__place", "known", "effective", "rating"),
        )
    )
    return [
        _Standing(
            (pk, version), _kind(kind, member, hidden and not look.sees), where, known, effective, rating or "unrated"
        )
        for pk, version, kind, member, hidden, where, known, effective, rating in found.iterator(chunk_size=5000)
    ]


def _kind(kind: int, member: str, is_hidden: bool) -> str:
    """The catalogue's key of a kind; "#7" for one that the catalogue does not have, "#" for those kept from view."""
    if is_hidden:
        return "#"
    return member if member != "other" else f"#{kind}"


_COUNTED: dict[str, Callable[[str, Place, Period, Look], list[Count]]] = {
    "models.kinds": _kinds,
    "models.points": _known,
    "models.running": _known,
    "models.effective": _effective,
    "models.communes_covered": _covered,
    "models.points_by_rating": _ratings,
    "models.total": _launched,
    "models.built": _launched,
    "models.replicated": _launched,
    "models.removed": _removed,
    "models.teams": _teams,
    "models.members": _teams,
}
