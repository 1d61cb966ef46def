"""Yearly plans: those of a programme, one with how far it is, and reading one from a document."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from chungtay import flow_plans
from chungtay.faces.desk.audience import READERS, DeskRequest, audience
from chungtay.faces.desk.forms import NOT_A_DATE, REQUIRED
from chungtay.faces.desk.paging import Paged, is_id, paged
from chungtay.faces.desk.registerlists import as_file
from chungtay.faces.desk.telling import problems
from chungtay.faces.desk.views.programmes import programme_followed
from chungtay.faces.desk.views.targets import lines_of
from chungtay.faces.desk.views.tasks import HEAD, rows_of, state_of
from chungtay.gathering.intake.plans import queries as readings
from chungtay.gathering.programmes import life, planning, policies, queries
from chungtay.gathering.programmes.life import Sieve
from chungtay.kernel.errors import NotAllowed, Refusal
from chungtay.kernel.periods import decree_year
from chungtay.reference.actors.policies import sees_place
from chungtay.results.reviews import queries as reviews

if TYPE_CHECKING:
    from chungtay.gathering.intake.models import PlanReading
    from chungtay.gathering.intake.plans.queries import Left
    from chungtay.gathering.programmes.models import AnnualPlan, Programme
    from chungtay.reference.actors.models import User
    from chungtay.results.reviews.models import Review

DIRECTIONS = "directions"
"""The block of a review in which people write what is to be done next."""


class PlanForm(forms.Form):
    """A plan as it is brought in; number, day and title are read from the document where they are left out."""

    year = forms.IntegerField(min_value=1990, max_value=2100, error_messages=REQUIRED)
    number = forms.CharField(required=False, max_length=60)
    issued_on = forms.DateField(required=False, error_messages=NOT_A_DATE)


@audience(*READERS)
def plans(request: DeskRequest, id: int) -> HttpResponse:
    """The yearly plans of a programme. A POST begins one of the account's own body, from a document or empty."""
    user = request.user
    found = programme_followed(user, id)
    form = PlanForm(request.POST) if request.method == "POST" else None
    told: list[Any] = []
    if form is not None:
        if not policies.may_record(user):
            raise PermissionDenied
        try:
            if form.is_valid():
                return _begun(request, found, form.cleaned_data)
        except NotAllowed as refusal:
            raise PermissionDenied from refusal
        except Refusal as refusal:
            told = problems(refusal)
    page: Paged[AnnualPlan] = paged(request, planning.plans_visible(user).filter(programme=found))
    held = list(page)
    standings = planning.standings(user, held)
    today = timezone.localdate()
    context = {
        "section": "programmes",
        "crumbs": [(reverse("programmes"), _("Chương trình"))],
        "programme": found,
        "has_figures": queries.programmes_visible(user).filter(pk=found.pk).exists(),
        "lines": [(plan, standings[plan.pk]) for plan in held],
        "readings": readings.readings_waiting(user, found),
        "years": range(found.term_start.year, found.term_end.year + 1),
        "year": min(max(today.year, found.term_start.year), found.term_end.year),
        "may_record": policies.may_record(user),
        "form": form,
        "problems": told,
        **page.context,
    }
    return render(request, "desk/plans.html", context, status=422 if form is not None else 200)


def _begun(request: DeskRequest, found: Programme, data: dict[str, Any]) -> HttpResponse:
    file = request.FILES.get("file")
    if file is None:
        return redirect("plan", planning.plan_open(by=request.user, programme=found, year=data["year"]).pk)
    made = flow_plans.plan_receive(
        by=request.user,
        programme=found,
        **data,
        content=file.read(settings.MAX_UPLOAD_BYTES + 1),
        filename=file.name or "?",
        size=file.size or 0,
        is_illustration=settings.DEMO,
    )
    return redirect("plan_reading", made.pk)


