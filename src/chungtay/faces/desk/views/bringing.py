"""A body's own list comes into a register: sent, its columns confirmed once, tried, and kept or not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from chungtay import flow_lists
from chungtay.faces.desk import jobs
from chungtay.faces.desk.audience import REPORTERS, DeskRequest, audience
from chungtay.faces.desk.forms import MEGABYTE
from chungtay.faces.desk.paging import is_id, paged
from chungtay.faces.desk.registerlists import XLSX, as_file
from chungtay.faces.desk.telling import ProblemWords, language, problems, telling, words
from chungtay.gathering.registers.lists import queries, services
from chungtay.gathering.registers.lists.columns import MOST_ROWS, columns_guessed
from chungtay.gathering.registers.lists.exporting import sheet_bytes
from chungtay.gathering.registers.lists.queries import BUSY, ListState
from chungtay.gathering.registers.lists.refusals import MEND, not_now, refusal
from chungtay.kernel.errors import Both, NotAllowed, Refusal, side

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.utils.functional import Promise

    from chungtay.gathering.registers.lists.columns import Field
    from chungtay.gathering.registers.lists.exporting import Cell
    from chungtay.gathering.registers.lists.models import BroughtList

REGISTERS: dict[str, tuple[str, Promise]] = {
    "mo-hinh": ("points", gettext_lazy("Điểm mô hình")),
    "to-mo-hinh": ("point_teams", gettext_lazy("Tổ của mô hình")),
    "hoat-dong": ("activities", gettext_lazy("Hoạt động")),
    "to-nong-cot": ("teams", gettext_lazy("Lực lượng nòng cốt")),
    "tieu-chuan": ("standards", gettext_lazy("Tiêu chuẩn")),
}
"""Of each register that takes lists in: the address of its page, and what it is called."""
STATES: dict[str, Promise] = {
    ListState.MAPPING: gettext_lazy("Chờ xác nhận cột"),
    ListState.CHECKING: gettext_lazy("Đang thử"),
    ListState.CHECKED: gettext_lazy("Đã thử, chờ quyết định"),
    ListState.WRITING: gettext_lazy("Đang ghi"),
    ListState.KEPT: gettext_lazy("Đã vào sổ"),
    ListState.DROPPED: gettext_lazy("Đã bỏ"),
    ListState.UNDONE: gettext_lazy("Đã hoàn lại"),
}


@audience(*REPORTERS)
def list_bring(request: DeskRequest, register: str) -> HttpResponse:
    """The form for a list and the lists before. A POST sends one."""
    taker = flow_lists.taker_of(request.user, register)
    told: list[ProblemWords] = []
    if request.method == "POST":
        try:
            return redirect("list_brought", _sent(request, register).pk)
        except NotAllowed:
            raise
        except Refusal as refused:
            told = problems(refused)
    context = {
        "section": "registers",
        "crumbs": _crumbs(register),
        "register": register,
        "fields": [_field_words(field) for field in taker.fields],
        "lists": [(item, STATES[item.state]) for item in queries.lists_of(request.user, register)],
        "problems": told,
        "most_rows": MOST_ROWS,
        "most_megabytes": settings.MAX_UPLOAD_BYTES // MEGABYTE,
    }
    return render(request, "desk/list_bring.html", context, status=422 if told else 200)


def _sent(request: DeskRequest, register: str) -> BroughtList:
    sent = request.FILES.get("file")
    if sent is None or not sent.name:
        expected = Both("một tệp .xlsx, .xls, .ods hoặc .csv", "an .xlsx, .xls, .ods or .csv file")
        raise refusal("DSA-206", "", expected, "chưa chọn tệp", "no file was chosen")
    if (sent.size or 0) > settings.MAX_UPLOAD_BYTES:
        expected = Both(*[f"≤ {settings.MAX_UPLOAD_BYTES // MEGABYTE} MB"] * 2)
        raise refusal("DSA-206", f"{(sent.size or 0) // MEGABYTE} MB", expected, "tệp quá lớn", "the file is too large")
    made = flow_lists.list_receive(by=request.user, register=register, content=sent.read(), filename=sent.name)
    _go_on(made)
    return made


def _go_on(found: BroughtList) -> None:
    """What a list waits for is done at once where it is short, else by the worker."""
    if found.state not in BUSY:
        return
    if found.rows <= flow_lists.AT_ONCE:
        flow_lists.list_work(id=found.pk, is_illustration=settings.DEMO)
    else:
        jobs.list_work.enqueue(found.pk)


@audience(*REPORTERS)
def list_template(request: DeskRequest, register: str) -> HttpResponse:
    """An empty workbook with the headings that are known here."""
    taker = flow_lists.taker_of(request.user, register)
    level = request.user.body.place.level
    needless = {"commune": ("place", "code", "province"), "province": ("province", "village")}.get(level, ("village",))
    head = [side(field.name, language()) for field in taker.fields if field.key not in needless]
    answer = HttpResponse(sheet_bytes(_("Danh sách"), head, []), content_type=XLSX)
    answer["Content-Disposition"] = f'attachment; filename="mau-{register}.xlsx"'
    return answer


@audience(*REPORTERS)
def list_brought(request: DeskRequest, id: int) -> HttpResponse:
    """One list: its columns to confirm, what the trial found, what became of it. A POST moves it on."""
    found = queries.list_get(by=request.user, id=id)
    if request.method == "POST":
        with telling(request):
            _moved(request, found)
        return redirect("list_brought", found.pk)
    context: dict[str, Any] = {
        "section": "registers",
        "crumbs": [*_crumbs(found.register), (reverse("list_bring", args=[found.register]), _("Nhập danh sách"))],
        "list": found,
        "home": REGISTERS[found.register][0],
        "state": _("Đã vào sổ một phần") if found.state == ListState.KEPT and found.bad else STATES[found.state],
        "problems": [],
    }
    try:
        context |= _shown(request, found)
    except Refusal as refused:
        context["problems"] = problems(refused)
    return render(request, "desk/list_brought.html", context)


def _moved(request: DeskRequest, found: BroughtList) -> None:
    """What the officer decided of a list."""
    deed, by = request.POST.get("do", ""), request.user
    if deed == "columns":
        fields = flow_lists.taker_of(by, found.register).fields
        _go_on(services.columns_confirm(by=by, id=found.pk, columns=_columns_typed(request, fields), fields=fields))
    elif deed in ("keep", "keep-good"):
        _go_on(services.list_decide(by=by, id=found.pk, keeps_good=deed == "keep-good"))
    elif deed == "again":
        _go_on(found)
    elif deed == "drop":
        services.list_drop(by=by, id=found.pk)
        messages.success(request, _("Đã bỏ danh sách; không dòng nào vào sổ."))
    elif deed == "undo":
        taken, left = flow_lists.list_undo(by=by, id=found.pk)
        told = ngettext("Đã hoàn lại %(n)d dòng.", "Đã hoàn lại %(n)d dòng.", taken) % {"n": taken}
        stay = ngettext("%(n)d dòng đã ghi thêm sau đó được giữ.", "%(n)d dòng đã ghi thêm sau đó được giữ.", left) % {
            "n": left
        }
        messages.success(request, f"{told} {stay}" if left else told)


def _columns_typed(request: DeskRequest, fields: tuple[Field, ...]) -> dict[str, int]:
    typed = {field.key: request.POST.get(f"column-{field.key}", "") for field in fields}
    return {key: int(text) for key, text in typed.items() if is_id(text) and len(text) < 4}


def _shown(request: DeskRequest, found: BroughtList) -> dict[str, Any]:
    """What the page of a list shows beside its state. Refusal DSA-222 where its rows are gone."""
    told: dict[str, Any] = {}
    if found.state in (ListState.MAPPING, ListState.CHECKED):
        told |= _columns_shown(request, found)
    if found.state in (ListState.CHECKED, ListState.KEPT) and found.bad:
        findings = queries.findings_of(found)
        firsts = {f.problem.code: f.problem for f in reversed(findings)}
        page = paged(request, findings)
        told["sums"] = sorted(
            ((words(firsts[code]), n) for code, n in found.told.items() if code in firsts), key=lambda sum: -sum[1]
        )
        # What every row would say again stands above them once.
        told |= {"lines": [words(finding.problem) for finding in page], "mend": side(MEND, language()), **page.context}
    return told


def _columns_shown(request: DeskRequest, found: BroughtList) -> dict[str, Any]:
    fields = flow_lists.taker_of(request.user, found.register).fields
    headings = queries.headings_of(found)
    heads = {heading.number: heading.text for heading in headings}
    guessed = columns_guessed([heads.get(n, "") for n in range(max(heads, default=0) + 1)], fields)
    chosen = found.columns or guessed
    return {
        "headings": headings,
        "asked": [{**_field_words(field), "chosen": chosen.get(field.key, -1)} for field in fields],
        "unused": [heading for heading in headings if heading.number not in chosen.values()],
    }


@audience(*REPORTERS)
def list_progress(request: DeskRequest, id: int) -> HttpResponse:
    """Whether the worker is done with a list, asked for again and again."""
    found = queries.list_get(by=request.user, id=id)
    response = render(request, "desk/_list_progress.html", {"list": found, "state": STATES[found.state]})
    if found.state not in BUSY:
        response.headers["HX-Refresh"] = "true"
    return response


@audience(*REPORTERS)
def list_bad(request: DeskRequest, id: int) -> HttpResponse:
    """The rows that cannot come in, as they stood, with a column that says why; xlsx or csv."""
    found = queries.list_get(by=request.user, id=id)
    try:
        if found.state not in (ListState.CHECKED, ListState.KEPT):
            raise not_now(found.state)
        head, rows = _bad_table(found)
        kind = "csv" if request.GET.get("dang") == "csv" else "xlsx"
        return as_file(kind, "dong-can-sua", _("Dòng cần sửa"), head, rows)
    except Refusal as refused:
        messages.error(request, " ".join(problem.in_words(language()) for problem in refused.problems))
        return redirect("list_brought", found.pk)


def _bad_table(found: BroughtList) -> tuple[list[str], Iterator[list[Cell]]]:
    told: dict[int, list[str]] = {}
    for finding in queries.findings_of(found):
        line = words(finding.problem)
        said = f"[{line.code}] {line.message.capitalize()}"
        told.setdefault(finding.row, []).append(f"{said}. {_('Cần')}: {line.expected}" if line.expected else said)
    head, rows = queries.table_of(found)
    lines: Iterator[list[Cell]] = ([n, *cells, "; ".join(told[n])] for n, cells in rows if n in told)
    return [_("Dòng"), *head, _("Điều cần sửa")], lines


def _crumbs(register: str) -> list[tuple[str, str]]:
    address, name = REGISTERS[register]
    return [(reverse("registers"), _("Sổ theo dõi")), (reverse(address), str(name))]


def _field_words(field: Field) -> dict[str, Any]:
    name, hint = side(field.name, language()), side(field.hint, language())
    return {"key": field.key, "name": name, "hint": hint, "is_needed": field.is_needed, "sample": field.sample}
