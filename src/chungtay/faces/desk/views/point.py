"""One point: its life as it happened, and what may be written into it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from chungtay.faces.desk import pointwords
from chungtay.faces.desk.audience import READERS, REPORTERS, DeskRequest, audience
from chungtay.faces.desk.forms import NOT_A_DATE, REQUIRED
from chungtay.faces.desk.telling import ProblemWords, problems
from chungtay.gathering.registers.community import queries as community
from chungtay.gathering.registers.community import services
from chungtay.gathering.registers.community.queries import EndReason, Lead, StepKind
from chungtay.kernel.errors import NotAllowed, Refusal
from chungtay.reference.sources import queries as sources

if TYPE_CHECKING:
    from collections.abc import Callable

    from chungtay.gathering.registers.community.models import ModelPoint
    from chungtay.gathering.registers.community.queries import Seen
    from chungtay.reference.actors.models import User


class _Documented(forms.Form):
    """A deed with its day and the document that says so."""

    on = forms.DateField(error_messages=NOT_A_DATE)
    document = forms.CharField(required=False, max_length=80)
    document_on = forms.DateField(required=False, error_messages=NOT_A_DATE)


class StepForm(_Documented):
    """What happened, when, by which document and why."""

    kind = forms.ChoiceField(choices=StepKind.choices)
    reason = forms.CharField(required=False, max_length=200)
    end_reason = forms.ChoiceField(choices=[("", ""), *EndReason.choices], required=False)
    other = forms.IntegerField(required=False)


class GradeForm(_Documented):
    """A grade and what it stands on."""

    grade = forms.IntegerField(error_messages={"required": gettext_lazy("Hãy chọn mức xếp loại.")})
    remark = forms.CharField(required=False, max_length=200)


class ReasonForm(forms.Form):
    """Which line is struck, and why."""

    line = forms.IntegerField()
    reason = forms.CharField(max_length=200, error_messages=REQUIRED)


class NameForm(forms.Form):
    """What a point is called and who leads it."""

    name = forms.CharField(max_length=160, error_messages=REQUIRED)
    lead = forms.ChoiceField(choices=Lead.choices)


class SeenForm(forms.Form):
    """On which day somebody looked, and whether the point worked."""

    on = forms.DateField(error_messages=NOT_A_DATE)
    is_running = forms.ChoiceField(choices=[("1", ""), ("0", "")], initial="1")


@audience(*READERS)
def point(request: DeskRequest, id: int) -> HttpResponse:
    """One point with its life."""
    return _shown(request, community.point_seen(request.user, id, timezone.localdate()))


def _shown(
    request: DeskRequest,
    seen: Seen[ModelPoint],
    told: list[ProblemWords] | None = None,
    wrong: Any = None,
    part: str = "",
) -> HttpResponse:
    user, found, today = request.user, seen.point, timezone.localdate()
    may_keep = community.may_keep(user, found) and not seen.is_hidden
    events = community.events_of(found)
    documents = {} if seen.is_hidden else community.documents_of(found)
    context = {
        "section": "registers",
        "crumbs": [(reverse("registers"), _("Sổ theo dõi")), (reverse("points"), _("Điểm mô hình"))],
        "seen": seen,
        "point": found,
        "title": pointwords.point_words(seen),
        "events": events,
        "documents": {
            step: [(held, sources.may_open(user, held.source)) for held in of_step]
            for step, of_step in documents.items()
        },
        "grades": community.assessments_of(found),
        "teams": [] if seen.is_hidden else community.teams_of(found, today),
        "voices": [] if seen.is_hidden else pointwords.voices_words(community.voices_of(found)),
        "may_keep": may_keep,
        "may_attest": community.may_attest(user, found),
        "next_steps": community.next_steps(found.state) if may_keep else (),
        "past_steps": _past_steps(found) if may_keep else (),
        "others": _others(user, found) if may_keep else [],
        "reasons": pointwords.reasons(),
        "scales": community.scales_for(found.place, today),
        "leads": pointwords.LEADS.items(),
        "today": today,
        "unknown_after": community.UNKNOWN_AFTER_MONTHS,
        "problems": told or [],
        "wrong": wrong,
        "part": part,
        "typed": request.POST,
    }
    return render(request, "desk/point.html", context, status=422 if told or wrong else 200)


def _past_steps(found: ModelPoint) -> tuple[str, ...]:
    """Steps that may have been forgotten on the way to where the point stands."""
    return tuple(kind for kind in StepKind.values if kind not in community.next_steps(found.state))


def _others(user: User, found: ModelPoint) -> list[ModelPoint]:
    asked = community.Asked(place=found.place)
    near = community.points_found(user, asked, timezone.localdate()).exclude(pk=found.pk)
    return list(near.exclude(state__in=("ended", "void")).order_by("name_key")[:200])


def done(
    request: DeskRequest, id: int, form: forms.Form, part: str, deed: Callable[[ModelPoint], object], said: str
) -> HttpResponse:
    """A deed upon a point: done and said, or told on the point's page what is wrong with it."""
    seen = community.point_seen(request.user, id, timezone.localdate())
    if not form.is_valid():
        return _shown(request, seen, wrong=form.errors, part=part)
    try:
        deed(seen.point)
    except NotAllowed as refusal:
        if refusal.code == "DSM-403":
            raise PermissionDenied(refusal.code) from refusal
        raise
    except Refusal as refusal:
        return _shown(request, seen, problems(refusal), part=part)
    messages.success(request, said)
    return redirect("point", id)


