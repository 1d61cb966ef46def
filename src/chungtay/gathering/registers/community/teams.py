"""Teams that run a point, and how many people each has from which day on: numbers alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F, OuterRef, Q, Subquery, Sum
from django.utils import timezone

from chungtay.gathering.registers.community import policies
from chungtay.gathering.registers.community.models import ModelPoint, ModelTeam, Strength
from chungtay.gathering.registers.community.names import point_key
from chungtay.gathering.registers.community.refusals import refusal
from chungtay.gathering.registers.community.wording import check_texts
from chungtay.kernel.errors import Both
from chungtay.kernel.text import squeeze

if TYPE_CHECKING:
    from datetime import date

    from django.db.models import QuerySet

    from chungtay.reference.actors.models import User

MOST_MEMBERS = 500


@transaction.atomic
def team_add(*, by: User, point: ModelPoint, name: str, since: date, members: int | None = None) -> ModelTeam:
    """A team of a point from a day on. NotAllowed DSM-404, -403. Refusals DSM-151 no name, or one that the point has
    already; DSM-152 a day before the point's first or not yet come, or a number out of bounds; NGUON-101, -106."""
    policies.check_keep(by, point)
    check_texts(name)
    written, key = squeeze(name), point_key(name)
    taken = ModelTeam.objects.filter(point=point, name_key=key, valid_to=None).exists()
    if not key or len(written) > 120 or taken:
        expected = Both("tên tổ chưa có ở điểm này", "a name that no team of the point has")
        raise refusal("DSM-151", written[:120], expected, "không ghi được tổ này", "the team cannot be written")
    first = point.stays.order_by("valid_from").values_list("valid_from", flat=True).first()
    _check(since, first, members)
    team = ModelTeam.objects.create(point=point, name=written, name_key=key, valid_from=since, made_by=by)
    if members is not None:
        Strength.objects.create(team=team, since=since, members=members, made_by=by)
    _touch(point)
    return team


@transaction.atomic
def team_strength(*, by: User, team: ModelTeam, since: date, members: int) -> None:
    """Another number of people from a day on; the same day again corrects it. Refusals as in `team_add`."""
    policies.check_keep(by, team.point)
    _check(since, team.valid_from, members)
    Strength.objects.update_or_create(team=team, since=since, defaults={"members": members, "made_by": by})
    ModelTeam.objects.filter(pk=team.pk).update(version=F("version") + 1)
    _touch(team.point)


@transaction.atomic
def team_end(*, by: User, team: ModelTeam, valid_to: date) -> None:
    """The last day of a team. Refusal DSM-152."""
    policies.check_keep(by, team.point)
    if team.valid_to is not None:
        expected = Both("một tổ đang hoạt động", "a team that works")
        raise refusal("DSM-152", team.name, expected, "tổ đã kết thúc", "the team has ended")
    _check(valid_to, team.valid_from, None)
    ModelTeam.objects.filter(pk=team.pk).update(valid_to=valid_to, version=F("version") + 1)
    _touch(team.point)


def team_of(point: ModelPoint, id: int) -> ModelTeam:
    """A team of a point. Refusal DSM-153."""
    found = ModelTeam.objects.filter(pk=id, point=point).select_related("point__place", "point__body").first()
    if found is None:
        raise refusal(
            "DSM-153", str(id), Both("một tổ của điểm", "a team of the point"), "không có tổ này", "no such team"
        )
    return found


def teams_on(on: date) -> QuerySet[ModelTeam]:
    """Teams that work on a day, each with its `members` of that day (null: never said)."""
    held = Strength.objects.filter(team=OuterRef("pk"), since__lte=on).order_by("-since").values("members")[:1]
    in_force = Q(valid_from__lte=on) & (Q(valid_to=None) | Q(valid_to__gte=on))
    return ModelTeam.objects.filter(in_force).annotate(members=Subquery(held))


def members_of(teams: QuerySet[ModelTeam]) -> int:
    """How many people these teams have together."""
    total: int | None = teams.aggregate(total=Sum("members"))["total"]
    return total or 0


def _check(on: date, first: date | None, members: int | None) -> None:
    is_day = on <= timezone.localdate() and (first is None or on >= first)
    if is_day and (members is None or 0 < members <= MOST_MEMBERS):
        return
    expected = Both(f"ngày từ khi có đến nay; 1 - {MOST_MEMBERS} người", f"1 - {MOST_MEMBERS} people, until today")
    read = f"{on:%d/%m/%Y}" + (f", {members}" if members is not None else "")
    raise refusal("DSM-152", read, expected, "ngày hoặc số người không đúng", "the day or the number is not right")


def _touch(point: ModelPoint) -> None:
    ModelPoint.objects.filter(pk=point.pk).update(version=F("version") + 1, changed_at=timezone.now())
