"""One round of commendations: who is in it, as far as the reader may know, and the steps that are the reader's."""

from __future__ import annotations

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
from django.utils.translation import gettext_lazy

from chungtay.faces.desk.audience import READERS, DeskRequest, audience
from chungtay.faces.desk.forms import NOT_A_DATE, REQUIRED, place_written
from chungtay.faces.desk.paging import is_id
from chungtay.faces.desk.registerlists import leading
from chungtay.faces.desk.telling import language, problems
from chungtay.faces.desk.views.award_files import awards_asked, round_file
from chungtay.faces.desk.views.commendations import (
    FATES,
    STATES,
    WRONG_NUMBER,
    form_name,
    recipient_name,
    recipients_words,
)
from chungtay.gathering.registers.commendations import deciding, naming, policies, queries, services
from chungtay.gathering.registers.commendations.kinds import RECIPIENTS, achievements, sorts
from chungtay.gathering.registers.commendations.queries import AwardsAsked, Deed, Fate, State
from chungtay.gathering.registers.commendations.services import AwardDraft
from chungtay.kernel.errors import NotAllowed, Refusal, side

if TYPE_CHECKING:
    from collections.abc import Callable

    from chungtay.gathering.registers.commendations.models import Award, Round

DEEDS = {
    Deed.OPENED: gettext_lazy("Lập đợt đề nghị"),
    Deed.ADDED: gettext_lazy("Thêm đối tượng"),
    Deed.STRUCK: gettext_lazy("Bỏ đối tượng"),
    Deed.SENT: gettext_lazy("Trình"),
    Deed.RETURNED: gettext_lazy("Trả lại"),
    Deed.WEIGHED: gettext_lazy("Biên bản hội đồng"),
    Deed.DECIDED: gettext_lazy("Quyết định"),
    Deed.DROPPED: gettext_lazy("Bỏ đợt đề nghị"),
    Deed.REVOKED: gettext_lazy("Thu hồi"),
    Deed.MADE_PUBLIC: gettext_lazy("Cho nêu tên"),
    Deed.NOT_PUBLIC: gettext_lazy("Thôi nêu tên"),
    Deed.NAME_REMOVED: gettext_lazy("Gỡ tên"),
    Deed.PRINTED: gettext_lazy("In bằng"),
    Deed.BROUGHT: gettext_lazy("Nhập đối tượng từ tệp"),
    Deed.BROUGHT_BACK: gettext_lazy("Hoàn lại danh sách đã nhập"),
}


class RecipientForm(forms.Form):
    """A recipient as it is typed."""

    kind = forms.IntegerField(error_messages=WRONG_NUMBER)
    name = forms.CharField(max_length=200, error_messages=REQUIRED)
    place = forms.CharField(required=False, max_length=200)
    achievement = forms.IntegerField(error_messages=WRONG_NUMBER)
    achieved_from = forms.DateField(error_messages=NOT_A_DATE)
    achieved_to = forms.DateField(error_messages=NOT_A_DATE)
    told = forms.CharField(required=False, max_length=300)
    is_minor = forms.BooleanField(required=False)


class StepForm(forms.Form):
    """What a step is told with: a document's number, a day, a reason."""

    number = forms.CharField(required=False, max_length=200)
    on = forms.DateField(required=False, error_messages=NOT_A_DATE)
    reason = forms.CharField(required=False, max_length=300)


@audience(*READERS)
def commendation(request: DeskRequest, id: int) -> HttpResponse:
    """The page; a POST does what `do` names, and tells what was wrong with it on the same page."""
    held = queries.round_get(by=request.user, id=id)
    form: forms.Form | None = None
    told: list[Any] = []
    if request.GET.get("dang") in ("csv", "xlsx"):
        return round_file(request, held, awards_asked(request))
    if request.method == "POST" and request.POST.get("do") != "find":
        form = (RecipientForm if request.POST.get("do") == "add" else StepForm)(request.POST)
        try:
            if form.is_valid():
                messages.success(request, _done(request, held, form.cleaned_data))
                return redirect("commendations" if request.POST.get("do") == "drop" else request.get_full_path())
        except NotAllowed as refusal:
            raise PermissionDenied from refusal
        except Refusal as refusal:
            told = problems(refusal)
        held = queries.round_get(by=request.user, id=id)
    return render(request, "desk/commendation.html", _context(request, held, form, told), status=422 if form else 200)


def _done(request: DeskRequest, held: Round, data: dict[str, Any]) -> str:
    deeds: dict[str, Callable[[DeskRequest, int, dict[str, Any]], str]] = {
        "add": _add,
        "strike": _strike,
        "send": _send,
        "drop": _drop,
        "return": _return,
        "minute": _minute,
        "decide": _decide,
        "revoke": _revoke,
        "publish": _publish,
        "hide": _hide,
        "remove_name": _remove_name,
    }
    do = deeds.get(request.POST.get("do", ""))
    if do is None:
        raise PermissionDenied
    return do(request, held.pk, data)


def _add(request: DeskRequest, id: int, data: dict[str, Any]) -> str:
    own = request.user.body.place
    text = data.pop("place").strip()
    place = place_written(text, on=timezone.localdate(), own=own) if text else own
    services.award_add(by=request.user, id=id, draft=AwardDraft(place=place, **data))
    return _("Đã thêm một đối tượng.")


