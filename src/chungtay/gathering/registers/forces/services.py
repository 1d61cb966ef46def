"""Writing teams down: a new one, how strong it was on a day, its end, what was a mistake; each a step of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from chungtay.gathering.registers.forces import policies, queries
from chungtay.gathering.registers.forces.kinds import RULES
from chungtay.gathering.registers.forces.models import Team, TeamStep
from chungtay.gathering.registers.forces.refusals import not_theirs, problem, refusal
from chungtay.kernel.errors import Both, Problem, Refusal
from chungtay.kernel.text import search_key, squeeze
from chungtay.reference.sources.masking import naming_problems

if TYPE_CHECKING:
    from chungtay.gathering.registers.forces.models import Bringing
    from chungtay.reference.actors.models import User
    from chungtay.reference.places.models import Place

Deed = TeamStep.Deed
MOST_MEMBERS = 200
_REASON = Both("lý do, số văn bản", "reason, document")


@dataclass(frozen=True)
class TeamDraft:
    """A team as somebody writes it down."""

    kind: int
    commune: Place
    began_on: date
    members: int | None = None
    women: int | None = None
    village: Place | None = None
    name: str = ""
    document: str = ""


@transaction.atomic
def team_begin(*, by: User, draft: TeamDraft, brought: Bringing | None = None, is_illustration: bool = False) -> Team:
    """A new team, with its strength on the first day where that is known.

    NotAllowed LLN-403; Refusal LLN-001 the kind, LLN-002 the day, LLN-003 the commune or village, LLN-004 the strength,
    LLN-005 one of this name is there, NGUON-106 a name that may be a person's.
    """
    if not policies.may_keep(by, draft.commune):
        raise not_theirs(draft.commune.full_name)
    Team.objects.select_for_update().filter(commune=draft.commune).first()
    name = squeeze(draft.name)[:80]
    if problems := _draft_problems(draft, name):
        raise Refusal(problems)
    last = Team.objects.filter(commune=draft.commune, kind=draft.kind).aggregate(last=Max("number"))["last"] or 0
    team = Team.objects.create(
        kind=draft.kind,
        commune=draft.commune,
        province_id=draft.commune.home_province_id,
        village=draft.village,
        body=by.body,
        number=last + 1,
        name=name,
        began_on=draft.began_on,
        members=draft.members,
        women=draft.women,
        counted_on=draft.began_on if draft.members is not None else None,
        brought=brought,
        is_illustration=is_illustration,
    )
    return _step(by, team, Deed.BEGAN, draft.began_on, draft.members, draft.women, document=draft.document)


@transaction.atomic
def team_count(
    *, by: User, id: int, on: date, members: int, women: int | None = None, document: str = "", reason: str = ""
) -> Team:
    """How many people were in the team on a day. A second count of one day corrects the first and needs a reason
    (LLN-006). Refusals LLN-002 outside the team's days, LLN-004, LLN-007 where it was void."""
    team = _kept(by, id)
    _check_day(team, on)
    if problems := _strength_problems(team.kind, members, women):
        raise Refusal(problems)
    again = TeamStep.objects.filter(team=team, on=on, members__isnull=False).exists()
    if again and not squeeze(reason):
        expected = Both("lý do sửa số của ngày này", "why the count of this day is corrected")
        raise refusal("LLN-006", f"{on:%d/%m/%Y}", expected, "ngày này đã có số", "this day has a count already")
    if team.counted_on is None or on >= team.counted_on:
        team.members, team.women, team.counted_on = members, women, on
    return _step(by, team, Deed.COUNTED, on, members, women, document=document, reason=reason)


@transaction.atomic
def team_end(*, by: User, id: int, on: date, reason: str, document: str = "") -> Team:
    """The last day of a team. Refusals LLN-002 before it began, LLN-006 without a reason, LLN-007 it has ended."""
    team = _kept(by, id)
    if team.ended_on is not None:
        raise _wrong_state(team)
    _check_day(team, on)
    _check_reason(reason)
    team.ended_on = on
    return _step(by, team, Deed.ENDED, on, document=document, reason=reason)


@transaction.atomic
def team_reopen(*, by: User, id: int, reason: str) -> Team:
    """Its end, or that it was void, was the mistake: it is there again. Refusals LLN-006, LLN-007 it is there."""
    team = _kept(by, id, void=True)
    if team.ended_on is None and not team.is_void:
        raise _wrong_state(team)
    _check_reason(reason)
    team.ended_on, team.is_void = None, False
    return _step(by, team, Deed.REOPENED, timezone.localdate(), reason=reason)


@transaction.atomic
def team_void(*, by: User, id: int, reason: str) -> Team:
    """It was written down by mistake and never counted. Refusal LLN-006."""
    team = _kept(by, id)
    _check_reason(reason)
    team.is_void = True
    return _step(by, team, Deed.VOIDED, timezone.localdate(), reason=reason)


