"""One programme from the ministry to the communes: what went before and after it, who has issued theirs; and setting up
and changing one's own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from chungtay.faces.desk.audience import READERS, Audience, DeskRequest, audience
from chungtay.faces.desk.forms import NOT_A_DATE, REQUIRED
from chungtay.faces.desk.paging import is_id
from chungtay.faces.desk.registerlists import as_file
from chungtay.faces.desk.telling import language, problems
from chungtay.faces.desk.views.programmes import programme_followed
from chungtay.gathering.programmes import lineage, queries, succeeding
from chungtay.gathering.programmes.lineage import AreaEdit, Branch, OwnDraft
from chungtay.kernel.errors import NotAllowed, Refusal
from chungtay.kernel.text import search_key
from chungtay.reference.actors.policies import sees_place
from chungtay.reference.indicators.catalogue import catalogue
from chungtay.reference.indicators.queries import definition
from chungtay.reference.places.queries import place_get, place_label

if TYPE_CHECKING:
    from django.http import QueryDict

    from chungtay.gathering.programmes.models import Programme
    from chungtay.gathering.registers.lists.exporting import Cell
    from chungtay.reference.places.models import Place

HEAD = ("ma", "dia_ban", "so_chuong_trinh", "van_ban", "ngay", "da_ban_hanh", "xa_da_ban_hanh", "so_xa")
NEW_ROWS = 2
"""Empty rows under the content areas that there are."""


class OwnForm(forms.Form):
    """A programme of one's own as it is typed."""

    number = forms.CharField(max_length=60, error_messages=REQUIRED)
    title_vi = forms.CharField(max_length=300, error_messages=REQUIRED)
    title_en = forms.CharField(required=False, max_length=300)
    signed_on = forms.DateField(error_messages=NOT_A_DATE)


@audience(*READERS)
def programme_tree(request: DeskRequest, id: int) -> HttpResponse:
    """Who has issued theirs: provinces under the country, communes under a province (`dia-ban`). `tim`: by name;
    `xem`: 'chua' or 'roi'; `dang`: as a file."""
    user, today = request.user, timezone.localdate()
    found = programme_followed(user, id)
    place, on = _place(request, found), min(today, found.term_end)
    held = lineage.branches(user, found, place, on) if place is not None else []
    shown = _narrowed(held, request.GET)
    if place is not None and request.GET.get("dang") in ("csv", "xlsx"):
        return as_file(request.GET["dang"], "cay-chuong-trinh", found.number, HEAD, _rows(shown))
    rest = request.GET.copy()
    rest.pop("dang", None)
    context = {
        "section": "programmes",
        "crumbs": _crumbs(found),
        "programme": found,
        "has_figures": queries.programmes_visible(user).filter(pk=found.pk).exists(),
        "line": lineage.succession(found),
        "above": lineage.ancestors(found),
        "opened": set(queries.programmes_followed(user).values_list("pk", flat=True)),
        "place": place,
        "on": on,
        "lines": shown,
        "all": len(held),
        "issued": sum(one.issued.has_issued for one in held),
        "only": request.GET.get("xem", ""),
        "search": request.GET.get("tim", ""),
        "query": f"{rest.urlencode()}&" if rest else "",
        "own": lineage.own_programme(found, user.body.place),
        "may_register": lineage.may_register(user, found),
        "may_edit": lineage.may_edit(user, found),
        "may_prepare": succeeding.may_prepare(user, found),
    }
    return render(request, "desk/programme_tree.html", context)


def _place(request: DeskRequest, found: Programme) -> Place | None:
    """The place whose units are listed: asked for, else the account's own; None where it has no units."""
    asked, user = request.GET.get("dia-ban", ""), request.user
    place = user.body.place
    if asked:
        try:
            place = place_get(asked)
        except Refusal as refusal:
            raise Http404 from refusal
        if not sees_place(user, place):
            raise Http404
    return place if place.level in ("country", "province") else None


def _narrowed(held: list[Branch], asked: QueryDict) -> list[Branch]:
    words, only = search_key(asked.get("tim", "")).split(), asked.get("xem", "")
    found = held
    if only in ("chua", "roi"):
        found = [one for one in found if one.issued.has_issued == (only == "roi")]
    return [one for one in found if all(word in search_key(_searched(one)) for word in words)]


def _searched(branch: Branch) -> str:
    issued = branch.issued
    numbers = [one.number for one in (issued.programme, issued.paper) if one is not None]
    return " ".join([issued.place.full_name, *numbers])


def _rows(shown: list[Branch]) -> Iterator[list[Cell]]:
    for branch in shown:
        one = branch.issued
        signed = one.programme.signed_on if one.programme is not None else None
        yield [
            one.place.code,
            place_label(one.place, language()),
            one.programme.number if one.programme is not None else "",
            one.paper.number if one.paper is not None else "",
            signed or (one.paper.issued_on if one.paper is not None else None),
            _("có") if one.has_issued else _("chưa"),
            branch.below[0] if branch.below else None,
            branch.below[1] if branch.below else None,
        ]


