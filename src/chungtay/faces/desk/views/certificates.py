"""Certificates: what a giver's look like, a trial print, and the files of a decided round. Nothing made is kept."""

from __future__ import annotations

from base64 import b64encode
from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chungtay.faces.desk.audience import REPORTERS, DeskRequest, audience
from chungtay.faces.desk.forms import REQUIRED
from chungtay.faces.desk.paging import is_id
from chungtay.faces.desk.telling import ProblemWords, language, problems
from chungtay.faces.desk.views.commendations import WRONG_NUMBER, form_name
from chungtay.gathering.registers.commendations import policies
from chungtay.gathering.registers.commendations import queries as rounds
from chungtay.gathering.registers.commendations.certificates import drawing, queries, services
from chungtay.gathering.registers.commendations.certificates.looks import (
    BORDERS,
    COLOURS,
    FIELDS,
    LONGEST,
    MOST_SHIFT,
    PAPERS,
    Look,
)
from chungtay.gathering.registers.commendations.refusals import unknown
from chungtay.kernel.errors import NotAllowed, Refusal, side

if TYPE_CHECKING:
    from collections.abc import Mapping

    from chungtay.kernel.errors import Both

PDF = "application/pdf"
LINES = {
    "issuer": gettext_lazy("Chức danh, cơ quan khen"),
    "verb": gettext_lazy("Chữ trước tên bằng"),
    "title": gettext_lazy("Tên bằng"),
    "opening": gettext_lazy("Mở đầu câu thành tích"),
    "signer": gettext_lazy("Chức vụ người ký"),
    "town": gettext_lazy("Nơi ký"),
}


class LookForm(forms.Form):
    """A template as it is typed; the room says what is wrong with it."""

    paper = forms.CharField(max_length=10, error_messages=REQUIRED)
    border = forms.CharField(max_length=10, error_messages=REQUIRED)
    colour = forms.CharField(max_length=10, error_messages=REQUIRED)
    header = forms.BooleanField(required=False)
    issuer = forms.CharField(max_length=200, error_messages=REQUIRED)
    verb = forms.CharField(max_length=200, error_messages=REQUIRED)
    title = forms.CharField(max_length=200, error_messages=REQUIRED)
    opening = forms.CharField(max_length=200, error_messages=REQUIRED)
    signer = forms.CharField(max_length=200, error_messages=REQUIRED)
    town = forms.CharField(max_length=200, error_messages=REQUIRED)
    shift_x = forms.IntegerField(error_messages=WRONG_NUMBER)
    shift_y = forms.IntegerField(error_messages=WRONG_NUMBER)


@audience(*REPORTERS)
def certificate_template(request: DeskRequest) -> HttpResponse:
    """The certificates of one form that the body gives, drawn for an invented recipient.

    A POST looks at what was typed ('look'), prints it on trial ('trial'), or sets it ('set', an approver's deed).
    """
    user = request.user
    given = queries.forms_given(user)
    number = _form_asked(request, [form.number for form in given])
    look = queries.look_get(by=user, form=number) if number else None
    form, told = None, []
    if request.method == "POST" and look is not None:
        form = LookForm(request.POST)
        try:
            if form.is_valid():
                look = Look(**form.cleaned_data)
                if done := _done(request, number, look):
                    return done
        except NotAllowed as refusal:
            raise PermissionDenied from refusal
        except Refusal as refusal:
            told = problems(refusal)
    context = _template_context(request, number, look, form, told)
    failed = request.method == "POST" and (bool(told) or form is None or not form.is_valid())
    return render(request, "desk/certificate_template.html", context, status=422 if failed else 200)


def _form_asked(request: DeskRequest, given: list[int]) -> int:
    """The form that the address names, else the first; 0 where the body gives none. NotAllowed KHE-404."""
    text = request.GET.get("hinh-thuc", "")
    if not text:
        return given[0] if given else 0
    if not is_id(text) or int(text) not in given:
        raise unknown(text)
    return int(text)


