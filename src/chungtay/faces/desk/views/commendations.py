"""Commendations: rounds of the territory, one more, and the limits that a giver sets."""

from __future__ import annotations

from collections.abc import Iterator
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

from chungtay.faces.desk.audience import READERS, REPORTERS, DeskRequest, audience
from chungtay.faces.desk.forms import NOT_A_DATE, REQUIRED
from chungtay.faces.desk.registerlists import as_file, leading, places_named
from chungtay.faces.desk.telling import language, problems, sentence
from chungtay.gathering.registers.commendations import deciding, policies, queries, services
from chungtay.gathering.registers.commendations.certificates.queries import forms_given
from chungtay.gathering.registers.commendations.kinds import RECIPIENTS, achievements, award_forms, sorts
from chungtay.gathering.registers.commendations.queries import Fate, State
from chungtay.kernel.errors import NotAllowed, Refusal, side
from chungtay.reference.places.queries import place_label

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from chungtay.gathering.registers.commendations.models import Round
    from chungtay.gathering.registers.lists.exporting import Cell
    from chungtay.reference.actors.models import User

STATES = {
    State.DRAFT: ("due", gettext_lazy("Đang lập")),
    State.PROPOSED: ("submitted", gettext_lazy("Đã trình")),
    State.WEIGHED: ("submitted", gettext_lazy("Đã có biên bản")),
    State.DECIDED: ("confirmed", gettext_lazy("Đã quyết định")),
    State.DROPPED: ("dropped", gettext_lazy("Đã bỏ")),
}
FATES = {
    Fate.PROPOSED: ("due", gettext_lazy("Đề nghị")),
    Fate.GRANTED: ("confirmed", gettext_lazy("Được khen")),
    Fate.DECLINED: ("withdrawn", gettext_lazy("Hội đồng không đề nghị")),
    Fate.REVOKED: ("dropped", gettext_lazy("Đã thu hồi")),
}
"""By state of a round, and by fate of a recipient, how it is coloured and what it is called."""
HEAD = (
    *("id", "phien_ban", "quyet_dinh", "ngay", "hinh_thuc", "co_quan_khen", "doi_tuong", "ten", "tinh", "dia_ban"),
    *("thanh_tich", "tu_ngay", "den_ngay", "noi_dung", "so_lieu_gia_dinh"),
)
WRONG_NUMBER = {"invalid": gettext_lazy("Hãy ghi số nguyên."), **REQUIRED}


class RoundForm(forms.Form):
    """A round as it is opened."""

    form = forms.IntegerField(error_messages=WRONG_NUMBER)
    sort = forms.IntegerField(error_messages=WRONG_NUMBER)
    on = forms.DateField(error_messages=NOT_A_DATE)
    plan = forms.CharField(required=False, max_length=200)
    document = forms.CharField(required=False, max_length=200)


class LimitForm(forms.Form):
    """A limit as a giver sets it."""

    plan = forms.CharField(max_length=200, error_messages=REQUIRED)
    form = forms.IntegerField(error_messages=WRONG_NUMBER)
    kind = forms.IntegerField(error_messages=WRONG_NUMBER)
    most = forms.IntegerField(error_messages=WRONG_NUMBER)


@audience(*READERS)
def commendations(request: DeskRequest) -> HttpResponse:
    """The list, narrowed and a page at a time; `dang` gives the recipients that may be listed as a file."""
    user = request.user
    state, form = _number(request.GET.get("tinh-trang", "")), _number(request.GET.get("hinh-thuc", ""))
    place = request.GET.get("dia-ban", "").strip()[:120]
    asked = queries.Asked(state, form)
    if (named := places_named(place, user)) is not None:
        asked = queries.Asked(state, form, named.communes, named.provinces)
    if request.GET.get("dang") in ("csv", "xlsx"):
        return _as_file(request, queries.rounds_visible(user, asked))
    page = queries.rounds_page(user, asked, after=request.GET.get("sau", ""), before=request.GET.get("truoc", ""))
    counts = queries.counts_of(page.rows)
    context = {
        "section": "registers",
        "crumbs": [(reverse("registers"), _("Sổ theo dõi"))],
        "lines": [
            (held, form_name(held.form), recipients_words(counts.get(held.pk, {})), *STATES[State(held.state)])
            for held in page.rows
        ],
        "states": [(int(value), words) for value, (_colour, words) in STATES.items() if value != State.DROPPED],
        "state": state,
        "forms": [(number, side(found.name, language())) for number, found in award_forms().items()],
        "form": form,
        "place": place,
        "may_propose": policies.may_propose(user) and bool(policies.forms_for(user.body)),
        "may_officer": policies.is_officer(user),
        "gives": bool(forms_given(user)),
        **leading(request, page),
    }
    return render(request, "desk/commendations.html", context)


