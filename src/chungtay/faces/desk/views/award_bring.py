"""Recipients of a draft from a file: one press reads, tries and writes it, for a list that names people never waits."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from chungtay import flow_lists
from chungtay.faces.desk.audience import REPORTERS, DeskRequest, audience
from chungtay.faces.desk.forms import MEGABYTE
from chungtay.faces.desk.paging import is_id
from chungtay.faces.desk.registerlists import XLSX
from chungtay.faces.desk.telling import language, problems, words
from chungtay.faces.desk.views.commendations import form_name
from chungtay.gathering.registers.commendations import bringing, policies, queries
from chungtay.gathering.registers.commendations.bringing import MOST_RECIPIENTS
from chungtay.gathering.registers.commendations.kinds import achievements
from chungtay.gathering.registers.commendations.listfields import FIELDS, NAMES
from chungtay.gathering.registers.lists.exporting import sheet_bytes
from chungtay.gathering.registers.lists.queries import letters
from chungtay.gathering.registers.lists.refusals import refusal
from chungtay.kernel.errors import Both, NotAllowed, Refusal, side

if TYPE_CHECKING:
    from chungtay.gathering.registers.commendations.models import Round
    from chungtay.gathering.registers.lists.types import Finding, Outcome

MOST_BYTES = 2 * MEGABYTE
"""What stays in memory: a larger file would lie on the disk, names and all, until it was read."""
MOST_TOLD = 200
_HOW = ("try", "all", "good")


@audience(*REPORTERS)
def award_bring(request: DeskRequest, id: int) -> HttpResponse:
    """The form for a file, and what was found in the one just sent; a POST sends one, or takes a list back."""
    held = _draft(request, id)
    how = request.POST.get("do", "")
    context: dict[str, Any] = {"how": how if how in _HOW else "try", "problems": []}
    if request.method == "POST":
        try:
            if how == "undo":
                return _undone(request, held)
            outcome, columns = _brought(request, held, context["how"])
            if outcome.result is not None and not outcome.findings:
                return redirect("commendation", held.pk)
            context |= {"outcome": outcome, "lines": _told(outcome, columns), "most_told": MOST_TOLD}
        except NotAllowed as refused:
            raise PermissionDenied from refused
        except Refusal as refused:
            context["problems"] = problems(refused)
    context |= {
        "section": "registers",
        "crumbs": _crumbs(held),
        "held": held,
        "fields": [(side(f.name, language()), side(f.hint, language()), f.is_needed, f.sample) for f in FIELDS],
        "achievements": [(side(a.name, language()), a.is_guarded) for a in achievements().values()],
        "lists": bringing.bringings_of(request.user, held),
        "most_rows": MOST_RECIPIENTS,
        "most_megabytes": MOST_BYTES // MEGABYTE,
    }
    return render(request, "desk/award_bring.html", context, status=422 if context["problems"] else 200)


@audience(*REPORTERS)
def award_template(request: DeskRequest, id: int) -> HttpResponse:
    """An empty workbook with the headings that are known here."""
    _draft(request, id)
    needless = {"commune": ("place", "code", "province"), "province": ("province",)}
    left_out = needless.get(request.user.body.place.level, ())
    head = [side(field.name, language()) for field in FIELDS if field.key not in left_out]
    answer = HttpResponse(sheet_bytes(_("Đối tượng khen"), head, []), content_type=XLSX)
    answer["Content-Disposition"] = 'attachment; filename="mau-doi-tuong-khen-thuong.xlsx"'
    return answer


def _draft(request: DeskRequest, id: int) -> Round:
    held = queries.round_get(by=request.user, id=id)
    if not policies.may_edit(request.user, held):
        raise PermissionDenied
    return held


def _brought(request: DeskRequest, held: Round, how: str) -> tuple[Outcome, dict[str, int]]:
    sent = request.FILES.get("file")
    if sent is None or not sent.name:
        expected = Both("một tệp .xlsx, .xls, .ods hoặc .csv", "an .xlsx, .xls, .ods or .csv file")
        raise refusal("DSA-206", "", expected, "chưa chọn tệp", "no file was chosen")
    if (sent.size or 0) > MOST_BYTES:
        expected = Both(*[f"≤ {MOST_BYTES // MEGABYTE} MB"] * 2)
        raise refusal("DSA-206", f"{(sent.size or 0) // MEGABYTE} MB", expected, "tệp quá lớn", "the file is too large")
    told = {"is_trial": how == "try", "keeps_good": how == "good"}
    outcome, columns = flow_lists.recipients_bring(
        by=request.user, id=held.pk, content=sent.read(), filename=sent.name, **told
    )
    if outcome.result is not None:
        n = outcome.good
        messages.success(request, ngettext("Đã thêm %(n)d đối tượng.", "Đã thêm %(n)d đối tượng.", n) % {"n": n})
    return outcome, columns


def _told(outcome: Outcome, columns: dict[str, int]) -> list[tuple[int, str, Any]]:
    """The first findings: row, column, and what is wrong; never what stood there."""
    return [(found.row, _column(found, columns), words(found.problem)) for found in outcome.findings[:MOST_TOLD]]


def _column(found: Finding, columns: dict[str, int]) -> str:
    if found.field not in NAMES:
        return ""
    name = side(NAMES[found.field], language())
    return f"{letters(columns[found.field])} ({name})" if found.field in columns else name


def _undone(request: DeskRequest, held: Round) -> HttpResponse:
    text = request.POST.get("list", "")
    n = bringing.bringing_undo(by=request.user, id=int(text) if is_id(text) else 0)
    told = ngettext("Đã bỏ %(n)d đối tượng của danh sách.", "Đã bỏ %(n)d đối tượng của danh sách.", n)
    messages.success(request, told % {"n": n})
    return redirect("commendation", held.pk)


def _crumbs(held: Round) -> list[tuple[str, str]]:
    return [
        (reverse("registers"), _("Sổ theo dõi")),
        (reverse("commendations"), _("Khen thưởng")),
        (reverse("commendation", args=[held.pk]), form_name(held.form)),
    ]
