"""The annex of commendations: looked at, and as a file for a review."""

from __future__ import annotations

from datetime import date

from django import forms
from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chungtay.faces.desk import annexes
from chungtay.faces.desk.audience import READERS, DeskRequest, audience
from chungtay.faces.desk.forms import NOT_A_DATE
from chungtay.faces.desk.registerlists import XLSX
from chungtay.faces.desk.telling import language
from chungtay.faces.desk.views.commendations import form_name, recipient_name
from chungtay.gathering.registers.commendations.annex import MOST_NAMED, annex_of
from chungtay.gathering.registers.commendations.kinds import RECIPIENTS
from chungtay.reference.places.queries import place_label

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
SHOWN = 20
"""Rows of names on the page; the file has all."""


class DaysForm(forms.Form):
    """From when to when decisions were made; empty: this year."""

    tu = forms.DateField(required=False, error_messages=NOT_A_DATE)
    den = forms.DateField(required=False, error_messages=NOT_A_DATE)

    def clean(self) -> None:
        """The days in order, this year's where none were typed."""
        today = timezone.localdate()
        first = self.cleaned_data.get("tu") or today.replace(month=1, day=1)
        last = self.cleaned_data.get("den") or today
        if first > last:
            raise forms.ValidationError(gettext_lazy("Ngày đầu sau ngày cuối."))
        self.cleaned_data |= {"tu": first, "den": last}


@audience(*READERS)
def award_annex(request: DeskRequest) -> HttpResponse:
    """Counts and the first names between two days; `dang` gives the whole as a file, 'docx' or 'xlsx'."""
    form = DaysForm(request.GET)
    if not form.is_valid():
        return render(request, "desk/award_annex.html", _context(request, form), status=422)
    start, end = form.cleaned_data["tu"], form.cleaned_data["den"]
    annex = annex_of(request.user, start=start, end=end)
    kind = request.GET.get("dang")
    if kind in ("docx", "xlsx") and not annex.is_cut:
        land = request.user.body.place.full_name
        demo = settings.DEMO
        made = (
            annexes.annex_docx(annex, land=land, start=start, end=end, is_demo=demo)
            if kind == "docx"
            else annexes.annex_xlsx(annex, is_demo=demo)
        )
        return _file(made, kind, start, end)
    tongue = language()
    context = _context(request, form) | {
        "counts": [
            (form_name(told.form), [(recipient_name(one), told.granted[one]) for one in RECIPIENTS], told.unnamed)
            for told in annex.counts
        ],
        "rows": [
            (award, recipient_name(award.kind), form_name(award.round.form), place_label(award.place, tongue))
            for award in annex.rows[:SHOWN]
        ],
        "more": max(len(annex.rows) - SHOWN, 0),
        "is_cut": annex.is_cut,
        "most": MOST_NAMED,
        "is_illustration": annex.is_illustration,
    }
    return render(request, "desk/award_annex.html", context, status=422 if kind and annex.is_cut else 200)


def _context(request: DeskRequest, form: DaysForm) -> dict[str, object]:
    return {
        "section": "registers",
        "crumbs": [(reverse("registers"), _("Sổ theo dõi")), (reverse("commendations"), _("Khen thưởng"))],
        "start": form.cleaned_data.get("tu"),
        "end": form.cleaned_data.get("den"),
        "kinds": [recipient_name(kind) for kind in RECIPIENTS],
        "form": form,
    }


def _file(made: bytes, kind: str, start: date, end: date) -> HttpResponse:
    answer = HttpResponse(made, content_type=DOCX if kind == "docx" else XLSX)
    stem = f"{'minh-hoa-' if settings.DEMO else ''}phu-luc-khen-thuong-{start:%Y%m%d}-{end:%Y%m%d}"
    answer["Content-Disposition"] = f'attachment; filename="{stem}.{kind}"'
    return answer