def _strike(request: DeskRequest, id: int, data: dict[str, Any]) -> str:
    services.award_strike(by=request.user, id=id, award_id=_award(request))
    return _("Đã bỏ đối tượng khỏi đợt đề nghị.")


def _send(request: DeskRequest, id: int, data: dict[str, Any]) -> str:
    services.round_send(by=request.user, id=id)
    return _("Đã trình cơ quan khen.")


def _drop(request: DeskRequest, id: int, data: dict[str, Any]) -> str:
    services.round_drop(by=request.user, id=id, reason=data["reason"])
    return _("Đã bỏ đợt đề nghị; tên không được giữ lại.")


def _return(request: DeskRequest, id: int, data: dict[str, Any]) -> str:
    deciding.round_return(by=request.user, id=id, reason=data["reason"])
    return _("Đã trả lại cơ quan đề nghị.")


def _minute(request: DeskRequest, id: int, data: dict[str, Any]) -> str:
    declined = [int(text) for text in request.POST.getlist("declined") if is_id(text)]
    shown = {int(text) for text in request.POST.getlist("shown") if is_id(text)}.union(declined)
    deciding.round_minute(by=request.user, id=id, number=data["number"], on=_on(data), declined=declined, shown=shown)
    return _("Đã ghi biên bản hội đồng.")


def _decide(request: DeskRequest, id: int, data: dict[str, Any]) -> str:
    deciding.round_decide(by=request.user, id=id, number=data["number"], on=_on(data))
    return _("Đã ghi quyết định và niêm giữ bản gốc.")


def _revoke(request: DeskRequest, id: int, data: dict[str, Any]) -> str:
    told = {"number": data["number"], "on": _on(data), "reason": data["reason"]}
    deciding.award_revoke(by=request.user, id=id, award_id=_award(request), **told)
    return _("Đã ghi thu hồi.")


def _publish(request: DeskRequest, id: int, data: dict[str, Any]) -> str:
    naming.award_publish(by=request.user, id=id, award_id=_award(request), consent=data["number"], on=_on(data))
    return _("Tên được nêu theo sự đồng ý đã ghi.")


def _hide(request: DeskRequest, id: int, data: dict[str, Any]) -> str:
    naming.award_hide(by=request.user, id=id, award_id=_award(request))
    return _("Tên thôi được nêu.")


def _remove_name(request: DeskRequest, id: int, data: dict[str, Any]) -> str:
    naming.name_remove(by=request.user, id=id, award_id=_award(request))
    return _("Đã gỡ tên; chỉ quyết định niêm giữ còn tên.")


def _award(request: DeskRequest) -> int:
    text = request.POST.get("award", "")
    return int(text) if is_id(text) else 0


def _on(data: dict[str, Any]) -> date:
    on: date = data["on"] or timezone.localdate()
    return on


def _context(request: DeskRequest, held: Round, form: forms.Form | None, told: list[Any]) -> dict[str, Any]:
    user, tongue = request.user, language()
    asked = awards_asked(request)
    after, before = ("", "") if asked.words else (request.GET.get("sau", ""), request.GET.get("truoc", ""))
    page = queries.awards_page(user, held, asked, after=after, before=before)
    colour, words = STATES[State(held.state)]
    return {
        "section": "registers",
        "crumbs": [(reverse("registers"), _("Sổ theo dõi")), (reverse("commendations"), _("Khen thưởng"))],
        "held": held,
        "form_name": form_name(held.form),
        "sort_name": side(sorts()[held.sort], tongue),
        "state": colour,
        "state_words": words,
        "lines": [_line(request, held, award) for award in page.rows],
        "asked": asked,
        "is_narrowed": asked != AwardsAsked(),
        "count": queries.awards_counted(user, held, asked),
        "fates": [(fate.value, words) for fate, (_colour, words) in FATES.items()],
        "others": recipients_words(queries.awards_unnamed(user, held)),
        "steps": queries.steps_of(user, held),
        "words": DEEDS,
        "may_edit": policies.may_edit(user, held),
        "may_weigh": policies.may_weigh(user, held),
        "may_decide": policies.may_decide(user, held) and held.state == State.WEIGHED,
        "is_decided": held.state == State.DECIDED,
        "may_print": policies.may_print(user, held),
        "kinds": [(number, recipient_name(number)) for number in RECIPIENTS],
        "achievements": [(a.number, side(a.name, tongue), a.is_guarded) for a in achievements().values()],
        "today": timezone.localdate(),
        "form": form,
        "problems": told,
        **leading(request, page),
    }


def _line(request: DeskRequest, held: Round, award: Award) -> dict[str, Any]:
    user = request.user
    colour, words = FATES[Fate(award.fate)]
    granted, names = award.fate == Fate.GRANTED, policies.may_name(user, held, award)
    return {
        "award": award,
        "kind": recipient_name(award.kind),
        "achievement": side(achievements()[award.achievement].name, language()),
        "state": colour,
        "words": words,
        "may_print": granted and policies.may_print(user, held),
        "may_revoke": granted and policies.may_decide(user, held),
        "may_publish": granted and names and not award.is_guarded and not award.is_public and award.kind != 1,
        "may_hide": names and award.is_public and award.kind != 1,
        "may_remove": names and held.state == State.DECIDED,
    }