@audience(*READERS)
def plan(request: DeskRequest, id: int) -> HttpResponse:
    """One plan: its tasks, how far they are, its targets beside what was approved. A POST (`do`) begins the next
    year's with what is open, or takes in words: a request, or the directions of a review."""
    user, today = request.user, timezone.localdate()
    found = planning.plan_get(by=user, id=id)
    told: list[Any] = []
    if request.method == "POST":
        try:
            return _done(request, found)
        except NotAllowed as refusal:
            raise PermissionDenied from refusal
        except Refusal as refusal:
            told = problems(refusal)
    lines = life.tasks_sieved(user, Sieve(plan_id=found.pk), today)
    if request.GET.get("dang") in ("csv", "xlsx"):
        return as_file(request.GET["dang"], f"ke-hoach-{found.year}", str(found.year), HEAD, rows_of(lines, today))
    context = {
        "section": "programmes",
        "crumbs": _crumbs(found),
        "plan": found,
        "standing": planning.standings(user, [found])[found.pk],
        "by_area": planning.standings_by_area(user, found),
        "lines": [(task, state_of(task, today)) for task in lines[:300]],
        "period": decree_year(found.year),
        "sees_targets": sees_place(user, found.body.place),
        "targets": _targets(user, found),
        "may_keep": planning.may_keep(user, found),
        "may_give": planning.may_keep(user, found) and policies.may_give(user, found.body, today),
        "open": list(planning.open_tasks(user, found)),
        "following": planning.plans_visible(user).filter(before=found).first(),
        "into": planning.programme_of_next(user, found) if planning.may_keep(user, found) else None,
        "readings": _read_of(user, found),
        "directions": _reviews(user, found) if planning.may_keep(user, found) else [],
        "typed": request.POST if told else {},
        "problems": told,
    }
    return render(request, "desk/plan.html", context, status=422 if told else 200)


def _targets(user: User, found: AnnualPlan) -> list[Any]:
    """The year's targets of the plan's place, where the account sees it."""
    if not sees_place(user, found.body.place):
        return []
    return lines_of(user, found.body.place, decree_year(found.year))


def _read_of(user: User, found: AnnualPlan) -> list[tuple[PlanReading, Left]]:
    held = readings.readings_of(user, plan=found)
    lefts = readings.lefts_of(held)
    return [(one, lefts[one.pk]) for one in held]


def _reviews(user: User, found: AnnualPlan) -> list[Review]:
    """Reviews of the plan's place in which somebody wrote directions."""
    held = reviews.reviews_visible(user).filter(place=found.body.place_id)[:10]
    return [review for review in held if reviews.texts(review).get(DIRECTIONS, "").strip()]


def _done(request: DeskRequest, found: AnnualPlan) -> HttpResponse:
    user, asked = request.user, request.POST.get("do")
    if asked == "follow":
        chosen = {int(text) for text in request.POST.getlist("task") if is_id(text)}
        following = planning.plan_follow(by=user, plan=found, task_ids=chosen)
        told = ngettext(
            "Kế hoạch mới có %(n)d việc chuyển sang.", "Kế hoạch mới có %(n)d việc chuyển sang.", len(chosen)
        )
        messages.success(request, told % {"n": len(chosen)})
        return redirect("plan", following.pk)
    if asked == "text":
        made = flow_plans.text_receive(
            by=user,
            plan=found,
            text=request.POST.get("text", ""),
            request=request.POST.get("request", ""),
            is_illustration=settings.DEMO,
        )
        return redirect("plan_reading", made.pk)
    if asked == "directions":
        review = next((one for one in _reviews(user, found) if str(one.pk) == request.POST.get("review")), None)
        if review is None:
            raise Http404
        words = reviews.texts(review)[DIRECTIONS]
        made = flow_plans.text_receive(by=user, plan=found, text=words, is_illustration=settings.DEMO)
        return redirect("plan_reading", made.pk)
    raise PermissionDenied


def _crumbs(found: AnnualPlan) -> list[tuple[str, str]]:
    programme = found.programme
    return [
        (reverse("programmes"), _("Chương trình")),
        (reverse("plans", args=[programme.pk]), programme.number),
    ]