@transaction.atomic
def teams_count(*, by: User, counts: Sequence[tuple[int, int, int | None]], on: date) -> int:
    """The strength of many teams on one day, as (team, members, women); all or none. Teams whose latest count says
    just that are left alone; gives how many were written."""
    written = 0
    for id, members, women in counts:
        team = queries.team_get(by=by, id=id)
        if (team.members, team.women, team.counted_on) == (members, women, on):
            continue
        said = "Kiểm lại" if team.counted_on == on else ""
        team_count(by=by, id=id, on=on, members=members, women=women, reason=said)
        written += 1
    return written


def _kept(by: User, id: int, *, void: bool = False) -> Team:
    found = queries.team_get(by=by, id=id)
    if not policies.may_keep(by, found.commune):
        raise not_theirs(str(id))
    Team.objects.select_for_update().filter(pk=id).first()
    found.refresh_from_db()
    if found.is_void and not void:
        raise _wrong_state(found)
    return found


def _step(
    by: User,
    team: Team,
    deed: Deed,
    on: date,
    members: int | None = None,
    women: int | None = None,
    *,
    document: str = "",
    reason: str = "",
) -> Team:
    document, reason = squeeze(document)[:60], squeeze(reason)[:200]
    if problems := naming_problems(_REASON, *[text for text in (document, reason) if text]):
        raise Refusal(problems)
    if deed is not Deed.BEGAN:
        team.version += 1
        team.save()
    TeamStep.objects.create(
        team=team,
        version=team.version,
        deed=deed,
        on=on,
        members=members,
        women=women,
        document=document,
        reason=reason,
        recorded_by=by,
        recorded_at=timezone.now(),
    )
    return team


def _draft_problems(draft: TeamDraft, name: str) -> list[Problem]:
    rule = RULES.get(draft.kind)
    if rule is None:
        expected = Both("một loại tổ trong danh sách", "a kind of team of the list")
        return [problem("LLN-001", str(draft.kind), expected, "không có loại tổ này", "there is no such kind of team")]
    found = []
    first, today = max(rule.since, draft.commune.valid_from or rule.since), timezone.localdate()
    if not first <= draft.began_on <= today:
        expected = Both(f"từ {first:%d/%m/%Y} đến hôm nay ({rule.basis.vi})", f"{first} to today ({rule.basis.en})")
        read = f"{draft.began_on:%d/%m/%Y}"
        found.append(problem("LLN-002", read, expected, "ngày lập tổ không hợp lệ", "no such day to begin on"))
    village = draft.village
    if village is not None and (village.level != "village" or village.parent_id != draft.commune.pk):
        expected = Both(f"một thôn của {draft.commune.full_name}", f"a village of {draft.commune.full_name}")
        found.append(problem("LLN-003", village.full_name, expected, "thôn không thuộc xã này", "not of this commune"))
    if draft.members is not None:
        found += _strength_problems(draft.kind, draft.members, draft.women)
    if name and search_key(name) in _names(draft):
        expected = Both("tên chưa có trong xã", "a name that the commune does not have yet")
        found.append(problem("LLN-005", name, expected, "tổ này đã có", "this team is there already"))
    return found + (naming_problems(Both("tên tổ", "name of the team"), name) if name else [])


def _names(draft: TeamDraft) -> set[str]:
    """What the teams of the commune and kind are called, marks and signs aside."""
    held = Team.objects.filter(commune=draft.commune, kind=draft.kind, is_void=False).exclude(name="")
    return {search_key(name) for name in held.values_list("name", flat=True)}


def _strength_problems(kind: int, members: int, women: int | None) -> list[Problem]:
    rule = RULES[kind]
    read = f"{members}" + (f", {women}" if women is not None else "")
    if not rule.fewest <= members <= MOST_MEMBERS or (women is not None and not 0 <= women <= members):
        expected = Both(
            f"{rule.fewest} đến {MOST_MEMBERS} người, số nữ không quá số người",
            f"{rule.fewest} to {MOST_MEMBERS} people, not more women than people",
        )
        return [problem("LLN-004", read, expected, "quân số không hợp lệ", "no such strength")]
    if rule.a_woman and women == 0:
        expected = Both("ít nhất một nữ (Luật 35/2013/QH13)", "at least one woman (Law 35/2013/QH13)")
        return [problem("LLN-004", read, expected, "tổ hòa giải phải có nữ", "a mediation team has a woman in it")]
    return []


def _check_day(team: Team, on: date) -> None:
    if team.began_on <= on <= min(team.ended_on or timezone.localdate(), timezone.localdate()):
        return
    expected = Both(f"từ {team.began_on:%d/%m/%Y}, không sau hôm nay", f"from {team.began_on}, not after today")
    raise refusal("LLN-002", f"{on:%d/%m/%Y}", expected, "ngày không hợp lệ", "no such day for this team")


def _check_reason(reason: str) -> None:
    if not squeeze(reason):
        expected = Both("lý do ngắn", "a short reason")
        raise refusal("LLN-006", "", expected, "phải có lý do", "a reason is needed")


def _wrong_state(team: Team) -> Refusal:
    state = Both("đã bỏ", "void") if team.is_void else Both("đã kết thúc", "ended")
    read = state if team.is_void or team.ended_on else Both("đang hoạt động", "there")
    expected = Both("việc hợp với tình trạng hiện nay", "what its state allows")
    return refusal("LLN-007", read, expected, "không làm được việc này", "not in this state")
