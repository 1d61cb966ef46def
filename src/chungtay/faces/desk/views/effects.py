"""Does a kind of model work? What is known of its effect, with which doubts; a planner sets a plan for another look."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chungtay.faces.desk import jobs
from chungtay.faces.desk.audience import READERS, Audience, DeskRequest, audience, is_among
from chungtay.faces.desk.forms import NOT_A_DATE, REQUIRED
from chungtay.faces.desk.paging import is_id
from chungtay.faces.desk.telling import ProblemWords, language, problems
from chungtay.gathering.registers.community import queries as community
from chungtay.kernel.errors import Both, NotAllowed, Refusal, side
from chungtay.kernel.periods import Regime
from chungtay.reference.indicators.queries import definition
from chungtay.results.analysis.effects.labels import Label
from chungtay.results.analysis.pictures import drawing, event_studies
from chungtay.results.analysis.studies import queries, services
from chungtay.results.analysis.studies.outcomes import changes_reporting, outcomes
from chungtay.results.analysis.studies.plans import REGIMES
from chungtay.results.analysis.studies.telling import GATES
from chungtay.results.reviews import labels

if TYPE_CHECKING:
    from django.http import HttpResponse

    from chungtay.gathering.registers.community.models import ModelKind
    from chungtay.reference.actors.models import User
    from chungtay.results.analysis.studies.models import Study

PLANNERS = (Audience.REPORTER, Audience.APPROVER)
_YEARS = 5
_PERIODS = {
    Regime.DECREE_QUARTER: gettext_lazy("Quý báo cáo (ngày 15 đến ngày 14)"),
    Regime.CALENDAR_QUARTER: gettext_lazy("Quý dương lịch"),
    Regime.DECREE_MONTH: gettext_lazy("Tháng báo cáo (ngày 15 đến ngày 14)"),
    Regime.CALENDAR_MONTH: gettext_lazy("Tháng dương lịch"),
}


class PlanForm(forms.Form):
    """What is set before anybody looks. What may be an outcome is for the service to say."""

    outcome = forms.CharField(max_length=60, error_messages=REQUIRED)
    start = forms.DateField(error_messages=NOT_A_DATE)
    end = forms.DateField(error_messages=NOT_A_DATE)
    regime = forms.ChoiceField(choices=[(regime.value, regime.value) for regime in REGIMES], error_messages=REQUIRED)


@audience(*READERS)
def kind_effect(request: DeskRequest, id: int) -> HttpResponse:
    """What is known of a kind's effect. `danh-gia`: one study of it, else the latest. A POST registers a plan and
    leaves the work to the worker; htmx asks how far it is."""
    user, told = request.user, list[ProblemWords]()
    crumbs = [(reverse("registers"), _("Sổ theo dõi")), (reverse("model_kinds"), _("Các loại mô hình"))]
    try:
        kind = community.kind_seen(user, id)
    except NotAllowed:
        raise
    except Refusal as refusal:
        context: dict[str, Any] = {"section": "registers", "crumbs": crumbs, "problems": problems(refusal)}
        return render(request, "desk/kind_effect.html", context, status=422)
    form = PlanForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            return _registered(request, kind, form.cleaned_data)
        except NotAllowed:
            raise
        except Refusal as refusal:
            told = problems(refusal)
    studies = list(queries.studies_visible(user).filter(kind=kind)[:50])
    study = _asked(request, studies)
    context = {
        "section": "registers",
        "crumbs": [*crumbs, (reverse("model_kind", args=[kind.pk]), kind.name_vi)],
        "kind": kind,
        "form": form,
        "problems": told,
        "studies": [(other, _label(other), _outcome_name(other.outcome)) for other in studies],
        "grades": community.grades_given(user, kind, timezone.localdate()),
        "may_plan": _may_plan(user),
        "outcomes": [_offered(code) for code in outcomes()],
        "changes_reporting": changes_reporting(kind.member),
        "regimes": _PERIODS.items(),
        "usual": _usual(),
        **(_shown(study) if study else {"study": None}),
    }
    if request.htmx and request.method == "GET":
        return render(request, "desk/_study.html", context)
    return render(request, "desk/kind_effect.html", context, status=422 if told or form.errors else 200)


@audience(*READERS)
def effect_method(request: DeskRequest) -> HttpResponse:
    """How effects are judged, in plain words."""
    context = {
        "section": "registers",
        "crumbs": [(reverse("registers"), _("Sổ theo dõi")), (reverse("model_kinds"), _("Các loại mô hình"))],
        "labels": [side(label.words, language()) for label in Label],
        "gates": [(number, side(words, language())) for number, words in GATES.items()],
        "outcomes": [_offered(code) for code in outcomes()],
    }
    return render(request, "desk/effect_method.html", context)


def _registered(request: DeskRequest, kind: ModelKind, data: dict[str, Any]) -> HttpResponse:
    study = services.study_register(
        by=request.user,
        kind=kind.pk,
        outcome=(data["outcome"],),
        place=request.user.body.place,
        start=data["start"],
        end=data["end"],
        regime=Regime(data["regime"]),
        frame=data["end"],
    )
    jobs.study_work.enqueue(study.pk)
    messages.success(request, _("Đã ghi kế hoạch; đang tính."))
    return redirect(f"{reverse('kind_effect', args=[kind.pk])}?danh-gia={study.pk}")


def _asked(request: DeskRequest, studies: list[Study]) -> Study | None:
    wanted = request.GET.get("danh-gia", "")
    if not wanted:
        return queries.study_shown(request.user, studies)
    return queries.study_get(by=request.user, id=int(wanted) if is_id(wanted) else 0)


def _may_plan(user: User) -> bool:
    return is_among(user, PLANNERS) and user.body.place.level in ("country", "province")


def _usual() -> list[date]:
    """The last whole calendar years."""
    year = timezone.localdate().year
    return [date(year - _YEARS, 1, 1), date(year - 1, 12, 31)]


def _offered(code: str) -> dict[str, str]:
    found = outcomes()[code]
    name = definition(code).name(language())
    return {"code": code, "name": name, "class": found.outcome_class.value, "why": side(found.why, language())}


def _outcome_name(code: str) -> str:
    return definition(code).name(language())


def _label(study: Study) -> str:
    return side(Label(study.label).words, language()) if study.label else ""


def _picture(result: dict[str, Any]) -> dict[str, Any]:
    """The event study with its text; nothing where nothing was estimated."""
    points = event_studies.points_of(result.get("estimates") or {}, settled=bool(result.get("range")))
    if not points:
        return {}
    lang = language()
    mark = Both(labels.DEMO_MARK.vi, labels.DEMO_MARK.en) if settings.DEMO else None
    drawn = drawing.svg(event_studies.event_spec(points, lang, mark), lang)
    return {
        "points": [(event_studies.said_of(point, lang)) for point in points],
        "picture": mark_safe(drawn),  # noqa: S308 - every text is escaped where it is drawn
        "picture_alt": event_studies.spoken(points, lang),
        "picture_said": side(event_studies.before_words(points), lang),
        "is_before_only": not result.get("range"),
    }


def _shown(study: Study) -> dict[str, Any]:
    """A study as the page tells it."""
    lang, result = language(), study.result or {}
    gates = [
        {
            "title": side(GATES[gate["number"]], lang),
            "number": gate["number"],
            "holds": gate["holds"],
            "read": gate["read"][lang],
            "needed": gate["needed"][lang],
        }
        for gate in result.get("gates", [])
    ]
    return {
        "study": study,
        "label": _label(study),
        "is_open": study.state in (queries.StudyState.REGISTERED, queries.StudyState.RUNNING),
        "outcome_name": _outcome_name(study.outcome),
        "outcome_class": outcomes()[study.outcome].outcome_class.value if study.outcome in outcomes() else "C",
        "gates": sorted(gates, key=lambda gate: (gate["holds"], gate["number"])),
        "failing": sum(not gate["holds"] for gate in gates),
        "why": [(why["code"], why["read"][lang], why["needed"][lang]) for why in result.get("why", [])],
        "range": (result.get("range") or {}).get(lang, ""),
        "counts": result.get("counts") or {},
        "refusal": (study.refusal or {}).get(lang, ""),
        **_picture(result),
        "periods": _PERIODS[Regime(study.plan["regime"])],
    }
