"""Teams as a body's own list has them: each row names its point as the register has it. What came in by one list is
struck as one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, TypeVar

from django.db import transaction

from chungtay.gathering.registers.community import kinds, names, policies, teams
from chungtay.gathering.registers.community.models import Bringing, ModelPoint, ModelTeam, State, Strength
from chungtay.gathering.registers.community.refusals import may_not
from chungtay.gathering.registers.community.teamlistfields import FIELDS, NAMES
from chungtay.gathering.registers.lists.bringings import bringing_close, bringing_held
from chungtay.gathering.registers.lists.cells import CellWrong, count_of, day_of, needed, rows_read, text_of, wrong
from chungtay.gathering.registers.lists.places import Places
from chungtay.gathering.registers.lists.types import Outcome
from chungtay.kernel.errors import Both, Refusal

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

    from chungtay.gathering.registers.lists.columns import Value
    from chungtay.reference.actors.models import User
    from chungtay.reference.places.models import Place

T = TypeVar("T")
_CHUNK = 1000
_UNDONE = "Hoàn lại cả danh sách"


@dataclass(frozen=True)
class _Ready:
    """A row that may come in."""

    point: int
    name: str
    key: str
    since: date
    ended: date | None
    counted: date
    members: int | None


class PointTeamLists:
    """The register of teams of points as it takes lists in."""

    fields = FIELDS

    def may_bring(self, by: User) -> bool:
        """Whether the account registers points in its own land."""
        return policies.may_register(by, by.body.place)

    def bring(
        self,
        *,
        by: User,
        rows: Sequence[tuple[int, Mapping[str, Value]]],
        file_name: str,
        is_trial: bool,
        is_illustration: bool,
    ) -> Outcome:
        """The good rows come in, or are only counted. Codes are DSA-21…, DSA-220 a point that the register does not
        have or has several times, DSM-403 one that another body keeps, and those of `team_add`."""
        ready, findings = rows_read(rows, _Reader(by).ready)
        if is_trial or not ready:
            return Outcome(len(ready), tuple(findings))
        with transaction.atomic():
            made = Bringing.objects.create(body=by.body, file_name=file_name[:120], rows=len(ready), made_by=by)
            _write(by, made, ready)
        return Outcome(len(ready), tuple(findings), made.pk)

    @transaction.atomic
    def undo(self, *, by: User, id: int) -> tuple[int, int]:
        """The teams of a list are struck, except those that were written to since. NotAllowed DSA-404; Refusal
        DSA-221."""
        made = bringing_held(Bringing, by=by, id=id)
        ids = list(ModelTeam.objects.filter(brought=made, version=1).values_list("pk", flat=True))
        for some in _chunks(ids):
            teams.teams_strike(by=by, teams=some, reason=_UNDONE)
        bringing_close(made, by=by)
        return len(ids), made.rows - len(ids)


def _write(by: User, made: Bringing, ready: Sequence[_Ready]) -> None:
    written = [
        ModelTeam(
            point_id=row.point,
            name=row.name,
            name_key=row.key,
            valid_from=row.since,
            valid_to=row.ended,
            made_by=by,
            brought=made,
        )
        for row in ready
    ]
    ModelTeam.objects.bulk_create(written, batch_size=_CHUNK)
    Strength.objects.bulk_create(
        (
            Strength(team=team, since=row.counted, members=row.members, made_by=by)
            for team, row in zip(written, ready, strict=True)
            if row.members is not None
        ),
        batch_size=_CHUNK,
    )
    for some in _chunks(sorted({row.point for row in ready})):
        teams.points_touched(some)


def _chunks(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    """So many at a time as one statement takes."""
    return (ids[n : n + _CHUNK] for n in range(0, len(ids), _CHUNK))


@dataclass(frozen=True)
class _Point:
    """A point of a commune that a row may mean. `has`: its teams by key, each with its first day and whether it is
    over."""

    point: ModelPoint
    first: date | None
    has: list[tuple[str, date, bool]]


class _Reader:
    """Reads one row after another; the points of a commune are looked up once."""

    def __init__(self, by: User) -> None:
        self.by, self.places = by, Places(by.body.place)
        self._sees = policies.sees_kinds_of(by)
        self._points: dict[int, list[_Point]] = {}
        self._kinds: dict[str, int | None] = {}
        self._names: dict[str, tuple[str, str] | CellWrong] = {}

    def ready(self, row: int, cells: Mapping[str, Value]) -> _Ready:
        """What a row says. Raises CellWrong at the first cell that cannot be used."""
        name = needed("name", text_of("name", cells.get("name", "")), NAMES["name"])
        place, _ = self.places.found(cells, self.places.today)
        found = self._point(place, cells)
        days = {field: day_of(field, cells.get(field, "")) for field in ("since", "counted", "ended")}
        since = days["since"]
        if since is None:
            raise wrong("since", "DSA-211", "", NAMES["since"], "ô còn trống", "the cell is empty")
        members = count_of("members", cells.get("members", ""))
        counted, ended = days["counted"] or since, days["ended"]
        written, key = self._named(name)
        _judged("since", lambda: teams.check_days(since, found.first, None))
        _judged("members", lambda: teams.check_days(since, None, members))
        _judged("counted", lambda: teams.check_days(counted, since, None))
        _judged("ended", lambda: teams.check_days(ended or since, since, None))
        taken = {k for k, day, is_over in found.has if day == since or not (is_over or ended)}
        _judged("name", lambda: teams.check_new(written, key, taken))
        found.has.append((key, since, ended is not None))
        return _Ready(found.point.pk, written, key, since, ended, counted, members)

    def _named(self, name: str) -> tuple[str, str]:
        """Teams of a list are called alike: a name is screened once."""
        if name not in self._names:
            try:
                self._names[name] = _judged("name", lambda: teams.named_team(name))
            except CellWrong as wrong_one:
                self._names[name] = wrong_one
        held = self._names[name]
        if isinstance(held, CellWrong):
            raise held
        return held

    def _point(self, place: Place, cells: Mapping[str, Value]) -> _Point:
        name = needed("point", text_of("point", cells.get("point", "")), NAMES["point"])
        kind = text_of("kind", cells.get("kind", ""))
        held = self._in(place)
        if kind and (known := self._kind(kind)) is not None:
            held = [one for one in held if one.point.kind_id == known]
        key = names.point_key(name)
        same = [one for one in held if one.point.name_key == key]
        same = same or [one for one in held if names.is_same_point(one.point.name_key, key)]
        if len(same) != 1:
            raise _unclear(name, same, held)
        if not policies.may_keep(self.by, same[0].point):
            vi, en = "Điểm này do cơ quan khác giữ sổ", "Another body keeps this point"
            raise CellWrong("point", may_not(vi, en))
        return same[0]

    def _kind(self, text: str) -> int | None:
        if text not in self._kinds:
            found = kinds.kind_named(text)
            self._kinds[text] = None if found is None else found.united_with_id or found.pk
        return self._kinds[text]

    def _in(self, place: Place) -> list[_Point]:
        if place.pk not in self._points:
            found = ModelPoint.objects.filter(place=place).exclude(state=State.VOID).order_by("pk")
            points = list(
                (found if self._sees else found.filter(is_sensitive=False)).select_related("place", "body", "kind")
            )
            ids = [point.pk for point in points]
            first, has = teams.first_days(ids), _teams_of(ids)
            self._points[place.pk] = [_Point(p, first.get(p.pk), has.setdefault(p.pk, [])) for p in points]
        return self._points[place.pk]


def _teams_of(points: Collection[int]) -> dict[int, list[tuple[str, date, bool]]]:
    found: dict[int, list[tuple[str, date, bool]]] = {}
    held = ModelTeam.objects.filter(point__in=points, is_void=False)
    for point, key, since, ended in held.values_list("point", "name_key", "valid_from", "valid_to"):
        found.setdefault(point, []).append((key, since, ended is not None))
    return found


def _judged(field: str, judge: Callable[[], T]) -> T:
    try:
        return judge()
    except Refusal as refused:
        raise CellWrong(field, refused) from None


def _unclear(name: str, same: Sequence[_Point], held: Sequence[_Point]) -> CellWrong:
    if same:
        of_kinds = [{getattr(one.point.kind, f"name_{lang}") for one in same} for lang in ("vi", "en")]
        told = Both(*(", ".join(sorted(found)) for found in of_kinds))
        vi, en = "có nhiều điểm tên như vậy; ghi cả loại mô hình", "several points bear this name; write the kind, too"
        return wrong("point", "DSA-220", name, told, vi, en)
    near = ", ".join(one.point.name for one in held[:5])
    expected = near or Both("một điểm đã đăng ký ở xã này", "a point that is registered in this commune")
    return wrong("point", "DSA-220", name, expected, "sổ không có điểm này ở xã ấy", "the commune has no such point")