@audience(*REPORTERS)
@require_POST
def point_step(request: DeskRequest, id: int) -> HttpResponse:
    """Write what happened."""
    form = StepForm(request.POST)

    def deed(found: ModelPoint) -> None:
        data = dict(form.cleaned_data)
        other = data.pop("other")
        data["other"] = next((p for p in _others(request.user, found) if p.pk == other), None)
        services.step_add(by=request.user, point=found, **data)

    return done(request, id, form, "step", deed, _("Đã ghi bước mới vào sổ."))


@audience(*REPORTERS)
@require_POST
def point_strike(request: DeskRequest, id: int) -> HttpResponse:
    """Strike a step that was wrong."""
    form = ReasonForm(request.POST)

    def deed(found: ModelPoint) -> None:
        data = form.cleaned_data
        services.step_strike(by=request.user, point=found, step_id=data["line"], reason=data["reason"])

    return done(request, id, form, "life", deed, _("Đã gạch bước ghi nhầm. Bước ấy vẫn xem được, không còn tính."))


@audience(*REPORTERS)
@require_POST
def point_edit(request: DeskRequest, id: int) -> HttpResponse:
    """Another name or lead."""
    form = NameForm(request.POST)

    def deed(found: ModelPoint) -> None:
        services.point_edit(by=request.user, point=found, **form.cleaned_data)

    return done(request, id, form, "edit", deed, _("Đã sửa. Tên cũ vẫn còn trong lịch sử."))


@audience(*REPORTERS)
@require_POST
def point_seen(request: DeskRequest, id: int) -> HttpResponse:
    """Confirm that the point works, or say that it was not found working."""
    form = SeenForm(request.POST)

    def deed(found: ModelPoint) -> None:
        data = form.cleaned_data
        is_running = data["is_running"] == "1"
        services.points_confirm(by=request.user, point_ids=[found.pk], on=data["on"], is_running=is_running)

    return done(request, id, form, "seen", deed, _("Đã ghi lần xác nhận."))


@audience(*REPORTERS)
@require_POST
def point_grade(request: DeskRequest, id: int) -> HttpResponse:
    """Give a grade."""
    form = GradeForm(request.POST)

    def deed(found: ModelPoint) -> None:
        data = dict(form.cleaned_data)
        services.point_assess(by=request.user, point=found, grade_id=data.pop("grade"), **data)

    return done(request, id, form, "grade", deed, _("Đã ghi kết quả xếp loại."))


@audience(*REPORTERS)
@require_POST
def grade_strike(request: DeskRequest, id: int) -> HttpResponse:
    """Strike a grade of the own body."""
    form = ReasonForm(request.POST)

    def deed(found: ModelPoint) -> None:
        data = form.cleaned_data
        services.assessment_strike(by=request.user, point=found, assessment_id=data["line"], reason=data["reason"])

    return done(request, id, form, "grade", deed, _("Đã gạch kết quả xếp loại ghi nhầm."))
