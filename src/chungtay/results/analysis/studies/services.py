"""Registering a study, carrying it out, and doing it again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from chungtay import __version__
from chungtay.gathering.registers.community.queries import kind_get
from chungtay.kernel.errors import Both, NotAllowed, Refusal
from chungtay.ledger.queries import transaction_now
from chungtay.reference.actors.policies import sees_place
from chungtay.results.analysis.effects.evaluation import Evaluation, Why, evaluate
from chungtay.results.analysis.effects.labels import Label
from chungtay.results.analysis.effects.settings import Settings, in_force
from chungtay.results.analysis.signals.families import benjamini_hochberg
from chungtay.results.analysis.studies import telling
from chungtay.results.analysis.studies.models import Study, StudyState
from chungtay.results.analysis.studies.outcomes import outcome_checked, outcomes
from chungtay.results.analysis.studies.plans import Plan, check_plan, looks_again
from chungtay.results.analysis.studies.queries import left_behind
from chungtay.results.analysis.studies.reading import arranged_of
from chungtay.results.analysis.studies.replicating import replicated

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from chungtay.kernel.periods import Regime
    from chungtay.reference.actors.models import User
    from chungtay.reference.places.models import Place

_PLANNERS = ("reporter", "approver")
_LEVELS = ("country", "province")
_READING = 0.3
"""The part of the work that is reading, for the progress that is shown."""


@transaction.atomic
def study_register(
    *,
    by: User,
    kind: int,
    outcome: tuple[str, ...],
    place: Place,
    start: date,
    end: date,
    regime: Regime,
    frame: date | None,
) -> Study:
    """Set a plan before anybody looks; nothing is computed yet. NotAllowed HIEUQUA-403 for bodies of communes, partners
    and other land; Refusals HIEUQUA-021 and -022 (outcome), -023 (a kind kept from view), -024 to -026 (window)."""
    if by.role not in _PLANNERS or place.level not in _LEVELS or not sees_place(by, place):
        raise _may_not(place.full_name)
    known = kind_get(kind)
    if known.is_sensitive:
        raise _sensitive()
    chosen = outcome_checked(outcome)
    settings = in_force(timezone.localdate())
    plan = Plan(known.pk, known.member, chosen.code, place.key, start, end, regime, frame)
    check_plan(plan, settings, timezone.localdate())
    return Study.objects.create(
        kind_id=known.pk,
        place=place,
        outcome=chosen.code,
        start=start,
        end=end,
        plan=plan.as_data(),
        plan_digest=plan.digest,
        looks_again=any(looks_again(plan, seen) for seen in _seen_before(known.pk, place)),
        transaction=transaction_now(),
        known_at=timezone.now(),
        settings=settings.as_data(),
        code_version=__version__,
        registered_by=by,
    )


def _seen_before(kind: int, place: Place) -> list[Plan]:
    """Plans of the same kind and place whose estimates have been seen."""
    done = Study.objects.filter(kind_id=kind, place=place, state=StudyState.DONE).exclude(result=None)
    return [Plan.from_data(study.plan) for study in done if study.result and study.result.get("estimates")]


def study_carry_out(*, id: int, progress: Callable[[int], None] = lambda percent: None) -> Study:
    """Look, and keep the answer. A study that is done, or that somebody else carries out, is left as it is; one whose
    process was ended is begun anew once it has not moved for `queries.LEASE`."""
    now = timezone.now()
    waiting = Study.objects.filter(Q(state__in=(StudyState.REGISTERED, StudyState.FAILED)) | left_behind(now), pk=id)
    if not waiting.update(state=StudyState.RUNNING, started_at=now, beat_at=now, progress=1, refusal=None):
        return Study.objects.get(pk=id)
    study = Study.objects.select_related("kind").get(pk=id)
    study.beside = _chances(study)

    def told(share: float) -> None:
        percent = max(1, min(99, int(share * 100)))
        Study.objects.filter(pk=id).update(progress=percent, beat_at=timezone.now())
        progress(percent)

    try:
        answered = _answered(study, told)
    except Refusal as refusal:
        problem = refusal.problems[0]
        study.refusal = {"vi": problem.in_words("vi"), "en": problem.in_words("en")}
        study.state = StudyState.FAILED
        study.save(update_fields=["refusal", "state"])
        return study
    except BaseException:
        Study.objects.filter(pk=id).update(state=StudyState.FAILED)
        raise
    study.result, study.panel_digest = answered.data, answered.panel_digest
    study.label, study.state, study.progress = answered.data["label"], StudyState.DONE, 100
    study.finished_at = timezone.now()
    study.save()
    return study


@dataclass(frozen=True)
class Again:
    """A study done again: whether what it looked at and what it found are the same to the digit."""

    study: Study
    same_panel: bool
    same_result: bool
    data: dict[str, Any]


def study_again(*, study: Study) -> Again:
    """The same plan, instant and settings once more; nothing is kept."""
    answered = _answered(study, lambda share: None)
    return Again(study, answered.panel_digest == study.panel_digest, answered.data == study.result, answered.data)


@dataclass(frozen=True)
class _Answered:
    data: dict[str, Any]
    panel_digest: str


def _answered(study: Study, told: Callable[[float], None]) -> _Answered:
    plan, settings = Plan.from_data(study.plan), Settings.from_data(study.settings)
    if study.kind.is_sensitive:
        raise _sensitive()
    arranged = arranged_of(
        plan,
        transaction=study.transaction,
        known_at=study.known_at,
        plan_unchanged=plan.digest == study.plan_digest and not study.looks_again,
        progress=lambda share: told(_READING * share),
    )
    if arranged.unknown_starts and not arranged.panel.ever.any():
        found = Evaluation(Label.CANNOT_TELL, why=(_starts_unknown(arranged.unknown_starts),), settings=settings)
    else:
        found = evaluate(
            arranged.panel,
            arranged.seen,
            settings,
            good=outcomes()[plan.outcome].good,
            false_found=lambda chance: float(benjamini_hochberg([chance, *study.beside])[0]),
            progress=lambda share: told(_READING + (1 - _READING) * share),
        )
    data = telling.as_data(found, arranged)
    if found.estimates is not None:
        good = outcomes()[plan.outcome].good
        data["replication"] = replicated(arranged, found.estimates, found.label, good)
    return _Answered(data, arranged.digest)


def _chances(study: Study) -> list[float]:
    """Of the latest study of every other kind or outcome in the same place: all that was tested beside this one."""
    latest: dict[tuple[int, str], float] = {}
    for other in Study.objects.filter(place=study.place, state=StudyState.DONE).exclude(pk=study.pk).order_by("pk"):
        chance = ((other.result or {}).get("estimates") or {}).get("chance")
        if chance is not None and (other.kind_id, other.outcome) != (study.kind_id, study.outcome):
            latest[other.kind_id, other.outcome] = chance
    return [latest[key] for key in sorted(latest)]


def _starts_unknown(count: int) -> Why:
    return Why(
        "HIEUQUA-016",
        Both(f"không biết ngày bắt đầu ở cả {count} xã", f"the start is not known in any of {count} communes"),
        Both("ngày ra mắt của từng điểm trong sổ mô hình", "the day of launch of each point in the register"),
    )


def _sensitive() -> Refusal:
    return Refusal.of(
        "HIEUQUA-023",
        Both("Loại mô hình", "Kind of model"),
        expected=Both("loại không thuộc diện hạn chế", "a kind that is not kept from view"),
        todo=Both("chọn loại khác", "choose another kind"),
        vi="loại này không được đánh giá tác động",
        en="the effect of this kind is not studied",
    )


def _may_not(read: str) -> NotAllowed:
    refusal = NotAllowed.of(
        "HIEUQUA-403",
        Both("Đánh giá tác động", "Study of effect"),
        read=read,
        expected=Both("cán bộ cấp tỉnh hoặc Trung ương, địa bàn của mình", "an officer of a province or the centre"),
        todo=Both("đề nghị cấp tỉnh đánh giá", "ask the province to study it"),
        vi="tài khoản này không lập đánh giá ở đây",
        en="this account registers no study here",
    )
    assert isinstance(refusal, NotAllowed)
    return refusal
