"""Emulation without harm: how places report, as grades with ranges; what is rewarded and how it could be gamed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from chungtay.faces.desk import quality
from chungtay.faces.desk.audience import READERS, DeskRequest, audience
from chungtay.faces.desk.telling import ProblemWords, language, problems
from chungtay.kernel.errors import Refusal, side
from chungtay.reference.places.queries import place_label, places_by_key
from chungtay.results.analysis.emulation import grades
from chungtay.results.analysis.emulation.standing import NOTES, Reported, Standing, standings
from chungtay.results.warehouse.completeness import completeness

if TYPE_CHECKING:
    from django.http import HttpResponse

    from chungtay.faces.desk.quality import Asked


@audience(*READERS)
def emulation(request: DeskRequest) -> HttpResponse:
    """Of the account's territory by province or commune, one form and one year; communes read the rules alone."""
    user = request.user
    asked = quality.asked_of(user, user.body.place, request.GET, timezone.localdate())
    told = list[ProblemWords]()
    lines, groups = list[dict[str, object]](), True
    if user.body.place.level != "commune" and asked.form is not None:
        try:
            lines, groups = _lines(asked)
        except Refusal as refusal:
            told = problems(refusal)
    lang = language()
    context = {
        "section": "board",
        "crumbs": [(reverse("board"), _("Bảng theo dõi")), (reverse("quality"), _("Chất lượng"))],
        "asked": asked,
        "forms": quality.forms_of(asked.place),
        "years": quality.years_of(asked.today),
        "is_commune": user.body.place.level == "commune",
        "lines": lines,
        "groups": groups,
        "notes": [[side(words, lang) for words in note] for note in NOTES],
        "problems": told,
    }
    return render(request, "desk/emulation.html", context)


def _lines(asked: Asked) -> tuple[list[dict[str, object]], bool]:
    assert asked.form is not None
    rows = completeness(asked.form.code, asked.place.key, asked.period, by=asked.by, user=asked.user)
    places = places_by_key([row.place for row in rows])
    found, groups = standings(
        [Reported(row.place, row.expected - row.pending, row.received, row.on_time) for row in rows]
    )
    ordered = sorted((one for one in found if one.key in places), key=lambda one: places[one.key].code)
    return [_line(one, place_label(places[one.key], language())) for one in ordered], groups


def _line(one: Standing, name: str) -> dict[str, object]:
    grade = one.grade
    shares = (grade.share or {}) if grade else {}
    return {
        "name": name,
        "of": one.of,
        "grade": _grade(one),
        "is_border": bool(grade and grade.is_borderline),
        "range": (round(grade.low * 100), round(grade.high * 100)) if grade and shares else None,
        "is_apart": one.is_apart,
        "ranks": one.ranks,
    }


def _grade(one: Standing) -> str:
    if one.grade is None:
        return _("chưa đủ báo cáo để nói")
    if one.grade.standing is grades.Standing.NOT_MET:
        return _("chưa đạt mức tối thiểu")
    return one.grade.grade
