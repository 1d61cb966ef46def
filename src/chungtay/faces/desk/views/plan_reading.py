"""What was read of a plan, confirmed in one sitting: together what is sure, the rest one by one."""

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
from django.utils.translation import ngettext

from chungtay.faces.desk.audience import REPORTERS, DeskRequest, audience
from chungtay.faces.desk.charging import owners_named, together
from chungtay.faces.desk.forms import NOT_A_DATE, REQUIRED
from chungtay.faces.desk.paging import is_id
from chungtay.faces.desk.telling import ProblemWords, problems, words
from chungtay.gathering.intake.plans import queries, services
from chungtay.gathering.intake.plans.queries import State
from chungtay.gathering.intake.plans.services import Settled
from chungtay.gathering.programmes import policies
from chungtay.gathering.programmes import queries as programmes
from chungtay.gathering.programmes.tasks import bodies_given
from chungtay.kernel.errors import NotAllowed, Refusal
from chungtay.reference.actors.queries import bodies_by_id

if TYPE_CHECKING:
    from chungtay.gathering.intake.models import PlanCandidate, PlanReading


class SettleForm(forms.Form):
    """One thing to be done as the officer settles it."""

    title = forms.CharField(max_length=240, error_messages=REQUIRED)
    owner = forms.CharField(max_length=40, error_messages=REQUIRED)
    due = forms.DateField(error_messages=NOT_A_DATE)
    area = forms.IntegerField(required=False)
    target = forms.CharField(required=False, max_length=300)


@audience(*REPORTERS)
def plan_reading(request: DeskRequest, id: int) -> HttpResponse:
    """Everything that a plan asks for, what is sure first to be confirmed together. A POST (`do`) decides."""
    user = request.user
    found = queries.reading_get(by=user, id=id)
    told: list[ProblemWords] = []
    form: SettleForm | None = None
    if request.method == "POST":
        try:
            form = _decided(request, found)
            if form is None:
                return redirect(f"{reverse('plan_reading', args=[found.pk])}#viec")
        except NotAllowed as refusal:
            raise PermissionDenied from refusal
        except Refusal as refusal:
            told, form = problems(refusal), SettleForm(request.POST)
    candidates = queries.candidates_of(found)
    asked = request.POST.get("candidate") or request.GET.get("viec", "")
    current = _current(candidates, asked)
    near = programmes.bodies_near(user, with_own=True)
    context = {
        "section": "programmes",
        "crumbs": _crumbs(found),
        "reading": found,
        "left": queries.left_of(candidates),
        "sure": [one for one in candidates if queries.is_sure(one)],
        "current": current,
        "sentence": queries.sentences_of(user, found, [current])[0] if current is not None else "",
        "settling": form or _proposed(current),
        "chosen": _partners(request, current),
        "next": _after(candidates, current),
        "decided": [one for one in candidates if one.state != State.PROPOSED],
        "owners": (given := bodies_given(near, user)),
        "together": together(given, user),
        "partners": near,
        "areas": programmes.areas(found.programme),
        "may_give": policies.may_give(user, user.body, timezone.localdate()),
        "today": timezone.localdate(),
        "problems": told,
    }
    wrong = bool(told or (form is not None and form.errors))
    return render(request, "desk/plan_reading.html", context, status=422 if wrong else 200)


def _decided(request: DeskRequest, found: PlanReading) -> SettleForm | None:
    """None once it was done; the form where it is not complete."""
    user, asked = request.user, request.POST.get("do", "")
    if asked == "sure":
        chosen = {int(text) for text in request.POST.getlist("viec") if is_id(text)}
        given = services.sure_give(by=user, id=found.pk, only=chosen)
        if given.tasks:
            told = ngettext("Đã giao %(n)d nhiệm vụ.", "Đã giao %(n)d nhiệm vụ.", len(given.tasks))
            messages.success(request, told % {"n": len(given.tasks)})
        for problem in given.problems[:5]:
            messages.warning(request, words(problem).message)
        return None
    candidate = _candidate(request, found)
    if asked == "drop":
        services.candidate_drop(by=user, id=candidate.pk)
        messages.success(request, _("Đã bỏ; có thể lấy lại ở danh sách bên dưới."))
        return None
    if asked == "back":
        services.candidate_take_back(by=user, id=candidate.pk)
        return None
    if asked != "give":
        raise PermissionDenied
    form = SettleForm(request.POST)
    if not form.is_valid():
        return form
    services.candidate_give(by=user, id=candidate.pk, settled=_settled(request, found, form.cleaned_data))
    messages.success(request, _("Đã giao nhiệm vụ."))
    return None


def _candidate(request: DeskRequest, found: PlanReading) -> PlanCandidate:
    text = request.POST.get("candidate", "")
    if not is_id(text):
        raise PermissionDenied
    candidate = queries.candidate_get(by=request.user, id=int(text))
    if candidate.reading_id != found.pk:
        raise PermissionDenied
    return candidate


def _settled(request: DeskRequest, found: PlanReading, data: dict[str, Any]) -> Settled:
    near = {body.code: body for body in programmes.bodies_near(request.user, with_own=True)}
    owners = owners_named(request.user, near, data["owner"])
    partners = [code for code in request.POST.getlist("partners") if code in near and code != data["owner"]]
    area = next((one for one in programmes.areas(found.programme) if one.pk == data["area"]), None)
    return Settled(
        title=data["title"],
        owner=owners[0],
        others=tuple(owners[1:]),
        due=data["due"],
        partners=tuple(near[code] for code in dict.fromkeys(partners)),
        area=area,
        target=data["target"],
    )


def _current(candidates: list[PlanCandidate], asked: str) -> PlanCandidate | None:
    """The one that is asked about: named, else the first that is open and not sure, else the first that is open."""
    waiting = [one for one in candidates if one.state == State.PROPOSED]
    named = next((one for one in waiting if str(one.pk) == asked), None)
    doubtful = [one for one in waiting if not queries.is_sure(one)]
    return named or next(iter([*doubtful, *waiting]), None)


def _after(candidates: list[PlanCandidate], current: PlanCandidate | None) -> PlanCandidate | None:
    """The open one to go to when this one is put off; None where it is the only one."""
    waiting = [one for one in candidates if one.state == State.PROPOSED]
    if current is None or len(waiting) < 2:
        return None
    later = [one for one in waiting if one.position > current.position]
    return (later or waiting)[0]


def _proposed(current: PlanCandidate | None) -> SettleForm | None:
    if current is None:
        return None
    owner = current.owner.code if current.owner is not None else ""
    said = {"title": current.title, "owner": owner, "due": current.due, "area": current.area_id}
    return SettleForm(initial=said | {"target": current.target})


def _partners(request: DeskRequest, current: PlanCandidate | None) -> list[str]:
    if request.method == "POST":
        return request.POST.getlist("partners")
    return [body.code for body in bodies_by_id(current.partners).values()] if current is not None else []


def _crumbs(found: PlanReading) -> list[tuple[str, str]]:
    line = [(reverse("programmes"), _("Chương trình"))]
    if found.plan is not None:
        line.append((reverse("plan", args=[found.plan_id]), _("Kế hoạch %(year)d") % {"year": found.plan.year}))
    elif found.conference is not None:
        line.append((reverse("conference", args=[found.conference_id]), found.conference.title))
    return line
