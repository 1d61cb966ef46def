"""Teams of points: the list of those of the territory, and what may be written of a point's teams."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from chungtay.faces.desk.audience import READERS, REPORTERS, DeskRequest, audience
from chungtay.faces.desk.forms import NOT_A_DATE
from chungtay.faces.desk.paging import is_id
from chungtay.faces.desk.pointwords import kind_words
from chungtay.faces.desk.registerlists import as_file, leading
from chungtay.faces.desk.telling import language, sentence
from chungtay.faces.desk.views.point import ReasonForm, done
from chungtay.faces.desk.views.points import kinds_shown, place_asked, places_offered
from chungtay.gathering.registers.community import queries as community
from chungtay.gathering.registers.community import services
from chungtay.gathering.registers.community.queries import TeamsAsked
from chungtay.kernel.errors import Refusal
from chungtay.reference.places.queries import place_label

if TYPE_CHECKING:
    from collections.abc import Iterator

    from chungtay.gathering.registers.community.models import ModelPoint
    from chungtay.gathering.registers.lists.exporting import Cell

SORTS = {
    "": gettext_lazy("Đang hoạt động"),
    "ended": gettext_lazy("Đã kết thúc"),
    "void": gettext_lazy("Đã gạch"),
}


class TeamForm(forms.Form):
    """A team: a new one by its name, another number of people, or its last day."""

    team = forms.IntegerField(required=False)
    name = forms.CharField(required=False, max_length=120)
    on = forms.DateField(error_messages=NOT_A_DATE)
    members = forms.IntegerField(required=False)
    end = forms.BooleanField(required=False)


@audience(*READERS)
def point_teams(request: DeskRequest) -> HttpResponse:
    """The teams of the territory's points; `dang`: as a file."""
    user, on, get = request.user, timezone.localdate(), request.GET
    kind, sort = get.get("loai", ""), get.get("tinh-trang", "")
    asked = TeamsAsked(
        sort=sort if sort in SORTS else "",
        kind=int(kind) if is_id(kind) else None,
        place=place_asked(user, get.get("dia-ban", "")),
        search=get.get("tim", "").strip()[:80],
    )
    if get.get("dang") in ("csv", "xlsx"):
        try:
            return as_file(get["dang"], "to-mo-hinh", _("Tổ của mô hình"), _head(), _rows(request, asked))
        except Refusal as refusal:
            messages.error(request, sentence(refusal.problems[0]))
            return redirect("point_teams")
    page = community.teams_page(user, asked, on, after=get.get("sau", ""), before=get.get("truoc", ""))
    context = {
        "section": "registers",
        "crumbs": [(reverse("registers"), _("Sổ theo dõi")), (reverse("points"), _("Điểm mô hình"))],
        "lines": page.rows,
        "asked": asked,
        "is_narrowed": asked != TeamsAsked(),
        "kinds": kinds_shown(user),
        "places": places_offered(user),
        "sorts": SORTS.items(),
        "may_register": community.may_register(user, user.body.place),
        **leading(request, page),
    }
    return render(request, "desk/point_teams.html", context)


def _head() -> list[str]:
    return [
        _("Số"),
        _("Tên tổ"),
        _("Tên điểm"),
        _("Loại mô hình"),
        _("Xã"),
        _("Ngày lập"),
        _("Ngày kết thúc"),
        _("Số người"),
        _("Số của điểm"),
        _("Phiên bản"),
        _("Ghi chú"),
    ]


def _rows(request: DeskRequest, asked: TeamsAsked) -> Iterator[list[Cell]]:
    tongue = language()
    for team, members in community.teams_of_file(request.user, asked, timezone.localdate()):
        yield [
            team.pk,
            team.name,
            team.point__name,
            kind_words(team.kind),
            place_label(team.place, tongue),
            team.valid_from,
            team.valid_to,
            members,
            team.point_id,
            team.version,
            _("số liệu giả định") if team.point__is_illustration else "",
        ]


@audience(*REPORTERS)
@require_POST
def point_team(request: DeskRequest, id: int) -> HttpResponse:
    """A new team, another number of people of one, or its end."""
    form = TeamForm(request.POST)

    def deed(found: ModelPoint) -> None:
        data = form.cleaned_data
        if data["team"] is None:
            services.team_add(
                by=request.user, point=found, name=data["name"], since=data["on"], members=data["members"]
            )
            return
        team = community.team_of(found, data["team"])
        if data["end"]:
            services.team_end(by=request.user, team=team, valid_to=data["on"])
        elif data["members"] is None:
            raise Http404
        else:
            services.team_strength(by=request.user, team=team, since=data["on"], members=data["members"])

    return done(request, id, form, "teams", deed, _("Đã ghi tổ thực hiện."))


@audience(*REPORTERS)
@require_POST
def team_strike(request: DeskRequest, id: int) -> HttpResponse:
    """Strike a team that was written by mistake, or (`do`: restore) have it back."""
    form = ReasonForm(request.POST)
    restores = request.POST.get("do") == "restore"

    def deed(found: ModelPoint) -> None:
        team = community.team_of(found, form.cleaned_data["line"])
        told = {"by": request.user, "team": team, "reason": form.cleaned_data["reason"]}
        if restores:
            services.team_restore(**told)
        else:
            services.team_strike(**told)

    said = _("Tổ lại được tính.") if restores else _("Đã gạch tổ ghi nhầm. Tổ vẫn xem được, không còn tính.")
    return done(request, id, form, "teams", deed, said)
