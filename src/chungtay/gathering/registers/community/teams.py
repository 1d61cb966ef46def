"""Teams that run a point, and how many people each has from which day on: numbers alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F, OuterRef, Q, Subquery, Sum
from django.utils import timezone

from chungtay.gathering.registers.community import policies
from chungtay.gathering.registers.community.models import ModelPoint, ModelTeam, Strength, TeamStrike
from chungtay.gathering.registers.community.names import point_key
from chungtay.gathering.registers.community.refusals import refusal
from chungtay.gathering.registers.community.wording import check_texts
from chungtay.kernel.errors import Both
from chungtay.kernel.text import squeeze

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

    from django.db.models import QuerySet

    from chungtay.reference.actors.models import User

MOST_MEMBERS = 500
LONGEST_NAME = 120


@transaction.atomic
def team_add(*, by: User, point: ModelPoint, name: str, since: date, members: int | None = None) -> ModelTeam:
    """A team of a point from a day on. NotAllowed DSM-404, -403. Refusals DSM-151 no name, or one that the point has
    already; DSM-152 a day before the point's first or not yet come, or a number out of bounds; NGUON-101, -106."""
    policies.check_keep(by, point)
    written, key = named_team(name)
    check_new(written, key, living_names([point.pk]).get(point.pk, ()))
    check_days(since, first_days([point.pk]).get(point.pk), members)
    team = ModelTeam.objects.create(point=point, name=written, name_key=key, valid_from=since, made_by=by)
    if members is not None:
        Strength.objects.create(team=team, since=since, members=members, made_by=by)
    points_touched([point.pk])
    return team


@transaction.atomic
def team_strength(*, by: User, team: ModelTeam, since: date, members: int) -> None:
    """Another number of people from a day on; the same day again corrects it. Refusals as in `team_add`."""
    _check_held(by, team)
    check_days(since, team.valid_from, members)
    Strength.objects.create(team=team, since=since, members=members, made_by=by)
    _changed(team)


@transaction.atomic
def team_end(*, by: User, team: ModelTeam, valid_to: date) -> None:
    """The last day of a team. Refusal DSM-152."""
    _check_held(by, team)
    if team.valid_to is not None:
        expected = Both("một tổ đang hoạt động", "a team that works")
        raise refusal("DSM-152", team.name, expected, "tổ đã kết thúc", "the team has ended")
    check_days(valid_to, team.valid_from, None)
    _changed(team, valid_to=valid_to)


@transaction.atomic
def team_strike(*, by: User, team: ModelTeam, reason: str) -> None:
    """It was written by mistake and never counted; it can be restored. Refusals DSM-154 struck already, or no reason;
    NGUON-101, -106."""
    _check_held(by, team)
    _strike(by, team, reason, is_void=True)


@transaction.atomic
def team_restore(*, by: User, team: ModelTeam, reason: str) -> None:
    """What was struck is a team again. Refusals DSM-154 not struck, or no reason; DSM-151 where the point has another
    of its name by now; NGUON-101, -106."""
    policies.check_keep(by, team.point)
    if not team.is_void:
        raise _wrong_state(team)
    if team.valid_to is None:
        check_new(team.name, team.name_key, living_names([team.point_id]).get(team.point_id, ()))
    _strike(by, team, reason, is_void=False)


def teams_strike(*, by: User, teams: Collection[int], reason: str) -> None:
    """Many teams at once, which the caller judged. Inside a transaction."""
    held = ModelTeam.objects.filter(pk__in=teams, is_void=False)
    points = set(held.values_list("point", flat=True))
    TeamStrike.objects.bulk_create(
        TeamStrike(team_id=pk, is_void=True, reason=reason, made_by=by) for pk in held.values_list("pk", flat=True)
    )
    held.update(is_void=True, version=F("version") + 1)
    points_touched(points)


def team_of(point: ModelPoint, id: int) -> ModelTeam:
    """A team of a point, struck ones among them. Refusal DSM-153."""
    found = ModelTeam.objects.filter(pk=id, point=point).select_related("point__place", "point__body").first()
    if found is None:
        raise refusal(
            "DSM-153", str(id), Both("một tổ của điểm", "a team of the point"), "không có tổ này", "no such team"
        )
    return found


