"""Standards: the list of a year with its rates, one subject more, and one subject's way to recognition."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace
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
from chungtay.faces.desk.registerlists import as_file, leading, places_named
from chungtay.faces.desk.telling import language, problems, sentence
from chungtay.faces.desk.views import standard_scopes
from chungtay.gathering.registers.standards import policies, queries, scoping, services
from chungtay.gathering.registers.standards.queries import Deed, State, Verdict
from chungtay.gathering.registers.standards.rules import SUBJECTS, criteria, rule_sets, sorts, subject_name
from chungtay.gathering.registers.standards.services import EntryDraft
from chungtay.kernel.errors import NotAllowed, Refusal, side
from chungtay.reference.indicators.catalogue import dimensions
from chungtay.reference.places.queries import place_label

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from chungtay.gathering.registers.lists.exporting import Cell
    from chungtay.gathering.registers.standards.models import Entry
    from chungtay.gathering.registers.standards.queries import EntryLine
    from chungtay.reference.actors.models import User

HEAD = (
    *("id", "phien_ban", "nam", "bo_tieu_chi", "doi_tuong", "ten", "tinh", "xa", "tinh_trang", "xep_loai"),
    *("tieu_chi_dat", "quyet_dinh", "ngay", "so_lieu_gia_dinh"),
)
STATES = {
    State.REGISTERED: ("due", gettext_lazy("Đã đăng ký")),
    State.PROPOSED: ("submitted", gettext_lazy("Đã đề nghị")),
    State.RECOGNISED: ("confirmed", gettext_lazy("Được công nhận")),
    State.NOT_RECOGNISED: ("withdrawn", gettext_lazy("Không công nhận")),
    State.VOID: ("dropped", gettext_lazy("Ghi nhầm, bỏ")),
}
VERDICTS = {
    Verdict.MET: gettext_lazy("Đạt"),
    Verdict.NOT_MET: gettext_lazy("Chưa đạt"),
    Verdict.NOT_APPLICABLE: gettext_lazy("Không áp dụng"),
}
DEEDS = {
    Deed.REGISTERED: gettext_lazy("Đăng ký"),
    Deed.ASSESSED: gettext_lazy("Tự đánh giá"),
    Deed.PROPOSED: gettext_lazy("Đề nghị công nhận"),
    Deed.RECOGNISED: gettext_lazy("Công nhận"),
    Deed.NOT_RECOGNISED: gettext_lazy("Không công nhận"),
    Deed.REOPENED: gettext_lazy("Mở lại"),
    Deed.VOIDED: gettext_lazy("Ghi nhầm, bỏ"),
}
NUMBER = {"invalid": gettext_lazy("Hãy ghi số nguyên."), **REQUIRED}


class EntryForm(forms.Form):
    """A subject as it is typed; `what` is 'kind' or 'kind-sort'."""

    what = forms.RegexField(r"^\d(-\d)?$", error_messages=REQUIRED)
    name = forms.CharField(required=False, max_length=200)
    place = forms.CharField(required=False, max_length=200)


class StepForm(forms.Form):
    """What a step is told with."""

    number = forms.CharField(required=False, max_length=60)
    on = forms.DateField(required=False, error_messages=NOT_A_DATE)
    rating = forms.CharField(required=False, max_length=20)
    reason = forms.CharField(required=False, max_length=200)


@audience(*READERS)
def standards(request: DeskRequest) -> HttpResponse:
    """The year's list under one rule set with rates; a POST registers one more; `dang` gives a file."""
    user = request.user
    rule, year = _asked(request)
    form = EntryForm(request.POST) if request.method == "POST" else None
    told: list[Any] = []
    if form is not None:
        try:
            if request.POST.get("do") == "scope":
                return standard_scopes.stated(request, rule, year)
            if form.is_valid():
                return _registered(request, rule, year, form.cleaned_data)
        except NotAllowed as refusal:
            raise PermissionDenied from refusal
        except Refusal as refusal:
            told = problems(refusal)
    place = request.GET.get("dia-ban", "").strip()[:120]
    named = places_named(place, user)
    asked = queries.Asked(rule, year, _chosen(request, "loai", SUBJECTS), state=_chosen(request, "tinh-trang", STATES))
    if named is not None:
        asked = replace(asked, communes=named.communes, provinces=named.provinces)
    if request.GET.get("dang") in ("csv", "xlsx"):
        return _as_file(request, queries.entries_visible(user, asked))
    page = queries.entries_page(user, asked, after=request.GET.get("sau", ""), before=request.GET.get("truoc", ""))
    tongue = language()
    officer = user.role in ("reporter", "approver") and user.body.level != "village"
    context = {
        "section": "registers",
        "crumbs": [(reverse("registers"), _("Sổ theo dõi"))],
        "lines": [
            (e, _name(e), side(subject_name(e.kind), tongue), *STATES[State(e.state)], _met(e)) for e in page.rows
        ],
        "rates": _rates(user, asked),
        "has_rate": bool(rule_sets()[rule].rate),
        "kinds": [(kind, side(subject_name(kind), tongue)) for kind in rule_sets()[rule].subjects],
        "kind": asked.kind,
        "states": [(state.value, words) for state, (_colour, words) in STATES.items() if state != State.VOID],
        "state": asked.state,
        "scopes": standard_scopes.asked_of(user, rule, year),
        "is_stating": "dien-xet" in request.GET or request.POST.get("do") == "scope",
        "rules": [(number, side(found.name, tongue)) for number, found in rule_sets().items()],
        "rule": rule,
        "basis": side(rule_sets()[rule].basis, tongue),
        "years": range(timezone.localdate().year + 1, 2021, -1),
        "year": year,
        "place": place,
        "may_register": officer,
        "subjects": _subjects(rule),
        "form": form or EntryForm(),
        "problems": told,
        **leading(request, page),
    }
    return render(request, "desk/standards.html", context, status=422 if form is not None else 200)


