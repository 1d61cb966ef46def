"""The wordings that a body's officers taught the reader: seen, taken back, had back, exported."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from chungtay.faces.desk.audience import Audience, DeskRequest, audience
from chungtay.faces.desk.tables import Cell, Table, csv_answer
from chungtay.faces.desk.telling import language
from chungtay.gathering.intake import wording
from chungtay.reference.indicators.queries import definition


@audience(Audience.REPORTER)
def wordings(request: DeskRequest) -> HttpResponse:
    """What holds now, and below it what was taken back."""
    lines = _lines(request)
    context = {
        "section": "readings",
        "crumbs": [(reverse("readings"), _("Báo cáo"))],
        "held": [line for line in lines if line["rule"].retired_at is None],
        "retired": [line for line in lines if line["rule"].retired_at is not None],
    }
    return render(request, "desk/wordings.html", context)


def _lines(request: DeskRequest) -> list[dict[str, Any]]:
    rules = wording.rules_of(request.user.body)
    uses = wording.uses_of(rules)
    return [
        {"rule": rule, "name": definition(rule.indicator.code).name(language()), "uses": uses[rule.pk]}
        for rule in rules
    ]


@audience(Audience.REPORTER)
@require_POST
def wording_change(request: DeskRequest, id: int) -> HttpResponse:
    """Take a wording back, or have it hold again."""
    if request.POST.get("do") == "restore":
        wording.wording_restore(by=request.user, rule_id=id)
        messages.success(request, _("Cách viết này dùng lại từ báo cáo đọc sau."))
    else:
        wording.wording_retire(by=request.user, rule_id=id)
        messages.success(request, _("Đã bỏ cách viết. Số đã xác nhận giữ nguyên."))
    return redirect("wordings")


@audience(Audience.REPORTER)
def wordings_csv(request: DeskRequest) -> HttpResponse:
    """All of them as a file: the phrase, the indicator, when it was learnt and taken back, and how it did."""
    head = ("cum_tu", "chi_tieu", "ten_chi_tieu", "ghi_nho", "bo", "da_ap_dung", "dung", "sai")
    return csv_answer(Table(head, [_row(line) for line in _lines(request)]), "cach-viet")


def _row(line: dict[str, Any]) -> list[Cell]:
    rule, uses = line["rule"], line["uses"]
    days = [day.date().isoformat() if day else "" for day in (rule.made_at, rule.retired_at)]
    counts = [str(n) for n in (uses.told, uses.confirmed, uses.corrected)]
    return [Cell(words) for words in (rule.phrase, rule.indicator.code, line["name"], *days, *counts)]
