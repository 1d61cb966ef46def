"""A trial in stages: which half of the chosen communes begins first is drawn by lot, each gets its task, and what comes
of it stands beside it. The starts that follow are those of the register, so the next study learns from them."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from django.db import transaction
from django.utils import timezone

from chungtay.gathering.programmes.life import tasks_visible
from chungtay.gathering.programmes.queries import programmes_followed
from chungtay.gathering.programmes.tasks import TaskDraft, task_give
from chungtay.gathering.registers.community.queries import shortlist_of, starts_in
from chungtay.kernel.errors import Both, NotAllowed, Refusal
from chungtay.reference.actors.policies import visible_q
from chungtay.reference.actors.queries import bodies_by_id, body_ids_reporting_to
from chungtay.results.analysis.studies.models import Trial

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from chungtay.gathering.registers.community.models import ModelKind
    from chungtay.reference.actors.models import Body, User

MOST: Final = 200
FEWEST: Final = 4
"""Two each: with fewer, the lot decides nothing."""
APART: Final = timedelta(days=365)
"""The second half begins a year later, so that every season stands between."""
_WHERE = Both("Thử nghiệm theo đợt", "Trial in stages")


@dataclass(frozen=True)
class Outcome:
    """A commune of a trial: its wave, its task, and since when the kind runs there."""

    trial: Trial
    percent: int | None
    begun: date | None


def may_begin(user: User) -> bool:
    """Whether the account begins trials: an officer of a body above the communes."""
    return bool(user.is_active) and user.role in ("reporter", "approver") and user.body.place.level != "commune"


@transaction.atomic
def trial_begin(
    *, by: User, kind: ModelKind, keys: Sequence[str], due: date, is_illustration: bool = False
) -> list[Trial]:
    """Draw who begins first and give everybody a task. NotAllowed HIEUQUA-403 for other accounts; Refusals HIEUQUA-023
    for a kind kept from view, HIEUQUA-028 for fewer than four communes or ones that cannot be asked, -027 without a
    programme; those of `task_give`."""
    if not may_begin(by):
        refusal = NotAllowed.of("HIEUQUA-403", _WHERE, vi="tài khoản này không giao thử nghiệm", en="not this account")
        assert isinstance(refusal, NotAllowed)
        raise refusal
    if kind.is_sensitive:
        raise Refusal.of("HIEUQUA-023", _WHERE, vi="loại này không được đánh giá", en="this kind is not studied")
    owners = _owners(by, kind, keys)
    programme = programmes_followed(by).first()
    if programme is None:
        raise Refusal.of("HIEUQUA-027", _WHERE, vi="cơ quan chưa có chương trình", en="the body has no programme")
    secrets.SystemRandom().shuffle(owners)
    made = []
    for at, owner in enumerate(owners):
        wave = 1 if at < len(owners) / 2 else 2
        draft = TaskDraft(
            programme=programme,
            owner=owner,
            title=f"Làm thử mô hình “{kind.name_vi}”, đợt {wave}",
            due=due + APART * (wave - 1),
            request="Thử nghiệm theo đợt, thứ tự do bốc thăm; ghi ngày bắt đầu vào sổ mô hình.",
        )
        task = task_give(by=by, draft=draft, is_illustration=is_illustration)
        made.append(
            Trial.objects.create(kind_id=kind.pk, place=owner.place, body=owner, wave=wave, task=task, begun_by=by)
        )
    return made


def _owners(by: User, kind: ModelKind, keys: Sequence[str]) -> list[Body]:
    today = timezone.localdate()
    found = shortlist_of(by, kind, today)
    offered = {found.places[like.place.id].key for like in found.likes}
    below = bodies_by_id(body_ids_reporting_to(by.body, today) - {by.body_id}).values()
    running = set(Trial.objects.filter(kind=kind).values_list("body", flat=True))
    owners = {body.place.key: body for body in below if body.line == by.body.line and body.pk not in running}
    chosen = [owners[key] for key in dict.fromkeys(keys) if key in offered and key in owners]
    if len(chosen) < FEWEST:
        raise Refusal.of(
            "HIEUQUA-028",
            _WHERE,
            read=str(len(chosen)),
            expected=Both(
                f"ít nhất {FEWEST} xã có cơ quan báo cáo cho mình", f"at least {FEWEST} communes that report"
            ),
            todo=Both("chọn thêm xã", "choose more communes"),
            vi="quá ít xã để bốc thăm",
            en="too few communes to draw from",
        )
    return sorted(chosen, key=lambda body: body.pk)


def trials_of(by: User, kind: ModelKind) -> list[Outcome]:
    """The communes of a kind's trials in the account's territory, with what came of them."""
    rows = list(
        Trial.objects.filter(kind=kind)
        .filter(visible_q(by))
        .select_related("place", "body", "begun_by")
        .order_by("wave", "place__code")
    )
    if not rows:
        return []
    tasks = {task.pk: task for task in tasks_visible(by).filter(pk__in=[row.task_id for row in rows])}
    today = timezone.localdate()
    starts = {
        start.place: start.on for start in starts_in(by.body.place, today, timezone.now()) if start.kind == kind.pk
    }
    return [
        Outcome(
            row,
            tasks[row.task_id].percent if row.task_id in tasks else None,
            starts.get(row.place_id),
        )
        for row in rows
    ]