def _done(request: DeskRequest, number: int, look: Look) -> HttpResponse | None:
    """What was asked for: a file, the way back after it was set, or nothing but to look."""
    if wrong := services.look_problems(look):
        raise Refusal(wrong)
    match request.POST.get("do"):
        case "set":
            services.template_set(by=request.user, form=number, look=look)
            messages.success(request, _("Đã đặt mẫu bằng; các lần in sau theo mẫu này."))
            return redirect(f"{reverse('certificate_template')}?hinh-thuc={number}")
        case "trial":
            sheet = services.trial_sheet(look, long="long" in request.POST, is_illustration=settings.DEMO)
            return _file(drawing.certificates_pdf(look, [sheet]), "in-thu")
        case "look":
            return None
        case _:
            raise PermissionDenied


def _template_context(
    request: DeskRequest, number: int, look: Look | None, form: LookForm | None, told: list[ProblemWords]
) -> dict[str, Any]:
    tongue = language()
    typed: Mapping[str, Any] = {name: getattr(look, name) for name in FIELDS} if look is not None else {}
    if form is not None and (told or not form.is_valid()):
        typed = {**{name: request.POST.get(name, "") for name in FIELDS}, "header": "header" in request.POST}
        look = None
    return {
        "section": "registers",
        "crumbs": [(reverse("registers"), _("Sổ theo dõi")), (reverse("commendations"), _("Khen thưởng"))],
        "forms": [(given.number, side(given.name, tongue)) for given in queries.forms_given(request.user)],
        "number": number,
        "may_set": bool(number) and policies.may_design(request.user, number),
        "typed": typed,
        "choices": [
            ("paper", _("Khổ giấy"), _sides(PAPERS)),
            ("border", _("Đường viền"), _sides(BORDERS)),
            ("colour", _("Màu"), _sides(COLOURS)),
        ],
        "lines": [(name, words, typed.get(name, ""), LONGEST[name]) for name, words in LINES.items()],
        "most_shift": MOST_SHIFT,
        "pictures": [] if look is None else [_picture(look, long=long) for long in (False, True)],
        "errors": {} if form is None else form.errors,
        "problems": told,
    }


def _sides(choices: Mapping[str, Both]) -> list[tuple[str, str]]:
    return [(key, side(words, language())) for key, words in choices.items()]


def _picture(look: Look, *, long: bool = False) -> str:
    """A trial sheet as an address that holds the picture itself."""
    sheet = services.trial_sheet(look, long=long, is_illustration=settings.DEMO)
    return f"data:image/png;base64,{b64encode(drawing.certificate_png(look, sheet)).decode()}"


@audience(*REPORTERS)
def certificates(request: DeskRequest, id: int) -> HttpResponse:
    """The files of a decided round's certificates, for the awarding body alone; a POST makes one."""
    held = rounds.round_get(by=request.user, id=id)
    if not policies.may_print(request.user, held):
        raise unknown(str(id))
    told: list[ProblemWords] = []
    if request.method == "POST":
        part, award = request.POST.get("part", ""), request.POST.get("award", "")
        number = int(part) if is_id(part) else 1
        try:
            made = services.certificates_print(
                by=request.user, id=id, part=number, award_id=int(award) if is_id(award) else None
            )
            return _file(made, f"{held.decision}-{award or number}")
        except Refusal as refusal:
            told = problems(refusal)
    count = queries.printable(held).count()
    look = queries.look_of(held.giver, held.form)
    here = form_name(held.form)
    context = {
        "section": "registers",
        "crumbs": [
            (reverse("registers"), _("Sổ theo dõi")),
            (reverse("commendations"), _("Khen thưởng")),
            (reverse("commendation", args=[id]), here),
        ],
        "held": held,
        "form_name": here,
        "count": count,
        "parts": queries.parts_of(count),
        "paper": side(PAPERS[look.paper], language()),
        "picture": _picture(look),
        "problems": told,
    }
    return render(request, "desk/certificates.html", context, status=422 if told else 200)


def _file(made: bytes, name: str) -> HttpResponse:
    stem = f"{'minh-hoa-' if settings.DEMO else ''}bang-khen-{slugify(name.replace('/', '-').replace('Đ', 'D'))}"
    answer = HttpResponse(made, content_type=PDF)
    answer["Content-Disposition"] = f'attachment; filename="{stem}.pdf"'
    return answer