@audience(*REPORTERS)
def commendation_new(request: DeskRequest) -> HttpResponse:
    """A new proposal; recipients are added on its page."""
    user = request.user
    form = RoundForm(request.POST if request.method == "POST" else None, initial={"on": timezone.localdate()})
    told: list[Any] = []
    if form.is_bound:
        try:
            if form.is_valid():
                return redirect("commendation", services.round_open(by=user, **form.cleaned_data).pk)
        except NotAllowed as refusal:
            raise PermissionDenied from refusal
        except Refusal as refusal:
            told = problems(refusal)
    tongue = language()
    context = {
        "section": "registers",
        "crumbs": [(reverse("registers"), _("Sổ theo dõi")), (reverse("commendations"), _("Khen thưởng"))],
        "forms": [(f.number, side(f.name, tongue), giver) for f, giver in policies.forms_for(user.body)],
        "sorts": [(number, side(name, tongue)) for number, name in sorts().items()],
        "plans": queries.plans_known(user),
        "form": form,
        "problems": told,
    }
    return render(request, "desk/commendation_new.html", context, status=422 if form.is_bound else 200)


@audience(*REPORTERS)
def award_limits(request: DeskRequest) -> HttpResponse:
    """The limits that the account's body set as a giver, and one more."""
    user = request.user
    form = LimitForm(request.POST) if request.method == "POST" else None
    told: list[Any] = []
    if form is not None:
        try:
            if form.is_valid():
                deciding.limit_set(by=user, **form.cleaned_data)
                messages.success(request, _("Đã ghi số lượng của kế hoạch."))
                return redirect("award_limits")
        except NotAllowed as refusal:
            raise PermissionDenied from refusal
        except Refusal as refusal:
            told = problems(refusal)
    given = [f for f in award_forms().values() if (f.line, f.level) == (user.body.line, user.body.level)]
    context = {
        "section": "registers",
        "crumbs": [(reverse("registers"), _("Sổ theo dõi")), (reverse("commendations"), _("Khen thưởng"))],
        "lines": [
            (limit, form_name(limit.form), recipient_name(limit.kind), granted)
            for limit, granted in queries.limits_of(user.body)
        ],
        "forms": [(f.number, side(f.name, language())) for f in given],
        "kinds": [(number, recipient_name(number)) for number in RECIPIENTS],
        "may_set": bool(given) and user.role == "approver",
        "form": form,
        "problems": told,
    }
    return render(request, "desk/award_limits.html", context, status=422 if form is not None else 200)


def form_name(number: int) -> str:
    """A form of commendation in the page's language."""
    return side(award_forms()[number].name, language())


def recipient_name(kind: int) -> str:
    """A kind of recipient in the page's language."""
    return side(RECIPIENTS[kind][1], language())


def recipients_words(counts: dict[int, int]) -> str:
    """'Tập thể: 2, Cá nhân: 5'; "" where there is nobody."""
    return ", ".join(f"{recipient_name(kind)}: {counts[kind]}" for kind in RECIPIENTS if counts.get(kind))


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 4 else None


def _as_file(request: DeskRequest, found: QuerySet[Round]) -> HttpResponse:
    try:
        return as_file(request.GET["dang"], "khen-thuong", _("Khen thưởng"), HEAD, _rows(request.user, found))
    except Refusal as refusal:
        messages.error(request, sentence(refusal.problems[0]))
        return redirect("commendations")


def _rows(user: User, found: QuerySet[Round]) -> Iterator[list[Cell]]:
    tongue = language()
    for award in queries.awards_granted(user, found):
        held = award.round
        yield [
            award.pk,
            award.version,
            held.decision,
            held.decided_on,
            form_name(held.form),
            held.giver.name_vi if tongue == "vi" else held.giver.name_en,
            recipient_name(award.kind),
            award.name,
            place_label(held.province, tongue) if held.province else "",
            place_label(award.place, tongue),
            side(achievements()[award.achievement].name, tongue),
            award.achieved_from,
            award.achieved_to,
            award.told,
            "x" if held.is_illustration else "",
        ]
