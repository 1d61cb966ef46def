"""The board: who has reported, on time, late, returned; as a table, a map and a file."""

from __future__ import annotations

import csv
from datetime import date
from io import StringIO
from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from chungtay.faces.desk import boardlines as shown
from chungtay.faces.desk.audience import READERS, DeskRequest, audience
from chungtay.faces.desk.boardlines import Asked, Group, Line, State
from chungtay.faces.desk.boardmap import Area, Spot, country_map, province_map
from chungtay.faces.desk.dues import written
from chungtay.faces.desk.paging import paged
from chungtay.faces.desk.showing import in_language
from chungtay.faces.desk.telling import language

if TYPE_CHECKING:
    from django.utils.safestring import SafeString

    from chungtay.reference.places.models import Place

PAGE_LENGTH = 150
"""A province has at most 168 communes: nearly always its board is one page."""
CSV_HEAD = ("ma", "dia_ban", "tinh", "co_quan", "bieu_mau", "ky", "han", "tinh_trang", "ngay_nhan", "dung_han")
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")


@audience(*READERS)
def board(request: DeskRequest) -> HttpResponse:
    """One form and period in detail, and the twelve periods up to it at a glance."""
    told = shown.asked(request.user, request.GET.get("mau", ""), request.GET.get("ky", ""), timezone.localdate())
    if told is None:
        return render(request, "desk/board.html", {"section": "board", "told": None})
    province = shown.province_in_view(request.user, request.GET.get("dia-ban", ""), told.board.cells)
    narrowed = {name: request.GET.get(name, "").strip() for name in ("tinh-trang", "tim", "xep")}
    every = shown.lines_of(told, request.user, told.board.cells)
    lines = [line for line in every if province is None or shown.province_id_of(line.place) == province.pk]
    groups = [] if province or any(narrowed.values()) else _groups(request, told, lines)
    context = _head(told, province, lines, narrowed) | {"groups": groups, "map": _map(request, told, province, lines)}
    if not groups:
        chosen = shown.chosen_lines(lines, narrowed["tinh-trang"], narrowed["tim"], narrowed["xep"])
        page = paged(request, chosen, PAGE_LENGTH)
        context |= {"lines": list(page), "found": len(chosen)} | page.context
    return render(request, "desk/board.html", context)


def _groups(request: DeskRequest, told: Asked, lines: list[Line]) -> list[Group]:
    """Provinces, for who sees the whole country's communes; a form that provinces owe has a line for each already."""
    if request.user.body.place.level != "country" or all(line.place.level == "province" for line in lines):
        return []
    return shown.groups_of(told, [line.unit for line in lines])


def _head(told: Asked, province: Place | None, lines: list[Line], narrowed: dict[str, str]) -> dict[str, object]:
    """What the page is about, its totals, and the states one may narrow it to."""
    at = province.key if province else None
    count = told.board.count(told.position, [line.unit for line in lines])
    words = shown.state_words()
    numbers = {
        State.OVERDUE: count.overdue,
        State.RETURNED: count.returned,
        State.WAITING: count.waiting,
        State.APPROVED: count.approved,
        State.NOT_YET_DUE: count.not_yet_due,
    }
    chosen = narrowed["tinh-trang"]
    sieve = [(str(s), words[s], n, shown.SIGNS[s], told.address(**{"dia-ban": at, "tinh-trang": s})) for s, n in numbers.items()]
    return {
        "section": "board",
        "told": told,
        "count": count,
        "province": province,
        "sieve": sieve,
        "late": (count.late, told.address(**{"dia-ban": at, "tinh-trang": "late"})),
        "all": told.address(**{"dia-ban": at}),
        "up": told.address(),
        "state": chosen,
        "search": narrowed["tim"],
        "order": narrowed["xep"],
        "before": told.before and told.address(ky=told.before, **{"dia-ban": at}),
        "after": told.after and told.address(ky=told.after, **{"dia-ban": at}),
        "heads": [(period, told.address(ky=written(period), **{"dia-ban": at})) for period in told.board.periods[::-1]],
        "written": written(told.period),
        "csv": reverse("board_csv") + told.address(**{"dia-ban": at, "tinh-trang": chosen, "tim": narrowed["tim"]}),
    }


