"""The core forces: teams of the territory on a day, and those of the own commune to keep."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from chungtay.faces.desk.audience import READERS, DeskRequest, audience
from chungtay.faces.desk.forms import NOT_A_DATE, REQUIRED, day_written
from chungtay.faces.desk.paging import is_id
from chungtay.faces.desk.registerlists import as_file, leading, places_named
from chungtay.faces.desk.telling import language, problems, sentence
from chungtay.gathering.registers.forces import policies, queries, services
from chungtay.gathering.registers.forces.kinds import RULES
from chungtay.gathering.registers.forces.services import TeamDraft
from chungtay.kernel.errors import NotAllowed, Refusal, side
from chungtay.reference.places import queries as places

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from chungtay.gathering.registers.forces.models import Team
    from chungtay.gathering.registers.lists.exporting import Cell
    from chungtay.reference.actors.models import User

HEAD = ("id", "phien_ban", "loai", "tinh", "xa", "so", "ten", "thon", "tu_ngay", "den_ngay", "nguoi", "nu", "ngay_dem")
WRONG_NUMBER = {"invalid": gettext_lazy("Hãy ghi số nguyên."), **REQUIRED}


class TeamForm(forms.Form):
    """A new team as it is typed."""

    kind = forms.TypedChoiceField(coerce=int, choices=[(k, k) for k in RULES], error_messages=REQUIRED)
    began_on = forms.DateField(error_messages=NOT_A_DATE)
    members = forms.IntegerField(required=False, min_value=0, max_value=100_000, error_messages=WRONG_NUMBER)
    women = forms.IntegerField(required=False, min_value=0, max_value=100_000, error_messages=WRONG_NUMBER)
    village = forms.CharField(required=False, max_length=40)
    name = forms.CharField(required=False, max_length=80)
    document = forms.CharField(required=False, max_length=60)


class StepForm(forms.Form):
    """What is stated of a team: a day, its strength, why, by which document."""

    on = forms.DateField(required=False, error_messages=NOT_A_DATE)
    members = forms.IntegerField(required=False, min_value=0, max_value=100_000, error_messages=WRONG_NUMBER)
    women = forms.IntegerField(required=False, min_value=0, max_value=100_000, error_messages=WRONG_NUMBER)
    document = forms.CharField(required=False, max_length=60)
    reason = forms.CharField(required=False, max_length=200)


def team_name(user: User, team: Team | queries.TeamLine) -> str:
    """'Tổ số 3', for its own commune the name that it bears."""
    near = policies.is_near(user) if isinstance(team, queries.TeamLine) else policies.sees_names(user, team.commune)
    if team.name and near:
        return team.name
    return _("Tổ số %(n)d") % {"n": team.number}


@audience(*READERS)
def teams(request: DeskRequest) -> HttpResponse:
    """Teams and their strength on a day (`ngay`); for the commune's officers, one more and the counts of all."""
    user = request.user
    form: TeamForm | None = None
    told: list[Any] = []
    if request.method == "POST" and policies.may_keep(user, user.body.place):
        form = TeamForm(request.POST) if request.POST.get("do") == "begin" else None
        try:
            if request.POST.get("do") == "count":
                return _counted(request)
            if form is not None and form.is_valid():
                return _begun(request, form.cleaned_data)
        except Refusal as refusal:
            told = problems(refusal)
    return _shown(request, form, told)


def _shown(request: DeskRequest, form: TeamForm | None, told: list[Any]) -> HttpResponse:
    user, today = request.user, timezone.localdate()
    on = _day(request.GET.get("ngay", ""), today)
    kind = int(typed) if (typed := request.GET.get("loai", "")) in ("1", "2") else None
    place = request.GET.get("dia-ban", "").strip()[:120]
    named = places_named(place, user)
    asked = queries.Asked(on, kind, named.communes if named else None, named.provinces if named else frozenset())
    if request.GET.get("dang") in ("csv", "xlsx"):
        return _as_file(request, queries.teams_visible(user, asked))
    page = queries.teams_page(user, asked, after=request.GET.get("sau", ""), before=request.GET.get("truoc", ""))
    strengths = queries.strengths_now(user, today) if on == today else queries.strengths(user, on)
    may_keep = policies.may_keep(user, user.body.place)
    context = {
        "section": "registers",
        "crumbs": [(reverse("registers"), _("Sổ theo dõi"))],
        "lines": [(team, team_name(user, team), _kind_name(team.kind)) for team in page.rows],
        "strengths": [(s, _kind_name(s.kind)) for s in strengths],
        "on": on,
        "today": today,
        "kind": kind,
        "kinds": [(number, _kind_name(number)) for number in RULES],
        "place": place,
        "may_keep": may_keep,
        "is_counting": may_keep and "dem" in request.GET and on == today,
        "villages": _villages(user, today) if may_keep else [],
        "form": form or TeamForm(initial={"kind": 1}),
        "is_adding": form is not None,
        "problems": told,
        **leading(request, page),
    }
    return render(request, "desk/teams.html", context, status=422 if told or (form and form.errors) else 200)


def _kind_name(kind: int) -> str:
    return side(RULES[kind].name, language())