@audience(Audience.APPROVER)
def programme_register(request: DeskRequest, id: int) -> HttpResponse:
    """The own programme of the account's place under this one, to be typed; a POST sets it up."""
    user = request.user
    parent = programme_followed(user, id)
    if not lineage.may_register(user, parent):
        own = lineage.own_programme(parent, user.body.place)
        if own is None:
            raise Http404
        return redirect("programme_running", own.pk)
    form = OwnForm(request.POST if request.method == "POST" else None)
    near, chosen = lineage.parties_near(user), request.POST.getlist("parties")
    told: list[Any] = []
    if request.method == "POST" and form.is_valid():
        parties = tuple(body for body in near if body.code in chosen)
        try:
            made = lineage.programme_register(
                by=user, parent=parent, draft=OwnDraft(**form.cleaned_data, parties=parties)
            )
        except Refusal as refusal:
            told = problems(refusal)
        else:
            messages.success(request, _("Đã lập chương trình %(number)s.") % {"number": made.number})
            return redirect("programme_running", made.pk)
    wrong = bool(told or form.errors)
    context = {
        "section": "programmes",
        "crumbs": [*_crumbs(parent), (reverse("programme_tree", args=[parent.pk]), parent.number)],
        "parent": parent,
        "place": user.body.place,
        "form": form,
        "near": near,
        "chosen": chosen if wrong else [user.body.code],
        "areas": queries.areas(parent),
        "problems": told,
        "today": timezone.localdate(),
    }
    return render(request, "desk/programme_register.html", context, status=422 if wrong else 200)


@audience(Audience.APPROVER)
def programme_edit(request: DeskRequest, id: int) -> HttpResponse:
    """The content areas and the predecessor of a programme; a POST (`do`) changes one of them, or takes a struck area
    back."""
    user = request.user
    found = programme_followed(user, id)
    if not lineage.may_edit(user, found):
        raise Http404
    told: list[Any] = []
    if request.method == "POST":
        try:
            _changed(request, found)
        except NotAllowed as refusal:
            raise PermissionDenied from refusal
        except Refusal as refusal:
            told = problems(refusal)
        else:
            messages.success(request, _("Đã lưu thay đổi."))
            return redirect("programme_edit", found.pk)
    lines = areas_typed(request.POST) if told and request.POST.get("do") == "areas" else _area_lines(found)
    context = {
        "section": "programmes",
        "crumbs": [*_crumbs(found), (reverse("programme_tree", args=[found.pk]), found.number)],
        "programme": found,
        "lines": [*lines, *({"id": "", "vi": "", "en": "", "codes": ""} for _one in range(NEW_ROWS))],
        "struck": lineage.areas_struck(found),
        "possible": lineage.predecessors_possible(found),
        "changes": lineage.changes_of(found)[:20],
        "indicators": sorted((code, definition(code).name(language())) for code in catalogue()),
        "problems": told,
    }
    return render(request, "desk/programme_edit.html", context, status=422 if told else 200)


def _changed(request: DeskRequest, found: Programme) -> None:
    user = request.user
    if request.POST.get("do") == "before":
        number = request.POST.get("predecessor", "")
        before = queries.programme_get(number) if number else None
        lineage.predecessor_set(by=user, programme=found, predecessor=before)
        return
    if request.POST.get("do") == "back":
        area = request.POST.get("area", "")
        lineage.area_take_back(by=user, programme=found, id=int(area) if is_id(area) else 0)
        return
    if request.POST.get("do") != "areas":
        raise PermissionDenied
    edits = [area_edit(line) for line in areas_typed(request.POST)]
    lineage.areas_set(by=user, programme=found, edits=edits)


def _area_lines(found: Programme) -> list[dict[str, str]]:
    return [
        {"id": str(area.pk), "vi": area.name_vi, "en": area.name_en, "codes": ", ".join(area.indicators)}
        for area in queries.areas(found)
    ]


def areas_typed(sent: QueryDict) -> list[dict[str, str]]:
    """The rows as they were sent; rows in which nothing stands are left out."""
    columns = [sent.getlist(name) for name in ("area", "vi", "en", "codes")]
    rows = [dict(zip(("id", "vi", "en", "codes"), row, strict=True)) for row in zip(*columns, strict=False)]
    return [row for row in rows if any(row.values())]


def area_edit(line: dict[str, str]) -> AreaEdit:
    """A row whose names were emptied is struck."""
    codes = tuple(dict.fromkeys(code.strip() for code in line["codes"].split(",") if code.strip()))
    id = int(line["id"]) if is_id(line["id"]) else None
    is_struck = id is not None and not line["vi"].strip() and not line["en"].strip()
    return AreaEdit(id, line["vi"], line["en"], () if is_struck else codes, is_struck)


def _crumbs(programme: Programme) -> list[tuple[str, str]]:
    return [(reverse("programmes"), _("Chương trình"))]