def _map(request: DeskRequest, told: Asked, province: Place | None, lines: list[Line]) -> SafeString | None:
    """The provinces of the country, or the units of one province; none for a commune."""
    within = province or request.user.body.place
    vintage = _vintage(told)
    title = f"{in_language(told.form)}, {told.period.label(language())}: {shown.place_words(within)}"
    if within.level == "province":
        return province_map(within.vintage, within.code, tuple(_spots(told, lines)), title, language())
    if within.level != "country":
        return None
    if lines and all(line.place.level == "province" for line in lines):
        areas = [Area(li.place.code, li.cell.state, _line_words(li), _line_address(li)) for li in lines]
        return country_map(vintage, tuple(areas), title, language())
    groups = [g for g in shown.groups_of(told, [line.unit for line in lines]) if g.place.vintage == vintage]
    areas = [
        Area(g.place.code, g.count.grade or "not_owed", _group_words(g), told.address(**{"dia-ban": g.place.key}))
        for g in groups
    ]
    return country_map(vintage, tuple(areas), title, language())


def _vintage(told: Asked) -> str:
    return "2025" if told.period.end >= date(2025, 7, 1) else "2013"


def _spots(told: Asked, lines: list[Line]) -> list[Spot]:
    known = [line for line in lines if line.place.lon is not None and line.place.lat is not None]
    return [
        Spot(line.place.lon or 0, line.place.lat or 0, line.cell.state, _line_words(line), _line_address(line))
        for line in known
        if line.cell.state is not State.NOT_OWED
    ]


def _line_words(line: Line) -> str:
    return f"{shown.place_words(line.place)}: {shown.cell_words(line.cell)}"


def _line_address(line: Line) -> str:
    return reverse("batch", args=[line.cell.batch_id]) if line.cell.batch_id else f"#u{line.unit.place_id}"


def _group_words(group: Group) -> str:
    told = _("%(received)d/%(expected)d báo cáo đã nhận") % {
        "received": group.count.received,
        "expected": group.count.expected,
    }
    return f"{shown.place_words(group.place)}: {told}"


@audience(*READERS)
def board_csv(request: DeskRequest) -> HttpResponse:
    """The period in detail as a file that spreadsheets open; narrowed as the page is."""
    told = shown.asked(request.user, request.GET.get("mau", ""), request.GET.get("ky", ""), timezone.localdate())
    rows = StringIO()
    writer = csv.writer(rows)
    writer.writerow(CSV_HEAD)
    if told is not None:
        province = shown.province_in_view(request.user, request.GET.get("dia-ban", ""), told.board.cells)
        lines = shown.lines_of(told, request.user, told.board.cells)
        lines = [line for line in lines if province is None or shown.province_id_of(line.place) == province.pk]
        chosen = shown.chosen_lines(lines, request.GET.get("tinh-trang", ""), request.GET.get("tim", ""), "")
        provinces = shown.places_by_id({pk for line in chosen if (pk := shown.province_id_of(line.place))})
        writer.writerows(_csv_row(told, line, provinces) for line in chosen)
    name = f"bang-theo-doi-{told.form.code}-{told.period.end}.csv" if told else "bang-theo-doi.csv"
    # Excel reads UTF-8 only where the file begins with its mark.
    answer = HttpResponse("\ufeff" + rows.getvalue(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _csv_row(told: Asked, line: Line, provinces: dict[int, Place]) -> list[str]:
    province = provinces.get(shown.province_id_of(line.place) or 0)
    cell = line.cell
    in_time = "" if cell.on_time is None else _("có") if cell.on_time else _("không")
    row = [
        line.place.code,
        shown.place_words(line.place),
        shown.place_words(province) if province else "",
        in_language(line.body) if line.body else "",
        in_language(told.form),
        told.period.label(language()),
        line.deadline.isoformat() if line.deadline else "",
        shown.state_words()[cell.state],
        cell.sent_on.isoformat() if cell.sent_on else "",
        in_time,
    ]
    return [f"'{text}" if text.startswith(FORMULA_SIGNS) else text for text in row]