def _asked(request: DeskRequest) -> tuple[int, int]:
    rule, year = request.GET.get("bo", ""), request.GET.get("nam", "")
    today = timezone.localdate()
    this_year = today.year + ((today.month, today.day) > (11, 15))
    number = int(rule) if rule.isascii() and rule.isdigit() and len(rule) < 4 else 1
    found = int(year) if year.isascii() and year.isdigit() and len(year) == 4 else this_year
    return (number if number in rule_sets() else 1), min(max(found, 2000), 2100)


def _chosen(request: DeskRequest, name: str, known: Collection[int]) -> int | None:
    text = request.GET.get(name, "")
    return int(text) if text in {str(int(number)) for number in known} else None


def _rates(user: User, asked: queries.Asked) -> list[tuple[queries.Rate, str, scoping.Share | None]]:
    """Of each kind of subject, of whatever state, with who is in scope."""
    every = replace(asked, kind=None, state=None)
    shares = {share.kind: share for share in scoping.shares(user, every)}
    rates = {rate.kind: rate for rate in queries.rates(user, every)}
    kinds = [kind for kind in rule_sets()[asked.rule].subjects if kind in rates or (rates and kind in shares)]
    nothing = {kind: queries.Rate(kind, 0, 0, 0) for kind in kinds} | rates
    return [(nothing[kind], side(subject_name(kind), language()), shares.get(kind)) for kind in kinds]


def _subjects(rule: int) -> list[tuple[str, str]]:
    tongue, found = language(), []
    for kind in rule_sets()[rule].subjects:
        named = [(sort, name) for (of, sort), (name, excluded) in sorts().items() if of == kind and not excluded]
        name = side(subject_name(kind), tongue)
        found += [(f"{kind}-{sort}", f"{name}: {side(words, tongue)}") for sort, words in named] or [(f"{kind}", name)]
    return found


def _registered(request: DeskRequest, rule: int, year: int, data: dict[str, Any]) -> HttpResponse:
    kind, _dash, sort = data["what"].partition("-")
    own, text = request.user.body.place, data["place"].strip()
    place = place_written(text, on=timezone.localdate(), own=own) if text else own
    draft = EntryDraft(rule, year, int(kind), place, data["name"], int(sort or 0))
    if int(kind) not in SUBJECTS:
        raise PermissionDenied
    made = services.entry_register(by=request.user, draft=draft)
    messages.success(request, _("Đã đăng ký."))
    return redirect("standard", made.pk)


def _name(entry: Entry | EntryLine) -> str:
    return entry.name or place_label(entry.place, language())


def _met(entry: Entry | EntryLine) -> str:
    """'28/34' where criteria are counted and were assessed."""
    if not rule_sets()[entry.rule].by_criteria or not entry.marks:
        return ""
    met, of = queries.criteria_met(entry)
    return f"{met}/{of}"