def _villages(user: User, today: date) -> list[Any]:
    found = places.villages_of(user.body.place)
    return [village for village in found if village.valid_to is None or village.valid_to >= today]


def _day(text: str, today: date) -> date:
    return min(day_written(text) or today, today)


def _begun(request: DeskRequest, data: dict[str, Any]) -> HttpResponse:
    commune = request.user.body.place
    village = places.village_get(commune, data.pop("village")) if data["village"] else data.pop("village") or None
    made = services.team_begin(by=request.user, draft=TeamDraft(commune=commune, village=village, **data))
    messages.success(request, _("Đã ghi %(name)s.") % {"name": team_name(request.user, made)})
    return redirect("team", made.pk)


def _counted(request: DeskRequest) -> HttpResponse:
    """The strength of all teams that the page showed; a row that was left empty says nothing."""
    counts = []
    for key in request.POST:
        word, _dash, pk = key.partition("-")
        members, women = request.POST[key].strip(), request.POST.get(f"w-{pk}", "").strip()
        if word == "m" and is_id(pk) and members:
            counts.append((int(pk), _count(members), _count(women) if women else None))
    on = timezone.localdate()
    n = services.teams_count(by=request.user, counts=counts, on=on)
    messages.success(request, ngettext("Đã ghi quân số của %(n)d tổ.", "Đã ghi quân số của %(n)d tổ.", n) % {"n": n})
    return redirect("teams")


def _count(text: str) -> int:
    """A small number; anything else is refused by the room as one that is too large."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else 10**6


def _as_file(request: DeskRequest, found: QuerySet[Team]) -> HttpResponse:
    try:
        return as_file(request.GET["dang"], "luc-luong", _("Lực lượng nòng cốt"), HEAD, _rows(request.user, found))
    except Refusal as refusal:
        messages.error(request, sentence(refusal.problems[0]))
        return redirect("teams")


def _rows(user: User, found: QuerySet[Team]) -> Iterator[list[Cell]]:
    tongue = language()
    for team in queries.rows_of(found):
        near = policies.sees_names(user, team.commune)
        yield [
            team.pk,
            team.version,
            _kind_name(team.kind),
            places.place_label(team.province, tongue) if team.province else "",
            places.place_label(team.commune, tongue),
            team.number,
            team.name if near else "",
            team.village.full_name if team.village and near else "",
            team.began_on,
            team.ended_on,
            team.members,
            team.women,
            team.counted_on,
        ]


@audience(*READERS)
def team(request: DeskRequest, id: int) -> HttpResponse:
    """One team: what was stated of it, step by step; a POST states one thing more."""
    found = queries.team_get(by=request.user, id=id)
    form = StepForm(request.POST) if request.method == "POST" else None
    told: list[Any] = []
    if form is not None:
        if not policies.may_keep(request.user, found.commune):
            raise PermissionDenied
        try:
            if form.is_valid():
                messages.success(request, _stated(request, found, form.cleaned_data))
                return redirect("team", found.pk)
        except NotAllowed as refusal:
            raise PermissionDenied from refusal
        except Refusal as refusal:
            told = problems(refusal)
        found = queries.team_get(by=request.user, id=id)
    near = policies.sees_names(request.user, found.commune)
    rule = RULES[found.kind]
    context = {
        "section": "registers",
        "crumbs": [(reverse("registers"), _("Sổ theo dõi")), (reverse("teams"), _("Lực lượng nòng cốt"))],
        "team": found,
        "name": team_name(request.user, found),
        "kind_name": _kind_name(found.kind),
        "basis": side(rule.basis, language()),
        "village": found.village if near else None,
        "steps": queries.steps_of(found),
        "words": STEP_WORDS,
        "may_keep": policies.may_keep(request.user, found.commune),
        "today": timezone.localdate(),
        "form": form,
        "problems": told,
    }
    return render(request, "desk/team.html", context, status=422 if form is not None else 200)


STEP_WORDS = {
    1: gettext_lazy("Thành lập"),
    2: gettext_lazy("Quân số"),
    3: gettext_lazy("Kết thúc"),
    4: gettext_lazy("Mở lại"),
    5: gettext_lazy("Ghi nhầm, bỏ"),
}


def _stated(request: DeskRequest, found: Team, data: dict[str, Any]) -> str:
    by, on = request.user, data["on"] or timezone.localdate()
    match request.POST.get("do"):
        case "count":
            counted = {"members": data["members"] or 0, "women": data["women"]}
            said = {"document": data["document"], "reason": data["reason"]}
            services.team_count(by=by, id=found.pk, on=on, **counted, **said)
            return _("Đã ghi quân số.")
        case "end":
            services.team_end(by=by, id=found.pk, on=on, reason=data["reason"], document=data["document"])
            return _("Đã ghi ngày kết thúc.")
        case "reopen":
            services.team_reopen(by=by, id=found.pk, reason=data["reason"])
            return _("Tổ lại đang hoạt động.")
        case "void":
            services.team_void(by=by, id=found.pk, reason=data["reason"])
            return _("Đã bỏ tổ ghi nhầm; có thể mở lại.")
        case _:
            raise PermissionDenied
