"""Groups of places: which there are, who belongs on a day, and keeping those of one's own body."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from chungtay.faces.desk.audience import READERS, REPORTERS, DeskRequest, audience
from chungtay.faces.desk.forms import NOT_A_DATE, REQUIRED
from chungtay.faces.desk.labels import GROUP_KINDS
from chungtay.faces.desk.paging import Paged, paged
from chungtay.faces.desk.telling import problems, telling
from chungtay.kernel.errors import Refusal
from chungtay.kernel.text import match_key
from chungtay.reference.actors import groups as room
from chungtay.reference.sources.masking import check_names_nobody

if TYPE_CHECKING:
    from collections.abc import Iterable

    from chungtay.reference.places.models import Place, PlaceGroup, PlaceGroupMember

MOST_CHARACTERS = 400_000
"""Of a pasted list: all communes of the country with their provinces have half of it."""


class GroupForm(forms.Form):
    """A new group as it is typed. What its name may be about is decided by the room."""

    name_vi = forms.CharField(max_length=100, error_messages=REQUIRED)
    name_en = forms.CharField(max_length=100, error_messages=REQUIRED)
    kind = forms.ChoiceField(choices=list(GROUP_KINDS.items()), initial="own")
    key = forms.CharField(required=False, max_length=40)

    def clean(self) -> dict[str, Any]:
        """Without a key the Vietnamese name gives one."""
        data = super().clean() or {}
        data["key"] = data.get("key") or slugify(match_key(data.get("name_vi", "")))[:40].strip("-")
        return data


class MembersForm(forms.Form):
    """Names or codes, one on each line, and the days between which they belong."""

    text = forms.CharField(
        max_length=MOST_CHARACTERS,
        error_messages={"required": gettext_lazy("Hãy ghi ít nhất một tên hoặc mã.")},
    )
    start = forms.DateField(error_messages=NOT_A_DATE)
    end = forms.DateField(required=False, error_messages=NOT_A_DATE)


class EndForm(forms.Form):
    """Which membership ends, and its last day."""

    member = forms.IntegerField()
    end = forms.DateField(error_messages=NOT_A_DATE)


class DayForm(forms.Form):
    """The day that a page is about."""

    ngay = forms.DateField(required=False, error_messages=NOT_A_DATE)


def _day_asked(request: DeskRequest) -> date:
    """The day of the address; today where there is none or it cannot be read."""
    form = DayForm(request.GET)
    return (form.cleaned_data.get("ngay") if form.is_valid() else None) or timezone.localdate()


@audience(*READERS)
def groups(request: DeskRequest) -> HttpResponse:
    """The groups that this account sees, with their members in its territory on a day."""
    on = _day_asked(request)
    context = {
        "section": "groups",
        "lines": room.groups_of(request.user, on),
        "on": on,
        "may_make": room.may_make_groups(request.user),
    }
    return render(request, "desk/groups.html", context)


@audience(*REPORTERS)
def group_new(request: DeskRequest) -> HttpResponse:
    """Make an empty group of the own body's territory."""
    form = GroupForm(request.POST or None)
    told: list[Any] = []
    if not room.may_make_groups(request.user):
        raise PermissionDenied
    if request.method == "POST" and form.is_valid():
        try:
            check_names_nobody(_("Tên nhóm"), form.cleaned_data["name_vi"], form.cleaned_data["name_en"])
            made = room.group_make(by=request.user, **form.cleaned_data)
        except Refusal as refusal:
            told = problems(refusal)
        else:
            messages.success(request, _("Đã lập nhóm. Hãy thêm địa bàn vào nhóm."))
            return redirect("group", made.key)
    context = {
        "section": "groups",
        "crumbs": [(reverse("groups"), _("Nhóm địa bàn"))],
        "form": form,
        "problems": told,
        "kinds": GROUP_KINDS.items(),
    }
    return render(request, "desk/group_new.html", context, status=422 if told or form.errors else 200)


@audience(*READERS)
def group(request: DeskRequest, key: str) -> HttpResponse:
    """One group: its members on a day within the account's territory, what became of ended ones, its history."""
    return _shown(request, room.group_of(request.user, key))


def _shown(
    request: DeskRequest, found: PlaceGroup, form: MembersForm | None = None, told: list[Any] | None = None
) -> HttpResponse:
    user, on = request.user, _day_asked(request)
    places = room.group_places(user, found, on).select_related("home_province", "legacy_province")
    page: Paged[Place] = paged(request, places)
    shown, history = list(page), room.group_history_of(user, found)
    may_keep = room.may_keep_group(user, found)
    form = form or MembersForm(initial={"start": on})
    context = {
        "section": "groups",
        "crumbs": [(reverse("groups"), _("Nhóm địa bàn"))],
        "group": found,
        "on": on,
        "count": page.page.paginator.count,
        "lines": _lines(shown, history.filter(place__in=[place.pk for place in shown]), on),
        "proposals": room.group_proposals_of(user, found, on),
        "ended": list(history.filter(added_at__isnull=False, valid_to__isnull=False)),
        "may_keep": may_keep,
        "form": form,
        "problems": told or [],
    }
    status = 422 if told or form.errors else 200
    return render(request, "desk/group.html", context | page.context, status=status)


def _lines(places: list[Place], history: Iterable[PlaceGroupMember], on: date) -> list[dict[str, Any]]:
    """Members with the province they lie in and the membership that holds on the day."""
    held = {row.place_id: row for row in history if (row.valid_from or on) <= on <= (row.valid_to or on)}
    return [
        {
            "place": place,
            "province": place.home_province if place.vintage == "2025" else place.legacy_province,
            "member": held[place.pk],
        }
        for place in places
    ]


def _own_group(request: DeskRequest, key: str) -> PlaceGroup:
    found = room.group_of(request.user, key)
    if not room.may_keep_group(request.user, found):
        raise PermissionDenied
    return found


@audience(*REPORTERS)
@require_POST
def group_add(request: DeskRequest, key: str) -> HttpResponse:
    """Add the places of a list: all of its lines or none, each line that cannot be taken told with its number."""
    found = _own_group(request, key)
    form = MembersForm(request.POST)
    if not form.is_valid():
        return _shown(request, found, form)
    data = form.cleaned_data
    try:
        added = room.group_import(
            by=request.user, group=found, text=data["text"], valid_from=data["start"], valid_to=data["end"]
        )
    except Refusal as refusal:
        return _shown(request, found, form, problems(refusal))
    messages.success(request, _("Đã thêm %(n)d địa bàn.") % {"n": len(added)})
    return _back(found, data["start"])


@audience(*REPORTERS)
@require_POST
def group_end(request: DeskRequest, key: str) -> HttpResponse:
    """Write the last day of one membership; nothing is deleted."""
    found = _own_group(request, key)
    form = EndForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Ngày viết theo dạng 31/12/2025."))
        return redirect("group", key)
    chosen = form.cleaned_data
    member = room.group_history_of(request.user, found).filter(pk=chosen["member"]).select_related("group").first()
    if member is None:
        raise Http404
    with telling(request):
        room.group_member_end(by=request.user, member=member, valid_to=chosen["end"])
        messages.success(request, _("Đã ghi ngày cuối. Tư cách thành viên trước ngày đó vẫn còn trong lịch sử."))
    return _back(found, chosen["end"])


def _back(found: PlaceGroup, on: date) -> HttpResponse:
    return redirect(f"{reverse('group', args=[found.key])}?ngay={on.isoformat()}")