def teams_on(on: date) -> QuerySet[ModelTeam]:
    """Teams that work on a day, each with its `members` of that day (null: never said)."""
    in_force = Q(valid_from__lte=on) & (Q(valid_to=None) | Q(valid_to__gte=on))
    return with_members(ModelTeam.objects.filter(in_force, is_void=False), on)


def with_members(teams: QuerySet[ModelTeam], on: date) -> QuerySet[ModelTeam]:
    """Teams, each with its `members` of a day (null: never said)."""
    held = Strength.objects.filter(team=OuterRef("pk"), since__lte=on).order_by("-since", "-pk").values("members")[:1]
    return teams.annotate(members=Subquery(held))


def members_of(teams: QuerySet[ModelTeam]) -> int:
    """How many people these teams have together."""
    total: int | None = teams.aggregate(total=Sum("members"))["total"]
    return total or 0


def named_team(name: str) -> tuple[str, str]:
    """A name as it is written and its key. Refusals NGUON-101, -106; DSM-107."""
    check_texts(name)
    return squeeze(name), point_key(name)


def check_new(written: str, key: str, taken: Collection[str]) -> None:
    """Refusal DSM-151: no name, or one that a team of the point has."""
    if not key or len(written) > LONGEST_NAME or key in taken:
        expected = Both("tên tổ chưa có ở điểm này", "a name that no team of the point has")
        raise refusal("DSM-151", written[:120], expected, "không ghi được tổ này", "the team cannot be written")


def check_days(on: date, first: date | None, members: int | None) -> None:
    """Refusal DSM-152: a day before the first one or not yet come, or a number out of bounds."""
    is_day = on <= timezone.localdate() and (first is None or on >= first)
    if is_day and (members is None or 0 < members <= MOST_MEMBERS):
        return
    expected = Both(f"ngày từ khi có đến nay; 1 - {MOST_MEMBERS} người", f"1 - {MOST_MEMBERS} people, until today")
    read = f"{on:%d/%m/%Y}" + (f", {members}" if members is not None else "")
    raise refusal("DSM-152", read, expected, "ngày hoặc số người không đúng", "the day or the number is not right")


def living_names(points: Collection[int]) -> dict[int, set[str]]:
    """By point, the keys of its teams that have not ended."""
    found: dict[int, set[str]] = {}
    held = ModelTeam.objects.filter(point__in=points, valid_to=None, is_void=False)
    for point, key in held.values_list("point", "name_key"):
        found.setdefault(point, set()).add(key)
    return found


def first_days(points: Collection[int]) -> dict[int, date]:
    """By point, the day since which it is known to lie somewhere."""
    stays = ModelPoint.objects.filter(pk__in=points).values_list("pk", "stays__valid_from")
    days: dict[int, date] = {}
    for point, day in stays:
        if day is not None:
            days[point] = min(day, days.get(point, day))
    return days


def points_touched(points: Collection[int]) -> None:
    """What rests on these points rests on another version of them."""
    ModelPoint.objects.filter(pk__in=points).update(version=F("version") + 1, changed_at=timezone.now())


def _check_held(by: User, team: ModelTeam) -> None:
    policies.check_keep(by, team.point)
    if team.is_void:
        raise _wrong_state(team)


def _wrong_state(team: ModelTeam) -> Exception:
    expected = Both("một tổ đã gạch", "a team that was struck") if not team.is_void else Both("tổ chưa gạch", "a team")
    vi, en = ("tổ chưa bị gạch", "it was not struck") if not team.is_void else ("tổ đã gạch", "it was struck")
    return refusal("DSM-154", team.name, expected, vi, en)


def _strike(by: User, team: ModelTeam, reason: str, *, is_void: bool) -> None:
    check_texts(reason)
    if not (said := squeeze(reason)):
        expected = Both("lý do, một câu ngắn", "a reason, one short sentence")
        raise refusal("DSM-154", "", expected, "chưa ghi lý do", "no reason was given")
    TeamStrike.objects.create(team=team, is_void=is_void, reason=said, made_by=by)
    _changed(team, is_void=is_void)


def _changed(team: ModelTeam, **values: object) -> None:
    ModelTeam.objects.filter(pk=team.pk).update(version=F("version") + 1, **values)
    points_touched([team.point_id])
