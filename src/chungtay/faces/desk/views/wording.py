"""The wordings that a body's officers taught the reader: seen, taken back, had back, exported and brought in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from chungtay.faces.desk.audience import Audience, DeskRequest, audience
from chungtay.faces.desk.tables import Cell, Table, csv_answer
from chungtay.faces.desk.telling import ProblemWords, language, problems
from chungtay.gathering.intake import wording, wordings_brought
from chungtay.gathering.intake.wordings_brought import Fate
from chungtay.kernel.errors import Refusal
from chungtay.reference.indicators.queries import definition

if TYPE_CHECKING:
    from django.utils.functional import Promise

FATES: dict[Fate, Promise] = {
    Fate.NEW: gettext_lazy("mới"),
    Fate.REPLACES: gettext_lazy("thay cách viết đang dùng"),
    Fate.KNOWN: gettext_lazy("đã có"),
    Fate.GONE: gettext_lazy("đã bỏ ở nơi gửi, không nhập"),
    Fate.REFUSED: gettext_lazy("không nhận: cụm từ hoặc chỉ tiêu không hợp lệ"),
}


@audience(Audience.REPORTER)
def wordings(request: DeskRequest) -> HttpResponse:
    """What holds now, and below it what was taken back."""
    lines = _lines(request)
    context = {
        "section": "readings",
        "crumbs": [(reverse("readings"), _("Báo cáo"))],
        "held": [line for line in lines if line["rule"].retired_at is None],
        "retired": [line for line in lines if line["rule"].retired_at is not None],
        "imports": wordings_brought.imports_of(request.user.body),
    }
    return render(request, "desk/wordings.html", context)


@audience(Audience.REPORTER)
def wordings_bring(request: DeskRequest) -> HttpResponse:
    """A table of wordings: tried first, line by line, and brought in when the officer says so."""
    context: dict[str, Any] = {
        "section": "readings",
        "crumbs": [(reverse("readings"), _("Báo cáo")), (reverse("wordings"), _("Cách viết đã nhớ"))],
        "most_lines": wordings_brought.MOST_LINES,
    }
    told: list[ProblemWords] = []
    if request.method == "POST":
        table = _table(request)
        try:
            if request.POST.get("do") == "bring":
                wordings_brought.wordings_bring(by=request.user, table=table)
                messages.success(request, _("Đã nhập cách viết. Hoàn lại được ở cuối trang này."))
                return redirect("wordings")
            lines = wordings_brought.wordings_tried(by=request.user, table=table)
            context |= {"table": table, "lines": [_tried(line) for line in lines], "tried": True}
            context["taken"] = sum(line.fate in (Fate.NEW, Fate.REPLACES) for line in lines)
        except Refusal as refusal:
            told = problems(refusal)
    return render(request, "desk/wordings_bring.html", context | {"problems": told}, status=422 if told else 200)


def _table(request: DeskRequest) -> str:
    """The text of the file that was sent, else of the one that was tried; nothing of one that is too large."""
    file = request.FILES.get("file")
    if file is None:
        return request.POST.get("table", "")[: wordings_brought.MOST_BYTES]
    content = file.read(wordings_brought.MOST_BYTES + 1)
    return content.decode("utf-8-sig", errors="replace") if len(content) <= wordings_brought.MOST_BYTES else ""


def _tried(line: wordings_brought.Line) -> dict[str, Any]:
    names = [definition(code).name(language()) if code else "" for code in (line.indicator, line.instead_of)]
    return {"line": line, "name": names[0], "instead_of": names[1], "fate": FATES[line.fate]}


@audience(Audience.REPORTER)
@require_POST
def wordings_undo(request: DeskRequest, id: int) -> HttpResponse:
    """Take a whole table back; what it replaced holds again."""
    taken, again = wordings_brought.bringing_undo(by=request.user, id=id)
    said = _("Đã bỏ %(taken)d cách viết, dùng lại %(again)d.") % {"taken": taken, "again": again}
    messages.success(request, said)
    return redirect("wordings")


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