def _as_file(request: DeskRequest, found: QuerySet[Entry]) -> HttpResponse:
    try:
        return as_file(request.GET["dang"], "tieu-chuan", _("Tiêu chuẩn"), HEAD, _rows(found))
    except Refusal as refusal:
        messages.error(request, sentence(refusal.problems[0]))
        return redirect("standards")


def _rows(found: QuerySet[Entry]) -> Iterator[list[Cell]]:
    tongue = language()
    for entry in queries.rows_of(found):
        yield [
            entry.pk,
            entry.version,
            entry.year,
            side(rule_sets()[entry.rule].name, tongue),
            side(subject_name(entry.kind), tongue),
            _name(entry),
            place_label(entry.province, tongue) if entry.province else "",
            place_label(entry.place, tongue),
            str(STATES[State(entry.state)][1]),
            _rating(entry.rating),
            _met(entry),
            entry.decision,
            entry.decided_on,
            "x" if entry.is_illustration else "",
        ]


def _rating(key: str) -> str:
    member = dimensions()["rating"].member(key) if key else None
    return "" if member is None else member.name_vi if language() == "vi" else member.name_en


@audience(*READERS)
def standard(request: DeskRequest, id: int) -> HttpResponse:
    """One subject of one year; a POST takes the step that `do` names."""
    entry = queries.entry_get(by=request.user, id=id)
    form = StepForm(request.POST) if request.method == "POST" else None
    told: list[Any] = []
    if form is not None:
        try:
            if form.is_valid():
                _done(request, id, form.cleaned_data)
                messages.success(request, _("Đã ghi."))
                return redirect("standard", id)
        except NotAllowed as refusal:
            raise PermissionDenied from refusal
        except Refusal as refusal:
            told = problems(refusal)
        entry = queries.entry_get(by=request.user, id=id)
    tongue, rule = language(), rule_sets()[entry.rule]
    colour, words = STATES[State(entry.state)]
    context = {
        "section": "registers",
        "crumbs": [(reverse("registers"), _("Sổ theo dõi")), (reverse("standards"), _("Tiêu chuẩn"))],
        "entry": entry,
        "name": _name(entry),
        "subject": side(subject_name(entry.kind), tongue),
        "rule_name": side(rule.name, tongue),
        "basis": side(rule.basis, tongue),
        "window": services.subject_of(entry).year(entry.year),
        "rating": _rating(entry.rating),
        "met": _met(entry),
        "state": colour,
        "state_words": words,
        "marks": [
            (number, side(criteria()[number], tongue), entry.marks.get(str(number)))
            for number in services.subject_of(entry).criteria
        ],
        "verdicts": list(VERDICTS.items()),
        "verdict_words": VERDICTS,
        "ratings": [(m.key, _rating(m.key)) for m in dimensions()["rating"].members] if rule.is_rated else [],
        "steps": queries.steps_of(entry),
        "words": DEEDS,
        "may_keep": policies.may_keep(request.user, entry) and entry.state == State.REGISTERED,
        "may_decide": policies.may_recognise(request.user, entry) and entry.state == State.PROPOSED,
        "may_reopen": policies.may_recognise(request.user, entry) and entry.state in (2, 3, 4),
        "today": timezone.localdate(),
        "form": form,
        "problems": told,
    }
    return render(request, "desk/standard.html", context, status=422 if form is not None else 200)


def _done(request: DeskRequest, id: int, data: dict[str, Any]) -> None:
    by, on = request.user, data["on"] or timezone.localdate()
    match request.POST.get("do"):
        case "assess":
            services.entry_assess(by=by, id=id, marks=_marks(request))
        case "propose":
            services.entry_propose(by=by, id=id, document=data["number"])
        case "recognise":
            _decide(request, id, on, data, recognised=True)
        case "refuse":
            _decide(request, id, on, data, recognised=False)
        case "reopen":
            services.entry_reopen(by=by, id=id, reason=data["reason"])
        case "void":
            services.entry_void(by=by, id=id, reason=data["reason"])
        case _:
            raise PermissionDenied


def _decide(request: DeskRequest, id: int, on: date, data: dict[str, Any], *, recognised: bool) -> None:
    told = {"number": data["number"], "rating": data["rating"], "reason": data["reason"]}
    services.entry_decide(by=request.user, id=id, recognised=recognised, on=on, **told)


def _marks(request: DeskRequest) -> dict[int, int]:
    """A verdict by criterion; what was not chosen is left out and refused by the room."""
    told = {number: request.POST.get(f"c-{number}", "") for number in criteria()}
    return {number: int(text) for number, text in told.items() if text in ("1", "2", "3")}
